"""Reading what strangers sent, proofs over bytes, and what is made of it: the pure parts that all messengers share."""

import json
import string
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels import lenient, marks, signed
from hoolin.channels.lenient import identifier, instant, number, read_object, text, whole
from hoolin.channels.pacing import Bucket, Pace
from hoolin.channels.splitting import characters, split, utf8_bytes, utf16_units
from hoolin.core.errors import Malformed, NotAllowed

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_reading_any_json_raises_nothing_but_malformed(value: object) -> None:
    """Whatever JSON there is, each way of reading gives its own type; text leaves without what no page carries."""
    body = {"a": value}
    assert isinstance(whole(body, "a"), int)
    assert isinstance(instant(body, "a"), int)
    for said in (
        text(body, "a"),
        identifier(body, "a"),
        number(body, "a"),
        text(body, "a", "b"),
        *lenient.words(value),
    ):
        said.encode()
        assert "\x00" not in said
    try:
        again = read_object(json.dumps(body).encode())
    except Malformed:
        assert "NaN" in json.dumps(body) or "Infinity" in json.dumps(body)
    else:
        assert lenient.canonical(again) == lenient.canonical(read_object(json.dumps(body).encode()))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_malformed(body: bytes) -> None:
    """Bytes that are no JSON object are Malformed, and nothing else is raised."""
    with suppress(Malformed):
        assert isinstance(read_object(body), dict)


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"a":' * 50_000, b'{"a": ' + b"9" * 5_000 + b"}", b'{"a": NaN}', b"3", b""]
)
def test_bombs_are_malformed(body: bytes) -> None:
    """Nesting without end, numbers of thousands of digits, and what is no number at all."""
    with pytest.raises(Malformed):
        read_object(body)


@given(st.integers(min_value=-(2**70), max_value=2**70))
def test_ids_keep_every_digit(value: int) -> None:
    """An id that came as a number is the same digits as text, however long."""
    assert identifier(read_object(json.dumps({"id": value}).encode()), "id") == str(value)


def test_times_are_bounded() -> None:
    """Seconds and milliseconds, as numbers or text, become milliseconds; what is no time becomes none."""
    of = {"s": 1_800_000_000, "t": "1800000000", "ms": 1_800_000_000_000, "far": 10**15, "no": "x", "f": 1.5, "neg": -5}
    assert instant(of, "s") == instant(of, "t") == instant(of, "ms", per_second=1_000) == 1_800_000_000_000
    assert [instant(of, name) for name in ("far", "no", "f", "neg", "none")] == [0] * 5


# ── proofs ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.binary(max_size=100), st.binary(max_size=100))
def test_a_signature_holds_for_its_bytes_alone(body: bytes, other: bytes) -> None:
    """The right one passes; one over other bytes, with another secret or with anything before it does not."""
    right = signed.signature("secret", body)
    signed.demand_signature(right, "secret", body)
    signed.demand_signature("sha256=" + right, "secret", body, prefix="sha256=")
    wrong = [(right, "other", body), (right, "", body), ("", "secret", body), (right.upper() + "x", "secret", body)]
    wrong += [(right, "secret", other)] if other != body else []
    for given_one, secret, over in wrong:
        with pytest.raises(NotAllowed):
            signed.demand_signature(given_one, secret, over)


def test_an_empty_secret_allows_nobody() -> None:
    """Not even who signs with it."""
    with pytest.raises(NotAllowed):
        signed.demand_signature(signed.signature("", b"x"), "", b"x")
    with pytest.raises(NotAllowed):
        signed.demand_same("", "", known=False)


@given(st.text(alphabet=string.ascii_letters + "-_#/.", min_size=1, max_size=40), st.text(max_size=80))
def test_our_own_mark_is_proven(delivery: str, other: str) -> None:
    """What we marked is known again; what anybody else writes, or one site marks for another, is not."""
    marked = signed.with_proof(b"secret", delivery)
    assert signed.proven(b"secret", marked) == delivery
    assert signed.proven(b"another", marked) == ""
    assert signed.proven(b"secret", "x" + marked) == ""
    assert signed.proven(b"secret", other) == ""


# ── cutting ─────────────────────────────────────────────────────────────────────────────────────────────────────────

PEOPLE = "👩‍👩‍👧"


SIGNS = ["a", "õ", "ш", " ", "\n", "😀", "👍🏽", PEOPLE, "e\u0301", "🇪🇪"]


@given(st.lists(st.sampled_from(SIGNS), max_size=300).map("".join), st.integers(40, 90))
def test_parts_fit_and_lose_nothing_but_space(said: str, at_most: int) -> None:
    """Every part fits by each measure, and all of them together are the text without the white space."""
    for measure in (characters, utf16_units, utf8_bytes):
        cut = split(said, at_most, measure)
        assert all(0 < measure(part) <= at_most for part in cut)
        assert "".join("".join(cut).split()) == "".join(said.split())


def test_a_cut_is_between_words_and_never_within_a_sign() -> None:
    """A paragraph's end is the best place, then a line's, then a word's; a family of emoji stays together."""
    assert split("aaaa bbbb cccc", 10) == ("aaaa bbbb", "cccc")
    assert split("aaaaaa\n\nbb cc dd", 12) == ("aaaaaa", "bb cc dd")
    assert split("x" * 25, 10) == ("x" * 10, "x" * 10, "x" * 5)
    for part in split("ab" + PEOPLE * 6, 12):
        assert part.replace(PEOPLE, "") in ("ab", "")
    assert all(part[0] != "\u0301" for part in split("e\u0301" * 20, 7))
    assert split(" \n ", 10) == ()


# ── pace ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_bucket_lets_a_burst_through_and_then_its_rate() -> None:
    """Two at once, then one a second; a pause that was asked for is kept."""
    bucket = Bucket(1.0, 2.0)
    waits = []
    for _ in range(4):
        waits.append(round(bucket.wait(100.0), 3))
        bucket.take(100.0)
    assert waits == [0.0, 0.0, 1.0, 2.0]
    assert bucket.wait(103.0) == 0.0
    bucket.pause(103.0, 7.0)
    assert bucket.wait(104.0) == 6.0


@given(st.lists(st.tuples(st.floats(0, 2), st.sampled_from("ab")), max_size=80))
def test_no_chat_and_no_account_goes_faster_than_allowed(sends: list[tuple[float, str]]) -> None:
    """In no stretch of time go out more than its rate and one burst; what would wait too long is refused and takes nothing."""
    pace = Pace(Bucket(5.0, 5.0), 1.0, 3.0)
    now, out = 10.0, []
    for later, chat in sends:
        now += later
        wait = pace.reserve(chat, now, 5.0)
        if wait is not None:
            assert 0.0 <= wait <= 5.0
            out.append((now + wait, chat))
    for per_second, burst, times in [
        (5.0, 5.0, sorted(at for at, _ in out)),
        *((1.0, 3.0, sorted(at for at, chat in out if chat == one)) for one in "ab"),
    ]:
        for first in range(len(times)):
            for last in range(first, len(times)):
                assert last - first + 1 <= (times[last] - times[first]) * per_second + burst + 1e-6


def test_signs_read_alike_in_every_language() -> None:
    """A place, a person and a missing file are shown without words of ours."""
    assert marks.place("59.4", "24.7", "", "Viru") == "📍 59.4, 24.7 · Viru"
    assert marks.unread("a.mp4", "90.0 MB > 25.0 MB") == "📎 a.mp4 · ⚠ 90.0 MB > 25.0 MB"
    assert marks.size(900) == "900 B"
