"""What a price list may not have. A list with a fault is refused whole, with all of its faults at once.

It refuses: a plan that binds, or that costs something to leave; a fee that is charged and not on the list; an amount in the words
that no price of the list is; a dearer price that customers hear of less than a month before; a list for a time that is over.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

import msgspec

from hoolin.catalogue.prices import Fee, Plan, PriceList, Words
from hoolin.core.facts import Instant
from hoolin.core.site.rules import LANGUAGES, Language

ANNOUNCE_MS = 30 * 86_400_000
"""So long before a price rises customers hear of it, and can leave: the month of Directive (EU) 2018/1972, Article 105(4)."""

PUBLISHED_LATE_MS = 300_000
"""A list that holds from now on was made a moment ago; until then is no time that is over."""

Why: TypeAlias = Literal[
    "binding", "notice", "leaving_fee", "fee_not_listed", "named_twice", "no_words", "amount_not_listed", "rise_too_soon",
    "in_the_past", "nothing_listed", "other_currency", "no_currency",
]  # fmt: skip

NOTICE_DAYS_MAX = 0
"""Leaving is free and at once: what was paid for is used to its end, and nothing more is owed."""

AMOUNT = re.compile(
    r"(?<![\w.,])(\d[\d\s\u00a0]*(?:[.,]\d{1,2})?)\s*(?:€|eur\b|euro|eurot|eurosse|евро)|€\s*(\d+(?:[.,]\d{1,2})?)",
    re.IGNORECASE,
)


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong. item: the code of the plan or fee, "" for the list. why: which rule it breaks. said: what of it."""

    item: str
    why: Why
    said: str = ""


def faults(
    prices: PriceList, before: PriceList | None, languages: Iterable[Language], now: Instant
) -> tuple[Fault, ...]:
    """Everything that is wrong with a list, in the order of the list. before: the one in force. languages: the site's."""
    found = list(_whole(prices, before, now))
    listed = {one.amount for one in prices.everything()}
    fees = {fee.code for fee in prices.fees}
    names = tuple(languages)
    for plan in prices.plans:
        found += _binding(plan)
        found += [Fault(plan.code, "fee_not_listed", code) for code in plan.fees if code not in fees]
    for one in prices.everything():
        found += _words(one, names, listed)
        found += _rise(one, before, prices.valid_from, now)
    return tuple(found)


def _whole(prices: PriceList, before: PriceList | None, now: Instant) -> Iterator[Fault]:
    if not prices.plans:
        yield Fault("", "nothing_listed")
    if prices.valid_from < now - PUBLISHED_LATE_MS:
        yield Fault("", "in_the_past")
    if not prices.currency.isascii() or not prices.currency.isupper():
        yield Fault("", "no_currency", prices.currency)
    if before is not None and before.currency != prices.currency:
        yield Fault("", "other_currency", before.currency)
    seen: set[str] = set()
    for one in prices.everything():
        if one.code in seen:
            yield Fault(one.code, "named_twice")
        seen.add(one.code)


def _binding(plan: Plan) -> Iterator[Fault]:
    if plan.binding_months:
        yield Fault(plan.code, "binding", str(plan.binding_months))
    if plan.notice_days > NOTICE_DAYS_MAX:
        yield Fault(plan.code, "notice", str(plan.notice_days))
    if plan.leaving_fee:
        yield Fault(plan.code, "leaving_fee", str(plan.leaving_fee))


def _words(one: Plan | Fee, languages: tuple[Language, ...], listed: set[int]) -> Iterator[Fault]:
    """Said in every language of the site, and with no amount that is not on the list."""
    texts: tuple[Words, ...] = (one.name, one.about, *(one.includes if isinstance(one, Plan) else ()))
    for words in texts:
        missing = [language for language in languages if not words.said(language).strip()]
        # What about a plan is said at all may be left out, but not in one language only.
        if missing and (words is one.name or len(missing) < len(languages)):
            yield Fault(one.code, "no_words", ",".join(missing))
        for language in LANGUAGES:
            for amount in amounts(words.said(language)):
                if amount not in listed:
                    yield Fault(one.code, "amount_not_listed", words.said(language))


def amounts(text: str) -> Iterator[int]:
    """The amounts of money that a text names, in cents."""
    for match in AMOUNT.finditer(text):
        number = re.sub(r"[\s\u00a0]", "", match[1] or match[2]).replace(",", ".")
        whole, _, cents = number.partition(".")
        yield int(whole) * 100 + int(cents.ljust(2, "0") or 0)


def _rise(one: Plan | Fee, before: PriceList | None, valid_from: Instant, now: Instant) -> Iterator[Fault]:
    was = before.items().get(one.code) if before is not None else None
    if was is None:
        return
    dearer = one.amount > was.amount or one.per != was.per
    more_fees = isinstance(one, Plan) and isinstance(was, Plan) and bool(set(one.fees) - set(was.fees))
    if (dearer or more_fees) and valid_from < now + ANNOUNCE_MS - PUBLISHED_LATE_MS:
        yield Fault(one.code, "rise_too_soon")
