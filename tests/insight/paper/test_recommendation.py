"""A recommendation on one page: its figures are those of the rows, it says what it does not know, and it fits a sheet in every language."""

import re
from datetime import date

import pytest

from hoolin.catalogue.api import Words
from hoolin.core.site.rules import Language
from hoolin.insight.improvements.daily import Counted, count
from hoolin.insight.improvements.plan import plan
from hoolin.insight.improvements.register import Exposure
from hoolin.insight.paper.figures import figures
from hoolin.insight.paper.recommendation import Behind, Recommendation, written
from tests.insight.improvements.rows import LAST, OTHERS, asked, asking, lived, steady

LANGUAGES: tuple[Language, ...] = ("et", "ru", "en")
BILL = Words(et="Arve ei ole arusaadav", ru="Счёт непонятен", en="The bill is not clear")


@pytest.fixture(scope="module")
def counted() -> Counted:
    """Fourteen a usual day, each of six minutes, and eight other reasons."""
    rates = {"bill_unclear": steady(14)} | {code: steady(3 + number) for number, code in enumerate(OTHERS)}
    found = count(asking(lived(11, rates)), asked(customers={"2024-01-01": 20_000}))
    assert found is not None
    return found


def recommendation(found: Counted | None, **more: object) -> Recommendation:
    """Of what was counted."""
    drop = more.get("drop", 0.3)
    usual: dict[str, object] = {
        "operator": "Põhjala Mobiil", "improvement": "p1", "title": "Arvel on iga summa selgitus <kohe>", "about": "Iga rea juures, mille eest & mis päevast.",
        "day": date(2026, 3, 30), "reasons": (BILL,), "drop": drop, "who": Exposure(by="channel", code="chat"), "owner": "Hele Kask",
        "causes": (Behind("Arve ridu ei mõisteta", "information", 214, "Jaan Tamm"), Behind("Hinnad muutuvad", "price", 31)),
        "cases": tuple(range(1001, 1016)), "figures": figures(found) if found is not None else None,
        "plan": plan(found, drop) if found is not None else None,  # type: ignore[arg-type]
    }  # fmt: skip
    return Recommendation(**(usual | more))  # type: ignore[arg-type]


def test_figures_are_those_of_the_rows_and_their_intervals_hold_the_truth(counted: Counted) -> None:
    """14 a usual day are 384 a month with the week's shape; six minutes each; twenty thousand customers."""
    found = figures(counted)
    truth = 14 * sum((1.2, 1.1, 1.0, 1.0, 0.95, 0.5, 0.4)) / 7 * 365.25 / 12
    assert found.contacts.low < truth < found.contacts.high
    assert found.contacts.high - found.contacts.low < 0.25 * truth
    assert found.minutes == pytest.approx(6.0)
    assert found.hours is not None and found.per_1000 is not None
    assert found.hours.value == pytest.approx(found.contacts.value / 10)
    assert found.per_1000.value == pytest.approx(found.contacts.value / 20)
    assert (found.until, len(found.weeks)) == (LAST, 52)
    assert sum(number for _, number in found.weeks[-12:]) == pytest.approx(sum(counted.changed[-84:]))


def test_the_longer_one_waits_the_smaller_a_drop_is_seen(counted: Counted) -> None:
    """More weeks, smaller drops; a large drop is seen sooner than a small one; of no drop nothing is said; of one too small, never."""
    found = plan(counted, 0.3)
    drops = [one.smallest_drop for one in found.weeks]
    assert None not in drops
    assert drops[0] > max(drops[2:])  # type: ignore[type-var,operator]
    sooner, later = plan(counted, 0.6).needed_weeks, found.needed_weeks
    assert sooner is not None and later is not None and sooner <= later
    assert plan(counted, None).needed_weeks is None
    assert plan(counted, 0.001).needed_weeks is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_one_sheet_of_paper_with_its_figures_attached(counted: Counted, language: Language) -> None:
    """One page, that it is in this language, and the data within."""
    told = recommendation(counted)
    paper = written(told, language, "pdf")
    assert len(re.findall(rb"/Type /Page\b(?!s)", paper)) == 1
    assert b"/EmbeddedFile" in paper
    assert f"/Lang ({language})".encode() in paper


@pytest.mark.parametrize("language", LANGUAGES)
def test_as_a_page_everything_is_escaped_and_nothing_runs(counted: Counted, language: Language) -> None:
    """What people wrote stands as they wrote it; no script, and every figure has its interval beside it."""
    html = written(recommendation(counted), language, "html").decode()
    assert BILL.said(language) in html and "Hele Kask, Jaan Tamm" in html
    assert "&lt;kohe&gt;" in html and "<kohe>" not in html and "<script" not in html
    assert "<nav" not in html
    assert "<svg" in html
    assert len(re.findall(r"\d–\d", html)) >= 3
    assert "{" not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)


def test_what_is_not_known_is_said(counted: Counted) -> None:
    """No drop, no owner, nobody has come yet: each has its sentence, and the page is whole."""
    html = written(recommendation(counted, drop=None, owner=None, causes=(), cases=()), "en", "html").decode()
    assert "has not been written down yet" in html
    assert "name an owner first" in html
    assert "hours of work a month (95%" not in html
    empty = written(recommendation(None), "en", "html").decode()
    assert "What it costs now" not in empty and "Arve ridu ei mõisteta" in empty
    small = written(recommendation(counted, drop=0.001), "en", "html").decode()
    assert "within a year" in small
