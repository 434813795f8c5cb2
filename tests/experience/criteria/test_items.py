"""The items are one list for every channel, whole in every language."""

import pytest

from hoolin.experience.criteria.items import CRITERIA, ITEMS, SOURCES, Item
from hoolin.experience.criteria.scales import SCALES


@pytest.mark.parametrize("code", ITEMS)
def test_an_item_is_whole_in_every_language(code: str) -> None:
    """A criterion's name before the point, words in three languages, a known scale, and somewhere to come from."""
    item = ITEMS[code]
    assert item.criterion in CRITERIA
    for language in ("et", "ru", "en"):
        assert item.name.said(language).strip() and item.question.said(language).strip()
    assert item.scale in SCALES
    assert item.sources and set(item.sources) <= set(SOURCES)


def test_no_item_says_what_another_says() -> None:
    """Two items with the same words would be answered alike and counted twice."""
    for language in ("et", "ru", "en"):
        said = [item.question.said(language) for item in ITEMS.values()]
        assert len(set(said)) == len(said)


def test_what_is_counted_is_not_asked() -> None:
    """What the system counts has a unit and no answers; what people answer has answers and a good end."""
    for item in ITEMS.values():
        answered = item.counted.low is not None
        assert answered == ("system" not in item.sources)
        assert answered == (item.counted.good_from is not None)


def test_only_compliance_is_fatal() -> None:
    """It is scored apart; a fatal item elsewhere would wipe out what it does not belong to."""
    assert {item.criterion for item in ITEMS.values() if item.fatal} == {"compliance"}
    assert all(item.fatal for item in ITEMS.values() if item.criterion == "compliance")


def test_every_criterion_has_an_item() -> None:
    """And compliance has none that a customer is asked."""
    assert {item.criterion for item in ITEMS.values()} == set(CRITERIA)
    assert not any("survey" in item.sources for item in ITEMS.values() if item.criterion == "compliance")


@pytest.mark.parametrize(("code", "good", "bad", "out"), [
    ("effort.ease", 5, 4, 8), ("access.reached", 4, 3, 0), ("resolution.solved", 2, 1, 3), ("outcome.nps", 9, 8, 11),
    ("heard.empathy", 1, 0, 2),
])  # fmt: skip
def test_an_answer_is_within_its_scale(code: str, good: int, bad: int, out: int) -> None:
    """From which answer on it is good, and what is no answer at all."""
    item: Item = ITEMS[code]
    assert item.counted.good(good) and not item.counted.good(bad)
    assert item.counted.takes(good) and item.counted.takes(bad) and not item.counted.takes(out)
    assert item.counted.share(item.counted.low or 0) == 0 and item.counted.share(item.counted.high or 0) == 1
