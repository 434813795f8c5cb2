"""Who asks to be called is called: once, at the promised time, again when nobody answers, and never in two people's hands."""

import pytest

from hoolin.cases.api import callbacks as k
from hoolin.cases.facts import CaseSolved
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as i
from tests.cases.callbacks.floor import HOUR, MINUTE, CallFloor, hashed


def test_as_soon_as_possible_stands_in_line_at_once() -> None:
    """Nothing is promised but the place, and the words are the first message."""
    floor = CallFloor()
    one = floor.one(floor.ask("+3725551"))
    assert (one.state, one.place_at, one.last_ordinal) == ("waiting", floor.now, 1)
    assert floor.facts(k.facts.CallbackAsked)[0].promised_at is None


def test_no_words_are_needed() -> None:
    """A number is enough; nobody writes an empty message."""
    floor = CallFloor()
    one = floor.one(floor.ask("+3725551", about="  "))
    assert (one.state, one.last_ordinal) == ("waiting", 0)


def test_a_slot_comes_into_line_by_itself_and_before_those_who_came_since() -> None:
    """Until its time nobody is offered it; at its time it is next, also before whoever has waited for most of an hour."""
    floor = CallFloor()
    slot = floor.slots()[2]
    one = floor.ask("+3725551", slot)
    assert floor.one(one).state == "deferred"
    earlier = floor.ask("+3725552")
    floor.pass_ms(slot - floor.now - 1)
    assert floor.one(one).state == "deferred"
    floor.pass_ms(1)
    assert [floor.site.router.position(each) for each in (one, earlier)] == [1, 2]
    floor.agent("mari")
    assert floor.one(one).agent == "mari"


def test_two_agents_and_one_slot() -> None:
    """When two are free at that moment, one of them has it and the other nothing; by hand neither can take it from the other."""
    floor = CallFloor()
    floor.agent("mari")
    floor.agent("oleg")
    one = floor.ask("+3725551", floor.slots()[0])
    floor.pass_ms(floor.slots()[0] - floor.now)
    holder = str(floor.one(one).agent)
    other = "oleg" if holder == "mari" else "mari"
    assert not floor.site.agent(other).work
    floor.accept(one, holder)
    with pytest.raises(Conflict):
        floor.do(c.Take(interaction=one, agent=other))
    with pytest.raises(Conflict):
        floor.tried(one, other, "no_answer")
    assert floor.one(one).agent == holder


def test_a_full_slot_is_refused_and_becomes_free_again() -> None:
    """So many and no more; whoever cancels makes room."""
    floor = CallFloor(places=2)
    slot = floor.slots()[5]
    floor.ask("+3725551", slot, form="first")
    floor.ask("+3725552", slot)
    with pytest.raises(Conflict, match="slot_full"):
        floor.ask("+3725553", slot)
    floor.do(k.commands.CancelCallback(form=hashed("form", "first")))
    floor.ask("+3725553", slot)


@pytest.mark.parametrize("wrong", ["past", "between", "night", "far"])
def test_only_half_hours_that_are_offered_can_be_chosen(wrong: str) -> None:
    """Neither the past nor the night, nor any other instant."""
    floor = CallFloor()
    at = {"past": floor.slots()[0] - 2 * HOUR, "between": floor.slots()[3] + MINUTE, "night": floor.now + 12 * HOUR}
    with pytest.raises(Invalid):
        floor.ask("+3725551", at.get(wrong, floor.slots()[0] + 96 * HOUR))


def test_the_same_form_again_is_the_same_request() -> None:
    """A double click begins one conversation; the same form with another number or time is refused."""
    floor = CallFloor()
    one = floor.ask("+3725551", form="f")
    assert floor.ask("+3725551", form="f") == one
    assert len(floor.facts(i.InteractionArrived)) == 1
    for number, at in (("+3725552", None), ("+3725551", floor.slots()[0])):
        with pytest.raises(Conflict, match="form_sent"):
            floor.ask(number, at, form="f")


def test_a_second_request_changes_the_time_and_keeps_the_words() -> None:
    """One number, one call: its time moves, and moves back, and everything that was said is there."""
    floor = CallFloor()
    slots = floor.slots()
    one = floor.ask("+3725551", form="first")
    assert floor.ask("+3725551", slots[3], about="ja veel") == one
    assert (floor.one(one).state, floor.one(one).due_at, floor.one(one).last_ordinal) == ("deferred", slots[3], 2)
    assert floor.ask("+3725551", slots[4]) == one
    assert floor.one(one).due_at == slots[4]
    assert floor.desk.kept.promised(hashed("form", "first")) == slots[4]
    assert floor.ask("+3725551") == one
    assert floor.one(one).state == "waiting"
    assert floor.desk.kept.promised(hashed("form", "first")) is None


@pytest.mark.parametrize("state", ["offered", "parked", "wrap_up"])
def test_the_time_changes_from_wherever_it_is(state: str) -> None:
    """Offered, parked or being written up: it is let go of and comes back at the new time."""
    floor = CallFloor()
    floor.agent("mari")
    one = floor.ask("+3725551")
    if state != "offered":
        floor.accept(one, "mari")
        floor.do({"parked": c.Park, "wrap_up": c.StartWrapUp}[state](interaction=one, agent="mari"))
    slot = floor.slots()[6]
    assert floor.ask("+3725551", slot) == one
    assert (floor.one(one).state, floor.one(one).due_at) == ("deferred", slot)
    assert not floor.site.agent("mari").work


def test_nothing_changes_while_somebody_calls() -> None:
    """The time of a call that is being made cannot be moved."""
    floor = CallFloor()
    floor.agent("mari")
    one = floor.ask("+3725551")
    floor.accept(one, "mari")
    with pytest.raises(Conflict, match="being_called"):
        floor.ask("+3725551", floor.slots()[0])
    assert floor.one(one).state == "active"


def test_whoever_has_proved_who_they_are_takes_the_number_over() -> None:
    """A typed request gives way to one with a pass: one call, on the record of whoever showed it, with their place in line."""
    floor = CallFloor()
    floor.do(c.Arrive(interaction="chat", customer="known", case="k-chat", channel="chat", language="et"))
    came = floor.now
    floor.pass_ms(10 * MINUTE)
    typed = floor.ask("+3725551", floor.slots()[0])
    proved = floor.ask("+3725551", customer="known", moves="chat")
    assert [fact.interaction for fact in floor.facts(i.InteractionMoved)] == [typed, "chat"]
    assert list(floor.site.kept.interactions) == [proved]
    assert (floor.one(proved).customer, floor.one(proved).place_at) == ("known", came)


def test_nobody_answers_four_times() -> None:
    """Called again after five minutes, half an hour and two hours, by the same person; then closed as not reached, case open."""
    floor = CallFloor()
    floor.agent("mari")
    one = floor.ask("+3725551", form="f")
    for wait in (5 * MINUTE, 30 * MINUTE, 2 * HOUR):
        floor.accept(one, "mari")
        floor.tried(one, "mari", "no_answer")
        assert (floor.one(one).state, floor.one(one).due_at, floor.one(one).prefers) == (
            "deferred", floor.now + wait, "mari",
        )  # fmt: skip
        floor.pass_ms(wait)
    floor.accept(one, "mari")
    floor.tried(one, "mari", "busy")
    (closed,) = floor.facts(i.InteractionClosed)
    assert (closed.interaction, closed.outcome) == (one, "not_reached")
    assert not floor.facts(CaseSolved)
    assert not floor.desk.kept.open
    assert floor.ask("+3725551") != one


def test_a_call_again_keeps_to_opening_hours() -> None:
    """What would be due in the night is due in the morning."""
    floor = CallFloor()
    floor.agent("mari")
    floor.pass_ms(7 * HOUR + 50 * MINUTE)
    one = floor.ask("+3725551")
    floor.accept(one, "mari")
    floor.tried(one, "mari", "no_answer")
    assert floor.one(one).due_at == floor.now + 5 * MINUTE
    floor.pass_ms(5 * MINUTE)
    floor.accept(one, "mari")
    floor.tried(one, "mari", "busy")
    floor.pass_ms(14 * HOUR + 55 * MINUTE)
    assert floor.one(one).state == "deferred"
    floor.pass_ms(10 * MINUTE)
    assert floor.one(one).state == "offered"


def test_a_wrong_number_is_not_called_again() -> None:
    """Closed at once."""
    floor = CallFloor()
    floor.agent("mari")
    one = floor.ask("+3725551")
    floor.accept(one, "mari")
    floor.tried(one, "mari", "wrong_number")
    assert floor.facts(i.InteractionClosed)[0].outcome == "not_reached"


def test_reached_is_written_down_once() -> None:
    """It changes nothing: the agent talks, and wraps up as ever; a second click records nothing."""
    floor = CallFloor()
    floor.agent("mari")
    one = floor.ask("+3725551")
    floor.accept(one, "mari")
    assert len(floor.tried(one, "mari", "reached")) == 1
    assert floor.tried(one, "mari", "reached") == []
    assert floor.one(one).state == "active"
    floor.do(c.Close(interaction=one, agent="mari", outcome="solved"))
    assert floor.facts(CaseSolved)


def test_a_try_is_of_a_callback() -> None:
    """Of a chat nobody records a call."""
    floor = CallFloor()
    floor.agent("mari")
    floor.do(c.Arrive(interaction="chat", customer="known", case="k-chat", channel="chat", language="et"))
    with pytest.raises(NotFound):
        floor.tried("chat", "mari", "reached")


def test_cancelled_is_cancelled() -> None:
    """Nobody calls; again changes nothing; a form that was never sent is unknown; one that was cancelled asks for nothing more."""
    floor = CallFloor()
    slot = floor.slots()[0]
    floor.ask("+3725551", slot, form="f")
    cancel = k.commands.CancelCallback(form=hashed("form", "f"))
    assert len(floor.do(cancel)) == 1
    assert floor.do(cancel) == []
    floor.pass_ms(HOUR)
    assert not floor.site.kept.interactions
    with pytest.raises(NotFound):
        floor.do(k.commands.CancelCallback(form=hashed("form", "g")))
    with pytest.raises(Conflict, match="form_sent"):
        floor.ask("+3725551", slot, form="f")


def test_forms_are_forgotten_once_they_are_old_and_over() -> None:
    """After two days nothing is kept of a callback that has ended; one that is open is known by its form to the end."""
    floor = CallFloor()
    floor.ask("+3725551", floor.slots()[-1], form="open")
    for number in range(20):
        floor.ask(f"+37256{number:02}", form=f"over-{number}")
        floor.do(k.commands.CancelCallback(form=hashed("form", f"over-{number}")))
    floor.pass_ms(49 * HOUR)
    for number in range(21):
        floor.ask(f"+37257{number:02}", form=f"new-{number}")
    assert {form.split("-")[1].rstrip(".") for form in floor.desk.kept.forms} == {"open", "new"}
