"""`hoolin doctor`: what is wrong around a site, in plain words, and what to do."""

import os
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from hoolin.cli.settings_file import CONFIG, read_settings
from hoolin.cli.symptoms import Around, all_symptoms
from hoolin.wiring import now_ms

SIGNS = {"well": "[green]well[/]     ", "doubtful": "[yellow]doubtful[/] ", "wrong": "[red]wrong[/]    "}


def run(
    config: Annotated[
        Path, typer.Option(envvar="HOOLIN_CONFIG", help="The settings: a TOML file; the environment goes over it.")
    ] = CONFIG,
    backups: Annotated[Path | None, typer.Option(help="Where the backups lie.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of words.")] = False,
) -> None:
    """Look at the machine, the folder, the keys, the clock, the address and the backups of a site, and say what to do. Changes nothing.

    Ends with status 1 where something is wrong. Whether what lies in the folder is whole says `hoolin check`.
    """
    file = config if config.exists() or config != CONFIG else None
    settings, strangers = read_settings(file, os.environ)
    found = list(all_symptoms(Around(settings=settings, strangers=tuple(strangers), backups=backups, now=now_ms())))
    if as_json:
        print(msgspec.json.encode({"symptoms": found}).decode())
    else:
        console = Console()
        for one in found:
            console.print(SIGNS[one.state] + escape(one.what), highlight=False, soft_wrap=True)
            if one.remedy:
                console.print(f"         → {escape(one.remedy)}", highlight=False, soft_wrap=True)
    if any(one.state == "wrong" for one in found):
        raise typer.Exit(1)
