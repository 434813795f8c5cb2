"""The whole house without a journal, and everything that must be true of it after each command."""

from collections import Counter

from hoolin.core.commands import Command
from hoolin.core.delivery.facts import DeliveryAsked
from hoolin.core.errors import Refusal
from hoolin.core.facts import Content, Entry
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.site import Site
from hoolin.core.interaction.table import IN_LINE, OCCUPYING, WITH_AGENT
from hoolin.core.routing.waiting import demanded, is_refused
from hoolin.runtime.house import House
from hoolin.wiring import rooms
from tests.runtime.wishes import SET_UP, Chance, Wishes

START = 1_000_000


def new_house() -> House:
    """Every room of the product, empty."""
    made = rooms()
    house = House(tuple(made.values()))
    house.gone = made["people"].state.erased
    return house


def site_of(house: House) -> Site:
    """The floor of a house."""
    site: Site = next(room.state for room in house.rooms if room.name == "floor")
    return site


class World:
    """A house at work, beside it a replica that only ever folds, and a twin that was loaded from a dump."""

    def __init__(self, chance: Chance) -> None:
        self.house, self.replica = new_house(), new_house()
        self.twin: House | None = None
        self.site = site_of(self.house)
        self.wishes = Wishes(self.site, chance)
        self.now = START
        self.entries: list[Entry] = []
        self.contents: list[Content] = []
        self.asked = 0
        for command in SET_UP:
            self.do(command)

    def wish(self, name: str) -> bool:
        """Draw a command of this name and give it; False when it was refused."""
        return self.do(self.wishes.draw(name))

    def do(self, command: Command) -> bool:
        """Give a command now; False when it was refused, which must have changed nothing."""
        self.asked += 1
        cause = f"test/{self.asked}"
        before = self.house.dump()
        try:
            outcome = self.house.handle(command, "test", cause, self.now)
        except Refusal as refusal:
            assert self.house.dump() == before, "a refusal changed something"
            self._twin_is_told(command, cause, refusal)
            return False
        self._twin_is_told(command, cause, outcome.entries)
        for entry in outcome.entries:
            self._watch(entry)
            self.replica.fold(entry)
        self.entries += outcome.entries
        self.contents += outcome.contents
        self.wishes.messages += [e.fact.delivery for e in outcome.entries if isinstance(e.fact, DeliveryAsked)]
        self.check()
        return True

    def load_twin(self) -> None:
        """From here on a house that was loaded from a dump is given the same commands."""
        self.twin = new_house()
        body = self.house.dump()
        self.twin.load(body, self.house.position)
        assert self.twin.dump() == body, "a dump that was loaded is dumped otherwise"

    def replay_twin(self) -> None:
        """From here on a house that has replayed every entry is given the same commands."""
        self.twin = self.replayed()
        assert self.twin.dump() == self.house.dump(), "replay makes another state"

    def replayed(self) -> House:
        """A new house that has folded all entries."""
        house = new_house()
        for entry in self.entries:
            house.fold(entry)
        house.rest()
        return house

    def _twin_is_told(self, command: Command, cause: str, expected: list[Entry] | Refusal) -> None:
        if self.twin is None:
            return
        try:
            found = self.twin.handle(command, "test", cause, self.now).entries
        except Refusal as refusal:
            assert isinstance(expected, Refusal) and refusal.code == expected.code
            return
        assert found == expected, "a house that was loaded goes on otherwise"

    # ── what is true of each fact, seen against the moment before it ────────────────────────────────────────────────

    def _watch(self, entry: Entry) -> None:
        """One fact, before the replica takes it up."""
        site = site_of(self.replica)
        fact = entry.fact
        one = site.kept.interactions.get(getattr(fact, "interaction", ""))
        if isinstance(fact, f.OfferMade):
            assert one is not None
            self._offer_is_right(site, one.interaction, fact)
        if isinstance(fact, f.OfferReturned | f.InteractionTransferred) and one is not None:
            place_at = one.place_at
            after = self.site.kept.interactions.get(one.interaction)
            moved = any(isinstance(e.fact, f.InteractionRequeued) for e in self.entries[-50:])
            assert after is None or moved or after.place_at == place_at, "a place in line was lost"
        if isinstance(fact, f.MessageReceived | f.MessageSent) and one is not None:
            assert fact.ordinal == one.last_ordinal + 1, "an ordinal was passed over"

    def _offer_is_right(self, site: Site, interaction: str, fact: f.OfferMade) -> None:
        one, agent = site.interaction(interaction), site.agent(fact.agent)
        assert one.state == "waiting" and one.waiting is not None
        assert agent.presence == "online", "offered to somebody who is not there"
        assert site.has_room(fact.agent, one.channel), "offered to somebody whose hands are full"
        assert not is_refused(one.waiting, fact.agent), "offered to somebody who just declined"
        for skill, level in demanded(one.waiting, site.queue(one.queue)):
            assert agent.profile.skills.get(skill, 0) >= level, "offered to somebody without the skill"
        assert one.waiting.target in (None, fact.agent)
        urgent = site.router.work_for(fact.agent)
        assert urgent == interaction, f"{urgent} was more urgent for {fact.agent} than {interaction}"

    # ── what is true after each command ─────────────────────────────────────────────────────────────────────────────

    def check(self) -> None:
        """Everything that must hold while the house is at rest."""
        assert not self.house.unsettled
        self._hands()
        self._line()
        self._timers()

    def _hands(self) -> None:
        holders: dict[str, str] = {}
        held = {agent.profile.agent: agent.held for agent in self.site.router.state().agents}
        for name, agent in self.site.kept.agents.items():
            for interaction in agent.work:
                assert interaction not in holders, "one interaction in two hands"
                holders[interaction] = name
            work = [self.site.interaction(interaction) for interaction in agent.work]
            occupying = Counter(one.channel for one in work if one.state in OCCUPYING)
            assert dict(occupying) == held[name], "routing counts another load than there is"
            left = agent.presence == "offline" and any(one.state != "parked" for one in work)
            assert left == bool(agent.gone_at), "somebody who is gone is not waited for, or is for ever"
        for one in self.site.kept.interactions.values():
            assert holders.get(one.interaction) == one.agent
            assert (one.agent is not None) == (one.state in WITH_AGENT or one.state == "offered")

    def _line(self) -> None:
        router = self.site.router
        waiting = {one.waiting.interaction for one in self.site.kept.interactions.values() if one.waiting is not None}
        assert waiting == {one.interaction for one in self.site.kept.interactions.values() if one.state == "waiting"}
        assert waiting == {one.interaction for one in router.state().waiting}
        for interaction in sorted(waiting):
            one = self.site.interaction(interaction)
            assert router.waiting(interaction) == one.waiting
            assert router.agent_for(interaction) is None, "somebody waits although a suitable person has room"
        for agent in router.agents_with_room():
            assert router.work_for(agent) is None, "somebody with room is not given what waits for them"
        for (customer, channel), under_way in self.site.by_customer.items():
            for interaction in under_way:
                one = self.site.interaction(interaction)
                assert (one.customer, one.channel) == (customer, channel)
        assert sum(map(len, self.site.by_customer.values())) == len(self.site.kept.interactions)

    def _timers(self) -> None:
        due = self.house.next_due()
        assert due is None or due > self.now, "a timer is left in the past"
        for one in self.site.kept.interactions.values():
            if one.state in ("offered", "parked", "wrap_up", "deferred"):
                assert one.due_at > self.now and due is not None
            silent = one.customer_gone_at and one.state in IN_LINE and not one.answer_later and not one.answered_at
            silent_ms = self.site.kept.channels[one.channel].silent_ms_max
            if silent and silent_ms:
                assert due is not None and due <= one.customer_gone_at + silent_ms

    def check_at_the_end(self) -> None:
        """What folding alone has made is what deciding has made, from the first entry on and from a dump."""
        body = self.house.dump()
        assert self.replayed().dump() == body, "replay makes another state"
        assert self.twin is None or self.twin.dump() == body
        assert [entry.position for entry in self.entries] == list(range(1, len(self.entries) + 1))
        named = {content.id for content in self.contents}
        assert len(named) == len(self.contents), "a content id was used twice"
