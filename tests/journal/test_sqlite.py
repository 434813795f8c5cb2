import base64
import multiprocessing
import resource
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from hoolin.core.facts import Content
from hoolin.journal.errors import (
    ContentTaken,
    Damaged,
    DiskRefused,
    MasterKeyMissing,
    NewerSchema,
    PositionTaken,
    Unreadable,
)
from hoolin.journal.port import BlobNote, Snapshot, Stores
from hoolin.journal.sqlite import open_stores
from hoolin.journal.sqlite.connections import connect
from tests.journal.samples import codec, poured, run


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    """Empty stores in a folder."""
    stores = reopened(tmp_path)
    yield stores
    stores.journal.close()


def reopened(folder: Path) -> Stores:
    """The stores of a folder, whatever the environment says."""
    return open_stores(folder, codec(), environ={})


def on_disk(folder: Path) -> bytes:
    """Every byte of every file."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def test_everything_is_there_after_a_restart(tmp_path: Path, stores: Stores) -> None:
    """Entries, contents, erasures, blobs and snapshots: all of it, and the journal goes on where it ended."""
    entry, words = poured(1, "anna")
    stores.journal.append([entry], [words])
    stores.blobs.put("photo", "anna", [b"x" * 100_000])
    stores.snapshots.save(Snapshot(1, 5, "1", b"state"))
    stores.contents.erase("bela")
    stores.journal.close()
    again = reopened(tmp_path)
    assert (again.journal.head(), again.journal.read(0, 5)) == (1, [entry])
    assert again.contents.get([words.id]) == {words.id: words.body}
    assert b"".join(again.blobs.open("photo")) == b"x" * 100_000
    assert again.snapshots.latest("1") == Snapshot(1, 5, "1", b"state")
    assert again.contents.erased("bela")
    again.journal.append(run(1, 1), [Content("more", "anna", b"same key as before")])
    again.journal.close()


def test_a_stale_writer_is_fenced(tmp_path: Path, stores: Stores) -> None:
    """Of two that have the journal open, the one that is late is stopped by the position, and nothing is doubled."""
    late = reopened(tmp_path)
    stores.journal.append(run(0, 2))
    with pytest.raises(PositionTaken):
        late.journal.append(run(0, 1), [Content("words", "anna", b"x")])
    assert late.contents.get(["words"]) == {}
    assert late.journal.read(0, 5) == run(0, 2)
    late.journal.close()


def test_the_disk_holds_nothing_personal_in_the_open(tmp_path: Path, stores: Stores) -> None:
    """Not in the file, not in its log, not in a blob; and facts lie there readable for a person with a shell."""
    entry, _ = poured(1, "anna")
    stores.journal.append([entry], [Content("words-1", "anna", b"my code is four two seven")])
    stores.blobs.put("photo", "anna", [b"picture of a passport" * 5_000])
    files = on_disk(tmp_path)
    assert b"four two seven" not in files
    assert b"passport" not in files
    assert b'"fact":"tea_poured"' in files


def test_an_erased_key_is_nowhere_on_the_disk(tmp_path: Path, stores: Stores) -> None:
    """Once somebody is erased, the bytes of their wrapped key and of their content are in none of our files."""
    owners = [f"owner-{n}" for n in range(120)]
    contents = [Content(f"of-{n}", owner, b"x" * (50 + n * 17)) for n, owner in enumerate(owners)]
    for start in range(0, len(contents), 5):
        stores.journal.append([], contents[start : start + 5])
    reader = connect(tmp_path / "journal.db")
    wrapped = dict(reader.execute("SELECT name, wrapped FROM owners").fetchall())
    sealed = dict(reader.execute("SELECT id, sealed FROM said").fetchall())
    reader.close()
    assert all(key in on_disk(tmp_path) for key in (*wrapped.values(), *sealed.values()))
    stores.blobs.put("photo", "owner-7", [b"x"])
    for owner in owners[::3]:
        stores.contents.erase(owner)
    left = on_disk(tmp_path)
    for n, owner in enumerate(owners):
        assert (wrapped[owner] in left) == (sealed[f"of-{n}"] in left) == bool(n % 3), owner
    assert stores.blobs.note("photo") == BlobNote("owner-7", 1)


def test_the_journal_is_never_rewritten(tmp_path: Path, stores: Stores) -> None:
    """Even by hand, an entry can be neither changed nor deleted."""
    stores.journal.append(run(0, 2))
    hand = connect(tmp_path / "journal.db")
    for statement in ("DELETE FROM entries", "UPDATE entries SET at = 0"):
        with pytest.raises(sqlite3.IntegrityError, match="never rewritten"):
            hand.execute(statement)
    hand.close()
    assert stores.journal.read(0, 5) == run(0, 2)


def test_a_commit_is_synced_and_the_folder_private(tmp_path: Path) -> None:
    """The writer runs with full syncs and a write-ahead log; the folder is its owner's alone."""
    opened: list[sqlite3.Connection] = []

    def watched(path: Path) -> sqlite3.Connection:
        opened.append(connect(path))
        return opened[-1]

    stores = open_stores(tmp_path / "site", codec(), environ={}, connect=watched)
    writer = opened[0]
    pragmas = ("synchronous", "journal_mode", "secure_delete", "foreign_keys")
    assert [writer.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas] == [2, "wal", 1, 1]
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o700
    stores.journal.close()


def test_a_file_of_a_newer_hoolin_is_left_alone(tmp_path: Path, stores: Stores) -> None:
    """It is refused with a message that says what to do."""
    stores.journal.close()
    hand = connect(tmp_path / "journal.db")
    hand.execute("PRAGMA user_version = 99")
    hand.close()
    with pytest.raises(NewerSchema, match="upgrade"):
        reopened(tmp_path)


@pytest.mark.parametrize("rubbish", [b"no database" * 1_000, b"SQLite format 3\0" * 400])
def test_a_spoilt_file_is_refused(tmp_path: Path, rubbish: bytes) -> None:
    """It is neither read nor overwritten."""
    (tmp_path / "journal.db").write_bytes(rubbish)
    with pytest.raises(DiskRefused):
        reopened(tmp_path)
    assert (tmp_path / "journal.db").read_bytes() == rubbish


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    """A database of another program is not ours to extend."""
    hand = connect(tmp_path / "journal.db")
    hand.execute("CREATE TABLE bookmarks (url)")
    hand.close()
    with pytest.raises(Unreadable, match="not_our_file"):
        reopened(tmp_path)


def test_another_master_key_is_noticed_at_once(tmp_path: Path, stores: Stores) -> None:
    """Lost or wrong: the site does not open, and no new key is made."""
    stores.journal.close()
    with pytest.raises(MasterKeyMissing, match="another_key"):
        open_stores(tmp_path, codec(), environ={"HOOLIN_MASTER_KEY": base64.b64encode(b"k" * 32).decode()})
    kept = (tmp_path / "master.key").read_text()
    (tmp_path / "master.key").unlink()
    with pytest.raises(MasterKeyMissing):
        reopened(tmp_path)
    open_stores(tmp_path, codec(), environ={"HOOLIN_MASTER_KEY": kept}).journal.close()


def test_a_closed_journal_takes_nothing(stores: Stores) -> None:
    """Neither writing nor reading comes back to life."""
    stores.journal.close()
    with pytest.raises(DiskRefused, match="closed"):
        stores.journal.append(run(0, 1))
    with pytest.raises(DiskRefused, match="closed"):
        stores.journal.read(0, 1)


def test_changed_content_is_damaged_not_shown(tmp_path: Path, stores: Stores) -> None:
    """Content that was moved to another id on the disk does not open there."""
    stores.journal.append([], [Content("one", "anna", b"1"), Content("two", "anna", b"2")])
    hand = connect(tmp_path / "journal.db")
    hand.execute("UPDATE said SET sealed = (SELECT sealed FROM said WHERE id = 'two') WHERE id = 'one'")
    hand.close()
    assert stores.contents.get(["two"]) == {"two": b"2"}
    with pytest.raises(Damaged):
        stores.contents.get(["one"])


def test_a_full_disk_refuses_whole_batches(tmp_path: Path) -> None:
    """What was acknowledged is there, the batch that did not fit is not, and nothing more is taken until a restart."""

    def small(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.execute("PRAGMA max_page_count = 60")
        return connection

    stores = open_stores(tmp_path, codec(), environ={}, connect=small)
    acknowledged = fill(stores)
    assert acknowledged > 0
    assert stores.journal.head() == acknowledged
    with pytest.raises(DiskRefused, match="stopped"):
        stores.journal.append(run(acknowledged, 1))
    assert stores.journal.read(0, 100_000)[-1].position == acknowledged
    stores.journal.close()
    again = reopened(tmp_path)
    assert (again.journal.head(), missing(again)) == (acknowledged, [])
    again.journal.append(run(acknowledged, 1))
    again.journal.close()


def fill(stores: Stores) -> int:
    """Append batches of 5 with their contents until the disk refuses; gives the last acknowledged position."""
    acknowledged = stores.journal.head()
    while True:
        pairs = [poured(acknowledged + n, f"owner-{acknowledged % 3}", "x" * 500) for n in range(1, 6)]
        try:
            stores.journal.append([entry for entry, _ in pairs], [words for _, words in pairs])
        except DiskRefused:
            return acknowledged
        acknowledged += 5


def missing(stores: Stores) -> list[int]:
    """Positions of tea that was poured without its words."""
    entries = stores.journal.read(0, 1_000_000)
    found = stores.contents.get([f"words-{entry.position}" for entry in entries])
    return [entry.position for entry in entries if f"words-{entry.position}" not in found]


def _fill_under_a_limit(folder: Path, told: "multiprocessing.Queue[int]") -> None:
    stores = reopened(folder)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    told.put(fill(stores))


def test_a_disk_that_stops_writing_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """The operating system refuses in the middle of a write: after a restart all that was acknowledged is there."""
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[int] = context.Queue()
    child = context.Process(target=_fill_under_a_limit, args=(tmp_path, told))
    child.start()
    acknowledged = told.get(timeout=60)
    child.join(timeout=30)
    assert child.exitcode == 0
    assert acknowledged > 0
    again = reopened(tmp_path)
    # The refused batch was never acknowledged; it may be there, but only whole.
    assert again.journal.head() in (acknowledged, acknowledged + 5)
    assert missing(again) == []
    again.journal.close()


def test_a_snapshot_that_was_cut_short_is_not_seen(tmp_path: Path, stores: Stores) -> None:
    """Parts without their row are no snapshot, and leave with the next one that is saved."""
    stores.snapshots.save(Snapshot(1, 1, "1", b"whole"))
    hand = connect(tmp_path / "journal.db")
    hand.execute("INSERT INTO snapshot_parts VALUES (2, 0, x'00')")
    assert stores.snapshots.latest("1") == Snapshot(1, 1, "1", b"whole")
    stores.snapshots.save(Snapshot(2, 2, "1", b"next"))
    assert stores.snapshots.latest("1") == Snapshot(2, 2, "1", b"next")
    assert hand.execute("SELECT number FROM snapshot_parts").fetchall() == [(1,), (3,)]
    hand.close()


def test_old_snapshots_leave_with_their_parts(tmp_path: Path, stores: Stores) -> None:
    """Three are kept, and no byte of the others stays in the tables."""
    for position in range(1, 7):
        stores.snapshots.save(Snapshot(position, position, "1", b"x" * 2_500_000))
    hand = connect(tmp_path / "journal.db")
    assert hand.execute("SELECT position FROM snapshots ORDER BY 1").fetchall() == [(4,), (5,), (6,)]
    assert hand.execute("SELECT count(*) FROM snapshot_parts").fetchone() == (9,)
    hand.close()


def test_deleting_is_finished_after_a_crash(tmp_path: Path, stores: Stores) -> None:
    """A blob whose row says `gone` cannot be opened, and its file leaves on the next start."""
    stores.blobs.put("photo", "anna", [b"x"])
    (file,) = (path for path in (tmp_path / "blobs").rglob("*") if path.is_file())
    stores.journal.close()
    hand = connect(tmp_path / "journal.db")
    hand.execute("UPDATE blobs SET gone = 1")
    hand.close()
    again = reopened(tmp_path)
    assert again.blobs.note("photo") is None
    assert not file.exists()
    assert again.blobs.put("photo", "anna", [b"new"]) == 3
    again.journal.close()


def test_unfinished_uploads_leave_with_the_next_start(tmp_path: Path, stores: Stores) -> None:
    """What a crash left of an upload is swept away."""
    stores.journal.close()
    left = tmp_path / "blobs" / "unfinished" / "half"
    left.write_bytes(b"x")
    reopened(tmp_path).journal.close()
    assert not left.exists()


def test_a_taken_blob_id_keeps_its_first_file(tmp_path: Path, stores: Stores) -> None:
    """The second upload leaves no file behind."""
    stores.blobs.put("photo", "anna", [b"first"])
    before = on_disk(tmp_path / "blobs")
    with pytest.raises(ContentTaken):
        stores.blobs.put("photo", "anna", [b"second"])
    assert on_disk(tmp_path / "blobs") == before


def test_a_blob_that_the_disk_refuses(tmp_path: Path, stores: Stores) -> None:
    """A folder that cannot be written is the disk's refusal, not the sender's mistake."""
    (tmp_path / "blobs" / "unfinished").rmdir()
    with pytest.raises(DiskRefused, match="blob"):
        stores.blobs.put("photo", "anna", [b"x"])
    assert stores.blobs.note("photo") is None
