-- name: suggest
-- What a contact's words spoke for.
INSERT OR IGNORE INTO suggestion (interaction, model, language, likely, first, new, shown, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)

-- name: confirm
-- What a person noted then.
UPDATE suggestion SET confirmed = ? WHERE interaction = ?

-- name: judged
-- How often the first suggestion was one of those that a person noted: by language, by what was suggested, and by whether it was shown. Contacts that
-- nobody gave a reason are left out. Parameters: from, until.
SELECT
    language, first AS reason, shown, new,
    count(*) AS contacts,
    sum(EXISTS (SELECT 1 FROM json_each(s.confirmed) AS c WHERE c.value = s.first)) AS right,
    sum(EXISTS (SELECT 1 FROM json_each(s.confirmed) AS c JOIN json_each(s.likely) AS l ON json_extract(l.value, '$[0]') = c.value)) AS among
FROM suggestion AS s
WHERE confirmed IS NOT NULL AND confirmed <> '[]' AND at >= ? AND at < ?
GROUP BY language, first, shown, new
