"""What was seen of an item since it was given: of new conversations only, beside what is expected of the same, with how sure that is.

It is no "before and after": what was seen before is what it was chosen by, and whoever was chosen for a low figure has a better one next by chance alone. So nothing of that
enters here; and that a gap is over is said only where so much was seen since that little speaks for it any more.
"""

import msgspec
import numpy as np

from hoolin.coaching.advice.expected import Expected, expected
from hoolin.coaching.advice.gap import Looked, gap_of
from hoolin.coaching.advice.prior import Prior
from hoolin.coaching.advice.seen import Evidence

OVER = 0.05
"""A gap of more than ten points that is less probable than this is none."""

ENOUGH = 30
"""Of fewer conversations nobody says that it is over."""

AS_LIKELY_AS_NOT = 0.5


class Since(msgspec.Struct, frozen=True):
    """What was seen of an item since an instant. n: conversations; seen, expected: shares of them. mean, low, high: where the share most probably is; the interval holds
    90 %. enough: whether so much was seen that it could be said to be over. over: the gap is.
    """

    n: int
    seen: float
    expected: float
    mean: float
    low: float
    high: float
    enough: bool
    over: bool


def since(evidence: Evidence, agent: str, item: str, begin: int, prior: Prior) -> Since | None:
    """What was seen of an agent's item from an instant on, beside what was expected; None where nothing was. prior: as learned of the site."""
    seen = [one for one in evidence.seen if one.item == item]
    beside, own = expected(seen).get(agent), [one for one in seen if one.agent == agent]
    if beside is None:
        return None
    after = np.array([one.at >= begin for one in own])
    n = int(after.sum())
    if not n:
        return None
    part = Expected(beside.logits[after], beside.met[after], beside.error)
    # Of whom it was told, it is not thought that they are as most are: that they are among the few is as likely as not.
    told = Prior.of(prior.spread, AS_LIKELY_AS_NOT)
    gap = gap_of(item, Looked.at(part, told), told)
    over = n >= ENOUGH and gap.below < OVER
    return Since(n, gap.seen, gap.expected, gap.mean, gap.low, gap.high, n >= ENOUGH, over)
