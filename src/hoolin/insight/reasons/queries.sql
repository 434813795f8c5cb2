-- name: suggest
-- What a contact's words spoke for.
INSERT OR IGNORE INTO suggestion (interaction, model, language, likely, first, new, shown, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)

-- name: confirm
-- What a person noted then.
UPDATE suggestion SET confirmed = ? WHERE interaction = ?

-- name: suggested
-- What was suggested for a contact.
SELECT model, likely, new, shown FROM suggestion WHERE interaction = ?

-- name: called_new
-- Which of some contacts were called something new. Parameter: a JSON list of ids.
SELECT interaction FROM suggestion WHERE new AND interaction IN (SELECT value FROM json_each(?))

-- name: judged
-- How often what was said of a contact's words was what a person noted: by language, by what was suggested first, and by whether it was shown. right: the
-- first was one of those noted, or it was called something new and nothing known was noted. among: one of up to three was. none_known: nothing known was
-- noted. Contacts that nobody gave a reason are left out. Parameters: from, until, what is noted for nothing known (a JSON list of what `confirmed` is then).
SELECT
    language, first AS reason, shown, new,
    count(*) AS contacts,
    sum(confirmed IN (SELECT value FROM json_each(?3))) AS none_known,
    sum(CASE WHEN new THEN confirmed IN (SELECT value FROM json_each(?3))
        ELSE EXISTS (SELECT 1 FROM json_each(s.confirmed) AS c WHERE c.value = s.first) END) AS right,
    sum(EXISTS (SELECT 1 FROM json_each(s.confirmed) AS c JOIN json_each(s.likely) AS l ON json_extract(l.value, '$[0]') = c.value)) AS among
FROM suggestion AS s
WHERE confirmed IS NOT NULL AND confirmed <> '[]' AND at >= ?1 AND at < ?2
GROUP BY language, first, shown, new
