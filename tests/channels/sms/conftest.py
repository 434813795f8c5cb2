"""A real SMSC for the tests of this folder: one process a worker, forgotten between tests."""

import asyncio
from collections.abc import Callable, Iterator, Mapping

import pytest
import uvloop

from hoolin.cli.sms_peer import Smsc, running_smsc


@pytest.fixture(scope="session")
def smsc_process() -> Iterator[Smsc]:
    """The process."""
    with running_smsc() as smsc:
        yield smsc


@pytest.fixture
def smsc(smsc_process: Smsc) -> Smsc:
    """It, as if just started."""
    smsc_process.call("/reset")
    return smsc_process


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that the product runs on."""
    return {"uvloop": uvloop.new_event_loop}
