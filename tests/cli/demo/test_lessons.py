"""The demo operator has a newcomer who is on their way, and only what nobody has changed is set up."""

from hoolin.cli.demo.cast import PEOPLE
from hoolin.cli.demo.lessons import NEWCOMER, PATH, missing_lessons
from hoolin.core.interaction.commands import SetAgent
from hoolin.runtime.house import House
from hoolin.wiring import rooms


def test_the_newcomer_of_the_demo_is_on_the_path() -> None:
    """With all that comes with Hoolin; the second time nothing is missing."""
    made = rooms()
    house, state = House(tuple(made.values())), made["learning"].state
    profile = next(one.profile for one in PEOPLE if one.profile and one.profile.agent == NEWCOMER)
    for number, command in enumerate((SetAgent(profile=profile), *missing_lessons(state))):
        house.handle(command, "system", f"c{number}", 1_796_000_000_000)
    assert state.learner(NEWCOMER).paths[PATH].number == 1
    path = state.path_of(PATH, 1)
    assert not any(state.is_missing(step) for step in path.steps if step.kind == "lesson")
    assert list(missing_lessons(state)) == []
