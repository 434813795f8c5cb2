"""Numbers as trunks write them, in the one form in which they are compared; and which of them may be called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.voice.numbers import caller, international, may_dial
from hoolin.channels.voice.settings import VoiceSettings
from hoolin.core.errors import Invalid


@pytest.mark.parametrize(
    ("said", "compared"),
    [
        ("+3725551234", "+3725551234"), ("003725551234", "+3725551234"), ("5551234", "+3725551234"),
        ("05551234", "+3725551234"), ("%2B3725551234", "+3725551234"), ("5551234;phone-context=+372", "+3725551234"),
        ("anonymous", ""), ("Anonymous", ""), ("unavailable", ""), ("alice", ""), ("", ""), ("3725551234567", "3725551234567"),
    ],
)  # fmt: skip
def test_a_caller_is_compared_in_one_form(said: str, compared: str) -> None:
    """The same telephone is the same customer, however the trunk writes it; a name is no number."""
    assert caller(said, "372") == compared


def test_the_longest_beginning_decides() -> None:
    """Premium numbers within an allowed country are barred, and one of them can be allowed again; nothing is allowed by itself."""
    allowed, barred = ("+372", "+3729001"), ("+372900",)
    assert may_dial("+3725551234", allowed, barred)
    assert not may_dial("+3729002222", allowed, barred)
    assert may_dial("+3729001222", allowed, barred)
    assert not may_dial("+15551234", allowed, barred)
    assert not may_dial("+3725551234", (), ())
    assert not may_dial("+3725551234", ("+372",), ("+372",))


@pytest.mark.parametrize("barred", ["900", "0900", "00372900", "372900", "+372900"])
def test_a_bar_holds_however_it_is_written(barred: str) -> None:
    """As people of the country write it too; the rest of the country may be called."""
    settings = VoiceSettings(country="372", allowed=("+372900", "+372"), barred=(barred,))
    for said in ("9001234", "+3729001234", "003729001234"):
        assert not may_dial(international(said, "372"), settings.prefixes, settings.bars)
    assert may_dial(international("5551234", "372"), settings.prefixes, settings.bars)


def test_numbers_at_a_price_are_barred_from_the_start() -> None:
    """With a country set and nothing else; who wants them allows them by name."""
    usual, wanted = VoiceSettings(country="372"), VoiceSettings(country="372", allowed=("+372", "+372900"))
    assert not may_dial("+3729001234", usual.prefixes, usual.bars)
    assert may_dial("+3725551234", usual.prefixes, usual.bars)
    assert may_dial("+3729001234", wanted.prefixes, wanted.bars)
    abroad = VoiceSettings(country="372", allowed=("+372", "+358"))
    assert not may_dial("+3586001234", abroad.prefixes, abroad.bars)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_number_or_refused(said: str) -> None:
    """What may be called is digits and nothing else: no SIP address, no header, no second number gets through."""
    try:
        number = international(said, "372")
    except Invalid:
        return
    assert number.removeprefix("+").isdecimal()
    assert number.isascii()
    assert not may_dial(number, ("+372",), ()) or number.startswith("+372")
