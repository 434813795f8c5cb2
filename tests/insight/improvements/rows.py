"""Rows of contacts whose truth is known: so many a day for each reason, from some day on fewer of one, and perhaps more of another."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

import numpy as np

from hoolin.catalogue.api import Words
from hoolin.experience.api import contacts
from hoolin.experience.contacts.row import Contact
from hoolin.insight.days import midnight
from hoolin.insight.improvements.daily import Asked
from hoolin.insight.improvements.register import Exposure
from hoolin.insight.reasons.state import Version
from hoolin.insight.reasons.tree import Reason, Share, Tree, Went

ZONE = "Europe/Tallinn"
FIRST = date(2025, 1, 6)
WEEKS_BEFORE, WEEKS_AFTER = 52, 12
CHANGE = FIRST + timedelta(7 * WEEKS_BEFORE)
LAST = CHANGE + timedelta(7 * WEEKS_AFTER - 1)
RENAMED = FIRST + timedelta(150)
"""On this day the reason that the improvement is about was given another code."""

OTHERS = ("roaming", "outage", "sim", "contract", "moving", "device", "speed", "number")
WEEK = (1.2, 1.1, 1.0, 1.0, 0.95, 0.5, 0.4)

Rate = Callable[[date], float]


def reason(code: str, parent: str | None = None) -> Reason:
    """A reason that is called as it is coded."""
    return Reason(code=code, name=Words(et=code, ru=code, en=code), parent=parent)


TREE = Tree(
    reasons=(
        reason("billing"),
        reason("bill_unclear", "billing"),
        reason("bill_wrong", "billing"),
        reason("complaint"),
        *(reason(code) for code in OTHERS),
    )
)
VERSIONS = (
    Version(1, midnight(FIRST, ZONE) - 1, "account:guru", "Puu", TREE),
    Version(
        2, midnight(RENAMED, ZONE), "account:guru", "Selgem nimi", TREE,
        (Went(code="bill", to=(Share(code="bill_unclear"),)),),
    ),
)  # fmt: skip


def asked(**more: object) -> Asked:
    """What is asked of these rows."""
    usual: dict[str, object] = {
        "reasons": ("bill_unclear",), "who": Exposure(), "until": LAST, "zone": ZONE, "versions": VERSIONS, "leaves": TREE.leaves(),
        "customers": {},
    }  # fmt: skip
    return Asked(**(usual | more))  # type: ignore[arg-type]


def lived(seed: int, rates: dict[str, Rate], channel: str = "chat", day_after: int = 2) -> list[Contact]:
    """One contact after the other, each served for six minutes. rates: by reason, how many come on a usual day."""
    chance, random = np.random.default_rng(seed), Random(seed)
    return [
        contact(f"{channel}-{seed}-{code}-{day:%y%m%d}-{number}", code, day, random, channel)
        for day in days(day_after)
        for code, rate in rates.items()
        for number in range(chance.poisson(rate(day) * WEEK[day.weekday()]))
    ]


def days(day_after: int) -> Iterator[date]:
    """From the first to the last, and those that are not counted yet."""
    return (FIRST + timedelta(number) for number in range((LAST - FIRST).days + 1 + day_after))


def contact(name: str, code: str, day: date, random: Random, channel: str = "chat", customer: int = 0) -> Contact:
    """A contact on a day, noted under the code that held then."""
    at = midnight(day, ZONE) + random.randrange(7 * 3_600_000, 20 * 3_600_000)
    noted = "bill" if code == "bill_unclear" and day < RENAMED else code
    return Contact(
        interaction=name, case_no=contacts.number_of(name), customer=customer or contacts.number_of(name), channel=channel,
        queue="service", language="et", arrived_at=at, asked_at=at, reached_at=at + 20_000, answered_at=at + 20_000,
        ended_at=at + 380_000, ending="solved", reason=noted, reasons=noted, work_ms=330_000, wrap_ms=30_000,
    )  # fmt: skip


def columns(rows: list[Contact]) -> contacts.DuckColumns:
    """The rows as figures ask them."""
    made = contacts.DuckColumns(None)
    made.take(contacts.Batch(contacts=rows), [], {}, contacts.Reached(1, "", b""))
    return made


def asking(rows: list[Contact]) -> contacts.Asking:
    """The same, on the day after the last."""
    return contacts.Asking(columns(rows), midnight(LAST + timedelta(3), ZONE))


def steady(a_day: float) -> Rate:
    """As many all the time."""
    return lambda day: a_day


def falls(a_day: float, to: float) -> Rate:
    """To a share of it, from the change on."""
    return lambda day: a_day * (to if day >= CHANGE else 1.0)
