"""What a deliver_sm says: its text or a part of one, out of headers, optional parameters and alphabets. Pure.

What cannot be read by the rules is read as text all the same: a person may have meant it.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from hoolin.channels.sms.alphabet import codec_of, decode, unpack
from hoolin.channels.sms.manifest import SmsAccount
from hoolin.channels.sms.pdu import Message, Tag

UDH_FLAG = 0x40
CONCAT_8, CONCAT_16, PORTS_8, PORTS_16 = 0x00, 0x08, 0x04, 0x05


class Place(NamedTuple):
    """Where a part stands in its text. number: counted from 1."""

    reference: int
    total: int
    number: int


class Piece(NamedTuple):
    """What one PDU carries. units: octets of its alphabet, septets unpacked. codec: as `codec_of` says. place: None when it is whole."""

    units: bytes
    codec: str
    place: Place | None = None


def piece(message: Message, account: SmsAccount) -> Piece:
    """What a PDU carries. Never raises."""
    payload = message.text or message.tlv(Tag.MESSAGE_PAYLOAD) or b""
    header, units, place, to_port = b"", payload, None, False
    if message.esm_class & UDH_FLAG and payload and payload[0] + 1 <= len(payload):
        header, units = payload[: payload[0] + 1], payload[payload[0] + 1 :]
        place, to_port = read_header(header[1:])
    place = place or sar_place(message)
    codec = codec_of(message.data_coding)
    if to_port and codec == "default" and any(unit > 0x7F for unit in units):
        codec = "binary"
    if codec == "default" and account.packed:
        units = unpack(units, len(header))
    return Piece(units, codec, place)


def read_header(elements: bytes) -> tuple[Place | None, bool]:
    """The place that a user data header gives, and whether it is addressed to a program's port."""
    place, to_port, at = None, False, 0
    while at + 2 <= len(elements):
        kind, length = elements[at], elements[at + 1]
        data = elements[at + 2 : at + 2 + length]
        at += 2 + length
        if kind == CONCAT_8 and len(data) == 3:
            place = sensible(Place(data[0], data[1], data[2])) or place
        elif kind == CONCAT_16 and len(data) == 4:
            # References of one and of two octets are counted apart by those who give them.
            place = sensible(Place(0x10000 | data[0] << 8 | data[1], data[2], data[3])) or place
        elif kind in (PORTS_8, PORTS_16):
            to_port = True
    return place, to_port


def sar_place(message: Message) -> Place | None:
    """The place that optional parameters give."""
    reference = message.number(Tag.SAR_MSG_REF_NUM, 2)
    total, number = message.number(Tag.SAR_TOTAL_SEGMENTS, 1), message.number(Tag.SAR_SEGMENT_SEQNUM, 1)
    if reference is None or total is None or number is None:
        return None
    return sensible(Place(0x20000 | reference, total, number))


def sensible(place: Place) -> Place | None:
    """None for one part of one, and for a part that cannot be: then the text stands alone."""
    return place if 1 <= place.number <= place.total and place.total > 1 else None


def digest(message: Message, place: Place | None) -> str:
    """Names what was said, by whom, to whom: the same for each repetition by the SMSC, whatever its sequence number."""
    said = sha256()
    coding = message.data_coding.to_bytes(1, "big")
    body = message.text or message.tlv(Tag.MESSAGE_PAYLOAD) or b""
    for field in (message.source.digits, message.destination.digits):
        said.update(field.encode("latin-1") + b"\0")
    said.update(coding + repr(place).encode() + b"\0" + body)
    return said.hexdigest()[:40]


def text_of(pieces: Sequence[Piece], account: SmsAccount) -> str:
    """The text of pieces in their order. Pieces of one alphabet are joined before they are read: a sender that cut a pair in two is
    put right.
    """
    found: list[str] = []
    units, codec = b"", ""
    for one in pieces:
        if one.codec != codec and units:
            found.append(decode(units, codec, account.alphabet))
            units = b""
        units, codec = units + one.units, one.codec
    if units:
        found.append(decode(units, codec, account.alphabet))
    return "".join(found).replace("\0", "")
