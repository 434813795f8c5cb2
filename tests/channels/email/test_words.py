import base64
import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.email import words

ESTONIAN = "Tere! Õhtul jõuan, šokk möödas: žürii ütles äsja."
RUSSIAN = "Здравствуйте! Спасибо, всё получилось. Ещё раз СПАСИБО."


@pytest.mark.parametrize(
    ("text", "really"),
    [
        (ESTONIAN, "utf-8"), (ESTONIAN, "cp1257"), (ESTONIAN, "cp1252"), (RUSSIAN, "utf-8"), (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"), (RUSSIAN, "cp866"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("named", ["", "us-ascii", "x-unknown", "utf-8", "rot13", "zlib", "a\x00b", "unicode_escape"])
def test_text_is_read_whatever_it_is_called(text: str, really: str, named: str) -> None:
    """Estonian and Russian are read in each character set they are written in, though none, a wrong or a silly one is named."""
    assert words.decoded(text.encode(really), named) == text


@pytest.mark.parametrize(
    "named", ["koi8-r", "KOI8-R", "'windows-1251'", "iso-8859-5", "utf-16", "cp866", "x-mac-cyrillic"]
)
def test_a_named_character_set_is_taken(named: str) -> None:
    """What is named is tried first."""
    encoding = {"'windows-1251'": "cp1251", "x-mac-cyrillic": "mac-cyrillic"}.get(named, named)
    assert words.decoded(RUSSIAN.encode(encoding), named) == RUSSIAN


def test_a_letter_cut_off_spoils_nothing() -> None:
    """UTF-8 that ends within a letter keeps everything before it."""
    assert words.decoded(RUSSIAN.encode()[:-2]).startswith(RUSSIAN[:-2])


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("=?utf-8?Q?Tere_=C3=B5htust?=", "Tere õhtust"),
        ("=?UTF-8?B?0J/RgNC40LLQtdGC?=", "Привет"),
        ("=?utf-8?B?0J/R?= =?utf-8?B?gNC40LLQtdGC?=", "Привет"),
        ("=?utf-8?B?0J/R?=\r\n =?UTF-8*ru?B?gNC40LLQtdGC?=", "Привет"),
        ("Re: =?koi8-r?B?8NLJ18XU?= you", "Re: Привет you"),
        ("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
        ("=?utf-8?B?0J/RgNC40LLQtdGC?", "=?utf-8?B?0J/RgNC40LLQtdGC?"),
        ("=?nonsense?Q?caf=E9?=", "café"),
        ("=?utf-8?Q?two words?=", "two words"),
        ("=?utf-8?B?0J_bad!?=", words.decoded(words.base64(b"0J_bad!"))),
        ("plain", "plain"),
    ],
)  # fmt: skip
def test_encoded_words_are_read(said: str, means: str) -> None:
    """As the standard says, and as mail programs write them: a letter in two words, a blank within one."""
    assert words.unfolded(said.encode()) == means


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "utf-8", "utf-7", "utf-16", "hz", "iso2022_kr", "cp1257", "\udcff", "x" * 99]),
)
def test_any_bytes_become_text(data: bytes, named: str) -> None:
    """No bytes and no name stop it, and what comes out can be stored and shown: no controls, no halves of characters."""
    text = words.decoded(data, named)
    assert not words.CONTROLS.search(text)
    text.encode()


@given(st.binary(max_size=200), st.integers(0, 3))
def test_base64_survives_the_way(data: bytes, lost: int) -> None:
    """Line ends and foreign characters in it change nothing; lost padding loses no byte."""
    coded = base64.encodebytes(data)
    assert words.base64(coded.replace(b"\n", b" \r\n!")) == data
    assert words.base64(coded.rstrip(b"=\n")) == data
    words.base64(coded[lost:])


def test_every_readable_character_set_is_known_to_python() -> None:
    """The table names codecs by the names that Python gives them, and none that packs or executes anything."""
    assert all(codecs.lookup(name).name == name for name in words.READABLE)
    assert words.charset("zlib") == words.charset("idna") == words.charset("punycode") == ""
