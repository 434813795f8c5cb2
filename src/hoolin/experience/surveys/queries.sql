-- name: ask
-- A customer was asked.
INSERT INTO survey (interaction, customer, survey, version, way, language, share, at, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (interaction) DO NOTHING;

-- name: answer
-- The newest answer counts.
INSERT INTO survey_answer (interaction, item, value, at) VALUES (?, ?, ?, ?)
ON CONFLICT (interaction, item) DO UPDATE SET value = excluded.value, at = excluded.at;

-- name: comment
-- Words were added.
UPDATE survey SET comment = ? WHERE interaction = ?;

-- name: end
-- It is over.
UPDATE survey SET ended = ?, ended_at = ? WHERE interaction = ?;

-- name: of
-- What the customer of one conversation was asked, and how it ended.
SELECT survey, version, way, language, share, at, until, comment, ended FROM survey WHERE interaction = ?;

-- name: answers_of
-- What the customer of one conversation answered.
SELECT item, value, at FROM survey_answer WHERE interaction = ? ORDER BY at, item;

-- name: tallies
-- How many were asked and answered since an instant, by survey and way.
SELECT s.survey, s.way, count(*) AS asked,
    sum(EXISTS (SELECT 1 FROM survey_answer a WHERE a.interaction = s.interaction)) AS answered,
    sum(s.ended IS NOT NULL AND s.ended = 'finished') AS finished,
    sum(s.ended IS NOT NULL AND s.ended = 'declined') AS declined
FROM survey s WHERE s.at >= ? GROUP BY s.survey, s.way ORDER BY s.survey, s.way;
