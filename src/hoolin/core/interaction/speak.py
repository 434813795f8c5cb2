"""Command → facts, for what is said and read. Ordinals count all messages of an interaction without gaps."""

import msgspec

from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid
from hoolin.core.facts import Content, Fact, Instant
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.arrive import arrival, claims, leave_behind
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.interaction.table import LIVE
from hoolin.core.limits import ATTACHMENTS_PER_MESSAGE_MAX, MESSAGES_PER_INTERACTION_MAX, NAME_CHARACTERS_MAX


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """The content of a message: its text, what its files were called by whoever sent them, and a letter's other parts."""

    text: str
    names: tuple[str, ...] = ()
    letter: c.Letter | None = None


ENCODE = msgspec.json.Encoder().encode


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where a message stands: in whose conversation, and as which of its messages."""

    interaction: str
    customer: str
    ordinal: int


def after(one: Interaction) -> Place:
    """The place of the next message of a conversation."""
    return Place(one.interaction, one.customer, one.last_ordinal + 1)


def content_of(
    place: Place,
    text: str,
    attachments: tuple[f.Attachment, ...] = (),
    names: tuple[str, ...] = (),
    letter: c.Letter | None = None,
) -> Content:
    """The content of a message, which names it. Raises Invalid."""
    if letter is None and not attachments and not text.strip():
        raise Invalid("text_empty")
    if len(attachments) > ATTACHMENTS_PER_MESSAGE_MAX or len(names) != len(attachments):
        raise Invalid("too_many_attachments", at_most=ATTACHMENTS_PER_MESSAGE_MAX)
    if place.ordinal > MESSAGES_PER_INTERACTION_MAX:
        raise Invalid("too_many_messages", at_most=MESSAGES_PER_INTERACTION_MAX)
    called = tuple([name[:NAME_CHARACTERS_MAX] for name in names]) if names else ()
    return Content(f"{place.interaction}.m{place.ordinal}", place.customer, ENCODE(Said(text, called, letter)))


def received(place: Place, command: c.ReceiveMessage) -> tuple[Fact, Content]:
    """The fact that the customer said something, and what they said."""
    content = content_of(place, command.text, command.attachments, command.names, command.letter)
    said = f.MessageReceived(
        interaction=place.interaction, message=content.id, ordinal=place.ordinal, characters=len(command.text),
        attachments=command.attachments,
    )  # fmt: skip
    return said, content


def receive_message(site: Site, command: c.ReceiveMessage, now: Instant) -> Decision:
    """The customer speaks: what was parked or in wrap-up goes on, with the same person if they have room."""
    one = site.kept.interactions.get(command.interaction)
    if one is None and command.begins is not None:
        # Two pages of the same customer may both have believed that nothing was under way.
        one = site.live_with(command.begins.customer, command.begins.channel)
        if one is None or command.begins.apart:
            return _begin(site, command, command.begins, now)
    if one is None:
        raise Conflict("ended", interaction=command.interaction)
    said, content = received(after(one), command)
    brought: tuple[Fact, ...] = ()
    if command.begins is not None:
        left = leave_behind(site, command.begins, one.interaction)
        brought = (*left, *claims(command.begins, one.interaction, one.customer, one.case))
    return Decision((*brought, *_wake(site, one, now), said), (content,))


def _begin(site: Site, command: c.ReceiveMessage, arrive: c.Arrive, now: Instant) -> Decision:
    """Arrived, in line, and the first word said: all of it or nothing."""
    said, content = received(Place(arrive.interaction, arrive.customer, 1), command)
    arrived = arrival(site, arrive, now)
    return Decision((*arrived.facts, said), (content,), new=(*arrived.new, content.id))


def _wake(site: Site, one: Interaction, now: Instant) -> tuple[Fact, ...]:
    if one.state == "wrap_up":
        return (f.InteractionResumed(interaction=one.interaction),)
    if one.state == "deferred" and one.wakes:
        return (f.InteractionQueued(interaction=one.interaction, queue=one.queue),)
    if one.state != "parked" or one.agent is None:
        return ()
    if site.has_room(one.agent, one.channel):
        return (f.InteractionUnparked(interaction=one.interaction),)
    return (
        f.InteractionRequeued(interaction=one.interaction, queue=one.queue, place_at=now, prefers=one.agent),
    )  # fmt: skip


def send_message(site: Site, command: c.SendMessage, now: Instant) -> Decision:
    """The agent speaks. Whoever writes from hold or wrap-up is back; a parked conversation may be written to as it is."""
    one = site.interaction(command.interaction)
    if one.agent != command.agent or one.state not in ("active", "held", "parked", "wrap_up"):
        raise Conflict("not_yours", interaction=command.interaction)
    content = content_of(after(one), command.text, command.attachments, command.names, command.letter)
    sent = f.MessageSent(
        interaction=one.interaction, message=content.id, ordinal=one.last_ordinal + 1, characters=len(command.text),
        speaker="agent", agent=command.agent, attachments=command.attachments,
    )  # fmt: skip
    facts: list[Fact] = [sent]
    if one.state in ("held", "wrap_up"):
        facts.insert(0, f.InteractionResumed(interaction=one.interaction))
    if command.hold_ms and site.kept.channels[one.channel].delivers:
        due_at = now + command.hold_ms
        waits = f.MessageScheduled(
            interaction=one.interaction, message=content.id, due_at=due_at, agent=command.agent,
            unless_answered=command.unless_answered,
        )  # fmt: skip
        facts.append(waits)
    return Decision(tuple(facts), (content,))


def say_automatically(site: Site, command: c.SayAutomatically, now: Instant) -> Decision:
    """The system speaks, and is shown as the system."""
    one = site.interaction(command.interaction)
    content = content_of(after(one), command.text)
    sent = f.MessageSent(
        interaction=one.interaction, message=content.id, ordinal=one.last_ordinal + 1, characters=len(command.text),
        speaker="system",
    )  # fmt: skip
    return Decision((sent,), (content,))


def mark_read(site: Site, command: c.MarkRead, now: Instant) -> Decision:
    """Only whoever answers for it marks it read; reading backwards changes nothing."""
    one = site.kept.interactions.get(command.interaction)
    if one is None or one.agent != command.agent or one.state == "offered":
        return Decision()
    ordinal = min(command.ordinal, one.last_ordinal)
    if ordinal <= one.read_agent:
        return Decision()
    return Decision((f.MessagesRead(interaction=one.interaction, reader="agent", ordinal=ordinal),))


def customer_mark_read(site: Site, command: c.CustomerMarkRead, now: Instant) -> Decision:
    """Reading backwards, or after the end, changes nothing."""
    one = site.kept.interactions.get(command.interaction)
    if one is None or one.state not in LIVE:
        return Decision()
    ordinal = min(command.ordinal, one.last_ordinal)
    if ordinal <= one.read_customer:
        return Decision()
    return Decision((f.MessagesRead(interaction=one.interaction, reader="customer", ordinal=ordinal),))


SPEAK_DECIDES: Decides = {
    c.ReceiveMessage: receive_message,
    c.SendMessage: send_message,
    c.SayAutomatically: say_automatically,
    c.MarkRead: mark_read,
    c.CustomerMarkRead: customer_mark_read,
}
