"""What `hoolin simulate effects` prints: shares of true words, with the chance of so many runs."""

import json
import time
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

COLUMNS = ("arm", "runs", "unseen", "drop", "true", "verified", "held", "named", "wrong")


def shown(runs: int, seed: int, processes: int, as_json: bool) -> None:
    """Simulate, showing how far it is, and print."""
    # Fetched when somebody simulates effects: the other simulations need none of what it stands on.
    from hoolin.insight.api import effects

    begun = time.perf_counter()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("simulating", total=runs)
        arms = effects.simulation.coverage(runs, seed, processes, tick=lambda: progress.update(task, advance=1))
    found = [_told(one) for one in arms]
    if as_json:
        seconds = round(time.perf_counter() - begun, 1)
        print(json.dumps({"arms": found, "runs": runs, "seed": seed, "seconds": seconds}))
    else:
        _show(found)


def _told(arm: Any) -> dict[str, Any]:
    shares = {name: _share(getattr(arm, name)) for name in ("true", "verified", "held", "named", "falsely")}
    words = {word: _share(share) for word, share in arm.words.items()}
    return {
        "arm": arm.name,
        "runs": arm.runs,
        "unseen": arm.unseen,
        "drop": round(arm.drop, 4),
        **shares,
        "words": words,
    }


def _share(share: Any) -> dict[str, Any] | None:
    if share is None:
        return None
    low, high = share.band
    return {
        "count": share.seen,
        "of": share.of,
        "share": round(share.value, 4),
        "band": [round(low, 4), round(high, 4)],
    }


def _show(found: list[dict[str, Any]]) -> None:
    table = Table(title="What is said of changes whose effect is known", title_justify="left")
    for name in COLUMNS:
        table.add_column(name, justify="left" if name == "arm" else "right", no_wrap=True)
    for one in found:
        surely = (_cell(one[name]) for name in ("true", "verified"))
        plainly = ("" if one[name] is None else f"{one[name]['share']:.1%}" for name in ("held", "named", "falsely"))
        table.add_row(one["arm"], str(one["runs"]), str(one["unseen"]), f"{one['drop']:.0%}", *surely, *plainly)
    Console().print(table)


def _cell(share: dict[str, Any]) -> str:
    low, high = share["band"]
    return f"{share['share']:.1%} ({low:.0%}–{high:.0%})"
