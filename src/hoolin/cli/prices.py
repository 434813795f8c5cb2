"""`hoolin prices`: a price list, looked at before it is published. It changes nothing."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
import typer
import yaml
from rich.console import Console
from rich.table import Table

from hoolin.catalogue.api import PriceList, faults, handwritten
from hoolin.core.errors import Invalid
from hoolin.core.site.rules import LANGUAGES, Language
from hoolin.wiring import HoolinSettings, now_ms

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Price lists: check one before you publish it.")

FILE_BYTES_MAX = 2_000_000

WORDS = {
    "binding": "binds for {said} months. Nobody may be bound: leave binding_months out.",
    "notice": "asks for a notice of {said} days. Leaving takes effect at once: leave notice_days out.",
    "leaving_fee": "costs {said} cents to leave. Leaving is free: leave leaving_fee out.",
    "fee_not_listed": "charges the fee {said}, which is not on the list. Add it to fees.",
    "named_twice": "is on the list twice. Give each a code of its own.",
    "no_words": "has no text in: {said}.",
    "amount_not_listed": "names an amount that no price of the list is: {said}",
    "rise_too_soon": "gets dearer sooner than 30 days from now. Choose a later valid_from.",
    "in_the_past": "The list is for a time that is over. Choose a later valid_from.",
    "nothing_listed": "The list has no plan.",
    "no_currency": "{said} is no currency: write three capital letters, such as EUR.",
    "other_currency": "The list in force is in {said}.",
}
"""What is wrong, in words with what to do."""


@app.callback()
def verbs() -> None:
    """Price lists."""


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="The list: YAML or JSON, see docs/how-to/prices.md.")],
    before: Annotated[
        Path | None, typer.Option(help="The list in force, to see whether a price rises too soon.")
    ] = None,
    time_zone: Annotated[str, typer.Option(help="Where a day begins.")] = HoolinSettings().time_zone,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the list as `PUT /api/v1/prices` takes it, and its faults.")
    ] = False,
) -> None:
    """Look whether a list may be published. Ends with status 1 if not."""
    zone = ZoneInfo(time_zone)
    prices, earlier = read(file, zone), read(before, zone) if before is not None else None
    languages: tuple[Language, ...] = LANGUAGES
    found = faults(prices, earlier, languages, now_ms())
    if as_json:
        print(
            json.dumps(
                {"prices": msgspec.to_builtins(prices), "faults": msgspec.to_builtins(found)}, ensure_ascii=False
            )
        )
    else:
        console = Console()
        for fault in found:
            console.print(
                f"[red]not[/]   {fault.item} {WORDS[fault.why].format(said=fault.said)}".replace("  The", " The"),
                highlight=False,
            )
        if not found:
            _show(console, prices, zone)
    raise typer.Exit(1 if found else 0)


def read(file: Path, zone: ZoneInfo) -> PriceList:
    """A list from a file. Raises Invalid."""

    def day_begins(day: date) -> int:
        return round(datetime.combine(day, time(), zone).astimezone(UTC).timestamp() * 1000)

    try:
        if file.stat().st_size > FILE_BYTES_MAX:
            raise Invalid("price_list_form", place=str(file), said="the file is too large")
        written = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise Invalid("price_list_form", place=str(file), said=str(problem)) from None
    except yaml.YAMLError as problem:
        raise Invalid("price_list_form", place=str(file), said=str(problem)) from None
    return handwritten.read(written, day_begins)


def _show(console: Console, prices: PriceList, zone: ZoneInfo) -> None:
    table = Table("code", "name", "price", "per", "fees beside")
    for plan in prices.plans:
        table.add_row(plan.code, plan.name.en or plan.name.et, _money(plan.amount), plan.per, ", ".join(plan.fees))
    for fee in prices.fees:
        table.add_row(fee.code, fee.name.en or fee.name.et, _money(fee.amount), fee.per, "")
    console.print(table)
    day = datetime.fromtimestamp(prices.valid_from / 1000, zone).date()
    console.print(f"[green]well[/]  May be published: {prices.currency}, from {day}.")


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
