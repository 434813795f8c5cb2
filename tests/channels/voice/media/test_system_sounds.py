"""What Hoolin says by itself: every phrase in every language, as a person would say it, in small files that ship."""

import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hoolin.channels.voice.media.g711 import RATE, alaw_samples
from hoolin.channels.voice.media.port import SOUNDS_MAX
from hoolin.channels.voice.media.sounds import read_au, write_au
from hoolin.channels.voice.media.system_sounds import SHIPPED, SystemSounds
from hoolin.core.site.rules import Language

LANGUAGES: tuple[Language, ...] = ("et", "ru", "en")
TEXTS = tomllib.loads((SHIPPED / "texts.toml").read_text(encoding="utf-8"))
TALLINN = ZoneInfo("Europe/Tallinn")


def instant(*when: int) -> int:
    """A time in Tallinn, as an instant."""
    return int(datetime(*when, tzinfo=TALLINN).timestamp() * 1_000)  # type: ignore[misc, arg-type]


def words(language: Language, *phrases: tuple[str, tuple[int, ...]], now: int = 0) -> list[str]:
    """The text of what is said."""
    told = TEXTS[language]
    said = []
    for file in SystemSounds(TALLINN, lambda: now).say(language, phrases):
        name = file.stem
        for form, key in (("day", "weekdays"), ("of", "of"), ("n", "numbers")):
            if name.startswith(form) and name[len(form) :].isdigit():
                at = int(name[len(form) :])
                said.append(told["words"][key][at if at < 20 else 18 + at // 10])
                break
        else:
            said.append({**told["texts"], **told["parts"]}[name])
    return said


def test_numbers_are_said_as_a_person_would() -> None:
    """Places, waits and times, in each language."""
    assert words("et", ("place", (23,))) == ["Teie koht järjekorras on", "kakskümmend", "kolm"]
    assert words("en", ("place", (90,))) == ["Your place in line is number", "ninety"]
    assert words("ru", ("wait_between", (5, 21))) == ["Время ожидания от", "пяти", "до", "двадцати", "одной", "минуты"]
    assert words("et", ("wait_between", (5, 10))) == ["Ooteaeg on", "viis", "kuni", "kümme", "minutit"]
    assert words("en", ("wait_up_to", (12,))) == ["The wait is up to", "twelve", "minutes"]
    assert words("ru", ("wait_up_to", (11,)))[1:] == ["одиннадцати", "минут"]
    assert words("en", ("wait_up_to", (61,))) == ["The wait is more than an hour."]
    assert words("ru", ("place", (100,))) == ["Перед вами в очереди более ста человек."]


def test_times_are_the_sites_own() -> None:
    """A promise for today, tomorrow and next Friday; five past nine; nought hours; one, two and five o'clock in Russian."""
    now = instant(2026, 3, 2, 8, 0)
    later = (("promised_time", (instant(2026, 3, 2, 14, 32),)),)
    assert words("et", *later, now=now) == ["Helistame teile tagasi", "kell", "neliteist", "kolmkümmend"]
    assert words("ru", *later, now=now)[1:] == ["в", "четырнадцать", "часов", "тридцать", "минут"]
    assert words("en", ("promised_time", (instant(2026, 3, 3, 9, 5),)), now=now)[1:] == [
        "tomorrow",
        "at",
        "nine",
        "oh",
        "five",
    ]
    assert words("en", ("closed_until", (instant(2026, 3, 6, 9, 0),)), now=now)[1:] == ["on Friday", "at", "nine"]
    hours = {
        hour: words("ru", ("promised_time", (instant(2026, 3, 2, hour),)), now=now)[-1]
        for hour in (0, 1, 3, 11, 12, 21, 22)
    }
    assert hours == {0: "часов", 1: "час", 3: "часа", 11: "часов", 12: "часов", 21: "час", 22: "часа"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_its_sound(language: Language) -> None:
    """Every text, part, number and day of a language has a file that is no silence and no novel; so has all that can be said."""
    told = TEXTS[language]
    names = [*told["texts"], *told["parts"], *(f"day{day}" for day in range(7))]
    names += [f"n{number}" for number in (*range(20), *range(20, 100, 10))]
    if "of" in told["words"]:
        names += [f"of{number}" for number in (*range(20), *range(20, 70, 10))]
    assert {file.stem for file in (SHIPPED / language).iterdir()} == set(names)
    for name in names:
        samples = alaw_samples(read_au((SHIPPED / language / f"{name}.au").read_bytes()))
        assert 0.15 <= len(samples) / RATE <= 10.0, name
        assert max(map(abs, samples)) > 10_000, name
    sounds = SystemSounds(UTC)
    for number in range(120):
        for phrase in (("place", (number,)), ("wait_up_to", (number,)), ("wait_between", (number // 2, number))):
            said = [file.stem for file in sounds.say(language, (phrase,))]
            assert said == [*sounds._names(language, *phrase)]
    longest = (("place", (77,)), ("wait_between", (27, 59)), ("callback_key", ()), ("promised_time", (86_399_000,)))
    assert len(sounds.say(language, longest)) <= SOUNDS_MAX


def test_it_ships_small() -> None:
    """All of it together stays under four and a quarter million bytes."""
    assert sum(file.stat().st_size for file in SHIPPED.rglob("*.au")) < 4_250_000


def test_music_has_no_seam_and_no_pauses() -> None:
    """It lasts a while, never falls silent for a second, and its end meets its beginning."""
    (file,) = SystemSounds().music()
    samples = alaw_samples(read_au(file.read_bytes()))
    assert len(samples) / RATE > 20
    for begin in range(0, len(samples), RATE):
        assert max(map(abs, samples[begin : begin + RATE])) > 1_000
    steps = sorted(abs(b - a) for a, b in pairwise(samples))
    assert abs(samples[0] - samples[-1]) <= steps[int(len(steps) * 0.995)]


def test_a_sites_own_sound_comes_first(tmp_path: Path) -> None:
    """What a site has recorded is taken, the rest is ours; what nobody has is left out."""
    (tmp_path / "et").mkdir()
    (tmp_path / "et" / "welcome.au").write_bytes(write_au(b"\xd5" * 800))
    sounds = SystemSounds(own=tmp_path)
    assert sounds.say("et", (("welcome", ()), ("next", ()), ("no_such_thing", ()))) == (
        tmp_path / "et" / "welcome.au", SHIPPED / "et" / "next.au",
    )  # fmt: skip


@pytest.mark.needs("espeak-ng")
@pytest.mark.slow
def test_they_can_be_made_anew(tmp_path: Path) -> None:
    """The script makes every file of a language that ships, about as long as it is."""
    order = [sys.executable, "scripts/sounds.py", "--only", "en", "--out", str(tmp_path)]
    subprocess.run(order, check=True, timeout=110, capture_output=True)
    made = {file.name: file.stat().st_size for file in (tmp_path / "en").glob("*.au")}
    ours = {file.name: file.stat().st_size for file in (SHIPPED / "en").glob("*.au")}
    assert made.keys() == ours.keys()
    assert all(abs(made[name] - ours[name]) < 0.25 * ours[name] + 1_600 for name in ours)
