"""Has the engine record what should be, and stores what it recorded under the customer's key. One recording a call, in stretches.

- A stretch is what one pair says without a break; hold and pause end it, and nothing of a break is ever written down.
- The engine writes plain captures, into a folder that is ours alone. They are deleted as soon as the file is stored, or is not wanted.
- What an earlier life of ours left behind is stored at the next start; what cannot be is said to be lost.
- A recording that fails never ends a call.
"""

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import msgspec

from hoolin.channels.voice.exchange import Exchange, log, why
from hoolin.channels.voice.media.port import Record, Segment, StopRecord
from hoolin.channels.voice.recording import captured
from hoolin.channels.voice.recording import commands as c
from hoolin.channels.voice.recording import facts as f
from hoolin.channels.voice.recording.converting import Converted, converted
from hoolin.channels.voice.state import Call
from hoolin.core.errors import HoolinError, Malformed, NotFound
from hoolin.core.facts import Instant

SWEEP_SECONDS = 3_600.0
"""How often it is looked what has been kept for long enough; days are what is promised."""


UNWANTED = ("declined", "silent", "person")
"""Why a recording ended of which nothing is to be kept."""

SWEEPS = "sweeps of recordings"


class Whose(msgspec.Struct, frozen=True):
    """Of a call that is recorded. message: it is one that the caller leaves, and nobody else is heard in it."""

    call: str
    interaction: str
    recording: str
    customer: str
    customer_leg: str
    message: bool = False


class Running(msgspec.Struct, frozen=True):
    """A stretch that is being recorded. pair: whose talk. agent: who of us; None where that is not known any more."""

    pair: tuple[str, str]
    agent: str | None


class Recorder:
    """See above."""

    def __init__(self, exchange: Exchange) -> None:
        self.x = exchange
        self._whose: dict[str, Whose] = {}
        self._running: dict[str, Running] = {}
        self._unsure: set[str] = set()
        self._astray: set[str] = set()
        self._declined: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    # ── what is on disk ─────────────────────────────────────────────────────────────────────────────────────────────

    def heard(self, fact: Any) -> None:
        """A durable fact about a call, before it is folded."""
        match fact:
            case f.RecordingStarted(call=call, interaction=interaction, recording=recording, customer=customer):
                leg = self.x.calls.open[call].customer_leg
                self._whose[call] = Whose(call, interaction, recording, customer, leg)
            case f.RecordingDeclined(call=call):
                self._declined.add(call)
                if call in self._whose:
                    self.begin(self.erase(fact.recording, fact.interaction, "declined"))

    # ── a call ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def quiet(self, call: Call, pair: tuple[str, str] | None) -> None:
        """Before the scene changes: what is not to be recorded any more is not. Raises PeerError while a message of theirs is still written."""
        await self.caught(call.call)
        running = self._running.get(call.call)
        unsure = running is None and pair is None and call.call in self._unsure
        if unsure or (running is not None and running.pair != pair):
            await self._end(call.call)

    async def listen(self, call: Call, pair: tuple[str, str] | None) -> None:
        """After the scene changed: what these two say is recorded from now on."""
        if pair is None or call.call in self._running:
            return
        self._unsure.discard(call.call)
        agent = next((leg.agent for leg in call.legs.values() if leg.leg in pair and leg.agent is not None), None)
        try:
            await self.x.media.do(Record(call.call, self.x.house.rooms.new_id("w")))
        except HoolinError as problem:
            self._failed(self._whose[call.call], problem)
        else:
            self._running[call.call] = Running(pair, agent)

    async def over(self, call: str) -> None:
        """The call has ended; what was said last is stored."""
        if call in self._running or call in self._unsure:
            await self._end(call)
        self._whose.pop(call, None)
        self._declined.discard(call)
        self._astray.discard(call)

    def astray(self, call: str) -> None:
        """A message of this call is over, and the engine may be writing yet: nobody else is heard before it is not."""
        self._astray.add(call)

    async def caught(self, call: str) -> None:
        """The engine writes nothing of it that nobody wants. Raises PeerError while that cannot be said."""
        if call not in self._astray:
            return
        done = await self.x.media.do(StopRecord(call))
        self._astray.discard(call)
        if done.segment is not None:
            await asyncio.to_thread(captured.throw_away, captured.files(done.segment))

    def _failed(self, whose: Whose, problem: HoolinError, cause: f.LostCause = "engine") -> None:
        self.x.counted["recordings_failed"] += 1
        log.warning("a call could not be recorded: %s", problem.code)
        self.lose(whose, self.x.house.rooms.new_id("w"), cause)

    def lose(self, whose: Whose, stretch: str, cause: f.LostCause) -> None:
        """A stretch is missing, and why."""
        self.x.tell(
            c.LoseStretch(
                call=whose.call, interaction=whose.interaction, recording=whose.recording, stretch=stretch, cause=cause
            )
        )  # fmt: skip

    async def _end(self, call: str) -> None:
        running, whose = self._running.pop(call, None), self._whose.get(call)
        self._unsure.discard(call)
        if whose is None:
            return
        try:
            done = await self.x.media.do(StopRecord(call))
        except HoolinError as problem:
            if running is not None:
                self._failed(whose, problem)
            return
        if done.segment is not None:
            sides = captured.sides(done.segment, whose.customer_leg)
            agent = running.agent if running is not None else None
            self.begin(self._store(whose, sides, agent, call in self._declined))

    # ── what was recorded ───────────────────────────────────────────────────────────────────────────────────────────

    async def _store(self, whose: Whose, segment: Segment, agent: str | None, unwanted: bool = False) -> None:
        """Converted, sealed, written down; then the captures go, whatever came of it."""
        files, stretch = captured.files(segment), self.stretch_of(segment)
        length_ms = 0
        try:
            if not unwanted:
                made = await self.made(whose, segment)
                if made.length_ms:
                    await self.keep(whose, stretch, agent, made)
                    length_ms = made.length_ms
        except Malformed:
            self.lose(whose, stretch, "unreadable")
        except NotFound:
            self.lose(whose, stretch, "erased")
        except HoolinError as problem:
            # The disk refuses, or the loop has stopped: the captures stay, and the next start takes them up.
            log.warning("a recording could not be stored: %s", problem.code)
            return
        if whose.message:
            await self.x.ask(c.LeaveVoicemail(interaction=whose.interaction, length_ms=length_ms))
        await asyncio.to_thread(captured.throw_away, files)

    async def made(self, whose: Whose, segment: Segment) -> Converted:
        """A stretch as a file that everybody can play. Raises Malformed, NotReached."""
        return await converted(segment, stereo=self.x.house.settings.recording.stereo, alone=whose.message)

    def stretch_of(self, segment: Segment) -> str:
        """Its id: the same for the same capture, however often it is stored."""
        files = captured.files(segment)
        return "w" + self.x.house.rooms.lookup("voice/stretch", files[0].name if files else segment.name)[:32]

    async def keep(self, whose: Whose, stretch: str, agent: str | None, made: Converted) -> None:
        """A stretch is sealed, and that is written down. Raises NotFound for a customer who is forgotten."""
        blob = f"{stretch}.wav"
        store = self.x.house.rooms.store
        await asyncio.to_thread(store.put, blob, whose.customer, made.wav)
        await self.x.ask(
            c.KeepStretch(
                call=whose.call, interaction=whose.interaction, recording=whose.recording, stretch=stretch, blob=blob,
                began_at=made.began_at, length_ms=made.length_ms, agent=agent,
            ),
            key=f"stretch/{stretch}",
        )  # fmt: skip
        self.x.counted["stretches_kept"] += 1
        if whose.call in self._declined:
            # Declined while it was being stored.
            await asyncio.to_thread(store.delete, blob)

    async def erase(self, recording: str, interaction: str, cause: Any) -> None:
        """Its files go, and then it is written down that they did."""
        await self.x.house.caught_up()
        store = self.x.house.rooms.store
        for row in store.look("voice.stretches_of", (recording,)):
            if row["blob"] is not None:
                await asyncio.to_thread(store.delete, row["blob"])
        await self.x.ask(c.NoteErasure(interaction=interaction, recording=recording, cause=cause))

    async def sweep(self, now: Instant) -> int:
        """What has been kept for long enough is erased; gives how many recordings."""
        erased = 0
        while rows := self.x.house.rooms.store.look("voice.recordings_due", (now,)):
            for row in rows:
                await self.erase(row["recording"], row["interaction"], "age")
                erased += 1
            await self.x.house.caught_up()
        return erased

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def prepare(self) -> None:
        """Before the engine starts: the folder of its captures is ours alone."""
        await asyncio.to_thread(captured.make_private, self._folder)

    @property
    def _folder(self) -> Path:
        return self.x.house.folder / "recordings"

    async def recover(self, in_engine: frozenset[str]) -> None:
        """Before calls are taken up: what an earlier life of ours left is taken away from under the engine, and stored beside."""
        for call in self.x.calls.open.values():
            if call.tape is not None and call.tape.state in ("on", "paused"):
                self._whose[call.call] = Whose(
                    call.call, call.interaction, call.tape.recording, call.customer, call.customer_leg
                )
                self._unsure.add(call.call)
        for one in self.x.calls.voicemails.values():
            if one.call in self.x.calls.open:
                self._whose[one.call] = Whose(
                    one.call, one.interaction, one.recording, one.customer, one.customer_leg, True
                )
                self._unsure.add(one.call)
        left = await asyncio.to_thread(captured.left_over, self.x.house.folder, in_engine)
        self.begin(self._pick_up(left))
        if all(task.get_name() != SWEEPS for task in self._tasks):
            self.begin(self._sweeps(), SWEEPS)

    async def _pick_up(self, left: list[captured.Left]) -> None:
        for one in left:
            await self._picked_up(one)
        for message in list(self.x.calls.voicemails.values()):
            if message.call not in self.x.calls.open:
                # Of a call that is over nothing more will come: what was promised holds all the same.
                await self.x.ask(c.LeaveVoicemail(interaction=message.interaction, length_ms=0))
        store = self.x.house.rooms.store
        await self.x.house.caught_up()
        for row in store.look("voice.recordings_bare", ()):
            whose = Whose(row["call"], row["interaction"], row["recording"], "", "")
            self.lose(whose, self.x.house.rooms.new_id("w"), "restart")

    async def _picked_up(self, left: captured.Left) -> None:
        rows = self.x.house.rooms.store.look("voice.recording_of_call", (left.call,))
        if not rows or rows[0]["erased_at"] is not None or rows[0]["cause"] in UNWANTED:
            await asyncio.to_thread(captured.throw_away, captured.files(Segment("", left.tracks)))
            return
        row, files = rows[0], captured.files(Segment("", left.tracks))
        legs = self.x.house.rooms.store.look("voice.legs_kept", (left.call,))
        bodies = await asyncio.to_thread(self.x.contents, [leg["dialog"] for leg in legs])
        customer = next((leg["leg"] for leg in legs if leg["part"] == "customer"), "")
        message = row["kind"] == "message"
        whose = Whose(row["call"], row["interaction"], row["recording"], row["customer"], customer, message)
        ports = captured.ports_of({leg["leg"]: bodies[leg["dialog"]] for leg in legs if leg["dialog"] in bodies})
        agent = next((leg["agent"] for leg in reversed(legs) if leg["agent"] is not None and not message), None)
        self.x.counted["stretches_picked_up"] += 1
        if not ports:
            # Nobody can say any more whose voice is which: their numbers and dialogs are forgotten.
            self.lose(whose, self.x.house.rooms.new_id("w"), "erased")
            await asyncio.to_thread(captured.throw_away, files)
            return
        await self._store(whose, captured.sides(captured.segment_of(left, ports), customer), agent)

    async def _sweeps(self) -> None:
        while True:
            try:
                await self.sweep(self.x.house.rooms.now())
            except HoolinError as problem:
                log.warning("recordings that are due could not be erased: %s", problem.code)
            await asyncio.sleep(SWEEP_SECONDS)

    def begin(self, work: Awaitable[object], name: str | None = None) -> "asyncio.Task[None]":
        """Do it beside; what is begun is waited for at the end."""

        async def guarded() -> None:
            try:
                await work
            except (HoolinError, OSError) as problem:
                self.x.counted["recordings_failed"] += 1
                log.warning("a recording: %s", why(problem))

        task = asyncio.get_running_loop().create_task(guarded(), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def stored(self) -> None:
        """Wait until everything that was recorded is stored; the sweeps go on."""
        while waiting := [task for task in self._tasks if task.get_name() != SWEEPS]:
            await asyncio.wait(waiting)

    async def stop(self) -> None:
        """What could not be stored within two seconds is taken up by the next start."""
        for task in self._tasks:
            if task.get_name() == SWEEPS:
                task.cancel()
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=2.0)
        left = list(self._tasks)
        for task in left:
            task.cancel()
        if left:
            # Processes of theirs are ended, and that takes a moment too.
            await asyncio.wait(left, timeout=2.0)
