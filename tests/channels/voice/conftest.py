"""What the telephone's tests share."""

import pytest

from hoolin.channels.voice.sip import digest


@pytest.fixture(autouse=True)
def challenges_that_baresip_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """baresip 1.0 gives up on a first challenge by an algorithm that it does not know, though a second one follows."""
    monkeypatch.setattr(digest, "ALGORITHMS", {"MD5": digest.ALGORITHMS["MD5"]})
