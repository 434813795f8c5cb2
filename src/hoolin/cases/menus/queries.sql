-- name: enter
-- A flow greets a customer.
INSERT OR IGNORE INTO flow_walk (interaction, flow, revision, at) VALUES (?, ?, ?, ?);

-- name: pass
-- They come to a node.
INSERT INTO flow_passed (n, number, interaction, at, node, why) VALUES (?, ?, ?, ?, ?, ?);

-- name: leave
-- They leave the flow.
UPDATE flow_walk SET way = ?, due_at = ?, number = ? WHERE interaction = ?;

-- name: of
-- One customer's walk.
SELECT flow, revision, at, way, due_at FROM flow_walk WHERE interaction = ?;

-- name: number_of
-- The number that they typed in to be called at.
SELECT number FROM flow_walk WHERE interaction = ? AND number IS NOT NULL;

-- name: passed
-- Its nodes, in order.
SELECT at, node, why FROM flow_passed WHERE interaction = ? ORDER BY n, number LIMIT 500;
