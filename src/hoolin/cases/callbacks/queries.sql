-- name: ask
-- The newest promise counts.
INSERT INTO callback (interaction, promised_at) VALUES (?, ?)
ON CONFLICT (interaction) DO UPDATE SET promised_at = excluded.promised_at;

-- name: try
-- An agent called.
INSERT INTO callback_try (n, interaction, at, agent, outcome) VALUES (?, ?, ?, ?, ?);

-- name: of
-- One callback.
SELECT promised_at FROM callback WHERE interaction = ?;

-- name: tries
-- The calls of one callback, oldest first.
SELECT at, agent, outcome FROM callback_try WHERE interaction = ? ORDER BY n LIMIT 100;
