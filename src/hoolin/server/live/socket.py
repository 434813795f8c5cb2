"""A web socket of the framework as the rooms below know one: text frames in, bytes out, and a code to say goodbye with."""

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState


class LiveSocket:
    """The coat. Disconnection is `None` on reading and OSError on sending."""

    __slots__ = ("_send", "_socket")

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._send = socket.send

    async def receive(self) -> str | None:
        """The next text frame; None when the peer is gone or sent something that is not text."""
        try:
            message = await self._socket.receive()
        except (WebSocketDisconnect, RuntimeError):
            return None
        text: str | None = message.get("text")
        return text

    async def send(self, frame: bytes) -> None:
        """One text frame."""
        try:
            await self._send({"type": "websocket.send", "text": frame.decode()})
        except WebSocketDisconnect as gone:
            raise OSError("gone") from gone

    async def close(self, code: int) -> None:
        """Goodbye, unless the peer said it first."""
        if self._socket.application_state is WebSocketState.CONNECTED:
            await self._socket.close(code)
