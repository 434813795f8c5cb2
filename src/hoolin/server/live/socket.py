"""A web socket of the framework as the rooms know one: text frames to whoever listens, text frames out, and a goodbye.

Under our own server that is the line itself (`server/lean.py`). Anywhere else, as in tests without a server, and for a peer
that spoke before it was let in, frames take the framework's way.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from hoolin.channels.port import Socket
from hoolin.server.lean import EXTENSION, LeanWebSocket

OUT_FRAMES_MAX = 2_000
"""As `OUT_BYTES_MAX`, where bytes cannot be counted."""


def live_socket(socket: WebSocket) -> Socket:
    """The socket of an accepted connection."""
    lean = socket.scope.get("extensions", {}).get(EXTENSION)
    if isinstance(lean, LeanWebSocket) and lean.take_over():
        return lean
    return FrameworkSocket(socket)


class FrameworkSocket:
    """See `channels.port.Socket`."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._out: deque[bytes] = deque()
        self._wake = asyncio.Event()
        self._code = 0

    async def each(self, heard: Callable[[str], Awaitable[None] | None]) -> None:
        """See the port."""
        writer = asyncio.get_running_loop().create_task(self._write())
        reader = asyncio.get_running_loop().create_task(self._read(heard))
        await asyncio.wait((reader, writer), return_when=asyncio.FIRST_COMPLETED)
        self.end(1001)
        await asyncio.wait((writer,), timeout=2.0)
        for task in (reader, writer):
            task.cancel()
        if reader.done() and not reader.cancelled():
            reader.result()

    def write(self, frames: Iterable[bytes]) -> bool:
        """See the port."""
        if len(self._out) >= OUT_FRAMES_MAX:
            return False
        self._out.extend(frames)
        self._wake.set()
        return True

    def end(self, code: int) -> None:
        """See the port."""
        self._code = self._code or code
        self._wake.set()

    async def _read(self, heard: Callable[[str], Awaitable[None] | None]) -> None:
        while not self._code:
            try:
                message = await self._socket.receive()
            except (WebSocketDisconnect, RuntimeError):
                return
            text: str | None = message.get("text")
            if text is None:
                return
            wait = heard(text)
            if wait is not None:
                await wait

    async def _write(self) -> None:
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._out:
                    await self._socket.send_text(self._out.popleft().decode())
                if self._code:
                    if self._socket.application_state is WebSocketState.CONNECTED:
                        await self._socket.close(self._code)
                    return
        except (OSError, RuntimeError, WebSocketDisconnect):
            # The peer is gone; the reading side notices too.
            return
