"""The door of the room: what the loop, the read models and the server take from it. Nobody looks behind it."""

from importlib.resources import files

import msgspec

from hoolin.cases import commands, desk, facts, passes
from hoolin.cases import rows as _rows
from hoolin.cases.callbacks import api as callbacks
from hoolin.cases.commands import KeepDraft
from hoolin.cases.decide import DECIDES, Cases, Typed, draft_key, typed_in
from hoolin.cases.desk import AgentLine, Desk, Line, from_rows, line_of
from hoolin.cases.facts import DraftKind
from hoolin.cases.fold import FOLDS
from hoolin.cases.menus import rows as menus
from hoolin.cases.passes import PASS_MS, IssuePass, Pass, Passes, UsePass
from hoolin.cases.promises import api as promises
from hoolin.cases.react import REACTS
from hoolin.cases.replies import api as replies
from hoolin.cases.saved import api as saved
from hoolin.journal.views import ViewSource, source

FACTS = (facts.CaseOpened, facts.CaseReopened, facts.CaseSolved, facts.NoteAdded, facts.DraftKept)


def read_model() -> ViewSource:
    """Conversations, what was shown in them, cases and notes, as tables."""
    folder = files("hoolin.cases")
    schema, queries = ((folder / name).read_text(encoding="utf-8") for name in ("schema.sql", "queries.sql"))
    return source("cases", _rows.VERSION, schema, queries, _rows.rows)


def dump(cases: Cases) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(cases)


def load(cases: Cases, body: bytes) -> None:
    """Take up a dump."""
    kept = msgspec.msgpack.decode(body, type=Cases)
    for field in Cases.__struct_fields__:
        setattr(cases, field, getattr(kept, field))


__all__ = [
    "DECIDES", "FACTS", "FOLDS", "PASS_MS", "REACTS", "AgentLine", "Cases", "Desk", "DraftKind", "IssuePass", "KeepDraft", "Line", "Pass", "Passes", "Typed", "UsePass",
    "callbacks", "commands", "desk", "draft_key", "dump", "facts", "from_rows", "line_of", "load", "menus", "passes", "promises", "read_model", "replies", "saved", "typed_in",
]  # fmt: skip
