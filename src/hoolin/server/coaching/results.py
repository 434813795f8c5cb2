"""What became of rollouts: worked out from the rows when their weeks are over, one at a time and beside everything else.

What was judged later than the day on which it was to be told is left out: whoever looks again a month later reads the same.
"""

import asyncio
from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from hoolin.coaching.api import effects
from hoolin.core.errors import Conflict, Invalid, Refusal
from hoolin.core.facts import Instant
from hoolin.insight.api import days
from hoolin.server.experience import FigureDesk

WAIT_SECONDS = 3.0
"""So long a list waits for what is not worked out yet; the next time it is asked it is there."""

REMEMBERED_MAX = 500
SHORT = ("word", "points", "low", "high")


def ended_day(known: effects.Known, zone: str) -> date:
    """The last day that may count: its weeks are over, or it was stopped."""
    until = known.until
    assert until is not None
    return until if known.ended_at is None else min(until, days.day_of(known.ended_at, zone))


class Who(NamedTuple):
    """took: who really took it up while it ran, None where nobody knows; ahead: how many had it while they waited; had: how many before it began."""

    took: Collection[str] | None
    ahead: int
    had: int


class Results:
    """By rollout. zone: where midnight is. done: when somebody really did something, None while nobody tells."""

    def __init__(self, state: effects.Rollouts, figures: FigureDesk, zone: str, done: effects.Done | None) -> None:
        self._state, self._figures, self._zone, self._done = state, figures, zone, done
        self._known: dict[Hashable, dict[str, Any] | Refusal] = {}
        self._one_at_a_time = asyncio.Lock()

    def known_on(self, known: effects.Known) -> date:
        """The day on which it is told: by then most of what happened in its weeks has been judged."""
        return ended_day(known, self._zone) + timedelta(effects.rows.SETTLING_DAYS)

    def took(self, known: effects.Known) -> set[str] | None:
        """Who of those whose turn came really took it up while it ran; None where nobody knows."""
        if self._done is None or known.day is None:
            return None
        last = ended_day(known, self._zone)
        return {agent for agent in known.told.agents if self._in_time(known, agent, last) == "took"}

    def ahead(self, known: effects.Known) -> int:
        """How many had it while they waited: what is compared is as it was drawn all the same."""
        if self._done is None or known.day is None:
            return 0
        last = ended_day(known, self._zone)
        return sum(self._in_time(known, agent, last) == "ahead" for agent in known.told.agents)

    def already(self, agents: Iterable[str], what: effects.Pointer, before: Instant | None = None) -> list[str]:
        """Who of them had it before an instant, or by now; nobody where nobody knows."""
        return (
            effects.already(self._done, agents, what, self._figures.clock() if before is None else before)
            if self._done is not None
            else []
        )

    def take_up(self) -> float | None:
        """How many did what they were given in the rollouts that are over, as a share; None where nobody knows."""
        over = [
            one
            for one in self._state.kept.rollouts.values()
            if one.standing == "lived" and one.told.design != "at_once"
        ]
        took = [(len(found), len(one.told.agents)) for one in over if (found := self.took(one)) is not None]
        return sum(n for n, _ in took) / sum(of for _, of in took) if took else None

    def _in_time(self, known: effects.Known, agent: str, last: date) -> str:
        turn, begins = known.turn(agent), known.begins
        assert self._done is not None and turn is not None and begins is not None
        on = [days.day_of(at, self._zone) for at in self._done(agent, known.told.what)]
        on = [day for day in on if begins <= day <= last]
        if any(day < turn for day in on):
            return "ahead"
        return "took" if on else ""

    async def of(self, known: effects.Known) -> dict[str, Any]:
        """All that is known of it. Raises Invalid where the rows tell too little, Conflict while they are made."""
        told, begins = known.told, known.begins
        assert begins is not None
        had = len(self.already(told.agents, told.what, days.midnight(begins, self._zone)))
        who = Who(self.took(known), self.ahead(known), had)
        key = (
            told.rollout,
            ended_day(known, self._zone),
            None if who.took is None else frozenset(who.took),
            who.ahead,
            had,
            len(known.let),
        )
        async with self._one_at_a_time:
            if key not in self._known:
                self._known[key] = await self._worked_out(known, who)
                while len(self._known) > REMEMBERED_MAX:
                    del self._known[next(iter(self._known))]
            found = self._known[key]
        if isinstance(found, Refusal):
            raise found
        return found

    async def short(self, wanted: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Of several, in short; what is not worked out in time, or cannot be, is left out."""
        found: dict[str, dict[str, Any]] = {}
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                for rollout in wanted:
                    found[rollout] = await self._shortly(rollout)
        except TimeoutError:
            pass
        return found

    async def _shortly(self, rollout: str) -> dict[str, Any]:
        try:
            whole = await self.of(self._state.kept.rollouts[rollout])
        except Refusal:
            return {"word": "cannot_tell", **dict.fromkeys(SHORT[1:])}
        return {name: whole[name] for name in SHORT}

    async def _worked_out(self, known: effects.Known, who: Who) -> dict[str, Any] | Refusal:
        told, begins = known.told, known.begins
        assert begins is not None
        after = min(told.compared_weeks, (ended_day(known, self._zone) - begins).days // effects.WEEK_DAYS)
        there = effects.rows.weeks(begins, told.before_weeks, after, self._zone)
        items = [item for code in told.items if (item := self._state.register.item(code)) is not None]
        agents = sorted(told.agents)
        until = days.midnight(self.known_on(known), self._zone)
        whole, apart = await self._figures.ask(
            lambda asking: effects.rows.judged(asking, items, agents, there, until),
            ("rollout", told.rollout, there.begins, until),
            keep=0.0,
        )
        # Whoever gets it whatever is drawn is compared with nobody, and is none of those outside.
        spared = {one.agent for one in told.spared}
        whole = whole.narrowed([agent for agent in whole.agents if agent not in spared])
        try:
            return await asyncio.to_thread(_judged, known, whole, apart, who, after)
        except Conflict:
            raise
        except Refusal as refusal:
            return refusal


def _judged(
    known: effects.Known, whole: effects.panel.Panel, apart: Mapping[str, effects.panel.Panel], who: Who, after: int
) -> dict[str, Any]:
    told, verdict = known.told, effects.verdict
    if after < 1:
        raise Invalid("nothing_compared")
    if told.design == "at_once":
        found = verdict.at_once(whole, told.agents, told.expected, who.took, who.had)
    else:
        order = {agent: at for at, wave in enumerate(known.order) for agent in wave}
        drawn = verdict.Drawn(order, told.blocks, told.waves, told.step_weeks, known.seed)
        found = verdict.judge(whole, drawn, told.expected, who.took, who.ahead, who.had, apart=apart)
    # Whoever was let have it stays where the lot put them: what is compared is as it was drawn, and how many they are is told.
    return _plain(found) | {"let": len(known.let), "weeks": after, "short": after < told.compared_weeks}


def _plain(found: "effects.verdict.Verdict") -> dict[str, Any]:
    plain = found._asdict() | {"apart": [one._asdict() for one in found.apart]}
    naive = found.naive
    if naive is not None:
        told = {
            "before": naive.before,
            "after": naive.after,
            "waiting": naive.waiting,
            "outside": naive.outside,
            "moved": naive.moved,
            "regressed": naive.regressed,
        }
        parts = {name: part._asdict() if part is not None else None for name, part in told.items()}
        plain["naive"] = naive._asdict() | parts | {"convincing": naive.convincing}
    return plain
