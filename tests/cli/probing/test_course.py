"""A probe on the telephone takes nobody for a person who presses no key, and says rather later than earlier when one was there."""

import itertools
import random
import sys
from array import array
from dataclasses import dataclass
from pathlib import Path

import pytest

from hoolin.channels.voice.media.g711 import SILENCE, alaw_samples, to_alaw
from hoolin.channels.voice.media.sounds import read_au
from hoolin.channels.voice.media.system_sounds import SHIPPED
from hoolin.cli.probing.caller import spoken
from hoolin.cli.probing.course import NOTICED_MS, Course
from hoolin.cli.probing.ear import WINDOW, loudness, nature
from hoolin.core.site.rules import Language

FRAME = 160
LANGUAGES: tuple[Language, ...] = ("et", "ru", "en")
MS = 8
"""Bytes in a millisecond."""


def sound(name: str) -> bytes:
    """One that ships."""
    return read_au((SHIPPED / f"{name}.au").read_bytes())


def noisy(alaw: bytes, size: int, seed: int) -> bytes:
    """The same on a line that is never quite silent."""
    chance = random.Random(seed)
    return to_alaw(
        array("h", (max(-32_000, min(32_000, one + chance.randint(-size, size))) for one in alaw_samples(alaw)))
    )


def natures(alaw: bytes) -> list[str]:
    """Of every second in it, one each tenth."""
    levels = [loudness(alaw[at : at + FRAME]) for at in range(0, len(alaw) - FRAME + 1, FRAME)]
    return [nature(tuple(levels[at : at + WINDOW])) for at in range(0, len(levels) - WINDOW + 1, 5)]


@pytest.mark.parametrize("size", [0, 40, 80])
def test_music_is_no_speech_and_speech_no_music(size: int) -> None:
    """In every second of the music and of the ringing that ship, and in nearly every one of speech in three languages, also on a poor line."""
    for name in ("tones/music", "tones/ring"):
        assert "talk" not in natures(noisy(sound(name), size, 1)), name
    assert set(natures(noisy(SILENCE * 40_000, size, 2))) == {"still"}
    for language in LANGUAGES:
        files = [
            f"{language}/{name}" for name in ("welcome", "busy", "callback_key", "promised_place", "survey", "message")
        ]
        heard = natures(noisy(b"".join(map(sound, files)), size, 3))
        assert heard.count("talk") > 0.97 * len(heard), language


@dataclass
class Line:
    """What comes of the other side, in order; person: ms at which somebody is there, None where nobody ever is. key: ms from the end of the
    question that they hear whole to their key; None where they press none.
    """

    alaw: bytes
    person: int | None
    key: int | None = 1_500


def run(line: Line, press: str = "0") -> tuple[Course, int]:
    """A probe on this line; whoever is there presses a key after the first question that was begun while they were. Gives the course and how
    long the line was.
    """
    said_ms = len(spoken("et", "probe_ask")) // MS
    course = Course(0, press, said_ms)
    due: int | None = None
    length = len(line.alaw) // MS
    for now in range(0, length, 20):
        course.hear(line.alaw[now * MS : now * MS + FRAME], now)
        course.press(now)
        if course.asks(now) and line.person is not None and line.key is not None and due is None and now >= line.person:
            due = now + said_ms + line.key
        if due is not None and now >= due:
            assert course.pressed("5", now)
            return course, now
    return course, length


def before(seed: int) -> bytes:
    """What a customer hears until somebody is there: announcements, music, ringing, by chance; 10 to 90 seconds."""
    chance = random.Random(seed)
    parts: list[bytes] = [SILENCE * MS * chance.randint(100, 900), sound("et/welcome")]
    wanted = chance.randint(10_000, 90_000) * MS
    while sum(map(len, parts)) < wanted:
        parts.append(
            chance.choice(
                (
                    sound("tones/music")[: MS * chance.randint(2_000, 24_000)],
                    sound("tones/ring") * chance.randint(1, 3),
                    b"".join(sound(f"{chance.choice(LANGUAGES)}/{name}") for name in ("busy", "callback_key")),
                    sound("ru/place") + sound("ru/n7") + sound("ru/wait_long"),
                )
            )
        )
    parts.append(sound("tones/music")[: MS * chance.randint(3_000, 9_000)])
    return b"".join(parts)


def greeting(seed: int, words: str) -> bytes:
    """A person: they pick up, say their words or nothing, and listen."""
    chance = random.Random(seed)
    said = sound(words) if words else b""
    return SILENCE * MS * chance.randint(200, 1_200) + said + SILENCE * MS * 40_000


def test_an_automaton_is_never_a_person() -> None:
    """Announcements, music and ringing for minutes: it asks, and is answered by nobody."""
    asked = 0
    for seed in range(12):
        course, _ = run(Line(before(seed) + before(seed + 100), None))
        assert course.person_at is None
        asked += course.asked
    sys.stdout.write(f"12 lines without a person: 0 taken for one; asked {asked} times in vain\n")


@pytest.mark.parametrize("words", ["en/welcome", "et/connecting", ""])
def test_a_person_is_found_and_not_before_they_were_there(words: str) -> None:
    """Whoever greets, or says nothing at all, is found on every line; said to have been there never earlier than they were by more than the ear
    takes to notice, and seldom much later.
    """
    errors = []
    for seed in range(20):
        line = before(seed)
        person = len(line) // MS
        course, _ = run(Line(line + greeting(seed, words), person))
        assert course.person_at is not None, seed
        errors.append(course.person_at - person)
    errors.sort()
    sys.stdout.write(
        f"{words or 'silent'}: error ms least {errors[0]}, half {errors[10]}, nine of ten {errors[17]}, most {errors[-1]}\n"
    )
    assert errors[0] >= -NOTICED_MS
    assert errors[10] <= 3_000
    assert errors[-1] <= 20_000


def test_who_presses_nothing_is_not_found() -> None:
    """A person who says something and presses no key cannot be told from an announcement, and is not."""
    line = before(1)
    course, _ = run(Line(line + greeting(1, "en/welcome"), len(line) // MS, None))
    assert course.person_at is None
    assert course.asked >= 1


def test_a_key_before_any_question_is_no_answer() -> None:
    """Some exchanges send keys of their own at the beginning."""
    course = Course(0, "0", 5_000)
    assert not course.pressed("1", 100)
    assert course.person_at is None


def test_the_key_for_a_person_is_pressed_once() -> None:
    """Two seconds into the first announcement, or after five of silence; where there is none, never."""
    for key, alaw, least, most in (
        ("0", sound("et/busy"), 2_000, 4_000), ("0", SILENCE * MS * 9_000, 5_000, 5_040), ("", sound("et/busy"), -1, -1),
    ):  # fmt: skip
        course, pressed = Course(0, key, 5_000), []
        for now in itertools.chain(range(0, 9_000, 20)):
            course.hear((alaw + SILENCE * MS * 9_000)[now * MS : now * MS + FRAME], now)
            if course.press(now):
                pressed.append(now)
        assert len(pressed) == (1 if key else 0)
        assert all(least <= one <= most for one in pressed)
        assert course.asked == 0


def test_every_sentence_is_short(tmp_path: Path) -> None:
    """A person's time is taken for seconds: the question lasts seven at most, the thanks three."""
    for language in LANGUAGES:
        assert len(spoken(language, "probe_ask")) < 7_000 * MS
        assert len(spoken(language, "probe_thanks")) < 3_000 * MS
