"""Command → facts about prices. It refuses a list with faults: see `lint`."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias, cast

import msgspec

from hoolin.catalogue import commands as c
from hoolin.catalogue import facts as f
from hoolin.catalogue.lint import faults
from hoolin.catalogue.prices import PriceList
from hoolin.core.commands import Decides, Decision, Folds
from hoolin.core.errors import Invalid
from hoolin.core.facts import Entry, Instant
from hoolin.core.interaction.site import Site

LocalDay: TypeAlias = tuple[int, int, int]
"""Year, month and day on the clock of a place."""


def utc_day(at: Instant) -> LocalDay:
    """The day in Greenwich."""
    found = datetime.fromtimestamp(at / 1000, UTC)
    return found.year, found.month, found.day


class Published(msgspec.Struct, frozen=True):
    """A list and when it was published."""

    number: int
    at: Instant
    prices: PriceList


class Catalogue:
    """Every list that was published, the oldest first. site: whose languages they speak; it is read, never changed. day_of: the day of an instant
    where the site is; what is decided with it is recorded, and replay never asks it again.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.lists: list[Published] = []
        self.day_of: Callable[[Instant], LocalDay] = utc_day

    def in_force(self, now: Instant) -> Published | None:
        """The list that holds now: the newest of those whose time has come."""
        return next((one for one in reversed(self.lists) if one.prices.valid_from <= now), None)

    def to_come(self, now: Instant) -> Published | None:
        """The list that will hold next, if one has been published."""
        return self.lists[-1] if self.lists and self.lists[-1].prices.valid_from > now else None

    def held(self) -> list[Published]:
        """The lists that came to hold or will, in the order of their times: one that was replaced before its time came did not."""
        kept: list[Published] = []
        for one in self.lists:
            while kept and kept[-1].prices.valid_from >= one.prices.valid_from:
                kept.pop()
            kept.append(one)
        return kept


def publish(catalogue: Catalogue, command: c.PublishPrices, now: Instant) -> Decision:
    """The list as it will be shown. Publishing what was published last once more changes nothing."""
    last = catalogue.lists[-1] if catalogue.lists else None
    if last is not None and last.prices == command.prices:
        return Decision()
    in_force = catalogue.in_force(now)
    found = faults(command.prices, in_force.prices if in_force else None, catalogue.site.kept.rules.languages, now)
    if found:
        raise Invalid("price_list", faults=[msgspec.to_builtins(fault) for fault in found])
    number = last.number + 1 if last is not None else 1
    return Decision((f.PricesPublished(number=number, prices=command.prices),))


def published(catalogue: Catalogue, entry: Entry) -> None:
    """One list more."""
    fact = cast(f.PricesPublished, entry.fact)
    catalogue.lists.append(Published(fact.number, entry.at, fact.prices))


def given(catalogue: Catalogue, entry: Entry) -> None:
    """What was shown to whom, and what they agreed to, changes no list."""


DECIDES: Decides = {c.PublishPrices: publish}
FOLDS: Folds = {f.PricesPublished: published, f.PriceShown: given, f.ConsentGiven: given}
