"""How much and how long: no request may be larger than its route needs, or take longer than anybody waits."""

import asyncio
from collections.abc import Awaitable, Mapping
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hoolin.core.errors import Malformed, TooLarge
from hoolin.core.limits import ATTACHMENT_BYTES_MAX
from hoolin.server.errors import Busy
from hoolin.server.problems import answer

BODY_BYTES_MAX = 64 * 1024
"""A call's JSON: the longest message in the widest script, with room to spare."""

UPLOADS: Mapping[str, int] = MappingProxyType(
    {
        "/api/v1/attachments": ATTACHMENT_BYTES_MAX + 64 * 1024,
        "/api/v1/chat/attachments": ATTACHMENT_BYTES_MAX + 64 * 1024,
    }
)
"""Paths that take files, and how many bytes: the file, and the form around it."""

HOOKS = "/hooks/"
HOOK_BYTES_MAX = 16 * 1024 * 1024
"""Providers put many events into one call when they have been waiting."""

UPLOAD_TIMES = 4
"""An upload may take so many times as long as other requests: 10 MB from a telephone on a poor line."""

DOWNLOAD_SECONDS_MAX = 600
"""From the head of an answer to its end, at the client's pace."""


class Limits:
    """Bounds the body and the time of every request."""

    def __init__(self, app: ASGIApp, seconds_max: float) -> None:
        self.app = app
        self._seconds_max = seconds_max

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass on; too large is 413 before anything is read, too slow is 503."""
        if scope["type"] != "http":
            return self.app(scope, receive, send)
        return self._bound(scope, receive, send)

    async def _bound(self, scope: Scope, receive: Receive, send: Send) -> None:
        upload = UPLOADS.get(scope["path"])
        bytes_max = upload or (HOOK_BYTES_MAX if scope["path"].startswith(HOOKS) else BODY_BYTES_MAX)
        try:
            declared = _declared_bytes(scope)
        except ValueError:
            await answer(Malformed("content_length"))(scope, receive, send)
            return
        if declared is not None and declared > bytes_max:
            await answer(TooLarge("too_large", bytes_max=bytes_max), {"connection": "close"})(scope, receive, send)
            return
        # What says how long it is, is held to that by the server itself.
        bounded = receive if declared is not None else _bounded(receive, bytes_max)
        seconds = self._seconds_max * UPLOAD_TIMES if upload is not None else self._seconds_max
        await self._in_time(scope, bounded, send, seconds)

    async def _in_time(self, scope: Scope, receive: Receive, send: Send, seconds: float) -> None:
        begun = False
        try:
            async with asyncio.timeout(seconds) as timer:

                async def noting(message: Message) -> None:
                    nonlocal begun
                    if not begun:
                        begun = True
                        timer.reschedule(asyncio.get_running_loop().time() + DOWNLOAD_SECONDS_MAX)
                    await send(message)

                await self.app(scope, receive, noting)
        except TimeoutError:
            if not timer.expired():
                raise
            if not begun:
                await answer(Busy("timed_out", retry_after_s=5), {"connection": "close"})(scope, receive, send)


def _declared_bytes(scope: Scope) -> int | None:
    for name, value in scope["headers"]:
        if name == b"content-length":
            if not value.isdigit():
                raise ValueError
            return int(value)
    return None


def _bounded(receive: Receive, bytes_max: int) -> Receive:
    """A body whose length nobody said is counted as it comes."""
    taken = 0

    async def counting() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > bytes_max:
            # Anything else FastAPI would take for a body that cannot be parsed.
            raise HTTPException(413)
        return message

    return counting
