"""What is told to whoever fills the index, and who that is: a process of its own (`apart`), or, of a site in memory, a thread.

Nothing here decides what is to be filled in: the server follows the journal and brings texts, in order and one piece at a time.
"""

import asyncio
import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol, TypeAlias

import msgspec

from hoolin.finding.index import Index, Mark, Said, is_broken

PROGRAM: Final = (sys.executable, "-I", "-X", "utf8", "-m", "hoolin.finding.apart")

BEGIN_SECONDS_MAX: Final = 60.0
WORK_SECONDS_MAX: Final = 600.0
"""Forgetting writes all lists anew: some seconds at a million texts."""


class Begin(msgspec.Struct, frozen=True, tag=True):
    """The first thing told. path: of the file. key: of the index."""

    path: str
    key: bytes


class Add(msgspec.Struct, frozen=True, tag=True):
    """See `Index.add`. after: the position that these follow; where the index stands elsewhere, nothing is added, and it says where."""

    said: tuple[Said, ...]
    mark: Mark
    after: int


class Forget(msgspec.Struct, frozen=True, tag=True):
    """See `Index.forget`."""

    customers: tuple[str, ...]


class Empty(msgspec.Struct, frozen=True, tag=True):
    """See `Index.empty`."""


Work: TypeAlias = Begin | Add | Forget | Empty


class Done(msgspec.Struct, frozen=True):
    """It is on the disk. mark: how far the journal is in the index now. gone: texts that were forgotten."""

    mark: Mark
    gone: int = 0


def done(work: Add | Forget | Empty, index: Index) -> Done:
    """Do this piece. An index that turns out to be broken is begun anew: then its mark says so, and all is to be told again."""
    try:
        return _done_with(work, index)
    except sqlite3.DatabaseError as problem:
        if not is_broken(problem):
            raise
        index.throw_away()
        return Done(index.mark)


def _done_with(work: Add | Forget | Empty, index: Index) -> Done:
    gone = 0
    match work:
        case Add(said, mark, after):
            if index.mark.position == after:
                index.add(said, mark)
        case Forget(customers):
            gone = index.forget(customers)
        case Empty():
            index.empty()
    return Done(index.mark, gone)


class Filling(Protocol):
    """Who fills. Each answers None where nobody does just now; ask again later."""

    async def begin(self) -> Done | None:
        """Open the file, or make it."""

    async def do(self, work: Add | Forget | Empty) -> Done | None:
        """One piece of work."""

    async def stop(self) -> None:
        """End it."""


class Apart(Protocol):
    """Who keeps the process (see `runtime.answering.Answering`)."""

    async def give(self, work: bytes, seconds: float, well: Callable[[bytes], bool]) -> bytes | None:
        """What another process says of this work; where that is `well`, it answers from now on."""

    async def ask(self, question: bytes, seconds: float) -> bytes | None:
        """The answer of the one that answers now; None while there is none."""

    async def stop(self) -> None:
        """End it."""


class FillingApart:
    """In a process, so that lemmas and lists never have the interpreter while somebody waits for an answer."""

    def __init__(self, apart: Apart, path: Path, key: bytes) -> None:
        self._apart = apart
        self._begin = msgspec.msgpack.encode(Begin(str(path.resolve()), key))

    async def begin(self) -> Done | None:
        """See the port."""
        return _read(await self._apart.give(self._begin, BEGIN_SECONDS_MAX, bool))

    async def do(self, work: Add | Forget | Empty) -> Done | None:
        """See the port."""
        return _read(await self._apart.ask(msgspec.msgpack.encode(work), WORK_SECONDS_MAX))

    async def stop(self) -> None:
        """See the port."""
        await self._apart.stop()


class FillingHere:
    """In a thread, into an index in memory."""

    def __init__(self, index: Index) -> None:
        self._index = index

    async def begin(self) -> Done | None:
        """See the port."""
        return Done(self._index.mark)

    async def do(self, work: Add | Forget | Empty) -> Done | None:
        """See the port."""
        return await asyncio.to_thread(done, work, self._index)

    async def stop(self) -> None:
        """See the port."""


_done = msgspec.msgpack.Decoder(Done)


def _read(said: bytes | None) -> Done | None:
    return None if said is None else _done.decode(said)


def pieces(said: Sequence[Said], characters_max: int) -> list[tuple[Said, ...]]:
    """In order, in runs of no more characters than that each (one text alone may have more)."""
    runs: list[list[Said]] = [[]]
    room = characters_max
    for one in said:
        if len(one.text) > room and runs[-1]:
            runs.append([])
            room = characters_max
        runs[-1].append(one)
        room -= len(one.text)
    return [tuple(run) for run in runs]
