"""Nothing is recorded of whom nobody told, or who does not want it; holds and pauses are left out. Decided and folded, without sound."""

from typing import Any

import pytest

from hoolin.channels.voice.calls import scene, steps
from hoolin.channels.voice.recording import commands as r
from hoolin.channels.voice.recording import facts as f
from hoolin.channels.voice.recording.state import DAY_MS, RecordingRules
from hoolin.channels.voice.settings import VoiceMailbox, VoiceRecording
from hoolin.channels.voice.state import Call
from hoolin.core.errors import Conflict, Invalid
from hoolin.core.interaction import commands as ic
from hoolin.people.api import commands as p
from hoolin.wiring.voice import recording_rules
from tests.channels.voice.floor import JURI, MARI, Floor

RULES = RecordingRules(
    basis="consent", languages=frozenset({"et"}), keep_ms=90 * DAY_MS, by_queue={"service": 30 * DAY_MS}
)


@pytest.fixture
def floor() -> Floor:
    """Mari is at work, and calls in Estonian are recorded."""
    floor = Floor()
    floor.desk.records = RULES
    floor.online(MARI)
    return floor


def talking(floor: Floor) -> Call:
    """A call that Mari took, and is there for."""
    call = floor.call()
    floor.accept("i1")
    floor.joins("v1", "m1", MARI)
    return call


def kinds(facts: list[Any]) -> list[str]:
    """Names of facts."""
    return [type(fact).__name__ for fact in facts]


def test_the_customer_is_told_before_anything_is_recorded(floor: Floor) -> None:
    """Agent and customer do not hear each other until the notice is over; then they do, and are recorded."""
    call = talking(floor)
    told = scene(call)
    assert (told.talk, told.tape, told.hears) == (None, None, {"l1": "notice", "m1": "nothing"})
    (started,) = floor.ask(r.StartRecording(call="v1"))
    assert (started.queue, started.keep_ms, started.basis, started.customer) == (
        "service",
        30 * DAY_MS,
        "consent",
        "c1",
    )
    assert scene(call).talk == scene(call).tape == ("l1", "m1")
    assert floor.ask(r.StartRecording(call="v1")) == []


@pytest.mark.parametrize(
    "rules",
    [RecordingRules(), RecordingRules(basis="consent", languages=frozenset({"ru"}), keep_ms=DAY_MS)],
    ids=["off", "no notice in their language"],
)
def test_nothing_is_recorded_that_is_not_configured(rules: RecordingRules) -> None:
    """Off, or with no notice in the customer's language, they talk at once and there is nothing to start."""
    floor = Floor()
    floor.desk.records = rules
    floor.online(MARI)
    call = talking(floor)
    assert call.tape is None
    assert (scene(call).talk, scene(call).tape) == (("l1", "m1"), None)
    assert floor.ask(r.StartRecording(call="v1")) == []
    with pytest.raises(Conflict, match="not_recorded"):
        floor.ask(r.PauseRecording(interaction="i1", agent=MARI))


def test_holds_and_pauses_are_not_recorded(floor: Floor) -> None:
    """On hold, paused, or between people nothing is recorded; a pause lives through a hold, and only its agent ends it."""
    call = talking(floor)
    floor.ask(r.StartRecording(call="v1"))
    floor.ask(ic.Hold(interaction="i1", agent=MARI))
    assert scene(call).tape is None
    floor.ask(ic.Resume(interaction="i1", agent=MARI))
    assert scene(call).tape == ("l1", "m1")
    assert kinds(floor.ask(r.PauseRecording(interaction="i1", agent=MARI))) == ["RecordingPaused"]
    assert floor.ask(r.PauseRecording(interaction="i1", agent=MARI)) == []
    assert (scene(call).talk, scene(call).tape) == (("l1", "m1"), None)
    floor.ask(ic.Hold(interaction="i1", agent=MARI))
    floor.ask(ic.Resume(interaction="i1", agent=MARI))
    assert scene(call).tape is None
    with pytest.raises(Conflict, match="not_yours"):
        floor.ask(r.ResumeRecording(interaction="i1", agent=JURI))
    assert kinds(floor.ask(r.ResumeRecording(interaction="i1", agent=MARI))) == ["RecordingResumed"]
    assert scene(call).tape == ("l1", "m1")


def test_who_presses_the_key_is_not_recorded(floor: Floor) -> None:
    """Declined, they talk; that is for this call, and for every other where the site takes the key to mean so."""
    call = talking(floor)
    (declined,) = floor.ask(r.DeclineRecording(call="v1", cause="key"))
    assert (declined.cause, declined.always) == ("key", False)
    assert (scene(call).talk, scene(call).tape) == (("l1", "m1"), None)
    assert floor.ask(r.StartRecording(call="v1")) == []
    assert not floor.desk.refuses("c1")


def test_for_ever_where_the_site_says_so(floor: Floor) -> None:
    """The key is noted with the customer, and their next call is not even announced as recorded; allowed again, it is."""
    floor.desk.records = recording_rules(
        VoiceRecording(purpose="Quality", basis="consent", notice={"et": "recorded"}, keep_days=30, declining="always"),
        VoiceMailbox(),
    )
    talking(floor)
    facts = floor.ask(r.DeclineRecording(call="v1", cause="key"))
    assert kinds(facts) == ["RecordingDeclined", "RecordingRefused"]
    assert floor.desk.refuses("c1")
    assert floor.ask(p.RefuseRecording(customer="c1")) == []
    assert kinds(floor.ask(p.RefuseRecording(customer="c1", refuses=False))) == ["RecordingAllowed"]
    assert not floor.desk.refuses("c1")


def test_a_customer_who_refuses_is_recorded_in_no_call(floor: Floor) -> None:
    """Noted at the desk it ends the recording under way; the same person under a merged record is not recorded either."""
    call = talking(floor)
    floor.ask(r.StartRecording(call="v1"))
    facts = floor.ask(p.RefuseRecording(customer="c1"))
    assert kinds(facts) == ["RecordingRefused", "RecordingEnded", "RecordingDeclined"]
    assert scene(call).tape is None
    floor.ask(p.MergeCustomers(kept="c1", merged="c2"))
    assert floor.call(2).tape is None
    floor.ask(p.RefuseRecording(customer="c1", refuses=False))
    assert floor.call(3).tape is not None


def test_stopped_at_the_customers_wish(floor: Floor) -> None:
    """The agent stops it for good: ended as declined, which has what was kept erased."""
    talking(floor)
    floor.ask(r.StartRecording(call="v1"))
    ended, declined = floor.ask(r.StopRecording(interaction="i1", agent=MARI))
    assert (ended.cause, declined.cause, declined.agent) == ("declined", "agent", MARI)
    assert floor.ask(r.StopRecording(interaction="i1", agent=MARI)) == []
    with pytest.raises(Conflict, match="not_recorded"):
        floor.ask(r.ResumeRecording(interaction="i1", agent=MARI))


def test_whom_we_call_is_told_too(floor: Floor) -> None:
    """Picked up, the customer hears the notice before the agent; who refuses is called without."""
    from hoolin.channels.voice.commands import DialOut

    for number, refuses in ((8, False), (9, True)):
        if refuses:
            floor.ask(p.RefuseRecording(customer="c9"))
        begins = ic.Arrive(
            interaction=f"i{number}", customer=f"c{number}", case=f"k{number}", channel="voice", language="et"
        )
        floor.ask(
            DialOut(
                call=f"v{number}", leg=f"l{number}", trunk="main", numbers=f"u{number}", body=b"{}", agent=MARI,
                interaction=f"i{number}", begins=begins,
            )
        )  # fmt: skip
        floor.joins(f"v{number}", f"m{number}", MARI)
        floor.answer(f"v{number}", f"l{number}")
        call = floor.desk.kept.open[f"v{number}"]
        assert (call.tape is None) == refuses
        assert (scene(call).talk is None) != refuses
        assert scene(call).hears.get(f"l{number}") == (None if refuses else "notice")


def test_a_recording_ends_with_its_call(floor: Floor) -> None:
    """Whoever hangs up; what is stored after that is still written down."""
    from hoolin.channels.voice.commands import EndLeg

    talking(floor)
    floor.ask(r.StartRecording(call="v1"))
    facts = floor.ask(EndLeg(call="v1", leg="l1", cause="hung_up"))
    assert kinds(facts) == ["LegEnded", "RecordingEnded", "CallEnded", "WrapUpStarted"]
    kept = r.KeepStretch(
        call="v1", interaction="i1", recording="r1", stretch="w1", blob="w1.wav", began_at=1, length_ms=5, agent=MARI
    )
    (fact,) = floor.ask(kept)
    assert isinstance(fact, f.StretchKept)


def test_the_same_scene_after_a_restart(floor: Floor) -> None:
    """The state of a recording is in the snapshot, and the scene with it; nothing is announced twice."""
    from hoolin.channels.voice.room import CallDesk, dump, load

    call = talking(floor)
    floor.ask(r.StartRecording(call="v1"))
    floor.ask(r.PauseRecording(interaction="i1", agent=MARI))
    again = CallDesk(floor.site, floor.desk.flows)
    load(again, dump(floor.desk))
    assert scene(again.kept.open["v1"]) == scene(call)
    assert steps(scene(call), scene(again.kept.open["v1"])) == ()


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({"purpose": "Quality"}, ["basis", "keep_days", "notice"]),
        ({"purpose": " ", "basis": "consent", "notice": {"et": "recorded"}, "keep_days": 1}, ["purpose"]),
        (
            {
                "purpose": "Q",
                "basis": "consent",
                "notice": {"et": "recorded"},
                "keep_days": 1,
                "declining": "off",
            },
            ["declining"],
        ),
    ],
    ids=["only a purpose", "an empty purpose", "consent that cannot be refused"],
)
def test_half_decided_is_said_at_the_start(said: dict[str, Any], missing: list[str]) -> None:
    """A site does not start with half of what recording needs, believing that it records or that it does not."""
    with pytest.raises(Invalid) as problem:
        recording_rules(VoiceRecording(**said), VoiceMailbox())
    assert problem.value.detail["missing"] == missing
