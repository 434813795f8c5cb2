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

from hoolin.cli.probing.caller import Call, Caller
from hoolin.cli.probing.line import KEYS
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

CODES = {
    "unconfirmed": "the line spoke or was silent, but nobody pressed a key: it may have been a person who did not, or an announcement",
    "hung_up": "the other side hung up before anybody could be asked for",
    "no_keys": "the call goes by a way that tells no keys, so that a person cannot be known",
    "no_alaw": "the call goes by a way without A-law",
    "no_answer": "nothing answered, and nothing rang: is the host right, and is SIP let through?",
    "sip_403": "our calls are not taken there: is our address or account known?",
    "sip_404": "there is no such number",
    "host_unknown": "the host that takes our calls is not known",
}
"""What a code of a call means."""

ANSWER_SECONDS_MAX = 20.0
EVERY_MINUTES_MIN = 5


@dataclass(frozen=True)
class Met:
    """What a probe met: see `experience.facts.ProbeEnded`."""

    asked_at: int
    took_ms: int
    ending: str
    code: str = ""
    channel: str = "chat"


def run(
    url: Annotated[str, typer.Argument(help="The site, as customers reach it: https://help.example.ee")],
    language: Annotated[Language, typer.Option(help="The language in which to ask.")] = "et",
    queue: Annotated[str, typer.Option(help="The line to join; empty for the site's own choice.")] = "",
    patience: Annotated[float, typer.Option(min=5, max=7_200, help="Seconds to wait for a person.")] = 600.0,
    login: Annotated[
        str, typer.Option(help="An account with the role `probe`, to have the result kept; empty: only shown.")
    ] = "",
    number: Annotated[
        str,
        typer.Option("--call", help="Call this number instead of writing: +3726000000, or a SIP address (needs --by)."),
    ] = "",
    by: Annotated[
        str, typer.Option(help="HOST or HOST:PORT that takes our calls: a carrier, a PBX, or the site's own SIP port.")
    ] = "",
    transport: Annotated[str, typer.Option(help="How: udp, tcp or tls.")] = "udp",
    sip_user: Annotated[
        str,
        typer.Option(
            help="Our account there; its password is read from HOOLIN_PROBE_SIP_PASSWORD. Empty: our address is known."
        ),
    ] = "",
    press: Annotated[str, typer.Option(help="The key for a person in the menu; empty: say nothing and wait.")] = "0",
    every: Annotated[
        float, typer.Option(min=0, help="Minutes between two probes, on average; 0: one, and done.")
    ] = 0.0,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object for each probe.")] = False,
) -> None:
    """Ask for a person in the chat or, with --call, on the telephone; wait for one, say that it was a check, and leave. Ends with status 1 where
    nobody was reached.

    The account's password is read from HOOLIN_PROBE_PASSWORD, or asked for.
    """
    way = asked_call(number, by, language, transport, sip_user, press, patience) if number else None
    if 0 < every < EVERY_MINUTES_MIN:
        raise Invalid("too_often", minutes_min=EVERY_MINUTES_MIN)
    password = _password() if login else ""
    while True:
        met = asyncio.run(
            probe(url.rstrip("/"), language, queue, patience) if way is None else ring(url.rstrip("/"), way)
        )
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
            if not welcome["people"] and not await _open(url, language, "chat"):
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


def asked_call(number: str, by: str, language: Language, transport: str, user: str, key: str, patience: float) -> Call:
    """The call that is to be made. Raises Invalid."""
    if not by:
        raise Invalid("by", expected="--by HOST or HOST:PORT, which takes the call")
    if transport not in ("udp", "tcp", "tls"):
        raise Invalid("transport", expected="udp, tcp or tls")
    if len(key) > 1 or key not in KEYS:
        raise Invalid("press", expected=f"one of {KEYS}, or nothing")
    password = os.environ.get("HOOLIN_PROBE_SIP_PASSWORD", "") if user else ""
    return Call(number, by, language, transport, user, password, key, patience)


async def ring(url: str, call: Call) -> Met:
    """One probe by telephone. Where the site says that its telephone is closed, nobody is called."""
    asked_at = _now_ms()
    try:
        if await _closed(url, call.language):
            return Met(asked_at, 0, "closed", channel="voice")
    except (httpx.HTTPError, ValueError, KeyError):
        # A site whose pages are down may still be called: that is what is asked.
        asked_at = _now_ms()
    heard = await Caller(call).run()
    return Met(asked_at, heard.took_ms, heard.ending, heard.code, "voice")


async def _closed(url: str, language: Language) -> bool:
    """Whether the site says of its telephone that it is closed; one that names none says nothing."""
    async with httpx.AsyncClient(base_url=url, timeout=ANSWER_SECONDS_MAX) as client:
        told = (await client.get("/api/v1/contact", params={"language": language})).raise_for_status().json()
    return any(way["channel"] == "voice" and not way["open"] for way in told["ways"])


async def tell(url: str, login: str, password: str, language: Language, met: Met) -> None:
    """Have the result kept. Raises NotReached, Invalid."""
    async with httpx.AsyncClient(base_url=url, timeout=ANSWER_SECONDS_MAX, headers={"origin": url}) as client:
        try:
            me = await client.post("/api/v1/session", json={"login": login, "password": password})
            if me.status_code != 200:
                raise Invalid("login", status=me.status_code)
            body = {"language": language, **met.__dict__}
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


async def _open(url: str, language: Language, channel: str) -> bool:
    """Whether a way in says that it is open."""
    async with httpx.AsyncClient(base_url=url, timeout=ANSWER_SECONDS_MAX) as client:
        told = (await client.get("/api/v1/contact", params={"language": language})).raise_for_status().json()
    return any(way["channel"] == channel and way["open"] for way in told["ways"])


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
        print(json.dumps(met.__dict__), flush=True)
        return
    seconds = met.took_ms / 1000
    said = {
        "reached": f"[green]reached[/]  a person answered after {seconds:.1f} s",
        "gave_up": f"[red]gave up[/]  nobody answered within {seconds:.0f} s",
        "closed": "closed   the site says when it opens; nobody was asked for",
        "failed": f"[red]failed[/]   {met.code}: the {'telephone' if met.channel == 'voice' else 'chat'} could not be reached",
    }
    more = f"; {CODES[met.code]}" if met.code in CODES else ""
    Console(file=sys.stdout).print(said[met.ending] + more, highlight=False)
