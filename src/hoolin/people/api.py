"""The door of the room: what the loop, the read models and the server take from it. Nobody looks behind it."""

from importlib.resources import files

import msgspec

from hoolin.core.address import checked_address, comparable
from hoolin.journal.views import ViewSource, source
from hoolin.people import commands, facts
from hoolin.people import fold as _fold
from hoolin.people.decide import DECIDES, People
from hoolin.people.facts import CustomerErased, CustomerNamed, IdentityKind
from hoolin.people.fold import FOLDS
from hoolin.people.react import REACTS

FACTS = (
    facts.CustomerNamed, facts.LanguagePreferred, facts.IdentityAdded, facts.CustomersMerged, facts.CustomersUnmerged,
    facts.CustomerErased, facts.RecordingRefused, facts.RecordingAllowed,
)  # fmt: skip


def read_model() -> ViewSource:
    """Customers and their identities, as tables."""
    folder = files("hoolin.people")
    schema, queries = ((folder / name).read_text(encoding="utf-8") for name in ("schema.sql", "queries.sql"))
    return source("people", _fold.VERSION, schema, queries, _fold.rows)


def dump(people: People) -> bytes:
    """The state for a snapshot: the same bytes from the same state, also in another process."""
    return msgspec.msgpack.encode(people, order="deterministic")


def load(people: People, body: bytes) -> None:
    """Take up a dump."""
    kept = msgspec.msgpack.decode(body, type=People)
    people.merged = kept.merged
    people.erased |= kept.erased
    people.unrecorded = kept.unrecorded
    people.claims = kept.claims


__all__ = [
    "DECIDES", "FACTS", "FOLDS", "REACTS", "CustomerErased", "CustomerNamed", "IdentityKind", "People",
    "checked_address", "commands", "comparable", "dump", "facts", "load", "read_model",
]  # fmt: skip
