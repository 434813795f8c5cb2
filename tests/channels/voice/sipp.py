"""sipp as a trunk: it brings calls and takes them, by the scenarios beside this file. Its sound is a party of `rtp_party`."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.ports import free_port

SCENARIOS = Path(__file__).parent / "scenarios"
END_SECONDS = 10.0

TRUNK_HOST = "127.0.0.2"
"""Not where telephones are: who calls from a trunk's address is taken for the trunk."""


class Sipp:
    """One sipp. port: where it hears."""

    def __init__(self, process: asyncio.subprocess.Process, port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log
        self.call_id = f"1-{port}@test"

    async def ends(self) -> int:
        """Wait until all its calls are over; 0 when all went as its scenario says."""
        async with asyncio.timeout(END_SECONDS + 20):
            return await self.process.wait()

    def hang_up(self, call_id: str = "") -> None:
        """A call says goodbye now. call_id: of a call that it took; else that of the one it made."""
        nudge = (
            f"INFO sip:nudge@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKnudge\r\nFrom: <sip:a@b>;tag=1\r\n"
            f"To: <sip:c@d>;tag=2\r\nCall-ID: {call_id or self.call_id}\r\nCSeq: 1 INFO\r\nContent-Length: 0\r\n\r\n"
        )
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as nudger:
            nudger.sendto(nudge.encode(), (TRUNK_HOST, self.port))

    async def close(self) -> None:
        """It is gone."""
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


@asynccontextmanager
async def sipp(scenario: str, folder: Path, to: int = 0, port: int = 0, **keys: object) -> AsyncIterator[Sipp]:
    """Run a scenario. to: the port of the site, for one that calls. keys: what the scenario is told (`from`, `rtp_port`), and `calls`."""
    port = port or free_port()
    calls = str(keys.pop("calls", 1))
    said = {"from": "+3725550001", "display": "", **keys}
    log = folder / f"sipp-{port}.log"
    arguments = [
        "sipp", "-sf", str(SCENARIOS / f"{scenario}.xml"), "-i", TRUNK_HOST, "-p", str(port), "-m", calls, "-nostdin",
        "-trace_err", "-error_file", str(log), "-s", str(said.pop("service", "6000000")), "-r", str(said.pop("rate", 50)), "-cid_str", f"%u-{port}@test",
        "-l", "1000", *(word for key, value in said.items() for word in ("-key", key, str(value))),
    ]  # fmt: skip
    if to:
        arguments.append(f"127.0.0.1:{to}")
    process = await asyncio.create_subprocess_exec(
        *arguments, cwd=folder, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL, env={**os.environ, "TERM": "dumb"},
    )  # fmt: skip
    running = Sipp(process, port, log)
    try:
        yield running
    finally:
        await running.close()
