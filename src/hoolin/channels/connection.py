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


class Turn:
    """Who has something to say at the end of this turn of the event loop: one call for a thousand connections."""

    __slots__ = ("_spoke",)

    def __init__(self) -> None:
        self._spoke: list[Connection] = []

    def spoke(self, connection: "Connection") -> None:
        """This one has, from now on."""
        if not self._spoke:
            asyncio.get_running_loop().call_soon(self._end)
        self._spoke.append(connection)

    def _end(self) -> None:
        spoke, self._spoke = iter(self._spoke), []
        try:
            for connection in spoke:
                connection.flush()
        finally:
            # One that fails in a way nobody thought of is logged by the event loop; the others speak all the same.
            for left in spoke:
                self.spoke(left)


class Connection:
    """A socket with what waits to go out. closed: the code to say goodbye with, once it is decided."""

    __slots__ = ("_allowance", "_loop", "_out", "_seen_at", "_turn", "closed", "socket")

    def __init__(self, socket: Socket, turn: "Turn") -> None:
        """turn: shared with the other connections of the same gateway."""
        self.socket = socket
        self._turn = turn
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
            self._turn.spoke(self)
        self._out.append(frame)

    def close(self, code: int) -> None:
        """Say what is left to say, and goodbye."""
        if not self.closed:
            self.closed = code
            self._loop.call_soon(self._end)

    def flush(self) -> None:
        """Send what was said; at the end of the turn."""
        out, self._out = self._out, []
        if out and not self.socket.write(out):
            self.close(TRY_LATER)

    def _end(self) -> None:
        self.flush()
        self.socket.end(self.closed)
