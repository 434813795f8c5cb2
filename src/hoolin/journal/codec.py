"""Facts to bytes and back: JSON with the fact's tag first, strict in both directions.

Writing: only a registered type is taken, and what was encoded is decoded once before it is let go. A type checks its
values when it reads, not when it is built; without this, one bad value would make the whole journal unreadable.
Reading: one decoder over the union of all registered types. A tag that it does not know is looked up among the
upcasters; what is still unknown is refused, and the refusal says whether a newer Hoolin wrote it.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

import msgspec

from hoolin.core.facts import Fact
from hoolin.journal.errors import MalformedFact, NewerFact, NotRegistered, UnknownFact, Unreadable
from hoolin.journal.upcasting import Upcasters, split_tag


class Codec:
    """Encodes and decodes the facts of the given types."""

    def __init__(self, fact_types: Sequence[type[Fact]], upcasters: Upcasters | None = None) -> None:
        """fact_types: every type of every room, each with its own tag. upcasters: for tags that are no longer written."""
        self._upcasters = upcasters or Upcasters()
        self._tags = {tag_of(kind): kind for kind in fact_types}
        if len(self._tags) != len(fact_types):
            raise NotRegistered("tag_used_twice", tags=sorted(tag_of(kind) for kind in fact_types))
        if shadowed := self._upcasters.tags & self._tags.keys():
            raise NotRegistered("tag_is_old_and_new", tags=sorted(shadowed))
        self._types = frozenset(fact_types)
        self._union: Any = reduce(or_, fact_types) if fact_types else Fact
        self._encode = msgspec.json.Encoder().encode
        self._decode = msgspec.json.Decoder(self._union).decode

    @property
    def tags(self) -> frozenset[str]:
        """The tags that are written today."""
        return frozenset(self._tags)

    def encode(self, fact: Fact) -> bytes:
        """The fact as JSON. Raises NotRegistered for a type that this codec was not given, MalformedFact for bad values."""
        if type(fact) not in self._types:
            raise NotRegistered(fact=type(fact).__name__)
        body = self._encode(fact)
        try:
            self._decode(body)
        except msgspec.DecodeError as problem:
            raise MalformedFact(fact=type(fact).__name__, said=str(problem)) from problem
        return body

    def decode(self, body: bytes) -> Fact:
        """The fact that these bytes are. Raises UnknownFact, NewerFact, or Unreadable for a wrong field."""
        try:
            fact: Fact = self._decode(body)
        except msgspec.DecodeError as problem:
            return self._decode_old(body, problem)
        return fact

    def _decode_old(self, body: bytes, problem: msgspec.DecodeError) -> Fact:
        """The slow way, for a shape that is not today's."""
        try:
            shape = msgspec.json.decode(body, type=dict[str, object])
        except msgspec.DecodeError as worse:
            raise Unreadable("not_json", said=str(worse)) from worse
        tag = shape.get("fact")
        if not isinstance(tag, str):
            raise Unreadable("without_tag") from problem
        if tag in self._tags:
            raise Unreadable("wrong_shape", fact=tag, said=str(problem)) from problem
        if tag not in self._upcasters:
            raise self._stranger(tag)
        try:
            fact: Fact = msgspec.convert(self._upcasters.lift(shape), self._union)
        except msgspec.ValidationError as worse:
            raise Unreadable("upcast_to_a_wrong_shape", fact=tag, said=str(worse)) from worse
        return fact

    def _stranger(self, tag: str) -> Unreadable:
        name, version = split_tag(tag)
        known = [split_tag(ours)[1] for ours in self._tags if split_tag(ours)[0] == name]
        return NewerFact(fact=tag, newest_known=max(known)) if known and version > max(known) else UnknownFact(fact=tag)


def tag_of(kind: type[Fact]) -> str:
    """The tag under which facts of this type stand in the journal."""
    return str(kind.__struct_config__.tag)
