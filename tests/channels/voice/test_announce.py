"""What somebody in line is told: nothing at first, then their place and an honest wait, and again only when there is something new."""

from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.voice.announce import AGAIN_MS, AT_LATEST_MS, FIRST_MS, Phrase, Standing, Told, words

MINUTE = 60_000


def test_nothing_is_said_to_whoever_is_answered_in_a_moment() -> None:
    """Within the first seconds, and while somebody is being asked, nothing interrupts the music."""
    assert words(Told(), Standing(1, None, 0), FIRST_MS - 1) == ()
    assert words(Told(), Standing(None, None, 0), 10 * MINUTE) == ()


def test_the_place_and_the_wait_are_said_as_they_are() -> None:
    """Whole minutes, up or from and to; nothing about the wait where nobody can say."""
    assert words(Told(), Standing(1, (0, 45_000), 0), FIRST_MS) == (
        Phrase("busy"), Phrase("next"), Phrase("wait_less_than_minute"),
    )  # fmt: skip
    assert words(Told(), Standing(3, (2 * MINUTE, 5 * MINUTE), 0, True), FIRST_MS) == (
        Phrase("busy"), Phrase("place", (3,)), Phrase("wait_between", (2, 5)), Phrase("callback_key"),
    )  # fmt: skip
    assert words(Told(), Standing(2, (0, 3 * MINUTE), 0), FIRST_MS)[-1] == Phrase("wait_up_to", (3,))
    assert words(Told(), Standing(2, None, 0), FIRST_MS) == (Phrase("busy"), Phrase("place", (2,)))


@given(st.lists(st.tuples(st.integers(1, 20_000), st.integers(1, 5)), max_size=80))
def test_nobody_is_told_all_the_time_nor_forgotten(steps: list[tuple[int, int]]) -> None:
    """Never twice within a minute, never the same place sooner than the latest, and somebody is told again at the latest."""
    told, now, last = Told(), 0, 0
    said_at: list[int] = []
    for passes, place in steps:
        now += passes
        before = told.place
        if words(told, Standing(place, None, 0), now):
            if said_at:
                assert now - said_at[-1] >= (AGAIN_MS if place != before else AT_LATEST_MS)
            said_at.append(now)
            last = now
        else:
            assert now < FIRST_MS or now - last < AT_LATEST_MS
