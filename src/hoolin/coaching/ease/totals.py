"""Which totals of a week may be told. Plain functions of what was told.

A figure is told when it stands for at least so many different people and so many answers, and nobody gave more than half of these. And
nothing smaller may follow from what is told: whenever one group holds others (all of a week its queues, a channel its queues, a reason
its hours), what is left of it without them must be empty or large enough itself; otherwise the smallest of them is told neither.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple, get_args

from hoolin.coaching.ease.facts import By, Cell, Felt

HOURS_OF_BAND = 3
"""Of the day: eight bands."""


class Answer(NamedTuple):
    """What one person told of one contact."""

    agent: str
    felt: Felt
    queue: str
    channel: str
    reason: str
    hour: int


Group = tuple[By, str]


def may_be_told(answers: Sequence[Answer], group_min: int, taps_min: int) -> tuple[Cell, ...]:
    """The cells of a week, in order. Sets of answers are integers with a bit each."""
    crowd = Crowd(answers, group_min, taps_min)
    told = {group: bits for group, bits in _groups(answers).items() if crowd.is_enough(bits)}
    while (too_much := _follows(told, crowd)) is not None:
        del told[too_much]
    felt = {one: _bits(answer.felt == one for answer in answers) for one in get_args(Felt)}
    return tuple(
        Cell(by=by, code=code, **{one: (bits & among).bit_count() for one, among in felt.items()})
        for (by, code), bits in sorted(told.items(), key=lambda one: (get_args(By).index(one[0][0]), one[0][1]))
    )


class Crowd:
    """Who gave which answers, and what is enough of them."""

    def __init__(self, answers: Sequence[Answer], group_min: int, taps_min: int) -> None:
        self._by_person = [
            _bits(answer.agent == agent for answer in answers) for agent in sorted({one.agent for one in answers})
        ]
        self._group_min, self._taps_min = group_min, taps_min

    def is_enough(self, bits: int) -> bool:
        """Whether these answers are of so many, so different people that nobody can be seen in them."""
        taps = bits.bit_count()
        if taps < self._taps_min:
            return False
        shares = [count for person in self._by_person if (count := (bits & person).bit_count())]
        return len(shares) >= self._group_min and max(shares) * 2 <= taps


def _groups(answers: Sequence[Answer]) -> dict[Group, int]:
    """Every group of which something could be told."""
    groups: dict[Group, int] = {("all", ""): (1 << len(answers)) - 1}
    for at, answer in enumerate(answers):
        band = f"{answer.hour // HOURS_OF_BAND * HOURS_OF_BAND:02}"
        theirs: tuple[Group, ...] = (
            ("queue", answer.queue), ("channel", answer.channel), ("reason", answer.reason), ("hour", band),
        )  # fmt: skip
        for group in theirs:
            if group[1]:
                groups[group] = groups.get(group, 0) | 1 << at
    return groups


def _follows(told: dict[Group, int], crowd: Crowd) -> Group | None:
    """A group that gives away too small a one beside others that are told; None when none does."""
    for whole, bits in told.items():
        parts = {
            one: inside for one, inside in told.items() if one != whole and inside | bits == bits and inside != bits
        }
        for some in _apart(parts):
            rest = bits
            for one in some:
                rest &= ~parts[one]
            if rest and not crowd.is_enough(rest):
                return min(some, key=lambda one: (parts[one].bit_count(), one))
    return None


def _apart(parts: dict[Group, int]) -> Iterable[tuple[Group, ...]]:
    """Parts that do not overlap and may be taken away together: each, each two, and all of one kind."""
    yield from ((one,) for one in parts)
    yield from (two for two in combinations(parts, 2) if not parts[two[0]] & parts[two[1]])
    for by in get_args(By):
        of_kind = tuple(one for one in parts if one[0] == by)
        if len(of_kind) > 2:
            yield of_kind


def _bits(true: Iterable[bool]) -> int:
    return sum(1 << at for at, one in enumerate(true) if one)
