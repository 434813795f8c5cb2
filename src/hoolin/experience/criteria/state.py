"""The register's versions, and who uses its items."""

from collections.abc import Callable

import msgspec

from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Site
from hoolin.experience.criteria.items import Item, Source
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


SOURCE_OF: dict[str, Source] = {"survey": "survey", "scorecard": "reviewer"}
"""By kind of user, the evidence that it brings."""

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

    def item(self, code: str) -> Item | None:
        """The item of this code as it was published last, also when it has been taken out since."""
        return next((item for one in reversed(self.versions) if (item := one.register.item(code)) is not None), None)

    def used(self) -> list[User]:
        """Who uses which items."""
        return [user for users in self.users for user in users()]


def dump(criteria: Criteria) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(criteria.versions[1:])


def load(criteria: Criteria, body: bytes) -> None:
    """Take up a dump."""
    criteria.versions = [FIRST, *msgspec.msgpack.decode(body, type=list[Version])]
