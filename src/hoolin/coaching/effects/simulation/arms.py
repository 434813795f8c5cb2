"""What is done to a site: nothing, something that helps, something that harms, a year in which everybody gets better anyway, colleagues who learn from each other."""

from math import inf
from typing import NamedTuple

import numpy as np
from numpy.random import Generator, default_rng

from hoolin.coaching.effects import design as draw
from hoolin.coaching.effects.estimate import BEGINNING, Grid
from hoolin.coaching.effects.panel import Mark, panel
from hoolin.coaching.effects.power import USEFUL, Plan, careful, foreseen, known_from, worth_a_week
from hoolin.coaching.effects.power import USUAL as USUALLY
from hoolin.coaching.effects.rollout import AGENTS_MIN, PAIRS_MIN
from hoolin.coaching.effects.simulation.site import BEFORE, SLOW, USUAL, Life, Site, any_life, come, gains, lived, site
from hoolin.coaching.effects.verdict import Drawn, Verdict, judge
from hoolin.core.errors import Invalid

DRIFT = 0.9
"""In logits: about twenty points of a hundred."""

ORDERS = 1_000
"""Drawn anew for each run: fewer than a site draws, for there are thousands of runs."""

HOPED = 10.0
"""In points, where nothing is planted."""

SPREADS = 0.5
"""Of what helps whoever has it, so much reaches all who wait by the time that everybody else has it."""


class Arm(NamedTuple):
    """name; pairs: or in waves. effect: 1 for one that is seen with 80 %, as was stated, -1 for harm, 0 for none; points: instead of that, so many. drift: of the site. picked: those below average, else
    everybody. spreads: to those who wait. life: of the site, None for any. few: people.
    """

    name: str
    pairs: bool = False
    effect: int = 0
    points: float | None = None
    drift: float = 0.0
    picked: bool = True
    spreads: float = 0.0
    life: Life | None = USUAL
    few: bool = False


def _both(arm: Arm) -> tuple[Arm, Arm]:
    return arm._replace(name=f"{arm.name}_stepped"), arm._replace(name=f"{arm.name}_pairs", pairs=True)


_PLAIN = (
    Arm("null"), Arm("null_all", picked=False), Arm("null_drift", drift=DRIFT), Arm("null_any", life=None), Arm("null_few", few=True, life=None),
    Arm("effect", effect=1), Arm("effect_drift", effect=1, drift=DRIFT), Arm("harm", effect=-1), Arm("effect_ten", effect=1, points=10.0),
    Arm("effect_few", effect=1, few=True), Arm("effect_slow", effect=1, life=SLOW), Arm("effect_any", effect=1, life=None), Arm("spreads", effect=1, spreads=SPREADS),
)  # fmt: skip

ARMS = tuple(arm for plain in _PLAIN for arm in _both(plain))
"""Each in waves, and in pairs."""


class Outcome(NamedTuple):
    """One run of one arm. truth: what it really brought, on average over the weeks that are compared, of all who were to get it, in points. stated, stated_low: the chance that was told before, as is usual
    and with care.
    """

    arm: str
    truth: float
    stated: float
    stated_low: float
    verdict: Verdict

    @property
    def low(self) -> float:
        """The lower end."""
        return -inf if self.verdict.low is None else self.verdict.low

    @property
    def high(self) -> float:
        """The upper end."""
        return inf if self.verdict.high is None else self.verdict.high

    @property
    def held(self) -> bool:
        """Whether the interval holds the truth."""
        return self.low <= self.truth <= self.high


def one(seed: int, run: int) -> list[tuple[str, Outcome | None]]:
    """Every arm on a site of its own; None where too few were below average, or an effect is to be planted and nothing useful could be seen."""
    return [(arm.name, _one(arm, default_rng((seed, run, at)), run)) for at, arm in enumerate(ARMS)]


def _one(arm: Arm, random: Generator, run: int) -> Outcome | None:
    # In waves for three months, in pairs for two.
    step = 8 if arm.pairs else 2
    longest = BEFORE + (step if arm.pairs else 6 * step)
    life = any_life(random) if arm.life is None else arm.life
    there = site(random, longest, arm.drift, life, arm.few)
    first = lived(random, there, None, range(BEFORE))
    chosen = _picked(there, first) if arm.picked else list(range(len(there.agents)))
    if len(chosen) < (2 * PAIRS_MIN if arm.pairs else AGENTS_MIN):
        return None
    waves = 2 if arm.pairs else draw.waves_for(len(chosen))
    ids = [there.agents[at] for at in chosen]
    before = panel(first, ids, BEFORE, BEFORE)
    plan = Plan(len(chosen), worth_a_week(before), waves, step, BEFORE, arm.pairs)
    # The verdict of nothing needs no more than what is hoped for.
    known = known_from(before)
    usual, low = (foreseen(plan, known, assumed) if arm.effect else None for assumed in (USUALLY, careful(USUALLY)))
    wanted = arm.points or (usual.detectable() if usual is not None else HOPED)
    if wanted is None or (arm.effect and wanted > USEFUL):
        return None
    blocks = draw.matched(_alike(there, first, chosen)) if arm.pairs else (tuple(ids),)
    order = draw.drawn(int(random.integers(1 << 31)), blocks, waves)
    shares, truth = _helped(arm, life, there, order, plan, wanted)
    marks = first + lived(random, there, shares, range(BEFORE, plan.weeks))
    took = [there.agents[at] for at in chosen if there.takes_up[at]]
    whole = panel(marks, there.agents, BEFORE, plan.weeks)
    try:
        verdict = judge(whole, Drawn(order, blocks, waves, step, run), wanted, took, draws=ORDERS)
    except Invalid:
        return None
    stated, stated_low = (found.chance(wanted) if found is not None else 0.0 for found in (usual, low))
    return Outcome(arm.name, truth, stated, stated_low, verdict)


def _picked(there: Site, marks: list[Mark]) -> list[int]:
    """Whoever was below the average of those who were judged."""
    means = _means(marks)
    middle = float(np.mean(list(means.values())))
    return [at for at, agent in enumerate(there.agents) if means.get(agent, middle) < middle]


def _means(marks: list[Mark]) -> dict[str, float]:
    points: dict[str, list[float]] = {}
    for one in marks:
        points.setdefault(one.agent, []).append(one.points)
    return {agent: sum(found) / len(found) for agent, found in points.items()}


def _alike(there: Site, marks: list[Mark], chosen: list[int]) -> list[draw.Like]:
    means = _means(marks)
    return [
        draw.Like(there.agents[at], means.get(there.agents[at]), {str(code): float(share) for code, share in enumerate(there.mixes[at, 0])}, 400)
        for at in chosen
    ]  # fmt: skip


def _helped(arm: Arm, life: Life, there: Site, order: dict[str, int], plan: Plan, wanted: float) -> tuple[Grid, float]:
    """What is added to the chance of a met mark, and the truth in points. wanted: what it brings all who are to get it where it is whole and as many do it as usually; where nobody can be better than always,
    so much more is added to the others.
    """
    pulls, leaks, has = np.zeros(there.logits.shape), np.zeros(there.logits.shape), np.zeros(there.logits.shape)
    for agent, name in enumerate(there.agents):
        if name in order:
            begins = BEFORE + order[name] * plan.step_weeks
            own = float(there.helps[agent]) * bool(there.takes_up[agent]) / USUAL.take_up
            for week in range(BEFORE, plan.weeks):
                dose = come(life.shape, week - begins) if week >= begins else 0.0
                pulls[agent, week], has[agent, week] = own * dose, week >= begins
                leaks[agent, week] = (
                    arm.spreads / USUAL.take_up * min(1.0, (week - BEFORE) / max(1, plan.weeks - BEFORE)) * (1 - dose)
                )
    size = arm.effect * wanted / 100
    if not size:
        return np.zeros(pulls.shape), 0.0
    full = size
    for _ in range(3):
        lived_share = gains(there, full * pulls)[has > 0].sum() / (100 * pulls[has > 0].sum())
        full *= min(1.5, max(0.5, size / lived_share))
    return full * (pulls + leaks), _truth(there, gains(there, full * pulls), has, order, plan)


def _truth(there: Site, gained: Grid, has: Grid, order: dict[str, int], plan: Plan) -> float:
    """The average over the weeks that are compared: each for as much as many have begun and many wait, the week of beginning for half."""
    at = [place for place, agent in enumerate(there.agents) if agent in order]
    found = weights = 0.0
    for week in range(BEFORE, plan.weeks):
        here = [place for place in at if there.gone[place] > week]
        begun = [place for place in here if has[place, week]]
        if not begun or len(begun) == len(here):
            continue
        weight = len(begun) * (len(here) - len(begun)) / len(here)
        fresh = sum(BEFORE + order[there.agents[place]] * plan.step_weeks == week for place in begun)
        found += weight * float(np.mean(gained[begun, week]))
        weights += weight * (len(begun) - (1 - BEGINNING) * fresh) / len(begun)
    return found / weights if weights else 0.0
