"""The exam, taken by each journal; and a journal that must fail it."""

from pathlib import Path

import pytest

from hoolin.core.facts import Entry
from hoolin.journal import memory, postgres, sqlite
from hoolin.journal.port import Stores
from tests.contracts import journal_contract as contract
from tests.contracts.visibility import watch
from tests.journal.samples import codec
from tests.postgres_server import running


class Memory(contract.Contract):
    """The journal in memory."""

    def make(self, folder: Path) -> Stores:
        """See the contract."""
        return memory.open_stores(codec(), contract.BLOB_BYTES_MAX)


class Sqlite(contract.Contract):
    """The journal in a file."""

    def make(self, folder: Path) -> Stores:
        """See the contract."""
        return sqlite.open_stores(folder, codec(), environ={}, blob_bytes_max=contract.BLOB_BYTES_MAX)


class Postgres(contract.Contract):
    """The journal in a PostgreSQL server."""

    def make(self, folder: Path) -> Stores:
        """See the contract."""
        place = running().place()
        return postgres.open_stores(folder, place, codec(), environ={}, blob_bytes_max=contract.BLOB_BYTES_MAX)


class TestMemoryJournal(Memory, contract.JournalContract):
    """Memory: journal."""


class TestMemorySnapshots(Memory, contract.SnapshotsContract):
    """Memory: snapshots."""


class TestMemoryContents(Memory, contract.ContentsContract):
    """Memory: contents."""


class TestMemoryBlobs(Memory, contract.BlobsContract):
    """Memory: blobs."""


class TestSqliteJournal(Sqlite, contract.JournalContract):
    """SQLite: journal."""


class TestSqliteSnapshots(Sqlite, contract.SnapshotsContract):
    """SQLite: snapshots."""


class TestSqliteContents(Sqlite, contract.ContentsContract):
    """SQLite: contents."""


class TestSqliteBlobs(Sqlite, contract.BlobsContract):
    """SQLite: blobs."""


@pytest.mark.needs("postgresql")
class TestPostgresJournal(Postgres, contract.JournalContract):
    """PostgreSQL: journal."""


@pytest.mark.needs("postgresql")
class TestPostgresSnapshots(Postgres, contract.SnapshotsContract):
    """PostgreSQL: snapshots."""


@pytest.mark.needs("postgresql")
class TestPostgresContents(Postgres, contract.ContentsContract):
    """PostgreSQL: contents."""


@pytest.mark.needs("postgresql")
class TestPostgresBlobs(Postgres, contract.BlobsContract):
    """PostgreSQL: blobs."""


class LateJournal(memory.MemoryJournal):
    """Shows every seventh entry one reading later than those after it: the fault that the watch is there to find."""

    late: frozenset[int] = frozenset()

    def read(self, after: int, limit: int) -> list[Entry]:
        """All that is asked for, but for the newest seventh ones."""
        found = super().read(after, limit)
        fresh = {entry.position for entry in found if entry.position % 7 == 0} - self.late
        self.late |= fresh
        return [entry for entry in found if entry.position not in fresh]


def test_the_watch_finds_a_late_entry() -> None:
    """A journal in which an earlier position appears after a later one is caught."""
    complaints = watch(LateJournal(codec(), memory.MemoryContents()), writers=1, readers=1, batches=30)
    assert any("not the next positions" in complaint or "could be read" in complaint for complaint in complaints)


class ForgetfulJournal(memory.MemoryJournal):
    """Tells of the same entry differently each time."""

    readings = 0

    def read(self, after: int, limit: int) -> list[Entry]:
        """What was asked for, with another instant in the first entry."""
        found = super().read(after, limit)
        self.readings += 1
        if found:
            first = found[0]
            found[0] = Entry(first.position, first.at + self.readings, first.actor, first.cause, first.fact)
        return found


def test_the_watch_finds_a_changed_entry() -> None:
    """A journal that rewrites what was read before is caught."""
    complaints = watch(ForgetfulJournal(codec(), memory.MemoryContents()), writers=1, readers=1, batches=30)
    assert any("has changed" in complaint for complaint in complaints)
