from collections.abc import Iterator
from typing import Any

from msgspec import inspect

import hoolin.wiring  # noqa: F401 every room, and with it every command
from hoolin.channels.chat import wire
from hoolin.core.commands import Command
from hoolin.server.live import frames


def test_every_whole_number_in_a_command_or_a_frame_has_an_end() -> None:
    """What a page or a program may say holds no number without a largest one, however deep it lies: what is decided is written to disks that
    count to 64 bits, and read by pages that count to 53.
    """
    said: list[Any] = [
        wire.Incoming,
        *(one for base in (Command, frames.Frame) for one in _below(base) if one.__module__.startswith("hoolin.")),
    ]
    assert len(said) > 150
    assert [name for one in said for name in _endless(inspect.type_info(one), str(one), set())] == []


def _below(kind: Any) -> Iterator[Any]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _endless(told: inspect.Type, name: str, seen: set[type]) -> Iterator[str]:
    """Where in a type there is a whole number without an end."""
    if isinstance(told, inspect.IntType) and told.le is None and told.lt is None:
        yield name
    if isinstance(told, inspect.StructType) and told.cls not in seen:
        seen.add(told.cls)
        for field in told.fields:
            yield from _endless(field.type, f"{name}.{field.encode_name}", seen)
    parts: tuple[inspect.Type, ...] = ()
    if isinstance(told, inspect.UnionType):
        parts = told.types
    elif isinstance(told, inspect.TupleType):
        parts = told.item_types
    elif isinstance(told, inspect.DictType):
        parts = (told.key_type, told.value_type)
    elif isinstance(told, inspect.CollectionType):
        parts = (told.item_type,)
    for part in parts:
        yield from _endless(part, name, seen)
