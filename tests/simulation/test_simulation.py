"""A bad day by its seed: the production house and loop among people, a network and a process that dies, with every promise
checked at each step. And the checkers themselves: each fault that is planted is found.
"""

import asyncio
from collections import Counter

import pytest

from hoolin.core.errors import HoolinError, PeerError, Refusal
from hoolin.runtime.loop import Loop, Receipt, _Asked
from tests.simulation.disk import POINTS
from tests.simulation.virtual import Stuck, VirtualLoop
from tests.simulation.world import Broken, World

SEEDS = 120
LIVES = 3


def found(seeds: range, loop_type: type[Loop] = Loop) -> tuple[list[str], Counter[str], int]:
    """Run these seeds; gives the broken promises, where processes were killed, and how many entries there were."""
    broken: list[str] = []
    kills: Counter[str] = Counter()
    entries = 0
    for seed in seeds:
        world = World(seed, loop_type)
        try:
            world.run(LIVES)
        except Broken as promise:
            broken.append(f"seed {seed}: {promise}")
        kills += world.kills
        entries += world.disk.head()
    return broken, kills, entries


def test_every_promise_is_kept_on_bad_days() -> None:
    """Nothing acknowledged is lost, nothing is done twice or told too early, nobody is in two hands: on 120 bad days."""
    broken, kills, entries = found(range(SEEDS))
    assert broken == []
    assert set(kills) == set(POINTS), "a process was killed at every point there is"
    assert entries > SEEDS * 100


def test_the_same_seed_is_the_same_day() -> None:
    """A seed makes the same journal to the byte, so a bad day can be lived again."""
    journals = []
    for _ in range(2):
        world = World(7)
        world.run(LIVES)
        journals.append(world.disk.read(0, 1_000_000))
    assert journals[0] == journals[1] and journals[0]


class AnswersTooEarly(Loop):
    """Says that it is on disk as soon as it is decided."""

    def _decide_one(self, asked: _Asked) -> None:
        told: list[Receipt | HoolinError] = []
        super()._decide_one(asked._replace(then=told.append))
        if self._batch.answers:
            _, said = self._batch.answers[-1]
            asked.then(said)


class ActsTooEarly(Loop):
    """Asks for what should happen outside before it is written down that it should."""

    def _decide_one(self, asked: _Asked) -> None:
        super()._decide_one(asked)
        if self._batch.effects and self._effects is not None:
            effects, self._batch.effects = self._batch.effects, []
            self._effects(effects)


class ForgetsKeys(Loop):
    """Does again whatever it is asked again."""

    def _decide_one(self, asked: _Asked) -> None:
        self._seen.clear()
        super()._decide_one(asked)


class TellsTooEarly(Loop):
    """Tells those who read along before the write has ended."""

    async def _write_batch(self, batch: object) -> None:
        for reader in self._readers:
            reader(batch.entries, batch.contents)  # type: ignore[attr-defined]
        readers, self._readers = self._readers, []
        try:
            await super()._write_batch(batch)  # type: ignore[arg-type]
        finally:
            self._readers = readers


class AnswersWhatFailed(Loop):
    """Lets a refusal out of turn, before what it rests on is durable."""

    def _decide_one(self, asked: _Asked) -> None:
        before = len(self._batch.answers)
        super()._decide_one(asked)
        if len(self._batch.answers) > before and isinstance(self._batch.answers[-1][1], (Refusal, PeerError)):
            self._batch.answers.pop()


@pytest.mark.parametrize(
    ("fault", "at_least"),
    [(AnswersTooEarly, 15), (ActsTooEarly, 15), (ForgetsKeys, 35), (TellsTooEarly, 35)],
)
def test_a_planted_fault_is_found(fault: type[Loop], at_least: int) -> None:
    """Each way of breaking a promise is noticed on many of forty bad days: the checkers can fail."""
    broken, _, _ = found(range(40), fault)
    assert len(broken) >= at_least, broken


def test_somebody_who_is_never_answered_is_noticed() -> None:
    """A loop that drops refusals leaves people asking for ever; a healthy one answers nearly everybody in the end."""

    def unanswered(loop_type: type[Loop]) -> int:
        world = World(3, loop_type)
        world.run(LIVES)
        return sum(asked.answer is None and asked.sent > 8 for asked in world.asked.values())

    assert unanswered(Loop) == 0
    assert unanswered(AnswersWhatFailed) > 0


def test_the_virtual_loop_jumps() -> None:
    """An hour passes in no time, in order, and whoever waits for nothing is told."""
    loop = VirtualLoop(10.0, lambda: 0.5)
    heard: list[tuple[float, str]] = []

    async def hour() -> None:
        loop.call_later(3_600, lambda: heard.append((loop.time(), "late")))
        loop.call_later(1, lambda: heard.append((loop.time(), "soon")))
        heard.append((await loop.run_in_executor(None, lambda: loop.time()), "thread"))
        await asyncio.sleep(3_601)

    loop.run_until_complete(hour())
    assert [what for _, what in heard] == ["thread", "soon", "late"]
    assert [round(at, 1) for at, _ in heard] == [10.5, 11.0, 3610.0]
    with pytest.raises(Stuck):
        loop.run_until_complete(loop.create_future())
    loop.close()
