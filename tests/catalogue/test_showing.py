"""A price reaches a customer in the published words or not at all, and that it did is a fact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.catalogue.api import (
    Catalogue,
    ConsentGiven,
    NoteConsent,
    PriceShown,
    Published,
    PublishPrices,
    SayPrice,
    lines,
)
from hoolin.catalogue.lint import amounts
from hoolin.catalogue.saying import money
from hoolin.core.errors import Conflict, Invalid
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as i
from tests.cases.callbacks.floor import DAY
from tests.cases.promises.floor import PromiseFloor
from tests.catalogue.lists import fee, plan, price_list, words


class Shop(PromiseFloor):
    """A floor with a price list: a plan of 11 euros a month, a SIM card of 1."""

    def __init__(self) -> None:
        super().__init__()
        self.catalogue: Catalogue = self.rooms["catalogue"].state
        self.do(
            PublishPrices(prices=price_list(plan("m", name=words("Keskmine")), fees=(fee("sim"),), valid_from=self.now))
        )
        self.at = self.chat("c1", "mari")

    def line(self, code: str) -> str:
        """The published words, in Estonian."""
        listed = self.catalogue.in_force(self.now)
        assert listed is not None
        return lines(listed, self.catalogue.day_of(listed.prices.valid_from), "et")[code]

    def say(self, text: str, *codes: str) -> None:
        """A message that gives prices."""
        self.do(c.SendMessage(interaction=self.at, agent="mari", text=text, shows=codes))


def test_the_line_has_name_amount_and_day() -> None:
    """As the public page writes amounts: whole sums without cents."""
    assert Shop().line("m") == "Keskmine: 11 € kuus (hinnakiri alates 3. november 2026)"


def test_a_price_in_the_published_words_is_a_fact() -> None:
    """Of the list that holds, with the message it stands in."""
    shop = Shop()
    shop.say(f"Tere!\n{shop.line('m')}\n{shop.line('sim')}", "m", "sim", "m")
    (sent,) = shop.facts(i.MessageSent)
    assert shop.facts(PriceShown) == [
        PriceShown(interaction=shop.at, case="k-c1", agent="mari", codes=("m", "sim"), number=1, how="written", message=sent.message)
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "why"), [
    ("Keskmine: 9 € kuus (hinnakiri alates 3. november 2026)", "m", "price_words"),
    ("Keskmine on odav", "m", "price_words"),
    ("Kuldne: 1 € kuus", "gold", "not_on_list"),
])  # fmt: skip
def test_any_other_words_are_refused_with_the_message(text: str, code: str, why: str) -> None:
    """Nothing is sent."""
    shop = Shop()
    with pytest.raises(Conflict, match=why):
        shop.say(text, code)
    assert not shop.facts(i.MessageSent)


def test_yesterdays_price_is_refused_once_another_holds() -> None:
    """Whoever inserted it before midnight inserts it again."""
    shop = Shop()
    before = shop.line("m")
    cheaper = price_list(plan("m", 900, name=words("Keskmine")), fees=(fee("sim"),), valid_from=shop.now + DAY)
    shop.do(PublishPrices(prices=cheaper))
    shop.say(before, "m")
    shop.now += DAY
    with pytest.raises(Conflict, match="price_words"):
        shop.say(before, "m")
    shop.say(shop.line("m"), "m")
    assert [fact.number for fact in shop.facts(PriceShown)] == [1, 2]


def test_without_a_list_no_price_can_be_given() -> None:
    """There is nothing to give it from."""
    floor = PromiseFloor()
    one = floor.chat("c1", "mari")
    with pytest.raises(Invalid, match="no_prices"):
        floor.do(c.SendMessage(interaction=one, agent="mari", text="Keskmine", shows=("m",)))


def test_read_aloud_it_is_the_same_fact() -> None:
    """By whoever has the customer; without a message."""
    shop = Shop()
    shop.do(SayPrice(interaction=shop.at, agent="mari", codes=("m",)))
    (fact,) = shop.facts(PriceShown)
    assert (fact.how, fact.message, fact.codes) == ("aloud", None, ("m",))
    with pytest.raises(Conflict, match="not_yours"):
        shop.do(SayPrice(interaction=shop.at, agent="oleg", codes=("m",)))
    with pytest.raises(Conflict, match="not_on_list"):
        shop.do(SayPrice(interaction=shop.at, agent="mari", codes=("gold",)))


def test_consent_is_noted_for_a_plan_of_the_list_and_can_be_laid_beside_what_was_shown() -> None:
    """Both facts name the case, the plan and the list, in the journal's order."""
    shop = Shop()
    with pytest.raises(Conflict, match="not_on_list"):
        shop.do(NoteConsent(interaction=shop.at, agent="mari", plan="sim", how="written"))
    shop.say(shop.line("m"), "m")
    shop.do(NoteConsent(interaction=shop.at, agent="mari", plan="m", how="written"))
    assert shop.facts(ConsentGiven)[0].case == shop.facts(PriceShown)[0].case
    kept = [row["fact"] for row in shop.views.query("prices.of", (shop.at,))]
    assert ['"price_shown"' in kept[0], '"consent_given"' in kept[1]] == [True, True]


def test_a_price_and_a_promise_travel_in_one_message() -> None:
    """All of it, or nothing."""
    shop = Shop()
    promising = c.Promising(promise="p-a", kind="answer", due_at=shop.now + DAY, words="Vastame homme.")
    text = f"{shop.line('m')}. Vastame homme."
    with pytest.raises(Invalid):
        shop.do(
            c.SendMessage(interaction=shop.at, agent="mari", text=shop.line("m"), shows=("m",), promises=(promising,))
        )
    assert not shop.facts(PriceShown)
    shop.do(c.SendMessage(interaction=shop.at, agent="mari", text=text, shows=("m",), promises=(promising,)))
    assert len(shop.facts(PriceShown)) == 1
    assert "p-a" in shop.ledger.kept.owed


@given(st.integers(1, 10_000_000_00), st.sampled_from(["et", "ru", "en"]))
def test_what_is_written_is_the_amount_that_is_read(amount: int, language: str) -> None:
    """The linter that reads amounts out of texts reads ours back, to the cent (English with its thousands apart)."""
    written = money(amount, "EUR", language)  # type: ignore[arg-type]
    assert list(amounts(written.replace(",", "") if language == "en" else written)) == [amount]


def test_lines_are_apart() -> None:
    """No line is the beginning of another: an amount that a text gives is of the plan it names."""
    listed = Published(1, 0, price_list(plan("a", 100, name=words("Mini")), plan("b", 1_100, name=words("Mini plus"))))
    told = lines(listed, (2027, 1, 15), "en")
    assert told["a"] not in told["b"]
    assert told["b"] == "Mini plus: €11 a month (price list of 15 January 2027)"
