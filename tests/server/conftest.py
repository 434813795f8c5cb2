"""A stand for each test that asks for one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from hoolin.core.errors import Refusal
from tests.server.probe import Raiser, probe
from tests.server.stand import Stand


@pytest_asyncio.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Stand]:
    """A populated stand with the probe's routes."""
    Raiser.error = Refusal("nothing")
    made = await Stand(tmp_path, probe()).populate()
    yield made
    made.accounts.close()
