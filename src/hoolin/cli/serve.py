"""`hoolin serve`: a site, from its settings to its end."""

import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from hoolin.channels.callback.manifest import RULES as CALLBACK
from hoolin.channels.chat.manifest import RULES as CHAT
from hoolin.cli import user
from hoolin.cli.serving import replaying, serving
from hoolin.cli.settings_file import CONFIG, read_settings
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import QueueRules
from hoolin.server import logs, serve
from hoolin.server.files.build import read_build
from hoolin.wiring import Built, HoolinSettings, build, new_id, web

FIRST_LOG_IN = """\
[bold]Nobody may log in yet.[/] Add the first person in another terminal; it is noticed within seconds:

    hoolin user add LOGIN --name "First Last" --role admin --agent LOGIN --data {data}

Leave out --agent for somebody who never serves customers."""


def run(
    config: Annotated[
        Path,
        typer.Option(
            envvar="HOOLIN_CONFIG", help="The settings: a TOML file; the environment (HOOLIN_…) goes over it."
        ),
    ] = CONFIG,
) -> None:
    """Serve a site. The first start makes its folder, its chat, calling back and one queue, and says how to add who may log in."""
    console = Console(stderr=True)
    logs.configure()
    # Without a file everything has a default; a file that was asked for must be there.
    file = config if config.exists() or config != CONFIG else None
    settings, strangers = read_settings(file, os.environ)
    for name in strangers:
        console.print(f"[yellow]{name} is no setting; it is passed over.[/]")
    serve.listening(settings.server.host, settings.server.port).close()
    first_person(console, settings)
    with replaying(console) as progress:
        built = build(settings, progress=progress)
    built.on_start.append(partial(set_up, built))
    port = serve.Serving(web(built), settings.server)
    serving(built, port, partial(_ready, console, settings))


async def set_up(built: Built) -> None:
    """What a site cannot be without: the chat, calling back, and the queue that contacts go to when nothing says otherwise."""
    kept = built.site.kept
    commands: list[c.SetChannel | c.SetQueue] = []
    commands += [c.SetChannel(rules=rules) for rules in (CHAT, CALLBACK) if rules.channel not in kept.channels]
    if kept.rules.default_queue not in kept.queues:
        commands.append(c.SetQueue(rules=QueueRules(queue=kept.rules.default_queue)))
    for command in commands:
        await built.loop.submit(command, actor="system", key=new_id("x"))


def first_person(console: Console, settings: HoolinSettings) -> None:
    """Where nobody may log in yet: ask for the first one at a terminal, and say how to do it anywhere else."""
    folder = Path(settings.data)
    if not settings.data:
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with user.opened(folder) as file:
        if file.all():
            return
    if (
        console.is_terminal
        and os.isatty(0)
        and typer.confirm("Nobody may log in yet. Add the first person now?", err=True)
    ):
        login: str = typer.prompt("Log-in", err=True)
        name: str = typer.prompt("Name, as colleagues and customers see it", err=True)
        user.add(login, name, role="admin", agent=login.strip().casefold(), language="en", data=folder)
    else:
        console.print(FIRST_LOG_IN.format(data=settings.data))


def _ready(console: Console, settings: HoolinSettings, port: int) -> None:
    host = settings.server.host
    shown = settings.server.public_url.rstrip("/") or f"http://{f'[{host}]' if ':' in host else host}:{port}"
    console.print(f"[bold]{settings.operator}[/] is served at {shown}/ (desk: {shown}/desk/). Ctrl+C stops it.")
    if not read_build():
        console.print("[yellow]The web apps are not built yet: run `make web` in the folder of the sources.[/]")
