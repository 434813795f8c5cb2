"""What rtpengine tells on its own, and what others say on the same ports."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator

import pytest_asyncio

from hoolin.channels.voice.media.notices import NOTICE_BYTES_MAX, Notices, read_digit, read_gone
from hoolin.channels.voice.media.port import Digit, MediaGone

KEY = {"callid": "call-1", "source_tag": "c", "tags": ["a"], "type": "DTMF", "event": 11, "duration": 160, "volume": 10}

GONE = (
    b'<?xml version="1.0" encoding="UTF-8"?>\r\n<methodCall>\r\n<methodName>teardown</methodName>\r\n<params>\r\n'
    b"<param><value><string>call-1</string></value></param></params>\r\n</methodCall>\r\n"
)


def test_a_key() -> None:
    """One datagram, one key; nonsense is none."""
    assert read_digit(json.dumps(KEY).encode()) == Digit("call-1", "c", "#", 160)
    for name in ("callid", "source_tag", "event"):
        assert read_digit(json.dumps({key: value for key, value in KEY.items() if key != name}).encode()) is None
    for odd in ({"event": 16}, {"event": "5"}, {"event": True}, {"callid": 3}, {"source_tag": None}, {"duration": "x"}):
        assert read_digit(json.dumps({**KEY, **odd}).encode()) is None
    for raw in (b"", b"[]", b"null", b"{", b"\xff", b"[" * 4_000, b" " * (NOTICE_BYTES_MAX + 1)):
        assert read_digit(raw) is None


def test_a_given_up_call() -> None:
    """The request names it; anything else names none."""
    assert read_gone(GONE) == "call-1"
    for odd in (
        b"",
        GONE.replace(b"teardown", b"other"),
        GONE.replace(b"call-1", b"<b>"),
        GONE.replace(b"call-1", b"x" * 200),
    ):
        assert read_gone(odd) == ""


@pytest_asyncio.fixture
async def heard() -> AsyncIterator[tuple[Notices, "asyncio.Queue[Digit | MediaGone]"]]:
    """Somebody who listens, and what they heard."""
    queue: asyncio.Queue[Digit | MediaGone] = asyncio.Queue()
    notices = Notices("127.0.0.1", queue.put_nowait)
    await notices.open()
    yield notices, queue
    notices.close()


async def test_strangers_do_no_harm(heard: tuple[Notices, "asyncio.Queue[Digit | MediaGone]"]) -> None:
    """Silence, noise, too much and half a request on either port; then the real thing is still heard."""
    notices, queue = heard
    silent = await asyncio.open_connection("127.0.0.1", notices.gone_port)
    for said in (
        b"hello\r\n\r\n", b"x" * 20_000, b"POST / HTTP/1.1\r\nContent-Length: 999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 500\r\n\r\nhalf",
    ):  # fmt: skip
        reader, writer = await asyncio.open_connection("127.0.0.1", notices.gone_port)
        writer.write(said)
        writer.write_eof()
        try:
            async with asyncio.timeout(90):
                await reader.read()
        except ConnectionError:
            pass
        writer.close()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as noise:
        noise.sendto(b"noise", ("127.0.0.1", notices.digits_port))
        noise.sendto(json.dumps(KEY).encode(), ("127.0.0.1", notices.digits_port))
    reader, writer = await asyncio.open_connection("127.0.0.1", notices.gone_port)
    writer.write(b"POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(GONE) + GONE)
    async with asyncio.timeout(90):
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        assert {await queue.get(), await queue.get()} == {Digit("call-1", "c", "#", 160), MediaGone("call-1")}
    writer.close()
    silent[1].close()
    assert queue.empty()
