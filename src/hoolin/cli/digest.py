"""`hoolin insight digest`: the weekly digest, written from a site's folder."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from hoolin.cli.kept import keep
from hoolin.cli.reasons import Config, Data, settings_of
from hoolin.cli.serving import replaying
from hoolin.cli.settings_file import CONFIG
from hoolin.cli.site_copy import copied
from hoolin.core.site.rules import Language
from hoolin.insight import api as insight
from hoolin.runtime.loop import Progress
from hoolin.server.improvements import people_of
from hoolin.server.settings import ServerSettings
from hoolin.wiring import HoolinSettings, build, now_ms
from hoolin.wiring.web import digest_office, improvement_office, reason_office

PEOPLE = "accounts.db"
"""Where the site keeps what its people are called, for those who own something."""


def digest(
    week: Annotated[
        str,
        typer.Option(
            help="The week, such as 2026-W48, in the site's time zone. Left out: the last that is over, from Monday to Sunday."
        ),
    ] = "",
    language: Annotated[Language, typer.Option(help="The language it is written in.")] = "et",
    form: Annotated[insight.paper.Form, typer.Option("--format", help="A page, a PDF, or data.")] = "html",
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="The file to write; - for standard output. Left out: its own name, here."),
    ] = None,
    config: Config = CONFIG,
    data: Data = None,
) -> None:
    """Write a week on one page from a site's folder: what rose, what costs most, what is new, what was improved and what came of it. The site may be serving
    meanwhile, and is only read.
    """
    settings = settings_of(config, data)
    insight.paper.week_of(week, settings.time_zone, now_ms())
    with (
        copied(Path(settings.data), also=(PEOPLE,), place=settings.journal.place) as copy,
        replaying(Console(stderr=True)) as progress,
    ):
        body, name = _written(settings, copy, week, language, form, progress)
    keep(body, out, name, "is written")


def _written(
    settings: HoolinSettings, copy: Path, week: str, language: Language, form: insight.paper.Form, progress: Progress
) -> tuple[bytes, str]:
    """The digest and its file's name, from a copy of a site."""
    server = ServerSettings(public_url=settings.server.public_url)
    alike = HoolinSettings(data=str(copy), operator=settings.operator, time_zone=settings.time_zone, server=server)
    built = build(alike, progress=progress)

    async def ask() -> tuple[bytes, str]:
        office = digest_office(built, reason_office(built), improvement_office(built))
        await built.figures.made(progress)
        people = people_of(await built.accounts.all())
        return await office.write(await office.gathered(await office.week(week), people), language, form)

    try:
        return asyncio.run(ask())
    finally:
        built.close()
        built.accounts.close()
