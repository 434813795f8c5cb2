"""What a file would change, and the commands that change it: told before anything is done."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import msgspec

from hoolin.cases.api import replies
from hoolin.core.commands import Command
from hoolin.core.flow import commands as fc
from hoolin.core.interaction import commands as c
from hoolin.core.site.hours import Holidays, Hours
from hoolin.experience.api import reviews, surveys
from hoolin.server.config.shape import ALL_CHANNELS, SECTIONS, Setup, plain

VALUE_CHARACTERS_MAX = 60
"""What is longer is cut when it is told in words."""


HolidaysOf: TypeAlias = Callable[[str, str], Holidays]
"""Given a channel and a country, empty for none. Raises Invalid."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One value that would be another. path: where, with dots. before, after: None where there was or will be nothing."""

    path: str
    before: Any = None
    after: Any = None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Something that would be set otherwise. section: of the file. name: which of it; empty where there is one. kind: `added`, `changed` or
    `removed`. fields: what would differ; none where the whole is new or gone.
    """

    section: str
    name: str
    kind: str
    fields: tuple[Field, ...] = ()


def changes(now: Setup, asked: Setup) -> list[Change]:
    """In the order of the file. What is not asked for stays as it is."""
    before, after = plain(now), plain(asked)
    told: list[Change] = []
    for name, wanted in after.items():
        there = before[name]
        if not SECTIONS[name].noun:
            fields = tuple(_fields(there, wanted))
            told += [Change(section=name, name="", kind="changed", fields=fields)] if fields else []
            continue
        for one in sorted(wanted):
            found = _change(name, one, there.get(one), wanted[one])
            told += [found] if found is not None else []
    return told


def _change(section: str, name: str, there: Any, wanted: Any) -> Change | None:
    if there == wanted:
        return None
    if wanted is None:
        return Change(section=section, name=name, kind="removed")
    if there is None:
        return Change(section=section, name=name, kind="added")
    return Change(section=section, name=name, kind="changed", fields=tuple(_fields(there, wanted)))


def _fields(before: Any, after: Any, path: str = "") -> Iterator[Field]:
    """The smallest places that differ. Lists are told whole: their order has a meaning."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            if before.get(name) != after.get(name):
                yield from _fields(before.get(name), after.get(name), f"{path}.{name}" if path else name)
    elif before != after:
        yield Field(path=path, before=before, after=after)


def commands(
    asked: Setup, told: list[Change], live_versions: Mapping[str, int], holidays_of: HolidaysOf
) -> list[tuple[str, Command]]:
    """What leads there, each with the place in the file that it is for, in an order in which each finds what it needs: a flow is retired only
    when nobody is greeted by it any more. live_versions: of surveys and of reviews. holidays_of: a country, at a channel.
    """
    made: list[tuple[str, Command]] = []
    last: list[tuple[str, Command]] = []
    for change in told:
        value = asked[change.section][change.name] if change.name else asked[change.section]
        place = f"{change.section}.{change.name}".rstrip(".")
        if change.section == "greeted_by":
            made += [
                (f"{place}.{one.path}", fc.UseFlow(channel=one.path, flow=one.after or "")) for one in change.fields
            ]
        elif change.section == "holidays":
            made += [
                (
                    f"{place}.{one.path}",
                    c.SetHolidays(holidays=holidays_of("" if one.path == ALL_CHANNELS else one.path, one.after or "")),
                )
                for one in change.fields
            ]
        elif change.section == "flows" and value is None:
            last.append((place, fc.RetireFlow(flow=change.name)))
        elif change.section == "flows":
            made.append((place, fc.SetFlow(flow=value)))
        else:
            made.append((place, _command(change, value, live_versions)))
    return made + last


def _command(change: Change, value: Any, versions: Mapping[str, int]) -> Command:
    match change.section:
        case "site":
            return c.SetSite(rules=value)
        case "channels":
            return c.SetChannel(rules=value)
        case "queues":
            return c.SetQueue(rules=value)
        case "hours":
            return c.SetHours(hours=value or Hours(channel="" if change.name == ALL_CHANNELS else change.name))
        case "agents":
            return c.SetAgent(profile=value) if value is not None else c.RetireAgent(agent=change.name)
        case "replies":
            known = replies.commands
            return known.SetReply(reply=value) if value is not None else known.RetireReply(name=change.name)
        case "ease":
            return c.SetEaseRules(rules=value)
        case "surveys":
            return surveys.commands.SetSurveys(rules=value, after=versions["surveys"])
        case _:
            return reviews.commands.SetReviews(rules=value, after=versions["reviews"])


# ── in words ────────────────────────────────────────────────────────────────────────────────────────────────────────


def in_words(told: list[Change]) -> list[str]:
    """A line for each difference, in English, for the command line."""
    return [line for change in told for line in _lines(change)]


def _lines(change: Change) -> Iterator[str]:
    noun = SECTIONS[change.section].noun
    what = f"{noun} {change.name}" if noun else change.section
    if change.kind == "removed":
        yield f"{what}: {'retired' if noun in ('agent', 'flow', 'reply') else 'taken away'}"
    elif change.kind == "added":
        yield f"{what}: new"
    for field in change.fields:
        yield f"{what}: {field.path} {_said(field.path, field.before)} → {_said(field.path, field.after)}"


UNITS = (("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000))


def _said(path: str, value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, int) and not isinstance(value, bool) and ("_ms" in path or path.endswith("ms")):
        return next((f"{value // size} {unit}" for unit, size in UNITS if value and value % size == 0), f"{value} ms")
    if isinstance(value, bool):
        return "yes" if value else "no"
    said = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return said if len(said) <= VALUE_CHARACTERS_MAX else said[: VALUE_CHARACTERS_MAX - 1] + "…"
