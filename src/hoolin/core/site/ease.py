"""What a site sets so that work stays bearable: breathers, and limits on load. Data, like all other rules.

The bounds stand in the types: a breather is never longer than ten minutes, figures are never told of fewer than five people.
"""

from typing import Annotated

import msgspec

from hoolin.core.facts import Ms
from hoolin.core.site.rules import Value

BREATHER_MS_MAX = 600_000
"""A longer pause is a break, which an agent takes as such."""

GROUP_MIN = 5
"""Figures about how work feels are told of no fewer different people than this."""

TAPS_MIN = 20
"""Nor of fewer answers than this."""


class EaseRules(Value):
    """How people are spared.

    on: whether there are breathers at all. breather_ms: how long one lasts. per_hour_max: how many may begin within any hour.
    share_percent: of those who can serve a queue in a language, at most so many rest at once (always one may). yield_percent: a breather
    ends early when somebody whom its agent could serve has waited for this share of their queue's target. row_max: after so many contacts
    without a gap one is given (0: never). gap_ms: empty hands for so long are a gap. occupancy_percent_max: it is given, too, when an agent was busy for more than this share
    of the last hour (0: never). group_min, taps_min: figures are told of no fewer people and answers.
    """

    on: bool = False
    breather_ms: Annotated[int, msgspec.Meta(ge=30_000, le=BREATHER_MS_MAX)] = 180_000
    per_hour_max: Annotated[int, msgspec.Meta(ge=1, le=6)] = 2
    share_percent: Annotated[int, msgspec.Meta(ge=1, le=50)] = 20
    yield_percent: Annotated[int, msgspec.Meta(ge=25, le=300)] = 100
    row_max: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    gap_ms: Ms = 30_000
    occupancy_percent_max: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    group_min: Annotated[int, msgspec.Meta(ge=GROUP_MIN, le=100)] = GROUP_MIN
    taps_min: Annotated[int, msgspec.Meta(ge=TAPS_MIN, le=1_000)] = TAPS_MIN
