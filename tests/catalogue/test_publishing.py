"""One list holds at a time, everybody can see which, and what it replaced."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from hoolin.catalogue.api import (
    FOLDS,
    Catalogue,
    PriceList,
    PublishPrices,
    changes,
    dump,
    editions,
    handwritten,
    load,
    offerings,
)
from hoolin.catalogue.decide import publish
from hoolin.core.errors import Invalid
from hoolin.core.facts import Entry
from hoolin.core.interaction.site import Site
from tests.catalogue.lists import DAY_MS, NOW, fee, plan, price_list


def asked(catalogue: Catalogue, prices: PriceList, now: int) -> int:
    """Publish; gives the number of facts."""
    facts = publish(catalogue, PublishPrices(prices=prices), now).facts
    for fact in facts:
        FOLDS[type(fact)](catalogue, Entry(len(catalogue.lists) + 1, now, "agent:a", "", fact))
    return len(facts)


def test_the_newest_list_whose_time_has_come_holds() -> None:
    """A list for later waits; another one, published meanwhile, replaces it before it ever held."""
    catalogue = Catalogue(Site())
    first, later = price_list(), price_list(plan(amount=900), valid_from=NOW + 10 * DAY_MS)
    assert catalogue.in_force(NOW) is None
    assert asked(catalogue, first, NOW) == 1
    assert asked(catalogue, later, NOW + 1) == 1
    assert asked(catalogue, later, NOW + 2) == 0
    in_force, to_come = catalogue.in_force(NOW + 5), catalogue.to_come(NOW + 5)
    assert in_force is not None and in_force.number == 1
    assert to_come is not None and to_come.number == 2
    sooner = price_list(plan(amount=800), valid_from=NOW + 5 * DAY_MS)
    asked(catalogue, sooner, NOW + 3)
    in_force = catalogue.in_force(NOW + 20 * DAY_MS)
    assert in_force is not None and in_force.number == 3
    assert [one.number for one in catalogue.held()] == [1, 3]
    again = Catalogue(Site())
    load(again, dump(catalogue))
    assert again.lists == catalogue.lists


def test_a_list_with_faults_changes_nothing() -> None:
    """It is refused with everything that is wrong with it."""
    catalogue = Catalogue(Site())
    with pytest.raises(Invalid) as refused:
        asked(catalogue, price_list(plan(binding_months=24)), NOW)
    assert refused.value.code == "price_list"
    assert refused.value.detail["faults"] == [{"item": "m", "why": "binding", "said": "24"}]
    assert catalogue.lists == []


def test_the_history_says_what_changed() -> None:
    """New, cheaper, dearer, charged otherwise, said otherwise, gone; the newest first, and all of the first list new."""
    before = price_list(plan("a", 100), plan("b", 200), plan("c", 300), plan("d", 400), plan("e", 500), valid_from=NOW)
    after = price_list(
        plan("a", 90), plan("b", 210), plan("c", 300, per="day"), plan("d", 400, fees=("sim",)), plan("f", 600),
        fees=(fee(),), valid_from=NOW + 40 * DAY_MS,
    )  # fmt: skip
    told = {change.item: change.what for change in changes.between(before, after)}
    assert told == {
        "a": "cheaper", "b": "dearer", "c": "charged_otherwise", "d": "said_otherwise", "f": "new", "sim": "new", "e": "gone",
    }  # fmt: skip
    catalogue = Catalogue(Site())
    asked(catalogue, before, NOW)
    asked(catalogue, after, NOW + 1)
    newest, oldest = editions(catalogue.held())
    assert (newest.number, oldest.number) == (2, 1)
    assert {change.what for change in oldest.changes} == {"new"}
    assert next(change for change in newest.changes if change.item == "b").was == 200


def test_tm_forums_shape() -> None:
    """A plan is an offering with its price and the fees that may come beside; nothing in it binds."""
    catalogue = Catalogue(Site())
    asked(catalogue, price_list(plan(fees=("gb",)), fees=(fee("gb", 150, per="gigabyte"), fee())), NOW)
    told = offerings(catalogue.lists[0], "et", "2027-01-15T08:00:00Z", "/root")
    (offering,) = told["productOffering"]
    assert offering["productOfferingTerm"] == []
    assert [ref["id"] for ref in offering["productOfferingPrice"]] == ["m", "gb"]
    prices = {one["id"]: one for one in told["productOfferingPrice"]}
    assert prices["m"]["price"] == {"unit": "EUR", "value": 11.0}
    assert (prices["m"]["priceType"], prices["m"]["recurringChargePeriodType"]) == ("recurring", "month")
    assert (prices["gb"]["priceType"], prices["gb"]["unitOfMeasure"]) == ("usage", {"amount": 1, "units": "GB"})
    assert prices["sim"]["priceType"] == "oneTime"


def day_begins(day: date) -> int:
    """In UTC."""
    return round(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


WRITTEN: dict[str, Any] = {
    "valid_from": "2027-02-01",
    "plans": {"m": {"name": {"et": "M"}, "price": 11.5, "fees": ["sim"]}},
    "fees": {"sim": {"name": {"et": "SIM"}, "price": "0.30", "per": "once"}},
}


def test_as_a_person_writes_it() -> None:
    """Whole money and a day become cents and an instant."""
    read = handwritten.read(WRITTEN, day_begins)
    assert (read.plans[0].amount, read.fees[0].amount) == (1_150, 30)
    assert read.valid_from == day_begins(date(2027, 2, 1))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"valid_from": "next week"}, "valid_from"),
        ({"plans": []}, "plans"),
        ({"plans": {"m": 5}}, "plans"),
        ({"plans": {"m": {"name": {}, "price": 0.001}}}, "plans.m.price"),
        ({"plans": {"m": {"name": {}, "price": "free"}}}, "plans.m.price"),
        ({"plans": {"m": {"name": {}, "price": True}}}, "plans.m.price"),
        ({"plans": {"m": {"name": {}, "price": "Infinity"}}}, "plans.m.price"),
        ({"plans": {"m": {"name": {}, "price": 1, "discount": 5}}}, ""),
        ({"plans": {"m": {"name": {}, "price": -1}}}, ""),
        ({"only_for": "new customers"}, ""),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(change: dict[str, Any], place: str) -> None:
    """A slip of the hand is told, never passed over."""
    with pytest.raises(Invalid) as refused:
        handwritten.read(WRITTEN | change, day_begins)
    assert refused.value.code == "price_list_form"
    assert refused.value.detail["place"] == place
    with pytest.raises(Invalid):
        handwritten.read([], day_begins)
