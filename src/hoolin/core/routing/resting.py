"""Who rests, for whom that must end, and who may rest now. It looks at lines and at sets of agents, not at everybody.

Somebody in line is *overdue* from the instant at which they have waited for the site's share of their queue's target (a higher priority
counts as having come earlier). From then on nobody rests who could serve them: that is the whole promise to those who wait.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from hoolin.core.facts import Id, Instant
from hoolin.core.routing.agents import Agent
from hoolin.core.routing.choice import without_refused
from hoolin.core.routing.lines import Line, Lines
from hoolin.core.routing.order import EMPTY, NEVER
from hoolin.core.routing.places import Places
from hoolin.core.routing.roster import Roster
from hoolin.core.site.ease import EaseRules
from hoolin.core.site.rules import QueueRules


class Overdue(NamedTuple):
    """At this instant this interaction has waited for long enough. agents: who rest and could take it, by id."""

    at: Instant
    interaction: Id
    agents: tuple[Id, ...]


def overdue(roster: Roster, lines: Lines, places: Places, rules: EaseRules) -> Overdue | None:
    """Who is overdue first of all for whom a resting agent could be had; None when there is nobody."""
    at, interaction, agents = first_overdue(roster, lines, places, rules)
    return Overdue(at, interaction, tuple(sorted(one.id for one in roster.among(agents)))) if agents else None


def first_overdue(roster: Roster, lines: Lines, places: Places, rules: EaseRules) -> tuple[Instant, Id, int]:
    """The same, the agents as a set (0: there is nobody): without looking at one of them who has no work of their own."""
    if not roster.resting:
        return NEVER, "", 0
    best: tuple[int, str, int] = (NEVER, "", 0)
    for line in lines.waited_in():
        able = line.candidates.qualified & line.channel.rested
        if not able or line.head is EMPTY:
            continue
        later = _later_ms(line, rules)
        for entry in line:
            if (entry.at + later, entry.interaction) >= best[:2]:
                break
            waiting = places.by_id[entry.interaction].waiting
            left = without_refused(able, waiting, roster) if waiting.refused else able
            if left:
                best = (entry.at + later, entry.interaction, left)
                break
    for id in places.personal.keys() & roster.resting_agents.keys():
        agent = roster.resting_agents[id]
        alone = _alone(agent, places, rules)
        if alone is not None and alone < best[:2]:
            best = (*alone, agent.mask)
    return best


def may_rest(
    agents: Iterable[Id], roster: Roster, lines: Lines, places: Places, groups: list[int], rules: EaseRules, before: Instant
) -> list[Id]:  # fmt: skip
    """Those of these agents who could be asked for something now and may rest instead: nobody whom they could serve is overdue before
    this instant, and not too many of their kind rest.
    """
    kept = _needed(lines, rules, before) | _crowded(roster, groups, rules)
    found = []
    for id in agents:
        agent = roster.agent(id)
        if not agent.open or kept & agent.mask:
            continue
        alone = _alone(agent, places, rules)
        if alone is None or alone[0] > before:
            found.append(id)
    return found


def groups_of(roster: Roster, queues: Mapping[str, QueueRules]) -> list[int]:
    """The kinds of people of whom not all may rest at once, as sets of agents: who can serve a queue, in each language of the site."""
    found = []
    for rules in queues.values():
        for language in roster.site.languages:
            asked = dict(rules.skills)
            asked[f"lang:{language}"] = max(1, asked.get(f"lang:{language}", 0))
            group = 0
            for view in roster.views.values():
                if all(view.skills.get(skill, 0) >= level for skill, level in asked.items()):
                    group |= view.members
            found.append(group)
    return found


def resting_max(people: int, rules: EaseRules) -> int:
    """How many of so many may rest at once: always one, because it ends when somebody needs them."""
    return max(1, people * rules.share_percent // 100)


def _later_ms(line: Line, rules: EaseRules) -> int:
    """From an entry's urgency, which is when it should be answered, to when it is overdue."""
    return line.target_ms * rules.yield_percent // 100 - line.target_ms


def _alone(agent: Agent, places: Places, rules: EaseRules) -> tuple[int, str] | None:
    """What waits for this agent alone and would fit: when the first of it is overdue, and which it is."""
    personal = places.personal.get(agent.id)
    if personal is None:
        return None
    found = [
        (places.by_id[entry.interaction].entry.at + _later_ms(line, rules), entry.interaction)
        for line, run in personal.runs.items()
        if agent.load.open & line.bit and agent.view in line.candidates.fits
        for entry in run
        if places.by_id[entry.interaction].alone
    ]
    return min(found, default=None)


def _needed(lines: Lines, rules: EaseRules, before: Instant) -> int:
    """Everybody who can serve somebody who is overdue before this instant."""
    needed = 0
    for line in lines.waited_in():
        if line.head is not EMPTY and line.head.at + _later_ms(line, rules) <= before:
            needed |= line.candidates.qualified
    return needed


def _crowded(roster: Roster, groups: list[int], rules: EaseRules) -> int:
    """Everybody of a kind of whom as many rest as may."""
    present = roster.online | roster.resting
    crowded = 0
    for group in groups:
        here = group & present
        if (here & roster.resting).bit_count() >= resting_max(here.bit_count(), rules):
            crowded |= here
    return crowded
