"""`hoolin simulate`: try a floor out before people work on it."""

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from hoolin.workforce.api import Estimate, Exact, Figures, Spec, exact, read_spec, simulate

app = typer.Typer(help="Try a floor out on a virtual clock.", no_args_is_help=True)

DIGITS = 8


@app.callback()
def main() -> None:
    """Try a floor out on a virtual clock."""


@app.command()
def queue(
    spec: Annotated[
        Path, typer.Argument(help="Who comes, who is there, who serves whom (JSON).", exists=True, dir_okay=False)
    ],
    contacts: Annotated[int, typer.Option(help="How many contacts are counted, after a warm-up.")] = 1_000_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Send contacts through the routing engine, and say how long they wait and how busy people are."""
    report = measure(read_spec(spec.read_bytes()), contacts, seed)
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        show(report)


def measure(plan: Spec, contacts: int, seed: int) -> dict[str, Any]:
    """The figures of one run as plain data, theory's beside them where it has some, and how fast it went."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("simulating", total=None)
        begun = time.perf_counter()
        found = simulate(plan, contacts, seed, lambda more: progress.update(task, advance=more))
        seconds = time.perf_counter() - begun
    return described(found, exact(plan)) | {
        "seconds": round(seconds, 3),
        "contacts_per_s": round((found.contacts + found.warm_up) / seconds),
    }


def described(found: Figures, theory: tuple[Exact, ...] | None) -> dict[str, Any]:
    """The figures as plain data: values under their names, errors and 95 % intervals beside them."""
    classes = []
    for at, one in enumerate(found.classes):
        estimates = {"p_abandon": one.p_abandon, "p_wait": one.p_wait, "mean_wait_min": one.mean_wait_min}
        line: dict[str, Any] = {"name": one.name, "arrived": one.arrived, **_plain(estimates)}
        if theory is not None:
            of = theory[at]
            line["exact"] = {name: round(getattr(of, name), DIGITS) for name in estimates}
        classes.append(line | {"in_line_at_end": one.in_line_at_end})
    return {
        "contacts": found.contacts,
        "warm_up": found.warm_up,
        "seed": found.seed,
        "minutes": round(found.minutes, 3),
        "classes": classes,
        "pools": [
            {"name": one.name, "agents": one.agents, **_plain({"occupancy": one.occupancy})} for one in found.pools
        ],
    }


def show(report: dict[str, Any]) -> None:
    """The same for a person."""
    console = Console()
    console.print(_table("Contacts", report["classes"], ("arrived", "p_abandon", "p_wait", "mean_wait_min")))
    console.print(_table("People", report["pools"], ("agents", "occupancy")))
    console.print(
        f"{report['contacts']:,} contacts after {report['warm_up']:,} of warm-up, {report['minutes']:,.0f} minutes on the "
        f"virtual clock; seed {report['seed']}; {report['contacts_per_s']:,} contacts/s. ± is half a 95 % interval."
    )


def _plain(estimates: dict[str, Estimate]) -> dict[str, Any]:
    return {
        **{name: round(one.value, DIGITS) for name, one in estimates.items()},
        "standard_errors": {name: round(one.standard_error, DIGITS) for name, one in estimates.items()},
        "intervals": {name: [round(one.low, DIGITS), round(one.high, DIGITS)] for name, one in estimates.items()},
    }


def _table(title: str, lines: Iterable[dict[str, Any]], columns: Iterable[str]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("name")
    for column in columns:
        table.add_column(column, justify="right")
    for line in lines:
        table.add_row(line["name"], *(_cell(line, column) for column in columns))
    return table


def _cell(line: dict[str, Any], column: str) -> str:
    if column not in line["intervals"]:
        return f"{line[column]:,}"
    low, high = line["intervals"][column]
    theory = f" (exact {line['exact'][column]:.4f})" if column in line.get("exact", {}) else ""
    return f"{line[column]:.4f} ± {(high - low) / 2:.4f}{theory}"
