"""The room's decision, its folds, and what it asks for: whoever joins a line is told how long it will take, and that is written
down and held against what came.

A wait runs from joining the line to the first person's taking it; on a channel of letters, where nobody waits at a screen, to
the first person's message. Whoever moves to another channel, or asks to be called later, no longer waits for what was told here.
"""

from collections.abc import Iterable
from typing import Any, cast

from hoolin.core.commands import Command, Decides, Decision, Folds, Reacts
from hoolin.core.facts import Entry, Id, Instant
from hoolin.core.interaction import facts as f
from hoolin.workforce.expected import LEVEL, Expected, note_answer, note_leaving
from hoolin.workforce.facts import WaitForetold
from hoolin.workforce.waits import InHand, Told, Waits, key_of


class ForetellWait(Command):
    """Write down what somebody who has just joined a line is told."""

    interaction: Id


def foretell(waits: Waits, command: ForetellWait, now: Instant) -> Decision:
    """Nothing is told where nobody could answer."""
    one = waits.site.kept.interactions.get(command.interaction)
    expected = waits.expected_of(one) if one is not None else None
    if expected is None:
        return Decision()
    fact = WaitForetold(
        interaction=command.interaction, low_ms=expected.low_ms, high_ms=expected.high_ms, level=LEVEL,
        ahead=expected.ahead,
    )  # fmt: skip
    return Decision((fact,))


def queued(waits: Waits, entry: Entry) -> Iterable[Command]:
    """Whoever has just come, or was spoken to by a flow before; not whoever was put off until now."""
    interaction = cast(f.InteractionQueued, entry.fact).interaction
    one = waits.site.kept.interactions.get(interaction)
    if one is None or (one.arrived_at != entry.at and interaction not in waits.kept.greeted):
        return ()
    return (ForetellWait(interaction=interaction),)


# ── folds ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def set_up_anew(waits: Waits, entry: Entry) -> None:
    """What people can hold may have changed."""
    waits.forget_slots()


def foretold(waits: Waits, entry: Entry) -> None:
    """They wait, and will be answered or leave."""
    fact = cast(WaitForetold, entry.fact)
    one = waits.site.kept.interactions.get(fact.interaction)
    if one is None:
        return
    waits.kept.greeted.pop(fact.interaction, None)
    key = key_of(one.queue, one.channel)
    told = Expected(fact.low_ms, fact.high_ms, fact.ahead, 0)
    waits.kept.told[fact.interaction] = Told(key, entry.at, told, waits.site.kept.channels[one.channel].delivers)


def greeted(waits: Waits, entry: Entry) -> None:
    """A flow speaks first."""
    waits.kept.greeted[cast(f.InteractionGreeted, entry.fact).interaction] = None


def offered(waits: Waits, entry: Entry) -> None:
    """From here it occupies somebody."""
    _begin(waits, cast(f.OfferMade, entry.fact).interaction, entry.at)


def returned(waits: Waits, entry: Entry) -> None:
    """Nobody took it."""
    waits.kept.in_hand.pop(cast(f.OfferReturned, entry.fact).interaction, None)


def accepted(waits: Waits, entry: Entry) -> None:
    """A person took it."""
    interaction = cast(f.OfferAccepted, entry.fact).interaction
    held = waits.kept.in_hand.get(interaction)
    if held is not None and not held.taken:
        held.taken = True
        told = waits.kept.told.get(interaction)
        if told is None or not told.by_message:
            waits.pace(held.key).pick_up.note(entry.at - held.since)
    _answered(waits, interaction, entry.at, by_message=False)


def taken(waits: Waits, entry: Entry) -> None:
    """A person took it by hand: no offer, and no time for one."""
    interaction = cast(f.InteractionTaken, entry.fact).interaction
    _begin(waits, interaction, entry.at, taken=True)
    _answered(waits, interaction, entry.at, by_message=False)


def spoke(waits: Waits, entry: Entry) -> None:
    """A letter was answered."""
    fact = cast(f.MessageSent, entry.fact)
    told = waits.kept.told.get(fact.interaction)
    if told is None or not told.by_message or fact.speaker != "agent":
        return
    held = waits.kept.in_hand.get(fact.interaction)
    if held is not None:
        waits.pace(held.key).pick_up.note(entry.at - held.since)
    _answered(waits, fact.interaction, entry.at, by_message=True)


def unparked(waits: Waits, entry: Entry) -> None:
    """It occupies them again."""
    _begin(waits, cast(f.InteractionUnparked, entry.fact).interaction, entry.at, taken=True)


def released(waits: Waits, entry: Entry) -> None:
    """It occupies nobody any more."""
    _release(waits, cast(Any, entry.fact).interaction, entry.at)


def over(waits: Waits, entry: Entry) -> None:
    """Closed, put off or moved: what was told is neither kept nor broken."""
    interaction = cast(Any, entry.fact).interaction
    _release(waits, interaction, entry.at)
    waits.kept.told.pop(interaction, None)
    waits.kept.greeted.pop(interaction, None)


def abandoned(waits: Waits, entry: Entry) -> None:
    """They left unanswered; only where they had waited longer than they were told do we know what came of it."""
    interaction = cast(f.InteractionAbandoned, entry.fact).interaction
    waits.kept.in_hand.pop(interaction, None)
    waits.kept.greeted.pop(interaction, None)
    told = waits.kept.told.pop(interaction, None)
    if told is None:
        return
    waited = entry.at - told.at
    outcomes = waits.outcomes(told.key, entry.at)
    if waited > told.expected.high_ms:
        outcomes.above += 1
    else:
        outcomes.left += 1
    note_leaving(waits.pace(told.key), told.expected, waited)


def _begin(waits: Waits, interaction: str, at: Instant, taken: bool = False) -> None:
    one = waits.site.kept.interactions.get(interaction)
    if one is not None:
        waits.kept.in_hand[interaction] = InHand(key_of(one.queue, one.channel), at, taken)


def _release(waits: Waits, interaction: str, at: Instant) -> None:
    held = waits.kept.in_hand.pop(interaction, None)
    if held is not None and held.taken:
        waits.pace(held.key).spell.note(at - held.since)


def _answered(waits: Waits, interaction: str, at: Instant, by_message: bool) -> None:
    told = waits.kept.told.get(interaction)
    if told is None or told.by_message != by_message:
        return
    del waits.kept.told[interaction]
    waited, expected = at - told.at, told.expected
    outcomes = waits.outcomes(told.key, at)
    if waited < expected.low_ms:
        outcomes.below += 1
    elif waited > expected.high_ms:
        outcomes.above += 1
    else:
        outcomes.met += 1
    note_answer(waits.pace(told.key), expected, waited)


DECIDES: Decides = {ForetellWait: foretell}

REACTS: Reacts = {f.InteractionQueued: queued}

FOLDS: Folds = {
    f.AgentSet: set_up_anew,
    f.AgentRetired: set_up_anew,
    f.ChannelSet: set_up_anew,
    f.QueueSet: set_up_anew,
    WaitForetold: foretold,
    f.InteractionGreeted: greeted,
    f.OfferMade: offered,
    f.OfferReturned: returned,
    f.OfferAccepted: accepted,
    f.InteractionTaken: taken,
    f.MessageSent: spoke,
    f.InteractionUnparked: unparked,
    f.InteractionParked: released,
    f.InteractionRequeued: released,
    f.InteractionTransferred: released,
    f.InteractionDeferred: over,
    f.InteractionClosed: over,
    f.InteractionMoved: over,
    f.InteractionAbandoned: abandoned,
}
