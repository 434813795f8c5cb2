"""What `hoolin simulate coaching` prints: how often what is said of a rollout is true, and what before and after would have said."""

import json
import time
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

COLUMNS = (
    "arm",
    "runs",
    "unseen",
    "truth",
    "found",
    "held",
    "zero in",
    "helped",
    "harmful",
    "wrong sign",
    "stated",
    "before/after",
    "convincing",
)


def shown(runs: int, seed: int, processes: int, as_json: bool) -> None:
    """Simulate, showing how far it is, and print."""
    # Fetched when somebody simulates: the other simulations need none of what it stands on.
    from hoolin.coaching.api import effects

    begun = time.perf_counter()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("simulating", total=runs)
        rows = effects.simulation.coverage(runs, seed, processes, tick=lambda: progress.update(task, advance=1))
    found = [_told(row) for row in rows]
    if as_json:
        seconds = round(time.perf_counter() - begun, 1)
        print(json.dumps({"arms": found, "runs": runs, "seed": seed, "seconds": seconds}))
    else:
        _show(found)


def _told(row: Any) -> dict[str, Any]:
    plain = {
        name: round(getattr(row, name), 4) for name in ("truth", "found", "stated", "stated_low", "width", "naive")
    }
    shares = {
        name: _share(getattr(row, name))
        for name in ("held", "zero", "helped", "harmful", "wrong", "no_effect", "moved", "regressed", "convinced")
    }
    return {"arm": row.name, "runs": row.runs, "unseen": row.unseen, **plain, **shares}


def _share(share: Any) -> dict[str, Any]:
    low, high = share.band
    return {
        "count": share.seen, "of": share.of, "share": round(share.value, 4), "band": [round(low, 4), round(high, 4)]
    }  # fmt: skip


def _show(found: list[dict[str, Any]]) -> None:
    table = Table(title="What is said of rollouts whose effect is known, in points of a hundred", title_justify="left")
    for name in COLUMNS:
        table.add_column(name, justify="left" if name == "arm" else "right", no_wrap=True)
    for one in found:
        shares = [_cell(one[name]) for name in ("held", "zero", "helped", "harmful", "wrong")]
        table.add_row(
            one["arm"], str(one["runs"]), str(one["unseen"]), f"{one['truth']:+.1f}", f"{one['found']:+.1f}", *shares, f"{one['stated_low']:.0%}–{one['stated']:.0%}",
            f"{one['naive']:+.1f}", _cell(one["convinced"]),
        )  # fmt: skip
    Console().print(table)


def _cell(share: dict[str, Any]) -> str:
    low, high = share["band"]
    return f"{share['share']:.1%} ({low:.0%}–{high:.0%})"
