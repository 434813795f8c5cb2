"""The load of `hoolin bench chat`, in a process of its own: `python -m hoolin.cli.load_chat`, which reads tasks as JSON lines
and answers each with one.

A task names sockets to open, then a load. Every message carries its number, and both ends are in this process, so that one
clock times it from the instant at which it was due (not the later one at which it left, if we were late) until the last
byte has come out at the other end.
"""

import asyncio
import gc
import sys
import time
from array import array
from collections.abc import Callable
from contextlib import suppress

import msgspec
import uvloop

from hoolin.cli.lean_socket import LeanSocket, connect

CONNECTING_AT_ONCE = 50
DRAIN_SECONDS_MAX = 10.0
TICK_SECONDS = 0.001
BREATH_SECONDS = 0.055
"""Who says more than twenty frames a second is taken for a script, and cut off."""

FILLING = " Tere! Minu arvel on rida, millest ma aru ei saa. Kas saaksite vaadata?"

_text = b'"text":"m'
_accepted = b'{"type":"accepted","key":"k'


class Task(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What to do. open: `chat` (visitors by token, agents by cookie), `idle` (agents by cookie, and so many visitors who
    only look) or `echo` (so many sockets); empty: what is open.

    rate: messages a second, at even distances; 0: each speaker has one on its way at any time. seconds: how long.
    """

    open: str = ""
    port: int = 0
    tokens: list[str] = []
    cookies: list[str] = []
    sockets: int = 0
    rate: float = 0
    seconds: float = 0


class Load:
    """Messages by number: when each was due, when it came out, how often, and how often it was acknowledged."""

    def __init__(self, breath_seconds: float = 0.0) -> None:
        """breath_seconds: from one message of a speaker to its next at least."""
        self.speakers: list[Callable[[int], None]] = []
        self.breath = breath_seconds
        self.due = array("d")
        self.late = array("d")
        self.came = bytearray()
        self.acknowledged = bytearray()
        self.first = 0
        self.again = False

    def heard(self, number: int) -> None:
        """A message came out at the other end."""
        at = number - self.first
        if not 0 <= at < len(self.came):
            return
        if not self.came[at]:
            now = time.perf_counter()
            self.late.append(now - self.due[at])
            if self.again:
                rest = self.due[at] + self.breath - now
                asyncio.get_running_loop().call_later(max(0.0, rest), self._say, number + len(self.speakers))
        self.came[at] = min(255, self.came[at] + 1)

    def accepted(self, number: int) -> None:
        """The server says that it is on disk."""
        at = number - self.first
        if 0 <= at < len(self.acknowledged):
            self.acknowledged[at] = 1

    async def evenly(self, rate: float, seconds: float) -> dict[str, object]:
        """At even distances, whatever comes back."""
        begun = time.perf_counter()
        total = int(rate * seconds)
        self._begin(total)
        sent = 0
        while sent < total:
            until = min(total, int((time.perf_counter() - begun) * rate) + 1)
            while sent < until:
                number = self.first + sent
                self.due[sent] = begun + sent / rate
                self.speakers[number % len(self.speakers)](number)
                sent += 1
            await asyncio.sleep(TICK_SECONDS)
        return await self._end(total, time.perf_counter() - begun)

    async def one_each(self, seconds: float) -> dict[str, object]:
        """Each speaker sends its next message when its last has come out."""
        count = len(self.speakers)
        self.first += -self.first % count
        self._begin(int(200_000 * seconds) // count * count)
        self.again = True
        begun = time.perf_counter()
        for number in range(count):
            self._say(self.first + number)
        await asyncio.sleep(seconds)
        self.again = False
        taken = time.perf_counter() - begun
        sent = sum(1 for due in self.due if due)
        return await self._end(sent, taken)

    def _say(self, number: int) -> None:
        at = number - self.first
        if self.again and at < len(self.due):
            self.due[at] = time.perf_counter()
            self.speakers[number % len(self.speakers)](number)

    def _begin(self, total: int) -> None:
        self.due = array("d", bytes(8 * total))
        self.late = array("d")
        self.came, self.acknowledged = bytearray(total), bytearray(total)

    async def _end(self, sent: int, seconds: float) -> dict[str, object]:
        """Wait for what is still on its way, and count."""
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS_MAX):
                # An event for each message would be in the way of what is measured.
                while sent > sum(map(bool, self.came)):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        self.first += len(self.due)
        late = sorted(self.late)
        came = sum(map(bool, self.came))
        return {
            "sent": sent,
            "seconds": round(seconds, 2),
            "rate_per_s": round(len(late) / seconds),
            "acknowledged": sum(self.acknowledged),
            "lost": sent - came,
            "doubled": sum(times > 1 for times in self.came),
            **{
                f"p{name}_ms": round(1000 * late[min(len(late) - 1, int(len(late) * share))], 2)
                for name, share in (("50", 0.5), ("99", 0.99), ("999", 0.999))
                if late
            },
            "max_ms": round(1000 * late[-1], 2) if late else None,
        }


class Sockets:
    """The open sockets and the load on them."""

    def __init__(self) -> None:
        self.load = Load()
        self.open: list[LeanSocket] = []

    async def chat(self, task: Task) -> None:
        """Visitors who speak, agents who listen."""
        load = Load(BREATH_SECONDS)
        agents = await self._connect([(task.port, "/api/v1/live", self._agent_hears(load), c) for c in task.cookies])
        for socket in agents:
            socket.send(b'{"type":"hello","since":null}')
        visitors = await self._connect(
            [(task.port, "/api/v1/chat", self._visitor_hears(load), "") for _ in task.tokens]
        )
        for socket, token in zip(visitors, task.tokens, strict=True):
            socket.send(msgspec.json.encode({"type": "hello", "token": token, "since": 0, "language": "et"}))
        load.speakers = [_say(socket) for socket in visitors]
        self.load, self.open = load, [*agents, *visitors]

    async def idle(self, task: Task) -> None:
        """Sockets on which nothing happens."""
        paths = [("/api/v1/live", cookie) for cookie in task.cookies] + [("/api/v1/chat", "")] * task.sockets
        self.open = await self._connect([(task.port, path, _overhear, cookie) for path, cookie in paths])
        for (path, _), socket in zip(paths, self.open, strict=True):
            hello: dict[str, object] = {"type": "hello"}
            hello |= {"since": None} if path.endswith("live") else {"token": None, "since": 0, "language": "et"}
            socket.send(msgspec.json.encode(hello))

    async def echo(self, task: Task) -> None:
        """Sockets that hear what they have said."""
        load = Load()

        def hears(frame: bytes) -> None:
            load.heard(int(frame[1:10]))

        self.open = await self._connect([(task.port, "/", hears, "")] * task.sockets)
        load.speakers = [_shout(socket) for socket in self.open]
        self.load = load

    def hang_up(self) -> None:
        """Close everything."""
        for socket in self.open:
            socket.hang_up()
        self.open = []

    async def _connect(self, wanted: list[tuple[int, str, Callable[[bytes], None], str]]) -> list[LeanSocket]:
        made: list[LeanSocket] = []
        for start in range(0, len(wanted), CONNECTING_AT_ONCE):
            made += await asyncio.gather(*(connect(*one) for one in wanted[start : start + CONNECTING_AT_ONCE]))
        return made

    def _agent_hears(self, load: Load) -> Callable[[bytes], None]:
        def hears(frame: bytes) -> None:
            at = frame.rfind(_text)
            if at >= 0:
                load.heard(int(frame[at + 9 : at + 18]))

        return hears

    def _visitor_hears(self, load: Load) -> Callable[[bytes], None]:
        def hears(frame: bytes) -> None:
            if frame.startswith(_accepted):
                load.accepted(int(frame[27:36]))

        return hears


def _overhear(frame: bytes) -> None:
    """Said to nobody in particular."""


def _say(socket: LeanSocket) -> Callable[[int], None]:
    def say(number: int) -> None:
        socket.send(b'{"type":"say","key":"k%09d-0123456789abcdef","text":"m%09d%s"}' % (number, number, _filling))

    return say


def _shout(socket: LeanSocket) -> Callable[[int], None]:
    def shout(number: int) -> None:
        socket.send(b"m%09d%s" % (number, _filling))

    return shout


_filling = FILLING.encode()


async def work() -> None:
    """Do the tasks that come in, one after another, until there are no more."""
    loop, sockets = asyncio.get_running_loop(), Sockets()
    while line := await loop.run_in_executor(None, sys.stdin.buffer.readline):
        task = msgspec.json.decode(line, type=Task)
        answer: dict[str, object] = {}
        if task.open:
            sockets.hang_up()
            await {"chat": sockets.chat, "idle": sockets.idle, "echo": sockets.echo}[task.open](task)
            # The crowd has to be told a lot about itself; that is no part of any load.
            await asyncio.sleep(2)
        if task.seconds:
            gc.collect()
            gc.freeze()
            gc.disable()
            load = sockets.load
            answer = await (load.evenly(task.rate, task.seconds) if task.rate else load.one_each(task.seconds))
            gc.enable()
        answer["closed"] = sum(bool(socket.closed) for socket in sockets.open)
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work())
