"""One server for each test module that asks for it, and fresh customers for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.xmpp.prosody import Prosody


@pytest.fixture
def prosody(tmp_path: Path) -> Iterator[Prosody]:
    """A running server with accounts for us and two customers."""
    server = Prosody(tmp_path / "p")
    server.register("help", "mari", "jaan")
    server.start()
    yield server
    server.stop()
