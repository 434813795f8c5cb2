"""`hoolin replay`: a site's past again, read-only: what it comes to, and why each choice was made."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hoolin.cli.replaying import Replay, Replayed, Step, Until, kind_of, said_of
from hoolin.cli.serving import replaying
from hoolin.cli.site_copy import copied
from hoolin.core.errors import Invalid, NotFound
from hoolin.core.interaction.facts import OfferMade
from hoolin.core.routing.choice import Verdict
from hoolin.core.routing.facts import Explanation
from hoolin.wiring import HoolinSettings, build

AGENTS_SHOWN_MAX = 40
"""Of those who could not have had it; the candidates are all shown."""


def run(
    data: Annotated[Path, typer.Option(envvar="HOOLIN_DATA", help="The site's data folder; it is only read.")] = Path(
        "data"
    ),
    until: Annotated[
        str, typer.Option(help="How far: a position, or an instant such as 2026-11-23T12:00+02:00; empty: to the end.")
    ] = "",
    explain: Annotated[
        str, typer.Option(help="An interaction: its life, and why each offer of it went where it went.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
) -> None:
    """Fold a site's journal again from its first fact, beside the serving process if need be, and change nothing in it.

    Prints how many facts of each kind there are and a digest of the state they come to, and proves that the newest
    snapshot and the facts after it come to the same. Ends with status 1 where they do not.
    """
    console = Console(stderr=True)
    wanted = read_until(until)
    with copied(data) as copy, replaying(console) as progress:
        built = build(HoolinSettings(data=str(copy)), progress=progress)
        try:
            replay = Replay(built)
            told = replay.run(wanted, explain, progress)
        finally:
            built.close()
            built.accounts.close()
    if explain and not replay.steps:
        raise NotFound("interaction", interaction=explain)
    if as_json:
        print(msgspec.json.encode({**msgspec.structs.asdict(told), "steps": replay.steps}).decode())
    else:
        show(Console(), told, replay.steps)
    if not told.same:
        raise typer.Exit(1)


def read_until(text: str) -> Until:
    """A position or an instant. Raises Invalid."""
    if not text:
        return Until()
    if text.isdecimal():
        return Until(position=int(text))
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid("until", said=text, expected="a position, or an instant such as 2026-11-23T12:00+02:00") from None
    if instant.tzinfo is None:
        instant = instant.astimezone()
    return Until(at=int(instant.timestamp() * 1000))


def show(console: Console, told: Replayed, steps: list[Step]) -> None:
    """What a replay came to, for a person."""
    for step in steps:
        show_step(console, step)
    if not steps:
        table = Table("fact", "how many")
        for name, count in told.facts.items():
            table.add_row(name, f"{count:,}")
        console.print(table)
    console.print(f"{told.position:,} facts, the last one at {when(told.at)}; {told.entries_per_s:,.0f} a second")
    console.print(f"state   {told.digest}")
    if not told.same:
        console.print(f"[red]The snapshot at {told.snapshot:,} and the facts after it come to another state.[/]")
    elif told.snapshot:
        console.print(f"The snapshot at {told.snapshot:,} and the facts after it come to the same state.")
    else:
        console.print("There is no snapshot yet.")


def show_step(console: Console, step: Step) -> None:
    """One fact of an interaction's life; an offer with its reasons."""
    entry = step.entry
    said = escape("  ".join(f"{name}={_plain(name, value)}" for name, value in said_of(entry).items()))
    console.print(
        f"[dim]{entry.position:>8}  {when(entry.at)}[/]  [bold]{kind_of(entry)}[/]  {said}  [dim]{entry.actor}[/]"
    )
    if isinstance(entry.fact, OfferMade):
        if entry.fact.why is not None:
            console.print(f"          {in_words(entry.fact.why)}")
        show_account(console, step.account, entry.fact.agent)


def show_account(console: Console, account: tuple[Verdict, ...], chosen: str) -> None:
    """Every agent, as they stood at that moment: candidates with what they cost more than the cheapest, the others with
    what excluded them.
    """
    table = Table("agent", "costs more by", "excluded", box=None, padding=(0, 2), header_style="dim")
    least = min((verdict.cost_ms for verdict in account if verdict.cost_ms is not None), default=0)
    out = 0
    for verdict in account:
        if verdict.excluded is not None:
            out += 1
            if out > AGENTS_SHOWN_MAX:
                continue
        cost = seconds(verdict.cost_ms - least) if verdict.cost_ms is not None else ""
        table.add_row(
            f"[bold]{verdict.agent}[/]" if verdict.agent == chosen else verdict.agent, cost, excluded(verdict)
        )
    if out > AGENTS_SHOWN_MAX:
        table.add_row(f"… and {out - AGENTS_SHOWN_MAX} more", "", "")
    console.print(table)


def excluded(verdict: Verdict) -> str:
    """What kept an agent from the work, in words."""
    if verdict.excluded == "unskilled":
        return f"{verdict.skill} {verdict.has} of {verdict.asked}"
    return verdict.excluded or ""


def in_words(why: Explanation) -> str:
    """The explanation that was kept with the offer."""
    parts = [f"chosen {why.chosen.agent}"]
    if why.others:
        beside = (f"{one.agent} ({(one.cost_ms - why.chosen.cost_ms) / 1000:+.1f} s)" for one in why.others)
        parts.append("rather than " + ", ".join(beside))
    counts = {"away": why.away, "unskilled": why.unskilled, "full": why.full, "refused": why.refused}
    parts += [f"{count} {name}" for name, count in counts.items() if count]
    if why.affinity_ms:
        parts.append(f"{seconds(why.affinity_ms)} paid for the same person")
    if why.relaxed:
        parts.append(f"after {why.relaxed} relaxation step{'s' if why.relaxed > 1 else ''}")
    return "; ".join(parts)


def seconds(ms: int) -> str:
    """A length of time."""
    return f"{ms / 1000:.1f} s"


def _plain(name: str, value: object) -> object:
    is_instant = isinstance(value, int) and name.endswith(("_at", "until"))
    return when(int(str(value))) if is_instant else value


def when(at: int) -> str:
    """An instant on this machine's clock, to the second."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
