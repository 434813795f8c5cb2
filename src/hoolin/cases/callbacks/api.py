"""What the rest of the house takes from calling back; the room's own door passes it on."""

import msgspec

from hoolin.cases.callbacks import commands, facts
from hoolin.cases.callbacks.decide import DECIDES
from hoolin.cases.callbacks.fold import FOLDS
from hoolin.cases.callbacks.rows import read_model
from hoolin.cases.callbacks.state import CallbackDesk, Callbacks
from hoolin.cases.callbacks.times import DAYS_SHOWN, CallbackRules, OpenBetween, is_open, slots

FACTS = (facts.CallbackAsked, facts.CallbackTried)


def dump(desk: CallbackDesk) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(desk.kept)


def load(desk: CallbackDesk, body: bytes) -> None:
    """Take up a dump."""
    desk.kept = msgspec.msgpack.decode(body, type=Callbacks)


__all__ = [
    "DAYS_SHOWN", "DECIDES", "FACTS", "FOLDS", "CallbackDesk", "CallbackRules", "OpenBetween", "commands", "dump", "facts", "is_open",
    "load", "read_model", "slots",
]  # fmt: skip
