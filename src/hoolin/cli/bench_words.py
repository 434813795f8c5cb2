"""`hoolin bench words`: how fast suggestions of reasons become good, how fast they come, and whether reasons that nobody has named are found.

Real sets that others published, in the folder that HOOLIN_DATA names, through the process that a site has. Ten contacts of each reason are labelled; then they come one
at a time, are suggested to, and confirmed. Beside it: milliseconds of an answer, also while the next lesson is learned; seconds and
memory of a lesson by its size; clusters where reasons were hidden, and where there is nothing but chance.
"""

import asyncio
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from rich.console import Console
from rich.table import Table

from hoolin.cli.words import hidden, sets
from hoolin.cli.words.curve import Curve, Point, followed
from hoolin.cli.words.drawn import svg
from hoolin.core.errors import Invalid
from hoolin.insight import api as insight
from hoolin.runtime.answering import Answering

SIZES = (1_000, 5_000, insight.words.LESSON_TEXTS_MAX)
ASKED = 2_000
AT_ONCE = 16
SEEDS = (0, 1, 2)


def measure(data: Path | None = None, drawing: Path | None = None) -> dict[str, Any]:
    """One object: curves, speed, lessons, clusters. drawing: where the curves are drawn, as SVG. Raises Invalid without a folder."""
    if data is None:
        raise Invalid("no_folder", setting="HOOLIN_DATA")
    given = sets.read(data)
    report: dict[str, Any] = {"curves": {}, "lessons": {}, "clusters": {}}
    for what in given:
        _say(f"{what.name}: {len(what.contacts)} contacts")
        curve = asyncio.run(_followed(what))
        report["curves"][what.name] = curve._asdict() | {"points": [point._asdict() for point in curve.points]}
    report["lessons"], report["suggestions"] = asyncio.run(_timed([one for what in given for one in what.contacts]))
    scattered = [one.text for what in given for one in what.contacts if one.reasons == (insight.words.NOTHING_KNOWN,)]
    for what in given:
        if what.name != "rutube":
            _say(f"{what.name}: reasons hidden")
            report["clusters"][what.name] = _hidden(what, scattered if what.contacts[0].language == "en" else [])
    if drawing is not None:
        curves = {name: [Point(**point) for point in one["points"]] for name, one in report["curves"].items()}
        drawing.write_text(svg(curves), encoding="utf-8")
    return report


def show(report: dict[str, Any], console: Console) -> None:
    """The curves, a line for each part of the contacts."""
    for name, curve in report["curves"].items():
        table = Table(
            "confirmed",
            "right",
            "one of three",
            "",
            title=f"{name}: right of {curve['contacts']} contacts {curve['right']:.3f}",
        )
        for point in curve["points"]:
            table.add_row(
                f"{point['confirmed']:,}",
                f"{point['right']:.3f}",
                f"{point['in_three']:.3f}",
                "█" * round(40 * point["right"]),
            )
        console.print(table)


async def _followed(what: sets.Set) -> Curve:
    words = insight.words.Words(Answering(insight.words.PROGRAM))
    try:
        return await followed(words, what)
    finally:
        await words.stop()


async def _timed(contacts: list[insight.words.Confirmed]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Lessons of several sizes, and answers of the largest model, which has the most reasons."""
    contacts = contacts[:: max(1, len(contacts) // insight.words.LESSON_TEXTS_MAX)][: insight.words.LESSON_TEXTS_MAX]
    lessons: dict[str, Any] = {}
    apart = Answering(insight.words.PROGRAM)
    words = insight.words.Words(apart)
    try:
        for size in SIZES:
            _say(f"a lesson of {size}")
            began = time.perf_counter()
            learned = await words.learn(contacts[:: len(contacts) // size][:size])
            lessons[f"{size}"] = {
                "texts": learned.texts, "reasons": len(learned.reasons), "right": learned.right.right if learned.right else None,
                "seconds": time.perf_counter() - began, "peak_mb": _peak_mb(apart.pid),
            }  # fmt: skip
        _say("answers")
        asked = contacts[:ASKED]
        alone = await _asked(words, asked, 1)
        together = await _asked(words, asked, AT_ONCE)
        learning = asyncio.create_task(words.learn(contacts))
        beside = await _asked(words, asked, 1)
        went_on = not learning.done()
        await learning
        return lessons, {
            "one_at_a_time": alone,
            f"{AT_ONCE}_at_once": together,
            "while_learning": beside | {"learned_all_the_while": went_on},
        }
    finally:
        await words.stop()


async def _asked(words: insight.words.Words, contacts: list[insight.words.Confirmed], at_once: int) -> dict[str, float]:
    """Round trips in ms, from asking to the answer in hand."""
    waiting, took = list(contacts), []

    async def ask() -> None:
        while waiting:
            one = waiting.pop()
            began = time.perf_counter()
            found = await words.suggest(one.text, one.language)
            assert found is not None, "nobody answers"
            took.append((time.perf_counter() - began) * 1_000)

    began = time.perf_counter()
    await asyncio.gather(*(ask() for _ in range(at_once)))
    seconds = time.perf_counter() - began
    return {
        "messages_per_s": len(took) / seconds, "median_ms": median(took), "p99_ms": quantiles(took, n=100)[98], "slowest_ms": max(took)
    }  # fmt: skip


def _peak_mb(pid: int | None) -> float | None:
    """The most memory that a process had; None where the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), None)


def _hidden(what: sets.Set, scattered: list[str]) -> dict[str, Any]:
    """The mean over several choices of what is hidden; and how many clusters are seen where nothing is."""
    began = time.perf_counter()
    found = [hidden.judged(hidden.scene(what, scattered, seed))._asdict() for seed in SEEDS]
    seconds = (time.perf_counter() - began) / len(SEEDS)
    nothing = hidden.judged(hidden.scene(what, scattered, 0, hidden=0))
    return {
        **{name: sum(one[name] for one in found) / len(found) for name in found[0]}, "seconds": seconds,
        "scattered_only": {"texts": nothing.texts, "clusters": nothing.clusters, "in_clusters": nothing.scattered_in},
    }  # fmt: skip


def _say(what: str) -> None:
    print(f"words: {what}", file=sys.stderr, flush=True)
