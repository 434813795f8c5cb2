"""Which rollouts there are, where each stands, and whose turn it is."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from hoolin.coaching.effects.gifts import Gift, Gifts
from hoolin.coaching.effects.rollout import WEEK_DAYS, Ending, Pointer, Rollout
from hoolin.coaching.effects.taught import Taught
from hoolin.core.errors import Conflict
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Site
from hoolin.experience.api import criteria

Standing: TypeAlias = Literal["planned", "running", "lived", "stopped", "withdrawn"]


class Let(msgspec.Struct, frozen=True):
    """Somebody who waits may have it before their turn. by: who decided it; why, at: what for, when."""

    by: str
    why: str
    at: Instant


class Known(msgspec.Struct):
    """A rollout with what became of it. told: all of it. seed: of the order; by, planned_at: who planned it, when. day: on which it began; order: by wave, who is in it. ended: how;
    why, ended_at: what for, when. let: by agent, who may have it before their turn: what is compared is as it was drawn all the same, and how many they are is told.
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
    let: dict[str, Let] = {}

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
    """rollouts: by id, the oldest first. taught: what people really did, of a rollout or not. gifts: what was given to people one by one."""

    rollouts: dict[str, Known] = {}
    taught: Taught = msgspec.field(default_factory=Taught)
    gifts: Gifts = msgspec.field(default_factory=Gifts)


class Due(NamedTuple):
    """Somebody is to have something. rollout: in which, None where it was given to them alone. since: the day on which their turn came; None of what was given. gift: that."""

    rollout: str | None
    what: Pointer
    since: date | None
    gift: Gift | None = None


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

    def owed(self, agent: str, today: date) -> list[Due]:
        """What they are to have and have not had: by a rollout, or given to them alone. Advice and paths that were given have their own places."""
        found = []
        for due in self.due(agent, today):
            since = self.kept.rollouts[due.rollout].planned_at if due.rollout is not None else 0
            if not any(at >= since for at in self.kept.taught.when(agent, due.what)):
                found.append(due)
        known = [due.what for due in found]
        for gift in self.kept.gifts.of(agent):
            had = any(at >= gift.at for at in self.kept.taught.when(agent, gift.what))
            if not had and gift.what not in known and gift.what.kind not in ("advice", "path"):
                found.append(Due(None, gift.what, None, gift))
        return found

    def waits(self, what: Pointer, agent: str, today: date) -> list[Known]:
        """In which rollouts somebody waits for it, and nobody has let them have it."""
        return [
            one
            for one in self.open()
            if one.told.what == what and one.told.design != "at_once" and agent in one.told.agents and agent not in one.let
            if (day := one.turn(agent)) is None or day > today
        ]  # fmt: skip

    def waiting(self, what: Pointer, agents: Collection[str], today: date) -> dict[str, date | None]:
        """Who of them waits for it, and until when; None while the order is not drawn. Giving it to them now would spoil the comparison."""
        return {agent: known[0].turn(agent) for agent in agents if (known := self.waits(what, agent, today))}

    def covered(self, what: Pointer) -> set[str]:
        """To whom it goes, or went, by a rollout, or at once for a reason that was written down."""
        return {
            agent
            for one in self.kept.rollouts.values()
            if one.told.what == what and one.standing != "withdrawn"
            for agent in (*one.told.agents, *(spared.agent for spared in one.told.spared))
        }

    def check_waits(self, what: Pointer, agents: Collection[str], today: date) -> None:
        """Whether nobody of them waits for it. Raises Conflict."""
        waiting = self.waiting(what, agents, today)
        if waiting:
            told = {agent: day.isoformat() if day else None for agent, day in sorted(waiting.items())}
            raise Conflict("waits_in_rollout", what=what.kind, id=what.id, agents=told)

    def check_given(self, what: Pointer, agents: Collection[str], today: date) -> None:
        """Whether something may be given: to one agent, unless they wait for it; to several, together or one after another, only where their turn has come by a rollout, or one says why nobody
        waits. Raises Conflict.
        """
        self.check_waits(what, agents, today)
        covered = self.covered(what)
        others = self.kept.gifts.lately(what, today) - covered - set(agents)
        if len(set(agents)) + len(others) < 2:
            return
        alone = sorted(
            agent for agent in set(agents) - covered if not self.kept.gifts.may(what, agent, today)
        )  # fmt: skip
        if alone:
            raise Conflict("rollout_first", what=what.kind, id=what.id, agents=alone, others=sorted(others))


def dump(state: Rollouts) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(state.kept)


def load(state: Rollouts, body: bytes) -> None:
    """Take up a dump."""
    state.kept = msgspec.msgpack.decode(body, type=Kept)
