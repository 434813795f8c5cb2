"""The register as a value: which items there are, and how evidence on them adds up to criteria and to one index.

Every item becomes points from 0 to 100: of answers and marks how far they are from the worst to the best, of what the system counts
the share of contacts, cases or promises that were as they should be. A criterion is the weighted mean of its parts, the index that of
its criteria. A register is published whole, and holds for every channel: there is no field in which a channel could differ.
"""

from typing import Annotated, Literal, TypeAlias, get_args

import msgspec

from hoolin.core.facts import COUNT_MAX, Code
from hoolin.core.site.rules import Value
from hoolin.experience.criteria.items import ITEMS, Item, Source

Formula: TypeAlias = Literal["weighted_mean", "lowest_part", "none_fatal", "shown"]
"""How the parts of a criterion add up. `weighted_mean`: Σ weight · points / Σ weight over the parts that have enough evidence.
`lowest_part`: a criterion is as good as its worst part. `none_fatal`: the share of reviewed conversations in which no fatal item was
missed; scored apart. `shown`: its parts are shown and add up to nothing.
"""
FORMULAS: tuple[Formula, ...] = get_args(Formula)
IN_INDEX: frozenset[str] = frozenset({"weighted_mean", "lowest_part"})
"""Formulas that give points for the index."""

ITEMS_MAX = 200
PARTS_MAX = 40

Weight: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1_000)]


class Part(Value):
    """What counts in a criterion. item, source: which evidence. weight: how much it counts. target: for an item that is a time, a number or
    minutes: up to this it is as it should be (milliseconds, how many, minutes).
    """

    item: Code
    source: Source
    weight: Weight = 1.0
    target: Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)] | None = None


class Criterion(Value):
    """code: which. parts: what counts in it. formula: how they add up, one of `FORMULAS`. weight: in the index; 0: not part of it."""

    code: Code
    parts: Annotated[tuple[Part, ...], msgspec.Meta(max_length=PARTS_MAX)]
    formula: Code = "weighted_mean"
    weight: Weight = 0.0


class Register(Value):
    """All of it. items: everything that may be asked, judged or counted. criteria: what counts, and how."""

    items: Annotated[tuple[Item, ...], msgspec.Meta(max_length=ITEMS_MAX)]
    criteria: Annotated[tuple[Criterion, ...], msgspec.Meta(max_length=20)]

    def item(self, code: str) -> Item | None:
        """The item of this code."""
        return next((one for one in self.items if one.code == code), None)

    def criterion(self, code: str) -> Criterion | None:
        """The criterion of this code."""
        return next((one for one in self.criteria if one.code == code), None)


def _parts(*parts: tuple[str, Source, float, int | None]) -> tuple[Part, ...]:
    return tuple(Part(item=item, source=source, weight=weight, target=target) for item, source, weight, target in parts)


DEFAULT = Register(
    items=tuple(ITEMS.values()),
    criteria=(
        Criterion(code="access", weight=20, parts=_parts(
            ("access.time_to_human", "system", 2, 120_000), ("access.reached", "survey", 1, None),
        )),
        Criterion(code="effort", weight=20, parts=_parts(
            ("effort.ease", "survey", 2, None), ("effort.contacts", "system", 1, 0), ("effort.switches", "system", 0.5, 0),
            ("effort.transfers", "system", 0.5, 0), ("effort.not_asked_again", "reviewer", 1, None),
        )),
        Criterion(code="resolution", weight=30, parts=_parts(
            ("resolution.solved", "survey", 2, None), ("resolution.fcr_7d", "system", 2, None),
            ("resolution.reopened", "system", 0.5, None), ("resolution.right", "reviewer", 1, None),
            ("resolution.next_step", "reviewer", 0.5, None),
        )),
        Criterion(code="heard", weight=15, parts=_parts(
            ("heard.understood", "survey", 2, None), ("heard.named_back", "reviewer", 0.5, None),
            ("heard.clarified", "reviewer", 0.5, None), ("heard.empathy", "reviewer", 0.5, None),
            ("heard.concrete", "reviewer", 0.5, None),
        )),
        Criterion(code="clarity", weight=15, parts=_parts(
            ("clarity.next_and_cost", "survey", 2, None), ("clarity.promises_kept", "system", 1, None),
            ("clarity.price_shown", "system", 1, None), ("clarity.terms_stated", "reviewer", 0.5, None),
            ("clarity.no_jargon", "reviewer", 0.5, None),
        )),
        Criterion(code="outcome", formula="shown", parts=_parts(
            ("outcome.csat", "survey", 1, None), ("outcome.nps", "survey", 1, None),
            ("outcome.complaints", "system", 1, None), ("outcome.repeats", "system", 1, None),
        )),
        Criterion(code="compliance", formula="none_fatal", parts=_parts(
            ("compliance.customer", "reviewer", 1, None), ("compliance.business", "reviewer", 1, None),
            ("compliance.law", "reviewer", 1, None),
        )),
    ),
)  # fmt: skip
"""What holds until a site publishes another. A person within two minutes; a case in one contact, on one channel, with one person."""
