"""One live socket of ours: what is to be said in one turn of the event loop goes out together. Slow peers are cut off, never
waited for.
"""

import asyncio

from hoolin.channels.port import Socket

FRAMES_PER_SECOND_MAX = 20
"""Nobody types that fast; a script does."""

BURST_SECONDS = 5

GOING_AWAY = 1001
TOO_FAST = 1008
TOO_LARGE = 1009
TRY_LATER = 1013


class Connection:
    """A socket with what waits to go out. closed: the code to say goodbye with, once it is decided."""

    __slots__ = ("_allowance", "_loop", "_out", "_seen_at", "closed", "socket")

    def __init__(self, socket: Socket) -> None:
        self.socket = socket
        self.closed = 0
        self._out: list[bytes] = []
        self._loop = asyncio.get_running_loop()
        self._allowance = float(FRAMES_PER_SECOND_MAX * BURST_SECONDS)
        self._seen_at = 0.0

    def allow(self, now: float) -> bool:
        """Whether one more frame is within what a person does. now: seconds, monotonic."""
        full = float(FRAMES_PER_SECOND_MAX * BURST_SECONDS)
        self._allowance = min(full, self._allowance + (now - self._seen_at) * FRAMES_PER_SECOND_MAX)
        self._seen_at = now
        self._allowance -= 1
        return self._allowance >= 0

    def send(self, frame: bytes) -> None:
        """Send a frame, at the end of this turn, with whatever else is said in it."""
        if self.closed:
            return
        if not self._out:
            self._loop.call_soon(self._flush)
        self._out.append(frame)

    def close(self, code: int) -> None:
        """Say what is left to say, and goodbye."""
        if not self.closed:
            self.closed = code
            self._loop.call_soon(self._end)

    def _flush(self) -> None:
        out, self._out = self._out, []
        if out and not self.socket.write(out):
            self.close(TRY_LATER)

    def _end(self) -> None:
        self._flush()
        self.socket.end(self.closed)
