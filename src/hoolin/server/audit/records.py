"""An entry of the audit log, and everything that may be written into it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

import msgspec

from hoolin.core.facts import Instant

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "log_in": "somebody logged in, or failed to",
        "log_out": "somebody logged out",
        "password.change": "somebody changed their own password",
        "password.set": "a password was set for somebody",
        "session.end": "somebody ended a log-in of their own",
        "session.end_of": "log-ins of somebody else were ended",
        "second_factor.begin": "somebody was given the secret of a second factor, which is not in use yet",
        "second_factor.enrol": "a second factor was put into use by its owner",
        "second_factor.remove": "a second factor was removed by its owner",
        "second_factor.codes": "new recovery codes were made by their owner",
        "second_factor.reset": "somebody's second factor was taken away, since they lost it",
        "account.add": "somebody was added who may log in",
        "account.change": "somebody's name, role, agent or language was changed, or they were disabled or enabled",
        "site.set": "the site's rules, a channel, a queue, hours or an agent was set",
        "flow.set": "a menu was published, put to use or retired",
        "prices.publish": "prices were published",
        "survey.set": "surveys were set",
        "review.set": "the rules of reviewing were set",
        "criteria.publish": "criteria and weights were published",
        "reasons.publish": "the tree of reasons was published",
        "ease.set": "the rules of breathers were set",
        "customer.merge": "records of a customer were merged, or taken apart again",
        "customer.erase": "a customer was forgotten for good",
        "customer.read": "a customer's record was read",
        "reply.set": "a ready reply was written or taken away",
        "conversation.search": "somebody searched what was said; the words are not written down",
        "conversation.read": "a conversation was read that its reader does not serve",
        "customer.export": "everything that the house has of a customer was written out, to be given to them",
        "customer.words": "the words of a customer were taken out of the house, to look later whether anything of them is left",
        "recording.listen": "a recording was listened to",
        "input.read": "raw input was read as it came",
        "file.read": "a file was read that came in a conversation",
        "figures.export": "figures were taken out of the house as a file",
        "audit.read": "this log was read",
    }
)
"""Every action that is written down. An action once named keeps its name for ever, since old entries bear it."""

Outcome: TypeAlias = Literal["begun", "done", "shown"]
"""begun: it is about to happen (what has no second entry was cut off). done: it did. shown: it was handed out. Any other word is the code
of why it did not happen.
"""

NOBODY = ""
"""Who tried to log in is not known."""

COMMAND_LINE = "cli"
"""Somebody at the machine itself."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What happened. n: from 1, without gaps. who: an account's id, `cli`, or nothing. what: one of ACTIONS. on: ids and codes. session: the
    id of the log-in. outcome: see Outcome. begun: the number of the entry that this one ends; 0: of none.
    """

    n: int = 0
    at: Instant
    who: str
    what: str
    on: tuple[str, ...] = ()
    session: str = ""
    outcome: str = "done"
    begun: int = 0


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it is chained. previous, own: SHA-256 of the entry before and of this one."""

    entry: Entry
    previous: bytes
    own: bytes


class Head(msgspec.Struct, frozen=True):
    """The newest entry, to be kept elsewhere: whoever changes the log afterwards cannot change this. Written `n:hash`."""

    n: int
    own: bytes

    def __str__(self) -> str:
        return f"{self.n}:{self.own.hex()}"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries. Empty texts: any. on: an id or code among those it was done on. before: entries with a smaller number; 0: the newest.
    since, until: instants, both inclusive.
    """

    who: str = ""
    what: str = ""
    on: str = ""
    since: Instant = 0
    until: Instant = 1 << 60
    before: int = 0
    limit: int = 100
