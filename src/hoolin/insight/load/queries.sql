-- What reasons cost is counted by these statements over the rows of contacts, which `Scope` narrows (see experience/contacts). {versions} stands for the
-- versions of the tree as rows of (number, since, until), {steps} for stretches of time as rows of (step, since, until); both are numbers of our own.
-- A contact's reasons are those it was closed with, in the version that held then. Instants and lengths are in ms.
-- Lengths are added up as whole numbers, and rows come in order: the same rows give the same figures to the last digit, in whatever order they are read.

-- name: noted
-- By the reasons that contacts of the period were closed with: how many, the hours of agents with them (with sums of squares), and how many should not have been
-- necessary: a cause was noted for them, or the customer came back for the same within $window of the end of what a person had answered.
WITH came AS (
    SELECT
        c.interaction AS interaction, c.arrived_at AS arrived_at, c.opened AS opened, c.continued AS continued, c.reason AS reason,
        max(CASE WHEN c.reached_at IS NULL THEN NULL ELSE c.ended_at END) OVER (
            PARTITION BY coalesce(merges.kept, c.customer), c.reason ORDER BY c.arrived_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS same_reason_at,
        max(CASE WHEN c.reached_at IS NULL THEN NULL ELSE c.ended_at END) OVER (
            PARTITION BY c.case_no ORDER BY c.arrived_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS same_case_at
    FROM contacts AS c LEFT JOIN merges ON merges.merged = c.customer
    WHERE c.arrived_at >= $before AND c.arrived_at < $end AND NOT c.outbound AND c.ending <> 'spam' AND c.ended_at IS NOT NULL
),
returned AS (
    SELECT came.interaction AS interaction FROM came
    WHERE came.arrived_at >= $begin AND NOT came.continued AND (
        (came.reason <> '' AND came.arrived_at >= came.same_reason_at AND came.arrived_at <= came.same_reason_at + $window)
        OR (NOT came.opened AND came.arrived_at >= came.same_case_at AND came.arrived_at <= came.same_case_at + $window)
    )
),
caused AS (
    SELECT n.interaction AS interaction FROM cause_notes AS n GROUP BY n.interaction, n.cause HAVING sum(CASE WHEN n.noted THEN 1 ELSE -1 END) > 0
),
closed AS (
    SELECT
        c.reasons AS reasons, c.ended_at AS ended_at, c.work_ms + c.wrap_ms + c.before_ms AS ms,
        CASE WHEN c.interaction IN (SELECT interaction FROM caused) OR c.interaction IN (SELECT interaction FROM returned) THEN 1 ELSE 0 END AS failed
    FROM contacts AS c WHERE {where} AND {closed}
)
SELECT
    closed.reasons AS reasons, v.number AS version, count(*) AS contacts, sum(ms) / 3600000.0 AS hours,
    sum(CAST(ms AS HUGEINT) * ms) / 12960000000000.0 AS hours_square, sum(failed) AS failed
FROM closed JOIN ({versions}) AS v ON closed.ended_at >= v.since AND closed.ended_at < v.until
GROUP BY 1, 2
ORDER BY 1, 2

-- name: worked
-- By the reasons that cases began with: how many cases agents worked on in the period, for how many hours, and the sum of their squares. It is all work on a case:
-- with repeats, with calls of ours, and with contacts that nobody closed. A case begins with the first contact of a customer that has a reason.
WITH mine AS (
    SELECT c.case_no AS case_no, sum(c.work_ms + c.wrap_ms) AS ms, sum(CASE WHEN c.outbound THEN 0 ELSE 1 END) AS inbound
    FROM contacts AS c WHERE {where} AND c.ended_at IS NOT NULL AND c.ending <> 'spam' GROUP BY 1
),
firsts AS (
    SELECT
        c.case_no AS case_no, c.reasons AS reasons, c.ended_at AS ended_at,
        row_number() OVER (PARTITION BY c.case_no ORDER BY c.arrived_at, c.interaction) AS place
    FROM contacts AS c
    WHERE c.arrived_at >= $case_begin AND c.arrived_at < $case_end AND c.reasons <> '' AND NOT c.outbound AND c.ending <> 'spam' AND c.ended_at IS NOT NULL
        AND c.case_no IN (SELECT case_no FROM mine)
),
roots AS (
    SELECT firsts.case_no AS case_no, firsts.reasons AS reasons, v.number AS version
    FROM firsts JOIN ({versions}) AS v ON firsts.ended_at >= v.since AND firsts.ended_at < v.until WHERE firsts.place = 1
)
SELECT
    coalesce(roots.reasons, '') AS reasons, coalesce(roots.version, 0) AS version, count(*) AS cases, sum(mine.ms) / 3600000.0 AS hours,
    sum(CAST(mine.ms AS HUGEINT) * mine.ms) / 12960000000000.0 AS hours_square
FROM mine LEFT JOIN roots ON roots.case_no = mine.case_no
WHERE mine.inbound > 0 OR roots.case_no IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2

-- name: begun
-- By the reasons that they began with: cases of the period, and how often customers turned to us about them again, with the sum of squares. A case is looked at for ninety days.
WITH opened AS (SELECT c.case_no AS case_no FROM contacts AS c WHERE {where} AND c.opened AND NOT c.outbound AND c.ending <> 'spam'),
came AS (
    SELECT
        c.case_no AS case_no, c.reasons AS reasons, c.ended_at AS ended_at, c.continued AS continued,
        row_number() OVER (PARTITION BY c.case_no ORDER BY CASE WHEN c.reasons = '' OR c.ended_at IS NULL THEN 1 ELSE 0 END, c.arrived_at, c.interaction) AS place
    FROM contacts AS c
    WHERE c.arrived_at >= $begin AND c.arrived_at < $case_end AND NOT c.outbound AND c.ending <> 'spam' AND c.case_no IN (SELECT case_no FROM opened)
),
times AS (SELECT came.case_no AS case_no, sum(CASE WHEN came.continued THEN 0 ELSE 1 END) - 1 AS further FROM came GROUP BY 1)
SELECT
    came.reasons AS reasons, v.number AS version, count(*) AS cases, sum(CASE WHEN times.further > 0 THEN times.further ELSE 0 END) AS further,
    sum(CASE WHEN times.further > 0 THEN times.further * times.further ELSE 0 END) AS further_square
FROM came JOIN times ON times.case_no = came.case_no JOIN ({versions}) AS v ON coalesce(came.ended_at, 0) >= v.since AND coalesce(came.ended_at, 0) < v.until
WHERE came.place = 1
GROUP BY 1, 2
ORDER BY 1, 2

-- name: caused
-- By the reasons that contacts of the period were closed with, and by the causes that were noted for them: how many.
WITH notes AS (
    SELECT n.interaction AS interaction, n.cause AS cause FROM cause_notes AS n GROUP BY 1, 2 HAVING sum(CASE WHEN n.noted THEN 1 ELSE -1 END) > 0
)
SELECT c.reasons AS reasons, v.number AS version, notes.cause AS cause, count(*) AS contacts
FROM contacts AS c JOIN notes ON notes.interaction = c.interaction JOIN ({versions}) AS v ON c.ended_at >= v.since AND c.ended_at < v.until
WHERE {where} AND {closed}
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3

-- name: stepped
-- By stretch of time in which they came, and by the reasons that they were closed with: contacts.
SELECT s.step AS step, c.reasons AS reasons, v.number AS version, count(*) AS contacts
FROM contacts AS c JOIN ({steps}) AS s ON c.arrived_at >= s.since AND c.arrived_at < s.until
    JOIN ({versions}) AS v ON c.ended_at >= v.since AND c.ended_at < v.until
WHERE {where} AND {closed}
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
