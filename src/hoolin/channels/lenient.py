"""Reads a provider's JSON without believing any of it: what is missing or of another kind reads as nothing.

Providers add fields and kinds without telling, and send old shapes for years; a strict model would lose what a person wrote.
Numbers that are ids stay whole, however long (a Viber token has nineteen digits): they are never a float on their way, and leave
here as text. Text leaves here without what no database or page can carry (lone surrogates, NUL).
"""

import json
import re
from typing import Any, NoReturn, TypeAlias, cast

import msgspec

from hoolin.core.errors import Malformed

Part: TypeAlias = dict[str, Any]

TEXT_CHARACTERS_MAX = 20_000
"""Of one text that a person wrote: above what any of these providers lets through."""

IDENTIFIER_CHARACTERS_MAX = 400
"""Of a provider's id; WhatsApp's longest is about 130."""

INSTANT_MS_MAX = 4_102_444_800_000
"""2100: what claims to be later is no time."""

WORDS_MAX = 50
DEPTH_MAX = 12
"""Of what is looked through for words in a kind of message that is not known."""

_UNCARRIED = re.compile("[\ud800-\udfff\x00]")


def read_object(body: bytes) -> Part:
    """The JSON object in these bytes. Raises Malformed."""
    try:
        # Nearly all calls are strict JSON with small numbers, which this reads in a tenth of the time.
        found = _strict(body)
    except (msgspec.DecodeError, ValueError, RecursionError):
        found = _patiently(body)
    if not isinstance(found, dict):
        raise Malformed("not_an_object")
    return cast(Part, found)


def _patiently(body: bytes) -> Any:
    """What is not quite JSON (bytes that are no UTF-8, half of a surrogate pair), and numbers of any length."""
    try:
        return _DECODER.decode(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise Malformed("not_json") from None


def _no_number(_: str) -> NoReturn:
    raise ValueError


_strict = msgspec.json.Decoder().decode
_DECODER = json.JSONDecoder(parse_constant=_no_number)


def part(of: object, *names: str) -> Part:
    """The object under a name within a name …; an empty one where there is none."""
    for name in names:
        of = of.get(name) if isinstance(of, dict) else None
    return cast(Part, of) if isinstance(of, dict) else {}


def parts(of: object, name: str) -> list[Part]:
    """The objects in the list under a name."""
    found = of.get(name) if isinstance(of, dict) else None
    return [cast(Part, one) for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def text(of: object, *names: str) -> str:
    """The text under a name within a name …; empty where there is none."""
    found = part(of, *names[:-1]).get(names[-1])
    return clean(found)[:TEXT_CHARACTERS_MAX] if isinstance(found, str) else ""


def texts(of: object, name: str) -> list[str]:
    """The texts in the list under a name."""
    found = of.get(name) if isinstance(of, dict) else None
    return [clean(one) for one in found if isinstance(one, str)] if isinstance(found, list) else []


def identifier(of: object, *names: str) -> str:
    """An id under a name, whether it came as a text or as a whole number; empty where there is none."""
    found = part(of, *names[:-1]).get(names[-1])
    if isinstance(found, int) and not isinstance(found, bool):
        # Python refuses to print numbers of thousands of digits; those are no ids.
        return str(found) if found.bit_length() <= 1_024 else ""
    return clean(found)[:IDENTIFIER_CHARACTERS_MAX] if isinstance(found, str) else ""


def whole(of: object, *names: str) -> int:
    """A whole number under a name, also one written as text; 0 where there is none."""
    found = part(of, *names[:-1]).get(names[-1])
    if isinstance(found, int) and not isinstance(found, bool):
        return found
    if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) <= 20:
        return int(found)
    return 0


def instant(of: object, *names: str, per_second: int = 1) -> int:
    """A time under a name as milliseconds; 0 where there is none. per_second: the unit it is written in (1 or 1000)."""
    found = whole(of, *names) * (1_000 // per_second)
    return found if 0 < found < INSTANT_MS_MAX else 0


def flag(of: object, *names: str) -> bool:
    """Whether a name says true."""
    return part(of, *names[:-1]).get(names[-1]) is True


def number(of: object, *names: str) -> str:
    """A measure (a latitude) as it is written, from a number or a text; empty where there is none."""
    found = part(of, *names[:-1]).get(names[-1])
    if isinstance(found, int | float) and not isinstance(found, bool):
        return str(found)[:40] if isinstance(found, float) or found.bit_length() <= 64 else ""
    return clean(found)[:40] if isinstance(found, str) else ""


def canonical(of: object) -> bytes:
    """The same bytes for the same values, whatever the order of names. Raises Malformed when it is nested too deep."""
    try:
        return json.dumps(of, sort_keys=True, separators=(",", ":")).encode()
    except RecursionError:
        raise Malformed("nested_too_deep") from None


def clean(said: str) -> str:
    """A text without lone halves of surrogate pairs and NUL."""
    return _UNCARRIED.sub("\ufffd", said)


def words(of: object, depth: int = 0) -> list[str]:
    """The texts within something unknown, in order: what a person would have read first."""
    if depth > DEPTH_MAX:
        return []
    found: list[str] = []
    if isinstance(of, dict):
        for name, value in of.items():
            if isinstance(value, str):
                found += [text(of, name)] if name in ("text", "title", "question", "caption") else []
            else:
                found += words(value, depth + 1)
    elif isinstance(of, list):
        for value in of:
            found += [clean(value)] if isinstance(value, str) else words(value, depth + 1)
    return found[:WORDS_MAX]
