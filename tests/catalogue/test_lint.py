"""What binds a customer, or costs them something unseen, is never published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.catalogue.api import Fault, PriceList, Words, faults
from hoolin.catalogue.lint import ANNOUNCE_MS, amounts
from hoolin.core.site.rules import Language
from tests.catalogue.lists import DAY_MS, NOW, fee, plan, price_list, words

ALL: tuple[Language, ...] = ("et", "ru", "en")


def found(
    prices: PriceList, before: PriceList | None = None, languages: tuple[Language, ...] = ALL
) -> list[tuple[str, str]]:
    """Items and reasons."""
    return [(fault.item, fault.why) for fault in faults(prices, before, languages, NOW)]


def test_an_honest_list_has_no_fault() -> None:
    """A plan, a fee that is on the list, texts in all languages."""
    assert found(price_list(plan(fees=("sim",), includes=(words("40 GB"),)), fees=(fee(),))) == []


@pytest.mark.parametrize(
    ("faulty", "why"),
    [
        (plan(binding_months=24), "binding"),
        (plan(notice_days=1), "notice"),
        (plan(leaving_fee=1), "leaving_fee"),
        (plan(fees=("hidden",)), "fee_not_listed"),
        (plan(about=words("Activation 9.99 €")), "amount_not_listed"),
        (plan(includes=(words("ühenduse eest 5 eurot"),)), "amount_not_listed"),
        (plan(name=Words(et="M", en="M")), "no_words"),
        (plan(includes=(Words(en="40 GB"),)), "no_words"),
    ],
)
def test_each_fault_is_found(faulty: object, why: str) -> None:
    """One fault, and no other."""
    assert found(price_list(faulty)) == [("m", why)] * len(found(price_list(faulty)))  # type: ignore[arg-type]
    assert found(price_list(faulty))  # type: ignore[arg-type]


def test_all_faults_are_told_at_once() -> None:
    """Whoever mends a list does so once."""
    bad = price_list(plan(binding_months=12, leaving_fee=9_900, fees=("x",)), plan(), valid_from=NOW - DAY_MS)
    assert found(bad) == [
        ("", "in_the_past"), ("m", "named_twice"), ("m", "binding"), ("m", "leaving_fee"), ("m", "fee_not_listed"),
    ]  # fmt: skip
    assert faults(bad, None, ALL, NOW)[2] == Fault("m", "binding", "12")
    assert found(PriceList(valid_from=NOW, plans=())) == [("", "nothing_listed")]


def test_a_rise_is_told_a_month_before() -> None:
    """Dearer, charged otherwise, or with another fee beside it: not before thirty days; cheaper at once; what is new is no rise."""
    before = price_list(plan(fees=("sim",)), fees=(fee(),), valid_from=NOW - DAY_MS)
    dearer = plan(amount=1_101, fees=("sim",))
    assert found(price_list(dearer, fees=(fee(),)), before) == [("m", "rise_too_soon")]
    assert found(price_list(dearer, fees=(fee(),), valid_from=NOW + ANNOUNCE_MS), before) == []
    assert found(price_list(plan(fees=("sim",)), fees=(fee(amount=101),)), before) == [("sim", "rise_too_soon")]
    assert found(price_list(plan(per="day", fees=("sim",)), fees=(fee(),)), before) == [("m", "rise_too_soon")]
    assert found(price_list(plan(fees=("sim", "post")), fees=(fee(), fee("post"))), before) == [("m", "rise_too_soon")]
    assert found(price_list(plan(amount=900, fees=("sim",)), plan("new", 5_000), fees=(fee(),)), before) == []
    assert found(PriceList(valid_from=NOW, plans=(plan(),), currency="eur")) == [("", "no_currency")]
    other = PriceList(valid_from=NOW, plans=(plan(),), currency="SEK")
    assert found(other, price_list(valid_from=NOW - DAY_MS)) == [("", "other_currency")]


def test_words_are_asked_for_in_the_languages_of_the_site_only() -> None:
    """A site that speaks Estonian alone needs no Russian."""
    assert found(price_list(plan(name=Words(et="Keskmine"))), None, ("et",)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("11 €", [1_100]), ("€6", [600]), ("0,30 € minutis", [30]), ("1 000.50 EUR", [100_050]), ("5 eurot ja 3 евро", [500, 300]),
        ("40 GB", []), ("24 h", []), ("kuni 300 Mbit/s", []), ("2026. aastal", []), ("europe 5", []),
    ],
)  # fmt: skip
def test_amounts_in_words(text: str, said: list[int]) -> None:
    """Money is recognised in three languages, and other numbers are not money."""
    assert list(amounts(text)) == said


@given(st.integers(0, 10_000_000), st.sampled_from(["€", "EUR", "eurot", "евро"]))
def test_an_amount_that_is_listed_may_be_said(cents: int, money: str) -> None:
    """Whatever the price, a text may name it, and may not name a cent more."""
    text = f"{cents // 100}.{cents % 100:02} {money}"
    assert list(amounts(text)) == [cents]
    assert found(price_list(plan(amount=cents, about=words(text)))) == []
    assert found(price_list(plan(amount=cents + 1, about=words(text)))) == [("m", "amount_not_listed")] * 3
