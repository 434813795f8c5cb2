"""What is decided about single commands: the cases that a random walk meets too rarely to be trusted with."""

import time
from collections.abc import Iterator

import pytest

from hoolin.core import facts as base
from hoolin.core.commands import Command
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.interaction import choose
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.site import AGENT_GONE_MS_MAX, Interaction, Site
from hoolin.core.limits import DEFER_MS_MAX
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules, Relaxation, SiteRules
from hoolin.runtime import house as house_module
from hoolin.runtime.floor import floor_room
from hoolin.runtime.house import House

SPEAKS = {"lang:et": 100}


class Floor:
    """A small floor: one queue, chats of half a person each, agents as they are asked for."""

    def __init__(self, **rules: object) -> None:
        room = floor_room()
        self.house = House((room,))
        self.site: Site = room.state
        self.now = 1_000_000
        self.asked = 0
        self.do(c.SetSite(rules=SiteRules(reasons=("bill",))))
        self.do(c.SetChannel(rules=ChannelRules(channel="chat", weight=50, silent_ms_max=30_000, park_ms_max=600_000)))
        self.do(c.SetQueue(rules=QueueRules(queue="service", **rules)))  # type: ignore[arg-type]
        self.do(c.SetQueue(rules=QueueRules(queue="billing")))

    def do(self, command: Command, later_ms: int = 0) -> list[base.Fact]:
        """Give a command, perhaps some time later; gives what was recorded."""
        self.asked += 1
        self.now += later_ms
        return [entry.fact for entry in self.house.handle(command, "test", f"test/{self.asked}", self.now).entries]

    def agent(self, name: str, units: int = 100, skills: dict[str, int] | None = None) -> None:
        """Somebody comes to work."""
        profile = AgentProfile(agent=name, skills=skills or SPEAKS, capacity=Capacity(units=units))
        self.do(c.SetAgent(profile=profile))
        self.do(c.SetPresence(agent=name, presence="online"))

    def arrive(self, name: str, customer: str = "", priority: int = 0, language: str = "et") -> Interaction:
        """Somebody comes."""
        self.do(
            c.Arrive(
                interaction=name, customer=customer or f"of-{name}", case="k", channel="chat", language=language,  # type: ignore[arg-type]
                priority=priority,
            )
        )  # fmt: skip
        return self.site.interaction(name)

    def accept(self, one: Interaction) -> None:
        """Whoever is asked takes it."""
        self.do(c.AcceptOffer(interaction=one.interaction, offer=str(one.offer), agent=str(one.agent)))

    def say(self, name: str, text: str = "Tere", begins: c.Arrive | None = None) -> list[base.Fact]:
        """The customer says something."""
        return self.do(c.ReceiveMessage(interaction=name, key=f"k{self.asked}", text=text, begins=begins))

    def pass_time(self, ms: int) -> list[base.Fact]:
        """Every timer on the way rings at its own instant."""
        until, recorded = self.now + ms, []
        while (due := self.house.next_due()) is not None and due <= until:
            self.now = max(self.now, due)
            recorded += self.do(c.TimePassed())
        self.now = until
        return recorded


@pytest.fixture
def floor() -> Iterator[Floor]:
    """A floor with nobody on it; at the end nothing is overdue."""
    made = Floor()
    yield made
    due = made.house.next_due()
    assert due is None or due > made.now


def test_no_conversation_is_left_with_somebody_who_is_gone(floor: Floor) -> None:
    """An agent goes offline in wrap-up and the customer writes again: after two minutes it is in line for whoever is there."""
    floor.agent("kristi")
    one = floor.arrive("i1")
    floor.accept(one)
    floor.do(c.StartWrapUp(interaction="i1", agent="kristi"))
    floor.do(c.SetPresence(agent="kristi", presence="offline"))
    floor.say("i1")
    assert (one.state, one.agent) == ("active", "kristi")
    floor.pass_time(AGENT_GONE_MS_MAX)
    assert (one.state, one.agent) == ("waiting", None)


def test_parking_what_somebody_gone_still_holds_ends_the_waiting_for_them(floor: Floor) -> None:
    """Once all that an absent agent holds is parked, nothing is due on their account, and the clock does not ring for it."""
    floor.agent("kristi")
    one = floor.arrive("i1")
    floor.accept(one)
    floor.do(c.SetPresence(agent="kristi", presence="offline"))
    assert floor.site.agent("kristi").gone_at == floor.now
    floor.do(c.Park(interaction="i1", agent="kristi"))
    assert floor.site.agent("kristi").gone_at == 0
    assert floor.pass_time(AGENT_GONE_MS_MAX * 2) == []
    assert one.state == "parked"


def test_new_rules_of_a_queue_hold_for_those_who_wait_in_it(floor: Floor) -> None:
    """A relaxation that is added while somebody waits comes to them in its time; one that is taken away does not ring."""
    floor.agent("oleg", skills={"lang:ru": 100})
    one = floor.arrive("i1")
    step = Relaxation(after_ms=60_000, skills={"lang:et": 0})
    floor.do(c.SetQueue(rules=QueueRules(queue="service", relaxations=(step,))))
    assert floor.house.next_due() == one.place_at + 60_000
    floor.do(c.SetQueue(rules=QueueRules(queue="service")))
    assert floor.house.next_due() is None
    floor.do(c.SetQueue(rules=QueueRules(queue="service", relaxations=(step,))))
    floor.pass_time(60_000)
    assert (one.state, one.agent, one.relaxed) == ("offered", "oleg", 1)


def test_another_worth_of_the_same_person_holds_at_once(floor: Floor) -> None:
    """Who is held back for one person is let go when the new rules say, not when the old ones did."""
    floor.agent("kristi", units=50)
    floor.accept(floor.arrive("i1"))
    arrive = c.Arrive(interaction="i2", customer="m", case="k", channel="chat", language="et", prefers="kristi")
    floor.do(arrive)
    one = floor.site.interaction("i2")
    assert floor.site.router.kept_in("service") == ["i2"]
    assert floor.house.next_due() == one.place_at + 60_000
    floor.do(c.SetQueue(rules=QueueRules(queue="service", affinity_ms_max=5_000)))
    assert floor.house.next_due() == one.place_at + 5_000
    floor.pass_time(5_000)
    assert floor.site.router.kept_in("service") == []


def test_rules_that_say_nothing_of_the_line_leave_it_as_it_is(floor: Floor) -> None:
    """How long an offer stands, or how a share is counted, moves nobody; what is promised to the waiting does."""
    floor.arrive("i1")
    place = floor.site.router._by_id["i1"]
    line = place.line
    floor.do(c.SetQueue(rules=QueueRules(queue="service", offer_ms=7_000, target_share=0.5, wrap_up_ms_max=9_000)))
    assert place.line is line
    floor.do(c.SetQueue(rules=QueueRules(queue="service", target_ms=1_000)))
    assert place.line is not line
    assert place.entry.at == floor.site.interaction("i1").place_at + 1_000


@pytest.mark.timing
def test_looking_for_a_choice_takes_time_with_the_line_and_no_more() -> None:
    """Two hundred thousand for whom there is no choice are passed over in some ten milliseconds. Taken out one by one, they
    took twenty seconds: each time the beginning was looked for among those that were gone.
    """
    unmatched = dict.fromkeys(map(str, range(200_000)))
    began = time.process_time()
    assert choose.first_choice(unmatched, lambda one: None) is None
    assert time.process_time() - began < 5
    assert not unmatched


def test_another_patience_with_silence_holds_at_once(floor: Floor) -> None:
    """How long silence lasts is read anew when the channel is set up anew, for those who are silent already."""
    floor.arrive("i1")
    floor.do(c.CustomerLeave(interaction="i1"))
    assert floor.house.next_due() == floor.now + 30_000
    floor.do(c.SetChannel(rules=ChannelRules(channel="chat", weight=50)))
    assert floor.house.next_due() is None
    floor.do(c.SetChannel(rules=ChannelRules(channel="chat", weight=50, silent_ms_max=5_000)))
    facts = floor.pass_time(5_000)
    assert [type(fact) for fact in facts] == [f.InteractionAbandoned]


def test_silence_after_an_answer_is_no_abandonment(floor: Floor) -> None:
    """Whoever has been answered once is not dropped for closing the page: what is handed on, or deferred, comes to a person."""
    floor.agent("kristi")
    one = floor.arrive("i1")
    floor.accept(one)
    floor.do(c.CustomerLeave(interaction="i1"))
    floor.do(c.Defer(interaction="i1", agent="kristi", due_at=floor.now + 600_000), later_ms=60_000)
    floor.do(c.SetPresence(agent="kristi", presence="away"))
    floor.pass_time(1_200_000)
    assert one.state == "waiting"
    floor.do(c.SetPresence(agent="kristi", presence="online"))
    assert (one.state, one.agent) == ("offered", "kristi")


def test_a_deferral_is_within_a_year(floor: Floor) -> None:
    """It is put off to some time from now on, and no further than a slip of the hand would."""
    floor.agent("kristi")
    floor.accept(floor.arrive("i1"))
    for due_at in (floor.now, floor.now + DEFER_MS_MAX + 1):
        with pytest.raises(Invalid):
            floor.do(c.Defer(interaction="i1", agent="kristi", due_at=due_at))
    floor.do(c.Defer(interaction="i1", agent="kristi", due_at=floor.now + DEFER_MS_MAX))


def test_the_customers_next_word_wakes_what_was_put_off_until_then(floor: Floor) -> None:
    """It comes back to whoever put it off; what was put off to a time alone waits for its time."""
    floor.agent("kristi")
    one = floor.arrive("i1")
    floor.accept(one)
    floor.do(c.Defer(interaction="i1", agent="kristi", due_at=floor.now + 600_000))
    floor.do(c.ReceiveMessage(interaction="i1", text="Tere", key="k1"))
    assert one.state == "deferred"
    # Whoever put it off changes their mind; nobody else may.
    with pytest.raises(Conflict):
        floor.do(c.Defer(interaction="i1", agent="oleg", due_at=floor.now + 700_000, wakes=True))
    floor.do(c.Defer(interaction="i1", agent="kristi", due_at=floor.now + 700_000, wakes=True))
    assert (one.state, one.due_at, one.prefers) == ("deferred", floor.now + 700_000, "kristi")
    floor.do(c.ReceiveMessage(interaction="i1", text="Tere veel", key="k2"))
    assert (one.state, one.agent) == ("offered", "kristi")


def test_what_was_put_off_is_taken_before_its_time(floor: Floor) -> None:
    """By hand, by whoever is online; its time then passes without a word."""
    floor.agent("kristi")
    one = floor.arrive("i1")
    floor.accept(one)
    floor.do(c.Defer(interaction="i1", agent="kristi", due_at=floor.now + 600_000))
    floor.do(c.Take(interaction="i1", agent="kristi"))
    assert (one.state, one.agent, one.due_at) == ("active", "kristi", 0)
    assert floor.pass_time(700_000) == []


def test_taken_by_hand_from_under_an_offer(floor: Floor) -> None:
    """Who takes what is being offered to another ends that offer first; the other is free again and has refused nothing."""
    floor.agent("kristi")
    one = floor.arrive("i1")
    assert (one.state, one.agent) == ("offered", "kristi")
    floor.agent("oleg", units=0)
    facts = floor.do(c.Take(interaction="i1", agent="oleg"))
    assert [type(fact) for fact in facts] == [f.OfferReturned, f.InteractionTaken]
    assert (one.state, one.agent, one.refused) == ("active", "oleg", ())
    assert not floor.site.agent("kristi").work


def test_the_customer_speaks_while_parked(floor: Floor) -> None:
    """With room the conversation goes on with the same person; without, it stands in line from now, preferring them."""
    floor.agent("kristi", units=100)
    first = floor.arrive("i1")
    floor.accept(first)
    floor.do(c.Park(interaction="i1", agent="kristi"))
    assert [type(fact) for fact in floor.say("i1")] == [f.InteractionUnparked, f.MessageReceived]
    floor.do(c.Park(interaction="i1", agent="kristi"))
    for name in ("i2", "i3"):
        floor.accept(floor.arrive(name))
    floor.now += 5_000
    facts = floor.say("i1")
    assert [type(fact) for fact in facts] == [f.InteractionRequeued, f.MessageReceived]
    assert (first.state, first.place_at, first.prefers) == ("waiting", floor.now, "kristi")
    floor.do(c.Close(interaction="i2", agent="kristi", outcome="solved"))
    assert (first.state, first.agent) == ("offered", "kristi")


def test_who_is_asked_for_by_name_is_asked(floor: Floor) -> None:
    """A colleague who declined a moment ago is offered it all the same when it is handed to them by name."""
    floor.agent("kristi")
    floor.agent("oleg")
    one = floor.arrive("i1")
    declined = str(one.agent)
    floor.do(c.DeclineOffer(interaction="i1", offer=str(one.offer), agent=declined))
    other = str(one.agent)
    assert other != declined
    floor.accept(one)
    floor.do(c.Transfer(interaction="i1", agent=other, to_agent=declined))
    assert (one.state, one.agent) == ("offered", declined)


def test_the_most_urgent_first_when_many_may_come_at_once(floor: Floor) -> None:
    """When new rules let many in at the same instant, they are served in the order of urgency, not of arrival."""
    floor.do(c.SetQueue(rules=QueueRules(queue="service", skills={"fibre": 50})))
    floor.agent("kristi", units=50, skills={"lang:et": 100})
    for name, priority in (("i1", 0), ("i2", 0), ("i3", 90), ("i4", 10)):
        floor.arrive(name, priority=priority)
    floor.do(c.SetQueue(rules=QueueRules(queue="service")))
    order = []
    while any(one.state == "offered" for one in floor.site.kept.interactions.values()):
        one = next(one for one in floor.site.kept.interactions.values() if one.state == "offered")
        order.append(one.interaction)
        floor.accept(one)
        floor.do(c.Close(interaction=one.interaction, agent="kristi", outcome="solved"))
    assert order == ["i3", "i4", "i1", "i2"]


def test_the_first_word_and_the_arrival_are_one_step(floor: Floor) -> None:
    """A conversation begins with its first word or not at all, and two pages that begin together begin one."""

    def begins(name: str, queue: str = "") -> c.Arrive:
        return c.Arrive(interaction=name, customer="c1", case="k1", channel="chat", language="et", queue=queue)

    before = floor.house.dump()
    for text, queue, refusal in (("  ", "", Invalid), ("Tere", "none", NotFound)):
        with pytest.raises(refusal):
            floor.say("i1", text, begins("i1", queue))
    assert floor.house.dump() == before
    facts = floor.say("i1", "Tere", begins("i1"))
    assert [type(fact) for fact in facts] == [f.InteractionArrived, f.InteractionQueued, f.MessageReceived]
    facts = floor.say("i2", "Kas keegi kuuleb?", begins("i2"))
    assert isinstance(facts[0], f.MessageReceived) and (facts[0].interaction, facts[0].ordinal) == ("i1", 2)
    floor.do(c.SayGoodbye(interaction="i1"))
    facts = floor.say("i1", "Veel üks asi", begins("i3"))
    assert isinstance(facts[-1], f.MessageReceived) and (facts[-1].interaction, facts[-1].ordinal) == ("i3", 1)
    with pytest.raises(Conflict):
        floor.say("i1")


def test_what_a_customer_has_under_way_is_the_newest(floor: Floor) -> None:
    """Of several conversations on one channel the newest is the one that goes on; when it ends, the one before it is."""
    for name in ("i1", "i2", "i3"):
        floor.arrive(name, customer="c1")
    assert [one.interaction for one in (floor.site.live_with("c1", "chat"),) if one] == ["i3"]
    floor.do(c.SayGoodbye(interaction="i2"))
    floor.do(c.SayGoodbye(interaction="i3"))
    restored = floor_room()
    restored.load(restored.state, floor_room().dump(floor.site))
    for site in (floor.site, restored.state):
        assert [one.interaction for one in (site.live_with("c1", "chat"),) if one] == ["i1"]
    floor.do(c.SayGoodbye(interaction="i1"))
    assert floor.site.live_with("c1", "chat") is None and floor.site.by_customer == {}


def test_a_thousand_timers_at_once(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is due all at once, as after a day without power, is worked off in parts; between them others are served."""
    monkeypatch.setattr(house_module, "SETTLED_AT_ONCE_MAX", 10)
    for number in range(60):
        floor.arrive(f"i{number}")
        floor.do(c.CustomerLeave(interaction=f"i{number}"))
    facts = floor.do(c.TimePassed(), later_ms=86_400_000)
    assert 10 <= len(facts) < 20 and floor.house.next_due() == 0
    rounds = 1
    while floor.house.next_due() == 0:
        floor.do(c.TimePassed())
        rounds += 1
    assert rounds >= 4 and not floor.site.kept.interactions


def test_a_replay_finds_what_was_still_to_follow(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut off between two parts, the house that replays knows that something is left to do, and does it."""
    floor.agent("kristi", units=1_000)
    floor.do(c.SetPresence(agent="kristi", presence="away"))
    for number in range(12):
        floor.arrive(f"i{number}")
    monkeypatch.setattr(house_module, "SETTLED_AT_ONCE_MAX", 3)
    outcome = floor.house.handle(c.SetPresence(agent="kristi", presence="online"), "test", "test/last", floor.now)
    assert floor.house.next_due() == 0 and len(outcome.entries) == 3
    offered = [one for one in floor.site.kept.interactions.values() if one.state == "offered"]
    assert len(offered) == 2
    floor.house.unsettled = False
    floor.house.rest()
    assert floor.house.next_due() == 0
    while floor.house.next_due() == 0:
        floor.do(c.TimePassed())
    assert all(one.state == "offered" for one in floor.site.kept.interactions.values())


def test_an_offer_that_ran_out_while_we_were_down_is_nobodys_fault(floor: Floor) -> None:
    """The clock rings long after its end: it is made anew, to the same person, who is still at work; unanswered again, they are away."""
    floor.agent("kristi")
    one = floor.arrive("i1")
    assert one.state == "offered"
    floor.now = one.due_at + 60_000
    facts = floor.do(c.TimePassed())
    assert [type(fact) for fact in facts] == [f.OfferReturned, f.OfferMade]
    assert (one.state, one.agent, floor.site.agent("kristi").presence) == ("offered", "kristi", "online")
    floor.pass_time(one.due_at - floor.now)
    assert (one.state, floor.site.agent("kristi").presence) == ("waiting", "away")
