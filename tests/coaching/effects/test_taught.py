"""What people really did, from the facts of those who keep it."""

from hoolin.coaching.drills.facts import DrillPlayed
from hoolin.coaching.effects.fold import FOLDS
from hoolin.coaching.effects.rollout import Pointer
from hoolin.coaching.effects.state import Rollouts, dump, load
from hoolin.coaching.effects.taught import PLANNED_MAX, Meeting, already
from hoolin.coaching.learning.facts import LessonDone
from hoolin.coaching.sessions.facts import CoachingCancelled, CoachingHeld, CoachingPlanned
from hoolin.core.facts import Entry, Fact
from hoolin.core.interaction.facts import AgentRetired
from hoolin.wiring.rooms import rooms


def lived(*facts: Fact) -> Rollouts:
    """The rollouts after these facts, one a second, and after a snapshot of them."""
    state: Rollouts = rooms()["effects"].state
    for at, fact in enumerate(facts, 1):
        FOLDS[type(fact)](state, Entry(at, at * 1_000, "system", "c", fact))
    again: Rollouts = rooms()["effects"].state
    load(again, dump(state))
    assert dump(again) == dump(state)
    return again


def test_what_was_done_is_known_by_whom_and_when() -> None:
    """A lesson twice, by one of two; a drill is another thing."""
    done = LessonDone(learner="mari", lesson="listen", number=1)
    played = DrillPlayed(
        play="p", agent="jaan", drill="listen", number=0, language="et", seed=1, turns=3, ending="well", kind="good", marks=(), text="t"
    )  # fmt: skip
    taught = lived(done, played, done).kept.taught
    assert taught.when("mari", Pointer(kind="lesson", id="listen")) == [1_000, 3_000]
    assert taught.when("jaan", Pointer(kind="lesson", id="listen")) == []
    assert taught.when("jaan", Pointer(kind="drill", id="listen")) == [2_000]
    assert [(agent, one.kind) for agent, one in taught.between(1_000, 3_000)] == [("mari", "lesson"), ("jaan", "drill")]


def test_who_had_it_before_is_known_before_anything_is_planned() -> None:
    """Once is enough; something else, or later, is not it; nobody is named twice."""
    taught = lived(
        LessonDone(learner="mari", lesson="listen", number=1), LessonDone(learner="jaan", lesson="greet", number=1)
    ).kept.taught
    what = Pointer(kind="lesson", id="listen")
    assert already(taught.when, ("mari", "jaan", "mari"), what, 5_000) == ["mari"]
    assert already(taught.when, ("mari", "jaan"), what, 1_000) == []


def test_a_session_counts_when_it_was_held() -> None:
    """As long as it was to be, shared among what it was about; one that was only planned does not."""
    meet = CoachingPlanned(
        session="s", agent="mari", coach="guru", by="guru", begins_at=5_000, minutes=40, topics=("heard.named_back", "heard.clarified")
    )  # fmt: skip
    assert lived(meet).kept.taught.had == {}
    held = lived(meet, CoachingHeld(session="s", by="guru")).kept.taught
    assert [(one.id, one.minutes) for one in held.had["mari"]] == [("heard.named_back", 20), ("heard.clarified", 20)]
    assert held.planned == {}


def test_what_was_called_off_and_whoever_left_are_waited_for_no_more() -> None:
    """Nothing is kept of a session that will not be, nor of what somebody had who is not here; and of too many the oldest planned is forgotten."""
    meet = CoachingPlanned(session="s", agent="mari", coach="guru", by="guru", begins_at=5_000, minutes=40)
    other = CoachingPlanned(session="t", agent="jaan", coach="guru", by="guru", begins_at=5_000, minutes=40)
    done = LessonDone(learner="mari", lesson="listen", number=1)
    assert list(lived(meet, other, CoachingCancelled(session="s", by="mari", reason="ill")).kept.taught.planned) == [
        "t"
    ]
    left = lived(meet, other, done, AgentRetired(agent="mari")).kept.taught
    assert (left.had, list(left.planned)) == ({}, ["t"])
    for number in range(PLANNED_MAX):
        left.plan(f"n{number}", Meeting("jaan", (), 30))
    assert (len(left.planned), next(iter(left.planned))) == (PLANNED_MAX, "n0")
