"""A price list as a value: plans, the fees beside them, and from when it holds.

Amounts are whole numbers in the smallest unit of the list's currency (cents), tax included, as a customer pays them. A list is
published whole; there is one for everybody, and no field in which a price could differ by who asks.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Instant
from hoolin.core.site.rules import Language, Value

PLANS_MAX = 200
FEES_MAX = 500
"""More than anybody has; a list is shown whole, and what is longer than this nobody reads."""

Amount = Annotated[int, msgspec.Meta(ge=0, le=10_000_000_00)]
Per: TypeAlias = Literal["once", "month", "year", "day", "gigabyte", "megabyte", "minute", "message", "hour", "piece"]
"""What the amount is paid for: once, for so much time, or for each of something."""

Line = Annotated[str, msgspec.Meta(max_length=300)]


class Words(Value):
    """A text in the site's languages. et, ru, en: in Estonian, Russian and English; those that the site does not speak stay empty."""

    et: Line = ""
    ru: Line = ""
    en: Line = ""

    def said(self, language: Language) -> str:
        """The text in a language."""
        return str(getattr(self, language))


class Fee(Value):
    """What may be charged beside a plan's price. code: by which plans name it. name: what it is for. amount, per: how much, for what. about: when it is charged, and how to do without it."""

    code: Code
    name: Words
    amount: Amount
    per: Per
    about: Words = Words()


class Plan(Value):
    """What a customer can have. code: by which it is known from list to list. name: what it is called; about: in a sentence. amount, per: its
    price. includes: what is in it, a line each. fees: codes of the fees of the list that
    may come beside. binding_months, notice_days, leaving_fee: a list with any of them is refused; they are here so that a list
    from elsewhere cannot lose them on its way.
    """

    code: Code
    name: Words
    amount: Amount
    per: Per = "month"
    about: Words = Words()
    includes: Annotated[tuple[Words, ...], msgspec.Meta(max_length=30)] = ()
    fees: Annotated[tuple[Code, ...], msgspec.Meta(max_length=50)] = ()
    binding_months: Annotated[int, msgspec.Meta(ge=0, le=600)] = 0
    notice_days: Annotated[int, msgspec.Meta(ge=0, le=3_660)] = 0
    leaving_fee: Amount = 0


class PriceList(Value):
    """All prices. plans: what can be had; fees: everything else that may cost something. currency: three letters. valid_from: the instant from which it holds; until then the one before does."""

    valid_from: Instant
    plans: Annotated[tuple[Plan, ...], msgspec.Meta(max_length=PLANS_MAX)]
    fees: Annotated[tuple[Fee, ...], msgspec.Meta(max_length=FEES_MAX)] = ()
    currency: Annotated[str, msgspec.Meta(min_length=3, max_length=3)] = "EUR"

    def everything(self) -> "tuple[Plan | Fee, ...]":
        """Plans, then fees."""
        return (*self.plans, *self.fees)

    def items(self) -> "dict[str, Plan | Fee]":
        """Plans and fees by their code."""
        return {one.code: one for one in self.everything()}
