"""The alphabet of GSM 03.38, and what `data_coding` says about the others. Pure.

A septet is kept in an octet of its own unless it is said to be packed. A character of the extension table is two septets, the
first of which is ESC: whoever cuts between them makes another character of it.
"""

from typing import Literal, TypeAlias

Alphabet: TypeAlias = Literal["gsm7", "latin1", "ascii"]
"""What `data_coding` 0 means at a provider: "SMSC default alphabet" is theirs to choose."""

Kind: TypeAlias = Literal["text", "binary"]

ESC = 0x1B

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {
    0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€",
}  # fmt: skip

SEPTETS: dict[str, bytes] = {
    **{character: bytes((code,)) for code, character in enumerate(BASIC) if code != ESC},
    **{character: bytes((ESC, code)) for code, character in EXTENSION.items()},
}
"""Each character of the alphabet with its one or two septets."""

TRANSLATED = {ord(character): septets.decode("latin-1") for character, septets in SEPTETS.items()}

CODECS = {
    0x01: "ascii", 0x03: "latin-1", 0x05: "shift_jis", 0x06: "iso8859_5", 0x07: "iso8859_8", 0x08: "utf-16-be",
    0x0A: "iso2022_jp", 0x0D: "euc_jp", 0x0E: "euc_kr",
}  # fmt: skip
"""Values of `data_coding` by SMPP 3.4, with Python's name for each; 2, 4 and 9 are no text."""

UCS2 = 0x08
DEFAULT = 0x00
BINARY = frozenset({0x02, 0x04, 0x09})

SEPTETS_OF = {"gsm7": SEPTETS}
"""Which characters of the GSM alphabet a provider's default alphabet can carry, each with what it costs in septets on the air."""
SEPTETS_OF["latin1"] = {one: cost for one, cost in SEPTETS.items() if ord(one) < 256}
SEPTETS_OF["ascii"] = {one: cost for one, cost in SEPTETS.items() if ord(one) < 128}

LETTERS_OF = {name: frozenset(table) for name, table in SEPTETS_OF.items()}


def encode(text: str, alphabet: Alphabet) -> bytes:
    """A text in a provider's default alphabet, one octet a septet or character. Raises KeyError for what it cannot carry."""
    if not LETTERS_OF[alphabet].issuperset(text):
        raise KeyError(text)
    return (text.translate(TRANSLATED) if alphabet == "gsm7" else text).encode("latin-1")


def decode_septets(septets: bytes) -> str:
    """Text from septets, one an octet. A pair that the extension table does not have is the second one's basic character; an
    octet that is no septet is taken for Latin-1, which is what providers then mean.
    """
    found, escaped = [], False
    for code in septets:
        if escaped:
            escaped = False
            found.append(EXTENSION.get(code, " " if code == ESC else basic(code)))
        elif code == ESC:
            escaped = True
        else:
            found.append(basic(code))
    return "".join(found)


def basic(code: int) -> str:
    """The character of the basic table."""
    return BASIC[code] if code < 128 else chr(code)


def pack(septets: bytes, header_octets: int = 0) -> bytes:
    """Septets without the spare bit, seven to an octet and lowest bit first; after a user data header of so many octets they
    begin at the next septet's boundary. A tail of seven spare bits would read as "@": it is a carriage return instead.
    """
    skip = -header_octets * 8 % 7
    if (skip + 7 * len(septets)) % 8 == 1:
        septets += b"\r"
    value, place = 0, skip
    for code in septets:
        value |= (code & 0x7F) << place
        place += 7
    return value.to_bytes((place + 7) // 8, "little")


def unpack(octets: bytes, header_octets: int = 0) -> bytes:
    """The septets of packed octets. A carriage return that only fills the last octet is left out."""
    skip = -header_octets * 8 % 7
    value, count = int.from_bytes(octets, "little") >> skip, max(0, len(octets) * 8 - skip) // 7
    septets = bytearray()
    for _ in range(count):
        septets.append(value & 0x7F)
        value >>= 7
    fills = count and (skip + 7 * count) % 8 == 0 and septets[-1] == 0x0D
    return bytes(septets[:-1] if fills else septets)


def codec_of(data_coding: int) -> str:
    """What a `data_coding` means: Python's name of a codec, `default`, or `binary`. Above 0x0F it is a message class or a waiting
    indication in the manner of GSM 03.38.
    """
    if data_coding <= 0x0F:
        return "binary" if data_coding in BINARY else CODECS.get(data_coding, "default")
    group = data_coding >> 4
    if group == 0xF:
        return "binary" if data_coding & 0x04 else "default"
    if group == 0xE:
        return "utf-16-be"
    if group in (0xC, 0xD):
        return "default"
    return {0x04: "binary", 0x08: "utf-16-be"}.get(data_coding & 0x0C, "default")


def decode(units: bytes, codec: str, alphabet: Alphabet) -> str:
    """Text from what `codec_of` said; what cannot be read is marked with the replacement character. Never raises."""
    if codec == "default" and alphabet == "gsm7":
        return decode_septets(units)
    name = {"default": "latin-1", "binary": "latin-1"}.get(codec, codec)
    return units.decode(name, "replace")
