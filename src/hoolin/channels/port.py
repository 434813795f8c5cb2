"""What a gateway needs of the house. Wiring gives it; a gateway never sees the loop, the journal or the server."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from hoolin.core.commands import Command
from hoolin.core.errors import HoolinError
from hoolin.core.facts import Entry


class Answer(Protocol):
    """A command is on disk: the position of its last fact, and the entries it led to."""

    @property
    def position(self) -> int:
        """Of the last fact; 0 when nothing had to be recorded."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What it led to."""


class Asking(Protocol):
    """The way into the loop."""

    def __call__(self, command: Command, *, actor: str, key: str) -> Awaitable[Answer]:
        """Ask; the answer comes when it is durable, or raises Refusal, PeerError or a Defect that ends the process."""


class Telling(Protocol):
    """The way into the loop without waiting."""

    def __call__(self, command: Command, actor: str, key: str, then: Callable[[Answer | HoolinError], None], /) -> None:
        """Ask; `then` is told how it ended once that is durable."""


class Socket(Protocol):
    """A live connection with one peer, as the server lends it."""

    async def receive(self) -> str | None:
        """The next text frame; None when the peer is gone."""

    async def send(self, frame: bytes) -> None:
        """Send one text frame (UTF-8). Raises OSError when the peer is gone."""

    async def close(self, code: int) -> None:
        """Say goodbye."""
