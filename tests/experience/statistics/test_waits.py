"""Shares over time: what is not over yet is not lost, and who gave up does not vanish."""

from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.core.errors import Invalid
from hoolin.experience.statistics import Contact, cumulative_incidence, first_contact_resolution, share_by, time_of

ends = st.sampled_from(["answered", "left", None])
watched = st.lists(st.tuples(st.integers(0, 20), ends), min_size=1, max_size=60)


def test_by_hand() -> None:
    """Five customers: answered at 1, left at 2, answered at 3, still waiting at 4, answered at 5."""
    curve = cumulative_incidence([(1, "a"), (2, "l"), (3, "a"), (4, None), (5, "a")], "a")
    assert [(point.time, round(point.share, 10), point.at_risk) for point in curve] == [
        (1, 0.2, 5),
        (3, 0.4, 3),
        (5, 0.8, 1),
    ]
    # A mean over the answered would say "three, on average"; half of all are answered by 5.
    assert time_of(curve, 0.5) == 5
    assert time_of(curve, 0.9) is None
    assert share_by(curve, 4.9) == curve[1]
    assert share_by(curve, 0.5) is None


@given(watched)
def test_the_ends_and_the_open_make_one(rows: list[tuple[int, str | None]]) -> None:
    """At every time, the shares of all ends sum to one less those who have come to none (Kaplan and Meier)."""
    curves = [cumulative_incidence(rows, end) for end in ("answered", "left")]
    for time in range(21):
        known = sum(point.share for curve in curves if (point := share_by(curve, time)))
        survival = 1.0
        for at in sorted({t for t, _ in rows if t <= time}):
            risk = sum(t >= at for t, _ in rows)
            survival *= 1 - sum(t == at and end is not None for t, end in rows) / risk
        assert known == pytest.approx(1 - survival, abs=1e-9)


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["a", "b"])), min_size=2, max_size=40))
def test_without_open_ones_it_is_plain_counting(rows: list[tuple[int, str]]) -> None:
    """Where everybody came to an end, the curve is the share counted, and its error that of a share."""
    for point in cumulative_incidence(rows, "a"):
        share = sum(time <= point.time and end == "a" for time, end in rows) / len(rows)
        assert point.share == pytest.approx(share, abs=1e-12)
        assert point.standard_error == pytest.approx(sqrt(share * (1 - share) / len(rows)), abs=1e-6)
        assert 0 <= point.low <= point.share + 1e-12 <= point.high + 2e-12 <= 1 + 3e-12


def test_the_interval_covers_the_truth() -> None:
    """With exponential times to an answer, to giving up and to the end of the watch, 95 % of the intervals hold the true share."""
    chance = Random(7)
    truth = 0.6 * (1 - 2.718281828459045**-2.0)
    held = 0
    for _ in range(400):
        rows = []
        for _ in range(80):
            answer, leave, stop = chance.expovariate(1.2), chance.expovariate(0.8), chance.expovariate(0.4)
            time = min(answer, leave, stop)
            rows.append((time, "a" if time == answer else "l" if time == leave else None))
        point = share_by(cumulative_incidence(rows, "a"), 1.0)
        assert point is not None
        held += point.low <= truth <= point.high
    assert 0.92 <= held / 400 <= 0.98


def test_first_contact_resolution_by_hand() -> None:
    """A repeat on any channel counts against the contact before it; another reason, our own call and a promised callback do not."""
    hour = 3_600
    contacts = [
        Contact("ann", "bill", 0, 600), Contact("ann", "bill", 5 * hour, 5 * hour + 60),
        Contact("bo", "bill", 0, 600), Contact("bo", "sim", 2 * hour, 2 * hour + 60),
        Contact("cy", "bill", 0, 600), Contact("cy", "bill", hour, hour + 60, inbound=False),
        Contact("di", "bill", 0, 600), Contact("di", "bill", hour, hour + 60, promised=True),
    ]  # fmt: skip
    found = first_contact_resolution(contacts, 24 * hour, now=1_000 * hour)
    assert found is not None
    assert (found.contacts, found.repeats, found.closed, found.open) == (8, 1, 8, 0)
    assert found.value == pytest.approx(7 / 8)


def test_open_windows_are_neither_solved_nor_repeated() -> None:
    """Contacts of an hour ago say nothing yet on a day: the share is that of the watched, not of all."""
    old = [Contact(n, "r", 0, 0) for n in range(10)] + [Contact(n, "r", 10, 10) for n in range(5)]
    new = [Contact(f"new{n}", "r", 990, 990) for n in range(100)]
    before = first_contact_resolution(old, 100, now=1_000)
    after = first_contact_resolution(old + new, 100, now=1_000)
    assert before is not None and after is not None
    assert after.open == 100
    # They were watched for ten, in which five of 115 had come back: naive counting would make it .957 for the whole window.
    assert before.value == pytest.approx(10 / 15)
    assert after.value == pytest.approx(1 - 5 / 115, abs=0.01)


def test_what_is_no_time_is_refused() -> None:
    """Times before the beginning, a window of nothing, and a contact that ended before it came."""
    with pytest.raises(Invalid):
        cumulative_incidence([(-1, "a")], "a")
    with pytest.raises(Invalid):
        cumulative_incidence([(float("nan"), "a")], "a")
    with pytest.raises(Invalid):
        first_contact_resolution([], 0, now=1)
    with pytest.raises(Invalid):
        first_contact_resolution([Contact("a", "r", 5, 4)], 1, now=10)
    assert first_contact_resolution([], 1, now=1) is None
