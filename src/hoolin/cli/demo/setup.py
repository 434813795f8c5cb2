"""How the demo operator is set up: channels, queues, reasons and people, as the commands that make them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files

import yaml

from hoolin.catalogue.api import Catalogue, PriceList, PublishPrices, handwritten
from hoolin.cli.demo.cast import CHANNELS, PEOPLE, Member
from hoolin.cli.demo.script import REASONS
from hoolin.core.commands import Command
from hoolin.core.facts import Instant
from hoolin.core.interaction import commands as c
from hoolin.core.site.ease import EaseRules
from hoolin.core.site.rules import QueueRules, Relaxation, SiteRules
from hoolin.insight.api import improvements, reasons

OPERATOR = "Põhjala Mobiil"

CUSTOMERS = 360_000
"""At the usual rate every third of them turns to it in a month, as customers of such companies do."""

WHY = "Esimene puu: mida kliendid vajavad, nende endi sõnadega."

OFFER_MS = 40_000
"""A newcomer looks for the right window first; twenty seconds would be over before it is found."""

QUEUES = (
    QueueRules(queue="service", target_ms=30_000, target_share=0.8, offer_ms=OFFER_MS, affinity_ms_max=30_000),
    QueueRules(
        queue="technical", skills={"technical": 50}, target_ms=45_000, target_share=0.8, offer_ms=OFFER_MS,
        # Those who know a little help first, then everybody: nobody waits for the expert alone.
        relaxations=(
            Relaxation(after_ms=30_000, skills={"technical": 20}),
            Relaxation(after_ms=75_000, skills={"technical": 0}),
        ),
    ),
    QueueRules(
        queue="billing", skills={"billing": 50}, target_ms=30_000, target_share=0.8, offer_ms=OFFER_MS,
        relaxations=(
            Relaxation(after_ms=20_000, skills={"billing": 20}),
            Relaxation(after_ms=60_000, skills={"billing": 0}),
        ),
    ),
)  # fmt: skip


EASE = EaseRules(on=True, breather_ms=90_000, row_max=4)
"""A minute and a half can be watched to its end; four conversations without a gap are soon had. All else is as it comes: somebody who has waited for long ends it."""


def missing(
    catalogue: Catalogue, register: reasons.Reasons, crew: tuple[Member, ...], now: Instant
) -> Iterator[Command]:
    """What has to be asked for until the site is whole. What somebody has changed in the product stays as it is."""
    kept = catalogue.site.kept
    if not kept.queues and not register.in_force.number:
        yield c.SetSite(rules=SiteRules(reasons=REASONS))
    for channel in CHANNELS:
        if channel.channel not in kept.channels:
            yield c.SetChannel(rules=channel)
    for queue in QUEUES:
        if queue.queue not in kept.queues:
            yield c.SetQueue(rules=queue)
    for person in PEOPLE:
        if person.profile is not None and person.profile.agent not in kept.agents:
            yield c.SetAgent(profile=person.profile)
    for member in crew:
        known = kept.agents.get(member.agent)
        # The simulated are always as they are cast: with room for chats, a person would be served by one of them.
        if known is None or known.profile != member.profile:
            yield c.SetAgent(profile=member.profile)
    if kept.ease == EaseRules():
        # Never set: whoever switches it off keeps the rest of these rules.
        yield c.SetEaseRules(rules=EASE)
    if not catalogue.lists:
        yield PublishPrices(prices=prices(now))
    if not register.in_force.number and kept.rules.reasons in ((), REASONS):
        yield reasons.PublishReasons(tree=tree(), based_on=0, why=WHY)
        yield improvements.commands.CountCustomers(day=day_of(now), customers=CUSTOMERS)


def tree() -> reasons.Tree:
    """Why its customers contact it."""
    written = yaml.safe_load((files("hoolin.cli.demo") / "reasons.yaml").read_text(encoding="utf-8"))
    return reasons.handwritten.read(written)[0]


def day_of(now: Instant) -> str:
    """The day of an instant."""
    return datetime.fromtimestamp(now / 1000, UTC).date().isoformat()


def prices(now: Instant) -> PriceList:
    """What the demo operator sells, from now on."""
    written = yaml.safe_load((files("hoolin.cli.demo") / "prices.yaml").read_text(encoding="utf-8"))
    return handwritten.read(written, lambda _: now)
