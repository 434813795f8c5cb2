"""SMPP 3.4 on the wire: bytes ↔ PDUs. Pure.

A PDU is a header of sixteen octets and a body. `Frames` cuts a stream into PDUs; the functions below read and write bodies.
Whatever comes, the outcome is a value or Malformed: never another error, never more memory than PDU_BYTES_MAX asks for.
"""

import struct
from enum import IntEnum
from typing import NamedTuple

import msgspec

from hoolin.core.errors import Malformed

HEADER = struct.Struct(">IIII")
HEADER_BYTES = HEADER.size

PDU_BYTES_MAX = 70_000
"""A message_payload holds at most 64 KiB; the rest of the largest PDU is small."""

TLVS_MAX = 100
"""SMPP 3.4 knows some sixty; a PDU with more is nonsense."""

SEQUENCE_MAX = 0x7FFFFFFF
"""The next one is 1 again."""

RESPONSE = 0x80000000

MESSAGE_BODY = b"%b\0%c%c%b\0%c%c%b\0%c%c%c\0%b\0%c\0%c\0%c%b"
"""service_type, source, destination, esm_class, protocol_id, priority, (no schedule), validity, registered_delivery, (replace
nothing), data_coding, (no text of the SMSC's own), length, short_message."""


class Command(IntEnum):
    """What a PDU asks for; the answer to it has the same number with the highest bit set."""

    GENERIC_NACK = 0x80000000
    BIND_RECEIVER = 0x1
    BIND_TRANSMITTER = 0x2
    SUBMIT_SM = 0x4
    SUBMIT_SM_RESP = 0x80000004
    DELIVER_SM = 0x5
    DELIVER_SM_RESP = 0x80000005
    UNBIND = 0x6
    UNBIND_RESP = 0x80000006
    BIND_TRANSCEIVER = 0x9
    OUTBIND = 0xB
    ENQUIRE_LINK = 0x15
    ENQUIRE_LINK_RESP = 0x80000015
    ALERT_NOTIFICATION = 0x102
    DATA_SM = 0x103
    DATA_SM_RESP = 0x80000103


class Tag(IntEnum):
    """The optional parameters we read or write."""

    RECEIPTED_MESSAGE_ID = 0x001E
    USER_MESSAGE_REFERENCE = 0x0204
    SAR_MSG_REF_NUM = 0x020C
    SAR_TOTAL_SEGMENTS = 0x020E
    SAR_SEGMENT_SEQNUM = 0x020F
    SC_INTERFACE_VERSION = 0x0210
    NETWORK_ERROR_CODE = 0x0423
    MESSAGE_PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427


class Pdu(NamedTuple):
    """One PDU, its body unread. whole: the very bytes, header included."""

    command: int
    status: int
    sequence: int
    whole: bytes

    @property
    def body(self) -> bytes:
        """What follows the header."""
        return self.whole[HEADER_BYTES:]


class Number(NamedTuple):
    """An address with its type of number and numbering plan."""

    ton: int
    npi: int
    digits: str


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """The body of submit_sm, deliver_sm or data_sm. text: short_message as it stands, any user data header included; tlvs: in the
    order they came. Field names are those of the specification.
    """

    source: Number
    destination: Number
    text: bytes = b""
    esm_class: int = 0
    data_coding: int = 0
    registered_delivery: int = 0
    service_type: str = ""
    protocol_id: int = 0
    priority: int = 0
    validity: str = ""
    tlvs: tuple[tuple[int, bytes], ...] = ()

    def tlv(self, tag: Tag) -> bytes | None:
        """The first optional parameter of that tag."""
        return next((value for number, value in self.tlvs if number == tag), None)

    def number(self, tag: Tag, octets: int) -> int | None:
        """An optional parameter that is a number of so many octets; None when it is missing or has another size."""
        value = self.tlv(tag)
        return int.from_bytes(value, "big") if value is not None and len(value) == octets else None


def write(command: int, sequence: int, body: bytes = b"", status: int = 0) -> bytes:
    """A whole PDU."""
    return HEADER.pack(HEADER_BYTES + len(body), command, status, sequence) + body


def read(whole: bytes) -> Pdu:
    """A whole PDU from its bytes. Raises Malformed when its length is another than it says."""
    if not HEADER_BYTES <= len(whole) <= PDU_BYTES_MAX:
        raise Malformed("pdu_length", length=len(whole))
    length, command, status, sequence = HEADER.unpack_from(whole)
    if length != len(whole):
        raise Malformed("pdu_length", length=length)
    return Pdu(command, status, sequence, whole)


class Frames:
    """Cuts a stream into PDUs. After Malformed the stream is lost: nobody can tell where the next PDU begins."""

    def __init__(self) -> None:
        self._left = b""

    def feed(self, data: bytes) -> list[Pdu]:
        """The PDUs that are whole now. Raises Malformed for a length that cannot be."""
        data = self._left + data if self._left else data
        found, at, end = [], 0, len(data)
        while end - at >= HEADER_BYTES:
            length, command, status, sequence = HEADER.unpack_from(data, at)
            if not HEADER_BYTES <= length <= PDU_BYTES_MAX:
                raise Malformed("pdu_length", length=length)
            if end - at < length:
                break
            found.append(Pdu(command, status, sequence, data[at : at + length]))
            at += length
        self._left = data[at:]
        return found


class Reader:
    """Takes fields off a body, one after another."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.at = 0

    def octet(self) -> int:
        """One octet."""
        if self.at >= len(self.body):
            raise Malformed("pdu_short")
        self.at += 1
        return self.body[self.at - 1]

    def text(self, octets_max: int) -> str:
        """A text that ends with a zero octet; the limit counts that one too."""
        end = self.body.find(b"\0", self.at, self.at + octets_max)
        if end < 0:
            raise Malformed("pdu_text", at=self.at)
        value = self.body[self.at : end]
        self.at = end + 1
        return value.decode("latin-1")

    def octets(self, count: int) -> bytes:
        """So many octets."""
        if self.at + count > len(self.body):
            raise Malformed("pdu_short")
        self.at += count
        return self.body[self.at - count : self.at]

    def number(self) -> Number:
        """An address. 65 octets: what data_sm allows; deliver_sm has 21, and gateways that send more mean it."""
        return Number(self.octet(), self.octet(), self.text(65))

    def tlvs(self) -> tuple[tuple[int, bytes], ...]:
        """All optional parameters to the end of the body."""
        found = []
        while self.at < len(self.body):
            tag, length = struct.unpack(">HH", self.octets(4))
            found.append((tag, self.octets(length)))
            if len(found) > TLVS_MAX:
                raise Malformed("pdu_tlvs")
        return tuple(found)


def read_message(command: int, body: bytes) -> Message:
    """The body of submit_sm, deliver_sm or data_sm. Raises Malformed."""
    fields = Reader(body)
    service_type = fields.text(6)
    source, destination = fields.number(), fields.number()
    esm_class = fields.octet()
    if command == Command.DATA_SM:
        registered, coding = fields.octet(), fields.octet()
        return Message(
            service_type=service_type, source=source, destination=destination, esm_class=esm_class,
            registered_delivery=registered, data_coding=coding, tlvs=fields.tlvs(),
        )  # fmt: skip
    protocol_id, priority = fields.octet(), fields.octet()
    fields.text(17)  # schedule_delivery_time
    validity = fields.text(17)
    registered = fields.octet()
    fields.octet()  # replace_if_present_flag
    coding = fields.octet()
    fields.octet()  # sm_default_msg_id
    text = fields.octets(fields.octet())
    return Message(
        service_type=service_type, source=source, destination=destination, esm_class=esm_class, protocol_id=protocol_id,
        priority=priority, validity=validity, registered_delivery=registered, data_coding=coding, text=text,
        tlvs=fields.tlvs(),
    )  # fmt: skip


def write_message(message: Message) -> bytes:
    """The body of submit_sm or deliver_sm."""
    source, destination = message.source, message.destination
    body = MESSAGE_BODY % (
        message.service_type.encode("latin-1"), source.ton, source.npi, source.digits.encode("latin-1"),
        destination.ton, destination.npi, destination.digits.encode("latin-1"), message.esm_class, message.protocol_id,
        message.priority, message.validity.encode("latin-1"), message.registered_delivery, message.data_coding,
        len(message.text), message.text,
    )  # fmt: skip
    for tag, value in message.tlvs:
        body += struct.pack(">HH", tag, len(value)) + value
    return body


def write_bind(*, system_id: str, password: str, system_type: str, address_range: str) -> bytes:
    """The body of a bind of any kind, for version 3.4."""
    texts = zero_ended(system_id) + zero_ended(password) + zero_ended(system_type)
    return texts + bytes((0x34, 0, 0)) + zero_ended(address_range)


def read_message_id(body: bytes) -> str:
    """The message_id of a submit_sm_resp or data_sm_resp; "" when there is none, as in an error's empty body."""
    return body[:65].split(b"\0", 1)[0].decode("latin-1").strip()


def zero_ended(text: str) -> bytes:
    """A text as the specification writes it."""
    return text.encode("latin-1", "replace") + b"\0"
