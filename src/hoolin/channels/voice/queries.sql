-- name: begin
-- A call is under way.
INSERT INTO call (call, interaction, direction, trunk, numbers, agent, began_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (call) DO NOTHING;

-- name: begin_leg
-- Somebody takes part, or will.
INSERT INTO leg (leg, call, part, via, agent, began_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (leg) DO NOTHING;

-- name: answer_leg
-- They are there.
UPDATE leg SET answered_at = ?, dialog = ? WHERE leg = ?;

-- name: change_leg
-- Gone on with otherwise.
UPDATE leg SET dialog = ? WHERE leg = ?;

-- name: end_leg
-- They take part no more.
UPDATE leg SET ended_at = ?, cause = ?, status = ? WHERE leg = ?;

-- name: answer
-- The customer is there.
UPDATE call SET answered_at = ? WHERE call = ? AND answered_at IS NULL;

-- name: end
-- The call is over, and the customer's leg with it.
UPDATE call SET ended_at = ?1, cause = ?2, status = ?3 WHERE call = ?4;

-- name: end_legs
-- Whoever was left.
UPDATE leg SET ended_at = ?1, cause = ?2, status = ?3 WHERE call = ?4 AND ended_at IS NULL;

-- name: numbers_of
-- The numbers of the last call of a conversation.
SELECT numbers FROM call WHERE interaction = ? ORDER BY began_at DESC, call LIMIT 1;

-- name: calls_of
-- The calls of a conversation, oldest first.
SELECT call, direction, trunk, numbers, agent, began_at, answered_at, ended_at, cause, status FROM call
WHERE interaction = ? ORDER BY began_at, call;

-- name: legs_of
-- The legs of a call, oldest first.
SELECT leg, part, via, agent, began_at, answered_at, ended_at, cause, status FROM leg WHERE call = ? ORDER BY began_at, leg;
