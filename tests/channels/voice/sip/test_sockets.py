"""Calls over real sockets: UDP, TCP, TLS and WebSocket, IPv4 and IPv6, in both directions, and peers that behave badly."""

import asyncio
import socket
import ssl
import time
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from hoolin.channels.voice.sip import streams
from hoolin.channels.voice.sip.calls import Dial
from hoolin.channels.voice.sip.digest import Prover
from hoolin.channels.voice.sip.message import Message, read
from hoolin.channels.voice.sip.settings import Extension, Limits, Listen, Login
from hoolin.channels.voice.sip.vetting import vet
from hoolin.core.errors import Conflict, PeerError
from tests.channels.voice.sip.stand import ANSWER, OFFER, Told, certificate, ipv6_is_there, known, stack, until


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
async def test_a_call_over(transport: str, host: str, tmp_path: Path) -> None:
    """Rings, is answered, held, ended by either side; over a connection all of it goes through one."""
    if host == "::1" and not ipv6_is_there():
        host = "127.0.0.1"
    pem, key = certificate(tmp_path)
    listen = Listen(transport=transport, host=host, port=0, certificate=pem, key=key)
    here, there = Told(), Told()
    async with stack(there, listen, trunks=(known("peer", host, 9, transport=transport),)) as two:
        trust = {"ca": pem, "tls_verify": host == "127.0.0.1"}
        trunk = known("peer", host, two.ports()[0], transport=transport, **trust)
        async with stack(here, listen, trunks=(trunk,)) as one:
            leg = one.call(Dial(to="100", sdp=OFFER, account="peer"))
            assert (await here.take("answered"))[1] == ANSWER
            other, invite = await there.take("called")
            assert (invite.account, invite.sdp, invite.source[0]) == ("peer", OFFER, host)
            assert await leg.reinvite(OFFER + b"a=sendonly\r\n") == ANSWER
            assert await other.reinvite(OFFER + b"a=inactive\r\n") == ANSWER
            other.end("bye")
            assert (await here.take("ended"))[1].by == "peer"
            with pytest.raises(Conflict):
                await leg.reinvite(OFFER)


async def test_a_certificate_that_nobody_signed_is_not_called(tmp_path: Path) -> None:
    """The call fails, nothing of it is sent."""
    pem, key = certificate(tmp_path)
    here, there = Told(), Told()
    listen = Listen(transport="tls", host="127.0.0.1", port=0, certificate=pem, key=key)
    async with stack(there, listen) as two:
        trunk = known("peer", "127.0.0.1", two.ports()[0], transport="tls")
        async with stack(here, trunks=(trunk,)) as one:
            one.call(Dial(to="100", sdp=OFFER, account="peer"))
            assert (await here.take("ended"))[1].status == 503
            assert there.log == []


async def test_a_port_that_is_taken_is_said() -> None:
    """PeerError, and nothing stays open."""
    told = Told()
    async with stack(told, Listen(transport="tcp", host="127.0.0.1", port=0)) as one:
        with pytest.raises(PeerError, match="sip_bind"):
            async with stack(told, Listen(transport="tcp", host="127.0.0.1", port=one.ports()[0])):
                raise AssertionError("it started")


def options(number: int, body: bytes = b"") -> bytes:
    """A request that anybody may make."""
    message = Message(method="OPTIONS", uri="sip:127.0.0.1")
    message.fields |= {
        "via": [f"SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bK{number};rport"],
        "from": ["<sip:a@b>;tag=1"],
        "to": ["<sip:127.0.0.1>"],
        "call-id": [f"o{number}"],
        "cseq": [f"{number} OPTIONS"],
    }
    message.body = body
    return message.write()


async def answers(reader: asyncio.StreamReader, count: int) -> list[int]:
    """The CSeqs of so many 200s."""
    found = []
    for _ in range(count):
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 90)
        message = read(head)
        vet(message)
        assert message.status == 200
        found.append(message.cseq)
    return found


async def test_a_stream_is_put_together() -> None:
    """Byte by byte, several at once, with bodies and keep-alives between: each message is heard once, each ping answered."""
    async with stack(Told(), Listen(transport="tcp", host="127.0.0.1", port=0)) as one:
        reader, writer = await asyncio.open_connection("127.0.0.1", one.ports()[0])
        for letter in options(1, b"hello\r\n\r\nthere"):
            writer.write(bytes([letter]))
            await writer.drain()
        assert await answers(reader, 1) == [1]
        writer.write(b"\r\n\r\n")
        assert await asyncio.wait_for(reader.readexactly(2), 90) == b"\r\n"
        writer.write(options(2) + options(3, b"x" * 5_000) + b"\r\n" + options(4)[:50])
        assert await answers(reader, 2) == [2, 3]
        writer.write(options(4)[50:])
        assert await answers(reader, 1) == [4]
        writer.close()


@pytest.mark.parametrize(
    "nonsense", [b"x" * 70_000, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01" + bytes(100) + b"\r\n\r\n"]
)
async def test_a_stream_of_nonsense_is_closed(nonsense: bytes) -> None:
    """It cannot be told where a message ends: the connection ends."""
    async with stack(Told(), Listen(transport="tcp", host="127.0.0.1", port=0)) as one:
        reader, writer = await asyncio.open_connection("127.0.0.1", one.ports()[0])
        writer.write(nonsense)
        with suppress(ConnectionResetError):
            assert await asyncio.wait_for(reader.read(), 90) == b""
        writer.close()


async def test_connections_have_limits() -> None:
    """So many from one address and no more; one that is idle, or sends half a message, is closed; one in use is not."""
    limits = Limits(connections_per_source_max=2, idle_ms_max=200, message_ms_max=200)
    async with stack(Told(), Listen(transport="tcp", host="127.0.0.1", port=0), limits=limits) as one:
        open_ones = [await asyncio.open_connection("127.0.0.1", one.ports()[0]) for _ in range(3)]
        ends = [asyncio.ensure_future(reader.read()) for reader, _ in open_ones]
        done, _ = await asyncio.wait(ends, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        assert done == {ends[2]}
        open_ones[0][1].write(b"OPTIONS sip:x SIP/2.0\r\n")
        began = time.monotonic()
        async with asyncio.timeout(90):
            await asyncio.wait(ends)
        assert time.monotonic() - began >= 0.2
        for _, writer in open_ones:
            writer.close()


async def test_who_says_nothing_by_tls_counts_as_a_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before its handshake too: one more is closed at once, and all of them when it takes too long; then others are served."""
    monkeypatch.setattr(streams, "HANDSHAKE_SECONDS_MAX", 1.0)
    pem, key = certificate(tmp_path)
    listen = Listen(transport="tls", host="127.0.0.1", port=0, certificate=pem, key=key)
    async with stack(Told(), listen, limits=Limits(connections_per_source_max=2)) as one:
        (port,) = one.ports()
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        ends = [asyncio.ensure_future(reader.read()) for reader, _ in silent]
        done, _ = await asyncio.wait(ends, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        assert done == {ends[2]}
        async with asyncio.timeout(90):
            await asyncio.wait(ends)
        trusting = ssl.create_default_context(cafile=pem)
        pairs = [await asyncio.open_connection("127.0.0.1", port, ssl=trusting) for _ in range(2)]
        for number, (reader, writer) in enumerate(pairs):
            writer.write(options(number + 1))
            assert await answers(reader, 1) == [number + 1]
        for _, writer in (*silent, *pairs):
            writer.close()


async def test_a_websocket_that_proves_nothing_has_to_leave() -> None:
    """Although it answers every ping, and talks."""
    told, limits = Told(), Limits(idle_ms_max=200)
    async with stack(told, Listen(transport="ws", host="127.0.0.1", port=0), limits=limits) as one:
        url = f"ws://127.0.0.1:{one.ports()[0]}/"
        async with connect(url, subprotocols=[Subprotocol("sip")]) as browser, asyncio.timeout(90):
            await browser.send(options(1).decode())
            assert str(await browser.recv()).startswith("SIP/2.0 200")
            with pytest.raises(ConnectionClosed):
                await browser.recv()


async def test_a_browser_registers_is_called_and_calls() -> None:
    """SIP over WebSocket, text frames: registered by digest, called over the same connection, and it may call."""
    phone = Extension(number="101", login=Login(user="101", password="right"))
    told = Told()
    async with stack(told, Listen(transport="ws", host="127.0.0.1", port=0), extensions=(phone,)) as one:
        url = f"ws://127.0.0.1:{one.ports()[0]}/"
        prover = Prover(phone.login, lambda: "cnonce")
        async with connect(url, subprotocols=[Subprotocol("sip")]) as browser:
            for number in (1, 2):
                register = read(options(number))
                register.method, register.uri = "REGISTER", "sip:site.example"
                register.fields |= {"cseq": [f"{number} REGISTER"], "to": ["<sip:101@site.example>"],
                                    "from": ["<sip:101@site.example>;tag=1"], "contact": ["<sip:101@abc.invalid;transport=ws>"],
                                    "expires": ["120"]}  # fmt: skip
                prover.prove(register)
                await browser.send(register.write().decode())
                frame = await asyncio.wait_for(browser.recv(), 90)
                assert isinstance(frame, str)
                prover.challenged(read(frame.encode()))
            assert str(frame).startswith("SIP/2.0 200")
            assert one.registered("101")
            one.call(Dial(to="", sdp=OFFER, extension="101"))
            frame = await asyncio.wait_for(browser.recv(), 90)
            invite = read(str(frame).encode())
            assert (invite.method, invite.uri) == ("INVITE", "sip:101@abc.invalid;transport=ws")
            assert "SIP/2.0/WS" in invite.first("via")
            assert "transport=ws" in invite.first("contact")
        assert (await told.take("ended"))[1].status == 503
        assert not one.registered("101")


async def test_a_websocket_of_something_else_is_closed() -> None:
    """Without the subprotocol nothing is heard; a frame that is too large ends it."""
    async with stack(Told(), Listen(transport="ws", host="127.0.0.1", port=0)) as one:
        url = f"ws://127.0.0.1:{one.ports()[0]}/"
        with pytest.raises(InvalidStatus):
            await connect(url)
        async with connect(url, subprotocols=[Subprotocol("sip")]) as large:
            with pytest.raises(ConnectionClosed):
                await large.send("x" * 70_000)
                await asyncio.wait_for(large.recv(), 90)


async def test_a_host_that_takes_no_connection_is_followed_by_the_next() -> None:
    """Refused at once, tried at once elsewhere."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = taken.getsockname()[1]
        here, there = Told(), Told()
        async with stack(
            there, Listen(transport="tcp", host="127.0.0.1", port=0), trunks=(known("peer", "127.0.0.1", 9),)
        ) as two:
            hosts = (f"127.0.0.1:{closed}", f"127.0.0.1:{two.ports()[0]}")
            async with stack(here, trunks=(known("peer", "127.0.0.1", 0, hosts=hosts, transport="tcp"),)) as one:
                one.call(Dial(to="100", sdp=OFFER, account="peer"))
                assert (await here.take("answered"))[1] == ANSWER


async def test_two_stacks_register_at_each_other_by_name() -> None:
    """A host name is looked up, the registration proves itself, and is taken back at the end."""
    login = Login(user="5551000", password="secret")
    phone = Extension(number="5551000", login=login)
    async with stack(Told(), domain="localhost", extensions=(phone,)) as carrier:
        trunk = known("carrier", "localhost", carrier.ports()[0], registers=True, login=login, user="5551000")
        async with stack(Told(), trunks=(trunk,)) as one:
            await until(lambda: one.accounts()[0].state == "registered")
            assert carrier.registered("5551000")
        assert not carrier.registered("5551000")
