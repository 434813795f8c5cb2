"""The desk's live view: every conversation that has not ended, the offers that stand, and who is at work.

One fold, `apply`, over durable entries in order. It starts from the read model (`from_rows`) and must always equal what the
read model says at the same position: "snapshot + facts = refetch", held by a test over every command. The same facts are
applied in the page by the web client's reducer. Names and texts are not in here; they are looked up beside.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

import msgspec

from hoolin.core import facts as base
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as i
from hoolin.core.site.rules import AgentProfile, Presence, QueueRules, SiteRules


class Line(msgspec.Struct, kw_only=True):
    """One conversation as the desk lists it. said: the content id of the last message; note: of the last transfer note."""

    interaction: str
    customer: str
    case: str
    channel: str
    queue: str
    language: str
    state: str
    agent: str | None = None
    place_at: int
    arrived_at: int
    last_at: int
    last_from: str = "customer"
    said: str | None = None
    unread: int = 0
    last_ordinal: int = 0
    priority: int = 0
    customer_here: bool = True
    answer_later: bool = False
    wrap_up_due_at: int | None = None
    offer: str | None = None
    offer_expires_at: int | None = None
    note: str | None = None


class AgentLine(msgspec.Struct, kw_only=True):
    """One agent as colleagues see them. resting_until: when their breather ends; 0: they have none. owed_ms: of one they are owed."""

    profile: AgentProfile
    presence: Presence = "offline"
    reason: str = ""
    resting_until: int = 0
    owed_ms: int = 0


class Desk(msgspec.Struct, kw_only=True):
    """Everything live at `position`. all, closed: how many conversations there are, and how many have ended. breathers: whether
    the site has any.
    """

    position: int = 0
    lines: dict[str, Line] = {}
    agents: dict[str, AgentLine] = {}
    queues: dict[str, QueueRules] = {}
    rules: SiteRules = SiteRules()
    breathers: bool = False
    all: int = 0
    closed: int = 0


def line_of(row: Mapping[str, Any]) -> Line:
    """A row of the read model as a line."""
    plain = {field: row[field] for field in Line.__struct_fields__}
    return Line(**{**plain, "customer_here": bool(row["customer_here"]), "answer_later": bool(row["answer_later"])})


def from_rows(position: int, live: Iterable[Mapping[str, Any]], tallies: Mapping[str, int]) -> Desk:
    """The view as the read model has it at a position; set-up and presences are added by whoever holds them."""
    lines = {line.interaction: line for line in map(line_of, live)}
    return Desk(position=position, lines=lines, all=tallies["all"], closed=tallies["closed"])


def apply(desk: Desk, entry: Entry) -> Line | None:
    """Take up one entry. Gives the line that it is about, as it is after it (also when it has just ended), if any."""
    desk.position = entry.position
    fact = cast(Any, entry.fact)
    kind = type(fact)
    change = CHANGES.get(kind)
    if change is not None:
        line = desk.lines.get(fact.interaction)
        if line is None:
            return None
        change(line, fact, entry.at)
        if kind in ENDS:
            del desk.lines[line.interaction]
            desk.closed += 1
        return line
    if kind is i.InteractionArrived:
        line = _arrived(fact, entry.at)
        desk.lines[line.interaction] = line
        desk.all += 1
        return line
    _set_up(desk, fact)
    return None


def _arrived(fact: i.InteractionArrived, at: int) -> Line:
    return Line(
        interaction=fact.interaction, customer=fact.customer, case=fact.case, channel=fact.channel, queue=fact.queue,
        language=fact.language, state="arrived", place_at=fact.place_at, arrived_at=at, last_at=at,
        priority=fact.priority,
    )  # fmt: skip


def _set_up(desk: Desk, fact: base.Fact) -> None:
    match fact:
        case i.PresenceChanged(agent=agent, presence=presence, reason=reason):
            line = desk.agents[agent]
            line.presence, line.reason = presence, reason
            if presence != "online":
                line.resting_until = line.owed_ms = 0
        case i.BreatherWished(agent=agent, ms=ms):
            desk.agents[agent].owed_ms = ms
        case i.BreatherBegun(agent=agent, until=until):
            line = desk.agents[agent]
            line.resting_until, line.owed_ms = until, 0
        case i.BreatherEnded(agent=agent, owed_ms=owed):
            line = desk.agents[agent]
            line.resting_until, line.owed_ms = 0, owed
        case i.EaseRulesSet(rules=ease):
            desk.breathers = ease.on
        case i.AgentSet(profile=profile):
            known = desk.agents.get(profile.agent)
            if known is None:
                desk.agents[profile.agent] = AgentLine(profile=profile)
            else:
                known.profile = profile
        case i.AgentRetired(agent=agent):
            desk.agents.pop(agent, None)
        case i.QueueSet(rules=rules):
            desk.queues[rules.queue] = rules
        case i.SiteSet(rules=site):
            desk.rules = site


def _hand(line: Line, state: str, agent: str | None) -> None:
    line.state, line.agent, line.offer, line.offer_expires_at = state, agent, None, None


def _state(state: str) -> Callable[[Line, Any, int], None]:
    def change(line: Line, fact: Any, at: int) -> None:
        line.state = state

    return change


def _queued(line: Line, fact: i.InteractionQueued, at: int) -> None:
    _hand(line, "waiting", None)
    line.queue = fact.queue


def _demands(line: Line, fact: i.DemandsSet, at: int) -> None:
    line.queue, line.priority = fact.queue, max(line.priority, fact.priority)


def _requeued(line: Line, fact: i.InteractionRequeued, at: int) -> None:
    _hand(line, "waiting", None)
    line.queue, line.place_at = fact.queue, fact.place_at


def _transferred(line: Line, fact: i.InteractionTransferred, at: int) -> None:
    _hand(line, "waiting", None)
    line.queue, line.note = fact.queue, fact.note or line.note


def _offered(line: Line, fact: i.OfferMade, at: int) -> None:
    line.state, line.agent, line.offer, line.offer_expires_at = "offered", fact.agent, fact.offer, fact.expires_at


def _returned(line: Line, fact: i.OfferReturned, at: int) -> None:
    _hand(line, "waiting", None)


def _joined(line: Line, fact: i.OfferAccepted | i.InteractionTaken, at: int) -> None:
    _hand(line, "active", fact.agent)


def _deferred(line: Line, fact: i.InteractionDeferred, at: int) -> None:
    _hand(line, "deferred", None)


def _resumed(line: Line, fact: i.InteractionResumed, at: int) -> None:
    line.state, line.wrap_up_due_at = "active", None


def _wrap_up(line: Line, fact: i.WrapUpStarted, at: int) -> None:
    line.state, line.wrap_up_due_at = "wrap_up", fact.due_at


def _closed(line: Line, fact: i.InteractionClosed, at: int) -> None:
    line.state, line.agent, line.wrap_up_due_at = "closed", fact.agent or line.agent, None


def _abandoned(line: Line, fact: i.InteractionAbandoned, at: int) -> None:
    line.state, line.wrap_up_due_at = "abandoned", None


def _moved(line: Line, fact: i.InteractionMoved, at: int) -> None:
    line.state, line.offer, line.offer_expires_at = "moved", None, None


def _heard(line: Line, fact: i.MessageReceived, at: int) -> None:
    line.last_at, line.last_from, line.said, line.last_ordinal = at, "customer", fact.message, fact.ordinal
    line.unread += 1


def _said(line: Line, fact: i.MessageSent, at: int) -> None:
    line.last_at, line.last_from, line.said, line.last_ordinal = at, fact.speaker, fact.message, fact.ordinal
    if fact.speaker == "agent":
        line.unread = 0


def _read(line: Line, fact: i.MessagesRead, at: int) -> None:
    if fact.reader == "agent":
        line.unread = min(line.unread, line.last_ordinal - fact.ordinal)


def _here(here: bool) -> Callable[[Line, Any, int], None]:
    def change(line: Line, fact: Any, at: int) -> None:
        line.customer_here = here

    return change


def _later(line: Line, fact: i.AnswerLaterAsked, at: int) -> None:
    line.answer_later = True


def _language(line: Line, fact: i.LanguageChanged, at: int) -> None:
    line.language = fact.language


def _parted(line: Line, fact: i.ClaimRefused, at: int) -> None:
    line.case = fact.case or line.case


ENDS = frozenset({i.InteractionClosed, i.InteractionAbandoned, i.InteractionMoved})

CHANGES: dict[type[base.Fact], Callable[[Line, Any, int], None]] = {
    i.InteractionGreeted: _state("greeted"),
    i.DemandsSet: _demands,
    i.InteractionQueued: _queued,
    i.OfferMade: _offered,
    i.OfferAccepted: _joined,
    i.OfferReturned: _returned,
    i.InteractionTaken: _joined,
    i.InteractionHeld: _state("held"),
    i.InteractionResumed: _resumed,
    i.InteractionParked: _state("parked"),
    i.InteractionUnparked: _state("active"),
    i.InteractionRequeued: _requeued,
    i.InteractionTransferred: _transferred,
    i.InteractionDeferred: _deferred,
    i.WrapUpStarted: _wrap_up,
    i.InteractionClosed: _closed,
    i.InteractionAbandoned: _abandoned,
    i.InteractionMoved: _moved,
    i.MessageReceived: _heard,
    i.MessageSent: _said,
    i.MessagesRead: _read,
    i.CustomerLeft: _here(False),
    i.CustomerReturned: _here(True),
    i.AnswerLaterAsked: _later,
    i.LanguageChanged: _language,
    i.ClaimRefused: _parted,
}
