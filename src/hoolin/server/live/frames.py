"""The desk's frames: bytes ↔ values. docs/reference/live.md is the contract."""

from typing import Annotated, Any, Literal, TypeAlias, dataclass_transform

import msgspec

from hoolin.channels.voice.facts import Mode
from hoolin.core.errors import Malformed
from hoolin.core.facts import COUNT_MAX, Entry, Id, snake

FRAME_BYTES_MAX = 65_536


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Frame(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type", tag=snake):
    """The base of the frames a desk sends."""


class Hello(Frame):
    """The first frame. since: the last position applied; None asks for a snapshot."""

    since: Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)] | None = None


class Watch(Frame):
    """Also send what is said in this conversation."""

    interaction: Id | None = None


class Floor(Frame):
    """Also send the life of other people's conversations."""

    on: bool


class Board(Frame):
    """Send the board once a second."""

    on: bool


class Do(Frame):
    """A command. key: unique; the same key again gives the same answer."""

    key: Annotated[str, msgspec.Meta(min_length=1, max_length=48)]
    command: dict[str, Any]


class Typing(Frame):
    """Ephemeral. kind: of what; the customer hears of a reply, colleagues of both."""

    interaction: Id
    on: bool
    kind: Literal["reply", "note"] = "reply"


Answered = Annotated[str, msgspec.Meta(min_length=1, max_length=48)]
Interaction = Annotated[str, msgspec.Meta(max_length=64)]
Number = Annotated[str, msgspec.Meta(max_length=64)]


class PhoneJoin(Frame):
    """This page is to talk in the call of a conversation. tab: a word of the page's own; leg: the leg it has already, when only its
    socket was gone.
    """

    key: Answered
    interaction: Id
    tab: Annotated[str, msgspec.Meta(max_length=64)] = ""
    leg: Annotated[str, msgspec.Meta(max_length=64)] = ""


class PhoneAnswer(Frame):
    """The page's answer to the offer it was given."""

    key: Answered
    leg: Id
    sdp: Annotated[str, msgspec.Meta(max_length=32_768)]


class PhonePress(Frame):
    """Keys, heard by the other side."""

    key: Answered
    leg: Id
    digits: Annotated[str, msgspec.Meta(max_length=32)]


class PhoneLeave(Frame):
    """The page talks no more; the conversation goes on."""

    key: Answered
    leg: Id


class PhoneDial(Frame):
    """Call a number, in a new conversation; or the customer of a conversation."""

    key: Answered
    number: Number = ""
    interaction: Interaction = ""


class PhoneConsult(Frame):
    """Ask a colleague, or a number, while the customer waits."""

    key: Answered
    interaction: Id
    to_agent: Interaction = ""
    number: Number = ""


class PhoneHandOver(Frame):
    """The customer is the colleague's from now on."""

    key: Answered
    interaction: Id


class PhoneRelease(Frame):
    """Whoever was asked is let go."""

    key: Answered
    interaction: Id


class PhoneSupervise(Frame):
    """This page is to listen to a call of somebody else's, to whisper to its agent, or to join."""

    key: Answered
    interaction: Id
    mode: Mode
    tab: Annotated[str, msgspec.Meta(max_length=64)] = ""


class PhoneConfer(Frame):
    """The customer and whoever was asked, all together."""

    key: Answered
    interaction: Id


class PhoneLook(Frame):
    """How is the call of a conversation?"""

    key: Answered
    interaction: Id


PhoneFrame: TypeAlias = (
    PhoneJoin
    | PhoneAnswer
    | PhonePress
    | PhoneLeave
    | PhoneDial
    | PhoneConsult
    | PhoneHandOver
    | PhoneRelease
    | PhoneSupervise
    | PhoneConfer
    | PhoneLook
)
PHONE = (
    PhoneJoin, PhoneAnswer, PhonePress, PhoneLeave, PhoneDial, PhoneConsult, PhoneHandOver, PhoneRelease, PhoneSupervise,
    PhoneConfer, PhoneLook,
)  # fmt: skip


class Ping(Frame):
    """Are you there?"""


Incoming: TypeAlias = Hello | Watch | Floor | Board | Do | Typing | Ping | PhoneFrame

_decoder: msgspec.json.Decoder[Incoming] = msgspec.json.Decoder(Incoming)
_encode = msgspec.json.Encoder().encode

PONG = _encode({"type": "pong"})


def read_frame(text: str) -> Incoming:
    """One frame of the desk. Raises Malformed with what was wrong with its form."""
    try:
        return _decoder.decode(text)
    except msgspec.ValidationError as problem:
        raise Malformed("frame", said=str(problem)) from None
    except msgspec.DecodeError:
        raise Malformed("not_json") from None


class FactFrame(msgspec.Struct, frozen=True, tag_field="type", tag="fact", omit_defaults=True):
    """A fact, with the line it is about and the message it is, if any. name: of a new colleague, which no fact says."""

    n: int
    at: int
    actor: str
    fact: Any
    row: Any
    message: Any
    name: str | None = None


def fact(entry: Entry, row: object, message: object, name: str | None = None) -> bytes:
    """A fact as a desk is told of it."""
    return _encode(FactFrame(entry.position, entry.at, entry.actor, entry.fact, row, message, name))


def write(kind: str, **fields: object) -> bytes:
    """Any frame to a desk."""
    return _encode({"type": kind, **fields})
