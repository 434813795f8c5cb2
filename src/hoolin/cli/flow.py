"""`hoolin flow`: menus written as data, looked at before a customer meets them. It changes nothing."""

import json
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer
import yaml
from rich.console import Console

from hoolin.core.errors import Invalid, Malformed
from hoolin.core.flow import language as n
from hoolin.core.flow.guarantee import prove
from hoolin.core.flow.read import Unreadable, read
from hoolin.core.flow.surroundings import Surroundings
from hoolin.core.flow.told import in_words, way_in_words
from hoolin.core.flow.traps import Verdict
from hoolin.core.site.hours import DAYS, Hours, Span
from hoolin.core.site.rules import Language

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Menus as data: check.")

BYTES_MAX = 2_000_000
"""A thousand nodes in three languages are far smaller."""


@app.callback()
def flow() -> None:
    """Menus as data: check."""


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="The flow: a YAML or JSON file.", exists=True, dir_okay=False)],
    language: Annotated[list[str] | None, typer.Option(help="A language of the site; several may be given.")] = None,
    telephone: Annotated[
        bool, typer.Option("--telephone", help="It greets callers too, of whom some show no number.")
    ] = False,
    said_in: Annotated[Literal["et", "ru", "en"], typer.Option("--in", help="In which language it is told.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of words.")] = False,
) -> None:
    """Is a person within reach of everybody? Ends with status 1 if not, and shows the way into the trap.

    It is looked at as if every queue were served in every language of the site, and closed at night; a running site is asked with
    its own queues, people and hours when the flow is set.
    """
    flow = _flow(file, as_json=as_json)
    try:
        languages = msgspec.convert(language or ["et", "ru", "en"], tuple[Language, ...])
    except msgspec.ValidationError:
        raise Invalid("language", expected="et, ru or en") from None
    verdict = prove(flow, _usual(flow, languages, spoken=telephone))
    if as_json:
        print(json.dumps({"holds": verdict.holds, "verdict": msgspec.to_builtins(verdict)}, ensure_ascii=False))
    else:
        _print(verdict, said_in)
    if not verdict.holds:
        raise typer.Exit(1)


def _flow(file: Path, *, as_json: bool) -> n.Flow:
    if file.stat().st_size > BYTES_MAX:
        raise Malformed("flow_too_large", bytes_max=BYTES_MAX)
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise Malformed("not_yaml", said=str(problem)) from None
    try:
        return read(data, file.stem)
    except Unreadable as unreadable:
        if as_json:
            print(json.dumps({"holds": False, "problems": unreadable.detail["problems"]}, ensure_ascii=False))
        else:
            for one in unreadable.problems:
                where = " ".join(part for part in (one.node, one.field) if part) or "flow"
                Console().print(f"[red]not[/]   {where}: ", end="")
                Console().print(one.said, markup=False, highlight=False)
        raise typer.Exit(1) from None


def _usual(flow: n.Flow, languages: tuple[Language, ...], *, spoken: bool) -> Surroundings:
    """Every queue served in every language, by day. spoken: also by telephone."""
    queues = frozenset(
        n.served_by(one) for one in flow.nodes.values() if isinstance(one, n.ToQueue | n.Callback | n.Message)
    )
    day = (Span(opens="09:00", closes="17:00"),)
    return Surroundings(
        languages=languages, served=dict.fromkeys(languages, queues), hours={"": Hours(week=dict.fromkeys(DAYS, day))}, nameless=spoken
    )  # fmt: skip


def _print(verdict: Verdict, language: Language) -> None:
    console = Console()
    for trap in verdict.traps:
        console.print("[red]trap[/]  ", end="")
        console.print(in_words(trap, language), markup=False, highlight=False)
        for at, line in enumerate(way_in_words(trap, language)):
            console.print(f"      {'→ ' if at else '  '}{line}", markup=False, highlight=False)
    if verdict.holds:
        console.print(
            f"[green]holds[/] A person is within {verdict.steps} steps and {verdict.seconds:g} s of everybody who asks, and comes by "
            f"itself after {verdict.mishaps} mishaps and {verdict.mishap_seconds:g} s. Places looked at: {verdict.places}.",
            highlight=False,
        )
    if verdict.idle:
        console.print(f"[yellow]idle[/]  nobody comes to: {', '.join(verdict.idle)}", highlight=False)
