"""Who hears whom in a call is a function of the facts, and the steps between two scenes lead there whatever came before."""

from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.voice.calls import OVER, Bridge, Drop, Finish, Ring, Scene, Sounds, Step, scene, steps
from hoolin.channels.voice.facts import Part, Via
from hoolin.channels.voice.state import Call, Leg
from hoolin.core.interaction.table import STATES

AGENTS = ("mari", "juri")
ALONE = ("arrived", "greeted", "waiting", "offered", "parked", "moved")


@st.composite
def calls(draw: st.DrawFn) -> Call:
    """Any call that facts could lead to, and many that they could not."""
    stage = draw(st.sampled_from(STATES))
    agent = draw(st.sampled_from(AGENTS)) if stage in ("offered", "active", "held", "parked", "wrap_up") else None
    legs = {"c": Leg(leg="c", part="customer", via="trunk", up=draw(st.booleans()))}
    for number in range(draw(st.integers(0, 4))):
        part: Part = draw(st.sampled_from(("agent", "consulted")))
        whose = draw(st.sampled_from(AGENTS if part == "agent" else (*AGENTS, None)))
        via: Via = draw(st.sampled_from(("phone", "browser"))) if whose is not None else "trunk"
        legs[f"l{number}"] = Leg(leg=f"l{number}", part=part, via=via, agent=whose, up=draw(st.booleans()))
    return Call(
        call="v1", interaction="i1", customer="k1", direction="inbound", trunk="t", numbers="n", customer_leg="c",
        stage=stage, agent=agent, legs=legs,
    )  # fmt: skip


class Ears:
    """An engine as the port describes it: who is put through to whom, and who waits."""

    def __init__(self) -> None:
        self.partner: dict[str, str] = {}
        self.held: set[str] = set()

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
            case Ring():
                pass

    def _part(self, leg: str) -> None:
        other = self.partner.pop(leg, None)
        if other is not None:
            self.partner.pop(other, None)

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


@given(calls())
def test_a_customer_alone_always_hears_something(call: Call) -> None:
    """A customer who is there and talks with nobody hears music, their place, our words; silence never, but for the instant before
    anything is known of them.
    """
    made = scene(call)
    if call.of_customer.up and made.over is None and (made.talk is None or "c" not in made.talk):
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
        before = after
        if after.over is not None:
            return


@given(calls())
def test_nothing_is_said_twice(call: Call) -> None:
    """A scene that has come true asks for nothing more."""
    made = scene(call)
    assert steps(made, made) == ()
