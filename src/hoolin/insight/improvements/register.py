"""Causes and improvements as values."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Id
from hoolin.core.site.rules import Value
from hoolin.insight.reasons.tree import REASONS_MAX

Kind: TypeAlias = Literal["product", "price", "process", "information"]
"""Where a cause lies: in what we sell, in what it costs, in how we work, or in what we say."""

Title: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Text: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]
Drop: TypeAlias = Annotated[float, msgspec.Meta(gt=0, lt=1)]
"""A share: 0.2 for a fifth fewer."""

Dimension: TypeAlias = Literal["channel", "queue", "language"]

CAUSES_MAX = 2_000
LINKS_MAX = 20
CASES_MAX = 200
NOTED_OF_ONE_MAX = 10
"""Causes that one contact may have come of: with one conversation nobody fills the register."""

Reasons: TypeAlias = Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=REASONS_MAX)]
"""As many as a tree may have: whatever is split later, its parts have room."""


class Exposure(Value):
    """Who got a change: everybody, or only the customers of one channel, queue or language; then the others are what it is compared with. by: which of
    these, None for everybody. code: the channel, queue or language.
    """

    by: Dimension | None = None
    code: Code | None = None

    def __post_init__(self) -> None:
        if (self.by is None) != (self.code is None):
            raise ValueError("by and code belong together")


class Cause(Value):
    """What made contacts necessary. cause: its id. title: in the site's own words. kind: where it lies. reasons: what customers say who have it. owner: the
    agent or account that answers for it, None while nobody does.
    """

    cause: Id
    title: Title
    kind: Kind
    reasons: Reasons
    owner: Id | None = None


class Improvement(Value):
    """A change meant to remove causes. improvement: its id. title: in the site's own words; about: the same at more length. causes: which. reasons: what should be asked less. owner: who sees to it. drop: by how much contacts for these reasons
    are expected to fall, a share; None while nobody has said. who: who gets it.
    """

    improvement: Id
    title: Title
    reasons: Reasons
    about: Annotated[str, msgspec.Meta(max_length=2_000)] = ""
    causes: Annotated[tuple[Id, ...], msgspec.Meta(max_length=LINKS_MAX)] = ()
    owner: Id | None = None
    drop: Drop | None = None
    who: Exposure = Exposure()
