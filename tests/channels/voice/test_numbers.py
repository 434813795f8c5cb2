"""Numbers as trunks write them, in the one form in which they are compared; and which of them may be called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.voice.numbers import caller, international, may_dial
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
