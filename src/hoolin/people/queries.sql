-- name: meet
-- A customer is known from their first arrival.
INSERT INTO customer (customer, first_at, language) VALUES (?, ?, ?) ON CONFLICT DO NOTHING;

-- name: name
-- The newest name counts.
UPDATE customer SET name = ? WHERE customer = ?;

-- name: prefer_language
-- The newest preference counts.
UPDATE customer SET language = ? WHERE customer = ?;

-- name: refuse_recording
-- Whether they want no call of theirs recorded.
UPDATE customer SET unrecorded = ? WHERE customer = ?;

-- name: add_identity
-- One more way to reach a customer.
INSERT INTO identity (identity, customer, kind, lookup, verified, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING;

-- name: merge
-- Shown with another customer, or (NULL) alone again.
UPDATE customer SET merged_into = ? WHERE customer = ?;

-- name: forget_identities
-- After an erasure nothing leads back to the person.
DELETE FROM identity WHERE customer = ?;

-- name: forget
-- The row stays for the figures, without a name.
UPDATE customer SET name = NULL, erased = 1 WHERE customer = ?;

-- name: customer
-- One customer.
SELECT customer, first_at, language, name, merged_into, erased, unrecorded FROM customer WHERE customer = ?;

-- name: together
-- A customer and everybody shown with them, whichever of them is asked about.
WITH RECURSIVE up (customer, above) AS (
    SELECT customer, merged_into FROM customer WHERE customer = ?1
    UNION SELECT one.customer, one.merged_into FROM customer AS one JOIN up ON one.customer = up.above
), down (customer) AS (
    SELECT customer FROM up WHERE above IS NULL
    UNION SELECT one.customer FROM customer AS one JOIN down ON one.merged_into = down.customer
)
SELECT customer FROM down;

-- name: merged
-- Whose records were merged into this one.
SELECT customer FROM customer WHERE merged_into = ?;

-- name: called
-- The name contents of several customers (parameter: a JSON list of ids), and whether each is shown together with another.
SELECT customer, name,
    merged_into IS NOT NULL OR EXISTS (SELECT 1 FROM customer AS other WHERE other.merged_into = customer.customer) AS joined
FROM customer WHERE customer IN (SELECT value FROM json_each(?));

-- name: identities
-- How a customer is reached, oldest first.
SELECT identity, kind, verified, at FROM identity WHERE customer = ? ORDER BY at, identity;

-- name: by_lookup
-- Who is known under this identity, newest first.
SELECT customer, identity, verified FROM identity WHERE kind = ? AND lookup = ? ORDER BY at DESC, identity;

-- name: alike
-- Other customers who gave an address that this one has too, where at least one of them has not proved it; newest first.
SELECT DISTINCT theirs.customer FROM identity mine
JOIN identity theirs ON theirs.kind = mine.kind AND theirs.lookup = mine.lookup AND theirs.customer <> mine.customer
JOIN customer ON customer.customer = theirs.customer
WHERE mine.customer = ?1 AND mine.kind <> 'visitor' AND NOT (mine.verified AND theirs.verified) AND customer.erased = 0
    AND customer.merged_into IS NOT ?1
    AND theirs.customer IS NOT (SELECT merged_into FROM customer WHERE customer = ?1)
ORDER BY customer.first_at DESC LIMIT 5;
