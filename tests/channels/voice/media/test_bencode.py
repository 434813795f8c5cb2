"""Bencode: what is written is read, and nothing that comes in hangs or breaks the reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.voice.media import bencode
from hoolin.core.errors import Malformed

VALUES = st.recursive(
    st.integers(-(2**63), 2**63) | st.binary(max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read(value: bencode.Value) -> None:
    """The same value comes back."""
    assert bencode.read(bencode.write(value)) == value


def test_it_is_what_rtpengine_speaks() -> None:
    """A question and an answer, as its documentation has them."""
    assert bencode.write({"command": "ping"}) == b"d7:command4:pinge"
    assert bencode.read(b"d6:result4:ponge") == {"result": b"pong"}
    assert bencode.write({"flags": ["a", "b"], "limit": 3}) == b"d5:flagsl1:a1:be5:limiti3ee"


@given(st.binary(max_size=60) | st.text("0123456789:ildexyz-", max_size=40).map(str.encode))
def test_noise_is_malformed(raw: bytes) -> None:
    """Any bytes are a value or Malformed, and nothing else."""
    try:
        bencode.read(raw)
    except Malformed:
        return


@pytest.mark.parametrize(
    "raw", [b"", b"l" * 5_000, b"9999999999:a", b"i--1e", b"d1:a", b"i1ex", b"-1:a", b"i" + b"9" * 500 + b"e"]
)
def test_traps(raw: bytes) -> None:
    """Cut short, too deep, too long, too much."""
    with pytest.raises(Malformed):
        bencode.read(raw)
