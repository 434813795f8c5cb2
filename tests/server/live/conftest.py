"""A site for each test, open to real sockets."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.live.open_site import OpenSite, open_site


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[OpenSite]:
    """A furnished site that keeps nothing on disk; nobody is at work yet."""
    async with open_site(tmp_path) as opened:
        yield opened
