"""Asks clamd about a file, over its socket (`INSTREAM`): clean, infected, or no answer worth the name."""

import asyncio
import re
from contextlib import suppress
from typing import NamedTuple

PIECE_BYTES = 65_536
ANSWER_BYTES_MAX = 4_096

_FOUND = re.compile(rb"stream: (.{1,200}) FOUND\s*\0?$")


class Verdict(NamedTuple):
    """What is known of a file. checked: whether clamd looked at all of it. name: of what it found, "" when nothing."""

    checked: bool
    name: str = ""


async def scan(where: str, body: bytes, seconds_max: float) -> Verdict:
    """Have a file looked at. where: a socket's path or `host:port`. Whatever goes wrong, the answer is `not checked`."""
    try:
        async with asyncio.timeout(seconds_max):
            answer = await _ask(where, b"zINSTREAM\0", body)
    except (OSError, asyncio.IncompleteReadError, ValueError):
        return Verdict(checked=False)
    if found := _FOUND.search(answer):
        return Verdict(checked=True, name=found.group(1).decode("ascii", "replace"))
    return Verdict(checked=answer.rstrip(b"\0\r\n") == b"stream: OK")


async def version(where: str, seconds_max: float) -> str:
    """What clamd says it is, with the date of what it knows. Raises OSError when it is not there, ValueError for another program."""
    async with asyncio.timeout(seconds_max):
        answer = await _ask(where, b"zVERSION\0", None)
    said = answer.rstrip(b"\0\r\n").decode("ascii", "replace")
    if not said.startswith("ClamAV"):
        raise ValueError("this is not clamd")
    return said


async def _ask(where: str, command: bytes, body: bytes | None) -> bytes:
    """One connection, one question."""
    if where.startswith("/"):
        reader, writer = await asyncio.open_unix_connection(where)
    else:
        host, _, port = where.rpartition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(command)
        if body is not None:
            # At a file over clamd's own limit it says so and hangs up; its word may still be read.
            with suppress(BrokenPipeError, ConnectionResetError):
                await _stream(writer, body)
        return await reader.read(ANSWER_BYTES_MAX)
    finally:
        # Not closed politely: a scanner that reads no more would keep us waiting.
        writer.transport.abort()


async def _stream(writer: asyncio.StreamWriter, body: bytes) -> None:
    for first in range(0, len(body), PIECE_BYTES):
        piece = body[first : first + PIECE_BYTES]
        writer.write(len(piece).to_bytes(4, "big") + piece)
        await writer.drain()
    writer.write(bytes(4))
    await writer.drain()
