"""The rows: one a contact, one a step of a case, one a promise, one a piece of evidence. Codes, instants and numbers; nothing personal.

A customer and a case are numbers made from their ids; the number of an erased customer is replaced by that of each case, so that
figures stay and nobody can be followed from one case to another any more.
"""

import hashlib
from typing import Literal, TypeAlias

import msgspec

Ending: TypeAlias = Literal["", "solved", "pending", "not_reached", "spam", "abandoned", "moved"]
"""How it ended; empty while it goes on. `moved`: it goes on in another contact."""

GaveUp: TypeAlias = Literal["", "left", "silent", "said_goodbye", "answered_late"]
"""How a customer gave up. `answered_late`: they were gone without a word when the first answer came, and it was never seen."""


class Contact(msgspec.Struct, kw_only=True, gc=False):
    """One engagement on one channel.

    customer, case_no: numbers. reason: the first that was noted; reasons: all, with commas. agent: the last who answered for it. outbound:
    we began it. continued: it goes on from another contact, so it is no new one. opened: it began its case. arrived_at; asked_at: a person
    was asked for (None: never); reached_at: a person's first word; answered_at: an agent took it; gave_up_at: whoever had asked for a person left
    before their word; ended_at. wait_ms, hold_ms, talk_ms: the customer's time. holds, transfers: how often; restated: handed on without a note.
    work_ms, wrap_ms: the agents' time with it, hold included, and after it; whoever has several at once has them share each moment (`hands`). before_ms: both, in the
    contacts that it goes on from.
    flow: that greeted them. machine_asked: a machine was looked up for them before a person was asked for. promised_at: a time they were
    promised to be called; tries: calls that reached nobody. words_in, words_out: messages. prices_shown; agreed: what was agreed to;
    agreed_shown: of that, after its price had been shown. target_ms, short_ms, level_rule: the queue's service level as it was then.
    """

    interaction: str
    case_no: int
    customer: int
    channel: str
    queue: str
    language: str
    arrived_at: int
    reason: str = ""
    reasons: str = ""
    agent: str = ""
    outbound: bool = False
    continued: bool = False
    opened: bool = False
    asked_at: int | None = None
    reached_at: int | None = None
    answered_at: int | None = None
    gave_up_at: int | None = None
    ended_at: int | None = None
    ending: Ending = ""
    gave_up: GaveUp = ""
    wait_ms: int = 0
    hold_ms: int = 0
    talk_ms: int = 0
    work_ms: int = 0
    wrap_ms: int = 0
    before_ms: int = 0
    holds: int = 0
    transfers: int = 0
    restated: int = 0
    flow: str = ""
    machine_asked: bool = False
    promised_at: int | None = None
    tries: int = 0
    words_in: int = 0
    words_out: int = 0
    prices_shown: int = 0
    agreed: int = 0
    agreed_shown: int = 0
    target_ms: int = 0
    short_ms: int = 0
    level_rule: str = "short_abandons_neutral"


class CaseStep(msgspec.Struct, kw_only=True, gc=False):
    """A case was solved, or opened again. what: which."""

    case_no: int
    happened_at: int
    what: Literal["solved", "reopened"]


class Promised(msgspec.Struct, kw_only=True, gc=False):
    """A promise that has been kept, broken or taken back. kind: of what. made_at, due_at, ended_at: instants."""

    promise: str
    interaction: str
    case_no: int
    kind: str
    made_at: int
    due_at: int
    ended_at: int
    ending: Literal["kept", "broken", "withdrawn"]


class Mark(msgspec.Struct, kw_only=True, gc=False):
    """A piece of evidence on one item. value: on the item's scale; None: it does not apply, whatever was said before. judge: who judged, "" for customers. inclusion: the probability with which
    just this contact was chosen to be asked about or judged. kind: `mark`, or `asked` where somebody was asked and has said nothing yet.
    """

    interaction: str
    item: str
    source: str
    happened_at: int
    value: float | None
    judge: str = ""
    inclusion: float = 1.0
    kind: Literal["mark", "asked"] = "mark"


class CauseNote(msgspec.Struct, kw_only=True, gc=False):
    """Whoever served a contact said of what it came. noted: that it did; False: that it did not after all."""

    interaction: str
    cause: str
    happened_at: int
    noted: bool = True


TABLES: dict[str, type[msgspec.Struct]] = {
    "contacts": Contact, "case_steps": CaseStep, "promises": Promised, "marks": Mark, "cause_notes": CauseNote,
}  # fmt: skip
"""By table, what its rows are."""


def number_of(id: str) -> int:
    """A number that stands for an id: the same for the same, and nothing can be told from it. Two of ten million share one by a chance of
    one in a hundred thousand.
    """
    return int.from_bytes(hashlib.blake2b(id.encode(), digest_size=8).digest()) >> 1
