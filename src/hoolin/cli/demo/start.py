"""Starting the demo: the folder, the past, the people, the site."""

import ipaddress
import logging
from pathlib import Path
from typing import NamedTuple

import typer
from rich.console import Console

from hoolin.cli.demo import folder, live, past, show
from hoolin.cli.demo.actors import Actors
from hoolin.cli.demo.cast import Member, crew
from hoolin.cli.demo.play import Play
from hoolin.cli.demo.script import load
from hoolin.cli.demo.setup import OPERATOR
from hoolin.cli.demo.virtual import Planned
from hoolin.cli.serving import serving
from hoolin.cluster.port import LeaseTaken
from hoolin.server import logs, serve
from hoolin.server.files.build import read_build
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build, now_ms, web

SEED = 7
"""The day that is played on a fresh site: a morning like many."""

BUSY = 'Stop whatever uses it, or choose another one: hoolin demo --port {other}   (make run ARGS="--port {other}")'


class Wanted(NamedTuple):
    """What was asked for on the command line. data: never empty."""

    host: str
    port: int
    rate: float
    agents: int
    data: str
    fresh: bool


def start(wanted: Wanted, anyone: bool) -> None:
    """Serve the demo site until told to stop. anyone: whoever reaches the host may come in, with passwords that all know."""
    console = Console()
    logs.configure(level=logging.WARNING)
    settings = settings_of(wanted)
    if not anyone and not is_here(wanted.host):
        show.trouble(
            console, f"The passwords of the demo are known to everybody, and {wanted.host} can be reached from elsewhere.",
            "Leave out --host, or say --anyone-may-log-in if that is what you want.",
        )  # fmt: skip
        raise typer.Exit(2)
    try:
        serve.listening(wanted.host, wanted.port).close()
        folder.claim(settings, wanted.fresh)
        built, port = prepared(wanted, settings, console)
    except serve.PortTaken:
        show.trouble(console, f"Port {wanted.port} is taken.", BUSY.format(other=wanted.port + 1))
        raise typer.Exit(1) from None
    except LeaseTaken as taken:
        show.trouble(
            console, f"A Hoolin process (pid {taken.detail.get('pid')}) is serving from {wanted.data} already.",
            "Use that one, stop it, or name another folder with --data.",
        )  # fmt: skip
        raise typer.Exit(1) from None
    pages = bool(read_build())
    serving(built, port, lambda number: show.opening(console, url_of(wanted.host, number), wanted.data, pages))


def prepared(wanted: Wanted, settings: HoolinSettings, console: Console) -> tuple[Built, serve.Serving]:
    """The site with its past, its people and its actors, and its port. Raises LeaseTaken, PortTaken."""
    members = crew(wanted.agents)
    built, actors, planned = with_past(settings, wanted.rate, members, console)
    folder.admit(Path(settings.data), members)
    actors.play.shape = live.even(wanted.rate)
    live.perform(built, actors, planned)
    return built, serve.Serving(web(built), settings.server)


def with_past(
    settings: HoolinSettings, rate: float, members: tuple[Member, ...], console: Console
) -> tuple[Built, Actors, list[Planned]]:
    """The site, opened, with the hours that were missing; the actors, and what they have in mind."""
    built = build(settings)
    actors = Actors(Play(load(), members, live.even(rate), SEED, settings.time_zone))
    day = past.to_be_played(built, now_ms(), rate)
    if day is None:
        return built, actors, []
    actors.play.shape = day.contacts_per_minute
    try:
        with show.playing(console) as progress:
            planned = past.play(built, actors, day, SEED, progress)
    finally:
        built.close()
        built.accounts.close()
    return build(settings), actors, planned


def settings_of(wanted: Wanted) -> HoolinSettings:
    """The demo operator's settings."""
    server = ServerSettings(host=wanted.host, port=wanted.port, access_log=False)
    return HoolinSettings(data=wanted.data, operator=OPERATOR, server=server)


def is_here(host: str) -> bool:
    """Whether only this machine can reach the host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def url_of(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"
