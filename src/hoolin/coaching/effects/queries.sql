-- Over the rows of contacts (`hoolin.experience.api.contacts`), in which {where} and {counted} are filled; only DuckDB is asked.

-- name: marks
-- Answers and judgements on $items, of everybody who served, as they were known just before $until; of several by the same on the same the newest is last. A customer's answer, a reviewer's mark and a
-- mystery shopper's are told apart by their source.
SELECT m.interaction AS interaction, m.item AS item, m.source AS source, m.judge AS judge, m.inclusion AS inclusion, m.value AS value,
    c.agent AS agent, c.reason AS reason, c.arrived_at AS arrived_at
FROM marks AS m JOIN contacts AS c ON c.interaction = m.interaction
WHERE m.kind = 'mark' AND m.source IN ('survey', 'reviewer', 'shopper') AND m.happened_at < $until AND m.inclusion > 0
    AND list_contains($items::VARCHAR[], m.item) AND c.agent <> '' AND {where} AND {counted}
ORDER BY m.happened_at, m.interaction, m.item, m.source, m.judge, m.value

-- name: mixes
-- By agent and reason, how many contacts they served. first: since when they are known.
SELECT c.agent AS agent, c.reason AS reason, count(*) AS n, min(c.arrived_at) AS first
FROM contacts AS c
WHERE c.agent <> '' AND {where} AND {counted}
GROUP BY 1, 2
ORDER BY 1, 2
