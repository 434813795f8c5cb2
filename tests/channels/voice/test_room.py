"""A call is an interaction: its customer arrives, waits, is answered and says goodbye by the facts of every other channel."""

import pytest

from hoolin.channels.voice import commands as c
from hoolin.channels.voice.calls import scene
from hoolin.channels.voice.state import DialRules
from hoolin.core.errors import Conflict, NotAllowed
from hoolin.core.interaction import commands as ic
from tests.channels.voice.floor import JURI, MARI, Floor


@pytest.fixture
def floor() -> Floor:
    """Everybody is away."""
    return Floor()


def kinds(facts: list[object]) -> list[str]:
    """Names of facts."""
    return [type(fact).__name__ for fact in facts]


def test_a_call_stands_in_line_and_is_offered(floor: Floor) -> None:
    """Whoever calls waits like everybody else; the first who is free is asked, and once they talk they hear each other."""
    call = floor.call()
    assert scene(call).hears == {"l1": "line"}
    floor.online(MARI)
    assert (call.stage, call.agent) == ("offered", MARI)
    assert floor.accept("i1") == MARI
    assert scene(call).hears == {"l1": "music"}
    floor.joins("v1", "m1", MARI)
    assert scene(call).talk == ("l1", "m1")


def test_the_same_call_again_is_the_same(floor: Floor) -> None:
    """A call that its peer sends again changes nothing."""
    floor.call()
    begins = ic.Arrive(interaction="i1", customer="c1", case="k1", channel="voice", language="et")
    assert floor.ask(c.BeginCall(call="v1", leg="l1", trunk="main", numbers="u1", body=b"{}", begins=begins)) == []


def test_who_hangs_up_in_line_has_left(floor: Floor) -> None:
    """Before a person answered it is an abandonment, recorded with the end of the call in one step."""
    floor.call()
    facts = floor.ask(c.EndLeg(call="v1", leg="l1", cause="hung_up", status=200))
    assert kinds(facts) == ["CallEnded", "InteractionAbandoned"]
    assert not floor.desk.kept.open
    assert not floor.desk.kept.by_interaction


def test_who_hangs_up_while_an_agent_is_asked_takes_the_offer_back(floor: Floor) -> None:
    """The telephone of whoever is asked stops ringing, and nobody is held to have missed it."""
    floor.online(MARI)
    floor.call()
    floor.ask(c.BeginLeg(call="v1", leg="p1", part="agent", via="phone", agent=MARI))
    facts = floor.ask(c.EndLeg(call="v1", leg="l1", cause="hung_up"))
    assert kinds(facts) == ["LegEnded", "CallEnded", "OfferReturned", "InteractionAbandoned"]
    assert floor.site.agent(MARI).presence == "online"


def test_who_hangs_up_after_talking_leaves_a_wrap_up(floor: Floor) -> None:
    """The agent writes down what it was; a goodbye by the agent ends the call too."""
    floor.online(MARI)
    call = floor.call()
    floor.accept("i1")
    floor.joins("v1", "m1", MARI)
    facts = floor.ask(c.EndLeg(call="v1", leg="l1", cause="hung_up"))
    assert kinds(facts) == ["LegEnded", "CallEnded", "WrapUpStarted"]
    floor.ask(ic.Close(interaction="i1", agent=MARI, outcome="solved"))
    call = floor.call(2)
    floor.accept("i2")
    floor.ask(ic.StartWrapUp(interaction="i2", agent=MARI))
    assert scene(call).over == "released"
    assert kinds(floor.ask(c.EndLeg(call="v2", leg="l2", cause="released"))) == ["CallEnded"]


def test_nobody_has_two_calls_at_once(floor: Floor) -> None:
    """One call fills an agent's hands; the second waits until the first is wrapped up."""
    floor.online(MARI)
    floor.call()
    floor.accept("i1")
    second = floor.call(2)
    assert second.stage == "waiting"
    floor.ask(ic.Close(interaction="i1", agent=MARI, outcome="solved"))
    assert (second.stage, second.agent) == ("offered", MARI)


def test_greeted_first_and_then_in_line(floor: Floor) -> None:
    """Who is spoken to first stands in no line, and is offered to nobody until they do."""
    floor.online(MARI)
    call = floor.call(greets=True)
    assert (call.stage, scene(call).hears) == ("greeted", {"l1": "words"})
    floor.ask(c.LineUp(call="v1", queue="bills"))
    assert floor.site.interaction("i1").queue == "bills"
    assert call.stage == "offered"
    assert floor.ask(c.LineUp(call="v1")) == []


def test_asked_first_and_handed_over(floor: Floor) -> None:
    """While the agent asks a colleague the customer hears music; handed over, the customer is the colleague's for no moment nobody's."""
    floor.online(MARI)
    call = floor.call()
    floor.accept("i1")
    floor.joins("v1", "m1", MARI)
    floor.online(JURI)
    floor.ask(ic.Hold(interaction="i1", agent=MARI))
    floor.joins("v1", "j1", JURI, part="consulted")
    assert scene(call).talk == ("m1", "j1")
    assert scene(call).hears == {"l1": "music"}
    floor.ask(ic.Resume(interaction="i1", agent=MARI))
    assert scene(call).talk == ("l1", "m1")
    assert scene(call).hears == {"j1": "music"}
    floor.ask(ic.Hold(interaction="i1", agent=MARI))
    facts = floor.ask(c.HandOver(call="v1", agent=MARI, to_agent=JURI))
    assert kinds(facts) == ["InteractionTransferred", "InteractionTaken"]
    assert scene(call).talk == ("l1", "j1")
    assert scene(call).drop == {"m1": "released"}
    assert floor.site.interaction("i1").agent == JURI


def test_nobody_is_handed_over_unasked(floor: Floor) -> None:
    """A colleague who was not spoken with, or is gone, is not given the customer; blind transfer is another wish."""
    floor.online(MARI)
    floor.call()
    floor.accept("i1")
    floor.joins("v1", "m1", MARI)
    with pytest.raises(Conflict, match="not_spoken_with"):
        floor.ask(c.HandOver(call="v1", agent=MARI, to_agent=JURI))


def test_handed_on_blindly_the_place_is_kept(floor: Floor) -> None:
    """Back in line at the old place: the old agent's leg ends, the customer hears the line again."""
    floor.online(MARI)
    call = floor.call()
    arrived = floor.site.interaction("i1").place_at
    floor.accept("i1")
    floor.joins("v1", "m1", MARI)
    floor.ask(ic.Transfer(interaction="i1", agent=MARI, queue="bills"))
    assert scene(call).hears == {"l1": "line"}
    assert scene(call).drop == {"m1": "released"}
    assert floor.site.interaction("i1").place_at == arrived


def dialled(floor: Floor, number: int, agent: str = MARI) -> list[object]:
    """This agent calls somebody."""
    begins = ic.Arrive(
        interaction=f"o{number}", customer=f"c{number}", case=f"k{number}", channel="voice", language="et"
    )
    return floor.ask(
        c.DialOut(
            call=f"w{number}", leg=f"x{number}", trunk="main", numbers=f"n{number}", body=b"{}", agent=agent,
            interaction=f"o{number}", begins=begins,
        )
    )  # fmt: skip


def test_who_dials_has_the_conversation_at_once(floor: Floor) -> None:
    """A call of ours is never offered to anybody; unanswered, the conversation stays with whoever dialled."""
    floor.online(MARI)
    floor.online(JURI)
    facts = dialled(floor, 1)
    assert "OfferMade" not in kinds(facts)
    one = floor.site.interaction("o1")
    assert (one.state, one.agent) == ("active", MARI)
    floor.joins("w1", "m1", MARI)
    assert scene(floor.desk.kept.open["w1"]).hears == {"m1": "tone"}
    assert kinds(floor.ask(c.EndLeg(call="w1", leg="x1", cause="busy", status=486))) == ["LegEnded", "CallEnded"]
    assert one.state == "active"


def test_no_more_is_dialled_than_the_rules_allow(floor: Floor) -> None:
    """An agent's calls of an hour and everybody's of a minute are bounded, and so are calls at once."""
    floor.online(MARI)
    floor.online(JURI)
    floor.desk.rules = DialRules(agent_hour_max=2, minute_max=3, calls_max=100)
    dialled(floor, 1)
    dialled(floor, 2)
    with pytest.raises(NotAllowed, match="dialled_too_often"):
        dialled(floor, 3)
    dialled(floor, 4, JURI)
    with pytest.raises(NotAllowed, match="dialled_too_often"):
        dialled(floor, 5, JURI)
    floor.now += 60_000
    dialled(floor, 6, JURI)
    floor.desk.rules = DialRules(calls_max=4)
    with pytest.raises(NotAllowed, match="calls_full"):
        dialled(floor, 7, JURI)


def test_who_is_asked_outside_is_dialled_too(floor: Floor) -> None:
    """A number that is asked during a call counts like one that is called."""
    floor.online(MARI)
    floor.call()
    floor.accept("i1")
    floor.joins("v1", "m1", MARI)
    floor.desk.rules = DialRules(agent_hour_max=1)
    asks = c.BeginLeg(call="v1", leg="o1", part="consulted", via="trunk", numbers="n1", body=b"{}")
    floor.ask(asks)
    floor.ask(c.EndLeg(call="v1", leg="o1", cause="no_answer"))
    with pytest.raises(NotAllowed, match="dialled_too_often"):
        floor.ask(c.BeginLeg(call="v1", leg="o2", part="consulted", via="trunk", numbers="n2", body=b"{}"))


def test_a_snapshot_holds_the_calls(floor: Floor) -> None:
    """What was dumped and loaded is what was there."""
    floor.online(MARI)
    floor.call()
    floor.accept("i1")
    dump = floor.rooms["calls"].dump(floor.desk)
    fresh = Floor()
    fresh.rooms["calls"].load(fresh.desk, dump)
    assert fresh.desk.kept == floor.desk.kept


def test_a_call_whose_language_changed_is_spoken_to_in_it(floor: Floor) -> None:
    """What we say follows the customer's language."""
    call = floor.call()
    floor.ask(ic.ChangeLanguage(interaction="i1", language="ru"))
    assert call.language == "ru"


def talking(floor: Floor) -> None:
    """Mari talks with a customer."""
    floor.online(MARI)
    floor.call()
    floor.accept("i1")
    floor.joins("v1", "m1", MARI)


def test_who_supervises_is_written_down_first_and_last(floor: Floor) -> None:
    """That somebody listens is on disk before they are there, and that they have left whatever ended it; never both unseen."""
    talking(floor)
    begun = floor.ask(c.Supervise(call="v1", leg="s1", agent="liis", mode="listen"))
    assert kinds(begun) == ["LegBegan", "SupervisorJoined"]
    assert not floor.desk.kept.open["v1"].legs["s1"].up
    assert floor.ask(c.Supervise(call="v1", leg="s1", agent="liis", mode="listen")) == []
    floor.answer("v1", "s1")
    assert scene(floor.desk.kept.open["v1"]).listens == {"s1": ("l1", "m1")}
    assert kinds(floor.ask(c.EndLeg(call="v1", leg="s1", cause="hung_up"))) == ["SupervisorLeft", "LegEnded"]
    floor.ask(c.Supervise(call="v1", leg="s2", agent="liis", mode="barge"))
    ended = kinds(floor.ask(c.EndLeg(call="v1", leg="l1", cause="hung_up")))
    assert ended.index("SupervisorLeft") < ended.index("CallEnded")


def test_nobody_supervises_themselves_or_where_nobody_talks(floor: Floor) -> None:
    """Not their own call, not one where they are asked, not one in line; whoever gets the conversation supervises it no more."""
    floor.call()
    with pytest.raises(Conflict, match="nobody_talks"):
        floor.ask(c.Supervise(call="v1", leg="s1", agent=JURI, mode="listen"))
    floor.online(MARI)
    floor.accept("i1")
    floor.joins("v1", "m1", MARI)
    with pytest.raises(Conflict, match="in_this_call"):
        floor.ask(c.Supervise(call="v1", leg="s1", agent=MARI, mode="whisper"))
    floor.ask(c.Supervise(call="v1", leg="s1", agent=JURI, mode="barge"))
    floor.answer("v1", "s1")
    floor.online(JURI)
    floor.ask(ic.Transfer(interaction="i1", agent=MARI, to_agent=JURI))
    assert scene(floor.desk.kept.open["v1"]).drop["s1"] == "released"


def test_three_talk_until_one_is_gone(floor: Floor) -> None:
    """Only once whoever is asked is there; the customer is held no more; it ends with them, and with the conversation's agent."""
    talking(floor)
    floor.ask(ic.Hold(interaction="i1", agent=MARI))
    floor.ask(c.BeginLeg(call="v1", leg="j1", part="consulted", via="browser", agent=JURI))
    with pytest.raises(Conflict, match="not_spoken_with"):
        floor.ask(c.Confer(call="v1", agent=MARI))
    floor.answer("v1", "j1")
    with pytest.raises(Conflict, match="not_yours"):
        floor.ask(c.Confer(call="v1", agent=JURI))
    assert kinds(floor.ask(c.Confer(call="v1", agent=MARI))) == ["ConferenceBegan", "InteractionResumed"]
    (room,) = scene(floor.desk.kept.open["v1"]).rooms
    assert set(room.places) == {"l1", "m1", "j1"}
    assert floor.ask(c.Confer(call="v1", agent=MARI)) == []
    floor.ask(c.EndLeg(call="v1", leg="j1", cause="hung_up"))
    assert scene(floor.desk.kept.open["v1"]).talk == ("l1", "m1")
    assert not floor.desk.kept.open["v1"].together
