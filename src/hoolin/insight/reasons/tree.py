"""The tree of reasons as a value. Its leaves are what a contact may have; what has leaves beneath it only groups them.

A reason is what the customer says they need, in their words and not in ours. What made it necessary is a cause, and lies elsewhere.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.catalogue.api import Words
from hoolin.core.facts import Code
from hoolin.core.site.rules import Value

REASONS_MAX = 500
EXAMPLES_MAX = 20
DEPTH_MAX = 6
"""Nobody finds what lies deeper."""

OTHER = "other"
"""The leaf for what fits nowhere else. What is noted under it teaches what belongs to no reason, and is looked through for what is new."""


def is_other(code: str) -> bool:
    """Whether a leaf is for what has no reason of its own: `other`, or in a branch what ends so (`bill_other`)."""
    return code == OTHER or code.endswith(f"_{OTHER}")


Example: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
ShareOf: TypeAlias = Annotated[float, msgspec.Meta(gt=0, le=1)]
Action: TypeAlias = Literal["enrich", "self_service", "simplify", "eliminate"]


class Reason(Value):
    """code: which. name: what it is called. parent: beneath what, None at the top. about: what belongs here, and what does not. examples: what
    customers write who come for it, from which suggestions are learned before anything was confirmed. for_customer, for_company: whether such a
    contact is worth something to the one and to the other; None while nobody has said.
    """

    code: Code
    name: Words
    parent: Code | None = None
    about: Words = Words()
    examples: Annotated[tuple[Example, ...], msgspec.Meta(max_length=EXAMPLES_MAX)] = ()
    for_customer: bool | None = None
    for_company: bool | None = None

    @property
    def action(self) -> Action | None:
        """What to do about such contacts: the value–irritant grid (Price and Jaffe). None while nobody has said what they are worth."""
        if self.for_customer is None or self.for_company is None:
            return None
        if self.for_customer:
            return "enrich" if self.for_company else "self_service"
        return "simplify" if self.for_company else "eliminate"


class Tree(Value):
    """All reasons, in the order in which they are shown."""

    reasons: Annotated[tuple[Reason, ...], msgspec.Meta(max_length=REASONS_MAX)] = ()

    def reason(self, code: str) -> Reason | None:
        """The reason of this code."""
        return next((one for one in self.reasons if one.code == code), None)

    def leaves(self) -> tuple[str, ...]:
        """The codes that a contact may have."""
        grouping = {one.parent for one in self.reasons}
        return tuple(one.code for one in self.reasons if one.code not in grouping)

    def path(self, code: str) -> tuple[str, ...]:
        """From the top down to this code, itself last; a circle is left at the second turn."""
        by_code = {one.code: one for one in self.reasons}
        found: list[str] = []
        at: str | None = code
        while at is not None and at in by_code and at not in found:
            found.append(at)
            at = by_code[at].parent
        return tuple(reversed(found))

    def beneath(self, code: str) -> Iterator[str]:
        """The leaves of a branch; of a leaf, itself."""
        return (leaf for leaf in self.leaves() if code in self.path(leaf))


class Share(Value):
    """A part of a reason's contacts. code: where they count now. share: which part of them, of 1."""

    code: Code
    share: ShareOf = 1.0


class Went(Value):
    """What became of a reason with a version: where contacts of before count from now on. code: under which they were noted. to: one reason
    (renamed, merged) or several (split), by shares that make 1. A code that stays may be named too: a part of it was taken out.
    """

    code: Code
    to: Annotated[tuple[Share, ...], msgspec.Meta(min_length=1, max_length=20)]


Crosswalk: TypeAlias = tuple[Went, ...]
