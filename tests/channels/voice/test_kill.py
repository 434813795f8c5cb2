"""Calls live through the death of the house: what was answered goes on being heard, and can be ended; what was not is not forgotten."""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from hoolin.channels.voice.media.daemon import Rtpengine, end, left_behind
from hoolin.channels.voice.media.g711 import alaw_samples
from hoolin.channels.voice.media.janus import Janus, end_left_behind
from hoolin.channels.voice.settings import VoiceListen, VoiceMedia
from hoolin.wiring import HoolinSettings
from tests.channels.voice.rtp_party import Packet, Party, parties, strength
from tests.channels.voice.sipp import sipp
from tests.channels.voice.site import MUSIC, settings
from tests.ports import free_port
from tests.sound_ports import sound_ports

pytestmark = [
    pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"), pytest.mark.slow,
    pytest.mark.timeout(400),  # a site is started twice, on a machine that may have no time
]  # fmt: skip

CALLS = int(os.environ.get("HOOLIN_CALLS_KILLED", "12"))
"""200 where there is time for it."""

ROOT = Path(__file__).resolve().parents[3]
WAIT_SECONDS = 110.0


class Living:
    """The process of a site. told: what it said, in order."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.told: list[dict[str, Any]] = []
        self._more = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            if line.startswith(b"{"):
                self.told.append(json.loads(line))
                self._more.set()

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Everything of one kind."""
        return [one for one in self.told if one["kind"] == kind]

    async def until(self, kind: str, number: int = 1) -> list[dict[str, Any]]:
        """Wait until it said so often what it says."""
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                while len(self.of(kind)) < number:
                    self._more.clear()
                    await self._more.wait()
        except TimeoutError:
            raise AssertionError(f"{len(self.of(kind))} of {number} {kind}: {self.told[-5:]}") from None
        return self.of(kind)

    async def ask(self, word: str) -> dict[str, Any]:
        """How many calls there are."""
        assert self.process.stdin is not None
        before = len(self.of(word))
        self.process.stdin.write(f"{word}\n".encode())
        return (await self.until(word, before + 1))[-1] if word == "count" else {}

    async def joins(self, who: str, party: Party) -> dict[str, Any]:
        """`talks` or `barges`: this end does, and is told where to send."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{who} {party.port}\n".encode())
        (told,) = await self.until(who)
        party.talk(told["given"].encode())
        return told

    async def kill(self) -> None:
        """Without a word."""
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        self._reader.cancel()


@asynccontextmanager
async def living(folder: Path, wanted: HoolinSettings, *words: str) -> AsyncIterator[Living]:
    """A site in a process of its own, killed at the end if it still is there."""
    file = folder / "settings.json"
    file.write_bytes(msgspec.json.encode(wanted))
    with (folder / "site.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.channels.voice.site_process", str(file), *words, cwd=ROOT, stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, stderr=log, env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        )  # fmt: skip
    site = Living(process)
    try:
        await site.until("ready")
        yield site
    finally:
        await site.kill()


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Path]:
    """A folder whose engine does not outlive the test."""
    yield tmp_path
    engine = Rtpengine(tmp_path / "data" / "voice")
    place = left_behind(engine)
    if place is not None:
        await end(engine, place)
    await asyncio.to_thread(end_left_behind, Janus(tmp_path / "data" / "voice"))


def wanted_at(home: Path, trunk: int) -> HoolinSettings:
    """A site that is found again at the same port after its death."""
    first, last = sound_ports(4 * CALLS + 100)
    mixed, mixed_last = sound_ports()
    media = VoiceMedia(port_min=first, port_max=last, mixer_port_min=mixed, mixer_port_max=mixed_last)
    made = settings(home, trunk, data=str(home / "data"), media=media)
    listen = (VoiceListen(host="127.0.0.1", port=free_port()),)
    return replace(made, voice=replace(made.voice, listen=listen))


async def all_hear(customer: Party, number: int, packets: int = 20) -> None:
    """Music comes in every call, which share a port here and are told apart by their source."""
    begin = len(customer.heard)
    end = asyncio.get_running_loop().time() + WAIT_SECONDS
    sounds: Counter[int] = Counter()
    while len([source for source, came in sounds.items() if came > packets]) < number:
        assert asyncio.get_running_loop().time() < end, (
            f"of {number} calls {len(sounds)} were heard, the least {sorted(sounds.values())[:3]}"
        )
        await asyncio.sleep(0.5)
        sounds = Counter(packet.source for packet in customer.heard[begin:] if packet.payload == 8)
    for source in list(sounds)[:5]:
        body = b"".join(
            packet.body for packet in _unbroken([one for one in customer.heard[begin:] if one.source == source])
        )
        assert strength(alaw_samples(body), MUSIC) > 1_500


def _unbroken(packets: list[Packet]) -> list[Packet]:
    """The longest stretch without a gap, of the last: one socket that hears everybody loses some when there are hundreds."""
    best: list[Packet] = []
    run: list[Packet] = []
    for packet in packets[-60:]:
        run = [*run, packet] if run and packet.number == run[-1].number + 1 else [packet]
        best = max(best, run, key=len)
    return best


async def test_calls_outlive_the_house(home: Path) -> None:
    """Killed with calls under way, all of them are heard without a gap, are restored by the next start, and are told goodbye by it."""
    trunk = free_port()
    wanted = wanted_at(home, trunk)
    port = wanted.voice.listen[0].port
    async with parties(customer=700.0) as ends:
        customer = ends["customer"]
        async with living(home, wanted) as site:
            many = sipp("calls", home, to=port, port=trunk, rtp_port=customer.port, calls=CALLS, rate=25)
            async with many as callers:
                await site.until("LegAnswered", CALLS)
                # Past the welcome: what is heard from then on needs nobody to go on.
                await all_hear(customer, CALLS, packets=100)
                await site.kill()
                await all_hear(customer, CALLS)
                async with living(home, wanted) as again:
                    (ready,) = again.of("ready")
                    assert ready["restored"] == CALLS
                    counted = await again.ask("count")
                    assert (counted["calls"], counted["engine"]) == (CALLS, CALLS)
                    await all_hear(customer, CALLS)
                    await again.ask("end")
                    assert await callers.ends() == 0
                    await again.until("CallEnded", CALLS)
                    async with asyncio.timeout(WAIT_SECONDS):
                        while (counted := await again.ask("count"))["engine"]:  # noqa: ASYNC110 it is asked each time
                            await asyncio.sleep(0.05)
                    assert counted["calls"] == 0


async def test_who_hung_up_meanwhile_is_not_kept(home: Path) -> None:
    """A goodbye said while the house was dead is said again by its peer, and understood after the start: the line is left."""
    trunk = free_port()
    wanted = wanted_at(home, trunk)
    async with parties(customer=700.0) as ends, living(home, wanted) as site:
        caller_of = sipp("calls", home, to=wanted.voice.listen[0].port, port=trunk, rtp_port=ends["customer"].port)
        async with caller_of as caller:
            await site.until("LegAnswered")
            await site.kill()
            caller.hang_up()
            async with living(home, wanted) as again:
                (ended,) = await again.until("CallEnded")
                assert ended["cause"] == "hung_up"
                await again.until("InteractionAbandoned")
                assert await caller.ends() == 0


async def test_who_lost_their_sound_is_called_back(home: Path) -> None:
    """House and engine both died: whoever waited in line is told goodbye, and has the promise of a call at their old place."""
    trunk = free_port()
    wanted = wanted_at(home, trunk)
    async with parties(customer=700.0) as ends, living(home, wanted) as site:
        caller_of = sipp("calls", home, to=wanted.voice.listen[0].port, port=trunk, rtp_port=ends["customer"].port)
        async with caller_of as caller:
            await site.until("LegAnswered")
            await site.kill()
            engine = Rtpengine(home / "data" / "voice")
            place = left_behind(engine)
            assert place is not None
            await end(engine, place)
            async with living(home, wanted) as again:
                await again.until("CallbackAsked")
                (moved,) = await again.until("InteractionMoved")
                (ended,) = await again.until("CallEnded")
                assert ended["cause"] == "lost"
                assert moved["interaction"] == ended["interaction"]
                assert await caller.ends() == 0


@pytest.mark.needs("janus")
async def test_who_joined_is_gone_and_two_talk_on(home: Path) -> None:
    """Killed while a supervisor talks in a call: it is heard meanwhile; the next start ends their leg, says so, and puts the two together
    as before, at the customer's same port; of the mixer nothing is left.
    """
    trunk = free_port()
    wanted = wanted_at(home, trunk)
    janus = Janus(home / "data" / "voice")
    async with parties(customer=700.0, agent=1_000.0, helper=1_600.0) as ends, living(home, wanted, "plain") as site:
        customer, agent, helper = ends.values()
        caller_of = sipp("calls", home, to=wanted.voice.listen[0].port, port=trunk, rtp_port=customer.port)
        async with caller_of as caller:
            await site.until("LegAnswered")
            told = await site.joins("talks", agent)
            customer.talk(told["customer"].encode())
            towards = customer.towards
            await site.joins("barges", helper)
            await asyncio.gather(
                customer.hears(1_000.0, 1_600.0), agent.hears(700.0, 1_600.0), helper.hears(700.0, 1_000.0)
            )
            before = processes_of(janus)
            assert before
            await site.kill()
            await asyncio.gather(customer.hears(1_000.0, 1_600.0), agent.hears(700.0, 1_600.0))
            async with living(home, wanted, "plain") as again:
                (left,) = await again.until("SupervisorLeft")
                assert left["cause"] == "lost"
                await asyncio.gather(
                    customer.hears(1_000.0, not_=(700.0, 1_600.0)), agent.hears(700.0, not_=(1_000.0, 1_600.0))
                )
                await helper.hears_nothing()
                assert processes_of(janus) == []
                assert customer.towards == towards
                await again.ask("end")
                assert await caller.ends() == 0


@pytest.mark.needs("janus")
async def test_three_talk_on(home: Path) -> None:
    """Killed while three talk: they go on being heard, and the next start puts the same three together through a mixer of its own."""
    trunk = free_port()
    wanted = wanted_at(home, trunk)
    janus = Janus(home / "data" / "voice")
    async with parties(customer=700.0, agent=1_000.0, asked=1_600.0) as ends, living(home, wanted, "plain") as site:
        customer, agent, asked = ends.values()

        async def all_three() -> None:
            await asyncio.gather(
                customer.hears(1_000.0, 1_600.0, not_=(700.0,)), agent.hears(700.0, 1_600.0, not_=(1_000.0,)),
                asked.hears(700.0, 1_000.0, not_=(1_600.0,)),
            )  # fmt: skip

        async with sipp("calls", home, to=wanted.voice.listen[0].port, port=trunk, rtp_port=customer.port) as caller:
            await site.until("LegAnswered")
            customer.talk((await site.joins("talks", agent))["customer"].encode())
            await site.joins("three", asked)
            await all_three()
            before = processes_of(janus)
            await site.kill()
            await all_three()
            async with living(home, wanted, "plain") as again:
                async with asyncio.timeout(WAIT_SECONDS):
                    while set(before) & set(processes_of(janus)) or not processes_of(janus):  # noqa: ASYNC110 processes tell nobody
                        await asyncio.sleep(0.05)
                await all_three()
                await again.ask("end")
                assert await caller.ends() == 0


def processes_of(janus: Janus) -> list[int]:
    """The mixers that read what is in this folder."""
    found = []
    for said in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if str(janus.configs).encode() in said.read_bytes().split(b"\0"):
                found.append(int(said.parent.name))
    return found
