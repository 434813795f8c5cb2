"""The visitor's frames: bytes ↔ values. No input or output, no state. docs/reference/live.md is the contract.

It refuses, as `Malformed`, whatever is not exactly one of the frames; the gateway answers such a peer and goes on.
"""

from typing import Annotated, Any, Literal, TypeAlias, dataclass_transform

import msgspec

from hoolin.channels.webcall import DIGITS_MAX, SDP_CHARACTERS_MAX
from hoolin.core.errors import Malformed
from hoolin.core.facts import COUNT_MAX, Entry, snake
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.speak import Said
from hoolin.core.limits import ATTACHMENTS_PER_MESSAGE_MAX, MESSAGE_CHARACTERS_MAX, NAME_CHARACTERS_MAX
from hoolin.core.site.rules import Language

FRAME_BYTES_MAX = 65_536
"""The longest message in four-byte characters, escaped, still fits; nothing a page sends is larger."""

POSITION_MAX = 2**53
"""No journal grows so long; larger numbers are not exact in a page."""

SAY_KEY = "say-"
"""How a customer's message is keyed among their commands."""


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Frame(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False, tag_field="type", tag=snake
):
    """The base of the frames a page sends."""


class Hello(Frame):
    """The first frame. token: the page's own, of an earlier conversation or the one to come; since: the last position the
    page has shown; queue: the line a new conversation joins (one that does not exist: the default); code (`pass` on the wire): by which
    the customer goes on here with what they began elsewhere.
    """

    token: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{32,100}$")] | None = None
    since: Annotated[int, msgspec.Meta(ge=0, le=POSITION_MAX)] = 0
    language: Language = "et"
    queue: Annotated[str, msgspec.Meta(max_length=64)] = ""
    code: Annotated[str, msgspec.Meta(max_length=20)] = msgspec.field(default="", name="pass")


class SentFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file uploaded before, and what the customer calls it."""

    blob: Annotated[str, msgspec.Meta(max_length=64)]
    name: Annotated[str, msgspec.Meta(max_length=NAME_CHARACTERS_MAX)] = ""


class Say(Frame):
    """A message. key: the page's own, the same when it is sent again."""

    key: Annotated[str, msgspec.Meta(min_length=1, max_length=48)]
    text: Annotated[str, msgspec.Meta(max_length=MESSAGE_CHARACTERS_MAX)] = ""
    attachments: Annotated[tuple[SentFile, ...], msgspec.Meta(max_length=ATTACHMENTS_PER_MESSAGE_MAX)] = ()


class Typing(Frame):
    """Ephemeral."""

    on: bool


class Read(Frame):
    """Seen up to here."""

    ordinal: Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]


class Later(Frame):
    """An address for an answer later."""

    kind: Literal["email", "phone"]
    value: Annotated[str, msgspec.Meta(min_length=3, max_length=254)]


class Name(Frame):
    """How the customer likes to be called."""

    value: Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_CHARACTERS_MAX)]


class LanguageFrame(Frame, tag="language"):
    """Another language, please."""

    value: Language


class Goodbye(Frame):
    """The customer ends it."""


class Ping(Frame):
    """Are you there?"""


Key = Annotated[str, msgspec.Meta(min_length=1, max_length=48)]
Leg = Annotated[str, msgspec.Meta(max_length=64)]


class Call(Frame):
    """The customer calls. sdp: the page's offer."""

    key: Key
    sdp: Annotated[str, msgspec.Meta(min_length=1, max_length=SDP_CHARACTERS_MAX)]


class CallJoin(Frame):
    """The page is back in the call that is under way. leg: the one it had, as far as it knows; sdp: its offer where it was loaded again; empty
    where only its socket was gone.
    """

    key: Key
    leg: Leg = ""
    sdp: Annotated[str, msgspec.Meta(max_length=SDP_CHARACTERS_MAX)] = ""


class CallPress(Frame):
    """Keys, for the automatic voice that asks for them."""

    key: Key
    leg: Leg
    digits: Annotated[str, msgspec.Meta(max_length=DIGITS_MAX)]


class CallLeave(Frame):
    """The customer hangs up."""

    key: Key
    leg: Leg


CallFrame: TypeAlias = Call | CallJoin | CallPress | CallLeave
CALLS = (Call, CallJoin, CallPress, CallLeave)

Incoming: TypeAlias = Hello | Say | Typing | Read | Later | Name | LanguageFrame | Goodbye | Ping | CallFrame

_decoder: msgspec.json.Decoder[Incoming] = msgspec.json.Decoder(Incoming)
_encode = msgspec.json.Encoder().encode
_said = msgspec.json.Decoder(Said)


def read_frame(text: str | bytes) -> Incoming:
    """One frame of the page. Raises Malformed with what was wrong with its form, never with its words."""
    if len(text) > FRAME_BYTES_MAX:
        raise Malformed("frame_too_long", at_most=FRAME_BYTES_MAX)
    try:
        return _decoder.decode(text)
    except msgspec.ValidationError as problem:
        raise Malformed("frame", said=str(problem)) from None
    except msgspec.DecodeError:
        raise Malformed("not_json") from None


def welcome(**fields: object) -> bytes:
    """The answer to hello."""
    return _encode({"type": "welcome", **fields})


def accepted(key: str, n: int, ordinal: int, token: str | None) -> bytes:
    """On disk."""
    frame: dict[str, object] = {"type": "accepted", "key": key, "n": n, "ordinal": ordinal}
    if token is not None:
        frame["token"] = token
    return _encode(frame)


def refused(key: str | None, code: str, detail: dict[str, object]) -> bytes:
    """A business answer."""
    return _encode({"type": "refused", "key": key, "code": code, "detail": detail})


def event(n: int, at: int, shown: dict[str, object]) -> bytes:
    """Something to show, numbered."""
    return _encode({"type": "event", "n": n, "at": at, "event": shown})


def typing(on: bool, name: str | None) -> bytes:
    """The person is typing."""
    return _encode({"type": "typing", "on": on, "name": name})


def place(place_in_line: int, people: int) -> bytes:
    """Where the customer stands in line."""
    return _encode({"type": "place", "place": place_in_line, "people": people})


def survey(token: str) -> bytes:
    """The customer may say how it went. token: what leads to the questions."""
    return _encode({"type": "survey", "survey": token})


def call(**fields: object) -> bytes:
    """How the page's call stands."""
    return _encode({"type": "call", **fields})


PONG = _encode({"type": "pong"})

LINES: dict[type, str] = {
    f.InteractionQueued: "waiting",
    f.InteractionRequeued: "waiting",
    f.OfferAccepted: "joined",
    f.InteractionTaken: "joined",
    f.InteractionHeld: "held",
    f.InteractionResumed: "resumed",
    f.InteractionTransferred: "transferred",
    f.AnswerLaterAsked: "later",
    f.InteractionClosed: "closed",
    f.InteractionAbandoned: "abandoned",
    f.InteractionMoved: "moved",
    f.MessageReceived: "message",
    f.MessageSent: "message",
    f.MessagesRead: "read",
}
"""What a customer is shown, by fact; everything else is our own business."""

PROMISE = "promise"
"""A card that another room shows, and that stays in sight."""

SHOWN_KINDS = frozenset({*LINES.values(), PROMISE})


def shown(entry: Entry, content: bytes | None, name: str | None) -> dict[str, object]:
    """What a fact of `LINES` looks like to the customer.

    content: of a message, as it is stored. name: of the agent the fact names.
    """
    fact: Any = entry.fact
    kind = LINES[type(fact)]
    if kind == "message":
        speaker = "customer" if type(fact) is f.MessageReceived else fact.speaker
        return message(fact.ordinal, speaker, name, content, fact.attachments, entry.cause)
    if kind == "joined":
        return {"kind": kind, "name": name}
    if kind == "read":
        return {"kind": kind, "reader": fact.reader, "ordinal": fact.ordinal}
    return {"kind": kind}


def message(
    ordinal: int,
    speaker: str,
    name: str | None,
    content: bytes | None,
    attachments: tuple[f.Attachment, ...],
    cause: str | None,
) -> dict[str, object]:
    """A message as it is shown. content None: it has been erased."""
    said = _said.decode(content) if content is not None else Said("")
    names = said.names if len(said.names) == len(attachments) else ("",) * len(attachments)
    return {
        "kind": "message",
        "ordinal": ordinal,
        "from": speaker,
        "name": name,
        "text": said.text,
        "attachments": [
            {"blob": a.blob, "name": called, "media_type": a.media_type, "size": a.size}
            for a, called in zip(attachments, names, strict=True)
        ],
        "key": key_of(cause) if speaker == "customer" else None,
    }


def key_of(cause: str | None) -> str | None:
    """The page's own key in the cause of a message."""
    _, found, key = (cause or "").partition(f"/{SAY_KEY}")
    return key if found else None
