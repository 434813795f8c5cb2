"""Servers of the distribution as peers: each in a temporary folder, on free loopback ports, ended by its own process id."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

START_SECONDS_MAX = 90.0


def answers(port: int) -> bool:
    """Whether somebody listens on a port of the loopback."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def wait_until(
    holds: Callable[[], bool], what: str | Callable[[], str], seconds: float = START_SECONDS_MAX, every: float = 0.02
) -> None:
    """Wait, within a bound, until something holds. what: said when it does not (AssertionError)."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, what if isinstance(what, str) else what()
        time.sleep(every)


class Folder:
    """A temporary folder with a short path, which servers that are not root may enter: their sockets have no long names."""

    def __init__(self, prefix: str) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=prefix))
        self.path.chmod(0o755)

    def give_to(self, user: str) -> None:
        """Let this user own it with all in it, where we are root; otherwise it stays ours."""
        if os.geteuid() == 0:
            for path in (self.path, *self.path.rglob("*")):
                shutil.chown(path, user, None)

    def remove(self) -> None:
        """Away with it; a server that is still closing its files may be writing its last."""
        shutil.rmtree(self.path, ignore_errors=True)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a server of ours, first kindly."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
