"""`hoolin audit`: who did what. Works beside a running server, and on a copy of the data folder."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from hoolin.core.errors import NotFound
from hoolin.server.audit import chain
from hoolin.server.audit.file import FILE_NAME, AuditFile
from hoolin.server.audit.records import Wanted

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Who did what: list the audit log, prove that it is whole."
)

Folder = Annotated[Path, typer.Option("--data", envvar="HOOLIN_DATA", help="The site's data folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of words.")]

HERE = Path("data")


@app.command("list")
def list_entries(
    who: Annotated[str, typer.Option(help="Only of this account's id, or `cli` for the command line.")] = "",
    what: Annotated[str, typer.Option(help="Only this action, such as `account.change`.")] = "",
    on: Annotated[str, typer.Option(help="Only what was done on this id.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="The newest so many.")] = 100,
    as_json: AsJson = False,
    data: Folder = HERE,
) -> None:
    """Show the newest entries, the newest first."""
    log = _opened(data)
    try:
        entries = log.some(Wanted(who=who, what=what, on=on, limit=limit))
    finally:
        log.close()
    if as_json:
        print(msgspec.json.encode({"entries": entries}).decode())
        return
    table = Table("n", "at", "who", "what", "on", "session", "outcome")
    for each in entries:
        at = datetime.fromtimestamp(each.at / 1000, UTC).isoformat(sep=" ", timespec="seconds")
        outcome = f"{each.outcome} ({each.begun})" if each.begun else each.outcome
        table.add_row(str(each.n), at, each.who, each.what, " ".join(each.on), each.session, outcome)
    Console().print(table)


@app.command()
def verify(
    head: Annotated[
        str, typer.Option(help="A head that was kept elsewhere (`hoolin audit head`): also finds an end cut off.")
    ] = "",
    as_json: AsJson = False,
    data: Folder = HERE,
) -> None:
    """Prove that no entry was changed, taken out or put elsewhere; ends with status 1 when one was."""
    pinned = chain.read_head(head) if head else None
    log = _opened(data)
    try:
        verdict = chain.verify(log.links(), pinned)
    finally:
        log.close()
    if as_json:
        print(msgspec.json.encode(verdict).decode())
    elif verdict.sound:
        print(f"{verdict.entries} entries, whole. Head: {verdict.head}")
    else:
        print(
            f"Broken at entry {verdict.at}: {verdict.why}. The {verdict.entries} before it are whole.", file=sys.stderr
        )
    if not verdict.sound:
        raise typer.Exit(1)


@app.command()
def head(data: Folder = HERE) -> None:
    """Print the newest entry's number and hash, to be kept where nobody of this machine can change it."""
    log = _opened(data)
    try:
        print(log.head())
    finally:
        log.close()


def _opened(folder: Path) -> AuditFile:
    """The log of the site in that folder. Raises NotFound, so that a mistyped folder is not a whole, empty log."""
    if not (folder / FILE_NAME).exists():
        raise NotFound("audit_log", folder=folder.name)
    return AuditFile(folder)
