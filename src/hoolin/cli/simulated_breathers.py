"""`hoolin simulate breathers`: what breathers cost those who wait, at several loads, on the same days with and without them."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

from hoolin.core.site.ease import EaseRules
from hoolin.workforce.api import breathers

LOADS = (0.7, 0.8, 0.85, 0.9, 0.95)


def shown(agents: int, hours: float, hard: float, seed: int, rules: EaseRules, as_json: bool) -> None:
    """Live the days and say what they were like."""
    found = compared(agents, hours, hard, seed, rules)
    if as_json:
        print(json.dumps({"days": found, "rules": msgspec.to_builtins(rules)}, ensure_ascii=False))
    else:
        _show(found)


def compared(
    agents: int, hours: float, hard: float, seed: int, rules: EaseRules, loads: Sequence[float] = LOADS
) -> list[dict[str, Any]]:
    """Each load, without and with breathers."""
    days = [breathers.Day(agents=agents, hours=hours, hard_share=hard, seed=seed, load=load) for load in loads]
    return [
        {
            "load": day.load,
            "without": msgspec.to_builtins(breathers.cost_of(day, EaseRules())),
            "with": msgspec.to_builtins(breathers.cost_of(day, rules)),
        }
        for day in days
    ]


def _show(found: list[dict[str, Any]]) -> None:
    table = Table(title="Breathers, and those who wait", title_justify="left")
    for name in ("load", "in time without", "with", "average wait without", "with", "breathers", "cut short", "had", "of paid time"):  # fmt: skip
        table.add_column(name, justify="right")
    for one in found:
        plain, rested = one["without"], one["with"]
        table.add_row(
            f"{one['load']:.0%}", f"{plain['met']:.1%}", f"{rested['met']:.1%}", f"{plain['asa_ms'] / 1_000:.1f} s",
            f"{rested['asa_ms'] / 1_000:.1f} s", str(rested["wished"]), str(rested["cut"]), f"{rested['had_share']:.1%}",
            f"{rested['rested_share']:.1%}",
        )  # fmt: skip
    Console().print(table)
