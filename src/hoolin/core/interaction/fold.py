"""Facts → the live state. Every fact first takes its step in the table; then the state and the routing index follow it."""

from collections.abc import Callable
from typing import Any, cast

from hoolin.core import facts as base
from hoolin.core.errors import Defect
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.line import leave_line, let_go, stand_in_line, waits_as
from hoolin.core.interaction.rested import BREATHER_FOLDS, contact_ended, gone_away, moved_on
from hoolin.core.interaction.site import Agent, Interaction, Site
from hoolin.core.interaction.table import OCCUPYING, State, step
from hoolin.core.routing.waiting import Refused
from hoolin.core.site.hours import with_holidays, without_holidays
from hoolin.core.site.rules import QueueRules

# ── set-up ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def site_set(site: Site, entry: Entry) -> None:
    """Costs change, and with them who is chosen next; nobody comes to fit who did not fit before."""
    site.kept.rules = cast(f.SiteSet, entry.fact).rules
    site.router.set_site(site.kept.rules)


def channel_set(site: Site, entry: Entry) -> None:
    """Weights change what fits into whose hands, and how long silence lasts."""
    rules = cast(f.ChannelSet, entry.fact).rules
    site.kept.channels[rules.channel] = rules
    site.router.set_channel(rules)
    for one in site.kept.interactions.values():
        if one.channel == rules.channel:
            site.arm(one)
    _ask_everybody(site)


def queue_set(site: Site, entry: Entry) -> None:
    """Whoever waits in this queue now asks for other skills, at other times; whoever has room is asked whether they fit now."""
    rules = cast(f.QueueSet, entry.fact).rules
    old = site.kept.queues.get(rules.queue)
    site.kept.queues[rules.queue] = rules
    site.router.set_queue(rules)
    if old is not None:
        _arm_anew(site, old, rules)
    _ask_everybody(site)


def _arm_anew(site: Site, old: QueueRules, new: QueueRules) -> None:
    """Set the clocks of those for whom the next step of the line is due at another time now."""
    if old.affinity_ms_max != new.affinity_ms_max:
        for interaction in site.router.kept_in(new.queue):
            site.arm(site.interaction(interaction))
    if old.relaxations == new.relaxations:
        return
    for one in site.kept.interactions.values():
        if one.queue == new.queue and one.state == "waiting" and _relaxes(old, one) != _relaxes(new, one):
            site.arm(one)


def _relaxes(rules: QueueRules, one: Interaction) -> int | None:
    """After how long in line its next relaxation is due, if there is one."""
    return rules.relaxations[one.relaxed].after_ms if one.relaxed < len(rules.relaxations) else None


def hours_set(site: Site, entry: Entry) -> None:
    """Nothing that goes on changes by it: hours are what customers are told."""
    hours = cast(f.HoursSet, entry.fact).hours
    if hours.none_set:
        site.kept.hours.pop(hours.channel, None)
    else:
        site.kept.hours[hours.channel] = with_holidays(hours, site.kept.holidays.get(hours.channel))


def holidays_set(site: Site, entry: Entry) -> None:
    """They are closed days among those of the hours, so that whoever reads hours need not know of them."""
    holidays = cast(f.HolidaysSet, entry.fact).holidays
    before = site.kept.holidays.pop(holidays.channel, None)
    after = holidays if holidays.country else None
    if after is not None:
        site.kept.holidays[holidays.channel] = after
    hours = site.kept.hours.get(holidays.channel)
    if hours is not None:
        site.kept.hours[holidays.channel] = with_holidays(without_holidays(hours, before), after)


def agent_set(site: Site, entry: Entry) -> None:
    """A new agent is offline until they come online themselves."""
    profile = cast(f.AgentSet, entry.fact).profile
    known = site.kept.agents.get(profile.agent)
    if known is None:
        site.kept.agents[profile.agent] = Agent(profile=profile)
    else:
        known.profile = profile
    let_go(site, site.router.set_agent(profile))
    site.unmatched_agents[profile.agent] = None


def agent_retired(site: Site, entry: Entry) -> None:
    """Whatever they held was handed on before."""
    agent = cast(f.AgentRetired, entry.fact).agent
    if site.agent(agent).work:
        raise Defect("retired_with_work", agent=agent)
    let_go(site, site.router.remove_agent(agent))
    gone_away(site, site.agent(agent), entry.at)
    del site.kept.agents[agent]
    site.unmatched_agents.pop(agent, None)


def presence_changed(site: Site, entry: Entry) -> None:
    """Online agents are owed work; one who goes offline with work is waited for."""
    fact = cast(f.PresenceChanged, entry.fact)
    agent = site.agent(fact.agent)
    if fact.presence == "online" and agent.presence != "online":
        agent.idle_since = entry.at
    agent.presence, agent.reason = fact.presence, fact.reason
    _mind(site, agent, entry.at)
    let_go(site, site.router.set_presence(fact.agent, fact.presence, entry.at))
    if fact.presence != "online":
        gone_away(site, agent, entry.at)
    elif agent.attends:
        site.unmatched_agents[fact.agent] = None
    moved_on(site, agent, entry.at)


# ── the life of an interaction ──────────────────────────────────────────────────────────────────────────────────────


def arrived(site: Site, entry: Entry) -> None:
    """A new engagement."""
    fact = cast(f.InteractionArrived, entry.fact)
    if fact.interaction in site.kept.interactions:
        raise Defect("arrived_twice", interaction=fact.interaction)
    one = Interaction(
        interaction=fact.interaction, customer=fact.customer, case=fact.case, channel=fact.channel, queue=fact.queue,
        language=fact.language, state="arrived", arrived_at=entry.at, place_at=fact.place_at, priority=fact.priority,
        skills=dict(fact.skills), prefers=fact.prefers,
    )  # fmt: skip
    site.kept.interactions[one.interaction] = one
    site.join_customer(one)
    site.arm(one)


def claimed(site: Site, entry: Entry) -> None:
    """Who somebody is, the floor need not know."""


def claim_refused(site: Site, entry: Entry) -> None:
    """It goes on in a case of its own; what has ended is let be."""
    fact = cast(f.ClaimRefused, entry.fact)
    one = site.kept.interactions.get(fact.interaction)
    if one is not None and fact.case is not None:
        one.case = fact.case


def greeted(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """A flow speaks first; nobody is asked for yet."""


def demands_set(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """A flow has found out what they need."""
    fact = cast(f.DemandsSet, entry.fact)
    one.queue, one.priority = fact.queue, max(one.priority, fact.priority)
    one.skills = {**one.skills, **fact.skills}


def queued(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """In line."""
    fact = cast(f.InteractionQueued, entry.fact)
    one.queue = fact.queue
    one.due_at = 0
    stand_in_line(site, one, entry.at)


def line_step(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """What is asked for has softened."""
    fact = cast(f.LineStepTaken, entry.fact)
    if fact.step == "relax":
        waiting = site.router.relax(one.interaction)
    elif fact.step == "let_go":
        waiting = site.router.let_go(one.interaction)
    else:
        waiting = site.router.unrefuse(one.interaction, cast(str, fact.agent))
    waits_as(site, one, waiting)


def offered(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """Out of line, in an agent's hands for as long as the offer stands."""
    fact = cast(f.OfferMade, entry.fact)
    leave_line(site, one)
    one.offer, one.agent, one.due_at = fact.offer, fact.agent, fact.expires_at
    one.offers += 1
    _take_in_hand(site, one, entry.at)


def accepted(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """A person answers for it."""
    one.offer, one.due_at, one.target = None, 0, None
    one.answered_at = one.answered_at or entry.at


def returned(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """Back at the old place."""
    fact = cast(f.OfferReturned, entry.fact)
    _let_out_of_hand(site, one, before, entry.at)
    if fact.rest_until:
        one.refused = (*(old for old in one.refused if old.agent != fact.agent), Refused(fact.agent, fact.rest_until))
    one.offer, one.agent, one.due_at = None, None, 0
    stand_in_line(site, one, entry.at)


def taken(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """Picked from the line by hand."""
    leave_line(site, one)
    one.agent = cast(f.InteractionTaken, entry.fact).agent
    one.target = None
    one.answered_at = one.answered_at or entry.at
    _take_in_hand(site, one, entry.at)


def held(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """Still in the agent's hands."""


def resumed(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """Back from hold or from wrap-up."""
    one.due_at = 0


def parked(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """The agent has room again, and still answers for it."""
    one.due_at = cast(f.InteractionParked, entry.fact).until
    _free_room(site, one, entry.at)


def unparked(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """The agent's room is taken again."""
    one.due_at = 0
    _take_room(site, one, entry.at)


def requeued(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """From parked into line: the agent had no room."""
    fact = cast(f.InteractionRequeued, entry.fact)
    _forget_agent(site, one)
    one.queue, one.place_at, one.prefers = fact.queue, fact.place_at, fact.prefers
    one.agent, one.due_at, one.relaxed, one.refused = None, 0, 0, ()
    stand_in_line(site, one, entry.at)


def transferred(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """Handed on; the place in line is the old one."""
    fact = cast(f.InteractionTransferred, entry.fact)
    _let_out_of_hand(site, one, before, entry.at)
    one.transfers += 1
    one.relaxed = 0 if fact.queue != one.queue else one.relaxed
    one.queue, one.target, one.prefers = fact.queue, fact.to_agent, None
    # Whoever is asked for by name is asked, even if they declined it a moment ago.
    one.refused = tuple(old for old in one.refused if old.agent not in (fact.agent, fact.to_agent))
    if fact.rest_until:
        one.refused = (*one.refused, Refused(fact.agent, fact.rest_until))
    one.agent, one.due_at = None, 0
    stand_in_line(site, one, entry.at)


def deferred(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """Put off; it comes back into line by itself."""
    if one.waiting is not None:
        leave_line(site, one)
    if one.agent is not None:
        _let_out_of_hand(site, one, before, entry.at)
        one.prefers, one.agent = one.agent, None
    fact = cast(f.InteractionDeferred, entry.fact)
    one.due_at, one.wakes = fact.due_at, fact.wakes


def wrap_up(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """The agent is busy with it, also when it had been parked."""
    if before not in OCCUPYING:
        _take_room(site, one, entry.at)
    one.due_at = cast(f.WrapUpStarted, entry.fact).due_at


def closed(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """Done with; also by whoever needed nobody."""
    if one.agent is not None:
        _let_out_of_hand(site, one, before, entry.at)
        contact_ended(site, site.agent(one.agent), entry.at)
    _end(site, one)


def abandoned(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """The customer is gone."""
    if one.waiting is not None:
        leave_line(site, one)
    _end(site, one)


def moved(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """It goes on elsewhere."""
    if one.waiting is not None:
        leave_line(site, one)
    if one.agent is not None:
        _let_out_of_hand(site, one, before, entry.at)
    _end(site, one)


# ── what is said, and who is there ──────────────────────────────────────────────────────────────────────────────────


def message_received(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """The customer's word."""
    fact: Any = entry.fact
    one.last_ordinal = fact.ordinal


def message_sent(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """Our word; whoever writes has read."""
    fact: Any = entry.fact
    one.last_ordinal = fact.ordinal
    if fact.speaker == "agent":
        one.read_agent = fact.ordinal


def message_scheduled(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """It is said, and it stands in the outbox; only its leaving waits."""


def messages_read(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """Seen up to here."""
    fact = cast(f.MessagesRead, entry.fact)
    if fact.reader == "agent":
        one.read_agent = max(one.read_agent, fact.ordinal)
    else:
        one.read_customer = max(one.read_customer, fact.ordinal)


def customer_left(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """Out of reach since now."""
    one.customer_gone_at = entry.at


def customer_returned(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """Within reach again."""
    one.customer_gone_at = 0


def answer_later(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """Silence is no abandonment any more."""
    one.answer_later = True


def language_changed(site: Site, one: Interaction, entry: Entry, before: State) -> None:
    """Somebody in line asks for another skill now."""
    fact = cast(f.LanguageChanged, entry.fact)
    one.skills = {skill: level for skill, level in one.skills.items() if not skill.startswith("lang:")}
    one.skills[f"lang:{fact.language}"] = 1
    one.language = fact.language
    if one.state == "waiting":
        leave_line(site, one)
        stand_in_line(site, one, entry.at)


# ── the small steps they share ──────────────────────────────────────────────────────────────────────────────────────


def _take_in_hand(site: Site, one: Interaction, now: int) -> None:
    site.agent(cast(str, one.agent)).work[one.interaction] = None
    _take_room(site, one, now)


def _take_room(site: Site, one: Interaction, now: int) -> None:
    agent = site.agent(cast(str, one.agent))
    agent.idle_since = now
    site.router.occupy(agent.profile.agent, one.channel, now)
    moved_on(site, agent, now)


def _free_room(site: Site, one: Interaction, now: int) -> None:
    agent = site.agent(cast(str, one.agent))
    agent.idle_since = now
    site.router.release(agent.profile.agent, one.channel, now)
    if agent.attends:
        site.unmatched_agents[agent.profile.agent] = None
    moved_on(site, agent, now)


def _forget_agent(site: Site, one: Interaction) -> None:
    site.agent(cast(str, one.agent)).work.pop(one.interaction, None)


def _mind(site: Site, agent: Agent, now: int) -> None:
    """Whoever is offline with work in hand is waited for, so long; parked work waits for the agent as it is."""
    leaves = agent.presence == "offline" and any(site.interaction(one).state != "parked" for one in agent.work)
    if leaves != bool(agent.gone_at):
        agent.gone_at = now if leaves else 0
        site.arm_agent(agent)


def _let_out_of_hand(site: Site, one: Interaction, before: State, now: int) -> None:
    if before in OCCUPYING:
        _free_room(site, one, now)
    _forget_agent(site, one)


def _end(site: Site, one: Interaction) -> None:
    del site.kept.interactions[one.interaction]
    site.leave_customer(one)


def _ask_everybody(site: Site) -> None:
    for agent in site.router.agents_with_room():
        site.unmatched_agents[agent] = None


LifeFold = Callable[[Site, Interaction, Entry, State], None]

LIFE_FOLDS: dict[type[base.Fact], LifeFold] = {
    f.InteractionGreeted: greeted,
    f.DemandsSet: demands_set,
    f.InteractionQueued: queued,
    f.LineStepTaken: line_step,
    f.OfferMade: offered,
    f.OfferAccepted: accepted,
    f.OfferReturned: returned,
    f.InteractionTaken: taken,
    f.InteractionHeld: held,
    f.InteractionResumed: resumed,
    f.InteractionParked: parked,
    f.InteractionUnparked: unparked,
    f.InteractionRequeued: requeued,
    f.InteractionTransferred: transferred,
    f.InteractionDeferred: deferred,
    f.WrapUpStarted: wrap_up,
    f.InteractionClosed: closed,
    f.InteractionAbandoned: abandoned,
    f.InteractionMoved: moved,
    f.MessageReceived: message_received,
    f.MessageSent: message_sent,
    f.MessageScheduled: message_scheduled,
    f.MessagesRead: messages_read,
    f.CustomerLeft: customer_left,
    f.CustomerReturned: customer_returned,
    f.AnswerLaterAsked: answer_later,
    f.LanguageChanged: language_changed,
}


SPOKEN: frozenset[type[base.Fact]] = frozenset({f.MessageReceived, f.MessageSent, f.MessagesRead})
"""What is said and read moves no timer, and it is most of what happens."""


def _live(fold: LifeFold, armed: bool) -> Callable[[Site, Entry], None]:
    """The whole of a step. armed: whether it may change when the interaction is next due."""

    def take_step(site: Site, entry: Entry) -> None:
        fact: Any = entry.fact
        one = site.kept.interactions.get(fact.interaction)
        if one is None:
            raise Defect("fact_after_the_end", interaction=fact.interaction, fact=type(fact).__name__)
        before, holder = one.state, one.agent
        one.state = step(before, fact)
        fold(site, one, entry, before)
        if armed:
            site.arm(one)
        if one.state != before or one.agent != holder:
            for agent in (holder, one.agent):
                if agent is not None:
                    _mind(site, site.agent(agent), entry.at)

    return take_step


FOLDS: dict[type[base.Fact], Callable[[Site, Entry], None]] = {
    f.SiteSet: site_set,
    f.ChannelSet: channel_set,
    f.QueueSet: queue_set,
    f.HoursSet: hours_set,
    f.HolidaysSet: holidays_set,
    f.AgentSet: agent_set,
    f.AgentRetired: agent_retired,
    f.PresenceChanged: presence_changed,
    f.InteractionArrived: arrived,
    f.PersonClaimed: claimed,
    f.ClaimRefused: claim_refused,
    **BREATHER_FOLDS,
    **{fact: _live(fold, fact not in SPOKEN) for fact, fold in LIFE_FOLDS.items()},
}
