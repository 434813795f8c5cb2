"""The exam of media engines, taken by each."""

import itertools
import os
from pathlib import Path

import pytest

from hoolin.channels.voice.media.daemon import Rtpengine
from hoolin.channels.voice.media.port import Heard, MediaEngine
from hoolin.channels.voice.media.rtpengine import RtpengineMedia
from tests.contracts.media_contract import SILENCE_S, MediaContract

ROOMS = itertools.count()


@pytest.mark.needs("rtpengine")
class TestRtpengine(MediaContract):
    """Debian's rtpengine, as a process of ours."""

    def make(self, folder: Path, heard: Heard) -> MediaEngine:
        """See the contract."""
        # Engines of split runs keep out of each other's ports; each takes others when some are taken.
        first = 20_000 + (os.getpid() * 8 + next(ROOMS)) % 80 * 400
        engine = Rtpengine(folder / "engine", port_min=first, port_max=first + 398, silence_s=SILENCE_S)
        return RtpengineMedia(engine, heard)
