"""Command → facts, for flows: how they are set, and everything a customer does while one speaks with them.

Arriving, a customer's message and the clock are decided here, around what the life cycle decides about them: where no flow is used, nothing
is added. It refuses a flow that could trap anybody (`Trapped`), one whose queues do not exist, and a flow on a channel of letters. Where people
speak, that is asked for those too whose number nobody knows.
"""

import heapq

import msgspec

from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Fact, Instant
from hoolin.core.flow import commands as c
from hoolin.core.flow import facts as f
from hoolin.core.flow import step as s
from hoolin.core.flow.desk import SPOKEN, Flows, Walk
from hoolin.core.flow.guarantee import prove
from hoolin.core.flow.read import sound
from hoolin.core.flow.run import Whose, first_step, next_step
from hoolin.core.flow.told import in_words, way_in_words
from hoolin.core.flow.traps import Verdict
from hoolin.core.flow.words import asks_for_person
from hoolin.core.interaction import commands as ic
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.arrive import arrival
from hoolin.core.interaction.site import Interaction
from hoolin.core.interaction.speak import receive_message
from hoolin.core.site.rules import LANGUAGES

NEVER: frozenset[str] = frozenset({"email", "callback"})
"""Channels without a flow: a letter is answered by a person, and whoever is called back has asked for one."""

BEGINS_MS_MAX = 60_000
"""How long it is waited to know where answers go; then a person is asked for."""

DUE_AT_ONCE_MAX = 200
"""Walks whose waiting ends in one step of the clock; the rest follow in the next."""


class Trapped(Invalid):
    """Somebody could be trapped in this flow."""

    verdict = Verdict()

    @classmethod
    def by(cls, verdict: Verdict) -> "Trapped":
        """The refusal that tells the shortest way into a trap."""
        trap = verdict.traps[0]
        said = {language: in_words(trap, language) for language in LANGUAGES}
        ways = {language: way_in_words(trap, language) for language in LANGUAGES}
        made = cls("flow_traps", kind=trap.kind, node=trap.node, said=said, way=ways, traps=len(verdict.traps))
        made.verdict = verdict
        return made


# ── setting ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def set_flow(flows: Flows, command: c.SetFlow, now: Instant) -> Decision:
    """Proved against the site as it is set up now. The same flow again changes nothing; nobody's change is written over unseen."""
    name = sound(command.flow).name
    verdict = prove(command.flow, flows.surroundings(command.flow), flows.bounds)
    if not verdict.holds:
        raise Trapped.by(verdict)
    revision = flows.kept.revisions.get(name, 0)
    there = flows.kept.flows.get(name, {}).get(revision)
    if there == command.flow:
        return Decision()
    newest = 0 if there is None else revision
    if command.based_on is not None and command.based_on != newest:
        raise Conflict("flow_changed", flow=name, revision=newest, based_on=command.based_on)
    changed = f.FlowSet(flow=command.flow, revision=revision + 1)
    note = command.note.strip()
    return Decision((changed, f.FlowNoted(flow=name, revision=revision + 1, note=note)) if note else (changed,))


def retire_flow(flows: Flows, command: c.RetireFlow, now: Instant) -> Decision:
    """Only when nobody is greeted by it any more."""
    flows.flow(command.flow)
    used = sorted(channel for channel, flow in flows.kept.used.items() if flow == command.flow)
    if used:
        raise Conflict("flow_in_use", channels=used)
    return Decision((f.FlowRetired(flow=command.flow),))


def use_flow(flows: Flows, command: c.UseFlow, now: Instant) -> Decision:
    """Proved once more: the site may have changed since the flow was set."""
    if command.channel in NEVER:
        raise Invalid("channel_without_flow", channel=command.channel)
    if command.channel not in flows.site.kept.channels:
        raise NotFound("channel", channel=command.channel)
    if flows.kept.used.get(command.channel, "") == command.flow:
        return Decision()
    if command.flow:
        flow = flows.flow(command.flow)
        spoken = command.channel in SPOKEN or flows.greets_callers(command.flow)
        verdict = prove(flow, flows.surroundings(flow, spoken=spoken), flows.bounds)
        if not verdict.holds:
            raise Trapped.by(verdict)
    return Decision((f.FlowUsed(channel=command.channel, flow=command.flow),))


# ── what customers do ───────────────────────────────────────────────────────────────────────────────────────────────────────


def arrive(flows: Flows, command: ic.Arrive, now: Instant, *, nameless: bool = False) -> Decision:
    """Greeted where the channel has a flow, in line at once where not. nameless: nobody knows their number."""
    return _greeted(flows, arrival(flows.site, command, now), command, "", now, nameless=nameless)


def receive(flows: Flows, command: ic.ReceiveMessage, now: Instant) -> Decision:
    """Whatever a customer says is kept as said; while a flow speaks with them, it is an event too."""
    decided = receive_message(flows.site, command, now)
    if not flows.kept.used and not flows.kept.walks:
        return decided
    if command.begins is not None and any(isinstance(fact, i.InteractionArrived) for fact in decided.facts):
        return _greeted(flows, decided, command.begins, command.text, now)
    said = next(fact for fact in decided.facts if isinstance(fact, i.MessageReceived))
    walk = flows.kept.walks.get(said.interaction)
    if walk is None:
        return decided
    whose = _whose(flows.site.interaction(said.interaction), said.ordinal)
    if walk.state is None:
        walk = msgspec.structs.replace(walk, wish=walk.wish or asks_for_person(command.text))
        return _both(decided, first_step(flows, whose, walk, now))
    event: s.Event = s.Said(text=command.text) if command.text.strip() else s.Said(text="…")
    return _both(decided, next_step(flows, whose, walk, event, now))


def _greeted(
    flows: Flows, decided: Decision, begins: ic.Arrive, text: str, now: Instant, *, nameless: bool = False
) -> Decision:  # fmt: skip
    """The same arrival, with a flow before the line. Whoever comes over from another channel, or at a time that was agreed, has been greeted."""
    name = flows.kept.used.get(begins.channel)
    queued = next((at for at, fact in enumerate(decided.facts) if isinstance(fact, i.InteractionQueued)), None)
    if not name or queued is None or begins.moves is not None:
        return decided
    arrived = next(fact for fact in decided.facts if isinstance(fact, i.InteractionArrived))
    entered = f.FlowEntered(
        interaction=arrived.interaction, flow=name, revision=flows.kept.revisions[name], language=arrived.language,
        wish=asks_for_person(text),
    )  # fmt: skip
    unknown: tuple[Fact, ...] = (f.CallerNameless(interaction=arrived.interaction),) if nameless else ()
    greeted: tuple[Fact, ...] = (i.InteractionGreeted(interaction=arrived.interaction),)
    facts = (*decided.facts[:queued], *greeted, *decided.facts[queued + 1 :], entered, *unknown)
    decided = msgspec.structs.replace(decided, facts=facts)
    if flows.site.kept.channels[arrived.channel].delivers:
        # Where answers go is noted in a moment; it begins to speak then.
        return decided
    ordinal = sum(isinstance(fact, i.MessageReceived) for fact in decided.facts)
    whose = Whose(
        arrived.interaction,
        arrived.customer,
        arrived.case,
        arrived.channel,
        arrived.queue,
        arrived.language,
        False,
        ordinal,
    )
    walk = begun(entered, now)
    walk.nameless = nameless
    return _both(decided, first_step(flows, whose, walk, now))


def begun(entered: f.FlowEntered, now: Instant) -> Walk:
    """The walk of somebody whom a flow greets."""
    return Walk(
        entered.flow,
        entered.revision,
        entered.language,
        entered.wish,
        due_at=now + BEGINS_MS_MAX,
    )


def begin_flow(flows: Flows, command: c.BeginFlow, now: Instant) -> Decision:
    """Once; whoever has left the flow, or is spoken with already, is let be."""
    walk = flows.kept.walks.get(command.interaction)
    if walk is None or walk.state is not None:
        return Decision()
    one = flows.site.interaction(command.interaction)
    return first_step(flows, _whose(one, one.last_ordinal), walk, now)


def tell_flow(flows: Flows, command: c.TellFlow, now: Instant) -> Decision:
    """What a gateway heard where people speak. Told to nobody any more, it changes nothing."""
    walk = flows.kept.walks.get(command.interaction)
    if walk is None or walk.state is None or (walk.lookup is not None and isinstance(command.event, s.Silence)):
        return Decision()
    one = flows.site.interaction(command.interaction)
    return next_step(flows, _whose(one, one.last_ordinal), walk, command.event, now)


def ask_for_person(flows: Flows, command: c.AskForPerson, now: Instant) -> Decision:
    """As if they had said so."""
    walk = flows.kept.walks.get(command.interaction)
    if walk is None:
        return Decision()
    one = flows.site.interaction(command.interaction)
    whose = _whose(one, one.last_ordinal)
    if walk.state is None:
        return first_step(flows, whose, msgspec.structs.replace(walk, wish=True), now)
    return next_step(flows, whose, walk, s.PersonAsked(), now)


def answer_lookup(flows: Flows, command: c.AnswerLookup, now: Instant) -> Decision:
    """An answer that comes too late changes nothing."""
    walk = flows.kept.walks.get(command.interaction)
    if walk is None or walk.lookup != command.lookup:
        return Decision()
    one = flows.site.interaction(command.interaction)
    event: s.Event = s.LookupFailed()
    if command.answer:
        event = s.LookupAnswered(answer=command.answer, values=command.values)
    return next_step(flows, _whose(one, one.last_ordinal), walk, event, now)


def time_passed(flows: Flows, command: ic.TimePassed, now: Instant) -> Decision:
    """Whoever was waited for long enough goes on without a word."""
    decided = Decision()
    first = flows.next_due()
    if first is None or first[0] > now:
        return decided
    for due_at, interaction in dict.fromkeys(heapq.nsmallest(DUE_AT_ONCE_MAX, flows.due)):
        walk = flows.kept.walks.get(interaction)
        if walk is None or walk.due_at != due_at or due_at > now:
            continue
        one = flows.site.interaction(interaction)
        whose = _whose(one, one.last_ordinal)
        if walk.state is None:
            decided = _both(decided, first_step(flows, whose, walk, now))
        else:
            event: s.Event = s.LookupFailed() if walk.lookup is not None else s.Silence()
            decided = _both(decided, next_step(flows, whose, walk, event, now))
    return decided


def _whose(one: Interaction, last_ordinal: int) -> Whose:
    return Whose(
        one.interaction, one.customer, one.case, one.channel, one.queue, one.language, one.answer_later, last_ordinal
    )  # fmt: skip


def _both(first: Decision, then: Decision) -> Decision:
    return Decision(
        (*first.facts, *then.facts), (*first.contents, *then.contents), (*first.effects, *then.effects),
        (*first.new, *then.new),
    )  # fmt: skip


DECIDES: Decides = {
    c.SetFlow: set_flow,
    c.RetireFlow: retire_flow,
    c.UseFlow: use_flow,
    c.BeginFlow: begin_flow,
    c.TellFlow: tell_flow,
    c.AskForPerson: ask_for_person,
    c.AnswerLookup: answer_lookup,
    ic.Arrive: arrive,
    ic.ReceiveMessage: receive,
    ic.TimePassed: time_passed,
}
"""Also the three commands of the life cycle that a flow adds to; the floor leaves them to this room."""
