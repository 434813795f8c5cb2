"""All simulated people together: what happens is told to whom it concerns, and whoever has the next word plans it.

The same actors play on a virtual clock, for the past of a fresh site, and on the wall clock beside real people; what they
had planned goes along when they move from one stage to the other.
"""

from collections.abc import Callable, Sequence
from typing import Any

from hoolin.cases.api import Cases
from hoolin.channels.loopback import wire
from hoolin.channels.loopback.manifest import CHANNEL
from hoolin.cli.demo.agents import Agents
from hoolin.cli.demo.customers import COME_BACK_AFTER_WAITING_SHARE, COME_BACK_SHARES, Customers
from hoolin.cli.demo.play import MINUTE_MS, SECOND_MS, Contact, Play
from hoolin.core.facts import Content, Entry
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.interaction.table import WITH_AGENT

STALE_MS = 10 * MINUTE_MS
"""Who has waited that long while the site was down has gone elsewhere."""


class Actors:
    """The simulated customers and agents of one site."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.agents = Agents(play)
        self.customers = Customers(play)

    def begin(self, agents_within_ms: int) -> None:
        """Agents come to work, customers begin to come."""
        self.agents.begin(agents_within_ms)
        self.customers.keep_coming()

    # ── what happens ────────────────────────────────────────────────────────────────────────────────────────────────

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A batch of what happened. Told in order, and only once each."""
        for entry in entries:
            happened = _HAPPENED.get(type(entry.fact))
            if happened is not None:
                happened(self, entry.fact)

    def hear(self, customer: str, frame: bytes) -> None:
        """A frame of ours has reached a simulated customer."""
        message = wire.read_message(frame)
        contact = self.play.by_customer.get(customer)
        if contact is None or contact.interaction != message.interaction or contact.over or contact.gone:
            return
        contact.moved_at = self.play.stage.now()
        if contact.agent in self.play.crew:
            self.move(contact)
        elif contact.agent:
            self.customers.answer(contact, message.text)

    def move(self, contact: Contact) -> None:
        """Whoever has the next word plans it."""
        turn = contact.next
        served = contact.agent in self.play.crew
        if turn is not None and turn.who == "c":
            self.customers.speak_next(contact)
            if served:
                self.agents.park_if_slow(contact)
        elif served and turn is not None:
            self.agents.go_on(contact)
        elif served:
            self.agents.finish(contact)

    # ── one fact each ───────────────────────────────────────────────────────────────────────────────────────────────

    def _arrived(self, fact: f.InteractionArrived) -> None:
        contact = self.play.by_customer.get(fact.customer)
        if contact is not None and fact.channel == CHANNEL:
            contact.interaction, contact.case = fact.interaction, fact.case
            contact.moved_at = self.play.stage.now()
            self.play.by_interaction[fact.interaction] = contact

    def _joined(self, contact: Contact, fact: f.OfferAccepted | f.InteractionTaken) -> None:
        contact.agent = fact.agent
        contact.waits += 1
        contact.held = False
        contact.moved_at = self.play.stage.now()
        if fact.agent not in self.play.crew:
            self.customers.meet(contact)
            return
        self.agents.joined(contact)
        if contact.gone:
            self.agents.customer_left(contact)
        elif contact.next is not None:
            self.move(contact)

    def _heard(self, contact: Contact, fact: f.MessageReceived) -> None:
        contact.moved_at = self.play.stage.now()
        if contact.agent in self.play.crew or not contact.agent:
            self.move(contact)

    def _sent(self, contact: Contact, fact: f.MessageSent) -> None:
        if fact.agent is not None and fact.agent not in self.play.crew and not contact.gone:
            self.customers.read(contact, fact)

    def _back_in_line(self, contact: Contact, fact: f.InteractionTransferred | f.InteractionRequeued) -> None:
        contact.agent, contact.held = "", False
        contact.step += 1
        self.customers.grow_impatient(contact)

    def _deferred(self, contact: Contact, fact: f.InteractionDeferred) -> None:
        contact.agent, contact.held = "", False
        contact.step += 1
        contact.waits += 1

    def _customer_left(self, contact: Contact, fact: f.CustomerLeft) -> None:
        if contact.agent in self.play.crew:
            self.agents.customer_left(contact)

    def _wrap_up(self, contact: Contact, fact: f.WrapUpStarted) -> None:
        contact.step += 1
        if fact.agent in self.play.crew:
            self.agents.wrap_up(contact)

    def _closed(self, contact: Contact, fact: f.InteractionClosed) -> None:
        self._ended(contact)
        self.customers.come_back(contact, COME_BACK_SHARES[fact.outcome], again=True)

    def _abandoned(self, contact: Contact, fact: f.InteractionAbandoned) -> None:
        self._ended(contact)
        self.customers.come_back(contact, COME_BACK_AFTER_WAITING_SHARE, again=False)

    def _ended(self, contact: Contact) -> None:
        contact.over = True
        contact.step += 1
        self.play.by_interaction.pop(contact.interaction, None)
        if self.play.by_customer.get(contact.customer) is contact:
            del self.play.by_customer[contact.customer]

    # ── after a restart ─────────────────────────────────────────────────────────────────────────────────────────────

    def take_up(self, site: Site, cases: Cases) -> None:
        """Go on with what is under way on a site that ran before; what is known already stays as it is."""
        self.agents.online = {
            agent for agent in self.play.crew
            if agent in site.kept.agents and site.kept.agents[agent].presence == "online"
        }  # fmt: skip
        for one in list(site.kept.interactions.values()):
            if one.channel == CHANNEL and one.interaction not in self.play.by_interaction:
                known = cases.cases.get(one.case)
                self._take_up_one(one, again=known is not None and known.opened_at < one.arrived_at)

    def _take_up_one(self, one: Interaction, again: bool) -> None:
        script = self.play.script
        matter = script.matter_of(one.customer)
        dialogue = script.follow_up_of(one.customer) if again else matter
        contact = Contact(one.customer, one.language, True, matter, dialogue, one.interaction, one.case)
        # Every turn that was said is one message; where a person has served, this is about where they were.
        contact.turn = dialogue.lines(one.language).after(one.last_ordinal)
        contact.gone = bool(one.customer_gone_at)
        contact.agent = one.agent or "" if one.state in WITH_AGENT else ""
        contact.moved_at = self.play.stage.now()
        self.play.by_customer[one.customer] = contact
        self.play.by_interaction[one.interaction] = contact
        wait = self.play.between(2 * SECOND_MS, 20 * SECOND_MS)
        self.play.plan(contact, wait, lambda contact: self._go_on(contact, one))

    def _go_on(self, contact: Contact, was: Interaction) -> None:
        served = contact.agent in self.play.crew
        if was.state == "wrap_up" and served:
            self.agents.wrap_up(contact)
        elif contact.agent and contact.gone and served:
            self.agents.customer_left(contact)
        elif contact.agent and served:
            self.agents.joined(contact)
            if contact.next is not None:
                self.move(contact)
        elif contact.agent:
            self.customers.meet(contact)
        elif was.state == "offered" and was.agent in self.play.crew and was.offer is not None:
            self.play.wish(str(was.agent), "accept_offer", offer=was.offer, interaction=was.interaction)
        elif was.state == "waiting" and self.play.stage.now() - was.arrived_at > STALE_MS:
            self.customers.give_up(contact)
        elif was.state == "waiting":
            self.customers.grow_impatient(contact)


def _about(tell: Callable[[Actors, Contact, Any], None]) -> Callable[[Actors, Any], None]:
    """For facts about a contact of ours; those about real customers concern no actor."""

    def happened(actors: Actors, fact: Any) -> None:
        contact = actors.play.by_interaction.get(fact.interaction)
        if contact is not None:
            tell(actors, contact, fact)

    return happened


_HAPPENED: dict[type, Callable[[Actors, Any], None]] = {
    f.PresenceChanged: lambda actors, fact: actors.agents.presence_changed(fact),
    f.OfferMade: lambda actors, fact: actors.agents.offered(fact),
    f.InteractionArrived: Actors._arrived,
    f.OfferAccepted: _about(Actors._joined),
    f.InteractionTaken: _about(Actors._joined),
    f.MessageReceived: _about(Actors._heard),
    f.MessageSent: _about(Actors._sent),
    f.InteractionTransferred: _about(Actors._back_in_line),
    f.InteractionRequeued: _about(Actors._back_in_line),
    f.InteractionDeferred: _about(Actors._deferred),
    f.CustomerLeft: _about(Actors._customer_left),
    f.WrapUpStarted: _about(Actors._wrap_up),
    f.InteractionClosed: _about(Actors._closed),
    f.InteractionAbandoned: _about(Actors._abandoned),
}
