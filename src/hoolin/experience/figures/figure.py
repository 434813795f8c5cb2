"""A figure: a value that says how sure it is, or why it says nothing.

Nothing is shown without its number of observations and its interval. Below `ENOUGH` observations a figure says "too few to say" and
has no value, whoever asks.
"""

from math import sqrt
from typing import Literal, TypeAlias

import msgspec

from hoolin.experience.statistics import ENOUGH, Estimate, Proportion, proportion
from hoolin.experience.statistics.proportions import normal

LEVEL = 0.95

Unit: TypeAlias = Literal["share", "ms", "minutes", "per_case", "per_1000", "points", "score"]
"""`share`: 0 to 1. `points`: 0 to 100. `score`: -100 to 100."""

Silence: TypeAlias = Literal["", "nobody", "too_few", "never"]
"""Why there is no value: nobody was observed; fewer than `ENOUGH`; that many never came to it."""


class Plain(msgspec.Struct, frozen=True):
    """A value with its interval, before weighting or under another mix."""

    value: float
    low: float
    high: float


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """code: what it is, see the definitions. n: observations; effective: how many equally weighted ones they are worth, where they are
    weighted. value, low, high: with its interval at .95; None where there is nothing to say, `why` tells. error: the standard error. raw: before
    weighting. standardised: under the mix of reasons of all channels. good: the share that is as the register's target wants it. detail: counts
    beneath, by name.
    """

    code: str
    unit: Unit
    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    error: float | None = None
    effective: float | None = None
    why: Silence = ""
    raw: Plain | None = None
    standardised: Plain | None = None
    good: Plain | None = None
    detail: dict[str, float] = {}

    @property
    def said(self) -> bool:
        """Whether it says anything."""
        return self.value is not None


def silent(code: str, unit: Unit, n: int, why: Silence = "") -> Figure:
    """A figure that says nothing, and why."""
    return Figure(code=code, unit=unit, n=n, why=why or ("nobody" if n == 0 else "too_few"))


def share(code: str, good: int, of: int, **detail: float) -> Figure:
    """A share of so many, with Wilson's interval."""
    found = proportion(good, of) if of >= ENOUGH else None
    if found is None:
        return silent(code, "share", of)
    return Figure(
        code=code,
        unit="share",
        n=of,
        value=found.value,
        low=found.low,
        high=found.high,
        error=error_of(found),
        detail=detail,
    )


def error_of(found: Proportion) -> float:
    """The standard error of a share; two more of each kind keep it from being nothing at the ends (Agresti and Coull)."""
    softened = (found.value * found.trials + 2) / (found.trials + 4)
    return sqrt(softened * (1 - softened) / (found.trials + 4))


def per_thousand(code: str, happened: int, of: int) -> Figure:
    """How often in a thousand."""
    found = share(code, happened, of)
    if found.value is None or found.low is None or found.high is None or found.error is None:
        return silent(code, "per_1000", of)
    return Figure(
        code=code, unit="per_1000", n=of, value=1000 * found.value, low=1000 * found.low, high=1000 * found.high,
        error=1000 * found.error,
    )  # fmt: skip


def mean(
    code: str, unit: Unit, n: int, total: float, squares: float, good: int | None = None, **detail: float
) -> Figure:
    """The mean of what is never negative, from its sums; the interval is that of the central limit, and begins at 0 at the least."""
    if n < ENOUGH:
        return silent(code, unit, n)
    value = total / n
    error = sqrt(max(0.0, squares / n - value * value) / (n - 1))
    reach = normal(LEVEL) * error
    well = plain(proportion(good, n)) if good is not None else None
    return Figure(
        code=code, unit=unit, n=n, value=value, low=max(0.0, value - reach), high=value + reach, error=error, good=well,
        detail=detail,
    )  # fmt: skip


def plain(found: Proportion | Estimate | None) -> Plain | None:
    """Value and interval of a statistic."""
    return None if found is None else Plain(found.value, found.low, found.high)
