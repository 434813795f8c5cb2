"""An engine that does not answer for a while, as on a machine that has no time for it: nothing of a call is left behind, and what it cannot
take goes another way.
"""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from hoolin.channels.voice import admission
from hoolin.channels.voice import facts as v
from hoolin.channels.voice.media.rtpengine import RtpengineMedia
from hoolin.core.errors import NotReached
from tests.channels.voice.rtp_party import parties
from tests.channels.voice.sipp import sipp
from tests.channels.voice.site import VoiceSite, settings, voice_site
from tests.ports import free_port

pytestmark = [pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"), pytest.mark.slow]

LONGEST_SECONDS = 20.0


@contextmanager
def frozen(site: VoiceSite) -> Iterator[None]:
    """The engine gets no time."""
    media = site.gateway.x.media
    assert isinstance(media, RtpengineMedia)
    assert media.keeper.place is not None
    pid = media.keeper.place.pid
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


async def test_what_it_did_not_answer_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller hangs up, and the first time the engine is not reached with that: it is told again, and forgets the call."""
    trunk = free_port()
    async with (
        voice_site(settings(tmp_path, trunk)) as site,
        parties(customer=700.0) as ends,
        sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=ends["customer"].port) as caller,
    ):
        await site.fact(v.LegAnswered)
        await site.gateway.switchboard.settled()
        media: Any = site.gateway.x.media
        really, times = media.end, count(1)

        async def end(call: str, leg: str = "") -> None:
            if next(times) == 1:
                raise NotReached("media_engine")
            await really(call, leg)

        monkeypatch.setattr(media, "end", end)
        caller.hang_up()
        await site.fact(v.CallEnded)
        async with asyncio.timeout(LONGEST_SECONDS):
            while await media.calls():  # noqa: ASYNC110 it is asked each time
                await asyncio.sleep(0.1)
        assert site.gateway.x.counted["steps_failed"] == 1
        assert not site.gateway.x.wires


async def test_what_it_cannot_take_goes_another_way(tmp_path: Path) -> None:
    """A call comes while the engine does not answer: the trunk is told that we are not there (503), not that its sound is wrong."""
    trunk = free_port()
    async with voice_site(settings(tmp_path, trunk)) as site:
        with frozen(site):
            async with sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=9):
                ended = await site.fact(v.CallEnded)
        assert (ended.cause, ended.answered, ended.status) == ("unreachable", False, 503)


async def test_no_more_are_taken_in_than_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While three calls wait for the engine for too long, a fourth and a fifth are refused at once; nothing of them is on disk. When it
    answers again, the next is taken.
    """
    monkeypatch.setattr(admission, "FEW", 3)
    monkeypatch.setattr(admission, "LATE_SECONDS", 0.0)
    trunk = free_port()
    async with voice_site(settings(tmp_path, trunk)) as site:
        with frozen(site):
            async with sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=9, calls=5):
                async with asyncio.timeout(LONGEST_SECONDS):
                    while site.gateway.x.counted["calls_refused"] < 2:  # noqa: ASYNC110 nobody tells when
                        await asyncio.sleep(0.02)
                assert not list(site.all(v.CallEnded)), "they waited as long as the others"
                await site.fact(v.CallEnded)
        assert len(list(site.all(v.CallBegan))) == 3
        async with sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=9):
            await site.fact(v.LegAnswered)
