"""What a gateway understood, held against its own form before anything is asked for because of it.

A value that no fact or content can carry (half of a surrogate pair, a language that we do not know, a subject over its limit) would
be noticed only where it is written, and there it stops the site. Letters that cannot be carried are replaced; whatever else is
wrong makes the input unreadable, and it can be looked at as it came.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from hoolin.channels.lenient import clean
from hoolin.channels.written import Heard, Reported
from hoolin.core.errors import Malformed

Event = TypeVar("Event", bound=msgspec.Struct)

_encode = msgspec.msgpack.Encoder().encode
_decode_heard = msgspec.msgpack.Decoder(Heard).decode
_decode_reported = msgspec.msgpack.Decoder(Reported).decode


def borne(heard: Heard) -> Heard:
    """What was heard, as it can be written down. Raises Malformed."""
    if not heard.files:
        return _checked(heard, _decode_heard)
    # The bytes of files can be anything, and are not copied for this.
    light = msgspec.structs.replace(heard, files=tuple(msgspec.structs.replace(f, body=b"") for f in heard.files))
    light = _checked(light, _decode_heard)
    pairs = zip(heard.files, light.files, strict=True)
    return msgspec.structs.replace(light, files=tuple(msgspec.structs.replace(b, body=a.body) for a, b in pairs))


def borne_report(told: Reported) -> Reported:
    """What a provider told, as it can be written down. Raises Malformed."""
    return _checked(told, _decode_reported)


def _checked(event: Event, decode: Callable[[bytes], Event]) -> Event:
    try:
        try:
            return decode(_encode(event))
        except UnicodeEncodeError:
            return msgspec.convert(_cleaned(msgspec.to_builtins(event, builtin_types=(bytes,))), type(event))
    except msgspec.ValidationError as problem:
        raise Malformed("not_borne", said=str(problem)) from None


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _cleaned(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(one) for one in value]
    return value
