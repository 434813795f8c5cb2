"""Every fact is folded somewhere, has codec vectors, and still reads and writes them to the byte; each check can fail."""

from pathlib import Path

import pytest

from hoolin.core.facts import Fact
from scripts import pages_values, vectors
from tests.architecture.folds import read_nowhere

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "vectors" / "facts"


class PlantedHappened(Fact):
    """A fact that stands in no journal."""

    agent: str
    times: int = 0


@pytest.fixture(scope="module")
def kinds() -> list[type]:
    """Every fact of Hoolin."""
    pages_values.load(ROOT)
    return pages_values.descendants(Fact)


def test_every_fact_is_folded(kinds: list[type]) -> None:
    """What is recorded is read by something that shows it: no fact is written for nobody."""
    assert read_nowhere([kind.__name__ for kind in kinds], ROOT / "src" / "hoolin") == []


def test_a_fact_nobody_reads_is_caught(tmp_path: Path) -> None:
    """A fact that is only imported, or only decided on, is found; one that a fold names is not."""
    (tmp_path / "decide.py").write_text("from facts import Made, Read\nx = (Made(), Read())\n")
    (tmp_path / "fold.py").write_text("from facts import Made, Read\ntable = {Read: 1}\n")
    assert read_nowhere(["Made", "Read"], tmp_path) == ["Made"]


def test_every_fact_has_a_vector(kinds: list[type]) -> None:
    """What each fact looks like in the journal is written down (`make vectors` begins the missing ones)."""
    assert kinds
    assert vectors.without_vector(kinds, FOLDER) == []


def test_every_vector_is_still_read_and_written(kinds: list[type]) -> None:
    """What a journal may already hold is read by today's facts, and written back to the very same bytes."""
    assert vectors.broken(kinds, FOLDER) == []


def test_a_missing_vector_is_caught(tmp_path: Path) -> None:
    """A fact without a file is named."""
    assert vectors.without_vector([PlantedHappened], tmp_path) == ["planted_happened"]


def test_a_made_vector_holds(tmp_path: Path) -> None:
    """What `make vectors` writes for a fact has all its fields in one line, and what it must have in the other."""
    (tmp_path / "planted_happened.jsonl").write_text(vectors.vector(PlantedHappened))
    assert vectors.broken([PlantedHappened], tmp_path) == []
    full, bare = (tmp_path / "planted_happened.jsonl").read_text().splitlines()
    assert full == '{"fact":"planted_happened","agent":"agent","times":1700}'
    assert bare == '{"fact":"planted_happened","agent":"agent","times":0}'


@pytest.mark.parametrize(
    ("name", "line", "why"),
    [
        ("planted_happened", '{"fact":"planted_happened","who":"a","times":1}', "unknown field `who`"),
        ("planted_happened", '{"fact":"planted_happened","times":1}', "missing required field `agent`"),
        ("planted_happened", '{"fact":"planted_happened","agent":"a"}', "is written back as"),
        ("forgotten_happened", '{"fact":"forgotten_happened"}', "no fact of that name"),
    ],
    ids=["renamed field", "new required field", "other bytes", "fact gone"],
)
def test_a_fact_that_lost_its_past_is_caught(name: str, line: str, why: str, tmp_path: Path) -> None:
    """A changed shape under an old name, and a fact that is gone while journals may hold it, are found."""
    (tmp_path / f"{name}.jsonl").write_text(line + "\n")
    found = vectors.broken([PlantedHappened], tmp_path)
    assert len(found) == 1, found
    assert why in found[0]
