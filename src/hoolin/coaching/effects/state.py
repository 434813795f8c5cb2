"""Which rollouts there are, where each stands, and whose turn it is."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from hoolin.coaching.effects.rollout import WEEK_DAYS, Ending, Pointer, Rollout
from hoolin.coaching.effects.taught import Taught
from hoolin.core.errors import Conflict
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Site
from hoolin.experience.api import criteria

Standing: TypeAlias = Literal["planned", "running", "lived", "stopped", "withdrawn"]


class Known(msgspec.Struct):
    """A rollout with what became of it. told: all of it. seed: of the order; by, planned_at: who planned it, when. day: on which it began; order: by wave, who is in it. ended: how;
    why, ended_at: what for, when.
    """

    told: Rollout
    seed: int
    by: str
    planned_at: Instant
    day: str | None = None
    order: tuple[tuple[str, ...], ...] = ()
    ended: Ending | None = None
    why: str = ""
    ended_at: Instant | None = None

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return self.ended or ("planned" if self.day is None else "running")

    @property
    def begins(self) -> date | None:
        """The day of the first wave; None before the order is drawn."""
        return date.fromisoformat(self.day) if self.day is not None else None

    def wave_day(self, wave: int) -> date | None:
        """On which day a wave begins."""
        begins = self.begins
        return begins + timedelta(wave * self.told.step_weeks * WEEK_DAYS) if begins is not None else None

    @property
    def until(self) -> date | None:
        """The day on which its weeks are over: nobody waits any more."""
        begins = self.begins
        return begins + timedelta(self.told.compared_weeks * WEEK_DAYS) if begins is not None else None

    def wave_of(self, agent: str) -> int | None:
        """In which wave somebody is; None of whoever takes no part, or before the order is drawn."""
        return next((at for at, wave in enumerate(self.order) if agent in wave), None)

    def turn(self, agent: str) -> date | None:
        """Since when somebody is to have it; None where that is not known, or they take no part. Whoever gets it whatever is drawn has it from the beginning; when it was stopped, everybody
        left is free to.
        """
        if any(one.agent == agent for one in self.told.spared):
            return self.begins
        wave = self.wave_of(agent)
        return self.wave_day(wave) if wave is not None else None


class Kept(msgspec.Struct):
    """rollouts: by id, the oldest first. taught: what people really did, of a rollout or not."""

    rollouts: dict[str, Known] = {}
    taught: Taught = msgspec.field(default_factory=Taught)


class Due(NamedTuple):
    """Somebody is to have something. since: the day on which their turn came."""

    rollout: str
    what: Pointer
    since: date


class Rollouts:
    """What is decided upon; and, read and never changed, the floor and the register of criteria."""

    def __init__(self, site: Site, register: criteria.Criteria) -> None:
        self.site = site
        self.register = register
        self.kept = Kept()

    def open(self) -> Iterator[Known]:
        """Those in which somebody may still wait."""
        return (one for one in self.kept.rollouts.values() if one.ended is None)

    def due(self, agent: str, today: date) -> list[Due]:
        """What an agent's turn has come for, in rollouts that are not over."""
        turns = ((one, one.turn(agent)) for one in self.open())
        return [Due(one.told.rollout, one.told.what, day) for one, day in turns if day is not None and day <= today]

    def waiting(self, what: Pointer, agents: Collection[str], today: date) -> dict[str, date | None]:
        """Who of them waits for it, and until when; None while the order is not drawn. Giving it to them now would spoil the comparison."""
        found: dict[str, date | None] = {}
        for one in self.open():
            if one.told.what == what and one.told.design != "at_once":
                turns = {agent: one.turn(agent) for agent in agents if agent in one.told.agents}
                found |= {agent: day for agent, day in turns.items() if day is None or day > today}
        return found

    def check_given(self, what: Pointer, agents: Collection[str], today: date) -> None:
        """Whether something may be given to several at once: only where their turn has come by a rollout, or one says why nobody waits. Whoever gives something to one agent asks only whether that one
        waits. Raises Conflict.
        """
        waiting = self.waiting(what, agents, today)
        if waiting:
            told = {agent: day.isoformat() if day else None for agent, day in sorted(waiting.items())}
            raise Conflict("waits_in_rollout", agents=told)
        if len(set(agents)) < 2:
            return
        covered = {
            agent
            for one in self.kept.rollouts.values()
            if one.told.what == what and one.standing != "withdrawn"
            for agent in (*one.told.agents, *(spared.agent for spared in one.told.spared))
        }
        alone = sorted(set(agents) - covered)
        if alone:
            raise Conflict("rollout_first", agents=alone)


def dump(state: Rollouts) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(state.kept)


def load(state: Rollouts, body: bytes) -> None:
    """Take up a dump."""
    state.kept = msgspec.msgpack.decode(body, type=Kept)
