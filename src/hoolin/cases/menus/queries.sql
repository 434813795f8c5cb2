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

-- name: revise
-- A flow was made or changed.
INSERT OR REPLACE INTO flow_revision (flow, revision, at, actor, nodes, body) VALUES (?, ?, ?, ?, ?, ?);

-- name: annotate
-- Whoever changed it said why.
UPDATE flow_revision SET note = ? WHERE flow = ? AND revision = ?;

-- name: revisions
-- The changes of one flow, the newest first.
SELECT revision, at, actor, nodes, note FROM flow_revision WHERE flow = ? ORDER BY revision DESC LIMIT 500;

-- name: revision
-- One flow as it was.
SELECT revision, at, actor, nodes, note, body FROM flow_revision WHERE flow = ? AND revision = ?;

-- name: ways
-- From which node to which customers went who came since an instant, and how; `earlier` is NULL where the flow began. Of many, the newest hundred thousand.
SELECT earlier, node, why, count(*) AS times, count(DISTINCT interaction) AS customers FROM (
    SELECT p.interaction, p.node, p.why, lag(p.node) OVER (PARTITION BY p.interaction ORDER BY p.n, p.number) AS earlier
    FROM (SELECT interaction FROM flow_walk WHERE flow = ? AND at >= ? ORDER BY at DESC LIMIT 100000) AS w
    JOIN flow_passed AS p ON p.interaction = w.interaction
) GROUP BY earlier, node, why ORDER BY times DESC LIMIT 5000;

-- name: left
-- How many customers came since an instant, by how they left; NULL: they are in it, or have gone.
SELECT way, count(*) AS customers FROM flow_walk WHERE flow = ? AND at >= ? GROUP BY way ORDER BY way;
