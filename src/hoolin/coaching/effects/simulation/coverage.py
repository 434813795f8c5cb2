"""Over many sites: how often the interval holds the truth, how often each word is said, and what before and after would have said."""

from collections.abc import Callable
from functools import partial
from math import isfinite
from statistics import fmean
from typing import NamedTuple

from hoolin.coaching.effects.simulation.arms import Outcome, one
from hoolin.experience.api import simulation, statistics


class Share(NamedTuple):
    """Of so many."""

    seen: int
    of: int

    @property
    def value(self) -> float:
        """0 of none."""
        return self.seen / self.of if self.of else 0.0

    @property
    def band(self) -> tuple[float, float]:
        """Wilson's, at 95 %."""
        return statistics.wilson(self.seen, self.of) if self.of else (0.0, 1.0)


class Row(NamedTuple):
    """One arm over all runs. runs: of them judged; unseen: where nobody would have begun, for nothing useful could be seen. truth: points that it brought on average; found: that were found. held: how
    often the interval held the truth; zero: how often it held nothing. helped, harmful: how often that was said. stated: the chance that was told before, on average; stated_low: with care. wrong: how often the sign was. moved, regressed: how often that was named. width: of the interval, the middle
    one. naive: points that before and after told on average; convinced: how often they would have been called an improvement.
    """

    name: str
    runs: int
    unseen: int
    truth: float
    found: float
    held: Share
    zero: Share
    helped: Share
    harmful: Share
    wrong: Share
    no_effect: Share
    moved: Share
    regressed: Share
    stated: float
    stated_low: float
    width: float
    naive: float
    convinced: Share


def coverage(runs: int, seed: int, processes: int = 2, tick: Callable[[], None] = lambda: None) -> list[Row]:
    """Every arm over so many sites. The same seed gives the same figures, in however many processes."""
    found: dict[str, list[Outcome | None]] = {}
    for outcomes in simulation.in_processes(partial(one, seed), range(runs), processes):
        for name, outcome in outcomes:
            found.setdefault(name, []).append(outcome)
        tick()
    return [_row(name, outcomes) for name, outcomes in found.items()]


def _row(name: str, outcomes: list[Outcome | None]) -> Row:
    known = [outcome for outcome in outcomes if outcome is not None]
    of = len(known)
    words = [outcome.verdict.word for outcome in known]
    naive = [outcome.verdict.naive for outcome in known if outcome.verdict.naive is not None]
    widths = sorted(width for outcome in known if isfinite(width := outcome.high - outcome.low))
    return Row(
        name, of, len(outcomes) - of, _mean([outcome.truth for outcome in known]), _mean([outcome.verdict.points or 0.0 for outcome in known]),
        Share(sum(outcome.held for outcome in known), of), Share(sum(outcome.low <= 0 <= outcome.high for outcome in known), of),
        Share(words.count("helped"), of), Share(words.count("harmful"), of),
        Share(sum(outcome.low > 0 > outcome.truth or outcome.high < 0 < outcome.truth for outcome in known), of), Share(words.count("no_effect"), of),
        Share(sum(one.moved is not None and one.moved.clear for one in naive), len(naive)), Share(sum(one.regressed is not None and one.regressed.clear for one in naive), len(naive)),
        _mean([outcome.stated for outcome in known]), _mean([outcome.stated_low for outcome in known]),
        widths[len(widths) // 2] if widths else 0.0, _mean([one.points for one in naive]), Share(sum(one.convincing for one in naive), len(naive)),
    )  # fmt: skip


def _mean(values: list[float]) -> float:
    return fmean(values) if values else 0.0
