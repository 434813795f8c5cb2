"""What holds for tests of the telephone."""

from typing import Any

import pytest

from tests.channels.voice import site


@pytest.fixture(autouse=True)
def sound_engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What carries the sound: the engine that a module's marker names, or the usual one."""
    wanted = getattr(request, "param", site.ENGINE)
    monkeypatch.setattr(site, "ENGINE", wanted)
    return wanted
