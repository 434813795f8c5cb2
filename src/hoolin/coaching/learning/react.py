"""Fact → commands: a drill that was played to its end is a step done, on every path that asks for it."""

from collections.abc import Iterable
from typing import cast

from hoolin.coaching.drills.facts import DrillPlayed
from hoolin.coaching.learning.commands import FinishStep
from hoolin.coaching.learning.state import Learning
from hoolin.core.commands import Command, Reacts
from hoolin.core.facts import Entry


def played(learning: Learning, entry: Entry) -> Iterable[Command]:
    """However it ended: whoever played it badly has learned most."""
    fact = cast(DrillPlayed, entry.fact)
    for code, on in learning.learner(fact.agent).paths.items():
        for step in learning.path_of(code, on.number).steps:
            if (step.kind, step.of) == ("drill", fact.drill) and step.step not in on.done and not on.ended:
                yield FinishStep(learner=fact.agent, path=code, step=step.step, by=fact.agent)


REACTS: Reacts = {DrillPlayed: played}
