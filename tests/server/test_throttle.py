"""Guessing costs time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.server.accounts import throttle as t
from hoolin.server.errors import TooMany
from tests.server.stand import Clock


def waits(throttle: t.Throttle, login: str = "mari", address: str = "192.0.2.7") -> int:
    """Try once; 0 when the try may go on, else the seconds to wait."""
    try:
        throttle.begin(login, address)
    except TooMany as too_many:
        seconds = too_many.detail["retry_after_s"]
        assert isinstance(seconds, int)
        return seconds
    return 0


def test_after_a_few_failures_each_wait_is_twice_the_last() -> None:
    """Four tries are free; then 1, 2, 4, 8, 16 and from there on 30 seconds for the login."""
    clock = Clock()
    throttle = t.Throttle(clock)
    waited = []
    for _ in range(11):
        seconds = waits(throttle, address="")
        waited.append(seconds)
        if seconds:
            clock.pass_ms(seconds * 1000)
            assert waits(throttle, address="") == 0
    assert waited == [0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30]


def test_trying_while_waiting_does_not_prolong_the_wait() -> None:
    """Whoever hammers at a login does not keep its owner out any longer."""
    clock = Clock()
    throttle = t.Throttle(clock)
    for _ in range(7):
        while (seconds := waits(throttle)) > 0:
            clock.pass_ms(seconds * 1000)
    first = waits(throttle)
    for _ in range(50):
        assert waits(throttle) == first
    clock.pass_ms(first * 1000)
    assert waits(throttle) == 0


def test_a_success_starts_the_login_anew_and_takes_its_own_try_back() -> None:
    """Somebody with an account of their own cannot wash the address clean of what they guessed."""
    clock = Clock()
    throttle = t.Throttle(clock)
    for number in range(t.FREE_TRIES["address"] - 1):
        assert waits(throttle, f"login{number}") == 0
    for _ in range(30):
        assert waits(throttle, "own") == 0
        throttle.succeeded("own", "192.0.2.7")
    assert waits(throttle, "one more") == 0
    assert waits(throttle, "and another") == 1
    assert waits(throttle, "and another", "192.0.2.8") == 0


def test_tries_at_the_same_moment_count_each() -> None:
    """A try counts from its beginning: a hundred side by side are not one."""
    throttle = t.Throttle(Clock())
    assert [waits(throttle) for _ in range(6)] == [0, 0, 0, 0, 1, 1]


def test_half_an_hour_without_failure_forgets() -> None:
    """Yesterday's typing errors do not matter."""
    clock = Clock()
    throttle = t.Throttle(clock)
    for _ in range(4):
        waits(throttle)
    assert waits(throttle) > 0
    clock.pass_ms(t.FORGET_MS)
    assert [waits(throttle) for _ in range(5)] == [0, 0, 0, 0, 1]


def test_the_counts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many logins and addresses are tried, only so many counts are held."""
    monkeypatch.setattr(t, "KEPT_MAX", 100)
    throttle = t.Throttle(Clock())
    for number in range(1000):
        waits(throttle, f"login{number}", f"192.0.2.{number}")
    assert len(throttle._counts) == 100


@given(st.lists(st.tuples(st.integers(0, 40_000), st.booleans()), max_size=200))
def test_a_login_is_never_closed_for_longer_than_its_longest_wait(steps: list[tuple[int, bool]]) -> None:
    """Whatever is tried, whenever: a try is let through at the latest half a minute after the last that was."""
    clock = Clock()
    throttle = t.Throttle(clock)
    let_through = clock.now
    for ms, right in steps:
        clock.pass_ms(ms)
        if waits(throttle, address=str(clock.now)) == 0:
            let_through = clock.now
            if right:
                throttle.succeeded("mari", str(clock.now))
        else:
            assert clock.now - let_through < t.WAIT_MS_MAX["login"]
