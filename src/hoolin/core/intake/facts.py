"""What can be recorded about raw input."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Fact, Id

FORGOTTEN_AT_ONCE_MAX = 200
"""Inputs in one fact: what is forgotten together in one transaction."""

InputEnding: TypeAlias = Literal["taken", "passed", "unreadable"]


class InputKept(Fact):
    """Raw input is on disk; from here on its sender may be told so. input: its id. account: at whose door it came. lookup: the keyed hash of the sender's own key for it, by which a
    repeat is known. size: in bytes. blob: where its bytes lie, when they are too many for a content named like the input.
    """

    input: Id
    channel: Code
    account: Code
    lookup: Annotated[str, msgspec.Meta(max_length=64)]
    size: Annotated[int, msgspec.Meta(ge=0)]
    blob: Id | None = None


class InputEnded(Fact):
    """Nothing is left to do with it. input: which. account: at whose door it came. customers: whose words were in it, so that they can be forgotten with everything they wrote.
    code: why it was passed over, or could not be read.
    """

    input: Id
    channel: Code
    account: Code
    ending: InputEnding
    customers: tuple[Id, ...] = ()
    code: Annotated[str, msgspec.Meta(max_length=100)] = ""


class InputsForgotten(Fact):
    """They had been kept for as long as the site keeps them: their bytes are gone. That they came, and what was made of them, stays.
    inputs: which.
    """

    inputs: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=FORGOTTEN_AT_ONCE_MAX)]
