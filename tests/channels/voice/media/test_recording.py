"""Captures become WAV: each leg on its channel, in time, without keys, whatever the capture is like."""

import struct
from array import array
from pathlib import Path

import pytest

from hoolin.channels.voice.media.g711 import to_alaw
from hoolin.channels.voice.media.port import Segment, Track
from hoolin.channels.voice.media.recording import packets, read_wav, to_wav
from hoolin.core.errors import HoolinError, Malformed
from tests.channels.voice.rtp_party import strength, tone

HEAD = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65_535, 1)


def frame(at: float, port: int, rtp: bytes) -> bytes:
    """One packet of a capture, in an Ethernet frame."""
    udp = struct.pack("!HHHH", 9_999, port, 8 + len(rtp), 0) + rtp
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0) + bytes(8) + udp
    ethernet = bytes(12) + b"\x08\x00" + ip
    return struct.pack("<IIII", int(at), int(at % 1 * 1e6), len(ethernet), len(ethernet)) + ethernet


def rtp(number: int, stamp: int, body: bytes, payload: int = 8, source: int = 7) -> bytes:
    """An RTP packet."""
    return struct.pack("!BBHII", 0x80, payload, number & 0xFFFF, stamp & 0xFFFFFFFF, source) + body


def talk(
    hertz: float, port: int, begin: float, seconds: float, *, stamp: int = 0, source: int = 7
) -> list[tuple[float, bytes]]:
    """A tone in packets of 20 ms."""
    sound = to_alaw(tone(hertz, seconds))
    return [
        (
            begin + at / 8_000,
            frame(begin + at / 8_000, port, rtp(at // 160, stamp + at, sound[at : at + 160], source=source)),
        )
        for at in range(0, len(sound), 160)
    ]


def capture(file: Path, *parts: list[tuple[float, bytes]]) -> Path:
    """A file with these packets, by time."""
    file.write_bytes(HEAD + b"".join(raw for _, raw in sorted(one for part in parts for one in part)))
    return file


def test_both_channels_run_side_by_side(tmp_path: Path) -> None:
    """Who began half a second later is heard half a second later; a pause is silence; a number that leaps is no gap."""
    later = talk(1_000, 5_002, 100.5, 0.5, stamp=0xFFFFFF00) + talk(
        1_000, 5_002, 102.0, 0.5, stamp=99_000_000, source=9
    )
    file = capture(tmp_path / "x.pcap", talk(700, 5_000, 100.0, 2.5), later)
    segment = Segment("s", (Track("c", (file,), frozenset({5_000})), Track("a", (file,), frozenset({5_002}))))
    c, a = read_wav(to_wav(segment, ("c", "a")))
    assert len(c) == len(a) == 2.5 * 8_000
    assert strength(c, 700) > 7_500
    assert strength(a[4_000:8_000], 1_000) > 7_500
    assert strength(a[16_000:], 1_000) > 7_500
    assert max(map(abs, a[:3_900])) <= 8
    assert max(map(abs, a[8_100:15_900])) <= 8


def test_keys_and_control_are_left_out(tmp_path: Path) -> None:
    """Neither a key's packets nor RTCP nor other codecs are heard; a leg that is not named is not in it."""
    keys = [(100.1, frame(100.1, 5_000, rtp(900, 800, bytes((5, 10, 0, 160)), payload=101)))]
    control = [(100.2, frame(100.2, 5_000, struct.pack("!BBH", 0x80, 200, 6) + bytes(24)))]
    other = [(100.3, frame(100.3, 5_000, rtp(901, 2_400, b"\x2a" * 160, payload=111)))]
    file = capture(tmp_path / "x.pcap", talk(700, 5_000, 100.0, 0.5), keys, control, other)
    segment = Segment("s", (Track("c", (file,), frozenset({5_000})),))
    c, nobody = read_wav(to_wav(segment, ("c", "a")))
    assert strength(c, 700) > 7_800
    assert max(map(abs, c)) < 8_200
    assert not any(nobody)


def test_late_and_lost_packets(tmp_path: Path) -> None:
    """What came out of order is heard in order; what is lost is a pause of its length."""
    whole = talk(700, 5_000, 100.0, 1.0)
    bodies = [raw for _, raw in whole]
    bodies[3], bodies[4] = bodies[4], bodies[3]
    del bodies[20:25]
    file = tmp_path / "x.pcap"
    file.write_bytes(HEAD + b"".join(bodies))
    (c,) = read_wav(to_wav(Segment("s", (Track("c", (file,)),)), ("c",)))
    straight = tone(700, 1.0)
    assert len(c) == 8_000
    assert all(abs(one - two) < 300 for one, two in zip(c[:3_200], straight[:3_200], strict=True))
    assert not any(c[3_200:4_000])


def test_no_capture_breaks_it(tmp_path: Path) -> None:
    """Cut anywhere, it gives what there is; other files are Malformed; broken lengths are passed over."""
    whole = capture(tmp_path / "x.pcap", talk(700, 5_000, 100.0, 0.06)).read_bytes()
    cut = tmp_path / "cut.pcap"
    for end in range(0, len(whole), 3):
        cut.write_bytes(whole[:end])
        if end < 24:
            with pytest.raises(Malformed):
                list(packets(cut))
        else:
            assert len(list(packets(cut))) == (end - 24) // 230
    for at in range(24, 100):
        for byte in (0, 0x0F, 0xFF):
            cut.write_bytes(whole[:at] + bytes((byte,)) + whole[at + 1 :])
            try:
                list(packets(cut))
            except HoolinError:
                continue
    assert read_wav(to_wav(Segment("s", ()), ("c", "a"))) == [array("h"), array("h")]
