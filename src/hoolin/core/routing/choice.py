"""What the router answers: a choice with its explanation, and the full account that is made when somebody asks why."""

from typing import Literal, TypeAlias

import msgspec

from hoolin.core.errors import Defect
from hoolin.core.facts import Code, Id
from hoolin.core.routing.agents import Agent
from hoolin.core.routing.candidates import Candidates
from hoolin.core.routing.channel import Ready
from hoolin.core.routing.facts import Explanation, Scored
from hoolin.core.routing.places import Place
from hoolin.core.routing.roster import Roster
from hoolin.core.routing.waiting import Waiting, is_refused, only_agent
from hoolin.core.site.rules import Level

# An explanation is kept for ever, so it names so many of those who were considered besides the chosen one.
OTHERS_MAX = 3

Constraint: TypeAlias = Literal["away", "unskilled", "full", "refused", "kept"]


class Choice(msgspec.Struct, frozen=True, gc=False):
    """This interaction goes to this agent, and why."""

    interaction: Id
    agent: Id
    explanation: Explanation


class Verdict(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What routing makes of one agent for one interaction.

    excluded: the first constraint that keeps them from it, None for a candidate: `away` (not online), `unskilled` (then
    `skill` is the first that lacks, `asked` and `has` its levels), `full` (no room on the channel), `refused` (they
    declined it a moment ago), `kept` (it waits for somebody else). cost_ms: what a candidate costs, the lower the better.
    """

    agent: Id
    excluded: Constraint | None = None
    skill: Code = ""
    asked: Level = 0
    has: Level = 0
    cost_ms: int | None = None


def explanation_of(
    roster: Roster, place: Place, chosen: Agent, affinity_ms: int, best: list[Ready] | None = None
) -> Explanation:
    """The compact explanation of this choice: exact counts from the sets, without looking at any agent left out.

    best: the best candidates, at least one more than `OTHERS_MAX` where there are so many, if they are known already.
    """
    waiting = place.waiting
    candidates = place.line.candidates
    available = place.line.channel.room & candidates.qualified
    qualified = (roster.online & candidates.qualified).bit_count()
    online = roster.online.bit_count()
    free = available.bit_count()
    if only_agent(waiting) is not None:
        available = chosen.mask
    elif waiting.refused:
        available = without_refused(available, waiting, roster)
    left = available.bit_count()
    if best is None and left > 1:
        best = candidates.best(place.line.channel, available, OTHERS_MAX + 1, free - left)
    others: tuple[Scored, ...] = ()
    if best is not None and left > 1:
        others = tuple([Scored(agent, cost) for cost, agent, _ in best if agent != chosen.id][:OTHERS_MAX])
    return Explanation(
        Scored(chosen.id, candidates.cost_of(chosen)),
        others,
        len(roster.agents) - online,
        online - qualified,
        qualified - free,
        free - left,
        place.entry.at,
        affinity_ms,
        waiting.relaxed,
    )


def without_refused(available: int, waiting: Waiting, roster: Roster) -> int:
    """These agents (bits) without those who are kept from the interaction for now."""
    for refused in waiting.refused:
        agent = roster.agents.get(refused.agent)
        if agent is not None:
            available &= ~agent.mask
    return available


def account_of(roster: Roster, place: Place) -> tuple[Verdict, ...]:
    """Every agent of the site with their cost or what excludes them: candidates first, the cheapest first; then by id."""
    verdicts = [_verdict(place, agent) for agent in roster.agents.values()]
    return tuple(sorted(verdicts, key=lambda one: (one.cost_ms is None, one.cost_ms or 0, one.agent)))


def _verdict(place: Place, agent: Agent) -> Verdict:
    candidates = place.line.candidates
    if not agent.online:
        return Verdict(agent.id, "away")
    if agent.view not in candidates.fits:
        return _unskilled(candidates, agent)
    if not agent.open & place.line.bit:
        return Verdict(agent.id, "full")
    if is_refused(place.waiting, agent.id):
        return Verdict(agent.id, "refused")
    if only_agent(place.waiting) not in (None, agent.id):
        return Verdict(agent.id, "kept")
    return Verdict(agent.id, cost_ms=candidates.cost_of(agent))


def _unskilled(candidates: Candidates, agent: Agent) -> Verdict:
    for skill, asked in candidates.skills:
        has = agent.view.skills.get(skill, 0)
        if has < asked:
            return Verdict(agent.id, "unskilled", skill, asked, has)
    raise Defect("qualified_but_not_in_fits", agent=agent.id)
