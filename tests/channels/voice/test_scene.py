"""Who hears whom in a call is a function of the facts, and the steps between two scenes lead there whatever came before."""

from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.voice.calls import OVER, Bridge, Drop, Finish, Hear, Mix, Ring, Scene, Sounds, Step, scene, steps
from hoolin.channels.voice.facts import Mode, Part, Via
from hoolin.channels.voice.hearing import Room, heard_in
from hoolin.channels.voice.state import Call, Leg
from hoolin.core.interaction.table import STATES

AGENTS = ("mari", "juri")
HELPERS = ("liis", "mari")
MODES: tuple[Mode, ...] = ("listen", "whisper", "barge")
ALONE = ("arrived", "greeted", "waiting", "offered", "parked", "moved")


@st.composite
def calls(draw: st.DrawFn) -> Call:
    """Any call that facts could lead to, and many that they could not."""
    # Half of them where people talk: elsewhere nobody hears anybody, and that is soon said.
    stage = draw(st.sampled_from((*STATES, *("active", "held") * 5)))
    agent = draw(st.sampled_from(AGENTS)) if stage in ("offered", "active", "held", "parked", "wrap_up") else None
    legs = {"c": Leg(leg="c", part="customer", via="trunk", up=draw(st.booleans()))}
    if agent is not None and draw(st.booleans()):
        legs["a"] = Leg(leg="a", part="agent", via="browser", agent=agent, up=True)
    for number in range(draw(st.integers(0, 4))):
        part: Part = draw(st.sampled_from(("agent", "consulted")))
        whose = draw(st.sampled_from(AGENTS if part == "agent" else (*AGENTS, None)))
        via: Via = draw(st.sampled_from(("phone", "browser"))) if whose is not None else "trunk"
        legs[f"l{number}"] = Leg(leg=f"l{number}", part=part, via=via, agent=whose, up=draw(st.booleans()))
    for number in range(draw(st.integers(0, 3))):
        legs[f"s{number}"] = Leg(
            leg=f"s{number}", part="supervisor", via="browser", agent=draw(st.sampled_from(HELPERS)),
            up=draw(st.booleans()), mode=draw(st.sampled_from(MODES)),
        )  # fmt: skip
    return Call(
        together=draw(st.booleans()), call="v1", interaction="i1", customer="k1", direction="inbound", trunk="t", numbers="n", customer_leg="c",
        stage=stage, agent=agent, legs=legs,
    )  # fmt: skip


class Ears:
    """An engine as the port describes it: who is put through to whom, and who waits; and a mixer, whose places are partners too."""

    def __init__(self) -> None:
        self.partner: dict[str, str] = {}
        self.held: set[str] = set()
        self.rooms: tuple[Room, ...] = ()

    def take(self, step: Step) -> None:
        """One step."""
        match step:
            case Drop(leg=leg):
                self._part(leg)
            case Finish():
                self.partner.clear()
            case Sounds(leg=leg, sound=sound):
                if sound not in ("nothing", "tone"):
                    self.held.add(leg)
            case Bridge(one=one, other=other):
                for leg in (one, other):
                    self._part(leg)
                    self.held.discard(leg)
                self.partner[one], self.partner[other] = other, one
            case Mix(rooms=rooms):
                placed = {leg for room in rooms for leg in room.places}
                for leg in placed:
                    self._part(leg)
                self.held -= placed
                self.rooms = rooms
            case Ring() | Hear():
                pass

    def _part(self, leg: str) -> None:
        other = self.partner.pop(leg, None)
        if other is not None:
            self.partner.pop(other, None)

    def mixed(self) -> set[tuple[str, str]]:
        """Who hears whom through the mixer."""
        return {(one, other) for one, other in heard_in(self.rooms) if not {one, other} & self.held}

    def talking(self) -> set[frozenset[str]]:
        """Who hears whom."""
        return {
            frozenset((one, other))
            for one, other in self.partner.items()
            if one not in self.held and other not in self.held
        }


@given(calls())
def test_nobody_is_overheard(call: Call) -> None:
    """Only two ever talk; with the customer only whoever answers for the conversation, while it is active; with whom they ask, only
    that agent, while the customer waits.
    """
    made = scene(call)
    if made.talk is None:
        return
    one, other = (call.legs[leg] for leg in made.talk)
    assert one.up
    assert other.up
    assert not {one.leg, other.leg} & (set(made.drop) | set(made.hears))
    if one.part == "customer":
        assert call.stage == "active"
        assert other.agent == call.agent
    else:
        assert call.stage == "held"
        assert one.agent == call.agent
        assert other.part == "consulted"
        assert made.hears.get("c") in (None, "music")


def heard(made: Scene) -> set[tuple[str, str]]:
    """Pairs of who speaks and who hears it."""
    found = set(heard_in(made.rooms))
    if made.talk is not None:
        found |= {made.talk, made.talk[::-1]}
    return found | {(leg, who) for who, legs in made.listens.items() for leg in legs}


@given(calls())
def test_nobody_hears_themselves_and_everybody_has_one_place(call: Call) -> None:
    """Nobody hears themselves; nobody is in two rooms, or in one and bridged; only who is there has a place."""
    made = scene(call)
    assert all(one != other for one, other in heard(made))
    places = [leg for room in made.rooms for leg in room.places] + list(made.talk or ()) + list(made.listens)
    assert len(places) == len(set(places))
    assert not set(places) & (set(made.hears) | set(made.drop))
    assert all(call.legs[leg].up for leg in places)


@given(calls())
def test_a_supervisor_is_heard_by_whom_they_want(call: Call) -> None:
    """Who listens is heard by nobody; who whispers by the agent, and by others who whisper, and by nobody else; who has joined by all
    who talk, except those whom nobody but the agent hears. All of them hear the agent, who is not one of them.
    """
    made = scene(call)
    pairs = heard(made)
    for leg in call.supervisors():
        hearers = [call.legs[other] for one, other in pairs if one == leg.leg]
        if leg.mode == "listen":
            assert not hearers
        elif leg.mode == "whisper":
            assert all(one.agent == call.agent or one.mode == "whisper" for one in hearers)
            assert all(one.part != "customer" for one in hearers)
        elif hearers and call.stage == "active":
            assert "customer" in {one.part for one in hearers}
        if leg.leg in {other for _, other in pairs}:
            assert leg.agent != call.agent
            spoken = [call.legs[one] for one, other in pairs if other == leg.leg]
            assert call.agent in {one.agent for one in spoken}
            assert leg.mode == "listen" or call.stage != "active" or "customer" in {one.part for one in spoken}


@given(calls())
def test_three_talk_only_when_the_agent_says_so(call: Call) -> None:
    """The customer and whoever is asked hear each other only all together with the agent, and then all of them do."""
    made = scene(call)
    pairs = heard(made)
    asked = call.consulted()
    with_customer = asked is not None and ("c", asked.leg) in pairs
    assert not with_customer or call.together
    if call.together and call.stage == "active" and asked is not None and asked.up and made.rooms:
        agent = next(leg for leg in reversed(call.with_agent(call.agent)) if leg.up).leg
        three = ("c", agent, asked.leg)
        assert {(one, other) for one in three for other in three if one != other} <= pairs


@given(calls())
def test_a_customer_alone_always_hears_something(call: Call) -> None:
    """A customer who is there and talks with nobody hears music, their place, our words; silence never, but for the instant before
    anything is known of them.
    """
    made = scene(call)
    talks = made.talk is not None and "c" in made.talk
    if call.of_customer.up and made.over is None and not talks and all("c" not in room.places for room in made.rooms):
        assert made.hears["c"] != "tone"
        assert (made.hears["c"] == "nothing") == (call.stage == "arrived")


@given(calls())
def test_who_has_no_part_is_let_go(call: Call) -> None:
    """When the conversation is over all go; when nobody is with the customer no agent stays; the customer is never merely dropped."""
    made = scene(call)
    assert (made.over is not None) == (call.stage in OVER)
    assert "c" not in made.drop
    if made.over is None and call.stage in ALONE and call.stage != "offered":
        assert {leg for leg in call.legs if leg != "c"} - set(made.drop) <= {"c"} or call.stage == "parked"
        assert made.talk is None
    if made.over is None and call.stage in ("active", "held"):
        strangers = {leg.leg for leg in call.legs.values() if leg.part == "agent" and leg.agent != call.agent}
        assert strangers <= set(made.drop)


@given(st.lists(calls(), min_size=1, max_size=8))
def test_the_steps_lead_there(path: list[Call]) -> None:
    """Whatever scenes came before, after the steps those hear each other who should, and nobody else does."""
    ears, before = Ears(), Scene()
    for call in path:
        after = scene(call)
        for gone in [leg for leg in ears.partner if leg not in call.legs or not call.legs[leg].up]:
            # Whoever hung up by themselves is no longer in the engine either.
            ears.take(Drop(gone, "hung_up"))
        for step in steps(before, after):
            ears.take(step)
        if after.over is None and before.over is None:
            assert ears.talking() == ({frozenset(after.talk)} if after.talk is not None else set())
            assert ears.mixed() == heard_in(after.rooms)
        before = after
        if after.over is not None:
            return


@given(calls())
def test_nothing_is_said_twice(call: Call) -> None:
    """A scene that has come true asks for nothing more."""
    made = scene(call)
    assert steps(made, made) == ()
