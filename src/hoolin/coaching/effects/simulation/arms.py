"""What is done to a site: nothing, something that helps, something that harms, a year in which everybody gets better anyway, colleagues who learn from each other."""

from math import inf
from typing import NamedTuple

import numpy as np
from numpy.random import Generator, default_rng

from hoolin.coaching.effects import design as draw
from hoolin.coaching.effects.estimate import BEGINNING, Grid
from hoolin.coaching.effects.panel import Mark, panel
from hoolin.coaching.effects.power import USEFUL, Plan, a_week, known_from, unsure
from hoolin.coaching.effects.rollout import AGENTS_MIN, PAIRS_MIN
from hoolin.coaching.effects.simulation.site import BEFORE, TAKES_UP, Site, lived, site
from hoolin.coaching.effects.verdict import Drawn, Verdict, judge
from hoolin.core.errors import Invalid

DRIFT = 0.9
"""In logits: about twenty points of a hundred."""

ORDERS = 1_000
"""Drawn anew for each run: fewer than a site draws, for there are thousands of runs."""

SPREADS = 0.5
"""Of what helps whoever has it, so much reaches all who wait by the time that everybody else has it."""


class Arm(NamedTuple):
    """name; pairs: or in waves. effect: 1 for one that is seen with 80 %, as was stated, -1 for harm, 0 for none. drift: of the site. picked: those below average, else everybody. spreads: to those who
    wait.
    """

    name: str
    pairs: bool = False
    effect: int = 0
    drift: float = 0.0
    picked: bool = True
    spreads: float = 0.0


def _both(arm: Arm) -> tuple[Arm, Arm]:
    return arm._replace(name=f"{arm.name}_stepped"), arm._replace(name=f"{arm.name}_pairs", pairs=True)


_PLAIN = (
    Arm("null"), Arm("null_all", picked=False), Arm("null_drift", drift=DRIFT), Arm("effect", effect=1),
    Arm("effect_drift", effect=1, drift=DRIFT), Arm("harm", effect=-1), Arm("spreads", effect=1, spreads=SPREADS),
)  # fmt: skip

ARMS = tuple(arm for plain in _PLAIN for arm in _both(plain))
"""Each in waves, and in pairs."""


class Outcome(NamedTuple):
    """One run of one arm. truth: what it really brought, on average of all who were to get it, in points. stated: the chance that was told before."""

    arm: str
    truth: float
    stated: float
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
    there = site(random, longest, arm.drift)
    first = lived(random, there, None, range(BEFORE))
    chosen = _picked(there, first) if arm.picked else list(range(len(there.agents)))
    if len(chosen) < (2 * PAIRS_MIN if arm.pairs else AGENTS_MIN):
        return None
    waves = 2 if arm.pairs else draw.waves_for(len(chosen))
    ids = [there.agents[at] for at in chosen]
    before = panel(first, ids, BEFORE, BEFORE)
    plan = Plan(len(chosen), a_week(before), waves, step, BEFORE, arm.pairs)
    found = unsure(plan, known_from(before))
    wanted = found.detectable()
    if wanted is None or (arm.effect and wanted > USEFUL):
        return None
    stated = found.chance(wanted)
    blocks = draw.matched(_alike(there, first, chosen)) if arm.pairs else (tuple(ids),)
    order = draw.drawn(int(random.integers(1 << 31)), blocks, waves)
    shares, truth = _helped(arm, there, order, plan, wanted / 100)
    marks = first + lived(random, there, shares, range(BEFORE, plan.weeks))
    took = [there.agents[at] for at in chosen if there.takes_up[at]]
    whole = panel(marks, there.agents, BEFORE, plan.weeks)
    try:
        verdict = judge(whole, Drawn(order, blocks, waves, step, run), wanted, took, draws=ORDERS)
    except Invalid:
        return None
    return Outcome(arm.name, truth, stated, verdict)


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


def _helped(arm: Arm, there: Site, order: dict[str, int], plan: Plan, wanted: float) -> tuple[Grid, float]:
    """What is added to the chance of a met mark, and the truth in points."""
    shares, effects = np.zeros(there.logits.shape), []
    full = arm.effect * wanted / TAKES_UP
    for agent, name in enumerate(there.agents):
        if name not in order:
            continue
        begins = BEFORE + order[name] * plan.step_weeks
        own = full * float(there.helps[agent]) * bool(there.takes_up[agent])
        effects.append(100 * own)
        for week in range(BEFORE, plan.weeks):
            dose = 1.0 if week > begins else BEGINNING if week == begins else 0.0
            have_it = min(1.0, (week - BEFORE) / max(1, plan.weeks - BEFORE))
            leaks = arm.spreads * full * have_it * (1 - dose)
            shares[agent, week] = own * dose + leaks
    return shares, float(np.mean(effects))
