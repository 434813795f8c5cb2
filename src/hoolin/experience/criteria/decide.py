"""Command → facts about the register, and its versions.

It refuses: a register with faults (`faults`); one that was made from a version that holds no longer; one without an item that a survey or a
scorecard uses, and says which.
"""

from collections.abc import Callable
from typing import cast

import msgspec

from hoolin.core.commands import Decides, Decision, Folds
from hoolin.core.errors import Conflict, Invalid
from hoolin.core.facts import Entry, Instant
from hoolin.core.interaction.site import Site
from hoolin.experience.criteria import commands as c
from hoolin.experience.criteria import facts as f
from hoolin.experience.criteria.faults import faults
from hoolin.experience.criteria.register import DEFAULT, Register


class Version(msgspec.Struct, frozen=True):
    """A version of the register. at: from when it holds, 0 for the first. by: who published it; why: what for."""

    number: int
    at: Instant
    by: str
    why: str
    register: Register


FIRST = Version(1, 0, "system", "", DEFAULT)


class User(msgspec.Struct, frozen=True):
    """Who uses an item. kind: `survey`, `scorecard`; name: what it is called."""

    item: str
    kind: str
    name: str


Users = Callable[[], list[User]]


class Criteria:
    """Every version, the oldest first. site: whose languages its words are in; it is read, never changed. users: functions that tell who
    uses which items now; wiring adds one for each room that asks or judges.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.versions: list[Version] = [FIRST]
        self.users: list[Users] = []

    @property
    def in_force(self) -> Version:
        """The version that holds."""
        return self.versions[-1]

    def at(self, instant: Instant) -> Version:
        """The version that held then."""
        return next(one for one in reversed(self.versions) if one.at <= instant)

    def between(self, begin: Instant, end: Instant) -> list[Version]:
        """The versions that came to hold within: where a trend has a mark."""
        return [one for one in self.versions if begin < one.at < end]

    def used(self) -> list[User]:
        """Who uses which items."""
        return [user for users in self.users for user in users()]


def publish(criteria: Criteria, command: c.PublishRegister, now: Instant) -> Decision:
    """The register as it will hold. What holds already changes nothing."""
    last = criteria.in_force
    if last.register == command.register:
        return Decision()
    if command.based_on != last.number:
        raise Conflict("register_moved_on", in_force=last.number)
    found = faults(command.register, last.register, criteria.site.kept.rules.languages)
    if found:
        raise Invalid("register", faults=[msgspec.to_builtins(fault) for fault in found])
    gone = {item.code for item in last.register.items} - {item.code for item in command.register.items}
    using = [user for user in criteria.used() if user.item in gone]
    if using:
        raise Conflict("item_in_use", users=[msgspec.to_builtins(user) for user in using])
    fact = f.RegisterPublished(number=last.number + 1, register=command.register, why=command.why)
    return Decision((fact,))


def published(criteria: Criteria, entry: Entry) -> None:
    """One version more."""
    fact = cast(f.RegisterPublished, entry.fact)
    criteria.versions.append(Version(fact.number, entry.at, entry.actor, fact.why, fact.register))


def dump(criteria: Criteria) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(criteria.versions[1:])


def load(criteria: Criteria, body: bytes) -> None:
    """Take up a dump."""
    criteria.versions = [FIRST, *msgspec.msgpack.decode(body, type=list[Version])]


FACTS = (f.RegisterPublished,)
DECIDES: Decides = {c.PublishRegister: publish}
FOLDS: Folds = {f.RegisterPublished: published}
