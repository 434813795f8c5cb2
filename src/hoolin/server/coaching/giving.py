"""Giving something to people: what there is to give, whom to, and what stands in the way; and what somebody was given.

To one person it is just given. To several it goes in an order that is drawn, unless somebody says why nobody waits. Whoever waits is given it before their turn only with a why. What
people take up by themselves is never asked about.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from hoolin.catalogue.api import Words
from hoolin.coaching.api import advice, effects, learning
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Instant
from hoolin.insight.api import days
from hoolin.server.accounts.records import Account, Who
from hoolin.server.coaching.planning import Wanted
from hoolin.server.live.hub import Hub
from hoolin.server.permissions import GRANTS
from hoolin.server.reviews import judge

Thing = dict[str, Any]
EXAMPLES_MAX = 200
"""Examples have no names to be found by: older ones are given from their own page."""

ALONE = ("lesson", "drill", "exemplar")
"""What is given to one person here. Advice has its figures, a path its coach, a topic its session: each is given where that is."""


class GivingOffice:
    """See above. zone: where midnight is."""

    def __init__(
        self, state: effects.Rollouts, library: advice.Library, paths: learning.Learning, now: Callable[[], Instant], zone: str
    ) -> None:  # fmt: skip
        self.state, self.zone = state, zone
        self._library, self._paths, self._now = library, paths, now

    def today(self) -> date:
        """The day it is here."""
        return days.day_of(self._now(), self.zone)

    # ── what, and whom to ───────────────────────────────────────────────────────────────────────────────────────────

    def things(self) -> list[Thing]:
        """All that may be given. items: of the register, that it is about, as far as they are judged or answered. first_weeks: a path that newcomers are put on as they come."""
        found = [_thing(one.kind, one.id, one.name, self._judged(one.criteria)) for one in self._library.all()]
        examples = [one for one in found if one["kind"] == "exemplar"]
        gone = {one["id"] for one in examples[:-EXAMPLES_MAX]}
        found = [one for one in found if one["kind"] != "exemplar" or one["id"] not in gone]
        found += [_thing("path", path.path, path.title, self._judged(self._taught_by(path)), path.role is not None) for path in self._all_paths()]  # fmt: skip
        for item in self.state.register.in_force.register.items:
            if codes := self._judged((item.code,)):
                found += [_thing(kind, item.code, item.name, codes) for kind in ("advice", "topic")]
        return found

    def thing(self, what: effects.Pointer) -> Thing:
        """One of them, examples of any age too. Raises NotFound."""
        if what.kind == "exemplar":
            known = self._library.named(advice.facts.Pointer("exemplar", what.id))
            if known is not None:
                return _thing("exemplar", known.id, None, self._judged(known.criteria))
        for one in self.things():
            if (one["kind"], one["id"]) == (what.kind, what.id):
                return one
        raise NotFound("no_such_thing", what=what.kind, id=what.id)

    def people(self, accounts: Iterable[Account]) -> list[dict[str, Any]]:
        """Who may be given something, by name. teaches: whoever gives such things themselves is chosen only by name."""
        known = {one.agent: one for one in accounts if one.agent is not None}
        found = []
        for agent in self.state.site.kept.agents:
            one = known.get(agent)
            if one is None or not (one.disabled or one.role == "probe"):
                teaches = one is not None and "coaching.keep" in GRANTS[one.role]
                found.append({"agent": agent, "name": agent if one is None else one.name, "teaches": teaches})
        return sorted(found, key=lambda one: (str(one["name"]).casefold(), str(one["agent"])))

    def teams(self, people: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """By queue, who of them serves it; queues that everybody serves, or nobody, tell nothing."""
        site, all_of = self.state.site.kept, [str(one["agent"]) for one in people]
        found = []
        for queue, rules in site.queues.items():
            able = [
                one
                for one in all_of
                if all(site.agents[one].profile.skills.get(skill, 0) >= level for skill, level in rules.skills.items())
            ]
            if 0 < len(able) < len(all_of):
                found.append({"team": queue, "agents": able})
        return found

    def standing(self, what: effects.Pointer) -> list[dict[str, Any]]:
        """Of whoever waits for it, is to have it, or had it: until when they wait, when they were given it, and when they had it last. turn: None while the order is not drawn."""
        kept, today = self.state.kept, self.today()
        found = []
        for agent in self.state.site.kept.agents:
            waits = self.state.waits(what, agent, today)
            turn = waits[0].turn(agent) if waits else None
            given = next((one.at for one in kept.gifts.of(agent) if one.what == what), None)
            had = kept.taught.when(agent, what)
            if waits or given or had:
                found.append({
                    "agent": agent, "waits": bool(waits), "turn": turn.isoformat() if turn else None, "given_at": given,
                    "had_at": had[-1] if had else None,
                })  # fmt: skip
        return found

    def wanted(self, what: effects.Pointer, agents: Iterable[str], title: str, more: Mapping[str, Any]) -> Wanted:
        """As it is planned: with what it is about where nobody says what should get better. Raises NotFound, Invalid."""
        items = tuple(more.get("items") or self.thing(what)["items"][: effects.ITEMS_MAX])
        if not items:
            raise Invalid("no_items", what=what.kind, id=what.id)
        return Wanted(
            items=items, design=more["design"], agents=tuple(agents), title=title, what={"kind": what.kind, "id": what.id}, why=more.get("why", ""),
        )  # fmt: skip

    def _all_paths(self) -> list[learning.Path]:
        return [one.thing for code in self._paths.kept.paths if (one := self._paths.path(code)) is not None]

    def _taught_by(self, path: learning.Path) -> list[str]:
        found: list[str] = []
        for what in within(path):
            known = self._library.named(advice.facts.Pointer(what.kind, what.id))  # type: ignore[arg-type]
            found += known.criteria if known is not None else ()
        return list(dict.fromkeys(found))

    def _judged(self, codes: Iterable[str]) -> list[str]:
        items = [item for code in codes if (item := self.state.register.item(code)) is not None]
        return [item.code for item in items if "reviewer" in item.sources or "survey" in item.sources]

    # ── what stands in the way ──────────────────────────────────────────────────────────────────────────────────────

    def turn_of(self, agent: str, kind: str, id: str) -> str | None:
        """On which day somebody's turn comes who waits for a lesson, a drill or an example; None where they do not, or nobody knows yet."""
        waits = self.state.waits(effects.Pointer(kind=kind, id=id), agent, self.today()) if kind in ALONE else []  # type: ignore[arg-type] # fmt: skip
        turn = waits[0].turn(agent) if waits else None
        return turn.isoformat() if turn else None

    async def let_have(self, hub: Hub, who: Who, agent: str, whats: Iterable[effects.Pointer], why: str) -> None:
        """Before something is given elsewhere. Raises Conflict for whoever waits, and for one after another, unless there is a why."""
        for what in whats:
            await self._let(hub, who, agent, what, why, False)

    async def let_have_within(self, hub: Hub, who: Who, agent: str, whats: Iterable[effects.Pointer], why: str) -> None:
        """The same of what is a part of something larger, a path or a session: only whoever waits is asked about."""
        parts = [what for what in whats if self.state.waits(what, agent, self.today())]
        if parts and not why.strip():
            self.state.check_waits(parts[0], (agent,), self.today())
        for what in parts:
            await self._let(hub, who, agent, what, why, True)

    async def _let(self, hub: Hub, who: Who, agent: str, what: effects.Pointer, why: str, part: bool) -> None:
        command = effects.commands.LetHave(what=what, agent=agent, by=judge(who), zone=self.zone, why=why, part=part)
        await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))

    async def let_have_path(self, hub: Hub, who: Who, learner: str, code: str, why: str) -> None:
        """The same of a path, and of everything in it that they may wait for. Newcomers are put on theirs as they come: that is nobody's rollout."""
        held = self._paths.path(code)
        if held is None:
            return
        if held.thing.role is None:
            await self.let_have(hub, who, learner, (effects.Pointer(kind="path", id=code),), why)
        await self.let_have_within(hub, who, learner, within(held.thing), why)

    # ── one's own ───────────────────────────────────────────────────────────────────────────────────────────────────

    def owed(self, agent: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
        """What somebody is to have and has not had: since when, by whom or by which rollout, and what for, where that was asked."""
        kept, found = self.state.kept, []
        for due in self.state.owed(agent, self.today()):
            try:
                thing = self.thing(due.what)
            except NotFound:
                # It was retired meanwhile: there is nothing to have.
                continue
            let = [one.let[agent] for one in kept.rollouts.values() if one.told.what == due.what and agent in one.let]
            why = kept.gifts.why(due.what, agent) or (let[-1].why if let else "")
            found.append({
                "kind": due.what.kind, "id": due.what.id, "name": thing["name"], "items": self._named(thing["items"]), "rollout": due.rollout,
                "since": due.since.isoformat() if due.since else days.day_of(due.gift.at, self.zone).isoformat() if due.gift else None,
                "by_name": names.get(due.gift.by) if due.gift else None, "why": why if due.gift else "",
            })  # fmt: skip
        return found

    def _named(self, codes: Iterable[str]) -> list[Words]:
        return [item.name for code in codes if (item := self.state.register.item(code)) is not None]


def within(path: learning.Path) -> list[effects.Pointer]:
    """What a path points to."""
    return [
        effects.Pointer(kind=step.kind, id=step.of)
        for step in path.steps
        if step.of is not None and step.kind in ("lesson", "drill", "exemplar")
    ]


def check_alone(what: effects.Pointer) -> None:
    """Whether it is given to one person here. Raises Conflict."""
    if what.kind not in ALONE:
        raise Conflict("given_elsewhere", what=what.kind, id=what.id)


def _thing(kind: str, id: str, name: Words | None, items: list[str], first_weeks: bool = False) -> Thing:
    return {"kind": kind, "id": id, "name": name, "items": items, "first_weeks": first_weeks}
