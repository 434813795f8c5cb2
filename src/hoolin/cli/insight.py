"""`hoolin insight`: how good suggestions of reasons are, whether a change made contacts fewer, and which reasons rise, all from files; and the
weekly digest of a site. It changes nothing."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, cast, get_args

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from hoolin.cli.digest import digest
from hoolin.core.errors import Invalid
from hoolin.core.site.rules import Language
from hoolin.insight import api as insight

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Reasons of contacts, and effects of changes.")

USUAL_RULES = insight.rising.Rules()

SAID = {
    "verified": "Fewer contacts than without the change, beyond chance.",
    "moved": "Fewer of these contacts, but with what came elsewhere instead it cannot be said that there are fewer in all.",
    "harmful": "More contacts than without the change, beyond chance.",
    "not_detected": "No difference seen. The drop that was looked for would have been seen.",
    "underpowered": "No difference seen, but the drop that was looked for might well have been missed: wait, or count more.",
}

SEEN_BY = {"day": "a single day", "week": "a week", "four_weeks": "four weeks", "quarter": "a quarter"}
STATES = {"on": "it is still on", "over": "over by now", "settled": "now usual"}


@app.callback()
def verbs() -> None:
    """Reasons and effects."""


app.command("digest")(digest)


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
    change: Annotated[str, typer.Option(help="The first day with the change: 2026-10-31.")] = "",
    expected: Annotated[
        float, typer.Option(help="The drop that was written down before: 0.2 is a fifth less.")
    ] = insight.effects.verdict.EXPECTED_DROP,
    minutes: Annotated[float | None, typer.Option(help="Of work that one contact costs.")] = None,
    placebo: Annotated[
        list[Path] | None, typer.Option(help="A series the change had nothing to do with; name five or more.")
    ] = None,
    elsewhere: Annotated[list[Path] | None, typer.Option(help="A series to which contacts may have moved.")] = None,
    seasons: Annotated[int, typer.Option(min=0, max=4, help="Waves of a year; 0 leaves seasons out.")] = 2,
    drop: Annotated[
        float | None,
        typer.Option(
            "--plan", help="Before the change: after how many weeks this drop (0.2 is a fifth less) would be known."
        ),
    ] = None,
    svg: Annotated[Path | None, typer.Option(help="Write a picture of the effect to this file.")] = None,
    language: Annotated[str, typer.Option(help="Of the picture's texts: et, ru or en.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say whether contacts became fewer with a change: verified, moved, not detected, harmful or underpowered. Or, with --plan, whether it will be known."""
    observed, aside = insight.effects.series.read(series), [insight.effects.series.read(path) for path in placebo or ()]
    places = _by_name(elsewhere or ())
    if drop is not None:
        if change or svg:
            raise Invalid("plan_knows_no_change", hint="with --plan the change comes after the last date of the file")
        _planned(insight.effects.plan.History(observed, tuple(aside), places, seasons), drop, as_json)
        return
    try:
        day = date.fromisoformat(change)
    except ValueError as problem:
        raise Invalid("no_such_date", change=change) from problem
    found = insight.effects.verdict.judge(
        observed, day, expected=expected, minutes=minutes, pairs=seasons, placebos=aside, elsewhere=places
    )
    if svg is not None:
        spoken = _language(language)
        shown = insight.effects.picture.picture(observed, day, seasons)
        svg.write_text(insight.effects.drawn.svg(shown, spoken, found), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(found)))
    else:
        _said(found)


def _language(language: str) -> Language:
    if language not in get_args(Language):
        raise Invalid("no_such_language", language=language)
    return cast(Language, language)


def _planned(history: insight.effects.plan.History, drop: float, as_json: bool) -> None:
    found = insight.effects.plan.plan(history, drop)
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(found)))
        return
    console = Console()
    known = "not within a year" if found.weeks is None else f"after {found.weeks} weeks"
    console.print(
        f"A drop of {drop:.1%} would be verified with 80 % chance [bold]{known}[/bold]; {found.a_week:,.1f} contacts a week are expected."
    )
    table = Table(title="Smallest drop that would be verified with 80 %", title_justify="left")
    for name in ("after weeks", "drop", "if none could go elsewhere", f"chance for {drop:.1%}"):
        table.add_column(name, justify="right")
    for one in found.seen:
        table.add_row(f"{one.weeks}", _drop(one.drop), _drop(one.here), "" if one.power is None else f"{one.power:.0%}")
    console.print(table)


def _drop(value: float | None) -> str:
    return "none" if value is None else f"{value:.1%}"


def _said(found: insight.effects.verdict.Verdict) -> None:
    console = Console()
    console.print(f"[bold]{found.verdict.replace('_', ' ')}[/bold]: {SAID[found.verdict]}")
    least = "no drop" if found.detectable is None else f"a drop of {found.detectable:.1%}"
    console.print(
        f"rate × {found.ratio:.3f} ({found.low:.3f}–{found.high:.3f}); {least} would have been verified with 80 %"
    )
    console.print(
        f"avoided {found.avoided:,.0f} contacts ({found.avoided_low:,.0f}–{found.avoided_high:,.0f})"
        + (f", {found.hours:,.0f} hours" if found.hours is not None else "")
    )
    if found.moved:
        console.print(
            f"net {found.net:,.0f} contacts ({found.net_low:,.0f}–{found.net_high:,.0f}), less what speaks most against it elsewhere"
        )
    for one in found.moved:
        if one.caught:
            console.print(
                f"[yellow]moved:[/yellow] {one.where} has {one.more:,.0f} more ({one.low:,.0f}–{one.high:,.0f}), {one.share:.0%} of what was avoided"
            )
    silent = [one.where for one in found.moved if not one.tells]
    if silent:
        console.print(
            f"cannot be told whether any went to {', '.join(silent)}: as many as were expected to be avoided would not surely be seen there"
        )


@app.command("rising")
def rising(
    series: Annotated[
        Path,
        typer.Argument(
            help="CSV with the columns date, count, and perhaps exposure and reason. A day without contacts has a row with 0."
        ),
    ],
    false_a_year: Annotated[
        float, typer.Option(help="Of all alarms on the board, so many a year may be false.", min=0.01)
    ] = USUAL_RULES.false_a_year,
    false_a_year_each: Annotated[
        float, typer.Option(help="And of one reason, however few there are.", min=0.001, max=20)
    ] = USUAL_RULES.false_a_year_each,
    holidays: Annotated[
        str, typer.Option(help="Days like Sundays: `estonian`, `none`, or a file with a date in each line.")
    ] = "estonian",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say which reasons rise: since when, how much, and how sure that is."""
    counted = insight.rising.days.read(series)
    rules = insight.rising.Rules(false_a_year=false_a_year, false_a_year_each=false_a_year_each)
    found = insight.rising.watch(counted, rules, insight.rising.holidays.named(holidays, counted.values()))
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(found), ensure_ascii=False))
        return
    console = Console()
    for one in found.alarms:
        console.print(
            f"[bold]{one.reason or 'all contacts'}[/bold] × {one.ratio:.2f} ({one.low:.2f}–{one.high:.2f}) since {one.since}: "
            f"{one.seen:,.0f} contacts, {one.expected:,.0f} expected through {one.through}; "
            f"seen on {one.raised} by {SEEN_BY[one.rule]}, {STATES[one.state]}"
        )
    if found.too_early:
        console.print(f"too early to say: {', '.join(name or 'all contacts' for name in found.too_early)}")
    console.print(
        f"alarms: {len(found.alarms)}, through {found.through}; at most {found.false_a_year:.1f} a year would be false "
        f"({found.false_a_year_each:.2f} of each reason)"
    )


def _by_name(paths: Sequence[Path]) -> dict[str, insight.effects.series.Series]:
    """Each by its file's name. Raises Invalid for two of one name: one of them would count for nothing."""
    found: dict[str, insight.effects.series.Series] = {}
    for path in paths:
        if path.stem in found:
            raise Invalid("named_twice", name=path.stem)
        found[path.stem] = insight.effects.series.read(path).changed
    return found
