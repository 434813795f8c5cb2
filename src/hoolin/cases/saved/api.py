"""What the rest of the house takes from kept views; the room's own door passes it on."""

import msgspec

from hoolin.cases.saved import commands, facts
from hoolin.cases.saved.facts import Filter, Title
from hoolin.cases.saved.views import DECIDES, FOLDS, Kept, View, Views

FACTS = (facts.ViewKept, facts.ViewDropped)


def dump(views: Views) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(views.kept)


def load(views: Views, body: bytes) -> None:
    """Take up a dump."""
    views.kept = msgspec.msgpack.decode(body, type=Kept)


__all__ = ["DECIDES", "FACTS", "FOLDS", "Filter", "Title", "View", "Views", "commands", "dump", "facts", "load"]
