"""uvicorn's HTTP protocol with a time limit for the head of a request, which it does not have itself.

Without one, a client that opens a connection and says nothing, or half a head, keeps it for ever.
"""

from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS_MAX = 10.0
"""From opening a connection, or from the first byte of a request, until its head is whole."""


class BoundedHttpProtocol(HttpToolsProtocol):
    """Closes connections that do not come to the point."""

    _head_timer: TimerHandle | None = None
    _head_begun = False

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """A client has connected."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._head_is_there()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Something has come: nearly always a whole head, for which no clock need be set."""
        super().data_received(data)
        if self._head_begun and self._head_timer is None:
            self._await_head()

    def handle_websocket_upgrade(self) -> None:
        """A socket: from here on it is another protocol's."""
        super().handle_websocket_upgrade()
        # The parser and we name each other: what only opened a socket would be garbage that has to be looked for.
        self.parser = None  # type: ignore[assignment]

    def on_message_begin(self) -> None:
        """The first bytes of a request."""
        super().on_message_begin()
        self._head_is_there()
        self._head_begun = True

    def on_headers_complete(self) -> None:
        """The head of a request is whole."""
        self._head_begun = False
        self._head_is_there()
        super().on_headers_complete()

    def _await_head(self) -> None:
        self._head_is_there()
        self._head_timer = self.loop.call_later(HEAD_SECONDS_MAX, self._give_up)

    def _head_is_there(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> Any:
        self._head_timer = None
        if not self.transport.is_closing():
            self.transport.close()
