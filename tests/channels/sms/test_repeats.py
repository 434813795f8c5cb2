"""The same words again are a repetition by the SMSC or a person saying them twice, and mostly we can tell."""

from hoolin.channels.sms.repeats import BEFORE_START_MS, COLD_MS, SLOW_MS, UNSURE_MS, Repeats, key

STRETCH = 300_000
START = 1_000 * STRETCH + 100_000
LATER = START + COLD_MS + STRETCH


def warm() -> Repeats:
    """A process that has been bound for long."""
    them = Repeats(STRETCH, START)
    them.bound(START)
    return them


def came(them: Repeats, now: int, connection: int = 1, answered: int | None = 0) -> tuple[str, bool]:
    """The words come and are answered so long after; None: never. Gives the key and whether it is certain."""
    guess = them.came("words", connection, now)
    if answered is not None:
        guess.said.answered = now + answered
    return key("words", guess.said), guess.settled


def test_said_twice_is_twice() -> None:
    """Two identical messages that we answered at once are two messages."""
    them = warm()
    assert came(them, LATER) != came(them, LATER + 2_000)


def test_said_twice_at_once_is_twice() -> None:
    """Two identical messages on the wire side by side have been sent twice: an SMSC waits before it repeats."""
    them = warm()
    assert came(them, LATER, answered=None) != came(them, LATER + 5, answered=None)


def test_a_slow_answer_is_repeated_on_the_same_connection() -> None:
    """We took longer than an SMSC waits: the same words again are a repetition."""
    them = warm()
    first, _ = came(them, LATER, answered=SLOW_MS + 1)
    assert came(them, LATER + SLOW_MS + 5) == (first, True)


def test_unanswered_comes_again_after_a_break() -> None:
    """What was not answered before the connection broke is repeated on the next one."""
    them = warm()
    first, _ = came(them, LATER, answered=None)
    them.broke(1, LATER + 100)
    assert came(them, LATER + 5_000, connection=2) == (first, True)


def test_answered_just_before_the_break_may_come_again() -> None:
    """An answer that may have been lost with the connection does not make a second message of its repetition."""
    them = warm()
    first, _ = came(them, LATER, answered=10)
    them.broke(1, LATER + UNSURE_MS)
    assert came(them, LATER + 9_000, connection=2)[0] == first


def test_answered_long_before_the_break_was_said_again() -> None:
    """A person who says the same after a reconnect is heard twice."""
    them = warm()
    first, _ = came(them, LATER, answered=10)
    them.broke(1, LATER + UNSURE_MS + 1_000)
    assert came(them, LATER + 9_000, connection=2)[0] != first


def test_two_unanswered_are_repeated_as_two() -> None:
    """Each of two identical messages has its own repetition."""
    them = warm()
    both = {came(them, LATER, answered=None)[0], came(them, LATER + 5, answered=None)[0]}
    them.broke(1, LATER + 100)
    assert {came(them, LATER + 5_000, connection=2)[0], came(them, LATER + 5_001, connection=2)[0]} == both


def test_after_a_restart_the_repetition_has_the_first_ones_key() -> None:
    """Killed before the answer: the next process gives the repeated words the key under which they were kept."""
    kept, _ = came(warm(), LATER, answered=None)
    after = Repeats(STRETCH, LATER + 3_000)
    after.bound(LATER + 4_000)
    assert came(after, LATER + 5_000) == (kept, True)


def test_after_a_restart_across_a_stretch_too() -> None:
    """The key does not change because a stretch of time ended while we were away for a moment."""
    edge = (LATER // STRETCH + 1) * STRETCH
    kept, _ = came(warm(), edge - 2_000, answered=None)
    after = Repeats(STRETCH, edge + BEFORE_START_MS - 5_000)
    after.bound(edge + BEFORE_START_MS - 4_000)
    assert came(after, edge + BEFORE_START_MS)[0] == kept


def test_long_after_the_start_unknown_words_are_tried_further() -> None:
    """When nobody can be repeating any more, a key that is taken means that the words were said before: the next one is tried."""
    them = warm()
    _, settled = came(them, START + COLD_MS + 1)
    assert not settled


def test_the_same_words_on_another_day_are_new() -> None:
    """Keys change with time, so nothing said today is taken for what was said last week."""
    them = warm()
    assert came(them, LATER)[0] != came(them, LATER + STRETCH)[0]
