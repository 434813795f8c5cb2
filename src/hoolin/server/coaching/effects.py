"""Rollouts as pages meet them: planned with what could be seen, drawn, wave by wave, and what became of them when their weeks are over.

Nothing is told of an effect while somebody waits: whoever looks every week and stops when it looks well finds an effect where there is none. Of single people nothing is told but when their
turn comes.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

import msgspec

from hoolin.coaching.api import effects
from hoolin.core.errors import Conflict, Invalid, NotFound, Refusal
from hoolin.experience.api import criteria
from hoolin.insight.api import days
from hoolin.server.coaching.results import Results, ended_day
from hoolin.server.experience import FigureDesk

TOPICS_DAYS = 182
SEED_BITS = 62
JUDGED_MAX = 100
"""The newest of those that are over; older ones are judged when somebody opens them."""

Names = Mapping[str, str]
"""By agent, what they are called."""


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """What is planned, before it has an id, pairs and a seed. waves: None for as many as fit. The rest as in `effects.Rollout`."""

    items: Annotated[tuple[str, ...], msgspec.Meta(max_length=effects.ITEMS_MAX)]
    design: effects.Design
    agents: Annotated[tuple[str, ...], msgspec.Meta(max_length=effects.AGENTS_MAX)]
    title: str = ""
    what: dict[str, str] = {}
    waves: Annotated[int, msgspec.Meta(ge=2, le=effects.WAVES_MAX)] | None = None
    step_weeks: Annotated[int, msgspec.Meta(ge=1, le=12)] | None = None
    before_weeks: Annotated[int, msgspec.Meta(ge=4, le=26)] = 8
    expected: Annotated[float, msgspec.Meta(gt=0, le=100)] = 10.0
    why: str = ""
    spared: Annotated[tuple[dict[str, str], ...], msgspec.Meta(max_length=effects.AGENTS_MAX)] = ()


class EffectOffice:
    """See above. zone: where midnight is. done: when somebody really did something, None while nobody tells; spending: the same of the time that was spent."""

    def __init__(
        self, state: effects.Rollouts, figures: FigureDesk, zone: str, new_id: Callable[[str], str], done: effects.Done | None = None,
        spending: effects.Spending | None = None,
    ) -> None:  # fmt: skip
        self.state, self.zone, self.new_id = state, zone, new_id
        self.results = Results(state, figures, zone, done)
        self._figures, self._spending = figures, spending

    def seed(self) -> int:
        """By which an order will be drawn: nobody chooses it."""
        return secrets.randbits(SEED_BITS)

    def today(self) -> date:
        """The day it is here."""
        return days.day_of(self._figures.clock(), self.zone)

    def known(self, rollout: str) -> effects.Known:
        """One of them. Raises NotFound."""
        found = self.state.kept.rollouts.get(rollout)
        if found is None:
            raise NotFound("no_such_rollout", rollout=rollout)
        return found

    # ── planning ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def laid_out(self, wanted: Wanted) -> effects.Rollout:
        """As it will be written down: with its id, its waves, and the pairs. Raises Malformed through the caller, Invalid."""
        told = _shaped(wanted)
        agents = tuple(sorted(set(wanted.agents)))
        blocks: tuple[tuple[str, ...], ...] = ()
        if wanted.design == "pairs":
            blocks = await self._matched(agents, wanted)
        elif wanted.design == "stepped":
            blocks = (agents,)
        fields = {
            "rollout": self.new_id("ro"), "title": wanted.title, "what": wanted.what, "items": wanted.items, "design": wanted.design,
            "agents": agents, "blocks": blocks, "expected": wanted.expected, "why": wanted.why, "spared": wanted.spared, **told,
        }  # fmt: skip
        return msgspec.convert(fields, effects.Rollout)

    async def seen(self, wanted: Wanted) -> dict[str, Any]:
        """What could be seen, were it begun today: the smallest effect that is seen with 80 %, the chance that the expected one is, and with how many people it would be. enough: whether they are
        enough at all. a_week: judged conversations of one person. already: who had it before. ends: the day on which the last begin; known_on: on which it is told.
        """
        shape, pairs = _shaped(wanted), wanted.design == "pairs"
        agents, items = tuple(sorted(set(wanted.agents))), self._items(wanted.items)
        told: dict[str, Any] = {**shape, "ends": None, "known_on": None, "enough": False, "a_week": 0.0, "detectable": None, "chance": 0.0, "useful": False, "agents_needed": None}  # fmt: skip
        told |= {"chance_low": 0.0, "take_up": 0.0, "take_up_low": 0.0, "already": self._already(wanted)}
        if wanted.design == "at_once" or not effects.design.enough(len(agents), pairs):
            return told
        ends = self.today() + timedelta(7 * (shape["waves"] - 1) * shape["step_weeks"])
        there = effects.rows.weeks(self.today(), shape["before_weeks"], 0, self.zone)
        whole = await self._figures.ask(
            lambda asking: effects.rows.looked(asking, items, agents, there),
            ("seen", agents, wanted.items, there.begins),
        )
        found = await asyncio.to_thread(
            _told_before, whole.narrowed(agents), shape, pairs, wanted.expected, self.results.take_up()
        )
        known_on = ends + timedelta(effects.rows.SETTLING_DAYS)
        return {**told, **found, "enough": True, "ends": ends.isoformat(), "known_on": known_on.isoformat()}

    def _already(self, wanted: Wanted) -> list[str]:
        """Who had it already, and had better be left out."""
        try:
            return self.results.already(wanted.agents, msgspec.convert(wanted.what, effects.Pointer))
        except msgspec.ValidationError:
            return []

    async def _matched(self, agents: Sequence[str], wanted: Wanted) -> tuple[tuple[str, ...], ...]:
        items, there = self._items(wanted.items), effects.rows.weeks(self.today(), wanted.before_weeks, 0, self.zone)
        now = self._figures.clock()

        def look(asking: Any) -> list[effects.design.Like]:
            whole = effects.rows.looked(asking, items, agents, there)
            return effects.rows.alike(asking, whole, agents, there, now)

        likes = await self._figures.ask(look, ("alike", tuple(agents), wanted.items, there.begins))
        return await asyncio.to_thread(effects.design.matched, likes)

    def _items(self, codes: Iterable[str]) -> list[criteria.Item]:
        found = []
        for code in codes:
            item = self.state.register.item(code)
            if item is None:
                raise Invalid("no_such_item", item=code)
            found.append(item)
        return found

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def listed(self) -> list[dict[str, Any]]:
        """All of them, the newest first, with the word where it is known."""
        known = list(reversed(self.state.kept.rollouts.values()))
        over = [one.told.rollout for one in known if one.day is not None and self.results.known_on(one) <= self.today()]
        words = await self.results.short(over[:JUDGED_MAX])
        return [self._short(one) | {"result": words.get(one.told.rollout)} for one in known]

    async def one(self, rollout: str, names: Names) -> dict[str, Any]:
        """One of them, wave by wave, with what became of it."""
        known = self.known(rollout)
        drawn = known.day is not None
        return self._short(known) | {
            "before_weeks": known.told.before_weeks, "expected": known.told.expected, "why": known.told.why, "end_why": known.why,
            "by_name": names.get(known.by), "seed": str(known.seed) if drawn else None,
            "people": [_person(agent, names) for agent in known.told.agents],
            "order": [self._wave(known, at, members, names) for at, members in enumerate(known.order)],
            "pairs": [[_person(agent, names) for agent in block] for block in known.told.blocks] if known.told.design == "pairs" else [],
            "spared": [_person(one.agent, names) | {"why": one.why} for one in known.told.spared],
            "let": [_let(agent, let, names) for agent, let in known.let.items()],
            "drawn_again": drawn and effects.order_of(known) == known.order,
            "result": await self.result(known),
        }  # fmt: skip

    async def result(self, known: effects.Known) -> dict[str, Any] | None:
        """What became of it; None before it began; `too_early` while nothing may be told; `refused` where the rows do not tell."""
        if known.day is None:
            return None
        known_on = self.results.known_on(known)
        if self.today() < known_on:
            return {"word": "too_early", "known_on": known_on.isoformat()}
        try:
            return await self.results.of(known)
        except Conflict:
            raise
        except Refusal as refusal:
            return {"word": "cannot_tell", "refused": refusal.code, **refusal.detail}

    def _short(self, known: effects.Known) -> dict[str, Any]:
        told, today = known.told, self.today()
        lived = (
            0 if known.begins is None else max(0, (min(today, ended_day(known, self.zone)) - known.begins).days // 7)
        )
        return {
            "rollout": told.rollout, "title": told.title, "what": told.what, "items": told.items, "design": told.design, "standing": known.standing,
            "agents": len(told.agents), "waves": told.waves, "step_weeks": told.step_weeks, "weeks": told.compared_weeks, "lived": lived,
            "planned_at": known.planned_at, "day": known.day, "until": known.until.isoformat() if known.until else None,
            "known_on": self.results.known_on(known).isoformat() if known.day else None,
        }  # fmt: skip

    def _wave(self, known: effects.Known, at: int, members: Sequence[str], names: Names) -> dict[str, Any]:
        day = known.wave_day(at)
        assert day is not None
        due = day <= self.today() and (known.ended is None or day <= ended_day(known, self.zone))
        took = self.results.took(known)
        return {
            "wave": at, "day": day.isoformat(), "due": due, "members": [_person(agent, names) for agent in members],
            "took": len({*members} & took) if took is not None else None,
        }  # fmt: skip

    # ── one's own, and where time goes ──────────────────────────────────────────────────────────────────────────────

    def own(self, agent: str) -> list[dict[str, Any]]:
        """In which rollouts somebody takes part, the newest first, and when their turn comes: they are told all that is recorded about them there."""
        found = []
        for known in reversed(self.state.kept.rollouts.values()):
            told, turn = known.told, known.turn(agent)
            spared = next((one for one in told.spared if one.agent == agent), None)
            if agent not in told.agents and spared is None:
                continue
            if known.ended is not None and turn is not None and turn > ended_day(known, self.zone):
                # It was over before.
                turn = None
            found.append({
                "rollout": told.rollout, "title": told.title, "what": told.what, "items": told.items, "design": told.design,
                "standing": known.standing, "turn": turn.isoformat() if turn else None, "waves": told.waves, "wave": known.wave_of(agent),
                "waits": known.ended is None and (turn is None or turn > self.today()), "spared": spared.why if spared else None,
                "why": told.why if told.design == "at_once" else "", "let": known.let[agent].why if agent in known.let else None,
                "names": [item.name for code in told.items if (item := self.state.register.item(code)) is not None],
            })  # fmt: skip
        return found

    async def topics(self) -> dict[str, Any]:
        """Where the time of half a year went, by item, and what rollouts found about it. known: whether anybody tells how time was spent."""
        now = self._figures.clock()
        spent = list(self._spending(now - TOPICS_DAYS * 86_400_000, now + 1)) if self._spending is not None else []
        about = {
            one.told.rollout: one.told.items
            for one in self.state.kept.rollouts.values()
            if one.day is not None and one.standing != "withdrawn"
        }
        rollouts = {one["rollout"]: one for one in await self.listed()}
        topics = [
            {
                "item": one.item, "minutes": one.minutes, "people": one.people,
                "rollouts": [{name: rollouts[id][name] for name in ("rollout", "title", "standing", "result")} for id in one.rollouts],
            }
            for one in effects.topics(spent, about)
        ]  # fmt: skip
        return {"known": self._spending is not None, "days": TOPICS_DAYS, "topics": topics}


def _shaped(wanted: Wanted) -> dict[str, int]:
    """Waves and weeks as they will be: what nobody said is filled in."""
    agents = len(set(wanted.agents))
    if wanted.design == "at_once":
        return {"waves": 1, "step_weeks": 1, "before_weeks": wanted.before_weeks}
    if wanted.design == "pairs":
        return {"waves": 2, "step_weeks": wanted.step_weeks or 8, "before_weeks": wanted.before_weeks}
    waves = wanted.waves or effects.design.waves_for(agents)
    return {"waves": waves, "step_weeks": wanted.step_weeks or 2, "before_weeks": wanted.before_weeks}


def _told_before(
    before: Any, shape: Mapping[str, int], pairs: bool, expected: float, take_up: float | None
) -> dict[str, Any]:
    power = effects.power
    plan = power.Plan(
        len(before.agents),
        power.worth_a_week(before),
        shape["waves"],
        shape["step_weeks"],
        shape["before_weeks"],
        pairs,
    )
    found: dict[str, Any] = power.told(plan, power.known_from(before), expected, take_up)._asdict()
    return found | {"a_week": power.heard_a_week(before)}


def _let(agent: str, let: effects.Let, names: Names) -> dict[str, Any]:
    return {**_person(agent, names), "why": let.why, "by_name": names.get(let.by), "at": let.at}


def _person(agent: str, names: Names) -> dict[str, str]:
    return {"agent": agent, "name": names.get(agent, agent)}
