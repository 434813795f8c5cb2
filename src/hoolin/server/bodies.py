"""What somebody sent, as the value that it should be; and what they are answered."""

from typing import Any, TypeVar

import msgspec
from starlette.responses import Response

from hoolin.core.errors import Malformed

Shape = TypeVar("Shape")

_encode = msgspec.json.Encoder().encode


def read(body: Any, shape: type[Shape], code: str = "command") -> Shape:
    """A value from plain fields. Raises Malformed with what was wrong with its form, under this code."""
    try:
        return msgspec.convert(body, shape)
    except msgspec.ValidationError as problem:
        raise Malformed(code, said=str(problem)) from None


def plain(answer: object, status: int = 200, caching: str = "no-store") -> Response:
    """An answer as JSON, encoded once and checked nowhere else: its shape is in docs/reference/live.md."""
    return Response(_encode(answer), status, media_type="application/json", headers={"cache-control": caching})
