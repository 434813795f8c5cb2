"""Where ids and owners lead to contents, written later: whatever happens in between, each content is found, once, or gone."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from hoolin.core.facts import Content
from hoolin.journal import keys
from hoolin.journal.errors import ContentTaken
from hoolin.journal.keys import MasterKey, OwnerKey, OwnerKeys
from hoolin.journal.port import Stores
from hoolin.journal.sqlite import later, migrations, open_stores
from hoolin.journal.sqlite.file import APPLICATION_ID
from tests.journal.samples import codec

ROUND = 12


@pytest.fixture(autouse=True)
def short_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A round is due after a dozen contents."""
    monkeypatch.setattr(later, "ROUND", ROUND)
    monkeypatch.setattr(later, "TOGETHER", 3)


Reopen = Callable[[], Stores]


@pytest.fixture
def reopen(tmp_path: Path) -> Iterator[Reopen]:
    """Opens the stores, or opens them anew as after a start."""
    opened: list[Stores] = []

    def again() -> Stores:
        for stores in opened:
            stores.journal.close()
        opened.append(open_stores(tmp_path, codec(), environ={}))
        return opened[-1]

    yield again
    for stores in opened:
        stores.journal.close()


def ask(folder: Path, question: str) -> list[tuple[object, ...]]:
    """What the file says."""
    connection = sqlite3.connect(folder / "journal.db")
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def said(number: int, owner: str) -> Content:
    """A content with a body of its own; ids do not come in the order in which contents do."""
    return Content(f"{number * 7919 % 1000:03d}-{number}", owner, f"body {number}".encode())


def test_contents_are_found_while_the_trees_are_written(reopen: Reopen, tmp_path: Path) -> None:
    """Before, during and after rounds, and after a start at any moment of one; at last only the newest are in memory alone."""
    stores, kept = reopen(), dict[str, bytes]()
    for number in range(5 * ROUND):
        content = said(number, f"owner-{number % 5}")
        stores.journal.append([], [content])
        kept[content.id] = content.body
        assert stores.contents.get(kept) == kept
        if number % 7 == 3:
            stores = reopen()
            assert stores.contents.get(kept) == kept
    (up_to,) = ask(tmp_path, "SELECT up_to FROM said_found")[0]
    assert isinstance(up_to, int) and up_to >= 3 * ROUND
    in_trees = {row[0] for row in ask(tmp_path, "SELECT number FROM said_by_id")}
    assert in_trees == {row[0] for row in ask(tmp_path, "SELECT number FROM said_by_owner")}
    assert set(range(1, up_to + 1)) <= in_trees


def test_an_id_is_taken_wherever_it_is_found(reopen: Reopen) -> None:
    """Whether memory or the trees lead to it; what was refused leaves no trace and its id stays free."""
    stores = reopen()
    stores.journal.append([], [said(number, "anna") for number in range(3 * ROUND)])
    stores.journal.append([], [said(number, "anna") for number in range(3 * ROUND, 4 * ROUND)])
    for _ in range(2):
        for number in (0, ROUND, 2 * ROUND, 4 * ROUND - 1):
            with pytest.raises(ContentTaken):
                stores.journal.append([], [Content("free", "bela", b"x"), said(number, "bela")])
            with pytest.raises(ContentTaken):
                stores.journal.append([], [Content("free", "bela", b"x"), Content("free", "bela", b"y")])
        assert stores.contents.get(["free", said(0, "").id]) == {said(0, "").id: b"body 0"}
        stores = reopen()
    stores.journal.append([], [Content("free", "bela", b"x")])
    assert stores.contents.get(["free"]) == {"free": b"x"}


@pytest.mark.parametrize("seed", range(6))
def test_whoever_is_erased_is_gone_from_every_table(reopen: Reopen, tmp_path: Path, seed: int) -> None:
    """Contents of many owners, erasures and starts in any order: what should be there is, and nothing else is anywhere."""
    chance, stores = random.Random(seed), reopen()
    kept: dict[str, tuple[str, bytes]] = {}
    owners, number = [f"owner-{n}" for n in range(12)], 0
    for _ in range(120):
        what = chance.random()
        if what < 0.06 and len(owners) > 2:
            gone = owners.pop(chance.randrange(len(owners)))
            stores.contents.erase(gone)
            kept = {id_: content for id_, content in kept.items() if content[0] != gone}
        elif what < 0.12:
            stores = reopen()
        else:
            batch = [said(number + n, chance.choice(owners)) for n in range(chance.randint(1, 5))]
            number += len(batch)
            stores.journal.append([], batch)
            kept |= {content.id: (content.owner, content.body) for content in batch}
        every = [said(n, "").id for n in range(number)]
        assert stores.contents.get(every) == {id_: body for id_, (_, body) in kept.items()}
    numbers = {row[0]: row[1] for row in ask(tmp_path, "SELECT number, id FROM said")}
    assert set(numbers.values()) == set(kept)
    for found, id_ in ask(tmp_path, "SELECT number, id FROM said_by_id"):
        assert numbers[found] == id_
    assert {row[0] for row in ask(tmp_path, "SELECT number FROM said_by_owner")} <= set(numbers)


def test_numbers_of_the_erased_lead_nowhere_after_a_start(reopen: Reopen) -> None:
    """The last numbers may be given again: what had them is gone from the trees."""
    stores = reopen()
    stores.journal.append([], [said(number, "anna") for number in range(ROUND)])
    stores.journal.append([], [said(number, "bela") for number in range(ROUND, 3 * ROUND)])
    stores.contents.erase("bela")
    stores = reopen()
    fresh = [said(number, "cyril") for number in range(ROUND, 3 * ROUND)]
    stores.journal.append([], fresh)
    stores = reopen()
    assert stores.contents.get([content.id for content in fresh]) == {content.id: content.body for content in fresh}
    stores.contents.erase("anna")
    assert len(stores.contents.get([content.id for content in fresh])) == len(fresh)


def test_contents_of_a_file_of_before_go_on(tmp_path: Path, reopen: Reopen) -> None:
    """Their table stays as it was: they are found, their ids are taken, and erasing takes them together with the new ones."""
    first = migrations.load(files("hoolin.journal.sqlite") / "schema")[:1]
    connection = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    migrations.migrate(connection, first, APPLICATION_ID)
    master = MasterKey(keys.load_master_key(tmp_path, {}, may_create=True))
    connection.execute("INSERT INTO marks VALUES ('master_check', ?)", (master.wrap(b"", "master_check"),))
    for number, owner in enumerate(("anna", "bela"), start=1):
        secret, wrapped = OwnerKeys(master).make(owner)
        connection.execute("INSERT INTO owners VALUES (?, ?, ?)", (number, owner, wrapped))
        sealed = OwnerKey(number, owner, secret).seal(f"old-{owner}", b"said before")
        connection.execute("INSERT INTO contents VALUES (?, ?, ?)", (f"old-{owner}", number, sealed))
    connection.close()
    stores = reopen()
    stores.journal.append([], [Content("new-anna", "anna", b"said since")])
    every = ["old-anna", "old-bela", "new-anna"]
    assert stores.contents.get(every) == {
        "old-anna": b"said before", "old-bela": b"said before", "new-anna": b"said since",
    }  # fmt: skip
    with pytest.raises(ContentTaken):
        stores.journal.append([], [Content("old-bela", "anna", b"x")])
    stores.contents.erase("anna")
    assert stores.contents.get(every) == {"old-bela": b"said before"}
    assert ask(tmp_path, "SELECT id FROM contents") == [("old-bela",)]
