"""The weekly digest: every part is said in every language, what is nothing is said kindly, it fits a sheet, and no one's words get out of their place."""

import json
import re
from datetime import date
from importlib.resources import files
from string import Formatter
from typing import get_args

import msgspec
import pytest

from hoolin.catalogue.api import Words
from hoolin.core.site.rules import Language
from hoolin.insight.effects.verdict import Word
from hoolin.insight.load.line import Span
from hoolin.insight.paper import weekly
from hoolin.insight.paper.compared import Cost, Ratio
from hoolin.insight.paper.digest import LINES_MAX, name_of, written

LANGUAGES: tuple[Language, ...] = get_args(Language)
BILL = Words(et="Arve ei ole arusaadav", ru="Счёт непонятен", en="The bill is not clear")
FEWER, AVOIDED = Span(0.31, 0.18, 0.42), Span(412.0, 230.0, 604.0)
PARTS = ("rose", "costs", "new", "improved", "right")


def cost(code: str, **more: object) -> Cost:
    """What it would give back."""
    usual: dict[str, object] = {
        "code": code, "name": BILL, "hours": Span(41.6, 35.2, 48.9), "before": Span(30.0, 25.0, 36.0), "ratio": Ratio(1.387, 1.11, 1.74),
        "told": "more", "few": False,
    }  # fmt: skip
    return Cost(**(usual | more))  # type: ignore[arg-type]


def became(
    word: Word, before: Word | None = None, fewer: Span = FEWER, avoided: Span = AVOIDED
) -> weekly.Became:  # fmt: skip
    """A verdict."""
    title = "Arvel on <iga> summa"
    return weekly.Became(
        improvement="p1", title=title, word=word, before=before, fewer=fewer, avoided=avoided, days_after=21
    )


def digest(**more: object) -> weekly.Digest:
    """A week in which there was something of everything."""
    risen = weekly.Risen(
        code="bill", name=BILL, since=date(2026, 11, 24), raised=date(2026, 11, 25), rule="week", ratio=Span(1.62, 1.31, 1.99), seen=118.0, expected=72.8,
    )  # fmt: skip
    every = weekly.Risen(
        code="", name=None, since=date(2026, 11, 10), raised=date(2026, 11, 18), rule="day", ratio=Span(1.21, 1.08, 1.35), seen=1310.0, expected=1082.6,
    )  # fmt: skip
    usual: dict[str, object] = {
        "operator": "Põhjala Mobiil & Ko", "week": "2026-W48", "first": date(2026, 11, 23), "last": date(2026, 11, 29), "page": "https://abi.example",
        "rose": weekly.Rose(alarms=(every, risen), false_a_year=12.0, too_early=False),
        "costs": (
            cost("bill"), cost("roaming", told=None, few=True), cost("sim", ratio=None, told=None), cost("moving", ratio=Ratio(0.5, 0.2, None), told=None),
            cost("outage", told="fewer", ratio=Ratio(0.5, 0.4, 0.7)),
        ),
        "unnamed": weekly.Unnamed(61, 1204, weekly.Share(0.0507, 0.0396, 0.0646, 1204)),
        "shipped": (weekly.Shipped("p2", "Hinnad ühel lehel", date(2026, 11, 26), "Hele Kask"), weekly.Shipped("p3", "Juhend", date(2026, 11, 27), None)),
        "became": (
            became("verified", "underpowered"),
            became("harmful", fewer=Span(-0.2, -0.35, -0.07), avoided=Span(-80.0, -140.0, -28.0)),
        ),
        "lacking": (
            weekly.Lacking(improvement="p4", title="Kiirem eSIM", since=date(2026, 10, 2), owner=None, drop=True),
            weekly.Lacking(improvement="p5", title="Selgem leping", since=date(2026, 11, 2), owner="Jaan Tamm", drop=False),
            weekly.Lacking(improvement="p6", title="Rändlus", since=date(2026, 11, 20), owner=None, drop=False),
        ),
        "right": weekly.Right(weekly.Share(0.78, 0.64, 0.88, 50), weekly.Share(0.84, 0.81, 0.86, 940)),
    }  # fmt: skip
    return weekly.Digest(**(usual | more))  # type: ignore[arg-type]


CALM = digest(
    rose=weekly.Rose(alarms=(), false_a_year=12.0, too_early=False), costs=(), unnamed=weekly.Unnamed(0, 0, None), shipped=(), became=(), lacking=(),
    right=weekly.Right(None, None), page="",
)  # fmt: skip


def html(told: weekly.Digest, language: Language = "en") -> str:
    """The page without its style and its data."""
    page = written(told, language, "html").decode()
    return re.sub(r"<style>.*?</style>|base64,[^\"]*", "", page, flags=re.DOTALL)


def parts(page: str) -> dict[str, str]:
    """By id of its heading, what a part says."""
    return dict(re.findall(r'<h2 id="(\w+)">(.*?)(?=<h2|</main>)', page, flags=re.DOTALL))


def test_texts_are_in_three_languages_with_the_same_places_to_fill() -> None:
    """No key is missing, none is empty, and each says the same figures."""
    said = {
        language: json.loads((files("hoolin.insight.paper") / "texts" / f"{language}.json").read_text("utf-8")) for language in LANGUAGES
    }  # fmt: skip
    filled = {
        language: {
            key: sorted(name for _, name, _, _ in Formatter().parse(text) if name) for key, text in texts.items()
        }
        for language, texts in said.items()
    }
    assert filled["et"] == filled["ru"] == filled["en"]
    assert all(text for texts in said.values() for key, text in texts.items() if key != "kind_")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("told", [digest(), CALM], ids=["full", "calm"])
def test_every_part_is_there_and_says_something(told: weekly.Digest, language: Language) -> None:
    """Five parts, each with words beneath its heading, in the language of the page; nothing is left to fill and nothing runs."""
    page = html(told, language)
    assert tuple(parts(page)) == PARTS
    assert all("<p>" in said or "<table>" in said for said in parts(page).values())
    assert f'<html lang="{language}">' in page
    assert (
        "{" not in page
        and "None" not in page
        and "<script" not in page
        and "nan" not in page.split("<main>")[1].split()
    )
    assert (BILL.said(language) in page) == (told is not CALM)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", get_args(Word))
@pytest.mark.parametrize("before", [None, *get_args(Word)])
def test_every_verdict_has_its_words(language: Language, word: Word, before: Word | None) -> None:
    """And what it was before."""
    page = html(digest(became=(became(word, before),)), language)
    texts = json.loads((files("hoolin.insight.paper") / "texts" / f"{language}.json").read_text("utf-8"))
    assert texts[f"d_word_{word}"] in page and texts[f"d_was_{before or 'unknown'}"] in page


def test_figures_stand_with_their_intervals() -> None:
    """What rose, what costs, what nobody could name, what was verified, what was right."""
    found = parts(html(digest()))
    rose = re.sub(r"<[^>]+>", " ", found["rose"])
    assert (
        "×1.62" in rose
        and "1.31–1.99" in rose
        and "118 contacts; 73 are usual" in rose
        and "up to 12 false alarms a year" in rose
    )
    assert rose.count("new this week") == 1
    costs = re.sub(r"<[^>]+>", " ", found["costs"])
    assert (
        "42" in costs
        and "35–49" in costs
        and "×1.39" in costs
        and "1.11–1.74" in costs
        and "0.20–…" in costs
        and "none before" in costs
    )
    assert "61 of 1,204, 5% (4–6%)" in found["new"]
    improved = re.sub(r"<[^>]+>", " ", found["improved"])
    assert "31%" in improved and "18–42%" in improved and "412 (230–604)" in improved
    assert "−20%" in improved and "−35 … −7%" in improved and "−80 (−140 … −28)" in improved
    assert (
        "(50 contacts), the first guess was right in 78% (64–88%)" in found["right"]
        and "84% (81–86%)" in found["right"]
    )


def test_no_word_of_change_where_chance_explains_it() -> None:
    """A ratio with its interval, and nothing beside it."""
    said = parts(html(digest(costs=(cost("a", told=None),))))["costs"].split("<tbody>")[1].split("</tbody>")[0]
    assert "×1.39" in said and "more" not in said and "less" not in said
    assert "more" in parts(html(digest(costs=(cost("a"),))))["costs"].split("<tbody>")[1].split("</tbody>")[0]


def test_nothing_is_said_kindly() -> None:
    """A calm week has a sentence everywhere; the first weeks of a site do not say that nothing rose."""
    page = html(CALM)
    assert (
        "Nothing rose beyond what is usual" in page
        and "Every contact found its reason" not in page
        and page.count("Nothing to say") == 4
    )
    early = html(digest(rose=weekly.Rose(alarms=(), false_a_year=12.0, too_early=True), costs=(), became=()))
    assert "too early to say" in early and "Nothing rose" not in early and "nothing to say this week" in early
    some = parts(html(digest(became=(), lacking=())))["improved"]
    assert "No verdict became known" in some and "Thank you" in some
    assert "Every contact found its reason (30 in all)" in html(
        digest(unnamed=weekly.Unnamed(0, 30, weekly.Share(0, 0, 0.11, 30)))
    )


def test_what_people_wrote_stands_as_they_wrote_it() -> None:
    """On the page and on paper; nothing of it is markup."""
    page = html(digest())
    assert "Arvel on &lt;iga&gt; summa" in page and "<iga>" not in page and "Põhjala Mobiil &amp; Ko" in page
    odd = digest(page='https://abi.example/"><script>')
    assert "<script" not in html(odd)
    assert written(odd, "et", "pdf").startswith(b"%PDF")


def test_the_way_to_what_is_new_is_a_link_where_there_is_an_address() -> None:
    """And none where nobody said where the site is."""
    assert '<a href="https://abi.example/experience/reasons/new">' in html(digest())
    assert "experience/reasons" not in html(digest(page=""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_two_sheets_of_paper_at_most_with_its_figures_attached(language: Language) -> None:
    """A usual week is one; all that there can be is not much more."""
    calm, full = (written(one, language, "pdf") for one in (CALM, digest()))
    assert len(re.findall(rb"/Type /Page\b(?!s)", calm)) == 1
    assert len(re.findall(rb"/Type /Page\b(?!s)", full)) <= 2
    assert b"/EmbeddedFile" in full and f"/Lang ({language})".encode() in full
    assert full == written(digest(), language, "pdf")


def test_more_than_can_be_read_is_counted() -> None:
    """Ten of each, and how many there are beyond."""
    many = tuple(
        weekly.Lacking(improvement=f"p{at}", title=f"Nr{at}", since=date(2026, 10, 2), owner=None, drop=True)
        for at in range(LINES_MAX + 3)
    )
    page = html(digest(lacking=many))
    assert "Nr9" in page and "Nr10" not in page and "And 3 more" in page


def test_data_are_all_of_it_and_know_no_language() -> None:
    """They can be read back."""
    body = written(digest(), "ru", "json")
    assert body == written(digest(), "et", "json")
    assert msgspec.json.decode(body, type=weekly.Digest) == digest()
    assert name_of(digest(), "et", "json") == "hoolin-digest-2026-W48.json"
    assert name_of(digest(), "et", "pdf") == "hoolin-digest-2026-W48-et.pdf"
