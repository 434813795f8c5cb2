"""What a report says, in three languages: months, numbers and sentences, and what it says of the month before."""

from datetime import date, datetime
from importlib.resources import files
from typing import Any

import msgspec
import pytest

from hoolin.core.errors import Invalid
from hoolin.core.site.rules import LANGUAGES, Language
from hoolin.experience.criteria.register import DEFAULT
from hoolin.experience.criteria.state import Criteria, Version
from hoolin.experience.figures import definitions, methods
from hoolin.experience.report import short
from hoolin.experience.report.api import check, written
from hoolin.experience.report.content import Report, report_of
from hoolin.experience.report.month import Month, month_of
from hoolin.experience.report.signing import Form, Signer
from hoolin.experience.report.writing import Voice
from tests.experience.figures.rows import HOUR, asking, contact

SIGNER = Signer(b"\2" * 32)
FORMS: tuple[Form, ...] = ("html", "pdf", "json")
JANUARY = Month(2027, 1, "Europe/Tallinn")


class Floor:
    """Only what the criteria ask of it."""


def criteria(*more: Version) -> Criteria:
    """The criteria that Hoolin comes with, and versions after them."""
    found = Criteria(Floor())  # type: ignore[arg-type]
    found.versions += more
    return found


def report(number: int = 40, *versions: Version) -> Report:
    """January 2027, with so many contacts."""
    ones = [contact(at, at * HOUR, channel="chat" if at % 2 else "voice") for at in range(number)]
    return report_of(asking(ones), JANUARY, criteria(*versions), "Põhjala <Mobiil>")


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("written", "begin", "days"),
    [("2026-10", "2026-10-01T00:00+03:00", 31 + 1 / 24), ("2026-03", "2026-03-01T00:00+02:00", 31 - 1 / 24), ("2028-02", "2028-02-01T00:00+02:00", 29)],
)  # fmt: skip
def test_a_month_is_one_of_the_sites_clock(written: str, begin: str, days: float) -> None:
    """It begins at midnight there; the months in which the clock is turned are an hour longer or shorter."""
    month = month_of(written, "Europe/Tallinn")
    assert month.begin == datetime.fromisoformat(begin).timestamp() * 1000
    assert month.end - month.begin == round(days * 86_400_000)
    assert month.before.end == month.begin and str(month) == written


def test_december_and_january_are_neighbours() -> None:
    """A year ends and another begins."""
    assert str(JANUARY.before) == "2026-12" and JANUARY.before.end == JANUARY.begin
    for said in ("2026-00", "26-01", "2026-10-01", "oktoober", "9999-99", "2026-10; DROP"):
        with pytest.raises(Invalid, match="not_a_month"):
            month_of(said, "UTC")


def test_every_language_has_every_text() -> None:
    """The same keys with the same places to fill, none of them empty."""
    folder = files("hoolin.experience.report") / "texts"
    texts = {one: msgspec.json.decode((folder / f"{one}.json").read_bytes()) for one in LANGUAGES}

    def places(text: str) -> set[str]:
        return {part.split("}")[0] for part in text.split("{")[1:]}

    assert texts["et"].keys() == texts["ru"].keys() == texts["en"].keys()
    for key, text in texts["en"].items():
        assert all(texts[one][key].strip() for one in LANGUAGES)
        assert places(text) == places(texts["et"][key]) == places(texts["ru"][key]), key


def test_every_method_is_told_in_three_languages() -> None:
    """Each figure's method has its Estonian and its Russian."""
    asked: list[tuple[str, str]] = [(source, item.code) for item in DEFAULT.items for source in item.sources]
    asked += [("criteria" if code == "index" else "system", code) for code in definitions.BESIDE]
    asked += [("criteria", one.code) for one in DEFAULT.criteria]
    assert {code for _, code in asked} >= definitions.DEFINITIONS.keys()
    for source, code in asked:
        told = definitions.told(DEFAULT, source, code)
        said = [getattr(text, one) for text in (told.name, told.meaning, told.method) for one in LANGUAGES]
        assert all(said), (source, code)
    assert all(all(pair) for pair in methods.METHODS.values())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "et",
            [
                "1234,5",
                "12 345",
                "12,3%",
                "3 min 20 s",
                "45 s",
                "2 h 5 min",
                "−4",
                "30. november 2026",
                "oktoober 2026",
            ],
        ),
        (
            "ru",
            [
                "1 234,5",
                "12 345",
                "12,3 %",
                "3 мин 20 с",
                "45 с",
                "2 ч 5 мин",
                "−4",
                "30 ноября 2026 г.",
                "октябрь 2026",
            ],
        ),
        (
            "en",
            ["1,234.5", "12,345", "12.3%", "3 min 20 s", "45 s", "2 h 5 min", "−4", "30 November 2026", "October 2026"],
        ),
    ],
)
def test_numbers_are_written_as_a_language_does(language: Language, said: list[str]) -> None:
    """Commas and points, spaces and percent, times and days."""
    voice = Voice(language)
    found = [
        voice.number(1234.5, 1), voice.number(12_345), voice.share(0.1234), voice.duration(200_000), voice.duration(44_900),
        voice.duration(7_500_000), voice.amount(-4.2, "score"), voice.day(date(2026, 11, 30)), voice.month("2026-10"),
    ]  # fmt: skip
    assert [plain(one) for one in found] == said
    assert voice.number(-0.2) == "0" and voice.range(None, 3.0, "per_1000").startswith("…")


def scored(found: Report, now: tuple[float, float, float], then: tuple[float, float, float]) -> Report:
    """With another index, now and in the month before."""

    def score(ends: tuple[float, float, float]) -> dict[str, Any]:
        return {"points": ends[0], "low": ends[1], "high": ends[2], "covered": 0.9, "why": ""}

    index = msgspec.structs.replace(found.whole.scores.index, **score(now))
    scores = msgspec.structs.replace(found.whole.scores, index=index)
    whole = msgspec.structs.replace(found.whole, scores=scores)
    return msgspec.structs.replace(found, whole=whole, before=msgspec.structs.replace(found.before, **score(then)))


def test_a_change_is_told_only_where_chance_does_not_explain_it() -> None:
    """Intervals that overlap are no change, in whichever language."""
    found = report()
    before = (70.0, 66.0, 74.0)
    for now, change, said in (
        ((72.0, 68.0, 76.0), "same", "may be chance"), ((80.0, 75.0, 85.0), "better", "better than"), ((60.0, 55.0, 65.0), "worse", "worse than"),
    ):  # fmt: skip
        told = scored(found, now, before)
        assert short.change(told) == change
        assert said in short.paragraph(told, Voice("en"))
        assert len({short.paragraph(told, Voice(one)) for one in LANGUAGES}) == 3
    assert short.change(found) == "alone"


def test_a_whole_month_in_words() -> None:
    """Forty contacts, all answered after twenty seconds; nothing is said of what too little was seen of."""
    found = report()
    said = short.paragraph(found, Voice("en"))
    assert "Half of those who asked for a person had one within 20\u00a0s." in said
    assert "0.0% gave up before" in said and "were kept in time" not in said
    assert dict(short.counts(found)) == {
        "contacts": 40, "asked": 40, "cases": 40, "promises": 0, "agreed": 0, "answers": 0, "reviews": 0,
    }  # fmt: skip
    assert not found.so_far and found.known == "2027-05-15"


@pytest.mark.parametrize("number", [0, 4, 9, 40])
def test_any_number_of_contacts_makes_a_report(number: int) -> None:
    """None, few, or enough: each form in each language is whole, and the same twice."""
    found = report(number)
    for language in LANGUAGES:
        for form in FORMS:
            body = written(found, language, form, SIGNER)
            assert not check(body).why and body == written(found, language, form, SIGNER)


def test_words_of_the_site_are_shown_as_they_are_and_harm_nothing() -> None:
    """Who we are and why the criteria changed may hold any sign: none of them is markup, on the page or on paper."""
    why = "<script>alert(1)</script> & <b>kaal</b> 日本 🎉 {brace} %s"
    changed = Version(2, JANUARY.begin + 5, "account:guru", why, DEFAULT)
    found = report(12, changed)
    page = written(found, "et", "html", SIGNER).decode()
    assert "<script" not in page and "<b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;kaal&lt;/b&gt; 日本 🎉 {brace} %s" in page
    assert "Põhjala &lt;Mobiil&gt;" in page
    assert not check(written(found, "et", "pdf", SIGNER)).why
    assert [one.number for one in found.versions] == [1, 2]
