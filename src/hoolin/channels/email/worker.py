"""Reading in a process of its own, so that no mail, whatever it is made of, holds up the house or takes it down.

- A reader gets the mail and who we are through its standard input, and nothing else: no environment, no open files, no arguments.
  It may use so much memory and, for each mail, so much of a processor; beyond that the system ends it, in whatever library it is.
- When a reader ends, breaks off or takes too long, the mail is read plainly (`plain.py`) and the next mail gets a new reader.
- A small mail without HTML, and not from a mail system, is read right here: everything done to it is one pass over at most
  `SMALL_BYTES_MAX` bytes, with a limited number of steps at each.
"""

import asyncio
import sys
from contextlib import suppress
from typing import Final

import msgspec

from hoolin.channels.email import reports
from hoolin.channels.email.frames import LENGTH_BYTES, answered, asked
from hoolin.channels.email.head import split
from hoolin.channels.email.limits import READING_PATIENCE_SECONDS_MAX, SMALL_BYTES_MAX
from hoolin.channels.email.plain import read_plainly
from hoolin.channels.email.reading import understood
from hoolin.channels.email.us import Us
from hoolin.channels.written import Raw, Understood

PROGRAM: Final = (sys.executable, "-I", "-X", "utf8", "-m", "hoolin.channels.email.reader_process")
ENVIRONMENT: Final = {"LC_ALL": "C.UTF-8"}


class Broke(Exception):
    """A reader ended, or said nothing that can be understood."""


class Reader:
    """One process that reads one mail at a time."""

    def __init__(self) -> None:
        self.process: asyncio.subprocess.Process | None = None
        self.over = False

    async def ask(self, raw: Raw, us: Us) -> tuple[Understood, ...]:
        """What the mail means. Raises Broke; then the process is gone, and the next call starts another."""
        try:
            async with asyncio.timeout(READING_PATIENCE_SECONDS_MAX):
                return await self._asked(raw, us)
        except (TimeoutError, OSError, EOFError, msgspec.MsgspecError) as why:
            await self.end()
            raise Broke from why
        except asyncio.CancelledError:
            # Half an answer may still be on its way; nobody must take it for the answer to the next mail.
            await self.end()
            raise

    async def _asked(self, raw: Raw, us: Us) -> tuple[Understood, ...]:
        if self.over:
            raise EOFError
        process = self.process = self.process or await self._begun()
        if process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(asked(raw, us))
        await process.stdin.drain()
        length = int.from_bytes(await process.stdout.readexactly(LENGTH_BYTES), "big")
        return answered(await process.stdout.readexactly(length))

    async def _begun(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *PROGRAM, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env=ENVIRONMENT, cwd="/", limit=1 << 20,
        )  # fmt: skip

    async def end(self) -> None:
        """The process ends, whatever it is doing."""
        process, self.process = self.process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


class Readers:
    """Reads mails, so many at a time. broken: how often a mail had to be read plainly."""

    def __init__(self, count: int = 1) -> None:
        self.idle: asyncio.Queue[Reader] = asyncio.Queue()
        self.all = tuple(Reader() for _ in range(count))
        for reader in self.all:
            self.idle.put_nowait(reader)
        self.broken = 0

    async def start(self) -> None:
        """Readers may be asked. Their processes begin with the first mails that need them."""
        for reader in self.all:
            reader.over = False

    async def stop(self) -> None:
        """All processes end. What is being read, or comes later, is read plainly."""
        for reader in self.all:
            reader.over = True
            await reader.end()

    async def understand(self, raw: Raw, us: Us) -> tuple[Understood, ...]:
        """What a mail means; always an answer, and within `READING_PATIENCE_SECONDS_MAX` of its turn."""
        try:
            if is_small(raw):
                return understood(raw, us)
            reader = await self.idle.get()
            try:
                return await reader.ask(raw, us)
            finally:
                self.idle.put_nowait(reader)
        except Exception:
            # Whatever it was that this mail broke: a person still gets to see it.
            self.broken += 1
            return await asyncio.to_thread(read_plainly, raw, us)


def is_small(raw: Raw) -> bool:
    """Whether a mail can be read here: short, without HTML, and without a report that must be told by its words."""
    if len(raw.body) > SMALL_BYTES_MAX or b"html" in raw.body.lower():
        return False
    return not reports.is_worded(split(raw.body, 0, len(raw.body))[0], raw.envelope)
