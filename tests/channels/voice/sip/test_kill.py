"""Killed in the middle of calls and started again, a process goes on with those that were answered."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from hoolin.channels.voice.sip.calls import Dial
from hoolin.cli.sipp import free_port
from tests.channels.voice.sip.stand import OFFER, Told, known, stack, until

CALLS = 20
ROOT = Path(__file__).resolve().parents[4]


async def begin(folder: Path, port: int, peer: int) -> tuple[Process, int]:
    """The process, and how many calls it restored."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.channels.voice.sip.keeping_process",
        str(folder),
        str(port),
        str(peer),
        stdin=PIPE,
        stdout=PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 90)
    return process, int(line.split()[1])


async def test_calls_outlive_a_kill(tmp_path: Path) -> None:
    """Twenty calls are up when it is killed; started again, it answers a hold and our goodbyes, and its own goodbyes are understood."""
    told, port = Told(), free_port()
    async with stack(told, trunks=(known("peer", "127.0.0.1", port),)) as one:
        process, restored = await begin(tmp_path, port, one.ports()[0])
        assert restored == 0
        legs = [one.call(Dial(to=str(number), sdp=OFFER, account="peer")) for number in range(CALLS)]
        for _ in legs:
            await told.take("answered")
        await legs[0].reinvite(OFFER + b"a=sendonly\r\n")
        # An answer goes out before it is kept: it is the twenty-first line that says that all are.
        await until(lambda: (tmp_path / "calls").read_bytes().count(b"\n") == CALLS + 1)
        process.kill()
        await process.wait()

        process, restored = await begin(tmp_path, port, one.ports()[0])
        try:
            assert restored == CALLS
            held = OFFER + b"a=inactive\r\n"
            assert await legs[0].reinvite(held) == held
            for leg in legs[: CALLS // 2]:
                leg.end()
            await until(lambda: one.engine.line.dialogs.keys() <= {leg.leg.state.key for leg in legs[CALLS // 2 :]})
            assert process.stdin is not None
            process.stdin.write(f"{CALLS}\n".encode())
            await process.stdin.drain()
            ends = [await told.take("ended") for _ in legs]
            assert sorted(cause.by for _, cause in ends) == ["peer"] * (CALLS // 2) + ["us"] * (CALLS // 2)
            assert one.counts() == {}
            assert not any(state.state == "early" for state in legs)
        finally:
            process.kill()
            await process.wait()
