"""What of a text is kept, and what a query asks for."""

import pytest

from hoolin.cli import bench_search
from hoolin.cli.searching import forms
from hoolin.finding.api import asked, tokens


@pytest.mark.parametrize("language", ["et", "ru"])
def test_inflected_forms_are_found(language: str) -> None:
    """At least 95 of 100 forms of a word find each other, in a table of 150 and more for each language."""
    table = {"et": forms.ESTONIAN, "ru": forms.RUSSIAN}[language]
    assert len(set(forms.pairs(table))) >= 2 * 150
    assert bench_search.recall()[language] >= 0.95


def test_different_words_do_not_find_each_other() -> None:
    """Words that only begin alike are different words."""
    assert len(list(forms.strangers())) >= 80
    assert bench_search.strangers_found() <= 0.02


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("счет", "Пришлите счёт", True),
        ("СЧЁТ", "нет счетов", True),
        ("kone", "Teie kõne oli lühike", True),
        ("kõne", "kone", False),
        ("anna.tamm@example.com", "kirjutage Anna.Tamm@example.com.", True),
        ("+372 5555 1234", "helistage 37255551234", True),
        ("55551234", "number on 5555-1234", True),
        ("wi-fi", "meie Wi-Fi ei tööta", True),
        ("fi", "meie Wi-Fi ei tööta", True),
        ("arve leping", "arvete kohta", False),
        ("arve leping", "lepingu arved", True),
        ("invoices", "the invoice came", True),
        ("12345", "arve 12345", True),
        ("1234", "arve 12345", False),
    ],
)
def test_a_query_finds(query: str, text: str, found: bool) -> None:
    """Capitals, ё, Estonian letters left out, whole addresses and numbers, hyphens, and every word there."""
    assert bench_search.finds(query, text) is found


def test_nothing_asks_for_nothing() -> None:
    """A text of signs alone has no tokens, and a query of them asks for none."""
    assert tokens("…!? — ") == frozenset()
    assert asked("  ? ") == []


def test_a_long_word_is_cut() -> None:
    """A word of a megabyte is kept as 64 characters, in the query as in the text."""
    assert all(len(token) <= 64 for token in tokens("x" * 1_000_000))
    assert bench_search.finds("x" * 1_000_000, "x" * 1_000_000)
