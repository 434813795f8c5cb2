import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hoolin.core.facts import Content
from hoolin.journal.errors import DiskRefused
from hoolin.journal.port import Stores
from hoolin.journal.sqlite import checkpoint, open_stores
from hoolin.journal.sqlite.connections import connect
from hoolin.journal.sqlite.file import JournalFile
from tests.journal.samples import codec, poured

EVERY_BYTES = 200_000


@pytest.fixture
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stores]:
    """Stores whose log is checkpointed very often."""
    monkeypatch.setattr(checkpoint, "CHECKPOINT_EVERY_BYTES", EVERY_BYTES)
    monkeypatch.setattr(checkpoint, "SCRUB_RETRY_S", 0.01)
    stores = open_stores(tmp_path, codec(), environ={})
    yield stores
    stores.journal.close()


def log_bytes(folder: Path) -> int:
    """How long the log is."""
    return (folder / "journal.db-wal").stat().st_size


def wait_until(folder: Path, empty: bool) -> bool:
    """Whether the log becomes empty (or not empty) within some seconds."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if (log_bytes(folder) == 0) == empty:
            return True
        time.sleep(0.005)
    return False


def test_the_log_starts_over_under_steady_load(tmp_path: Path, stores: Stores) -> None:
    """However much is written without a pause, the log stays within a few times its measure."""
    largest = 0
    for position in range(1, 1_501):
        entry, words = poured(position, f"owner-{position % 50}", "x" * 200)
        stores.journal.append([entry], [words])
        largest = max(largest, log_bytes(tmp_path))
    # Each of these commits alone adds several pages of 4 kB: without starting over it would be over 15 MB.
    assert EVERY_BYTES < largest < 40 * EVERY_BYTES
    assert len(stores.journal.read(0, 5_000)) == 1_500


def test_erasing_empties_the_log(tmp_path: Path, stores: Stores) -> None:
    """With nobody in the way it is empty when `erase` returns."""
    stores.journal.append([], [Content("words", "anna", b"x")])
    assert log_bytes(tmp_path) > 0
    stores.contents.erase("anna")
    assert log_bytes(tmp_path) == 0


def test_a_reader_in_the_way_only_delays_the_emptying(tmp_path: Path, stores: Stores) -> None:
    """Erasing does not wait for a long reading; the log is emptied once that is over."""
    stores.journal.append([], [Content("words", "anna", b"x")])
    reader = connect(tmp_path / "journal.db")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM said").fetchone()
    stores.contents.erase("anna")
    assert stores.contents.erased("anna")
    assert log_bytes(tmp_path) > 0
    reader.execute("COMMIT")
    assert wait_until(tmp_path, empty=True)
    reader.close()


def test_closing_leaves_one_file(tmp_path: Path, stores: Stores) -> None:
    """The log is copied into the file, so that the file alone is a whole copy."""
    stores.journal.append([], [Content("words", "anna", b"x")])
    stores.journal.close()
    assert not (tmp_path / "journal.db-wal").exists()


def test_the_disk_takes_in_what_was_copied_before_the_writer_is_held(tmp_path: Path) -> None:
    """A round syncs the file while others may write, and not while they may not."""
    path, writing, held, done = tmp_path / "tea.db", threading.Lock(), list[bool](), threading.Semaphore(0)
    connect(path).execute("PRAGMA journal_mode = WAL").fetchall()

    def sync() -> None:
        held.append(writing.locked())
        done.release()

    checkpointer = checkpoint.Checkpointer(lambda: connect(path), writing, sync, lambda: held.append(True))
    checkpointer.grew(checkpoint.CHECKPOINT_EVERY_BYTES)
    assert all(done.acquire(timeout=20) for _ in range(checkpoint.STEPS_BESIDE))
    checkpointer.close()
    assert held == [False] * checkpoint.STEPS_BESIDE


def test_a_disk_that_refuses_a_copy_stops_the_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so once only: from then on nothing is written, however well it behaves, and a new start reads what the log still has."""
    monkeypatch.setattr(checkpoint, "CHECKPOINT_EVERY_BYTES", EVERY_BYTES)
    refusals = iter([OSError(5, "I/O error")])

    def refuse_once(file: object) -> None:
        for refusal in refusals:
            raise refusal

    monkeypatch.setattr(JournalFile, "_sync", refuse_once)
    stores = open_stores(tmp_path, codec(), environ={})
    written = 0
    with pytest.raises(DiskRefused):
        for position in range(1, 5_000):
            entry, words = poured(position, "anna", "x" * 2_000)
            stores.journal.append([entry], [words])
            written = position
            time.sleep(0.001)
    stores.journal.close()
    again = open_stores(tmp_path, codec(), environ={})
    assert len(again.journal.read(0, 10_000)) == written > 0
    again.journal.close()
