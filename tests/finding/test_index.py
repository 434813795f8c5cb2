"""The index finds newest first, keeps no word, and forgets."""

import sqlite3
from pathlib import Path

import pytest

from hoolin.finding.api import Add, Asked, Done, Forget, Hasher, Index, Mark, Said
from hoolin.finding.filling import done

MASTER = b"m" * 32


def said(position: int, text: str, customer: str = "u1", kept: tuple[str, ...] = ()) -> Said:
    """A text at that position; a second for each."""
    return Said(position, f"m{position}", customer, f"i{position}", position * 1_000, text, kept)


def places(index: Index, words: str = "", without: str = "", kept: tuple[str, ...] = ()) -> list[int]:
    """Where these words were found."""
    return [found.position for found in index.find(Asked(words=words, without=without, kept=kept))]


@pytest.fixture
def index() -> Index:
    """Four texts of two customers, in memory."""
    made = Index(None, Hasher(MASTER))
    made.add(
        [
            said(1, "Minu arve on vale", kept=("channel:chat",)),
            said(2, "Где мой счёт?", "u2", ("channel:mail",)),
            said(3, "Kaks arvet ja leping", "u2", ("channel:mail",)),
            said(4, "Lepingu arved palun", kept=("channel:chat", "agent:a1")),
        ],
        Mark(9),
    )
    return made


def test_the_newest_comes_first_in_whatever_form(index: Index) -> None:
    """A word is found in all its forms, the newest text first; all words of a query must be there."""
    assert places(index, "arvete") == [4, 3, 1]
    assert places(index, "arve lepinguid") == [4, 3]
    assert places(index, "счетом") == [2]
    assert index.mark.position == 9


def test_what_is_left_out_and_what_narrows(index: Index) -> None:
    """Words that may not be there, filters alone and beside words, times, and pages."""
    assert places(index, "arve", without="lepingut") == [1]
    assert places(index, kept=("channel:mail",)) == [3, 2]
    assert places(index, "arve", kept=("channel:chat", "agent:a1")) == [4]
    assert places(index) == places(index, without="arve") == []
    assert [found.position for found in index.find(Asked("arve", since=3_000, until=4_000))] == [3]
    first = index.find(Asked("arve", limit=2))
    assert [found.position for found in index.find(Asked("arve", before=first[-1].position))] == [1]


def test_a_filter_is_no_word(index: Index) -> None:
    """Nobody finds texts by typing how a filter is kept, nor breaks out of a query with signs."""
    assert places(index, "channel:chat") == []
    assert places(index, '" OR (NOT *) NEAR') == []


def test_what_is_there_already_stays(index: Index) -> None:
    """The same stretch of the journal twice is in the index once, and its position never goes back."""
    index.add([said(4, "Lepingu arved palun")], Mark(4))
    assert places(index, "arve") == [4, 3, 1]
    assert index.mark.position == 9


def test_no_word_can_be_read_in_the_file_and_nothing_is_left_of_the_forgotten(tmp_path: Path) -> None:
    """The file holds no word; after forgetting it holds no hash of a word that only the forgotten used, in no table and no page."""
    file, hasher = tmp_path / "search.db", Hasher(MASTER)
    index = Index(file, hasher)
    # Many small transactions, so that the lists lie in several levels as on a living site.
    for number in range(1, 400):
        index.add([said(number, f"tavaline jutt sõna{number}", f"u{number % 7}")], Mark(number))
    index.add([said(400, "haruldane kvaternion", "gone"), said(401, "haruldane jutt")], Mark(401))
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"tavali" not in raw
    assert b"kvatern" not in raw
    secret = hasher.one("kvaternion")
    assert secret.encode() in raw
    assert secret in hashes_of(file)

    assert index.forget(["gone", "never seen"]) == 1
    assert places(index, "kvaternion") == []
    assert places(index, "haruldane") == [401]
    assert len(places(index, "jutt")) == 50
    assert secret not in hashes_of(file)
    assert hasher.one("haruldane") in hashes_of(file)
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert secret.encode() not in raw
    assert b"gone" not in raw
    index.close()


def hashes_of(file: Path) -> set[str]:
    """Every hash in the lists of the file."""
    reader = sqlite3.connect(file)
    reader.execute("CREATE VIRTUAL TABLE temp.kept USING fts5vocab(main, places, row)")
    found = {row[0] for row in reader.execute("SELECT term FROM temp.kept")}
    reader.close()
    return found


def test_another_key_finds_nothing(tmp_path: Path) -> None:
    """Whoever has the file and another site's key cannot try words on it; a short key is refused."""
    mine = Index(tmp_path / "search.db", Hasher(MASTER))
    mine.add([said(1, "arve")], Mark(1))
    mine.close()
    other = Index(tmp_path / "search.db", Hasher(b"n" * 32))
    assert places(other, "arve") == []
    other.close()
    with pytest.raises(ValueError, match="32 bytes"):
        Hasher(b"short")


def filled(file: Path) -> Index:
    """An index in a file, of some pages."""
    made = Index(file, Hasher(MASTER))
    made.add([said(number, f"jutt sõna{number} " + "veel " * 20) for number in range(1, 400)], Mark(399))
    return made


def test_a_broken_file_is_begun_anew_and_says_so(tmp_path: Path) -> None:
    """Whichever page has rotted, it is noticed with the next work at the latest; then the index is empty, and its mark asks for everything again."""
    file = tmp_path / "search.db"
    filled(file).close()
    pages = file.stat().st_size // 4096
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xa5" * 4096 * (pages - 1))
    index = Index(file, Hasher(MASTER))
    assert done(Forget(("u1",)), index).mark == Mark(0)
    assert done(Add((said(1, "uus jutt"),), Mark(1), after=0), index) == Done(Mark(1))
    assert places(index, "jutud") == [1]


def test_what_does_not_follow_is_not_added(index: Index) -> None:
    """Texts that follow another place than where the index stands would leave a hole: it says where it stands instead."""
    assert done(Add((said(20, "hiline arve"),), Mark(20), after=15), index) == Done(Mark(9))
    assert 20 not in places(index, "arve")
    assert done(Add((said(20, "hiline arve"),), Mark(20), after=9), index) == Done(Mark(20))
    assert places(index, "arve")[0] == 20


def test_a_file_that_cannot_be_read_just_now_is_kept(tmp_path: Path) -> None:
    """A lock that somebody holds is no damage: nothing is thrown away."""
    file = tmp_path / "search.db"
    filled(file).close()
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(sqlite3.OperationalError):
            Index(file, Hasher(MASTER))
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert Index(file, Hasher(MASTER)).mark == Mark(399)
