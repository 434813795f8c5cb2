"""Frames that no page of ours sends: of the right types and beyond them, drawn by chance from the very types that are read."""

import json
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from msgspec import inspect

LONG = 9_000
"""More than any text may have, and far less than a frame may."""

WORDS = (
    "", " ", "0", "null", "Tere", "Здравствуйте", "a" * 64, "a" * 65, "õ" * 200, "х" * 500, "b" * 501, "c" * LONG, "\x00", "\r\n", "\u202e\u2066", "\ud800",
    "👩🏽‍💻" * 20, "' OR 1=1 --", "<script>alert(1)</script>", "../../../etc/passwd", "{customer}", "%s%n", "2026-02-30", "+3725551234", "service", "online",
)  # fmt: skip
"""What people, scripts and other people's programs put into a field. A lone surrogate is no text at all."""

NUMBERS = (0, 1, 2, -1, 7, 1_000, 2**31, 2**53 - 1, 2**53, 2**63 - 1, 2**63, 2**64, 10**30)


class Drawn:
    """Values by chance. known: what the site has, so that more than a check of ids is met."""

    def __init__(self, chance: Random, known: Sequence[str]) -> None:
        self._chance = chance
        self._known = known

    def frame(self, kind: type, **fixed: Any) -> str:
        """One frame of a type, in JSON; one in four is damaged on purpose. fixed: fields that are so."""
        value = self._whole(inspect.type_info(kind)) | fixed
        if self._chance.random() < 0.25:
            value = self._damaged(value)
        return json.dumps(value)

    def value(self, told: inspect.Type) -> Any:
        """Something that a type may hold, or nearly."""
        drawn = self._whole(told)
        return drawn if self._chance.random() < 0.95 else self._anything()

    def _whole(self, told: inspect.Type) -> Any:
        match told:
            case inspect.StructType():
                fields = {
                    field.encode_name: self.value(field.type)
                    for field in told.fields
                    if field.required or self._chance.random() < 0.5
                }
                return fields | ({told.tag_field: told.tag} if told.tag_field else {})
            case inspect.UnionType():
                return self.value(self._chance.choice(told.types))
            case inspect.LiteralType():
                return self._chance.choice(told.values)
            case inspect.DictType():
                return {self._word(): self.value(told.value_type) for _ in range(self._chance.randrange(3))}
            case inspect.CollectionType() | inspect.TupleType():
                items = (
                    told.item_types
                    if isinstance(told, inspect.TupleType)
                    else (told.item_type,) * self._chance.choice((0, 1, 2, 60))
                )
                return [self.value(item) for item in items]
            case inspect.StrType():
                return self._word()
            case inspect.IntType():
                return self._chance.choice(NUMBERS)
            case inspect.FloatType():
                return self._chance.choice((0.5, -0.5, 1e308, *NUMBERS))
            case inspect.BoolType():
                return self._chance.random() < 0.5
            case inspect.NoneType():
                return None
            case _:
                return self._anything()

    def _word(self) -> str:
        return self._chance.choice(self._known if self._chance.random() < 0.7 else WORDS)

    def _anything(self) -> Any:
        return self._chance.choice((None, True, -1, 2**64, 1.5, "", [], {}, [[[[]]]], {"": {"": None}}, "a" * LONG))

    def _damaged(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """A field less, a field more, or a field of another kind."""
        broken = dict(value)
        name = self._chance.choice(sorted(broken))
        match self._chance.randrange(3):
            case 0:
                del broken[name]
            case 1:
                broken["no_such_field"] = self._anything()
            case _:
                broken[name] = self._anything()
        return broken
