"""Carries scenes out: for each call, one thing after the other, what leads from what is heard to what should be.

Every durable fact about a call marks it; a task of its own then asks for the scene (`calls.py`) and takes the steps. What an engine
refuses is tried again, after a while and when the engine is back; a call that the engine does not know any more is over.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from hoolin.channels.voice import commands as c
from hoolin.channels.voice import facts as f
from hoolin.channels.voice.calls import Bridge, Drop, Finish, Hear, Mix, Ring, Scene, Sounds, Step, scene, steps
from hoolin.channels.voice.exchange import Exchange, log
from hoolin.channels.voice.fold import CALL_FOLDS
from hoolin.channels.voice.hearing import Room
from hoolin.channels.voice.media.port import Hold, Play, Resume, Silence
from hoolin.channels.voice.recording.mailbox import Mailbox
from hoolin.channels.voice.recording.recorder import Recorder
from hoolin.channels.voice.state import Call, Leg
from hoolin.channels.voice.wires import Wire
from hoolin.core.errors import HoolinError, NotFound, NotReached
from hoolin.core.facts import Entry
from hoolin.core.interaction import commands as ic

AGENT_MISSING_SECONDS = 30.0
"""A customer whom somebody answers for and nobody talks with is given to somebody else after this long; a page that is reloaded, or a
telephone that is picked up, is there sooner.
"""

MIX_AGAIN_MAX = 2
"""So often a mixer that did not answer in time is asked again, a second and a half in all; then two go on talking without it."""

AGAIN_SECONDS, AGAIN_SECONDS_MAX = 0.5, 30.0
"""What was refused is tried again after this long, after twice as long the next time, and so on up to the second."""

Say = Callable[[Call, Wire, str], None]
"""Speak to a customer who is alone from now on: the call, their leg, and what about (`line`, `words`, `farewell`, `notice`, `questions`)."""


class Switchboard:
    """See above. ring: has the telephone of an agent ring; say: speaks to customers; hush: no longer speaks in a call. working: from the
    moment at which the engine is there and the calls are taken up.
    """

    def __init__(self, exchange: Exchange) -> None:
        self.x = exchange
        self.recorder = Recorder(exchange)
        self.mailbox = Mailbox(exchange, self.recorder)
        self.ring: Callable[[Call, str], None] = lambda call, agent: None
        self.say: Say = lambda call, wire, what: None
        self.hush: Callable[[str], None] = lambda call: None
        self.working = False
        self._scenes: dict[str, Scene] = {}
        self._held: set[str] = set()
        self._sounding: set[str] = set()
        self._marked: dict[str, None] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._missing: dict[str, asyncio.TimerHandle] = {}
        self._leaving: dict[str, list[str]] = {}
        self._refused: dict[str, int] = {}
        self._retries: dict[str, asyncio.TimerHandle] = {}

    # ── what is on disk ─────────────────────────────────────────────────────────────────────────────────────────────

    def take(self, entries: Sequence[Entry]) -> None:
        """A durable batch: follow it, and see to every call that it is about."""
        for entry in entries:
            fold = CALL_FOLDS.get(type(entry.fact))
            if fold is None:
                continue
            fact: Any = entry.fact
            known = self.x.calls.of(fact.interaction)
            call = getattr(fact, "call", None) or (known.call if known is not None else None)
            if call is None:
                continue
            self.recorder.heard(fact)
            if isinstance(fact, f.LegEnded):
                self._let_go(self.x.calls.open[call], fact)
            fold(self.x.calls, entry)
            self.mark(call)

    def _let_go(self, call: Call, fact: f.LegEnded) -> None:
        """A leg is over: whoever is at the other end is told, and the engine next."""
        whose = call.legs[fact.leg].agent
        wire = self.x.wires.get(fact.leg)
        self._leaving.setdefault(call.call, []).append(fact.leg)
        if wire is not None and wire.sip is not None:
            wire.sip.end()
        if (wire is None or wire.kind == "browser") and whose is not None:
            told: dict[str, object] = {
                "event": "ended",
                "interaction": call.interaction,
                "leg": fact.leg,
                "cause": fact.cause,
            }
            self.x.house.told(whose, told)
        self._forget_leg(fact.leg)

    def mark(self, call: str) -> None:
        """Something about this call may have changed. Before the engine is there nothing can be done about it."""
        self._marked[call] = None
        if self.working and call not in self._tasks:
            self._tasks[call] = asyncio.get_running_loop().create_task(self._work(call))

    def again(self, call: str) -> None:
        """Everything is to be said again: the engine, or we, came back."""
        self._scenes.pop(call, None)
        self.mark(call)

    def busy(self, call: str) -> bool:
        """Whether something is being done about a call."""
        return call in self._tasks

    def partner(self, wire: Wire) -> Wire | None:
        """With whom a leg talks."""
        talk = self._scenes.get(wire.call, Scene()).talk
        if talk is None or wire.leg not in talk:
            return None
        return self.x.wires.get(talk[0] if talk[1] == wire.leg else talk[1])

    async def settled(self) -> None:
        """Wait until every call is as it should be."""
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))

    async def stop(self) -> None:
        """Nothing is done any more."""
        self.working = False
        for timer in (*self._missing.values(), *self._retries.values()):
            timer.cancel()
        for task in self._tasks.values():
            task.cancel()
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=2.0)

    # ── one call ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _work(self, call_id: str) -> None:
        try:
            while call_id in self._marked:
                del self._marked[call_id]
                call = self.x.calls.open.get(call_id)
                if call is None:
                    # The engine forgets all of it at once; leg by leg would be three questions for each.
                    await self._over(call_id)
                    self._leaving.pop(call_id, None)
                else:
                    await self._end_legs(call_id)
                    await self._settle(call)
        except HoolinError as problem:
            self.x.counted["steps_failed"] += 1
            log.warning("a call could not be put through: %s", problem.code)
            self._scenes.pop(call_id, None)
            if isinstance(problem, NotFound):
                self._lost(call_id)
            else:
                self._later(call_id)
        else:
            self._calm(call_id)
        finally:
            self._tasks.pop(call_id, None)
            if call_id in self._marked:
                self.mark(call_id)

    async def _end_legs(self, call_id: str) -> None:
        """Those that left are gone from the engine too; which it did not end is asked for again."""
        leaving = self._leaving.get(call_id, [])
        while leaving:
            await self.x.media.end(call_id, leaving[0])
            del leaving[0]
        self._leaving.pop(call_id, None)

    def _later(self, call_id: str) -> None:
        """All of it is tried again, each time after a longer while."""
        times = self._refused.get(call_id, 0)
        self._calm(call_id)
        self._refused[call_id] = times + 1
        seconds = min(AGAIN_SECONDS * 2 ** min(times, 10), AGAIN_SECONDS_MAX)
        self._retries[call_id] = asyncio.get_running_loop().call_later(seconds, self.again, call_id)

    def _calm(self, call_id: str) -> None:
        """Nothing is to be tried again."""
        self._refused.pop(call_id, None)
        timer = self._retries.pop(call_id, None)
        if timer is not None:
            timer.cancel()

    async def _settle(self, call: Call) -> None:
        after = scene(call)
        # Before the steps: whoever is alone because the engine refuses one must not be so for ever.
        self._watch(call, after)
        await self.recorder.quiet(call, after.tape)
        for step in steps(self._scenes.get(call.call, Scene()), after):
            await self._carry(call, step)
        # Also where no step says so: what is left of rooms that were given up must end.
        await self.x.mixing.settle(call.call, after.rooms, self.x.wires)
        await self.recorder.listen(call, after.tape)
        self._scenes[call.call] = after
        if not alone(call, after):
            self._unwatch(call.call)

    def _lost(self, call_id: str) -> None:
        """The engine does not know it: nobody hears anything, and that cannot be mended."""
        call = self.x.calls.open.get(call_id)
        wire = self.x.wires.get(call.customer_leg) if call is not None else None
        if wire is not None:
            if wire.sip is not None:
                wire.sip.end("media")
            self.x.gone(wire, "media_gone")

    async def _carry(self, call: Call, step: Step) -> None:
        match step:
            case Drop(leg=leg, cause=cause):
                await self._drop(call, leg, cause)
            case Finish(cause=cause):
                await self._drop(call, call.customer_leg, cause)
            case Sounds(leg=leg, sound=sound):
                await self._sound(call, leg, sound)
            case Bridge(one=one, other=other):
                await self._bridge(call, one, other)
            case Mix(rooms=rooms):
                await self._mix(call, rooms)
            case Hear(leg=leg, legs=legs):
                self._hear(call, leg, legs)
            case Ring(agent=agent):
                self.ring(call, agent)

    async def _drop(self, call: Call, leg: str, cause: f.EndCause) -> None:
        """Asked before it is hung up, so that the reason written down is ours and not the other side's answer to it."""
        self.x.tell(c.EndLeg(call=call.call, leg=leg, cause=cause))
        wire = self.x.wires.get(leg)
        if wire is not None and wire.sip is not None:
            wire.sip.end()
        if leg != call.customer_leg:
            await self.x.media.end(call.call, leg)

    async def _sound(self, call: Call, leg: str, sound: str) -> None:
        wire = self.x.wires.get(leg)
        if wire is None:
            return
        if wire.waits:
            await self.x.accepted(wire, wire.said)
        if leg == call.customer_leg:
            self.hush(call.call)
        if self.x.mixing.seated(call.call, leg):
            await self.x.mixing.leave(call.call, wire)
        sounds = self.x.house.sounds
        if sound == "tone":
            self._sounding.add(leg)
            await self.x.media.do(Play(call.call, leg, sounds.tone(), 0))
        elif sound == "nothing":
            await self._quiet(call.call, leg)
        else:
            self._held.add(leg)
            # In line there is music too, once the first words are over; whoever speaks begins it.
            await self.x.media.do(Hold(call.call, leg, () if sound == "line" else sounds.music()))
            if sound in ("line", "words", "farewell", "notice", "questions"):
                self.say(call, wire, sound)

    async def _quiet(self, call: str, leg: str) -> None:
        """Nothing is played to it any more."""
        if leg in self._sounding:
            await self.x.media.do(Silence(call, leg))
            self._sounding.discard(leg)

    async def _bridge(self, call: Call, one: str, other: str) -> None:
        first, second = self.x.wires.get(one), self.x.wires.get(other)
        if first is None or second is None:
            return
        if call.customer_leg in (one, other):
            self.hush(call.call)
        for leg in (one, other):
            await self._quiet(call.call, leg)
        await self.x.media.offer(call.call, one, other, first.said, second.shape)
        await self.x.media.answer(call.call, other, one, second.said, first.shape)
        first.waits = second.waits = False
        for leg in (one, other):
            if leg in self._held:
                await self.x.media.do(Resume(call.call, leg))
                self._held.discard(leg)
        for wire, source in ((first, other), (second, one)):
            if wire.hears(source):
                self._again(call, wire)

    def _again(self, call: Call, wire: Wire) -> None:
        """The page of a leg is to join anew; what it hears goes on meanwhile."""
        whose = call.legs[wire.leg].agent
        if whose is not None:
            self.x.house.told(whose, {"event": "again", "interaction": call.interaction, "leg": wire.leg})

    async def _mix(self, call: Call, rooms: tuple[Room, ...]) -> None:
        placed = [leg for room in rooms for leg in room.places]
        if call.customer_leg in placed:
            self.hush(call.call)
        for leg in placed:
            await self._quiet(call.call, leg)
            if leg in self.x.wires and self.x.wires[leg].waits:
                await self.x.accepted(self.x.wires[leg], self.x.wires[leg].said)
        try:
            await self.x.mixing.settle(call.call, rooms, self.x.wires)
        except HoolinError as problem:
            # A mixer that was only slow is asked again, and goes on from where it was; nobody is sent away for a moment's delay.
            slow = isinstance(problem, NotReached) and self.x.mixing.mixer is not None
            if not slow or self._refused.get(call.call, 0) >= MIX_AGAIN_MAX:
                self._unmixed(call, problem)
            raise
        for leg in placed:
            if leg in self.x.wires:
                # Every place has a voice of its own, which no browser has heard before.
                self.x.wires[leg].hears("room")
            if leg in self._held:
                await self.x.media.do(Resume(call.call, leg))
                self._held.discard(leg)

    def _unmixed(self, call: Call, problem: HoolinError) -> None:
        """There is no mixer for them: whoever came besides is let go, and two go on talking."""
        log.warning("more than two could not be put together: %s", problem.code)
        self.x.counted["mixes_failed"] += 1
        asked = call.consulted() if call.together else None
        besides: list[Leg] = [leg for leg in call.supervisors() if leg.mode != "listen"]
        for leg in (*besides, *([asked] if asked is not None else [])):
            self.x.tell(c.EndLeg(call=call.call, leg=leg.leg, cause="unreachable"))

    def _hear(self, call: Call, leg: str, legs: tuple[str, ...]) -> None:
        """Whoever only listens was offered the legs that there were then; for others their page asks again."""
        wire = self.x.wires.get(leg)
        if wire is not None and wire.listens != legs:
            self._again(call, wire)

    async def _over(self, call_id: str) -> None:
        """The call has ended: whoever is left is let go, and nothing of it stays."""
        self.hush(call_id)
        for wire in self.x.of_call(call_id):
            if wire.sip is not None:
                wire.sip.end()
            self._forget_leg(wire.leg)
        self._scenes.pop(call_id, None)
        self._unwatch(call_id)
        await self.x.mixing.over(call_id)
        await self.mailbox.over(call_id)
        await self.recorder.over(call_id)
        await self.x.media.end(call_id)

    def _forget_leg(self, leg: str) -> None:
        wire = self.x.drop(leg)
        if wire is not None:
            wire.unarmed()
        self._held.discard(leg)
        self._sounding.discard(leg)

    # ── a customer with nobody ──────────────────────────────────────────────────────────────────────────────────────

    def _watch(self, call: Call, now: Scene) -> None:
        """Until they are put through indeed, which is more than that they are to be."""
        if alone(call, now) and call.call not in self._missing:
            later = asyncio.get_running_loop().call_later
            self._missing[call.call] = later(AGENT_MISSING_SECONDS, self._give_on, call.call)

    def _unwatch(self, call: str) -> None:
        timer = self._missing.pop(call, None)
        if timer is not None:
            timer.cancel()

    def _give_on(self, call_id: str) -> None:
        self._missing.pop(call_id, None)
        call = self.x.calls.open.get(call_id)
        one = self.x.interaction(call) if call is not None else None
        if call is None or one is None or one.state != "active" or one.agent is None:
            return
        self.x.counted["agents_missing"] += 1
        self.x.tell(ic.Transfer(interaction=one.interaction, agent=one.agent, queue=one.queue))


def alone(call: Call, now: Scene) -> bool:
    """Somebody answers for the customer, and nobody is to talk with them."""
    return call.stage == "active" and call.of_customer.up and now.talk is None and not now.rooms
