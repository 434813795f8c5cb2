"""`hoolin channel`: the accounts of written channels, and whether they can work. It changes nothing, here or at the provider."""

import asyncio
import json
import os
import secrets
import tempfile
import time
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from hoolin.channels.voice.check import check as check_telephone
from hoolin.channels.written import Finding, Raw, Surroundings
from hoolin.cli.settings_file import CONFIG, read_settings
from hoolin.core.errors import Defect, HoolinError, Invalid, NotFound
from hoolin.wiring import HoolinSettings
from hoolin.wiring.channels import CHANNELS
from hoolin.wiring.voice import media_engine

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Accounts of written channels: list, test.")

CHECK_SECONDS_MAX = 60.0
CHECK_PORTS = (62_000, 62_098)
"""Of the engine that is only looked at: not those of a site that runs."""

VOICE = "voice"

Config = Annotated[Path, typer.Option(envvar="HOOLIN_CONFIG", help="The settings: a TOML file.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")]


@app.command("list")
def list_all(config: Config = CONFIG, as_json: AsJson = False) -> None:
    """Every account in the settings, without its secrets."""
    settings = _settings(config)
    found = [(channel, account) for channel in settings.channels.used for account in settings.channels.of(channel)]
    found += [(VOICE, trunk) for trunk in settings.voice.trunks]
    if as_json:
        print(json.dumps({"accounts": [{"channel": channel, "account": account} for channel, account in found]}))
        return
    table = Table("channel", "account")
    for channel, account in found:
        table.add_row(channel, account)
    Console().print(table if found else "No account is set up yet: see docs/how-to/channels.")


@app.command("test")
def check(
    name: Annotated[
        str,
        typer.Argument(
            help="The account: its name, or CHANNEL/NAME where two channels have it; voice for the telephone."
        ),
    ],
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Look whether an account can work: what is well, what is not, and what to do about it. Ends with status 1 if something is not."""
    settings = _settings(config)
    telephone = name == VOICE or name.startswith(f"{VOICE}/")
    channel, account = (VOICE, "") if telephone else named(settings, name)
    findings = asyncio.run(_of_telephone(settings) if telephone else _findings(settings, channel, account))
    if as_json:
        rows = [{"well": one.well, "what": one.what, "said": one.said} for one in findings]
        print(json.dumps({"channel": channel, "account": account, "findings": rows}, ensure_ascii=False))
    else:
        console = Console()
        for one in findings:
            console.print(f"[green]well[/]  {one.what}: " if one.well else f"[red]not[/]   {one.what}: ", end="")
            console.print(one.said, markup=False, highlight=False)
    if not all(one.well for one in findings):
        raise typer.Exit(1)


def named(settings: HoolinSettings, name: str) -> tuple[str, str]:
    """(channel, account) of a name. Raises NotFound, or Invalid when it could be several."""
    channel, slash, account = name.rpartition("/")
    accounts = settings.channels
    found = [(one, account) for one in accounts.used if account in accounts.of(one) and (not slash or one == channel)]
    if not found:
        there = [f"{one}/{known}" for one in accounts.used for known in accounts.of(one)]
        raise NotFound("account", name=name, there_are=", ".join(there) or "none")
    if len(found) > 1:
        raise Invalid("account_name", could_be=", ".join(f"{one}/{known}" for one, known in found))
    return found[0]


async def _findings(settings: HoolinSettings, channel: str, account: str) -> tuple[Finding, ...]:
    async def keep(raw: Raw) -> bool:
        raise Defect("nothing_is_kept_in_a_test")

    around = Surroundings(
        keep, lambda: time.time_ns() // 1_000_000, secrets.token_bytes(32), settings.operator,
        settings.server.public_url.rstrip("/"),
    )  # fmt: skip
    gateway = CHANNELS[channel].make(around, settings.channels.of(channel))
    try:
        async with asyncio.timeout(CHECK_SECONDS_MAX):
            return await gateway.check(account)
    except TimeoutError:
        return (
            Finding(False, "time", f"No answer within {CHECK_SECONDS_MAX:.0f} s: is the address right, and reachable?"),
        )
    except HoolinError as problem:
        return (Finding(False, problem.code, str(problem)),)


async def _of_telephone(settings: HoolinSettings) -> tuple[Finding, ...]:
    with tempfile.TemporaryDirectory(prefix="hoolin-") as folder:
        # An engine of our own on other ports, unless one that runs already is to be asked.
        media = settings.voice.media
        apart = (
            media if media.control else msgspec.structs.replace(media, port_min=CHECK_PORTS[0], port_max=CHECK_PORTS[1])
        )
        try:
            async with asyncio.timeout(CHECK_SECONDS_MAX):
                return await check_telephone(
                    settings.voice,
                    settings.server.public_url,
                    lambda heard: media_engine(apart, Path(folder), heard),
                    settings.data,
                )
        except TimeoutError:
            return (Finding(False, "time", f"It took longer than {CHECK_SECONDS_MAX:.0f} s."),)


def _settings(config: Path) -> HoolinSettings:
    settings, _ = read_settings(config if config.exists() or config != CONFIG else None, os.environ)
    return settings
