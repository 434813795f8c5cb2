"""Agents, lines and reasons side by side, without mistaking luck for merit: never in an order of merit.

Everybody's share is drawn towards the common one, the further the less was seen of them; the funnel shows what chance allows. Somebody is
flagged only on thirty observations or more, and where it is surer than .95. They come in the order of their names.
"""

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import msgspec

from hoolin.experience.contacts.asking import Asking
from hoolin.experience.contacts.scope import Dimension, Scope
from hoolin.experience.figures.evidence import Evidence
from hoolin.experience.figures.figure import Silence
from hoolin.experience.figures.system import WINDOWS, Targets
from hoolin.experience.statistics import ENOUGH, wilson

if TYPE_CHECKING:
    from hoolin.experience.statistics import Funnel

Compared: TypeAlias = Literal["resolution.fcr_7d", "access.reached_in_time", "access.gave_up"]
"""What can be compared; and every survey item, by the share that answered well."""
SHARES: tuple[Compared, ...] = get_args(Compared)

GROUPS_MAX = 2_000

Counts: TypeAlias = dict[str, tuple[int, int]]
"""By name, of how many observations how many were as they should be."""


class Beside(msgspec.Struct, frozen=True):
    """One of those compared. share: as counted; mean, low, high: drawn towards the common one. flag: `above`, `below`, or "". why: why there is
    no share.
    """

    name: str
    n: int
    share: float | None
    mean: float | None
    low: float | None
    high: float | None
    flag: str
    why: Silence


class Comparison(msgspec.Struct, frozen=True):
    """All of them, by name. common: their common share; spread: how much they truly differ, as far as can be told (0: by chance alone).
    funnel: what chance allows, at growing numbers of observations.
    """

    code: str
    by: str
    n: int
    common: float | None
    spread: float | None
    ones: tuple[Beside, ...]
    funnel: "tuple[Funnel, ...]"
    why: Silence = ""


def counted(asking: Asking, scope: Scope, code: Compared, by: Dimension, targets: Targets) -> Counts:
    """What the system counts, by the values of a dimension; what is of none is left out."""
    if code == "resolution.fcr_7d":
        rows = asking.ask("fcr_closed", scope, group=f"c.{by}", window=WINDOWS["7d"])
        return {row["part"]: (row["good"], row["n"]) for row in rows if row["part"]}
    rows = asking.ask("totals", scope, group=f"c.{by}", within=targets.time_to_human)
    good = "gave_up" if code == "access.gave_up" else "reached_in_time"
    return {row["part"]: (row[good], row["asked"]) for row in rows if row["part"] and row["asked"]}


def answered_well(evidence: Evidence, code: str, of: dict[str, str], good_from: float) -> Counts:
    """Answers to a survey item, by what their conversations are of (of: by conversation)."""
    counts: Counts = {}
    for one in evidence.by_source["survey"]:
        name = of.get(one.interaction, "")
        if name and code in one.values:
            good, n = counts.get(name, (0, 0))
            counts[name] = (good + (one.values[code] >= good_from), n + 1)
    return counts


def compare(code: str, by: str, counts: Counts) -> Comparison:
    """All of them, drawn towards each other."""
    names = sorted(counts)[:GROUPS_MAX]
    n = sum(counts[name][1] for name in names)
    if len(names) < 2 or n < ENOUGH:
        return Comparison(code, by, n, None, None, (), (), "nobody" if n == 0 else "too_few")
    # Fetched when somebody compares: a site starts without scipy.
    from hoolin.experience.statistics import funnel, shrink

    found = shrink([counts[name][0] for name in names], [counts[name][1] for name in names])
    # Where chance explains all differences everybody has the common share, and is as sure of it as all together are.
    alike = wilson(sum(counts[name][0] for name in names), n) if not found.spread else None
    ones = tuple(
        Beside(name, one.trials, one.share, one.mean, *(alike or (one.low, one.high)), one.flag, "")
        if one.trials >= ENOUGH
        else Beside(name, one.trials, None, None, None, None, "", "too_few")
        for name, one in zip(names, found.ones, strict=True)
    )
    return Comparison(code, by, n, found.common, found.spread, ones, funnel(found.common, _steps(counts)))


def _steps(counts: Counts) -> list[int]:
    """Numbers of observations from few to the most there are, each a quarter more than the one before."""
    most = max(n for _, n in counts.values())
    steps, at = [], ENOUGH
    while at < most:
        steps.append(at)
        at = at + max(1, at // 4)
    return [*steps, max(most, ENOUGH)]
