"""A passage as a whole: what is known is hidden in any writing, a name told once is hidden everywhere, and what is put instead stays readable."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from hoolin.coaching.anonymous.api import Known, Span, apart, find, hide

NOTHING = Known()


def hidden(*texts: str, language: str = "et", known: Known = NOTHING) -> list[str]:
    """The passage as it is told."""
    return hide(texts, find(texts, known), language, known.names)


def test_the_same_person_is_the_same_throughout() -> None:
    """However their name stands in the sentence; another person has another number."""
    told = hidden(
        "Tere, olen Marelle Kivirüüt.", "Tere, Marelle! Kas Marellel on arve ees?", "Arve on Ülari Pukspuu nimel."
    )
    assert told == ["Tere, olen [nimi 1].", "Tere, [nimi 1]! Kas [nimi 1] on arve ees?", "Arve on [nimi 2] nimel."]


def test_it_is_told_in_the_language_of_the_passage() -> None:
    """And in English where it has no words of its own."""
    assert hidden("Меня зовут Агния, телефон 55512345.", language="ru") == ["Меня зовут [имя 1], телефон [телефон 1]."]
    assert hidden("My name is Bronwen.", language="fi") == ["My name is [name 1]."]


def test_what_the_site_knows_is_hidden_in_any_writing() -> None:
    """Names in cases and in the other alphabet, numbers however they are spaced, addresses in any case of letters."""
    known = Known(
        ("Koit Lill",), (("phone", "+372 5512 3456"), ("mail", "koit.lill@example.ee"), ("address", "Pikk 3"))
    )
    assert hidden("koidu lill on siin, koit ise mitte", known=known)[0].startswith("[nimi 1] on siin, [nimi 1]")
    assert hidden("Койт звонил с 55 12 34 56", language="ru", known=known) == ["[имя 1] звонил с [телефон 1]"]
    assert hidden("KOIT.LILL@EXAMPLE.EE elab majas pikk  3", known=known) == ["[e-post 1] elab majas [aadress 1]"]


def test_what_is_doubtful_is_left_and_told() -> None:
    """A word of every day that begins a sentence and is a name too is asked about."""
    (spans,) = find(["Kaja ei kuule keegi."])
    assert spans == [Span(0, 4, "name", sure=False)]
    assert hidden("Kaja ei kuule keegi.") == ["Kaja ei kuule keegi."]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.text(alphabet="aAõ Ж1@.,\n-+5мария Mari", max_size=60), max_size=4))
def test_places_lie_in_the_text_and_none_over_another(texts: list[str]) -> None:
    """Whatever is written; and what is hidden is found no more, where it was sure."""
    for text, spans in zip(texts, find(texts), strict=True):
        assert all(0 <= one.begin < one.end <= len(text) for one in spans)
        assert all(one.end <= other.begin for one, other in pairwise(spans))
        assert spans == apart(spans)
