"""What a site has of one person as one page to read: no scripts, nothing fetched from anywhere, everything escaped."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from typing import Any, Final
from zoneinfo import ZoneInfo

from hoolin.core.facts import Instant
from hoolin.wiring.settings import HoolinSettings

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "et": {
        "title": "Teie andmed", "made": "{operator}, koostatud {at}.", "whole": "Siin on see, mida inimene loeb. Kõik, ka see, mida siin ei ole, on failis export.json.",
        "names": "Kuidas teid kutsutakse", "identities": "Kuidas teid kätte saab", "conversations": "Vestlused", "notes": "Mida teie kohta üles kirjutati",
        "customer": "Teie", "agent": "Meie", "system": "Süsteem", "none": "Midagi ei ole.",
    },
    "ru": {
        "title": "Ваши данные", "made": "{operator}, составлено {at}.", "whole": "Здесь то, что читает человек. Всё, и то, чего здесь нет, — в файле export.json.",
        "names": "Как вас зовут", "identities": "Как с вами связаться", "conversations": "Разговоры", "notes": "Что о вас записано",
        "customer": "Вы", "agent": "Мы", "system": "Система", "none": "Ничего нет.",
    },
    "en": {
        "title": "Your data", "made": "{operator}, made {at}.", "whole": "This is what a person reads. Everything, also what is not here, is in export.json.",
        "names": "What you are called", "identities": "How you are reached", "conversations": "Conversations", "notes": "What was written down about you",
        "customer": "You", "agent": "We", "system": "System", "none": "There is nothing.",
    },
}  # fmt: skip

STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1a2530;background:#fff}"
    "article{border-top:1px solid #767f88;padding:.5rem 0}dt{font-weight:600}dd{margin:0 0 .75rem;white-space:pre-wrap;overflow-wrap:anywhere}"
)


def page(language: str, told: Mapping[str, Any], settings: HoolinSettings, now: Instant) -> str:
    """The page, in one of our languages (Estonian where it is another). told: see `exporting`. Times are those of the site's zone."""
    spoken = language if language in WORDS else "et"
    return "".join(_lines(spoken, WORDS[spoken], told, settings, now))


def _lines(
    spoken: str, words: Mapping[str, str], told: Mapping[str, Any], settings: HoolinSettings, now: Instant
) -> Iterator[str]:
    zone = ZoneInfo(settings.time_zone)

    def at(instant: Instant) -> str:
        return datetime.fromtimestamp(instant / 1000, zone).strftime("%d.%m.%Y %H:%M")

    title = escape(words["title"])
    yield f'<!doctype html><html lang="{spoken}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    yield "<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield f"<title>{title}</title><style>{STYLE}</style></head><body><h1>{title}</h1>"
    yield f"<p>{escape(words['made'].format(operator=settings.operator, at=at(now)))} {escape(words['whole'])}</p>"
    yield from _list(words["names"], told["names"], words["none"])
    yield from _list(words["identities"], [value for _kind, value in told["identities"]], words["none"])
    yield f"<h2>{escape(words['conversations'])}</h2>"
    if not told["conversations"]:
        yield f"<p>{escape(words['none'])}</p>"
    for talk in told["conversations"]:
        yield f"<article><h3>{escape(talk['channel'])} · {at(talk['arrived_at'])}</h3><dl>"
        for message in talk["messages"]:
            yield f"<dt>{escape(words[message['speaker']])} · {at(message['at'])}</dt><dd>"
            yield escape("\n".join(part for part in (message["subject"], message["text"]) if part))
            for name, where in message["files"]:
                yield f'\n<a href="{escape(where)}">{escape(name or where)}</a>' if where else f"\n{escape(name)}"
            yield "</dd>"
        yield "</dl></article>"
    yield from _list(words["notes"], [f"{at(when)} · {text}" for when, text in told["notes"]], words["none"])
    yield "</body></html>\n"


def _list(title: str, items: list[str], none: str) -> Iterator[str]:
    yield f"<h2>{escape(title)}</h2>"
    yield "<ul>" + "".join(f"<li>{escape(one)}</li>" for one in items) + "</ul>" if items else f"<p>{escape(none)}</p>"
