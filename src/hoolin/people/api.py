"""The door of the room: what it gives to the loop and to the read models."""

from importlib.resources import files

import msgspec

from hoolin.people import facts as f
from hoolin.people.decide import DECIDES, People
from hoolin.people.fold import FOLDS
from hoolin.people.react import REACTS

FACTS = (
    f.CustomerNamed, f.LanguagePreferred, f.IdentityAdded, f.CustomersMerged, f.CustomersUnmerged, f.CustomerErased,
)  # fmt: skip

SCHEMA = (files("hoolin.people") / "schema.sql").read_text(encoding="utf-8")
QUERIES = (files("hoolin.people") / "queries.sql").read_text(encoding="utf-8")


def dump(people: People) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(people)


def load(people: People, body: bytes) -> None:
    """Take up a dump."""
    kept = msgspec.msgpack.decode(body, type=People)
    people.merged, people.erased = kept.merged, kept.erased


__all__ = ["DECIDES", "FACTS", "FOLDS", "QUERIES", "REACTS", "SCHEMA", "People", "dump", "load"]
