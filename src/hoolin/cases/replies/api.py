"""The door of the room: what the loop and the server take from it."""

import msgspec

from hoolin.cases.replies import commands, facts
from hoolin.cases.replies.desk import DECIDES, FOLDS, Kept, Replies, Version
from hoolin.cases.replies.reply import VARIABLES, Reply

FACTS = (facts.ReplySet, facts.ReplyRetired)


def dump(replies: Replies) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(replies.kept)


def load(replies: Replies, body: bytes) -> None:
    """Take up a dump."""
    replies.kept = msgspec.msgpack.decode(body, type=Kept)


__all__ = ["DECIDES", "FACTS", "FOLDS", "VARIABLES", "Replies", "Reply", "Version", "commands", "dump", "facts", "load"]
