"""The evidence as it lies in the rows of the site's contacts, up to one instant.

What colleagues judged and what customers answered of one conversation stays apart by who said it; the newest word of each judge counts. How a conversation was
chosen for judging (with which chance) is one of the kinds by which it is compared: whoever hands on much is judged more often on just that.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from hoolin.coaching.advice.seen import HEARD, SHOWN, Ended, Evidence, Seen, met, workable
from hoolin.core.facts import Instant
from hoolin.experience.api import contacts, criteria
from hoolin.insight.api import days
from hoolin.journal.views import statements

STATEMENTS = statements("hoolin.coaching.advice")

SEEN_DAYS = 182
"""Half a year back: long enough to see something, short enough that it is still them."""

YEAR_DAYS = 365
"""What goes together with what is asked of a whole year."""

WEEK_MS = 7 * contacts.DAY_MS


def last_look(now: Instant, zone: str) -> Instant:
    """The first instant of this month: it is looked once a month, so that what is said does not flicker, and chance has twelve throws a year and no more."""
    today = days.day_of(now, zone)
    return days.midnight(date(today.year, today.month, 1), zone)


def gather(asking: contacts.Asking, register: criteria.Register, look: Instant) -> Evidence:
    """All that is known at a look."""
    scope = contacts.Scope(begin=max(0, look - YEAR_DAYS * contacts.DAY_MS), end=look)
    items = workable(register)
    rows = asking.ask_own(STATEMENTS["marks"], scope, look=look)
    found = [*_marked(rows, items), *_priced(asking.ask_own(STATEMENTS["prices"], scope), SHOWN in items)]
    order = {item: at for at, item in enumerate(items)}
    found.sort(key=lambda one: (order[one.item], one.at, one.interaction))
    begin = look - SEEN_DAYS * contacts.DAY_MS
    return Evidence(tuple(one for one in found if one.at >= begin), tuple(found), _ended(asking, scope, look, rows))


def _marked(rows: Iterable[Mapping[str, Any]], items: Mapping[str, criteria.Item]) -> list[Seen]:
    newest: dict[tuple[str, str, str], dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        if row["item"] in items:
            newest.setdefault((row["interaction"], row["item"], row["source"]), {})[row["judge"]] = row
    found = []
    for (interaction, item, who), judged in newest.items():
        said = [row for row in judged.values() if row["value"] is not None]
        if said:
            first = said[0]
            by = ("", "") if who == "survey" else (who + "+".join(sorted(judged)), f"{first['inclusion']:.3f}")
            kinds = (first["reason"], first["channel"], first["language"], *by)
            value = met(items[item], (row["value"] for row in said))
            found.append(Seen(interaction, first["agent"], item, value, kinds, first["arrived_at"]))
    return found


def _priced(rows: Iterable[Mapping[str, Any]], wanted: bool) -> list[Seen]:
    return [
        Seen(
            row["interaction"], row["agent"], SHOWN, bool(row["met"]), (row["reason"], row["channel"], row["language"], "", ""),
            row["arrived_at"],
        )
        for row in rows
        if wanted
    ]  # fmt: skip


def _ended(
    asking: contacts.Asking, scope: contacts.Scope, look: Instant, marks: Iterable[Mapping[str, Any]]
) -> dict[str, Ended]:  # fmt: skip
    heard = {
        row["interaction"]: criteria.ITEMS[HEARD].counted.good(round(row["value"])) for row in marks
        if row["item"] == HEARD and row["source"] == "survey" and row["value"] is not None
    }  # fmt: skip
    # Counted from now: what was closed at the look was closed for longer since.
    closed = WEEK_MS + max(0, asking.now - look)
    rows = asking.ask_own(STATEMENTS["turned_out"], scope, group="c.interaction", look=look, closed=closed)
    found = {
        row["interaction"]: Ended(
            row["interaction"], row["agent"], row["reason"], row["channel"], bool(row["resolved"]), heard.get(row["interaction"])
        )
        for row in rows
    }  # fmt: skip
    for row in marks:
        # Whose seven days are not over may have answered already.
        if row["interaction"] in heard and row["interaction"] not in found:
            found[row["interaction"]] = Ended(
                row["interaction"], row["agent"], row["reason"], row["channel"], None, heard[row["interaction"]]
            )
    return found
