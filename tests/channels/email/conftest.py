"""Peers for the mail channel's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.email import certificates
from tests.channels.email.dovecot import Dovecot
from tests.channels.email.keeping import Keeping


@pytest.fixture
def keeping() -> Keeping:
    """A `keep` that remembers."""
    return Keeping()


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    """A Dovecot of one's own."""
    server = Dovecot()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def files(tmp_path: Path) -> certificates.Certificates:
    """Certificates for the loopback."""
    return certificates.make(tmp_path)
