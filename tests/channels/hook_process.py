"""A process that may be killed: the gateways of all messengers behind a web server, which keep by appending to a file and syncing it.

`python -m tests.channels.hook_process FOLDER [URL]` prints `port N` when it listens. What was kept is a line of `kept.jsonl` each. With
the URL of a Bot API server the bot asks there for updates.
"""

import asyncio
import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

import uvicorn

from hoolin.channels.messenger.gateway import MessengerGateway
from hoolin.channels.messenger.manifest import MessengerAccount
from hoolin.channels.telegram.gateway import TelegramGateway
from hoolin.channels.telegram.manifest import TelegramAccount
from hoolin.channels.viber.gateway import ViberGateway
from hoolin.channels.viber.manifest import ViberAccount
from hoolin.channels.whatsapp.gateway import WhatsappGateway
from hoolin.channels.whatsapp.manifest import WhatsappAccount
from hoolin.channels.written import HookRequest, Raw, Surroundings
from hoolin.core.errors import NotAllowed

SITE = b"a secret of the site"
META = "app-secret"
VIBER = "viber-token"
TELEGRAM = "123456789:" + "x" * 35
OWN = "404217156637689"


class Kept:
    """The file. What has come together is written and synced together; only then is any of it kept."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        # Whatever a killed process left half written ends here.
        os.write(self._file, b"\n")
        self._waiting: list[tuple[bytes, asyncio.Future[bool]]] = []
        self._writing = False

    async def keep(self, raw: Raw) -> bool:
        """On disk when it returns."""
        line = json.dumps({"account": raw.account, "key": raw.key, "body": raw.body.decode()}).encode() + b"\n"
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((line, done))
        if not self._writing:
            self._writing = True
            try:
                while self._waiting:
                    await self._write()
            finally:
                self._writing = False
        return await done

    async def _write(self) -> None:
        together, self._waiting = self._waiting, []
        await asyncio.to_thread(self._sync, b"".join(line for line, _ in together))
        for _, done in together:
            done.set_result(True)

    def _sync(self, lines: bytes) -> None:
        os.write(self._file, lines)
        os.fsync(self._file)


def gateways(around: Surroundings) -> dict[str, Any]:
    """All of them, each with one account."""
    shared: dict[str, Any] = {"token": "t", "app_secret": META, "verify_token": "v"}
    return {
        "telegram": TelegramGateway(around, {"main": TelegramAccount(token=TELEGRAM)}),
        "whatsapp": WhatsappGateway(around, {"main": WhatsappAccount(phone_number_id=OWN, **shared)}),
        "messenger": MessengerGateway(around, {"main": MessengerAccount(page_id=OWN, app_id="1", **shared)}),
        "viber": ViberGateway(around, {"main": ViberAccount(token=VIBER)}),
    }


class App:
    """The route `/hooks/CHANNEL/ACCOUNT`, and nothing else."""

    def __init__(self, doors: dict[str, Any]) -> None:
        self._doors = doors

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """One call."""
        if scope["type"] != "http":
            return
        body = b""
        while True:
            event = await receive()
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        _, _, channel, account = scope["path"].split("/")
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        try:
            reply = await self._doors[channel].hook(account, HookRequest("POST", headers, {}, body))
            status = reply.status
        except NotAllowed:
            status = 403
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


async def serve(folder: Path, asks: str) -> None:
    """Until it is killed. asks: the Bot API server to be asked, or nothing."""
    kept = Kept(folder / "kept.jsonl")
    around = Surroundings(keep=kept.keep, now=lambda: 1_800_000_000_000, secret=SITE)
    taken = socket.create_server(("127.0.0.1", 0))
    print(f"port {taken.getsockname()[1]}", flush=True)  # noqa: T201 - whoever started this process reads it
    if asks:
        bot = TelegramAccount(token=TELEGRAM, receive="polling", api_url=asks)
        await TelegramGateway(around, {"main": bot}).start()
    config = uvicorn.Config(App(gateways(around)), log_level="error", lifespan="off")
    await uvicorn.Server(config).serve([taken])


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), "".join(sys.argv[2:])))
