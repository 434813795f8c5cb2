"""Bencode, as rtpengine speaks it: numbers, strings, lists and dictionaries. Pure.

- Strings are bytes on the wire; what is read comes back as bytes, and names of dictionaries as text.
- What comes in has limits of depth and number: it is read with the one answer it belongs to, and never believed.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from hoolin.core.errors import Malformed

DEPTH_MAX: Final = 16
"""Boxes within boxes; the deepest answer of rtpengine has eight."""

NUMBER_DIGITS_MAX: Final = 20
"""Digits of a number or a length: 64 bits and a sign."""

Value = int | str | bytes | Sequence["Value"] | dict[str, "Value"]
Read = int | bytes | list["Read"] | dict[str, "Read"]


def write(value: Value) -> bytes:
    """The bytes of a value. Text is written as UTF-8; a dictionary keeps its order."""
    parts: list[bytes] = []
    _put(value, parts)
    return b"".join(parts)


def inside(value: Mapping[str, Value]) -> bytes:
    """What stands within a dictionary: parts that are always the same can be written once, and put together with others."""
    parts: list[bytes] = []
    for name, item in value.items():
        raw = name.encode()
        parts += (b"%d:" % len(raw), raw)
        _put(item, parts)
    return b"".join(parts)


def _put(value: Value, parts: list[bytes]) -> None:
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        parts += (b"%d:" % len(value), value)
    elif isinstance(value, int):
        parts.append(b"i%de" % value)
    elif isinstance(value, dict):
        parts += (b"d", inside(value), b"e")
    else:
        parts.append(b"l")
        for item in value:
            _put(item, parts)
        parts.append(b"e")


def read(raw: bytes) -> Read:
    """The value that these bytes are, all of them. Raises Malformed."""
    try:
        value, end = _value(raw, 0, 0)
    except (ValueError, IndexError) as why:
        raise Malformed("no_bencode") from why
    if end != len(raw):
        raise Malformed("no_bencode", left=len(raw) - end)
    return value


def _value(raw: bytes, at: int, depth: int) -> tuple[Read, int]:
    kind = raw[at]
    if kind == ord("i"):
        end = raw.index(b"e", at)
        return _number(raw[at + 1 : end]), end + 1
    if kind not in b"ld":
        return _string(raw, at)
    if depth == DEPTH_MAX:
        raise ValueError("too deep")
    return _list(raw, at + 1, depth + 1) if kind == ord("l") else _dictionary(raw, at + 1, depth + 1)


def _number(digits: bytes) -> int:
    if not digits or len(digits) > NUMBER_DIGITS_MAX or not digits.removeprefix(b"-").isdigit():
        raise ValueError("no number")
    return int(digits)


def _string(raw: bytes, at: int) -> tuple[bytes, int]:
    colon = raw.index(b":", at, at + NUMBER_DIGITS_MAX + 1)
    digits = raw[at:colon]
    if not digits.isdigit():
        raise ValueError("no length")
    end = colon + 1 + int(digits)
    if end > len(raw):
        raise ValueError("too short")
    return raw[colon + 1 : end], end


def _list(raw: bytes, at: int, depth: int) -> tuple[list[Read], int]:
    items: list[Read] = []
    while raw[at] != ord("e"):
        item, at = _value(raw, at, depth)
        items.append(item)
    return items, at + 1


def _dictionary(raw: bytes, at: int, depth: int) -> tuple[dict[str, Read], int]:
    items: dict[str, Read] = {}
    while raw[at] != ord("e"):
        name, at = _string(raw, at)
        # Most of what an engine answers is text: read here, it saves a step for each.
        items[name.decode()], at = _string(raw, at) if raw[at] in b"0123456789" else _value(raw, at, depth)
    return items, at + 1
