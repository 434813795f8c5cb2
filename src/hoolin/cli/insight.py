"""`hoolin insight`: how good suggestions of reasons are, and whether a change made contacts fewer; both from files. It changes nothing."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from hoolin.core.errors import Invalid
from hoolin.insight import api as insight

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Reasons of contacts, and effects of changes.")

SAID = {
    "verified": "Fewer contacts than without the change, beyond chance.",
    "moved": "Fewer of these contacts, but with what came elsewhere instead it cannot be said that there are fewer in all.",
    "harmful": "More contacts than without the change, beyond chance.",
    "not_detected": "No difference seen. The drop that was looked for would have been seen.",
    "underpowered": "No difference seen, but the drop that was looked for might well have been missed: wait, or count more.",
}


@app.callback()
def verbs() -> None:
    """Reasons and effects."""


@app.command("evaluate")
def evaluate(
    train: Annotated[Path, typer.Option(help="CSV with the columns text and label; label `oos` belongs to no reason.")],
    test: Annotated[Path, typer.Option(help="The same, of contacts that it is measured on.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Learn reasons from one file and measure on another how often the suggestion was right. Rows of one text are its several labels."""
    found = insight.measured.evaluate(insight.measured.read(train), insight.measured.read(test))
    told = msgspec.to_builtins(found)
    if as_json:
        typer.echo(json.dumps(told))
        return
    console = Console()
    console.print(f"{found.contacts} contacts, {found.reasons} reasons known")
    if found.accuracy is not None:
        console.print(
            f"right: {found.accuracy:.1%} (without saying “something new”: {found.accuracy_forced:.1%}), macro F1 {found.macro_f1:.3f}"
        )
    if found.oos_recall is not None:
        console.print(f"something new: {found.oos_recall:.1%} of it found")
    if found.calibration_error is not None:
        console.print(f"probabilities are off by {found.calibration_error:.1%} on average")
    console.print(
        f"learned in {found.train_seconds:.1f} s of a processor; {found.messages_per_s:,.0f} messages a second, the slowest {found.slowest_ms:.1f} ms"
    )


@app.command("effect")
def effect(
    series: Annotated[
        Path,
        typer.Argument(
            help="CSV with the columns date, count, exposure, and perhaps group (`changed` got it). A day without contacts has a row with 0."
        ),
    ],
    change: Annotated[str, typer.Option(help="The first day with the change: 2026-10-31.")],
    expected: Annotated[
        float, typer.Option(help="The drop that was written down before: 0.2 is a fifth less.")
    ] = insight.verdict.EXPECTED_DROP,
    minutes: Annotated[float | None, typer.Option(help="Of work that one contact costs.")] = None,
    placebo: Annotated[
        list[Path] | None, typer.Option(help="A series the change had nothing to do with; name five or more.")
    ] = None,
    elsewhere: Annotated[list[Path] | None, typer.Option(help="A series to which contacts may have moved.")] = None,
    seasons: Annotated[int, typer.Option(min=0, max=4, help="Waves of a year; 0 leaves seasons out.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say whether contacts became fewer with a change: verified, moved, not detected, harmful or underpowered."""
    try:
        day = date.fromisoformat(change)
    except ValueError as problem:
        raise Invalid("no_such_date", change=change) from problem
    read = insight.series.read
    found = insight.verdict.judge(
        read(series), day, expected=expected, minutes=minutes, pairs=seasons,
        placebos=[read(path).changed for path in placebo or ()],
        elsewhere=_by_name(elsewhere or ()),
    )  # fmt: skip
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(found)))
        return
    console = Console()
    console.print(f"[bold]{found.verdict.replace('_', ' ')}[/bold]: {SAID[found.verdict]}")
    console.print(
        f"rate × {found.ratio:.3f} ({found.low:.3f}–{found.high:.3f}); a drop of {found.detectable:.1%} would have been seen"
    )
    console.print(
        f"avoided {found.avoided:,.0f} contacts ({found.avoided_low:,.0f}–{found.avoided_high:,.0f})"
        + (f", {found.hours:,.0f} hours" if found.hours is not None else "")
    )
    if found.moved:
        console.print(
            f"net {found.net:,.0f} contacts ({found.net_low:,.0f}–{found.net_high:,.0f}), with what changed elsewhere"
        )
    for one in found.moved:
        if one.caught:
            console.print(
                f"[yellow]moved:[/yellow] {one.where} has {one.more:,.0f} more ({one.low:,.0f}–{one.high:,.0f}), {one.share:.0%} of what was avoided"
            )


def _by_name(paths: Sequence[Path]) -> dict[str, insight.series.Series]:
    """Each by its file's name. Raises Invalid for two of one name: one of them would count for nothing."""
    found: dict[str, insight.series.Series] = {}
    for path in paths:
        if path.stem in found:
            raise Invalid("named_twice", name=path.stem)
        found[path.stem] = insight.series.read(path).changed
    return found
