"""What was recorded, as a WAV that everybody can play: each leg on a channel of its own.

- The engines write down packets (pcap). What a leg said is put where its time stamps say, so that both channels run side by side;
  a gap is silence. A-law and µ-law are decoded here; telephone keys (RFC 4733) are left out, whatever they say.
- A capture is read as if from a stranger: lengths are checked, and what cannot be read is passed over.
- A recording is paused by ending one stretch and beginning another: nothing of a pause was ever written.
"""

import io
import struct
import wave
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hoolin.channels.voice.media.g711 import RATE, alaw_samples, ulaw_samples
from hoolin.channels.voice.media.port import Segment, Track
from hoolin.core.errors import Malformed, TooLarge

SECONDS_MAX: Final = 4 * 3_600
"""No stretch is longer; the WAV of four hours has 460 MB."""

CAPTURE_BYTES_MAX: Final = 2_000_000_000
"""Of one capture: four hours of two legs have about half of it."""

JUMP_S_MAX: Final = 2.0
"""Time stamps that leap further than the clock by so much have begun anew (a new stream, a restarted telephone)."""

_DECODERS: Final = {0: ulaw_samples, 8: alaw_samples}
"""By payload type; only these two have fixed numbers and are spoken on our trunks."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One RTP packet. at: seconds, by the capture's clock. to: the port that it was sent to."""

    at: float
    to: int
    payload: int
    number: int
    stamp: int
    source: int
    body: bytes


def packets(file: Path) -> Iterator[Packet]:
    """The RTP packets of a capture. Raises Malformed when it is none, TooLarge."""
    if file.stat().st_size > CAPTURE_BYTES_MAX:
        raise TooLarge("recording", most=CAPTURE_BYTES_MAX)
    growing = Growing(file)
    yield from growing.packets()
    if not growing.begun:
        raise Malformed("recording")


_ORDERS: Final = {
    b"\xd4\xc3\xb2\xa1": ("<", 1e-6), b"\xa1\xb2\xc3\xd4": (">", 1e-6),
    b"\x4d\x3c\xb2\xa1": ("<", 1e-9), b"\xa1\xb2\x3c\x4d": (">", 1e-9),
}  # fmt: skip
"""How numbers are written, and what fractions of a second are counted in, by how a capture begins."""


class Growing:
    """A capture that may still be written. begun: it has a head that we know."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._at = 0
        self._order, self._fraction, self._link = "<", 1e-6, 0
        self.begun = False

    def packets(self) -> Iterator[Packet]:
        """The packets that have come since this was asked last."""
        with self._file.open("rb") as stream:
            if not self.begun and not self._begins(stream.read(24)):
                return
            stream.seek(self._at)
            row = struct.Struct(f"{self._order}IIII")
            while len(told := stream.read(16)) == 16:
                seconds, part, size, _ = row.unpack(told)
                if size > 65_600:
                    return
                frame = stream.read(size)
                if len(frame) < size:
                    return
                self._at += 16 + size
                found = _packet(seconds + part * self._fraction, frame, self._link)
                if found is not None:
                    yield found

    def _begins(self, head: bytes) -> bool:
        if len(head) < 24 or head[:4] not in _ORDERS:
            return False
        self._order, self._fraction = _ORDERS[head[:4]]
        self._link = struct.unpack(f"{self._order}I", head[20:24])[0]
        self.begun, self._at = True, 24
        return True


def _packet(at: float, frame: bytes, link: int) -> Packet | None:
    """The RTP in a frame, or None."""
    udp = _udp(frame, link)
    if udp is None or len(udp) < 20:
        return None
    to, rtp = int.from_bytes(udp[2:4], "big"), udp[8:]
    # RTCP shares the port with RTP at times; its types are 200 to 207.
    if rtp[0] >> 6 != 2 or 192 <= rtp[1] <= 223:
        return None
    begin = 12 + 4 * (rtp[0] & 15)
    if rtp[0] & 0x10 and len(rtp) >= begin + 4:
        begin += 4 + 4 * int.from_bytes(rtp[begin + 2 : begin + 4], "big")
    end = len(rtp) - (rtp[-1] if rtp[0] & 0x20 else 0)
    if begin > end:
        return None
    number, stamp, source = struct.unpack("!HII", rtp[2:12])
    return Packet(at, to, rtp[1] & 0x7F, number, stamp, source, rtp[begin:end])


_LINK_HEADS: Final = {1: 14, 101: 0, 228: 0, 229: 0, 0: 4, 108: 4}
"""Bytes before the IP packet, by kind of capture: Ethernet, bare, loopback."""


def _udp(frame: bytes, link: int) -> bytes | None:
    """The UDP datagram in a frame, or None."""
    ip = frame[_LINK_HEADS.get(link, 14) :]
    if len(ip) < 20:
        return None
    if ip[0] >> 4 == 4 and ip[9] == 17:
        return ip[4 * (ip[0] & 15) :]
    return ip[40:] if ip[0] >> 4 == 6 and len(ip) > 40 and ip[6] == 17 else None


def spoken(track: Track, begin: float) -> "array[int]":
    """What a leg said, as samples from the instant `begin` on (seconds, by the capture's clock)."""
    samples = array("h")
    source, shift = -1, 0
    for packet in _of(track):
        decode = _DECODERS.get(packet.payload)
        if decode is None:
            continue
        due = int((packet.at - begin) * RATE)
        if packet.source != source or abs(_ahead(packet.stamp + shift, due)) > JUMP_S_MAX * RATE:
            source, shift = packet.source, due - packet.stamp
        _put(samples, _ahead(packet.stamp + shift, due) + due, decode(packet.body))
    return samples


def _ahead(stamp: int, due: int) -> int:
    """How far a time stamp, which has 32 bits, is ahead of what is due."""
    return (stamp - due + 0x8000_0000 & 0xFFFF_FFFF) - 0x8000_0000


def _put(samples: "array[int]", at: int, said: "array[int]") -> None:
    """Write samples at their place; what comes late is written where it belongs."""
    if at < 0 or at > SECONDS_MAX * RATE:
        return
    if at > len(samples):
        samples.frombytes(bytes(2 * (at - len(samples))))
    samples[at : at + len(said)] = said


def _of(track: Track) -> Iterator[Packet]:
    for file in track.files:
        for packet in packets(file):
            if not track.ports or packet.to in track.ports:
                yield packet


def to_wav(segment: Segment, channels: Sequence[str]) -> bytes:
    """A WAV with one channel for each of these legs, in this order; a leg that was not there is silence. Legs that are not named
    are left out. Raises Malformed, TooLarge.
    """
    tracks = {track.leg: track for track in segment.tracks}
    begin = min((packet.at for track in segment.tracks for packet in _first(track)), default=0.0)
    sounds = [spoken(tracks[leg], begin) if leg in tracks else array("h") for leg in channels]
    length = max(map(len, sounds), default=0)
    both = array("h", bytes(2 * length * len(sounds)))
    for number, sound in enumerate(sounds):
        both[number :: len(sounds)] = sound + array("h", bytes(2 * (length - len(sound))))
    return write_wav(both, len(sounds))


def _first(track: Track) -> list[Packet]:
    for packet in _of(track):
        return [packet]
    return []


def write_wav(samples: "array[int]", channels: int) -> bytes:
    """16-bit PCM at 8 kHz."""
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        samples = array("h", samples)
        samples.byteswap()
    made = io.BytesIO()
    with wave.open(made, "wb") as wav:
        wav.setnchannels(channels)
        wav.setsampwidth(2)
        wav.setframerate(RATE)
        wav.writeframes(samples.tobytes())
    return made.getvalue()


def read_wav(file: bytes) -> list["array[int]"]:
    """The channels of a WAV of ours."""
    with wave.open(io.BytesIO(file)) as wav:
        samples = array("h", wav.readframes(wav.getnframes()))
        return [samples[number :: wav.getnchannels()] for number in range(wav.getnchannels())]
