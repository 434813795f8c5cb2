"""What `hoolin simulate advice` prints: shares of agents, with the chance of so many."""

import json
import time
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table


def shown(sites: int, seed: int, processes: int, as_json: bool) -> None:
    """Simulate, showing how far it is, and print."""
    # Fetched when somebody simulates advice: the other simulations need none of what it stands on.
    from hoolin.coaching.api import advice

    begun = time.perf_counter()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("simulating", total=advice.measured.jobs(sites))
        arms = advice.measured.measure(sites, seed, processes, tick=lambda: progress.update(task, advance=1))
    found = [_told(one) for one in arms]
    if as_json:
        seconds = round(time.perf_counter() - begun, 1)
        print(json.dumps({"arms": found, "sites": sites, "seed": seed, "seconds": seconds}))
    else:
        _show(found)


def _told(arm: Any) -> dict[str, Any]:
    shares = {
        name: {"share": round(one.value, 4), "of": one.trials, "band": [round(one.low, 4), round(one.high, 4)]}
        for name, one in arm.shares.items()
    }
    return {"arm": arm.name, "sites": arm.sites, "shares": shares}


def _show(found: list[dict[str, Any]]) -> None:
    table = Table(title="What is told of agents of whom it is known what is true", title_justify="left")
    for name in ("sites of which", "how many", "what", "share", "interval", "of"):
        table.add_column(name, justify="left" if name in ("sites of which", "what") else "right", no_wrap=True)
    for one in found:
        for at, (name, share) in enumerate(one["shares"].items()):
            low, high = share["band"]
            arm = (one["arm"], str(one["sites"])) if at == 0 else ("", "")
            # What the page says beforehand is no observation, and has no interval.
            band = "" if name == "found, as told" else f"{low:.1%}–{high:.1%}"
            table.add_row(*arm, name, f"{share['share']:.1%}", band, str(share["of"]))
    Console().print(table)
