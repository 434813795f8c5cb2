"""After a start: what was under way goes on.

answered, and the engine still has it      the dialog is taken up again; everything is said to the engine anew
whoever supervised                         has left: their pages come back and ask again
answered, and the engine has lost it       it is over; who was in line is called back
came in, and was not answered yet          its peer sends it again, or it is called back as well
we were calling                            lost; whoever dialled sees it and dials again
in the engine, and nobody knows it         ended, where we started the engine; in one that others use too it may be theirs
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import msgspec

from hoolin.channels.voice import commands as c
from hoolin.channels.voice.exchange import Exchange, log
from hoolin.channels.voice.house import Caller
from hoolin.channels.voice.speaker import Speaker
from hoolin.channels.voice.state import Call, Leg
from hoolin.channels.voice.switchboard import Switchboard
from hoolin.channels.voice.wires import Wire, kept_of
from hoolin.core.errors import HoolinError, PeerError, Refusal
from hoolin.core.interaction.commands import SayGoodbye

AGAIN_SECONDS = 35.0
"""A call that nobody has answered is sent again for 32 seconds (RFC 3261, timer B)."""

BEFORE_A_PERSON = ("arrived", "greeted", "waiting", "offered")


async def recover(
    x: Exchange, switchboard: Switchboard, speaker: Speaker, listen: Callable[[], Awaitable[None]]
) -> None:
    """Take up what can be; see above. listen: begins to hear SIP; from then on nothing may be waited for until every dialog is taken up, or
    else a goodbye would find none. Raises PeerError when the engine does not answer.
    """
    there = await x.media.calls(frozenset(x.calls.open))
    for orphan in there - x.calls.open.keys() if x.media.own else ():
        x.counted["orphans_ended"] += 1
        await x.media.end(orphan)
    calls = list(x.calls.open.values())
    bodies = x.contents([leg.dialog for call in calls for leg in call.legs.values() if leg.dialog is not None])
    await listen()
    switchboard.working = True
    lost = [call for call in calls if not _taken_up(x, call, bodies, call.call in there)]
    for call in lost:
        await give_up(x, call)
    for call in calls:
        if call not in lost:
            speaker.knows(call.call)
            if call.supervisors() or call.together:
                x.mixing.left_behind(call.call, list(call.legs))
            if not call.supervisors():
                switchboard.again(call.call)
            # With supervisors it is said again once their end is on disk: then two talk, and nobody else.


def _taken_up(x: Exchange, call: Call, bodies: dict[str, bytes], in_engine: bool) -> bool:
    """Whether it goes on, or may be sent again; what cannot is ended."""
    customer = call.of_customer
    if not customer.up:
        if call.direction == "inbound":
            asyncio.get_running_loop().call_later(AGAIN_SECONDS, _not_sent_again, x, call.call)
        else:
            x.tell(c.EndLeg(call=call.call, leg=customer.leg, cause="lost"))
        return True
    restored = [_restored(x, call, leg, bodies.get(leg.dialog or "")) for leg in list(call.legs.values())]
    if in_engine and customer.leg in x.wires:
        x.counted["calls_restored"] += 1
        return True
    # Whoever is still on the line hears nothing: they are told goodbye, and their telephones too.
    for wire in restored:
        if wire is not None and wire.sip is not None:
            wire.sip.end("media")
    # Nothing is said to them any more, so that what is written down is that we lost them.
    x.drop(customer.leg)
    return False


def _restored(x: Exchange, call: Call, leg: Leg, body: bytes | None) -> Wire | None:
    """A leg as it was; None, and over, where that cannot be."""
    wire: Wire | None = None
    if leg.part != "supervisor" and leg.up and body is not None and x.stack is not None:
        with contextlib.suppress(msgspec.DecodeError, msgspec.ValidationError, PeerError):
            kept = kept_of(body)
            kind = "sip" if kept.sip else "browser"
            sip = x.stack.restore(kept.sip) if kept.sip else None
            wire = x.keep(Wire(call.call, leg.leg, kind, sip, kept.said, kept.given, kept.tab))  # type: ignore[arg-type]
    if wire is None and leg.part != "customer":
        x.tell(c.EndLeg(call=call.call, leg=leg.leg, cause="lost"))
    return wire


async def give_up(x: Exchange, call: Call) -> None:
    """A call was lost through us. Who had not reached a person is called back, at their place in line; where that cannot be, they have
    left. With a person, it stays theirs, and they dial.
    """
    x.counted["calls_lost"] += 1
    if call.stage in BEFORE_A_PERSON:
        number = x.numbers_of(call).number
        try:
            if not number:
                raise Refusal("nameless")
            await x.house.callbacks.promise(Caller(call.call, call.customer, number, call.language, call.interaction))
        except HoolinError as problem:
            log.warning("whoever was cut off cannot be called back: %s", problem.code)
            x.tell(SayGoodbye(interaction=call.interaction, cause="left"))
    x.tell(c.EndLeg(call=call.call, leg=call.customer_leg, cause="lost"))


def _not_sent_again(x: Exchange, call_id: str) -> None:
    call = x.calls.open.get(call_id)
    if call is None or call.of_customer.up or call.customer_leg in x.wires:
        return
    giving_up = asyncio.ensure_future(give_up(x, call))
    giving_up.add_done_callback(lambda done: done.exception())
