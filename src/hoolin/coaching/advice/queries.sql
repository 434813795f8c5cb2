-- What advice stands on, over the same rows as all figures; {where} and {counted} stand for a scope's conditions, {gaps} for when customers next turned to us. Nothing
-- that came after $look is known: so that what is said holds for a month.

-- name: marks
-- Every answer and judgement of others on contacts that one agent answered for, the oldest first. What was drawn because its customer was unhappy has no chance and enters nothing.
SELECT m.interaction AS interaction, m.item AS item, m.source AS source, m.judge AS judge, m.inclusion AS inclusion, m.value AS value, m.happened_at AS happened_at,
    c.agent AS agent, c.reason AS reason, c.channel AS channel, c.language AS language, c.arrived_at AS arrived_at
FROM marks AS m JOIN contacts AS c ON c.interaction = m.interaction
WHERE m.happened_at >= $begin AND m.happened_at < $look AND m.kind = 'mark' AND m.item <> '' AND m.source IN ('survey', 'reviewer', 'shopper') AND m.inclusion > 0
    AND c.agent <> '' AND {where} AND {counted}
ORDER BY m.happened_at, m.interaction, m.item, m.judge

-- name: prices
-- Contacts in which something was agreed to, and whether all of it after its price had been shown.
SELECT c.interaction AS interaction, c.agent AS agent, c.reason AS reason, c.channel AS channel, c.language AS language, c.arrived_at AS arrived_at,
    CASE WHEN c.agreed_shown >= c.agreed THEN 1 ELSE 0 END AS met
FROM contacts AS c
WHERE {where} AND {counted} AND c.agreed > 0 AND c.agent <> '' AND c.reached_at IS NOT NULL
ORDER BY c.arrived_at, c.interaction

-- name: turned_out
-- Of contacts whose seven days were over then, and of which something was answered, judged or agreed to: whether they ended as solved and nobody came back for it.
WITH {gaps}
SELECT c.interaction AS interaction, c.agent AS agent, c.reason AS reason, c.channel AS channel,
    CASE WHEN c.ending = 'solved' AND NOT (gaps.repeated = 1 AND gaps.gap <= 604800000) THEN 1 ELSE 0 END AS resolved
FROM gaps JOIN contacts AS c ON c.interaction = gaps.part
WHERE gaps.age >= $closed AND c.agent <> ''
    AND (c.agreed > 0 OR c.interaction IN (SELECT m.interaction FROM marks AS m WHERE m.happened_at >= $begin AND m.happened_at < $look))
ORDER BY c.interaction
