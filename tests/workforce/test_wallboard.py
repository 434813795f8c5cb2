from random import Random

import msgspec
import pytest

from hoolin.core.facts import Entry, Fact
from hoolin.core.interaction import facts as f
from hoolin.core.site.rules import AgentProfile, Presence, QueueRules
from hoolin.workforce.board import QUARTER_MS, Board, apply
from hoolin.workforce.local_day import offset_min
from hoolin.workforce.proportion import wilson
from hoolin.workforce.wallboard import figures
from tests.workforce.walk import entries, history

# 2025-01-15 00:00 in Tallinn, which is two hours ahead of UTC in winter.
MIDNIGHT = 1_736_892_000_000
MINUTE = 60_000
AHEAD = 120


class Measure(msgspec.Struct, forbid_unknown_fields=True):
    """A share."""

    value: float | None
    n: int
    low: float | None
    high: float | None
    target: float


class Ruled(Measure, forbid_unknown_fields=True):
    """A share by a rule."""

    rule: str


class Agents(msgspec.Struct, forbid_unknown_fields=True):
    """People by presence."""

    online: int
    busy: int
    away: int
    offline: int


class QueueShape(msgspec.Struct, forbid_unknown_fields=True):
    """A line of the table."""

    queue: str
    waiting: int
    longest_wait_ms: int
    online: int
    service_level: Ruled
    asa_ms: int | None
    abandonment: Measure
    last_hour: list[int]


class Day(msgspec.Struct, forbid_unknown_fields=True):
    """The chart."""

    start_at: int
    step_ms: int
    offered: list[int]
    answered: list[int]
    abandoned: list[int]


class Shape(msgspec.Struct, forbid_unknown_fields=True):
    """`Board` in docs/reference/live.md, written out once more."""

    at: int
    waiting: int
    longest_wait_ms: int
    service_level: Ruled
    asa_ms: int | None
    abandonment: Measure
    agents: Agents
    answered_today: int
    offered_today: int
    queues: list[QueueShape]
    day: Day


def contact(name: str, queue: str, asked_at: int, waited_ms: int, answered: bool) -> list[tuple[int, Fact]]:
    """One whole short story."""
    arrived = f.InteractionArrived(
        interaction=name, customer="c", case="k", channel="chat", queue=queue, language="et", place_at=asked_at
    )
    end: Fact = f.InteractionAbandoned(interaction=name, cause="left", waited_ms=waited_ms)
    if answered:
        end = f.InteractionTaken(interaction=name, agent="a")
    asked: list[tuple[int, Fact]] = [
        (asked_at, arrived),
        (asked_at, f.InteractionQueued(interaction=name, queue=queue)),
    ]
    return [*asked, (asked_at + waited_ms, end)]


def board_of(facts: list[tuple[int, Fact]]) -> Board:
    """The board after these facts in order of time."""
    board = Board()
    for entry in entries(sorted(facts, key=lambda one: one[0])):
        apply(board, entry)
    return board


def day_of(rules: QueueRules, *, answered: int, in_time: int, short: int, late: int) -> list[tuple[int, Fact]]:
    """A queue's morning: so many answered (in time: after 10 s, else after 60 s), and so many who left."""
    kinds = [(10_000, True)] * in_time + [(60_000, True)] * (answered - in_time) + [(2_000, False)] * short
    kinds += [(50_000, False)] * late
    facts: list[tuple[int, Fact]] = [(MIDNIGHT, f.QueueSet(rules=rules))]
    for index, (waited, taken) in enumerate(kinds):
        facts += contact(f"{rules.queue}-{index}", rules.queue, MIDNIGHT + 3 * 3_600_000 + index, waited, taken)
    return facts


SERVICE = QueueRules(queue="service", target_ms=20_000, short_abandon_ms=20_000)


def test_it_has_the_promised_shape() -> None:
    """Empty or full, the figures have exactly the fields of the reference, with the lengths it promises."""
    past, _ = history(seed=5, steps=2_000)
    full = Board()
    for entry in past:
        apply(full, entry)
    for board, now in ((Board(), MIDNIGHT), (full, past[-1].at)):
        shape = msgspec.convert(figures(board, now, AHEAD), Shape)
        assert [len(one) for one in (shape.day.offered, shape.day.answered, shape.day.abandoned)] == [96, 96, 96]
        assert all(len(queue.last_hour) == 12 for queue in shape.queues)
        assert shape.day.start_at <= shape.at < shape.day.start_at + 86_400_000


def test_the_worked_example_on_the_wall() -> None:
    """1,000 answered, 860 in time, 20 left soon, 40 later: 82.69 % with its interval, 5.66 % left, and ASA."""
    board = board_of(day_of(SERVICE, answered=1_000, in_time=860, short=20, late=40))
    shown = figures(board, MIDNIGHT + 4 * 3_600_000, AHEAD)
    interval = wilson(860, 1_040)
    assert interval.low is not None and interval.high is not None
    assert shown["service_level"] == {
        "value": 0.8269,
        "n": 1_040,
        "low": round(interval.low, 4),
        "high": round(interval.high, 4),
        "target": 0.8,
        "rule": "short_abandons_neutral",
    }
    assert (shown["abandonment"]["value"], shown["abandonment"]["n"]) == (round(60 / 1_060, 4), 1_060)
    assert shown["asa_ms"] == (860 * 10_000 + 140 * 60_000) // 1_000
    assert (shown["offered_today"], shown["answered_today"]) == (1_060, 1_000)
    assert shown["queues"][0]["service_level"] == shown["service_level"]


def test_too_few_say_nothing() -> None:
    """Nine contacts give no share, interval or ASA, only their number; the tenth does."""
    for count, known in ((9, False), (10, True)):
        shown = figures(board_of(day_of(SERVICE, answered=count, in_time=count, short=0, late=0)), MIDNIGHT, AHEAD)
        level = shown["service_level"]
        assert level["n"] == count
        assert [level[name] is not None for name in ("value", "low", "high")] == [known] * 3
        assert (shown["asa_ms"] is not None) is known


def test_each_queue_is_measured_by_its_own_rule_also_together() -> None:
    """Two queues with two rules: the site adds what each calls served well, weighs the goals, and says the rule is mixed."""
    strict = QueueRules(queue="strict", target_ms=20_000, service_level="all_offered", target_share=0.9)
    facts = day_of(SERVICE, answered=100, in_time=80, short=10, late=0)
    facts += day_of(strict, answered=100, in_time=50, short=0, late=100)
    level = figures(board_of(facts), MIDNIGHT + 4 * 3_600_000, AHEAD)["service_level"]
    assert (level["n"], level["value"]) == (300, round(130 / 300, 4))
    assert level["target"] == round((0.8 * 100 + 0.9 * 200) / 300, 4)
    assert level["rule"] == "mixed"


def test_today_begins_at_local_midnight() -> None:
    """A contact a minute before midnight is yesterday's, one at midnight is today's first quarter."""
    facts: list[tuple[int, Fact]] = contact("yesterday", "service", MIDNIGHT - MINUTE, 1_000, True)
    facts += contact("today", "service", MIDNIGHT, 1_000, True)
    shown = figures(board_of(facts), MIDNIGHT + 20 * MINUTE, AHEAD)
    assert shown["offered_today"] == 1
    assert shown["day"]["start_at"] == MIDNIGHT
    assert shown["day"]["offered"] == [1] + [0] * 95
    assert figures(board_of(facts), MIDNIGHT - 1, AHEAD)["day"]["start_at"] == MIDNIGHT - 86_400_000


def test_the_day_stays_until_its_last_minute() -> None:
    """The first quarter of the day is still there when its last contact comes."""
    facts = contact("first", "service", MIDNIGHT, 1_000, True)
    facts += contact("last", "service", MIDNIGHT + 86_400_000 - 1, 0, True)
    day = figures(board_of(facts), MIDNIGHT + 86_400_000 - 1, AHEAD)["day"]
    assert (day["offered"][0], day["offered"][95], sum(day["offered"])) == (1, 1, 2)


def test_the_last_hour_by_five_minutes() -> None:
    """The last of twelve is the five minutes that now lies in; what is older than an hour is not shown."""
    now = MIDNIGHT + 10 * 3_600_000
    ages = [0, 1, 4 * MINUTE, 6 * MINUTE, 49 * MINUTE, 61 * MINUTE]
    facts = [one for age in ages for one in contact(f"at-{age}", "service", now - age, 0, True)]
    shown = figures(board_of(facts), now, AHEAD)["queues"][0]["last_hour"]
    assert shown == [0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1]
    assert sum(figures(board_of(facts), now + 3_600_000, AHEAD)["queues"][0]["last_hour"]) == 0


def test_who_could_help_a_queue() -> None:
    """Online for a queue are those online whose levels reach what it asks for."""
    facts: list[tuple[int, Fact]] = [(MIDNIGHT, f.QueueSet(rules=QueueRules(queue="billing", skills={"billing": 40})))]
    people: list[tuple[str, int, Presence]] = [
        ("a", 40, "online"), ("b", 39, "online"), ("c", 90, "away"), ("d", 0, "offline"),
    ]  # fmt: skip
    for agent, level, presence in people:
        facts.append((MIDNIGHT, f.AgentSet(profile=AgentProfile(agent=agent, skills={"billing": level}))))
        facts.append((MIDNIGHT, f.PresenceChanged(agent=agent, presence=presence)))
    shown = figures(board_of(facts), MIDNIGHT, AHEAD)
    assert shown["queues"][0]["online"] == 1
    assert shown["agents"] == {"online": 2, "busy": 0, "away": 1, "offline": 1}


def test_who_could_help_follows_every_change() -> None:
    """Whatever order people, levels, presence and rules change in, the count is that of a plain look at everybody."""
    random = Random(7)
    board, queues, agents = Board(), ["q1", "q2"], ["a", "b", "c", "d"]
    skills: dict[str, dict[str, int]] = {}
    presences: dict[str, Presence] = {}
    rules: dict[str, dict[str, int]] = {}
    for step in range(600):
        agent, queue = random.choice(agents), random.choice(queues)
        level = {"x": random.choice([0, 30, 60])}
        fact: Fact
        match random.randrange(4):
            case 0:
                skills[agent] = level
                fact = f.AgentSet(profile=AgentProfile(agent=agent, skills=level))
            case 1:
                presences[agent] = random.choice(["online", "away", "offline"])
                fact = f.PresenceChanged(agent=agent, presence=presences[agent])
            case 2:
                rules[queue] = level
                fact = f.QueueSet(rules=QueueRules(queue=queue, skills=level))
            case _:
                skills.pop(agent, None)
                presences.pop(agent, None)
                fact = f.AgentRetired(agent=agent)
        apply(board, Entry(step, MIDNIGHT, "system", "cause", fact))
        for shown in figures(board, MIDNIGHT)["queues"]:
            online = [one for one, presence in presences.items() if presence == "online"]
            asked = rules[shown["queue"]]["x"]
            assert shown["online"] == sum(skills.get(one, {}).get("x", 0) >= asked for one in online)


def test_the_longest_wait_is_that_of_who_waits_now() -> None:
    """Two wait; the older one counts; a clock that lags behind the facts shows no negative wait."""
    facts = [
        *contact("one", "service", MIDNIGHT, 0, True)[:2],
        *contact("two", "service", MIDNIGHT + 9_000, 0, True)[:2],
    ]
    board = board_of(facts)
    assert figures(board, MIDNIGHT + 10_000)["longest_wait_ms"] == 10_000
    assert figures(board, MIDNIGHT - 10_000)["longest_wait_ms"] == 0
    assert figures(Board(), MIDNIGHT)["longest_wait_ms"] == 0


@pytest.mark.parametrize(
    ("now", "minutes"),
    [
        (MIDNIGHT, 120),
        # 2025-03-30: clocks go forward at 03:00, so midnight was still two hours ahead, also in the evening.
        (1_743_343_200_000, 120),
        # The day after, three.
        (1_743_429_600_000, 180),
    ],
)
def test_the_offset_is_that_of_the_day_s_midnight(now: int, minutes: int) -> None:
    """On the day on which the clocks change, today still begins at its midnight."""
    assert offset_min(now, "Europe/Tallinn") == minutes


def test_quarters_line_up_with_every_offset_in_use() -> None:
    """Offsets of half and three quarters of an hour begin the day on a quarter, too."""
    for minutes in (-210, 0, 345, 570, 840):
        assert figures(Board(), MIDNIGHT, minutes)["day"]["start_at"] % QUARTER_MS == 0
