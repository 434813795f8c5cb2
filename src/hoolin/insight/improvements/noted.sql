-- name: note_cause
-- A contact came of a cause.
INSERT OR IGNORE INTO cause_note (cause, interaction, agent, at) VALUES (?, ?, ?, ?)

-- name: take_cause_back
-- It did not after all.
DELETE FROM cause_note WHERE cause = ? AND interaction = ?

-- name: causes_noted
-- How many contacts were noted with each cause. Parameters: from, until.
SELECT cause, count(*) AS contacts FROM cause_note WHERE at >= ? AND at < ? GROUP BY cause

-- name: causes_by_time
-- How many contacts were noted with a cause, by step of so many ms from an instant. Parameters: from, the length of a step, cause, from, until.
SELECT (at - ?) / ? AS step, count(*) AS contacts FROM cause_note WHERE cause = ? AND at >= ? AND at < ? GROUP BY 1 ORDER BY 1

-- name: causes_of
-- The causes that a contact was noted with, in the order of noting. Parameter: interaction.
SELECT cause, agent, at FROM cause_note WHERE interaction = ? ORDER BY at, cause

-- name: contacts_of
-- The contacts that were noted with a cause, the newest first. Parameters: cause, from, until, at most.
SELECT interaction, at FROM cause_note WHERE cause = ? AND at >= ? AND at < ? ORDER BY at DESC, interaction LIMIT ?
