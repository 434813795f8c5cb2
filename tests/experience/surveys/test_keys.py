"""A survey by keys: what can be put so, how it sounds, and what a key means."""

import pytest

from hoolin.experience.criteria.items import ITEMS
from hoolin.experience.surveys.keys import keys_of, spoken, value_of

BY_KEYS = [code for code, item in ITEMS.items() if "survey" in item.sources and keys_of(item)]


def test_what_has_more_answers_than_keys_is_left_out() -> None:
    """Recommending goes from 0 to 10; what only the system counts cannot be asked."""
    assert (keys_of(ITEMS["outcome.nps"]), keys_of(ITEMS["access.time_to_human"]), keys_of(ITEMS.get("nothing"))) == (
        "",
        "",
        "",
    )
    assert (keys_of(ITEMS["effort.ease"]), keys_of(ITEMS["resolution.solved"])) == ("1234567", "123")


@pytest.mark.parametrize("code", BY_KEYS)
def test_every_key_is_an_answer_on_the_items_own_scale(code: str) -> None:
    """And every answer has a key."""
    scale = ITEMS[code].counted
    values = [value_of(ITEMS[code], key) for key in keys_of(ITEMS[code])]
    assert scale.low is not None and scale.high is not None
    assert sorted(values) == list(range(scale.low, scale.high + 1))


def test_it_is_spoken_in_the_callers_language_with_its_keys() -> None:
    """In words where the answers are words."""
    assert (
        spoken(ITEMS["resolution.solved"], "en")
        == "Is your problem solved? Yes: press 1. Partly: press 2. No: press 3."
    )
    assert spoken(ITEMS["heard.understood"], "ru").endswith("1: Совсем не согласен. 5: Полностью согласен.")
    assert spoken(ITEMS["effort.ease"], "et").startswith(
        "Ettevõte tegi minu asja ajamise lihtsaks. Vajutage klahvi 1 kuni 7."
    )
