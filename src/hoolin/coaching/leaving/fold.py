"""Facts → who may log in no more, and who has left; and, for every other room, who it is that leaves."""

from typing import cast

from hoolin.coaching.leaving import facts as f
from hoolin.coaching.leaving.state import Leavers
from hoolin.core.commands import Folds
from hoolin.core.facts import Entry, Fact
from hoolin.core.interaction.facts import AgentRetired

LEAVES: tuple[type[Fact], ...] = (AgentRetired, f.AccountLeft)
"""With each of these somebody leaves: every room lets go of what is theirs."""


def leaver(entry: Entry) -> str:
    """Who leaves, as they are named wherever something is kept of people: an agent by their id, else their account."""
    fact = entry.fact
    return fact.agent if isinstance(fact, AgentRetired) else f"account:{cast(f.AccountLeft, fact).account}"


def closed(state: Leavers, entry: Entry) -> None:
    """Since now."""
    state.kept.closed[cast(f.AccountClosed, entry.fact).account] = entry.at


def reopened(state: Leavers, entry: Entry) -> None:
    """As if it had never been."""
    account = cast(f.AccountReopened, entry.fact).account
    state.kept.closed.pop(account, None)
    state.kept.left.pop(account, None)


def left(state: Leavers, entry: Entry) -> None:
    """For good."""
    account = cast(f.AccountLeft, entry.fact).account
    state.kept.closed.pop(account, None)
    state.kept.left[account] = None


def swept(state: Leavers, entry: Entry) -> None:
    """The others have something."""


FACTS = (f.AccountClosed, f.AccountReopened, f.AccountLeft, f.CoachingSwept)
FOLDS: Folds = {
    f.AccountClosed: closed, f.AccountReopened: reopened, f.AccountLeft: left, f.CoachingSwept: swept,
}  # fmt: skip
