"""Net promoter score: the share of promoters (9, 10) less the share of detractors (0 to 6), in points from -100 to 100."""

from collections.abc import Iterable
from math import ceil, sqrt
from typing import NamedTuple

from hoolin.core.errors import Invalid
from hoolin.experience.statistics.proportions import normal


class Promoters(NamedTuple):
    """The score with its standard error and its interval, all in points."""

    score: float
    standard_error: float
    low: float
    high: float


def nps(promoters: float, passives: float, detractors: float, level: float = 0.95) -> Promoters:
    """The score of so many of each. The interval is the adjusted Wald one: three answers more, three quarters of them promoters
    of which as many are detractors (Rocks, 2016; Bonett and Price, 2012). Raises Invalid.
    """
    if min(promoters, passives, detractors) < 0 or promoters + passives + detractors <= 0:
        raise Invalid("not_counts", promoters=promoters, passives=passives, detractors=detractors)
    n = promoters + passives + detractors
    score, error = _score(promoters, detractors, n)
    middle, spread = _score(promoters + 0.75, detractors + 0.75, n + 3)
    reach = normal(level) * spread
    return Promoters(100 * score, 100 * error, 100 * max(-1.0, middle - reach), 100 * min(1.0, middle + reach))


def nps_of(answers: Iterable[int], level: float = 0.95) -> Promoters:
    """The score of single answers from 0 to 10. Raises Invalid."""
    counts = [0, 0, 0]
    for answer in answers:
        if not 0 <= answer <= 10:
            raise Invalid("not_an_answer", answer=answer)
        counts[0 if answer >= 9 else 1 if answer >= 7 else 2] += 1
    return nps(counts[0], counts[1], counts[2], level)


def answers_for_width(half_width: float, promoters: float, detractors: float, level: float = 0.95) -> int:
    """How many answers give a score known to plus or minus `half_width` points, where the shares are about these. Raises Invalid."""
    if half_width <= 0 or min(promoters, detractors) < 0 or promoters + detractors > 1:
        raise Invalid("not_a_share", half_width=half_width, promoters=promoters, detractors=detractors)
    variance = promoters + detractors - (promoters - detractors) ** 2
    return ceil(variance * (normal(level) * 100 / half_width) ** 2)


def _score(promoters: float, detractors: float, n: float) -> tuple[float, float]:
    up, down = promoters / n, detractors / n
    return up - down, sqrt(max(0.0, up + down - (up - down) ** 2) / n)
