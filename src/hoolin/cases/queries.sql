-- name: arrive
-- A conversation begins.
INSERT INTO conversation (interaction, customer, "case", channel, queue, language, state, place_at, arrived_at, last_at, priority)
VALUES (?, ?, ?, ?, ?, ?, 'arrived', ?, ?, ?, ?);

-- name: state
-- Its state changes; nothing else does.
UPDATE conversation SET state = ? WHERE interaction = ?;

-- name: hand
-- Its state changes, and who answers for it.
UPDATE conversation SET state = ?, agent = ?, offer = NULL, offer_expires_at = NULL WHERE interaction = ?;

-- name: offer
-- It is offered to an agent.
UPDATE conversation SET state = 'offered', agent = ?, offer = ?, offer_expires_at = ?, why = ?, why_at = ?
WHERE interaction = ?;

-- name: line
-- It stands in line, in this queue and at this place, with nobody.
UPDATE conversation SET state = 'waiting', agent = NULL, queue = ?, place_at = coalesce(?, place_at), offer = NULL,
    offer_expires_at = NULL, note = coalesce(?, note) WHERE interaction = ?;

-- name: demand
-- What they need is known before they stand in line.
UPDATE conversation SET queue = ?, priority = max(priority, ?) WHERE interaction = ?;

-- name: wrap_up
-- The agent writes down the reason, until then.
UPDATE conversation SET state = 'wrap_up', wrap_up_due_at = ? WHERE interaction = ?;

-- name: back
-- The conversation goes on.
UPDATE conversation SET state = 'active', wrap_up_due_at = NULL WHERE interaction = ?;

-- name: end
-- Closed or abandoned.
UPDATE conversation SET state = ?, agent = coalesce(?, agent), reasons = ?, outcome = ?, ended_at = ?, wrap_up_due_at = NULL
WHERE interaction = ?;

-- name: hear
-- The customer spoke.
UPDATE conversation SET last_at = ?, last_from = 'customer', said = ?, last_ordinal = ?, unread = unread + 1 WHERE interaction = ?;

-- name: say
-- We spoke; an agent who writes has read.
UPDATE conversation SET last_at = ?, last_from = ?, said = ?, last_ordinal = ?, unread = unread * ? WHERE interaction = ?;

-- name: read
-- What came after the ordinal that was read is all that can be unread.
UPDATE conversation SET unread = min(unread, last_ordinal - ?) WHERE interaction = ?;

-- name: here
-- The customer's page is within reach, or not.
UPDATE conversation SET customer_here = ? WHERE interaction = ?;

-- name: later
-- The customer left an address.
UPDATE conversation SET answer_later = 1 WHERE interaction = ?;

-- name: language
-- Another language from now on.
UPDATE conversation SET language = ? WHERE interaction = ?;

-- name: part
-- Another case: its customer turned out to be somebody else.
UPDATE conversation SET "case" = ? WHERE interaction = ?;

-- name: show
-- One more thing to show in the conversation.
INSERT INTO event (n, interaction, at, kind, ordinal, speaker, agent, message, attachments, cause)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: live_through
-- One more step of the conversation's life, with its whole fact.
INSERT INTO event (n, interaction, at, kind, agent, actor, fact) VALUES (?, ?, ?, ?, ?, ?, ?);

-- name: open_case
-- A case begins.
INSERT INTO problem ("case", customer, number, opened_at) VALUES (?, ?, ?, ?);

-- name: solve_case
-- Solved at this instant, or (NULL) open again.
UPDATE problem SET solved_at = ? WHERE "case" = ?;

-- name: add_note
-- A colleague's note.
INSERT INTO note (note, "case", at, agent) VALUES (?, ?, ?, ?);

-- name: count
-- One conversation more of this kind.
UPDATE tally SET number = number + 1 WHERE kind = ?;

-- name: tallies
-- How many conversations there are in all, and how many have ended.
SELECT kind, number FROM tally;

-- name: live
-- Every conversation that has not ended: what a desk's live view begins with.
SELECT * FROM conversation WHERE ended_at IS NULL;

-- name: conversation
-- One conversation.
SELECT * FROM conversation WHERE interaction = ?;

-- name: raised
-- Conversations that ended in a period with one of these reasons, the newest first: parameters from, until, a JSON list of reasons.
SELECT interaction, customer, reasons, ended_at FROM conversation
WHERE ended_at >= ? AND ended_at < ? AND EXISTS (
    SELECT 1 FROM json_each(conversation.reasons) AS noted WHERE noted.value IN (SELECT value FROM json_each(?)))
ORDER BY ended_at DESC, interaction;

-- name: newest_of
-- The last conversations of a customer and everybody shown with them, the newest first: parameters a JSON list of customers, how many.
SELECT interaction, customer, "case", channel, language FROM conversation
WHERE customer IN (SELECT value FROM json_each(?)) ORDER BY arrived_at DESC, interaction LIMIT ?;

-- name: of_many
-- What several conversations were about and how they ended (parameter: a JSON list of ids).
SELECT interaction, channel, queue, language, arrived_at, ended_at, reasons, outcome, last_ordinal FROM conversation
WHERE interaction IN (SELECT value FROM json_each(?));

-- name: used
-- A row, if a conversation, case or note has one of these ids (parameter: a JSON list).
SELECT 1 FROM json_each(?) AS id WHERE
    EXISTS (SELECT 1 FROM conversation WHERE interaction = id.value)
    OR EXISTS (SELECT 1 FROM problem WHERE "case" = id.value)
    OR EXISTS (SELECT 1 FROM note WHERE note = id.value)
LIMIT 1;

-- name: newest
-- A page of all conversations, newest first.
SELECT * FROM conversation WHERE interaction IN
    (SELECT interaction FROM conversation ORDER BY last_at DESC, interaction LIMIT ?2 OFFSET ?1)
ORDER BY last_at DESC, interaction;

-- name: ended
-- A page of those that have ended, newest first.
SELECT * FROM conversation WHERE interaction IN
    (SELECT interaction FROM conversation WHERE ended_at IS NOT NULL ORDER BY last_at DESC, interaction LIMIT ?2 OFFSET ?1)
ORDER BY last_at DESC, interaction;

-- name: messages_before
-- The messages before an ordinal, the nearest first.
SELECT * FROM event WHERE interaction = ? AND kind = 'message' AND ordinal < ? ORDER BY ordinal DESC LIMIT ?;

-- name: said_first
-- What customers said in the first messages of some conversations, in order, and whose each is: parameters a JSON list of ids, and up to which message of each.
SELECT event.interaction, event.message, conversation.customer FROM json_each(?1) AS asked CROSS JOIN conversation CROSS JOIN event
WHERE conversation.interaction = asked.value AND event.interaction = asked.value AND event.kind = 'message' AND event.ordinal <= ?2 AND event.speaker = 'customer'
ORDER BY asked.key, event.ordinal;

-- name: confirmed
-- Conversations that ended with reasons, the newest first, beyond one of them: parameters its last instant, its id, how many.
SELECT interaction, language, reasons, arrived_at, ended_at, last_at FROM conversation
WHERE ended_at IS NOT NULL AND last_at <= ?1 AND NOT (last_at = ?1 AND interaction <= ?2) AND reasons <> '[]' AND outcome <> 'spam'
ORDER BY last_at DESC, interaction LIMIT ?3;

-- name: without_reason
-- Conversations that ended since an instant with nothing noted, or with nothing but one of some reasons, the newest first: parameters the instant, a JSON list of
-- what is noted then (each a JSON list itself), how many.
SELECT interaction, reasons, arrived_at FROM conversation
WHERE ended_at IS NOT NULL AND last_at >= ?1 AND (reasons = '[]' OR reasons IN (SELECT value FROM json_each(?2))) AND outcome NOT IN ('spam', 'not_reached')
ORDER BY last_at DESC, interaction LIMIT ?3;

-- name: life
-- The steps of a conversation's life, oldest first.
SELECT n, at, actor, fact FROM event WHERE interaction = ? AND fact IS NOT NULL ORDER BY n LIMIT ?;

-- name: read_to
-- How far the customer and the agents have read.
SELECT speaker, max(ordinal) AS ordinal FROM event WHERE interaction = ? AND kind = 'read' GROUP BY speaker;

-- name: shown_after
-- What was shown to a customer on some channels after a position, in order: parameters customer, a JSON list of channels, n, limit.
SELECT event.* FROM conversation JOIN event USING (interaction)
WHERE customer = ? AND channel IN (SELECT value FROM json_each(?)) AND n > ? ORDER BY n LIMIT ?;

-- name: latest_shown
-- What a customer was shown last on some channels, the newest first: parameters customer, a JSON list of channels, limit.
SELECT event.* FROM conversation JOIN event USING (interaction)
WHERE customer = ? AND channel IN (SELECT value FROM json_each(?)) ORDER BY n DESC LIMIT ?;

-- name: latest_of
-- A customer's newest conversation on a channel.
SELECT * FROM conversation WHERE customer = ? AND channel = ? ORDER BY arrived_at DESC, interaction DESC LIMIT 1;

-- name: timeline
-- A customer's conversations on all channels (parameter: a JSON list of customer ids), newest first.
SELECT * FROM conversation WHERE customer IN (SELECT value FROM json_each(?1)) ORDER BY arrived_at DESC LIMIT ?2;

-- name: cases_of
-- A customer's cases (parameter: a JSON list of customer ids), newest first, with how many contacts each took; also another's, in
-- which a conversation of this customer goes on while nobody has confirmed that they are one person.
SELECT problem.*, (SELECT count(*) FROM conversation WHERE conversation."case" = problem."case") AS contacts
FROM problem WHERE customer IN (SELECT value FROM json_each(?1))
    OR "case" IN (SELECT "case" FROM conversation WHERE customer IN (SELECT value FROM json_each(?1)))
ORDER BY opened_at DESC LIMIT ?2;

-- name: case
-- One case, with how many contacts it took.
SELECT problem.*, (SELECT count(*) FROM conversation WHERE conversation."case" = problem."case") AS contacts
FROM problem WHERE "case" = ?;

-- name: notes_of
-- The notes of a customer's cases (parameter: a JSON list of customer ids), newest first. Of another's case, in which a conversation of
-- this customer goes on unconfirmed, only those written since it began: what was before is the other's.
SELECT note.* FROM problem JOIN note USING ("case") WHERE customer IN (SELECT value FROM json_each(?1))
    OR EXISTS (SELECT 1 FROM conversation WHERE conversation."case" = note."case" AND note.at >= conversation.arrived_at
        AND conversation.customer IN (SELECT value FROM json_each(?1)))
ORDER BY note.at DESC LIMIT ?2;

-- name: every_message
-- Every message beyond an entry, in order, with whose conversation it is in.
SELECT event.n, event.message, conversation.customer FROM event JOIN conversation ON conversation.interaction = event.interaction
WHERE event.n > ? AND event.kind = 'message' AND event.message IS NOT NULL ORDER BY event.n LIMIT ?;

-- name: conversations
-- These conversations (parameter: a JSON list of ids).
SELECT * FROM conversation WHERE interaction IN (SELECT value FROM json_each(?));

-- name: cases_named
-- These cases (parameter: a JSON list of ids).
SELECT * FROM problem WHERE "case" IN (SELECT value FROM json_each(?));

-- name: messages_named
-- The messages of these entries (parameter: a JSON list of positions).
SELECT n, message, ordinal, speaker, agent FROM event WHERE n IN (SELECT value FROM json_each(?)) AND message IS NOT NULL;

-- name: notes_named
-- These notes (parameter: a JSON list of ids), each with the last conversation that whose case it is had in it.
SELECT note, agent, (
    SELECT interaction FROM conversation WHERE conversation."case" = note."case" AND conversation.customer = problem.customer ORDER BY last_at DESC LIMIT 1
) AS interaction
FROM note JOIN problem USING ("case") WHERE note IN (SELECT value FROM json_each(?));
