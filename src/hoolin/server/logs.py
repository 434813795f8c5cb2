"""The log: one JSON object a line on the error stream, without personal data.

A line of ours is an event with fields: `log.info("log_in", extra=fields(account=who.account))`. Fields hold ids, codes,
counts and times. What a person typed and where they are is never a field; where two lines must be known to speak of the
same login or address, both carry its pseudonym, which is made with a key that dies with the process.

Of an exception the line tells its class and where it came from, not its message, which may quote what somebody wrote;
only a Defect, whose details are ids and numbers, tells them.
"""

import logging
import secrets
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, TextIO

import msgspec

from hoolin.core.errors import Defect

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The request or socket that the present task serves."""

FRAMES_MAX = 20
"""The innermost calls tell what happened."""

_KEY = secrets.token_bytes(16)


def fields(**values: object) -> dict[str, Any]:
    """The `extra` of a log call: what the event is about."""
    return {"fields": values}


def pseudonym(text: str) -> str:
    """The same short word for the same text, as long as this process lives; nobody can tell the text from it."""
    return blake2b(text.encode(), key=_KEY, digest_size=6).hexdigest()


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "log": record.name}
        own = record.name == "hoolin" or record.name.startswith("hoolin.")
        line["event" if own else "text"] = record.getMessage()
        if request := request_id.get():
            line["request"] = request
        line.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = told(record.exc_info[1])
        return msgspec.json.encode(line, enc_hook=str).decode()


def told(error: BaseException) -> dict[str, Any]:
    """An exception as the log may tell it: its class, where it came from, what caused it."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_MAX:]
    line: dict[str, Any] = {
        "kind": type(error).__name__,
        "calls": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(error, Defect):
        line |= {"code": error.code, "detail": error.detail}
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        line["cause"] = told(cause)
    if isinstance(error, BaseExceptionGroup):
        line["parts"] = [told(each) for each in error.exceptions[:5]]
    return line


def configure(stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send everything that is logged in this process to one stream (the error stream, if none is given)."""
    handler = logging.StreamHandler(stream if stream is not None else sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # uvicorn tells the address and the whole path of each socket at INFO.
    for name in ("uvicorn.error", "uvicorn.access", "httpx", "asyncio"):
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    logging.captureWarnings(True)


def _short(file: str) -> str:
    """The last two steps of a path: enough to find it, nothing of the machine."""
    return "/".join(file.split("/")[-2:])
