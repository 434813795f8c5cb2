-- name: make
-- A promise of the ledger's own.
INSERT INTO promise (promise, source, kind, interaction, queue, owner, made_by, made_at, due_at, first_due_at, words, written, message)
VALUES (?, 'ledger', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: call
-- A callback; of the promise that is owed there the time changes, else one is made.
INSERT OR IGNORE INTO promise_called (interaction) VALUES (?);

-- name: callback_moved
-- Another time for the callback that is owed.
UPDATE promise SET due_at = ?, moves = moves + 1, reminded_at = NULL, escalated_at = NULL
WHERE interaction = ? AND source = 'callback' AND ended IS NULL;

-- name: callback_made
-- A callback at a time, unless one is owed there already: parameters promise, interaction, at, due_at.
INSERT INTO promise (promise, source, kind, interaction, made_at, due_at, first_due_at, written)
SELECT ?1, 'callback', 'callback', ?2, ?3, ?4, ?4, 'text' WHERE NOT EXISTS
    (SELECT 1 FROM promise WHERE interaction = ?2 AND source = 'callback' AND ended IS NULL);

-- name: deferral_moved
-- Put off once more.
UPDATE promise SET due_at = ?, moves = moves + 1, reminded_at = NULL, escalated_at = NULL
WHERE interaction = ? AND source = 'deferral' AND ended IS NULL;

-- name: deferral_made
-- Put off, unless it is a callback, or is put off already: parameters promise, interaction, at, due_at, made_by.
INSERT INTO promise (promise, source, kind, interaction, made_by, made_at, due_at, first_due_at)
SELECT ?1, 'deferral', 'answer', ?2, ?5, ?3, ?4, ?4 WHERE NOT EXISTS
    (SELECT 1 FROM promise WHERE interaction = ?2 AND source = 'deferral' AND ended IS NULL)
    AND NOT EXISTS (SELECT 1 FROM promise_called WHERE interaction = ?2);

-- name: end_of
-- What another fact promised has ended: parameters ended, at, by, reason, interaction, source.
UPDATE promise SET ended = ?, ended_at = ?, ended_by = ?, reason = ? WHERE interaction = ? AND source = ? AND ended IS NULL;

-- name: end_with
-- The interaction has ended, and with it whatever other facts promised in it: parameters ended, at, by, reason, interaction.
UPDATE promise SET ended = ?, ended_at = ?, ended_by = ?, reason = ? WHERE interaction = ? AND source != 'ledger' AND ended IS NULL;

-- name: move
-- Another time, with the customer's word.
UPDATE promise SET due_at = ?, words = ?, written = ?, moves = moves + 1, reminded_at = NULL, escalated_at = NULL WHERE promise = ?;

-- name: remind
-- Its owner was told.
UPDATE promise SET reminded_at = ? WHERE promise = ?;

-- name: escalate
-- Supervisors were told.
UPDATE promise SET escalated_at = ? WHERE promise = ?;

-- name: own
-- Somebody answers for it, or (NULL) the queue.
UPDATE promise SET owner = ? WHERE promise = ?;

-- name: break
-- It was not kept in time; the first time counts.
UPDATE promise SET broken_at = coalesce(broken_at, ?) WHERE promise = ?;

-- name: end
-- Kept or withdrawn.
UPDATE promise SET ended = ?, ended_at = ?, ended_by = ?, reason = ? WHERE promise = ?;

-- name: step
-- One thing that happened.
INSERT INTO promise_step (n, promise, at, what, actor, fact) VALUES (?, ?, ?, ?, ?, ?);

-- name: list
-- A page of promises, what is owed first by its time, then the newest that ended; with each, how many the whole list has (`total`). Parameters:
-- owed (1, 0 or NULL for both), owner, unowned, queue, case, due_after, due_before, broken, kind, limit, offset, and seen_by: who asks, where they
-- see their own and the queue's alone. A parameter that is NULL asks for nothing. What is owed and what has ended are told apart before anything
-- else, so that the list that desks look at all day reads the first alone.
SELECT promise_shown.*, page.total
FROM (
    SELECT one.promise AS id, count(*) OVER () AS total
    FROM (
        SELECT * FROM promise WHERE ended IS NULL AND :owed IS NOT 0
        UNION ALL SELECT * FROM promise WHERE ended IS NOT NULL AND :owed IS NOT 1
    ) AS one JOIN conversation USING (interaction)
    WHERE (:owner IS NULL OR one.owner = :owner)
        AND (:unowned IS NULL OR (one.owner IS NULL) = :unowned)
        AND (:queue IS NULL OR coalesce(one.queue, conversation.queue) = :queue)
        AND (:case IS NULL OR conversation."case" = :case)
        AND (:due_after IS NULL OR one.due_at >= :due_after)
        AND (:due_before IS NULL OR one.due_at < :due_before)
        AND (:broken IS NULL OR (one.broken_at IS NOT NULL) = :broken)
        AND (:kind IS NULL OR one.kind = :kind)
        AND (:seen_by IS NULL OR one.owner IS NULL OR :seen_by IN (one.owner, one.made_by, one.ended_by))
    ORDER BY one.ended IS NOT NULL, CASE WHEN one.ended IS NULL THEN one.due_at ELSE -one.ended_at END, one.promise
    LIMIT :limit OFFSET :offset
) AS page JOIN promise_shown ON promise_shown.promise = page.id
ORDER BY ended IS NOT NULL, CASE WHEN ended IS NULL THEN due_at ELSE -ended_at END, promise;

-- name: of_customer
-- The promises of a customer (parameter: a JSON list of customer ids), owed ones first.
SELECT * FROM promise_shown WHERE customer IN (SELECT value FROM json_each(?1))
ORDER BY ended IS NOT NULL, CASE WHEN ended IS NULL THEN due_at ELSE -ended_at END, promise LIMIT ?2;

-- name: of
-- One promise, if whoever asks may see it: parameters promise, and seen_by as in the list.
SELECT * FROM promise_shown
WHERE promise = :promise AND (:seen_by IS NULL OR owner IS NULL OR :seen_by IN (owner, made_by, ended_by));

-- name: steps
-- What happened to one promise.
SELECT n, at, what, actor, fact FROM promise_step WHERE promise = ? ORDER BY n LIMIT 100;
