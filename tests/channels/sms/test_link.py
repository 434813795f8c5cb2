"""A connection holds its own against peers that misbehave, and says goodbye to those that do not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.sms import line as line_module
from hoolin.channels.sms import pdu
from hoolin.channels.sms.gateway import SmsGateway
from hoolin.channels.sms.link import Link
from hoolin.channels.sms.pdu import Command, Message, Number, Pdu
from hoolin.channels.written import Sent
from tests.channels.sms.raw_peer import Behaviour, Peer, misbehaving
from tests.channels.sms.stand import House, account, outgoing, until

PERSON = pdu.write_message(Message(source=Number(1, 1, "37255512345"), destination=Number(1, 1, "1"), text=b"tere"))


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reconnecting begins with a short pause, so that tests need not wait for it."""
    monkeypatch.setattr(line_module, "PAUSE_FIRST_S", 0.05)


@asynccontextmanager
async def against(behaviour: Behaviour, **settings: Any) -> AsyncIterator[tuple[SmsGateway, House, list[Peer]]]:
    """A gateway bound to a peer that behaves so."""
    async with misbehaving(behaviour) as (port, peers):
        house = House()
        gateway = SmsGateway(house.surroundings(), {"main": account(port, **settings)})
        await gateway.start()
        try:
            assert await gateway.bound("main")
            yield gateway, house, peers
        finally:
            await gateway.stop()


async def polite(peer: Peer, what: Pdu) -> None:
    """Answers everything."""
    if not what.command & pdu.RESPONSE:
        await peer.answer(what)


@pytest.mark.parametrize(
    "octets",
    [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff" * 64, bytes(64), (15).to_bytes(4, "big") + bytes(40)],
    ids=repr,
)
async def test_nonsense_ends_the_connection_and_begins_another(octets: bytes) -> None:
    """Whatever is no SMPP: the connection is made anew, and works."""

    async def behave(peer: Peer, what: Pdu) -> None:
        await polite(peer, what)

    async with against(behave) as (gateway, _, peers):
        await peers[0].put(octets)
        await until(lambda: len(peers) == 2)
        assert await gateway.bound("main")
        assert (await gateway.send(outgoing("tere"))).ending == "accepted"


async def test_a_silent_peer_is_left() -> None:
    """Who does not answer our question whether they are there is left, and called again."""

    async def behave(peer: Peer, what: Pdu) -> None:
        if what.command != Command.ENQUIRE_LINK:
            await polite(peer, what)

    async with against(behave, enquire_seconds=0.2, answer_seconds=0.3) as (_, _, peers):
        await until(lambda: len(peers) >= 2)
        assert [one.command for one in peers[0].got][:2] == [Command.BIND_TRANSCEIVER, Command.ENQUIRE_LINK]


async def test_a_peer_that_answers_is_kept() -> None:
    """Who answers the question stays connected, however little there is to say."""
    async with against(polite, enquire_seconds=0.1, answer_seconds=2.0) as (_, _, peers):
        await until(lambda: sum(one.command == Command.ENQUIRE_LINK for one in peers[0].got) >= 4)
        assert len(peers) == 1


async def test_their_questions_are_answered() -> None:
    """enquire_link is answered, what nobody knows is refused, news that need no answer get none, unbind is answered and obeyed."""
    async with against(polite) as (gateway, _, peers):
        peer = peers[0]
        await peer.put(
            pdu.write(Command.ENQUIRE_LINK, 71) + pdu.write(0x777, 72) + pdu.write(Command.ALERT_NOTIFICATION, 73)
            + pdu.write(Command.UNBIND, 74)
        )  # fmt: skip
        await until(lambda: len(peers) == 2)
        said = [(one.command, one.sequence, one.status) for one in peer.got[1:]]
        assert said == [(Command.ENQUIRE_LINK_RESP, 71, 0), (Command.GENERIC_NACK, 72, 3), (Command.UNBIND_RESP, 74, 0)]
        assert await gateway.bound("main")


async def test_we_say_goodbye() -> None:
    """When we stop, the SMSC hears an unbind before the connection ends."""
    async with against(polite) as (_, _, peers):
        pass
    assert peers[0].got[-1].command == Command.UNBIND


async def test_answers_may_come_in_any_order_and_as_a_refusal_of_the_whole() -> None:
    """Answers are matched by their number, a generic_nack too; an answer to nothing is ignored."""
    held: list[Pdu] = []

    async def behave(peer: Peer, what: Pdu) -> None:
        if what.command != Command.SUBMIT_SM:
            return await polite(peer, what)
        held.append(what)
        if len(held) == 3:
            await peer.put(pdu.write(Command.SUBMIT_SM_RESP, 999_999, b"lost\0"))
            await peer.put(pdu.write(Command.GENERIC_NACK, held[2].sequence, b"", 0x08))
            await peer.answer(held[1], b"second\0")
            await peer.answer(held[0], b"first\0")

    async with against(behave) as (gateway, _, _):
        sent = await asyncio.gather(*(gateway.send(outgoing(f"nr {n}", f"d{n}")) for n in range(3)))
    assert sent == [Sent("accepted", "", "first"), Sent("accepted", "", "second"), Sent("rejected", "ESME_RSYSERR")]


async def test_numbers_go_round() -> None:
    """After the highest number comes 1 again, and a number that is still waiting for its answer is left out."""
    held: list[Pdu] = []

    async def behave(peer: Peer, what: Pdu) -> None:
        if what.command != Command.SUBMIT_SM:
            return await polite(peer, what)
        if not held:
            held.append(what)
        else:
            await peer.answer(what)

    async with against(behave, answer_seconds=20) as (gateway, _, peers):
        (link,) = gateway._door("main").line.links
        link._sequence = 0
        first = asyncio.create_task(gateway.send(outgoing("tere")))
        await until(lambda: bool(held))
        link._sequence = pdu.SEQUENCE_MAX - 1
        for number in range(2):
            await gateway.send(outgoing("tere", f"d{number}"))
        assert [one.sequence for one in peers[0].got if one.command == Command.SUBMIT_SM] == [1, pdu.SEQUENCE_MAX, 2]
        await peers[0].answer(held[0])
        assert (await first).ending == "accepted"


async def test_a_message_that_cannot_be_read_is_kept_all_the_same() -> None:
    """It is answered well, so that it does not come for ever, and is on disk for whoever wants to look; it makes nobody speak."""
    async with against(polite) as (gateway, house, peers):
        await peers[0].put(pdu.write(Command.DELIVER_SM, 5, b"\0\0\0no end"))
        await until(lambda: any(one.command == Command.DELIVER_SM_RESP and one.status == 0 for one in peers[0].got))
        await house.take_in(gateway)
    assert house.unreadable == list(house.raws)


async def test_data_sm_is_heard_too() -> None:
    """A provider that delivers with data_sm is understood, and answered in kind."""
    body = b"\0\1\x0137255512345\0\1\x011\0\0\0\x08" + b"\x04\x24\x00\x0c" + "привет".encode("utf-16-be")
    async with against(polite) as (gateway, house, peers):
        await peers[0].put(pdu.write(Command.DATA_SM, 5, body))
        await until(lambda: any(one.command == Command.DATA_SM_RESP for one in peers[0].got))
        await house.take_in(gateway)
    assert house.texts == ["привет"]


@pytest.mark.slow
async def test_a_peer_that_never_reads_is_not_served_without_end() -> None:
    """Questions without end from a peer that reads no answer: our memory does not grow with them."""
    async with against(polite) as (gateway, _, peers):
        (link,) = gateway._door("main").line.links
        peers[0].reader._transport.pause_reading()  # type: ignore[attr-defined]
        question = pdu.write(Command.ENQUIRE_LINK, 1) * 4_000
        writing = asyncio.create_task(flood(peers[0], question))
        await until(lambda: link._clogged and link._holding)
        assert link._transport is not None
        waiting = link._transport.get_write_buffer_size()
        await asyncio.sleep(0.3)  # the flood goes on meanwhile; were it read, there would be more to write
        assert link._transport.get_write_buffer_size() == waiting < 16_000_000
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)


async def flood(peer: Peer, octets: bytes) -> None:
    """Write for ever."""
    while True:
        await peer.put(octets)


async def test_a_message_repeated_slowly_on_one_connection_is_one() -> None:
    """We were so slow to keep it that the SMSC sent it again on the same connection: one message, two answers."""
    async with against(polite) as (gateway, house, peers):
        house.slow_s = 0.3
        await peers[0].put(pdu.write(Command.DELIVER_SM, 5, PERSON))
        await until(lambda: gateway._door("main").intake.repeats._memory != {})
        house.skew_ms = 11_000
        await peers[0].put(pdu.write(Command.DELIVER_SM, 6, PERSON))
        await until(lambda: sum(one.command == Command.DELIVER_SM_RESP for one in peers[0].got) == 2)
        await house.take_in(gateway)
    assert house.texts == ["tere"] and house.again == 1


async def test_pauses_grow() -> None:
    """Who cannot be reached is called with growing pauses, not in a busy loop."""

    async def behave(peer: Peer, what: Pdu) -> None:
        await peer.answer(what, b"", 0x0D)

    async with misbehaving(behave) as (port, peers):
        house = House()
        gateway = SmsGateway(house.surroundings(), {"main": account(port)})
        begun = asyncio.get_running_loop().time()
        await gateway.start()
        await until(lambda: len(peers) == 5)
        assert asyncio.get_running_loop().time() - begun >= 0.05 * (1 + 2 + 4 + 8)
        await gateway.stop()


class Wire(asyncio.Transport):
    """A transport that goes nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[bytes] = []
        self.over = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Noted."""
        self.said.append(bytes(data))

    def is_closing(self) -> bool:
        """Whether it is over."""
        return self.over

    def close(self) -> None:
        """Over."""
        self.over = True

    abort = close

    def pause_reading(self) -> None:
        """Of no interest."""

    def resume_reading(self) -> None:
        """Of no interest."""


commands = st.sampled_from([int(one) for one in Command]) | st.integers(0, 2**32 - 1)
pdus = st.builds(pdu.write, commands, st.integers(0, 2**32 - 1), st.binary(max_size=80), st.integers(0, 2**32 - 1))


@given(st.lists(pdus | st.binary(max_size=60), max_size=12))
def test_any_bytes_on_any_connection(pieces: list[bytes]) -> None:
    """Whatever a peer writes, in any order, answers nobody asked for among it: no error, and an end of the connection at worst."""

    async def feed() -> None:
        gateway = SmsGateway(House().surroundings(), {"main": account(1)})
        door = gateway._door("main")
        link = Link(door.account, door.line)
        wire = Wire()
        link.connection_made(wire)
        asked = link.request(Command.SUBMIT_SM, b"", mark="d1")
        for one in pieces:
            if not wire.over:
                link.data_received(one)
        await asyncio.sleep(0)
        await door.intake.stop()
        link.connection_lost(None)
        assert asked.done()

    asyncio.run(feed())
