"""Which sounds, one after another, say what Hoolin has to say by itself. Pure.

Numbers, minutes and times of day are put together from words, in the order and the form that each language asks for: they are
spoken as a person would say them, not read out digit by digit. What is too large to be said well is said in other words.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from hoolin.core.site.rules import Language

NUMBER_MAX: Final = 99
"""The largest number that is said."""

MINUTES_MAX: Final = 60
"""A longer wait is "more than an hour"."""

STEP_MINUTES: Final = 5
"""Times of day are said to five minutes: nobody keeps a promise of a callback to the minute."""


def number(value: int, form: str = "n") -> Iterator[str]:
    """The words of a number from 0 to 99. form: "n", or "of" where a language bends it."""
    if value < 20:
        yield f"{form}{value}"
        return
    yield f"{form}{value // 10 * 10}"
    if value % 10:
        yield f"{form}{value % 10}"


def phrase(language: Language, word: str, numbers: tuple[int, ...]) -> Iterator[str]:
    """The sounds of one phrase that is a sentence, or has numbers from 0 on. Times are said by `moment`."""
    if word == "place" and numbers[0] > NUMBER_MAX:
        yield "place_many"
    elif word in ("wait_up_to", "wait_between") and numbers[-1] > MINUTES_MAX:
        yield "wait_long"
    elif word == "place":
        yield word
        yield from number(numbers[0])
    elif word in ("wait_up_to", "wait_between"):
        yield word
        yield from _minutes(language, numbers)
    else:
        yield word


def _minutes(language: Language, numbers: tuple[int, ...]) -> Iterator[str]:
    form = "of" if language == "ru" else "n"
    for at, value in enumerate(numbers):
        if at:
            yield "until"
        yield from number(value, form)
    last = numbers[-1]
    one = last % 10 == 1 and last != 11 if language == "ru" else last == 1
    yield "minute" if one else "minutes"


def moment(language: Language, word: str, when: datetime, now: datetime) -> Iterator[str]:
    """A phrase that ends in a time of day, and in a day when it is not today. Both in the site's own time."""
    yield word
    days = (when.date() - now.date()).days
    if days == 1:
        yield "tomorrow"
    elif days > 1:
        yield f"day{when.weekday()}"
    yield "at"
    yield from clock(language, when.hour, when.minute // STEP_MINUTES * STEP_MINUTES)


def clock(language: Language, hour: int, minute: int) -> Iterator[str]:
    """A time of day."""
    yield from number(hour)
    if language == "ru":
        # 1 час, 2–4 часа, 5–20 часов, 21 час, 22–23 часа.
        last = hour % 10 if not 11 <= hour <= 14 else 0
        yield "hour" if last == 1 else "hours_few" if 2 <= last <= 4 else "hours"
        if minute:
            yield from number(minute)
            yield "minutes"
        return
    if minute:
        if minute < 10:
            # "Nine oh five", "kell üheksa null viis".
            yield "oh" if language == "en" else "n0"
        yield from number(minute)
