"""A 2xx to an INVITE is resent by who sent it, until the ACK comes (RFC 3261 §13.3.1.4). Pure."""

from collections.abc import Callable

from hoolin.channels.voice.sip.outlet import Outlet, Peer
from hoolin.channels.voice.sip.timers import Timer
from hoolin.channels.voice.sip.transaction import PATIENCE_MS, T1_MS, T2_MS


class Insisting:
    """One 2xx. waits: whether its ACK is still awaited. cseq: of its INVITE."""

    __slots__ = ("_data", "_late", "_limit", "_outlet", "_pause", "_peer", "_resend", "cseq", "waits")

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._peer = Peer(0, "", 0)
        self._data = b""
        self._pause = T1_MS
        self._resend: Timer | None = None
        self._limit: Timer | None = None
        self._late: Callable[[int], None] | None = None
        self.waits = False
        self.cseq = 0

    def begin(self, peer: Peer, data: bytes, cseq: int, late: Callable[[int], None], now: int) -> None:
        """It has been sent once. late: called when no ACK came in 32 s."""
        self.stop()
        self._peer, self._data, self.cseq, self._late = peer, data, cseq, late
        self._pause = T1_MS
        self.waits = True
        self._resend = self._outlet.timers.at(now + T1_MS, self._again)
        self._limit = self._outlet.timers.at(now + PATIENCE_MS, self._over)

    def _again(self, now: int) -> None:
        """Over any transport: a proxy on the way may have lost it."""
        self._outlet.send(self._peer, self._data)
        self._pause = min(self._pause * 2, T2_MS)
        self._resend = self._outlet.timers.at(now + self._pause, self._again)

    def _over(self, now: int) -> None:
        """Nobody acknowledged."""
        late = self._late
        self.stop()
        if late is not None:
            late(now)

    def acknowledged(self, cseq: int) -> bool:
        """An ACK came; True when it is the one that is awaited."""
        if not self.waits or cseq != self.cseq:
            return False
        self.stop()
        return True

    def stop(self) -> None:
        """Resend no more."""
        self._outlet.timers.cancel(self._resend)
        self._outlet.timers.cancel(self._limit)
        self._resend = self._limit = self._late = None
        self._data = b""
        self.waits = False
