"""A PostgreSQL server for the tests: started when the first test asks for it, ended with the run, by its own pid."""

from contextlib import suppress

import pytest

from hoolin.cli.own_postgres import PORT, Server

__all__ = ["PORT", "Server", "running"]

_running: list[Server] = []


def running() -> Server:
    """The one that all tests of this process share."""
    if not _running:
        _running.append(Server())
        _running[0].start()
    return _running[0]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """It ends with the run."""
    while _running:
        with suppress(OSError):
            _running.pop().remove()
