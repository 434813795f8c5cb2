-- Every figure is counted by these statements, over rows that `Scope` narrows: {where} stands for its conditions on the contact `c`, {filter} for those without the
-- period, {counted} for which engagements count as contacts (`scope.COUNTED`), {closed} for which were closed with a reason or without (`scope.CLOSED`).
-- They are written so that DuckDB and SQLite understand them alike. Lengths are added up as whole numbers, and rows come in order: the same rows give the same
-- figures to the last digit, in whatever order they are read.

-- name: waits
-- How long until a person's first word, or until the customer gave up: by time in ms (rounded up, so that it never
-- flatters: to seconds, from a quarter of an hour to ten, from some hours to minutes), by what happened, how many.
-- A wait that goes on in another contact is counted there. Whoever still waits is watched until $now.
SELECT
    CASE WHEN t <= 1000000 THEN t + 999 - (t + 999) % 1000 WHEN t <= 10000000 THEN t + 9999 - (t + 9999) % 10000 ELSE t + 59999 - (t + 59999) % 60000 END AS t,
    what, count(*) AS n
FROM (
    SELECT
        CASE
            WHEN c.reached_at IS NOT NULL THEN CASE WHEN c.reached_at > c.asked_at THEN c.reached_at - c.asked_at ELSE 0 END
            WHEN c.gave_up_at IS NOT NULL THEN c.gave_up_at - c.asked_at
            ELSE CASE WHEN coalesce(c.ended_at, $now) > c.asked_at THEN coalesce(c.ended_at, $now) - c.asked_at ELSE 0 END
        END AS t,
        CASE
            WHEN c.reached_at IS NOT NULL THEN 'reached'
            WHEN c.gave_up_at IS NOT NULL THEN CASE WHEN c.gave_up = 'answered_late' OR c.gave_up = 'silent' THEN 'silent' ELSE 'left' END
            WHEN c.ended_at IS NOT NULL THEN 'ended'
            ELSE ''
        END AS what
    FROM contacts AS c
    WHERE {where} AND c.asked_at IS NOT NULL AND c.asked_at <= $now AND {counted}
) AS watched
GROUP BY 1, 2
ORDER BY 1, 2

-- name: totals
-- Of each group: contacts, what they cost the customer, and how they were served.
SELECT
    {group} AS part,
    count(*) AS contacts,
    sum(CASE WHEN c.asked_at IS NOT NULL AND c.reached_at IS NOT NULL THEN 1 ELSE 0 END) AS reached,
    sum(CASE WHEN c.asked_at IS NOT NULL AND c.reached_at IS NOT NULL AND c.reached_at - c.asked_at <= $within THEN 1 ELSE 0 END) AS reached_in_time,
    sum(CASE WHEN c.asked_at IS NOT NULL AND (c.reached_at IS NOT NULL OR c.ended_at IS NOT NULL OR $now - c.asked_at > $within)
        THEN 1 ELSE 0 END) AS asked,
    sum(CASE WHEN c.gave_up_at IS NOT NULL THEN 1 ELSE 0 END) AS gave_up,
    sum(CASE WHEN c.gave_up = 'answered_late' OR c.gave_up = 'silent' THEN 1 ELSE 0 END) AS gave_up_silently,
    sum(CASE WHEN c.machine_asked THEN 1 ELSE 0 END) AS machine_asked,
    sum(CASE WHEN c.machine_asked AND c.asked_at IS NOT NULL THEN 1 ELSE 0 END) AS machine_failed,
    sum(c.holds) AS holds,
    sum(c.restated) AS restated,
    sum(CASE WHEN ',' || c.reasons || ',' LIKE '%,complaint,%' THEN 1 ELSE 0 END) AS complaints,
    sum(c.agreed) AS agreed,
    sum(c.agreed_shown) AS agreed_shown
FROM contacts AS c
WHERE {where} AND {counted}
GROUP BY 1
ORDER BY 1

-- name: levels
-- For the service level: by queue and the rule it had, the counts that its rule needs.
SELECT
    c.queue AS queue, c.level_rule AS rule,
    sum(CASE WHEN c.reached_at IS NOT NULL THEN 1 ELSE 0 END) AS answered,
    sum(CASE WHEN c.reached_at IS NOT NULL AND c.reached_at - c.asked_at <= c.target_ms THEN 1 ELSE 0 END) AS in_target,
    sum(CASE WHEN c.gave_up_at IS NOT NULL THEN 1 ELSE 0 END) AS abandoned,
    sum(CASE WHEN c.gave_up_at IS NOT NULL AND c.gave_up_at - c.asked_at <= c.short_ms THEN 1 ELSE 0 END) AS short
FROM contacts AS c
WHERE {where} AND c.asked_at IS NOT NULL AND {counted}
GROUP BY 1, 2
ORDER BY 1, 2

-- name: cases
-- Cases that began in the period: how many, their further contacts, switches, transfers and the customer's time, with sums of squares; how many
-- were solved, and in one contact. A case is looked at for ninety days.
WITH begun AS (
    SELECT c.case_no, c.channel, c.transfers, c.restated, c.wait_ms, c.hold_ms, c.talk_ms, c.outbound
    FROM contacts AS c WHERE {where} AND c.opened AND c.ending <> 'spam'
),
later AS (
    SELECT
        c.case_no, c.outbound, c.continued, c.transfers, c.restated, c.wait_ms, c.hold_ms, c.talk_ms,
        CASE WHEN coalesce(lag(c.channel) OVER (PARTITION BY c.case_no ORDER BY c.arrived_at), begun.channel) <> c.channel THEN 1 ELSE 0 END AS switched
    FROM contacts AS c JOIN begun ON begun.case_no = c.case_no
    WHERE c.arrived_at >= $begin AND c.arrived_at < $case_end AND NOT c.opened AND c.ending <> 'spam'
),
more AS (
    SELECT
        case_no, sum(CASE WHEN NOT outbound AND NOT continued THEN 1 ELSE 0 END) AS contacts, sum(switched) AS switches,
        sum(transfers) AS transfers, sum(restated) AS restated, sum(wait_ms) AS wait_ms, sum(hold_ms) AS hold_ms, sum(talk_ms) AS talk_ms
    FROM later GROUP BY case_no
),
solved AS (
    SELECT DISTINCT s.case_no AS case_no FROM case_steps AS s
    WHERE s.what = 'solved' AND s.happened_at >= $begin AND s.happened_at < $case_end
),
found AS (
    SELECT
        CASE WHEN begun.outbound AND more.contacts > 0 THEN more.contacts - 1 ELSE coalesce(more.contacts, 0) END AS further,
        coalesce(more.switches, 0) AS switches, begun.transfers + coalesce(more.transfers, 0) AS transfers,
        begun.restated + coalesce(more.restated, 0) AS restated,
        begun.wait_ms + coalesce(more.wait_ms, 0) AS waited, begun.hold_ms + coalesce(more.hold_ms, 0) AS held,
        begun.talk_ms + coalesce(more.talk_ms, 0) AS talked, CASE WHEN solved.case_no IS NULL THEN 0 ELSE 1 END AS solved
    FROM begun LEFT JOIN more ON more.case_no = begun.case_no LEFT JOIN solved ON solved.case_no = begun.case_no
)
SELECT
    count(*) AS cases,
    sum(further) AS contacts, sum(further * further) AS contacts_square, sum(CASE WHEN further <= $contacts_target THEN 1 ELSE 0 END) AS contacts_good,
    sum(switches) AS switches, sum(switches * switches) AS switches_square, sum(CASE WHEN switches <= $switches_target THEN 1 ELSE 0 END) AS switches_good,
    sum(transfers) AS transfers, sum(transfers * transfers) AS transfers_square, sum(CASE WHEN transfers <= $transfers_target THEN 1 ELSE 0 END) AS transfers_good,
    sum(waited + held + talked) / 60000.0 AS minutes,
    sum(CAST(waited + held + talked AS HUGEINT) * (waited + held + talked)) / 3600000000.0 AS minutes_square,
    sum(CASE WHEN waited + held + talked <= $minutes_target * 60000 THEN 1 ELSE 0 END) AS minutes_good,
    sum(waited) / 60000.0 AS waited, sum(held) / 60000.0 AS held, sum(talked) / 60000.0 AS talked, sum(restated) AS restated,
    sum(solved) AS solved, sum(CASE WHEN solved = 1 AND further = 0 THEN 1 ELSE 0 END) AS solved_in_one
FROM found

-- name: reopened
-- Of the cases solved in the period: after how long they were opened again, or for how long they have not been; in steps of $step ms.
WITH solved AS (
    SELECT s.case_no AS case_no, min(s.happened_at) AS first_at FROM case_steps AS s
    WHERE s.what = 'solved' AND s.happened_at >= $begin AND s.happened_at < $end {of_cases} GROUP BY 1
),
again AS (
    SELECT r.case_no AS case_no, min(r.happened_at) AS again_at FROM case_steps AS r JOIN solved ON solved.case_no = r.case_no
    WHERE r.what = 'reopened' AND r.happened_at >= $begin AND r.happened_at <= $now AND r.happened_at < $repeat_end AND r.happened_at >= solved.first_at
    GROUP BY 1
),
gaps AS (
    SELECT coalesce(again.again_at, $now) - solved.first_at AS gap, CASE WHEN again.again_at IS NULL THEN 0 ELSE 1 END AS repeated
    FROM solved LEFT JOIN again ON again.case_no = solved.case_no
)
SELECT
    CASE WHEN gap >= $window THEN $window ELSE gap - gap % $step END AS gap,
    CASE WHEN gap <= $window THEN repeated ELSE 0 END AS repeated, count(*) AS n
FROM gaps GROUP BY 1, 2
ORDER BY 1, 2

-- name: promises
-- How promises ended, by kind, whose time was over in the period.
SELECT p.kind AS kind, p.ending AS ending, count(*) AS n
FROM promises AS p JOIN contacts AS c ON c.interaction = p.interaction
WHERE p.due_at >= $begin AND p.due_at < $end AND {filter}
GROUP BY 1, 2
ORDER BY 1, 2

-- name: marks
-- Every answer and judgement on contacts of the period; of several by the same on the same, the newest.
SELECT m.interaction AS interaction, m.item AS item, m.source AS source, m.judge AS judge, m.inclusion AS inclusion, m.kind AS kind, m.value AS value, m.happened_at AS happened_at,
    c.channel AS channel, c.queue AS queue, c.language AS language, c.reason AS reason, c.agent AS agent, c.ending AS ending,
    CASE WHEN c.reached_at IS NULL OR c.asked_at IS NULL THEN -1 ELSE c.reached_at - c.asked_at END AS waited_ms
FROM marks AS m JOIN contacts AS c ON c.interaction = m.interaction
WHERE m.happened_at >= $begin AND {where}
ORDER BY m.happened_at, m.interaction, m.item, m.judge

-- name: margins
-- Of everybody who spoke with a person in the period: how many of each channel, reason, ending, and how long they waited.
SELECT c.channel AS channel, c.reason AS reason, c.ending AS ending,
    CASE WHEN c.reached_at IS NULL OR c.asked_at IS NULL THEN 'no' WHEN c.reached_at - c.asked_at <= 60000 THEN 'short' WHEN c.reached_at - c.asked_at <= 600000 THEN 'long' ELSE 'longest' END AS waited,
    count(*) AS n
FROM contacts AS c
WHERE {where} AND {counted} AND c.ended_at IS NOT NULL AND c.reached_at IS NOT NULL
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4

-- name: drill
-- The contacts beneath a figure, the newest first. {beneath}: one of the conditions below.
SELECT c.interaction, c.channel, c.queue, c.language, c.reason, c.agent, c.arrived_at, c.asked_at, c.reached_at, c.gave_up_at, c.gave_up, c.ended_at,
    c.ending, c.wait_ms, c.hold_ms, c.talk_ms, c.transfers, c.continued
FROM contacts AS c
WHERE {where} AND {beneath} AND {counted}
ORDER BY c.arrived_at DESC, c.interaction LIMIT $limit

-- name: beneath_gave_up
-- Who had asked for a person and left before their word. Part of a statement.
c.gave_up_at IS NOT NULL

-- name: beneath_not_in_time
-- Who asked for a person and had none within $within ms, whether they still wait or not. Part of a statement.
c.asked_at IS NOT NULL AND (
    c.reached_at - c.asked_at > $within
    OR (c.reached_at IS NULL AND (c.ended_at IS NOT NULL OR $now - c.asked_at > $within))
)

-- name: beneath_transferred
-- Who was handed on. Part of a statement.
c.transfers > 0

-- name: beneath_not_solved
-- What ended with the problem open. Part of a statement.
c.ending = 'pending'

-- name: beneath_broken_promise
-- In which something was promised and not kept. Part of a statement.
c.interaction IN (SELECT p.interaction FROM promises AS p WHERE p.ending = 'broken')

-- name: beneath_returned
-- After which the customer turned to us again within seven days, in the same case or for the same reason. {group}: the interaction. Part of a statement.
c.interaction IN (WITH {gaps} SELECT gaps.part FROM gaps WHERE gaps.repeated = 1 AND gaps.gap <= 604800000)

-- name: ended
-- Contacts of the period in which a person spoke and that are over, the newest first.
SELECT c.interaction, c.channel, c.queue, c.language, c.reason, c.arrived_at, c.ended_at, c.ending
FROM contacts AS c
WHERE {where} AND c.reached_at IS NOT NULL AND c.ended_at IS NOT NULL AND c.ending <> 'spam'
ORDER BY c.arrived_at DESC, c.interaction LIMIT $limit

-- name: gaps
-- Contacts of the period that a person answered, and when the customer next turned to us in the same case, or for the same reason in another.
-- Two records that are one person's count as one. Part of a statement.
base AS (
    SELECT
        row_number() OVER () AS id, {group} AS part, coalesce(merges.kept, c.customer) AS person, c.case_no AS case_no, c.reason AS reason,
        c.ended_at AS ended_at
    FROM contacts AS c LEFT JOIN merges ON merges.merged = c.customer
    WHERE {where} AND {counted} AND c.reached_at IS NOT NULL AND c.ended_at <= $now
),
turned AS (
    SELECT coalesce(merges.kept, c.customer) AS person, c.case_no AS case_no, c.reason AS reason, c.arrived_at AS arrived_at, c.opened AS opened
    FROM contacts AS c LEFT JOIN merges ON merges.merged = c.customer
    WHERE c.arrived_at >= $begin AND c.arrived_at < $repeat_end AND c.arrived_at <= $now AND NOT c.outbound AND NOT c.continued AND c.ending <> 'spam'
),
hits AS (
    SELECT base.id AS id, turned.arrived_at AS next_at FROM turned JOIN base ON base.case_no = turned.case_no
    WHERE NOT turned.opened AND turned.arrived_at >= base.ended_at AND turned.arrived_at <= base.ended_at + 2592000000
    UNION ALL
    SELECT base.id AS id, turned.arrived_at AS next_at FROM turned JOIN base ON base.person = turned.person AND base.reason = turned.reason
    WHERE base.reason <> '' AND turned.arrived_at >= base.ended_at AND turned.arrived_at <= base.ended_at + 2592000000
),
firsts AS (SELECT id, min(next_at) AS next_at FROM hits GROUP BY id),
gaps AS (
    SELECT
        base.part AS part, coalesce(firsts.next_at, $now) - base.ended_at AS gap, CASE WHEN firsts.next_at IS NULL THEN 0 ELSE 1 END AS repeated,
        $now - base.ended_at AS age
    FROM base LEFT JOIN firsts ON firsts.id = base.id
)

-- name: fcr
-- By window and group: how long after its end a contact was repeated, or for how long it has not been; in steps of a 288th of the window.
WITH {gaps},
binned AS (
    SELECT part, CASE WHEN gap >= 2592000000 THEN 2592000000 ELSE gap - gap % 300000 END AS gap, repeated, count(*) AS n FROM gaps GROUP BY 1, 2, 3
),
windows(width, step) AS (VALUES (86400000, 300000), (604800000, 2100000), (2592000000, 9000000))
SELECT
    part, width, CASE WHEN gap >= width THEN width ELSE gap - gap % step END AS gap, CASE WHEN gap <= width THEN repeated ELSE 0 END AS repeated, sum(n) AS n
FROM binned CROSS JOIN windows GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4

-- name: fcr_closed
-- By group: of the contacts whose window is closed, how many no repeat followed within it. A repeat closes none: of young contacts only the failures would count.
WITH {gaps}
SELECT part, sum(CASE WHEN repeated = 1 AND gap <= $window THEN 0 ELSE 1 END) AS good, count(*) AS n
FROM gaps WHERE age >= $window GROUP BY 1
ORDER BY 1
