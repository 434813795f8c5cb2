"""What the rooms of coaching know of each other, as wiring puts them together."""

from hoolin.catalogue.api import Words
from hoolin.coaching.drills.facts import DrillPlayed
from hoolin.coaching.learning.facts import PathStepDone
from hoolin.coaching.learning.path import PathStep
from hoolin.coaching.learning.react import REACTS
from hoolin.core.facts import Entry
from hoolin.wiring.rooms import rooms
from tests.coaching.learning.site import World


def test_advice_finds_the_drills_that_ship() -> None:
    """Whoever should name a problem back is led to one that trains it, by its name."""
    found = rooms()["advice"].state.library.find("heard.named_back", ())
    assert [thing.kind for thing in found] == ["drill"]
    assert isinstance(found[0].name, Words) and found[0].name.et and found[0].name.ru and found[0].name.en


def test_a_path_knows_what_there_is() -> None:
    """A drill that ships is there, one that does not is said to be missing, and so is an example that nobody has kept."""
    learning = rooms()["learning"].state
    steps = (
        PathStep(step="a", kind="drill", of="bill_shock", due=1),
        PathStep(step="b", kind="drill", of="juggling", due=1),
        PathStep(step="c", kind="exemplar", of="e1", due=1),
    )
    assert [learning.is_missing(step) for step in steps] == [False, True, True]


def test_a_drill_that_was_played_is_a_step_done() -> None:
    """However it ended, and once; a drill that no step asks for changes nothing."""
    world = World().teach()
    world.state.has["drill"] = {"bill_shock"}.__contains__
    for play, drill in (("p1", "outage"), ("p2", "bill_shock"), ("p3", "bill_shock")):
        played = DrillPlayed(
            play=play, agent="uus", drill=drill, number=0, language="et", seed=1, turns=3, ending="gone", kind="bad", marks=(), text="t"
        )  # fmt: skip
        entry = Entry(1, world.now, "agent:uus", play, played)
        for command in REACTS[DrillPlayed](world.state, entry):
            world.do(command)
    done = [fact for fact in world.facts if isinstance(fact, PathStepDone)]
    assert [(one.learner, one.step) for one in done] == [("uus", "s3")]
