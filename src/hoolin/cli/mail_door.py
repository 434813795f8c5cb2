"""How many mails a second the mail channel's door takes in durably, over four connections, beside the library without us.

    door        the channel's own listener; `keep` appends to a file in groups, with one fsync for each group
    bare        aiosmtpd alone, as it comes, with an fsync for every mail: what a plain program would do
    unsynced    the channel's own listener with a `keep` that forgets: what the disk costs

The senders are in processes of their own; every mail is another.
"""

import asyncio
import multiprocessing
import os
import smtplib
import socket
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import uvloop
from aiosmtpd.smtp import SMTP

from hoolin.channels.email.listener import Listener
from hoolin.channels.email.manifest import EmailAccount
from hoolin.channels.written import Keep, Raw

CONNECTIONS = 4
MAILS = 4_000
MAIL_BYTES = 5_000
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


def send(port: int, sender: int, count: int, begin: Any) -> None:
    """One sender: a connection, and one mail after another. It begins when all are ready."""
    filling = "\r\n".join(["x" * 70] * (MAIL_BYTES // 72))
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as session:
        begin.wait(60)
        for number in range(count):
            session.sendmail("mari@customer.example", [ADDRESS], f"Subject: {sender} {number}\r\n\r\n{filling}\r\n")


class Rate(NamedTuple):
    """mails_per_second: all senders together. ms_per_mail: of a processor, in the process that takes the mail in."""

    mails_per_second: float
    ms_per_mail: float


async def timed(port: int, mails: int) -> Rate:
    """Let all senders send, and look at the clock."""
    context = multiprocessing.get_context("spawn")
    begin = context.Event()
    senders = [
        context.Process(target=send, args=(port, sender, mails // CONNECTIONS, begin), daemon=True)
        for sender in range(CONNECTIONS)
    ]
    for sender in senders:
        sender.start()
    # Each has imported what it needs and connected before the clock starts.
    await asyncio.sleep(2)
    began, spent = time.perf_counter(), time.process_time()
    begin.set()
    for sender in senders:
        await asyncio.to_thread(sender.join, 300)
        if sender.exitcode != 0:
            raise RuntimeError("a sender did not finish")
    return Rate(mails / (time.perf_counter() - began), 1_000 * (time.process_time() - spent) / mails)


async def through_the_door(keep: Keep, mails: int) -> Rate:
    """Mails a second through the channel's own listener."""
    port = free_port()
    account = EmailAccount(address=ADDRESS, incoming="smtp", listen_port=port)
    listener = Listener({"support": account}, keep, lambda: 1)
    await listener.start()
    try:
        return await timed(port, mails)
    finally:
        await listener.stop()


async def bare(path: Path, mails: int) -> Rate:
    """Mails a second through the library alone."""
    loop = asyncio.get_running_loop()
    handler = Bare(path)
    server = await loop.create_server(lambda: SMTP(handler, loop=loop), "127.0.0.1", 0)
    try:
        return await timed(server.sockets[0].getsockname()[1], mails)
    finally:
        server.close()
        await server.wait_closed()


async def run(mails: int) -> dict[str, Any]:
    """All three, one after another, on the same disk."""

    async def forget(raw: Raw) -> bool:
        return True

    with tempfile.TemporaryDirectory() as folder:
        kept = SyncedFile(Path(folder) / "kept")
        door = await through_the_door(kept.keep, mails)
        count = len(kept.bodies)
        kept.close()
        plain = await bare(Path(folder) / "bare", mails)
        unsynced = await through_the_door(forget, mails)
    if count != mails:
        raise RuntimeError("mails were lost")
    return {
        "mails": mails,
        "mail_bytes": MAIL_BYTES,
        "connections": CONNECTIONS,
        "door": door._asdict(),
        "bare": plain._asdict(),
        "unsynced": unsynced._asdict(),
    }


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def measure(mails: int = MAILS) -> dict[str, Any]:
    """What `hoolin bench` shows of mail coming in. Takes a minute."""
    return uvloop.run(run(mails))
