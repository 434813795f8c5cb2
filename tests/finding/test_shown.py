"""What is shown of a text that was found."""

import pytest

from hoolin.finding.api import asked, shown


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Minu arvetel on võõras tasu", "arve", ["arvetel"]),
        ("Где мой новый Счёт?", "счета", ["Счёт"]),
        ("Rändlustasudest jäi midagi, rändlustasu on suur", "rändlustasud", ["Rändlustasudest", "rändlustasu"]),
        ("Helista +372 5551 2345 palun", "+37255512345", ["+372 5551 2345"]),
        ("kirjuta kadri.tamm@kodu.example kohe", "kadri.tamm@kodu.example", ["kadri.tamm@kodu.example"]),
        ("The charges,\n\nthe charge", "charge", ["charges", "charge"]),
    ],
)
def test_every_form_is_marked(text: str, words: str, marked: list[str]) -> None:
    """Where the words stand, as they are written, whatever form was asked for; on one line."""
    found = shown(text, asked(words))
    assert found is not None
    assert [found.text[begin:end] for begin, end in found.marks] == marked
    assert "\n" not in found.text


def test_a_text_without_one_of_the_words_is_none() -> None:
    """All words must be there, and none of those that may not."""
    assert shown("arve on vale", asked("arve leping")) is None
    assert shown("arve ja leping", asked("arve"), asked("lepingud")) is None
    assert shown("arve ja leping", asked("arve leping")) is not None


def test_of_a_long_text_the_part_around_the_words_is_shown() -> None:
    """Two hundred characters at most, beginning with a whole word, and it says what is left out."""
    found = shown("algus " * 100 + "haruldane sõna " + "lõpp " * 100, asked("haruldane"))
    assert found is not None
    assert len(found.text) <= 200
    assert found.text.startswith("algus ")
    assert found.cut == (True, True)
    ((begin, end),) = found.marks
    assert found.text[begin:end] == "haruldane"


def test_a_word_without_a_space_before_it_is_found_too() -> None:
    """A text of signs alone does not push the word out of sight."""
    found = shown("¤" * 500 + "arve", asked("arve"))
    assert found is not None and found.marks
