"""Make the sounds that come with Hoolin anew, from the texts beside them: speech by espeak-ng, music and tones by arithmetic.

    scripts/sounds.py [--out FOLDER] [--only et|ru|en|tones]

The music is ours: a slow round of four chords, each note a few sines that come and go, its end meeting its beginning.
"""

import argparse
import math
import subprocess
import sys
import tomllib
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hoolin.channels.voice.media.g711 import RATE, to_alaw
from hoolin.channels.voice.media.sounds import write_au
from hoolin.channels.voice.media.system_sounds import SHIPPED
from hoolin.channels.voice.media.wav import read_samples, resampled

WORDS_A_MINUTE = 150

LOUDEST = 20_000
"""Where the loudest sample of each sentence is put."""

QUIET = 250
"""Below this a sample is taken for silence, at either end."""

PAUSE_S = 0.35
"""After a sentence."""

BREATH_S = 0.06
"""After a word that others follow."""


def spoken(text: str, voice: str) -> "array[int]":
    """What espeak-ng says, at 8 kHz."""
    done = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(WORDS_A_MINUTE), "--stdout", text],
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    samples, rate = read_samples(done.stdout)
    return resampled(samples, rate)


def trimmed(samples: "array[int]", pause_s: float) -> "array[int]":
    """Without silence at its ends, as loud as the others, with a pause after it."""
    loud = [at for at, sample in enumerate(samples) if abs(sample) > QUIET]
    begin, end = max(loud[0] - 80, 0), min(loud[-1] + 400, len(samples))
    most = max(map(abs, samples))
    kept = array("h", (sample * LOUDEST // most for sample in samples[begin:end]))
    return kept + array("h", bytes(2 * int(pause_s * RATE)))


def speech(language: dict[str, Any]) -> Iterator[tuple[str, "array[int]"]]:
    """Every sentence and word of a language, by its name."""
    voice = language["voice"]
    for name, text in language["texts"].items():
        whole = text[-1] in ".!?"
        yield name, trimmed(spoken(text, voice), PAUSE_S if whole else BREATH_S)
    for name, text in language["parts"].items():
        yield name, trimmed(spoken(text, voice), PAUSE_S if name.startswith("minute") else BREATH_S)
    words = language["words"]
    for form, key in (("n", "numbers"), ("of", "of")):
        for at, text in enumerate(words.get(key, ())):
            yield f"{form}{at if at < 20 else (at - 18) * 10}", trimmed(spoken(text, voice), BREATH_S)
    for at, text in enumerate(words["weekdays"]):
        yield f"day{at}", trimmed(spoken(text, voice), BREATH_S)


CHORDS = ((57, 60, 64, 69), (53, 57, 60, 65), (48, 55, 60, 64), (55, 59, 62, 67))
"""A minor, F, C, G, as MIDI notes: calm, and in the middle of what a telephone carries once an octave is added."""

CHORD_S = 6.0


def music() -> "array[int]":
    """Twenty-four seconds that can be repeated."""
    length = int(CHORD_S * RATE)
    total = length * len(CHORDS)
    mixed = [0.0] * total
    for number, chord in enumerate(CHORDS):
        for place, note in enumerate(chord):
            # A pad that swells and fades into the next chord, and one plucked note after another above it.
            swell(mixed, number * length, int(1.5 * length), hertz(note + 12), 900)
            for pluck in range(2):
                begin = number * length + int((place + 4 * pluck) * CHORD_S / 8 * RATE)
                plucked(mixed, begin, hertz(note + 24), 1_500)
    return array("h", (int(max(-30_000, min(30_000, value))) for value in mixed))


def hertz(note: int) -> float:
    """The pitch of a MIDI note."""
    return float(440 * 2 ** ((note - 69) / 12))


def swell(mixed: list[float], begin: int, length: int, pitch: float, size: float) -> None:
    """A note that comes and goes."""
    step = 2 * math.pi * pitch / RATE
    for at in range(length):
        shape = math.sin(math.pi * at / length) ** 2
        wave = math.sin(step * at) + 0.3 * math.sin(2 * step * at) + 0.2 * math.sin(1.003 * step * at)
        mixed[(begin + at) % len(mixed)] += size * shape * wave


def plucked(mixed: list[float], begin: int, pitch: float, size: float) -> None:
    """A note that begins at once and dies away."""
    step = 2 * math.pi * pitch / RATE
    for at in range(int(1.8 * RATE)):
        shape = min(at / 80, 1.0) * math.exp(-at / (0.45 * RATE))
        mixed[(begin + at) % len(mixed)] += size * shape * math.sin(step * at)


def sine(pitch: float, seconds: float, size: int = 8_000) -> "array[int]":
    """A tone."""
    step = 2 * math.pi * pitch / RATE
    return array("h", (int(size * math.sin(step * at)) for at in range(int(seconds * RATE))))


def tones() -> Iterator[tuple[str, "array[int]"]]:
    """What is no speech. Ringing is 425 Hz, a second every five, as in most of Europe."""
    yield "music", music()
    yield "ring", sine(425, 1.0) + array("h", bytes(2 * 4 * RATE))
    yield "beep", sine(1_000, 0.4) + array("h", bytes(2 * RATE // 10))


def main() -> int:
    """Write them all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=SHIPPED)
    asked.add_argument("--only", default="")
    given = asked.parse_args()
    out: Path = given.out
    told = tomllib.loads((SHIPPED / "texts.toml").read_text(encoding="utf-8"))
    total = 0
    for folder, made in [("tones", tones()), *((name, speech(language)) for name, language in told.items())]:
        if given.only not in ("", folder):
            continue
        (out / folder).mkdir(parents=True, exist_ok=True)
        for name, samples in made:
            file = write_au(to_alaw(samples))
            (out / folder / f"{name}.au").write_bytes(file)
            total += len(file)
    print(f"sounds: {total:,} bytes, {total / RATE:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
