"""Breathers, and how much an agent has had: facts → the live state."""

from collections.abc import Callable
from typing import cast

from hoolin.core import facts as base
from hoolin.core.errors import Defect
from hoolin.core.facts import Entry, Instant
from hoolin.core.interaction import facts as f
from hoolin.core.interaction import strain as counting
from hoolin.core.interaction.line import let_go
from hoolin.core.interaction.site import Agent, Site
from hoolin.core.interaction.table import OCCUPYING
from hoolin.core.site.ease import BREATHER_MS_MAX


def rules_set(site: Site, entry: Entry) -> None:
    """What people had before there were limits is not counted."""
    site.kept.ease = cast(f.EaseRulesSet, entry.fact).rules
    site.strained.clear()
    for agent in site.kept.agents.values():
        strain = agent.strain
        strain.row, strain.slots, strain.counted_at, strain.free_at = 0, [], entry.at, entry.at
        strain.here = strain.busy = False
        moved_on(site, agent, entry.at)


def wished(site: Site, entry: Entry) -> None:
    """Owed from now on."""
    fact = cast(f.BreatherWished, entry.fact)
    strain = site.agent(fact.agent).strain
    site.strained.pop(fact.agent, None)
    site.owed[fact.agent] = None
    strain.owed_ms, strain.why, strain.fresh = fact.ms, fact.why, True
    if fact.why == "load":
        strain.row, strain.load_at = 0, entry.at


def begun(site: Site, entry: Entry) -> None:
    """Nothing is offered to them; what waited for them alone is anybody's."""
    fact = cast(f.BreatherBegun, entry.fact)
    agent = site.agent(fact.agent)
    strain = agent.strain
    if strain.until or not strain.owed_ms:
        raise Defect("breather_not_owed", agent=fact.agent)
    if fact.until > entry.at + BREATHER_MS_MAX:
        raise Defect("breather_too_long", agent=fact.agent)
    site.owed.pop(fact.agent, None)
    site.resting[fact.agent] = None
    site.unmatched_agents.pop(fact.agent, None)
    if strain.fresh:
        strain.begun = (*counting.within_hour(strain, entry.at), entry.at)
    strain.until, strain.owed_ms, strain.fresh = fact.until, 0, False
    let_go(site, site.router.set_resting(fact.agent, True, entry.at))
    site.arm_rest(agent)
    moved_on(site, agent, entry.at)


def ended(site: Site, entry: Entry) -> None:
    """They may be asked again, and work is owed to them."""
    fact = cast(f.BreatherEnded, entry.fact)
    agent = site.agent(fact.agent)
    rested = _end(site, agent, fact.owed_ms, entry.at)
    if rested and agent.presence == "online":
        agent.idle_since = entry.at
        site.unmatched_agents[fact.agent] = None
    moved_on(site, agent, entry.at)


def gone_away(site: Site, agent: Agent, now: Instant) -> None:
    """Whoever steps away or leaves needs no breather, and is owed none."""
    site.strained.pop(agent.profile.agent, None)
    _end(site, agent, 0, now)


def contact_ended(site: Site, agent: Agent, now: Instant) -> None:
    """One more without a gap; perhaps that is enough."""
    rules, strain = site.kept.ease, agent.strain
    if not _counts(site):
        return
    strain.row += 1
    free = not strain.until and not strain.owed_ms and agent.presence == "online"
    may = free and len(counting.within_hour(strain, now)) < rules.per_hour_max
    if may and counting.had_enough(strain, rules, now):
        site.strained[agent.profile.agent] = None


def moved_on(site: Site, agent: Agent, now: Instant) -> None:
    """Whether they are there, or have work in hand, may have changed: count what was up to now."""
    if _counts(site):
        busy = any(site.kept.interactions[one].state in OCCUPYING for one in agent.work)
        counting.count_on(agent.strain, agent.attends, busy, site.kept.ease.gap_ms, now)


def _counts(site: Site) -> bool:
    rules = site.kept.ease
    return rules.on and bool(rules.row_max or rules.occupancy_percent_max)


def _end(site: Site, agent: Agent, owed_ms: int, now: Instant) -> bool:
    """No breather any more, and so much owed. Gives whether they had one."""
    name, strain = agent.profile.agent, agent.strain
    rested = bool(strain.until)
    strain.until, strain.owed_ms = 0, owed_ms
    site.resting.pop(name, None)
    site.owed.pop(name, None)
    if owed_ms:
        site.owed[name] = None
    if rested:
        let_go(site, site.router.set_resting(name, False, now))
        site.arm_rest(agent)
    return rested


BREATHER_FOLDS: dict[type[base.Fact], Callable[[Site, Entry], None]] = {
    f.EaseRulesSet: rules_set,
    f.BreatherWished: wished,
    f.BreatherBegun: begun,
    f.BreatherEnded: ended,
}
