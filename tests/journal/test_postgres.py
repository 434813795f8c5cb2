"""PostgreSQL as the journal: what becomes of it when the server goes, hangs, is another one than was thought, or has two writers."""

import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.core.errors import Invalid, NotFound
from hoolin.core.facts import Content
from hoolin.journal import postgres
from hoolin.journal.errors import (
    ContentTaken,
    DiskRefused,
    MasterKeyMissing,
    NewerSchema,
    OwnerErased,
    PositionTaken,
    Unreadable,
)
from hoolin.journal.place import Place
from hoolin.journal.port import Stores
from hoolin.journal.postgres.following import Following
from hoolin.journal.postgres.letters import kept, read
from tests.journal.samples import boiled, codec, positions, poured, run
from tests.postgres_server import PORT, Server, running

pytestmark = pytest.mark.needs("postgresql")

PATIENCE_S = 2.0


def opened(folder: Path, place: Place) -> Stores:
    """The stores of a site there."""
    return postgres.open_stores(folder, place, codec(), environ={})


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server that these tests may stop."""
    server = Server()
    try:
        yield server.start()
    finally:
        server.remove()


@pytest.fixture
def fickle(own: Server) -> Iterator[Server]:
    """The same, which runs as it should when a test begins."""
    own.stop()
    yield own.start()


# ── the server goes ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_server_that_went_away_is_a_disk_that_refuses(fickle: Server, tmp_path: Path) -> None:
    """The batch is not acknowledged, nothing more is taken, also when the server is back; opened anew everything acknowledged is there."""
    place = fickle.place(PATIENCE_S)
    stores = opened(tmp_path, place)
    entry, words = poured(1, "anna")
    stores.journal.append([entry], [words])
    fickle.stop()
    with pytest.raises(DiskRefused):
        stores.journal.append(run(1, 1))
    assert stores.journal.head() == 1
    fickle.start()
    with pytest.raises(DiskRefused, match="stopped_after_a_refusal"):
        stores.journal.append(run(1, 1))
    # Readers need no new start.
    assert stores.journal.read(0, 10) == [entry]
    assert stores.contents.get([words.id]) == {words.id: words.body}
    stores.journal.close()
    again = opened(tmp_path, place)
    again.journal.append(run(1, 1))
    assert positions(again.journal.read(0, 10)) == [1, 2]
    again.journal.close()


def test_no_server_is_a_disk_that_refuses(tmp_path: Path) -> None:
    """And it is said at once, without the address's secrets."""
    place = Place(address=f"postgresql://hoolin@/x?host={tmp_path}", password="sesame-open")
    with pytest.raises(DiskRefused) as refusal:
        opened(tmp_path / "site", place)
    assert "sesame" not in f"{refusal.value}{refusal.value.__cause__}{place!r}{place.told}"


def test_a_power_cut_of_the_server_loses_nothing_acknowledged(fickle: Server, tmp_path: Path) -> None:
    """Cut down again and again in the middle of writing: what was acknowledged is there once, with its content, and what was not is
    there whole or not at all.
    """
    place = fickle.place(PATIENCE_S)
    acknowledged = 0
    for cut in range(4):
        stores = opened(tmp_path, place)
        begun = threading.Event()
        written = [acknowledged]

        def write(stores: Stores = stores, written: list[int] = written, begun: threading.Event = begun) -> None:
            while True:
                head = stores.journal.head()
                entries, words = zip(*(poured(head + n, f"guest-{(head + n) % 7}") for n in (1, 2, 3)), strict=True)
                try:
                    stores.journal.append(entries, words)
                except DiskRefused:
                    return
                written[0] = head + 3
                begun.set()

        writer = threading.Thread(target=write)
        writer.start()
        assert begun.wait(30)
        time.sleep(0.05 * cut)
        fickle.stop(signal.SIGQUIT)
        writer.join(30)
        assert not writer.is_alive()
        stores.journal.close()
        fickle.start()
        stores = opened(tmp_path, place)
        acknowledged = stores.journal.head()
        assert acknowledged in (written[0], written[0] + 3)
        assert positions(stores.journal.read(0, acknowledged + 10)) == list(range(1, acknowledged + 1))
        names = [f"words-{position}" for position in range(1, acknowledged + 10)]
        assert set(stores.contents.get(names)) == set(names[:acknowledged])
        stores.journal.close()


# ── the server hangs ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def lonely(own: Server) -> Iterator[Server]:
    """A server that waits with each commit for a standby that is not there, once `wait` is called."""
    own.stop()
    yield own.start()
    own.ask("ALTER SYSTEM RESET synchronous_standby_names")
    own.ask("SELECT pg_reload_conf()")


def wait_for_standby(server: Server) -> None:
    """From here on no commit ends."""
    server.ask("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
    server.ask("SELECT pg_reload_conf()")
    while server.ask("SHOW synchronous_standby_names") != [("nobody",)]:
        time.sleep(0.02)


def test_a_commit_that_does_not_end_is_not_waited_for_for_ever(lonely: Server, tmp_path: Path) -> None:
    """A standby that is gone holds every commit; after the time named the batch counts as not acknowledged."""
    stores = opened(tmp_path, lonely.place(PATIENCE_S))
    stores.journal.append(run(0, 1))
    wait_for_standby(lonely)
    begun = time.monotonic()
    with pytest.raises(DiskRefused):
        stores.journal.append(run(1, 1))
    assert PATIENCE_S <= time.monotonic() - begun < PATIENCE_S + 8
    with pytest.raises(DiskRefused):
        stores.journal.append(run(1, 1))
    stores.journal.close()


def test_a_commit_that_did_not_wait_for_its_standby_is_no_commit(lonely: Server, tmp_path: Path) -> None:
    """Whoever runs the server ends the wait: the server calls that a success with a warning, and we do not."""
    stores = opened(tmp_path, lonely.place(30))
    stores.journal.append(run(0, 1))
    wait_for_standby(lonely)
    refusals: list[Exception] = []

    def write() -> None:
        try:
            stores.journal.append(run(1, 1))
        except DiskRefused as refusal:
            refusals.append(refusal)

    writer = threading.Thread(target=write)
    writer.start()
    waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    until = time.monotonic() + 20
    while not (found := lonely.ask(waiting)) and time.monotonic() < until:
        time.sleep(0.02)
    assert found
    lonely.ask(f"SELECT pg_cancel_backend({found[0][0]})")
    writer.join(20)
    assert ["not_on_the_standby" in str(refusal) for refusal in refusals] == [True]
    assert stores.journal.head() == 1
    stores.journal.close()


def test_with_a_synchronous_standby_losing_a_server_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """The power of the first goes under load and its disk is never seen again; the second takes over, and the same address leads to it: everything
    acknowledged is there, and the site goes on.
    """
    first = Server()
    try:
        first.start()
        second = Server(of=first)
        try:
            _lose_the_first(first, second, tmp_path)
        finally:
            second.remove()
    finally:
        first.remove()


def _lose_the_first(first: Server, second: Server, folder: Path) -> None:
    second.start()
    first.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
    first.ask("SELECT pg_reload_conf()")
    until = time.monotonic() + 30
    while first.ask("SELECT sync_state FROM pg_stat_replication") != [("sync",)]:
        assert time.monotonic() < until
        time.sleep(0.05)
    address = f"host={first.folder},{second.folder} port={PORT},{PORT} user=hoolin dbname=postgres"
    place = Place(address=address, schema="site", patience_s=PATIENCE_S)
    stores = opened(folder, place)
    acknowledged, enough = [0], threading.Event()

    def write() -> None:
        while True:
            head = stores.journal.head()
            entry, words = poured(head + 1, f"guest-{head % 7}")
            try:
                stores.journal.append([entry], [words])
            except DiskRefused:
                return
            acknowledged[0] = head + 1
            if head > 200:
                enough.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert enough.wait(30)
    first.stop(signal.SIGQUIT)
    writer.join(30)
    assert not writer.is_alive()
    stores.journal.close()
    second.promote()
    again = opened(folder, place)
    head = again.journal.head()
    assert head in (acknowledged[0], acknowledged[0] + 1)
    assert len(again.contents.get(f"words-{position}" for position in range(1, head + 1))) == head
    again.journal.append(run(head, 1))
    again.journal.close()


# ── two writers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_late_writer_is_fenced(tmp_path: Path) -> None:
    """Two processes believe to be the one writer: whoever comes second keeps nothing, neither facts nor contents nor owners."""
    place = running().place()
    first, late = opened(tmp_path, place), opened(tmp_path, place)
    first.journal.append(run(0, 2))
    with pytest.raises(PositionTaken) as refusal:
        late.journal.append([boiled(1, degrees=40)], [Content("late", "guest", b"x")])
    assert refusal.value.detail == {"expected": 3, "got": 1}
    assert first.journal.read(0, 10) == run(0, 2)
    assert first.contents.get(["late"]) == {}
    assert running().ask("SELECT count(*) FROM owners", place) == [(0,)]
    first.journal.append(run(2, 1))
    for stores in (first, late):
        stores.journal.close()


def test_of_two_writers_at_the_same_instant_one_is_fenced(tmp_path: Path) -> None:
    """Both have compared and neither has committed: the key of the table decides, and the order stays whole."""
    place = running().place()
    rivals = [opened(tmp_path, place) for _ in range(2)]
    for round_ in range(25):
        start = threading.Barrier(2)
        fenced: list[int] = []

        def write(
            n: int, stores: Stores, start: threading.Barrier = start, fenced: list[int] = fenced, at: int = round_
        ) -> None:
            start.wait()
            try:
                stores.journal.append([boiled(at + 1, degrees=n)], [Content(f"{at}-{n}", f"guest-{n}", b"x")])
            except PositionTaken:
                fenced.append(n)

        writers = [threading.Thread(target=write, args=(n, stores)) for n, stores in enumerate(rivals)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert len(fenced) == 1
        won = 1 - fenced[0]
        assert rivals[won].journal.read(round_, 10) == [boiled(round_ + 1, degrees=won)]
        assert rivals[won].contents.get([f"{round_}-0", f"{round_}-1"]) == {f"{round_}-{won}": b"x"}
        rivals[fenced[0]].journal.close()
        rivals[fenced[0]] = opened(tmp_path, place)
    for stores in rivals:
        stores.journal.close()


# ── what lies there ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_erasing_leaves_an_owner_without_a_key_and_nothing_else(tmp_path: Path) -> None:
    """The wrapped key, the contents and every piece of an attachment are gone from the tables."""
    place = running().place()
    stores = opened(tmp_path, place)
    entry, words = poured(1, "anna")
    stores.journal.append([entry], [words])
    stores.blobs.put("photo", "anna", [b"x" * 200_000])
    stores.contents.erase("anna")
    tables = ("contents", "blobs", "blob_pieces", "uploads")
    assert [running().ask(f"TABLE {table}", place) for table in tables] == [[]] * 4
    assert running().ask("SELECT name, wrapped FROM owners", place) == [("anna", None)]
    stores.journal.close()


def test_an_owner_who_is_erased_while_their_file_comes_in_gets_none(tmp_path: Path) -> None:
    """The file is refused at its end, and no piece of it stays."""
    place = running().place()
    stores = opened(tmp_path, place)

    def coming() -> Iterator[bytes]:
        yield b"x" * 100_000
        stores.contents.erase("anna")
        yield b"x"

    with pytest.raises(OwnerErased):
        stores.blobs.put("photo", "anna", coming())
    assert running().ask("SELECT count(*) FROM blob_pieces", place) == [(0,)]
    stores.journal.close()


def test_an_upload_that_a_start_swept_away_is_no_blob(tmp_path: Path) -> None:
    """A site that starts takes the pieces of an unfinished upload for left-overs; whoever was still sending is told."""
    place = running().place()
    stores = opened(tmp_path, place)

    def coming() -> Iterator[bytes]:
        yield b"x" * 100_000
        opened(tmp_path, place).journal.close()
        yield b"x"

    with pytest.raises(DiskRefused):
        stores.blobs.put("photo", "anna", coming())
    with pytest.raises(NotFound):
        stores.blobs.open("photo")
    assert running().ask("SELECT count(*) FROM blob_pieces", place) == [(0,)]
    stores.journal.close()


def test_what_was_written_is_not_written_again(tmp_path: Path) -> None:
    """Neither an entry nor its absence can be put into the table by hand."""
    place = running().place()
    stores = opened(tmp_path, place)
    stores.journal.append(run(0, 1))
    for statement in ("UPDATE entries SET at = 0", "DELETE FROM entries", "TRUNCATE entries"):
        with pytest.raises(psycopg.errors.RaiseException):
            running().ask(statement, place)
    assert stores.journal.read(0, 2) == run(0, 1)
    stores.journal.close()


def test_sites_in_one_database_do_not_meet(tmp_path: Path) -> None:
    """Each has a schema, positions and ids of its own."""
    here, there = (opened(tmp_path / name, running().place()) for name in ("here", "there"))
    for stores, body in ((here, b"h"), (there, b"t")):
        stores.journal.append(run(0, 1), [Content("words", "anna", body)])
    here.contents.erase("anna")
    assert there.contents.get(["words"]) == {"words": b"t"}
    for stores in (here, there):
        stores.journal.close()


def test_an_id_in_use_before_this_start_is_found(tmp_path: Path) -> None:
    """Which one it is, is said, with every letter it has."""
    place = running().place()
    stores = opened(tmp_path, place)
    stores.journal.append([], [Content("wor\0ds\\0", "anna\0", b"x")])
    stores.journal.close()
    again = opened(tmp_path, place)
    with pytest.raises(ContentTaken) as refusal:
        again.journal.append(run(0, 1), [Content("wor\0ds\\0", "anna\0", b"y")])
    assert refusal.value.detail == {"content": "wor\0ds\\0"}
    assert again.contents.get(["wor\0ds\\0"]) == {"wor\0ds\\0": b"x"}
    assert again.journal.head() == 0
    again.journal.close()


@given(st.text())
def test_every_id_is_read_as_it_was(text: str) -> None:
    """Also with the letter that no text of PostgreSQL holds."""
    assert "\0" not in kept(text)
    assert read(kept(text)) == text


def test_a_follower_reads_what_becomes_durable(tmp_path: Path) -> None:
    """Another process reads by position, and cannot write."""
    place = running().place()
    stores = opened(tmp_path, place)
    following = Following(place, codec())
    stores.journal.append(run(0, 3))
    assert following.read(1, 10) == run(1, 2)
    with pytest.raises(DiskRefused, match="25006"):
        following._pool.ask("DELETE FROM marks")
    following.close()
    stores.journal.close()


# ── another server than was thought ─────────────────────────────────────────────────────────────────────────────────


def test_another_master_key_is_refused(tmp_path: Path) -> None:
    """Before anything is sealed under it."""
    place = running().place()
    opened(tmp_path / "here", place).journal.close()
    with pytest.raises(MasterKeyMissing):
        opened(tmp_path / "there", place)
    (tmp_path / "there" / "master.key").write_bytes(b"QUFB" * 10 + b"QUE=\n")
    with pytest.raises(MasterKeyMissing):
        opened(tmp_path / "there", place)


def test_a_schema_of_a_newer_hoolin_is_refused(tmp_path: Path) -> None:
    """It may hold what this one would read wrongly."""
    place = running().place()
    opened(tmp_path, place).journal.close()
    running().ask("UPDATE shape SET version = 900", place)
    with pytest.raises(NewerSchema):
        opened(tmp_path, place)


def test_a_schema_of_somebody_else_is_refused(tmp_path: Path) -> None:
    """Their tables are left as they are; an empty schema is taken, for whoever runs the server may have made it for us."""
    place = running().place()
    running().ask(f"CREATE SCHEMA {place.schema}")
    opened(tmp_path, place).journal.close()
    strange = running().place()
    running().ask(f"CREATE SCHEMA {strange.schema}")
    running().ask("CREATE TABLE theirs ()", strange)
    with pytest.raises(Unreadable, match="not_our_schema"):
        opened(tmp_path, strange)


def test_a_server_that_does_not_sync_is_refused(own: Server, tmp_path: Path) -> None:
    """Its commits survive no power cut, so none of them may be acknowledged."""
    own.stop()
    own.start(fsync="off")
    with pytest.raises(DiskRefused, match="unfit_server"):
        opened(tmp_path, own.place())


def test_a_site_syncs_where_the_server_would_not(own: Server, tmp_path: Path) -> None:
    """`synchronous_commit = off` is what others of the same server may have; ours wait."""
    own.stop()
    own.start(synchronous_commit="off")
    place = own.place()
    stores = opened(tmp_path, place)
    stores.journal.append(run(0, 1))
    own.stop(signal.SIGQUIT)
    own.start()
    again = opened(tmp_path, place)
    assert again.journal.head() == 1
    for one in (stores, again):
        one.journal.close()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://a:sesame@[host/x",
        "postgresql://a:ses@ame@host/x",
        "password=sesame",
        "password=sesame x",
        "http://sesame",
    ],
)
def test_what_is_no_address_is_not_repeated(address: str) -> None:
    """A password may stand in it."""
    with pytest.raises(Invalid) as refusal:
        Place(address=address).asked()
    assert "ses" not in str(refusal.value).replace("belongs", "") and "ame" not in str(refusal.value)
