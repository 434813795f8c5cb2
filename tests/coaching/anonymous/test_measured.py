"""How much of what is personal is found, and how much is hidden for nothing, on sentences that nothing was tuned on."""

import pytest

from tests.coaching.anonymous.labelled import HELD, LANGUAGES, measure, sentences, together


@pytest.mark.parametrize("part", HELD)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_personal_is_found(language: str, part: str) -> None:
    """Structured at least .98, names at least .90, in each language and each part."""
    told = measure(language, part)
    structured, names = told.share("structured"), told.share("names")
    assert structured and structured.value >= 0.98
    assert names and names.value >= 0.90


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_in_no_list_are_found_too(language: str) -> None:
    """At least .90 of those of the part that is mostly made of them."""
    told = measure(language, "late")
    names, unlisted = told.share("names"), told.share("unlisted")
    assert names and unlisted and unlisted.value >= 0.90
    assert unlisted.trials >= names.trials / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_little_is_hidden_for_nothing(language: str) -> None:
    """Of all that is hidden at most 3 % tells of nobody, in each language."""
    share = together(language).share("wrong")
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
    """Hundreds of sentences, a third of them with nothing personal; no sentence is in two parts."""
    tuned = sentences(language, "tuned")
    seen = {one.text for one in tuned}
    for part in HELD:
        held = sentences(language, part)
        assert sum(not one.labels for one in held) >= len(held) / 4
        assert not seen & {one.text for one in held}
        seen |= {one.text for one in held}
    assert len(seen) >= 650
    assert len(sentences(language, "hard")) >= 120
