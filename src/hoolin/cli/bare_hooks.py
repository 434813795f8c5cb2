"""What `hoolin bench hooks` calls: `python -m hoolin.cli.bare_hooks FILE` serves `/hooks/CHANNEL/ACCOUNT` on a free port, and prints it.

`/hooks/bare/main` is the anchor: the signature over the body, JSON, the message's id, and a row; nothing of Hoolin in between. The
others go through the gateway of their channel. All of them keep in the same way: a row in SQLite (WAL, FULL), insert or
ignore, in groups on a thread, and the answer when the group is durable.
"""

import asyncio
import hmac
import json
import sqlite3
import sys
import threading
from hashlib import sha256
from queue import SimpleQueue
from typing import Any

import uvicorn
import uvloop

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
from hoolin.server.serve import SWITCH_SECONDS, listening

SITE = b"a site's secret"
SECRET = "x" * 32
TOKEN = "123456789:" + "x" * 35
OWN = "1122334455667"

Row = tuple[str, str, bytes]


class Rows:
    """The table, and the thread that writes it."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._asked: SimpleQueue[tuple[Row, asyncio.Future[bool]]] = SimpleQueue()
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._write, daemon=True).start()

    async def keep(self, raw: Raw) -> bool:
        """As the house keeps what a gateway gives it."""
        return await self.insert((raw.account, raw.key, raw.body))

    def insert(self, row: Row) -> asyncio.Future[bool]:
        """Done when the row is durable."""
        done: asyncio.Future[bool] = self._loop.create_future()
        self._asked.put((row, done))
        return done

    def _write(self) -> None:
        connection = sqlite3.connect(self._file, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 4000"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute(
            "CREATE TABLE IF NOT EXISTS raw (account TEXT, key TEXT, body BLOB, PRIMARY KEY (account, key)) WITHOUT ROWID"
        )
        while True:
            together = [self._asked.get()]
            while not self._asked.empty():
                together.append(self._asked.get())
            connection.execute("BEGIN")
            connection.executemany("INSERT OR IGNORE INTO raw VALUES (?, ?, ?)", [row for row, _ in together])
            connection.execute("COMMIT")
            self._loop.call_soon_threadsafe(_release, [done for _, done in together])


def _release(dones: list["asyncio.Future[bool]"]) -> None:
    for done in dones:
        if not done.done():
            done.set_result(True)


class Receiver:
    """The application."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._rows: Rows | None = None
        self._doors: dict[str, Any] = {}

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """One call, or the server's own start and end."""
        if scope["type"] == "lifespan":
            self._rows = Rows(self._file)
            self._doors = doors(Surroundings(keep=self._rows.keep, now=lambda: 1_800_000_000_000, secret=SITE))
            for stage in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{stage}.complete"})
            return
        body = b""
        while (event := await receive()).get("more_body"):
            body += event["body"]
        body += event.get("body", b"")
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        status = await self._answer(scope["path"], headers, body)
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    async def _answer(self, path: str, headers: dict[str, str], body: bytes) -> int:
        _, _, channel, account = path.split("/")
        if channel == "bare":
            return await self._bare(headers, body)
        try:
            reply = await self._doors[channel].hook(account, HookRequest("POST", headers, {}, body))
        except NotAllowed:
            return 403
        return int(reply.status)

    async def _bare(self, headers: dict[str, str], body: bytes) -> int:
        expected = "sha256=" + hmac.new(SECRET.encode(), body, sha256).hexdigest()
        if not hmac.compare_digest(headers.get("x-hub-signature-256", ""), expected):
            return 403
        message = json.loads(body)["entry"][0]["changes"][0]["value"]["messages"][0]
        assert self._rows is not None
        await self._rows.insert(("bare", message["id"], body))
        return 200


def doors(around: Surroundings) -> dict[str, Any]:
    """The gateways, each with one account `main`."""
    meta: dict[str, Any] = {"token": SECRET, "app_secret": SECRET, "verify_token": SECRET}
    return {
        "telegram": TelegramGateway(around, {"main": TelegramAccount(token=TOKEN)}),
        "whatsapp": WhatsappGateway(around, {"main": WhatsappAccount(phone_number_id=OWN, **meta)}),
        "messenger": MessengerGateway(around, {"main": MessengerAccount(page_id=OWN, app_id="1", **meta)}),
        "viber": ViberGateway(around, {"main": ViberAccount(token=SECRET)}),
    }


def main(file: str) -> None:
    """Serve until ended."""
    sys.setswitchinterval(SWITCH_SECONDS)
    taken = listening("127.0.0.1", 0)
    config = uvicorn.Config(
        Receiver(file), loop="none", log_config=None, access_log=False, lifespan="on", backlog=2_048
    )
    sys.stdout.write(f"ready {taken.getsockname()[1]}\n")
    sys.stdout.flush()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(uvicorn.Server(config).serve([taken]))


if __name__ == "__main__":
    main(sys.argv[1])
