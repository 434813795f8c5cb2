"""What we say goes out in order, once, and what became of it is known."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hoolin.cases.facts import NoteAdded
from hoolin.channels.loopback.post import letter
from hoolin.channels.written import Address, Outgoing, ReadUpTo, Reported, Sent
from hoolin.core.commands import Command
from hoolin.core.delivery import commands as d
from hoolin.core.delivery.facts import DeliveryBegan, DeliveryEnded, DeliveryRecalled, DeliveryReported
from hoolin.core.errors import Conflict, TooLarge
from hoolin.core.intake.facts import InputEnded
from hoolin.core.interaction import arrive
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.facts import MessagesRead
from hoolin.runtime import outbox
from hoolin.runtime.loop import Then
from hoolin.server import returned
from hoolin.server.returned import Returned
from tests.channels.post.site import KIRSTI, PostSite, post_site


@pytest.fixture
async def site() -> AsyncIterator[PostSite]:
    """A running site that keeps nothing."""
    async with post_site() as running:
        yield running


async def asked(site: PostSite) -> str:
    """Somebody has asked something; gives the conversation."""
    said = await site.heard(letter("mari@example.ee", "Tere", "k1", reference="<m1>", thread="t-1", apart=True))
    return said.interaction


async def test_an_answer_goes_where_the_question_came_from(site: PostSite) -> None:
    """To the address, by the same door, in the thread, with what it answers, under the message's own key."""
    interaction = await asked(site)
    message = await site.answer(interaction, "Tere, Mari")
    await site.fact(DeliveryEnded)
    (out,) = site.box.out
    assert (out.delivery, out.account, out.to.value, out.thread) == (message, "box", "mari@example.ee", "t-1")
    assert (out.text, out.answers, out.attempt) == ("Tere, Mari", ("<m1>",), 1)


async def test_what_was_said_first_leaves_first(site: PostSite) -> None:
    """A message that is not taken now holds back those after it."""
    interaction = await asked(site)
    site.box.faults.next_will("not_reached")
    first = await site.answer(interaction, "esimene")
    second = await site.answer(interaction, "teine")
    await site.fact(DeliveryEnded, lambda ended: ended.delivery == second)
    assert [out.delivery for out in site.box.out] == [first, second]
    assert [began.delivery for began in site.all(DeliveryBegan)] == [first, first, second]


@pytest.mark.parametrize("fault", ["time_out", "break_off"])
async def test_what_nobody_knows_is_unknown_and_stays_so(site: PostSite, fault: str) -> None:
    """It is not sent again by itself; a person may, under the same key."""
    interaction = await asked(site)
    site.box.faults.next_will(fault)  # type: ignore[arg-type]
    message = await site.answer(interaction, "Tere")
    ended = await site.fact(DeliveryEnded)
    assert ended.ending == "unknown"
    assert len(site.box.out) == 1
    await site.ask(d.SendAgain(interaction=interaction, message=message, agent=KIRSTI))
    await site.fact(DeliveryEnded, lambda ended: ended.ending == "accepted")
    assert [out.delivery for out in site.box.out] == [message, message]
    with pytest.raises(Conflict):
        await site.ask(d.SendAgain(interaction=interaction, message=message, agent=KIRSTI))


async def test_a_message_can_be_taken_back_while_it_is_held(site: PostSite) -> None:
    """Before it leaves; not after."""
    interaction = await asked(site)
    held = await site.answer(interaction, "oih", hold_ms=600_000)
    at_once = await site.answer(interaction, "kohe")
    await site.fact(DeliveryEnded, lambda ended: ended.delivery == at_once)
    await site.ask(d.RecallMessage(interaction=interaction, message=held, agent=KIRSTI))
    await site.fact(DeliveryRecalled)
    assert [out.delivery for out in site.box.out] == [at_once]
    with pytest.raises(Conflict):
        await site.ask(d.RecallMessage(interaction=interaction, message=at_once, agent=KIRSTI))


async def test_a_full_house_holds_a_message_back_and_loses_none(
    site: PostSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what is about to leave nor the word of what became of it; it leaves once, when there is room again."""
    monkeypatch.setattr(outbox, "BUSY_SECONDS", 0.01)
    interaction = await asked(site)
    ask, busy = site.built.loop.ask, ["BeginDelivery", "BeginDelivery", "EndDelivery", "EndDelivery"]

    def full(command: Command, actor: str, key: str, then: Then, at: int | None = None) -> None:
        if type(command).__name__ in busy:
            busy.remove(type(command).__name__)
            then(TooLarge("too_busy"))
        else:
            ask(command, actor, key, then, at)

    monkeypatch.setattr(site.built.loop, "ask", full)
    message = await site.answer(interaction, "Tere")
    ended = await site.fact(DeliveryEnded)
    assert (ended.delivery, ended.ending, busy) == (message, "accepted", [])
    assert [out.delivery for out in site.box.out] == [message]


async def test_a_word_of_a_provider_that_nobody_can_write_down_stops_nothing(
    site: PostSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written as far as it can be."""

    async def send(out: Outgoing) -> Sent:
        return Sent("rejected", "no \udcff")

    interaction = await asked(site)
    monkeypatch.setattr(site.box, "send", send)
    await site.answer(interaction, "Tere")
    assert (await site.fact(DeliveryEnded)).code == "no ?"


async def test_a_held_message_leaves_by_itself(site: PostSite) -> None:
    """When its moment has passed."""
    interaction = await asked(site)
    message = await site.answer(interaction, "hiljem", hold_ms=300)
    await site.fact(DeliveryEnded)
    assert [out.delivery for out in site.box.out] == [message]


async def test_reports_are_matched_and_only_go_forward(site: PostSite) -> None:
    """By the provider's id or by our own key; what comes late takes nothing back."""
    interaction = await asked(site)
    message = await site.answer(interaction, "Tere")
    await site.fact(DeliveryEnded)
    await site.drop(Reported(state="delivered", reference="out-1"))
    await site.drop(Reported(state="read", ours=message))
    await site.drop(Reported(state="accepted", reference="out-1"))
    await site.fact(DeliveryReported, lambda told: told.state == "accepted")
    await site.fact(MessagesRead, lambda read: read.reader == "customer")
    await site.built.reading.reached(site.built.loop.durable_position)
    assert site.built.reading.ask("post.delivery", (message,))[0]["state"] == "read"


async def test_a_report_before_the_answer_waits_for_it(site: PostSite) -> None:
    """A provider may report on a message before it has told us how it calls it; a report on nothing of ours ends as unmatched."""
    interaction = await asked(site)
    await site.drop(Reported(state="delivered", reference="out-1"), key="early")
    await site.answer(interaction, "Tere")
    told = await site.fact(DeliveryReported)
    assert told.state == "delivered"


async def test_a_watermark_marks_everything_before_it(site: PostSite) -> None:
    """Messengers that say "read up to here"."""
    sender = Address(kind="messenger", value="77", proven=True)
    said = await site.heard(msgspec.structs.replace(letter("x@example.ee", "Tere", "k1"), sender=sender))
    await site.answer(said.interaction, "üks")
    await site.fact(DeliveryEnded)
    await site.answer(said.interaction, "kaks")
    await site.fact(DeliveryEnded, lambda ended: ended.delivery.endswith(".m3"))
    await site.built.reading.reached(site.built.loop.durable_position)
    waits = site.built.office.reporting.read_up_to(
        "letterbox", ReadUpTo(sender=sender, at=site.built.loop.clock()), "w"
    )
    for wait in waits:
        await wait
    read = await site.fact(MessagesRead, lambda read: read.reader == "customer")
    assert read.ordinal == 3
    assert len(list(site.all(DeliveryReported))) == 2


async def test_a_crash_in_the_middle_of_an_attempt_is_unknown(tmp_path: Path) -> None:
    """After the next start the attempt that was open is unknown, what had not begun goes out, what was open is read again."""
    async with post_site(str(tmp_path)) as site:
        interaction = await asked(site)
        site.box.faults.next_will("hang")
        first = await site.answer(interaction, "esimene")
        second = await site.answer(interaction, "teine")
        await site.fact(DeliveryBegan)
    async with post_site(str(tmp_path), settle=False) as again:
        ended = await again.fact(DeliveryEnded, lambda ended: ended.delivery == first)
        assert (ended.ending, ended.code) == ("unknown", "crashed")
        await again.fact(DeliveryEnded, lambda ended: ended.delivery == second)
        assert [(out.delivery, out.to.value) for out in again.box.out] == [(second, "mari@example.ee")]


async def test_what_was_said_first_leaves_first_after_a_start_too(tmp_path: Path) -> None:
    """From a snapshot, in which a tenth message does not stand before the ninth."""
    async with post_site(str(tmp_path)) as site:
        interaction = await asked(site)
        site.built.deliveries.perform = lambda effects: None  # type: ignore[method-assign]
        said = [await site.answer(interaction, f"{number}") for number in range(2, 13)]
    async with post_site(str(tmp_path), settle=False) as site:
        await site.fact(DeliveryEnded, lambda ended: ended.delivery == said[-1])
        assert [out.delivery for out in site.box.out] == said


async def test_what_was_kept_and_not_read_is_read_after_a_start(tmp_path: Path) -> None:
    """Acknowledged to the provider, then the process ended: it is somebody's message all the same, once."""
    async with post_site(str(tmp_path)) as site:
        site.box.unreachable = 1_000
        await site.drop(letter("mari@example.ee", "Tere", "k1"), key="a")
    async with post_site(str(tmp_path), settle=False) as again:
        await again.fact(InputEnded)
        assert again.box.understood == ["a"]
        assert not await again.drop(letter("mari@example.ee", "Tere", "k1"), key="a")


async def test_a_late_answer_says_what_became_of_an_unknown_message(site: PostSite) -> None:
    """And by what id the provider will go on speaking of it."""
    interaction = await asked(site)
    site.box.faults.next_will("break_off")
    message = await site.answer(interaction, "Tere")
    await site.fact(DeliveryEnded)
    await site.drop(Reported(state="accepted", ours=message, reference="late-1"))
    await site.fact(DeliveryReported)
    await site.drop(Reported(state="delivered", reference="late-1"))
    await site.fact(DeliveryReported, lambda told: told.state == "delivered")
    await site.built.reading.reached(site.built.loop.durable_position)
    assert site.built.reading.ask("post.delivery", (message,))[0]["state"] == "delivered"


@pytest.mark.parametrize("fault", ["refuse", "break_off"])
async def test_what_fails_after_the_end_comes_back(site: PostSite, fault: str) -> None:
    """Answered, closed, and then it did not go out: a person sees it again, in the same case, once."""
    interaction = await asked(site)
    message = await site.answer(interaction, "Tere", hold_ms=500)
    site.box.faults.next_will(fault)  # type: ignore[arg-type]
    await site.ask(c.StartWrapUp(interaction=interaction, agent=KIRSTI))
    await site.ask(c.Close(interaction=interaction, agent=KIRSTI, outcome="solved"))
    again = await site.fact(f.InteractionArrived, lambda arrived: arrived.interaction != interaction)
    first = next(arrived for arrived in site.all(f.InteractionArrived))
    assert (again.customer, again.case, again.prefers) == (first.customer, first.case, KIRSTI)
    note = await site.fact(NoteAdded)
    assert note.case == first.case
    await site.drop(Reported(state="failed", ours=message))
    await site.fact(DeliveryReported)
    assert len(list(site.all(f.InteractionArrived))) == 2


async def test_what_failed_a_moment_before_a_crash_comes_back_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was on disk that it had failed, and not yet that it came back; after another start it is still one."""
    with monkeypatch.context() as crash:
        crash.setattr(Returned, "_begin", lambda *lost: None)
        async with post_site(str(tmp_path)) as site:
            interaction = await asked(site)
            await site.answer(interaction, "Tere", hold_ms=500)
            site.box.faults.next_will("refuse")
            await site.ask(c.StartWrapUp(interaction=interaction, agent=KIRSTI))
            await site.ask(c.Close(interaction=interaction, agent=KIRSTI, outcome="solved"))
            await site.fact(DeliveryEnded)
    for _ in range(2):
        async with post_site(str(tmp_path), settle=False) as site:
            await site.ask(c.SetPresence(agent=KIRSTI, presence="online"))
            assert len(site.built.site.kept.interactions) == 1


async def test_a_bounce_after_the_end_comes_back(site: PostSite) -> None:
    """Accepted by the first server, refused by the last one, an hour after the conversation was closed."""
    interaction = await asked(site)
    message = await site.answer(interaction, "Tere")
    await site.fact(DeliveryEnded)
    await site.ask(c.StartWrapUp(interaction=interaction, agent=KIRSTI))
    await site.ask(c.Close(interaction=interaction, agent=KIRSTI, outcome="solved"))
    await site.drop(Reported(state="failed", ours=message, code="5.1.1"))
    await site.fact(NoteAdded)
    again = list(site.all(f.InteractionArrived))
    assert len(again) == 2
    once_more = await site.answer(again[1].interaction, "Teine katse")
    await site.fact(DeliveryEnded, lambda ended: ended.delivery == once_more)
    assert (site.box.out[-1].to.value, site.box.out[-1].account) == ("mari@example.ee", "box")


async def lost(site: PostSite, before: Callable[[], None] = lambda: None) -> str:
    """A message bounces after its conversation was closed; gives its delivery, once that is on disk. before: done before it bounces."""
    interaction = await asked(site)
    message = await site.answer(interaction, "Tere")
    await site.fact(DeliveryEnded)
    await site.ask(c.StartWrapUp(interaction=interaction, agent=KIRSTI))
    await site.ask(c.Close(interaction=interaction, agent=KIRSTI, outcome="solved"))
    await site.built.reading.reached(site.built.loop.durable_position)
    before()
    await site.drop(Reported(state="failed", ours=message, code="5.1.1"))
    await site.fact(DeliveryReported)
    return message


async def until(site: PostSite, such: Callable[[], bool]) -> None:
    """Wait for it, within a bound."""
    async with asyncio.timeout(90):
        while not such():  # noqa: ASYNC110 – what is waited for has no event
            await asyncio.sleep(0.01)


async def test_a_read_model_that_cannot_be_read_stops_nothing(site: PostSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site goes on; what was lost is told to supervisors and counted, and comes back once it can be looked up."""
    monkeypatch.setattr(returned, "RETRY_SECONDS", (0.05,))
    views, query = site.built.reading.views, site.built.reading.views.query
    office = site.built.faces.returned

    def torn(name: str, params: Any = ()) -> list[Any]:
        if name == "cases.conversation":
            raise sqlite3.DatabaseError("database disk image is malformed")
        return query(name, params)

    with monkeypatch.context() as disk:
        disk.setattr(views, "query", torn)
        message = await lost(site)
        await until(site, lambda: bool(office.waiting))
        assert site.built.loop.failure is None
        (told,) = office.told()
        assert (told["delivery"], told["code"]) == (message, "DatabaseError")
        assert {figure.name: figure.samples[0].value for figure in office.figures()}["hoolin_returned_waiting"] == 1
    await site.fact(NoteAdded)
    await until(site, lambda: not office.waiting)
    assert len(list(site.all(f.InteractionArrived))) == 2


async def test_what_is_refused_is_told_and_tried_again(
    site: PostSite, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """No room in the line: a supervisor sees that somebody's answer is lost; the log names nobody. When there is room it comes back, once."""
    monkeypatch.setattr(returned, "RETRY_SECONDS", (0.05,))
    office = site.built.faces.returned
    with monkeypatch.context() as full:
        message = await lost(site, lambda: full.setattr(arrive, "WAITING_MAX", 0))
        await until(site, lambda: bool(office.waiting))
        assert [(one["delivery"], one["code"]) for one in office.told()] == [(message, "line_full")]
    await site.fact(NoteAdded)
    await until(site, lambda: not office.waiting)
    assert len(list(site.all(f.InteractionArrived))) == 2
    said = [record for record in caplog.records if "come back" in record.getMessage()]
    assert said and all("mari" not in str(vars(record)) for record in said)
