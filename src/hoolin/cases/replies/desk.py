"""Which ready replies there are: command → facts, and facts → state."""

from typing import cast

import msgspec

from hoolin.cases.replies import commands as c
from hoolin.cases.replies import facts as f
from hoolin.cases.replies.reply import VARIABLES, Reply, strangers
from hoolin.core.commands import Decides, Decision, Folds
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Entry, Instant

REPLIES_MAX = 500
"""Offered at once: a desk fetches all of them."""

VERSIONS_KEPT = 20
"""Of each name; older ones are in the journal only."""


class Version(msgspec.Struct, frozen=True):
    """A reply as it was written once. by: who."""

    number: int
    at: Instant
    by: str
    reply: Reply


class Kept(msgspec.Struct):
    """versions: by name, the oldest first, those of retired ones too. retired: names that are not offered."""

    versions: dict[str, list[Version]] = {}
    retired: set[str] = set()


class Replies:
    """The site's ready replies."""

    def __init__(self) -> None:
        self.kept = Kept()

    def offered(self) -> dict[str, Version]:
        """Those that are offered, by name, in the order of their names."""
        kept = self.kept
        return {name: kept.versions[name][-1] for name in sorted(kept.versions) if name not in kept.retired}

    def versions(self, name: str) -> list[Version]:
        """The newest versions of one, the oldest first. Raises NotFound."""
        found = self.kept.versions.get(name)
        if found is None:
            raise NotFound("reply", name=name)
        return found


def set_reply(replies: Replies, command: c.SetReply, now: Instant) -> Decision:
    """Refuses one without words, what stands in braces and means nothing, another's newer version, and too many. The same once more changes nothing."""
    reply, offered = command.reply, replies.offered()
    there = offered.get(reply.name)
    if command.after is not None and command.after != (there.number if there is not None else 0):
        raise Conflict("reply_changed", name=reply.name, number=there.number if there is not None else 0)
    if not reply.texts:
        raise Invalid("reply_without_text", name=reply.name)
    if unknown := list(strangers(reply)):
        raise Invalid("reply_variables", unknown=unknown, known=list(VARIABLES))
    if there is not None and there.reply == reply:
        return Decision()
    if there is None and len(offered) >= REPLIES_MAX:
        raise Invalid("too_many_replies", most=REPLIES_MAX)
    before = replies.kept.versions.get(reply.name)
    return Decision((f.ReplySet(number=before[-1].number + 1 if before else 1, reply=reply),))


def retire(replies: Replies, command: c.RetireReply, now: Instant) -> Decision:
    """Refuses one that is not offered."""
    if command.name not in replies.offered():
        raise NotFound("reply", name=command.name)
    return Decision((f.ReplyRetired(name=command.name),))


def reply_set(replies: Replies, entry: Entry) -> None:
    """One version more."""
    fact = cast(f.ReplySet, entry.fact)
    versions = replies.kept.versions.setdefault(fact.reply.name, [])
    versions.append(Version(fact.number, entry.at, entry.actor, fact.reply))
    del versions[:-VERSIONS_KEPT]
    replies.kept.retired.discard(fact.reply.name)


def reply_retired(replies: Replies, entry: Entry) -> None:
    """One less."""
    replies.kept.retired.add(cast(f.ReplyRetired, entry.fact).name)


DECIDES: Decides = {c.SetReply: set_reply, c.RetireReply: retire}
FOLDS: Folds = {f.ReplySet: reply_set, f.ReplyRetired: reply_retired}
