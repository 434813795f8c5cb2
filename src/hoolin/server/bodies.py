"""What somebody sent, as the value that it should be."""

from typing import Any, TypeVar

import msgspec

from hoolin.core.errors import Malformed

Shape = TypeVar("Shape")


def read(body: Any, shape: type[Shape], code: str = "command") -> Shape:
    """A value from plain fields. Raises Malformed with what was wrong with its form, under this code."""
    try:
        return msgspec.convert(body, shape)
    except msgspec.ValidationError as problem:
        raise Malformed(code, said=str(problem)) from None
