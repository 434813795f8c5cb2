import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.email.html import as_text, harmless
from hoolin.channels.email.quotes import Folded, fold
from tests.channels.email.mail import FIXTURES

SAMPLES = sorted(FIXTURES.glob("quoted__*.json"))


def test_there_are_samples_of_three_languages() -> None:
    """At least fifteen each, among them answers between the lines, forwarded mails, and texts that only look like history."""
    assert len(SAMPLES) >= 45
    for language in ("et", "ru", "en"):
        names = [file.stem for file in SAMPLES if json.loads(file.read_text())["language"] == language]
        assert len(names) >= 15
        assert {kind for name in names for kind in ("inline", "forwarded", "colon") if kind in name} == {
            "inline",
            "forwarded",
            "colon",
        }


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem.removeprefix("quoted__"))
def test_history_is_told_from_what_is_new(file: Path) -> None:
    """Each program's way of repeating the history, in its language, as text or HTML, leaves exactly what was written now."""
    sample = json.loads(file.read_text())
    text = sample.get("text") or as_text(harmless(sample["html"]) or "")
    folded = fold(text)
    assert folded.text == sample["new"]
    assert folded.quoted.strip() == text.strip().removeprefix(folded.text).strip()


@given(st.lists(st.sampled_from(
    ["> a", ">> b", "", "x", "On 26/11/2026 10:15, A wrote:", "26.11.2026, 10:15, <a@b.ee>:", "Saatja: x", "Teema: y", "Saadetud: z",
     "-----Original Message-----", "-- ", "kirjutas", "________________________________", "---------- Edastatud kiri ---------", "*От:* x"],
), max_size=25))  # fmt: skip
def test_nothing_is_lost_by_folding(lines: list[str]) -> None:
    """New text and history together are the whole, and something is always left to read."""
    text = "\n".join(lines)
    folded = fold(text)
    assert [line.rstrip() for part in folded for line in part.split("\n") if line.strip()] == [
        line.rstrip() for line in lines if line.strip()
    ]
    assert folded.text.strip() or not text.strip()


@given(
    st.lists(st.sampled_from([*" \t*->_=:.,<@(1", "wrote", "From", "10:15", "26.11.2026", "on ", "от", "kirjutas", "\n", "a@b.ee"]), max_size=6),
    st.integers(1, 400),
)  # fmt: skip
def test_no_repetition_takes_long(pieces: list[str], every: int) -> None:
    """However a text repeats itself, and however its lines are broken, its time is in proportion to its length."""
    line = ("".join(pieces) * 400)[: every or 1]
    text = "\n".join([line] * (60_000 // (len(line) + 1)))
    began = time.process_time()
    fold(text)
    assert time.process_time() - began < 1


def test_a_short_answer_above_nothing() -> None:
    """A text without history is left as it is."""
    assert fold("Tere!\n\nMari") == Folded("Tere!\n\nMari", "")
    assert fold("") == Folded("", "")
