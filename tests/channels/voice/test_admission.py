"""A call is taken in as long as those before it are answered in time, however many they are."""

import pytest

from hoolin.channels.voice.admission import FEW, LATE_SECONDS, Admission


class Clock:
    """Seconds, as told."""

    now = 1_000.0

    def __call__(self) -> float:
        """Now."""
        return self.now


def test_many_at_once_are_taken_in() -> None:
    """A thousand calls within an instant are no reason to refuse: nobody has waited yet."""
    admission = Admission(Clock())
    assert all(admission.admit(f"l{at}") for at in range(1_000))
    assert len(admission) == 1_000


def test_who_would_only_wait_longer_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    """Once the oldest waits too long, all others are refused; with its answer the next is taken, and it is said how many were not."""
    clock = Clock()
    admission = Admission(clock)
    for at in range(FEW):
        assert admission.admit(f"l{at}")
        clock.now += 0.01
    clock.now = 1_000.0 + LATE_SECONDS
    assert admission.admit("in time")
    clock.now += 0.001
    assert not any(admission.admit(f"late{at}") for at in range(100))
    admission.done("l0")
    assert admission.admit("next")
    assert [record.getMessage() for record in caplog.records][-1] == "calls are taken in again; 100 were refused"
    assert len(caplog.records) == 2, "one line for each, and the log is the flood"


def test_a_few_may_take_their_time() -> None:
    """One call that the engine does not answer keeps nobody out."""
    clock = Clock()
    admission = Admission(clock)
    for at in range(FEW - 1):
        admission.admit(f"l{at}")
    clock.now += 10 * LATE_SECONDS
    assert admission.admit("another")


def test_what_is_over_waits_no_more() -> None:
    """Done twice is done; what never waited is harmless."""
    admission = Admission(Clock())
    admission.admit("l1")
    for _ in range(2):
        admission.done("l1")
    admission.done("nobody")
    assert len(admission) == 0
