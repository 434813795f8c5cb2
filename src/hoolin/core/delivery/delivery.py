"""The outbox as plain functions: what is asked, begun, postponed, ended and told later. A message is sent twice by nobody but a
person.

The rules: no attempt without an outbox row; no second attempt while one is open; after a crash an open attempt is
`unknown`; `rejected` and `unknown` are final unless a person asks to send again; what a provider tells later only goes forward.
"""

from collections.abc import Iterable
from typing import cast

import msgspec

from hoolin.core.commands import Command, Decides, Decision, Folds, Reacts
from hoolin.core.delivery import commands as c
from hoolin.core.delivery import facts as f
from hoolin.core.effects import Deliver
from hoolin.core.errors import Conflict, Invalid
from hoolin.core.facts import Content, Entry, Fact, Instant
from hoolin.core.interaction import facts as i
from hoolin.core.limits import DEFER_MS_MAX

ATTEMPTS_MAX = 8
"""With the delays below: about an hour of trying. Then a person decides."""

DELAYS_MS = (1_000, 5_000, 15_000, 60_000, 300_000, 900_000, 1_800_000)


class Delivery(msgspec.Struct):
    """One row of the outbox. began: an attempt is open. due_at: when the next one may begin. account, address: as they stood when
    it was asked for; "" where the conversation has none. agent, case: whose words it carries about what, of what waits for its time. unless: the case
    whose customer's next word takes it back; "" where nothing does.
    """

    delivery: str
    interaction: str
    channel: str
    message: str
    attempts: int = 0
    began: bool = False
    due_at: Instant = 0
    account: str = ""
    address: str = ""
    agent: str | None = None
    case: str = ""
    unless: str = ""


class Waits(msgspec.Struct, frozen=True):
    """Until when a message waits, whose it is, and whether the customer's word takes it back."""

    due_at: Instant
    agent: str | None
    unless_answered: bool


NOT_WAITING = Waits(0, None, False)


class Addressed(msgspec.Struct, frozen=True):
    """Where answers in a conversation go."""

    account: str
    address: str


class Outbox(msgspec.Struct):
    """What is on its way out. channel_of: of live interactions on channels that have a provider; address_of: where their answers
    go; scheduled: when a message may leave that waits; case_of: of live interactions on any channel; unless_answered: by case, what its
    customer's next word takes back; failed: of live interactions, what was rejected or is unknown.
    """

    open: dict[str, Delivery] = {}
    delivering: set[str] = set()
    channel_of: dict[str, str] = {}
    address_of: dict[str, Addressed] = {}
    scheduled: dict[str, Waits] = {}
    case_of: dict[str, str] = {}
    unless_answered: dict[str, dict[str, None]] = {}
    failed: dict[str, dict[str, Delivery]] = {}


def address(outbox: Outbox, command: c.AddressInteraction, now: Instant) -> Decision:
    """Noted with its content. The newest counts."""
    fact = f.InteractionAddressed(
        interaction=command.interaction, account=command.account, address=command.address, input=command.input,
        lookups=command.lookups,
    )  # fmt: skip
    return Decision((fact,), (Content(command.address, command.customer, command.body),))


def ask(outbox: Outbox, command: c.AskDelivery, now: Instant) -> Decision:
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


def begin(outbox: Outbox, command: c.BeginDelivery, now: Instant) -> Decision:
    """Refuses a second attempt beside an open one, and one before its time."""
    row = _row(outbox, command.delivery)
    if row.began:
        raise Conflict("attempt_open", delivery=row.delivery)
    if row.due_at > now:
        raise Conflict("not_due", delivery=row.delivery)
    return Decision((f.DeliveryBegan(delivery=row.delivery, attempt=row.attempts + 1),))


def postpone(outbox: Outbox, command: c.PostponeDelivery, now: Instant) -> Decision:
    """After the last attempt it ends as rejected."""
    row = _row(outbox, command.delivery)
    if row.attempts >= ATTEMPTS_MAX:
        return end(outbox, c.EndDelivery(delivery=row.delivery, ending="rejected", code=command.code or "gave_up"), now)
    due_at = now + DELAYS_MS[min(max(row.attempts, 1), len(DELAYS_MS)) - 1]
    return Decision((f.DeliveryPostponed(delivery=row.delivery, due_at=due_at, code=command.code),))


def end(outbox: Outbox, command: c.EndDelivery, now: Instant) -> Decision:
    """Final."""
    row = _row(outbox, command.delivery)
    facts: list[Fact] = [
        f.DeliveryEnded(
            delivery=row.delivery, interaction=row.interaction, ending=command.ending, code=command.code
        )
    ]  # fmt: skip
    facts += [f.DeliveryReferenced(delivery=row.delivery, lookup=lookup) for lookup in command.lookups]
    return Decision(tuple(facts))


def report(outbox: Outbox, command: c.ReportDelivery, now: Instant) -> Decision:
    """Written down as it was told; what it makes of the message is for the folds to say (`forward`)."""
    told = f.DeliveryReported(
        delivery=command.delivery, interaction=command.interaction, state=command.state, code=command.code
    )
    known = (f.DeliveryReferenced(delivery=command.delivery, lookup=lookup) for lookup in command.lookups)
    return Decision((told, *known))


def recall(outbox: Outbox, command: c.RecallMessage, now: Instant) -> Decision:
    """Only before the first attempt: what may have left the house cannot be taken back."""
    row = outbox.open.get(command.message)
    if row is None or row.interaction != command.interaction or row.began or row.attempts:
        raise Conflict("gone_already", message=command.message)
    fact = f.DeliveryRecalled(delivery=row.delivery, interaction=row.interaction, agent=command.agent)
    return Decision((fact,))


def move(outbox: Outbox, command: c.MoveMessage, now: Instant) -> Decision:
    """Only what has not begun to leave."""
    row = outbox.open.get(command.message)
    if row is None or row.interaction != command.interaction or row.began or row.attempts or not row.due_at:
        raise Conflict("gone_already", message=command.message)
    if command.due_at > now + DEFER_MS_MAX:
        raise Invalid("due_too_late", at_most_ms=DEFER_MS_MAX)
    due_at = max(command.due_at, now)
    if (due_at, command.unless_answered) == (row.due_at, bool(row.unless)):
        return Decision()
    fact = f.DeliveryMoved(
        delivery=row.delivery, interaction=row.interaction, agent=command.agent, due_at=due_at,
        unless_answered=command.unless_answered,
    )  # fmt: skip
    # Whoever carries it sleeps until the old time; of two who wake up one finds that it has left.
    effect = Deliver(outbox=row.delivery, channel=row.channel, interaction=row.interaction, content=row.message)
    return Decision((fact,), (), (effect,))


def withdraw(outbox: Outbox, command: c.WithdrawAnswered, now: Instant) -> Decision:
    """What may have left the house stays as it is."""
    row = outbox.open.get(command.delivery)
    if row is None or row.began or row.attempts:
        return Decision()
    return Decision((f.DeliveryRecalled(delivery=row.delivery, interaction=row.interaction, agent=None),))


def send_again(outbox: Outbox, command: c.SendAgain, now: Instant) -> Decision:
    """Under the same key, so that a provider that knows it can tell."""
    row = outbox.failed.get(command.interaction, {}).get(command.message)
    if row is None:
        raise Conflict("not_failed", message=command.message)
    return ask(
        outbox,
        c.AskDelivery(delivery=row.delivery, interaction=row.interaction, channel=row.channel, message=row.message),
        now,
    )


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
    """Only interactions on channels with a provider are answered from here; a customer's word may come by any."""
    fact = cast(i.InteractionArrived, entry.fact)
    outbox.case_of[fact.interaction] = fact.case
    if fact.channel in outbox.delivering:
        outbox.channel_of[fact.interaction] = fact.channel


def ended_interaction(outbox: Outbox, entry: Entry) -> None:
    """What was already asked for still goes out."""
    interaction = cast(i.InteractionClosed | i.InteractionAbandoned | i.InteractionMoved, entry.fact).interaction
    outbox.channel_of.pop(interaction, None)
    outbox.address_of.pop(interaction, None)
    outbox.failed.pop(interaction, None)
    outbox.case_of.pop(interaction, None)


def refused(outbox: Outbox, entry: Entry) -> None:
    """It was about another case."""
    fact = cast(i.ClaimRefused, entry.fact)
    if fact.case is not None and fact.interaction in outbox.case_of:
        outbox.case_of[fact.interaction] = fact.case


def addressed(outbox: Outbox, entry: Entry) -> None:
    """Answers go there from now on."""
    fact = cast(f.InteractionAddressed, entry.fact)
    if fact.interaction in outbox.channel_of:
        outbox.address_of[fact.interaction] = Addressed(fact.account, fact.address)


def scheduled(outbox: Outbox, entry: Entry) -> None:
    """It waits for its time."""
    fact = cast(i.MessageScheduled, entry.fact)
    outbox.scheduled[fact.message] = Waits(fact.due_at, fact.agent, fact.unless_answered)


def asked(outbox: Outbox, entry: Entry) -> None:
    """A row in the outbox; one that failed before begins anew where it failed."""
    fact = cast(f.DeliveryAsked, entry.fact)
    before = outbox.failed.get(fact.interaction, {}).pop(fact.delivery, None)
    where = outbox.address_of.get(fact.interaction, Addressed("", ""))
    waits = outbox.scheduled.pop(fact.message, NOT_WAITING)
    outbox.open[fact.delivery] = Delivery(
        fact.delivery, fact.interaction, fact.channel, fact.message, before.attempts if before is not None else 0,
        due_at=waits.due_at, agent=waits.agent, case=outbox.case_of.get(fact.interaction, ""),
        account=before.account if before is not None else where.account,
        address=before.address if before is not None else where.address,
    )  # fmt: skip
    if waits.unless_answered:
        _unless(outbox, outbox.open[fact.delivery], outbox.open[fact.delivery].case)


def _unless(outbox: Outbox, row: Delivery, case: str) -> None:
    """From now on the next word in this case takes it back; "": none does."""
    waiting = outbox.unless_answered.get(row.unless, {})
    waiting.pop(row.delivery, None)
    if not waiting:
        outbox.unless_answered.pop(row.unless, None)
    row.unless = case
    if case:
        outbox.unless_answered.setdefault(case, {})[row.delivery] = None


def began(outbox: Outbox, entry: Entry) -> None:
    """An attempt is open."""
    fact = cast(f.DeliveryBegan, entry.fact)
    row = outbox.open[fact.delivery]
    row.began, row.attempts, row.due_at = True, fact.attempt, 0
    _unless(outbox, row, "")


def postponed(outbox: Outbox, entry: Entry) -> None:
    """No attempt is open; the next is due."""
    fact = cast(f.DeliveryPostponed, entry.fact)
    row = outbox.open[fact.delivery]
    row.began, row.due_at = False, fact.due_at


def ended(outbox: Outbox, entry: Entry) -> None:
    """Out of the outbox; what went wrong is remembered as long as somebody may want to send it again."""
    fact = cast(f.DeliveryEnded, entry.fact)
    row = outbox.open.pop(fact.delivery)
    row.began = False
    if fact.ending != "accepted" and row.interaction in outbox.channel_of:
        outbox.failed.setdefault(row.interaction, {})[row.delivery] = row


def reported(outbox: Outbox, entry: Entry) -> None:
    """What was unknown and has arrived needs nobody's decision any more."""
    fact = cast(f.DeliveryReported, entry.fact)
    if fact.state != "failed":
        outbox.failed.get(fact.interaction, {}).pop(fact.delivery, None)


def recalled(outbox: Outbox, entry: Entry) -> None:
    """Out of the outbox."""
    row = outbox.open.pop(cast(f.DeliveryRecalled, entry.fact).delivery, None)
    if row is not None:
        _unless(outbox, row, "")


def moved(outbox: Outbox, entry: Entry) -> None:
    """It waits for another time. Of a conversation that has ended the case is known as long as it was kept with the row."""
    fact = cast(f.DeliveryMoved, entry.fact)
    row = outbox.open[fact.delivery]
    row.due_at = fact.due_at
    _unless(outbox, row, row.case if fact.unless_answered else "")


def heard(outbox: Outbox, entry: Entry) -> Iterable[Command]:
    """The customer has written, by whatever channel."""
    case = outbox.case_of.get(cast(i.MessageReceived, entry.fact).interaction, "")
    return [c.WithdrawAnswered(delivery=delivery) for delivery in outbox.unless_answered.get(case, ())]


def sent(outbox: Outbox, entry: Entry) -> Iterable[Command]:
    """What we say on a channel with a provider goes into the outbox, under the message's own id."""
    fact = cast(i.MessageSent, entry.fact)
    channel = outbox.channel_of.get(fact.interaction)
    if channel is None:
        return ()
    return (
        c.AskDelivery(delivery=fact.message, interaction=fact.interaction, channel=channel, message=fact.message),
    )  # fmt: skip


FACTS: tuple[type[Fact], ...] = (
    f.InteractionAddressed, f.DeliveryAsked, f.DeliveryBegan, f.DeliveryPostponed, f.DeliveryEnded,
    f.DeliveryReferenced, f.DeliveryReported, f.DeliveryRecalled, f.DeliveryMoved,
)  # fmt: skip
DECIDES: Decides = {
    c.AddressInteraction: address,
    c.AskDelivery: ask,
    c.BeginDelivery: begin,
    c.PostponeDelivery: postpone,
    c.EndDelivery: end,
    c.ReportDelivery: report,
    c.RecallMessage: recall,
    c.MoveMessage: move,
    c.WithdrawAnswered: withdraw,
    c.SendAgain: send_again,
}
FOLDS: Folds = {
    i.ChannelSet: channel_set,
    i.InteractionArrived: arrived,
    i.InteractionClosed: ended_interaction,
    i.InteractionAbandoned: ended_interaction,
    i.InteractionMoved: ended_interaction,
    i.ClaimRefused: refused,
    i.MessageScheduled: scheduled,
    f.InteractionAddressed: addressed,
    f.DeliveryAsked: asked,
    f.DeliveryBegan: began,
    f.DeliveryPostponed: postponed,
    f.DeliveryEnded: ended,
    f.DeliveryReported: reported,
    f.DeliveryRecalled: recalled,
    f.DeliveryMoved: moved,
}
REACTS: Reacts = {i.MessageSent: sent, i.MessageReceived: heard}
