"""Rollouts as they are planned: laid out, with the pairs, and with what could be seen."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any

import msgspec

from hoolin.coaching.api import effects
from hoolin.core.errors import Invalid
from hoolin.experience.api import criteria
from hoolin.insight.api import days
from hoolin.server.coaching.results import Results
from hoolin.server.experience import FigureDesk


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


class Planning:
    """See above. zone: where midnight is. results: who had what, and how many took up what was rolled out before."""

    def __init__(
        self, state: effects.Rollouts, figures: FigureDesk, zone: str, new_id: Callable[[str], str], results: Results
    ) -> None:
        self._state, self._figures, self._zone, self._new_id, self._results = state, figures, zone, new_id, results

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
            "rollout": self._new_id("ro"), "title": wanted.title, "what": wanted.what, "items": wanted.items, "design": wanted.design,
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
        today = days.day_of(self._figures.clock(), self._zone)
        ends = today + timedelta(effects.WEEK_DAYS * (shape["waves"] - 1) * shape["step_weeks"])
        there = effects.rows.weeks(today, shape["before_weeks"], 0, self._zone)
        whole = await self._figures.ask(
            lambda asking: effects.rows.looked(asking, items, agents, there),
            ("seen", agents, wanted.items, there.begins),
        )
        found = await asyncio.to_thread(
            _told_before, whole.narrowed(agents), shape, pairs, wanted.expected, self._results.take_up()
        )
        known_on = ends + timedelta(effects.rows.SETTLING_DAYS)
        return {**told, **found, "enough": True, "ends": ends.isoformat(), "known_on": known_on.isoformat()}

    def _already(self, wanted: Wanted) -> list[str]:
        """Who had it already, and had better be left out."""
        try:
            return self._results.already(wanted.agents, msgspec.convert(wanted.what, effects.Pointer))
        except msgspec.ValidationError:
            return []

    async def _matched(self, agents: Sequence[str], wanted: Wanted) -> tuple[tuple[str, ...], ...]:
        now = self._figures.clock()
        there = effects.rows.weeks(days.day_of(now, self._zone), wanted.before_weeks, 0, self._zone)
        items = self._items(wanted.items)

        def look(asking: Any) -> list[effects.design.Like]:
            whole = effects.rows.looked(asking, items, agents, there)
            return effects.rows.alike(asking, whole, agents, there, now)

        likes = await self._figures.ask(look, ("alike", tuple(agents), wanted.items, there.begins))
        return await asyncio.to_thread(effects.design.matched, likes)

    def _items(self, codes: Iterable[str]) -> list[criteria.Item]:
        found = []
        for code in codes:
            item = self._state.register.item(code)
            if item is None:
                raise Invalid("no_such_item", item=code)
            found.append(item)
        return found


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
