"""The drills as they are played, whose plays there are, and whose keys are to be destroyed."""

import msgspec

from hoolin.coaching.drills.drill import Drill
from hoolin.coaching.drills.written import shipped
from hoolin.coaching.leaving.going import Gone
from hoolin.core.errors import NotFound
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Site

PLAYS_MAX = 200
"""Of one person, beside what they let somebody read, which they can always take back; of older ones what they wrote is destroyed. They are as many as anybody's page lists."""

SHARED_MAX = 100
"""Of one person, at a time."""


class Version(msgspec.Struct, frozen=True):
    """A drill as it was published. at, by, why: when, by whom, what for."""

    number: int
    at: Instant
    by: str
    why: str
    drill: Drill


class Kept(msgspec.Struct):
    """published: by code, the newest version. retired: codes that are played no more. plays: by whoever played, the newest last, and whether their coach may read it. gone: owners whose keys
    are to be destroyed.
    """

    published: dict[str, Version] = {}
    retired: set[str] = set()
    plays: dict[str, dict[str, bool]] = {}
    gone: Gone = {}


class Drills:
    """What is decided upon. site: whose languages a drill must speak; it is read, never changed."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.kept = Kept()

    def codes(self) -> list[str]:
        """Of every drill that is played, those that ship with Hoolin and those of the site."""
        return sorted((shipped().keys() | self.kept.published.keys()) - self.kept.retired)

    def number(self, code: str) -> int:
        """Of the version that holds; 0 where it ships with Hoolin, or there is none."""
        version = self.kept.published.get(code)
        return version.number if version else 0

    def drill(self, code: str, *, retired: bool = False) -> Drill:
        """As it is played. retired: also one that is played no more. Raises NotFound."""
        version = self.kept.published.get(code)
        found = version.drill if version else shipped().get(code)
        if found is None or (code in self.kept.retired and not retired):
            raise NotFound("no_such_drill", drill=code)
        return found


def dump(drills: Drills) -> bytes:
    """The state for a snapshot."""
    kept = drills.kept
    return msgspec.msgpack.encode((kept.published, sorted(kept.retired), kept.plays, kept.gone))


def load(drills: Drills, body: bytes) -> None:
    """Take up a dump."""
    kept = tuple[dict[str, Version], list[str], dict[str, dict[str, bool]], Gone]
    published, retired, plays, gone = msgspec.msgpack.decode(body, type=kept)
    drills.kept = Kept(published, set(retired), plays, gone)
