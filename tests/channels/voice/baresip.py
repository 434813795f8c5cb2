"""baresip as the telephone on an agent's desk: it registers, rings, is picked up; what it hears is written to a file and decoded."""

import asyncio
import json
import wave
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from tests.channels.voice.rtp_party import strength, tone
from tests.ports import free_port

WAIT_SECONDS = 45.0
RATE = 8_000

CONFIG = """\
sip_listen 127.0.0.1:{sip}
net_interface 127.0.0.1
audio_source aufile,{folder}/says.wav
audio_alert aufile,{folder}/alert.wav
audio_channels 1
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module sndfile.so
snd_path {folder}
module_tmp uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
"""


class Telephone:
    """One baresip. events: everything that it told, in order."""

    def __init__(self, folder: Path, number: str) -> None:
        self.folder = folder
        self.number = number
        self.events: list[dict[str, Any]] = []
        self._more = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def connect(self, control: int) -> None:
        """Its remote control."""
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                try:
                    reader, self._writer = await asyncio.open_connection("127.0.0.1", control)
                    break
                except OSError:
                    await asyncio.sleep(0.05)
        self._reader = asyncio.create_task(self._read(reader))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                length = await reader.readuntil(b":")
                body = await reader.readexactly(int(length[:-1]) + 1)
                self.events.append(json.loads(body[:-1]))
                self._more.set()

    async def do(self, command: str, params: str = "") -> None:
        """Press something on it."""
        body = json.dumps({"command": command, "params": params}).encode()
        assert self._writer is not None
        self._writer.write(b"%d:%s," % (len(body), body))
        await self._writer.drain()

    async def told(self, kind: str, times: int = 1) -> dict[str, Any]:
        """Wait until it told this so often."""
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                while True:
                    self._more.clear()
                    found = [event for event in self.events if event.get("type") == kind]
                    if len(found) >= times:
                        return found[times - 1]
                    await self._more.wait()
        except TimeoutError:
            log = (self.folder / "log").read_text("utf-8", "replace")[-1_500:]
            raise AssertionError(f"telephone {self.number} never told {kind}: {self.events}; its log: {log}") from None

    async def hears(self, *tones: float, not_: tuple[float, ...] = (), seconds: float = 90) -> None:
        """Wait until it hears all these tones and none of the others for a third of a second. Raises AssertionError."""
        loop = asyncio.get_running_loop()
        end, last = loop.time() + seconds, {}
        while loop.time() < end:
            heard = len(self._sound())
            await asyncio.sleep(0.4)
            samples = array("h")
            # Where nothing comes nothing is written: that is silence.
            samples.frombytes(self._sound()[heard // 2 * 2 :][: int(0.3 * RATE) * 2])
            last = {hertz: int(strength(samples, hertz)) for hertz in (*tones, *not_)}
            if all(last[one] > 1_500 for one in tones) and all(last[one] < 200 for one in not_):
                return
        raise AssertionError(f"telephone {self.number} should hear {tones} and not {not_}; it heard {last}")

    def _sound(self) -> bytes:
        files = sorted(self.folder.glob("dump-*-dec.wav"), key=lambda file: file.stat().st_mtime_ns)
        body = files[-1].read_bytes()[44:] if files else b""
        return body[: len(body) // 2 * 2]

    async def close(self) -> None:
        """Nothing is listened to any more."""
        if self._reader is not None:
            self._reader.cancel()
        if self._writer is not None:
            self._writer.close()


def _write_wav(file: Path, samples: "array[int]") -> None:
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())


@asynccontextmanager
async def telephone(folder: Path, number: str, site_port: int, hertz: float) -> AsyncIterator[Telephone]:
    """A telephone that is registered, and says a tone when it is picked up."""
    home = folder / f"phone-{number}"
    home.mkdir()
    control = free_port()
    # What it is told to take for SIP it takes the port after for TLS.
    (home / "config").write_text(CONFIG.format(sip=free_port(beside=1), folder=home, control=control))
    account = f"<sip:{number}@127.0.0.1:{site_port}>;auth_user={number};auth_pass=a-long-password"
    (home / "accounts").write_text(f"{account};answermode=manual;regint=60\n")
    _write_wav(home / "says.wav", tone(hertz, 60.0))
    _write_wav(home / "alert.wav", tone(0.0, 0.1))
    with (home / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            "baresip", "-f", str(home), stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log, cwd=home
        )
    phone = Telephone(home, number)
    try:
        await phone.connect(control)
        yield phone
    finally:
        await phone.close()
        if process.returncode is None:
            process.kill()
            await process.wait()
