"""Against the real baresip: a desk telephone registers, is called, holds, resumes, moves a call, calls, and hangs up."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hoolin.channels.voice.sip.calls import Dial, Ended, Refer, Reinvite
from hoolin.channels.voice.sip.settings import Extension, Listen, Login
from hoolin.channels.voice.sip.stack import SipStack
from tests.channels.voice.sip.baresip import Baresip, baresip
from tests.channels.voice.sip.stand import OFFER, Told, stack, until

pytestmark = pytest.mark.needs("baresip")

PHONE = Extension(number="101", login=Login(user="101", password="right"))


def free_tcp_port() -> int:
    """A TCP port that nobody has."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@asynccontextmanager
async def telephone(
    folder: Path, told: Told, transport: str = "udp", password: str = "right", mode: str = "auto"
) -> AsyncIterator[tuple[SipStack, Baresip]]:
    """A stack, and a telephone that tries to register at it."""
    listen = Listen(transport=transport, host="127.0.0.1", port=0)
    async with stack(told, listen, domain="127.0.0.1", extensions=(PHONE,)) as one:
        at = f"sip:101@127.0.0.1:{one.ports()[0]};transport={transport}"
        account = f"<{at}>;auth_pass={password};answermode={mode};regint=60;ptime=20"
        async with baresip(folder, free_tcp_port(), account) as phone:
            yield one, phone


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_it_registers_answers_holds_and_moves(transport: str, tmp_path: Path) -> None:
    """By digest; what it asks within the call is told; after its REFER it hears how that went."""
    told = Told()
    async with telephone(tmp_path / "phone", told, transport) as (one, phone):
        await until(lambda: one.registered("101"))
        leg = one.call(Dial(to="", sdp=OFFER, extension="101"))
        _, answer = await told.take("answered")
        assert b"m=audio" in answer
        assert leg.state == "up"
        phone.do("hold")
        _, what = await told.take("asked")
        assert isinstance(what, Reinvite)
        assert b"a=sendonly" in what.sdp
        phone.do("resume")
        _, what = await told.take("asked")
        assert isinstance(what, Reinvite)
        assert b"a=sendrecv" in what.sdp
        assert b"m=audio" in await leg.reinvite(OFFER + b"a=sendonly\r\n")
        assert leg.saved()
        phone.do("transfer", "sip:300@127.0.0.1")
        _, what = await told.take("asked")
        assert what == Refer(to="sip:300@127.0.0.1", user="300")
        leg.notify(200)
        _, ended = await told.take("ended")
        assert isinstance(ended, Ended)
        assert (ended.status, ended.by) == (200, "peer")


async def test_it_calls_and_is_hung_up_on(tmp_path: Path) -> None:
    """Its INVITE proves itself; our goodbye ends it there."""
    told = Told()
    async with telephone(tmp_path / "phone", told) as (one, phone):
        await until(lambda: one.registered("101"))
        phone.do("dial", f"sip:200@127.0.0.1:{one.ports()[0]}")
        leg, invite = await told.take("called")
        assert (invite.account, invite.kind, invite.request_user) == ("101", "extension", "200")
        await phone.take("CALL_ESTABLISHED")
        leg.end()
        await phone.take("CALL_CLOSED")


async def test_it_rings_until_we_give_up(tmp_path: Path) -> None:
    """CANCEL stops its ringing."""
    told = Told()
    async with telephone(tmp_path / "phone", told, mode="manual") as (one, phone):
        await until(lambda: one.registered("101"))
        leg = one.call(Dial(to="", sdp=OFFER, extension="101"))
        _, status = await told.take("progressed")
        assert status == 180
        await phone.take("CALL_INCOMING")
        leg.end()
        await phone.take("CALL_CLOSED")


async def test_a_wrong_password_does_not_register(tmp_path: Path) -> None:
    """It is refused, and counted."""
    told = Told()
    async with telephone(tmp_path / "phone", told, password="wrong") as (one, _):
        await until(lambda: one.counts().get("wrong_proof"))
        assert not one.registered("101")


async def test_it_moves_where_we_ask(tmp_path: Path) -> None:
    """It calls whom our REFER names, and tells us that it got through."""
    told = Told()
    async with telephone(tmp_path / "phone", told) as (one, _):
        await until(lambda: one.registered("101"))
        leg = one.call(Dial(to="", sdp=OFFER, extension="101"))
        await told.take("answered")
        moved = asyncio.ensure_future(leg.refer(f"sip:300@127.0.0.1:{one.ports()[0]}"))
        _, invite = await told.take("called")
        assert (invite.account, invite.request_user) == ("101", "300")
        assert await asyncio.wait_for(moved, 90) == 200
