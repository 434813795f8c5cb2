"""The wallboard's figures: what the board says at an instant, in the shape of `Board` in docs/reference/live.md.

Every share carries how many contacts it rests on and its Wilson interval, and is null below `CONTACTS_MIN` of them; so is
ASA. "Today" begins at local midnight. Counts of a contact stand in the quarter in which it asked for a person: answered
today means, of those who asked today.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

from hoolin.core.facts import Instant
from hoolin.core.site.rules import QueueRules
from hoolin.workforce.board import FIVE_MS, FIVES_KEPT, QUARTER_MS, QUARTERS_KEPT, Board, Person, Queue
from hoolin.workforce.proportion import wilson
from hoolin.workforce.tally import Share, Tally, abandonment, service_level, total

Json: TypeAlias = dict[str, Any]

# With fewer the interval of a share spans more than half of everything that is possible; that is too few to say.
CONTACTS_MIN = 10

# The customary goal: at most one in twenty leaves unanswered.
ABANDONMENT_TARGET = 0.05

MINUTE_MS = 60_000
DAY_MS = 86_400_000
SHARE_DIGITS = 4
NEW_QUEUE = QueueRules(queue="new")


def figures(board: Board, now: Instant, offset_min: int = 0) -> Json:
    """Everything the wallboard shows.

    offset_min: how far local time is ahead of UTC, in minutes, at the local midnight before `now` (see
    `local_day.offset_min`); all zones of today are whole quarters of an hour.
    """
    offset_ms = offset_min * MINUTE_MS
    start_at = (now + offset_ms) // DAY_MS * DAY_MS - offset_ms
    first = start_at // QUARTER_MS
    today = range(first, first + QUARTERS_KEPT)
    queues = [queue for _, queue in sorted(board.queues.items())]
    tallies = [total(tally for index, tally in queue.quarters.items() if index in today) for queue in queues]
    whole = total(tallies)
    lines = [_queue(queue, tally, now) for queue, tally in zip(queues, tallies, strict=True)]
    return {
        "at": now,
        "waiting": sum(line["waiting"] for line in lines),
        "longest_wait_ms": max((line["longest_wait_ms"] for line in lines), default=0),
        "service_level": _site_level(queues, tallies),
        "asa_ms": _asa_ms(whole),
        "abandonment": _measure(abandonment(whole), ABANDONMENT_TARGET),
        "agents": _agents(board.people.values()),
        "answered_today": whole.answered,
        "offered_today": whole.offered,
        "queues": lines,
        "day": _day(queues, today, start_at),
    }


def _queue(queue: Queue, tally: Tally, now: Instant) -> Json:
    rules = queue.rules
    five = now // FIVE_MS
    return {
        "queue": rules.queue,
        "waiting": len(queue.line),
        "longest_wait_ms": max(0, now - min(queue.line.values(), default=now)),
        "online": queue.able,
        "service_level": _measure(service_level(tally, rules.service_level), rules.target_share)
        | {"rule": rules.service_level},
        "asa_ms": _asa_ms(tally),
        "abandonment": _measure(abandonment(tally), ABANDONMENT_TARGET),
        "last_hour": [queue.fives.get(index, 0) for index in range(five - FIVES_KEPT + 1, five + 1)],
    }


def _site_level(queues: list[Queue], tallies: list[Tally]) -> Json:
    """All queues together, each by its own rule against its own target; the goal is theirs in proportion to contacts."""
    shares = [service_level(tally, queue.rules.service_level) for queue, tally in zip(queues, tallies, strict=True)]
    together = Share(sum(share.met for share in shares), sum(share.of for share in shares))
    goals = [(queue.rules.target_share, share.of) for queue, share in zip(queues, shares, strict=True)]
    if not together.of:
        # With nothing to weigh by yet, queues weigh the same; without queues the goal is that of a new one.
        goals = [(goal, 1) for goal, _ in goals] or [(NEW_QUEUE.target_share, 1)]
    target = sum(goal * weight for goal, weight in goals) / sum(weight for _, weight in goals)
    rules = {queue.rules.service_level for queue in queues} or {NEW_QUEUE.service_level}
    return _measure(together, round(target, SHARE_DIGITS)) | {"rule": rules.pop() if len(rules) == 1 else "mixed"}


def _measure(share: Share, target: float) -> Json:
    if share.of < CONTACTS_MIN:
        return {"value": None, "n": share.of, "low": None, "high": None, "target": target}
    found = wilson(share.met, share.of)
    value, low, high = (round(one or 0.0, SHARE_DIGITS) for one in (found.value, found.low, found.high))
    return {"value": value, "n": share.of, "low": low, "high": high, "target": target}


def _asa_ms(tally: Tally) -> int | None:
    return tally.wait_ms // tally.answered if tally.answered >= CONTACTS_MIN else None


def _agents(people: Iterable[Person]) -> Json:
    """busy: of those online, who has work in hand."""
    counts = {"online": 0, "busy": 0, "away": 0, "offline": 0}
    for person in people:
        presence = "away" if person.resting else person.presence
        counts[presence] += 1
        counts["busy"] += presence == "online" and person.in_hand > 0
    return counts


def _day(queues: list[Queue], today: range, start_at: Instant) -> Json:
    offered, answered, abandoned = ([0] * len(today) for _ in range(3))
    for queue in queues:
        for index, tally in queue.quarters.items():
            if index in today:
                at = index - today.start
                offered[at] += tally.offered
                answered[at] += tally.answered
                abandoned[at] += tally.abandoned
    return {
        "start_at": start_at,
        "step_ms": QUARTER_MS,
        "offered": offered,
        "answered": answered,
        "abandoned": abandoned,
    }
