"""Foretold waits hold as often as they say, on floors that the model knows nothing of."""

import pytest

from hoolin.cli.bench_wait import judged, last_delay
from hoolin.cli.wait_floor import HOUR_MS, LOADS, Floor, Load
from hoolin.core.facts import Entry
from hoolin.workforce.api import coverage, waits

SMALL = Load("small", 2, 2, 2, 2, 0.95, 12)


@pytest.fixture(scope="module")
def floor() -> Floor:
    """Half a day on a small floor."""
    made = Floor(SMALL, seed=3)
    made.run(16 * HOUR_MS)
    return made


def test_they_hold_and_are_narrower_than_the_last_customers_wait(floor: Floor) -> None:
    """Of those who waited, about eight in ten; and a customer is told half as much or less than by the last one's wait."""
    waited = [at for at, one in enumerate(floor.outcomes) if one.ahead]
    ours = judged([floor.outcomes[at] for at in waited])
    theirs = judged([last_delay(floor.outcomes)[at] for at in waited])
    assert ours["n"] > 150
    assert 0.72 <= ours["held"] <= 0.92
    assert ours["score_s"] < theirs["score_s"]
    assert ours["width_s"] < theirs["width_s"]


def test_what_is_counted_is_what_happened(floor: Floor) -> None:
    """The fold's coverage is that of the waits themselves, as they ended."""
    state: waits.Waits = floor.house.rooms[1].state
    told = coverage(state, floor.now)["all"]
    late = [one for one in floor.outcomes if one.left and one.waited_ms > one.high_ms]
    answered = [one for one in floor.outcomes if not one.left]
    assert told["met"] == sum(one.low_ms <= one.waited_ms <= one.high_ms for one in answered)
    assert told["below"] == sum(one.waited_ms < one.low_ms for one in answered)
    assert told["above"] == sum(one.waited_ms > one.high_ms for one in answered) + len(late)
    assert told["left"] == sum(one.left for one in floor.outcomes) - len(late)
    assert told["held"]["low"] < told["held"]["value"] < told["held"]["high"]


def test_a_snapshot_goes_on_as_the_state_did(floor: Floor) -> None:
    """Everything learned and everybody waiting is in it: the same scene gives the same interval."""
    state: waits.Waits = floor.house.rooms[1].state
    again = waits.Waits(state.site)
    waits.load(again, waits.dump(state))
    assert waits.dump(again) == waits.dump(state)
    for queue in ("service", "technical"):
        assert again.expected("chat", queue, "ru", floor.now) == state.expected("chat", queue, "ru", floor.now)


def test_replaying_the_facts_gives_the_same_state() -> None:
    """Nothing but facts changes what is known: folded again they lead to the same bytes."""
    entries: list[Entry] = []
    first = Floor(SMALL, seed=5)
    fold = first.house.fold

    def note(entry: Entry) -> None:
        entries.append(entry)
        fold(entry)

    # Those of setting up are in the second floor already.
    first.house.fold = note  # type: ignore[method-assign]
    first.run(2 * HOUR_MS)
    second = Floor(SMALL, seed=5)
    for entry in entries:
        second.house.fold(entry)
    assert second.house.dump() == first.house.dump()


@pytest.mark.slow
@pytest.mark.parametrize("load", LOADS, ids=[load.name for load in LOADS])
def test_across_loads_they_hold_eight_times_in_ten(load: Load) -> None:
    """From a quiet floor to one with more work than it can do: of those who waited, between .75 and .90."""
    hours = 12 if load.name == "large" else 30
    made = Floor(load, seed=11)
    made.run(hours * HOUR_MS)
    waited = judged([one for one in made.outcomes if one.ahead])
    assert waited["n"] > 100
    assert waited["held_high"] >= 0.75
    assert waited["held_low"] <= 0.90
    assert 0.73 <= waited["held"] <= 0.92
