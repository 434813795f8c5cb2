"""What a gateway needs of the house. Wiring gives it; a gateway never sees the loop, the journal or the server."""

from collections.abc import Awaitable, Callable, Iterable
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

    async def each(self, heard: Callable[[str], Awaitable[None] | None]) -> None:
        """Have every text frame heard, in order, until the peer is gone or it was ended. What `heard` gives back is waited
        for before the next frame is heard; what it raises ends the connection and is raised.
        """

    def write(self, frames: Iterable[bytes]) -> bool:
        """Send these text frames (UTF-8), without waiting; to a peer that is gone they are lost. False: the peer has not
        taken enough of those before, and these were not sent.
        """

    def end(self, code: int) -> None:
        """Say goodbye, after what was written. Twice is harmless."""
