"""The media engines that take the exam, each started on ports of its own."""

import platform
import sys
from pathlib import Path

from hoolin.channels.voice.media.daemon import Rtpengine
from hoolin.channels.voice.media.port import Heard, MediaEngine
from hoolin.channels.voice.media.rtp_io import RtpIoMedia
from hoolin.channels.voice.media.rtp_io_child import RtpIo
from hoolin.channels.voice.media.rtpengine import RtpengineMedia
from tests.contracts.media_contract import SILENCE_S, MediaContract
from tests.sound_ports import sound_ports

HAS_WHEEL = (sys.platform, platform.machine()) == ("linux", "x86_64") and sys.version_info < (3, 15)
"""The marker in pyproject.toml: here it is installed, and a test that does not find it fails."""

NO_WHEEL = "there is no wheel of rtp.io for this machine"


class OnRtpengine(MediaContract):
    """Debian's rtpengine, as a process of ours."""

    def make(self, folder: Path, heard: Heard) -> MediaEngine:
        """See the contract."""
        first, last = sound_ports()
        engine = Rtpengine(folder / "engine", port_min=first, port_max=last, silence_s=SILENCE_S)
        return RtpengineMedia(engine, heard)


class OnRtpIo(MediaContract):
    """The wheel, in a process of ours."""

    def make(self, folder: Path, heard: Heard) -> MediaEngine:
        """See the contract."""
        first, last = sound_ports()
        return RtpIoMedia(RtpIo(folder / "engine", port_min=first, port_max=last, silence_s=SILENCE_S), heard)
