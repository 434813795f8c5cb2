"""`hoolin backup`: a copy of a site that can be put back, taken while it serves."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Column, Table

from hoolin.cli.replay import when
from hoolin.cli.settings_file import named_place
from hoolin.cli.telling import telling
from hoolin.wiring import now_ms
from hoolin.wiring.backups.manifest import backups_in
from hoolin.wiring.backups.taking import Taken, Wanted, note_erased, take

PARTS = {"files": "Copying files", "sums": "Adding up"}

Data = Annotated[Path, typer.Option(envvar="HOOLIN_DATA", help="The site's data folder; it is only read.")]

KEY_ELSEWHERE = (
    "The master key is not in it: without the key nobody reads a customer's words out of this backup, and neither do you. "
    "Keep a copy of [bold]{file}[/] (or of HOOLIN_MASTER_KEY) in another safe place."
)


def run(
    place: Annotated[Path, typer.Argument(help="The folder that backups lie in; it is made if it is not there.")],
    data: Data = Path("data"),
    with_key: Annotated[
        bool, typer.Option(help="Put the master key into it too; whoever has the backup then reads everything.")
    ] = False,
    keep: Annotated[int, typer.Option(min=0, help="How many backups stay, this one among them; 0: all.")] = 0,
    keep_days: Annotated[int, typer.Option(min=0, help="Backups older than this are let go of; 0: none.")] = 0,
    only_erased: Annotated[
        bool,
        typer.Option(
            help="Only write down who was erased since, so that nobody comes back with an older backup; takes a moment."
        ),
    ] = False,
    show: Annotated[bool, typer.Option("--list", help="Only show which backups there are.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of words.")] = False,
) -> None:
    """Take a backup of a site, whether it serves or not.

    It holds the journal with everything personal still sealed, attachments and recordings, and who may log in; what is made from the journal is left out.
    Files that an earlier backup in the same place has are linked, not copied again. A backup has its name only when all of it is on the disk.
    """
    console = Console(stderr=True)
    if show:
        _list(place, as_json)
    elif only_erased:
        number = note_erased(data, place, named_place())
        console.print(f"{number} who were erased are on the list in {place}.")
    else:
        wanted = Wanted(with_key=with_key, keep=keep, keep_days=keep_days)
        with telling(console, PARTS) as told:
            taken = take(data, place, wanted, now_ms(), told, named_place())
        if as_json:
            print(msgspec.json.encode(msgspec.to_builtins(taken, enc_hook=str)).decode())
        else:
            _say(console, taken, data)


def _say(console: Console, taken: Taken, data: Path) -> None:
    copied = taken.copied
    console.print(
        f"[bold]{taken.folder}[/]: everything up to fact {copied.position:,}, {size(taken.manifest.bytes)}.",
        soft_wrap=True,
    )
    if copied.blobs:
        console.print(f"{copied.blobs:,} sealed files, {copied.linked:,} of them as an earlier backup has them.")
    if copied.gone:
        console.print(f"{copied.gone:,} files were deleted while it was made; it is whole without them.")
    for folder in taken.removed:
        console.print(f"{folder} is let go of.")
    if not taken.manifest.key:
        console.print(KEY_ELSEWHERE.format(file=data / "master.key"), soft_wrap=True)


def _list(place: Path, as_json: bool) -> None:
    found = backups_in(place)
    if as_json:
        told = [{"folder": str(folder), **msgspec.structs.asdict(manifest)} for folder, manifest in found]
        print(msgspec.json.encode({"backups": told}).decode())
        return
    table = Table(Column("backup", no_wrap=True), "taken", "up to fact", "files", "size", "with key")
    for folder, manifest in found:
        table.add_row(
            folder.name, when(manifest.made_at), f"{manifest.position:,}", f"{manifest.blobs:,}", size(manifest.bytes),
            "yes" if manifest.key else "",
        )  # fmt: skip
    Console().print(table if found else f"There is no backup in {place}.")


def size(number: float) -> str:
    """Bytes, as people say them."""
    for unit in ("bytes", "kB", "MB"):
        if number < 1_000:
            return f"{number:,.0f} {unit}"
        number /= 1_000
    return f"{number:,.1f} GB"
