-- name: keep
-- Raw input is on disk.
INSERT INTO input (input, channel, account, lookup, at, size, blob) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING;

-- name: end_input
-- Nothing is left to do with it.
UPDATE input SET ending = ?, code = ?, ended_at = ? WHERE input = ?;

-- name: forget_input
-- Its bytes are gone.
UPDATE input SET forgotten_at = ? WHERE input = ?;

-- name: wrote
-- Whose words were in it.
INSERT INTO writer (customer, input) VALUES (?, ?) ON CONFLICT DO NOTHING;

-- name: refer
-- The first conversation under an id keeps it.
INSERT INTO reference (lookup, interaction) VALUES (?, ?) ON CONFLICT DO NOTHING;

-- name: address
-- Where answers go from now on.
INSERT INTO address (interaction, account, address) VALUES (?, ?, ?)
ON CONFLICT (interaction) DO UPDATE SET account = excluded.account, address = excluded.address;

-- name: schedule
-- It waits for its time.
INSERT INTO delivery (delivery, interaction, state, at, due_at) VALUES (?, ?, 'scheduled', ?, ?)
ON CONFLICT (delivery) DO NOTHING;

-- name: ask
-- It stands in the outbox; what waits for its time goes on waiting.
INSERT INTO delivery (delivery, interaction, state, at) VALUES (?, ?, 'sending', ?)
ON CONFLICT (delivery) DO UPDATE SET state = 'sending', code = '', at = excluded.at WHERE state <> 'scheduled';

-- name: begin
-- An attempt is under way: its time has come.
UPDATE delivery SET state = 'sending', due_at = NULL WHERE delivery = ? AND state = 'scheduled';

-- name: end
-- An attempt has ended; what the provider told before its own answer is not taken back by it.
UPDATE delivery SET state = ?1, code = ?2, at = ?3 WHERE delivery = ?4 AND state NOT IN ('delivered', 'read', 'failed');

-- name: deliver
-- The provider told that it has come this far; it only goes forward. That it is on its way does not undo that it failed.
UPDATE delivery SET state = ?1, code = ?2, at = ?3 WHERE delivery = ?4 AND state <> 'recalled' AND CASE state
    WHEN 'scheduled' THEN 0 WHEN 'sending' THEN 1 WHEN 'unknown' THEN 2 WHEN 'accepted' THEN 3 WHEN 'failed' THEN 3 WHEN 'delivered' THEN 4
    WHEN 'read' THEN 5 ELSE -1 END < CASE ?1 WHEN 'accepted' THEN 3 WHEN 'delivered' THEN 4 ELSE 5 END;

-- name: fail
-- The provider told that it did not arrive.
UPDATE delivery SET state = 'failed', code = ?, at = ? WHERE delivery = ? AND state NOT IN ('delivered', 'read', 'recalled');

-- name: recall
-- It was taken back; by itself (code: answered) if the customer wrote first.
UPDATE delivery SET state = 'recalled', code = ?, at = ?, due_at = NULL WHERE delivery = ?;

-- name: move
-- It leaves at another time.
UPDATE delivery SET due_at = ? WHERE delivery = ? AND state = 'scheduled';

-- name: refer_delivery
-- The provider's id for our message.
INSERT INTO delivery_reference (lookup, delivery) VALUES (?, ?) ON CONFLICT (lookup) DO UPDATE SET delivery = excluded.delivery;

-- name: kept_before
-- Which of these lookups were kept before.
SELECT lookup FROM input WHERE lookup IN (SELECT value FROM json_each(?));

-- name: input
-- One input.
SELECT * FROM input WHERE input = ?;

-- name: inputs_of
-- Everything somebody wrote as it came.
SELECT input.input, input.blob FROM writer JOIN input ON input.input = writer.input WHERE writer.customer = ?;

-- name: to_forget
-- Inputs of a channel that ended before an instant and whose bytes are still here, the longest ended first.
SELECT input FROM input WHERE channel = ? AND ended_at < ? AND forgotten_at IS NULL ORDER BY ended_at LIMIT ?;

-- name: input_channels
-- The channels by which anything has come.
SELECT DISTINCT channel FROM input;

-- name: gone
-- Which of these inputs (parameter: a JSON list) are here no more.
SELECT input FROM input WHERE forgotten_at IS NOT NULL AND input IN (SELECT value FROM json_each(?));

-- name: unreadable
-- What could not be read, newest first.
SELECT * FROM input WHERE ending = 'unreadable' ORDER BY at DESC LIMIT ?;

-- name: by_reference
-- The conversation in which something was said.
SELECT interaction FROM reference WHERE lookup = ?;

-- name: address_of
-- Where answers in a conversation go, or went.
SELECT account, address FROM address WHERE interaction = ?;

-- name: delivery
-- One message on its way out.
SELECT * FROM delivery WHERE delivery = ?;

-- name: by_delivery_reference
-- The message the provider speaks of.
SELECT delivery.delivery, delivery.interaction, delivery.state FROM delivery_reference
JOIN delivery ON delivery.delivery = delivery_reference.delivery WHERE delivery_reference.lookup = ?;

-- name: deliveries_of
-- How far the messages of a conversation have come.
SELECT * FROM delivery WHERE interaction = ?;

-- name: sent_before
-- What was sent in a conversation up to an instant and is not known to be read.
SELECT delivery FROM delivery WHERE interaction = ? AND at <= ? AND state IN ('accepted', 'delivered', 'unknown');
