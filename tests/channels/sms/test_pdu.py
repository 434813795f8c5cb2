"""PDUs are read as they were written, and nothing that comes from outside breaks the reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.sms import pdu
from hoolin.channels.sms.heard import piece, text_of
from hoolin.channels.sms.pdu import Command, Frames, Message, Number, Tag
from hoolin.channels.sms.receipts import is_receipt, read_receipt
from hoolin.core.errors import Malformed
from tests.channels.sms.stand import account

ANYBODY = account(1)
texts = st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=20)
octets = st.integers(0, 255)
numbers = st.builds(Number, octets, octets, texts)
messages = st.builds(
    Message, source=numbers, destination=numbers, text=st.binary(max_size=255), esm_class=octets, data_coding=octets,
    registered_delivery=octets, service_type=st.just("CMT"), protocol_id=octets, priority=octets,
    validity=st.sampled_from(["", "000001000000000R"]),
    tlvs=st.lists(st.tuples(st.integers(0, 0xFFFF), st.binary(max_size=300)), max_size=10).map(tuple),
)  # fmt: skip


@given(messages)
def test_a_message_survives_the_wire(message: Message) -> None:
    """Whatever a message holds, it is read as it was written."""
    assert pdu.read_message(Command.SUBMIT_SM, pdu.write_message(message)) == message


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.binary(max_size=100)), max_size=5), st.data())
def test_a_stream_is_cut_right_wherever_it_was_torn(bodies: list[tuple[int, bytes]], data: st.DataObject) -> None:
    """However the network tears a stream, the same PDUs come out."""
    stream = b"".join(pdu.write(Command.DELIVER_SM, number, body) for number, body in bodies)
    frames, found, at = Frames(), [], 0
    while at < len(stream):
        step = data.draw(st.integers(1, 60))
        found += frames.feed(stream[at : at + step])
        at += step
    assert [(one.sequence, one.body) for one in found] == bodies


@given(st.binary(max_size=400))
def test_any_bytes_are_a_stream_or_malformed(stream: bytes) -> None:
    """No bytes break the cutting into PDUs."""
    try:
        Frames().feed(stream)
    except Malformed:
        return


@given(st.binary(max_size=400), st.sampled_from([Command.DELIVER_SM, Command.SUBMIT_SM, Command.DATA_SM]))
def test_any_body_is_a_message_or_malformed(body: bytes, command: Command) -> None:
    """No body breaks the reading of it, nor what is made of it afterwards."""
    try:
        message = pdu.read_message(command, body)
    except Malformed:
        return
    text_of([piece(message, ANYBODY)], ANYBODY)
    read_receipt(message, "hex_then_decimal")


@given(messages, st.booleans())
def test_any_message_has_a_meaning(message: Message, packed: bool) -> None:
    """Whatever header, alphabet and parameters a message claims, text or a receipt comes of it, and no error."""
    mine = account(1, packed=packed)
    assert isinstance(text_of([piece(message, mine)], mine), str)
    assert isinstance(is_receipt(message), bool)
    for form in ("same", "hex_then_decimal", "decimal_then_hex"):
        read_receipt(message, form)


@pytest.mark.parametrize("length", [0, 15, pdu.PDU_BYTES_MAX + 1, 2**32 - 1])
def test_a_length_that_cannot_be_is_refused_at_once(length: int) -> None:
    """A PDU shorter than its header or longer than the limit is refused before its body is waited for."""
    with pytest.raises(Malformed):
        Frames().feed(length.to_bytes(4, "big") + bytes(12))


def test_half_a_header_is_waited_for() -> None:
    """Less than a header says nothing yet, and is no error."""
    assert Frames().feed(bytes(15)) == []


def test_too_many_parameters_are_refused() -> None:
    """A message of thousands of empty parameters is nonsense."""
    body = pdu.write_message(Message(source=Number(1, 1, "1"), destination=Number(1, 1, "2"), tlvs=((1, b""),) * 101))
    with pytest.raises(Malformed):
        pdu.read_message(Command.DELIVER_SM, body)


def test_a_parameter_of_another_size_is_none() -> None:
    """A number that is said to have one octet and has two is not guessed at."""
    message = Message(source=Number(1, 1, "1"), destination=Number(1, 1, "2"), tlvs=((Tag.MESSAGE_STATE, b"\0\2"),))
    assert message.number(Tag.MESSAGE_STATE, 1) is None


@pytest.mark.parametrize(
    ("body", "said"), [(b"", ""), (b"abc\0", "abc"), (b"abc", "abc"), (b"\0tail", ""), (b"x" * 99, "x" * 65)]
)
def test_a_message_id_is_read_as_far_as_it_goes(body: bytes, said: str) -> None:
    """The id of an answer is read with or without its ending, and is bounded."""
    assert pdu.read_message_id(body) == said
