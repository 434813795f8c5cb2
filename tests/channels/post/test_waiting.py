"""What waits for its time: it leaves once, also over a restart; it leaves at another time; and it is taken back by itself if the customer
writes first, unless whoever wrote it said otherwise.
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.loopback.post import letter
from hoolin.core import facts as base
from hoolin.core.commands import Command
from hoolin.core.delivery import commands as d
from hoolin.core.delivery import delivery as outbox
from hoolin.core.delivery.facts import DeliveryEnded, DeliveryMoved, DeliveryRecalled
from hoolin.core.errors import Conflict, Invalid, Refusal
from hoolin.core.facts import Entry
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.limits import DEFER_MS_MAX
from hoolin.core.site.rules import ChannelRules
from tests.channels.post.site import KIRSTI, PostSite, post_site
from tests.channels.post.test_carrying import asked
from tests.server.live.open_site import until

HOUR = 3_600_000


@pytest.fixture
async def site() -> AsyncIterator[PostSite]:
    """A running site that keeps nothing."""
    async with post_site() as running:
        yield running


async def state_of(site: PostSite, message: str) -> tuple[str, str]:
    """How far it has come, and why."""
    await site.built.reading.reached(site.built.loop.durable_position)
    (row,) = site.built.reading.ask("post.delivery", (message,))
    return row["state"], row["code"]


async def test_the_customers_word_takes_back_what_was_to_leave_only_without_it(site: PostSite) -> None:
    """The one that was to leave anyway waits on."""
    interaction = await asked(site)
    unless = await site.answer(interaction, "Kas ikka?", hold_ms=HOUR, unless_answered=True)
    anyway = await site.answer(interaction, "Arve", hold_ms=HOUR)
    await site.heard(letter("mari@example.ee", "Jah, palun", "k2", reference="<m2>", thread="t-1"))
    recalled = await site.fact(DeliveryRecalled)
    assert (recalled.delivery, recalled.agent) == (unless, None)
    assert await state_of(site, unless) == ("recalled", "answered")
    assert await state_of(site, anyway) == ("scheduled", "")
    assert site.box.out == []


async def test_a_word_after_the_end_of_the_conversation_takes_it_back_too(site: PostSite) -> None:
    """It is the same case, in another conversation."""
    interaction = await asked(site)
    unless = await site.answer(interaction, "Kas ikka?", hold_ms=HOUR, unless_answered=True)
    await site.ask(c.StartWrapUp(interaction=interaction, agent=KIRSTI))
    await site.ask(c.Close(interaction=interaction, agent=KIRSTI, outcome="pending"))
    said = await site.heard(letter("mari@example.ee", "Jah, palun", "k2", reference="<m2>", thread="t-1"))
    assert said.interaction != interaction
    assert (await site.fact(DeliveryRecalled)).delivery == unless


async def test_it_leaves_at_the_time_that_was_chosen_last(site: PostSite) -> None:
    """Sooner than before, at once, and only while it waits."""
    interaction = await asked(site)
    message = await site.answer(interaction, "hiljem", hold_ms=HOUR, unless_answered=True)
    now = site.built.loop.clock()
    move = d.MoveMessage(interaction=interaction, message=message, agent=KIRSTI, due_at=now + 2 * HOUR)
    with pytest.raises(Invalid):
        await site.ask(msgspec.structs.replace(move, due_at=now + DEFER_MS_MAX + HOUR))
    await site.ask(move)
    moved = await site.fact(DeliveryMoved)
    assert (moved.due_at, moved.unless_answered) == (now + 2 * HOUR, False)
    # It was to leave only without the customer's word: now it leaves anyway.
    await site.heard(letter("mari@example.ee", "Jah", "k2", reference="<m2>", thread="t-1"))
    assert list(site.all(DeliveryRecalled)) == []
    await site.ask(msgspec.structs.replace(move, due_at=0))
    await site.fact(DeliveryEnded)
    assert [out.delivery for out in site.box.out] == [message]
    with pytest.raises(Conflict):
        await site.ask(move)


async def test_it_leaves_once_over_a_restart(tmp_path: Path) -> None:
    """Kept on disk with its time; whatever was moved, taken back or is due in between."""
    async with post_site(str(tmp_path)) as site:
        interaction = await asked(site)
        due = await site.answer(interaction, "esimene", hold_ms=1_500)
        back = await site.answer(interaction, "teine", hold_ms=HOUR, unless_answered=True)
        later = await site.answer(interaction, "kolmas", hold_ms=HOUR, unless_answered=True)
        await site.ask(d.MoveMessage(interaction=interaction, message=later, agent=KIRSTI, due_at=0))
        await site.fact(DeliveryEnded, lambda ended: ended.delivery == later)
    left = [out.delivery for out in site.box.out]
    for again in range(2):
        async with post_site(str(tmp_path), settle=False) as site:
            waiting = site.built.office.house.outbox
            if not again:
                await until(lambda: list(waiting.open) == [back])  # noqa: B023 – it is this one that is waited for
                await site.heard(letter("mari@example.ee", "Jah", "k2", reference="<m2>", thread="t-1"), key="after")
                await site.fact(DeliveryRecalled)
            assert not waiting.open and not waiting.unless_answered
        left += [out.delivery for out in site.box.out]
    assert sorted(left) == sorted([due, later])


async def test_a_surveys_own_wait_is_no_ones_and_is_not_taken_back(site: PostSite) -> None:
    """What no agent wrote is on no agent's list."""
    interaction = await asked(site)
    message = await site.answer(interaction, "hiljem", hold_ms=HOUR)
    assert site.built.faces.later.wrote(message) == KIRSTI
    assert site.built.faces.later.wrote("nothing") is None


# ── any order ───────────────────────────────────────────────────────────────────────────────────────────────────────

STEPS = st.lists(
    st.tuples(st.sampled_from(["say", "say_unless", "hear", "hear_other", "move", "move_unless", "recall", "begin", "tick"]), st.integers(0, 4)),
    max_size=30,
)  # fmt: skip


class Box:
    """An outbox with two conversations of one case, and one of another. sent: deliveries of which an attempt began."""

    def __init__(self) -> None:
        self.outbox = outbox.Outbox()
        self.now = 1_000
        self.position = 0
        self.said: list[str] = []
        self.began: list[str] = []
        rules = ChannelRules(channel="email", weight=10, delivers=True)
        self.fold(f.ChannelSet(rules=rules))
        for interaction, case in (("i1", "k1"), ("i2", "k1"), ("i3", "k2")):
            self.fold(
                f.InteractionArrived(
                    interaction=interaction, customer="c1", case=case, channel="email", queue="q", language="et",
                    place_at=1,
                )
            )  # fmt: skip

    def fold(self, fact: base.Fact) -> None:
        """One fact, and what follows from it."""
        self.position += 1
        entry = Entry(position=self.position, at=self.now, actor="system", cause="", fact=fact)
        fold = outbox.FOLDS.get(type(fact))
        if fold is not None:
            fold(self.outbox, entry)
        react = outbox.REACTS.get(type(fact))
        for command in react(self.outbox, entry) if react is not None else ():
            self.ask(command)

    def ask(self, command: Command) -> bool:
        """A command; False when it is refused."""
        try:
            decision = outbox.DECIDES[type(command)](self.outbox, command, self.now)
        except Refusal:
            return False
        for fact in decision.facts:
            self.fold(fact)
        return True

    def say(self, unless: bool) -> None:
        """Something to leave in a while."""
        message = f"i1.m{len(self.said) + 1}"
        self.said.append(message)
        self.fold(
            f.MessageScheduled(
                interaction="i1", message=message, due_at=self.now + 50, agent=KIRSTI, unless_answered=unless
            )
        )
        self.ask(d.AskDelivery(delivery=message, interaction="i1", channel="email", message=message))

    def step(self, what: str, number: int) -> Iterator[str]:
        """One step; gives what was taken back by it that should not have been."""
        message = self.said[number % len(self.said)] if self.said else "none"
        waits = {row.delivery for row in self.outbox.open.values() if row.unless and not row.began}
        if what.startswith("say"):
            self.say(what == "say_unless")
        elif what.startswith("hear"):
            interaction = "i2" if what == "hear" else "i3"
            before = set(self.outbox.open)
            self.fold(f.MessageReceived(interaction=interaction, message=f"{interaction}.m1", ordinal=1, characters=1))
            yield from (before - set(self.outbox.open)) ^ (waits if what == "hear" else set())
        elif what.startswith("move"):
            unless = what == "move_unless"
            self.ask(
                d.MoveMessage(
                    interaction="i1",
                    message=message,
                    agent=KIRSTI,
                    due_at=self.now + 10 * number,
                    unless_answered=unless,
                )
            )
        elif what == "recall":
            self.ask(d.RecallMessage(interaction="i1", message=message, agent=KIRSTI))
        elif what == "begin":
            if self.ask(d.BeginDelivery(delivery=message)):
                self.began.append(message)
        else:
            self.now += 20


@given(STEPS)
def test_in_any_order_it_begins_once_on_time_or_is_taken_back(steps: list[tuple[str, int]]) -> None:
    """Nothing begins twice or before its time; a word takes back exactly what waits for there being none, in its own case; and a snapshot
    says the same.
    """
    box = Box()
    for what, number in steps:
        due = {row.delivery: row.due_at for row in box.outbox.open.values()}
        began = len(box.began)
        assert list(box.step(what, number)) == []
        assert all(due[one] <= box.now for one in box.began[began:])
        assert len(box.began) == len(set(box.began))
        indexed = {one for waiting in box.outbox.unless_answered.values() for one in waiting}
        assert indexed == {row.delivery for row in box.outbox.open.values() if row.unless}
        assert all(box.outbox.unless_answered.values())
        assert not indexed & set(box.began)
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(box.outbox), type=outbox.Outbox)
    assert again == box.outbox
