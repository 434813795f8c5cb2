"""Ports for whatever a test starts."""

import random
import socket
from contextlib import suppress

FIRST, LAST = 10_000, 20_000
"""Below those that the system gives to whoever connects: one of these would be gone again before a server that is slow to start has it."""


def free_port() -> int:
    """A port that nobody has at this moment, by UDP or TCP."""
    while True:
        port = random.randrange(FIRST, LAST)
        with (
            suppress(OSError),
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
            socket.socket(socket.AF_INET, socket.SOCK_STREAM) as streams,
        ):
            datagrams.bind(("127.0.0.1", port))
            streams.bind(("127.0.0.1", port))
            return port
