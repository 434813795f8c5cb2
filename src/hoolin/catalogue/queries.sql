-- name: add
-- A price was shown, or consent given.
INSERT INTO price_word (n, interaction, at, actor, fact) VALUES (?, ?, ?, ?, ?);

-- name: of
-- Of one interaction, oldest first.
SELECT n, at, actor, fact FROM price_word WHERE interaction = ? ORDER BY n LIMIT 500;
