-- Over the rows of contacts (`hoolin.experience.api.contacts`), in which {where}, {counted} and {group} are filled; only DuckDB is asked.

-- name: daily
-- Contacts that are over, day by day. day: its number in $days (the first instant of each, rising). version: how many versions of the tree had been
-- published when it ended, by $versions (their instants, rising). reasons: as they were noted, with commas; part: {group}. spoken: a person spoke with
-- them. again: the same customer had come for one of $codes within $again_ms before.
WITH of_these AS (
    SELECT coalesce(merges.kept, c.customer) AS person, c.interaction AS interaction, c.arrived_at AS arrived_at
    FROM contacts AS c LEFT JOIN merges ON merges.merged = c.customer
    WHERE {where} AND {counted} AND list_has_any(string_split(c.reasons, ','), $codes::VARCHAR[])
),
days AS (SELECT unnest($days::BIGINT[]) AS begins_at, unnest(range(len($days::BIGINT[]))) AS number),
versions AS (SELECT unnest($versions::BIGINT[]) AS published_at, unnest(range(1, 1 + len($versions::BIGINT[]))) AS number),
counted AS (
    SELECT
        coalesce(merges.kept, c.customer) AS person, c.arrived_at AS arrived_at, c.ended_at AS ended_at, c.reasons AS reasons, {group} AS part,
        c.reached_at IS NOT NULL AS spoken
    FROM contacts AS c LEFT JOIN merges ON merges.merged = c.customer
    WHERE {where} AND {counted} AND c.ended_at IS NOT NULL
)
SELECT
    days.number AS day, coalesce(versions.number, 0) AS version, counted.reasons AS reasons, counted.part AS part, counted.spoken AS spoken,
    coalesce(counted.arrived_at - of_these.arrived_at <= $again_ms, false) AS again, count(*) AS n
FROM counted
ASOF JOIN days ON counted.arrived_at >= days.begins_at
ASOF LEFT JOIN versions ON counted.ended_at >= versions.published_at
ASOF LEFT JOIN of_these ON of_these.person = counted.person AND counted.arrived_at > of_these.arrived_at
GROUP BY 1, 2, 3, 4, 5, 6

-- name: minutes
-- Work that one contact of $codes costs: minutes with the customer, at most $most ms of each, for a conversation may lie open for days; and their mean
-- square, by which sums of them vary.
SELECT
    avg(least(c.talk_ms + c.hold_ms, $most)) / 60000.0 AS minutes,
    avg((least(c.talk_ms + c.hold_ms, $most) / 60000.0) * (least(c.talk_ms + c.hold_ms, $most) / 60000.0)) AS square, count(*) AS n
FROM contacts AS c
WHERE {where} AND {counted} AND c.reached_at IS NOT NULL AND c.ended_at IS NOT NULL
    AND list_has_any(string_split(c.reasons, ','), $codes::VARCHAR[])

-- name: known
-- Which of $ids are contacts of the period.
SELECT c.interaction AS interaction FROM contacts AS c WHERE {where} AND list_contains($ids::VARCHAR[], c.interaction)

-- name: of_cases
-- By case, the first reason that was noted in it. Parameter: their numbers.
SELECT c.case_no AS case_no, arg_min(c.reason, c.arrived_at) AS reason
FROM contacts AS c
WHERE {where} AND c.reason <> '' AND list_contains($cases::BIGINT[], c.case_no)
GROUP BY 1
