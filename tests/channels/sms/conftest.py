"""A real SMSC for the tests of this folder: one process a worker, forgotten between tests."""

from collections.abc import Iterator

import pytest

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
