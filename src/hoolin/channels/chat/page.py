"""One visitor's page: who it is, and what it has been shown."""

from collections.abc import Callable

from hoolin.channels.connection import Connection, Turn
from hoolin.channels.passes import Carried
from hoolin.channels.port import Socket
from hoolin.channels.webcall import WebCaller


class Page(Connection):
    """A page. customer: once known. shown_n: the last position it has been sent. answered: its messages that are on disk,
    by key, as (position, ordinal). code: a pass that it has not shown yet. carried: what its
    pass brings, until something has begun with it. new_token: the token, if it was made on this connection. queue: what the page asked
    for. catching_up: events are held back until those before them have been sent. place: the network address that its calls are counted
    under. spend: counts something that is dear under that address; raises Refusal. caller: the page as the telephone knows it, once it has called.
    """

    __slots__ = (
        "answered",
        "caller",
        "carried",
        "catching_up",
        "code",
        "customer",
        "held",
        "language",
        "new_token",
        "place",
        "queue",
        "shown_n",
        "spend",
        "token",
    )

    def __init__(self, socket: Socket, turn: Turn) -> None:
        super().__init__(socket, turn)
        self.customer: str | None = None
        self.token: str | None = None
        self.new_token: str | None = None
        self.language = "et"
        self.queue = ""
        self.code = ""
        self.carried: Carried | None = None
        self.place = ""
        self.spend: Callable[[str], None] = lambda what: None
        self.caller: WebCaller | None = None
        self.shown_n = 0
        self.answered: dict[str, tuple[int, int]] = {}
        self.catching_up = False
        self.held: list[tuple[int, bytes]] = []

    def show(self, n: int, frame: bytes) -> None:
        """Queue a numbered event, once, and after those before it."""
        if self.catching_up:
            self.held.append((n, frame))
        elif n > self.shown_n:
            self.shown_n = n
            self.send(frame)

    def caught_up(self) -> None:
        """Everything older has been sent: what was held back may go."""
        self.catching_up = False
        held, self.held = self.held, []
        for n, frame in held:
            self.show(n, frame)
