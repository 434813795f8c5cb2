"""Where ids and owners lead to contents: written later than the contents, many at once, in the order of ids.

A message changes one page of each of the two trees, and while hundreds of conversations alternate it is another page each time:
that was two thirds of what a message wrote. So the newest contents are found through memory, and a round of `ROUND` of them is
written into the trees in the order of ids, a few with each append; the messages of one conversation then share their pages. What
a crash leaves in between is read into memory on the next start.

One writer at a time changes this, within its transaction, and memory follows when that is durable; any thread may look.
"""

from collections.abc import Iterable, Sequence
from threading import Lock
from typing import NamedTuple

import msgspec

from hoolin.journal.errors import ContentTaken
from hoolin.journal.sqlite.connections import Connection
from hoolin.journal.sqlite.file import QUERIES, JournalFile
from hoolin.journal.sqlite.many import run_many

ROUND = 8_192
"""Contents written into the trees in one round: some sixteen of each conversation where five hundred alternate. Those waiting
and those since then take some three megabytes of memory."""

STEP = 2
"""For each new content so many of a round: a round is over before the next one is due."""

TOGETHER = 96
"""So many at once at least: at each statement the writer lets go of the interpreter, and waits to get it back."""

_encode = msgspec.json.Encoder().encode


class Change(NamedTuple):
    """What a transaction changes in memory once it is durable: contents that came, ids that are found by the trees or gone, up to which
    number the trees are complete, and how many of the round are due.
    """

    came: dict[str, int]
    left: Sequence[str]
    up_to: int
    due: int


class Later:
    """The contents that the trees do not lead to yet."""

    def __init__(self, file: JournalFile) -> None:
        with file.readers.lend() as reader:
            self._up_to, last = reader.execute(QUERIES["said_up_to"]).fetchone()
            rows = reader.execute(QUERIES["said_after"], (self._up_to,)).fetchall()
        self._next = 1 + max(self._up_to, last or 0)
        self._fresh: dict[str, int] = {id_: number for number, id_, found in rows if not found}
        self._round: list[str] = []
        self._round_ends = self._due = 0
        self._lock = Lock()
        if len(self._fresh) < len(rows):
            # The last life was in the middle of a round: many short lives come to an end of it, too.
            self._begin_round()

    def numbers(self, ids: Iterable[str]) -> list[int]:
        """Of those among these ids that only memory leads to."""
        with self._lock:
            return [number for id_ in ids if (number := self._fresh.get(id_)) is not None]

    def add(self, writer: Connection, rows: Sequence[tuple[str, int, bytes]]) -> Change:
        """Keep contents (id, owner, sealed) within a write transaction, and write some older ones into the trees. Raises ContentTaken."""
        ids = [row[0] for row in rows]
        came: dict[str, int] = {}
        for number, id_ in enumerate(ids, start=self._next):
            if id_ in came or id_ in self._fresh:
                raise ContentTaken(content=id_)
            came[id_] = number
        if taken := writer.execute(QUERIES["content_taken"], (_encode(ids).decode(),)).fetchone():
            raise ContentTaken(content=taken[0])
        numbered = [(number, *row) for number, row in enumerate(rows, start=self._next)]
        run_many(writer, QUERIES["add_content"], numbered)
        due = self._due + STEP * len(rows)
        if due < TOGETHER or not self._round:
            return Change(came, (), self._up_to, due)
        left, up_to = self._step(writer, due)
        return Change(came, left, up_to, 0)

    def erase(self, writer: Connection, owner: int) -> Change:
        """Delete an owner's contents within a write transaction."""
        rows = writer.execute(QUERIES["said_of_owner"], {"owner": owner, "up_to": self._up_to}).fetchall()
        numbers, ids = (_encode([row[at] for row in rows]).decode() for at in (0, 1))
        writer.execute(QUERIES["delete_said"], (numbers,))
        writer.execute(QUERIES["delete_said_by_id"], (ids,))
        writer.execute(QUERIES["delete_said_by_owner"], (owner,))
        return Change({}, [id_ for _, id_ in rows], self._up_to, self._due)

    def durable(self, change: Change) -> None:
        """The transaction is on disk."""
        with self._lock:
            self._fresh.update(change.came)
            for id_ in change.left:
                self._fresh.pop(id_, None)
        self._next += len(change.came)
        self._up_to, self._due = change.up_to, change.due
        while self._round and self._round[-1] not in self._fresh:
            self._round.pop()
        if not self._round and len(self._fresh) >= ROUND:
            self._begin_round()

    def _begin_round(self) -> None:
        # From the end on, so that what is done is cut off without moving the rest.
        self._round = sorted(self._fresh, reverse=True)
        self._round_ends = self._next - 1
        self._due = 0

    def _step(self, writer: Connection, count: int) -> tuple[list[str], int]:
        """Write the next few of the round into the trees; gives them, and up to where everything is in the trees then."""
        ids = [id_ for id_ in self._round[-count:] if id_ in self._fresh]
        numbers = (_encode([self._fresh[id_] for id_ in ids]).decode(),)
        writer.execute(QUERIES["find_by_id"], numbers)
        writer.execute(QUERIES["find_by_owner"], numbers)
        if count < len(self._round):
            return ids, self._up_to
        writer.execute(QUERIES["said_is_found"], (self._round_ends,))
        return ids, self._round_ends
