"""Facts → the flows that are set, and where each customer is in one; and what follows from them."""

from collections.abc import Iterable
from typing import cast

import msgspec

from hoolin.core.commands import Command, Folds, Reacts
from hoolin.core.delivery.facts import InteractionAddressed
from hoolin.core.facts import Entry, Instant
from hoolin.core.flow import facts as f
from hoolin.core.flow.commands import BeginFlow
from hoolin.core.flow.decide import begun
from hoolin.core.flow.desk import Flows, KeptFlows
from hoolin.core.interaction import facts as i

Ends = i.InteractionQueued | i.InteractionDeferred | i.InteractionClosed | i.InteractionAbandoned | i.InteractionMoved


def flow_set(flows: Flows, entry: Entry) -> None:
    """Whoever is in an older revision goes on in it."""
    fact = cast(f.FlowSet, entry.fact)
    name, kept = fact.flow.name, flows.kept
    kept.revisions[name] = fact.revision
    kept.flows.setdefault(name, {})[fact.revision] = fact.flow
    _tidy(kept, name)


def flow_retired(flows: Flows, entry: Entry) -> None:
    """Its revisions are counted on, should it be set again."""
    name = cast(f.FlowRetired, entry.fact).flow
    revision = flows.kept.revisions[name]
    if not any(walk.flow == name and walk.revision == revision for walk in flows.kept.walks.values()):
        del flows.kept.flows[name][revision]
    flows.kept.revisions[name] = revision + 1
    _tidy(flows.kept, name)


def flow_used(flows: Flows, entry: Entry) -> None:
    """From now on."""
    fact = cast(f.FlowUsed, entry.fact)
    if fact.flow:
        flows.kept.used[fact.channel] = fact.flow
    else:
        flows.kept.used.pop(fact.channel, None)


def entered(flows: Flows, entry: Entry) -> None:
    """Greeted."""
    fact = cast(f.FlowEntered, entry.fact)
    walk = flows.kept.walks[fact.interaction] = begun(fact, entry.at)
    flows.arm(fact.interaction, walk)


def nameless(flows: Flows, entry: Entry) -> None:
    """There is no number to call them at."""
    flows.kept.walks[cast(f.CallerNameless, entry.fact).interaction].nameless = True


def stepped(flows: Flows, entry: Entry) -> None:
    """Somewhere else, or asked once more."""
    fact = cast(f.FlowStepped, entry.fact)
    walk = flows.kept.walks[fact.interaction]
    walk.state, walk.due_at, walk.lookup = fact.state, fact.due_at, fact.lookup
    walk.kept = {**walk.kept, **fact.kept}
    walk.steps += 1
    flows.arm(fact.interaction, walk)


def left(flows: Flows, entry: Entry) -> None:
    """By a way out, or because the interaction has gone another way."""
    fact = cast(f.FlowLeft | Ends, entry.fact)
    walk = flows.kept.walks.pop(fact.interaction, None)
    if walk is not None:
        _tidy(flows.kept, walk.flow)


def _tidy(kept: KeptFlows, name: str) -> None:
    """Forget revisions in which nobody is any more."""
    in_use = {walk.revision for walk in kept.walks.values() if walk.flow == name} | {kept.revisions.get(name, 0)}
    known = kept.flows.get(name, {})
    if len(known) > 1 or not set(known) <= in_use:
        kept.flows[name] = {revision: flow for revision, flow in known.items() if revision in in_use}
    if not kept.flows.get(name):
        kept.flows.pop(name, None)


def addressed(flows: Flows, entry: Entry) -> Iterable[Command]:
    """It is known where answers go: now it can be spoken."""
    interaction = cast(InteractionAddressed, entry.fact).interaction
    walk = flows.kept.walks.get(interaction)
    return (BeginFlow(interaction=interaction),) if walk is not None and walk.state is None else ()


def set_up(flows: Flows, entry: Entry) -> None:
    """Who serves what, and when, may be otherwise now."""
    flows.look_again()


def next_due(flows: Flows) -> Instant | None:
    """When waiting for somebody is over next."""
    due = flows.next_due()
    return due[0] if due is not None else None


def dump(flows: Flows) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(flows.kept)


def load(flows: Flows, body: bytes) -> None:
    """Take up a dump."""
    flows.kept = msgspec.msgpack.decode(body, type=KeptFlows)
    for interaction, walk in flows.kept.walks.items():
        flows.arm(interaction, walk)


FACTS = (f.FlowSet, f.FlowNoted, f.FlowRetired, f.FlowUsed, f.FlowEntered, f.CallerNameless, f.FlowStepped, f.FlowLeft)

FOLDS: Folds = {
    f.FlowSet: flow_set,
    f.FlowRetired: flow_retired,
    f.FlowUsed: flow_used,
    f.FlowEntered: entered,
    f.CallerNameless: nameless,
    f.FlowStepped: stepped,
    f.FlowLeft: left,
    i.InteractionQueued: left,
    i.InteractionDeferred: left,
    i.InteractionClosed: left,
    i.InteractionAbandoned: left,
    i.InteractionMoved: left,
    i.SiteSet: set_up,
    i.QueueSet: set_up,
    i.HoursSet: set_up,
    i.HolidaysSet: set_up,
    i.AgentSet: set_up,
    i.AgentRetired: set_up,
}

REACTS: Reacts = {InteractionAddressed: addressed}
