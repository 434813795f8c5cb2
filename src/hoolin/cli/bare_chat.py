"""The anchor of `hoolin bench chat`: what uvicorn and SQLite can do at all, with nothing of Hoolin in between.

`python -m hoolin.cli.bare_chat FILE` serves sockets on a free port and prints it. Each text frame becomes a row of 300 bytes;
when the transaction that holds it is durable (WAL, FULL, group commit on a thread), the frame goes back where it came from.
No log-in, no state, no life cycle, nobody else to be told.
"""

import asyncio
import sqlite3
import sys
import threading
from queue import SimpleQueue
from typing import Any

import uvicorn
import uvloop
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from hoolin.server.serve import SWITCH_SECONDS, listening

Send = Any
Asked = tuple[Send, str]

ROW = "x" * 200


class Bare:
    """The application and its writer."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._asked: SimpleQueue[Asked] = SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        """One socket, until it is gone."""
        if scope["type"] == "lifespan":
            self._loop = asyncio.get_running_loop()
            threading.Thread(target=self._write, daemon=True).start()
            for stage in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{stage}.complete"})
            return
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            self._asked.put((send, message["text"]))

    def _write(self) -> None:
        connection = sqlite3.connect(self._file, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 4000"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute("CREATE TABLE row (n INTEGER PRIMARY KEY, body TEXT NOT NULL)")
        assert self._loop is not None
        while True:
            together = [self._asked.get()]
            while not self._asked.empty():
                together.append(self._asked.get())
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO row (body) VALUES (?)", [(text + ROW,) for _, text in together])
            connection.execute("COMMIT")
            self._loop.call_soon_threadsafe(self._answer, together)

    def _answer(self, together: list[Asked]) -> None:
        for send, text in together:
            # A send of uvicorn's only waits when the socket is full, which none of ours is.
            step = send({"type": "websocket.send", "text": text})
            try:
                step.send(None)
            except StopIteration:
                continue
            step.close()


def main(file: str) -> None:
    """Serve until ended."""
    sys.setswitchinterval(SWITCH_SECONDS)
    taken = listening("127.0.0.1", 0)
    config = uvicorn.Config(
        Bare(file), loop="none", ws=WebSocketsSansIOProtocol, log_config=None, access_log=False, lifespan="on",
        ws_per_message_deflate=False, backlog=2_048,
    )  # fmt: skip
    sys.stdout.write(f"ready {taken.getsockname()[1]}\n")
    sys.stdout.flush()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(uvicorn.Server(config).serve([taken]))


if __name__ == "__main__":
    main(sys.argv[1])
