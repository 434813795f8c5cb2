"""A message, and questions after a call, decided and folded without sound: what was promised holds whatever way the caller goes."""

from typing import Any

import pytest

from hoolin.channels.voice import commands as c
from hoolin.channels.voice.after import commands as a
from hoolin.channels.voice.after.port import Answered, Form, KeyQuestion
from hoolin.channels.voice.calls import scene
from hoolin.channels.voice.recording import commands as r
from hoolin.channels.voice.recording.state import DAY_MS
from hoolin.core.flow import commands as fc
from hoolin.core.flow.language import Flow
from hoolin.core.flow.read import read
from hoolin.core.interaction import commands as ic
from hoolin.core.site.rules import SiteRules
from tests.channels.voice.floor import MARI, Floor

FLOW = {
    "start": "leave",
    "person": "line",
    "nodes": {
        "line": {"do": "queue", "queue": "service", "closed": "leave"},
        "leave": {"do": "message", "queue": "service", "text": {"et": "Vastame {when}."}},
    },
}


def kinds(facts: list[Any]) -> list[str]:
    """Names of facts."""
    return [type(fact).__name__ for fact in facts]


@pytest.fixture
def floor() -> Floor:
    """A menu that takes messages; the line is open."""
    floor = Floor()
    flow: Flow = read(FLOW, "menu")
    for command in (
        ic.SetSite(rules=SiteRules(languages=("et",))),
        fc.SetFlow(flow=flow),
        fc.UseFlow(channel="voice", flow="menu"),
    ):
        floor.ask(command)
    return floor


def speaking(floor: Floor) -> None:
    """A caller who has heard the tone."""
    floor.call()
    (began,) = floor.ask(r.BeginVoicemail(call="v1", recording="m1"))
    assert (began.queue, began.keep_ms, began.promised_at) == ("service", floor.desk.records.message_keep_ms, 0)
    assert floor.ask(r.BeginVoicemail(call="v1", recording="m2")) == []


def test_whoever_hangs_up_is_not_gone_before_their_message_is_kept(floor: Floor) -> None:
    """The end of the call says nothing about the conversation; the message does, and it is answered in its turn."""
    speaking(floor)
    ended = floor.ask(c.EndLeg(call="v1", leg="l1", cause="hung_up"))
    assert kinds(ended) == ["CallEnded"]
    left = floor.ask(r.LeaveVoicemail(interaction="i1", length_ms=2_000))
    assert kinds(left) == ["VoicemailLeft", "FlowLeft", "AnswerLaterAsked", "InteractionQueued"]
    assert floor.ask(r.LeaveVoicemail(interaction="i1", length_ms=2_000)) == []
    assert floor.site.interaction("i1").state == "waiting"
    assert floor.desk.kept.voicemails == {}


def test_whoever_hangs_up_after_it_is_still_answered(floor: Floor) -> None:
    """They need not listen to the last word for what was promised."""
    speaking(floor)
    floor.ask(r.LeaveVoicemail(interaction="i1", length_ms=2_000))
    assert kinds(floor.ask(c.EndLeg(call="v1", leg="l1", cause="hung_up"))) == ["CallEnded"]
    assert floor.site.interaction("i1").state == "waiting"


def test_nothing_said_and_gone_is_gone(floor: Floor) -> None:
    """Nobody waits for an answer that nobody asked for."""
    speaking(floor)
    floor.ask(c.EndLeg(call="v1", leg="l1", cause="hung_up"))
    assert kinds(floor.ask(r.DropVoicemail(interaction="i1", gone=True))) == [
        "VoicemailDropped", "InteractionAbandoned",
    ]  # fmt: skip


def test_the_wish_for_a_person_comes_before_the_message(floor: Floor) -> None:
    """It leads into line, and there is no message."""
    speaking(floor)
    facts = floor.ask(r.PreferPerson(interaction="i1", spoken=True))
    assert kinds(facts)[:2] == ["VoicemailDropped", "FlowLeft"]
    assert facts[0].cause == "person"
    assert facts[1].way == "queue"


@pytest.mark.parametrize("spoken", [False, True])
def test_where_the_wish_leads_back_what_was_said_is_the_message(spoken: bool) -> None:
    """As long as it is; and where nothing was said, they are asked once more."""
    floor = Floor()
    flow = {**FLOW, "start": "leave", "person": "leave"}
    floor.ask(ic.SetSite(rules=SiteRules(languages=("et",))))
    floor.ask(fc.SetFlow(flow=read(flow, "menu")))
    floor.ask(fc.UseFlow(channel="voice", flow="menu"))
    speaking(floor)
    facts = floor.ask(r.PreferPerson(interaction="i1", spoken=spoken))
    if spoken:
        assert facts == []
        facts = floor.ask(r.LeaveVoicemail(interaction="i1", length_ms=1_500))
        assert kinds(facts)[:2] == ["VoicemailLeft", "FlowLeft"]
        assert facts[0].length_ms == 1_500
    else:
        assert kinds(facts) == ["VoicemailDropped", "FlowStepped"]
        assert kinds(floor.ask(r.BeginVoicemail(call="v1", recording="m2"))) == ["VoicemailBegan"]


def test_a_closed_line_promises_what_it_said(floor: Floor) -> None:
    """Without a menu the promise comes with the message, and the conversation into line at that instant."""
    floor.ask(fc.UseFlow(channel="voice", flow=""))
    floor.call(2, greets=True)
    floor.ask(r.BeginVoicemail(call="v2", recording="m1", promised_at=floor.now + DAY_MS))
    facts = floor.ask(r.LeaveVoicemail(interaction="i2", length_ms=2_000))
    assert kinds(facts) == ["VoicemailLeft", "AnswerLaterAsked", "InteractionDeferred"]
    assert facts[0].promised_at == facts[2].due_at


class Two:
    """Two questions for everybody."""

    def form_for(self, answered: Answered) -> Form | None:
        """See the port."""
        return Form("two", ("one", "other"))

    def question(self, form: str, code: str) -> KeyQuestion | None:
        """See the port."""
        return KeyQuestion(code=code, text={"et": "?"})


def over(floor: Floor) -> list[Any]:
    """Mari has talked, and says goodbye."""
    floor.ask(fc.UseFlow(channel="voice", flow=""))
    floor.online(MARI)
    floor.call(3)
    floor.accept("i3")
    floor.joins("v3", "m3", MARI)
    return floor.ask(ic.StartWrapUp(interaction="i3", agent=MARI))


def test_whoever_is_asked_stays_alone_until_it_is_done(floor: Floor) -> None:
    """Everybody else is let go; each question is answered once, what was not asked is not answered, and then the call ends."""
    floor.desk.after = Two()
    assert kinds(over(floor)) == ["WrapUpStarted", "KeysAsked"]
    call = floor.desk.kept.open["v3"]
    assert (scene(call).hears, scene(call).drop, scene(call).over) == ({"l3": "questions"}, {"m3": "released"}, None)
    assert kinds(floor.ask(a.AnswerKeys(call="v3", question="one", value="4"))) == ["KeysAnswered"]
    assert floor.ask(a.AnswerKeys(call="v3", question="one", value="5")) == []
    assert floor.ask(a.AnswerKeys(call="v3", question="strange", value="5")) == []
    assert kinds(floor.ask(a.EndKeys(call="v3", cause="declined"))) == ["KeysDone"]
    assert floor.ask(a.EndKeys(call="v3", cause="cut")) == []
    assert scene(call).over == "released"
    assert kinds(floor.ask(c.EndLeg(call="v3", leg="l3", cause="released"))) == ["LegEnded", "CallEnded"]


def test_hanging_up_is_an_end_too(floor: Floor) -> None:
    """It is written down with the end of the call."""
    floor.desk.after = Two()
    over(floor)
    assert kinds(floor.ask(c.EndLeg(call="v3", leg="l3", cause="hung_up"))) == ["LegEnded", "KeysDone", "CallEnded"]


def test_whoever_hangs_up_first_is_asked_nothing(floor: Floor) -> None:
    """And nobody is while nobody says what."""
    assert kinds(over(floor)) == ["WrapUpStarted"]
    assert scene(floor.desk.kept.open["v3"]).over == "released"
    other = Floor()
    other.desk.after = Two()
    other.online(MARI)
    other.call()
    other.accept("i1")
    facts = other.ask(c.EndLeg(call="v1", leg="l1", cause="hung_up"))
    assert kinds(facts) == ["CallEnded", "WrapUpStarted"]
