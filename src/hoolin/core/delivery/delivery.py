"""The outbox as plain functions: what is asked, begun, postponed and ended. A message is sent twice by nobody but a person.

The rules: no attempt without an outbox row; no second attempt while one is open; after a crash an open attempt is
`unknown`; `rejected` and `unknown` are final.
"""

from collections.abc import Iterable
from typing import Annotated, cast

import msgspec

from hoolin.core.commands import Command, Decides, Decision, Folds, Reacts
from hoolin.core.delivery import facts as f
from hoolin.core.effects import Deliver, Effect
from hoolin.core.errors import Conflict
from hoolin.core.facts import Entry, Fact, Id, Instant
from hoolin.core.interaction import facts as i

ATTEMPTS_MAX = 8
"""With the delays below: about an hour of trying. Then a person decides."""

DELAYS_MS = (1_000, 5_000, 15_000, 60_000, 300_000, 900_000, 1_800_000)


class AskDelivery(Command):
    """Put a message into the outbox."""

    delivery: Id
    interaction: Id
    channel: str
    message: Id


class BeginDelivery(Command):
    """An attempt is about to be made."""

    delivery: Id


class PostponeDelivery(Command):
    """This attempt surely did not reach the provider; try again later."""

    delivery: Id
    code: str = ""


class EndDelivery(Command):
    """This attempt has ended for good."""

    delivery: Id
    ending: f.Ending
    code: Annotated[str, msgspec.Meta(max_length=100)] = ""


class Delivery(msgspec.Struct):
    """One row of the outbox. began: an attempt is open. due_at: when the next one may begin."""

    delivery: str
    interaction: str
    channel: str
    message: str
    attempts: int = 0
    began: bool = False
    due_at: Instant = 0


class Outbox(msgspec.Struct):
    """What is on its way out. channel_of: of live interactions on channels that have a provider."""

    open: dict[str, Delivery] = {}
    delivering: set[str] = set()
    channel_of: dict[str, str] = {}


def effect_of(delivery: Delivery) -> Effect:
    """The request to attempt it."""
    return Deliver(
        outbox=delivery.delivery, channel=delivery.channel, interaction=delivery.interaction, content=delivery.message
    )


def ask(outbox: Outbox, command: AskDelivery, now: Instant) -> Decision:
    """Asked twice is asked once."""
    if command.delivery in outbox.open:
        return Decision()
    fact = f.DeliveryAsked(
        delivery=command.delivery, interaction=command.interaction, channel=command.channel, message=command.message
    )
    effect = Deliver(
        outbox=command.delivery, channel=command.channel, interaction=command.interaction, content=command.message
    )
    return Decision((fact,), (), (effect,))


def begin(outbox: Outbox, command: BeginDelivery, now: Instant) -> Decision:
    """Refuses a second attempt beside an open one."""
    row = _row(outbox, command.delivery)
    if row.began:
        raise Conflict("attempt_open", delivery=row.delivery)
    return Decision((f.DeliveryBegan(delivery=row.delivery, attempt=row.attempts + 1),))


def postpone(outbox: Outbox, command: PostponeDelivery, now: Instant) -> Decision:
    """After the last attempt it ends as rejected."""
    row = _row(outbox, command.delivery)
    if row.attempts >= ATTEMPTS_MAX:
        return end(outbox, EndDelivery(delivery=row.delivery, ending="rejected", code=command.code or "gave_up"), now)
    due_at = now + DELAYS_MS[min(max(row.attempts, 1), len(DELAYS_MS)) - 1]
    return Decision((f.DeliveryPostponed(delivery=row.delivery, due_at=due_at, code=command.code),))


def end(outbox: Outbox, command: EndDelivery, now: Instant) -> Decision:
    """Final."""
    row = _row(outbox, command.delivery)
    fact = f.DeliveryEnded(delivery=row.delivery, interaction=row.interaction, ending=command.ending, code=command.code)
    return Decision((fact,))


def _row(outbox: Outbox, delivery: str) -> Delivery:
    row = outbox.open.get(delivery)
    if row is None:
        raise Conflict("delivery_ended", delivery=delivery)
    return row


# ── folds ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def channel_set(outbox: Outbox, entry: Entry) -> None:
    """Whether this channel has a provider."""
    rules = cast(i.ChannelSet, entry.fact).rules
    (outbox.delivering.add if rules.delivers else outbox.delivering.discard)(rules.channel)


def arrived(outbox: Outbox, entry: Entry) -> None:
    """Only interactions on channels with a provider matter here."""
    fact = cast(i.InteractionArrived, entry.fact)
    if fact.channel in outbox.delivering:
        outbox.channel_of[fact.interaction] = fact.channel


def ended_interaction(outbox: Outbox, entry: Entry) -> None:
    """What was already asked for still goes out."""
    outbox.channel_of.pop(cast(i.InteractionClosed | i.InteractionAbandoned, entry.fact).interaction, None)


def asked(outbox: Outbox, entry: Entry) -> None:
    """A row in the outbox."""
    fact = cast(f.DeliveryAsked, entry.fact)
    outbox.open[fact.delivery] = Delivery(fact.delivery, fact.interaction, fact.channel, fact.message)


def began(outbox: Outbox, entry: Entry) -> None:
    """An attempt is open."""
    fact = cast(f.DeliveryBegan, entry.fact)
    row = outbox.open[fact.delivery]
    row.began, row.attempts, row.due_at = True, fact.attempt, 0


def postponed(outbox: Outbox, entry: Entry) -> None:
    """No attempt is open; the next is due."""
    fact = cast(f.DeliveryPostponed, entry.fact)
    row = outbox.open[fact.delivery]
    row.began, row.due_at = False, fact.due_at


def ended(outbox: Outbox, entry: Entry) -> None:
    """Out of the outbox."""
    del outbox.open[cast(f.DeliveryEnded, entry.fact).delivery]


def sent(outbox: Outbox, entry: Entry) -> Iterable[Command]:
    """What we say on a channel with a provider goes into the outbox, under the message's own id."""
    fact = cast(i.MessageSent, entry.fact)
    channel = outbox.channel_of.get(fact.interaction)
    if channel is None:
        return ()
    ask_for = AskDelivery(delivery=fact.message, interaction=fact.interaction, channel=channel, message=fact.message)
    return (ask_for,)


FACTS: tuple[type[Fact], ...] = (f.DeliveryAsked, f.DeliveryBegan, f.DeliveryPostponed, f.DeliveryEnded)
DECIDES: Decides = {AskDelivery: ask, BeginDelivery: begin, PostponeDelivery: postpone, EndDelivery: end}
FOLDS: Folds = {
    i.ChannelSet: channel_set,
    i.InteractionArrived: arrived,
    i.InteractionClosed: ended_interaction,
    i.InteractionAbandoned: ended_interaction,
    f.DeliveryAsked: asked,
    f.DeliveryBegan: began,
    f.DeliveryPostponed: postponed,
    f.DeliveryEnded: ended,
}
REACTS: Reacts = {i.MessageSent: sent}
