"""`hoolin probe`: turn to a site as a customer would, ask for a person, and tell how long it took. Run it from elsewhere, on a schedule."""

import asyncio
import json
import os
import random
import secrets
import sys
import time
from dataclasses import dataclass
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from hoolin.core.errors import Invalid, NotReached
from hoolin.core.site.rules import Language

ASKS: dict[Language, str] = {
    "et": "Tere! Palun ühendage mind inimesega.",
    "ru": "Здравствуйте! Соедините меня, пожалуйста, с человеком.",
    "en": "Hello! I would like to speak to a person, please.",
}
THANKS: dict[Language, str] = {
    "et": "Aitäh! See oli automaatne kontroll, kui kiiresti inimeseni jõuab. Rohkem pole midagi vaja teha.",
    "ru": "Спасибо! Это была автоматическая проверка того, как быстро можно связаться с человеком. Больше ничего не нужно.",
    "en": "Thank you! This was an automatic check of how quickly a person can be reached. Nothing more is needed.",
}
"""Said the moment a person answers: nobody talks to a machine unknowingly, and nobody's time is taken."""

ANSWER_SECONDS_MAX = 20.0
EVERY_MINUTES_MIN = 5


@dataclass(frozen=True)
class Met:
    """What a probe met: see `experience.facts.ProbeEnded`."""

    asked_at: int
    took_ms: int
    ending: str
    code: str = ""


def run(
    url: Annotated[str, typer.Argument(help="The site, as customers reach it: https://help.example.ee")],
    language: Annotated[Language, typer.Option(help="The language in which to ask.")] = "et",
    queue: Annotated[str, typer.Option(help="The line to join; empty for the site's own choice.")] = "",
    patience: Annotated[float, typer.Option(min=5, max=7_200, help="Seconds to wait for a person.")] = 600.0,
    login: Annotated[
        str, typer.Option(help="An account with the role `probe`, to have the result kept; empty: only shown.")
    ] = "",
    every: Annotated[
        float, typer.Option(min=0, help="Minutes between two probes, on average; 0: one, and done.")
    ] = 0.0,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object for each probe.")] = False,
) -> None:
    """Ask for a person in the chat, wait for one, say that it was a check, and leave. Ends with status 1 where nobody was reached.

    The account's password is read from HOOLIN_PROBE_PASSWORD, or asked for.
    """
    if 0 < every < EVERY_MINUTES_MIN:
        raise Invalid("too_often", minutes_min=EVERY_MINUTES_MIN)
    password = _password() if login else ""
    while True:
        met = asyncio.run(probe(url.rstrip("/"), language, queue, patience))
        if login:
            asyncio.run(tell(url.rstrip("/"), login, password, language, met))
        _show(met, as_json)
        if not every:
            raise typer.Exit(0 if met.ending in ("reached", "closed") else 1)
        # At uneven times: nobody may get into the habit of being there at the full hour.
        time.sleep(60 * every * random.uniform(0.5, 1.5))  # noqa: S311 - no secret


async def probe(url: str, language: Language, queue: str, patience: float) -> Met:
    """One probe by chat. What breaks on the way is a result, too: customers met it."""
    asked_at, begun = _now_ms(), time.monotonic()

    def met(ending: str, code: str = "") -> Met:
        return Met(asked_at, round((time.monotonic() - begun) * 1000), ending, code)

    try:
        async with connect(
            f"{url.replace('http', 'ws', 1)}/api/v1/chat",
            origin=Origin(url),
            open_timeout=ANSWER_SECONDS_MAX,
            max_size=2**20,
        ) as socket:
            token = secrets.token_urlsafe(32)
            await _say(socket, {"type": "hello", "token": token, "since": 0, "language": language, "queue": queue})
            welcome = await _hear(socket, "welcome")
            if not welcome["people"] and not await _open(url, language):
                return met("closed")
            await _say(socket, {"type": "say", "key": "ask", "text": ASKS[language]})
            async with asyncio.timeout(ANSWER_SECONDS_MAX):
                await _until(socket, lambda frame: frame["type"] == "accepted")
            found = met("gave_up")
            try:
                async with asyncio.timeout(max(0.0, patience - (time.monotonic() - begun))):
                    await _until(socket, _person)
                    found = met("reached")
            except TimeoutError:
                found = met("gave_up")
            await _leave(socket, language, found.ending == "reached")
            return found
    except (OSError, TimeoutError, WebSocketException, httpx.HTTPError) as problem:
        return met("failed", type(problem).__name__[:64])


async def tell(url: str, login: str, password: str, language: Language, met: Met) -> None:
    """Have the result kept. Raises NotReached, Invalid."""
    async with httpx.AsyncClient(base_url=url, timeout=ANSWER_SECONDS_MAX, headers={"origin": url}) as client:
        try:
            me = await client.post("/api/v1/session", json={"login": login, "password": password})
            if me.status_code != 200:
                raise Invalid("login", status=me.status_code)
            body = {"channel": "chat", "language": language, **met.__dict__}
            kept = await client.post("/api/v1/probes", json=body, headers={"x-hoolin-csrf": me.json()["csrf"]})
            await client.delete("/api/v1/session", headers={"x-hoolin-csrf": me.json()["csrf"]})
        except httpx.HTTPError as problem:
            raise NotReached("site", said=type(problem).__name__) from None
    if kept.status_code != 201:
        raise Invalid("not_kept", status=kept.status_code, said=kept.json().get("code", ""))


def _person(frame: dict[str, Any]) -> bool:
    """Whether a frame says that a person is there: an automatic answer is not one."""
    event = frame.get("event") or {}
    return event.get("kind") == "joined" or (event.get("kind") == "message" and event.get("from") == "agent")


async def _leave(socket: ClientConnection, language: Language, thank: bool) -> None:
    if thank:
        await _say(socket, {"type": "say", "key": "thanks", "text": THANKS[language]})
        async with asyncio.timeout(ANSWER_SECONDS_MAX):
            await _until(socket, lambda frame: frame["type"] in ("accepted", "refused"))
    await _say(socket, {"type": "goodbye"})
    await _say(socket, {"type": "ping"})
    async with asyncio.timeout(ANSWER_SECONDS_MAX):
        await _until(socket, lambda frame: frame["type"] == "pong")


async def _open(url: str, language: Language) -> bool:
    """Whether the chat says that it is open."""
    async with httpx.AsyncClient(base_url=url, timeout=ANSWER_SECONDS_MAX) as client:
        told = (await client.get("/api/v1/contact", params={"language": language})).raise_for_status().json()
    return any(way["channel"] == "chat" and way["open"] for way in told["ways"])


async def _say(socket: ClientConnection, frame: dict[str, Any]) -> None:
    await socket.send(json.dumps(frame))


async def _hear(socket: ClientConnection, kind: str) -> dict[str, Any]:
    async with asyncio.timeout(ANSWER_SECONDS_MAX):
        return await _until(socket, lambda frame: frame["type"] == kind)


async def _until(socket: ClientConnection, such: Any) -> dict[str, Any]:
    while True:
        frame: dict[str, Any] = json.loads(await socket.recv())
        if such(frame):
            return frame


def _password() -> str:
    given = os.environ.get("HOOLIN_PROBE_PASSWORD")
    return given if given else str(typer.prompt("Password", hide_input=True, err=True))


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _show(met: Met, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"channel": "chat", **met.__dict__}), flush=True)
        return
    seconds = met.took_ms / 1000
    said = {
        "reached": f"[green]reached[/]  a person answered after {seconds:.1f} s",
        "gave_up": f"[red]gave up[/]  nobody answered within {seconds:.0f} s",
        "closed": "closed   the site says when it opens; nobody was asked for",
        "failed": f"[red]failed[/]   {met.code}: the chat could not be reached",
    }
    Console(file=sys.stdout).print(said[met.ending], highlight=False)
