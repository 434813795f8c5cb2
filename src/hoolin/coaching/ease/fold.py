"""Facts → what one may tell and was told. It follows the floor, whose state it reads: this room comes after it."""

from typing import Any, cast

from hoolin.coaching.ease import facts as f
from hoolin.coaching.ease.state import (
    COUNTED_MAX,
    DAYS_MAX,
    GONE_MS,
    OPEN_MAX,
    RESTS_MAX,
    TELL_MS_MAX,
    Daily,
    Ease,
    Ended,
    Rest,
    Served,
    Tap,
)
from hoolin.core import facts as base
from hoolin.core.commands import Folds
from hoolin.core.facts import Entry, Instant
from hoolin.core.interaction import facts as i

DAY_MS = 86_400_000


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


def retired(state: Ease, entry: Entry) -> None:
    """Whoever leaves takes along what they told, also of weeks that were not counted yet; what was told of many before stays, for it is of many."""
    agent = cast(i.AgentRetired, entry.fact).agent
    state.kept.served.pop(agent, None)
    state.kept.rests.pop(agent, None)
    _goes(state, entry.at, agent, *state.kept.taps.pop(agent, {}).values())


# ── what was told ───────────────────────────────────────────────────────────────────────────────────────────────────


def told(state: Ease, entry: Entry) -> None:
    """Theirs; what they said of the same contact before is gone."""
    fact = cast(f.EaseTold, entry.fact)
    served = state.kept.served[fact.agent][fact.interaction]
    mine = state.kept.taps.setdefault(fact.agent, {})
    before = mine.get(fact.interaction)
    if before is not None:
        _goes(state, entry.at, fact.agent, before)
    mine[fact.interaction] = Tap(fact.tap, served.queue, served.channel, entry.at, fact.week, fact.hour, served.reason)


def taken_back(state: Ease, entry: Entry) -> None:
    """Gone."""
    fact = cast(f.EaseTakenBack, entry.fact)
    gone = set(fact.taps)
    left = {one: tap for one, tap in state.kept.taps.get(fact.agent, {}).items() if tap.tap not in gone}
    if left:
        state.kept.taps[fact.agent] = left
    else:
        state.kept.taps.pop(fact.agent, None)


def counted(state: Ease, entry: Entry) -> None:
    """That week is told, and told no other way again."""
    fact = cast(f.EaseCounted, entry.fact)
    state.kept.counted[fact.week] = fact.cells
    while len(state.kept.counted) > COUNTED_MAX:
        del state.kept.counted[min(state.kept.counted)]


def _goes(state: Ease, at: Instant, agent: str, *taps: Tap) -> None:
    gone = state.kept.gone
    while gone and next(iter(gone.values())) < at - GONE_MS:
        del gone[next(iter(gone))]
    for tap in taps:
        gone[f.owner_of(agent, tap.tap)] = at


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
    i.AgentRetired: retired,
    i.OfferMade: offered,
    i.BreatherBegun: rest_begun,
    i.BreatherEnded: rest_ended,
    f.EaseTold: told,
    f.EaseTakenBack: taken_back,
    f.EaseCounted: counted,
}

FACTS: tuple[type[base.Fact], ...] = (f.EaseTold, f.EaseTakenBack, f.EaseCounted)
