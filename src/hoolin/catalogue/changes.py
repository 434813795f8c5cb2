"""What changed from one price list to the next, so that nobody needs to lay two side by side."""

from typing import Literal, TypeAlias

import msgspec

from hoolin.catalogue.decide import Published
from hoolin.catalogue.prices import Fee, Per, Plan, PriceList, Words
from hoolin.core.facts import Instant

What: TypeAlias = Literal["new", "gone", "cheaper", "dearer", "charged_otherwise", "said_otherwise"]


class Change(msgspec.Struct, frozen=True):
    """One plan or fee that is not as it was. amount, per: now; was, was_per: before. None where it is new, or gone."""

    item: str
    what: What
    name: Words
    amount: int | None
    per: Per | None
    was: int | None
    was_per: Per | None


class Edition(msgspec.Struct, frozen=True):
    """A list that came to hold (or will): its number, when it was published, from when it holds, and what changed with it."""

    number: int
    published_at: Instant
    valid_from: Instant
    changes: tuple[Change, ...]


def editions(held: list[Published]) -> tuple[Edition, ...]:
    """The history, the newest first."""
    before: PriceList | None = None
    made = []
    for one in held:
        made.append(Edition(one.number, one.at, one.prices.valid_from, between(before, one.prices)))
        before = one.prices
    return tuple(reversed(made))


def between(before: PriceList | None, after: PriceList) -> tuple[Change, ...]:
    """Every plan and fee that differs; what is gone comes last."""
    old, new = before.items() if before is not None else {}, after.items()
    found = [change for one in after.everything() if (change := _change(old.get(one.code), one))]
    found += [
        Change(one.code, "gone", one.name, None, None, one.amount, one.per)
        for code, one in old.items()
        if code not in new
    ]
    return tuple(found)


def _change(was: Plan | Fee | None, one: Plan | Fee) -> Change | None:
    if was is None:
        return Change(one.code, "new", one.name, one.amount, one.per, None, None)
    if was == one:
        return None
    what: What = "said_otherwise"
    if was.per != one.per:
        what = "charged_otherwise"
    elif was.amount != one.amount:
        what = "dearer" if one.amount > was.amount else "cheaper"
    return Change(one.code, what, one.name, one.amount, one.per, was.amount, was.per)
