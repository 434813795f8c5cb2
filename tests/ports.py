"""Ports for whatever a test starts."""

import fcntl
import os
import socket
import tempfile
from contextlib import suppress
from pathlib import Path

FIRST, LAST = 10_000, 20_000
"""Below those that the system gives to whoever connects: one of these would be gone again before a server that is slow to start has it."""

TURN = Path(tempfile.gettempdir()) / f"hoolin-test-ports-{os.getuid()}"
"""Where the processes of all tests on this machine keep which port was given last."""


def free_port(beside: int = 0) -> int:
    """A port that nobody has at this moment, by UDP or TCP. They are given in turn, so that a server that is slow to start finds its own
    still free: none is given again before all others were. beside: so many after it are not given to anybody else, for a program that takes
    those too.
    """
    with TURN.open("a+") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        turn.seek(0)
        port = int(turn.read() or LAST)
        while True:
            port = port + 1 if port < LAST - 1 else FIRST
            with (
                suppress(OSError),
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
                socket.socket(socket.AF_INET, socket.SOCK_STREAM) as streams,
            ):
                datagrams.bind(("127.0.0.1", port))
                streams.bind(("127.0.0.1", port))
                turn.truncate(0)
                turn.write(str(port + beside))
                return port
