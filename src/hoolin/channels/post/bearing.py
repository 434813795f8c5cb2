"""What a gateway understood, held against its own form before anything is asked for because of it.

A value that no fact or content can carry (half of a surrogate pair, a language that we do not know, a subject over its limit) would
be noticed only where it is written, and there it stops the site. Letters that cannot be carried are replaced; whatever else is
wrong makes the input unreadable, and it can be looked at as it came.
"""

from typing import Any, TypeVar

import msgspec

from hoolin.channels.lenient import clean
from hoolin.channels.written import Heard, Reported
from hoolin.core.errors import Malformed

Event = TypeVar("Event", Heard, Reported)

_encode = msgspec.msgpack.Encoder().encode
_decoders: dict[type, Any] = {kind: msgspec.msgpack.Decoder(kind).decode for kind in (Heard, Reported)}


def borne(event: Event) -> Event:
    """The event, as it can be written down. Raises Malformed."""
    if isinstance(event, Heard) and event.files:
        bare = tuple(msgspec.structs.replace(file, body=b"") for file in event.files)
        light = _checked(msgspec.structs.replace(event, files=bare))
        files = tuple(msgspec.structs.replace(b, body=a.body) for a, b in zip(event.files, light.files, strict=True))
        return msgspec.structs.replace(light, files=files)
    return _checked(event)


def _checked(event: Event) -> Event:
    kind = type(event)
    try:
        try:
            checked: Event = _decoders[kind](_encode(event))
        except UnicodeEncodeError:
            checked = msgspec.convert(_cleaned(msgspec.to_builtins(event, builtin_types=(bytes,))), kind)
    except msgspec.ValidationError as problem:
        raise Malformed("not_borne", said=str(problem)) from None
    return checked


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _cleaned(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(one) for one in value]
    return value
