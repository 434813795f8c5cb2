"""Whether channels' answers may be set beside each other, from the rows as they lie."""

from random import Random

from hoolin.experience.contacts.row import Mark
from hoolin.experience.figures.comparable import GROUP_MIN, Comparable, comparable
from hoolin.experience.figures.evidence import answers
from tests.experience.figures.rows import MONTH, START, asking, contact

ITEMS = ("heard.understood", "clarity.next", "outcome.csat")


def told(chance: Random, people: int, shift: float = 0.0, alike: bool = False, twice: bool = False) -> Comparable:
    """On chat and by e-mail as many each; by e-mail the last question is answered from another level. twice: as the one before."""
    contacts, marks = [], []
    for number in range(2 * people):
        channel = "chat" if number % 2 else "email"
        contacts.append(contact(number, number * 1_000, channel=channel))
        fares = chance.gauss(3.5, 0.9)
        value = 0
        for item in ITEMS:
            away = shift if channel == "email" and item == ITEMS[-1] else 0.0
            if not (twice and channel == "email" and item == ITEMS[-1]):
                value = 5 if alike else min(5, max(1, round(fares + away + chance.gauss(0, 0.6))))
            marks.append(Mark(interaction=f"i{number}", item=item, source="survey", happened_at=START + 1, value=value))
        if number % 3 == 0:
            # A question that few are asked takes no part.
            marks.append(
                Mark(interaction=f"i{number}", item="outcome.nps", source="survey", happened_at=START + 1, value=9)
            )
    return comparable(answers(asking(contacts, marks=marks), MONTH))


def test_the_same_questions_in_the_same_measure_may_be_compared() -> None:
    """Which questions, how many of each channel, and the fit of the three models are told along."""
    found = told(Random(1), 300)
    assert found.verdict == "comparable"
    assert (found.items, found.groups) == (tuple(sorted(ITEMS)), {"chat": 300, "email": 300})
    assert found.cfi is not None and min(found.cfi) > 0.99


def test_a_question_answered_from_another_level_is_told() -> None:
    """Customers who fare alike answer one question lower by e-mail: means must not be compared."""
    assert told(Random(2), 300, shift=-0.7).verdict == "levels_differ"


def test_too_few_say_nothing_nor_do_those_who_answer_alike() -> None:
    """One answer short of the minimum on each channel; and a thousand times the best mark."""
    assert told(Random(3), GROUP_MIN - 1).verdict == "too_few"
    assert told(Random(3), GROUP_MIN, alike=True).verdict == "no_spread"


def test_two_questions_that_one_channel_always_answers_alike_are_told() -> None:
    """Each of them has its spread, and still nothing can be said; the page is told so instead of losing all its figures."""
    assert told(Random(4), GROUP_MIN, twice=True).verdict == "no_spread"
