"""Where contacts count: under which reasons of today, and how much of each. Pure.

A contact with several reasons counts as one for each of them, and as one for a group that has several of them; of the hours of agents each of them gets an equal part, so that hours add up. What was
closed under an older version counts where its reasons went since (the crosswalk); where one was split, by shares that somebody wrote down.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from hoolin.core.facts import Instant
from hoolin.insight.reasons.crosswalk import today
from hoolin.insight.reasons.known import flat
from hoolin.insight.reasons.state import Reasons, Version
from hoolin.insight.reasons.tree import Reason, Tree, is_other

EVER = 1 << 62
ALL = ""
"""The place of all contacts together."""


class Part(NamedTuple):
    """How much of a contact counts at a place. contact: 1 for each of its reasons; hours: the part of its hours; saved: of those, the part that removing would
    save. split: whether shares of a crosswalk are in it.
    """

    contact: float
    hours: float
    saved: float
    split: bool = False


class Now:
    """The reasons of today, and the way to them from each version. It does not change with what is published later."""

    def __init__(self, tree: Tree, versions: Sequence[Version]) -> None:
        """tree: of today. versions: all that were published, the oldest first."""
        self.number, self.tree = len(versions), tree
        self._versions = tuple(versions)
        self._noted = [frozenset(one.tree.leaves()) for one in versions]
        self._steps = [one.crosswalk for one in versions]
        self._parts: dict[tuple[str, int], dict[str, Part]] = {}

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """The codes that a contact may have."""
        return self.tree.leaves()

    @cached_property
    def groups(self) -> set[str]:
        """The codes that only group others."""
        return {one.parent for one in self.tree.reasons if one.parent is not None}

    @cached_property
    def above(self) -> dict[str, tuple[str, ...]]:
        """By leaf, the groups that it is in."""
        return {leaf: self.tree.path(leaf)[:-1] for leaf in self.leaves}

    @cached_property
    def beneath(self) -> dict[str, list[str]]:
        """By code, the leaves in it: of a leaf, itself; of `ALL`, all."""
        found: dict[str, list[str]] = {ALL: list(self.leaves)}
        for leaf in self.leaves:
            for code in (*self.above[leaf], leaf):
                found.setdefault(code, []).append(leaf)
        return found

    @cached_property
    def reasons(self) -> dict[str, Reason]:
        """By code."""
        return {one.code: one for one in self.tree.reasons}

    def versions(self) -> Iterator[tuple[int, Instant, Instant]]:
        """Number, and from when until just before when each held; number 0 before there was a tree."""
        since = 0
        for number, until in enumerate((*(one.at for one in self._versions), EVER)):
            yield number, since, until
            since = until

    def leaf_parts(self, codes: Sequence[str], version: int) -> dict[str, Part]:
        """Where a contact counts that was closed with these reasons, by the leaves of today."""
        found: dict[str, Part] = {}
        for code in codes:
            for share in today(self._steps[self._meant(code, version) :], code):
                known = found.get(share.code, Part(0.0, 0.0, 0.0))
                hours = known.hours + share.share / len(codes)
                split = known.split or share.share < 1
                contact = min(1.0, known.contact + share.share)
                found[share.code] = Part(contact, hours, hours if self.saves(share.code) else 0.0, split)
        return found

    def _meant(self, code: str, version: int) -> int:
        """The version in which a code was noted: the one before, where a contact ended in the very millisecond in which this one took the code out."""
        if version and code not in self._noted[version - 1]:
            return version - 1
        return version

    def parts(self, written: str, version: int) -> dict[str, Part]:
        """The same of reasons as a row has them (with commas), at every place: leaves, the groups above them, and `ALL`."""
        known = self._parts.get((written, version))
        if known is not None:
            return known
        leaves = self.leaf_parts(written.split(","), version) if written else {}
        found = dict(leaves)
        for leaf, part in leaves.items():
            for group in self.above.get(leaf, ()):
                found[group] = _added(found.get(group), part)
        for group in self.groups & found.keys():
            found[group] = found[group]._replace(contact=min(1.0, found[group].contact))
        whole = _added(None, *leaves.values())
        found[ALL] = Part(1.0, 1.0, whole.saved, whole.split)
        self._parts[written, version] = found
        return found

    def saves(self, code: str) -> bool:
        """Whether contacts for it are better not necessary: all but those that are worth something to both."""
        one = self.reasons.get(code)
        return one is None or one.action != "enrich"


def _added(first: Part | None, *parts: Part) -> Part:
    every = (first, *parts) if first is not None else parts
    return Part(
        sum(one.contact for one in every), sum(one.hours for one in every), sum(one.saved for one in every),
        any(one.split for one in every),
    )  # fmt: skip


def unexplained(written: str) -> bool:
    """Whether these reasons say nothing of what it was about."""
    return all(not code or is_other(code) for code in written.split(","))


def now_of(reasons: Reasons) -> Now:
    """The reasons of a site as they are; where no tree was published, its flat list."""
    version, versions = reasons.in_force, reasons.kept.versions
    tree = version.tree if version.number else flat(reasons.site.kept.rules.reasons)
    return Now(tree, tuple(versions))
