"""One live socket of ours: frames queue up and go out in order. Slow peers are cut off, never waited for."""

import asyncio
from collections import deque

from hoolin.channels.port import Socket

OUT_FRAMES_MAX = 2_000
"""A peer that has not taken this much is gone or hostile; it comes back and asks for what it missed."""

FRAMES_PER_SECOND_MAX = 20
"""Nobody types that fast; a script does."""

BURST_SECONDS = 5

GOING_AWAY = 1001
TOO_FAST = 1008
TOO_LARGE = 1009
TRY_LATER = 1013


class Connection:
    """A socket with its queue of frames. closed: the code to say goodbye with, once it is decided."""

    __slots__ = ("_allowance", "_seen_at", "closed", "out", "socket", "wake")

    def __init__(self, socket: Socket) -> None:
        self.socket = socket
        self.out: deque[bytes] = deque()
        self.wake = asyncio.Event()
        self.closed = 0
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
        """Queue a frame."""
        if self.closed:
            return
        if len(self.out) >= OUT_FRAMES_MAX:
            self.close(TRY_LATER)
            return
        self.out.append(frame)
        self.wake.set()

    def close(self, code: int) -> None:
        """Let the writer send what is queued, say goodbye and end."""
        self.closed = self.closed or code
        self.wake.set()

    async def write(self) -> None:
        """Send what is queued until the connection ends."""
        out, wake, send = self.out, self.wake, self.socket.send
        try:
            while True:
                await wake.wait()
                wake.clear()
                while out:
                    await send(out.popleft())
                if self.closed:
                    await self.socket.close(self.closed)
                    return
        except (OSError, RuntimeError):
            # The peer is gone; the reading side notices too.
            self.closed = self.closed or GOING_AWAY
