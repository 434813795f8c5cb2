"""Breathers: command → facts, and what follows by itself.

A breather is owed when an agent asks for a moment, or has had as much as the site's limits allow. It begins at the first moment at which
something could be offered to them, nothing is left to wrap up, nobody whom they could serve would be overdue within half a minute, and
not too many of their kind rest. It ends by its time, when they are ready, or when somebody is overdue whom nobody else could take: then
what is left of it is owed, and comes later. Nobody in line is ever passed over for a breather once they are overdue.

It refuses: a breather where the site has none, for somebody who is not there, or more of them within an hour than the site's rules give.
"""

from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict
from hoolin.core.facts import Fact, Instant
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.site import Agent, Site
from hoolin.core.interaction.strain import HOUR_MS, within_hour

PIECE_MS_MIN = 30_000
"""A breather that would be cut short sooner than this need not begin, and what is left of one that is shorter is not owed."""


def set_ease_rules(site: Site, command: c.SetEaseRules, now: Instant) -> Decision:
    """The same again changes nothing. Where there are none any more, those under way end."""
    if site.kept.ease == command.rules:
        return Decision()
    off: tuple[Fact, ...] = ()
    if not command.rules.on:
        off = tuple(f.BreatherEnded(agent=one, cause="off") for one in sorted({**site.resting, **site.owed}))
    return Decision((f.EaseRulesSet(rules=command.rules), *off))


def wish_breather(site: Site, command: c.WishBreather, now: Instant) -> Decision:
    """While one is owed or had, asking again changes nothing."""
    agent = site.agent(command.agent)
    if not site.kept.ease.on:
        raise Conflict("breathers_off")
    if agent.presence != "online":
        raise Conflict("not_online")
    if agent.strain.until or agent.strain.owed_ms:
        return Decision()
    begun = within_hour(agent.strain, now)
    if len(begun) >= site.kept.ease.per_hour_max:
        raise Conflict("breathers_enough", next_at=begun[-site.kept.ease.per_hour_max] + HOUR_MS)
    return Decision((f.BreatherWished(agent=command.agent, ms=site.kept.ease.breather_ms, why="wished"),))


def end_breather(site: Site, command: c.EndBreather, now: Instant) -> Decision:
    """Whoever has none is ready anyway."""
    strain = site.agent(command.agent).strain
    if strain.until:
        return Decision((f.BreatherEnded(agent=command.agent, cause="ready"),))
    return Decision((f.BreatherEnded(agent=command.agent, cause="declined"),) if strain.owed_ms else ())


def due(site: Site, now: Instant) -> tuple[Fact, ...]:
    """One breather that is owed for load, or that may begin now."""
    if site.strained:
        agent = next(iter(site.strained))
        return (f.BreatherWished(agent=agent, ms=site.kept.ease.breather_ms, why="load"),)
    if not site.owed:
        return ()
    ready = [one for one in site.owed if _has_hands_free(site, site.agent(one))]
    may = site.router.may_rest(ready, site.kept.ease, now + PIECE_MS_MIN)
    if not may:
        return ()
    strain = site.agent(may[0]).strain
    why: f.BreatherWhy = "load" if strain.why == "load" else "wished"
    return (f.BreatherBegun(agent=may[0], until=now + strain.owed_ms, why=why),)


def over(agent: str) -> tuple[Fact, ...]:
    """Its time is over."""
    return (f.BreatherEnded(agent=agent, cause="over"),)


def needed(site: Site, now: Instant) -> tuple[Fact, ...]:
    """Somebody is overdue whom a resting agent could take: the one whose breather would have ended first."""
    at = overdue_at(site)
    overdue = site.router.overdue(site.kept.ease) if at is not None and at <= now else None
    if overdue is None:
        return ()
    until, agent = min((site.agent(one).strain.until, one) for one in overdue.agents)
    left = until - now
    return (f.BreatherEnded(agent=agent, cause="needed", owed_ms=left if left >= PIECE_MS_MIN else 0),)


def overdue_at(site: Site) -> Instant | None:
    """When the clock alone makes somebody overdue for whom a breather ends."""
    return site.router.overdue_at(site.kept.ease) if site.resting else None


def _has_hands_free(site: Site, agent: Agent) -> bool:
    """Nothing rings and nothing is left to wrap up; other conversations may go on."""
    return all(site.interaction(one).state not in ("offered", "wrap_up") for one in agent.work)


BREATHER_DECIDES: Decides = {
    c.SetEaseRules: set_ease_rules,
    c.WishBreather: wish_breather,
    c.EndBreather: end_breather,
}
