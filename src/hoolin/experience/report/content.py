"""What a report holds: the figures of a month as they were known on a day, and everything that is needed to understand them.

Nothing personal is in it: no customers, no agents, not even who published the criteria. Its canonical form is JSON with sorted keys and without
spaces, numbers to twelve digits; the same figures give the same bytes.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from hoolin.core.errors import Invalid
from hoolin.core.facts import Instant
from hoolin.experience.contacts.asking import Asking
from hoolin.experience.contacts.scope import Scope
from hoolin.experience.criteria.state import Criteria, Version
from hoolin.experience.figures.curves import Curves, curves
from hoolin.experience.figures.definitions import Told, told
from hoolin.experience.figures.index import Score
from hoolin.experience.figures.report import Part, Whole, by, whole
from hoolin.experience.report.month import Month, day_of

FORM = "hoolin report 1"
DIGITS = 12
"""Sums of the same numbers in another order differ beyond."""


class Held(msgspec.Struct, frozen=True):
    """A version of the criteria that held in the month, and what it was published for. at: from when, 0 for the first."""

    number: int
    at: Instant
    why: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """operator: whose figures these are. month: `2026-10`, from `begin` until just before `end`. known: the day on which they were counted; so_far:
    the month was not over. before: the index of the month before, by the same criteria. parts: the same figures by channel. definitions: by
    evidence source and code.
    """

    form: str
    operator: str
    month: str
    zone: str
    begin: Instant
    end: Instant
    known: str
    so_far: bool
    whole: Whole
    before: Score
    parts: tuple[Part, ...]
    curves: Curves
    versions: tuple[Held, ...]
    definitions: dict[str, dict[str, Told]]


def report_of(asking: Asking, month: Month, register: Criteria, operator: str) -> Report:
    """The report of a month. Raises Invalid for one that has not begun."""
    if month.begin > asking.now:
        raise Invalid("month_not_begun", month=str(month))
    scope = Scope(begin=month.begin, end=month.end)
    version = register.at(month.end - 1)
    found = whole(asking, scope, version)
    before = whole(asking, Scope(begin=month.before.begin, end=month.begin), version).scores.index
    return Report(
        form=FORM, operator=operator, month=str(month), zone=month.zone, begin=month.begin, end=month.end,
        known=day_of(asking.now, month.zone).isoformat(), so_far=asking.now < month.end, whole=found, before=before,
        parts=by(asking, scope, version, "channel"), curves=curves(asking, scope), versions=tuple(_held(register, month)),
        definitions=_definitions(found, version),
    )  # fmt: skip


def _held(register: Criteria, month: Month) -> Iterator[Held]:
    """The version that held when the month began, and those that came in it."""
    versions: Sequence[Version] = (register.at(month.begin), *register.between(month.begin, month.end))
    for one in versions:
        yield Held(one.number, one.at, one.why)


def _definitions(found: Whole, version: Version) -> dict[str, dict[str, Told]]:
    scored = [found.scores.index.code, *(one.code for one in found.scores.criteria)]
    codes = {source: list(figures) for source, figures in found.by_source.items()} | {"criteria": scored}
    return {source: {code: told(version.register, source, code) for code in of} for source, of in codes.items()}


def canonical(report: Report) -> bytes:
    """The report as it is signed."""
    return msgspec.json.encode(_rounded(msgspec.to_builtins(report)), order="sorted")


def read(body: bytes) -> Report:
    """The report that was signed. Raises Invalid for what is none."""
    try:
        return msgspec.json.decode(body, type=Report)
    except msgspec.MsgspecError as problem:
        raise Invalid("not_a_report", said=str(problem)) from None


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return value
