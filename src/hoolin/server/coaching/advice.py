"""Advice as pages meet it: what an agent is told, and what is recorded of it; and what is everybody's, which goes where causes are kept.

An agent sees what is suggested about them in the same words and at the same time as whoever coaches. It is looked once a month; what is given stands until it
is done, set aside, or clearly over.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import msgspec

from hoolin.coaching.api import advice
from hoolin.core.errors import Conflict
from hoolin.core.facts import Instant
from hoolin.experience.api import contacts, criteria
from hoolin.insight.api import improvements
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.records import Account
from hoolin.server.experience import FigureDesk

KEPT_SECONDS = 3_600.0
"""What was true at the first of the month is true an hour later."""

Looked: TypeAlias = tuple["advice.chosen.Whole", "advice.seen.Evidence"]


def agents_of(accounts: Iterable[Account]) -> list[dict[str, str]]:
    """Everybody who serves customers, by name: in no other order, and with nothing beside it."""
    found = {
        one.agent: one.name for one in accounts if one.agent is not None and one.role != "probe" and not one.disabled
    }
    return [
        {"agent": agent, "name": name}
        for agent, name in sorted(found.items(), key=lambda one: (one[1].casefold(), one[0]))
    ]


class AdviceOffice:
    """See above. zone: where the month begins."""

    def __init__(self, state: advice.Advised, figures: FigureDesk, loop: Loop, reading: Reading, zone: str) -> None:
        self.state, self.now = state, loop.clock
        self._figures, self._loop, self._reading, self._zone = figures, loop, reading, zone

    @property
    def look(self) -> Instant:
        """Up to when the figures are counted."""
        return advice.rows.last_look(self.now(), self._zone)

    @property
    def register(self) -> criteria.Register:
        """What can be worked on."""
        return self._figures.criteria.in_force.register

    async def looked(self) -> Looked:
        """All that is told on the site this month, and what it stands on."""
        look, version = self.look, self._figures.criteria.in_force
        return await self._figures.ask(
            lambda asking: _look(asking, version.register, look), ("advice", look, version.number), KEPT_SECONDS
        )

    async def of(self, agent: str) -> dict[str, Any]:
        """Everything that is told of one agent and recorded about it."""
        whole, evidence = await self.looked()
        told = whole.by_agent.get(agent) or advice.chosen.Told(agent, "too_few", 0)
        now, kept = self.now(), self.state.kept
        words = await self._words([one.words for one in kept.aside.get(agent, ()) if one.words is not None])
        opened = self.state.open(agent)
        since = await self._since(evidence, whole.prior, opened)
        listed = [self._known(one, since.get(one.given.item)) for one in opened]
        listed += [
            self._suggested(one)
            for one in told.advice
            if not any(known.given.item == one.gap.item for known in opened)
            and self.state.set_aside(agent, one.gap.item, now) is None
        ]
        past = [one for one in kept.given.get(agent, ()) if one.standing != "open"]
        return {
            "at": now, "look": self.look, "seen_days": advice.rows.SEEN_DAYS, "agent": agent, "items": self._named(),
            "verdict": told.verdict, "n": told.n, "reach": [_reach(one) for one in told.reach],
            "advice": listed[: advice.chosen.ADVICE_MAX], "strengths": [plainly(one) for one in told.strengths],
            "unproven": [plainly(one) for one in told.unproven], "looked": [plainly(one) for one in told.looked],
            "past": [_past(one) for one in reversed(past)],
            "aside": [
                {"item": one.item, "at": one.at, "own": one.by == agent, "why": one.why, "text": words.get(one.words or "")}
                for one in reversed(kept.aside.get(agent, ()))
            ],
        }  # fmt: skip

    async def suggested(self, agent: str, item: str, advised: str, by: str) -> advice.commands.GiveAdvice:
        """To give what is suggested: with the figures by which it is. advised: its id. Raises Conflict for what the figures do not tell."""
        whole, _ = await self.looked()
        told = whole.by_agent.get(agent)
        found = next((one for one in told.advice if one.gap.item == item), None) if told is not None else None
        if found is None:
            raise Conflict("not_suggested", item=item)
        gap, things = found.gap, self.state.library.find(item, found.reasons)
        return advice.commands.GiveAdvice(
            given=advice.facts.AdviceGiven(
                advice=advised, agent=agent, item=item, by=by, look=self.look, n=gap.n, seen=gap.seen, expected=gap.expected, mean=gap.mean,
                low=gap.low, high=gap.high, matters=tuple(one.outcome for one in found.matters), reasons=found.reasons,
                pointers=tuple(one.pointer for one in things),
            )
        )  # fmt: skip

    def _suggested(self, one: "advice.chosen.Advice") -> dict[str, Any]:
        things = self.state.library.find(one.gap.item, one.reasons)
        return {
            "item": one.gap.item, "state": "suggested", "gap": plainly(one.gap), "matters": [_together(way) for way in one.matters],
            "reasons": one.reasons, "things": [_thing(thing) for thing in things],
        }  # fmt: skip

    def _known(self, one: advice.Known, since: Any) -> dict[str, Any]:
        given = one.given
        things = [thing for pointer in given.pointers if (thing := self.state.library.named(pointer)) is not None]
        gap = {name: getattr(given, name) for name in ("item", "n", "seen", "expected", "mean", "low", "high")}
        return {
            "advice": given.advice, "item": given.item, "state": "open", "gap": gap, "matters": [{"outcome": outcome} for outcome in given.matters],
            "reasons": given.reasons, "things": [_thing(thing) for thing in things], "given_at": one.at, "own": given.by == given.agent,
            "since": None if since is None else msgspec.to_builtins(since),
        }  # fmt: skip

    async def _since(
        self, evidence: "advice.seen.Evidence", prior: Any, opened: list[advice.Known]
    ) -> Mapping[str, Any]:
        """By item that is worked on, what was seen since. Aside, where figures are counted."""
        if not opened:
            return {}
        wanted = [(one.given.agent, one.given.item, one.at) for one in opened]
        return await self._figures.ask(
            lambda asking: {item: advice.since.since(evidence, agent, item, at, prior) for agent, item, at in wanted},
            ("advice since", self.look, tuple(wanted)), KEPT_SECONDS,
        )  # fmt: skip

    async def _words(self, ids: list[str]) -> dict[str, str]:
        """What agents said. What is gone is left out."""
        kept = await self._reading.aside(self._loop.stores.contents.get, ids)
        return {one: msgspec.json.decode(body)["text"] for one, body in kept.items()}

    def _named(self) -> dict[str, Any]:
        return {code: item.name for code, item in advice.seen.workable(self.register).items()}

    # ── what is everybody's ─────────────────────────────────────────────────────────────────────────────────────────

    async def team(self, known: improvements.Improvements) -> dict[str, Any]:
        """What is low for everybody, the largest first, each with the cause that it was handed on as, if it was."""
        whole, _ = await self.looked()
        return {
            "look": self.look, "seen_days": advice.rows.SEEN_DAYS, "items": self._named(),
            "team": [
                {
                    **msgspec.to_builtins(one),
                    "matters": [_together(way) for way in whole.matters.get(one.item, ()) if way.beyond_doubt],
                    "cause": cause if (cause := cause_id(one.item, one.reason)) in known.kept.causes else None,
                }
                for one in whole.team
            ],
        }  # fmt: skip

    async def cause(self, item: str, reason: str, title: str, kind: improvements.Kind) -> improvements.Cause:
        """To hand it on to those who can change something. Raises Conflict for what the figures do not tell, and where no reason of it is left."""
        whole, _ = await self.looked()
        found = next((one for one in whole.team if (one.item, one.reason) == (item, reason)), None)
        if found is None:
            raise Conflict("not_suggested", item=item)
        there = self.state.site.kept.rules.reasons
        reasons = tuple(one for one in found.reasons if one in there)
        if not reasons:
            raise Conflict("no_reason_left", item=item)
        return improvements.Cause(cause=cause_id(item, reason), title=title, kind=kind, reasons=reasons)


def _look(asking: contacts.Asking, register: criteria.Register, look: Instant) -> Looked:
    evidence = advice.rows.gather(asking, register, look)
    answered = {item.code for item in register.items if "survey" in item.sources}
    return advice.chosen.advise(evidence, answered, advice.seen.fatal(register)), evidence


def cause_id(item: str, reason: str) -> str:
    """The id of what is handed on: the same for the same, so that nobody does it twice."""
    return f"u{contacts.number_of(f'advice/{item}/{reason}'):x}"


def _reach(one: Any) -> dict[str, Any]:
    return {
        "item": one.item, "n": one.n, "expected": one.expected, "hidden": one.hidden, "more": one.more,
        "found": [{"gap": gap, "share": share} for gap, share in one.found],
    }  # fmt: skip


def plainly(gap: Any) -> dict[str, Any]:
    """A gap as it is told: what counts chance stays out of it."""
    return {name: getattr(gap, name) for name in ("item", "n", "seen", "expected", "mean", "low", "high", "way")}


def _together(way: Any) -> dict[str, Any]:
    return {"outcome": way.outcome, "n": way.n, **msgspec.structs.asdict(way.within)}


def _thing(thing: advice.Thing) -> dict[str, Any]:
    return {"kind": thing.kind, "id": thing.id, "name": thing.name}


def _past(one: advice.Known) -> dict[str, Any]:
    return {
        "item": one.given.item, "given_at": one.at, "own": one.given.by == one.given.agent, "ended_at": one.ended_at,
        "standing": one.standing, "how": one.how, "why": one.aside.why if one.aside is not None else "",
    }  # fmt: skip
