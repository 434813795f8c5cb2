"""What every journal, snapshot store, content store and blob store must do, whatever it is made of."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

import pytest

from hoolin.core.errors import NotFound, TooLarge
from hoolin.core.facts import Content
from hoolin.journal.errors import ContentTaken, MalformedFact, OwnerErased, PositionTaken
from hoolin.journal.port import BlobNote, Snapshot, Stores
from tests.contracts.visibility import watch
from tests.journal.samples import boiled, positions, poured, run

BLOB_BYTES_MAX = 300_000


class Contract(ABC):
    """Opens the stores that are examined."""

    @abstractmethod
    def make(self, folder: Path) -> Stores:
        """Empty stores whose blobs may have up to BLOB_BYTES_MAX bytes."""

    @pytest.fixture
    def stores(self, tmp_path: Path) -> Iterator[Stores]:
        """Fresh stores, closed at the end."""
        stores = self.make(tmp_path)
        yield stores
        stores.journal.close()


class JournalContract(Contract):
    """`journal.port.Journal`."""

    def test_an_empty_journal_ends_at_zero(self, stores: Stores) -> None:
        """Nothing has happened: the head is 0 and there is nothing to read."""
        assert stores.journal.head() == 0
        assert stores.journal.read(0, 10) == []

    def test_what_was_appended_is_read_as_it_was(self, stores: Stores) -> None:
        """Entries come back equal, in order, with every field."""
        entries = run(0, 5)
        stores.journal.append(entries[:2])
        stores.journal.append(entries[2:])
        assert stores.journal.read(0, 10) == entries
        assert stores.journal.head() == 5

    def test_reading_starts_after_a_position_and_stops_at_the_limit(self, stores: Stores) -> None:
        """`after` is not included, `limit` is the most that comes."""
        stores.journal.append(run(0, 10))
        assert positions(stores.journal.read(3, 4)) == [4, 5, 6, 7]
        assert positions(stores.journal.read(8, 4)) == [9, 10]
        assert stores.journal.read(10, 4) == []

    def test_reading_changes_nothing(self, stores: Stores) -> None:
        """The same question has the same answer, however often it is asked."""
        stores.journal.append(run(0, 10))
        assert [stores.journal.read(2, 5) for _ in range(3)] == [run(2, 5)] * 3

    def test_appending_nothing_is_harmless(self, stores: Stores) -> None:
        """An empty batch changes nothing."""
        stores.journal.append([])
        assert stores.journal.head() == 0

    @pytest.mark.parametrize("first", [1, 2, 3, 5, 6], ids=lambda first: f"from-{first}")
    def test_only_the_next_position_is_taken(self, stores: Stores, first: int) -> None:
        """A batch that does not begin right after the end is refused, and changes nothing."""
        stores.journal.append(run(0, 3))
        with pytest.raises(PositionTaken) as refusal:
            stores.journal.append([boiled(position, degrees=40) for position in (first, first + 1)])
        assert refusal.value.detail == {"expected": 4, "got": first}
        assert stores.journal.read(0, 10) == run(0, 3)

    @pytest.mark.parametrize("places", [(4, 6), (4, 4), (4, 3), (5, 4)])
    def test_a_batch_has_no_gaps(self, stores: Stores, places: tuple[int, int]) -> None:
        """Positions within a batch go on one by one, or the whole batch is refused."""
        stores.journal.append(run(0, 3))
        with pytest.raises(PositionTaken):
            stores.journal.append([boiled(position) for position in places])
        assert stores.journal.head() == 3
        assert positions(stores.journal.read(0, 10)) == [1, 2, 3]

    def test_after_a_refusal_the_journal_goes_on(self, stores: Stores) -> None:
        """A refused batch leaves no trace that would be in the way of the next one."""
        with pytest.raises(PositionTaken):
            stores.journal.append(run(7, 2))
        stores.journal.append(run(0, 2))
        assert stores.journal.head() == 2

    def test_a_fact_that_could_not_be_read_again_is_not_written(self, stores: Stores) -> None:
        """A value that its own type does not allow stops the batch, not a later replay."""
        bad, _ = poured(1, "anna")
        bad = type(bad)(1, bad.at, bad.actor, bad.cause, type(bad.fact)(cup="", words="w"))
        with pytest.raises(MalformedFact):
            stores.journal.append([bad])
        assert stores.journal.head() == 0

    def test_readers_see_what_was_committed_in_its_order(self, stores: Stores) -> None:
        """Whoever has seen position n never finds something new at or below n, while writers race for the end."""
        assert watch(stores.journal, writers=3, readers=3, batches=60) == []

    def test_closing_twice_is_harmless(self, stores: Stores) -> None:
        """The second closing does nothing."""
        stores.journal.close()
        stores.journal.close()


class SnapshotsContract(Contract):
    """`journal.port.Snapshots`."""

    def test_without_a_snapshot_there_is_none(self, stores: Stores) -> None:
        """Nobody has saved one."""
        assert stores.snapshots.latest("1") is None

    @pytest.mark.parametrize("size", [0, 1, 1_000, 2_500_000])
    def test_a_snapshot_comes_back_whole(self, stores: Stores, size: int) -> None:
        """Whatever its size."""
        snapshot = Snapshot(7, 1_700_000_000_000, "1", bytes(range(256)) * (size // 256) + b"x" * (size % 256))
        stores.snapshots.save(snapshot)
        assert stores.snapshots.latest("1") == snapshot

    def test_the_newest_of_its_version_is_given(self, stores: Stores) -> None:
        """A snapshot of another version is passed over."""
        for position, version in ((1, "1"), (2, "1"), (3, "2")):
            stores.snapshots.save(Snapshot(position, position, version, str(position).encode()))
        assert stores.snapshots.latest("1") == Snapshot(2, 2, "1", b"2")
        assert stores.snapshots.latest("2") == Snapshot(3, 3, "2", b"3")
        assert stores.snapshots.latest("3") is None

    def test_only_the_last_few_are_kept(self, stores: Stores) -> None:
        """An old version's snapshots leave once enough newer ones are there."""
        stores.snapshots.save(Snapshot(1, 1, "old", b"old"))
        for position in range(2, 12):
            stores.snapshots.save(Snapshot(position, position, "new", b"new"))
        assert stores.snapshots.latest("old") is None


class ContentsContract(Contract):
    """`journal.port.Contents`."""

    def test_content_comes_with_its_entries(self, stores: Stores) -> None:
        """One append keeps both; a body is any bytes, also none."""
        entry, words = poured(1, "anna", "kaks suhkrut, palun ☕")
        stores.journal.append([entry], [words, Content("empty", "anna", b""), Content("raw", "bela", b"\x00\xff")])
        assert stores.contents.get(["words-1", "empty", "raw"]) == {
            "words-1": "kaks suhkrut, palun ☕".encode(),
            "empty": b"",
            "raw": b"\x00\xff",
        }

    def test_what_is_missing_is_absent(self, stores: Stores) -> None:
        """An id that nobody wrote is simply not in the answer."""
        stores.journal.append([], [Content("there", "anna", b"x")])
        assert stores.contents.get(["there", "nowhere"]) == {"there": b"x"}
        assert stores.contents.get([]) == {}

    def test_a_refused_batch_leaves_no_content(self, stores: Stores) -> None:
        """The fence holds for contents as well."""
        with pytest.raises(PositionTaken):
            stores.journal.append(run(5, 1), [Content("words", "anna", b"x")])
        assert stores.contents.get(["words"]) == {}
        stores.journal.append(run(0, 1), [Content("words", "anna", b"y")])
        assert stores.contents.get(["words"]) == {"words": b"y"}

    def test_a_content_id_is_used_once(self, stores: Stores) -> None:
        """The batch that brings it again is refused as a whole, entries too, and it is said which one that is."""
        stores.journal.append(run(0, 1), [Content("words", "anna", b"first")])
        with pytest.raises(ContentTaken, match=r"\[contenttaken: content='words'\]"):
            stores.journal.append(run(1, 1), [Content("other", "anna", b"x"), Content("words", "bela", b"second")])
        with pytest.raises(ContentTaken, match=r"\[contenttaken: content='twice'\]"):
            stores.journal.append(run(1, 1), [Content("twice", "anna", b"1"), Content("twice", "anna", b"2")])
        assert stores.journal.head() == 1
        assert stores.contents.get(["words", "other", "twice"]) == {"words": b"first"}

    def test_erasing_takes_one_owner_and_leaves_the_rest(self, stores: Stores) -> None:
        """Content and blobs of the erased are gone at once; facts stay, and so does everybody else."""
        entries, words = zip(*(poured(n, owner) for n, owner in enumerate(("anna", "bela", "anna"), 1)), strict=True)
        stores.journal.append(entries, words)
        stores.blobs.put("photo", "anna", [b"anna"])
        stores.blobs.put("plan", "bela", [b"bela"])
        stores.contents.erase("anna")
        assert stores.contents.get(["words-1", "words-2", "words-3"]) == {"words-2": b"two sugars"}
        assert stores.journal.read(0, 10) == list(entries)
        assert stores.blobs.note("photo") is None
        assert b"".join(stores.blobs.open("plan")) == b"bela"
        assert (stores.contents.erased("anna"), stores.contents.erased("bela")) == (True, False)

    def test_erasing_twice_is_harmless(self, stores: Stores) -> None:
        """And so is erasing somebody of whom nothing was kept: they too are erased from then on."""
        stores.journal.append([], [Content("words", "anna", b"x")])
        stores.contents.erase("anna")
        stores.contents.erase("anna")
        stores.contents.erase("nobody")
        assert stores.contents.erased("nobody")
        assert not stores.contents.erased("never heard of")

    def test_nothing_new_is_taken_for_the_erased(self, stores: Stores) -> None:
        """The whole batch is refused: a person who comes back is a new customer."""
        stores.journal.append([], [Content("words", "anna", b"x")])
        stores.contents.erase("anna")
        with pytest.raises(OwnerErased):
            stores.journal.append(run(0, 1), [Content("of-bela", "bela", b"x"), Content("more", "anna", b"y")])
        with pytest.raises(OwnerErased):
            stores.blobs.put("photo", "anna", [b"x"])
        assert stores.journal.head() == 0
        assert stores.contents.get(["more", "of-bela"]) == {}
        stores.journal.append(run(0, 1), [Content("of-bela", "bela", b"x")])

    def test_reading_while_others_are_erased(self, stores: Stores) -> None:
        """A reader gets the body or nothing, never anything else, and after the erasure nothing for good."""
        owners = [f"owner-{n}" for n in range(40)]
        stores.journal.append([], [Content(f"of-{owner}", owner, owner.encode()) for owner in owners])
        wrong: list[dict[str, bytes]] = []
        stop = threading.Event()

        def look() -> None:
            while not stop.is_set():
                found = stores.contents.get([f"of-{owner}" for owner in owners])
                if any(body != id_.removeprefix("of-").encode() for id_, body in found.items()):
                    wrong.append(found)

        readers = [threading.Thread(target=look) for _ in range(2)]
        for reader in readers:
            reader.start()
        left = list(owners)
        for owner in owners:
            stores.contents.erase(owner)
            left.remove(owner)
            assert sorted(stores.contents.get([f"of-{owner}" for owner in owners])) == sorted(f"of-{o}" for o in left)
            with pytest.raises(OwnerErased):
                stores.journal.append([], [Content(f"again-{owner}", owner, b"x")])
        stop.set()
        for reader in readers:
            reader.join()
        assert wrong == []


class BlobsContract(Contract):
    """`journal.port.Blobs`."""

    @pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, BLOB_BYTES_MAX])
    @pytest.mark.parametrize("chunk", [1_000, 65_536, BLOB_BYTES_MAX])
    def test_a_blob_comes_back_whole(self, stores: Stores, size: int, chunk: int) -> None:
        """However large it is, and however it was cut."""
        body = bytes(n * n % 251 for n in range(size))
        assert stores.blobs.put("b", "anna", (body[i : i + chunk] for i in range(0, size, chunk))) == size
        assert b"".join(stores.blobs.open("b")) == body
        assert stores.blobs.note("b") == BlobNote("anna", size)

    def test_a_blob_over_the_limit_is_not_kept(self, stores: Stores) -> None:
        """It is refused while it comes in, and its id stays free."""

        def endless() -> Iterator[bytes]:
            while True:
                yield b"x" * 10_000

        with pytest.raises(TooLarge):
            stores.blobs.put("b", "anna", endless())
        assert stores.blobs.note("b") is None
        assert stores.blobs.put("b", "anna", [b"small"]) == 5

    def test_a_blob_id_is_used_once(self, stores: Stores) -> None:
        """The first stays as it is."""
        stores.blobs.put("b", "anna", [b"first"])
        with pytest.raises(ContentTaken):
            stores.blobs.put("b", "bela", [b"second"])
        assert b"".join(stores.blobs.open("b")) == b"first"

    def test_what_is_missing_is_not_found(self, stores: Stores) -> None:
        """At once, not with the first piece."""
        with pytest.raises(NotFound):
            stores.blobs.open("nowhere")
        assert stores.blobs.note("nowhere") is None

    def test_a_deleted_blob_is_gone(self, stores: Stores) -> None:
        """Deleting twice is no error, and the id may be used anew."""
        stores.blobs.put("b", "anna", [b"x"])
        stores.blobs.delete("b")
        stores.blobs.delete("b")
        with pytest.raises(NotFound):
            stores.blobs.open("b")
        stores.blobs.put("b", "anna", [b"again"])
        assert b"".join(stores.blobs.open("b")) == b"again"

    def test_an_id_may_be_any_word(self, stores: Stores) -> None:
        """It never becomes a path."""
        for blob in ("../../escape", "/root", "ä ö", "a/b", "."):
            stores.blobs.put(blob, "anna", [blob.encode()])
            assert b"".join(stores.blobs.open(blob)) == blob.encode()

    def test_a_source_that_breaks_leaves_nothing(self, stores: Stores) -> None:
        """An upload that is cut short is not a blob."""

        def breaking() -> Iterator[bytes]:
            yield b"x" * 70_000
            raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            stores.blobs.put("b", "anna", breaking())
        assert stores.blobs.note("b") is None
