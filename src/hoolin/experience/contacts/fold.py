"""Facts → rows. The same for every channel: what differs is only by what a person's first word is heard (`spoken`).

- A person is *asked for* when the customer stands in line; behind a menu, when they ask for one or the menu sends them into line. Words
  of ours that only greet ask for nothing and do not stop the clock. Who chose a time to be called at asks for a person at that time.
- A person's *first word* is their first message, or the moment both are on the line. What a machine says is none.
- Who goes on in another contact before a person's word waits on there; afterwards, that contact is no new one.
- An *unseen answer*: the customer had left the page before our first word, left no address, and neither wrote, read it nor came back
  until the end. They gave up, silently, when they left.
"""

from collections.abc import Callable
from typing import Any, TypeAlias, cast

from hoolin.cases.api import callbacks
from hoolin.cases.api import facts as k
from hoolin.core.facts import Entry, Fact
from hoolin.core.flow.facts import FlowEntered, FlowLeft, FlowStepped
from hoolin.core.interaction import facts as i
from hoolin.experience.contacts import clocks, owed
from hoolin.experience.contacts.hands import turn
from hoolin.experience.contacts.row import CaseStep, Contact, number_of
from hoolin.experience.contacts.state import Batch, Callback, Carried, Folding, Level, Live
from hoolin.people.api import facts as p

THEY = ("customer:", "channel:")
"""Who causes what customers begin: they themselves, or the channel that their word came by."""

SPOKEN = frozenset({"voice"})
"""Channels on which, without a call of ours to tell, a person's word follows at once upon their taking it."""

FoldOne: TypeAlias = Callable[[Folding, Batch, Entry], None]
FoldLive: TypeAlias = Callable[[Folding, Batch, Live, Entry], None]


def fold(state: Folding, batch: Batch, entry: Entry) -> None:
    """What an entry changes; most change nothing here."""
    found = FOLDS.get(type(entry.fact))
    if found is not None:
        found(state, batch, entry)


# ── beginning ───────────────────────────────────────────────────────────────────────────────────────────────────────


def arrived(state: Folding, batch: Batch, entry: Entry) -> None:
    """A row begins."""
    fact = cast(i.InteractionArrived, entry.fact)
    carried = state.coming.pop(fact.interaction, None)
    asked = state.callbacks.get(fact.interaction)
    row = Contact(
        interaction=fact.interaction, case_no=number_of(fact.case), customer=number_of(fact.customer), channel=fact.channel,
        queue=fact.queue, language=fact.language, arrived_at=entry.at,
        outbound=carried.outbound if carried else not entry.actor.startswith(THEY), continued=carried is not None,
        asked_at=carried.asked_at if carried and not carried.reached else None,
        promised_at=asked.promised_at if asked else None, before_ms=carried.before_ms if carried else 0,
    )  # fmt: skip
    live = state.live[fact.interaction] = Live(row=row, case=fact.case, served=carried is not None and carried.reached)
    state.newest[fact.case] = fact.interaction
    _level(state, row)
    if asked is not None:
        clocks.wished(live, asked)
        owed.owe(state, live, "callback", asked.promised_at, entry.at)


def _level(state: Folding, row: Contact) -> None:
    level = state.levels.get(row.queue)
    if level is not None:
        row.target_ms, row.short_ms, row.level_rule = level.target_ms, level.short_ms, level.rule


def queue_set(state: Folding, batch: Batch, entry: Entry) -> None:
    """From now on."""
    rules = cast(i.QueueSet, entry.fact).rules
    state.levels[rules.queue] = Level(rules.target_ms, rules.short_abandon_ms, rules.service_level)


def case_opened(state: Folding, batch: Batch, entry: Entry) -> None:
    """The contact that has just come is its first."""
    case = cast(k.CaseOpened, entry.fact).case
    live = state.live.get(state.newest.get(case, ""))
    if live is not None:
        live.row.opened = True


def case_solved(state: Folding, batch: Batch, entry: Entry) -> None:
    """For now at least."""
    case = cast(k.CaseSolved, entry.fact).case
    batch.case_steps.append(CaseStep(case_no=number_of(case), happened_at=entry.at, what="solved"))


def case_reopened(state: Folding, batch: Batch, entry: Entry) -> None:
    """It was not."""
    case = cast(k.CaseReopened, entry.fact).case
    batch.case_steps.append(CaseStep(case_no=number_of(case), happened_at=entry.at, what="reopened"))


# ── asking for a person ─────────────────────────────────────────────────────────────────────────────────────────────


def flow_entered(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """A menu stands before the person; their first word may ask for one already."""
    fact = cast(FlowEntered, entry.fact)
    live.row.flow, live.in_flow = fact.flow, True
    if fact.wish:
        clocks.ask(live, entry.at)


def flow_stepped(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """They may ask for a person anywhere in it."""
    fact = cast(FlowStepped, entry.fact)
    if fact.lookup is not None and live.row.asked_at is None:
        live.row.machine_asked = True
    if any(passed.why == "person" for passed in fact.passed):
        clocks.ask(live, entry.at)


def flow_left(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """Into line, to be called back or with a message left: a person is owed. With goodbye: none was asked for."""
    fact = cast(FlowLeft, entry.fact)
    if fact.way != "end" or any(passed.why == "person" for passed in fact.passed):
        clocks.ask(live, entry.at)
    if fact.way == "callback" and fact.due_at:
        live.row.promised_at = fact.due_at
        owed.owe(state, live, "callback", fact.due_at, entry.at)


def demands_set(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """Another line, with another service level."""
    live.row.queue = cast(i.DemandsSet, entry.fact).queue
    _level(state, live.row)


def queued(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """In line."""
    live.row.queue = cast(i.InteractionQueued, entry.fact).queue
    _level(state, live.row)
    clocks.ask(live, entry.at)
    clocks.do(live, "waits", entry.at)


def deferred(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """Put off: a person has been asked for. Of a time that they chose themselves, we were told before."""
    clocks.ask(live, entry.at)
    live.with_agent = False
    clocks.do(live, "", entry.at)
    turn(state, live, "", "", entry.at)
    if live.row.reached_at is not None and live.row.interaction not in state.promises:
        # A person said that it goes on then; whether it did, the room of promises tells.
        owed.owe(state, live, "later", cast(i.InteractionDeferred, entry.fact).due_at, entry.at)


def callback_asked(state: Folding, batch: Batch, entry: Entry) -> None:
    """Before the contact begins, or for one that goes on: then the time before is not owed any more."""
    fact = cast(callbacks.facts.CallbackAsked, entry.fact)
    asked = state.callbacks[fact.interaction] = Callback(
        wished_at=fact.at, promised_at=fact.promised_at, asked_at=entry.at
    )
    live = state.live.get(fact.interaction)
    if live is None:
        return
    clocks.wished(live, asked)
    owed.settle(state, batch, fact.interaction, entry.at, "withdrawn")
    live.row.promised_at = fact.promised_at
    owed.owe(state, live, "callback", fact.promised_at, entry.at)


def callback_tried(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """A call of ours. Reached: there is a person's word."""
    owed.called_back(state, batch, live, entry.at)
    if cast(callbacks.facts.CallbackTried, entry.fact).outcome == "reached":
        clocks.word(live, entry.at)
    else:
        live.row.tries += 1


# ── with a person ───────────────────────────────────────────────────────────────────────────────────────────────────


def taken(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """A person answers for it from here; their word is still to come, but for a call that is under way or needs no ringing."""
    row = live.row
    row.agent = cast(i.OfferAccepted | i.InteractionTaken, entry.fact).agent
    if row.answered_at is None:
        row.answered_at = entry.at
    live.with_agent = True
    turn(state, live, "works", row.agent, entry.at)
    if row.reached_at is not None:
        clocks.do(live, "talks", entry.at)
    elif (not live.called and row.channel in SPOKEN) or (live.called == "inbound" and live.agent_on):
        clocks.word(live, entry.at)


def called(live: Live, direction: str) -> None:
    """There is a call now."""
    live.called = cast(Any, direction)


def on_the_line(state: Folding, batch: Batch, live: Live, ours: bool, at: int) -> None:
    """Somebody answered a call. ours: an agent."""
    if ours:
        live.agent_on = True
        if live.called == "inbound" and live.with_agent:
            clocks.word(live, at)
    elif live.called == "outbound":
        owed.called_back(state, batch, live, at)
        clocks.word(live, at)


def held(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """Asked to wait a moment."""
    live.row.holds += 1
    clocks.do(live, "holds", entry.at)


def resumed(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """The agent is back with them, from hold, parked or wrap-up."""
    live.with_agent = True
    turn(state, live, "works", live.row.agent, entry.at)
    if live.row.reached_at is not None:
        clocks.do(live, "talks", entry.at)


def parked(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """The customer owes the next word; the time is theirs. So it is while the agent wraps up."""
    live.with_agent = False
    clocks.do(live, "", entry.at)
    wraps = isinstance(entry.fact, i.WrapUpStarted)
    turn(state, live, "wraps" if wraps else "", live.row.agent, entry.at)


def transferred(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """Handed on. Without a note the next person knows nothing, and asks again."""
    fact = cast(i.InteractionTransferred, entry.fact)
    live.row.transfers += 1
    live.row.restated += fact.note is None
    live.row.queue = fact.queue
    turn(state, live, "", "", entry.at)
    clocks.back_in_line(live, entry.at)


def requeued(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """They wrote, and their agent had no room."""
    live.row.queue = cast(i.InteractionRequeued, entry.fact).queue
    turn(state, live, "", "", entry.at)
    clocks.back_in_line(live, entry.at)


# ── what is said ────────────────────────────────────────────────────────────────────────────────────────────────────


def heard(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """The customer said something: they are there."""
    live.row.words_in += 1
    live.unseen = False


def said(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """An agent wrote. Machines' words are no person's."""
    fact = cast(i.MessageSent, entry.fact)
    if fact.speaker != "agent":
        return
    live.row.words_out += 1
    if live.row.reached_at is None:
        live.first_message = fact.message
    clocks.word(live, entry.at)


def scheduled(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """What leaves the house later is heard later."""
    fact = cast(i.MessageScheduled, entry.fact)
    if fact.message == live.first_message and live.row.reached_at is not None:
        live.row.reached_at = max(live.row.reached_at, fact.due_at)


def seen(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """The customer read what was said."""
    if cast(i.MessagesRead, entry.fact).reader == "customer" and live.row.reached_at is not None:
        live.unseen = False


def left(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """Their page is closed."""
    live.gone_at = entry.at


def came_back(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """And open again."""
    live.gone_at, live.unseen = 0, False


def later(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """They left an address: silence is no giving up."""
    live.later, live.unseen = True, False


def language(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """Another language from here."""
    live.row.language = cast(i.LanguageChanged, entry.fact).language


# ── the end ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def closed(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """Done. An answer that nobody saw was no answer."""
    fact, row = cast(i.InteractionClosed, entry.fact), live.row
    row.ending, row.agent = fact.outcome, fact.agent or row.agent
    row.reasons = ",".join(fact.reasons)
    row.reason = fact.reasons[0] if fact.reasons else ""
    if live.unseen and not row.continued:
        row.reached_at = None
        row.ending = "abandoned"
        clocks.give_up(row, "answered_late", live.gone_at)
    _end(state, batch, live, entry.at)


def abandoned(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """They left before a person's word. Whoever left silently, left when their page closed."""
    cause = cast(i.InteractionAbandoned, entry.fact).cause
    live.row.ending = "abandoned"
    clocks.give_up(live.row, cause, live.gone_at if cause == "silent" and live.gone_at else entry.at)
    _end(state, batch, live, entry.at)


def moved(state: Folding, batch: Batch, live: Live, entry: Entry) -> None:
    """It goes on elsewhere, and what it has waited goes along."""
    to, row = cast(i.InteractionMoved, entry.fact).to, live.row
    reached = row.reached_at is not None
    turn(state, live, "", "", entry.at)
    spent = row.work_ms + row.wrap_ms + row.before_ms
    there = state.live.get(to)
    if there is None:
        state.coming[to] = Carried(
            asked_at=row.asked_at, reached=reached or live.served, outbound=row.outbound, before_ms=spent
        )
    else:
        there.row.before_ms += spent
        if not reached and there.row.reached_at is None and row.asked_at is not None:
            there.row.asked_at = min(row.asked_at, there.row.asked_at or row.asked_at)
    row.ending = "moved"
    _end(state, batch, live, entry.at)


def _end(state: Folding, batch: Batch, live: Live, at: int) -> None:
    row = live.row
    turn(state, live, "", "", at)
    clocks.do(live, "", at)
    row.ended_at = at
    clocks.end_wait(row, at)
    if row.ending != "moved":
        if row.ending == "solved" or row.reached_at is not None:
            owed.called_back(state, batch, live, row.reached_at or row.answered_at or at)
        owed.settle(state, batch, row.interaction, at, "broken" if row.ending == "not_reached" else "withdrawn")
    state.callbacks.pop(row.interaction, None)
    if state.newest.get(live.case) == row.interaction:
        del state.newest[live.case]
    del state.live[row.interaction]
    batch.contacts.append(row)


# ── who they are ────────────────────────────────────────────────────────────────────────────────────────────────────


def parted(state: Folding, batch: Batch, entry: Entry) -> None:
    """It was in somebody else's case, and is in one of its own."""
    fact = cast(i.ClaimRefused, entry.fact)
    if fact.case is None:
        return
    live = state.live.get(fact.interaction)
    if live is None:
        batch.parted[fact.interaction] = number_of(fact.case)
        return
    if state.newest.get(live.case) == fact.interaction:
        del state.newest[live.case]
    live.case, live.row.case_no = fact.case, number_of(fact.case)
    state.newest[fact.case] = fact.interaction


def merged(state: Folding, batch: Batch, entry: Entry) -> None:
    """One person."""
    fact = cast(p.CustomersMerged, entry.fact)
    state.merged[number_of(fact.merged)] = number_of(fact.kept)
    batch.merges = True


def unmerged(state: Folding, batch: Batch, entry: Entry) -> None:
    """Two, after all."""
    state.merged.pop(number_of(cast(p.CustomersUnmerged, entry.fact).merged), None)
    batch.merges = True


def erased(state: Folding, batch: Batch, entry: Entry) -> None:
    """Nobody knows any more that these contacts were one person's; within a case they stay together."""
    number = number_of(cast(p.CustomerErased, entry.fact).customer)
    batch.forgotten.append(number)
    for row in (*(live.row for live in state.live.values()), *batch.contacts):
        if row.customer == number:
            row.customer = row.case_no
    state.merged = {gone: kept for gone, kept in state.merged.items() if number not in (gone, kept)}
    batch.merges = True


LIVE_FOLDS: dict[type[Fact], FoldLive] = {
    FlowEntered: flow_entered,
    FlowStepped: flow_stepped,
    FlowLeft: flow_left,
    i.DemandsSet: demands_set,
    i.InteractionQueued: queued,
    i.InteractionDeferred: deferred,
    callbacks.facts.CallbackTried: callback_tried,
    i.OfferAccepted: taken,
    i.InteractionTaken: taken,
    i.InteractionHeld: held,
    i.InteractionResumed: resumed,
    i.InteractionUnparked: resumed,
    i.InteractionParked: parked,
    i.WrapUpStarted: parked,
    i.InteractionTransferred: transferred,
    i.InteractionRequeued: requeued,
    i.MessageReceived: heard,
    i.MessageSent: said,
    i.MessageScheduled: scheduled,
    i.MessagesRead: seen,
    i.CustomerLeft: left,
    i.CustomerReturned: came_back,
    i.AnswerLaterAsked: later,
    i.LanguageChanged: language,
    i.InteractionClosed: closed,
    i.InteractionAbandoned: abandoned,
    i.InteractionMoved: moved,
}


def _of_live(take: FoldLive) -> FoldOne:
    def fold_one(state: Folding, batch: Batch, entry: Entry) -> None:
        fact: Any = entry.fact
        live = state.live.get(fact.interaction)
        if live is not None:
            take(state, batch, live, entry)

    return fold_one


FOLDS: dict[type[Fact], FoldOne] = {
    i.InteractionArrived: arrived,
    i.QueueSet: queue_set,
    k.CaseOpened: case_opened,
    k.CaseSolved: case_solved,
    k.CaseReopened: case_reopened,
    callbacks.facts.CallbackAsked: callback_asked,
    i.ClaimRefused: parted,
    p.CustomersMerged: merged,
    p.CustomersUnmerged: unmerged,
    p.CustomerErased: erased,
    **{fact: _of_live(take) for fact, take in LIVE_FOLDS.items()},
}
