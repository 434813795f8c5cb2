"""The versions of the tree, who uses which reason, and which contacts have been suggested one."""

from collections.abc import Callable

import msgspec

from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Site
from hoolin.insight.reasons.crosswalk import today
from hoolin.insight.reasons.tree import OTHER, Crosswalk, Share, Tree, is_other


class Version(msgspec.Struct, frozen=True):
    """A version of the tree. at: from when it holds. by: who published it; why: what for. crosswalk: where codes of the version before went."""

    number: int
    at: Instant
    by: str
    why: str
    tree: Tree
    crosswalk: Crosswalk = ()


NONE_YET = Version(0, 0, "system", "", Tree())


class User(msgspec.Struct, frozen=True):
    """Who uses a reason beside contacts. kind: `cause`, `improvement`; name: what it is called."""

    reason: str
    kind: str
    name: str


Users = Callable[[], list[User]]


class Kept(msgspec.Struct):
    """versions: all that were published, the oldest first. used: by code, the contacts that closed with it. suggested: conversations under way that were read."""

    versions: list[Version] = []
    used: dict[str, int] = {}
    suggested: set[str] = set()


class Reasons:
    """What is decided upon. site: whose rules list what a contact may have; it is read, never changed. users: functions that tell who uses which reasons; wiring
    adds one for each room that does.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.kept = Kept()
        self.users: list[Users] = []

    @property
    def in_force(self) -> Version:
        """The version that holds; number 0 and empty where none was published."""
        return self.kept.versions[-1] if self.kept.versions else NONE_YET

    def number_at(self, instant: Instant) -> int:
        """The number of the version that held then."""
        return sum(one.at <= instant for one in self.kept.versions)

    def today(self, code: str, number: int) -> tuple[Share, ...]:
        """Where contacts count now that were noted under a code while version `number` held."""
        return today([one.crosswalk for one in self.kept.versions[number:]], code)

    def noted(self) -> set[str]:
        """Codes that contacts may have as they are meant now: those that may be chosen, and those that were before there was a tree."""
        return set(self.site.kept.rules.reasons) | (self.kept.used.keys() - self._ever())

    def retired(self) -> set[str]:
        """Codes that were once in the tree, or on the list before it, and have been taken out."""
        return self._ever() - {one.code for one in self.in_force.tree.reasons}

    def others(self) -> str:
        """As JSON, what is noted of a contact that nothing known fits, each as the rows have it."""
        codes = {OTHER, *filter(is_other, (*self.site.kept.rules.reasons, *self.kept.used))}
        return msgspec.json.encode([msgspec.json.encode([code]).decode() for code in sorted(codes)]).decode()

    def _ever(self) -> set[str]:
        """In a tree, or led from the list of before into one."""
        versions = self.kept.versions
        in_tree = {one.code for version in versions for one in version.tree.reasons}
        return in_tree | {went.code for version in versions for went in version.crosswalk}

    def used_beside(self) -> list[User]:
        """Who uses reasons, beside contacts."""
        return [user for users in self.users for user in users()]


def dump(reasons: Reasons) -> bytes:
    """The state for a snapshot."""
    kept = reasons.kept
    return msgspec.msgpack.encode((kept.versions, kept.used, sorted(kept.suggested)))


def load(reasons: Reasons, body: bytes) -> None:
    """Take up a dump."""
    versions, used, suggested = msgspec.msgpack.decode(body, type=tuple[list[Version], dict[str, int], list[str]])
    reasons.kept = Kept(versions, used, set(suggested))
