-- name: card
-- By this is judged from now on.
INSERT INTO review_card (scorecard, version, card) VALUES (?, ?, ?) ON CONFLICT (scorecard, version) DO NOTHING;

-- name: draw
-- A conversation was drawn.
INSERT INTO review (review, interaction, agent, plan, scorecard, version, chance, reviewers, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (review) DO NOTHING;

-- name: mark
-- A reviewer judged.
INSERT INTO review_mark (review, reviewer, at, marks, note) VALUES (?, ?, ?, ?, ?) ON CONFLICT (review, reviewer) DO NOTHING;

-- name: appeal
-- Whoever was judged objects.
UPDATE review SET appeal = 'open', appeal_at = ?, why = ? WHERE review = ?;

-- name: decide
-- Somebody looked again.
UPDATE review SET appeal = 'decided', decider = ?, verdict = ?, answer = ?, final = ? WHERE review = ?;

-- name: beside
-- An agent's own rating, or a visit.
INSERT INTO review_beside (n, kind, interaction, who, channel, scorecard, version, at, marks, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: calibrate
-- Several are to judge one conversation.
INSERT INTO calibration (session, interaction, opener, reviewers, scorecard, version, at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (session) DO NOTHING;

-- name: calibration_mark
-- One of them judged.
INSERT INTO calibration_mark (session, reviewer, marks) VALUES (?, ?, ?) ON CONFLICT (session, reviewer) DO NOTHING;

-- name: calibration_close
-- Laid open.
UPDATE calibration SET closed_at = ? WHERE session = ?;

-- name: one
-- One review, with everything but its judgements.
SELECT * FROM review WHERE review = ?;

-- name: marks_of
-- The judgements of one review.
SELECT review, reviewer, at, marks, note FROM review_mark WHERE review = ? ORDER BY at, reviewer;

-- name: of_agent
-- What was judged of one agent, the newest first.
SELECT r.* FROM review r WHERE r.agent = ? AND (SELECT count(*) FROM review_mark m WHERE m.review = r.review) >= r.reviewers
ORDER BY r.at DESC LIMIT 200;

-- name: marks_of_agent
-- Every judgement of what was drawn of one agent since an instant.
SELECT m.review, m.reviewer, m.at, m.marks, m.note FROM review r JOIN review_mark m ON m.review = r.review
WHERE r.agent = ? AND r.at >= ? ORDER BY m.at, m.reviewer;

-- name: cards_of_agent
-- By what was judged what was drawn of one agent since an instant.
SELECT DISTINCT c.scorecard, c.version, c.card FROM review r JOIN review_card c ON c.scorecard = r.scorecard AND c.version = r.version
WHERE r.agent = ? AND r.at >= ?;

-- name: own_ratings
-- What an agent thinks of their own conversations, the newest first.
SELECT interaction, scorecard, version, at, marks FROM review_beside WHERE kind = 'self' AND who = ? ORDER BY n DESC LIMIT 200;

-- name: session_marks
-- The judgements of every session that was laid open since an instant.
SELECT c.session, c.interaction, c.scorecard, c.version, m.reviewer, m.marks FROM calibration c
JOIN calibration_mark m ON m.session = c.session WHERE c.closed_at IS NOT NULL AND c.at >= ? ORDER BY c.at, m.reviewer;

-- name: doubles
-- The judgements of every conversation that two judged since an instant, neither seeing the other's.
SELECT r.review AS session, r.interaction, r.scorecard, r.version, m.reviewer, m.marks FROM review r
JOIN review_mark m ON m.review = r.review WHERE r.reviewers = 2 AND r.at >= ? ORDER BY r.at, m.reviewer;
