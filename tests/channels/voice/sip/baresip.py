"""The real baresip as a telephone: in a folder of its own, told what to do by its control socket."""

import asyncio
import json
import math
import struct
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from tests.channels.voice.sip.stand import SECONDS_MAX

CONFIG = """
module_path /usr/lib/baresip/modules
sip_listen 127.0.0.1:0
net_interface 127.0.0.1
audio_source aufile,{folder}/tone.wav
audio_player aufile,{folder}/heard.wav
audio_alert aufile,{folder}/alert.wav
rtp_ports 42000-44000
module g711.so
module aufile.so
module_tmp account.so
module_app contact.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
"""


class Baresip:
    """One running. events: what it said of itself, oldest first."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.events: list[dict[str, Any]] = []

    def do(self, command: str, params: str = "") -> None:
        """Have it do something."""
        said = json.dumps({"command": command, "params": params}).encode()
        self._writer.write(f"{len(said)}:".encode() + said + b",")

    async def take(self, kind: str) -> dict[str, Any]:
        """The next event of a kind, past all others."""
        async with asyncio.timeout(SECONDS_MAX):
            while True:
                for event in self.events:
                    if event.get("type") == kind:
                        self.events.remove(event)
                        return event
                size = int((await self._reader.readuntil(b":"))[:-1])
                self.events.append(json.loads((await self._reader.readexactly(size + 1))[:-1]))


def furnish(folder: Path, control: int, account: str) -> None:
    """What it finds when it starts."""
    folder.mkdir(exist_ok=True)
    with wave.open(str(folder / "tone.wav"), "wb") as tone:
        tone.setparams((1, 2, 8_000, 0, "NONE", ""))
        tone.writeframes(b"".join(struct.pack("<h", int(8_000 * math.sin(at / 3))) for at in range(80_000)))
    (folder / "config").write_text(CONFIG.format(folder=folder, control=control))
    (folder / "accounts").write_text(account + "\n")
    (folder / "contacts").write_text("")


@asynccontextmanager
async def baresip(folder: Path, control: int, account: str) -> AsyncIterator[Baresip]:
    """One with this account, ended by its own id. control: a free TCP port."""
    furnish(folder, control, account)
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            "baresip", "-f", str(folder), "-s", stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        async with asyncio.timeout(SECONDS_MAX):
            while True:
                try:
                    reader, writer = await asyncio.open_connection("127.0.0.1", control)
                    break
                except OSError:
                    await asyncio.sleep(0.05)
        try:
            yield Baresip(reader, writer)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
