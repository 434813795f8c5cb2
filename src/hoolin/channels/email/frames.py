"""What goes between the house and a reader: a length, then one value. Pure."""

from typing import Final, Literal, TypeAlias

import msgspec

from hoolin.channels.email.us import Us
from hoolin.channels.written import Heard, Passed, Raw, ReadUpTo, Reported, Understood

LENGTH_BYTES: Final = 4

Kind: TypeAlias = Literal["heard", "reported", "read_up_to", "passed"]
KINDS: Final[dict[Kind, type[Understood]]] = {
    "heard": Heard,
    "reported": Reported,
    "read_up_to": ReadUpTo,
    "passed": Passed,
}


class Asked(msgspec.Struct, frozen=True):
    """A mail, and who we are."""

    raw: Raw
    us: Us


class Said(msgspec.Struct, frozen=True):
    """One thing that it means. kind: which of them; value: it."""

    kind: Kind
    value: msgspec.Raw


def asked(raw: Raw, us: Us) -> bytes:
    """The question."""
    return framed(msgspec.msgpack.encode(Asked(raw, us)))


def question(body: bytes) -> Asked:
    """The question, read. Raises msgspec.MsgspecError."""
    return msgspec.msgpack.decode(body, type=Asked)


def answer(meant: tuple[Understood, ...]) -> bytes:
    """The answer."""
    said = [
        Said(kind, msgspec.Raw(msgspec.msgpack.encode(one)))
        for one in meant
        for kind in KINDS
        if type(one) is KINDS[kind]
    ]
    return framed(msgspec.msgpack.encode(said))


def answered(body: bytes) -> tuple[Understood, ...]:
    """The answer, read. Raises msgspec.MsgspecError, also for an answer that means nothing."""
    said = msgspec.msgpack.decode(body, type=list[Said])
    if not said:
        raise msgspec.ValidationError("an empty answer")
    return tuple(msgspec.msgpack.decode(one.value, type=KINDS[one.kind]) for one in said)


def framed(body: bytes) -> bytes:
    """With its length before it."""
    return len(body).to_bytes(LENGTH_BYTES, "big") + body
