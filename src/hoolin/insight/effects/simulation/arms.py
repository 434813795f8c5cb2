"""What is done to a site: nothing, a drop, a drop for some, a move elsewhere, harm. Each arm is one change, and one thing that would be true to say of it."""

from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from hoolin.core.errors import Invalid
from hoolin.insight.effects.plan import History, design, weeks_until
from hoolin.insight.effects.power import POWER_MIN, Design, detectable, harm
from hoolin.insight.effects.series import Observed, Series
from hoolin.insight.effects.simulation.site import CHANNELS, Line, Site, Steps, counted, site
from hoolin.insight.effects.verdict import Verdict, judge

SURE = 0.95
"""How likely a drop that only moved is seen, here and at the place where it went."""

DROP_MAX = 0.9
"""A larger drop is not planted: who removes nearly all contacts needs no statistics."""


class Outcome(NamedTuple):
    """One run of one arm. planted: the ratio of rates that is true here. places: where contacts went."""

    arm: str
    planted: float
    places: tuple[str, ...]
    verdict: Verdict

    @property
    def held(self) -> bool:
        """Whether the interval holds the truth."""
        return self.verdict.low <= self.planted <= self.verdict.high

    @property
    def named(self) -> bool:
        """Whether the places where they went are named."""
        return set(self.places) <= {one.where for one in self.verdict.moved if one.caught}

    @property
    def falsely(self) -> bool:
        """Whether a place is named where they did not go."""
        return any(one.caught and one.where not in self.places for one in self.verdict.moved)


class View(NamedTuple):
    """How a site is looked at: series by name as sums of lines. changed: those who get the change; others: who do not; the rest as for a verdict."""

    changed: tuple[str, ...]
    others: tuple[str, ...]
    elsewhere: Mapping[str, tuple[str, ...]]
    placebos: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def all_channels(reason: str) -> tuple[str, ...]:
    """The lines of a reason."""
    return tuple(f"{reason}/{channel}" for channel in CHANNELS)


def everybody(site: Site) -> View:
    """The reason on every channel; contacts may go to like reasons, come again or complain."""
    near = {reason: all_channels(reason) for reason in site.near}
    aside = {"repeats": ("repeats",), "complaints": ("complaints",)}
    return View(
        all_channels(site.ours), (), near | aside, tuple((all_channels(reason), ()) for reason in site.placebos)
    )


def one_channel(site: Site) -> View:
    """The reason on the telephone; contacts may go to the other channels."""
    phone, *rest = all_channels(site.ours)
    aside = {"repeats": ("repeats",), "complaints": ("complaints",)}
    return View(
        (phone,), (), {name: (name,) for name in rest} | aside, tuple(((f"{r}/phone",), ()) for r in site.placebos)
    )


def some(site: Site) -> View:
    """Those on the telephone got it, the others did not."""
    first, *rest = all_channels(site.ours)
    placebos = tuple((all_channels(reason)[:1], all_channels(reason)[1:]) for reason in site.placebos)
    return everybody(site)._replace(changed=(first,), others=tuple(rest), placebos=placebos)


class Drawn(NamedTuple):
    """A site with its counts, seen in a way. steps: after the change."""

    site: Site
    counts: dict[str, Steps]

    def series(self, names: tuple[str, ...], steps: int) -> Series:
        """The sum of lines, until so many steps after the change."""
        end = self.site.before + steps
        counts = np.sum([self.counts[name][:end] for name in names], axis=0)
        return Series(self.site.dates[:end], tuple(map(float, counts)), tuple(map(float, self.site.customers[:end])))

    def history(self, view: View, steps: int = 0) -> History:
        """What is known so many steps after the change."""
        return History(
            self._observed(view.changed, view.others, steps),
            tuple(self._observed(*one, steps) for one in view.placebos),
            {name: self.series(lines, steps) for name, lines in view.elsewhere.items()},
        )

    def _observed(self, changed: tuple[str, ...], others: tuple[str, ...], steps: int) -> Observed:
        return Observed(self.series(changed, steps), self.series(others, steps) if others else None)

    def changed(
        self, rng: Generator, view: View, ratio: float, places: tuple[str, ...] = (), parts: int = 1
    ) -> "Drawn":
        """The same site where the rate is another from the change on; to `places` (lines of as many parts) go those who no longer come here."""
        lines = self.site.lines
        after = np.arange(len(self.site.dates)) >= self.site.before
        counts = dict(self.counts)
        gone = np.zeros(len(after))
        for name in view.changed:
            gone += np.where(after, lines[name].means * (1 - ratio), 0.0)
            counts[name] = self._again(rng, name, np.where(after, lines[name].means * ratio, lines[name].means))
        each = max(1, len(places) // parts)
        for first in range(0, len(places), each):
            part = places[first : first + each]
            whole = np.sum([lines[name].means for name in part], axis=0)
            for name in part:
                counts[name] = self._again(rng, name, lines[name].means * (1 + gone / parts / whole))
        return Drawn(self.site, counts)

    def _again(self, rng: Generator, name: str, means: Steps) -> Steps:
        """What was counted before the change stays."""
        drawn = counted(rng, Line(means, self.site.lines[name].apart))
        drawn[: self.site.before] = self.counts[name][: self.site.before]
        return drawn


def drawn(rng: Generator, site: Site) -> Drawn:
    """Counts of every line, without a change."""
    return Drawn(site, {name: counted(rng, line) for name, line in site.lines.items()})


def told(arm: str, ratio: float, places: tuple[str, ...], at: Drawn, view: View, steps: int) -> Outcome:
    """The verdict, with the planted drop as what was expected."""
    known = at.history(view, steps)
    found = judge(
        known.observed, at.site.change, expected=1 - ratio if ratio < 1 else 0.1, placebos=known.placebos, elsewhere=known.elsewhere
    )  # fmt: skip
    return Outcome(arm, ratio, places, found)


def moved(
    rng: Generator, arm: str, at: Drawn, view: View, ours: Design, steps: int, places: tuple[tuple[str, ...], ...]
) -> Outcome | None:
    """A drop that only went to the first of `places` (evenly to several) where so many more would be seen; None where there is none such."""
    least = detectable(ours._replace(places=()), SURE)
    if least is None:
        return None
    for chosen in places:
        wanted = 0.0
        for name, there in zip(view.elsewhere, ours.places, strict=True):
            if name in chosen:
                rise = harm(Design(there.error, there.freedom, there.baseline, 1 / there.baseline), SURE) - 1
                wanted = max(wanted, len(chosen) * there.baseline * rise / ours.baseline)
        drop = max(least, wanted)
        if drop <= DROP_MAX:
            lines = tuple(line for name in chosen for line in view.elsewhere[name])
            return told(arm, 1 - drop, chosen, at.changed(rng, view, 1 - drop, lines, len(chosen)), view, steps)
    return None


def waited(rng: Generator, at: Drawn, view: View) -> Outcome | None:
    """A drop of an eighth to a half, and as many weeks as were said to be needed; None where a year is said not to be enough."""
    drop = float(rng.uniform(0.125, 0.5))
    weeks = weeks_until(at.history(view), drop)
    if weeks is None:
        return None
    steps = weeks * 7 // int(at.site.dates[1].toordinal() - at.site.dates[0].toordinal())
    return told("weeks", 1 - drop, (), at.changed(rng, view, 1 - drop), view, max(2, steps))


def outcomes(rng: Generator, site: Site) -> list[tuple[str, Outcome | None]]:
    """Every arm once; None where the design sees no drop."""
    at = drawn(rng, site)
    step = site.dates[1].toordinal() - site.dates[0].toordinal()
    steps = int(rng.integers(8, 27)) * 7 // step
    found: list[tuple[str, Outcome | None]] = []
    view, phone = everybody(site), one_channel(site)
    whole, on_phone, for_some = (design(at.history(one), steps) for one in (view, phone, some(site)))
    for kind, shown, made in (("", view, whole), ("_some", some(site), for_some)):
        drop = detectable(made, POWER_MIN)
        found.append((f"null{kind}", told(f"null{kind}", 1.0, (), at, shown, steps)))
        planted = None
        if drop is not None and drop <= DROP_MAX:
            planted = told(f"effect{kind}", 1 - drop, (), at.changed(rng, shown, 1 - drop), shown, steps)
        found.append((f"effect{kind}", planted))
    worse = harm(whole, POWER_MIN)
    found.append(("harmful", told("harmful", worse, (), at.changed(rng, view, worse), view, steps)))
    found.append(("weeks", waited(rng, at, view)))
    aside = ("repeats", "complaints") if rng.random() < 0.5 else ("complaints", "repeats")
    for arm, shown, made, places in (
        ("to_reason", view, whole, tuple((name,) for name in site.near)),
        ("to_channel", phone, on_phone, tuple((name,) for name in phone.elsewhere)[:2]),
        ("to_repeats", view, whole, tuple((name,) for name in aside)),
        ("to_several", view, whole, tuple(combinations(site.near, 3))),
    ):
        found.append((arm, moved(rng, arm, at, shown, made, steps, places)))
    return found


def one(seed: int, run: int) -> list[tuple[str, Outcome | None]]:
    """A run by its number: the same each time, wherever it runs."""
    rng = np.random.default_rng([seed, run])
    while True:
        try:
            return outcomes(rng, site(rng))
        except Invalid:
            continue
