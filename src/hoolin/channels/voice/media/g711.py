"""A-law and µ-law (ITU-T G.711), with tables made here. Pure.

Python dropped its own in 3.13. A byte has a sign, a segment of three bits and a step of four; a segment's steps are twice as
wide as those of the segment before, so that quiet sound is kept finer than loud. Samples are 16 bits, mono, 8,000 a second.
"""

from array import array
from typing import Final

RATE: Final = 8_000
"""Samples a second, and so bytes."""

SILENCE: Final = b"\xd5"
"""The quietest A-law byte."""

_ALAW_MASK: Final = 0x55
"""Every other bit goes over the wire turned round."""

_ULAW_BIAS: Final = 0x84
_CLIP: Final = 32_635


def _alaw_sample(byte: int) -> int:
    byte ^= _ALAW_MASK
    segment, step = (byte >> 4) & 7, byte & 15
    size = (step << 4) + 8 if segment == 0 else ((step << 4) + 0x108) << (segment - 1)
    # In A-law a set sign bit means positive.
    return size if byte & 0x80 else -size


def _ulaw_sample(byte: int) -> int:
    byte = ~byte & 0xFF
    size = (((byte & 15) << 3) + _ULAW_BIAS << ((byte >> 4) & 7)) - _ULAW_BIAS
    return -size if byte & 0x80 else size


def _alaw_byte(sample: int) -> int:
    sign = 0x80 if sample >= 0 else 0
    size = min(sample if sample >= 0 else -sample - 1, _CLIP)
    segment = max(size.bit_length() - 8, 0)
    step = (size >> 4 if segment < 2 else size >> (segment + 3)) & 15
    return (sign | segment << 4 | step) ^ _ALAW_MASK


FROM_ALAW: Final = tuple(map(_alaw_sample, range(256)))
"""The 16-bit sample of each A-law byte."""

FROM_ULAW: Final = tuple(map(_ulaw_sample, range(256)))
"""The 16-bit sample of each µ-law byte."""

# A-law looks at the upper 13 bits alone: a table of 8,192 serves every sample.
_TO_ALAW: Final = bytes(
    _alaw_byte((index << 3) - 32_768 if index < 4096 else (index - 4096) << 3) for index in range(8192)
)


def alaw_samples(data: bytes) -> "array[int]":
    """The samples of A-law bytes."""
    return array("h", map(FROM_ALAW.__getitem__, data))


def ulaw_samples(data: bytes) -> "array[int]":
    """The samples of µ-law bytes."""
    return array("h", map(FROM_ULAW.__getitem__, data))


def to_alaw(samples: "array[int]") -> bytes:
    """The A-law bytes of 16-bit samples."""
    return bytes(_TO_ALAW[(sample >> 3) + 4096] for sample in samples)
