"""Rollouts as pages meet them: drawn, wave by wave, and what became of them when their weeks are over.

Nothing is told of an effect while somebody waits: whoever looks every week and stops when it looks well finds an effect where there is none. Of single people nothing is told but when their
turn comes.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from hoolin.coaching.api import effects
from hoolin.core.errors import Conflict, NotFound, Refusal
from hoolin.experience.api import contacts
from hoolin.insight.api import days
from hoolin.server.coaching.planning import Planning
from hoolin.server.coaching.results import Results, ended_day
from hoolin.server.experience import FigureDesk

TOPICS_DAYS = 182
SEED_BITS = 62
JUDGED_MAX = 100
"""The newest of those that are over; older ones are judged when somebody opens them."""

Names = Mapping[str, str]
"""By agent, what they are called."""


class EffectOffice:
    """See above. zone: where midnight is. done: when somebody really did something, None while nobody tells; spending: the same of the time that was spent."""

    def __init__(
        self, state: effects.Rollouts, figures: FigureDesk, zone: str, new_id: Callable[[str], str], done: effects.Done | None = None,
        spending: effects.Spending | None = None,
    ) -> None:  # fmt: skip
        self.state, self.zone, self.new_id = state, zone, new_id
        self.results = Results(state, figures, zone, done)
        self.planning = Planning(state, figures, zone, new_id, self.results)
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
            0
            if known.begins is None
            else max(0, (min(today, ended_day(known, self.zone)) - known.begins).days // effects.WEEK_DAYS)
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
        spent = list(self._spending(now - TOPICS_DAYS * contacts.DAY_MS, now + 1)) if self._spending is not None else []
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


def _let(agent: str, let: effects.Let, names: Names) -> dict[str, Any]:
    return {**_person(agent, names), "why": let.why, "by_name": names.get(let.by), "at": let.at}


def _person(agent: str, names: Names) -> dict[str, str]:
    return {"agent": agent, "name": names.get(agent, agent)}
