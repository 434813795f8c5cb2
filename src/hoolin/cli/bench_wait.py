"""`hoolin bench wait`: do the foretold waits hold, and how wide are they?

Six floors on a virtual clock, each for some days, the first hours left out. Of each: how many waits were judged, the share that
ended within their interval, and how wide intervals were, beside the heuristic that tells the last customer's wait, made
into an interval by the same means. Aim: eight in ten, and nowhere below .75 or, where anybody waits, above .90.
"""

import sys
import time
from math import exp
from statistics import mean, median
from typing import Any

from hoolin.cli.wait_floor import HOUR_MS, LOADS, Floor, Load, Outcome
from hoolin.workforce.api import waits, wilson

HOURS = 72
WARM_UP_HOURS = 6
SEED = 1

STEP = 0.06
TAIL = 0.1
FIRST_GUESS_MS = 60_000


def measure() -> dict[str, Any]:
    """One object by floor."""
    report: dict[str, Any] = {"level": waits.LEVEL, "hours": HOURS, "seed": SEED}
    for load in LOADS:
        print(f"wait: {load.name}", file=sys.stderr, flush=True)
        report[load.name] = measured(load, HOURS, SEED)
    return report


def measured(load: Load, hours: int, seed: int) -> dict[str, Any]:
    """One floor. `waited`: those who found nobody free."""
    floor = Floor(load, seed)
    begun = time.thread_time()
    floor.run(WARM_UP_HOURS * HOUR_MS)
    skipped = len(floor.outcomes)
    floor.run(hours * HOUR_MS)
    seconds = time.thread_time() - begun
    ended = floor.outcomes[skipped:]
    last = last_delay(floor.outcomes)[skipped:]
    waited = [at for at, one in enumerate(ended) if one.ahead]
    return {
        "contacts": len(ended),
        "left_share": round(mean(one.left for one in ended), 3),
        "contacts_per_s": round(len(floor.outcomes) / seconds),
        "all": judged(ended),
        "waited": judged([ended[at] for at in waited]),
        "waited_patient": patient([ended[at] for at in waited], load.patience_min * 60_000),
        "last_delay": judged(last),
        "last_delay_waited": judged([last[at] for at in waited]),
    }


def judged(outcomes: list[Outcome]) -> dict[str, Any]:
    """How many could be judged, the share that held with its 95 % interval, and how wide and how far off intervals were."""
    known = [one for one in outcomes if not one.left or one.waited_ms > one.high_ms]
    held = sum(one.low_ms <= one.waited_ms <= one.high_ms for one in known)
    share = wilson(held, len(known))
    return {
        "n": share.n,
        "held": round(share.value or 0, 3),
        "held_low": round(share.low or 0, 3),
        "held_high": round(share.high or 0, 3),
        "below": round(sum(one.waited_ms < one.low_ms for one in known) / max(1, len(known)), 3),
        "width_s": round(mean([(one.high_ms - one.low_ms) / 1000 for one in known] or [0])),
        "width_median_s": round(median([(one.high_ms - one.low_ms) / 1000 for one in known] or [0])),
        "score_s": round(mean([score(one) for one in known] or [0])),
    }


def patient(outcomes: list[Outcome], patience_ms: float) -> float:
    """The share that would have held had nobody left: whoever is judged stands for all who were like them and left sooner. Here, and
    only here, the patience of customers is known.
    """
    known = [one for one in outcomes if not one.left or one.waited_ms > one.high_ms]
    weights = [exp(min(one.waited_ms, one.high_ms) / patience_ms) for one in known]
    held = [one.low_ms <= one.waited_ms <= one.high_ms for one in known]
    return round(sum(weight for weight, well in zip(weights, held, strict=True) if well) / max(1.0, sum(weights)), 3)


def score(one: Outcome) -> float:
    """Width plus what a miss costs: the interval score of Gneiting and Raftery (2007), in seconds; smaller is better."""
    short, long = max(0, one.low_ms - one.waited_ms), max(0, one.waited_ms - one.high_ms)
    return (one.high_ms - one.low_ms + (short + long) / TAIL) / 1000


def last_delay(outcomes: list[Outcome]) -> list[Outcome]:
    """What the heuristic would have told the same customers, in the order in which their waits ended."""
    low, high = 0.5, 2.0
    last = FIRST_GUESS_MS
    told = []
    for one in outcomes:
        told.append(one._replace(low_ms=round(last * low), high_ms=max(1_000, round(last * high))))
        mine = told[-1]
        if not one.left or one.waited_ms > mine.high_ms:
            high *= exp(STEP * ((one.waited_ms > mine.high_ms) - TAIL))
            low *= exp(STEP * (TAIL - (one.waited_ms < mine.low_ms)))
        if not one.left:
            last = max(1_000, one.waited_ms)
    return told
