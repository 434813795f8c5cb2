"""Killed while recording: what was said until then, and after it until the call ended, is stored at the next start."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from hoolin.channels.voice.media.daemon import Rtpengine, end, left_behind
from hoolin.channels.voice.media.recording import read_wav
from tests.channels.voice.baresip import telephone
from tests.channels.voice.recording.test_recorded import RECORDED, goes_on, loudest
from tests.channels.voice.rtp_party import parties
from tests.channels.voice.sipp import free_port, sipp
from tests.channels.voice.test_kill import Living, living, wanted_at
from tests.channels.voice.test_telephones import CUSTOMER, OF_MARI

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
