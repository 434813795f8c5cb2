-- Over the rows of contacts (`hoolin.experience.api.contacts`), in which {where}, {closed} and {group} are filled; only DuckDB is asked.

-- name: daily
-- Contacts that somebody closed, day by day. day: its number in $days (the first instant of each, rising). version: how many versions of the tree had been
-- published when it ended, by $versions (their instants, rising). reasons: as they were noted, with commas; part: {group}. spoken: a person spoke with
-- them. again: the same customer had come for one of $codes within $again_ms before, and this is for something else; those are looked for apart, and taken off
-- where they are counted with all.
WITH of_these AS (
    SELECT coalesce(merges.kept, c.customer) AS person, c.arrived_at AS arrived_at
    FROM contacts AS c LEFT JOIN merges ON merges.merged = c.customer
    WHERE {where} AND {closed} AND list_has_any(string_split(c.reasons, ','), $codes::VARCHAR[])
),
counted AS (
    SELECT
        coalesce(merges.kept, c.customer) AS person, c.arrived_at AS arrived_at, c.reasons AS reasons, {group} AS part,
        c.reached_at IS NOT NULL AS spoken, (c.arrived_at - $first) // 86400000 AS about,
        len(list_filter($versions::BIGINT[], lambda published: published <= c.ended_at)) AS version
    FROM contacts AS c LEFT JOIN merges ON merges.merged = c.customer
    WHERE {where} AND {closed}
),
dated AS (
    -- Days have twenty-three hours, or twenty-five: the number is one off at most.
    SELECT *, CASE
        WHEN arrived_at < list_extract($days::BIGINT[], about + 1) THEN about - 1
        WHEN arrived_at >= list_extract($days::BIGINT[], about + 2) THEN about + 1
        ELSE about END AS day
    FROM counted
),
back AS (
    SELECT dated.day AS day, dated.version AS version, dated.reasons AS reasons, dated.part AS part, dated.spoken AS spoken, count(*) AS n
    FROM dated SEMI JOIN of_these
        ON of_these.person = dated.person AND dated.arrived_at > of_these.arrived_at AND dated.arrived_at <= of_these.arrived_at + $again_ms
    WHERE NOT list_has_any(string_split(dated.reasons, ','), $codes::VARCHAR[])
    GROUP BY 1, 2, 3, 4, 5
)
SELECT day, version, reasons, part, spoken, false AS again, count(*) AS n FROM dated GROUP BY 1, 2, 3, 4, 5
UNION ALL SELECT day, version, reasons, part, spoken, true, n FROM back
UNION ALL SELECT day, version, reasons, part, spoken, false, -n FROM back

-- name: minutes
-- Work that one contact of $codes costs: minutes of agents with its wrap-up, in whatever it went on from too; and their mean square, by which sums of
-- them vary.
SELECT sum(w.ms) / count(*) / 60000.0 AS minutes, sum(w.ms::HUGEINT * w.ms) / count(*) / 3600000000.0 AS square, count(*) AS n
FROM (
    SELECT c.work_ms + c.wrap_ms + c.before_ms AS ms
    FROM contacts AS c WHERE {where} AND {closed} AND list_has_any(string_split(c.reasons, ','), $codes::VARCHAR[])
) AS w

-- name: caused
-- By cause, the contacts of the period that came of it.
SELECT n.cause AS cause, count(*) AS contacts
FROM (
    SELECT interaction, cause FROM cause_notes GROUP BY 1, 2 HAVING sum(CASE WHEN noted THEN 1 ELSE -1 END) > 0
) AS n JOIN contacts AS c ON c.interaction = n.interaction
WHERE {where}
GROUP BY 1
ORDER BY 1

-- name: of_cases
-- By case, the first reason that was noted in it. Parameter: their numbers.
SELECT c.case_no AS case_no, arg_min(c.reason, c.arrived_at) AS reason
FROM contacts AS c
WHERE {where} AND c.reason <> '' AND list_contains($cases::BIGINT[], c.case_no)
GROUP BY 1
ORDER BY 1
