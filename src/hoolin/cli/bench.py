"""`hoolin bench`: what is measured, each by a module `bench_NAME` beside this one with a function `measure() -> dict`."""

import json
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table

Subject = Literal[
    "routing",
    "simulate",
    "wait",
    "chat",
    "journal",
    "crash",
    "browser",
    "reading",
    "hooks",
    "sms",
    "mail",
    "flow",
    "sip",
    "calls",
    "experience",
    "words",
    "search",
]


def run(
    subject: Annotated[Subject, typer.Argument(help="What to measure.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
    flows: Annotated[int, typer.Option(min=3, help="How many flows are judged (`flow` only).")] = 12_000,
    contacts: Annotated[
        int, typer.Option(min=1_000, max=50_000_000, help="How many contacts are counted (`experience` only).")
    ] = 10_000_000,
    held: Annotated[int, typer.Option(min=1, max=2_000, help="How many calls are held at once (`calls` only).")] = 500,
    sets: Annotated[
        Path | None, typer.Option(envvar="HOOLIN_DATA", help="Folder of real sets of customers' words (`words` only).")
    ] = None,
    svg: Annotated[Path | None, typer.Option(help="File to draw the learning curves into (`words` only).")] = None,
) -> None:
    """Measure a part of Hoolin on this machine, beside an anchor. Takes minutes; progress goes to the error stream."""
    module = import_module(f"hoolin.cli.bench_{subject}")
    given: dict[str, dict[str, Any]] = {
        "flow": {"flows": flows}, "calls": {"held": held}, "experience": {"contacts": contacts}, "words": {"data": sets, "drawing": svg},
    }  # fmt: skip
    asked = given.get(subject, {})
    # Whatever a bench prints on its way is progress: standard output holds the result alone.
    with redirect_stdout(sys.stderr):
        figures: dict[str, Any] = module.measure(**asked)
    if as_json:
        print(json.dumps(figures))
        return
    if hasattr(module, "show"):
        module.show(figures, Console())
    table = Table("figure", "value", title=f"bench {subject}")
    for name, value in flattened(figures):
        table.add_row(name, value)
    Console().print(table)


def flattened(figures: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Figures within figures as rows: `chat.p99_ms`, and a number in as many digits as matter."""
    rows: list[tuple[str, str]] = []
    for name, value in figures.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            # Rows of a table of their own (`show`).
            continue
        if isinstance(value, Mapping):
            rows += flattened(value, f"{prefix}{name}.")
        else:
            rows.append((prefix + name, f"{value:,.4g}" if isinstance(value, float) else str(value)))
    return rows
