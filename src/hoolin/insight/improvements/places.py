"""Which other reasons an improvement is judged by: where contacts may have gone instead, and which it had nothing to do with.

A reason is one or the other, never both. Elsewhere is little and means something: what lies beside it in the tree, and complaints. All other reasons
are placebos: what they did at the same time the improvement did not do.
"""

from collections.abc import Collection
from typing import Literal, NamedTuple, TypeAlias

from hoolin.insight.reasons.tree import Tree

Kind: TypeAlias = Literal["reason", "channel", "repeats", "complaints", "no_reason"]
"""What a place is to which contacts may have gone."""

COMPLAINT = "complaint"
"""The code that Hoolin counts complaints by."""

NEIGHBOURS_MAX = 6
"""Beside more than these a branch counts as one place: of thirty places one always rises."""


class Place(NamedTuple):
    """Where contacts may have gone. where: a reason, a branch of the tree, a channel, or what its kind is called. codes: the reasons that are
    counted there.
    """

    where: str
    kind: Kind
    codes: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """By which it is told from all others: a channel may be called like a reason."""
        return f"{self.kind}/{self.where}"


def elsewhere(tree: Tree, ours: Collection[str]) -> tuple[Place, ...]:
    """What lies beside our reasons, under the same parent, and complaints. What lies at the top has nothing beside it."""
    leaves = tree.leaves()
    found: list[Place] = []
    taken: set[str] = set(ours)
    if COMPLAINT in leaves and COMPLAINT not in taken:
        found.append(Place(COMPLAINT, "complaints", frozenset((COMPLAINT,))))
        taken.add(COMPLAINT)
    reasons = {one.code: one for one in tree.reasons}
    parents = dict.fromkeys(parent for code in ours if code in reasons and (parent := reasons[code].parent) is not None)
    for parent in parents:
        beside = [code for code in leaves if reasons[code].parent == parent and code not in taken]
        taken.update(beside)
        if len(beside) > NEIGHBOURS_MAX:
            found.append(Place(parent, "reason", frozenset(beside)))
        else:
            found += [Place(code, "reason", frozenset((code,))) for code in beside]
    return tuple(found)


def placebos(leaves: Collection[str], ours: Collection[str], places: Collection[Place]) -> tuple[str, ...]:
    """All other reasons."""
    gone = {code for place in places for code in place.codes}
    return tuple(code for code in leaves if code not in ours and code not in gone)
