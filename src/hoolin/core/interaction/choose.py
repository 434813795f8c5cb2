"""What follows by itself: the clock's due steps, and the offers that are owed. Asked again until nothing is left."""

from collections.abc import Callable

from hoolin.core.errors import Defect
from hoolin.core.facts import Fact, Instant
from hoolin.core.interaction import breather
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.site import AGENT_GONE_MS_MAX, Agent, Interaction, Site
from hoolin.core.routing.choice import Choice

RUNG_LATE_MS = 2_000
"""An offer whose end is noticed later than this ran out while nothing ran: no desk could have answered it, so nobody is taken to be
away for it, and it is made anew.
"""


def follow_up(site: Site, now: Instant) -> tuple[Fact, ...]:
    """The next facts that are due at this instant; none when the site is at rest."""
    due = site.next_due()
    if due is not None and due[0] <= now:
        _, kind, id = due
        if kind == "agent":
            return agent_gone(site, site.agent(id), now)
        if kind == "rest":
            return breather.over(id)
        one = site.interaction(id)
        facts = time_passed(site, one, now)
        if not facts:
            raise Defect("timer_without_effect", interaction=id, state=one.state)
        return facts
    # Whoever may rest rests before they are asked for anything, and is asked only once nobody else is left.
    return breather.due(site, now) or offer_due(site, now) or breather.needed(site, now)


def next_due(site: Site) -> Instant | None:
    """When the clock alone next changes something."""
    due, overdue_at = site.next_due(), breather.overdue_at(site)
    if due is None or overdue_at is None:
        return due[0] if due is not None else overdue_at
    return min(due[0], overdue_at)


def offer_due(site: Site, now: Instant) -> tuple[Fact, ...]:
    """One offer that is owed to somebody: to new work first, then to agents with room."""
    choice = first_choice(site.unmatched_work, site.router.choose_agent)
    if choice is not None:
        return (_offer(site, _next_in_line(site, choice), now),)
    choice = first_choice(site.unmatched_agents, site.router.choose_work)
    return (_offer(site, choice, now),) if choice is not None else ()


def first_choice(unmatched: dict[str, None], choose: Callable[[str], Choice | None]) -> Choice | None:
    """The first choice that there is; those before it are owed none. They are taken out together: the beginning of a
    dictionary out of which one after the other is taken takes ever longer to find.
    """
    passed = []
    for one in unmatched:
        choice = choose(one)
        if choice is not None:
            break
        passed.append(one)
    else:
        unmatched.clear()
        return None
    for one in passed:
        del unmatched[one]
    return choice


def _next_in_line(site: Site, choice: Choice) -> Choice:
    """The same choice, unless somebody more urgent could have that agent: then they are served first."""
    if len(site.unmatched_work) == 1 and not site.unmatched_agents:
        # Nothing else has changed, so whoever waits before it has been looked at and nobody was free for them.
        return choice
    first = site.router.work_for(choice.agent)
    if first is None or first == choice.interaction:
        return choice
    return site.router.choose_agent(first) or choice


def _offer(site: Site, choice: Choice, now: Instant) -> Fact:
    one = site.interaction(choice.interaction)
    return f.OfferMade(
        interaction=one.interaction, offer=f"{one.interaction}.o{one.offers + 1}", agent=choice.agent,
        expires_at=now + site.queue(one.queue).offer_ms, why=choice.explanation,
    )  # fmt: skip


def time_passed(site: Site, one: Interaction, now: Instant) -> tuple[Fact, ...]:
    """What the clock changes about one interaction now."""
    silent_at = site.silent_at(one)
    if silent_at is not None and silent_at <= now:
        return abandon(one, "silent", now)
    if one.state == "offered":
        if now - one.due_at > RUNG_LATE_MS:
            return (give_back(one, "timed_out"),)
        return missed(site, site.agent(str(one.agent)), one)
    if one.state == "waiting":
        change = site.router.next_change(one.interaction)
        if change is not None and change.at <= now:
            return (f.LineStepTaken(interaction=one.interaction, step=change.what, agent=change.agent),)
    if one.state == "deferred":
        return (f.InteractionQueued(interaction=one.interaction, queue=one.queue),)
    if one.state in ("parked", "wrap_up"):
        return (close_unfinished(one),)
    return ()


def close_unfinished(one: Interaction) -> Fact:
    """Time ran out: closed without a reason, and not claimed as solved."""
    return f.InteractionClosed(interaction=one.interaction, case=one.case, agent=one.agent, outcome="pending")


def give_back(one: Interaction, cause: f.ReturnCause, rest_until: Instant = 0) -> Fact:
    """The standing offer ends without being taken."""
    if one.offer is None or one.agent is None:
        raise Defect("no_offer", interaction=one.interaction)
    return f.OfferReturned(
        interaction=one.interaction, offer=one.offer, agent=one.agent, cause=cause, rest_until=rest_until
    )


def give_back_all(site: Site, agent: Agent, but: str = "") -> tuple[Fact, ...]:
    """Every offer that stands with an agent who is no longer there goes back to its place."""
    work = [site.interaction(interaction) for interaction in sorted(agent.work) if interaction != but]
    return tuple(give_back(one, "agent_left") for one in work if one.state == "offered")


def missed(site: Site, agent: Agent, one: Interaction) -> tuple[Fact, ...]:
    """Nobody answered: the agent is not at the desk, so nothing more is offered to them until they say so.

    The presence comes first: otherwise the work would be offered to the same empty chair.
    """
    away = f.PresenceChanged(agent=agent.profile.agent, presence="away", reason="missed_offer")
    return (away, give_back(one, "timed_out"), *give_back_all(site, agent, but=one.interaction))


def abandon(one: Interaction, cause: f.LeaveCause, now: Instant) -> tuple[Fact, ...]:
    """The customer gives up; a standing offer is taken back first."""
    gone = f.InteractionAbandoned(interaction=one.interaction, cause=cause, waited_ms=max(0, now - one.arrived_at))
    return (give_back(one, "withdrawn"), gone) if one.state == "offered" else (gone,)


def agent_gone(site: Site, agent: Agent, now: Instant) -> tuple[Fact, ...]:
    """Waited for long enough: what they were in the middle of goes back in line, for whoever is there."""
    if not agent.gone_at or agent.gone_at + AGENT_GONE_MS_MAX > now:
        raise Defect("agent_not_gone", agent=agent.profile.agent)
    return hand_all_on(site, agent)


def hand_all_on(site: Site, agent: Agent, *, parked: bool = False) -> tuple[Fact, ...]:
    """What is in an agent's hands goes on its way: offers and conversations into line, wrap-ups to their end.

    parked: also what waits for the customer; otherwise it waits for the agent to be back.
    """
    facts: list[Fact] = []
    for interaction in sorted(agent.work):
        one = site.interaction(interaction)
        if one.state == "offered":
            facts.append(give_back(one, "agent_left"))
        elif one.state == "wrap_up":
            facts.append(close_unfinished(one))
        elif one.state != "parked" or parked:
            facts.append(f.InteractionTransferred(interaction=interaction, agent=agent.profile.agent, queue=one.queue))
    return tuple(facts)
