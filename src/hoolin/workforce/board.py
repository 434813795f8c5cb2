"""The wallboard's fold: facts in their order, to counts that a screen may show. What is shown is made in `wallboard.py`.

Rules:
- A contact is *offered* when a person is asked for: its first `InteractionQueued`. What ends in a flow was not offered.
- It is *answered* once, by the first agent who takes it. What happens later (hold, transfer, a second wait) makes it no new
  contact, and leaving after that is not abandonment. Its wait runs from its place in line, or, where a flow spoke first or
  it was deferred, from the moment a person was asked for.
- *Waiting* is who stands in line for a person now, also for the second one after a transfer, or while an offer stands.
- Busy agents are those with work in hand: an offer, a conversation, a wrap-up; parked work is not in hand.

It may begin in the middle of history: who was not seen arriving is followed from the first fact that tells where they are,
and counted only from `InteractionQueued` on. Memory is bounded: contacts until they end, quarters for one day, five
minutes for an hour.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from hoolin.core.facts import Entry, Fact, Instant
from hoolin.core.interaction import facts as f
from hoolin.core.site.rules import Level, Presence, QueueRules
from hoolin.workforce.tally import Tally, note_abandonment, note_answer

QUARTER_MS = 900_000
QUARTERS_KEPT = 96
FIVE_MS = 300_000
FIVES_KEPT = 12


class Contact(msgspec.Struct):
    """One interaction that has not ended. asked_at: since when it has waited for its first answer. queue, quarter: where it
    was counted as offered ("" and 0: not yet). line: the queue it stands in now. agent: who has it, `in_hand` or parked.
    """

    asked_at: Instant
    queue: str = ""
    quarter: int = 0
    greeted: bool = False
    answered: bool = False
    deferred: bool = False
    line: str = ""
    agent: str = ""
    in_hand: bool = False


class Queue(msgspec.Struct):
    """One queue. quarters: counts by quarter of an hour since 1970. fives: arrivals by five minutes since 1970. line: who
    stands in it, and since when. able: how many of those online have the skills it asks for.
    """

    rules: QueueRules
    quarters: dict[int, Tally] = {}
    fives: dict[int, int] = {}
    line: dict[str, Instant] = {}
    able: int = 0


class Person(msgspec.Struct):
    """One agent. in_hand: interactions that occupy them. resting: they have a breather, and count as away."""

    skills: dict[str, Level] = {}
    presence: Presence = "offline"
    in_hand: int = 0
    resting: bool = False


class Board(msgspec.Struct):
    """Everything the wallboard knows; a plain value that can be kept in a snapshot."""

    queues: dict[str, Queue] = {}
    contacts: dict[str, Contact] = {}
    people: dict[str, Person] = {}


def apply(board: Board, entry: Entry) -> None:
    """Take up one fact. Facts of no concern change nothing."""
    change = CHANGES.get(type(entry.fact))
    if change is not None:
        change(board, entry.fact, entry.at)


def dump(board: Board) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(board)


def load(board: Board, body: bytes) -> None:
    """Take up a dump."""
    kept = msgspec.msgpack.decode(body, type=Board)
    board.queues, board.contacts, board.people = kept.queues, kept.contacts, kept.people


# ── set-up and people ───────────────────────────────────────────────────────────────────────────────────────────────


def _queue_set(board: Board, fact: f.QueueSet, at: Instant) -> None:
    queue = _queue(board, fact.rules.queue)
    queue.rules = fact.rules
    queue.able = sum(_is_able(person, queue) for person in board.people.values())


def _agent_set(board: Board, fact: f.AgentSet, at: Instant) -> None:
    person = _person(board, fact.profile.agent)
    _count_able(board, person, -1)
    person.skills = fact.profile.skills
    _count_able(board, person, 1)


def _agent_retired(board: Board, fact: f.AgentRetired, at: Instant) -> None:
    person = board.people.pop(fact.agent, None)
    if person is not None:
        _count_able(board, person, -1)


def _presence_changed(board: Board, fact: f.PresenceChanged, at: Instant) -> None:
    person = _person(board, fact.agent)
    _count_able(board, person, -1)
    person.presence = fact.presence
    person.resting = person.resting and fact.presence == "online"
    _count_able(board, person, 1)


def _rest_begun(board: Board, fact: f.BreatherBegun, at: Instant) -> None:
    _person(board, fact.agent).resting = True


def _rest_ended(board: Board, fact: f.BreatherEnded, at: Instant) -> None:
    _person(board, fact.agent).resting = False


# ── the life of a contact ───────────────────────────────────────────────────────────────────────────────────────────


def _arrived(board: Board, fact: f.InteractionArrived, at: Instant) -> None:
    board.contacts[fact.interaction] = Contact(min(fact.place_at, at))


def _greeted(board: Board, fact: f.InteractionGreeted, at: Instant) -> None:
    _contact(board, fact.interaction, at).greeted = True


def _queued(board: Board, fact: f.InteractionQueued, at: Instant) -> None:
    contact = _contact(board, fact.interaction, at)
    if contact.greeted or contact.deferred:
        contact.asked_at = at
    if not contact.queue and not contact.answered:
        queue = _queue(board, fact.queue)
        contact.queue, contact.quarter = fact.queue, at // QUARTER_MS
        _quarter(queue, contact.quarter).offered += 1
        _count_arrival(queue, at // FIVE_MS)
    elif contact.deferred:
        _deferred_by(board, contact, -1)
    contact.deferred = False
    _stand_in_line(board, fact.interaction, contact, fact.queue, contact.asked_at)


def _offer_made(board: Board, fact: f.OfferMade, at: Instant) -> None:
    _take_in_hand(board, _contact(board, fact.interaction, at), fact.agent)


def _offer_returned(board: Board, fact: f.OfferReturned, at: Instant) -> None:
    contact = _contact(board, fact.interaction, at)
    _put_down(board, contact)
    contact.agent = ""


def _answered(board: Board, fact: f.OfferAccepted | f.InteractionTaken, at: Instant) -> None:
    contact = _contact(board, fact.interaction, at)
    _leave_line(board, fact.interaction, contact)
    _take_in_hand(board, contact, fact.agent)
    tally = _tally_of(board, contact)
    if tally is not None and not contact.answered:
        note_answer(tally, max(0, at - contact.asked_at), board.queues[contact.queue].rules)
    contact.answered = True


def _parked(board: Board, fact: f.InteractionParked, at: Instant) -> None:
    _put_down(board, _contact(board, fact.interaction, at))


def _unparked(board: Board, fact: f.InteractionUnparked, at: Instant) -> None:
    contact = _contact(board, fact.interaction, at)
    if contact.agent:
        _take_in_hand(board, contact, contact.agent)


def _back_in_line(board: Board, fact: f.InteractionRequeued | f.InteractionTransferred, at: Instant) -> None:
    contact = _contact(board, fact.interaction, at)
    _put_down(board, contact)
    contact.agent = ""
    # It has been with a person; where that was not seen, nothing may count it as a first answer now.
    contact.answered = True
    _stand_in_line(board, fact.interaction, contact, fact.queue, at)


def _deferred(board: Board, fact: f.InteractionDeferred, at: Instant) -> None:
    contact = _contact(board, fact.interaction, at)
    _leave_line(board, fact.interaction, contact)
    _put_down(board, contact)
    contact.agent = ""
    if contact.queue and not contact.answered and not contact.deferred:
        # Put off once more, it is one contact still.
        _deferred_by(board, contact, 1)
    contact.deferred = True


def _wrap_up_started(board: Board, fact: f.WrapUpStarted, at: Instant) -> None:
    contact = _contact(board, fact.interaction, at)
    contact.answered = True
    _take_in_hand(board, contact, fact.agent)


def _closed(board: Board, fact: f.InteractionClosed, at: Instant) -> None:
    contact = board.contacts.pop(fact.interaction, None)
    if contact is not None:
        _put_down(board, contact)


def _abandoned(board: Board, fact: f.InteractionAbandoned, at: Instant) -> None:
    contact = board.contacts.pop(fact.interaction, None)
    if contact is None:
        return
    _leave_line(board, fact.interaction, contact)
    tally = _tally_of(board, contact)
    if tally is not None and not contact.answered:
        if contact.deferred:
            tally.deferred -= 1
        note_abandonment(tally, fact.waited_ms, board.queues[contact.queue].rules)


def _moved(board: Board, fact: f.InteractionMoved, at: Instant) -> None:
    """One customer, one contact: it is counted where it goes on, from when they first came."""
    contact = board.contacts.pop(fact.interaction, None)
    if contact is None:
        return
    _leave_line(board, fact.interaction, contact)
    _put_down(board, contact)
    tally = _tally_of(board, contact)
    if tally is not None and not contact.answered:
        tally.offered -= 1
        if contact.deferred:
            tally.deferred -= 1


CHANGES: Mapping[type[Fact], Callable[[Board, Any, Instant], None]] = {
    f.QueueSet: _queue_set,
    f.AgentSet: _agent_set,
    f.AgentRetired: _agent_retired,
    f.PresenceChanged: _presence_changed,
    f.BreatherBegun: _rest_begun,
    f.BreatherEnded: _rest_ended,
    f.InteractionArrived: _arrived,
    f.InteractionGreeted: _greeted,
    f.InteractionQueued: _queued,
    f.OfferMade: _offer_made,
    f.OfferReturned: _offer_returned,
    f.OfferAccepted: _answered,
    f.InteractionTaken: _answered,
    f.InteractionParked: _parked,
    f.InteractionUnparked: _unparked,
    f.InteractionRequeued: _back_in_line,
    f.InteractionTransferred: _back_in_line,
    f.InteractionDeferred: _deferred,
    f.WrapUpStarted: _wrap_up_started,
    f.InteractionClosed: _closed,
    f.InteractionAbandoned: _abandoned,
    f.InteractionMoved: _moved,
}
"""Which facts change the board. Holding and resuming do not: the agent stays busy, nobody waits for one."""

FOLDS: Mapping[type[Fact], Callable[[Board, Entry], None]] = dict.fromkeys(CHANGES, apply)


# ── what the changes are made of ────────────────────────────────────────────────────────────────────────────────────


def _queue(board: Board, queue: str) -> Queue:
    found = board.queues.get(queue)
    if found is None:
        found = board.queues[queue] = Queue(QueueRules(queue=queue))
        found.able = sum(_is_able(person, found) for person in board.people.values())
    return found


def _person(board: Board, agent: str) -> Person:
    found = board.people.get(agent)
    if found is None:
        found = board.people[agent] = Person()
    return found


def _is_able(person: Person, queue: Queue) -> bool:
    skills = person.skills
    return person.presence == "online" and all(
        skills.get(skill, 0) >= level for skill, level in queue.rules.skills.items()
    )


def _count_able(board: Board, person: Person, by: int) -> None:
    for queue in board.queues.values():
        if _is_able(person, queue):
            queue.able += by


def _contact(board: Board, interaction: str, at: Instant) -> Contact:
    found = board.contacts.get(interaction)
    if found is None:
        found = board.contacts[interaction] = Contact(at)
    return found


def _quarter(queue: Queue, index: int) -> Tally:
    tally = queue.quarters.get(index)
    if tally is None:
        tally = queue.quarters[index] = Tally()
        for old in [one for one in queue.quarters if one <= index - QUARTERS_KEPT]:
            del queue.quarters[old]
    return tally


def _count_arrival(queue: Queue, index: int) -> None:
    if index not in queue.fives:
        queue.fives[index] = 0
        for old in [one for one in queue.fives if one <= index - FIVES_KEPT]:
            del queue.fives[old]
    queue.fives[index] += 1


def _tally_of(board: Board, contact: Contact) -> Tally | None:
    """Where the contact was counted as offered; None when it never was, or so long ago that the quarter is gone."""
    return board.queues[contact.queue].quarters.get(contact.quarter) if contact.queue else None


def _deferred_by(board: Board, contact: Contact, by: int) -> None:
    tally = _tally_of(board, contact)
    if tally is not None and not contact.answered:
        tally.deferred += by


def _stand_in_line(board: Board, interaction: str, contact: Contact, queue: str, since: Instant) -> None:
    _leave_line(board, interaction, contact)
    contact.line = queue
    _queue(board, queue).line[interaction] = since


def _leave_line(board: Board, interaction: str, contact: Contact) -> None:
    if contact.line:
        board.queues[contact.line].line.pop(interaction, None)
        contact.line = ""


def _take_in_hand(board: Board, contact: Contact, agent: str) -> None:
    if contact.in_hand and contact.agent == agent:
        return
    _put_down(board, contact)
    contact.agent = agent
    contact.in_hand = True
    _person(board, agent).in_hand += 1


def _put_down(board: Board, contact: Contact) -> None:
    if contact.in_hand:
        contact.in_hand = False
        person = board.people.get(contact.agent)
        if person is not None:
            person.in_hand -= 1
