"""rtp.io in bad times: killed, slow, not installed."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from hoolin.channels.voice.media.port import TRUNK, EngineBack, EngineGone, Record, StopRecord
from hoolin.channels.voice.media.rtp_io import RtpIoMedia
from hoolin.core.errors import Invalid, NotFound, NotReached, PeerError
from tests.channels.voice.rtp_party import parties
from tests.contracts.media_contract import A, C
from tests.contracts.media_engines import HAS_WHEEL, NO_WHEEL, OnRtpIo

pytestmark = pytest.mark.skipif(not HAS_WHEEL, reason=NO_WHEEL)


def pid_of(engine: object) -> int:
    """The number of its process."""
    assert isinstance(engine, RtpIoMedia)
    assert engine._child._process is not None
    return engine._child._process.pid


async def test_killed_it_is_told_and_comes_back(tmp_path: Path) -> None:
    """It takes nothing of ours along; after a moment it is there again, without its calls, and calls can be made."""
    async with OnRtpIo().stand(tmp_path) as stand, parties(c=C, a=A) as who:
        c, a = who.values()
        await stand.put("call-1", c, a)
        await c.hears(A)
        os.kill(pid_of(stand.engine), signal.SIGKILL)
        await stand.until(lambda events: EngineBack(fresh=True) in events)
        assert stand.events[0] == EngineGone()
        assert await stand.engine.calls() == frozenset()
        with pytest.raises(NotFound):
            await stand.engine.answer("call-1", "a", "c", a.sdp, TRUNK)
        await stand.put("call-2", c, a)
        await asyncio.gather(c.hears(A), a.hears(C))


@pytest.mark.slow
async def test_slow_it_is_left_alone(tmp_path: Path) -> None:
    """It is told as gone, and as back with its calls."""
    async with OnRtpIo().stand(tmp_path) as stand, parties(c=C, a=A) as who:
        c, a = who.values()
        await stand.put("call-1", c, a)
        slow = pid_of(stand.engine)
        os.kill(slow, signal.SIGSTOP)
        await stand.until(lambda events: EngineGone() in events, 30.0)
        with pytest.raises(NotReached):
            await stand.engine.calls()
        os.kill(slow, signal.SIGCONT)
        await stand.until(lambda events: EngineBack(fresh=False) in events, 30.0)
        assert await stand.engine.calls() == {"call-1"}
        await asyncio.gather(c.hears(A), a.hears(C))


async def test_it_ends_with_us(tmp_path: Path) -> None:
    """When the house dies without a word, the process does not stay behind."""
    code = (
        "import asyncio, sys; from pathlib import Path; from hoolin.channels.voice.media.rtp_io import RtpIoMedia;"
        "from hoolin.channels.voice.media.rtp_io_child import RtpIo\n"
        "async def main():\n"
        "    media = RtpIoMedia(RtpIo(Path(sys.argv[1])), print); await media.start()\n"
        "    print(media._child._process.pid, flush=True); await asyncio.sleep(100)\n"
        "asyncio.run(main())\n"
    )
    house = await asyncio.create_subprocess_exec(sys.executable, "-c", code, tmp_path, stdout=asyncio.subprocess.PIPE)
    assert house.stdout is not None
    async with asyncio.timeout(90):
        engine = int(await house.stdout.readline())
    os.kill(engine, 0)
    house.kill()
    await house.wait()
    async with asyncio.timeout(90):
        while (status := Path(f"/proc/{engine}/cmdline")).exists() and status.read_bytes():  # noqa: ASYNC110, ASYNC240
            await asyncio.sleep(0.05)


async def test_without_the_package_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no wheel, starting is NotReached, and nothing hangs."""
    hidden = tmp_path / "python"
    hidden.write_text(f"#!/bin/sh\nexec {sys.executable} -S -c 'raise SystemExit(4)'\n")
    hidden.chmod(0o755)
    monkeypatch.setattr("hoolin.channels.voice.media.rtp_io_child.sys.executable", str(hidden))
    with pytest.raises(NotReached) as said:
        await OnRtpIo().make(tmp_path, print).start()
    assert said.value.detail["status"] == 4


async def test_who_speaks_no_a_law_is_refused(tmp_path: Path) -> None:
    """It hands packets on and changes none: an offer without A-law is Invalid, and leaves nothing behind."""
    async with OnRtpIo().stand(tmp_path) as stand, parties(c=C) as who:
        sdp = (
            who["c"]
            .sdp.replace(b"RTP/AVP 8 101", b"RTP/AVP 18 101")
            .replace(b"a=rtpmap:8 PCMA/8000", b"a=rtpmap:18 G729/8000")
        )
        with pytest.raises(Invalid):
            await stand.engine.offer("call-1", "c", "a", sdp, TRUNK)
        assert await stand.engine.calls() == frozenset()


async def test_a_stretch_that_it_did_not_end_is_ended_when_it_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it has, it is still being written, and nothing of it is lost."""
    async with OnRtpIo().stand(tmp_path) as stand, parties(c=C, a=A) as who:
        c, a = who.values()
        engine = stand.engine
        assert isinstance(engine, RtpIoMedia)
        await stand.put("call-1", c, a)
        await engine.do(Record("call-1", "one"))
        await asyncio.gather(c.hears(A), a.hears(C))
        really, refused = engine._ask, list[str]()

        async def ask(call: str, command: str) -> str:
            # Of the second leg, once: of the first it has ended it already.
            refused.append(command)
            if len(refused) == 2:
                raise PeerError("media_engine_refuses")
            return await really(call, command)

        monkeypatch.setattr(engine, "_ask", ask)
        with pytest.raises(PeerError):
            await engine.do(StopRecord("call-1"))
        segment = (await engine.do(StopRecord("call-1"))).segment
        assert segment is not None
        assert (segment.name, [track.leg for track in segment.tracks]) == ("one", ["a", "c"])
        assert (await engine.do(StopRecord("call-1"))).segment is None
