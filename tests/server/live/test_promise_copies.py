"""What is promised on the telephone reaches the customer in writing, once: by a real mail server, also when the process ended in between; and
where no address is known, the agent is told to read it aloud.
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hoolin.cases.api import facts as cases
from hoolin.cases.api import promises as p
from hoolin.channels.callback.manifest import RULES
from hoolin.core.interaction import arrive
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as i
from hoolin.core.site.rules import AgentProfile, QueueRules
from hoolin.people.api import commands as people
from hoolin.server import copies
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build, new_id
from hoolin.wiring.channels import ChannelAccounts
from tests.e2e.provider import Mailbox, mailbox, until

LANGUAGES = {"lang:et": 100}
HOUR = 3_600_000
WORDS = "Helistame teile tagasi hiljemalt homme kell 12:00."


@asynccontextmanager
async def site(folder: Path, box: Mailbox | None) -> AsyncIterator[Built]:
    """A site with one agent, and our address at the mail server if there is one."""
    emails: dict[str, Any] = {"main": box.account()} if box is not None else {}
    accounts = msgspec.convert({"email": emails} if emails else {}, ChannelAccounts)
    settings = HoolinSettings(data=str(folder), server=ServerSettings(port=0, access_log=False), channels=accounts)
    built = build(settings)
    async with built.running():
        if not built.site.kept.queues:
            for command in (
                c.SetChannel(rules=RULES), c.SetQueue(rules=QueueRules(queue="service", offer_ms=HOUR)),
                c.SetAgent(profile=AgentProfile(agent="mari", skills=LANGUAGES)),
                c.SetPresence(agent="mari", presence="online"),
            ):  # fmt: skip
                await built.loop.submit(command, actor="system", key=new_id("x"))
        yield built


async def called(built: Built, customer: str, address: str = "") -> str:
    """A telephone conversation in Mari's hands."""
    one = new_id("i")
    commands: list[Any] = [
        c.Arrive(interaction=one, customer=customer, case=f"k-{customer}", channel="callback", language="et")
    ]
    if address:
        commands.append(
            people.AddIdentity(
                customer=customer, identity=new_id("v"), kind="email", value=address, lookup=address.ljust(16, ".")
            )
        )
    for command in commands:
        await built.loop.submit(command, actor="system", key=new_id("x"))
    held = built.site.interaction(one)
    await built.loop.submit(
        c.AcceptOffer(interaction=one, offer=str(held.offer), agent="mari"), actor="agent:mari", key=new_id("x")
    )
    return one


async def promise(built: Built, interaction: str, written: p.facts.Written) -> None:
    """Mari says when she calls."""
    await built.loop.submit(
        p.commands.MakePromise(
            promise=new_id("p"), interaction=interaction, agent="mari", kind="callback",
            due_at=built.loop.clock() + HOUR, text=WORDS, written=written,
        ),
        actor="agent:mari", key=secrets.token_hex(8),
    )  # fmt: skip


async def test_a_promise_on_the_telephone_comes_by_mail(tmp_path: Path) -> None:
    """To the address on their record, in the same case, with nobody in line and nobody's hands full; a stranger is read it aloud."""
    async with mailbox() as box, site(tmp_path, box) as built:
        one = await called(built, "c1", "mari@klient.example")
        await built.reading.reached(built.loop.durable_position)
        written = built.hub.doors.written(one)
        assert written == "email"
        await promise(built, one, written)
        mail = await box.comes("mari@klient.example")
        assert WORDS in mail.get_content()
        facts = [entry.fact for entry in built.stores.journal.read(0, 1_000)]
        notice = next(fact for fact in facts if isinstance(fact, i.InteractionArrived) and fact.channel == "email")
        assert notice.case == "k-c1"
        assert notice.interaction not in built.site.kept.interactions
        assert not [fact for fact in facts if isinstance(fact, i.OfferMade) and fact.interaction == notice.interaction]
        await built.loop.submit(c.StartWrapUp(interaction=one, agent="mari"), actor="agent:mari", key=new_id("x"))
        await built.loop.submit(
            c.Close(interaction=one, agent="mari", outcome="pending"), actor="agent:mari", key=new_id("x")
        )
        assert built.hub.doors.written(await called(built, "c2")) == "aloud"


async def test_a_process_that_ended_before_the_copy_was_handed_in_does_it_after_the_start_and_once(
    tmp_path: Path,
) -> None:
    """The first process could not; the second does; the third leaves it be."""
    async with site(tmp_path, None) as built:
        await promise(built, await called(built, "c1", "mari@klient.example"), "email")
    async with mailbox() as box:
        async with site(tmp_path, box):
            await box.comes("mari@klient.example")
        async with site(tmp_path, box) as built:
            await until(lambda: settled(built), "the last start to have looked")
        assert len(box.taken) == 1


async def test_a_copy_that_cannot_be_handed_in_yet_is_tried_again_and_a_solved_case_stays_solved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A full line passes; what the house writes by itself meanwhile is no new contact."""
    monkeypatch.setattr(copies, "RETRY_SECONDS", (0.05,) * 10_000)
    async with mailbox() as box, site(tmp_path, box) as built:
        one = await called(built, "c1", "mari@klient.example")
        await built.reading.reached(built.loop.durable_position)
        with monkeypatch.context() as full:
            full.setattr(arrive, "WAITING_MAX", 0)
            await promise(built, one, "email")
            await built.loop.submit(c.StartWrapUp(interaction=one, agent="mari"), actor="agent:mari", key=new_id("x"))
            closing = c.Close(interaction=one, agent="mari", outcome="solved")
            await built.loop.submit(closing, actor="agent:mari", key=new_id("x"))
            await until(lambda: refused_as(caplog, "line_full"), "the copy to be refused")
        assert WORDS in (await box.comes("mari@klient.example")).get_content()
        facts = [entry.fact for entry in built.stores.journal.read(0, 1_000)]
        assert [fact.case for fact in facts if isinstance(fact, cases.CaseSolved)] == ["k-c1"]
        assert not [fact for fact in facts if isinstance(fact, cases.CaseReopened)]


async def refused_as(log: pytest.LogCaptureFixture, code: str) -> bool:
    """Whether a copy was refused and is to be tried again."""
    return any(getattr(record, "code", "") == code for record in log.records)


async def settled(built: Built) -> bool:
    """Whether every copy has been looked after."""
    return not built.faces.copies.under_way
