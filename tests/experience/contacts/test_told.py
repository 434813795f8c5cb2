"""What other rooms and channels record about a contact is counted, by the facts' names."""

from typing import Any

import msgspec
import pytest

from hoolin.channels.voice import facts as v
from hoolin.core.facts import Entry
from hoolin.core.flow.facts import FlowEntered
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.facts import InteractionAbandoned, InteractionArrived
from hoolin.experience.contacts.asking import Asking
from hoolin.experience.contacts.copying import take
from hoolin.experience.contacts.duck import DuckColumns
from hoolin.experience.contacts.scope import Scope
from hoolin.experience.contacts.state import Batch, Folding
from hoolin.experience.contacts.store import Reached
from hoolin.experience.figures.evidence import gather
from tests.experience.contacts.world import DAY, MINUTE, SECOND, START, World
from tests.experience.figures.rows import contact


def began(world: World, direction: Any) -> None:
    """A call of the contact i1."""
    world.note(
        v.CallBegan(
            call="p1",
            interaction="i1",
            customer="c1",
            direction=direction,
            trunk="t",
            leg="l1",
            numbers="n1",
            language="et",
        )
    )


def answered(world: World, part: Any) -> None:
    """Somebody is on the line."""
    world.note(v.LegAnswered(call="p1", interaction="i1", leg=f"l{part}", part=part, dialog="d1"))


def test_a_callers_wait_ends_when_the_agent_is_on_the_line() -> None:
    """Taking the call is not enough: the telephone still has to be picked up. A colleague who listens is nobody to talk to."""
    world = World()
    world.arrive("i1", channel="voice")
    began(world, "inbound")
    answered(world, "customer")
    world.take("i1", after=20 * SECOND)
    world.pass_time(4 * SECOND)
    answered(world, "supervisor")
    assert world.row("i1")["reached_at"] is None
    world.pass_time(SECOND)
    answered(world, "agent")
    assert world.row("i1")["reached_at"] == START + 25 * SECOND


def test_a_call_of_ours_reaches_them_when_they_answer() -> None:
    """Our own ringing is no word."""
    world = World()
    world.arrive("i1", channel="callback")
    world.take("i1", after=MINUTE)
    began(world, "outbound")
    answered(world, "agent")
    assert world.row("i1")["reached_at"] is None
    world.pass_time(10 * SECOND)
    answered(world, "customer")
    assert world.row("i1")["reached_at"] == START + 70 * SECOND


def fact(tag: str, **fields: Any) -> Any:
    """A fact of that name, with these fields."""
    kind = msgspec.defstruct(tag.title(), [(name, Any) for name in fields], tag=tag, tag_field="fact")
    return kind(**fields)


def told(*facts: tuple[int, Any], state: Folding | None = None) -> Batch:
    """What these facts add to the rows; each with its instant."""
    state, batch = state or Folding(), Batch()
    for position, (at, one) in enumerate(facts, 1):
        take(state, batch, Entry(position, at, "customer:c1", f"t/{position}", one))
    return batch


COMMON = {"promise": "p1", "case": "k1", "interaction": "i1"}


@pytest.mark.parametrize(("facts", "ending"), [
    ([("promise_kept", 5, {"due_at": DAY})], "kept"),
    ([("promise_moved", 5, {"due_at": 2 * DAY}), ("promise_kept", DAY + 5, {"due_at": 2 * DAY})], "kept"),
    ([("promise_broken", DAY, {"due_at": DAY}), ("promise_kept", DAY + 5, {"due_at": DAY})], "broken"),
    ([("promise_kept", DAY + 5, {"due_at": DAY})], "broken"),
    ([("promise_withdrawn", 5, {"reason": "customer_wish"})], "withdrawn"),
    ([("promise_withdrawn", 5, {"reason": "cannot_keep"})], "broken"),
])  # fmt: skip
def test_a_promise_ends_once(facts: list[tuple[str, int, dict[str, Any]]], ending: str) -> None:
    """Kept by its time, broken, or taken back; what is made good later stays broken, what we cannot keep is broken."""
    made = (1, fact("promise_made", **COMMON, kind="fix", due_at=DAY))
    batch = told(made, *((at, fact(tag, **COMMON, **more)) for tag, at, more in facts))
    assert [(one.promise, one.kind, one.ending) for one in batch.promises] == [("p1", "fix", ending)]


def test_a_price_that_was_shown_before_in_the_case_was_shown() -> None:
    """Consent counts as informed when the price of that very plan had been shown, in this contact or an earlier one of the case."""
    world = World()
    world.arrive("i1")
    world.copy.catch_up()
    state = Folding()
    batch = told(*((entry.at, entry.fact) for entry in world.journal.read(0, 1_000)), state=state)
    consent = {"interaction": "i1", "case": "k1"}
    told(
        (1, fact("consent_given", **consent, plan="m")),
        (2, fact("price_shown", interaction="earlier", case="k1", codes=("m", "sim"))),
        (3, fact("consent_given", **consent, plan="m")),
        (4, fact("consent_given", **consent, plan="l")),
        state=state,
    )
    assert (state.live["i1"].row.agreed, state.live["i1"].row.agreed_shown) == (3, 1)
    assert batch.contacts == []


def test_whoever_hangs_up_in_a_menu_has_given_up_on_nobody() -> None:
    """Only who asked for a person can be left without one: the others are none of those who gave up, and none of those who asked."""
    hung_up = [
        one
        for number in range(15)
        for one in (
            (number, InteractionArrived(
                interaction=f"i{number}", customer=f"c{number}", case=f"k{number}", channel="voice", language="et", queue="service", place_at=number,
            )),
            (number, FlowEntered(interaction=f"i{number}", flow="menu", revision=1, language="et", wish=number == 0)),
            (number + SECOND, InteractionAbandoned(interaction=f"i{number}", cause="left", waited_ms=SECOND)),
        )
    ]  # fmt: skip
    columns = DuckColumns(None)
    columns.take(told(*hung_up), [], {}, Reached(1, "", b""))
    asking, day = Asking(columns, DAY), Scope(begin=0, end=DAY)
    counted = asking.one("totals", day, within=SECOND)
    assert (counted["contacts"], counted["asked"], counted["gave_up"]) == (15, 1, 1)
    assert [row["interaction"] for row in asking.drill(day, "gave_up", SECOND, 50)] == ["i0"]


def test_a_mark_that_does_not_apply_after_all_takes_the_first_one_back() -> None:
    """An objection is right: the item does not apply, and what had been marked counts no more."""
    drawn = (1, fact("review_drawn", review="r1", interaction="i1", chance=0.5))
    scored = (2, fact("review_scored", review="r1", reviewer="hele", marks={"heard.empathy": 0, "resolution.right": 1}))
    decided = (
        3,
        fact("appeal_decided", review="r1", verdict="changed", marks={"heard.empathy": None, "resolution.right": 1}),
    )
    marks = told(drawn, scored, decided).marks
    assert [(one.item, one.value, one.judge) for one in marks if one.happened_at == 3] == [
        ("heard.empathy", None, "hele"), ("resolution.right", 1.0, "hele"),
    ]  # fmt: skip
    columns = DuckColumns(None)
    columns.take(
        Batch(contacts=[contact(1)], marks=[msgspec.structs.replace(one, happened_at=START) for one in marks]),
        [],
        {},
        Reached(1, "", b""),
    )
    (judged,) = gather(Asking(columns, START + DAY), Scope(begin=START, end=START + DAY)).by_source["reviewer"]
    assert judged.values == {"resolution.right": 1.0}


def test_answers_are_marks() -> None:
    """Who was asked, with which probability, and what they answered."""
    batch = told(
        (1, fact("survey_asked", interaction="i1", share=25)),
        (2, fact("survey_answered", interaction="i1", item="outcome.csat", value=4)),
    )
    assert [(one.kind, one.item, one.value, one.inclusion) for one in batch.marks] == [
        ("asked", "", 0.0, 0.25), ("mark", "outcome.csat", 4.0, 1.0),
    ]  # fmt: skip


@pytest.mark.parametrize(("at", "ending"), [(DAY - 1, "kept"), (DAY + 1, "broken")])
def test_a_conversation_that_was_put_off_is_a_promise(at: int, ending: str) -> None:
    """It is known by its interaction; whether it was kept is told by whoever keeps promises, and once."""
    world = World()
    world.arrive("i1")
    world.take("i1")
    world.say("i1")
    world.tell(c.Defer(interaction="i1", agent="mari", due_at=START + DAY), "agent:mari", MINUTE)
    state = Folding()
    told(*((entry.at, entry.fact) for entry in world.journal.read(0, 1_000)), state=state)
    common = {**COMMON, "promise": "i1", "due_at": START + DAY}
    kept = fact("promise_kept", **common)
    found = told((START + at, kept), (START + at + 1, kept), state=state).promises
    assert [(one.kind, one.ending) for one in found] == [("later", ending)]
