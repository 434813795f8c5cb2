"""A foreign program at the same SMSC: what smpplib writes we read, and what we write smpplib reads."""

import asyncio
from typing import Any

import pytest
import smpplib.client
import smpplib.gsm

from hoolin.channels.sms.heard import piece, text_of
from hoolin.channels.sms.pdu import Command, Message, Number, read_message
from hoolin.cli.sms_peer import Smsc
from tests.channels.sms.stand import US, account, ask, connected, outgoing, until

pytestmark = pytest.mark.needs("node")

TEXTS = [
    "tere",
    "12€ [ok] ~",
    "Привет, как дела?",
    "👍🏽 õhtul",
    "a" * 161,
    "жук " * 40,
    "Täna õhtul ja homme hommikul. " * 9,
]
NOBODY = Number(0, 0, "")


def bound(port: int, way: str) -> Any:
    """smpplib, bound for sending or for receiving."""
    client = smpplib.client.Client("127.0.0.1", port, timeout=20, allow_unknown_opt_params=True)
    client.connect()
    getattr(client, f"bind_{way}")(system_id="foreign", password="secret")
    return client


def send(port: int, text: str) -> int:
    """Send as smpplib cuts and encodes it; how many parts it made."""
    client = bound(port, "transmitter")
    client.set_message_sent_handler(lambda pdu: None)
    parts, coding, flags = smpplib.gsm.make_parts(text)
    for part in parts:
        client.send_message(
            source_addr_ton=1, source_addr_npi=1, source_addr="37255512345", dest_addr_ton=1, dest_addr_npi=1,
            destination_addr=US, short_message=part, data_coding=coding, esm_class=flags,
        )  # fmt: skip
        client.read_once()
    client.unbind()
    client.disconnect()
    return len(parts)


def receive(client: Any, number: int) -> list[Any]:
    """So many messages, as smpplib has them."""
    got: list[Any] = []

    def handle(pdu: Any) -> int:
        got.append(pdu)
        return 0

    client.set_message_received_handler(handle)
    while len(got) < number:
        client.read_once()
    client.unbind()
    client.disconnect()
    return got


@pytest.mark.parametrize("text", [*TEXTS, "😀" * 60, "€" * 100], ids=lambda one: one[:6])
async def test_what_smpplib_sends_is_heard(smsc: Smsc, text: str) -> None:
    """Also where smpplib cuts an emoji or an escaped pair in two: put together, they are whole."""
    async with connected(smsc) as (gateway, house):
        await ask(smsc, "/set", {"route": True})
        parts = await asyncio.to_thread(send, smsc.port, text)
        await until(lambda: len(house.raws) == parts)
        await house.take_in(gateway)
    assert house.texts == [text]


@pytest.mark.parametrize("text", TEXTS, ids=lambda one: one[:6])
async def test_smpplib_agrees_about_parts(smsc: Smsc, text: str) -> None:
    """Where smpplib cuts rightly, it makes as many parts as we do, with the same octets in each."""
    parts, coding, _ = smpplib.gsm.make_parts(text)
    async with connected(smsc) as (gateway, _):
        await gateway.send(outgoing(text))
        submitted = (await ask(smsc, "/state"))["submitted"]
    ours = [read_message(Command.SUBMIT_SM, bytes.fromhex(one["octets"])[16:]) for one in submitted]
    header = 6 if len(parts) > 1 else 0
    assert [one.text[header:] for one in ours] == [bytes(part)[header:] for part in parts]
    assert {one.data_coding for one in ours} == {coding}


@pytest.mark.parametrize("text", TEXTS, ids=lambda one: one[:6])
async def test_what_we_send_smpplib_reads(smsc: Smsc, text: str) -> None:
    """A foreign receiver gets our octets, headers and all, and they are the text."""
    await ask(smsc, "/set", {"route": True})
    client = await asyncio.to_thread(bound, smsc.port, "receiver")
    async with connected(smsc) as (gateway, _):
        assert (await gateway.send(outgoing(text))).ending == "accepted"
        number = len((await ask(smsc, "/state"))["submitted"])
        got = await asyncio.to_thread(receive, client, number)
    mine = account(1)
    read = [
        piece(
            Message(source=NOBODY, destination=NOBODY, text=one.short_message, esm_class=one.esm_class,
                    data_coding=one.data_coding), mine
        ) for one in got
    ]  # fmt: skip
    assert text_of(sorted(read, key=lambda one: one.place or (0, 0, 0)), mine) == text
