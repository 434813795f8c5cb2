"""Uploaded sounds: whatever comes, what is kept is clean A-law of ours, or a refusal that says why."""

import asyncio
import struct
import subprocess
from array import array
from pathlib import Path

import pytest

from hoolin.channels.voice.media import prompts
from hoolin.channels.voice.media.g711 import RATE, alaw_samples, to_alaw
from hoolin.channels.voice.media.prompts import NoConverter, NoSound, kind_of, made
from hoolin.channels.voice.media.recording import write_wav
from hoolin.channels.voice.media.sounds import read_au
from hoolin.channels.voice.media.wav import RATES, resampled, to_telephone
from hoolin.core.errors import HoolinError, TooLarge
from tests.channels.voice.rtp_party import strength, tone

NOWHERE = "no-such-ffmpeg"

KINDS = {
    "wav": ("pcm_s16le", 44_100), "mp3": ("libmp3lame", 44_100), "ogg": ("libvorbis", 48_000), "flac": ("flac", 48_000),
    "m4a": ("aac", 44_100),
}  # fmt: skip


def sine_at(rate: int, hertz: float, seconds: float, size: int = 10_000) -> "array[int]":
    """A tone at another rate."""
    samples = tone(hertz * RATE / rate, seconds * rate / RATE, size)
    return samples


def wav_at(rate: int, samples: "array[int]", channels: int = 1) -> bytes:
    """A WAV at another rate."""
    body = samples.tobytes()
    head = struct.pack("<HHIIHH", 1, channels, rate, rate * 2 * channels, 2 * channels, 16)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + len(body))
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + head
        + b"data"
        + struct.pack("<I", len(body))
        + body
    )


def encoded(kind: str, folder: Path) -> bytes:
    """Two channels of 700 Hz and then 1,000, as ffmpeg writes this kind."""
    codec, rate = KINDS[kind]
    source, file = folder / "source.wav", folder / f"x.{kind}"
    source.write_bytes(write_wav(tone(700, 1.0) + tone(1_000, 1.0), 1))
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-i", source, "-ar", str(rate), "-ac", "2", "-c:a", codec, file],
        check=True, timeout=60,
    )  # fmt: skip
    return file.read_bytes()


def encoded_for(seconds: int, folder: Path) -> Path:
    """So much of one tone, in a small file."""
    file = folder / "long.flac"
    source = f"sine=500:d={seconds}:r=8000"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", source, file], check=True, timeout=90)
    return file


@pytest.mark.needs("ffmpeg")
@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_becomes_the_same_sound(kind: str, tmp_path: Path) -> None:
    """The tones of the upload are in what is kept, in order, at a telephone's rate."""
    sound = await made(encoded(kind, tmp_path))
    samples = alaw_samples(read_au(sound.au))
    assert 1_950 <= sound.ms <= 2_150
    half = len(samples) // 2
    assert strength(samples[800 : half - 800], 700) > 4_000 > 100 > strength(samples[800 : half - 800], 1_000)
    assert strength(samples[half + 800 : -1_600], 1_000) > 4_000 > 100 > strength(samples[half + 800 : -1_600], 700)


@pytest.mark.needs("ffmpeg")
async def test_nonsense_within_a_known_kind_is_refused(tmp_path: Path) -> None:
    """A file that begins as a sound and is none, or is cut off at its beginning, is refused, and nothing hangs."""
    for kind in KINDS:
        whole = encoded(kind, tmp_path)
        (tmp_path / f"x.{kind}").unlink()
        with pytest.raises(NoSound):
            await made(whole[:40] + bytes(200))
    with pytest.raises(NoSound):
        await made(b"ID3" + b"\x00" * 5_000)


@pytest.mark.needs("ffmpeg")
async def test_a_file_cannot_lead_elsewhere(tmp_path: Path) -> None:
    """Lists and references to other files are no sound, whatever they are called."""
    secret = tmp_path / "secret.wav"
    secret.write_bytes(write_wav(tone(700, 1.0), 1))
    for text in (f"ffconcat version 1.0\nfile '{secret}'\n", f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n"):
        with pytest.raises(NoSound):
            await made(text.encode())


async def test_other_kinds_are_told_by_their_bytes() -> None:
    """Pictures, programs and texts are refused before anything is started."""
    for file in (
        b"",
        b"x",
        b"\x89PNG\r\n\x1a\n" + bytes(99),
        b"\x7fELF" + bytes(99),
        b"hello" * 99,
        b"RIFF\0\0\0\0AVI ",
    ):
        assert kind_of(file) == ""
        with pytest.raises(NoSound):
            await made(file)


async def test_without_ffmpeg_wav_is_converted_and_the_rest_refused() -> None:
    """The same tone out of a studio's WAV; an MP3 is refused with a sentence that says what to do."""
    both = sine_at(44_100, 700, 1.0)
    stereo = array("h", bytes(4 * len(both)))
    stereo[0::2] = stereo[1::2] = both
    sound = await made(wav_at(44_100, stereo, 2), ffmpeg=NOWHERE)
    samples = alaw_samples(read_au(sound.au))
    assert 990 <= sound.ms <= 1_010
    assert strength(samples[800:-800], 700) > 9_000
    with pytest.raises(NoConverter, match="ffmpeg"):
        await made(b"ID3" + bytes(100), ffmpeg=NOWHERE)


async def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """More bytes, or more seconds, than a prompt has; silence, and next to nothing."""
    monkeypatch.setattr(prompts, "UPLOAD_BYTES_MAX", 1_000)
    with pytest.raises(TooLarge):
        await made(write_wav(tone(700, 1.0), 1), ffmpeg=NOWHERE)
    monkeypatch.undo()
    long = wav_at(8_000, array("h", bytes(2 * 8_000 * 181)))
    with pytest.raises(TooLarge):
        await made(long, ffmpeg=NOWHERE)
    for nothing in (tone(700, 0.05), array("h", bytes(16_000))):
        with pytest.raises(NoSound):
            await made(write_wav(nothing, 1), ffmpeg=NOWHERE)


@pytest.mark.needs("ffmpeg")
@pytest.mark.slow
async def test_hours_are_refused_in_seconds(tmp_path: Path) -> None:
    """A small file that holds two hours is not unpacked to its end."""
    file = encoded_for(7_200, tmp_path)
    assert file.stat().st_size < prompts.UPLOAD_BYTES_MAX
    async with asyncio.timeout(90):
        with pytest.raises(TooLarge):
            await made(file.read_bytes())


@pytest.mark.parametrize("rate", RATES[1:])
def test_what_a_telephone_cannot_carry_does_not_come_back_as_another_tone(rate: int) -> None:
    """Each rate: a tone of 1,000 Hz stays as it is; one of 5,000 Hz, which would fold to 3,000, is gone."""
    kept = resampled(sine_at(rate, 1_000, 0.4), rate)
    assert abs(len(kept) - 0.4 * RATE) <= 2
    assert 9_700 < strength(kept[400:-400], 1_000) < 10_300
    gone = resampled(sine_at(rate, 5_000, 0.4), rate)
    assert strength(gone[400:-400], 3_000) < 15


def test_each_way_of_writing_samples_is_read() -> None:
    """8, 24 and 32 bits, A-law and µ-law give the same tone as 16 bits."""
    sixteen = tone(700, 0.3, 12_000)

    def file(kind: int, bits: int, body: bytes) -> bytes:
        head = struct.pack("<HHIIHH", kind, 1, RATE, RATE * bits // 8, bits // 8, bits)
        return (
            b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0" + head + b"LIST\x03\0\0\0abc\0data" + struct.pack("<I", len(body)) + body
        )

    for kind, bits, body in (
        (1, 8, bytes((sample >> 8) + 128 for sample in sixteen)),
        (1, 24, b"".join(b"\0" + struct.pack("<h", sample) for sample in sixteen)),
        (1, 32, b"".join(b"\0\0" + struct.pack("<h", sample) for sample in sixteen)),
        (6, 8, to_alaw(sixteen)),
    ):
        samples = alaw_samples(to_telephone(file(kind, bits, body)))
        assert abs(strength(samples, 700) - 12_000) < 200, (kind, bits)


def test_no_wav_hangs_or_breaks_it() -> None:
    """Every way of cutting a WAV short, and of breaking its head, gives an answer or an error of ours."""
    whole = write_wav(tone(700, 0.02), 1)
    for end in range(len(whole)):
        try:
            to_telephone(whole[:end])
        except HoolinError:
            continue
    for at in range(44):
        for byte in (0, 1, 0x7F, 0xFF):
            try:
                to_telephone(whole[:at] + bytes((byte,)) + whole[at + 1 :])
            except HoolinError:
                continue
