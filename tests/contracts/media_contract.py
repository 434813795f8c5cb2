"""What every media engine must do: with real RTP over loopback, whose tones are decoded.

The caller is `c` (700 Hz), agents are `a` (1000 Hz) and `b` (1300 Hz); what we play sounds at 440 Hz, music at 550 Hz.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from hoolin.channels.voice.media import recording
from hoolin.channels.voice.media.g711 import to_alaw
from hoolin.channels.voice.media.port import (
    HOUSE,
    TRUNK,
    Block,
    Digit,
    Heard,
    Hold,
    MediaEngine,
    MediaEvent,
    MediaGone,
    Play,
    Press,
    Record,
    Resume,
    Silence,
    StopRecord,
    Take,
    Unblock,
)
from hoolin.channels.voice.media.sounds import write_au
from hoolin.core.errors import Defect, Invalid, Malformed, NotFound
from tests.channels.voice.rtp_party import Party, parties, strength, tone

C, A, B, PROMPT, MUSIC = 700.0, 1000.0, 1300.0, 440.0, 550.0

SILENCE_S = 3
"""After so long without a packet a call is given up, in the engines that these tests start."""


@dataclass
class Stand:
    """An engine and what it told."""

    engine: MediaEngine
    folder: Path
    events: list[MediaEvent]
    told: asyncio.Event

    async def until(self, true: Callable[[list[MediaEvent]], bool], seconds: float = 90) -> None:
        """Wait until what was told is so. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not true(self.events):
                self.told.clear()
                await self.told.wait()

    def sound(self, hertz: float, seconds: float = 1.0) -> Path:
        """A file that can be played."""
        file = self.folder / f"{int(hertz)}-{seconds}.au"
        file.write_bytes(write_au(to_alaw(tone(hertz, seconds))))
        return file

    async def put(self, call: str, one: Party, other: Party) -> None:
        """Two parties are put through: `one` is the side that offers."""
        other.talk(await self.engine.offer(call, one.name, other.name, one.sdp, TRUNK))
        one.talk(await self.engine.answer(call, other.name, one.name, other.sdp, TRUNK))

    async def take(self, call: str, one: Party) -> None:
        """We answer a party ourselves."""
        one.talk((await self.engine.do(Take(call, one.name, one.sdp))).sdp)

    def digits(self, leg: str) -> str:
        """The keys that were told of a leg."""
        return "".join(event.digit for event in self.events if isinstance(event, Digit) and event.leg == leg)


class MediaContract(ABC):
    """`media.port.MediaEngine`."""

    @abstractmethod
    def make(self, folder: Path, heard: Heard) -> MediaEngine:
        """An engine that is not started, and gives a call up after `SILENCE_S`; all it keeps is in the folder."""

    @asynccontextmanager
    async def stand(self, folder: Path) -> AsyncIterator[Stand]:
        """An engine that runs, until it is left."""
        told = asyncio.Event()
        events: list[MediaEvent] = []

        def heard(event: MediaEvent) -> None:
            events.append(event)
            told.set()

        engine = self.make(folder, heard)
        await engine.start()
        try:
            yield Stand(engine, folder, events, told)
        finally:
            await engine.stop()

    # ── talk ────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def test_two_hear_each_other_until_it_ends(self, tmp_path: Path) -> None:
        """Both ways and nothing else; the engine lists the call while it lasts, and nothing comes after its end."""
        async with self.stand(tmp_path) as stand, parties(c=C, a=A) as who:
            c, a = who.values()
            await stand.put("call-1", c, a)
            await asyncio.gather(c.hears(A, not_=(C,)), a.hears(C, not_=(A,)))
            assert await stand.engine.calls() == {"call-1"}
            await stand.engine.end("call-1")
            await asyncio.gather(c.hears_nothing(), a.hears_nothing())
            assert await stand.engine.calls() == frozenset()
            await stand.engine.end("call-1")

    async def test_whoever_we_called_is_put_through_at_once(self, tmp_path: Path) -> None:
        """A telephone that we called has picked up, and is put through to a caller who hears music, without a word to us in between: both
        hear each other, at the ports they have.
        """
        async with self.stand(tmp_path) as stand, parties(c=C, a=A) as who:
            c, a = who.values()
            await stand.take("call-1", c)
            await stand.engine.do(Play("call-1", "c", (stand.sound(MUSIC),), 0))
            a.talk(await stand.engine.offer("call-1", HOUSE, "a", b"", TRUNK))
            await c.hears(MUSIC, not_=(A,))
            ports = c.towards, a.towards
            await stand.put("call-1", c, a)
            assert (c.towards, a.towards) == ports
            await asyncio.gather(c.hears(A, not_=(MUSIC,)), a.hears(C))

    async def test_a_prompt_is_heard_and_ends(self, tmp_path: Path) -> None:
        """Who is answered by us hears the sounds one after another; we know beforehand how long; silenced, it stops."""
        async with self.stand(tmp_path) as stand, parties(c=C) as who:
            c = who["c"]
            await stand.take("call-1", c)
            done = await stand.engine.do(Play("call-1", "c", (stand.sound(PROMPT), stand.sound(MUSIC)), 2))
            assert 3_990 <= done.ms <= 4_010
            await c.hears(PROMPT, not_=(MUSIC,))
            await c.hears(MUSIC, not_=(PROMPT,))
            await c.hears(PROMPT, not_=(MUSIC,))
            await stand.engine.do(Silence("call-1", "c"))
            await c.hears_nothing()
            await stand.engine.do(Play("call-1", "c", (stand.sound(MUSIC),), 0))
            await c.hears(MUSIC, not_=(PROMPT,))

    async def test_sound_comes_evenly(self, tmp_path: Path) -> None:
        """What is played comes at a telephone's pace, 50 packets a second, not in bursts: a telephone would drop those."""
        async with self.stand(tmp_path) as stand, parties(c=C) as who:
            c = who["c"]
            await stand.take("call-1", c)
            await stand.engine.do(Play("call-1", "c", (stand.sound(PROMPT, 3.0),)))
            await c.until(lambda party: len(party.heard) >= 120)
            pauses = sorted(b.at - a.at for a, b in pairwise(c.heard))
            assert 0.015 < pauses[len(pauses) // 2] < 0.025

    async def test_keys_are_told_and_heard_both_ways(self, tmp_path: Path) -> None:
        """A key that a leg presses is told once, with its leg, and the other leg hears it."""
        async with self.stand(tmp_path) as stand, parties(c=C, a=A) as who:
            c, a = who.values()
            await stand.put("call-1", c, a)
            await a.hears(C)
            c.press("159#")
            await stand.until(lambda _: stand.digits("c") == "159#")
            a.press("*0")
            await stand.until(lambda _: stand.digits("a") == "*0")
            await a.until(lambda party: party.digits() == "159#")
            await c.until(lambda party: party.digits() == "*0")

    async def test_we_press_keys_for_a_leg(self, tmp_path: Path) -> None:
        """The other leg hears them, in order, and the talk around them; nobody is told of them; a leg that pressed some itself is
        left to do so.
        """
        async with self.stand(tmp_path) as stand, parties(c=C, a=A) as who:
            c, a = who.values()
            await stand.put("call-1", c, a)
            if Press not in stand.engine.can:
                with pytest.raises(Invalid):
                    await stand.engine.do(Press("call-1", "a", "4"))
                return
            await a.hears(C)
            assert (await stand.engine.do(Press("call-1", "a", "42*"))).ms >= 300
            await c.until(lambda party: party.digits() == "42*")
            c.press("9")
            await stand.until(lambda _: stand.digits("c") == "9")
            assert stand.digits("a") == ""
            await asyncio.gather(c.hears(A), a.hears(C))
            with pytest.raises(Invalid):
                await stand.engine.do(Press("call-1", "c", "1"))
            with pytest.raises(Invalid):
                await stand.engine.do(Press("call-1", "a", "1x"))

    async def test_keys_are_told_in_a_menu(self, tmp_path: Path) -> None:
        """Who is answered by us, and hears a prompt, is heard pressing keys."""
        async with self.stand(tmp_path) as stand, parties(c=C) as who:
            c = who["c"]
            await stand.take("call-1", c)
            await stand.engine.do(Play("call-1", "c", (stand.sound(PROMPT),), 0))
            await c.hears(PROMPT)
            c.press("22")
            await stand.until(lambda _: stand.digits("c") == "22")

    # ── hold ────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def test_a_held_leg_hears_music_and_nobody(self, tmp_path: Path) -> None:
        """Neither hears the other while one is held; the held one hears music, and its keys are told; then all is as before."""
        async with self.stand(tmp_path) as stand, parties(c=C, a=A) as who:
            c, a = who.values()
            await stand.put("call-1", c, a)
            await c.hears(A)
            for _ in range(2):
                await stand.engine.do(Hold("call-1", "c", (stand.sound(MUSIC),)))
            await asyncio.gather(c.hears(MUSIC, not_=(A, C)), a.hears_nothing())
            c.press("7")
            await stand.until(lambda _: stand.digits("c") == "7")
            for _ in range(2):
                await stand.engine.do(Resume("call-1", "c"))
            await asyncio.gather(c.hears(A, not_=(MUSIC,)), a.hears(C))

    async def test_a_blocked_leg_hears_and_is_not_heard(self, tmp_path: Path) -> None:
        """Muted: one way only, until it is lifted; a hold in between leaves it so."""
        async with self.stand(tmp_path) as stand, parties(c=C, a=A) as who:
            c, a = who.values()
            await stand.put("call-1", c, a)
            await c.hears(A)
            await stand.engine.do(Block("call-1", "a"))
            await asyncio.gather(c.hears_nothing(), a.hears(C))
            await stand.engine.do(Hold("call-1", "c", (stand.sound(MUSIC),)))
            await c.hears(MUSIC)
            await stand.engine.do(Resume("call-1", "c"))
            await asyncio.gather(c.hears_nothing(), a.hears(C))
            await stand.engine.do(Unblock("call-1", "a"))
            await c.hears(A)

    # ── putting through ─────────────────────────────────────────────────────────────────────────────────────────────

    async def test_a_caller_goes_from_menu_to_agent_to_another(self, tmp_path: Path) -> None:
        """The caller's port stays one and the same; music plays while it rings; who is left hears and says nothing any more, and
        the caller hears one stream only.
        """
        async with self.stand(tmp_path) as stand, parties(c=C, a=A, b=B) as who:
            c, a, b = who.values()
            await stand.take("call-1", c)
            port = c.towards
            await stand.engine.do(Play("call-1", "c", (stand.sound(MUSIC),), 0))
            a.talk(await stand.engine.offer("call-1", "c", "a", c.sdp, TRUNK))
            await c.hears(MUSIC)
            await stand.engine.do(Silence("call-1", "c"))
            c.talk(await stand.engine.answer("call-1", "a", "c", a.sdp, TRUNK))
            assert c.towards == port
            await asyncio.gather(c.hears(A, not_=(MUSIC,)), a.hears(C))
            await stand.put("call-1", c, b)
            assert c.towards == port
            await asyncio.gather(c.hears(B, not_=(A,)), b.hears(C, not_=(A,)), a.hears_nothing())
            since = len(c.heard)
            await c.listens(0.5)
            assert len({packet.source for packet in c.heard[since:]}) == 1
            await stand.engine.end("call-1", "a")
            await asyncio.gather(c.hears(B, not_=(A,)), b.hears(C))
            await stand.put("call-1", c, a)
            assert c.towards == port
            await asyncio.gather(c.hears(A, not_=(B,)), a.hears(C), b.hears_nothing())

    async def test_agents_speak_beside_a_held_caller(self, tmp_path: Path) -> None:
        """Attended transfer: the caller hears music and nothing of what the agents say; then the caller and the second agent talk
        with no new SDP for anybody, and the first is out.
        """
        async with self.stand(tmp_path) as stand, parties(c=C, a=A, b=B) as who:
            c, a, b = who.values()
            await stand.put("call-1", c, a)
            await stand.engine.do(Hold("call-1", "c", (stand.sound(MUSIC),)))
            await stand.put("call-1", a, b)
            await asyncio.gather(a.hears(B, not_=(C,)), b.hears(A, not_=(C,)), c.hears(MUSIC, not_=(A, B)))
            ports = c.towards, b.towards
            await stand.put("call-1", c, b)
            assert (c.towards, b.towards) == ports
            await asyncio.gather(c.hears(B, not_=(A, MUSIC)), b.hears(C, not_=(A,)), a.hears_nothing())
            await stand.engine.end("call-1", "a")
            await asyncio.gather(c.hears(B), b.hears(C))

    async def test_a_caller_goes_back_to_a_menu(self, tmp_path: Path) -> None:
        """From an agent to us: the caller hears what we play and no agent, who hears nobody; and on to another."""
        async with self.stand(tmp_path) as stand, parties(c=C, a=A, b=B) as who:
            c, a, b = who.values()
            await stand.put("call-1", c, a)
            await asyncio.gather(c.hears(A), a.hears(C))
            port = c.towards
            await stand.take("call-1", c)
            await stand.engine.do(Play("call-1", "c", (stand.sound(PROMPT),), 0))
            await asyncio.gather(c.hears(PROMPT, not_=(A,)), a.hears_nothing())
            await stand.engine.end("call-1", "a")
            c.press("2")
            await stand.until(lambda _: stand.digits("c") == "2")
            await c.hears(PROMPT)
            await stand.put("call-1", c, b)
            assert c.towards == port
            await asyncio.gather(c.hears(B, not_=(A, PROMPT)), b.hears(C))

    async def test_we_call_somebody_and_then_put_them_through(self, tmp_path: Path) -> None:
        """An offer of ours without another leg: who answers hears what we play, and is then put through to an agent."""
        async with self.stand(tmp_path) as stand, parties(c=C, a=A) as who:
            c, a = who.values()
            c.talk(await stand.engine.offer("call-1", HOUSE, "c", b"", TRUNK))
            assert await stand.engine.answer("call-1", "c", HOUSE, c.sdp, TRUNK) == b""
            await stand.engine.do(Play("call-1", "c", (stand.sound(PROMPT),), 0))
            await c.hears(PROMPT)
            await stand.engine.do(Silence("call-1", "c"))
            port = c.towards
            await stand.put("call-1", c, a)
            assert c.towards == port
            await asyncio.gather(c.hears(A, not_=(PROMPT,)), a.hears(C))

    # ── recording ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def test_a_recording_has_each_leg_on_its_own_channel(self, tmp_path: Path) -> None:
        """What each said, from the stretches that were recorded alone; keys are not in it, and what is played neither."""
        async with self.stand(tmp_path) as stand, parties(c=C, a=A) as who:
            c, a = who.values()
            await stand.put("call-1", c, a)
            await asyncio.gather(c.hears(A), a.hears(C))
            segments = []
            for name in ("one", "two"):
                await stand.engine.do(Record("call-1", name))
                await asyncio.gather(c.listens(0.8), a.listens(0.8))
                done = await stand.engine.do(StopRecord("call-1"))
                assert done.segment is not None
                assert done.segment.name == name
                segments.append(done.segment)
                # Card digits: typed while nothing is written down.
                c.press("4")
                await stand.until(lambda _, name=name: stand.digits("c") == {"one": "4", "two": "44"}[name])  # type: ignore[misc]
            assert (await stand.engine.do(StopRecord("call-1"))).segment is None
            for segment in segments:
                assert {track.leg for track in segment.tracks} >= {"c", "a"}
                stereo = recording.read_wav(recording.to_wav(segment, ("c", "a")))
                assert len(stereo) == 2
                for channel, own, others in zip(stereo, (C, A), (A, C), strict=True):
                    assert 0.5 <= len(channel) / 8_000 <= 2.0
                    middle = channel[len(channel) // 4 : 3 * len(channel) // 4]
                    assert strength(middle, own) > 5_000
                    assert strength(middle, others) < 150

    async def test_what_was_recorded_of_a_lost_call_is_not_lost(self, tmp_path: Path) -> None:
        """When everybody falls silent while it is recorded, the stretch can be asked for, once; what nobody asks for before the call
        is ended is thrown away.
        """
        async with self.stand(tmp_path) as stand, parties(c=C, a=A) as who:
            c, a = who.values()
            await stand.put("call-1", c, a)
            await stand.engine.do(Record("call-1", "one"))
            await asyncio.gather(c.hears(A), a.hears(C))
            c.silent = a.silent = True
            await stand.until(lambda events: MediaGone("call-1") in events, SILENCE_S + 15.0)
            assert await stand.engine.calls() == frozenset()
            segment = (await stand.engine.do(StopRecord("call-1"))).segment
            assert segment is not None
            (heard,) = recording.read_wav(recording.to_wav(segment, ("c",)))
            assert strength(heard[800:3_200], C) > 5_000
            for file in {file for track in segment.tracks for file in track.files}:
                file.unlink()
            with pytest.raises(NotFound):
                await stand.engine.do(StopRecord("call-1"))
            c.silent = a.silent = False
            await stand.put("call-2", c, a)
            await stand.engine.do(Record("call-2", "two"))
            await asyncio.gather(c.hears(A), a.hears(C))
            await stand.engine.end("call-2")
            assert not [file for file in (tmp_path / "engine" / "recordings").rglob("*") if file.is_file()]

    # ── what goes wrong ─────────────────────────────────────────────────────────────────────────────────────────────

    async def test_a_call_without_packets_is_given_up_and_told(self, tmp_path: Path) -> None:
        """When nobody sends any more the call is told as gone, once, and is not listed; other calls go on."""
        async with self.stand(tmp_path) as stand, parties(c=C, a=A, b=B, d=PROMPT) as who:
            c, a, b, d = who.values()
            await stand.put("call-1", c, a)
            await stand.put("call-2", b, d)
            await asyncio.gather(c.hears(A), b.hears(PROMPT))
            c.silent = a.silent = True
            await stand.until(lambda events: MediaGone("call-1") in events, SILENCE_S + 15.0)
            assert await stand.engine.calls() == {"call-2"}
            await asyncio.gather(b.hears(PROMPT), d.hears(B))
            assert stand.events.count(MediaGone("call-1")) == 1
            assert MediaGone("call-2") not in stand.events

    async def test_what_is_not_there_is_said_so(self, tmp_path: Path) -> None:
        """Orders for an unknown call are NotFound; nonsense is Malformed and leaves the engine as it was; names that cannot be
        ours, and sounds that we did not make, are Defects.
        """
        async with self.stand(tmp_path) as stand, parties(c=C, a=A) as who:
            c, a = who.values()
            for order in (
                Silence("nowhere", "c"), Play("nowhere", "c", (stand.sound(PROMPT),)), Block("nowhere", "c"),
                Record("nowhere", "s"), StopRecord("nowhere"), Hold("nowhere", "c", (stand.sound(MUSIC),)),
            ):  # fmt: skip
                with pytest.raises(NotFound):
                    await stand.engine.do(order)
            with pytest.raises(NotFound):
                await stand.engine.answer("nowhere", "a", "c", a.sdp, TRUNK)
            await stand.engine.end("nowhere")
            await stand.engine.end("nowhere", "c")
            for nonsense in (
                b"",
                b"hello",
                b"v=0\r\n",
                c.sdp.replace(b"m=audio", b"m=video"),
                b"v=0\r\n" + b"\xff" * 9,
            ):
                with pytest.raises(Malformed):
                    await stand.engine.offer("call-1", "c", "a", nonsense, TRUNK)
            for name in ("", "a b", "x" * 45, "../etc", "house.c", "é"):
                with pytest.raises(Defect):
                    await stand.engine.offer(name, "c", "a", c.sdp, TRUNK)
            foreign = tmp_path / "x.au"
            foreign.write_bytes(b"OggS" + bytes(500))
            await stand.put("call-1", c, a)
            with pytest.raises(Defect):
                await stand.engine.do(Play("call-1", "c", (foreign,)))
            for order in (Block("call-1", "b"), Silence("call-1", "b"), Play("call-1", "b", (stand.sound(PROMPT),))):
                with pytest.raises(NotFound):
                    await stand.engine.do(order)
            await asyncio.gather(c.hears(A), a.hears(C))

    async def test_orphans_are_found(self, tmp_path: Path) -> None:
        """The list has every call, many of them too; ending those that nobody knows leaves the rest."""
        async with self.stand(tmp_path) as stand, parties(c=C, a=A) as who:
            c, a = who.values()
            await stand.put("call-1", c, a)
            orphans = {f"orphan-{number:04}" for number in range(60)}
            for orphan in orphans:
                await stand.engine.offer(orphan, "c", "a", c.sdp, TRUNK)
            assert await stand.engine.calls() == orphans | {"call-1"}
            for orphan in await stand.engine.calls() - {"call-1"}:
                await stand.engine.end(orphan)
            assert await stand.engine.calls() == {"call-1"}
            await asyncio.gather(c.hears(A), a.hears(C))
