"""`hoolin restore`: a backup put back into an empty folder, and looked at."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from hoolin.cli import check
from hoolin.cli.backup import PARTS
from hoolin.cli.telling import telling
from hoolin.wiring import now_ms
from hoolin.wiring.backups.restoring import restore


def run(
    backup: Annotated[Path, typer.Argument(help="One backup, as `hoolin backup` made it.")],
    data: Annotated[
        Path, typer.Option(envvar="HOOLIN_DATA", help="The folder to put it into: an empty one, or none yet.")
    ] = Path("data"),
    key: Annotated[
        Path | None, typer.Option(help="The file with the master key, where the backup has none in it.")
    ] = None,
    without_damaged: Annotated[
        bool,
        typer.Option(
            help="Leave out attachments and recordings that are damaged in the backup, instead of refusing all of it."
        ),
    ] = False,
) -> None:
    """Put a backup back: every file is proved first, whoever was erased since is erased again, and the site is checked.

    Nothing is left in the folder when it fails. What is made from the journal (what desks list, the figures) is made anew.
    """
    console = Console(stderr=True)
    with telling(console, PARTS) as told:
        done = restore(backup, data, key, now_ms(), told, without_damaged=without_damaged)
    console.print(f"[bold]{data}[/] holds the site as it was at fact {done.manifest.position:,}.")
    if done.erased:
        console.print(f"{done.erased:,} who were erased after the backup was made are erased here too.")
    for name in done.left_out:
        console.print(
            f"[yellow]{name} is damaged in the backup and left out; an older backup may have it.[/]", soft_wrap=True
        )
    check.run(data)
    console.print(f"Start it with HOOLIN_DATA={data} hoolin serve.")
