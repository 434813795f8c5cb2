"""The door of the room: what it gives to the loop and to the read models."""

from importlib.resources import files

import msgspec

from hoolin.cases import facts as f
from hoolin.cases.decide import DECIDES, Cases
from hoolin.cases.fold import FOLDS
from hoolin.cases.react import REACTS

FACTS = (f.CaseOpened, f.CaseReopened, f.CaseSolved, f.NoteAdded, f.DraftKept)

SCHEMA = (files("hoolin.cases") / "schema.sql").read_text(encoding="utf-8")
QUERIES = (files("hoolin.cases") / "queries.sql").read_text(encoding="utf-8")


def dump(cases: Cases) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(cases)


def load(cases: Cases, body: bytes) -> None:
    """Take up a dump."""
    kept = msgspec.msgpack.decode(body, type=Cases)
    for field in Cases.__struct_fields__:
        setattr(cases, field, getattr(kept, field))


__all__ = ["DECIDES", "FACTS", "FOLDS", "QUERIES", "REACTS", "SCHEMA", "Cases", "dump", "load"]
