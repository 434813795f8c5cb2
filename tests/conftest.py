"""What holds for every test: parts of the machine by name (tests/needs.py), and how hypothesis searches."""

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from hoolin.runtime.one_thread import ONE_THREAD
from scripts.components import strict_run
from tests.sound_ports import given_back

pytest_plugins = ["tests.needs", "tests.postgres_server"]

# As the program does: on a busy machine a second thread spins for what a single one has done in the meantime.
for name, threads in ONE_THREAD.items():
    os.environ.setdefault(name, threads)

# A shared machine is slow at times; a slow example is no failure, nor is one that was slow to be drawn. CI searches the same examples each time, so that a
# failure there can be repeated anywhere; everybody else keeps looking for new ones.
settings.register_profile("house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("strict", settings.get_profile("house"), derandomize=True)
settings.load_profile("strict" if strict_run() else "house")


@pytest.fixture(autouse=True)
def ports_of_its_own() -> Iterator[None]:
    """Ports for sound that a test took are free for others after it."""
    with given_back():
        yield


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """A test that starts a whole program leaves the log of the test run as it found it; import-linter, for one, silences
    every logger there is.
    """
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False
