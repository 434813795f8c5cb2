"""`hoolin report`: the signed report of a month, written from a site's folder; and whether one is whole."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from typer.core import TyperGroup

from hoolin.cli.kept import keep
from hoolin.cli.serving import replaying
from hoolin.cli.settings_file import CONFIG, read_settings
from hoolin.cli.site_copy import copied
from hoolin.core.errors import Invalid, NotFound
from hoolin.core.site.rules import Language
from hoolin.experience.api import report
from hoolin.runtime.loop import Progress
from hoolin.wiring import HoolinSettings, build, report_secret
from hoolin.wiring.stores import is_there
from hoolin.wiring.web import reports

FILE_BYTES_MAX = 50_000_000
KEY_AT = "/api/v1/experience/report/key"

UNKNOWN_KEY = 2
"""The status for a report that is whole, by nobody knows whom."""

WHY = {
    "unsigned": "The last line is no signature: this is no signed report, or something was added or cut off at its end.",
    "changed": "The signature does not fit: something in the file was changed after it was signed.",
    "data_missing": "The figures that belong into it are not there.",
    "data_changed": "The figures within it do not fit their signature.",
    "data_of_another": "The figures within it were signed by another key than the report itself.",
    "not_a_report": "It is signed, and it is no report.",
}
"""What is wrong, in words."""


class MonthOrVerb(TyperGroup):
    """`hoolin report 2026-10` writes; `hoolin report verify FILE` looks. What is no verb is a month."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put the verb that is left out."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["write", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=MonthOrVerb, no_args_is_help=True, add_completion=False,
    help="The signed report of a month: `hoolin report 2026-10` writes it, `hoolin report verify FILE` tells whether one is whole.",
)  # fmt: skip


@app.callback()
def verbs() -> None:
    """The signed report of a month."""


@app.command()
def write(
    month: Annotated[str, typer.Argument(help="The month, such as 2026-10, in the site's time zone.")],
    language: Annotated[Language, typer.Option(help="The language it is written in.")] = "et",
    form: Annotated[report.Form, typer.Option(help="A page, a PDF, or data.")] = "html",
    out: Annotated[
        Path | None, typer.Option(help="The file to write; - for standard output. Left out: its own name, here.")
    ] = None,
    config: Annotated[Path, typer.Option(envvar="HOOLIN_CONFIG", help="The settings: a TOML file.")] = CONFIG,
    data: Annotated[
        Path | None, typer.Option(help="The site's data folder, where it is not that of the settings.")
    ] = None,
) -> None:
    """Write the report of a month from a site's folder; the site may be serving meanwhile, and only its key is added to it if it has none."""
    console = Console(stderr=True)
    settings, _ = read_settings(config if config.exists() or config != CONFIG else None, os.environ)
    folder = data or Path(settings.data)
    report.month_of(month, settings.time_zone)
    if (not settings.data and data is None) or not is_there(folder):
        raise NotFound("site", folder=str(folder))
    report_secret(folder)
    with copied(folder, place=settings.journal.place) as copy, replaying(console) as progress:
        name, body = _written(settings, copy, month, language, form, progress)
    keep(body, out, name, "is written and signed")


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The report: HTML, PDF or JSON.")],
    key: Annotated[
        Path | None,
        typer.Option(
            help=f"The key that is expected: PEM, or what the site gives at {KEY_AT}. Without it nothing tells who signed."
        ),
    ] = None,
) -> None:
    """Tell in plain words whether a report is whole, and by which key it was signed. Ends with status 0 where it is, by the key that is
    named with --key; with 2 where it is and no key is named; and with 1 where it is not, or by another key.
    """
    console = Console()
    expected = report.public_key(_read(key).decode("utf-8", "replace")) if key is not None else None
    found = report.check(_read(file))

    def told(colour: str, word: str, said: str) -> None:
        console.print(f"[{colour}]{word}[/] ", end="")
        console.print(said, markup=False, highlight=False, soft_wrap=True)

    if found.why:
        told("red", "not whole", WHY[found.why])
        raise typer.Exit(1)
    assert found.key is not None
    try:
        counted = report.read(found.data)
    except Invalid:
        told("red", "no report", WHY["not_a_report"])
        raise typer.Exit(1) from None
    if expected is not None and expected != found.key:
        told(
            "red",
            "another key",
            f"It is whole, and signed by another key than the one that you named: {found.key.fingerprint}",
        )
        told("bold", "expected", expected.fingerprint)
        raise typer.Exit(1)
    about = f"The report of {counted.operator} for {counted.month}"
    if expected is None:
        # Anybody can sign a report of their own making.
        told("yellow", "whole", f"{about}, signed by a key that you have not named: {found.key.fingerprint}")
        told(
            "yellow", "whose", f"Compare this fingerprint with the site's own, at {KEY_AT}, or name its key with --key."
        )
        raise typer.Exit(UNKNOWN_KEY)
    told("green", "whole", f"{about}: nothing in it was changed since it was signed, by the key that you named.")
    told("bold", "key", found.key.fingerprint)


def _written(
    settings: HoolinSettings, copy: Path, month: str, language: Language, form: report.Form, progress: Progress
) -> tuple[str, bytes]:
    """The report's name and bytes, from a copy of a site."""
    alike = HoolinSettings(data=str(copy), operator=settings.operator, time_zone=settings.time_zone)
    built = build(alike, progress=progress)

    async def ask() -> tuple[str, bytes]:
        office = reports(built)
        await built.figures.made(progress)
        found = await office.counted(month)
        return report.name_of(found, language, form), await office.write(found, language, form)

    try:
        return asyncio.run(ask())
    finally:
        built.close()
        built.accounts.close()


def _read(file: Path) -> bytes:
    """A file whole. Raises NotFound, Invalid."""
    try:
        if file.stat().st_size > FILE_BYTES_MAX:
            raise Invalid("too_large", file=str(file), bytes_max=FILE_BYTES_MAX)
        return file.read_bytes()
    except OSError as problem:
        raise NotFound("file", file=str(file), said=problem.strerror or "") from None
