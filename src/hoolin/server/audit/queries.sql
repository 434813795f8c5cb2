-- name: head
-- The newest entry's number and hash.
SELECT n, own FROM entries ORDER BY n DESC LIMIT 1

-- name: append
-- One more entry.
INSERT INTO entries (n, at, who, what, done_on, session, outcome, begun, previous, own)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: some
-- Entries that are asked for, newest first.
SELECT n, at, who, what, done_on, session, outcome, begun, previous, own FROM entries
WHERE (:before = 0 OR n < :before) AND at >= :since AND at <= :until
  AND (:who = '' OR who = :who) AND (:what = '' OR what = :what)
  AND (:on = '' OR EXISTS (SELECT 1 FROM json_each(done_on) AS each WHERE each.value = :on))
ORDER BY n DESC LIMIT :limit

-- name: onward
-- Entries from a number on, in order.
SELECT n, at, who, what, done_on, session, outcome, begun, previous, own FROM entries WHERE n > ? ORDER BY n LIMIT ?
