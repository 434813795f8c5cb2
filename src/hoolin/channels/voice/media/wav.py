"""WAV to A-law without any help: for machines that have no ffmpeg. Pure.

- PCM of 8, 16, 24 and 32 bits, A-law and µ-law, with one or two channels, at any rate from 8,000 to 96,000 that is common.
- What a telephone cannot carry (above 3,400 Hz) is taken away before the rate is lowered, by a windowed sinc of `ZEROS` zero
  crossings a side: less than a thousandth of it comes back as a false tone.
"""

import math
import struct
from array import array
from collections.abc import Iterator
from operator import mul
from typing import Final

from hoolin.channels.voice.media.g711 import RATE, alaw_samples, to_alaw, ulaw_samples
from hoolin.core.errors import Invalid, Malformed, TooLarge

SECONDS_MAX: Final = 180
"""Of a file that we convert ourselves, in plain Python: it takes a fifteenth of its length or so."""

RATES: Final = (8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000)
"""What recordings have."""

CUT_HZ: Final = 3_600
"""Where the filter is half way down."""

ZEROS: Final = 12
"""Zero crossings on each side of the filter's middle."""

_PCM: Final = 1
_ALAW: Final = 6
_ULAW: Final = 7
_EXTENSIBLE: Final = 0xFFFE


def to_telephone(file: bytes) -> bytes:
    """The A-law bytes of a WAV file. Raises Malformed, Invalid for a kind that we do not know, TooLarge."""
    samples, rate = read_samples(file)
    if len(samples) > SECONDS_MAX * rate:
        raise TooLarge("sound", seconds=len(samples) // rate, most=SECONDS_MAX)
    return to_alaw(resampled(samples, rate))


def read_samples(file: bytes) -> tuple["array[int]", int]:
    """One channel, 16 bits, and the rate."""
    if len(file) < 12 or file[:4] != b"RIFF" or file[8:12] != b"WAVE":
        raise Malformed("wav")
    told, sound = b"", b""
    for name, body in _chunks(file):
        if name == b"fmt ":
            told = body
        elif name == b"data":
            sound = body
            break
    if len(told) < 16 or not sound:
        raise Malformed("wav")
    kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", told[:16])
    if kind == _EXTENSIBLE and len(told) >= 26:
        kind = int.from_bytes(told[24:26], "little")
    if channels not in (1, 2) or rate not in RATES:
        raise Invalid("wav_kind", channels=channels, rate=rate)
    samples = _whole(sound, kind, bits)
    return (mono(samples) if channels == 2 else samples), rate


def _chunks(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(file):
        size = int.from_bytes(file[at + 4 : at + 8], "little")
        yield file[at : at + 4], file[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _whole(sound: bytes, kind: int, bits: int) -> "array[int]":
    """Samples of 16 bits from whatever they are written in."""
    if (kind, bits) == (_ALAW, 8):
        return alaw_samples(sound)
    if (kind, bits) == (_ULAW, 8):
        return ulaw_samples(sound)
    if kind != _PCM or bits not in (8, 16, 24, 32):
        raise Invalid("wav_kind", kind=kind, bits=bits)
    if bits == 8:
        return array("h", ((byte - 128) << 8 for byte in sound))
    # The upper two bytes of each sample, which is little-endian.
    width = bits // 8
    whole = sound[: len(sound) // width * width]
    return array("h", (value[0] for value in struct.iter_unpack("<h", _upper(whole, width))))


def _upper(sound: bytes, width: int) -> bytes:
    if width == 2:
        return sound
    upper = bytearray(len(sound) // width * 2)
    upper[0::2], upper[1::2] = sound[width - 2 :: width], sound[width - 1 :: width]
    return bytes(upper)


def mono(samples: "array[int]") -> "array[int]":
    """Both channels as one."""
    return array("h", ((left + right) >> 1 for left, right in zip(samples[0::2], samples[1::2], strict=False)))


def resampled(samples: "array[int]", rate: int) -> "array[int]":
    """The same sound at 8 kHz."""
    if rate == RATE:
        return samples
    shared = math.gcd(rate, RATE)
    up, down = RATE // shared, rate // shared
    cut = CUT_HZ / rate
    half = math.ceil(ZEROS / (2 * cut))
    phases = [_taps(phase / up, cut, half) for phase in range(up)]
    padded = array("h", bytes(2 * half)) + samples + array("h", bytes(2 * (half + 1)))
    made = array("h")
    for number in range(len(samples) * up // down):
        at, phase = divmod(number * down, up)
        value = sum(map(mul, phases[phase], padded[at : at + 2 * half + 1]))
        made.append(max(-32_768, min(32_767, round(value))))
    return made


def _taps(shift: float, cut: float, half: int) -> list[float]:
    """The filter for outputs that lie `shift` of a sample behind an input; it lets through all of a steady sound."""
    taps = []
    for at in range(-half, half + 1):
        away = at - shift
        angle = 2 * math.pi * cut * away
        sinc = math.sin(angle) / angle if away else 1.0
        window = 0.5 + 0.5 * math.cos(math.pi * away / (half + 1))
        taps.append(sinc * window)
    whole = sum(taps)
    return [tap / whole for tap in taps]
