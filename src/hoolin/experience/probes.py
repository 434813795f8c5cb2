"""Probes: how long it takes a customer to reach a person, measured by asking for one from outside, on a schedule.

What a probe meets is what customers meet: the public page, the line, the night. Times are those of somebody who would have waited
on: who gave up after the time that was set had not been reached by then, and is not left out.
"""

from collections import defaultdict
from typing import Annotated, cast

import msgspec

from hoolin.core.commands import Command, Decides, Decision, Folds
from hoolin.core.errors import Invalid
from hoolin.core.facts import Code, Entry, Instant, Ms
from hoolin.core.site.rules import Language
from hoolin.experience import facts as f
from hoolin.experience.statistics import (
    ENOUGH,
    Point,
    Proportion,
    cumulative_incidence,
    proportion,
    share_by,
    thinned,
    time_of,
    wilson,
)

KEPT = 2_000
"""Results in memory: two months of one every half hour. All of them are in the journal."""

DAYS = 30
LATE_MS_MAX = 86_400_000
CLOCKS_APART_MS = 300_000


class ReportProbe(Command):
    """A probe tells what it met. channel, language: by which way, in which. asked_at: when it asked. took_ms: until a person answered, or until
    it ended otherwise. ending: how. code: what broke, "" otherwise.
    """

    channel: Code
    language: Language
    asked_at: Instant
    took_ms: Ms
    ending: f.ProbeEnding
    code: Annotated[str, msgspec.Meta(max_length=64)] = ""


class Result(msgspec.Struct, frozen=True):
    """What one probe met."""

    channel: str
    language: Language
    asked_at: Instant
    took_ms: int
    ending: f.ProbeEnding


class Probes(msgspec.Struct):
    """The newest results, the oldest first."""

    results: list[Result] = []


class TimeToHuman(msgspec.Struct, frozen=True):
    """Of one channel in the last thirty days. reached: the share of probes that a person answered at all, of those sent while somebody
    was to be there. within: how many of all were reached by so many ms. half_ms, most_ms: by when half, and nine of ten, were reached; None
    where that many never were, or there are too few to say. closed, failed: counted apart.
    """

    channel: str
    probes: int
    reached: Proportion | None
    within: dict[int, Point | None]
    half_ms: float | None
    most_ms: float | None
    closed: int
    failed: int
    newest: Result
    alarm: bool


def report(probes: Probes, command: ReportProbe, now: Instant) -> Decision:
    """Written down as it was measured. Raises Invalid for a time that is not over, or long over."""
    ended = command.asked_at + command.took_ms
    if ended > now + CLOCKS_APART_MS or ended < now - LATE_MS_MAX:
        raise Invalid("not_a_time", at=ended)
    fact = f.ProbeEnded(
        channel=command.channel, language=command.language, asked_at=command.asked_at, took_ms=command.took_ms,
        ending=command.ending, code=command.code,
    )  # fmt: skip
    return Decision((fact,))


def ended(probes: Probes, entry: Entry) -> None:
    """One result more; the oldest is let go."""
    fact = cast(f.ProbeEnded, entry.fact)
    probes.results.append(Result(fact.channel, fact.language, fact.asked_at, fact.took_ms, fact.ending))
    if len(probes.results) > KEPT:
        del probes.results[0]


class AlarmRules(msgspec.Struct, frozen=True):
    """When it is too long. within_ms: a person who came later is as if nobody had come; 0: any time is soon enough. in_row: so many probes one after
    the other, by the same way.
    """

    within_ms: Ms = 0
    in_row: int = 1


USUAL = AlarmRules()


def alarms(probes: Probes, rules: AlarmRules = USUAL) -> dict[str, bool]:
    """By channel, whether its newest probes all reached nobody, or too late, though somebody was to be there. Where the newest was told that nobody
    is there now, there is nothing to be alarmed about.
    """
    row: dict[str, int] = {}
    for result in probes.results:
        row[result.channel] = row.get(result.channel, 0) + 1 if _bad(result, rules) else 0
    return {channel: count >= rules.in_row for channel, count in row.items()}


def _bad(result: Result, rules: AlarmRules) -> bool:
    late = 0 < rules.within_ms < result.took_ms
    return result.ending in ("gave_up", "failed") or (result.ending == "reached" and late)


def time_to_human(
    probes: Probes, now: Instant, limits: tuple[int, ...] = (30_000, 120_000, 600_000), rules: AlarmRules = USUAL
) -> list[TimeToHuman]:
    """By channel, in the order of their names. limits: the times at which the share is told."""
    ringing = alarms(probes, rules)
    return [_of(channel, found, limits, ringing[channel]) for channel, found in _recent(probes, now)]


class Mirrored(msgspec.Struct, frozen=True):
    """Of one channel in the last thirty days, for everybody. asked: probes that were to reach somebody; closed, failed: those that were told when we
    open, and those that met nothing that works. curve: the share of those asked that a person had answered by each time, with its interval; empty
    where there are too few to say. enough: from how many on there is something to say.
    """

    channel: str
    asked: int
    closed: int
    failed: int
    curve: tuple[Point, ...]
    enough: int = ENOUGH
    days: int = DAYS


def mirrored(probes: Probes, now: Instant) -> list[Mirrored]:
    """What everybody may know of how soon a person answers, by channel: no alarm of the moment, no single result."""
    found = []
    for channel, results in _recent(probes, now):
        asked, curve = _curve(results)
        ends = [one.ending for one in results]
        shown = thinned(curve) or (_nobody(results, asked),) if asked >= ENOUGH else ()
        found.append(Mirrored(channel, asked, ends.count("closed"), ends.count("failed"), shown))
    return found


def _nobody(results: list[Result], asked: int) -> Point:
    """Where no probe that asked was answered at all: how sure that is, by the longest time that one waited."""
    longest = max(one.took_ms for one in results if one.ending == "gave_up")
    return Point(longest, 0.0, 0.0, *wilson(0, asked), asked)


def _recent(probes: Probes, now: Instant) -> list[tuple[str, list[Result]]]:
    by_channel: defaultdict[str, list[Result]] = defaultdict(list)
    for result in probes.results:
        if result.asked_at >= now - DAYS * 86_400_000:
            by_channel[result.channel].append(result)
    return sorted(by_channel.items())


def _curve(results: list[Result]) -> tuple[int, tuple[Point, ...]]:
    """How many were to reach somebody, and by when they had. Who met nothing that works was not reached by then, and nobody knows when they would
    have been; they are counted apart.
    """
    asked = [one for one in results if one.ending in ("reached", "gave_up")]
    watched = [(one.took_ms, "reached" if one.ending == "reached" else None) for one in asked]
    return len(asked), cumulative_incidence(watched, "reached")


def _of(channel: str, results: list[Result], limits: tuple[int, ...], alarm: bool) -> TimeToHuman:
    asked = [one for one in results if one.ending in ("reached", "gave_up")]
    number, curve = _curve(results)
    enough = number >= ENOUGH
    return TimeToHuman(
        channel=channel,
        probes=len(results),
        reached=proportion(sum(one.ending == "reached" for one in asked), len(asked)) if enough else None,
        within={limit: share_by(curve, limit) if enough else None for limit in limits},
        half_ms=time_of(curve, 0.5) if enough else None,
        most_ms=time_of(curve, 0.9) if enough else None,
        closed=sum(one.ending == "closed" for one in results),
        failed=sum(one.ending == "failed" for one in results),
        newest=results[-1],
        alarm=alarm,
    )


FACTS = (f.ProbeEnded,)
DECIDES: Decides = {ReportProbe: report}
FOLDS: Folds = {f.ProbeEnded: ended}
