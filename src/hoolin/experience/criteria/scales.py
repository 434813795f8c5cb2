"""In what an item is counted: the answers it may have, what the worst and the best are, and from which answer on it is good.

Answers are whole numbers. What the system counts has a unit instead of answers.
"""

from typing import Literal, TypeAlias

import msgspec

from hoolin.catalogue.api import Words

Kind: TypeAlias = Literal["agree_5", "ease_7", "solved", "csat_5", "nps_11", "mark", "share", "ms", "count", "minutes"]


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """How an item is answered or counted. kind: by which it is known. low, high: the ends of what may be answered; None where the system
    counts. good_from: the lowest answer that is good. ends: what the ends are called.
    """

    kind: Kind
    low: int | None = None
    high: int | None = None
    good_from: int | None = None
    ends: tuple[Words, Words] | None = None

    def takes(self, value: int) -> bool:
        """Whether this may be answered."""
        return self.low is not None and self.high is not None and self.low <= value <= self.high

    def good(self, value: int) -> bool:
        """Whether this is a good answer."""
        return self.good_from is not None and value >= self.good_from

    def share(self, value: float) -> float:
        """The answer as a share of the way from the worst to the best: 0 to 1."""
        assert self.low is not None and self.high is not None
        return (value - self.low) / (self.high - self.low)


DISAGREE = Words(et="Üldse ei nõustu", ru="Совсем не согласен", en="Strongly disagree")
AGREE = Words(et="Täiesti nõus", ru="Полностью согласен", en="Strongly agree")

_SCALES = (
    Scale(kind="agree_5", low=1, high=5, good_from=4, ends=(DISAGREE, AGREE)),
    Scale(kind="ease_7", low=1, high=7, good_from=5, ends=(DISAGREE, AGREE)),
    Scale(
        kind="solved", low=0, high=2, good_from=2,
        ends=(Words(et="Ei", ru="Нет", en="No"), Words(et="Jah", ru="Да", en="Yes")),
    ),
    Scale(
        kind="csat_5", low=1, high=5, good_from=4,
        ends=(
            Words(et="Väga rahulolematu", ru="Очень недоволен", en="Very dissatisfied"),
            Words(et="Väga rahul", ru="Очень доволен", en="Very satisfied"),
        ),
    ),
    Scale(
        kind="nps_11", low=0, high=10, good_from=9,
        ends=(
            Words(et="Kindlasti mitte", ru="Точно нет", en="Not at all likely"),
            Words(et="Kindlasti", ru="Точно да", en="Extremely likely"),
        ),
    ),
    Scale(
        kind="mark", low=0, high=1, good_from=1,
        ends=(Words(et="Ei", ru="Нет", en="No"), Words(et="Jah", ru="Да", en="Yes")),
    ),
    Scale(kind="share"),
    Scale(kind="ms"),
    Scale(kind="count"),
    Scale(kind="minutes"),
)  # fmt: skip

SCALES: dict[Kind, Scale] = {scale.kind: scale for scale in _SCALES}
"""By kind. `solved`: 0 no, 1 partly, 2 yes. `mark`: 0 not met, 1 met; what does not apply has no mark."""

PARTLY = Words(et="Osaliselt", ru="Частично", en="Partly")
"""The answer in the middle of `solved`."""
