"""Marks and mixes from the site's own rows: by agent and by week, weeks counted from the day on which a rollout began. The same rows give the same figures, in whatever order they lie.

A mark belongs to the week in which the customer came, not to that in which somebody judged it; what was judged after a day may be left out, so that what was told on it stays as it was told. Several judgements of one conversation are one, their mean; of one judge the newest counts.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from hoolin.coaching.effects.design import Like
from hoolin.coaching.effects.panel import Cell, Mark, Panel, mean_of, panel
from hoolin.coaching.effects.rollout import WEEK_DAYS
from hoolin.core.facts import Instant
from hoolin.experience.api import contacts, criteria
from hoolin.insight.api import days
from hoolin.journal.views import statements

STATEMENTS = statements("hoolin.coaching.effects")

SETTLING_DAYS = 7
"""So long after a week is over most of its conversations have been judged."""

HISTORY_DAYS = 2 * 365
FOR_EVER: Instant = 1 << 62


class Weeks(msgspec.Struct, frozen=True):
    """The weeks that are looked at. begin: the first instant of the first one; begins: of each, and the end of the last. before: how many nobody had it."""

    begins: tuple[Instant, ...]
    before: int

    @property
    def number(self) -> int:
        """How many."""
        return len(self.begins) - 1

    def of(self, instant: Instant) -> int:
        """In which one an instant is; -1 before."""
        return bisect_right(self.begins, instant) - 1


def weeks(day: date, before: int, after: int, zone: str) -> Weeks:
    """Around the day of the first wave."""
    first = day - timedelta(before * WEEK_DAYS)
    begins = tuple(days.midnight(first + timedelta(WEEK_DAYS * at), zone) for at in range(before + after + 1))
    return Weeks(begins, before)


def marks(
    asking: contacts.Asking, items: Sequence[criteria.Item], there: Weeks, until: Instant = FOR_EVER
) -> list[Mark]:
    """One of each conversation, item and source, in points, as it was known just before an instant; weighted by the chance with which it was chosen."""
    known = {item.code: item for item in items}
    scope = contacts.Scope(begin=there.begins[0], end=there.begins[-1])
    rows = asking.ask_own(STATEMENTS["marks"], scope, items=sorted(known), until=until)
    newest: dict[tuple[str, str, str], dict[str, float | None]] = {}
    first: dict[tuple[str, str, str], Mapping[str, object]] = {}
    for row in rows:
        key = (row["interaction"], row["item"], row["source"])
        newest.setdefault(key, {})[row["judge"]] = row["value"]
        first.setdefault(key, row)
    found = []
    for key, judged in sorted(newest.items()):
        said, row = [value for _, value in sorted(judged.items()) if value is not None], first[key]
        if said:
            points = 100 * known[key[1]].counted.share(sum(said) / len(said))
            # A question that is asked and judged too is two things to even out.
            found.append(Mark(
                str(row["agent"]), there.of(int(str(row["arrived_at"]))), f"{key[1]}/{key[2]}", str(row["reason"]), points,
                1 / max(0.001, float(str(row["inclusion"]))), key[0],
            ))  # fmt: skip
    return found


def looked(asking: contacts.Asking, items: Sequence[criteria.Item], agents: Sequence[str], there: Weeks) -> Panel:
    """The panel of these agents, and of whoever else was judged."""
    return _panel(marks(asking, items, there), agents, there)


def judged(
    asking: contacts.Asking, items: Sequence[criteria.Item], agents: Sequence[str], there: Weeks, until: Instant
) -> tuple[Panel, dict[str, Panel]]:
    """The same as it was known just before an instant; and by source, where there are several: a reviewer may know who has begun, a customer does not."""
    found = marks(asking, items, there, until)
    sources: dict[str, list[Mark]] = {}
    for one in found:
        sources.setdefault(one.item.rpartition("/")[2], []).append(one)
    apart = {source: _panel(ours, agents, there) for source, ours in sources.items()} if len(sources) > 1 else {}
    return _panel(found, agents, there), apart


def _panel(found: Sequence[Mark], agents: Sequence[str], there: Weeks) -> Panel:
    everybody = sorted({*agents, *(one.agent for one in found)})
    return panel(found, everybody, there.before, there.number)


def alike(asking: contacts.Asking, before: Panel, agents: Sequence[str], there: Weeks, now: Instant) -> list[Like]:
    """By what agents are matched."""
    scope = contacts.Scope(begin=there.begins[0], end=there.begins[-1])
    counts: dict[str, dict[str, int]] = {}
    for row in asking.ask_own(STATEMENTS["mixes"], scope):
        counts.setdefault(row["agent"], {})[row["reason"]] = row["n"]
    long = contacts.Scope(begin=max(0, now - HISTORY_DAYS * contacts.DAY_MS), end=now + 1)
    since: dict[str, int] = {}
    for row in asking.ask_own(STATEMENTS["mixes"], long):
        since[row["agent"]] = min(since.get(row["agent"], now), row["first"])
    rows = dict(zip(before.agents, before.cells, strict=True))
    return [_like(one, rows.get(one, ()), counts.get(one, {}), (now - since.get(one, now)) // contacts.DAY_MS) for one in agents]  # fmt: skip


def _like(agent: str, row: Sequence[Cell | None], mix: Mapping[str, int], tenure_days: int) -> Like:
    whole = sum(mix.values())
    return Like(agent, mean_of(row), {code: n / whole for code, n in mix.items()} if whole else {}, tenure_days)
