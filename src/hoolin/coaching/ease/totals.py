"""Which totals of a week may be told. Plain functions of what was told.

A figure is told when it stands for at least so many different people and so many answers, nobody gave more than half of these, and they differ: where (nearly) all said the
same, a total would tell what each of them said, and whoever takes their own answers away from it sees what is left. And nothing smaller
may follow from what is told: whenever one group holds others (all of a week its queues, a channel its queues, a reason its hours), what is left of it
without them must be empty or large enough, and as mixed, itself; otherwise the smallest of them is told neither.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, groupby
from typing import NamedTuple, get_args

from hoolin.coaching.ease.facts import By, Cell, Felt

HOURS_OF_BAND = 3
"""Of the day: eight bands."""

ALIKE_PERCENT_MAX = 80
"""No more of the answers to be told may say the same, nor of these without any one person's."""


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
    answers = sorted(answers)
    crowd = Crowd(answers, group_min, taps_min)
    told = {group: bits for group, bits in _groups(answers).items() if crowd.is_enough(bits)}
    while (too_much := _follows(told, crowd)) is not None:
        del told[too_much]
    return tuple(
        Cell(by=by, code=code, **{one: (bits & among).bit_count() for one, among in crowd.felt.items()})
        for (by, code), bits in sorted(told.items(), key=lambda one: (get_args(By).index(one[0][0]), one[0][1]))
    )


class Crowd:
    """Who gave which answers, and what is enough of them. What was asked once is remembered: the same rest is met again and again."""

    def __init__(self, answers: Sequence[Answer], group_min: int, taps_min: int) -> None:
        """answers: in order of `Answer`, so that each person's stand together, and among them those that say the same."""
        self.felt = {one: _bits(answer.felt == one for answer in answers) for one in get_args(Felt)}
        self._people = [
            {felt: (each[0], each[-1] + 1) for felt, each in _runs(mine, lambda at: answers[at].felt)}
            for _, mine in _runs(range(len(answers)), lambda at: answers[at].agent)
        ]
        self._group_min, self._taps_min = group_min, taps_min
        self._known: dict[int, bool] = {}

    def is_enough(self, bits: int) -> bool:
        """Whether these answers are of so many, so different people, and so mixed, that nobody can be seen in them."""
        known = self._known.get(bits)
        if known is None:
            known = self._known[bits] = self._is_enough(bits)
        return known

    def _is_enough(self, bits: int) -> bool:
        taps = bits.bit_count()
        if taps < self._taps_min:
            return False
        # As text, the first answer first: a person's are a piece of it, and pieces are counted faster than masks.
        text = f"{bits:b}"[::-1]
        theirs = [
            {felt: text.count("1", begin, end) for felt, (begin, end) in person.items()} for person in self._people
        ]
        gave = [sum(mine.values()) for mine in theirs]
        if sum(map(bool, gave)) < self._group_min or max(gave) * 2 > taps:
            return False
        return all(
            _differ((bits & among).bit_count(), taps, ((mine.get(felt, 0), of) for mine, of in zip(theirs, gave, strict=True)))
            for felt, among in self.felt.items()
        )  # fmt: skip


def _differ(alike: int, taps: int, theirs: Iterable[tuple[int, int]]) -> bool:
    """Whether those that say the same are not nearly all: to whoever looks, and to each who knows their own. theirs: by person, how many of these they gave, and how many in all."""
    if alike * 100 > ALIKE_PERCENT_MAX * taps:
        return False
    # Whoever takes away their own leaves at least half: only then could the others be alike.
    if alike * 200 <= ALIKE_PERCENT_MAX * taps:
        return True
    return all((alike - same) * 100 <= ALIKE_PERCENT_MAX * (taps - of) for same, of in theirs)


def _runs(some: Iterable[int], key: Callable[[int], str]) -> Iterable[tuple[str, list[int]]]:
    """Neighbours of the same key."""
    return ((name, list(each)) for name, each in groupby(some, key))


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
