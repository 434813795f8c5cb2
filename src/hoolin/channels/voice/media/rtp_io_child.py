"""rtp.io is there, or comes back: its process started, asked how it is, started anew.

It is a process of ours that ends with us, so one that is started again is fresh: it knows no call of before. One that does not
answer may be short of time and still carry every call, so it is ended only after `STUCK_S`.
"""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hoolin.channels.voice.media import keeper
from hoolin.channels.voice.media.asking import Asking
from hoolin.channels.voice.media.daemon import free_port
from hoolin.channels.voice.media.keeper import ANSWER_S_MAX, BACKOFF_S, LOOK_S, MISSES_MAX, START_S_MAX, STEADY_S
from hoolin.channels.voice.media.port import EngineBack, EngineGone, MediaEvent
from hoolin.core.errors import NotReached, PeerError

log = logging.getLogger(__name__)

LINE_BYTES_MAX: Final = 4_096
"""One notice has at most two names and four numbers."""

LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class RtpIo:
    """How one is run. folder: ours alone, for its recordings and sounds. media: the address that sound goes through; advertised:
    what others are told instead of it, behind a translating router. port_min, port_max: for sound. silence_s: after so long
    without a packet a leg is given up.
    """

    folder: Path
    media: str = LOOPBACK
    advertised: str = ""
    port_min: int = 30_000
    port_max: int = 49_998
    silence_s: int = 60

    @property
    def host(self) -> str:
        """The address that others are told."""
        return self.advertised or self.media


class Child:
    """The process. tell: told of its coming and going; line: of each thing it says; forget: it knows no call any more."""

    def __init__(
        self,
        engine: RtpIo,
        tell: Callable[[MediaEvent], None],
        line: Callable[[str], None],
        forget: Callable[[], None],
    ) -> None:
        self.engine = engine
        self.tell = tell
        self.line = line
        self.forget = forget
        self.notices = ""
        self.there = False
        self._asking: Asking | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def ask(self, command: str, *, seconds: float = 5.0) -> str:
        """What it answers. Raises NotReached."""
        if self._asking is None or not self.there:
            raise NotReached("media_engine")
        return (await self._asking.ask(command.encode() + b"\n", seconds=seconds)).decode("ascii", "replace").strip()

    async def start(self) -> None:
        """It answers. Raises NotReached, also where the wheel is not installed."""
        for name in ("recordings", "spool", "sounds"):
            (self.engine.folder / name).mkdir(parents=True, exist_ok=True)
        try:
            await self._begin()
        except BaseException:
            await self.stop()
            raise
        self._tasks.append(asyncio.create_task(self._watching()))

    async def stop(self) -> None:
        """It ends, and all calls in it."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self.there = False
        await self._end()

    async def _begin(self) -> None:
        engine, port = self.engine, free_port(LOOPBACK)
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-X", "utf8", "-m", "hoolin.channels.voice.media.rtp_io_process", str(port),
            "-l", engine.media, "-m", str(engine.port_min), "-M", str(engine.port_max), "-F", "-d", "crit",
            "-T", str(engine.silence_s), "-r", "recordings", "-S", "spool", "-P",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath)}, cwd=engine.folder,
            limit=LINE_BYTES_MAX, start_new_session=True,
        )  # fmt: skip
        assert process.stdout is not None
        try:
            async with asyncio.timeout(START_S_MAX):
                ready = (await process.stdout.readline()).decode("ascii", "replace").split()
        except TimeoutError as why:
            raise NotReached("media_engine", program="rtp.io") from why
        if len(ready) != 2 or ready[0] != "ready":
            raise NotReached("media_engine", program="rtp.io", status=await process.wait())
        self.notices = ready[1]
        self._asking = Asking(LOOPBACK, port)
        await self._asking.open()
        self.there = True
        await self.ask("V", seconds=START_S_MAX)
        self._tasks.append(asyncio.create_task(self._hearing(process.stdout)))

    async def _hearing(self, stream: asyncio.StreamReader) -> None:
        """Every line that it says, until it ends."""
        while raw := await stream.readline():
            try:
                self.line(raw.decode("ascii", "replace").strip())
            except Exception:
                log.exception("a notice of the media engine could not be heard")

    async def _end(self) -> None:
        process, self._process = self._process, None
        if self._asking is not None:
            self._asking.close()
            self._asking = None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            if process.stdin is not None:
                process.stdin.close()
            await process.wait()

    async def _watching(self) -> None:
        loop = asyncio.get_running_loop()
        misses = falls = 0
        steady_since = seen_at = loop.time()
        while True:
            ended = await self._ended_within(LOOK_S)
            if not ended and await self._answers():
                misses, seen_at = 0, loop.time()
                self._back(fresh=False)
                continue
            misses += 1
            hopeless = ended or loop.time() - seen_at > keeper.STUCK_S
            if hopeless or misses >= MISSES_MAX:
                self._gone()
            if hopeless:
                self.forget()
                falls = 0 if loop.time() - steady_since > STEADY_S else falls
                await self._again(falls)
                falls, steady_since, misses, seen_at = falls + 1, loop.time(), 0, loop.time()

    async def _answers(self) -> bool:
        try:
            if self._asking is not None:
                await self._asking.ask(b"V\n", seconds=ANSWER_S_MAX)
                return True
        except PeerError:
            pass
        return False

    def _gone(self) -> None:
        if self.there:
            self.there = False
            log.error("the media engine does not answer")
            self.tell(EngineGone())

    def _back(self, *, fresh: bool) -> None:
        if not self.there or fresh:
            self.there = True
            log.warning("the media engine answers again")
            self.tell(EngineBack(fresh))

    async def _ended_within(self, seconds: float) -> bool:
        if self._process is None:
            return True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._process.wait()
                return True
        return False

    async def _again(self, falls: int) -> None:
        await self._end()
        await asyncio.sleep(BACKOFF_S[min(falls, len(BACKOFF_S) - 1)])
        try:
            await self._begin()
        except (PeerError, OSError):
            self.there = False
            log.error("the media engine could not be started again")
            return
        self._back(fresh=True)
