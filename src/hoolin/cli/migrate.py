"""`hoolin migrate`: a site's journal from its folder into a database."""

import os
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from hoolin.cli.settings_file import CONFIG, read_settings
from hoolin.cli.telling import telling
from hoolin.core.errors import Invalid
from hoolin.wiring import HoolinSettings
from hoolin.wiring.moving import TakenAlong, take_along

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Take a site's journal elsewhere."
)

PARTS = {
    "entries": "Bringing facts", "owners": "Bringing keys", "contents": "Bringing contents", "blobs": "Bringing attachments",
    "snapshots": "Bringing snapshots", "checking": "Reading everything back",
}  # fmt: skip

SETTINGS = """\
Put this into the settings, and start the site as before:

    [journal]
    postgres = {postgres}
    schema = {schema}{password}"""

LEFT = """\
The files it lay in are in [bold]{aside}[/]. Nothing reads them any more, and whoever asks to be forgotten from now on is still in
them: delete them as soon as the site has run for a while, and with it old backups."""


@app.callback()
def migrate() -> None:
    """Take a site's journal elsewhere."""


@app.command("sqlite-to-postgres")
def sqlite_to_postgres(
    address: Annotated[
        str,
        typer.Argument(
            help="The database, such as postgresql://hoolin@localhost/hoolin, without a password. Left out: that of the settings."
        ),
    ] = "",
    schema: Annotated[str, typer.Option(help="The site's own schema in it. Left out: that of the settings.")] = "",
    password_file: Annotated[
        Path | None, typer.Option(help="A file with the password; or HOOLIN_JOURNAL_PASSWORD, or that of the settings.")
    ] = None,
    without_lost: Annotated[
        bool, typer.Option(help="Leave out attachments whose file is gone, instead of refusing all of it.")
    ] = False,
    config: Annotated[Path, typer.Option(envvar="HOOLIN_CONFIG", help="The settings: a TOML file.")] = CONFIG,
    data: Annotated[
        Path | None, typer.Option(help="The site's data folder, where it is not that of the settings.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of words.")] = False,
) -> None:
    """Take everything that happened on a site, everything personal (sealed as it is), attachments and snapshots into PostgreSQL.

    The site must not serve meanwhile. Everything is read back from the server and compared; only then the files are set aside. Cut short, it is simply
    done again. Accounts, the audit log and the master key stay in the folder.
    """
    console = Console(stderr=True)
    settings = _settings(address, schema, password_file, config, data)
    with telling(console, PARTS) as told:
        done = take_along(settings, told, without_lost)
    if as_json:
        print(msgspec.json.encode(msgspec.to_builtins(done, enc_hook=str)).decode())
    else:
        _say(console, done, settings, password_file)


def _settings(address: str, schema: str, password_file: Path | None, config: Path, data: Path | None) -> HoolinSettings:
    settings, _ = read_settings(config if config.exists() or config != CONFIG else None, os.environ)
    given = {"postgres": address, "schema": schema, "password": ""}
    if password_file is not None:
        try:
            given["password"] = password_file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as problem:
            raise Invalid("password_file", file=str(password_file), said=str(problem)) from None
    told = msgspec.structs.asdict(settings.journal) | {name: value for name, value in given.items() if value}
    try:
        # Converted, not made: so that a schema's name is looked at.
        journal = msgspec.convert(told, type(settings.journal))
    except msgspec.ValidationError as problem:
        raise Invalid("settings", said=str(problem)) from None
    return msgspec.structs.replace(settings, journal=journal, data=str(data) if data is not None else settings.data)


def _say(console: Console, done: TakenAlong, settings: HoolinSettings, password_file: Path | None) -> None:
    journal = settings.journal
    if done.counts:
        counts = ", ".join(f"{count:,} {kind}" for kind, count in done.counts.items())
        console.print(f"[bold]{escape(done.place)}[/] holds the site: {counts}.", soft_wrap=True)
        console.print(f"All of it was read back and is the same ({done.digest[:16]}…).", soft_wrap=True)
    else:
        console.print(
            f"[bold]{escape(done.place)}[/] held the site already; its files are set aside now.", soft_wrap=True
        )
    for blob in done.lost:
        console.print(f"[yellow]The file of attachment {escape(blob)} was gone; it is left out.[/]")
    secret = f"\n    password = {{ file = {_quoted(str(password_file.resolve()))} }}" if password_file else ""
    text = SETTINGS.format(postgres=_quoted(journal.postgres), schema=_quoted(journal.schema), password=secret)
    console.print(text, markup=False, highlight=False, soft_wrap=True)
    console.print(LEFT.format(aside=escape(str(done.aside))))


def _quoted(text: str) -> str:
    """As a text of TOML."""
    return msgspec.json.encode(text).decode()
