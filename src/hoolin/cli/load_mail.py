"""Hands in mail as mail servers do, over several connections as fast as it is taken: `python -m hoolin.cli.load_mail TASK`, TASK being
JSON of `Task`.

Each mail is another, from one of a thousand people; each step waits for the answer to the one before. The answer to the whole is one
JSON object.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import msgspec

PEOPLE = 1_000
BYTES = 5_000
STEPS = ("220", "250", "250", "250", "354", "250")
"""What each step is answered with: the connection, EHLO, MAIL, RCPT, DATA, the mail."""

FIRST_STEP = 2
"""Of the next mail on the same connection."""


class Task(msgspec.Struct, kw_only=True):
    """What to do. port: where. address: to whom. seconds: how long. connections: at once. per_second: mails, over all connections; 0 for
    as many as are taken. first: the number of the first mail.
    """

    port: int
    address: str
    seconds: float = 4.0
    connections: int = 16
    per_second: float = 0.0
    first: int = 1


def mail_of(number: int, address: str) -> bytes:
    """The mail of this number, as it is sent after DATA."""
    filling = b"\r\n".join([b"x" * 70] * (BYTES // 72))
    head = (
        f"From: p{number % PEOPLE}@customer.example\r\nTo: {address}\r\nMessage-ID: <{number}@customer.example>\r\n"
        f"Subject: Mail {number}\r\n\r\n"
    )
    return head.encode() + filling + b"\r\n.\r\n"


class Sender(asyncio.Protocol):
    """One connection."""

    def __init__(self, task: Task, todo: Iterator[int], begin: float) -> None:
        """begin: when its first mail is due, if they come at a rate."""
        self._task, self._todo, self._due = task, todo, begin
        self._until = time.perf_counter() + task.seconds
        self._step, self._number, self._begun = 0, 0, 0.0
        self._said = b""
        self._transport: asyncio.Transport | None = None
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waits: list[float] = []
        self.refused = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The server speaks first."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, problem: Exception | None) -> None:
        """The end, wanted or not."""
        if not self.done.done():
            self.done.set_result(None)

    def data_received(self, data: bytes) -> None:
        """An answer, perhaps in several lines: the last has a space behind its code."""
        self._said += data
        if not self._said.endswith(b"\n") or self._said.splitlines()[-1][3:4] != b" ":
            return
        answer, self._said = self._said.splitlines()[-1][:3].decode("ascii", "replace"), b""
        assert self._transport is not None
        if answer != STEPS[self._step]:
            self.refused += 1
            self._transport.close()
            return
        self._step += 1
        if self._step == len(STEPS):
            self.waits.append(time.perf_counter() - self._begun)
        if self._step in (FIRST_STEP, len(STEPS)):
            self._step = FIRST_STEP
            self._next_in_time()
        else:
            self._transport.write(self._words())

    def _words(self) -> bytes:
        if self._step == 1:
            return b"EHLO mail.customer.example\r\n"
        if self._step == FIRST_STEP:
            return b"MAIL FROM:<p%d@customer.example>\r\n" % (self._number % PEOPLE)
        if self._step == FIRST_STEP + 1:
            return f"RCPT TO:<{self._task.address}>\r\n".encode()
        return b"DATA\r\n" if self._step == FIRST_STEP + 2 else mail_of(self._number, self._task.address)

    def _next_in_time(self) -> None:
        if not self._task.per_second:
            self._next()
            return
        self.done.get_loop().call_later(max(0.0, self._due - time.perf_counter()), self._next)
        self._due += self._task.connections / self._task.per_second

    def _next(self) -> None:
        assert self._transport is not None
        self._begun = time.perf_counter()
        if self._begun > self._until:
            self._transport.write(b"QUIT\r\n")
            self._transport.close()
            return
        self._number = next(self._todo)
        self._transport.write(self._words())


async def load(task: Task) -> dict[str, Any]:
    """The figures: mails taken a second, and how long each took."""
    loop = asyncio.get_running_loop()
    todo = count(task.first)
    begun = time.perf_counter()
    apart = 1 / task.per_second if task.per_second else 0.0
    senders: list[Sender] = []
    for number in range(task.connections):
        sender = Sender(task, todo, begun + number * apart)
        await loop.create_connection(lambda sender=sender: sender, "127.0.0.1", task.port)  # type: ignore[misc]
        senders.append(sender)
    await asyncio.wait_for(asyncio.gather(*(sender.done for sender in senders)), task.seconds + 60)
    took = time.perf_counter() - begun
    waits = sorted(wait for sender in senders for wait in sender.waits)
    return {
        "mails": len(waits),
        "per_s": round(len(waits) / took, 1),
        "p50_ms": round(waits[len(waits) // 2] * 1e3, 2) if waits else 0.0,
        "p99_ms": round(waits[int(len(waits) * 0.99)] * 1e3, 2) if waits else 0.0,
        "refused": sum(sender.refused for sender in senders),
    }


if __name__ == "__main__":
    print(msgspec.json.encode(asyncio.run(load(msgspec.json.decode(sys.argv[1], type=Task)))).decode())
