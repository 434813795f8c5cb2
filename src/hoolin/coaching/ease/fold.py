"""Facts → what one may tell and was told, and whose keys are to be destroyed. It follows the floor, whose state it reads: this room comes after it."""

from typing import Any, cast

from hoolin.coaching.ease import facts as f
from hoolin.coaching.ease.state import (
    COUNTED_MAX,
    DAYS_MAX,
    KEPT_DAYS,
    OPEN_MAX,
    RESTS_MAX,
    TELL_MS_MAX,
    Daily,
    Ease,
    Ended,
    Orphan,
    Rest,
    Served,
    Tap,
)
from hoolin.coaching.leaving.facts import CoachingSwept
from hoolin.coaching.leaving.fold import LEAVES, leaver
from hoolin.coaching.leaving.going import DAY_MS, goes, swept
from hoolin.core import facts as base
from hoolin.core.commands import Folds
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as i

# ── what one may tell ───────────────────────────────────────────────────────────────────────────────────────────────


def wrap_up_started(state: Ease, entry: Entry) -> None:
    """From here on it can be said how it felt."""
    fact = cast(i.WrapUpStarted, entry.fact)
    one = state.site.kept.interactions.get(fact.interaction)
    if one is None or not state.site.kept.ease.on:
        return
    mine = state.kept.served.setdefault(fact.agent, {})
    mine[fact.interaction] = Served(one.queue, one.channel, entry.at)
    while mine and (len(mine) > OPEN_MAX or entry.at - next(iter(mine.values())).at >= TELL_MS_MAX):
        del mine[next(iter(mine))]


def closed(state: Ease, entry: Entry) -> None:
    """What it was about is known now."""
    fact = cast(i.InteractionClosed, entry.fact)
    reason = f.reason_of(fact.reasons)
    for known in (state.kept.served, state.kept.taps):
        one = cast(Any, known).get(fact.agent, {}).get(fact.interaction)
        if one is not None:
            one.reason = reason


def presence_changed(state: Ease, entry: Entry) -> None:
    """The end of a shift is the end of telling; a connection that is lost is not. Stepping away ends a breather."""
    fact = cast(i.PresenceChanged, entry.fact)
    if fact.presence == "offline" and fact.reason != "connection_lost":
        state.kept.served.pop(fact.agent, None)
    if fact.presence != "online":
        _rest_ended(state, fact.agent, "left", entry.at)


def left(state: Ease, entry: Entry) -> None:
    """What they told goes with them. Only what a week still needs that was not counted stays until it is, and is nobody's by then: whoever is called as they were finds nothing."""
    agent, kept = leaver(entry), state.kept
    kept.served.pop(agent, None)
    kept.rests.pop(agent, None)
    for tap in kept.taps.pop(agent, {}).values():
        owner = f.owner_of(agent, tap.tap)
        if tap.week in kept.counted:
            goes(kept.gone, entry, owner)
        else:
            kept.orphans.append(Orphan(tap, agent, owner))


# ── what was told ───────────────────────────────────────────────────────────────────────────────────────────────────


def told(state: Ease, entry: Entry) -> None:
    """Theirs; what they had told of the same contact goes."""
    fact = cast(f.EaseTold, entry.fact)
    served, mine = state.kept.served[fact.agent][fact.interaction], state.kept.taps.setdefault(fact.agent, {})
    before = mine.pop(fact.interaction, None)
    if before is not None:
        goes(state.kept.gone, entry, f.owner_of(fact.agent, before.tap))
    mine[fact.interaction] = Tap(
        fact.tap, served.queue, served.channel, entry.at, fact.week, fact.hour, served.reason
    )  # fmt: skip
    swept(state.kept.gone, entry.at)


def taken_back(state: Ease, entry: Entry) -> None:
    """Gone."""
    fact = cast(f.EaseTakenBack, entry.fact)
    _go(state, entry, fact.agent, set(fact.taps))


def counted(state: Ease, entry: Entry) -> None:
    """That week is told, and told no other way again. Nobody needs any more what those told who have left."""
    fact, kept = cast(f.EaseCounted, entry.fact), state.kept
    kept.counted[fact.week] = fact.cells
    goes(kept.gone, entry, *(one.owner for one in kept.orphans if one.tap.week == fact.week))
    kept.orphans = [one for one in kept.orphans if one.tap.week != fact.week]
    while len(state.kept.counted) > COUNTED_MAX:
        del state.kept.counted[min(state.kept.counted)]


def swept_out(state: Ease, entry: Entry) -> None:
    """What is too old goes, also of whoever tells nothing any more."""
    before = entry.at - KEPT_DAYS * DAY_MS
    for agent, taps in list(state.kept.taps.items()):
        _go(state, entry, agent, {tap.tap for tap in taps.values() if tap.at < before})
    swept(state.kept.gone, entry.at)


def _go(state: Ease, entry: Entry, agent: str, taps: set[str]) -> None:
    mine = state.kept.taps.get(agent, {})
    for interaction, tap in list(mine.items()):
        if tap.tap in taps:
            del mine[interaction]
            goes(state.kept.gone, entry, f.owner_of(agent, tap.tap))
    if not mine:
        state.kept.taps.pop(agent, None)


# ── breathers, and those who wait ───────────────────────────────────────────────────────────────────────────────────


def offered(state: Ease, entry: Entry) -> None:
    """How long somebody waited for a first offer, and whether somebody rested then."""
    fact = cast(i.OfferMade, entry.fact)
    one = state.site.kept.interactions.get(fact.interaction)
    if one is None or one.offers != 1 or not state.site.kept.ease.on:
        return
    day, waited = _day(state, entry.at), max(0, entry.at - one.place_at)
    late = waited > state.site.queue(one.queue).target_ms
    day.offers, day.waited_ms, day.late = day.offers + 1, day.waited_ms + waited, day.late + late
    if state.site.resting:
        day.resting_offers += 1
        day.resting_waited_ms += waited
        day.resting_late += late


def rest_begun(state: Ease, entry: Entry) -> None:
    """For the eyes of whoever has it."""
    fact = cast(i.BreatherBegun, entry.fact)
    rests = state.kept.rests.setdefault(fact.agent, [])
    rests.append(Rest(entry.at, fact.why))
    del rests[:-RESTS_MAX]
    _day(state, entry.at).begun += 1


def rest_ended(state: Ease, entry: Entry) -> None:
    """What ended it is known."""
    fact = cast(i.BreatherEnded, entry.fact)
    _rest_ended(state, fact.agent, fact.cause, entry.at)


def _rest_ended(state: Ease, agent: str, cause: Ended, now: int) -> None:
    rests = state.kept.rests.get(agent)
    if rests and not rests[-1].ended_at:
        rests[-1].ended_at, rests[-1].cause = now, cause
        day = _day(state, now)
        day.rested_ms += now - rests[-1].begun_at
        day.cut += cause == "needed"


def _day(state: Ease, now: int) -> Daily:
    number = now // DAY_MS
    found = state.kept.days.get(number)
    if found is None:
        found = state.kept.days[number] = Daily()
        while len(state.kept.days) > DAYS_MAX:
            del state.kept.days[min(state.kept.days)]
    return found


FOLDS: Folds = {
    i.WrapUpStarted: wrap_up_started,
    i.InteractionClosed: closed,
    i.PresenceChanged: presence_changed,
    i.OfferMade: offered,
    i.BreatherBegun: rest_begun,
    i.BreatherEnded: rest_ended,
    f.EaseTold: told,
    f.EaseTakenBack: taken_back,
    f.EaseCounted: counted,
    CoachingSwept: swept_out,
    **dict.fromkeys(LEAVES, left),
}

FACTS: tuple[type[base.Fact], ...] = (f.EaseTold, f.EaseTakenBack, f.EaseCounted)
