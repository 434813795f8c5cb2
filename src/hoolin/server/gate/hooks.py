"""The short way for providers' calls: what is called thousands of times a second passes one layer instead of a dozen.

It answers what is in order, a POST to `/hooks/CHANNEL/ACCOUNT` that says how long it is, with the same limits, count, log line, request
id and headers as every other request. Anything else (a question, a path below, a name that is none, a body too large or of
unknown length) goes the usual way, untouched.
"""

import asyncio
import logging
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from typing import NamedTuple

from starlette.types import ASGIApp, Receive, Scope, Send

from hoolin.channels.written import HookReply, HookRequest
from hoolin.core.errors import Defect, HoolinError
from hoolin.server import problems
from hoolin.server.errors import Busy
from hoolin.server.figures import RequestFigures
from hoolin.server.gate.address import ClientAddress
from hoolin.server.gate.headers import SecurityHeaders
from hoolin.server.gate.limits import HOOK_BYTES_MAX
from hoolin.server.logs import fields, request_id
from hoolin.server.rates import Buckets
from hoolin.server.settings import ServerSettings

ROUTE = "/hooks/{channel}/{account}"
"""What the log and the figures call it, as the usual way does."""

Hook = Callable[[str, str, HookRequest], Awaitable[HookReply]]
"""Answers a call, given channel and account."""

_names = re.compile(r"/hooks/([a-z0-9_-]{1,64})/([a-z0-9_-]{1,64})").fullmatch
_log = logging.getLogger("hoolin.request")


class _Gone(Exception):
    """The caller has hung up."""


class _Answered(NamedTuple):
    status: int
    body: bytes
    headers: Sequence[tuple[bytes, bytes]]


class HookDoor:
    """Goes in front of everything. Without `hook`, all goes the usual way."""

    def __init__(
        self, usual: ASGIApp, hook: Hook | None, buckets: Buckets, figures: RequestFigures, settings: ServerSettings
    ) -> None:
        self._usual = usual
        self._hook = hook
        self._buckets = buckets
        self._figures = figures
        self._settings = settings
        self._headers = SecurityHeaders(usual, settings).of_data
        self._taken: ASGIApp = self._take
        if settings.trusted_proxies:
            self._taken = ClientAddress(self._take, settings.trusted_proxies)
        self._run = secrets.token_hex(4)
        self._numbers = count(1)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer, or pass on."""
        if self._hook is None or scope["type"] != "http" or scope["method"] != "POST":
            return self._usual(scope, receive, send)
        names = _names(scope["path"])
        if names is None or not _bounded(scope):
            return self._usual(scope, receive, send)
        scope["hoolin.hook"] = names.groups()
        return self._taken(scope, receive, send)

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = time.perf_counter()
        name = f"{self._run}{next(self._numbers):08x}"
        marked = request_id.set(name)
        status = 0
        try:
            answered = await self._answered(scope, receive)
            status = answered.status
            headers = [*answered.headers, (b"x-request-id", name.encode()), *self._headers]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": answered.body})
        except _Gone:
            pass
        finally:
            seconds = time.perf_counter() - begun
            self._figures.request("POST", ROUTE, status, seconds)
            if self._settings.access_log:
                ms = round(seconds * 1000, 1)
                _log.info("request", extra=fields(method="POST", route=ROUTE, status=status, ms=ms))
            request_id.reset(marked)

    async def _answered(self, scope: Scope, receive: Receive) -> _Answered:
        try:
            client = scope.get("client")
            self._buckets.take("hooks", str(client[0]) if client else "")
            async with asyncio.timeout(self._settings.request_seconds_max):
                return _told(await self._asked(scope, receive))
        except TimeoutError:
            return _refused(Busy("timed_out", retry_after_s=5), close=True)
        except HoolinError as error:
            if isinstance(error, Defect):
                _log.error("defect", exc_info=error)
            return _refused(error)
        except _Gone:
            raise
        except Exception:
            _log.exception("unforeseen", extra=fields(route=ROUTE))
            return _refused(Defect("unforeseen"))

    async def _asked(self, scope: Scope, receive: Receive) -> HookReply:
        assert self._hook is not None
        body = b""
        while True:
            event = await receive()
            if event["type"] == "http.disconnect":
                raise _Gone
            body = body + event["body"] if body else event.get("body", b"")
            if not event.get("more_body"):
                break
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        channel, account = scope["hoolin.hook"]
        return await self._hook(channel, account, HookRequest("POST", headers, {}, body))


def _bounded(scope: Scope) -> bool:
    """Whether it says how long it is, and that is not too long; the server holds it to that."""
    if scope["query_string"]:
        return False
    for name, value in scope["headers"]:
        if name == b"content-length":
            return bool(value.isdigit()) and int(value) <= HOOK_BYTES_MAX
    return False


def _told(reply: HookReply) -> _Answered:
    kind = reply.media_type
    headers = (
        (b"content-length", str(len(reply.body)).encode()),
        (b"content-type", (f"{kind}; charset=utf-8" if kind.startswith("text/") else kind).encode("latin-1")),
        (b"cache-control", b"no-store"),
    )
    return _Answered(reply.status, reply.body, headers)


def _refused(error: HoolinError, close: bool = False) -> _Answered:
    response = problems.answer(error, {"connection": "close"} if close else None)
    return _Answered(response.status_code, bytes(response.body), response.raw_headers)
