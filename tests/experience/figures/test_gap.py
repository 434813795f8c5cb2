"""An agent's own gap: told only where it is more than chance, and of as many conversations as there were."""

import pytest

from hoolin.experience.contacts.row import Mark
from hoolin.experience.criteria.register import DEFAULT
from hoolin.experience.figures.gap import Said, lean, own_gap
from hoolin.experience.statistics import wilson
from tests.experience.figures.rows import MONTH, START, asking, contact


def mark(number: int, item: str, source: str, value: float, judge: str = "", inclusion: float = 1.0) -> Mark:
    """What one source says of one conversation."""
    return Mark(
        interaction=f"i{number}", item=item, source=source, happened_at=START + 1, value=value, judge=judge, inclusion=inclusion
    )  # fmt: skip


def test_who_is_harder_on_themselves_than_others_is_told_so() -> None:
    """Twenty conversations: the agent met it in four of their own eyes, colleagues in nearly all; customers were too few to say."""
    marks = []
    for number in range(20):
        marks.append(mark(number, "heard.named_back", "self", float(number < 4), "mari"))
        marks.append(mark(number, "heard.named_back", "reviewer", float(number > 0), "hele"))
        if number < 9:
            marks.append(mark(number, "heard.understood", "survey", 5))
    (found,) = own_gap(asking([contact(number) for number in range(20)], marks=marks), MONTH, DEFAULT).criteria
    assert (found.code, [one.code for one in found.items]) == ("heard", ["heard.understood", "heard.named_back"])
    own, seen, answered = (found.by_source[source] for source in ("self", "reviewer", "survey"))
    assert (own.n, own.share, seen.n, seen.share) == (20, 0.2, 20, 0.95)
    assert own.low == pytest.approx(wilson(4, 20).low) and own.high == pytest.approx(wilson(4, 20).high)
    assert answered == Said(9)
    assert found.leans == {"reviewer": "own_lower", "survey": "too_few"}


def test_answers_count_as_good_or_not_and_a_conversation_once() -> None:
    """Two questions of one criterion in one conversation are half each; what nobody said anything of is left out."""
    marks = [
        mark(number, item, "survey", value)
        for number in range(12)
        for item, value in (("heard.understood", 4), ("heard.respect", 3))
        if DEFAULT.item(item) is not None
    ]
    items = {one.item for one in marks}
    (found,) = own_gap(asking([contact(number) for number in range(12)], marks=marks), MONTH, DEFAULT).criteria
    said = found.by_source["survey"]
    assert (said.n, said.share) == (12, 1 / len(items))
    assert {one.code for one in found.items} == items


def test_what_was_drawn_more_often_counts_less_and_makes_less_sure() -> None:
    """Conversations drawn with a chance of one in ten stand for ten each."""
    marks = [
        mark(number, "heard.empathy", "reviewer", float(number >= 10), "hele", 1.0 if number < 10 else 0.1)
        for number in range(20)
    ]
    (found,) = own_gap(asking([contact(number) for number in range(20)], marks=marks), MONTH, DEFAULT).criteria
    said = found.by_source["reviewer"]
    assert said.share == pytest.approx(100 / 110) and said.low is not None
    assert said.low < wilson(20 * 100 / 110, 20).low


def test_intervals_that_overlap_are_no_gap() -> None:
    """And who says nothing cannot be compared with."""
    high, middle, low = Said(20, 0.9, 0.7, 0.97), Said(20, 0.6, 0.4, 0.78), Said(20, 0.1, 0.03, 0.3)
    assert (lean(high, low), lean(low, high), lean(high, middle)) == ("own_higher", "own_lower", "alike")
    assert lean(Said(3), high) == lean(high, Said(0)) == "too_few"
