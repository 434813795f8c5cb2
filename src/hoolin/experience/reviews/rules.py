"""What a site decides about reviews: by which scorecards conversations are judged, and which are drawn.

A scorecard names items of the register that reviewers judge, each with what it means and with examples that pass and that fail, so that two
reviewers can agree. A plan draws conversations by chance: at random, or more of a kind that is worth looking at; either way the chance
is known beforehand and written down, for an estimate from drawn conversations is only as good as what is known of the drawing.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.catalogue.api import Words
from hoolin.core.facts import Code
from hoolin.core.site.rules import Value

LINES_MAX = 30
SCORECARDS_MAX = 50
PLANS_MAX = 50

Kind: TypeAlias = Literal["every", "handed_on", "unsolved", "unhappy"]
"""Of which conversations a plan draws. `every`: at random from all. `handed_on`: that were transferred. `unsolved`: that ended without the
problem solved. `unhappy`: whose customer answered a question of a survey with the lower half; these are drawn when the answer is known
and the conversation over, to learn from, and enter no estimate.
"""

Codes: TypeAlias = Annotated[tuple[Code, ...], msgspec.Meta(max_length=100)]
Weight: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=100)]


class Line(Value):
    """One item of a scorecard. item: which of the register. weight: how much it counts; of a fatal item it is not asked. definition: what is
    judged. passes, fails: an example of each.
    """

    item: Code
    definition: Words
    passes: Words
    fails: Words
    weight: Weight = 1


class Scorecard(Value):
    """code: by which it is known. name: what it is called. lines: what is judged, in order."""

    code: Code
    name: Words
    lines: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=LINES_MAX)]

    def line(self, item: str) -> Line | None:
        """The line of this item."""
        return next((one for one in self.lines if one.item == item), None)


class Plan(Value):
    """Which conversations are reviewed. code: by which it is known. scorecard: by which. kind: of which conversations. queues, channels: of
    these only; empty for all. per_mille: of a thousand such conversations so many, drawn by chance. double: of a hundred drawn ones so many
    are judged by two, neither seeing the other's. used: one that is not draws nothing.
    """

    code: Code
    scorecard: Code
    per_mille: Annotated[int, msgspec.Meta(ge=1, le=1_000)]
    kind: Kind = "every"
    queues: Codes = ()
    channels: Codes = ()
    double: Annotated[int, msgspec.Meta(ge=0, le=100)] = 10
    used: bool = True


class ReviewRules(Value):
    """What a site reviews. scorecards: all of them. plans: all of them. appeal_days: within so many days of a review whoever was judged may
    object.
    """

    scorecards: Annotated[tuple[Scorecard, ...], msgspec.Meta(max_length=SCORECARDS_MAX)] = ()
    plans: Annotated[tuple[Plan, ...], msgspec.Meta(max_length=PLANS_MAX)] = ()
    appeal_days: Annotated[int, msgspec.Meta(ge=1, le=90)] = 14

    def scorecard(self, code: str) -> Scorecard | None:
        """The scorecard of this code."""
        return next((one for one in self.scorecards if one.code == code), None)
