"""The exam of media engines, taken by each."""

import pytest

from tests.contracts.media_engines import HAS_WHEEL, NO_WHEEL, OnRtpengine, OnRtpIo


@pytest.mark.needs("rtpengine")
class TestRtpengine(OnRtpengine):
    """rtpengine."""


@pytest.mark.skipif(not HAS_WHEEL, reason=NO_WHEEL)
class TestRtpIo(OnRtpIo):
    """rtp.io."""
