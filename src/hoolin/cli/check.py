"""`hoolin check`: is a site whole?"""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from hoolin.cli.checking import Checked
from hoolin.cli.checking import check as look
from hoolin.cli.site_copy import copied
from hoolin.cli.telling import telling
from hoolin.server.accounts.file import FILE_NAME as ACCOUNTS
from hoolin.server.audit.file import FILE_NAME as AUDIT
from hoolin.wiring.stores import elsewhere

PARTS = {
    "file": "Reading the file", "entries": "Reading facts", "contents": "Opening contents", "files": "Opening files",
    "views": "Catching up", "replay": "Replaying", "fresh": "Folding anew",
}  # fmt: skip

RESTORE = "put the newest whole backup back (hoolin restore)"

WORDS = {
    "file": ("SQLite finds the file damaged", RESTORE),
    "gap": ("a fact is missing from the journal", RESTORE),
    "entry": ("a fact cannot be read", f"run the version that wrote it, or {RESTORE}"),
    "content": ("something sealed does not open: it was changed, or sealed under another key", f"look at the master key, or {RESTORE}"),
    "content_lost": ("something sealed cannot be found by its id", RESTORE),
    "words_lost": ("a message has lost its words", RESTORE),
    "erased_left": ("something of somebody who was erased is left; nobody can read it", "start the site once: it removes it"),
    "file_lost": ("a sealed file is not there", "take it from a backup: it lies there under the same name"),
    "file_damaged": ("a sealed file does not open", "take it from a backup: it lies there under the same name"),
    "stray": ("a file lies in blobs/ that nothing names", "it does no harm; a start that was cut off left it"),
    "snapshot": ("the newest snapshot and the facts after it come to another state", "delete nothing and tell the makers: replaying is still right"),
    "view": ("a table that is made from the journal is not what the journal makes", "stop the site, delete views.db, start it: it is made anew"),
    "audit": ("the audit log is not what was written", "keep the file as it is, and find out who could write to it (hoolin audit verify)"),
    "replay": ("the journal cannot be replayed", f"run the version that wrote it, or {RESTORE}"),
    "and_more": ("there is more of it", ""),
}  # fmt: skip
"""What each fault is, and what to do."""

HARMLESS = frozenset({"stray", "erased_left"})


def run(
    data: Annotated[Path, typer.Option(envvar="HOOLIN_DATA", help="The site's data folder; it is only read.")] = Path(
        "data"
    ),
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of words.")] = False,
) -> None:
    """Look whether a site is whole, beside the serving process if need be; nothing in it is changed.

    Reads every fact, opens everything that is sealed, replays the journal from the first fact and compares it with the newest snapshot, and
    folds what desks list anew and compares that. Ends with status 1 where something is wrong.
    """
    console = Console(stderr=True)
    with copied(data, also=(ACCOUNTS, AUDIT), attachments=True) as copy, telling(console, PARTS) as told:
        found = look(copy if elsewhere(data) else data, copy, told)
    if as_json:
        print(msgspec.json.encode(found).decode())
    else:
        _say(console, found)
    if any(fault.code not in HARMLESS for fault in found.faults):
        raise typer.Exit(1)


def _say(console: Console, found: Checked) -> None:
    for fault in found.faults:
        what, remedy = WORDS[fault.code]
        colour = "yellow" if fault.code in HARMLESS else "red"
        said = f" [dim]{escape(fault.said)}[/]" if fault.said else ""
        console.print(
            f"[{colour}]{escape(fault.where)}: {what}.[/]{said}" + (f" What to do: {remedy}." if remedy else "")
        )
    if not found.faults:
        console.print(
            f"Well: {found.position:,} facts, everything sealed opens, and a replay from the first fact comes to the same."
        )
