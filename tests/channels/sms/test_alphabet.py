"""The GSM alphabet, packed and unpacked, and what `data_coding` means."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.sms import alphabet
from hoolin.channels.sms.alphabet import codec_of, decode, decode_septets, encode, pack, unpack

gsm_texts = st.text(st.sampled_from(sorted(alphabet.SEPTETS)), max_size=300)


def test_the_table_is_whole() -> None:
    """The basic table has 128 places, each letter once, and ESC in its place."""
    assert len(alphabet.BASIC) == 128 == len(set(alphabet.BASIC))
    assert alphabet.BASIC[alphabet.ESC] == "\x1b"
    assert len(alphabet.SEPTETS) == 127 + 10


@given(gsm_texts)
def test_gsm_text_survives(text: str) -> None:
    """A text of the alphabet is read as it was written."""
    assert decode_septets(encode(text, "gsm7")) == text


@given(gsm_texts, st.integers(0, 20))
def test_packed_septets_survive(text: str, header: int) -> None:
    """Packed behind a header of any length, septets come out as they went in, but for a carriage return that fills the last octet."""
    septets = encode(text, "gsm7")
    found = unpack(pack(septets, header), header)
    assert found == septets or found + b"\r" == septets


def test_packing_agrees_with_the_specification() -> None:
    """The well-known example: "hellohello" is E8329BFD4697D9EC37."""
    assert pack(encode("hellohello", "gsm7")) == bytes.fromhex("E8329BFD4697D9EC37")
    assert unpack(bytes.fromhex("E8329BFD4697D9EC37")) == b"hellohello"


def test_a_packed_tail_of_seven_bits_is_no_letter() -> None:
    """Seven letters leave seven bits free: they are filled so that no "@" appears at the end."""
    assert decode_septets(unpack(pack(encode("1234567", "gsm7")))) == "1234567"


@given(st.binary(max_size=300), st.integers(0, 255), st.sampled_from(["gsm7", "latin1", "ascii"]))
def test_any_octets_are_some_text(units: bytes, coding: int, default: alphabet.Alphabet) -> None:
    """Whatever a provider claims about octets, there is a text of them."""
    assert isinstance(decode(units, codec_of(coding), default), str)


@pytest.mark.parametrize(
    ("coding", "codec"),
    [(0, "default"), (1, "ascii"), (3, "latin-1"), (4, "binary"), (8, "utf-16-be"), (0xF0, "default"), (0xF5, "binary"),
     (0x11, "default"), (0x14, "binary"), (0x18, "utf-16-be"), (0xC8, "default"), (0xE0, "utf-16-be"), (6, "iso8859_5")],
)  # fmt: skip
def test_data_coding_means(coding: int, codec: str) -> None:
    """SMPP's own values, and message classes in the manner of GSM 03.38."""
    assert codec_of(coding) == codec


@pytest.mark.parametrize(("default", "octets"), [("gsm7", b"\x00\x65"), ("latin1", b"@e"), ("ascii", b"@e")])
def test_zero_means_what_the_account_says(default: alphabet.Alphabet, octets: bytes) -> None:
    """`data_coding` 0 is the provider's default alphabet, and the account says which that is, both ways."""
    assert encode("@e", default) == octets
    assert decode(octets, "default", default) == "@e"


@pytest.mark.parametrize(("text", "default"), [("€", "latin1"), ("Ä", "ascii"), ("õ", "gsm7"), ("õ", "latin1")])
def test_what_the_alphabet_cannot_carry_is_refused(text: str, default: alphabet.Alphabet) -> None:
    """A letter that the provider's alphabet or the air lacks is never encoded wrongly."""
    with pytest.raises(KeyError):
        encode(text, default)


def test_a_pair_nobody_defined_is_its_second_letter() -> None:
    """ESC before a letter without extension shows the letter, as a telephone does; two ESC are a space."""
    assert decode_septets(b"\x1ba\x1b\x1bb\x1b") == "a b"


def test_the_letters_of_the_fixture_are_ours() -> None:
    """Whoever counts parts in another language reads the same table of plain letters."""
    from hoolin.channels.sms.letters import PLAIN

    fixture = Path(alphabet.__file__).parent / "fixtures" / "parts.json"
    assert json.loads(fixture.read_text(encoding="utf-8"))["letters"] == PLAIN
    assert all(one in alphabet.SEPTETS for plainly in PLAIN.values() for one in plainly)
    assert not any(letter in alphabet.SEPTETS for letter in PLAIN)
