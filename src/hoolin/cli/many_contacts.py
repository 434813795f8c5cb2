"""A year of made-up contacts, written straight into the rows: as many as asked for, the same every time. No person's.

A fifth of them comes back to an earlier case within a week or so; waits, patience and minutes have long tails; customers, agents, reasons
and channels are of very different sizes, as they are.
"""

from hoolin.experience.api import contacts as rows

BEGIN = 1_800_000_000_000
YEAR_MS = 365 * 86_400_000
STRETCH = 1_000_000

ROWS = """
INSERT INTO ended
WITH drawn AS (
    SELECT
        i, CASE WHEN back THEN greatest(0, i - 1 - (hash(i + 11) % $near)::BIGINT) ELSE i END AS first, back,
        (hash(i + 1) % 1000000)::BIGINT / 1000000.0 AS a, (hash(i + 2) % 1000000)::BIGINT / 1000000.0 AS b,
        (hash(i + 3) % 1000000)::BIGINT / 1000000.0 AS c, (hash(i + 4) % 1000000)::BIGINT / 1000000.0 AS d,
        $begin + (i * $gap)::BIGINT AS arrived
    FROM (SELECT range AS i, hash(range) % 5 = 0 AS back FROM range($from, $to))
),
lived AS (
    SELECT *,
        (hash(first + 7) % $customers)::BIGINT AS who, (hash(first + 5) % 1000)::BIGINT AS why,
        ['chat', 'chat', 'chat', 'voice', 'voice', 'voice', 'email', 'email', 'sms', 'telegram'][1 + (hash(i + 9) % 10)::BIGINT] AS way,
        (-ln(1 - a * 0.999) * 90000)::BIGINT AS wait, (-ln(1 - b * 0.999) * 400000)::BIGINT AS patience,
        (-ln(1 - c * 0.999) * 300000)::BIGINT AS talk
    FROM drawn
)
SELECT
    'i' || i, first, who, way,
    ['service', 'service', 'technical', 'sales'][1 + (hash(i + 13) % 4)::BIGINT], ['et', 'et', 'ru', 'en'][1 + (hash(i + 15) % 4)::BIGINT],
    arrived, 'reason' || CASE WHEN why < 400 THEN why // 100 WHEN why < 800 THEN 4 + why // 200 ELSE 8 + why // 25 % 10 END,
    CASE WHEN why < 10 THEN 'complaint' ELSE 'other' END,
    CASE WHEN wait < patience THEN 'agent' || (hash(i + 17) % 300) ELSE '' END, FALSE, FALSE, NOT back,
    arrived, CASE WHEN wait < patience THEN arrived + wait END, CASE WHEN wait < patience THEN arrived + wait END,
    CASE WHEN wait >= patience THEN arrived + patience END, arrived + least(wait, patience) + CASE WHEN wait < patience THEN talk ELSE 0 END,
    CASE WHEN wait >= patience THEN 'abandoned' WHEN d < 0.8 THEN 'solved' ELSE 'pending' END,
    CASE WHEN wait < patience THEN '' WHEN d < 0.5 AND way = 'chat' THEN 'silent' ELSE 'left' END,
    least(wait, patience), CASE WHEN d < 0.2 THEN talk // 8 ELSE 0 END, CASE WHEN wait < patience THEN talk ELSE 0 END,
    CASE WHEN wait < patience THEN talk ELSE 0 END, CASE WHEN wait < patience THEN 60000 ELSE 0 END, 0,
    (d < 0.2)::INT, (c < 0.1)::INT, (c < 0.03)::INT, CASE WHEN b < 0.3 THEN 'main' ELSE '' END, b < 0.2, NULL, 0,
    3, 3, (d < 0.15)::INT, (d < 0.1)::INT, (d < 0.095)::INT, 30000, 5000, 'short_abandons_neutral'
FROM lived
"""

STEPS = """
INSERT INTO case_steps
SELECT case_no, ended_at, 'solved' FROM ended WHERE ending = 'solved' AND arrived_at >= $since
UNION ALL
SELECT case_no, arrived_at, 'reopened' FROM ended WHERE NOT opened AND arrived_at >= $since
"""

PROMISES = """
INSERT INTO promises
SELECT 'p' || interaction, interaction, case_no, 'fix', ended_at, ended_at + 86400000, ended_at + 80000000,
    CASE WHEN hash(interaction) % 10 < 9 THEN 'kept' ELSE 'broken' END
FROM ended WHERE ending = 'pending' AND arrived_at >= $since
"""

MARKS = """
INSERT INTO marks
SELECT interaction, item, 'survey', ended_at + 60000, 1 + (hash(interaction || item) % 5)::BIGINT, '', 1.0, 'mark'
FROM ended CROSS JOIN (VALUES ('access.reached'), ('heard.understood'), ('clarity.next_and_cost'), ('outcome.csat')) AS asked(item)
WHERE hash(interaction) % 50 = 0 AND arrived_at >= $since AND reached_at IS NOT NULL
"""


def fill(columns: rows.Columns, contacts: int) -> None:
    """Write so many contacts of one year, with the steps of their cases, promises and answers."""
    gap = YEAR_MS / contacts
    for begin in range(0, contacts, STRETCH):
        params = {
            "from": begin, "to": min(contacts, begin + STRETCH), "begin": BEGIN, "gap": gap, "near": max(1, contacts // 50),
            "customers": max(1, contacts // 5), "since": BEGIN + int(begin * gap),
        }  # fmt: skip
        for statement in (ROWS, STEPS, PROMISES, MARKS):
            columns.ask(statement, params)
