"""A-law and µ-law are the ones of ITU-T G.711."""

from array import array

from hoolin.channels.voice.media.g711 import FROM_ALAW, FROM_ULAW, SILENCE, alaw_samples, to_alaw


def test_known_values() -> None:
    """Ends, middle and steps as the recommendation's tables have them, on a scale of 16 bits."""
    assert (FROM_ALAW[0xD5], FROM_ALAW[0x55], FROM_ALAW[0xAA], FROM_ALAW[0x2A]) == (8, -8, 32_256, -32_256)
    assert (FROM_ALAW[0x80], FROM_ALAW[0x00], FROM_ALAW[0xC5]) == (5_504, -5_504, 264)
    assert (FROM_ULAW[0xFF], FROM_ULAW[0x7F], FROM_ULAW[0x80], FROM_ULAW[0x00]) == (0, 0, 32_124, -32_124)
    assert len(set(FROM_ALAW)) == 256
    assert SILENCE == b"\xd5"


def test_every_byte_comes_back() -> None:
    """To samples and back, each byte is the same."""
    every = bytes(range(256))
    assert to_alaw(alaw_samples(every)) == every


def test_every_sample_goes_to_the_nearest_step() -> None:
    """No sample is further from what it becomes than half the width of the step it lies in, and order is kept."""
    samples = array("h", range(-32_768, 32_768, 7))
    back = alaw_samples(to_alaw(samples))
    assert all(abs(one - other) <= max(8, abs(one) // 31 + 8) for one, other in zip(samples, back, strict=True))
    assert list(back) == sorted(back)
