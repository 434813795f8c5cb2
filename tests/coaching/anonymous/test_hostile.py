"""Texts of those who do not want to be understood, or write as phones let them: found where it is reasonable, always answered, never at a growing cost a letter."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoolin.coaching.anonymous.api import find
from hoolin.coaching.anonymous.finding import PIECE_MAX
from hoolin.coaching.anonymous.plain import plain


def hidden(text: str) -> str:
    """What stays when everything found is taken out."""
    (spans,) = find([text])
    out = {at for one in spans if one.sure for at in range(one.begin, one.end)}
    return "".join(letter for at, letter in enumerate(text) if at not in out)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("helista 5\u200b5\u200b1\u200b2\u200b3\u200b4\u200b5\u200b6", "helista "),
        ("helista \uff15\uff15\uff11\uff12\uff13\uff14\uff15\uff16", "helista "),
        ("звоните ٥٥١٢٣٤٥٦", "звоните "),
        ("tel 5️⃣5️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣ ok", "tel ️⃣ ok"),
        ("number 5 5 1 2 3 4 5 6", "number "),
        ("number 5.5.1.2.3.4.5.6", "number "),
        ("number 5_5_1_2_3_4_5_6", "number "),
        ("number 55O12З456".replace("З", "3"), "number "),
        ("helista viis viis üks kaks kolm neli viis kuus", "helista "),
        ("звоните пять пять один два три четыре пять шесть", "звоните "),
        ("звоните пятьдесят пять двенадцать тридцать четыре пятьдесят шесть", "звоните "),
        ("call five five 1 2 three four five six", "call "),
        ("kood 3-7605-0302-99 on õige", "kood  on õige"),
        ("IBAN E E38 2200".replace("E E", "EE") + " 2210 2014 5685", "IBAN "),
        ("konto EE38.2200.2210.2014.5685", "konto "),
        ("kirjuta mari\u200b.tamm＠gmail.com", "kirjuta "),
        ("Меня зовут M\u0430рия", "Меня зовут "),
        ("Minu nimi on Tõ\u0303nu".replace("õ\u0303", "o\u0303"), "Minu nimi on "),
        ("Tere, olen Ma\u00adri Ta\u00admm.", "Tere, olen ."),
        ("isikukood\u00a037605030299", "isikukood\u00a0"),
        ("makstud 1 299 000 eurot", "makstud 1 299 000 eurot"),
        ("viis päeva, kuus päeva, seitse päeva", "viis päeva, kuus päeva, seitse päeva"),
        ("сто двадцать пять евро", "сто двадцать пять евро"),
    ],
)
def test_digits_and_names_in_disguise(text: str, told: str) -> None:
    """Invisible letters, other digits, digits apart or in words, letters of another alphabet; prices and days stay."""
    assert hidden(text) == told


@pytest.mark.parametrize(
    "part",
    [
        "1-",
        "5 ",
        "a@",
        "A. ",
        "EE12",
        "Mari ",
        "Kask ja ",
        "viis ",
        " \n",
        "\u200b",
        "a\u0301",
        "aа",
        "«a ",
        "tee 5 ",
        "парол ",
        "-",
        "1.1.",
    ],
)
def test_much_of_the_same_is_only_long(part: str) -> None:
    """It is read in pieces, whatever they are made of: nothing falls, places stay in order and in the text."""
    text = (part * 9_000)[:9_000]
    (spans,) = find([text])
    assert all(0 <= one.begin < one.end <= len(text) for one in spans)
    assert all(one.end <= other.begin for one, other in pairwise(spans))


def test_a_long_text_is_read_to_its_end() -> None:
    """What stands in its last piece is found as in its first."""
    filler = "Kiirus on väike ja pilt katkeb. " * (3 * PIECE_MAX // 30)
    text = f"Tel 5512 3456. {filler}Olen Marelle Kivirüüt, tel 5512 3457."
    assert hidden(text) == f"Tel . {filler}Olen , tel ."


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.text(alphabet="aо0５\u0301\u200b\u00ad–- \n\u00a0Жo@٣😀", max_size=40))
def test_what_is_read_knows_where_it_stood(written: str) -> None:
    """Every letter that is read has its place, in the order of the text."""
    read = plain(written)
    places = [read.place(at, at + 1) for at in range(len(read.text))]
    assert all(0 <= begin < end <= len(written) for begin, end in places)
    assert all(one[0] < other[0] for one, other in pairwise(places))
