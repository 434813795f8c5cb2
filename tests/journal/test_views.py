import sqlite3
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from hoolin.core.facts import Entry
from hoolin.journal import memory
from hoolin.journal.port import Journal
from hoolin.journal.turns import Row
from hoolin.journal.views import ViewRefused, Views, ViewSource, source
from tests.journal.samples import KettleBoiled, boiled, codec, run

SCHEMA = """
CREATE TABLE kettles (position INTEGER PRIMARY KEY, degrees INTEGER NOT NULL) STRICT;
CREATE TABLE hottest (one INTEGER PRIMARY KEY, degrees INTEGER NOT NULL) STRICT;
INSERT INTO hottest VALUES (1, 0);
"""
QUERIES = """
-- name: boil
-- A kettle has boiled.
INSERT INTO kettles VALUES (?, ?)

-- name: heat
-- The hottest so far.
UPDATE hottest SET degrees = max(degrees, :degrees)

-- name: count
-- How many have boiled.
SELECT count(*) AS kettles, coalesce(sum(degrees), 0) AS degrees FROM kettles

-- name: hottest
-- How hot it ever was.
SELECT degrees FROM hottest

-- name: by_place
-- One kettle.
SELECT degrees FROM kettles WHERE position = ?

-- name: wrong
-- Asks for what is not there.
SELECT colour FROM kettles
"""


def fold(entry: Entry) -> Iterable[Row]:
    """Two rows for every kettle; one that is too hot breaks the fold."""
    assert isinstance(entry.fact, KettleBoiled)
    if entry.fact.degrees > 1_000:
        raise ZeroDivisionError
    yield "boil", (entry.position, entry.fact.degrees)
    yield "heat", {"degrees": entry.fact.degrees}


TEA = source("tea", "1", SCHEMA, QUERIES, fold)


@pytest.fixture(params=["file", "memory"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    """Both kinds of views take the same tests."""
    return tmp_path / "views.db" if request.param == "file" else None


@pytest.fixture
def views(path: Path | None) -> Iterator[Views]:
    """Empty views of one room."""
    views = Views(path, [TEA])
    yield views
    views.close()


def kettles(views: Views) -> tuple[int, int]:
    """What the views say: how many kettles, and their degrees in all."""
    (row,) = views.query("tea.count")
    return row["kettles"], row["degrees"]


def journal(*batches: list[Entry]) -> Journal:
    """A journal in memory."""
    journal = memory.open_stores(codec()).journal
    for batch in batches:
        journal.append(batch)
    return journal


def test_a_batch_is_folded_and_asked(views: Views) -> None:
    """Rows run in their order; a query answers by column name, with parameters by place."""
    assert (views.position, kettles(views)) == (0, (0, 0))
    views.apply([boiled(1, 90), boiled(2, 95), boiled(3, 80)])
    assert (views.position, kettles(views)) == (3, (3, 265))
    assert views.query("tea.hottest")[0]["degrees"] == 95
    assert [tuple(row) for row in views.query("tea.by_place", (2,))] == [(95,)]


def test_an_entry_counts_once(views: Views) -> None:
    """What was folded before is passed over, whole batches and parts of them."""
    views.apply(run(0, 3))
    views.apply(run(0, 3))
    views.apply(run(1, 4))
    assert (views.position, kettles(views)[0]) == (5, 5)


def test_following_stops_where_it_was_asked_to(views: Views) -> None:
    """Nothing beyond the position is folded, however much further the journal goes; where it ends before, that is said."""
    source_journal = journal(run(0, 10))
    views.follow(source_journal, 4)
    assert (views.position, kettles(views)[0]) == (4, 4)
    views.follow(source_journal, 3)
    assert (views.position, kettles(views)[0]) == (4, 4)
    with pytest.raises(ViewRefused, match="journal_ends"):
        views.follow(source_journal, 11)
    assert (views.position, kettles(views)[0]) == (10, 10)


def test_two_who_fold_into_one_file_count_everything_once(tmp_path: Path) -> None:
    """Whoever comes second goes on where the file says, not where it stood when they last looked."""
    source_journal = journal(run(0, 30))
    one, other = Views(tmp_path / "v.db", [TEA]), Views(tmp_path / "v.db", [TEA])
    for upto in range(0, 30, 3):
        one.follow(source_journal, upto + 1)
        other.follow(source_journal, upto + 3)
    assert (other.position, kettles(other), kettles(one)) == (30, (30, 3_000), (30, 3_000))
    one.close()
    other.close()


def test_what_was_handed_over_is_asked_and_taken_back(tmp_path: Path) -> None:
    """While somebody else folds, queries go on and see it; taken back, it goes on where they have come to."""
    source_journal = journal(run(0, 9))
    views = Views(tmp_path / "v.db", [TEA])
    views.follow(source_journal, 3)
    views.hand_over()
    other = Views(tmp_path / "v.db", [TEA], may_make=False)
    other.follow(source_journal, 6)
    assert kettles(views)[0] == 6
    other.close()
    views.take_back()
    assert views.position == 6
    views.follow(source_journal, 9)
    assert kettles(views)[0] == 9
    views.close()
    with pytest.raises(ViewRefused, match="in_memory"):
        Views(None, [TEA]).hand_over()


@pytest.mark.parametrize("there", ["nothing", "of other folds"])
def test_who_may_not_make_the_file_leaves_it_alone(tmp_path: Path, there: str) -> None:
    """Others look into the file: it is not taken away under their hands, nor made where there is none."""
    path = tmp_path / "v.db"
    if there == "of other folds":
        made = Views(path, [changed(version="2")])
        made.apply(run(0, 3))
        made.close()
    with pytest.raises(ViewRefused, match="not_ours"):
        Views(path, [TEA], may_make=False)
    if there == "of other folds":
        again = Views(path, [changed(version="2")])
        assert again.position == 3
        again.close()


def test_a_gap_is_refused(views: Views) -> None:
    """A missing entry is never folded over."""
    views.apply(run(0, 3))
    with pytest.raises(ViewRefused, match="gap"):
        views.apply(run(4, 2))
    with pytest.raises(ViewRefused, match="gap"):
        views.apply([boiled(4), boiled(6)])
    assert (views.position, kettles(views)[0]) == (3, 3)


@pytest.mark.parametrize("bad", [boiled(5, 2_000)])
def test_a_batch_counts_wholly_or_not_at_all(views: Views, bad: Entry) -> None:
    """A fold that breaks in the middle leaves neither rows nor a position behind, and the batch may come again."""
    views.apply(run(0, 3))
    with pytest.raises(ZeroDivisionError):
        views.apply([boiled(4), bad, boiled(6)])
    assert (views.position, kettles(views)[0]) == (3, 3)
    views.apply(run(3, 3))
    assert kettles(views)[0] == 6


def test_mistakes_of_a_room_are_named(path: Path | None) -> None:
    """A row without a statement, a statement the table refuses, and a query nobody has: each says whose and which."""
    rows: list[Row] = [("no_such", ())]
    views = Views(path, [ViewSource("tea", "1", SCHEMA, TEA.queries, lambda _entry: rows)])
    with pytest.raises(ViewRefused, match=r"no_such_statement.*'tea'.*'no_such'"):
        views.apply(run(0, 1))
    rows[:] = [("boil", (1, None))]
    with pytest.raises(ViewRefused, match=r"fold.*'tea'.*'boil'"):
        views.apply(run(0, 1))
    with pytest.raises(ViewRefused, match="no_such_query"):
        views.query("tea.cups")
    with pytest.raises(ViewRefused, match=r"query.*'tea\.wrong'"):
        views.query("tea.wrong")
    assert views.position == 0
    views.close()


def test_rows_of_different_statements_keep_their_order(path: Path | None) -> None:
    """Grouping never moves a row past a different statement: insert, change, insert again, in that order."""
    schema = "CREATE TABLE log (n INTEGER PRIMARY KEY, word TEXT) STRICT;"
    queries = """
-- name: add
-- One more word.
INSERT INTO log (word) VALUES (?)

-- name: shout
-- All words so far, louder.
UPDATE log SET word = word || ?

-- name: all
-- Every word.
SELECT word FROM log ORDER BY n
"""

    def fold(_entry: Entry) -> Iterable[Row]:
        return [("add", ("a",)), ("add", ("b",)), ("shout", ("!",)), ("add", ("c",)), ("shout", ("?",))]

    views = Views(path, [source("words", "1", schema, queries, fold)])
    views.apply(run(0, 1))
    assert [row["word"] for row in views.query("words.all")] == ["a!?", "b!?", "c?"]
    views.close()


def test_two_rooms_share_a_file(path: Path | None) -> None:
    """Each asks by its own name, also where their statements are named alike."""
    other = source("coffee", "1", SCHEMA.replace("kettles", "pots").replace("hottest", "best"), QUERIES, lambda _e: [])
    other = ViewSource(other.room, "1", other.schema, {"count": "SELECT count(*) AS pots FROM pots"}, other.fold)
    views = Views(path, [TEA, other])
    views.apply(run(0, 2))
    assert kettles(views)[0] == 2
    assert views.query("coffee.count")[0]["pots"] == 0
    views.close()


def test_catching_up_reports_its_progress(views: Views, monkeypatch: pytest.MonkeyPatch) -> None:
    """It folds what is missing in batches, and says after each how far it is."""
    monkeypatch.setattr("hoolin.journal.views.BATCH", 4)
    source_journal = journal(run(0, 10))
    told: list[tuple[int, int]] = []
    views.apply(run(0, 1))
    views.catch_up(source_journal, lambda position, head: told.append((position, head)))
    assert told == [(5, 10), (9, 10), (10, 10)]
    assert kettles(views)[0] == 10
    views.catch_up(source_journal, lambda position, head: told.append((position, head)))
    assert len(told) == 3


@pytest.mark.parametrize(
    "other", [[], run(0, 2), [boiled(1), boiled(2), Entry(3, 1, "system", "else", boiled(1).fact)]]
)
def test_another_journal_is_folded_from_its_start(views: Views, other: list[Entry]) -> None:
    """Views that were folded from a journal which was since replaced (by an older copy, say) are made again."""
    views.apply(run(0, 3))
    replaced = journal(other)
    views.catch_up(replaced)
    assert (views.position, kettles(views)[0]) == (len(other), len(other))


def test_a_file_is_taken_up_where_it_was_left(tmp_path: Path) -> None:
    """The same sources go on at the stored position and fold nothing twice."""
    views = Views(tmp_path / "v.db", [TEA])
    views.apply(run(0, 3))
    views.close()
    views.close()
    again = Views(tmp_path / "v.db", [TEA])
    assert (again.position, kettles(again)[0]) == (3, 3)
    again.catch_up(journal(run(0, 5)))
    assert kettles(again)[0] == 5
    again.close()


def changed(**fields: object) -> ViewSource:
    """The tea room with something different."""
    parts = {name: getattr(TEA, name) for name in ("room", "version", "schema", "queries", "fold")} | fields
    return ViewSource(**parts)


@pytest.mark.parametrize(
    ("sources", "kept"),
    [
        ([TEA], True),
        ([changed(version="2")], False),
        ([changed(schema=SCHEMA + "CREATE TABLE cups (n);")], False),
        ([changed(queries={**TEA.queries, "heat": "UPDATE hottest SET degrees = :degrees"})], False),
        ([changed(queries={**TEA.queries, "hottest": "SELECT degrees + 1 AS degrees FROM hottest"})], True),
        ([TEA, ViewSource("coffee", "1", "CREATE TABLE pots (n);", {}, lambda _entry: [])], False),
        ([], False),
    ],
)
def test_what_other_folds_made_is_emptied(tmp_path: Path, sources: list[ViewSource], kept: bool) -> None:
    """Another fold, schema, folding statement or set of rooms means folding again; another question does not."""
    views = Views(tmp_path / "v.db", [TEA])
    views.apply(run(0, 3))
    views.close()
    again = Views(tmp_path / "v.db", sources)
    assert again.position == (3 if kept else 0)
    again.close()


@pytest.mark.parametrize(
    "rubbish", [b"not a database at all, but long enough to look at" * 100, b"SQLite format 3\0" * 400]
)
def test_a_spoilt_file_is_made_again(tmp_path: Path, rubbish: bytes) -> None:
    """What cannot be read holds nothing that the journal does not."""
    (tmp_path / "v.db").write_bytes(rubbish)
    views = Views(tmp_path / "v.db", [TEA])
    views.catch_up(journal(run(0, 2)))
    assert kettles(views)[0] == 2
    views.close()


def test_a_foreign_table_is_made_again(tmp_path: Path) -> None:
    """A database without our mark is not taken for ours."""
    foreign = sqlite3.connect(tmp_path / "v.db")
    foreign.execute("CREATE TABLE kettles (n)")
    foreign.close()
    views = Views(tmp_path / "v.db", [TEA])
    views.apply(run(0, 2))
    assert kettles(views)[0] == 2
    views.close()


def test_readers_see_whole_batches(views: Views) -> None:
    """While batches are folded, every answer in every thread is of a moment between two of them."""
    wrong: list[int] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            if (count := kettles(views)[0]) % 10:
                wrong.append(count)

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for batch in range(60):
        views.apply(run(batch * 10, 10))
        assert kettles(views)[0] == views.position
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_a_query_cannot_change_the_views(tmp_path: Path) -> None:
    """Only folding writes; a query that tries is refused."""
    views = Views(tmp_path / "v.db", [TEA])
    with pytest.raises(ViewRefused, match="readonly"):
        views.query("tea.boil", (1, 1))
    assert kettles(views)[0] == 0
    views.close()
