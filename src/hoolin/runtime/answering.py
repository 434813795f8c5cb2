"""A process of its own that is given a piece of work, and then answers questions about it.

Bytes go in and bytes come out: each piece is its length (four bytes, the most significant first) and so many bytes, and one answer comes for each in their
order. The work is the first. Another piece of work is given to another process, while the one before goes on answering; it ends
when the new one has done its work well. Whatever ends a process, another is begun and given the same work, after ever longer pauses and not for ever. It
is given no environment, and ends with its input: with the site, in whatever way that ends.
"""

import asyncio
import logging
import os
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final

from hoolin.runtime.one_thread import ONE_THREAD

log = logging.getLogger(__name__)

ENVIRONMENT: Final = {"LC_ALL": "C.UTF-8", **ONE_THREAD}

PAUSES_SECONDS: Final = (0.5, 5.0, 60.0)
"""Before a process that ended is begun anew: the first time, the second, the third; then not before there is other work. Whoever answers starts afresh."""

WAITING_MAX: Final = 100
"""Questions that wait for their answers; one more has none."""

PIECE_BYTES_MAX: Final = 64 * 1024 * 1024

COMPLAINT_BYTES_MAX: Final = 4_096
REAP_SECONDS_MAX: Final = 1.0
LEAVE_SECONDS_MAX: Final = 10.0


class Ended(Exception):
    """The process ended before it answered, or took too long and was ended."""


class Apart:
    """One process, from its beginning to its end."""

    def __init__(self, process: asyncio.subprocess.Process, over: Callable[["Apart"], None]) -> None:
        """over: called once, when it has ended."""
        self.pid = process.pid
        self.answered = 0
        self._process = process
        self._over = over
        self._waiting: deque[asyncio.Future[bytes]] = deque()
        self._hearing = asyncio.create_task(self._hear())

    async def ask(self, piece: bytes, seconds: float) -> bytes:
        """Its answer. Raises Ended."""
        if self._hearing.done() or len(self._waiting) >= WAITING_MAX or len(piece) > PIECE_BYTES_MAX:
            raise Ended
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)
        assert self._process.stdin is not None
        try:
            async with asyncio.timeout(seconds):
                self._process.stdin.write(len(piece).to_bytes(4, "big") + piece)
                # Where it has ended, its output has, too; that is where it is noticed.
                with suppress(ConnectionError):
                    await self._process.stdin.drain()
                return await answer
        except TimeoutError:
            log.warning("a process apart took too long and is ended", extra={"fields": {"seconds": seconds}})
            self.end()
            raise Ended from None

    def end(self) -> None:
        """Now, whatever it is at."""
        with suppress(ProcessLookupError):
            self._process.kill()

    def leave(self) -> None:
        """As soon as it has answered what it was asked."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    async def gone(self) -> None:
        """Wait until it is."""
        await asyncio.wait([self._hearing], timeout=LEAVE_SECONDS_MAX)

    async def _hear(self) -> None:
        assert self._process.stdout is not None and self._process.stderr is not None
        complaining = asyncio.create_task(_last(self._process.stderr))
        try:
            while True:
                length = int.from_bytes(await self._process.stdout.readexactly(4), "big")
                if length > PIECE_BYTES_MAX or not self._waiting:
                    break
                answer = await self._process.stdout.readexactly(length)
                self.answered += 1
                # Whoever asked may have gone.
                if not (asked := self._waiting.popleft()).done():
                    asked.set_result(answer)
        except (asyncio.IncompleteReadError, OSError):
            pass
        self.leave()
        try:
            # What let go of its output is gone by then, and says how it ended.
            await asyncio.wait_for(self._process.wait(), REAP_SECONDS_MAX)
        except TimeoutError:
            self.end()
        exit_code, complaint = await self._process.wait(), await complaining
        log.info("a process apart has ended", extra={"fields": {"exit": exit_code, "stderr": complaint}})
        while self._waiting:
            if not (asked := self._waiting.popleft()).done():
                asked.set_exception(Ended())
        self._over(self)


async def _last(stream: asyncio.StreamReader) -> str:
    """The end of what it says on its way out: there Python says what broke."""
    said = b""
    with suppress(OSError):
        while more := await stream.read(COMPLAINT_BYTES_MAX):
            said = (said + more)[-COMPLAINT_BYTES_MAX:]
    return said.decode(errors="replace").strip()


class Answering:
    """Keeps one process that answers, and makes the next one. begun: how many there have been."""

    def __init__(self, program: Sequence[str], environment: Mapping[str, str] = ENVIRONMENT) -> None:
        """program, environment: what to run."""
        self.begun = 0
        self._program = program
        self._environment = environment
        self._all: set[Apart] = set()
        self._now: Apart | None = None
        self._work: tuple[bytes, float, Callable[[bytes], bool]] | None = None
        self._in_vain = 0
        self._again: asyncio.Task[None] | None = None
        # One piece of work at a time: what is learned from does not lie in memory twice.
        self._turn = asyncio.Lock()
        self._stopped = False

    @property
    def pid(self) -> int | None:
        """Of the process that answers; None while there is none."""
        return self._now.pid if self._now is not None else None

    async def give(self, work: bytes, seconds: float, well: Callable[[bytes], bool]) -> bytes | None:
        """What a process says of this work; where that is `well`, it answers from now on. None: it ended, or took longer than that."""
        async with self._turn:
            if (done := await self._done(work, seconds, well)) is not None and well(done):
                self._work, self._in_vain = (work, seconds, well), 0
            return done

    async def once(self, work: bytes, seconds: float) -> bytes | None:
        """What a process says of this work, which then ends. None: it ended before, or took longer."""
        async with self._turn:
            return await self._done(work, seconds, lambda _: False)

    async def ask(self, question: bytes, seconds: float) -> bytes | None:
        """The answer. None while there is nobody to answer, or too many ask."""
        if self._now is None:
            return None
        try:
            return await self._now.ask(question, seconds)
        except Ended:
            return None

    async def stop(self) -> None:
        """End whatever runs. Nothing is begun any more."""
        self._stopped, self._now = True, None
        if self._again is not None:
            self._again.cancel()
        leaving = list(self._all)
        self._all.clear()
        for one in leaving:
            one.end()
        for one in leaving:
            await one.gone()

    async def _done(self, work: bytes, seconds: float, well: Callable[[bytes], bool]) -> bytes | None:
        if self._stopped:
            return None
        try:
            process = await self._begin()
        except OSError as problem:
            log.warning("no process apart could be begun", extra={"fields": {"said": type(problem).__name__}})
            return None
        leaving: Apart | None = process
        try:
            done = await process.ask(work, seconds)
            if well(done) and process in self._all:
                leaving, self._now = self._now, process
        except Ended:
            return None
        finally:
            if leaving is process:
                leaving.end()
            elif leaving is not None:
                leaving.leave()
        return done

    async def _begin(self) -> Apart:
        process = await asyncio.create_subprocess_exec(
            *self._program, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env=dict(self._environment), cwd=os.sep, start_new_session=True,
        )  # fmt: skip
        one = Apart(process, self._over)
        self.begun += 1
        self._all.add(one)
        if self._stopped:
            one.end()
        return one

    def _over(self, process: Apart) -> None:
        """It has ended. Where it was the one that answers, another is begun."""
        self._all.discard(process)
        if process is not self._now or self._stopped:
            return
        self._now = None
        if process.answered > 1:
            self._in_vain = 0
        if self._again is None or self._again.done():
            self._again = asyncio.create_task(self._anew())

    async def _anew(self) -> None:
        while self._in_vain < len(PAUSES_SECONDS) and self._work is not None:
            pause = PAUSES_SECONDS[self._in_vain]
            self._in_vain += 1
            log.warning("the process that answers has ended; another one begins", extra={"fields": {"seconds": pause}})
            await asyncio.sleep(pause)
            async with self._turn:
                if self._now is not None or (await self._done(*self._work)) is not None:
                    return
        log.warning("no process answers any more until there is other work")
