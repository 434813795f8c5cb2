"""`hoolin simulate`: try a floor out before people work on it."""

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from hoolin.cli import simulated_advice, simulated_breathers, simulated_coaching, simulated_effects, simulated_faults
from hoolin.core.site.ease import EaseRules
from hoolin.experience.api import simulation
from hoolin.workforce.api import Estimate, Exact, Figures, Spec, exact, read_spec, simulate

if TYPE_CHECKING:
    from hoolin.insight.api import rising as insight

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


@app.command()
def experience(
    runs: Annotated[int, typer.Option(help="How many months are drawn.", min=1, max=100_000)] = 500,
    cases: Annotated[int, typer.Option(help="How many cases begin in each.", min=100, max=1_000_000)] = 1_500,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Draw months of a site whose true values are known, and see how often published intervals hold them."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("simulating", total=runs)
        found = simulation.coverage(runs, cases, seed, tick=lambda: progress.update(task, advance=1))
        alone = simulation.luck(runs, seed)
    if as_json:
        print(json.dumps(_covered(found, alone) | {"runs": runs, "cases": cases, "seed": seed}, ensure_ascii=False))
    else:
        _show_covered(found, alone)


@app.command()
def rising(
    runs: Annotated[
        int, typer.Option(help="How many reasons are drawn for each world and size.", min=5, max=10_000)
    ] = 100,
    stated: Annotated[
        float, typer.Option(help="False alarms of a reason in a year, as stated.", min=0.001, max=20)
    ] = 0.12,
    like: Annotated[
        list[Path] | None, typer.Option(help="CSV (date, count) of real days, whose weeks are dealt out at random.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Draw years in which nothing rises and years with planted rises, and see how often alarms are false and how soon rises are found."""
    # Heavy: whoever tries out a queue does not wait for it.
    from hoolin.insight.api import rising as insight

    known = insight.known
    real = {path.stem: insight.days.read(path)[None] for path in like or ()}
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("simulating", total=known.steps(len(real)))
        quiet, planted = known.measure(runs, seed, stated, real, tick=lambda: progress.update(task, advance=1))
    if as_json:
        told = {"quiet": msgspec.to_builtins(quiet), "planted": msgspec.to_builtins(planted)}
        print(json.dumps(told | {"runs": runs, "stated": stated, "seed": seed}, ensure_ascii=False))
    else:
        _show_rising(quiet, planted)


def _show_rising(quiet: "list[insight.known.Quiet]", planted: "list[insight.known.Planted]") -> None:
    console = Console()
    table = Table(title="Alarms a reason-year where nothing rises", title_justify="left")
    for name in ("world", "a day", "alarms", "of them true days", "a year", "stated"):
        table.add_column(name, justify="left" if name == "world" else "right")
    for one in quiet:
        rate = f"{one.rate:.3f} ({one.low:.3f}–{one.high:.3f})"
        table.add_row(one.world, f"{one.a_day:.1f}", str(one.alarms), str(one.spikes), rate, f"{one.stated:.3f}")
    console.print(table)
    table = Table(title="Planted rises", title_justify="left")
    for name in (
        "world",
        "a day",
        "rise",
        "found in 28 days",
        "91",
        "182",
        "half by day",
        "80 % by day",
        "first day off by",
    ):
        table.add_column(name, justify="left" if name == "world" else "right")
    for rise in planted:
        days = (rise.delay_50, rise.delay_80, rise.off_days)
        table.add_row(
            rise.world, f"{rise.a_day:.0f}", f"+{rise.more:.0%}" + ("" if rise.sudden else " in 28 days"),
            *(f"{share:.0%}" for share in (rise.found_28, rise.found_91, rise.found_182)),
            *("–" if day is None else f"{day:.0f}" for day in days),
        )  # fmt: skip
    console.print(table)


@app.command()
def effects(
    runs: Annotated[int, typer.Option(help="How many sites are drawn.", min=1, max=100_000)] = 500,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.")] = 1,
    processes: Annotated[int, typer.Option(help="How many work at it; the figures stay the same.", min=1, max=64)] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Draw sites with changes whose effects are known, and see how often what is said of them is true."""
    simulated_effects.shown(runs, seed, processes, as_json)


@app.command()
def faults(
    seed: Annotated[int, typer.Option(help="Which bad day; the same seed is the same day.", min=0)] = 1,
    seeds: Annotated[int, typer.Option(help="How many days, from that one on.", min=1, max=10_000_000)] = 1,
    processes: Annotated[int, typer.Option(help="How many work at it; the days stay the same.", min=1, max=64)] = 1,
    story: Annotated[
        bool, typer.Option("--story", help="Tell what happened on the first of these days, line by line.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Run the house among crashes, refusing disks, lost and doubled input and clocks that jump, and check every promise at each step."""
    simulated_faults.shown(seed, seeds, processes, story, as_json)


@app.command()
def coaching(
    runs: Annotated[int, typer.Option(help="How many sites are drawn for each arm.", min=1, max=100_000)] = 500,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.")] = 1,
    processes: Annotated[int, typer.Option(help="How many work at it; the figures stay the same.", min=1, max=64)] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Draw sites where coaching is rolled out and its effect is known, and see how often what is said is true, and what before and after would have said."""
    simulated_coaching.shown(runs, seed, processes, as_json)


@app.command()
def advice(
    sites: Annotated[int, typer.Option(help="How many sites are drawn where nobody differs.", min=1, max=10_000)] = 200,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.")] = 1,
    processes: Annotated[int, typer.Option(help="How many work at it; the figures stay the same.", min=1, max=64)] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Draw sites where it is known who is weak in what, and see how often what agents are told is true."""
    simulated_advice.shown(sites, seed, processes, as_json)


@app.command()
def breathers(
    agents: Annotated[int, typer.Option(help="How many serve the queue.", min=1, max=2_000)] = 20,
    hours: Annotated[float, typer.Option(help="How long each day is.", min=1, max=10_000)] = 100,
    hard: Annotated[
        float, typer.Option(help="The share of contacts after which a moment is wanted.", min=0, max=1)
    ] = 0.1,
    minutes: Annotated[float, typer.Option(help="How long a moment is.", min=0.5, max=10)] = 3,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Live the same days with and without breathers, at several loads, and see what they cost those who wait."""
    rules = EaseRules(on=True, breather_ms=round(minutes * 60_000))
    simulated_breathers.shown(agents, hours, hard, seed, rules, as_json)


def _covered(found: list[simulation.Covered], alone: simulation.Luck) -> dict[str, Any]:
    figures = [
        {**one._asdict(), "share": round(one.share, 4), "band": [round(end, 4) for end in one.band]} for one in found
    ]
    return {"figures": figures, "comparing": alone._asdict()}


def _show_covered(found: list[simulation.Covered], alone: simulation.Luck) -> None:
    console = Console()
    table = Table(title="Intervals at 95 %", title_justify="left")
    for name in ("evidence", "figure", "truth", "held in", "of it by chance", "off by (rms)", "plain mean off by"):
        table.add_column(name, justify="left" if name in ("evidence", "figure") else "right")
    for one in found:
        low, high = one.band
        plain = "" if one.raw is None else f"{one.raw:.4f}"
        table.add_row(
            one.source,
            one.code,
            f"{one.truth:.4f}",
            f"{one.share:.1%} of {one.runs}",
            f"{low:.1%}–{high:.1%}",
            f"{one.error:.4f}",
            plain,
        )
    console.print(table)
    console.print(
        f"People who are alike: {alone.flagged_alike:.2%} flagged. People who differ: off by {alone.error_shrunk:.4f} drawn together, "
        f"{alone.error_plain:.4f} as plain shares; order wrong in {alone.wrong_shrunk:.1%} and {alone.wrong_plain:.1%} of pairs."
    )


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
