"""What is missing is asked for, and what somebody has changed stays: on a new site, one of before trees, and one with a tree of its own."""

import msgspec
import pytest

from hoolin.cli.demo.script import REASONS
from hoolin.cli.demo.setup import EASE, missing, tree
from hoolin.core.commands import Command
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import QueueRules, SiteRules
from hoolin.insight.api import reasons
from hoolin.runtime.house import House
from hoolin.wiring import rooms

NOW = 1_796_000_000_000
OWN = reasons.flat(REASONS)
"""In the very order of the list."""

BEFORE: dict[str, tuple[Command, ...]] = {
    "new": (),
    "before there were trees": (c.SetSite(rules=SiteRules(reasons=REASONS)), c.SetQueue(rules=QueueRules(queue="own"))),
    "a tree of its own": (
        c.SetQueue(rules=QueueRules(queue="own")), reasons.PublishReasons(tree=OWN, based_on=0, why="Oma"),
    ),
    "nothing but a tree": (reasons.PublishReasons(tree=reasons.flat(("bill", "other")), based_on=0, why="Oma"),),
}  # fmt: skip


@pytest.mark.parametrize("before", BEFORE)
def test_nothing_that_is_missing_is_refused_and_a_tree_of_ones_own_stays(before: str) -> None:
    """Everything is done; asked again, nothing is missing."""
    made = rooms()
    house, state = House(tuple(made.values())), made["reasons"].state
    number = 0

    def do(command: Command) -> None:
        nonlocal number
        number += 1
        house.handle(command, "system", f"c{number}", NOW)

    for command in BEFORE[before]:
        do(command)
    own = state.in_force
    for command in missing(made["catalogue"].state, state, (), NOW):
        do(command)
    assert state.in_force.number == 1
    assert state.in_force.tree == (own.tree if own.number else tree())
    assert list(missing(made["catalogue"].state, state, (), NOW)) == []
    kept = made["catalogue"].state.site.kept
    assert kept.ease == EASE and kept.ease.on
    # Somebody switches it off, on the page, where all the rules are sent.
    do(c.SetEaseRules(rules=msgspec.structs.replace(EASE, on=False)))
    assert list(missing(made["catalogue"].state, state, (), NOW)) == []
