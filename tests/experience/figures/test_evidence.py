"""What people answered and judged: weighted for those who were silent, and never surer than it may be."""

from random import Random

import pytest

from hoolin.experience.contacts.row import Mark
from hoolin.experience.criteria.items import Item
from hoolin.experience.criteria.register import DEFAULT
from hoolin.experience.figures.evidence import Answered, Evidence, beside, gather, none_fatal, reviewed, surveyed, weigh
from hoolin.experience.statistics import hajek, nps_of, weighted_mean
from tests.experience.figures.rows import MONTH, START, asking, contact


def item(code: str) -> Item:
    """An item of the register."""
    found = DEFAULT.item(code)
    assert found is not None
    return found


def answered(values: list[float], code: str = "heard.understood", source: str = "survey", **more: object) -> Evidence:
    """Evidence of one source on one item, unweighted."""
    by_source: dict[str, list[Answered]] = {"survey": [], "reviewer": [], "shopper": [], "self": []}
    by_source[source] = [Answered(f"i{at}", {code: value}, {}, **more) for at, value in enumerate(values)]  # type: ignore[arg-type]
    return Evidence(by_source, [1.0] * len(by_source["survey"]), 0, len(values))


def test_answers_are_weighted_to_everybody() -> None:
    """Mostly the solved answer, and they answer better: the weighted mean is nearer to what all would have said than the raw one."""
    chance = Random(3)
    contacts, marks = [], []
    everybody = []
    for number in range(2_000):
        solved = chance.random() < 0.6
        value = min(5, max(1, round(chance.gauss(4.3 if solved else 2.4, 0.8))))
        everybody.append(100 * (value - 1) / 4)
        contacts.append(contact(number, number * 1_000, ending="solved" if solved else "pending"))
        if chance.random() < (0.4 if solved else 0.08):
            marks.append(
                Mark(
                    interaction=f"i{number}",
                    item="heard.understood",
                    source="survey",
                    happened_at=START + 1,
                    value=value,
                )
            )
    found = surveyed(item("heard.understood"), gather(asking(contacts, marks=marks), MONTH))
    truth = sum(everybody) / len(everybody)
    assert found.raw is not None and found.value is not None and found.low is not None and found.high is not None
    assert abs(found.value - truth) < abs(found.raw.value - truth) / 2
    assert found.low < truth < found.high and not found.raw.low < truth < found.raw.high
    assert found.effective is not None and found.effective < found.n == len(marks)


def test_the_newest_answer_counts_and_only_of_contacts_in_the_scope() -> None:
    """Who answers again has changed their mind; what is of another month is not counted here."""
    contacts = [contact(number) for number in range(12)]
    marks = [
        Mark(interaction=f"i{number}", item="outcome.csat", source="survey", happened_at=START + when, value=value)
        for number in range(12)
        for when, value in ((1, 1.0), (2, 5.0))
    ]
    marks.append(Mark(interaction="elsewhere", item="outcome.csat", source="survey", happened_at=START + 3, value=1.0))
    found = surveyed(item("outcome.csat"), gather(asking(contacts, marks=marks), MONTH))
    assert (found.n, found.value) == (12, 100.0)


def test_kinds_that_few_answered_of_are_taken_together() -> None:
    """One answer from a rare channel does not speak for all of it; weights have mean one, and are cut at five times the median."""
    kinds = [{"channel": "chat"}] * 40 + [{"channel": "sms"}] * 2 + [{"channel": "voice"}] * 8
    rows = [Answered(f"i{at}", {}, kind) for at, kind in enumerate(kinds)]
    weights, _ = weigh(rows, {"channel": {"chat": 400, "sms": 300, "voice": 80, "fax": 5}})
    assert sum(weights) == pytest.approx(len(rows))
    # Two answers by SMS are too few to be a kind of their own: they go with the largest.
    assert weights[0] == pytest.approx(weights[40])
    spread, trimmed = weigh(rows[:40] + rows[42:], {"channel": {"chat": 40, "voice": 8_000}})
    assert trimmed == 8 and max(spread) <= 5 * sorted(spread)[len(spread) // 2] + 1e-9
    assert weigh(rows[:9], {"channel": {"chat": 9}}) == ([1.0] * 9, 0)


def test_nps_is_a_score() -> None:
    """With equal weights it is the statistics' own, and nobody averages it with points."""
    values = [10.0] * 50 + [8.0] * 30 + [3.0] * 20
    found, expected = surveyed(item("outcome.nps"), answered(values, "outcome.nps")), nps_of(map(int, values))
    assert found.unit == "score"
    assert (found.value, found.low, found.high) == pytest.approx((30.0, expected.low, expected.high))


def test_reviews_count_by_how_they_were_drawn() -> None:
    """Conversations that were sought out count less: Hájek's mean, not the plain one."""
    evidence = answered([1.0] * 30 + [0.0] * 20, "heard.empathy", "reviewer")
    drawn = [
        Answered(one.interaction, one.values, {}, 0.05 if at < 30 else 0.5)
        for at, one in enumerate(evidence.by_source["reviewer"])
    ]
    evidence.by_source["reviewer"] = drawn
    found = reviewed(item("heard.empathy"), evidence)
    expected = hajek([100.0] * 30 + [0.0] * 20, [0.05] * 30 + [0.5] * 20)
    assert found.value == pytest.approx(expected.value) and found.raw is not None
    assert found.raw.value == pytest.approx(60.0) and (found.value or 0) > 90


def test_customers_who_all_answer_alike_leave_room_for_others() -> None:
    """Twenty times the best answer: others might have answered worse, and the more there are the less so."""
    few, many = (surveyed(item("heard.understood"), answered([5.0] * n)) for n in (20, 500))
    assert few.value == many.value == 100.0
    assert few.low is not None and many.low is not None
    assert 80 < few.low < 90 and 98 < many.low < 100
    nearly = surveyed(item("heard.understood"), answered([5.0] * 39 + [4.0]))
    assert nearly.low is not None and nearly.value is not None and nearly.value - nearly.low > 5


def test_all_alike_is_no_certainty() -> None:
    """Fifteen of fifteen is not a hundred per cent for sure: the interval is Wilson's."""
    found = reviewed(item("heard.empathy"), answered([1.0] * 15, "heard.empathy", "reviewer"))
    assert (found.value, found.high) == (100.0, 100.0)
    assert found.low == pytest.approx(79.6, abs=0.1) and (found.error or 0) > 0


def test_several_judgements_of_one_conversation_are_one() -> None:
    """Two reviewers of the same conversation do not make two conversations."""
    contacts = [contact(number) for number in range(10)]
    marks = [
        Mark(
            interaction=f"i{number}",
            item="heard.empathy",
            source="reviewer",
            happened_at=START + 1,
            value=value,
            judge=judge,
        )
        for number in range(10)
        for judge, value in (("r1", 1.0), ("r2", 0.0))
    ]
    found = reviewed(item("heard.empathy"), gather(asking(contacts, marks=marks), MONTH))
    assert (found.n, found.value) == (10, 50.0)


def test_a_fatal_mistake_is_counted_apart() -> None:
    """One critical item missed is a conversation lost, whatever else was met."""
    evidence = answered([1.0] * 20, "compliance.law", "reviewer")
    evidence.by_source["reviewer"][0] = Answered(
        "i0", {"compliance.law": 0.0, "compliance.customer": 1.0, "heard.empathy": 1.0}, {}
    )
    assert none_fatal(DEFAULT, evidence).value == pytest.approx(95.0)


def test_shoppers_and_own_ratings_stand_beside() -> None:
    """They have a figure of their own and change no other."""
    evidence = answered([5.0] * 12, source="self")
    assert beside(item("heard.understood"), "self", evidence).value == 100.0
    assert surveyed(item("heard.understood"), evidence).why == "nobody"
    assert beside(item("heard.understood"), "shopper", evidence).why == "nobody"


def test_few_answers_have_students_reach() -> None:
    """With twelve answers the interval is a seventh wider than the normal distribution's."""
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 4.0, 3.0, 2.0, 3.0, 4.0, 3.0, 2.0]
    found = surveyed(item("heard.understood"), answered(values))
    plain = weighted_mean([25 * (value - 1) for value in values], [1.0] * 12)
    assert found.low is not None and found.value is not None
    assert (found.value - found.low) / (plain.value - plain.low) == pytest.approx(2.201 / 1.960, abs=0.002)
