"""`hoolin config`: the whole set-up of a site as one YAML file: exported, compared, applied at once."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console

from hoolin.cli.kept import keep
from hoolin.cli.reasons import Config, Data, settings_of
from hoolin.cli.serving import replaying
from hoolin.cli.settings_file import CONFIG
from hoolin.cli.site_copy import copied
from hoolin.cluster.port import LeaseTaken
from hoolin.core.errors import Conflict, Invalid
from hoolin.server.config.differ import Change, in_words
from hoolin.server.config.office import ConfigOffice, File
from hoolin.server.config.read import Unreadable
from hoolin.wiring import Built, build
from hoolin.wiring.web import config_office

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The whole set-up as one YAML file: export it, apply one."
)

FILE_BYTES_MAX = 16_000_000

Written = Annotated[
    Path, typer.Argument(help="The file, see docs/how-to/keep-the-site-in-one-file.md; - is standard input.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of words.")]
Force = Annotated[
    bool, typer.Option("--force", help="Also when the site was set up otherwise since the file was made.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to; - is standard output.")] = Path("-"),
    config: Config = CONFIG,
    data: Data = None,
) -> None:
    """Write the whole set-up into one YAML file. The site may be serving meanwhile."""
    settings = settings_of(config, data)
    with copied(Path(settings.data), place=settings.journal.place) as copy, replaying(Console(stderr=True)) as progress:
        built = build(settings.over(copy), progress=progress)
        try:
            text = config_office(built).text()
        finally:
            built.close()
            built.accounts.close()
    keep(text.encode(), file, "hoolin.yaml", "has the set-up of the site")


@app.command()
def apply(
    file: Written,
    dry_run: DryRun = False,
    force: Force = False,
    as_json: AsJson = False,
    config: Config = CONFIG,
    data: Data = None,
) -> None:
    """Set what the file asks for, all of it at once or nothing, and say what that changes. A site that serves is only asked what would change (--dry-run); it takes the file over the API."""
    asked, settings = File(yaml=_text(file), force=force), settings_of(config, data)
    console = Console(stderr=True)
    try:
        if dry_run:
            with copied(Path(settings.data), place=settings.journal.place) as copy, replaying(console) as progress:
                told = _applied(build(settings.over(copy), progress=progress), asked, dry_run=True)
        else:
            with replaying(console) as progress:
                built = build(settings, progress=progress)
            told = _applied(built, asked, dry_run=False)
    except LeaseTaken:
        raise Conflict("site_is_serving", hint="PUT /api/v1/config; --dry-run works beside it") from None
    except Unreadable as unreadable:
        _say_problems(console, file, unreadable)
        raise typer.Exit(1) from None
    _say(told, dry_run=dry_run, as_json=as_json)


def _applied(built: Built, asked: File, *, dry_run: bool) -> list[Change]:
    try:
        return asyncio.run(_apply(built, config_office(built), asked, dry_run=dry_run))
    finally:
        built.close()
        built.accounts.close()


async def _apply(built: Built, office: ConfigOffice, asked: File, *, dry_run: bool) -> list[Change]:
    """The loop alone runs: no channel is opened, and nothing leaves the house."""
    built.loop.start()
    try:
        return await office.apply(asked, "system", dry_run=dry_run)
    finally:
        await built.loop.stop()


def _text(file: Path) -> str:
    try:
        if str(file) == "-":
            body = sys.stdin.buffer.read(FILE_BYTES_MAX + 1)
        else:
            with file.open("rb") as opened:
                body = opened.read(FILE_BYTES_MAX + 1)
        if len(body) > FILE_BYTES_MAX:
            raise Invalid("config_file", file=str(file), said="the file is too large", bytes_max=FILE_BYTES_MAX)
        return body.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise Invalid("config_file", file=str(file), said=str(problem)) from None


def _say_problems(console: Console, file: Path, unreadable: Unreadable) -> None:
    for one in unreadable.problems:
        allowed = f" Allowed: {', '.join(one.allowed)}." if one.allowed else ""
        console.print("[red]not[/]   ", end="")
        line = f"{file}:{one.line}  {one.place}: {one.said}{allowed}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _say(told: list[Change], *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        plain: Any = msgspec.to_builtins(told)
        print(json.dumps({"changes": plain, "said": in_words(told), "dry_run": dry_run}, ensure_ascii=False))
        return
    for line in in_words(told):
        print(line)
    done = "would change" if dry_run else "changed"
    print(f"Nothing {done}." if not told else f"{len(told)} {done}.", file=sys.stderr)
