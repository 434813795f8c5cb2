"""How fast suggestions become good: contacts come one at a time, a reason is suggested, a person confirms the right one, and now and then there is a lesson."""

import asyncio
import random
from collections.abc import Sequence
from typing import NamedTuple

from hoolin.cli.words.sets import Set
from hoolin.insight import api as insight

EXAMPLES = 10
"""Of each reason, labelled before the first contact."""

LATE = 10
"""So many contacts still have the model of before, while the next lesson is learned."""

POINTS = 12


class Point(NamedTuple):
    """Of contacts that came in a row. confirmed: how many contacts were by the last of them. right: the share whose first suggestion was one of theirs and
    that were not called new; in_three: one of the three suggested. something_new: of those that belong to nothing, the share called new.
    """

    confirmed: int
    contacts: int
    right: float
    in_three: float
    something_new: float | None


class Curve(NamedTuple):
    """points: in order. right: of all contacts. lessons: how many; seconds: that all of them took."""

    points: list[Point]
    contacts: int
    right: float
    in_three: float
    lessons: int
    seconds: float


class _Seen(NamedTuple):
    known: bool
    right: bool
    in_three: bool
    new: bool


async def followed(words: insight.words.Words, what: Set, seed: int = 0) -> Curve:
    """Each contact is suggested to before it is confirmed; lessons come by the product's own rule (`lesson.due`)."""
    confirmed, coming = begun(what, seed)
    lessons = [await words.learn(confirmed)]
    at, learning, since = len(confirmed), None, 0
    seen: list[_Seen] = []
    for one in coming:
        seen.append(await _asked(words, one))
        confirmed.append(one)
        if learning is None and insight.words.due(len(confirmed), at):
            at, learning, since = len(confirmed), asyncio.create_task(words.learn(list(confirmed))), len(confirmed)
        if learning is not None and len(confirmed) - since >= LATE:
            lessons.append(await learning)
            learning = None
    if learning is not None:
        lessons.append(await learning)
    first = len(confirmed) - len(seen)
    return Curve(
        points=[_point(seen[begin:end], first + end) for begin, end in _parts(len(seen))],
        contacts=len(seen), right=_share([one.right for one in seen if one.known]) or 0.0,
        in_three=_share([one.in_three for one in seen if one.known]) or 0.0, lessons=len(lessons), seconds=_seconds(lessons),
    )  # fmt: skip


def begun(what: Set, seed: int) -> tuple[list[insight.words.Confirmed], list[insight.words.Confirmed]]:
    """What is labelled before, and what comes then: in an order of chance."""
    contacts = list(what.contacts)
    random.Random(seed).shuffle(contacts)  # noqa: S311 - chance that can be repeated
    known, coming = list(what.helped_by), []
    have: dict[str, int] = {}
    for one in contacts:
        if have.get(one.reasons[0], 0) < EXAMPLES:
            have[one.reasons[0]] = have.get(one.reasons[0], 0) + 1
            known.append(one)
        else:
            coming.append(one)
    return known, coming


async def _asked(words: insight.words.Words, one: insight.words.Confirmed) -> _Seen:
    found = await words.suggest(one.text, one.language)
    if found is None:
        return _Seen(one.reasons != (insight.words.NOTHING_KNOWN,), False, False, False)
    said = [reason for reason, _ in found.reasons]
    return _Seen(
        known=one.reasons != (insight.words.NOTHING_KNOWN,), right=said[0] in one.reasons and not found.new,
        in_three=bool(set(said) & set(one.reasons)), new=found.new,
    )  # fmt: skip


def _parts(count: int) -> list[tuple[int, int]]:
    """Where each part begins and ends: shorter ones at first, where the curve is steep."""
    ends = sorted({round(count * (part / POINTS) ** 2) for part in range(1, POINTS + 1)} - {0})
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _point(seen: Sequence[_Seen], confirmed: int) -> Point:
    known = [one for one in seen if one.known]
    return Point(
        confirmed, len(seen), _share([one.right for one in known]) or 0.0, _share([one.in_three for one in known]) or 0.0,
        _share([one.new for one in seen if not one.known]),
    )  # fmt: skip


def _share(held: Sequence[bool]) -> float | None:
    return round(sum(held) / len(held), 4) if held else None


def _seconds(lessons: Sequence[insight.words.Learned]) -> float:
    return round(sum(one.seconds for one in lessons), 1)
