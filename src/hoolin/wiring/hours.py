"""Hours as they are set when it is asked: when customers can be called back (until any are set, every day from nine to six), when a queue opens
next, and how a promised instant is said.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hoolin.cases.api import callbacks, promises
from hoolin.catalogue.api import LocalDay
from hoolin.channels.callback.manifest import CHANNEL
from hoolin.core.facts import Instant
from hoolin.core.flow.desk import NextOpen, SayWhen
from hoolin.core.interaction.site import Site
from hoolin.core.site.hours import DAYS, Hours, Span
from hoolin.core.site.rules import Language
from hoolin.workforce.api import open_between, opening


def local(at: Instant, zone: str) -> datetime:
    """An instant on this zone's clock."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(zone))


USUAL = Hours(week=dict.fromkeys(DAYS, (Span(opens="09:00", closes="18:00"),)))


def callback_hours(site: Site, zone: str) -> callbacks.OpenBetween:
    """As they are set when it is asked."""
    return open_on(site, zone, CHANNEL)


def open_on(site: Site, zone: str, channel: str) -> callbacks.OpenBetween:
    """When a channel is open, as it is set when it is asked."""

    def between(since: Instant, until: Instant) -> Iterator[tuple[Instant, Instant]]:
        return open_between(site.kept.hours_of(channel) or USUAL, since, until, zone)

    return between


def next_opening(zone: str) -> NextOpen:
    """When hours are open next, on this zone's clock."""

    def next_open(hours: Hours, now: Instant) -> Instant | None:
        found = opening(hours, now, zone)
        return now if found.open else found.opens_at

    return next_open


AT_ONCE: dict[Language, str] = {
    "et": "järjekorras, niipea kui keegi vabaneb",
    "ru": "в порядке очереди, как только кто-то освободится",
    "en": "in your turn, as soon as somebody is free",
}

ON_DAY: dict[Language, str] = {
    "et": "{day} {date} kell {clock}",
    "ru": "{day} {date} в {clock}",
    "en": "on {day} {date} at {clock}",
}

ON_WEEKDAY: dict[Language, tuple[str, ...]] = {
    "et": ("esmaspäeval", "teisipäeval", "kolmapäeval", "neljapäeval", "reedel", "laupäeval", "pühapäeval"),
    "ru": ("в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def say_when(zone: str) -> SayWhen:
    """A promised instant in words, on this zone's clock."""

    def said(when: Instant, language: Language) -> str:
        if not when:
            return AT_ONCE[language]
        there = local(when, zone)
        day = ON_WEEKDAY[language][there.weekday()]
        return ON_DAY[language].format(day=day, date=f"{there:%d.%m}", clock=f"{there.hour}:{there:%M}")

    return said


def day_of(zone: str) -> promises.DayOf:
    """The days of this zone: when they begin, their noon, and when the next begins."""

    def day(at: Instant, ahead: int) -> promises.Day:
        date = local(at, zone).date() + timedelta(days=ahead)
        begins, noon, ends = (
            round(datetime.combine(on, time(hour), ZoneInfo(zone)).timestamp() * 1000)
            for on, hour in ((date, 0), (date, 12), (date + timedelta(days=1), 0))
        )
        return promises.Day(begins, noon, ends)

    return day


def local_day(zone: str) -> Callable[[Instant], LocalDay]:
    """Year, month and day of an instant in this zone."""

    def day(at: Instant) -> LocalDay:
        there = local(at, zone)
        return there.year, there.month, there.day

    return day
