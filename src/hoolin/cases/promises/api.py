"""What the rest of the house takes from the promise ledger; the room's own door passes it on."""

import msgspec

from hoolin.cases.promises import commands, facts
from hoolin.cases.promises.decide import DECIDES, may_be_due, stated
from hoolin.cases.promises.due import follow_up
from hoolin.cases.promises.figures import Standing, standing
from hoolin.cases.promises.fold import FOLDS
from hoolin.cases.promises.react import REACTS
from hoolin.cases.promises.rows import read_model
from hoolin.cases.promises.state import Kept, Ledger, Promise
from hoolin.cases.promises.times import Choice, Day, DayOf, choices, overdue

FACTS = (
    facts.PromiseMade, facts.PromiseMoved, facts.PromiseReminded, facts.PromiseHandedOn, facts.PromiseTaken,
    facts.PromiseBroken, facts.PromiseKept, facts.PromiseWithdrawn,
)  # fmt: skip


def dump(ledger: Ledger) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(ledger.kept)


def load(ledger: Ledger, body: bytes) -> None:
    """Take up a dump."""
    ledger.load(msgspec.msgpack.decode(body, type=Kept))


__all__ = [
    "DECIDES", "FACTS", "FOLDS", "REACTS", "Choice", "Day", "DayOf", "Kept", "Ledger", "Promise", "Standing", "choices", "commands", "dump",
    "facts", "follow_up", "load", "may_be_due", "overdue", "read_model", "standing", "stated",
]  # fmt: skip
