"""What a customer was told is owed until it is kept or taken back: nobody's absence, no clock and no other hand loses it."""

import pytest
from msgspec.structs import replace

from hoolin.cases.api import promises as p
from hoolin.channels.sms.manifest import RULES as SMS
from hoolin.core.delivery.commands import RecallMessage
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as i
from hoolin.people.api import commands as people
from tests.cases.callbacks.floor import DAY, HOUR, MINUTE
from tests.cases.promises.floor import PromiseFloor


def test_a_promise_says_whose_where_and_by_whom() -> None:
    """The fact tells case, interaction, channel, owner and due time; the words lie under the customer's key."""
    floor = PromiseFloor()
    one = floor.chat("c1", "mari")
    floor.promise(one, "mari", DAY, kind="credit", text="Raha on teie kontol homme.")
    made = floor.facts(p.facts.PromiseMade)[0]
    assert (made.case, made.interaction, made.channel, made.queue) == ("k-c1", one, "chat", "service")
    assert (made.owner, made.made_by, made.kind, made.due_at) == ("mari", "mari", "credit", floor.now + DAY)
    assert (made.words, made.characters, made.written) == ("p-1.w0", 26, "card")


def test_asking_again_promises_once() -> None:
    """A page that sends its command twice has made one promise."""
    floor = PromiseFloor()
    one = floor.chat("c1", "mari")
    command = p.commands.MakePromise(
        promise="p-1",
        interaction=one,
        agent="mari",
        kind="fix",
        due_at=floor.now + HOUR,
        text="Korras.",
        written="card",
    )
    assert floor.do(command)
    assert not floor.do(command)


@pytest.mark.parametrize("in_ms", [0, -1, 367 * DAY])
def test_a_time_that_is_over_or_absurd_is_refused(in_ms: int) -> None:
    """Nothing is recorded of it."""
    floor = PromiseFloor()
    one = floor.chat("c1", "mari")
    with pytest.raises(Invalid, match="due_at"):
        floor.promise(one, "mari", in_ms)
    assert not floor.ledger.kept.owed


def test_only_whoever_has_the_customer_promises() -> None:
    """Not a colleague, and not after the conversation has ended."""
    floor = PromiseFloor()
    one = floor.chat("c1", "mari")
    with pytest.raises(Conflict, match="not_yours"):
        floor.promise(one, "oleg", HOUR)
    floor.close(one, "mari")
    with pytest.raises(NotFound):
        floor.promise(one, "mari", HOUR)


def test_more_than_anybody_keeps_is_refused() -> None:
    """Twenty in one case, and the next is a mistake."""
    floor = PromiseFloor()
    one = floor.chat("c1", "mari")
    for _ in range(20):
        floor.promise(one, "mari", HOUR)
    with pytest.raises(Conflict, match="too_many_promises"):
        floor.promise(one, "mari", HOUR)


def test_the_owner_is_reminded_then_the_supervisors_then_it_is_broken_and_made_good() -> None:
    """An hour before, a quarter of an hour before, at its time; whoever keeps it after that has made it good."""
    floor = PromiseFloor()
    one = floor.chat("c1", "mari")
    made_at = floor.now
    promise = floor.promise(one, "mari", 8 * HOUR)
    floor.close(one, "mari")
    floor.pass_ms(9 * HOUR)
    due_at = made_at + 8 * HOUR
    assert floor.told(promise) == [
        ("PromiseMade", made_at), ("PromiseReminded", due_at - HOUR), ("PromiseReminded", due_at - 15 * MINUTE),
        ("PromiseBroken", due_at),
    ]  # fmt: skip
    assert [fact.to for fact in floor.facts(p.facts.PromiseReminded)] == ["owner", "supervisors"]
    assert floor.row(promise)["ended"] is None
    floor.do(p.commands.KeepPromise(promise=promise, agent="mari"))
    row = floor.row(promise)
    assert (row["ended"], row["ended_at"], row["broken_at"]) == ("kept", floor.now, due_at)
    assert promise not in floor.ledger.kept.owed


def test_a_short_promise_is_reminded_of_in_its_last_quarter() -> None:
    """An hour before would be before it was made."""
    floor = PromiseFloor()
    promise = floor.promise(floor.chat("c1", "mari"), "mari", 40 * MINUTE)
    since = floor.now
    floor.pass_ms(39 * MINUTE)
    assert [at - since for _, at in floor.told(promise)] == [0, 30 * MINUTE, 36 * MINUTE]


def test_what_is_kept_early_is_never_mentioned_again() -> None:
    """No reminder, no escalation, nothing broken."""
    floor = PromiseFloor()
    promise = floor.promise(floor.chat("c1", "mari"), "mari", HOUR)
    floor.do(p.commands.KeepPromise(promise=promise, agent="mari"))
    floor.pass_ms(DAY)
    assert [name for name, _ in floor.told(promise)] == ["PromiseMade", "PromiseKept"]


def test_what_comes_due_while_its_owner_is_away_is_the_queues() -> None:
    """Two minutes of grace once it comes due; before that an evening off takes nothing from anybody."""
    floor = PromiseFloor()
    promise = floor.promise(floor.chat("c1", "mari"), "mari", 8 * HOUR)
    reminded_at = floor.now + 7 * HOUR
    floor.do(c.SetPresence(agent="mari", presence="away", reason="lunch"))
    floor.pass_ms(HOUR)
    assert floor.ledger.owed(promise).owner == "mari"
    floor.pass_ms(7 * HOUR - 1)
    handed = floor.facts(p.facts.PromiseHandedOn)
    assert [(fact.was, fact.queue, fact.cause) for fact in handed] == [("mari", "service", "away")]
    assert ("PromiseHandedOn", reminded_at) in floor.told(promise)
    assert floor.row(promise)["owner"] is None


def test_a_moment_away_hands_nothing_on() -> None:
    """Whoever is back within two minutes still answers for it."""
    floor = PromiseFloor()
    promise = floor.promise(floor.chat("c1", "mari"), "mari", 2 * HOUR)
    floor.pass_ms(100 * MINUTE)
    floor.do(c.SetPresence(agent="mari", presence="away"))
    floor.pass_ms(MINUTE)
    floor.do(c.SetPresence(agent="mari", presence="online"))
    floor.pass_ms(10 * MINUTE)
    assert floor.ledger.owed(promise).owner == "mari"


def test_whoever_leaves_for_good_leaves_nothing_behind() -> None:
    """At once, however far off it is; and it counts as gone, not away."""
    floor = PromiseFloor()
    one = floor.chat("c1", "mari")
    promise = floor.promise(one, "mari", 30 * DAY)
    floor.close(one, "mari")
    floor.do(c.RetireAgent(agent="mari"))
    assert [fact.cause for fact in floor.facts(p.facts.PromiseHandedOn)] == ["gone"]
    assert floor.ledger.owed(promise).owner is None


def test_the_queues_is_taken_by_anybody_and_a_colleagues_by_nobody_but_who_may() -> None:
    """A supervisor may, and whoever has the customer before them."""
    floor = PromiseFloor()
    promise = floor.promise(floor.chat("c1", "mari"), "mari", 8 * HOUR)
    for command in (
        p.commands.TakePromise(promise=promise, agent="oleg"),
        p.commands.KeepPromise(promise=promise, agent="oleg"),
        p.commands.WithdrawPromise(promise=promise, agent="oleg", reason="mistake"),
    ):
        with pytest.raises(Conflict, match="not_yours"):
            floor.do(command)
    floor.do(p.commands.TakePromise(promise=promise, agent="oleg", supervising=True))
    assert floor.ledger.owed(promise).owner == "oleg"
    floor.do(c.SetPresence(agent="oleg", presence="offline"))
    floor.pass_ms(7 * HOUR + 3 * MINUTE)
    assert floor.ledger.owed(promise).owner is None
    floor.do(p.commands.TakePromise(promise=promise, agent="mari"))
    assert floor.row(promise)["owner"] == "mari"


def test_a_colleague_who_has_the_customer_may_keep_it() -> None:
    """They have done it; the fact says who."""
    floor = PromiseFloor()
    promise = floor.promise(floor.chat("c1", "mari"), "mari", HOUR)
    floor.chat("c1", "oleg")
    floor.do(p.commands.KeepPromise(promise=promise, agent="oleg"))
    assert floor.facts(p.facts.PromiseKept)[0].agent == "oleg"


def test_another_time_needs_the_customers_word() -> None:
    """In a conversation of the same case, in one's hands; the old time is counted, and what was broken stays so."""
    floor = PromiseFloor()
    one = floor.chat("c1", "mari")
    promise = floor.promise(one, "mari", HOUR)
    first = floor.now + HOUR
    other = floor.chat("c2", "oleg")
    move = p.commands.MovePromise(
        promise=promise, interaction=one, agent="mari", due_at=floor.now + DAY, text="Homseks.", written="card"
    )
    with pytest.raises(Conflict, match="not_yours"):
        floor.do(replace(move, agent="oleg"))
    with pytest.raises(Conflict, match="customers_word"):
        floor.do(replace(move, interaction=other, agent="oleg"))
    with pytest.raises(Invalid, match="text_empty"):
        floor.do(replace(move, text=" \n"))
    floor.pass_ms(2 * HOUR)
    floor.do(move)
    row = floor.row(promise)
    assert (row["first_due_at"], row["due_at"], row["moves"], row["broken_at"]) == (first, move.due_at, 1, first)
    assert not floor.ledger.owed(promise).broken
    floor.pass_ms(DAY)
    assert [name for name, _ in floor.told(promise)].count("PromiseBroken") == 2
    assert floor.row(promise)["broken_at"] == first


def test_another_time_that_a_message_is_yet_to_tell_is_not_said_to_be_written() -> None:
    """The sentence stands in the reply; only a message that was sent has told anybody anything."""
    floor = PromiseFloor()
    floor.do(c.SetChannel(rules=SMS))
    floor.do(c.Arrive(interaction="i-sms", customer="c1", case="k1", channel="sms", language="et"))
    one = floor.one("i-sms")
    floor.do(c.AcceptOffer(interaction="i-sms", offer=str(one.offer), agent=str(one.agent)))
    agent = str(one.agent)
    promising = c.Promising(promise="p-a", kind="answer", due_at=floor.now + HOUR, words="Vastame.")
    floor.do(c.SendMessage(interaction="i-sms", agent=agent, text="Vastame.", promises=(promising,)))
    floor.do(p.commands.MovePromise(
        promise="p-a", interaction="i-sms", agent=agent, due_at=floor.now + DAY, text="Vastame homme.", written="text"
    ))  # fmt: skip
    assert [fact.written for fact in floor.facts(p.facts.PromiseMade)] == ["text"]
    assert [fact.written for fact in floor.facts(p.facts.PromiseMoved)] == ["draft"]


def test_it_is_taken_back_with_a_reason() -> None:
    """And is owed no more."""
    floor = PromiseFloor()
    promise = floor.promise(floor.chat("c1", "mari"), "mari", HOUR)
    floor.do(p.commands.WithdrawPromise(promise=promise, agent="mari", reason="customer_wish"))
    row = floor.row(promise)
    assert (row["ended"], row["ended_by"], row["reason"]) == ("withdrawn", "mari", "customer_wish")
    with pytest.raises(NotFound):
        floor.do(p.commands.KeepPromise(promise=promise, agent="mari"))


def test_a_message_and_its_promises_are_one_thing() -> None:
    """The words must stand in the text; a message that is refused promises nothing, and one that is taken back has promised nothing."""
    floor = PromiseFloor()
    floor.do(c.SetChannel(rules=SMS))
    one = floor.chat("c1", "mari")
    promising = c.Promising(promise="p-a", kind="answer", due_at=floor.now + HOUR, words="Vastame kell 11.")
    with pytest.raises(Invalid, match="promise_not_said"):
        floor.do(c.SendMessage(interaction=one, agent="mari", text="Tere!", promises=(promising,)))
    assert not floor.facts(i.MessageSent)
    floor.do(c.SendMessage(interaction=one, agent="mari", text="Tere! Vastame kell 11.", promises=(promising,)))
    made = floor.facts(p.facts.PromiseMade)[0]
    assert (made.written, made.message) == ("text", f"{one}.m1")


def test_a_message_that_was_taken_back_has_promised_nothing() -> None:
    """It never left the house."""
    floor = PromiseFloor()
    floor.do(c.SetChannel(rules=SMS))
    floor.do(c.Arrive(interaction="i-sms", customer="c1", case="k1", channel="sms", language="et"))
    one = floor.one("i-sms")
    floor.do(c.AcceptOffer(interaction="i-sms", offer=str(one.offer), agent=str(one.agent)))
    agent = str(one.agent)
    promising = c.Promising(promise="p-a", kind="answer", due_at=floor.now + HOUR, words="Vastame.")
    floor.do(c.SendMessage(interaction="i-sms", agent=agent, text="Vastame.", hold_ms=MINUTE, promises=(promising,)))
    assert "p-a" in floor.ledger.kept.owed
    floor.do(RecallMessage(interaction="i-sms", message="i-sms.m1", agent=agent))
    assert "p-a" not in floor.ledger.kept.owed
    assert floor.row("p-a")["reason"] == "recalled"


def test_a_message_that_is_held_back_promises_nothing_for_before_it_leaves() -> None:
    """Whoever reads it tomorrow cannot have been promised today; where nothing is held back, nothing has to wait."""
    floor = PromiseFloor()
    floor.do(c.SetChannel(rules=SMS))
    floor.do(c.Arrive(interaction="i-sms", customer="c1", case="k1", channel="sms", language="et"))
    one = floor.one("i-sms")
    floor.do(c.AcceptOffer(interaction="i-sms", offer=str(one.offer), agent=str(one.agent)))
    promising = c.Promising(promise="p-a", kind="answer", due_at=floor.now + HOUR, words="Vastame.")
    said = c.SendMessage(interaction="i-sms", agent=str(one.agent), text="Vastame.", hold_ms=DAY, promises=(promising,))
    with pytest.raises(Invalid, match="due_at"):
        floor.do(said)
    assert floor.one("i-sms").last_ordinal == 0
    floor.do(replace(said, promises=(replace(promising, due_at=floor.now + DAY + HOUR),)))
    chat = floor.chat("c2", "oleg" if one.agent == "mari" else "mari")
    floor.do(
        replace(said, interaction=chat, agent=str(floor.one(chat).agent), promises=(replace(promising, promise="p-b"),))
    )
    assert set(floor.ledger.kept.owed) == {"p-a", "p-b"}


def test_to_whoever_is_forgotten_nothing_is_owed() -> None:
    """Their promises end in the same instant; the figures stay."""
    floor = PromiseFloor()
    one = floor.chat("c1", "mari")
    promise = floor.promise(one, "mari", HOUR)
    floor.do(people.EraseCustomer(customer="c1"))
    assert not floor.ledger.kept.owed
    assert floor.row(promise)["reason"] == "erased"


def test_a_callback_at_a_time_is_a_promise_and_a_call_keeps_it() -> None:
    """Without a fact of its own; whoever was called and did not answer was called."""
    floor = PromiseFloor()
    slot = floor.slots()[1]
    one = floor.ask("+3725551", slot)
    promise = floor.ledger.kept.by_interaction[one]
    row = floor.row(promise)
    assert (row["source"], row["kind"], row["due_at"], row["owner"]) == (
        "callback",
        "callback",
        slot + 30 * MINUTE,
        None,
    )
    assert not floor.facts(p.facts.PromiseMade)
    floor.pass_ms(slot - floor.now)
    agent = str(floor.one(one).agent)
    floor.accept(one, agent)
    floor.tried(one, agent, "no_answer")
    row = floor.row(promise)
    assert (row["ended"], row["ended_by"], row["broken_at"]) == ("kept", agent, None)
    assert promise not in floor.ledger.kept.owed


def test_a_callback_that_nobody_makes_is_broken() -> None:
    """At the end of its half hour; supervisors hear of it before."""
    floor = PromiseFloor()
    for agent in ("mari", "oleg"):
        floor.do(c.SetPresence(agent=agent, presence="offline"))
    slot = floor.slots()[1]
    promise = floor.ledger.kept.by_interaction[floor.ask("+3725551", slot)]
    floor.pass_ms(slot - floor.now + 31 * MINUTE)
    assert [name for name, _ in floor.told(promise)] == ["PromiseReminded", "PromiseBroken"]
    with pytest.raises(Conflict, match="ends_by_itself"):
        floor.do(p.commands.KeepPromise(promise=promise, agent="mari"))


def test_a_callback_at_another_time_is_the_same_promise_moved() -> None:
    """With the customer's word, for it is they who ask; and called off it is owed no more."""
    floor = PromiseFloor()
    slots = floor.slots()
    one = floor.ask("+3725551", slots[1], form="a")
    promise = floor.ledger.kept.by_interaction[one]
    assert floor.ask("+3725551", slots[3], form="b") == one
    row = floor.row(promise)
    assert (row["moves"], row["first_due_at"], row["due_at"]) == (1, slots[1] + 30 * MINUTE, slots[3] + 30 * MINUTE)
    floor.ask("+3725551", None, form="c")
    assert floor.row(promise)["reason"] == "customer_wish"


def test_what_is_put_off_is_promised_and_kept_by_whoever_takes_it_up() -> None:
    """Within the half hour that begins then."""
    floor = PromiseFloor()
    one = floor.chat("c1", "mari")
    due_at = floor.now + 3 * HOUR
    floor.do(c.Defer(interaction=one, agent="mari", due_at=due_at))
    promise = floor.ledger.kept.by_interaction[one]
    assert (floor.row(promise)["source"], floor.row(promise)["due_at"]) == ("deferral", due_at + 30 * MINUTE)
    floor.pass_ms(3 * HOUR)
    agent = str(floor.one(one).agent)
    floor.accept(one, agent)
    assert (floor.row(promise)["ended"], floor.row(promise)["ended_by"]) == ("kept", agent)


def test_the_list_is_asked_by_state_owner_queue_and_time() -> None:
    """What is owed first by its time; whoever may not see all sees their own and the queue's."""
    floor = PromiseFloor()
    one = floor.chat("c1", "mari")
    late = floor.promise(one, "mari", 2 * DAY)
    soon = floor.promise(one, "mari", HOUR)
    kept = floor.promise(one, "mari", 3 * HOUR)
    floor.do(p.commands.KeepPromise(promise=kept, agent="mari"))
    assert [row["promise"] for row in floor.rows()] == [soon, late, kept]
    assert [row["promise"] for row in floor.rows(owed=1, due_before=floor.now + DAY)] == [soon]
    assert [row["promise"] for row in floor.rows(owner="mari", owed=0)] == [kept]
    assert not floor.rows(queue="elsewhere")
    assert not floor.rows(seen_by="oleg")
    assert floor.rows(case="k-c1")[0]["number"] is not None
    assert [row["promise"] for row in floor.rows(owed=1, seen_by="mari")] == [soon, late]
    assert not floor.rows(owed=1, kind="fix")
    assert [(row["promise"], row["total"]) for row in floor.rows(limit=1, offset=1)] == [(late, 3)]


def test_the_figures_count_what_is_due() -> None:
    """For the wallboard: owed, due within the hour, overdue, and the queue's."""
    floor = PromiseFloor()
    one = floor.chat("c1", "mari")
    floor.promise(one, "mari", 30 * MINUTE)
    floor.promise(one, "mari", 5 * HOUR)
    floor.ask("+3725551", floor.slots()[1])
    assert p.standing(floor.ledger, floor.now) == p.Standing(owed=3, soon=1, overdue=0, unowned=1)
    floor.pass_ms(HOUR)
    assert p.standing(floor.ledger, floor.now).overdue == 1
