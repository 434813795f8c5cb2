"""How much of what is personal is found, and how much is hidden for nothing, on sentences that nothing was tuned on."""

import pytest

from hoolin.experience.statistics.proportions import proportion
from tests.coaching.anonymous.labelled import LANGUAGES, measure, sentences


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_personal_is_found(language: str) -> None:
    """Structured at least .98, names at least .90, in each language; and most of the names in no list of ours."""
    told = measure(language, "held")
    structured, names, unlisted = told.share("structured"), told.share("names"), told.share("unlisted")
    assert structured and structured.value >= 0.98, told.missed
    assert names and names.value >= 0.90, told.missed
    assert unlisted and unlisted.value >= 0.90, told.missed
    assert unlisted.trials >= names.trials / 2


def test_little_is_hidden_for_nothing() -> None:
    """Of all that is hidden at most 3 % tells of nobody."""
    counted = [measure(language, "held").wrong for language in LANGUAGES]
    share = proportion(sum(one for one, _ in counted), sum(of for _, of in counted))
    assert share and share.value <= 0.03


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_learned_is_kept(language: str) -> None:
    """On the part that we develop on, nearly nothing is missed and nearly nothing hidden for nothing."""
    told = measure(language, "tuned")
    for part in ("structured", "names"):
        share = told.share(part)
        assert share and share.value >= 0.98, told.missed
    wrong = told.share("wrong")
    assert wrong and wrong.value <= 0.01, told.false


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sets_are_what_they_say(language: str) -> None:
    """Hundreds of sentences, a third of them with nothing personal; no sentence is in both parts."""
    tuned, held = sentences(language, "tuned"), sentences(language, "held")
    assert len(tuned) + len(held) >= 300
    assert sum(not one.labels for one in held) >= len(held) / 4
    assert not {one.text for one in tuned} & {one.text for one in held}
