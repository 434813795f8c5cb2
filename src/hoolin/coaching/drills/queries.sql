-- name: played
-- Somebody played to the end.
INSERT OR IGNORE INTO play (play, agent, drill, number, language, seed, turns, ending, kind, marks, text, missed, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: worded
-- A model put lines of it into other words.
UPDATE play SET phrases = ?, phrased = ? WHERE play = ?

-- name: share
-- Their coach may read it, or no longer.
UPDATE play SET shared = ? WHERE play = ? AND agent = ?

-- name: forget
-- Whoever played wants it forgotten.
DELETE FROM play WHERE play = ? AND agent = ?

-- name: left
-- They left: nothing of theirs is listed, for whoever is called so after them either.
DELETE FROM play WHERE agent = ?

-- name: mine
-- What one agent lets somebody read, and the newest of what they do not; the newest first. Parameters: who, the same again, how many.
SELECT play, drill, number, language, turns, ending, kind, marks, at, shared FROM play
WHERE agent = ? AND (shared OR play IN (SELECT play FROM play WHERE agent = ? AND NOT shared ORDER BY at DESC, play DESC LIMIT ?))
ORDER BY at DESC, play DESC

-- name: one
-- One play.
SELECT play, agent, drill, number, language, seed, turns, ending, kind, marks, text, at, shared, phrases, phrased FROM play WHERE play = ?

-- name: shared
-- What these agents let their coach read, the newest first. Parameters: the agents as JSON, how many.
SELECT play, agent, drill, number, language, turns, ending, kind, marks, at FROM play WHERE shared AND agent IN (SELECT value FROM json_each(?)) ORDER BY at DESC, play DESC LIMIT ?

-- name: missed
-- Where sentences of a drill lie that were understood wrongly, the newest first; not whose they are. Parameters: the drill, how many.
SELECT missed, number, language FROM play WHERE drill = ? AND missed IS NOT NULL ORDER BY at DESC LIMIT ?
