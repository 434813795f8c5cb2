"""What happened: the base of every fact, and the entry that carries one in the journal.

A fact is a frozen value, named in the past tense and checked at birth; an unknown field is an error. Facts hold ids,
codes, instants and numbers. What a person said, is called, or wrote lies in the content store under that customer's key,
and a fact only names it by id. Instants are integers: milliseconds since 1970-01-01 UTC; lengths of time are milliseconds.

A fact's tag is its name in the journal (`offer_made`); a changed shape gets a new tag (`offer_made@2`) and an upcaster
from the old one (see `journal/upcasting.py`).
"""

import re
from typing import Annotated, TypeAlias, dataclass_transform

import msgspec

COUNT_MAX = 2**53 - 1
"""What every program that reads JSON counts without losing one; a disk's 64 bits hold far more."""

INSTANT_MAX = 253_370_764_799_999
"""The last moment of the year 9998: calendars end a year later, and a zone may be a day ahead."""

Instant: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=INSTANT_MAX)]
"""Milliseconds since the epoch, UTC."""

Ms: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=INSTANT_MAX)]
"""A length of time in milliseconds."""

Id: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
"""An opaque id, given from outside together with the command; never made in the core."""

Code: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
"""A word from a closed list that the site configured (a reason, a presence reason, a queue, a skill)."""


def snake(name: str) -> str:
    """`OfferMade` -> `offer_made`: how a class is called in the journal and on the wire."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Fact(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="fact", tag=snake
):
    """The base of every fact."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One fact at its place in the site's journal.

    position: 1, 2, 3 … without gaps, given by the one writer. at: when it was decided. actor: who caused it
    (`agent:ID`, `customer:ID`, `system`). cause: the idempotency key of the command.
    """

    position: int
    at: Instant
    actor: str
    cause: str
    fact: Fact


class Content(msgspec.Struct, frozen=True, gc=False):
    """Something personal that a fact names by id: encrypted at rest under the owner's key, gone when the key is.

    owner: a customer id (or `agent:ID` for what is said of an agent). body: UTF-8 JSON or raw bytes.
    """

    id: Id
    owner: str
    body: bytes
