"""Calls to a provider's HTTP interface, and what is surely known when one does not go well.

    could not connect                      NotReached: nothing has left the house
    written, and no whole answer came      `Reply.status` 0: the provider may or may not have done it
    answered                               the reply, for the channel to judge

Every call has a time-out for each step and for the whole, and an answer a largest size. Redirects are not followed: an API that
moves is a setting to change. The log of the HTTP library is kept quiet, for addresses of some providers hold the account's secret.
"""

import asyncio
import json
import logging
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, NamedTuple

import httpx

from hoolin.channels import lenient
from hoolin.channels.written import OutFile
from hoolin.core.errors import Malformed, NotReached, TooLarge

ANSWER_BYTES_MAX = 1_048_576
"""An API's answer is a few hundred bytes; the longest list of updates about half a megabyte."""

CONNECT_SECONDS_MAX = 10.0
CALL_SECONDS_MAX = 20.0
"""From the first byte to the last of one call without a file; a provider that needs longer is in trouble."""

UPLOAD_SECONDS_MAX = 40.0
"""The same with a file, and for all files of a message that are handed over before it: 25 MiB at about five megabits a second. An
attempt as a whole has a minute (the outbox's rule), and what is only handed over must not end as unknown.
"""

CONNECTIONS_MAX = 40
KEPT_SECONDS = 15.0
"""How long an unused connection is kept: shorter than providers do, so that a message rarely meets one that just closed."""

RETRY_SECONDS_MAX = 3_600

_NOT_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class Reply(NamedTuple):
    """What came back. status: 0 when nothing whole did; why: then, in one word. retry_seconds: what the provider asked for."""

    status: int
    body: bytes = b""
    retry_seconds: int = 0
    why: str = ""

    @property
    def json(self) -> lenient.Part:
        """The answer's JSON object; an empty one when it holds none."""
        try:
            return lenient.read_object(self.body)
        except Malformed:
            return {}


@cache
def trusted_authorities() -> ssl.SSLContext:
    """Whose certificates are believed; read once, for reading them takes longer than many a call."""
    return httpx.create_ssl_context(trust_env=False)


def open_client() -> httpx.AsyncClient:
    """A client for one gateway. No proxy of the environment, no cookies kept, no redirects."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.AsyncClient(
        verify=trusted_authorities(),
        timeout=httpx.Timeout(CALL_SECONDS_MAX, connect=CONNECT_SECONDS_MAX),
        limits=httpx.Limits(
            max_connections=CONNECTIONS_MAX, max_keepalive_connections=10, keepalive_expiry=KEPT_SECONDS
        ),
        follow_redirects=False,
        trust_env=False,
        # What came packed could grow without end while it is unpacked.
        headers={"user-agent": "hoolin", "accept-encoding": "identity"},
    )


async def call(client: httpx.AsyncClient, method: str, url: str, *, seconds: float = 0.0, **asked: Any) -> Reply:
    """One call. seconds: for the whole of it, 0 for the usual. asked: as httpx takes it (`json`, `data`, `files`, `headers`,
    `params`). Raises NotReached.
    """
    whole = seconds or CALL_SECONDS_MAX
    # Two steps make a connection; the library's own time-out of a step lets go of the socket, ours of the whole would not.
    steps = httpx.Timeout(whole, connect=min(CONNECT_SECONDS_MAX, whole / 3))
    connected = False

    async def written(event: str, _: Mapping[str, Any]) -> None:
        # Only what the library traces tells a request that was begun from one that never got a connection.
        nonlocal connected
        connected = connected or event.endswith("send_request_headers.started")

    try:
        async with (
            asyncio.timeout(whole),
            client.stream(method, url, timeout=steps, extensions={"trace": written}, **asked) as answer,
        ):
            return Reply(answer.status_code, await _read(answer), _retry_seconds(answer))
    except _NOT_CONNECTED as problem:
        raise NotReached(_word(problem)) from None
    except TooLarge:
        return Reply(0, why="answer_too_large")
    except TimeoutError:
        if not connected:
            raise NotReached("connect_timed_out") from None
        return Reply(0, why="timed_out")
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        if isinstance(problem, httpx.InvalidURL) or not connected:
            raise NotReached(_word(problem)) from None
        return Reply(0, why="timed_out" if isinstance(problem, httpx.TimeoutException) else _word(problem))


async def _read(answer: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in answer.aiter_raw():
        body += piece
        if len(body) > ANSWER_BYTES_MAX:
            raise TooLarge("answer", at_most=ANSWER_BYTES_MAX)
    return bytes(body)


def _retry_seconds(answer: httpx.Response) -> int:
    given = answer.headers.get("retry-after", "")
    return min(int(given), RETRY_SECONDS_MAX) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _word(problem: Exception) -> str:
    """`ReadError` → `read_error`; never the library's text, which may quote an address."""
    name = type(problem).__name__
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_")


@asynccontextmanager
async def handing_over() -> AsyncIterator[None]:
    """Around the uploads that come before a message: too long is not reached, since nobody sees a file that no message names."""
    try:
        async with asyncio.timeout(UPLOAD_SECONDS_MAX):
            yield
    except TimeoutError:
        raise NotReached("upload_timed_out") from None


async def bytes_of(file: OutFile, at_most: int) -> bytes:
    """A file's bytes, read beside the loop. Raises TooLarge."""
    return await asyncio.to_thread(_joined, file, at_most)


def _joined(file: OutFile, at_most: int) -> bytes:
    body = bytearray()
    for piece in file.open():
        body += piece
        if len(body) > at_most:
            raise TooLarge("file", at_most=at_most)
    return bytes(body)


def json_text(value: object) -> str:
    """JSON as text, for a field of a form."""
    return json.dumps(value, ensure_ascii=False)
