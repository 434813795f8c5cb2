"""What `hoolin bench words` is made of, on small sets of our own."""

import asyncio
import json
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from hoolin.cli import bench_words
from hoolin.cli.words import curve, hidden
from hoolin.cli.words.curve import Point, followed
from hoolin.cli.words.drawn import svg
from hoolin.cli.words.sets import Set, read
from hoolin.core.errors import Invalid
from hoolin.insight.words import unexplained
from hoolin.insight.words.asked import Words
from hoolin.insight.words.lesson import NOTHING_KNOWN, Confirmed
from hoolin.runtime.answering import Answering
from tests.insight.words.test_apart import AROUND, HERE, lesson


def folder(path: Path) -> Path:
    """Sets in the shape of the real ones, of a few rows."""
    for name, text in {
        "banking77/train.csv": "text,category\nwhere is my card,arrival\n where is my card ,delivery\nwhy this fee,fee\n",
        "buerokratt_et/clean_dev.csv": "intent,text\nilm,Milline ilm on?\n",
        "rutube_ru/cases_dev.csv": "question,class_l1\nГде видео?,ВИДЕО\n",
        "rutube_ru/knowledge_base.csv": "kb_question,class_l1\nКак найти видео?,ВИДЕО\n",
        "clinc150/dev_full.json": json.dumps(
            {"train": [["pay it", "pay"]], "oos_train": [["who are you", "oos"]], "val": [], "oos_val": []}
        ),
    }.items():
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    return path


def test_sets_are_read_as_they_are_published(tmp_path: Path) -> None:
    """Rows of one text are its several reasons; what belongs to nothing has our word for it; a folder without them is refused."""
    banking, clinc, estonian, russian = read(folder(tmp_path))
    assert banking.contacts == (
        Confirmed("where is my card", "en", ("arrival", "delivery")),
        Confirmed("why this fee", "en", ("fee",)),
    )
    assert clinc.contacts[1] == Confirmed("who are you", "en", (NOTHING_KNOWN,))
    assert estonian.contacts[0].language == "et" and russian.helped_by[0].reasons == ("ВИДЕО",)
    with pytest.raises(Invalid, match="unreadable"):
        read(tmp_path / "banking77")
    with pytest.raises(Invalid, match="no_folder"):
        bench_words.measure()


@pytest.mark.timeout(120)
def test_the_curve_is_of_what_was_suggested_before_it_was_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of each reason at first, then one after another; lessons come by the rule; every contact is counted once."""
    monkeypatch.setattr(curve, "EXAMPLES", 3)
    what = Set("small", tuple(lesson()))

    async def run() -> curve.Curve:
        words = Words(Answering(HERE, AROUND))
        try:
            return await followed(words, what)
        finally:
            await words.stop()

    found = asyncio.run(run())
    reasons = {one.reasons for one in what.contacts}
    assert found.contacts == len(what.contacts) - 3 * len(reasons) == sum(point.contacts for point in found.points)
    assert found.points[-1].confirmed == len(what.contacts)
    assert found.lessons == 1 + (len(what.contacts) - 3 * len(reasons)) // 50 and found.seconds > 0
    assert 0.5 < found.right <= found.in_three <= 1
    assert found.points[-1].right >= found.points[0].right
    drawn = svg({"a & b": found.points, "other": [Point(10, 1, 0.5, 0.5, None), Point(1_000, 2, 1.0, 1.0, None)]})
    assert drawn.count("<polyline") == 2 and "a &amp; b" in drawn and "1,000" in drawn
    console = Console(record=True, width=120)
    bench_words.show(
        {"curves": {"small": found._asdict() | {"points": [point._asdict() for point in found.points]}}}, console
    )
    assert f"{found.right:.3f}" in console.export_text()


def test_hidden_reasons_are_judged_by_who_lies_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """All right, all in one, and none at all."""
    made = hidden.Scene(["x"] * 6, ["a", "a", "b", "b", "", ""], [])

    def so(labels: list[int]) -> hidden.Found:
        monkeypatch.setattr(unexplained, "grouped", lambda *_: (np.array(labels), None))
        return hidden.judged(made)

    right = so([0, 0, 1, 1, -1, -1])
    assert (right.found, right.clusters, right.spurious, right.purity, right.adjusted_rand, right.scattered_in) == (
        1,
        2,
        0,
        1,
        1,
        0,
    )
    one = so([0, 0, 0, 0, 0, 0])
    assert (one.clusters, one.spurious, one.in_clusters, one.scattered_in) == (1, 1, 1, 1) and one.found == 0
    none = so([-1] * 6)
    assert (none.found, none.clusters, none.in_clusters, none.purity) == (0, 0, 0, 0)


def test_a_scene_hides_reasons_among_scattered_ones() -> None:
    """What is hidden is not known; one contact of each known reason is scattered among them."""
    what = Set("small", tuple(lesson()))
    made = hidden.scene(what, ["nothing at all"], seed=1, hidden=2)
    assert len({one for one in made.truth if one}) == 2 and made.truth.count("") == 3
    own = {one.text: one.reasons[0] for one in what.contacts}
    assert not {own[text] for text in made.known} & set(made.truth)
    assert hidden.scene(what, [], seed=1, hidden=0).truth == [""] * 4
