"""How long a caller has said nothing, told by the capture that the engine writes of them while they speak.

An engine tells nobody of silence. A telephone that sends nothing while nobody speaks is as silent as one that sends noise.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from hoolin.channels.voice.media.g711 import alaw_samples, ulaw_samples
from hoolin.channels.voice.media.recording import Growing, Packet

LOUD: Final = 250
"""The mean size of samples from which on somebody speaks: some 42 dB below the loudest. Lines hum and rooms breathe below it."""

PACKET_MS: Final = 20

_DECODERS: Final = {0: ulaw_samples, 8: alaw_samples}


class Hearing:
    """One message that is being spoken. folder: of the telephone. port: the engine's, that the caller sends to; 0: whichever."""

    def __init__(self, folder: Path, call: str, segment: str, port: int) -> None:
        self._folder = folder
        self._names = (f"pcaps/{call}-*.pcap", f"{call}!{segment}!*.rtp")
        self._port = port
        self._before = frozenset(self._files())
        self._growing: dict[Path, Growing] = {}
        self.spoken_ms = 0

    def _files(self) -> Iterable[Path]:
        for place in (self._folder / "recordings", self._folder / "spool"):
            for name in self._names:
                yield from place.glob(name)

    def heard(self) -> bool:
        """Whether they have spoken since this was asked last. Blocking, for a moment."""
        loud = 0
        for file in self._files():
            if file in self._before:
                continue
            growing = self._growing.setdefault(file, Growing(file))
            loud += sum(self._is_loud(packet) for packet in growing.packets())
        self.spoken_ms += loud * PACKET_MS
        return loud > 0

    def _is_loud(self, packet: Packet) -> bool:
        decode = _DECODERS.get(packet.payload)
        if decode is None or not packet.body or (self._port and packet.to != self._port):
            return False
        samples = decode(packet.body)
        return sum(map(abs, samples)) >= LOUD * len(samples)
