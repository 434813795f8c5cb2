"""What may be recorded about leaving. Whoever is an agent leaves as `core.interaction.facts.AgentRetired` says; here are those who are none, and what is long past."""

from hoolin.core.facts import Fact, Id


class AccountClosed(Fact):
    """Somebody may log in no more. account: who. It may be for a while only; what they wrote is kept until they have left."""

    account: Id


class AccountReopened(Fact):
    """Somebody may log in again. account: who."""

    account: Id


class AccountLeft(Fact):
    """Somebody who could not log in for so long has left for good: what was written of them here goes, and what only they could read. account: who."""

    account: Id


class CoachingSwept(Fact):
    """What is too old by now is forgotten, with its words: each room knows what that is of its own."""
