"""Whatever arrives, by datagram or stream: no crash, no hang, no memory that grows with it."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoolin.channels.voice.sip.framing import Framer
from hoolin.channels.voice.sip.leg import Leg
from hoolin.channels.voice.sip.message import MESSAGE_BYTES_MAX, read
from hoolin.channels.voice.sip.outlet import Peer
from hoolin.channels.voice.sip.settings import Extension, Login
from hoolin.channels.voice.sip.vetting import vet
from hoolin.core.errors import PeerError
from tests.channels.voice.sip import torture
from tests.channels.voice.sip.network import ANSWER, Network, Node, answering, trunk

SAMPLES = [*torture.VALID.values(), *(data for data, _, _ in torture.INVALID.values())]
PIECES = [b"\r\n", b"\r\n ", b":", b";", b",", b"<", b">", b'"', b"\\", b"%", b"=", b"\0", b"\xff", b"sip:", b"SIP/2.0", b"z9hG4bK",
          b"Via: ", b"tag=", b"Content-Length: 5", b"l: 99999999", b"branch=", b"?", b"@", b"[::1", b"]", b" " * 300, b"9" * 30]  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn, samples: list[bytes]) -> bytes:
    """A message with something cut out, put in, or repeated."""
    data = draw(st.sampled_from(samples))
    for _ in range(draw(st.integers(0, 5))):
        begin = draw(st.integers(0, len(data)))
        end = draw(st.integers(begin, min(len(data), begin + 60)))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=12), st.just(data[begin:end] * 2)))
        data = data[:begin] + piece + data[end:]
    return data


@given(data=st.one_of(st.binary(max_size=400), spoiled(SAMPLES)))
@settings(max_examples=1_500, deadline=None)
def test_the_parser_reads_or_refuses(data: bytes) -> None:
    """Nothing but PeerError comes out of it; what it read it can write, and reads again as the same."""
    try:
        message = read(data)
        vet(message)
    except PeerError:
        return
    again = read(message.write())
    vet(again)
    assert (again.method, again.status, again.fields, again.body) == (
        message.method, message.status, message.fields, message.body)  # fmt: skip


@given(
    parts=st.lists(st.one_of(spoiled(SAMPLES), st.binary(max_size=100), st.sampled_from(PIECES)), max_size=6),
    size=st.integers(1, 97),
)
@settings(max_examples=400, deadline=None)
def test_a_stream_is_cut_alike_however_it_arrives(parts: list[bytes], size: int) -> None:
    """Byte by byte or at once, the same messages come out, or the same refusal; it never holds more than one message."""
    stream = b"".join(parts)

    def cut(step: int) -> tuple[list[bytes], str]:
        framer, found = Framer(), []
        for begin in range(0, len(stream), step):
            try:
                found += framer.feed(stream[begin : begin + step])
            except PeerError as bad:
                return found, bad.code
            assert len(framer._buffer) <= MESSAGE_BYTES_MAX + step
        return found, ""

    one, many = cut(size), cut(1)
    assert one[1] == many[1]
    assert many[0][: len(one[0])] == one[0]
    assert one[1] or many[0] == one[0]


def lively(node: Node, what: str, leg: Leg, about: Any) -> None:
    """Answer, and sometimes offer other media."""
    answering(node, what, leg, about)
    if what == "answered" and not leg.offers.busy:
        node.do(lambda now: leg.reinvite(ANSWER, now))


def talk() -> list[bytes]:
    """All messages of a day on which everything happens once."""
    network = Network(3)
    caller, callee = network.pair(extensions=(Extension(number="101", login=Login(user="101", password="x")),))
    callee.react = caller.react = lively
    leg = caller.call(account="peer")
    network.run(3_000)
    caller.do(lambda now: leg.press("5", 100, now))
    caller.do(lambda now: leg.transfer.refer("sip:200@192.0.2.9", None, now))
    network.run(3_000)
    caller.do(lambda now: leg.end("", now))
    callee.react = lambda node, what, leg, about: None
    other = caller.call(account="peer")
    network.run(1_000)
    caller.do(lambda now: other.end("", now))
    network.run(60_000)
    return network.sent


TALK = talk()


@pytest.mark.slow
@given(
    heard=st.lists(
        st.tuples(spoiled(TALK + SAMPLES), st.sampled_from(["192.0.2.1", "192.0.2.66"]), st.integers(0, 40_000)),
        max_size=12,
    )
)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_whole_stack_survives(heard: list[tuple[bytes, str, int]]) -> None:
    """Spoiled messages of real calls, from a trunk and from a stranger, in any order and at any time: the stack goes on, comes to rest with
    nothing left, and still takes a call.
    """
    network = Network(3)
    node = network.add(
        "192.0.2.2",
        trunks=(trunk("192.0.2.1"),),
        extensions=(Extension(number="101", login=Login(user="101", password="x")),),
    )
    node.react = lively
    for data, host, pause in heard:
        node.engine.hear(data, Peer(0, host, 5060), network.now)
        network.flush(node)
        network.run(pause)
    for leg in list(node.legs.values()):
        node.do(lambda now, leg=leg: leg.end("", now))  # type: ignore[misc]
    network.run(200_000)
    assert len(node.engine.transactions) == 0
    assert node.engine.line.dialogs == {}
    assert len(node.engine.outlet.timers) == 0
    caller = network.add("192.0.2.1", trunks=(trunk("192.0.2.2"),))
    leg = caller.call(account="peer")
    network.run(2_000)
    assert leg.state.phase == "up"
