"""Reads what was kept: several inputs are understood at once, those of one lane act in the order in which they came, and each is ended
when everything it asked for is durable. So a file that takes long holds up whoever sent it, and nobody else.

An input that cannot be understood now (a file that the provider will not give) is tried again with growing pauses; one that waits
for others is asked again when another comes. After a crash everything that was open is read again: commands carry keys that make
that harmless. What nobody can read ends as `unreadable` and can be looked at as it came.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable
from typing import Any, NamedTuple

from hoolin.channels.asking import asked
from hoolin.channels.post.bearing import borne, borne_report
from hoolin.channels.post.hearing import Event, Hearing
from hoolin.channels.post.house import PostHouse
from hoolin.channels.post.keeping import Keeping
from hoolin.channels.post.lanes import Lanes, Place
from hoolin.channels.post.reporting import Reporting, Unmatched
from hoolin.channels.written import Gateway, Heard, Passed, Raw, ReadUpTo, Reported, Understood, Waiting
from hoolin.core.errors import Conflict, Defect, HoolinError, NotFound, NotReached, PeerError, Refusal
from hoolin.core.intake.facts import InputEnding
from hoolin.core.intake.intake import EndInput

log = logging.getLogger(__name__)

UNDERSTOOD_AT_ONCE_MAX = 32
"""Inputs of a channel that are being understood, or are and wait for one before them: their bytes are in memory. The rest are safe
on disk.
"""

FINISHING_AT_ONCE_MAX = 200
"""Inputs whose commands are on their way to disk: whoever else asks the loop for something stands in line behind them."""

UNDERSTAND_SECONDS_MAX = 90.0
"""A gateway bounds its own work; this bounds the gateway."""

RETRY_SECONDS = (1.0, 3.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3_600.0, 3_600.0, 3_600.0, 3_600.0, 3_600.0, 3_600.0)
"""Between tries when something needed cannot be had; then it is read without, or ends as unreadable."""

MOMENT_SECONDS = 0.05

UNMATCHED_TRIES_MAX = 5
"""A report may come before the answer to what it reports on, not an hour before."""


class _Read(NamedTuple):
    input: str
    raw: Raw
    events: tuple[Understood, ...]


class Reader:
    """Reads the inputs of one channel."""

    def __init__(
        self, house: PostHouse, channel: str, gateway: Gateway, keeping: Keeping, hearing: Hearing, reporting: Reporting
    ) -> None:
        self._house = house
        self._tide = keeping.tide
        self._channel = channel
        self._gateway = gateway
        self._keeping = keeping
        self._hearing = hearing
        self._reporting = reporting
        self._turns: asyncio.Queue[str] = asyncio.Queue()
        self._lanes = Lanes()
        self._slots = asyncio.Semaphore(UNDERSTOOD_AT_ONCE_MAX)
        self._finishing = asyncio.Semaphore(FINISHING_AT_ONCE_MAX)
        self._tries: defaultdict[str, int] = defaultdict(int)
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._waiting: defaultdict[str, set[str]] = defaultdict(set)
        self._tasks: set[asyncio.Task[Any]] = set()
        self.passed: defaultdict[str, int] = defaultdict(int)

    def start(self) -> None:
        """Take up what was open, and go on with what comes."""
        self._spawn(self._read())
        for one in list(self._house.intake.open.values()):
            if one.channel == self._channel:
                self.take(one.input)

    async def stop(self) -> None:
        """Let go; what is not ended is read again after the next start."""
        for timer in self._timers.values():
            timer.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def take(self, input: str) -> None:
        """Read this input when its turn comes."""
        timer = self._timers.pop(input, None)
        if timer is not None:
            timer.cancel()
        self._tide.waits()
        self._turns.put_nowait(input)

    # ── understanding ───────────────────────────────────────────────────────────────────────────────────────────────

    async def _read(self) -> None:
        """So many at once, each in its lane."""
        while True:
            input = await self._turns.get()
            await self._slots.acquire()
            one = self._house.intake.open.get(input)
            await self._tide.turn(self._house.now() - one.at if one is not None else 0)
            self._tide.begun()
            self._spawn(self._one(input, self._lanes.enter(self._keeping.lane_of(input))))

    async def _one(self, input: str, place: Place) -> None:
        """From being kept to its end, or to its next try."""
        try:
            acted = await self._act(input, place)
        finally:
            self._slots.release()
            self._lanes.leave(place)
        if acted is not None:
            await self._finish(*acted)

    async def _understand(self, input: str) -> _Read | None:
        one = self._house.intake.open.get(input)
        if one is None:
            return None
        try:
            raw = await self._keeping.raw(input, one.blob)
        except Exception as problem:
            # It is on disk, and its turn comes again; those after it do not wait for it.
            log.exception("input not read back", extra={"input": input, "channel": self._channel})
            await self._later(input, type(problem).__name__)
            return None
        try:
            if raw is None:
                await self._end(input, "passed", code="erased")
                return None
            async with asyncio.timeout(UNDERSTAND_SECONDS_MAX):
                events = await self._gateway.understand(raw)
            self._wake(raw.account, input)
            if not any(isinstance(event, Waiting) for event in events):
                return _Read(input, raw, events)
            self._wait(input, raw, max(event.until for event in events if isinstance(event, Waiting)))
        except (NotReached, TimeoutError) as problem:
            await self._later(input, getattr(problem, "code", "timed_out"))
        except PeerError as problem:
            await self._end(input, "unreadable", code=problem.code)
        except Exception as problem:
            # Ours, and no reason to lose what came: it stays as it came, and the channel goes on.
            log.exception("input not understood", extra={"input": input, "channel": self._channel})
            await self._end(input, "unreadable", code=type(problem).__name__)
        return None

    def _wait(self, input: str, raw: Raw, until: int) -> None:
        self._waiting[raw.account].add(input)
        self._ask_again(input, max(MOMENT_SECONDS, (until - self._house.now()) / 1000))

    def _wake(self, account: str, input: str) -> None:
        """Another input has come: those that wait for one are asked again, once for as many as come together."""
        waiting = self._waiting.pop(account, set())
        for other in waiting - {input}:
            self._ask_again(other, MOMENT_SECONDS)

    async def _later(self, input: str, code: str) -> None:
        tried = self._tries[input]
        self._tries[input] += 1
        if tried >= len(RETRY_SECONDS):
            await self._end(input, "unreadable", code=code)
        else:
            self._ask_again(input, RETRY_SECONDS[tried])

    def _ask_again(self, input: str, seconds: float) -> None:
        timer = self._timers.pop(input, None)
        if timer is not None:
            timer.cancel()
        self._timers[input] = asyncio.get_running_loop().call_later(seconds, self.take, input)

    # ── acting ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _act(self, input: str, place: Place) -> tuple[_Read, list[Awaitable[Any]], bool] | None:
        """Submitted when those before it are, so that what somebody wrote first is heard first; and what is to be waited for."""
        read = await self._understand(input)
        await place.come()
        if read is None:
            return None
        await self._finishing.acquire()
        try:
            return read, *(await self._submit(read))
        except Exception as problem:
            self._finishing.release()
            await self._failed(read.input, problem)
            return None

    async def _submit(self, read: _Read) -> tuple[list[Awaitable[Any]], bool]:
        """Everything an input asks for; and whether part of it cannot be matched yet."""
        waits: list[Awaitable[Any]] = []
        unmatched = False
        for number, event in enumerate(read.events):
            key = f"{read.input}-{number}"
            match event:
                case Heard():
                    waits.append(await self._heard(read, number, event))
                case Reported():
                    try:
                        waits += self._reporting.reported(self._channel, read.raw.account, borne_report(event), key)
                    except Unmatched:
                        unmatched = True
                    except PeerError as problem:
                        waits.append(_failing(problem))
                case ReadUpTo():
                    waits += self._reporting.read_up_to(self._channel, event, key)
                case Passed(why=why):
                    self.passed[why] += 1
        return waits, unmatched

    async def _heard(self, read: _Read, number: int, heard: Heard) -> Awaitable[Any]:
        """What to wait for; one event that cannot be taken keeps nobody from the others of its input."""
        try:
            return await self._hearing.begin(Event(self._channel, read.raw, read.input, number, borne(heard)))
        except Exception as problem:
            return _failing(problem)

    async def _finish(self, read: _Read, waits: list[Awaitable[Any]], unmatched: bool) -> None:
        try:
            settled = await asyncio.gather(*waits, return_exceptions=True)
        finally:
            self._finishing.release()
        customers = tuple(dict.fromkeys(said for said in settled if isinstance(said, str)))
        for problem in settled:
            if isinstance(problem, BaseException):
                await self._failed(read.input, problem, customers)
                return
        if unmatched and self._tries[read.input] < UNMATCHED_TRIES_MAX:
            await self._later(read.input, "unmatched")
            return
        whys = [event.why for event in read.events if isinstance(event, Passed)]
        ending: InputEnding = "taken" if waits else "passed"
        code = "unmatched" if unmatched else whys[0] if whys and not waits else ""
        await self._end(read.input, ending, customers, code)

    async def _failed(self, input: str, problem: BaseException, customers: tuple[str, ...] = ()) -> None:
        waits = isinstance(problem, Conflict | NotFound) or (
            isinstance(problem, PeerError) and problem.code == "too_busy"
        )
        if waits:
            # The line is full, or so are we, or the site is not set up yet: later.
            await self._later(input, getattr(problem, "code", ""))
        elif isinstance(problem, Refusal | PeerError):
            await self._end(input, "unreadable", customers, code=problem.code)
        elif isinstance(problem, Defect):
            # The site stops; it is read again after the next start.
            return
        elif isinstance(problem, Exception):
            log.error("input not taken", exc_info=problem, extra={"input": input, "channel": self._channel})
            await self._end(input, "unreadable", customers, code=type(problem).__name__)

    async def _end(self, input: str, ending: InputEnding, customers: tuple[str, ...] = (), code: str = "") -> None:
        self._tries.pop(input, None)
        command = EndInput(input=input, ending=ending, customers=customers, code=code[:100])
        try:
            await asked(self._house.ask, command, f"channel:{self._channel}", f"end-{input}")
        except PeerError:
            # We are too busy. To read it once more changes nothing but this.
            self._ask_again(input, RETRY_SECONDS[0])
        except HoolinError:
            return

    def _spawn(self, work: Any) -> "asyncio.Task[Any]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def _failing(problem: Exception) -> None:
    raise problem
