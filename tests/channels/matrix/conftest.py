"""One homeserver for all tests of the channel; those that end it have their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.matrix.synapse import Synapse


@pytest.fixture(scope="session")
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    """A running homeserver that knows us."""
    server = Synapse(tmp_path_factory.mktemp("synapse") / "s")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_synapse(tmp_path: Path) -> Iterator[Synapse]:
    """A homeserver that a test may end."""
    server = Synapse(tmp_path / "s")
    server.start()
    yield server
    server.stop()
