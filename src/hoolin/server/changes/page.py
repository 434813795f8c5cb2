"""The pages as HTML: one style, no script, everything that anybody wrote escaped."""

import base64
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from hoolin.core.site.rules import Language
from hoolin.server.changes.words import helped, say, say_day

NAMES: dict[Language, str] = {"et": "Eesti", "ru": "Русский", "en": "English"}


@cache
def style() -> str:
    """The style sheet, within the pages."""
    return (files("hoolin.server.changes") / "page.css").read_text(encoding="utf-8")


@cache
def policy() -> str:
    """What a browser may do with them: show them in our style, and send our form to us."""
    digest = base64.b64encode(sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def changes_page(
    changes: Iterable[Mapping[str, Any]], language: Language, languages: Iterable[Language], operator: str
) -> str:
    """All changes. changes: as `ImprovementOffice.changes` tells them."""
    spoken = tuple(languages)
    told = [_change(one, language, spoken) for one in changes]
    listed = (
        f'<ol class="changes">{"".join(told)}</ol>' if told else f'<p class="none">{escape(say(language, "none"))}</p>'
    )
    words = {
        key: escape(say(language, key))
        for key in ("title", "lead", "measured", "more", "contact", "prices", "mirror", "data")
    }
    main = f"""<h1>{words["title"]}</h1>
<p class="lead">{words["lead"]}</p>
<p class="muted">{words["measured"]}</p>
{listed}"""
    foot = f"""<footer><nav aria-label="{words["more"]}"><ul>
<li><a href="/contact?language={language}">{words["contact"]}</a></li>
<li><a href="/prices?language={language}">{words["prices"]}</a></li>
<li><a href="/mirror?language={language}">{words["mirror"]}</a></li>
<li><a href="/changes.json">{words["data"]}</a></li>
</ul></nav></footer>"""
    return _whole(language, spoken, operator, say(language, "title"), main, foot, "/changes?language=")


def stop_page(
    token: str, state: str, language: Language, languages: Iterable[Language], operator: str
) -> str:  # fmt: skip
    """Where whoever was written to says that they want no more. state: `ask`, `stopped`, `again`, `no_link`."""
    words = {key: escape(say(language, key)) for key in ("stop", "stop_do", "again_do", "to_changes")}
    said = escape(say(language, {"ask": "stop_lead"}.get(state, state)))
    to = quote(token, safe="")
    label, wanted = (words["again_do"], 1) if state == "stopped" else (words["stop_do"], 0)
    form = f"""<form method="post" action="/changes/stop?language={language}&amp;to={to}&amp;wanted={wanted}">
<button type="submit">{label}</button></form>"""
    main = f"""<h1>{words["stop"]}</h1>
<p class="lead"{' role="status"' if state != "ask" else ""}>{said}</p>
{form if state != "no_link" else ""}
<p><a href="/changes?language={language}">{words["to_changes"]}</a></p>"""
    return _whole(language, languages, operator, say(language, "stop"), main, "", f"/changes/stop?to={to}&language=")


def _change(one: Mapping[str, Any], language: Language, languages: tuple[Language, ...]) -> str:
    day = date.fromisoformat(one["day"])
    verified = one["verified"]
    proved = ""
    if verified is not None:
        said = helped(language, verified["fewer_share"], verified["low"], verified["high"])
        proved = f'<p class="helped">{escape(said)}</p>'
    # What was announced before the site spoke this language is said in one that it was announced in.
    said_in = next((each for each in (language, *languages) if one["text"].said(each).strip()), language)
    lang = f' lang="{said_in}"' if said_in != language else ""
    text = f'<p class="what"{lang}>{escape(str(one["text"].said(said_in)))}</p>'
    return f'<li><time datetime="{day.isoformat()}">{say_day(language, day)}</time>{text}{proved}</li>'


def _whole(
    language: Language, languages: Iterable[Language], operator: str, title: str, main: str, foot: str, here: str
) -> str:  # fmt: skip
    links = "".join(
        f'<li><a href="{escape(here)}{one}" lang="{one}" hreflang="{one}"{" aria-current=page" if one == language else ""}>{NAMES[one]}</a></li>'
        for one in languages
    )
    name = escape(operator)
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)} · {name}</title>
<style>{style()}</style>
</head>
<body>
<header><p class="operator">{name}</p><nav aria-label="{escape(say(language, "languages"))}"><ul>{links}</ul></nav></header>
<main>
{main}
</main>
{foot}
</body>
</html>
"""
