"""The sounds that come with Hoolin, or a site's own instead: speech in three languages, music for those who wait, tones.

A site's own file of the same name (`<language>/<name>.au`, made by `prompts.py`) is taken before the one that comes with Hoolin.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Final

from hoolin.channels.voice.media.speaking import moment, phrase
from hoolin.core.facts import Instant
from hoolin.core.site.rules import Language

SHIPPED: Final = Path(__file__).parent / "spoken"

TIMED: Final = frozenset({"promised_time", "answered_time", "closed_until"})
"""Phrases whose number is an instant."""


@cache
def shipped(language: str, name: str) -> Path | None:
    """One that comes with Hoolin; None where there is none."""
    file = SHIPPED / language / f"{name}.au"
    return file if file.is_file() else None


class SystemSounds:
    """zone: the site's. now: the instant. own: a folder with a site's own sounds."""

    def __init__(self, zone: tzinfo = UTC, now: Callable[[], Instant] = lambda: 0, own: Path | None = None) -> None:
        self.zone = zone
        self.now = now
        self.own = own

    def say(self, language: Language, phrases: Sequence[tuple[str, tuple[int, ...]]]) -> tuple[Path, ...]:
        """The files that say these phrases, one after another; what there is no sound for is left out. A phrase is a word, and the
        numbers that belong into it: places, minutes, or an instant.
        """
        found = (
            self._file(language, name) for word, numbers in phrases for name in self._names(language, word, numbers)
        )
        return tuple(file for file in found if file is not None)

    def _names(self, language: Language, word: str, numbers: tuple[int, ...]) -> Iterator[str]:
        if word in TIMED and numbers:
            return moment(language, word, self._local(numbers[0]), self._local(self.now()))
        return phrase(language, word, numbers)

    def _local(self, instant: Instant) -> datetime:
        return datetime.fromtimestamp(instant / 1_000, self.zone)

    def _file(self, language: str, name: str) -> Path | None:
        # A text first: to make a path takes longer than to look whether it is there.
        if self.own is not None and os.path.isfile(file := f"{self.own}/{language}/{name}.au"):  # noqa: PTH113
            return Path(file)
        return shipped(language, name)

    def music(self) -> tuple[Path, ...]:
        """For whoever waits; it can be repeated without a seam."""
        return self._tone("music")

    def tone(self) -> tuple[Path, ...]:
        """It rings at the other end; to be repeated."""
        return self._tone("ring")

    def beep(self) -> tuple[Path, ...]:
        """Now a message may be spoken."""
        return self._tone("beep")

    def _tone(self, name: str) -> tuple[Path, ...]:
        file = self._file("tones", name)
        return (file,) if file is not None else ()
