"""Conversations are drawn by known chances, judged whole and unseen, and who was judged is heard."""

from collections import Counter
from typing import Any

import pytest

from hoolin.core.errors import Invalid
from hoolin.core.interaction.site import Site
from hoolin.experience.criteria.state import Criteria
from hoolin.experience.reviews import commands as c
from hoolin.experience.reviews import facts as f
from hoolin.experience.reviews.api import ReviewDesk, ReviewRules, Scorecard, agreement, dump, load, score
from hoolin.experience.reviews.drawing import drawn, fitting
from hoolin.experience.reviews.state import DAY_MS, Ending
from hoolin.experience.surveys.api import Survey, SurveyRules
from hoolin.experience.surveys.facts import SurveyAnswered, SurveyAsked, SurveysSet
from tests.experience.reviews.floor import CARD, GOOD, NOW, SAID, Floor, line, plan

CRITERIA = Criteria(Site())

# ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_conversation_is_drawn_with_the_chance_that_is_written_down() -> None:
    """Two plans that fit: of 20,000 conversations as many are drawn as the chance says, within four standard errors, each by the first plan
    that drew it; and weighing by it gives back how many there were.
    """
    rules = ReviewRules(scorecards=(CARD,), plans=(plan("some", 30), plan("handed", 200, kind="handed_on")))
    plain, handed = Ending("a", "service", "chat", 0), Ending("a", "service", "chat", 2)
    n = 20_000
    for ending, chance in ((plain, 0.03), (handed, 1 - 0.97 * 0.8)):
        found = [
            one for number in range(n) if (one := drawn(fitting(rules, ending, "solved"), f"i{number}")) is not None
        ]
        (written,) = {one.chance for one in found}
        assert written == pytest.approx(chance)
        assert abs(len(found) - n * chance) < 4 * (n * chance * (1 - chance)) ** 0.5
        total = sum(1 / one.chance for one in found if one.chance is not None)
        assert total == pytest.approx(n, rel=0.2)
    assert Counter(one.plan for one in found)["some"] < Counter(one.plan for one in found)["handed"]


def test_of_the_drawn_the_share_that_was_set_is_judged_by_two() -> None:
    """By chance, whichever plan drew it."""
    rules = ReviewRules(scorecards=(CARD,), plans=(plan(per_mille=1_000, double=25),))
    ending = Ending("a", "service", "chat", 0)
    found = [drawn(fitting(rules, ending, "solved"), f"i{number}") for number in range(2_000)]
    assert abs(sum(one is not None and one.reviewers == 2 for one in found) - 500) < 80


def test_it_is_drawn_however_it_ended() -> None:
    """After wrap-up, and where it was parked and its time ran out; not where nobody had been served."""
    floor = Floor(plan())
    assert floor.ends(1) and floor.ends(2, parked=True)
    assert not floor.ends(3, outcome="spam") and not floor.ends(4, outcome="not_reached")
    assert floor.desk.kept.endings == {}


def test_a_plan_draws_of_its_kind_alone() -> None:
    """What was handed on, what was not solved; a plan that is not used draws nothing."""
    floor = Floor(plan("handed", kind="handed_on"), plan("open", kind="unsolved"), plan("off", used=False))
    assert not floor.ends(1)
    review = floor.ends(2, transfers=1)
    assert floor.desk.kept.reviews[review].plan == "handed"
    assert floor.desk.kept.reviews[floor.ends(3, outcome="pending")].plan == "open"


def test_an_unhappy_answer_may_have_it_drawn_later_outside_of_all_estimates() -> None:
    """With no chance written down; one that was drawn at its end is not drawn again, and a good answer draws nothing."""
    floor = Floor(plan("sad", kind="unhappy"))
    assert not floor.ends(1) and not floor.ends(2)
    floor.happen(SurveyAnswered(interaction="i1", item="effort.ease", value=2))
    floor.happen(SurveyAnswered(interaction="i1", item="resolution.solved", value=0))
    floor.happen(SurveyAnswered(interaction="i2", item="effort.ease", value=6))
    assert list(floor.desk.kept.reviews) == ["i1.r"]
    (fact,) = floor.do(c.DrawReview(review="x", interaction="i3", agent="a", plan="sad", chance=None, reviewers=1))
    assert isinstance(fact, f.ReviewDrawn) and fact.chance is None


def answered_early(floor: Floor, *values: int) -> str:
    """A conversation whose customer answers, in the chat, while the agent still writes it down; then it is closed. Gives its review, if any."""
    rules = SurveyRules(surveys=(Survey(code="after", questions=("effort.ease",)),))
    floor.happen(SurveysSet(version=1, rules=rules))
    floor.happen(SurveyAsked(
        interaction="i7", customer="c", survey="after", version=1, way="inline", language="et", share=100, until=NOW + DAY_MS,
    ))  # fmt: skip
    for value in values:
        floor.happen(SurveyAnswered(interaction="i7", item="effort.ease", value=value))
    return floor.ends(7)


def test_an_unhappy_answer_before_the_end_counts_when_it_ends() -> None:
    """The newest answer does; and what another plan draws at the end keeps its known chance."""
    review = answered_early(floor := Floor(plan("sad", kind="unhappy")), 2)
    assert (floor.desk.kept.reviews[review].plan, floor.desk.kept.reviews[review].interaction) == ("sad", "i7")
    assert answered_early(Floor(plan("sad", kind="unhappy")), 2, 6) == ""
    review = answered_early(floor := Floor(plan("sad", kind="unhappy"), plan("all")), 2)
    assert floor.desk.kept.reviews[review].plan == "all"


# ── judging ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_score_leaves_out_what_does_not_apply_and_keeps_compliance_apart() -> None:
    """3 of 4 by weight; a fatal item that failed makes it 0; with nothing that applies there is no score."""
    assert score(CARD, GOOD, CRITERIA) == (scored := score(CARD, GOOD, CRITERIA)) and scored.share == 0.75
    assert (scored.fatal, scored.compliance) == ((), True)
    failed = score(CARD, GOOD | {"compliance.law": 0}, CRITERIA)
    assert (failed.share, failed.fatal, failed.compliance) == (0.0, ("compliance.law",), False)
    nothing = score(CARD, dict.fromkeys(GOOD), CRITERIA)
    assert (nothing.share, nothing.compliance) == (None, None)


def test_one_place_each_and_never_ones_own() -> None:
    """Whoever is judged cannot judge; a place that is taken is taken until it is given back."""
    floor = Floor(plan())
    review = floor.ends(1)
    assert floor.refuses(c.TakeReview(review=review, reviewer="kristi")) == "own_conversation"
    floor.do(c.TakeReview(review=review, reviewer="hele"))
    assert floor.do(c.TakeReview(review=review, reviewer="hele")) == ()
    assert floor.refuses(c.TakeReview(review=review, reviewer="oleg")) == "review_taken"
    assert floor.refuses(c.ScoreReview(review=review, reviewer="oleg", marks=GOOD)) == "not_taken"
    floor.do(c.GiveBackReview(review=review, reviewer="hele"))
    floor.do(c.TakeReview(review=review, reviewer="oleg"))
    assert floor.refuses(c.TakeReview(review="nowhere", reviewer="oleg")) == "review"


def test_two_judge_where_two_are_asked_for() -> None:
    """It is done when both have judged; neither judges twice."""
    floor = Floor(plan(double=100))
    review = floor.ends(1)
    for reviewer in ("hele", "oleg"):
        floor.do(c.TakeReview(review=review, reviewer=reviewer))
        assert not floor.desk.kept.reviews[review].done
        floor.do(c.ScoreReview(review=review, reviewer=reviewer, marks=GOOD))
    assert floor.desk.kept.reviews[review].done
    assert floor.refuses(c.ScoreReview(review=review, reviewer="hele", marks=GOOD)) == "judged_already"
    assert floor.refuses(c.GiveBackReview(review=review, reviewer="hele")) == "judged_already"


def test_marks_are_whole_or_refused() -> None:
    """Both what is missing and what is beside is told; N/A is a mark that is there."""
    floor = Floor(plan())
    review = floor.ends(1)
    floor.do(c.TakeReview(review=review, reviewer="hele"))
    wrong: Any = {"resolution.right": 1, "heard.concrete": 1}
    with pytest.raises(Invalid) as refused:
        floor.do(c.ScoreReview(review=review, reviewer="hele", marks=wrong))
    assert refused.value.detail == {
        "beside": ["heard.concrete"],
        "missing": ["heard.named_back", "heard.empathy", "compliance.law"],
    }


def test_what_was_drawn_is_judged_by_the_scorecard_that_held_then() -> None:
    """Also when the rules have changed since; and editions that nobody needs are let go."""
    floor = Floor(plan())
    review = floor.ends(1)
    short = Scorecard(code="usual", name=SAID, lines=(line("heard.empathy"),))
    for version in (1, 2):
        floor.do(c.SetReviews(rules=ReviewRules(scorecards=(short,), plans=(plan(per_mille=version),)), after=version))
    assert sorted(floor.desk.kept.editions) == ["usual/1", "usual/3"]
    floor.do(c.TakeReview(review=review, reviewer="hele"))
    assert floor.do(c.ScoreReview(review=review, reviewer="hele", marks=GOOD))


# ── objections ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_was_judged_may_object_once_and_somebody_else_looks() -> None:
    """Neither the reviewer nor the agent decides; changed marks hold, and stay beside the first ones."""
    floor = Floor(plan())
    review = floor.judged()
    objection = c.AppealReview(review=review, agent="kristi", why="Ma ütlesin selle kohe alguses.", why_id="w1")
    assert floor.refuses(c.AppealReview(review=review, agent="oleg", why="?", why_id="w0")) == "not_yours"
    floor.do(objection)
    assert floor.refuses(objection) == "appealed_already"
    better: Any = GOOD | {"heard.named_back": 1}
    for decider in ("hele", "kristi"):
        decided = c.DecideAppeal(
            review=review, decider=decider, verdict="changed", marks=better, why="Jah.", why_id="w2"
        )
        assert floor.refuses(decided) == "not_impartial"
    floor.do(
        c.DecideAppeal(
            review=review, decider="oleg", verdict="changed", marks=better, why="Jah, kolmandal real.", why_id="w2"
        )
    )
    one = floor.desk.kept.reviews[review]
    assert (one.appeal, one.final, one.marks["hele"]) == ("decided", better, GOOD)
    again = c.DecideAppeal(review=review, decider="oleg", verdict="upheld", why="Ei.", why_id="w3")
    assert floor.refuses(again) == "no_appeal"


def test_an_objection_comes_in_time_and_after_the_judgement() -> None:
    """Before, there is nothing to object to; after fourteen days it is too late."""
    floor = Floor(plan())
    objection = c.AppealReview(review=floor.ends(1), agent="kristi", why="?", why_id="w1")
    assert floor.refuses(objection) == "not_judged_yet"
    late = c.AppealReview(review=floor.judged(2), agent="kristi", why="?", why_id="w2")
    assert floor.refuses(late, NOW + 15 * DAY_MS) == "appeal_too_late"


# ── beside, calibration, and what is wrong with rules ───────────────────────────────────────────────────────────────


def test_a_session_is_judged_unseen_and_laid_open_by_whoever_called_it() -> None:
    """Each once, only who was called; not before two have judged; nothing is taken after."""
    floor = Floor(plan())
    opened = c.OpenCalibration(
        session="s1", interaction="i1", opener="hele", reviewers=("hele", "oleg", "mari"), scorecard="usual"
    )
    floor.do(opened)
    floor.do(c.ScoreCalibration(session="s1", reviewer="hele", marks=GOOD))
    assert floor.refuses(c.CloseCalibration(session="s1", closer="hele")) == "too_few_marks"
    assert floor.refuses(c.ScoreCalibration(session="s1", reviewer="hele", marks=GOOD)) == "calibration_scored"
    assert floor.refuses(c.ScoreCalibration(session="s1", reviewer="jaan", marks=GOOD)) == "not_invited"
    floor.do(c.ScoreCalibration(session="s1", reviewer="oleg", marks=GOOD))
    assert floor.refuses(c.CloseCalibration(session="s1", closer="oleg")) == "not_yours"
    floor.do(c.CloseCalibration(session="s1", closer="hele"))
    assert floor.refuses(c.ScoreCalibration(session="s1", reviewer="mari", marks=GOOD)) == "calibration_scored"


def test_items_that_reviewers_do_not_agree_on_are_flagged() -> None:
    """One item judged alike forty times, nearly always passed (where alpha alone would mislead), one judged like a coin, one too seldom."""
    judged = []
    for number in range(40):
        coin = number % 2
        passed = int(number != 7)
        judged.append(
            (
                f"s{number}",
                "hele",
                {"resolution.right": passed, "heard.empathy": coin, "heard.concrete": 1 if number < 5 else None},
            )
        )
        judged.append(
            (f"s{number}", "oleg", {"resolution.right": 1, "heard.empathy": (number // 2) % 2, "heard.concrete": 1})
        )
    found = {one.item: one for one in agreement(judged)}
    right, empathy, concrete = found["resolution.right"], found["heard.empathy"], found["heard.concrete"]
    assert (
        right.ac1 is not None
        and right.ac1 > 0.9
        and not right.flagged
        and right.alpha is not None
        and right.alpha < 0.1
    )
    assert (
        right.alpha_low is not None
        and right.alpha_high is not None
        and right.alpha_low <= right.alpha <= right.alpha_high
    )
    assert empathy.flagged and empathy.high is not None and empathy.high < 0.6
    assert (concrete.units, concrete.ac1, concrete.flagged) == (5, None, False)


def test_bad_rules_are_refused_with_all_of_their_faults() -> None:
    """Nothing is changed by them."""
    floor = Floor(plan())
    bad = Scorecard(
        code="bad",
        name=SAID,
        lines=(line("heard.joy", 0), line("outcome.nps", 0), line("heard.empathy", 0), line("heard.empathy", 0)),
    )
    rules = ReviewRules(scorecards=(bad, bad), plans=(plan(queues=("nowhere",), channels=("fax",)),))
    with pytest.raises(Invalid) as refused:
        floor.do(c.SetReviews(rules=rules, after=1))
    faults: Any = refused.value.detail["faults"]
    assert {fault["code"] for fault in faults} == {
        "no_such_item", "not_for_reviewers", "item_twice", "no_weight", "no_such_scorecard", "no_such_queue", "no_such_channel",
        "code_twice",
    }  # fmt: skip
    assert floor.desk.kept.version == 1
    assert floor.refuses(c.SetReviews(rules=ReviewRules(), after=0)) == "reviews_changed"


def test_own_ratings_and_visits_are_evidence_beside() -> None:
    """On the same items, whole like any other; a channel that does not exist was not visited."""
    floor = Floor(plan())
    assert floor.do(c.RateOwn(interaction="i1", agent="kristi", scorecard="usual", marks=GOOD))
    assert floor.refuses(c.RateOwn(interaction="i1", agent="kristi", scorecard="none", marks=GOOD)) == "scorecard"
    visit = c.RecordVisit(visit="w1", channel="chat", scorecard="usual", marks=GOOD, note="Ootasin kaua.", note_id="v1")
    assert floor.do(visit)
    assert floor.refuses(c.RecordVisit(visit="w2", channel="fax", scorecard="usual", marks=GOOD)) == "no_such_channel"


def test_what_is_old_is_let_go_and_a_snapshot_is_the_same() -> None:
    """Not what somebody objects to."""
    floor = Floor(plan())
    kept = floor.judged(1)
    floor.do(c.AppealReview(review=kept, agent="kristi", why="?", why_id="w1"))
    for number in range(2, 40):
        floor.ends(number)
    for number in range(40, 100):
        floor.ends(number, now=NOW + 61 * DAY_MS)
    assert kept in floor.desk.kept.reviews
    again = ReviewDesk(floor.site, floor.desk.criteria, floor.desk.surveys)
    load(again, dump(floor.desk))
    assert again.kept == floor.desk.kept
