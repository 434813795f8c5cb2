"""Killed while recording: what was said until then, and after it until the call ended, is stored at the next start. So is a message."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hoolin.channels.voice.media.daemon import Rtpengine, end, left_behind
from hoolin.channels.voice.media.recording import read_wav
from tests.channels.voice.baresip import telephone
from tests.channels.voice.recording.test_recorded import RECORDED, goes_on, loudest
from tests.channels.voice.rtp_party import Party, parties
from tests.channels.voice.sipp import sipp
from tests.channels.voice.site import nine_tomorrow
from tests.channels.voice.test_kill import Living, living, wanted_at
from tests.channels.voice.test_telephones import CUSTOMER, OF_MARI
from tests.ports import free_port

pytestmark = [
    pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"), pytest.mark.needs("baresip"), pytest.mark.slow,
    pytest.mark.timeout(400),  # a site is started twice, on a machine that may have no time
]  # fmt: skip


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Path]:
    """A folder whose engine does not outlive the test."""
    yield tmp_path
    engine = Rtpengine(tmp_path / "data" / "voice")
    place = left_behind(engine)
    if place is not None:
        await end(engine, place)


async def said(site: Living, line: str) -> None:
    """Tell the process something."""
    assert site.process.stdin is not None
    site.process.stdin.write(f"{line}\n".encode())


async def stored(site: Living, into: Path) -> int:
    """The one stretch has both voices, each on its side; gives its length."""
    (kept,) = await site.until("StretchKept")
    await said(site, f"blob {kept['blob']} {into}")
    await site.until("blob")
    left, right = read_wav(await asyncio.to_thread(into.read_bytes))
    assert loudest(left, OF_MARI) > 4_000 > 800 > loudest(left, CUSTOMER)
    assert loudest(right, CUSTOMER) > 4_000 > 800 > loudest(right, OF_MARI)
    return int(kept["length_ms"])


@pytest.mark.parametrize("engine_dies", [False, True], ids=["the engine lives", "the engine dies too"])
async def test_what_was_recorded_until_then_is_stored(home: Path, engine_dies: bool) -> None:
    """With the engine alive the same stretch goes on and is stored when the call ends; with it dead the call is over, and what it had
    written down until then is stored. Either way nothing is left in plain.
    """
    trunk = free_port()
    wanted = wanted_at(home, trunk)
    wanted = replace(wanted, voice=replace(wanted.voice, recording=replace(RECORDED, declining="off")))
    sounds = home / "sounds" / "et"
    (sounds / "recorded.au").write_bytes((sounds / "goodbye.au").read_bytes())
    port = wanted.voice.listen[0].port
    async with parties(customer=CUSTOMER) as ends, living(home, wanted) as site:
        customer = ends["customer"]
        async with telephone(home, "101", port, OF_MARI) as phone:
            await said(site, "online")
            async with sipp("calls", home, to=port, port=trunk, rtp_port=customer.port) as caller:
                await phone.told("CALL_INCOMING")
                await phone.do("accept")
                await site.until("RecordingStarted")
                await customer.hears(OF_MARI)
                customer.answer_back()
                await phone.hears(CUSTOMER)
                await goes_on(customer, 120)
                await site.kill()
                await goes_on(customer, 60)
                engine = Rtpengine(home / "data" / "voice")
                place = left_behind(engine)
                assert place is not None
                if engine_dies:
                    os.kill(place.pid, 9)
                async with living(home, wanted) as again:
                    if not engine_dies:
                        await goes_on(customer, 60)
                        caller.hang_up()
                    (ended,) = await again.until("RecordingEnded")
                    assert ended["cause"] == ("lost" if engine_dies else "over")
                    assert await stored(again, home / "kept.wav") > (2_000 if engine_dies else 4_000)
                    await again.until("CallEnded")
                    assert again.of("StretchLost") == []
                    recordings = home / "data" / "voice" / "recordings"
                    assert [file for file in recordings.rglob("*") if file.is_file()] == []


async def leaving(site: Living, customer: Party) -> dict[str, Any]:
    """They press the key for it until they are heard: before we speak to them no key means anything."""
    async with asyncio.timeout(60):
        while not site.of("VoicemailBegan"):
            customer.press("2")
            await goes_on(customer, 100)
    (began,) = site.of("VoicemailBegan")
    return began


async def nothing_in_plain(recordings: Path) -> None:
    """What the engine wrote goes as soon as it is stored."""
    async with asyncio.timeout(90):
        while await asyncio.to_thread(lambda: list(recordings.rglob("*.pcap"))):  # noqa: ASYNC110 nobody tells of files
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("end", ["stays", "hangs up", "the engine dies"])
async def test_a_message_outlives_us(home: Path, end: str) -> None:
    """Killed while a caller speaks: what they have said is their message, also when they hang up meanwhile, or the engine dies with it; it is
    answered when it was promised.
    """
    trunk = free_port()
    wanted = wanted_at(home, trunk)
    port = wanted.voice.listen[0].port
    async with parties(customer=CUSTOMER) as ends, living(home, wanted) as site:
        customer = ends["customer"]
        await said(site, "shut")
        await site.until("HoursSet")
        async with sipp("calls", home, to=port, port=trunk, rtp_port=customer.port) as caller:
            await site.until("LegAnswered")
            await customer.until(lambda party: bool(party.heard), 60)
            customer.answer_back()
            began = await leaving(site, customer)
            await goes_on(customer, 150)
            await site.kill()
            if end == "the engine dies":
                place = left_behind(Rtpengine(home / "data" / "voice"))
                assert place is not None
                os.kill(place.pid, 9)
            elif end == "hangs up":
                caller.hang_up()
            async with living(home, wanted) as again:
                (kept,) = await again.until("StretchKept")
                (left,) = await again.until("VoicemailLeft")
                (deferred,) = await again.until("InteractionDeferred")
                assert deferred["due_at"] == began["promised_at"] == left["promised_at"] == nine_tomorrow()
                assert left["recording"] == kept["recording"] == began["recording"]
                await said(again, f"blob {kept['blob']} {home / 'kept.wav'}")
                await again.until("blob")
                (alone,) = read_wav(await asyncio.to_thread((home / "kept.wav").read_bytes))
                assert loudest(alone, CUSTOMER) > 4_000
                assert left["length_ms"] > 1_500
                await nothing_in_plain(home / "data" / "voice" / "recordings")
