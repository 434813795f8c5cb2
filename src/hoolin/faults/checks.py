"""What must be true on every day, checked on each entry the moment it is durable, from nothing but the entries themselves.

The books are kept here a second time, in the simplest way, so that a mistake in the rooms' own states is noticed: whom each
conversation is with, who has it in hand, which offer stands, what was said how often, which input was kept and how it ended, and how
often each message of ours was attempted.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

from hoolin.core.delivery import facts as d
from hoolin.core.facts import Entry, Fact
from hoolin.core.intake import facts as n
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f


class Broken(SystemExit):
    """A promise was not kept. It ends the run from wherever it is noticed, as the end of the process does."""


def held(promise: bool, what: str) -> None:
    """Raises Broken unless the promise was kept."""
    if not promise:
        raise Broken(what)


class Ledger:
    """The second books. head: the last durable position; firsts: of each cause, its first entry; live: conversations under way; hands: who
    has which in hand; ended: inputs by how they ended; attempts, endings: of deliveries; effects: what may be done outside. wanted: what was asked for under a cause,
    if people did.
    """

    def __init__(self, wanted: Callable[[str], Any]) -> None:
        self.head = 0
        self.firsts: dict[str, Entry] = {}
        self.live: dict[str, str] = {}
        self.hands: dict[str, str] = {}
        self.kept: dict[str, str] = {}
        self.ended: dict[str, str] = {}
        self.words: Counter[str] = Counter()
        self.received: list[str] = []
        self.attempts: Counter[str] = Counter()
        self.endings: dict[str, str] = {}
        self.effects: set[str] = set()
        self._wanted = wanted
        self._offers: dict[str, str] = {}
        self._ordinals: Counter[str] = Counter()
        self._parked: set[str] = set()
        self._online: set[str] = set()
        self._weights: dict[str, int] = {}
        self._units: dict[str, int] = {}

    def take(self, entries: Sequence[Entry]) -> None:
        """These are durable from now on. Raises Broken."""
        for entry in entries:
            held(entry.position == self.head + 1, "the journal has a gap")
            self.head = entry.position
            self.firsts.setdefault(entry.cause, entry)
            check = CHECKS.get(type(entry.fact))
            if check is not None:
                check(self, entry, entry.fact)

    def _set(self, entry: Entry, fact: Any) -> None:
        if isinstance(fact, f.ChannelSet):
            self._weights[fact.rules.channel] = fact.rules.weight
        else:
            self._units[fact.profile.agent] = fact.profile.capacity.units

    def _presence(self, entry: Entry, fact: f.PresenceChanged) -> None:
        (self._online.add if fact.presence == "online" else self._online.discard)(fact.agent)

    def _arrived(self, entry: Entry, fact: f.InteractionArrived) -> None:
        held(fact.interaction not in self.live, "a conversation began twice")
        self.live[fact.interaction] = fact.channel

    def _offered(self, entry: Entry, fact: f.OfferMade) -> None:
        one, agent = fact.interaction, fact.agent
        held(one in self.live, "what has ended was offered")
        held(one not in self.hands, "one conversation in two hands")
        held(agent in self._online, "somebody who is away was offered work")
        used = sum(
            self._weights[self.live[other]]
            for other, whose in self.hands.items()
            if whose == agent and other not in self._parked
        )
        held(used + self._weights[self.live[one]] <= self._units[agent], "somebody was given more than fits")
        self.hands[one], self._offers[one] = agent, fact.offer

    def _accepted(self, entry: Entry, fact: f.OfferAccepted) -> None:
        one = fact.interaction
        wanted = self._wanted(entry.cause)
        named = wanted.offer if isinstance(wanted, c.AcceptOffer) else fact.offer
        held(self._offers.pop(one, "") == named and self.hands.get(one) == fact.agent, "a stale offer was accepted")

    def _free(self, entry: Entry, fact: Any) -> None:
        self.hands.pop(fact.interaction, None)
        self._offers.pop(fact.interaction, None)
        self._parked.discard(fact.interaction)

    def _over(self, entry: Entry, fact: Any) -> None:
        held(self.live.pop(fact.interaction, None) is not None, "a conversation ended twice")
        self._free(entry, fact)

    def _park(self, entry: Entry, fact: Any) -> None:
        change = self._parked.add if isinstance(fact, f.InteractionParked) else self._parked.discard
        change(fact.interaction)

    def _said(self, entry: Entry, fact: Any) -> None:
        held(fact.interaction in self.live, "something was said where nobody talks any more")
        self._ordinals[fact.interaction] += 1
        held(fact.ordinal == self._ordinals[fact.interaction], "words are out of order, missing, or there twice")
        if isinstance(fact, f.MessageReceived) or fact.speaker == "agent":
            self.words[entry.cause] += 1
            held(self.words[entry.cause] == 1, "the same words were taken twice")
        if isinstance(fact, f.MessageReceived):
            self.received.append(entry.cause)

    def _kept(self, entry: Entry, fact: n.InputKept) -> None:
        held(fact.lookup not in self.kept, "the same input was kept twice")
        self.kept[fact.lookup] = fact.input
        self.effects.add(fact.input)

    def _read(self, entry: Entry, fact: n.InputEnded) -> None:
        held(fact.input not in self.ended, "an input ended twice")
        self.ended[fact.input] = fact.ending

    def _asked(self, entry: Entry, fact: d.DeliveryAsked) -> None:
        self.effects.add(fact.delivery)

    def _began(self, entry: Entry, fact: d.DeliveryBegan) -> None:
        held(fact.delivery not in self.endings, "what was sent, or may have been, was begun again")
        self.attempts[fact.delivery] += 1
        held(fact.attempt == self.attempts[fact.delivery], "attempts are out of order")

    def _sent(self, entry: Entry, fact: d.DeliveryEnded) -> None:
        held(fact.delivery not in self.endings, "a message of ours ended twice")
        self.endings[fact.delivery] = fact.ending


CHECKS: Final[dict[type[Fact], Callable[[Ledger, Entry, Any], None]]] = {
    f.ChannelSet: Ledger._set,
    f.AgentSet: Ledger._set,
    f.PresenceChanged: Ledger._presence,
    f.InteractionArrived: Ledger._arrived,
    f.OfferMade: Ledger._offered,
    f.OfferAccepted: Ledger._accepted,
    f.OfferReturned: Ledger._free,
    f.InteractionRequeued: Ledger._free,
    f.InteractionTransferred: Ledger._free,
    f.InteractionParked: Ledger._park,
    f.InteractionUnparked: Ledger._park,
    f.InteractionClosed: Ledger._over,
    f.InteractionAbandoned: Ledger._over,
    f.InteractionMoved: Ledger._over,
    f.MessageReceived: Ledger._said,
    f.MessageSent: Ledger._said,
    n.InputKept: Ledger._kept,
    n.InputEnded: Ledger._read,
    d.DeliveryAsked: Ledger._asked,
    d.DeliveryBegan: Ledger._began,
    d.DeliveryEnded: Ledger._sent,
}
"""What each fact must not contradict."""
