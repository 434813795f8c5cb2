"""`hoolin bench flow`: does the human guarantee find every trap, refuse nobody without a reason, and answer at once?

For each seed three flows: a humane one, one wired by chance, and one with a trap planted. Each is proved, and each but the larger of those by
chance is walked through event by event by a judge that shares nothing with the proof but the interpreter. Whatever trap a proof shows is walked
too, to see that it closes. Aim: every plant found, no humane flow refused, no verdict other than the judge's, 500 nodes within 100 ms.
"""

import sys
import time
from collections import Counter
from random import Random
from typing import Any

from hoolin.cli.flows.humane import Drawn, humane, wild
from hoolin.cli.flows.large import large
from hoolin.cli.flows.plants import PLANTS
from hoolin.cli.flows.walker import TooLarge, judged
from hoolin.cli.flows.walking import shown
from hoolin.core.flow.guarantee import STRICT, prove

FLOWS = 12_000
"""In all; a third of each kind."""

NODES = (50, 500, 1_000)
RUNS = 9


def measure(flows: int = FLOWS) -> dict[str, Any]:
    """Counts of verdicts, and how long a proof takes by the size of the flow, in milliseconds."""
    seen: Counter[str] = Counter()
    for seed in range(max(1, flows // 3)):
        if seed % 500 == 499:
            print(f"flow: {3 * (seed + 1)} flows", file=sys.stderr, flush=True)
        random = Random(seed)  # noqa: S311 - chance that can be repeated
        planted = humane(random)
        PLANTS[seed % len(PLANTS)](random, planted)
        chance = Random(seed), Random(seed)  # noqa: S311 - the same again
        for kind, drawn in (("humane", humane(chance[0])), ("wild", wild(chance[1])), ("planted", planted)):
            seen.update(f"{kind}_{word}" for word in compared(drawn))
    return {
        "flows": sum(seen[f"{kind}_flows"] for kind in ("humane", "wild", "planted")),
        "plants": len(PLANTS),
        "planted_found": seen["planted_refused"] / max(1, seen["planted_flows"]),
        "humane_refused": seen["humane_refused"],
        "verdicts_other_than_the_walkers": sum(seen[f"{kind}_differs"] for kind in ("humane", "wild", "planted")),
        "traps_shown": sum(seen[f"{kind}_shown"] for kind in ("humane", "wild", "planted")),
        "traps_not_shown": sum(seen[f"{kind}_not_shown"] for kind in ("humane", "wild", "planted")),
        "counts": dict(sorted(seen.items())),
        "proof_ms": {str(nodes): timed(nodes) for nodes in NODES},
    }


def compared(drawn: Drawn) -> list[str]:
    """What came of one flow, in words to be counted."""
    flow, around = drawn.flow(), drawn.around()
    verdict = prove(flow, around)
    words = ["flows", "held" if verdict.holds else "refused"]
    for trap in verdict.traps:
        words.append("shown" if shown(flow, around, trap, STRICT) else "not_shown")
    try:
        walked = judged(flow, around, STRICT)
    except TooLarge:
        return [*words, "not_walked"]
    return words if verdict.holds == (not walked.trapped) else [*words, "differs"]


def timed(nodes: int) -> dict[str, float]:
    """One proof, several times: the median and the longest, by the clock on the wall and by the processor's."""
    drawn = large(nodes)
    flow, around = drawn.flow(), drawn.around()
    wall, processor = [], []
    for _ in range(RUNS):
        since, since_processor = time.perf_counter(), time.thread_time()
        verdict = prove(flow, around)
        wall.append((time.perf_counter() - since) * 1_000)
        processor.append((time.thread_time() - since_processor) * 1_000)
        assert verdict.holds, verdict.traps[:1]
    return {
        "median": round(sorted(wall)[RUNS // 2], 1), "longest": round(max(wall), 1),
        "processor_median": round(sorted(processor)[RUNS // 2], 1), "places": verdict.places, "idle": len(verdict.idle),
    }  # fmt: skip
