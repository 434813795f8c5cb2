"""Command → facts, for the set-up of a site and the presence of its agents."""

from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid
from hoolin.core.facts import Instant
from hoolin.core.interaction import choose
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.site import Site
from hoolin.core.site.hours import DATES_MAX, out_of_order, with_holidays, without_holidays


def set_site(site: Site, command: c.SetSite, now: Instant) -> Decision:
    """The same rules again change nothing."""
    return Decision(() if site.kept.rules == command.rules else (f.SiteSet(rules=command.rules),))


def set_channel(site: Site, command: c.SetChannel, now: Instant) -> Decision:
    """The same numbers again change nothing."""
    same = site.kept.channels.get(command.rules.channel) == command.rules
    return Decision(() if same else (f.ChannelSet(rules=command.rules),))


def set_queue(site: Site, command: c.SetQueue, now: Instant) -> Decision:
    """Relaxation steps must come one after the other."""
    steps = [relaxation.after_ms for relaxation in command.rules.relaxations]
    if steps != sorted(set(steps)):
        raise Invalid("relaxations_out_of_order", queue=command.rules.queue)
    same = site.kept.queues.get(command.rules.queue) == command.rules
    return Decision(() if same else (f.QueueSet(rules=command.rules),))


def set_hours(site: Site, command: c.SetHours, now: Instant) -> Decision:
    """Spans of a day must come one after the other."""
    hours = command.hours
    wrong = out_of_order(hours)
    if wrong is not None:
        raise Invalid("hours_out_of_order", day=wrong)
    known = site.kept.hours.get(hours.channel)
    holds = with_holidays(hours, site.kept.holidays.get(hours.channel))
    if len(holds.dates) > DATES_MAX:
        raise Invalid("too_many_dates", dates_max=DATES_MAX)
    same = known == holds or (known is None and hours.none_set)
    return Decision(() if same else (f.HoursSet(hours=hours),))


def set_holidays(site: Site, command: c.SetHolidays, now: Instant) -> Decision:
    """The same dates again change nothing. Without a country there are no dates."""
    holidays = command.holidays
    if bool(holidays.dates) != bool(holidays.country):
        raise Invalid("country_and_dates", country=holidays.country)
    known = site.kept.holidays.get(holidays.channel)
    if known == holidays or (known is None and not holidays.country):
        return Decision()
    hours = site.kept.hours.get(holidays.channel)
    if hours is not None and len(with_holidays(without_holidays(hours, known), holidays).dates) > DATES_MAX:
        raise Invalid("too_many_dates", dates_max=DATES_MAX)
    return Decision((f.HolidaysSet(holidays=holidays),))


def set_agent(site: Site, command: c.SetAgent, now: Instant) -> Decision:
    """The same profile again changes nothing."""
    known = site.kept.agents.get(command.profile.agent)
    same = known is not None and known.profile == command.profile
    return Decision(() if same else (f.AgentSet(profile=command.profile),))


def retire_agent(site: Site, command: c.RetireAgent, now: Instant) -> Decision:
    """Offline first, so that what they hold is not offered to them again; then everything is handed on."""
    agent = site.agent(command.agent)
    offline = f.PresenceChanged(agent=command.agent, presence="offline", reason="retired")
    return Decision((
        *(() if agent.presence == "offline" else (offline,)),
        *choose.hand_all_on(site, agent, parked=True),
        f.AgentRetired(agent=command.agent),
    ))  # fmt: skip


def set_presence(site: Site, command: c.SetPresence, now: Instant) -> Decision:
    """Whoever steps away gives standing offers back at once; conversations stay with them."""
    agent = site.agent(command.agent)
    reasons = (*site.kept.rules.presence_reasons, "", "missed_offer", "connection_lost", "signed_out")
    if command.reason not in reasons:
        raise Invalid("unknown_presence_reason", reason=command.reason)
    if command.presence == "online" and command.reason:
        raise Conflict("online_needs_no_reason")
    if (agent.presence, agent.reason) == (command.presence, command.reason):
        return Decision()
    changed = f.PresenceChanged(agent=command.agent, presence=command.presence, reason=command.reason)
    back = () if command.presence == "online" else choose.give_back_all(site, agent)
    return Decision((changed, *back))


SETUP_DECIDES: Decides = {
    c.SetSite: set_site,
    c.SetChannel: set_channel,
    c.SetQueue: set_queue,
    c.SetHours: set_hours,
    c.SetHolidays: set_holidays,
    c.SetAgent: set_agent,
    c.RetireAgent: retire_agent,
    c.SetPresence: set_presence,
}
