"""Whatever is asked of the whole house, in whatever order and at whatever instant, what must be true stays true."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.runtime.wishes import NAMES, Seeded
from tests.runtime.world import World

Thing = TypeVar("Thing")


class Drawn:
    """Chance from hypothesis, which shrinks what it has drawn."""

    def __init__(self) -> None:
        self.data: st.DataObject | None = None

    def pick(self, things: Sequence[Thing]) -> Thing:
        """See `Chance`."""
        assert self.data is not None
        return self.data.draw(st.sampled_from(list(things)))

    def number(self, low: int, high: int) -> int:
        """See `Chance`."""
        assert self.data is not None
        return self.data.draw(st.integers(low, high))


class HouseMachine(RuleBasedStateMachine):
    """Commands of every kind, time in small and large steps, and a house that is loaded from a dump on the way."""

    @initialize()
    def build(self) -> None:
        """A small site with four agents, three channels and three queues."""
        self.drawn = Drawn()
        self.world = World(self.drawn)

    @rule(data=st.data(), name=st.sampled_from(NAMES))
    def ask(self, data: st.DataObject, name: str) -> None:
        """Any command, at this instant."""
        self.drawn.data = data
        self.world.wish(name)

    @rule(data=st.data(), name=st.sampled_from(NAMES), ms=st.sampled_from((1, 700, 5_000, 31_000, 130_000)))
    def ask_later(self, data: st.DataObject, name: str, ms: int) -> None:
        """Any command, some time later: what had become due meanwhile follows too."""
        self.world.now += ms
        self.drawn.data = data
        self.world.wish(name)

    @rule()
    def ring(self) -> None:
        """The clock reaches exactly what is due next."""
        due = self.world.house.next_due()
        if due is not None:
            self.world.now = max(self.world.now, due)
            self.world.wish("time")

    @rule()
    def restart_from_a_snapshot(self) -> None:
        """Another house is loaded from a dump, and goes on beside this one."""
        self.world.load_twin()

    @rule()
    def restart_from_the_journal(self) -> None:
        """Another house replays every entry, and goes on beside this one."""
        self.world.replay_twin()

    def teardown(self) -> None:
        """Replay gives what deciding gave."""
        if hasattr(self, "world"):
            self.world.check_at_the_end()


HouseMachine.TestCase.settings = settings(
    max_examples=60, stateful_step_count=50, suppress_health_check=list(HealthCheck), deadline=None
)
TestHouse = HouseMachine.TestCase


def test_long_days_by_seed() -> None:
    """Days of a thousand commands each keep every rule; the same seed makes the same day."""
    digests = [day(seed, 1_000) for seed in range(4)]
    assert digests[0] == day(0, 1_000)
    assert len(set(digests)) == len(digests)


def day(seed: int, commands: int) -> bytes:
    """One day by a seed; gives its last state."""
    chance = Seeded(seed)
    world = World(chance)
    for number in range(commands):
        due = world.house.next_due()
        if due is not None and chance.number(0, 7) == 0:
            world.now = max(world.now, due)
            world.wish("time")
        world.now += chance.pick((0, 0, 0, 10, 100, 1_500))
        world.wish(chance.pick(NAMES))
        if number % 100 == 50:
            chance.pick((world.load_twin, world.replay_twin))()
    world.check_at_the_end()
    return world.house.dump()
