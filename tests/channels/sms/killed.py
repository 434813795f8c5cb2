"""The process that is killed: a gateway whose every step is a line in a file, on disk before the next one is taken.

    python -m tests.channels.sms.killed PORT FILE MESSAGES

Lines: `keep` (a raw input), `ended` (an input, with what was heard by it), `began` and `done` (one of our messages). Started again
on the same file it goes on where it was: inputs that have not ended are asked about again, and a message of ours that was begun
and not done is unknown and is never sent again.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import uvloop

from hoolin.channels.sms.gateway import SmsGateway
from hoolin.channels.written import Heard, Raw, Surroundings, Waiting
from hoolin.core.errors import NotReached
from tests.channels.sms.stand import account, outgoing

AT_ONCE = 8

KEEPING_S = 0.02
"""How long keeping takes: whoever answers before it is caught out by a kill."""


class Book:
    """The file, and what it says so far. Only whole lines count: the last one may have been cut by the kill."""

    def __init__(self, file: Path) -> None:
        self.kept: dict[str, Raw] = {}
        self.ended: set[str] = set()
        self.heard: dict[str, str] = {}
        self.began: set[int] = set()
        self.done: dict[int, dict[str, Any]] = {}
        lines = file.read_bytes().split(b"\n") if file.exists() else []
        self.file = os.open(file, os.O_CREAT | os.O_RDWR)
        os.lseek(self.file, 0, os.SEEK_SET)
        whole = lines[:-1]
        os.ftruncate(self.file, sum(len(one) + 1 for one in whole))
        os.lseek(self.file, 0, os.SEEK_END)
        for one in whole:
            self._learn(json.loads(one))

    def write(self, **line: Any) -> None:
        """One line, on disk when it returns."""
        os.write(self.file, json.dumps(line).encode() + b"\n")
        os.fsync(self.file)
        self._learn(line)

    def _learn(self, line: dict[str, Any]) -> None:
        if "keep" in line:
            raw = msgspec.convert({**line["keep"], "body": bytes.fromhex(line["keep"]["body"])}, type=Raw)
            self.kept[raw.key] = raw
        elif "ended" in line:
            self.ended.add(line["ended"])
            for key, text in line["heard"]:
                self.heard.setdefault(key, text)
        elif "began" in line:
            self.began.add(line["began"])
        else:
            self.done[line["done"]] = line

    async def keep(self, raw: Raw) -> bool:
        """As the house does it: after a while, with others."""
        await asyncio.sleep(KEEPING_S)
        if raw.key in self.kept:
            return False
        self.write(keep={**msgspec.to_builtins(raw), "body": raw.body.hex()})
        return True

    async def was_heard(self, account: str, key: str) -> bool:
        """As the house does it."""
        return key in self.heard

    async def take_in(self, gateway: SmsGateway) -> None:
        """Ask about every input that has not ended."""
        for key, raw in list(self.kept.items()):
            if key not in self.ended:
                found = await gateway.understand(raw)
                if not any(isinstance(one, Waiting) for one in found):
                    heard = [(one.key, one.text) for one in found if isinstance(one, Heard)]
                    self.write(ended=key, heard=heard)


class Clock:
    """The machine's, put forward."""

    ahead_ms = 0

    def __call__(self) -> int:
        """The instant."""
        return int(time.time() * 1000) + self.ahead_ms


def gateway_of(book: Book, port: int, clock: Clock) -> SmsGateway:
    """A gateway that keeps in this book."""
    around = Surroundings(keep=book.keep, now=clock, secret=b"s", was_heard=book.was_heard)
    return SmsGateway(around, {"main": account(port, window=AT_ONCE, repeat_seconds=86_400)})


async def speak(book: Book, gateway: SmsGateway, numbers: list[int]) -> None:
    """Send what was never begun, one after another."""
    while numbers:
        number = numbers.pop(0)
        book.write(began=number)
        while True:
            try:
                # Every fifth is a text of several parts.
                words = f"ours {number} " + "x" * (200 if number % 5 == 0 else 0)
                sent = await gateway.send(outgoing(words, f"d{number}"))
            except NotReached:
                await asyncio.sleep(0.05)
                continue
            book.write(done=number, ending=sent.ending, code=sent.code, reference=sent.reference)
            break


async def run(port: int, file: Path, messages: int) -> None:
    """Until killed."""
    book = Book(file)
    for number in sorted(book.began - set(book.done)):
        book.write(done=number, ending="unknown", code="crashed", reference="")
    gateway = gateway_of(book, port, Clock())
    await gateway.start()
    numbers = [number for number in range(messages) if number not in book.began]
    speaking = [asyncio.create_task(speak(book, gateway, numbers)) for _ in range(AT_ONCE)]
    while True:
        await book.take_in(gateway)
        await asyncio.sleep(0.01)
        for task in speaking:
            if task.done():
                task.result()


if __name__ == "__main__":
    uvloop.run(run(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
