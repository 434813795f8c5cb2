"""The media engines that take the exam, each started on ports of its own."""

import itertools
import os
import platform
import sys
from pathlib import Path

from hoolin.channels.voice.media.daemon import Rtpengine
from hoolin.channels.voice.media.port import Heard, MediaEngine
from hoolin.channels.voice.media.rtp_io import RtpIoMedia
from hoolin.channels.voice.media.rtp_io_child import RtpIo
from hoolin.channels.voice.media.rtpengine import RtpengineMedia
from tests.contracts.media_contract import SILENCE_S, MediaContract

HAS_WHEEL = (sys.platform, platform.machine()) == ("linux", "x86_64") and sys.version_info < (3, 15)
"""The marker in pyproject.toml: here it is installed, and a test that does not find it fails."""

NO_WHEEL = "there is no wheel of rtp.io for this machine"

ROOMS = itertools.count()


def ports() -> int:
    """The first of four hundred: engines of split runs keep out of each other's way; each takes others when some are taken."""
    return 20_000 + (os.getpid() * 8 + next(ROOMS)) % 80 * 400


class OnRtpengine(MediaContract):
    """Debian's rtpengine, as a process of ours."""

    def make(self, folder: Path, heard: Heard) -> MediaEngine:
        """See the contract."""
        first = ports()
        engine = Rtpengine(folder / "engine", port_min=first, port_max=first + 398, silence_s=SILENCE_S)
        return RtpengineMedia(engine, heard)


class OnRtpIo(MediaContract):
    """The wheel, in a process of ours."""

    def make(self, folder: Path, heard: Heard) -> MediaEngine:
        """See the contract."""
        first = ports()
        return RtpIoMedia(RtpIo(folder / "engine", port_min=first, port_max=first + 398, silence_s=SILENCE_S), heard)
