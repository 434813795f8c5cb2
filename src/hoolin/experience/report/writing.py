"""How words, numbers and days are written in a language; as the pages write them."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from hoolin.core.site.rules import Language
from hoolin.experience.report.month import day_of

NBSP = "\u00a0"
DASH = "\u2013"
MINUS = "\u2212"

SEPARATORS: dict[Language, tuple[str, str]] = {"et": (NBSP, ","), "ru": (NBSP, ","), "en": (",", ".")}
"""Between thousands, and before the fraction."""

PERCENT: dict[Language, str] = {"et": "%", "ru": f"{NBSP}%", "en": "%"}
UNITS: dict[Language, tuple[str, str, str, str]] = {
    "et": ("s", "min", "h", "päeva"), "ru": ("с", "мин", "ч", "дн."), "en": ("s", "min", "h", "days"),
}  # fmt: skip
DAYS: dict[Language, str] = {
    "et": "{day}. {month} {year}",
    "ru": "{day} {month} {year} г.",
    "en": "{day} {month} {year}",
}

SECOND_MS = 1_000
MINUTE_MS = 60_000
HOUR_MS = 3_600_000
DAY_MS = 86_400_000


@cache
def _texts(language: Language) -> dict[str, str]:
    file = files("hoolin.experience.report") / "texts" / f"{language}.json"
    return msgspec.json.decode(file.read_bytes(), type=dict[str, str])


class Voice:
    """Everything that is said, in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts = _texts(language)

    def say(self, key: str, /, **parts: Any) -> str:
        """A text, filled."""
        return self._texts[key].format(**parts)

    def named(self, kind: str, code: str) -> str:
        """A channel; one that has no name of ours is written as it is called."""
        written = code.replace("_", " ")
        return self._texts.get(f"{kind}.{code}", written[:1].upper() + written[1:])

    def number(self, value: float, digits: int = 0) -> str:
        """`1 234,5`. In Estonian four digits stay together."""
        between, point = SEPARATORS[self.language]
        whole, _, fraction = f"{abs(value):.{digits}f}".partition(".")
        first = 5 if self.language == "et" else 4
        if len(whole) >= first:
            whole = f"{int(whole):,}".replace(",", between)
        minus = MINUS if value < 0 and float(f"{value:.{digits}f}") != 0 else ""
        return f"{minus}{whole}{point}{fraction}" if fraction else f"{minus}{whole}"

    def share(self, value: float, digits: int = 1) -> str:
        """In percent."""
        return self.number(100 * value, digits) + PERCENT[self.language]

    def duration(self, ms: float) -> str:
        """In the two largest units that matter."""
        second, minute, hour, days = UNITS[self.language]
        seconds = round(ms / SECOND_MS)
        if seconds < 60:
            return f"{seconds}{NBSP}{second}"
        if ms < HOUR_MS:
            rest = f" {seconds % 60}{NBSP}{second}" if seconds % 60 else ""
            return f"{seconds // 60}{NBSP}{minute}{rest}"
        minutes = round(ms / MINUTE_MS)
        if ms < 2 * DAY_MS:
            rest = f" {minutes % 60}{NBSP}{minute}" if minutes % 60 else ""
            return f"{minutes // 60}{NBSP}{hour}{rest}"
        return f"{self.number(ms / DAY_MS, 1)}{NBSP}{days}"

    def amount(self, value: float, unit: str) -> str:
        """A value in its unit."""
        if unit == "share":
            return self.share(value)
        if unit == "ms":
            return self.duration(value)
        if unit == "minutes":
            return f"{self.number(value, 1)}{NBSP}{UNITS[self.language][1]}"
        if unit == "score":
            return ("+" if round(value) > 0 else "") + self.number(value)
        return self.number(value, {"per_case": 2, "per_1000": 1}.get(unit, 0))

    def range(self, low: float | None, high: float | None, unit: str) -> str:
        """`66–76`; an end that nobody can know is left open."""
        if unit == "minutes":
            return self.range(low, high, "per_1000") + f"{NBSP}{UNITS[self.language][1]}"
        ends = ("…" if end is None else self.amount(end, unit) for end in (low, high))
        return (f"{NBSP}{DASH} " if unit in ("ms", "score") else DASH).join(ends)

    def day(self, day: date) -> str:
        """A day with its year."""
        month = self._texts[f"of_month.{day.month}"]
        return DAYS[self.language].format(day=day.day, month=month, year=day.year).replace(" ", NBSP, 1)

    def instant(self, at: int, zone: str) -> str:
        """The day of an instant."""
        return self.day(day_of(at, zone))

    def month(self, month: str) -> str:
        """`October 2026`."""
        year, number = month.split("-")
        return f"{self._texts[f'month.{int(number)}']} {year}"
