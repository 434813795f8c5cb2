"""What was done well, and what was tried: concrete, in words, without counting, and with limits."""

from typing import Any

import pytest

from hoolin.coaching.sessions import commands as c
from hoolin.coaching.sessions import facts as f
from hoolin.coaching.sessions.decide_words import GIVEN_TO_ONE_A_DAY_MAX, unread
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Entry
from hoolin.experience.api import surveys
from tests.coaching.sessions.world import DAY, ITEM, World


def thanks(number: int = 1, **more: Any) -> c.Recognise:
    """Olga saw Mari do something well."""
    usual: dict[str, Any] = {
        "recognition": f"r{number}",
        "agent": "mari",
        "by": "olga",
        "words": "You said back what he meant.",
        "words_id": f"x{number}",
    }
    return c.Recognise(**(usual | more))


def trial(**more: Any) -> c.NoteTrial:
    """Hele tried something."""
    usual: dict[str, Any] = {
        "trial": "t1",
        "by": "hele",
        "tried": "Three seconds of silence",
        "words_id": "y1",
        "new": True,
    }
    return c.NoteTrial(**(usual | more))


def test_thanks_are_read_once() -> None:
    """It is new until the person has read it; then it stays on their page and is new no more."""
    world = World()
    world.do(thanks(item=ITEM, interaction="i1", passage=f.RecognisedPassage(begin=2, end=4)))
    assert (unread(world.state, "mari"), unread(world.state, "olga")) == (1, 0)
    world.now += 1
    world.do(c.SeeRecognitions(agent="mari"))
    assert unread(world.state, "mari") == 0
    assert not world.do(c.SeeRecognitions(agent="mari")).entries
    assert list(world.state.kept.recognitions) == ["r1"]
    assert world.words()["x1"] == ("agent:mari:r1", '{"text":"You said back what he meant."}')


def test_what_thanks_may_not_be() -> None:
    """For oneself, for nobody, of unknown items, of a passage of no conversation, with praise that is not there."""
    world = World()
    world.refused(Invalid, "with_oneself", thanks(by="mari"))
    world.refused(NotFound, "no_such_agent", thanks(agent="nobody"))
    world.refused(Invalid, "no_such_item", thanks(item="no.such"))
    world.refused(Invalid, "passage_of_nothing", thanks(passage=f.RecognisedPassage(begin=1, end=1)))
    world.refused(NotFound, "no_such_praise", thanks(interaction="i1", praise=True))
    with pytest.raises(ValueError, match="begins before"):
        f.RecognisedPassage(begin=3, end=2)


def test_thanks_do_not_flood() -> None:
    """So many in a day to one person, and in all; the next day is another."""
    world = World()
    for number in range(GIVEN_TO_ONE_A_DAY_MAX):
        world.do(thanks(number))
    world.refused(Conflict, "given_enough_today", thanks(9))
    world.do(thanks(9, agent="hele"), thanks(10, by="hele"))
    world.now += DAY
    world.do(thanks(11))


def test_thanks_can_be_taken_back_by_the_two() -> None:
    """Whoever gave it, or got it; nobody else; with its words."""
    world = World()
    world.do(thanks(1), thanks(2))
    world.refused(NotFound, "no_such_recognition", c.TakeBackRecognition(recognition="r1", by="hele"))
    world.do(c.TakeBackRecognition(recognition="r1", by="mari"), c.TakeBackRecognition(recognition="r2", by="olga"))
    assert world.state.kept.recognitions == {}
    assert set(world.state.kept.gone) == {"agent:mari:r1", "agent:mari:r2"}


@pytest.mark.parametrize(("values", "kept"), [((5, 5), True), ((5, 4), False), ((), False)])
def test_a_customers_words_beside_top_marks_can_be_passed_on_once(values: tuple[int, ...], kept: bool) -> None:
    """Beside anything less, or beside nothing, they are not praise."""
    world = World()
    answers = dict(zip(("heard.understood", "outcome.csat"), values, strict=False))
    world.state.asked.kept.asked["i1"] = surveys.Asked(
        "i1", "c1", "s", 1, "link", "et", 0, tuple(answers), True, answers
    )  # fmt: skip
    said = surveys.facts.SurveyCommented(interaction="i1", comment="k1", characters=9)
    world.rooms["sessions"].folds[type(said)](world.state, Entry(1, world.now, "customer:c1", "k", said))
    assert (list(world.state.kept.praise) == ["i1"]) == kept
    if kept:
        world.do(thanks(interaction="i1", praise=True, by="hele"))
        world.refused(Conflict, "passed_on_already", thanks(2, interaction="i1", praise=True))


def test_a_diary_is_ones_own() -> None:
    """Told anew by whoever wrote it, erased by them; whom it is about does not change, for they may have read it."""
    world = World()
    world.do(trial(about="mari", queue="service", item=ITEM, points=(f.CoachingPointer(kind="session", id="s1"),)))
    world.refused(NotFound, "no_such_trial", trial(by="olga", new=False, words_id="y2"))
    world.refused(NotFound, "no_such_trial", c.EraseTrial(trial="t1", by="mari"))
    world.refused(Invalid, "other_people", trial(new=False, words_id="y2"))
    world.do(trial(new=False, words_id="y2", about="mari", outcome="helped", came="He told me the rest himself."))
    assert world.state.kept.trials["t1"].told.outcome == "helped"
    assert world.words()["y2"][0] == "agent:hele:t1"
    world.do(c.EraseTrial(trial="t1", by="hele"))
    assert (world.state.kept.trials, list(world.state.kept.gone)) == ({}, ["agent:hele:t1"])


def test_what_a_diary_may_not_hold() -> None:
    """Nothing, nobody, no queue that there is not, no item that there is not; not the same twice."""
    world = World()
    world.refused(Invalid, "no_words", trial(tried="  "))
    world.refused(NotFound, "no_such_agent", trial(about="nobody"))
    world.refused(Invalid, "no_such_queue", trial(queue="none"))
    world.refused(Invalid, "no_such_item", trial(item="no.such"))
    world.do(trial())
    world.refused(Conflict, "trial_known", trial(words_id="y2"))
