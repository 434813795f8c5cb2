"""A small site and facts that fit it, for tests of the life cycle."""

from collections import deque

from hoolin.core import facts as base
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.fold import FOLDS
from hoolin.core.interaction.site import Site
from hoolin.core.interaction.table import TABLE, State
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules, SiteRules

START = 1_000_000
INTERACTION, CUSTOMER, CASE, AGENT, OTHER = "i1", "c1", "k1", "kristi", "oleg"

SITE = SiteRules(reasons=("bill", "device"))
CHAT = ChannelRules(channel="chat", weight=50, silent_ms_max=120_000, park_ms_max=3_600_000)
QUEUES = (QueueRules(queue="service"), QueueRules(queue="billing"))
SKILLS = {"lang:et": 100, "lang:ru": 60}

SET_UP: tuple[base.Fact, ...] = (
    f.SiteSet(rules=SITE),
    f.ChannelSet(rules=CHAT),
    *(f.QueueSet(rules=rules) for rules in QUEUES),
    f.AgentSet(profile=AgentProfile(agent=AGENT, skills=SKILLS)),
    f.AgentSet(profile=AgentProfile(agent=OTHER, skills=SKILLS)),
    f.PresenceChanged(agent=AGENT, presence="online"),
    f.PresenceChanged(agent=OTHER, presence="online"),
)

ARRIVED = f.InteractionArrived(
    interaction=INTERACTION, customer=CUSTOMER, case=CASE, channel="chat", queue="service", language="et",
    place_at=START, skills={"lang:et": 1},
)  # fmt: skip

SAMPLES: tuple[base.Fact, ...] = (
    f.InteractionGreeted(interaction=INTERACTION),
    f.DemandsSet(interaction=INTERACTION, queue="service", skills={"bills": 10}, priority=1),
    f.InteractionQueued(interaction=INTERACTION, queue="service"),
    f.LineStepTaken(interaction=INTERACTION, step="unrefuse", agent=OTHER),
    f.LanguageChanged(interaction=INTERACTION, language="ru"),
    f.OfferMade(interaction=INTERACTION, offer="o1", agent=AGENT, expires_at=START + 20_000),
    f.OfferAccepted(interaction=INTERACTION, offer="o1", agent=AGENT),
    f.OfferReturned(interaction=INTERACTION, offer="o1", agent=AGENT, cause="declined", rest_until=START + 60_000),
    f.InteractionTaken(interaction=INTERACTION, agent=AGENT),
    f.InteractionHeld(interaction=INTERACTION),
    f.InteractionResumed(interaction=INTERACTION),
    f.InteractionParked(interaction=INTERACTION, until=START + 3_600_000),
    f.InteractionUnparked(interaction=INTERACTION),
    f.InteractionRequeued(interaction=INTERACTION, queue="service", place_at=START, prefers=AGENT),
    f.InteractionTransferred(interaction=INTERACTION, agent=AGENT, queue="billing"),
    f.InteractionDeferred(interaction=INTERACTION, due_at=START + 60_000),
    f.WrapUpStarted(interaction=INTERACTION, agent=AGENT, due_at=START + 60_000),
    f.InteractionClosed(interaction=INTERACTION, case=CASE, agent=AGENT, outcome="solved"),
    f.InteractionAbandoned(interaction=INTERACTION, cause="left", waited_ms=0),
    f.InteractionMoved(interaction=INTERACTION, to="i2"),
    f.MessageScheduled(interaction=INTERACTION, message="i1.m1", due_at=START + 10_000),
    f.MessageReceived(interaction=INTERACTION, message="i1.m1", ordinal=1, characters=4),
    f.MessageSent(interaction=INTERACTION, message="i1.m1", ordinal=1, characters=4, speaker="system"),
    f.MessagesRead(interaction=INTERACTION, reader="customer", ordinal=1),
    f.CustomerLeft(interaction=INTERACTION),
    f.CustomerReturned(interaction=INTERACTION),
    f.AnswerLaterAsked(interaction=INTERACTION),
)
"""One fact of each kind about the interaction, each fitting the site after some path to where it may happen."""

BY_KIND = {type(fact): fact for fact in SAMPLES}


def fold(site: Site, *facts: base.Fact) -> None:
    """Fold facts as if they had just been recorded."""
    for fact in facts:
        FOLDS[type(fact)](site, Entry(1, START, "system", "test", fact))


def path_to(state: State) -> tuple[base.Fact, ...]:
    """The shortest way from arrival into a state, over the table."""
    ways: dict[State, tuple[base.Fact, ...]] = {"arrived": ()}
    open_ends: deque[State] = deque(["arrived"])
    while open_ends:
        here = open_ends.popleft()
        for (before, kind), after in TABLE.items():
            if before == here and after not in ways:
                ways[after] = (*ways[here], BY_KIND[kind])
                open_ends.append(after)
    return ways[state]


def site_in(state: State) -> Site:
    """A site whose one interaction is in this state; another agent has refused it, so that every step of the line fits."""
    site = Site()
    fold(site, *SET_UP, ARRIVED)
    if state == "waiting":
        # Refused by somebody once: then a rest may end in line.
        other = f.OfferMade(interaction=INTERACTION, offer="o0", agent=OTHER, expires_at=START + 20_000)
        back = f.OfferReturned(
            interaction=INTERACTION, offer="o0", agent=OTHER, cause="declined", rest_until=START + 60_000
        )
        fold(site, *path_to("waiting"), other, back)
    else:
        fold(site, *path_to(state))
    return site
