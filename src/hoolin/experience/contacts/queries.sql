-- Every figure is counted by these statements, over rows that `Scope` narrows: {where} stands for its conditions on the contact `c`, {filter} for those without the
-- period, {counted} for which engagements count as contacts (`scope.COUNTED`).
-- They are written so that DuckDB and SQLite understand them alike; FCR alone has a form for each.

-- name: waits
-- How long until a person's first word, or until the customer gave up: by time (bins in ms), by what happened, how many.
-- A wait that goes on in another contact is counted there. Whoever still waits is watched until $now.
SELECT t - t % (CASE WHEN t < 1000000 THEN 1000 WHEN t < 10000000 THEN 10000 ELSE 60000 END) AS t, what, count(*) AS n
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

-- name: cases
-- Cases that began in the period: how many, their further contacts, switches, transfers and the customer's time, with sums of squares; how many
-- were solved, in one contact, and opened again. A case is looked at for ninety days.
WITH begun AS (
    SELECT c.case_no AS case_no FROM contacts AS c WHERE {where} AND c.opened AND c.ending <> 'spam'
),
met AS (
    SELECT
        c.case_no, c.outbound, c.continued, c.transfers, c.restated, c.wait_ms + c.hold_ms + c.talk_ms AS spent_ms,
        c.wait_ms, c.hold_ms, c.talk_ms,
        CASE WHEN lag(c.channel) OVER (PARTITION BY c.case_no ORDER BY c.arrived_at) <> c.channel THEN 1 ELSE 0 END AS switched
    FROM contacts AS c JOIN begun ON begun.case_no = c.case_no
    WHERE c.arrived_at >= $begin AND c.arrived_at < $case_end AND c.ending <> 'spam'
),
each_case AS (
    SELECT
        case_no,
        sum(CASE WHEN NOT outbound AND NOT continued THEN 1 ELSE 0 END) AS contacts,
        sum(switched) AS switches, sum(transfers) AS transfers, sum(restated) AS restated,
        sum(spent_ms) / 60000.0 AS minutes, sum(wait_ms) / 60000.0 AS waited, sum(hold_ms) / 60000.0 AS held, sum(talk_ms) / 60000.0 AS talked
    FROM met GROUP BY case_no
),
steps AS (
    SELECT
        s.case_no AS case_no, min(CASE WHEN s.what = 'solved' THEN s.happened_at END) AS solved_at,
        max(CASE WHEN s.what = 'reopened' THEN s.happened_at END) AS reopened_at
    FROM case_steps AS s JOIN begun ON begun.case_no = s.case_no WHERE s.happened_at >= $begin AND s.happened_at < $case_end GROUP BY 1
)
SELECT
    count(*) AS cases,
    sum(further) AS contacts, sum(further * further) AS contacts_square, sum(CASE WHEN further <= $contacts_target THEN 1 ELSE 0 END) AS contacts_good,
    sum(switches) AS switches, sum(switches * switches) AS switches_square, sum(CASE WHEN switches <= $switches_target THEN 1 ELSE 0 END) AS switches_good,
    sum(transfers) AS transfers, sum(transfers * transfers) AS transfers_square, sum(CASE WHEN transfers <= $transfers_target THEN 1 ELSE 0 END) AS transfers_good,
    sum(minutes) AS minutes, sum(minutes * minutes) AS minutes_square, sum(CASE WHEN minutes <= $minutes_target THEN 1 ELSE 0 END) AS minutes_good,
    sum(waited) AS waited, sum(held) AS held, sum(talked) AS talked, sum(restated) AS restated,
    sum(CASE WHEN solved_at IS NOT NULL THEN 1 ELSE 0 END) AS solved,
    sum(CASE WHEN solved_at IS NOT NULL AND further = 0 THEN 1 ELSE 0 END) AS solved_in_one
FROM (
    SELECT each_case.*, CASE WHEN contacts > 1 THEN contacts - 1 ELSE 0 END AS further, steps.solved_at AS solved_at
    FROM each_case LEFT JOIN steps ON steps.case_no = each_case.case_no
) AS found

-- name: reopened
-- Of the cases first solved in the period: after how long they were opened again, or for how long they have not been; in steps of $step ms.
WITH solved AS (
    SELECT s.case_no AS case_no, min(s.happened_at) AS first_at FROM case_steps AS s
    JOIN contacts AS c ON c.case_no = s.case_no
    WHERE s.what = 'solved' AND s.happened_at >= $begin AND s.happened_at < $end AND c.opened AND c.arrived_at >= $begin - 7776000000 AND {filter}
    GROUP BY 1
),
gaps AS (
    SELECT solved.case_no, coalesce(min(r.happened_at), $now) - solved.first_at AS gap, CASE WHEN min(r.happened_at) IS NULL THEN 0 ELSE 1 END AS repeated
    FROM solved LEFT JOIN case_steps AS r ON r.case_no = solved.case_no AND r.what = 'reopened' AND r.happened_at >= solved.first_at AND r.happened_at <= $now
    GROUP BY solved.case_no, solved.first_at
)
SELECT
    CASE WHEN gap >= $window THEN $window ELSE gap - gap % $step END AS gap,
    CASE WHEN gap <= $window THEN repeated ELSE 0 END AS repeated, count(*) AS n
FROM gaps GROUP BY 1, 2

-- name: promises
-- How promises ended, by kind, whose time was over in the period.
SELECT p.kind AS kind, p.ending AS ending, count(*) AS n
FROM promises AS p JOIN contacts AS c ON c.interaction = p.interaction
WHERE p.due_at >= $begin AND p.due_at < $end AND {filter}
GROUP BY 1, 2

-- name: marks
-- Every answer and judgement on contacts of the period; of several by the same on the same, the newest.
SELECT m.interaction AS interaction, m.item AS item, m.source AS source, m.judge AS judge, m.inclusion AS inclusion, m.kind AS kind, m.value AS value, m.happened_at AS happened_at,
    c.channel AS channel, c.queue AS queue, c.language AS language, c.reason AS reason, c.agent AS agent, c.ending AS ending,
    CASE WHEN c.reached_at IS NULL OR c.asked_at IS NULL THEN -1 ELSE c.reached_at - c.asked_at END AS waited_ms
FROM marks AS m JOIN contacts AS c ON c.interaction = m.interaction
WHERE m.happened_at >= $begin AND {where}
ORDER BY m.happened_at

-- name: margins
-- Of everybody in the period: how many of each channel, reason, ending, and how long they waited.
SELECT c.channel AS channel, c.reason AS reason, c.ending AS ending,
    CASE WHEN c.reached_at IS NULL OR c.asked_at IS NULL THEN 'no' WHEN c.reached_at - c.asked_at <= 60000 THEN 'short' WHEN c.reached_at - c.asked_at <= 600000 THEN 'long' ELSE 'longest' END AS waited,
    count(*) AS n
FROM contacts AS c
WHERE {where} AND {counted} AND c.ended_at IS NOT NULL
GROUP BY 1, 2, 3, 4

-- name: drill
-- The contacts beneath a figure, the newest first.
SELECT c.interaction, c.channel, c.queue, c.language, c.reason, c.agent, c.arrived_at, c.asked_at, c.reached_at, c.gave_up_at, c.gave_up, c.ended_at,
    c.ending, c.wait_ms, c.hold_ms, c.talk_ms, c.transfers, c.continued
FROM contacts AS c
WHERE {where} AND {beneath} AND {counted}
ORDER BY c.arrived_at DESC LIMIT $limit

-- name: gaps_duckdb
-- Contacts of the period that a person answered, and when the customer next turned to us in the same case, or for the same reason in another.
-- Two records that are one person's count as one. Part of a statement.
persons AS (
    SELECT c.*, coalesce(merges.kept, c.customer) AS person FROM contacts AS c LEFT JOIN merges ON merges.merged = c.customer
    WHERE c.arrived_at >= $begin AND c.arrived_at < $repeat_end
),
turned AS (
    SELECT person, case_no, reason, arrived_at FROM persons AS c
    WHERE NOT c.outbound AND NOT c.continued AND c.ending <> 'spam' AND c.arrived_at <= $now
),
base AS (
    SELECT {group} AS part, c.person, c.case_no, c.reason, c.ended_at FROM persons AS c
    WHERE {where} AND {counted} AND c.reached_at IS NOT NULL AND c.ended_at <= $now
),
gaps AS (
    SELECT base.part AS part, base.ended_at AS ended_at, least(same_case.arrived_at, same_reason.arrived_at) AS next_at
    FROM base
    ASOF LEFT JOIN turned AS same_case ON base.case_no = same_case.case_no AND base.ended_at <= same_case.arrived_at
    ASOF LEFT JOIN (SELECT * FROM turned WHERE reason <> '') AS same_reason
        ON base.person = same_reason.person AND base.reason = same_reason.reason AND base.ended_at <= same_reason.arrived_at
)

-- name: gaps_sqlite
-- The same for plain SQLite, which has no join by nearest time. Part of a statement.
base AS (
    SELECT {group} AS part, c.customer AS customer, c.case_no AS case_no, c.reason AS reason, c.ended_at AS ended_at FROM contacts AS c
    WHERE {where} AND {counted} AND c.reached_at IS NOT NULL AND c.ended_at <= $now
),
found AS (
    SELECT base.part AS part, base.ended_at AS ended_at,
        (SELECT min(r.arrived_at) FROM contacts AS r WHERE r.case_no = base.case_no AND r.arrived_at >= base.ended_at
            AND r.arrived_at < $repeat_end AND r.arrived_at <= $now AND NOT r.outbound AND NOT r.continued AND r.ending <> 'spam') AS case_at,
        (SELECT min(r.arrived_at) FROM contacts AS r WHERE base.reason <> '' AND r.reason = base.reason AND r.arrived_at >= base.ended_at
            AND r.arrived_at < $repeat_end AND r.arrived_at <= $now AND NOT r.outbound AND NOT r.continued AND r.ending <> 'spam'
            AND (r.customer = base.customer OR r.customer IN (
                SELECT m.merged FROM merges AS m WHERE m.kept = coalesce((SELECT kept FROM merges WHERE merged = base.customer), base.customer)
                UNION SELECT coalesce((SELECT kept FROM merges WHERE merged = base.customer), base.customer)
            ))) AS reason_at
    FROM base
),
gaps AS (
    SELECT part, ended_at, CASE WHEN case_at IS NULL THEN reason_at WHEN reason_at IS NULL THEN case_at
        WHEN case_at < reason_at THEN case_at ELSE reason_at END AS next_at FROM found
)

-- name: fcr
-- By window and group: how long after its end a contact was repeated, or for how long it has not been; in steps of a 288th of the window.
WITH {gaps},
windows(width) AS (VALUES (86400000), (604800000), (2592000000)),
watched AS (
    SELECT part, width, CASE WHEN coalesce(next_at, $now) - ended_at >= width THEN width ELSE coalesce(next_at, $now) - ended_at END AS gap,
        CASE WHEN next_at - ended_at <= width THEN 1 ELSE 0 END AS repeated
    FROM gaps CROSS JOIN windows
)
SELECT part, width, gap - gap % CAST(width / 288 AS BIGINT) AS gap, repeated, count(*) AS n FROM watched GROUP BY 1, 2, 3, 4

-- name: fcr_closed
-- By group: of the contacts whose window is closed or that were repeated, how many no repeat followed within it.
WITH {gaps}
SELECT part, sum(CASE WHEN next_at - ended_at <= $window THEN 0 ELSE 1 END) AS good, count(*) AS n
FROM gaps WHERE next_at - ended_at <= $window OR $now - ended_at >= $window GROUP BY 1
