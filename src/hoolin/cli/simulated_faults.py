"""What `hoolin simulate faults` prints: whether every promise was kept on bad days, and the story of one of them."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import Progress

if TYPE_CHECKING:
    from hoolin.faults.day import Day

BROKEN_SHOWN_MAX = 20


def shown(seed: int, seeds: int, processes: int, story: bool, as_json: bool) -> None:
    """Live these days and say what came of them; ends with status 1 where a promise was broken."""
    # Fetched when somebody simulates faults: it stands on the whole house.
    from hoolin.faults.day import live

    if story:
        _told(live(seed, story=True), as_json)
        return
    begun = time.perf_counter()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("living", total=seeds)
        kills: Counter[str] = Counter()
        broken: list[tuple[int, str]] = []
        facts = asked = 0
        for day in _days(live, seed, seeds, processes):
            progress.update(task, advance=1)
            kills += day.kills
            facts, asked = facts + day.entries, asked + day.asked + day.letters
            if day.broken is not None:
                broken.append((day.seed, day.broken))
    seconds = time.perf_counter() - begun
    if as_json:
        found = {
            "broken": [{"seed": one, "promise": said} for one, said in broken],
            "kills": dict(sorted(kills.items())),
        }
        told = {"seed": seed, "seeds": seeds, "facts": facts, "asked": asked, "seconds": round(seconds, 1)}
        print(json.dumps(told | found, ensure_ascii=False))
    else:
        print(f"{seeds} bad days, {facts} facts, {asked} wishes and letters; {seeds / seconds:.0f} days a second")
        print("the process was killed: " + ", ".join(f"{where} {times}" for where, times in sorted(kills.items())))
        for one, said in broken[:BROKEN_SHOWN_MAX]:
            print(f"seed {one}: {said}    (hoolin simulate faults --seed {one} --story)")
        print(f"broken promises: {len(broken)}")
    if broken:
        raise typer.Exit(1)


def _days(live: "Callable[[int], Day]", seed: int, seeds: int, processes: int) -> "Iterator[Day]":
    """In the order of their seeds, whoever lives them."""
    wanted = range(seed, seed + seeds)
    if processes == 1 or seeds == 1:
        yield from map(live, wanted)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(live, wanted, chunksize=max(1, min(50, seeds // processes)))


def _told(day: "Day", as_json: bool) -> None:
    if as_json:
        print(json.dumps({"seed": day.seed, "broken": day.broken, "story": day.story}, ensure_ascii=False))
    else:
        print("\n".join(day.story))
        print(f"seed {day.seed}: {day.broken or 'every promise was kept'}")
    if day.broken is not None:
        raise typer.Exit(1)
