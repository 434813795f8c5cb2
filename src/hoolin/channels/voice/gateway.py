"""The telephone's gateway: SIP and the media engine on one side, the loop on the other. It decides nothing: what is told becomes a
command, and what is done follows from facts that are on disk (`switchboard.py`).
"""

import asyncio
from collections.abc import Awaitable, Sequence

from hoolin.channels.voice import commands as c
from hoolin.channels.voice import facts as f
from hoolin.channels.voice.exchange import Exchange, log
from hoolin.channels.voice.house import Caller, VoiceHouse
from hoolin.channels.voice.inbound import Inbound
from hoolin.channels.voice.media.mixer import Mixer
from hoolin.channels.voice.media.port import Digit, EngineBack, EngineGone, MediaEngine, MediaEvent, MediaGone
from hoolin.channels.voice.outbound import Outbound
from hoolin.channels.voice.phone import Phone
from hoolin.channels.voice.recovery import recover
from hoolin.channels.voice.sip.calls import Ended, Info, Invite, Refer, Reinvite
from hoolin.channels.voice.sip.stack import SipLeg, SipStack
from hoolin.channels.voice.speaker import Speaker
from hoolin.channels.voice.state import Call
from hoolin.channels.voice.supervision import Supervision
from hoolin.channels.voice.switchboard import Switchboard
from hoolin.channels.voice.web import WebCalls
from hoolin.channels.voice.wires import Wire
from hoolin.core.effects import Effect
from hoolin.core.errors import HoolinError
from hoolin.core.facts import Content, Entry, Instant
from hoolin.core.interaction import commands as ic

NOT_FOUND = 404
FORBIDDEN = 403


class VoiceGateway:
    """All calls of a site. It is what the SIP stack tells (`SipEvents`), and what the media engine's `heard` is."""

    def __init__(self, house: VoiceHouse, media: MediaEngine, mixer: Mixer | None = None) -> None:
        self.x = Exchange(house, media, mixer)
        self.switchboard = Switchboard(self.x)
        self.speaker = Speaker(self.x, self.switchboard.mailbox)
        self.inbound = Inbound(self.x)
        self.outbound = Outbound(self.x)
        self.phone = Phone(self.x, self.outbound)
        self.supervision = Supervision(self.x, self.phone)
        self.web = WebCalls(self.x, self.switchboard, self.speaker)
        self.switchboard.ring, self.switchboard.say = self.outbound.ring, self.speaker.say
        self.switchboard.hush = self.speaker.hush
        self.speaker.promise, self.speaker.release = self._promise, self._release
        self._tasks: set[asyncio.Future[None]] = set()

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def mixer_gone(self, rooms: frozenset[str]) -> None:
        """The mixer ended by itself: its calls are put together anew."""
        self.x.counted["mixer_gone"] += 1
        for call in self.x.mixing.lost(rooms) & self.x.calls.open.keys():
            self.switchboard.again(call)

    async def start(self, stack: SipStack) -> None:
        """Take up the calls that are under way, and then listen. Raises PeerError; then it may be tried again."""
        x = self.x
        recorder = self.switchboard.recorder
        try:
            if x.mixing.mixer is not None:
                await x.mixing.mixer.clear()
            await recorder.prepare()
            await x.media.start()
            x.stack = stack
            await recorder.recover(await x.media.calls())
            await recover(x, self.switchboard, self.speaker, stack.start)
            self.web.start()
        except HoolinError:
            x.stack = None
            await x.media.stop(leave=True)
            raise

    async def stop(self, *, lasting: bool = True) -> None:
        """Calls go on without us, and whoever starts next takes them up. lasting: there is something to start from."""
        for task in self._tasks:
            task.cancel()
        self.web.stop()
        await self.speaker.stop()
        await self.outbound.stop()
        await self.switchboard.stop()
        await self.switchboard.recorder.stop()
        for wire in self.x.wires.values():
            wire.unarmed()
        if self.x.stack is not None:
            await self.x.stack.stop()
        await self.x.media.stop(leave=lasting and bool(self.x.calls.open))

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A reader of the loop."""
        ends = [entry.fact.call for entry in entries if isinstance(entry.fact, f.CallEnded)]
        ended = [self.x.calls.open[call] for call in ends if call in self.x.calls.open]
        self.switchboard.take(entries)
        self.web.take(entries, ended)
        for entry in entries:
            if isinstance(entry.fact, f.CallEnded):
                self._counted(entry.fact)
                self.speaker.forget(entry.fact.call, entry.fact.interaction)
                self.outbound.forget(entry.fact.call)
                self.x.numbers.pop(entry.fact.call, None)

    def perform(self, effects: Sequence[Effect]) -> None:
        """Take up effects whose facts are durable."""
        self.speaker.menus.perform(effects)

    def _counted(self, ended: f.CallEnded) -> None:
        self.x.counted[f"ended_{ended.direction}_{ended.cause}"] += 1

    def _begin(self, work: Awaitable[None], what: str) -> None:
        async def guarded() -> None:
            try:
                await work
            except HoolinError as problem:
                self.x.counted["events_failed"] += 1
                log.warning("%s: %s", what, problem.code)

        task = asyncio.ensure_future(guarded())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _wire(self, leg: SipLeg) -> Wire | None:
        wire = self.x.by_sip.get(leg.id)
        return wire if wire is not None and wire.sip is leg and wire.leg in self.x.wires else None

    # ── SIP ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def called(self, leg: SipLeg, invite: Invite) -> None:
        """See `SipEvents`."""
        self.x.counted["calls_in"] += 1
        if invite.kind == "trunk":
            self.inbound.called(leg, invite)
        else:
            self._begin(self.phone.dialled(leg, invite), "a telephone of the site could not call")

    def progressed(self, leg: SipLeg, status: int, sdp: bytes) -> None:
        """See `SipEvents`: whoever called is told that it rings."""
        wire = self._wire(leg)
        call = self.x.calls.open.get(wire.call) if wire is not None else None
        if wire is not None and call is not None and call.agent is not None:
            told = {"event": "rings", "interaction": call.interaction, "leg": wire.leg, "status": status}
            self.x.house.told(call.agent, told)

    def answered(self, leg: SipLeg, sdp: bytes) -> None:
        """See `SipEvents`."""
        wire = self._wire(leg)
        if wire is None:
            leg.end()
        else:
            self._begin(self.outbound.answered(wire, sdp), "whoever picked up could not be put through")

    def asked(self, leg: SipLeg, what: Reinvite | Refer | Info) -> None:
        """See `SipEvents`."""
        wire = self._wire(leg)
        if wire is None:
            return
        match what:
            case Reinvite(sdp=sdp):
                self._begin(self._reinvited(wire, leg, sdp), "a change of the sound failed")
            case Refer():
                self._begin(self._referred(wire, leg, what), "a telephone could not hand a call on")
            case Info(digit=digit, ms=ms):
                self.heard(Digit(wire.call, wire.leg, digit, ms))

    def ended(self, leg: SipLeg, cause: Ended) -> None:
        """See `SipEvents`. What we ended ourselves has been written down by whoever ended it, with the reason."""
        wire = self._wire(leg)
        self.x.by_sip.pop(leg.id, None)
        if wire is not None and cause.by != "us":
            self.outbound.ended(wire, cause)

    async def _reinvited(self, wire: Wire, leg: SipLeg, sdp: bytes) -> None:
        """Hold, resume or a moved address at the other end."""
        if not sdp:
            leg.accept(wire.given)
            return
        try:
            async with wire.lock:
                given = await self.x.renegotiated(wire, sdp, self.switchboard.partner(wire))
        except HoolinError:
            leg.refuse(488)
            raise
        leg.accept(given)
        if self.x.mixing.seated(wire.call, wire.leg):
            await self.x.mixing.unseat(wire.call, wire.leg)
            self.switchboard.again(wire.call)
        await self.x.there(wire)

    async def _referred(self, wire: Wire, leg: SipLeg, refer: Refer) -> None:
        """An agent's telephone hands the call on: to a colleague's telephone or, by its name, to a queue."""
        call = self.x.calls.open.get(wire.call)
        holds = call.legs.get(wire.leg) if call is not None else None
        to_agent = self.x.house.agents().get(refer.user)
        queue = refer.user if refer.user in self.x.house.rooms.site.kept.queues else None
        if call is None or holds is None or holds.agent is None or holds.agent != call.agent:
            leg.refuse(FORBIDDEN)
            return
        if to_agent is None and queue is None:
            leg.refuse(NOT_FOUND)
            return
        leg.accept()
        leg.notify(100)
        asked = call.consulted()
        command: c.HandOver | ic.Transfer
        if to_agent is not None and asked is not None and asked.up and asked.agent == to_agent:
            command = c.HandOver(call=call.call, agent=holds.agent, to_agent=to_agent)
        else:
            command = ic.Transfer(
                interaction=call.interaction, agent=holds.agent, to_agent=to_agent, queue=None if to_agent else queue
            )
        try:
            await self.x.ask(command, f"agent:{holds.agent}")
        except HoolinError as problem:
            leg.notify(603, problem.code)
            return
        leg.notify(200)

    # ── media ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def heard(self, event: MediaEvent) -> None:
        """What the media engine tells."""
        match event:
            case Digit(call=call, leg=leg, digit=digit):
                known = self.x.calls.open.get(call)
                if known is not None and known.customer_leg == leg:
                    self.speaker.pressed(call, digit)
            case MediaGone(call=call):
                self._silent(call)
            case EngineGone():
                self.x.counted["engine_gone"] += 1
            case EngineBack(fresh=fresh):
                for call in list(self.x.calls.open):
                    if fresh:
                        self._silent(call)
                    else:
                        self.switchboard.again(call)

    def _silent(self, call_id: str) -> None:
        """Nobody is heard any more: whoever was there is gone without a word."""
        call = self.x.calls.open.get(call_id)
        wire = self.x.wires.get(call.customer_leg) if call is not None else None
        if call is not None:
            self.x.tell(c.EndLeg(call=call_id, leg=call.customer_leg, cause="media_gone"))
        if wire is not None and wire.sip is not None:
            wire.sip.end("media")

    # ── last words ──────────────────────────────────────────────────────────────────────────────────────────────────

    async def _promise(self, call: Call) -> Instant | None:
        """Whoever pressed the key is called back, and keeps their place."""
        number = self.x.numbers_of(call).number
        caller = Caller(call.call, call.customer, number, call.language, call.interaction)
        return await self.x.house.callbacks.promise(caller)

    def _release(self, call_id: str) -> None:
        call = self.x.calls.open.get(call_id)
        wire = self.x.wires.get(call.customer_leg) if call is not None else None
        if call is None:
            return
        ends = c.EndLeg(call=call_id, leg=call.customer_leg, cause="released")
        # Whoever heard that we are closed and nothing more has been told so: their conversation ends with it.
        self.x.tell(ends)
        self.x.tell(ic.SayGoodbye(interaction=call.interaction))
        if wire is not None and wire.sip is not None:
            wire.sip.end()
