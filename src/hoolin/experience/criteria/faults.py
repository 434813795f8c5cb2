"""What a register may not have. One with a fault is refused whole, with all of its faults at once.

It refuses: a formula that there is not; weights of which nothing counts; evidence that an item cannot have; a time or a number without
a target; an item on another scale than it was answered on; a criterion that is gone; a name missing in a language of the site.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TypeAlias

import msgspec

from hoolin.core.site.rules import Language
from hoolin.experience.criteria.items import CRITERIA, Item
from hoolin.experience.criteria.register import FORMULAS, IN_INDEX, Criterion, Part, Register

NEED_TARGET = frozenset({"ms", "count", "minutes"})
"""Kinds of scales that say nothing good or bad by themselves."""

Why: TypeAlias = Literal[
    "named_twice", "no_words", "not_of_a_criterion", "sources_mixed", "scale_changed", "criterion_missing", "no_such_criterion",
    "unknown_formula", "nothing_counts", "no_weight", "unknown_item", "item_of_another_criterion", "no_such_evidence",
    "needs_target", "target_unused", "not_fatal", "index_empty", "fatal_elsewhere",
]  # fmt: skip


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong. place: the code of the item or criterion. why: which rule it breaks. said: what of it."""

    place: str
    why: Why
    said: str = ""


Known: TypeAlias = Callable[[str], Item | None]
"""The item of a code as it was published last."""


def faults(register: Register, known: Known, languages: Iterable[Language]) -> tuple[Fault, ...]:
    """Everything that is wrong, items first. known: what was published before. languages: the site's."""
    spoken = tuple(languages)
    return (*_items(register, known, spoken), *_criteria(register))


def _items(register: Register, known: Known, languages: tuple[Language, ...]) -> Iterator[Fault]:
    seen: set[str] = set()
    for item in register.items:
        if item.code in seen:
            yield Fault(item.code, "named_twice")
        seen.add(item.code)
        yield from _item(item, languages)
        was = known(item.code)
        if was is not None and was.scale != item.scale:
            yield Fault(item.code, "scale_changed", was.scale)


def _item(item: Item, languages: tuple[Language, ...]) -> Iterator[Fault]:
    criterion, point, name = item.code.partition(".")
    if criterion not in CRITERIA or not point or not name:
        yield Fault(item.code, "not_of_a_criterion", criterion)
    counted = item.scale in NEED_TARGET or item.scale == "share"
    if counted != ("system" in item.sources) or (counted and len(item.sources) > 1):
        yield Fault(item.code, "sources_mixed", ",".join(item.sources))
    if item.fatal and criterion != "compliance":
        yield Fault(item.code, "fatal_elsewhere")
    missing = [one for one in languages if not (item.name.said(one).strip() and item.question.said(one).strip())]
    if missing:
        yield Fault(item.code, "no_words", ",".join(missing))


def _criteria(register: Register) -> Iterator[Fault]:
    codes = [one.code for one in register.criteria]
    for code in CRITERIA:
        if code not in codes:
            yield Fault(code, "criterion_missing")
    for place, one in enumerate(register.criteria):
        if one.code not in CRITERIA:
            yield Fault(one.code, "no_such_criterion")
        if one.code in codes[:place]:
            yield Fault(one.code, "named_twice")
        yield from _criterion(one, register)
    if not any(one.weight for one in register.criteria if one.formula in IN_INDEX):
        yield Fault("", "index_empty")


def _criterion(one: Criterion, register: Register) -> Iterator[Fault]:
    if one.formula not in FORMULAS:
        yield Fault(one.code, "unknown_formula", one.formula)
    elif one.formula in IN_INDEX and not any(part.weight for part in one.parts):
        yield Fault(one.code, "nothing_counts")
    elif one.weight and one.formula not in IN_INDEX:
        yield Fault(one.code, "no_weight", one.formula)
    counted: set[tuple[str, str]] = set()
    for part in one.parts:
        if (part.item, part.source) in counted:
            yield Fault(one.code, "named_twice", f"{part.item} {part.source}")
        counted.add((part.item, part.source))
        yield from _part(one, part, register.item(part.item))


def _part(one: Criterion, part: Part, item: Item | None) -> Iterator[Fault]:
    if item is None:
        yield Fault(one.code, "unknown_item", part.item)
        return
    if item.criterion != one.code:
        yield Fault(one.code, "item_of_another_criterion", part.item)
    if part.source not in item.sources:
        yield Fault(one.code, "no_such_evidence", f"{part.item} {part.source}")
    needs = item.scale in NEED_TARGET and one.formula in IN_INDEX
    if needs and part.target is None:
        yield Fault(one.code, "needs_target", part.item)
    if part.target is not None and item.scale not in NEED_TARGET:
        yield Fault(one.code, "target_unused", part.item)
    if one.formula == "none_fatal" and not item.fatal:
        yield Fault(one.code, "not_fatal", part.item)
