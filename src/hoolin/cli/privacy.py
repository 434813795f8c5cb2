"""`hoolin privacy`: is anything left of somebody who was forgotten?"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from hoolin.cli.reasons import settings_of
from hoolin.cli.serving import replaying
from hoolin.cli.settings_file import CONFIG
from hoolin.cli.site_copy import copied
from hoolin.cli.telling import telling
from hoolin.cli.user import written
from hoolin.core.errors import Conflict, NotFound, Refusal
from hoolin.people.api import CustomerErased
from hoolin.wiring import Built, HoolinSettings, build, exporting, now_ms
from hoolin.wiring.leftovers import Leftover, OldBackup, leftovers, older_backups, own_words, owners_of
from hoolin.wiring.stores import elsewhere

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Whoever was forgotten: prove that nothing of them is left."
)

Data = Annotated[Path, typer.Option(envvar="HOOLIN_DATA", help="The site's data folder; it is only read.")]
Customer = Annotated[str, typer.Argument(help="The customer's id.")]

HERE = Path("data")
ALSO = ("accounts.db", "audit.db", "finding.db")
EXPORT_PARTS = {"entries": "Reading facts", "files": "Writing files"}
PARTS = {"files": "Reading files", "databases": "Reading databases"}

WORDS = {
    "key": "their key is there: what is sealed under it can be read",
    "sealed": "is sealed under a key that is gone; nobody can read it, and the next start removes it",
    "row": "a list still names them",
    "word": "a word of theirs stands here",
}


class NotErased(Refusal):
    """This customer was not forgotten; `hoolin privacy verify` is for those who were."""


@app.command()
def words(customer: Customer, data: Data = HERE) -> None:
    """Before somebody is forgotten: print the words that only they have said, are called or are reached by, one a line.

    That it was done is in the audit log. Keep them for `verify --words` where nobody else reads them, and destroy them after it: they are as personal as what they were taken from.
    """
    console = Console(stderr=True)
    with copied(data) as copy, replaying(console) as progress:
        built = build(HoolinSettings(data=str(copy)), progress=progress)
        try:
            if not built.reading.ask("people.customer", (customer,)):
                raise NotFound("customer", customer=customer)
            owners = owners_of(built, customer)
        finally:
            _let_go(built)
        with written(data, "customer.words", customer):
            for word in own_words(data, copy, owners):
                print(word)


@app.command()
def export(
    customer: Customer,
    to: Annotated[Path, typer.Option(help="The folder to write into; it must not be there yet.")],
    language: Annotated[str, typer.Option(help="Of the page to read: et, ru or en.")] = "et",
    config: Annotated[Path, typer.Option(envvar="HOOLIN_CONFIG", help="The settings: a TOML file.")] = CONFIG,
    data: Annotated[
        Path | None, typer.Option(help="The site's data folder, where it is not that of the settings.")
    ] = None,
) -> None:
    """Write out everything that the house has of a customer, to be given to them: export.json for machines, export.html to read, and their files.

    Beside the serving process if need be; nothing is changed but the audit log, which says that it was done. Everything in the folder is readable by whoever has it: give it over safely, and delete it.
    """
    console = Console(stderr=True)
    settings = settings_of(config, data)
    site = Path(settings.data)
    if to.exists():
        raise Conflict("folder_there", folder=str(to), help="name one that is not there yet")
    with copied(site, place=settings.journal.place, attachments=True) as copy, replaying(console) as progress:
        built = build(settings.over(copy), progress=progress)
        try:
            with written(site, "customer.export", customer), telling(console, EXPORT_PARTS) as told:
                done = exporting.export(
                    copy if elsewhere(site) else site, built, customer, to, language, now_ms(), told
                )
        finally:
            _let_go(built)
    console.print(
        f"[bold]{escape(str(done.folder))}[/] has all of it: {done.facts:,} facts, {done.contents:,} contents, {done.files:,} files. "
        "Whoever has the folder reads everything: give it over safely, and delete it.",
        soft_wrap=True,
    )


@app.command()
def verify(
    customer: Customer,
    file: Annotated[
        Path | None,
        typer.Option("--words", help="A file with words of theirs, one a line; looked for in every byte of the site."),
    ] = None,
    backups: Annotated[Path | None, typer.Option(help="Where the backups lie.")] = None,
    data: Data = HERE,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of words.")] = False,
) -> None:
    """Prove that nothing readable is left of somebody who was forgotten: their keys, what was sealed, lists, and each of their words in every file.

    Beside the serving process if need be; nothing is changed. Backups older than the erasure are named with the day until which they are kept. Ends
    with status 1 where anything is left.
    """
    console = Console(stderr=True)
    looked_for = [] if file is None else [word for word in file.read_text(encoding="utf-8").split("\n") if word.strip()]
    with copied(data, also=ALSO) as copy, replaying(console) as progress:
        built = build(HoolinSettings(data=str(copy)), progress=progress)
        try:
            erased_at = _erased_at(built, customer)
            with telling(console, PARTS) as told:
                left = list(leftovers(data, copy, built, customer, looked_for, told))
        finally:
            _let_go(built)
    old = list(older_backups(backups, erased_at)) if backups is not None else []
    if as_json:
        print(
            msgspec.json.encode(
                {"erased_at": erased_at, "words": len(looked_for), "left": left, "older_backups": old}
            ).decode()
        )
    else:
        _say(console, left, old, len(looked_for))
    if any(one.code != "sealed" for one in left):
        raise typer.Exit(1)


def _erased_at(built: Built, customer: str) -> int:
    """When they were forgotten. Raises NotFound, NotErased."""
    after = 0
    while entries := built.stores.journal.read(after, 5_000):
        for entry in entries:
            if isinstance(entry.fact, CustomerErased) and entry.fact.customer == customer:
                return entry.at
        after = entries[-1].position
    if built.reading.ask("people.customer", (customer,)):
        raise NotErased(customer=customer, help="DELETE /api/v1/customers/{customer} forgets them")
    raise NotFound("customer", customer=customer)


def _say(console: Console, left: list[Leftover], old: list[OldBackup], words: int) -> None:
    for one in left:
        said = f" [dim]{escape(one.said)}[/]" if one.said else ""
        console.print(
            f"[{'yellow' if one.code == 'sealed' else 'red'}]{escape(one.where)}: {WORDS[one.code]}.[/]{said}",
            soft_wrap=True,
        )
    for backup in old:
        until = (
            f"it is let go of on {day(backup.until)}"
            if backup.until
            else "nobody has said when it is let go of (hoolin backup --keep-days)"
        )
        console.print(
            f"[yellow]{backup.folder} was made before they were forgotten: whoever has it and the master key can read them; {until}.[/]",
            soft_wrap=True,
        )
    if not left:
        looked = (
            f", and none of {words:,} words stands in any file" if words else "; no words were looked for (--words)"
        )
        console.print(
            f"Nothing is left of them: no key, nothing sealed, no list that names them{looked}.", soft_wrap=True
        )


def day(at: int) -> str:
    """An instant's date on this machine's clock."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone().strftime("%Y-%m-%d")


def _let_go(built: Built) -> None:
    built.close()
    built.accounts.close()
