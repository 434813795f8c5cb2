"""Old shapes of facts, read as today's.

A fact whose shape changes gets a new tag (`offer_made` → `offer_made@2`, then `@3`), and a plain function that turns the
old shape into the next one. Functions chain, so each is written once and never touched again; the journal itself is
never rewritten.

    upcasters = Upcasters({"offer_made": lambda old: {**old, "fact": "offer_made@2", "rings": 0}})
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from hoolin.core.errors import Defect

Shape: TypeAlias = dict[str, object]
"""A fact as JSON gives it: its tag under `fact`, and its fields."""

Upcaster: TypeAlias = Callable[[Shape], Shape]


class BadUpcaster(Defect):
    """An upcaster does not lead to a newer shape of the same fact."""


def split_tag(tag: str) -> tuple[str, int]:
    """`offer_made@2` -> ("offer_made", 2); a tag without a number is version 1."""
    name, _, version = tag.partition("@")
    return name, int(version) if version.isdecimal() else 1


class Upcasters:
    """The known old tags, each with the function to the next shape."""

    def __init__(self, steps: Mapping[str, Upcaster] | None = None) -> None:
        self._steps = dict(steps or {})

    def __contains__(self, tag: object) -> bool:
        return tag in self._steps

    @property
    def tags(self) -> frozenset[str]:
        """The old tags that can still be read."""
        return frozenset(self._steps)

    def lift(self, shape: Shape) -> Shape:
        """The newest shape that the chain leads to; a shape without an upcaster is given back as it is."""
        while (step := self._steps.get(str(shape.get("fact")))) is not None:
            lifted = step(dict(shape))
            self._check(str(shape["fact"]), str(lifted.get("fact")))
            shape = lifted
        return shape

    @staticmethod
    def _check(old: str, new: str) -> None:
        # Only upward within one fact: this also makes an endless chain impossible.
        (old_name, old_version), (new_name, new_version) = split_tag(old), split_tag(new)
        if old_name != new_name or new_version <= old_version:
            raise BadUpcaster("not_upward", old=old, new=new)
