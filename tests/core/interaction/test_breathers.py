"""Breathers: single cases, and a walk through anything that may happen, with the real router and the plain one."""

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoolin.core import facts as base
from hoolin.core.commands import Command
from hoolin.core.errors import Conflict, NotFound, Refusal
from hoolin.core.facts import Entry
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.breather import PIECE_MS_MIN
from hoolin.core.interaction.site import Site
from hoolin.core.interaction.strain import HOUR_MS, Strain, count_on, occupancy
from hoolin.core.routing.naive import PlainRouter, Somebody
from hoolin.core.routing.resting import resting_max
from hoolin.core.site.ease import EaseRules
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules
from hoolin.runtime.floor import floor_room
from hoolin.runtime.house import House
from tests.core.interaction.test_decisions import Floor

RULES = EaseRules(on=True, breather_ms=120_000)


def opened(*agents: str, **rules: object) -> Floor:
    """A floor with breathers and these people, who do one thing at a time."""
    floor = Floor()
    floor.do(c.SetEaseRules(rules=msgspec.structs.replace(RULES, **rules)))
    for agent in agents:
        floor.agent(agent, units=50)
    return floor


def begun(floor: Floor, agent: str) -> bool:
    """Whether they rest now."""
    return bool(floor.site.agent(agent).strain.until)


def test_whoever_wants_a_moment_has_it_and_the_next_goes_to_a_colleague() -> None:
    """Nothing is offered while it lasts; when it is over they are asked again."""
    floor = opened("kristi", "oleg")
    floor.do(c.WishBreather(agent="kristi"))
    assert floor.site.agent("kristi").strain.until == floor.now + 120_000
    one = floor.arrive("i1")
    assert one.agent == "oleg"
    floor.accept(one)
    assert not floor.site.has_room("kristi", "chat")
    assert floor.pass_time(120_000) == [f.BreatherEnded(agent="kristi", cause="over")]
    assert floor.arrive("i2").agent == "kristi"


def test_with_other_conversations_going_on_nothing_new_comes() -> None:
    """Whoever serves several at once has nothing more offered, and goes on with what they have."""
    floor = opened(per_hour_max=6)
    floor.agent("kristi")
    one = floor.arrive("i1")
    floor.accept(one)
    floor.do(c.WishBreather(agent="kristi"))
    assert begun(floor, "kristi")
    two = floor.arrive("i2")
    assert (one.state, two.state) == ("active", "waiting")
    floor.do(c.EndBreather(agent="kristi"))
    assert two.agent == "kristi"


def test_it_follows_the_contact_and_not_its_wrap_up() -> None:
    """Wished while something is to be wrapped up, it begins when that is done, before anything else is offered."""
    floor = opened("kristi", per_hour_max=6)
    one = floor.arrive("i1")
    floor.accept(one)
    floor.do(c.StartWrapUp(interaction="i1", agent="kristi"))
    assert [type(fact) for fact in floor.do(c.WishBreather(agent="kristi"))] == [f.BreatherWished]
    floor.do(c.WishBreather(agent="kristi"))
    facts = floor.do(c.Close(interaction="i1", agent="kristi", outcome="solved"), 5_000)
    assert [type(fact) for fact in facts] == [f.InteractionClosed, f.BreatherBegun]
    assert floor.do(c.WishBreather(agent="kristi")) == []


def test_it_gives_way_to_whoever_is_overdue_and_the_rest_comes_later() -> None:
    """Alone on a queue: the customer waits no longer than the target, and what was left of the moment is had after them."""
    floor = opened("kristi")
    floor.do(c.WishBreather(agent="kristi"))
    one = floor.arrive("i1")
    assert one.state == "waiting"
    facts = floor.pass_time(30_000)
    assert [type(fact) for fact in facts] == [f.BreatherEnded, f.OfferMade]
    assert facts[0] == f.BreatherEnded(agent="kristi", cause="needed", owed_ms=90_000)
    floor.accept(one)
    floor.do(c.StartWrapUp(interaction="i1", agent="kristi"))
    facts = floor.do(c.Close(interaction="i1", agent="kristi", outcome="solved"), 60_000)
    assert facts[-1] == f.BreatherBegun(agent="kristi", until=floor.now + 90_000, why="wished")
    assert len(floor.site.agent("kristi").strain.begun) == 1


def test_it_does_not_begin_while_somebody_is_about_to_be_overdue() -> None:
    """Who has been waiting is served first; then the moment comes, without another word."""
    floor = opened("kristi", per_hour_max=6)
    floor.accept(floor.arrive("i1"))
    second = floor.arrive("i3")
    assert second.state == "waiting"
    floor.do(c.WishBreather(agent="kristi"))
    floor.do(c.StartWrapUp(interaction="i1", agent="kristi"), 10_000)
    floor.do(c.Close(interaction="i1", agent="kristi", outcome="solved"))
    assert second.agent == "kristi" and not begun(floor, "kristi")
    floor.accept(second)
    floor.do(c.StartWrapUp(interaction="i3", agent="kristi"))
    floor.do(c.Close(interaction="i3", agent="kristi", outcome="solved"))
    assert begun(floor, "kristi")


def test_not_all_of_a_kind_rest_at_once() -> None:
    """One of three; the next has theirs when the first is back."""
    floor = opened("a", "b", "c")
    floor.do(c.WishBreather(agent="a"))
    floor.do(c.WishBreather(agent="b"))
    assert (begun(floor, "a"), begun(floor, "b")) == (True, False)
    floor.do(c.EndBreather(agent="a"))
    assert (begun(floor, "a"), begun(floor, "b")) == (False, True)


def test_there_are_so_many_an_hour() -> None:
    """The third within an hour is refused, and it is said from when on there may be one."""
    floor = opened("kristi")
    first = floor.now
    for _ in range(2):
        floor.do(c.WishBreather(agent="kristi"))
        floor.do(c.EndBreather(agent="kristi"), 10_000)
    with pytest.raises(Conflict) as refused:
        floor.do(c.WishBreather(agent="kristi"))
    assert refused.value.detail["next_at"] == first + HOUR_MS
    floor.now = first + HOUR_MS
    floor.do(c.WishBreather(agent="kristi"))
    assert begun(floor, "kristi")


def test_who_is_not_there_has_none_and_stepping_away_ends_it() -> None:
    """Refused where there are none, to whoever is away or unknown; going away ends what there is and what is owed."""
    floor = opened("kristi")
    with pytest.raises(NotFound):
        floor.do(c.WishBreather(agent="nobody"))
    floor.do(c.WishBreather(agent="kristi"))
    floor.do(c.SetPresence(agent="kristi", presence="away", reason="break"))
    assert not begun(floor, "kristi") and not floor.site.resting
    with pytest.raises(Conflict, match="not_online"):
        floor.do(c.WishBreather(agent="kristi"))
    floor.do(c.SetPresence(agent="kristi", presence="online"))
    floor.do(c.WishBreather(agent="kristi"))
    off = floor.do(c.SetEaseRules(rules=EaseRules()))
    assert off[1:] == [f.BreatherEnded(agent="kristi", cause="off")]
    assert floor.do(c.SetEaseRules(rules=EaseRules())) == []
    with pytest.raises(Conflict, match="breathers_off"):
        floor.do(c.WishBreather(agent="kristi"))
    floor.do(c.RetireAgent(agent="kristi"))


def test_what_is_owed_can_be_declined() -> None:
    """Declined before it began, it does not come; ready without having any changes nothing."""
    floor = opened("kristi")
    assert floor.do(c.EndBreather(agent="kristi")) == []
    floor.accept(floor.arrive("i1"))
    floor.do(c.StartWrapUp(interaction="i1", agent="kristi"))
    floor.do(c.WishBreather(agent="kristi"))
    assert floor.do(c.EndBreather(agent="kristi")) == [f.BreatherEnded(agent="kristi", cause="declined")]
    floor.do(c.Close(interaction="i1", agent="kristi", outcome="solved"))
    assert not begun(floor, "kristi")


def serve(floor: Floor, name: str, ms: int) -> list[base.Fact]:
    """Somebody comes, is served for so long, and leaves."""
    floor.accept(floor.arrive(name))
    floor.do(c.StartWrapUp(interaction=name, agent="kristi"), ms)
    return floor.do(c.Close(interaction=name, agent="kristi", outcome="solved"))


def test_so_many_without_a_gap_are_enough() -> None:
    """The third in a row without a gap gives a breather for load; a gap begins the row anew."""
    floor = opened("kristi", row_max=3, gap_ms=30_000)
    for number in range(2):
        assert [type(fact) for fact in serve(floor, f"i{number}", 60_000)] == [f.InteractionClosed]
    floor.now += 30_000
    assert [type(fact) for fact in serve(floor, "i2", 60_000)] == [f.InteractionClosed]
    serve(floor, "i3", 60_000)
    facts = serve(floor, "i4", 60_000)
    assert facts[1:] == [
        f.BreatherWished(agent="kristi", ms=120_000, why="load"),
        f.BreatherBegun(agent="kristi", until=floor.now + 120_000, why="load"),
    ]


def test_so_busy_an_hour_is_enough() -> None:
    """Busy for nearly all of an hour: a breather; and not another one for the same hour."""
    floor = opened("kristi", occupancy_percent_max=85, per_hour_max=6)
    given = []
    for number in range(40):
        facts = serve(floor, f"i{number}", 180_000)
        given += [floor.now for fact in facts if isinstance(fact, f.BreatherWished)]
        floor.pass_time(130_000 if any(isinstance(fact, f.BreatherWished) for fact in facts) else 6_000)
    assert len(given) >= 2
    assert all(later - earlier >= HOUR_MS for earlier, later in pairwise(given))


def test_occupancy_is_of_the_time_one_was_there() -> None:
    """Half of the time in hand is half; less than three quarters of an hour says nothing; what is older than an hour is forgotten."""
    strain, at = Strain(), 10 * HOUR_MS
    count_on(strain, True, False, 30_000, at)
    for _ in range(24):
        count_on(strain, True, True, 30_000, at := at + 60_000)
        assert occupancy(strain) is None or at >= 10 * HOUR_MS + 2_700_000
        count_on(strain, True, False, 30_000, at := at + 60_000)
    assert occupancy(strain) == pytest.approx(0.5, abs=0.02)
    count_on(strain, True, False, 30_000, at + 5 * HOUR_MS)
    assert occupancy(strain) == 0
    assert len(strain.slots) <= 12


# ── whatever may happen ─────────────────────────────────────────────────────────────────────────────────────────────

PEOPLE = {
    "a": {"lang:et": 100}, "b": {"lang:et": 100, "bills": 50}, "c": {"lang:et": 100, "lang:ru": 80}, "d": {"lang:ru": 100, "bills": 80},
    "e": {"lang:et": 60},
}  # fmt: skip
QUEUES = (
    QueueRules(queue="service", target_ms=20_000),
    QueueRules(queue="bills", target_ms=60_000, skills={"bills": 20}),
)

steps = st.lists(
    st.tuples(
        st.sampled_from(["come", "come", "come", "end", "end", "end", "wish", "wish", "ready", "go", "back", "decline", "hand", "pass", "pass"]),
        st.integers(0, 11),
        st.sampled_from([0, 1_000, 9_000, 20_000, 45_000, 130_000]),
    ),
    min_size=30, max_size=120,
)  # fmt: skip
rules = st.builds(
    EaseRules, on=st.just(True), breather_ms=st.sampled_from([30_000, 90_000, 180_000]), per_hour_max=st.integers(1, 4),
    share_percent=st.sampled_from([1, 40, 50]), yield_percent=st.sampled_from([25, 100, 300]), row_max=st.sampled_from([0, 2]),
    occupancy_percent_max=st.sampled_from([0, 60]), gap_ms=st.just(5_000),
)  # fmt: skip


class Walk:
    """A floor to which anything happens, and what must be true at every step. granted, had: of the breather of an agent; begins: when
    new ones began.
    """

    def __init__(self, ease: EaseRules) -> None:
        room = floor_room()
        self.house, self.site, self.ease = House((room,)), room.state, ease
        self.now, self.asked, self.entries = 1_000_000, 0, list[Entry]()
        self.since: dict[str, int] = {}
        self.granted: dict[str, int] = {}
        self.had: dict[str, int] = {}
        self.begins: dict[str, list[int]] = {}
        for channel, weight in (("call", 100), ("chat", 34)):
            self.do(c.SetChannel(rules=ChannelRules(channel=channel, weight=weight)))
        for queue in QUEUES:
            self.do(c.SetQueue(rules=queue))
        for name, skills in PEOPLE.items():
            self.do(c.SetAgent(profile=AgentProfile(agent=name, skills=skills, capacity=Capacity())))
            self.do(c.SetPresence(agent=name, presence="online"))
        self.do(c.SetEaseRules(rules=ease))

    def do(self, command: Command) -> None:
        """Ask; a refusal is an answer."""
        self.asked += 1
        try:
            entries = self.house.handle(command, "test", f"t{self.asked}", self.now).entries
        except Refusal:
            return
        self.entries += entries
        for entry in entries:
            self.hear(entry.fact)
        self.check()

    def hear(self, fact: base.Fact) -> None:
        """Follow the breathers from what is recorded alone."""
        match fact:
            case f.OfferMade(agent=agent):
                assert agent not in self.since, "nothing is offered to whoever rests"
            case f.BreatherWished(agent=agent, ms=ms):
                assert agent not in self.since and ms == self.ease.breather_ms
                self.granted[agent], self.had[agent] = ms, 0
            case f.BreatherBegun(agent=agent, until=until):
                assert agent not in self.since, "never two at once"
                if not self.had[agent]:
                    self.begins.setdefault(agent, []).append(self.now)
                assert 0 < until - self.now <= self.granted[agent] - self.had[agent], "never beyond what was granted"
                assert sum(at > self.now - HOUR_MS for at in self.begins[agent]) <= self.ease.per_hour_max
                self.since[agent] = self.now
                self.check_share(agent)
            case f.BreatherEnded(agent=agent, owed_ms=owed):
                begun_at = self.since.pop(agent, self.now)
                self.had[agent] = self.had.get(agent, 0) + self.now - begun_at
                assert not owed or owed >= PIECE_MS_MIN
                assert self.had[agent] + owed <= self.granted.get(agent, 0)
            case f.PresenceChanged(agent=agent, presence=presence):
                if presence != "online":
                    self.since.pop(agent, None)

    def check_share(self, agent: str) -> None:
        """Of no kind do more rest than may, when one begins."""
        here = [one for one, line in self.site.kept.agents.items() if line.presence == "online"]
        for queue in QUEUES:
            for language in ("lang:et", "lang:ru"):
                asked = {language: 1, **queue.skills}
                kind = [
                    one for one in here if all(PEOPLE[one].get(skill, 0) >= level for skill, level in asked.items())
                ]
                if agent in kind:
                    assert sum(one in self.since for one in kind) <= resting_max(len(kind), self.ease)

    def check(self) -> None:
        """Nobody who is overdue is passed over because of a breather; who rests is known, and for how long."""
        assert set(self.since) == set(self.site.resting)
        overdue = plain(self.site).overdue(self.ease)
        assert overdue is None or overdue.at > self.now
        due = self.house.next_due()
        assert due is None or due > self.now
        for agent in self.since:
            assert self.now < self.site.agent(agent).strain.until <= self.since[agent] + self.ease.breather_ms

    def pass_time(self, ms: int) -> None:
        """Every timer rings at its instant."""
        until = self.now + ms
        while (due := self.house.next_due()) is not None and due <= until:
            self.now = max(self.now, due)
            self.do(c.TimePassed())
        self.now = until

    def step(self, what: str, number: int, ms: int) -> None:
        """One thing happens."""
        agent = sorted(PEOPLE)[number % len(PEOPLE)]
        live = sorted(self.site.kept.interactions)
        one = self.site.kept.interactions[live[number % len(live)]] if live else None
        if what == "come":
            self.do(
                c.Arrive(
                    interaction=f"i{self.asked}", customer=f"c{self.asked}", case="k", channel="call" if number % 2 else "chat",
                    language="ru" if number % 3 == 0 else "et", queue=QUEUES[number % 4 == 0].queue, priority=int(number % 5 == 0),
                )
            )  # fmt: skip
        elif what == "wish":
            self.do(c.WishBreather(agent=agent))
        elif what == "ready":
            self.do(c.EndBreather(agent=agent))
        elif what == "go":
            self.do(c.SetPresence(agent=agent, presence="away"))
        elif what == "back":
            self.do(c.SetPresence(agent=agent, presence="online"))
        elif what == "pass":
            self.pass_time(ms)
        elif one is not None and one.agent is not None:
            if one.state == "offered":
                if what == "decline":
                    self.do(c.DeclineOffer(interaction=one.interaction, offer=str(one.offer), agent=one.agent))
                else:
                    self.do(c.AcceptOffer(interaction=one.interaction, offer=str(one.offer), agent=one.agent))
            elif what == "hand":
                self.do(c.Transfer(interaction=one.interaction, agent=one.agent, to_agent=agent))
            elif what == "end":
                self.do(c.StartWrapUp(interaction=one.interaction, agent=one.agent))
                self.pass_time(ms // 10)
                self.do(c.Close(interaction=one.interaction, agent=str(one.agent), outcome="solved"))


def plain(site: Site) -> PlainRouter:
    """The plain rules, told what the real router knows."""
    state = site.router.state()
    made = PlainRouter(state.site)
    made.queues = {one.queue: one for one in state.queues}
    made.channels = {one.channel: one for one in state.channels}
    for one in state.agents:
        made.agents[one.profile.agent] = Somebody(
            one.profile, one.presence, one.idle_since, dict(one.held), one.resting
        )
    made.line = {one.interaction: one for one in state.waiting}
    return made


@settings(max_examples=150, deadline=None, derandomize=True)
@given(ease=rules, walk=steps)
def test_a_breather_never_starves_a_queue_and_never_exceeds_its_bound(
    ease: EaseRules, walk: list[tuple[str, int, int]]
) -> None:
    """Whatever happens: nobody overdue is passed over for a breather, none is longer than granted, none overlap, so many an hour, so many
    of a kind; and the facts alone, or a snapshot halfway, lead to the same state.
    """
    floor = Walk(ease)
    for number, (what, which, ms) in enumerate(walk):
        floor.step(what, which, ms)
        if number == len(walk) // 2:
            again = House((floor_room(),))
            again.load(floor.house.dump(), floor.house.position)
            assert again.dump() == floor.house.dump()
            assert again.next_due() == floor.house.next_due()
    replayed = House((floor_room(),))
    for entry in floor.entries:
        replayed.fold(entry)
    assert replayed.dump() == floor.house.dump()
    assert replayed.next_due() == floor.house.next_due()
    # And when nothing more happens, everybody's breather ends by itself.
    floor.pass_time(HOUR_MS)
    assert not floor.since
