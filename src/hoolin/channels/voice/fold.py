"""Facts → the calls that are under way. The facts of an interaction are followed as far as its call must follow them."""

from collections.abc import Callable
from typing import Any, cast

from hoolin.channels.voice import facts as f
from hoolin.channels.voice.after.fold import ASKED_FOLDS
from hoolin.channels.voice.recording.fold import TAPE_FOLDS
from hoolin.channels.voice.state import HOUR_MS, Call, CallDesk, Calls, Dialled, Leg
from hoolin.core import facts as base
from hoolin.core.commands import Folds
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.table import step


def began(calls: Calls, entry: Entry) -> None:
    """A call is under way. One that comes in is its interaction's beginning; one that we make is in somebody's hands already."""
    fact = cast(f.CallBegan, entry.fact)
    outbound = fact.direction == "outbound"
    calls.open[fact.call] = Call(
        call=fact.call, interaction=fact.interaction, customer=fact.customer, direction=fact.direction, trunk=fact.trunk,
        numbers=fact.numbers, customer_leg=fact.leg, language=fact.language, stage="active" if outbound else "arrived", dialled_by=fact.agent,
        agent=fact.agent, began_at=entry.at,
        legs={fact.leg: Leg(leg=fact.leg, part="customer", via="trunk", since=entry.at)},
    )  # fmt: skip
    calls.by_interaction[fact.interaction] = fact.call
    if outbound:
        _dialled(calls, entry.at, fact.agent)


def _dialled(calls: Calls, at: int, agent: str | None) -> None:
    """A number outside is called; what is older than an hour is forgotten."""
    calls.dialled = [one for one in calls.dialled if one.at > at - HOUR_MS]
    calls.dialled.append(Dialled(at, agent or ""))


def from_page(calls: Calls, entry: Entry) -> None:
    """The customer's leg is a browser."""
    fact = cast(f.CallFromPage, entry.fact)
    calls.open[fact.call].legs[fact.leg].via = "browser"


def leg_began(calls: Calls, entry: Entry) -> None:
    """One more takes part, or will."""
    fact = cast(f.LegBegan, entry.fact)
    call = calls.open[fact.call]
    call.legs[fact.leg] = Leg(leg=fact.leg, part=fact.part, via=fact.via, agent=fact.agent, since=entry.at)
    if fact.numbers is not None:
        _dialled(calls, entry.at, call.agent)


def leg_answered(calls: Calls, entry: Entry) -> None:
    """They are there; whoever is there last comes last."""
    fact = cast(f.LegAnswered, entry.fact)
    legs = calls.open[fact.call].legs
    leg = legs.pop(fact.leg)
    leg.up, leg.dialog, leg.since = True, fact.dialog, entry.at
    legs[fact.leg] = leg


def leg_changed(calls: Calls, entry: Entry) -> None:
    """Gone on with otherwise after a restart."""
    fact = cast(f.LegChanged, entry.fact)
    calls.open[fact.call].legs[fact.leg].dialog = fact.dialog


def leg_ended(calls: Calls, entry: Entry) -> None:
    """One less. Without whoever was asked, two are left."""
    fact = cast(f.LegEnded, entry.fact)
    one = calls.open[fact.call]
    one.legs.pop(fact.leg)
    one.together = one.together and one.consulted() is not None


def supervisor_joined(calls: Calls, entry: Entry) -> None:
    """In which way."""
    fact = cast(f.SupervisorJoined, entry.fact)
    calls.open[fact.call].legs[fact.leg].mode = fact.mode


def supervisor_left(calls: Calls, entry: Entry) -> None:
    """In no way any more; their leg ends next."""
    fact = cast(f.SupervisorLeft, entry.fact)
    calls.open[fact.call].legs[fact.leg].mode = None


def conference_began(calls: Calls, entry: Entry) -> None:
    """All together."""
    fact = cast(f.ConferenceBegan, entry.fact)
    calls.open[fact.call].together = True


def ended(calls: Calls, entry: Entry) -> None:
    """Over."""
    fact = cast(f.CallEnded, entry.fact)
    one = calls.open.pop(fact.call)
    if calls.by_interaction.get(one.interaction) == one.call:
        del calls.by_interaction[one.interaction]


def followed(calls: Calls, entry: Entry) -> None:
    """The interaction of a call has taken a step."""
    fact: Any = entry.fact
    one = calls.of(fact.interaction)
    if one is None:
        return
    before, one.stage = one.stage, step(one.stage, fact)
    one.parting = one.parting or (before == "greeted" and one.stage in ("closed", "deferred", "abandoned"))
    kind = type(fact)
    if kind is i.OfferMade:
        one.agent, one.offer = fact.agent, fact.offer
    elif kind in (i.OfferAccepted, i.InteractionTaken):
        one.agent, one.offer = fact.agent, None
    elif kind in LETS_GO:
        one.agent, one.offer = None, None
    one.together = one.together and kind not in LETS_GO and kind is not i.InteractionTaken
    if kind in INTO_LINE:
        one.line_at = entry.at
    if kind is i.LanguageChanged:
        one.language = fact.language


LETS_GO: frozenset[type[base.Fact]] = frozenset({
    i.OfferReturned, i.InteractionTransferred, i.InteractionRequeued, i.InteractionDeferred,
})  # fmt: skip

INTO_LINE: frozenset[type[base.Fact]] = frozenset({
    i.InteractionQueued, i.InteractionTransferred, i.InteractionRequeued,
})  # fmt: skip

FOLLOWED: tuple[type[base.Fact], ...] = (
    i.InteractionGreeted, i.InteractionQueued, i.LineStepTaken, i.LanguageChanged, i.OfferMade, i.OfferAccepted,
    i.OfferReturned, i.InteractionTaken, i.InteractionHeld, i.InteractionResumed, i.InteractionParked,
    i.InteractionUnparked, i.InteractionRequeued, i.InteractionTransferred, i.InteractionDeferred, i.WrapUpStarted,
    i.InteractionClosed, i.InteractionAbandoned, i.InteractionMoved,
)  # fmt: skip

CALL_FOLDS: dict[type[base.Fact], Callable[[Calls, Entry], None]] = {
    f.CallBegan: began,
    f.CallFromPage: from_page,
    f.LegBegan: leg_began,
    f.LegAnswered: leg_answered,
    f.LegChanged: leg_changed,
    f.LegEnded: leg_ended,
    f.SupervisorJoined: supervisor_joined,
    f.SupervisorLeft: supervisor_left,
    f.ConferenceBegan: conference_began,
    f.CallEnded: ended,
    **dict.fromkeys(FOLLOWED, followed),
    **TAPE_FOLDS,
    **ASKED_FOLDS,
}


def _in_room(fold: Callable[[Calls, Entry], None]) -> Callable[[CallDesk, Entry], None]:
    return lambda desk, entry: fold(desk.kept, entry)


FOLDS: Folds = {fact: _in_room(fold) for fact, fold in CALL_FOLDS.items()}
