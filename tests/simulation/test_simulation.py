"""A bad day by its seed: the production house, loop, outbox and post among people, a network, a disk and a provider that fail, with
every promise checked at each step. And the checkers themselves: each mistake that is planted is found.
"""

import asyncio
import sys
from collections import Counter

import pytest

from hoolin.faults.day import Day, live
from hoolin.faults.disk import POINTS
from hoolin.faults.virtual import Stuck, VirtualLoop
from tests.simulation.mutations import MUTATIONS, Plant

SEEDS = 120
CAUGHT_WITHIN = 200


@pytest.fixture(scope="module")
def days() -> list[Day]:
    """Some bad days."""
    return [live(seed) for seed in range(SEEDS)]


def test_every_promise_is_kept_on_bad_days(days: list[Day]) -> None:
    """Nothing acknowledged is lost, nothing is done twice or told too early, nobody is in two hands: on 120 bad days."""
    assert [f"seed {day.seed}: {day.broken}" for day in days if day.broken] == []


def test_the_days_are_bad(days: list[Day]) -> None:
    """The process is killed at every point there is, disks refuse, and much happens all the same."""
    kills: Counter[str] = Counter()
    for day in days:
        kills += day.kills
    assert set(kills) == {*POINTS, "disk_refused"}
    assert sum(day.entries for day in days) > SEEDS * 100
    assert min(sum(day.asked for day in days), sum(day.letters for day in days)) > SEEDS * 5
    assert sum(day.sent for day in days) > 20


def test_the_same_seed_is_the_same_day() -> None:
    """A seed tells the same story to the letter, and telling it changes nothing."""
    first, second, silent = live(7, story=True), live(7, story=True), live(7)
    assert first == second and len(first.story) > 100
    assert first._replace(story=()) == silent


@pytest.mark.parametrize("plant", MUTATIONS, ids=lambda plant: plant.__name__)
def test_a_planted_mistake_is_found(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each mistake breaks a promise on one of the first days; how many it took is said (pytest -rP)."""
    plant(monkeypatch)
    took = next((seed + 1 for seed in range(CAUGHT_WITHIN) if live(seed).broken), None)
    sys.stdout.write(f"{plant.__name__} was caught after {took} seeds\n")
    assert took is not None


def test_the_virtual_loop_jumps() -> None:
    """An hour passes in no time, in order, step by step, and whoever waits for nothing is told."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    loop = VirtualLoop(10.0, lambda work: 0.5, step)
    heard: list[tuple[float, str]] = []

    async def hour() -> None:
        loop.call_later(3_600, lambda: heard.append((loop.time(), "late")))
        loop.call_later(1, lambda: heard.append((loop.time(), "soon")))
        heard.append((await loop.run_in_executor(None, lambda: loop.time()), "thread"))
        await asyncio.sleep(3_601)

    loop.run_until_complete(hour())
    assert [what for _, what in heard] == ["thread", "soon", "late"]
    assert [round(at, 1) for at, _ in heard] == [10.5, 11.0, 3610.0]
    assert steps > 5
    with pytest.raises(Stuck):
        loop.run_until_complete(loop.create_future())
    loop.close()
