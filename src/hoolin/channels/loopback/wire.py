"""The loopback's frames: bytes ↔ values, and the commands that a peer's frames ask for. No input or output, no state.

It refuses, as `Malformed`, whatever is not exactly one of the frames. Every frame that changes something carries a key of
the peer's own: the same key again is the same event again, and changes nothing.
"""

from typing import Annotated, NamedTuple, TypeAlias, dataclass_transform

import msgspec

from hoolin.channels.loopback.manifest import CHANNEL, FRAME_BYTES_MAX
from hoolin.core.commands import Command
from hoolin.core.errors import Malformed
from hoolin.core.facts import snake
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.speak import Said
from hoolin.core.limits import MESSAGE_CHARACTERS_MAX
from hoolin.core.site.rules import Language

Key: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=48)]


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Frame(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False, tag_field="type", tag=snake
):
    """The base of all frames."""


class Say(Frame):
    """The peer says something. language, queue: of the conversation that begins, if none is under way ("": the default)."""

    key: Key
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=MESSAGE_CHARACTERS_MAX)]
    language: Language = "et"
    queue: str = ""


class Typing(Frame):
    """The peer is typing: ephemeral."""

    on: bool


class Read(Frame):
    """The peer has seen all messages up to this ordinal."""

    ordinal: Annotated[int, msgspec.Meta(ge=0)]


class Left(Frame):
    """The peer is out of reach."""

    key: Key


class Back(Frame):
    """The peer is within reach again."""

    key: Key


class Goodbye(Frame):
    """The peer ends the conversation, or gives up waiting."""

    key: Key


class Message(Frame):
    """What we say to the peer. delivery: the outbox's stable key; the same one twice would be a doubled message.

    files: what the files that came with it are called.
    """

    delivery: str
    interaction: str
    text: str
    files: tuple[str, ...] = ()


Incoming: TypeAlias = Say | Typing | Read | Left | Back | Goodbye

_incoming: msgspec.json.Decoder[Incoming] = msgspec.json.Decoder(Incoming)
_outgoing = msgspec.json.Decoder(Message)
_said = msgspec.json.Decoder(Said)
write = msgspec.json.Encoder().encode
"""Any frame as bytes."""


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Where a peer's frame belongs. interaction: the one under way, or a new id if `begins`. case, prefers: of what begins."""

    customer: str
    interaction: str
    begins: bool = False
    case: str = ""
    prefers: str | None = None


class Asked(NamedTuple):
    """A command and its idempotency key."""

    command: Command
    key: str


def read_frame(frame: bytes) -> Incoming:
    """One frame of a peer. Raises Malformed with what was wrong with its form, never with its words."""
    if len(frame) > FRAME_BYTES_MAX:
        raise Malformed("frame_too_long", at_most=FRAME_BYTES_MAX)
    try:
        return _incoming.decode(frame)
    except msgspec.ValidationError as problem:
        raise Malformed("frame", said=str(problem)) from None
    except msgspec.DecodeError:
        raise Malformed("not_json") from None


def read_message(frame: bytes) -> Message:
    """What a peer makes of a frame of ours. Raises Malformed."""
    try:
        return _outgoing.decode(frame)
    except msgspec.DecodeError as problem:
        raise Malformed("frame", said=str(problem)) from None


def message(delivery: str, interaction: str, content: bytes) -> Message:
    """What goes to the peer for one row of the outbox. content: of the message, as it is stored."""
    said = _said.decode(content)
    return Message(delivery=delivery, interaction=interaction, text=said.text, files=said.names)


def commands(frame: Incoming, contact: Contact) -> tuple[Asked, ...]:
    """What a frame asks for, in order; nothing for what is ephemeral, or speaks of a conversation that is not under way."""
    if isinstance(frame, Say):
        said = c.ReceiveMessage(interaction=contact.interaction, key=frame.key, text=frame.text)
        return (*_beginning(frame, contact), Asked(said, f"say-{frame.key}"))
    if contact.begins:
        return ()
    match frame:
        case Read(ordinal=ordinal):
            key = f"read-{contact.interaction}-{ordinal}"
            return (Asked(c.CustomerMarkRead(interaction=contact.interaction, ordinal=ordinal), key),)
        case Left(key=key):
            return (Asked(c.CustomerLeave(interaction=contact.interaction), f"left-{key}"),)
        case Back(key=key):
            return (Asked(c.CustomerReturn(interaction=contact.interaction), f"back-{key}"),)
        case Goodbye(key=key):
            return (Asked(c.SayGoodbye(interaction=contact.interaction), f"goodbye-{key}"),)
    return ()


def _beginning(frame: Say, contact: Contact) -> tuple[Asked, ...]:
    if not contact.begins:
        return ()
    arrive = c.Arrive(
        interaction=contact.interaction, customer=contact.customer, case=contact.case, channel=CHANNEL,
        language=frame.language, queue=frame.queue, prefers=contact.prefers,
    )  # fmt: skip
    return (Asked(arrive, f"arrive-{frame.key}"),)
