"""The picture of an effect: what was counted beside what would have been, as data and as a drawing that everybody can read."""

import json
from importlib.resources import files
from typing import get_args
from xml.etree import ElementTree

import numpy as np
import pytest

from hoolin.core.errors import Invalid
from hoolin.core.site.rules import Language
from hoolin.insight.effects.drawn import drawing, svg, words
from hoolin.insight.effects.picture import mean_after, picture
from hoolin.insight.effects.series import Observed, Series
from hoolin.insight.effects.verdict import judge
from tests.insight.effects.test_verdict import BEFORE, CHANGE, days, moved_together

SVG = "{http://www.w3.org/2000/svg}"


def test_what_would_have_been_is_learned_from_before_alone() -> None:
    """A drop of a third: the expected line goes on as it was, most weeks before lie in the band, those after lie below it."""
    rng = np.random.default_rng(1)
    shown = picture(Observed(days(rng, 0.65, 60)), CHANGE)
    same = picture(Observed(days(np.random.default_rng(1), 0.2, 60)), CHANGE)
    assert shown.expected == same.expected and shown.low == same.low
    assert (shown.step, shown.per, shown.dates[shown.after], shown.others) == ("week", 1_000, CHANGE, None)
    assert len(shown.dates) == len(shown.rate) == len(shown.low) == BEFORE // 7 + 12
    held = [low <= rate <= high for rate, low, high in zip(shown.rate, shown.low, shown.high, strict=True)]
    assert 0.88 <= np.mean(held[: shown.after]) <= 1 and np.mean(held[shown.after :]) <= 0.25
    counted, expected = mean_after(shown)
    assert counted / expected == pytest.approx(0.65, abs=0.08)


def test_beside_others_the_line_follows_them() -> None:
    """A wave that all had is expected; without a change the band holds what came after too."""
    rng = np.random.default_rng(2)
    shock = moved_together(rng, BEFORE + 84, 0.25, 0.8)
    shock[BEFORE:] *= 1.5
    shown = picture(Observed(days(rng, 1.0, 60, shock), days(rng, 1.0, 90, shock)), CHANGE)
    assert shown.others is not None and len(shown.others) == len(shown.rate)
    counted, expected = mean_after(shown)
    assert counted == pytest.approx(expected, rel=0.08)
    held = [low <= rate <= high for rate, low, high in zip(shown.rate, shown.low, shown.high, strict=True)]
    assert np.mean(held[shown.after :]) >= 0.75


def test_it_is_read_in_three_languages_and_by_ear() -> None:
    """The file is XML; its words tell rate, expectation, ratio and verdict; each legend is in it; every text there is in every language."""
    rng = np.random.default_rng(3)
    observed = Observed(days(rng, 0.7, 60), days(rng, 1.0, 60))
    shown, found = picture(observed, CHANGE), judge(observed, CHANGE, expected=0.3)
    keys = set()
    for language in get_args(Language):
        tree = ElementTree.fromstring(svg(shown, language, found))  # noqa: S314
        said = tree.attrib["aria-label"]
        assert tree.attrib["role"] == "img" and said == words(shown, language, found)
        texts = [one.text for one in tree.iter(f"{SVG}text")]
        made = drawing(shown, language, found)
        assert {name for _, name in made.legend} <= set(texts) and len(made.legend) == 3
        assert f"{found.ratio:.2f}".replace(".", "." if language == "en" else ",") in said
        every = json.loads((files("hoolin.insight.effects") / "texts" / f"{language}.json").read_text(encoding="utf-8"))
        keys.add(frozenset(every))
    assert len(keys) == 1 and found.verdict in next(iter(keys))


def test_few_steps_are_shown_as_they_are_and_none_before_are_refused() -> None:
    """Days by themselves where they are few, with plain counts where customers are not known."""
    rng = np.random.default_rng(4)
    whole = days(rng, 1.0, 60)
    plain = Series(whole.dates[-100:], whole.counts[-100:], (1.0,) * 100)
    shown = picture(Observed(plain), whole.dates[-30])
    assert (shown.step, shown.per, len(shown.dates), shown.after) == ("day", 1, 100, 70)
    assert shown.rate == plain.counts and "customers" not in words(shown, "en")
    with pytest.raises(Invalid, match="too_few_steps"):
        picture(Observed(plain), plain.dates[2])
