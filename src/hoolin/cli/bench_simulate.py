"""`hoolin bench simulate`: is the simulation right, and is it fast?

Right: Erlang C, Erlang A and the two-skill chain, simulated through the routing engine, beside their exact figures. Fast:
contacts a second, beside simpy doing the same systems without any of our rules, turn and turn about in the same run.
Both in the thread's own time: what another process takes from the core belongs to neither.
"""

import sys
import time
from importlib.util import find_spec
from typing import Any

from hoolin.workforce.api import Class, Figures, Pool, Spec, exact, simulate

CONTACTS = 1_000_000
SIMPY_CONTACTS = 60_000
SPEED_CONTACTS = 200_000
# Speeds are compared in pairs, so that a machine that slows down slows both; the median pair is told.
PAIRS = 3
SEED = 1

# Agreed tolerances at a million contacts.
P_ABANDON_TOLERANCE = 0.002
P_WAIT_TOLERANCE = 0.02

ERLANG_C = Spec(
    classes=(Class(name="a", arrivals_per_min=10.0, handle_min=1.0),),
    pools=(Pool(name="A", agents=14, serves=("a",)),),
)
ERLANG_A = Spec(
    classes=(Class(name="a", arrivals_per_min=48.0, handle_min=1.0, patience_min=2.0),),
    pools=(Pool(name="A", agents=50, serves=("a",)),),
)
TWO_SKILLS = Spec(
    classes=(
        Class(name="a", arrivals_per_min=9.0, handle_min=1.0, patience_min=2.0),
        Class(name="b", arrivals_per_min=9.0, handle_min=1.0, patience_min=2.0),
    ),
    pools=(
        Pool(name="A", agents=7, serves=("a",)),
        Pool(name="B", agents=7, serves=("b",)),
        Pool(name="C", agents=5, serves=("a", "b")),
    ),
)
SYSTEMS = {"erlang_c": ERLANG_C, "erlang_a": ERLANG_A, "two_skills": TWO_SKILLS}


def measure() -> dict[str, Any]:
    """One object: per system the simulated figures beside the exact ones, contacts a second, and the ratio to simpy."""
    report: dict[str, Any] = {"contacts": CONTACTS, "seed": SEED, "simpy": find_spec("simpy") is not None}
    for name, spec in SYSTEMS.items():
        say(f"{name}: {CONTACTS:,} contacts")
        begun = time.thread_time()
        found = simulate(spec, CONTACTS, SEED)
        seconds = time.thread_time() - begun
        report[name] = {
            "contacts_per_s": round((found.contacts + found.warm_up) / seconds),
            "classes": compared(spec, found),
        }
        if report["simpy"]:
            report[name] |= against_simpy(name, spec)
    report["within_tolerance"] = all(
        one["within_tolerance"] for name in SYSTEMS for one in report[name]["classes"].values()
    )
    if report["simpy"]:
        report["faster_than_simpy"] = all(report[name]["times_simpy"] > 1 for name in SYSTEMS)
    return report


def compared(spec: Spec, found: Figures) -> dict[str, dict[str, Any]]:
    """Per class: simulated, exact, and whether they agree."""
    lines = {}
    for one, truth in zip(found.classes, exact(spec) or (), strict=True):
        far_abandon = abs(one.p_abandon.value - truth.p_abandon)
        far_wait = abs(one.p_wait.value - truth.p_wait)
        lines[one.name] = {
            "p_abandon": round(one.p_abandon.value, 8),
            "p_abandon_exact": round(truth.p_abandon, 8),
            "p_wait": round(one.p_wait.value, 8),
            "p_wait_exact": round(truth.p_wait, 8),
            "mean_wait_min": round(one.mean_wait_min.value, 8),
            "mean_wait_min_exact": round(truth.mean_wait_min, 8),
            "within_tolerance": far_abandon <= P_ABANDON_TOLERANCE and far_wait <= P_WAIT_TOLERANCE,
        }
    return lines


def against_simpy(name: str, spec: Spec) -> dict[str, Any]:
    """Contacts a second of both, in turns, and the ratio; the median of the pairs."""
    from hoolin.cli.simpy_models import Floor

    pairs = []
    for turn in range(PAIRS):
        say(f"{name}: against simpy, {turn + 1} of {PAIRS}")
        begun = time.thread_time()
        found = simulate(spec, SPEED_CONTACTS, turn)
        between = time.thread_time()
        ours = (found.contacts + found.warm_up) / (between - begun)
        floor = Floor(spec, SIMPY_CONTACTS, turn)
        begun = time.thread_time()
        floor.run()
        theirs = sum(floor.arrived) / (time.thread_time() - begun)
        pairs.append((ours / theirs, ours, theirs))
    times, ours, theirs = sorted(pairs)[PAIRS // 2]
    return {
        "paired_contacts_per_s": round(ours),
        "simpy_contacts_per_s": round(theirs),
        "times_simpy": round(times, 2),
    }


def say(what: str) -> None:
    """Progress, aside from the figures."""
    print(what, file=sys.stderr, flush=True)
