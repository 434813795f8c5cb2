"""An agent's own gap: what they think of their conversations, beside what customers answered and what colleagues saw. For their own eyes.

- A conversation counts once, with the share of what was asked or judged in it that was met or answered well; n is conversations.
- What colleagues judged was drawn with a known probability: each judgement counts for those that were not drawn, and the interval is for as many
  as they are worth. Answers and own ratings are as they are: who answers, and what one chooses to rate, is not everybody.
- Two that cannot be told apart are alike: intervals that overlap are no gap.
"""

from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

import msgspec

from hoolin.experience.contacts.asking import Asking
from hoolin.experience.contacts.scope import Scope
from hoolin.experience.criteria.items import CRITERIA, Item
from hoolin.experience.criteria.register import Register
from hoolin.experience.figures.evidence import Answered, gather
from hoolin.experience.statistics import ENOUGH, effective, wilson

Lean: TypeAlias = Literal["too_few", "alike", "own_higher", "own_lower"]
"""How one's own view stands to another's. `too_few`: one of the two says nothing."""

OTHERS = ("survey", "reviewer")


class Said(msgspec.Struct, frozen=True):
    """What one source says. n: conversations. share: of what it asked or judged in them, how much was met or answered well; None below `ENOUGH`
    conversations. low, high: Wilson's interval.
    """

    n: int
    share: float | None = None
    low: float | None = None
    high: float | None = None


class Beside(msgspec.Struct, frozen=True):
    """One item or criterion. by_source: what `self`, `survey` and `reviewer` say. leans: of one's own view, by the other source."""

    code: str
    by_source: dict[str, Said]
    leans: dict[str, Lean]


class CriterionGap(Beside, frozen=True):
    """A criterion with the items that something is known of."""

    items: tuple[Beside, ...] = ()


class Gap(msgspec.Struct, frozen=True):
    """All of it, in the register's order; what nobody said anything of is left out. enough: conversations from which on something is said."""

    criteria: tuple[CriterionGap, ...]
    enough: int = ENOUGH


def own_gap(asking: Asking, scope: Scope, register: Register) -> Gap:
    """The gap of the agent that a scope is narrowed to."""
    scope.check()
    by_source = gather(asking, scope).by_source
    found = []
    for criterion in CRITERIA:
        items = [item for item in register.items if item.criterion == criterion and item.counted.low is not None]
        whole = _beside(criterion, items, by_source)
        if any(said.n for said in whole.by_source.values()):
            apart = (_beside(item.code, [item], by_source) for item in items)
            known = tuple(one for one in apart if any(said.n for said in one.by_source.values()))
            found.append(CriterionGap(whole.code, whole.by_source, whole.leans, known))
    return Gap(tuple(found))


def _beside(code: str, items: Iterable[Item], by_source: dict[str, list[Answered]]) -> Beside:
    known = {item.code: item for item in items}
    said = {source: _said(by_source[source], known) for source in ("self", *OTHERS)}
    return Beside(code, said, {other: lean(said["self"], said[other]) for other in OTHERS})


def _said(conversations: Iterable[Answered], items: dict[str, Item]) -> Said:
    shares, weights = [], []
    for one in conversations:
        met = [_met(items[code])(value) for code, value in one.values.items() if code in items]
        if met:
            shares.append(sum(met) / len(met))
            weights.append(1 / one.inclusion)
    if len(shares) < ENOUGH:
        return Said(len(shares))
    share = sum(part * weight for part, weight in zip(shares, weights, strict=True)) / sum(weights)
    worth = effective(weights)
    low, high = wilson(min(worth, share * worth), worth)
    return Said(len(shares), share, low, high)


def _met(item: Item) -> Callable[[float], float]:
    """A mark as it is (of several judges their mean), an answer as good or not."""
    return (lambda value: value) if item.scale == "mark" else (lambda value: float(item.counted.good(round(value))))


def lean(own: Said, other: Said) -> Lean:
    """Whether one's own view can be told from another's."""
    if own.low is None or own.high is None or other.low is None or other.high is None:
        return "too_few"
    if own.low > other.high:
        return "own_higher"
    return "own_lower" if own.high < other.low else "alike"
