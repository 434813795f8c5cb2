"""rtpengine in bad times: killed, left behind, out of reach, behind a line that loses packets."""

import asyncio
import os
import random
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from hoolin.channels.voice.media import daemon, keeper, recording, rtpengine
from hoolin.channels.voice.media.daemon import Rtpengine
from hoolin.channels.voice.media.ng import NgClient
from hoolin.channels.voice.media.port import (
    TRUNK,
    EngineBack,
    EngineGone,
    Hold,
    MediaEvent,
    Play,
    Record,
    StopRecord,
    Take,
)
from hoolin.channels.voice.media.rtpengine import RtpengineMedia
from hoolin.core.errors import NotFound, NotReached
from tests.channels.voice.rtp_party import parties, strength
from tests.contracts.media_contract import MUSIC, PROMPT, A, B, C, Stand
from tests.sound_ports import sound_ports

pytestmark = pytest.mark.needs("rtpengine")


def settings(folder: Path) -> Rtpengine:
    """One of our own, on ports of its own."""
    first, last = sound_ports()
    return Rtpengine(folder / "engine", port_min=first, port_max=last)


def is_over(pid: int) -> bool:
    """Whether a process has ended, or only its entry is left."""
    try:
        return not Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return True


@asynccontextmanager
async def running(engine: Rtpengine, folder: Path) -> AsyncIterator[Stand]:
    """It runs, until it is left."""
    told = asyncio.Event()
    events: list[MediaEvent] = []

    def heard(event: MediaEvent) -> None:
        events.append(event)
        told.set()

    media = RtpengineMedia(engine, heard)
    await media.start()
    try:
        yield Stand(media, folder, events, told)
    finally:
        await media.stop()


def pid_of(engine: Rtpengine) -> int:
    """The number of its process."""
    place = daemon.left_behind(engine)
    assert place is not None
    return place.pid


async def test_killed_it_is_told_and_comes_back(tmp_path: Path) -> None:
    """Whoever asks meanwhile is told at once; after a moment it is there again, fresh, and calls can be made; time and again."""
    engine = settings(tmp_path)
    async with running(engine, tmp_path) as stand, parties(c=C, a=A) as who:
        c, a = who.values()
        for round_ in (1, 2):
            await stand.put(f"call-{round_}", c, a)
            await c.hears(A)
            os.kill(pid_of(engine), signal.SIGKILL)
            await stand.until(lambda events, round_=round_: events.count(EngineGone()) == round_)  # type: ignore[misc]
            if EngineBack(fresh=True) not in stand.events:
                with pytest.raises(NotReached):
                    await stand.engine.calls()
            await stand.until(lambda events, round_=round_: events.count(EngineBack(fresh=True)) == round_)  # type: ignore[misc]
            assert await stand.engine.calls() == frozenset()
            with pytest.raises(NotFound):
                await stand.engine.answer(f"call-{round_}", "a", "c", a.sdp, TRUNK)
        await stand.put("call-3", c, a)
        await asyncio.gather(c.hears(A), a.hears(C))


async def test_slow_it_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that does not answer for a while is told as gone, and is back with all its calls: it was never ended."""
    # A second is enough to be told; one stopped for four loses streams for good, as their queues are full then.
    monkeypatch.setattr(keeper, "LOOK_S", 0.2)
    monkeypatch.setattr(keeper, "ANSWER_S_MAX", 0.2)
    engine = settings(tmp_path)
    async with running(engine, tmp_path) as stand, parties(c=C, a=A) as who:
        c, a = who.values()
        await stand.put("call-1", c, a)
        await asyncio.gather(c.hears(A), a.hears(C))
        slow = pid_of(engine)
        os.kill(slow, signal.SIGSTOP)
        await stand.until(lambda events: EngineGone() in events, 30.0)
        os.kill(slow, signal.SIGCONT)
        await stand.until(lambda events: EngineBack(fresh=False) in events, 30.0)
        monkeypatch.undo()
        assert await stand.engine.calls() == {"call-1"}
        await asyncio.gather(c.hears(A, seconds=20), a.hears(C, seconds=20))


async def test_calls_beyond_its_list_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lists so many calls and no more: those that are asked for are found one by one, and what is over is not."""
    monkeypatch.setattr(rtpengine, "CALLS_MAX", 1)
    async with running(settings(tmp_path), tmp_path) as stand, parties(c=C, a=A) as who:
        for call in ("call-1", "call-2"):
            await stand.put(call, *who.values())
        assert len(await stand.engine.calls()) == 1
        assert await stand.engine.calls(frozenset({"call-1", "call-2", "call-3"})) == {"call-1", "call-2"}


@pytest.mark.slow
async def test_stopped_in_its_tracks_it_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is there and does not answer for long is ended, and another takes its place."""
    monkeypatch.setattr(keeper, "STUCK_S", 4.0)
    engine = settings(tmp_path)
    async with running(engine, tmp_path) as stand:
        stuck = pid_of(engine)
        os.kill(stuck, signal.SIGSTOP)
        await stand.until(lambda events: EngineBack(fresh=True) in events, 30.0)
        assert EngineGone() in stand.events
        assert pid_of(engine) != stuck
        assert is_over(stuck)
        assert await stand.engine.calls() == frozenset()


async def test_calls_live_through_our_restart(tmp_path: Path) -> None:
    """Left behind, it carries on: nobody hears that we were away. Who comes back finds the call, who talks with whom in it, and its
    keys are told again; then it ends with us.
    """
    engine = settings(tmp_path)
    async with parties(c=C, a=A, b=B) as who:
        c, a, b = who.values()
        first = RtpengineMedia(engine, lambda event: None)
        await first.start()
        stand = Stand(first, tmp_path, [], asyncio.Event())
        await stand.put("call-1", c, a)
        await asyncio.gather(c.hears(A), a.hears(C))
        await stand.engine.do(Record("call-1", "before"))
        await first.stop(leave=True)
        await asyncio.gather(c.hears(A), a.hears(C))
        pid = pid_of(engine)
        async with running(engine, tmp_path) as again:
            assert pid_of(engine) == pid
            assert await again.engine.calls() == {"call-1"}
            port = c.towards
            earlier = (await again.engine.do(StopRecord("call-1"))).segment
            assert earlier is not None
            assert {track.leg for track in earlier.tracks} == {"c", "a"}
            c.press("3")
            await again.until(lambda _: again.digits("c") == "3")
            await again.engine.do(Hold("call-1", "c", (again.sound(MUSIC),)))
            await asyncio.gather(c.hears(MUSIC, not_=(A,)), a.hears_nothing())
            await again.put("call-1", c, b)
            assert c.towards == port
            await asyncio.gather(b.hears(C, not_=(A,)), a.hears_nothing())
            await again.engine.do(Record("call-1", "s"))
            await c.listens(0.3)
            done = await again.engine.do(StopRecord("call-1"))
            assert done.segment is not None
            assert {track.leg for track in done.segment.tracks} >= {"c", "b"}
        assert is_over(pid)
        assert daemon.left_behind(engine) is None


@pytest.mark.slow
async def test_one_of_somebody_elses_is_found_and_waited_for(tmp_path: Path) -> None:
    """At a configured address: used, not started, not ended; its going and coming are told, with whether it has forgotten."""
    ours = settings(tmp_path)
    digits = daemon.free_port("127.0.0.1")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        gone = probe.getsockname()[1]
    process, place = await daemon.begin(ours, digits, gone)
    theirs = Rtpengine(tmp_path / "engine", ng_port=place.ng, digits_port=digits, gone_port=gone)
    client = NgClient("127.0.0.1", place.ng)
    await client.open()
    await client.ask("ping")
    client.close()
    async with running(theirs, tmp_path) as stand, parties(c=C, a=A) as who:
        c, a = who.values()
        await stand.put("call-1", c, a)
        await c.hears(A)
        c.press("5")
        await stand.until(lambda _: stand.digits("c") == "5")
        process.send_signal(signal.SIGSTOP)
        await stand.until(lambda events: EngineGone() in events)
        process.send_signal(signal.SIGCONT)
        await stand.until(lambda events: EngineBack(fresh=False) in events)
        assert await stand.engine.calls() == {"call-1"}
    assert process.returncode is None
    process.kill()
    await process.wait()
    with pytest.raises(NotReached):
        await RtpengineMedia(theirs, lambda event: None).start()


async def test_what_is_lost_is_asked_again(tmp_path: Path) -> None:
    """A fifth of all datagrams is lost, either way, and some come twice: each question is done once, and answered."""
    engine = settings(tmp_path)
    async with running(engine, tmp_path) as stand, parties(c=C, a=A) as who:
        c, a = who.values()
        place = daemon.left_behind(engine)
        assert place is not None
        async with losing(place.ng) as port:
            client = NgClient("127.0.0.1", port)
            await client.open()
            assert isinstance(stand.engine, RtpengineMedia)
            theirs = stand.engine.keeper._client
            assert theirs is not None
            stand.engine.keeper._client = client
            await stand.put("call-1", c, a)
            for name in ("one", "two", "three"):
                await stand.engine.do(Record("call-1", name))
                assert (await stand.engine.do(StopRecord("call-1"))).segment is not None
            stand.engine.keeper._client = theirs
            assert client.asking.sent > client.asking.asked
            client.close()
        await asyncio.gather(c.hears(A), a.hears(C))
        assert len(list((engine.recordings / "pcaps").iterdir())) == 3


class Lossy(asyncio.DatagramProtocol):
    """One side of a line that loses and doubles a fifth of all datagrams each. on: the other side."""

    def __init__(self) -> None:
        self.on: Lossy | None = None
        self.transport: asyncio.DatagramTransport | None = None
        self.peer: tuple[str, int] | None = None
        self.chance = random.Random(7)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Open."""
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Handed on, or not."""
        self.peer = addr
        assert self.on is not None
        assert self.on.transport is not None
        chance = self.chance.random()
        for _ in range(0 if chance < 0.2 else 2 if chance > 0.8 else 1):
            self.on.transport.sendto(data, self.on.peer)


@asynccontextmanager
async def losing(to: int) -> AsyncIterator[int]:
    """The port of such a line to a port of this machine."""
    loop = asyncio.get_running_loop()
    here, there = Lossy(), Lossy()
    here.on, there.on, there.peer = there, here, ("127.0.0.1", to)
    await loop.create_datagram_endpoint(lambda: there, local_addr=("127.0.0.1", 0))
    await loop.create_datagram_endpoint(lambda: here, local_addr=("127.0.0.1", 0))
    assert here.transport is not None
    assert there.transport is not None
    yield here.transport.get_extra_info("sockname")[1]
    here.transport.close()
    there.transport.close()


async def test_who_speaks_mu_law_alone_is_understood(tmp_path: Path) -> None:
    """A trunk that names no A-law hears a prompt, talks with an agent who speaks A-law, and is recorded."""
    async with running(settings(tmp_path), tmp_path) as stand, parties(c=C, a=A) as who:
        c, a = who.values()
        c.ulaw = True
        await stand.take("call-1", c)
        await stand.engine.do(Play("call-1", "c", (stand.sound(PROMPT),), 0))
        await c.hears(PROMPT)
        c.press("6")
        await stand.until(lambda _: stand.digits("c") == "6")
        await stand.put("call-1", c, a)
        await asyncio.gather(c.hears(A, not_=(PROMPT,)), a.hears(C))
        await stand.engine.do(Record("call-1", "s"))
        await c.listens(1.0)
        segment = (await stand.engine.do(StopRecord("call-1"))).segment
        assert segment is not None
        for channel, own in zip(recording.read_wav(recording.to_wav(segment, ("c", "a"))), (C, A), strict=True):
            assert strength(channel[len(channel) // 4 : 3 * len(channel) // 4], own) > 5_000


async def test_the_engine_gets_our_files_only(tmp_path: Path) -> None:
    """The command line has no configuration of the machine, no kernel table, and passive encryption; what it is given to play is a
    file in its own folder that we wrote, whatever was asked for.
    """
    engine = settings(tmp_path)
    said = daemon.arguments(engine, 1, 2, 3)
    assert {"--config-file=none", "--table=-1", "--dtls-passive", "--recording-method=pcap"} <= set(said)
    async with running(engine, tmp_path) as stand, parties(c=C) as who:
        c = who["c"]
        c.talk((await stand.engine.do(Take("call-1", "c", c.sdp))).sdp)
        sound = stand.sound(PROMPT)
        await stand.engine.do(Play("call-1", "c", (sound,), 0))
        await c.hears(PROMPT)
        for file in (engine.folder / "sounds").iterdir():
            assert file.read_bytes()[:4] == b".snd"


async def test_what_cannot_be_started_or_found_is_said_so(tmp_path: Path) -> None:
    """A program that cannot be started, or an address where nobody is, is NotReached, within seconds, and leaves nothing behind."""
    for engine in (
        Rtpengine(tmp_path / "one", program="no-such-engine"),
        Rtpengine(tmp_path / "two", ng_port=daemon.free_port("127.0.0.1")),
    ):
        with pytest.raises(NotReached):
            async with asyncio.timeout(90):
                await RtpengineMedia(engine, lambda event: None).start()
        assert daemon.left_behind(engine) is None


async def test_two_never_share_their_ports(tmp_path: Path) -> None:
    """Another one whose range touches ours, even by one port, is not started, and it is said which process has them; it is once that one
    has ended. Two that share them lose each other's sound, and say nothing.
    """
    whole = settings(tmp_path)
    one = replace(whole, port_max=whole.port_max - 40)
    other = replace(whole, folder=tmp_path / "other", port_min=one.port_max)
    async with running(one, tmp_path) as stand:
        with pytest.raises(NotReached) as refused:
            async with running(other, tmp_path):
                raise AssertionError("it was started")
        assert refused.value.code == "media_ports"
        assert refused.value.detail["process"] == pid_of(one)
        assert await stand.engine.calls() == frozenset()
    async with running(other, tmp_path) as stand:
        assert await stand.engine.calls() == frozenset()
