"""Ways to keep mail without a house, for benches and for tests of the mail channel alone."""

import asyncio
import os
import socket
from pathlib import Path
from typing import Any

from hoolin.channels.written import Raw

ADDRESS = "support@support.example"


class SyncedFile:
    """A `keep` on a file: input is appended in groups, each synced once; a key that is there already is no news.

    What is torn at the end of the file, by a crash, is cut off when the file is opened: nobody was told that it was kept.
    """

    def __init__(self, path: Path) -> None:
        self.bodies: dict[str, bytes] = {}
        self._file = path.open("a+b", buffering=0)
        whole = 0
        data = path.read_bytes()
        while (record := read_record(data, whole)) is not None:
            key, body, whole = record
            self.bodies[key] = body
        self._file.truncate(whole)
        os.fsync(self._file.fileno())
        self._waiting: list[tuple[Raw, asyncio.Future[bool]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, raw: Raw) -> bool:
        """On disk when it returns."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((raw, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            fresh = {raw.key: raw.body for raw, _ in group if raw.key not in self.bodies}
            if fresh:
                await asyncio.to_thread(self._append, b"".join(record_of(key, body) for key, body in fresh.items()))
            self.bodies.update(dict.fromkeys(fresh, b""))
            for raw, done in group:
                if not done.done():
                    done.set_result(fresh.pop(raw.key, None) is not None)

    def _append(self, data: bytes) -> None:
        self._file.write(data)
        os.fdatasync(self._file.fileno())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def record_of(key: str, body: bytes) -> bytes:
    """One input in the file."""
    return f"{key} {len(body)}\n".encode() + body + b"\n"


def read_record(data: bytes, first: int) -> tuple[str, bytes, int] | None:
    """The record that begins here: its key, its body, and where the next one begins; None when it is not there whole."""
    head = data.find(b"\n", first)
    if head < 0:
        return None
    key, _, size = data[first:head].decode("ascii", "replace").partition(" ")
    last = head + 1 + int(size)
    return (key, data[head + 1 : last], last + 1) if data[last : last + 1] == b"\n" else None


class Bare:
    """aiosmtpd's own handler: append, fsync, answer."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """One mail."""
        self._file.write(envelope.content)
        os.fdatasync(self._file.fileno())
        return "250 OK"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
