"""The whole house, built: what every route asks for, what it says of itself, and what an erasure leaves."""

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from hoolin.channels.chat.manifest import RULES
from hoolin.channels.sms.manifest import SmsAccount
from hoolin.core.delivery.delivery import Addressed
from hoolin.core.errors import NotFound
from hoolin.core.intake.intake import EndInput, KeepInputs, NewInput, owner_of
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, QueueRules
from hoolin.journal.sqlite.file import JournalFile
from hoolin.journal.views import Views
from hoolin.people.api import CustomerErased
from hoolin.people.api import commands as p
from hoolin.runtime import apart, reading
from hoolin.runtime.apart import FoldingApart
from hoolin.runtime.folding import FoldingEnded
from hoolin.server.routing import declared
from hoolin.wiring import Built, HoolinSettings, build, insisting, new_id, view_sources, web
from hoolin.wiring.channels import ChannelAccounts
from scripts.openapi import PAGE, described


@pytest.fixture
def built() -> Iterator[Built]:
    """A house that touches no disk."""
    built = build(HoolinSettings(data=""))
    yield built
    built.close()
    built.accounts.close()


def test_every_route_of_the_product_says_who_may_call_it(built: Built) -> None:
    """Each route and socket declares exactly one permission or public group."""
    routes = web(built).router.routes
    assert len(routes) > 25
    assert all(len(declared(route)) == 1 for route in routes)


def test_the_committed_description_is_what_the_product_says() -> None:
    """docs/reference/openapi.json has not drifted; `make docs` writes it."""
    assert PAGE.read_text(encoding="utf-8") == described()


def test_a_trial_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that is nowhere keeps its accounts in a folder of its own for as long as it lasts."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    trial = build(HoolinSettings(data=""))
    (folder,) = tmp_path.iterdir()
    assert [file.name for file in folder.iterdir() if file.suffix == ".db"]
    trial.close()
    trial.accounts.close()
    assert list(tmp_path.iterdir()) == []


def test_a_trial_whose_process_ends_in_the_middle_leaves_nothing_behind(tmp_path: Path) -> None:
    """Nobody has closed it, and the folder is gone with the process all the same."""
    code = "from hoolin.wiring import HoolinSettings, build; b = build(HoolinSettings(data='')); raise SystemExit(7)"
    ended = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"TMPDIR": str(tmp_path)}, timeout=60, check=False
    )
    assert ended.returncode == 7
    assert list(tmp_path.iterdir()) == []


async def _furnish(built: Built) -> None:
    for command in (
        c.SetChannel(rules=RULES),
        c.SetQueue(rules=QueueRules(queue="service")),
        c.SetAgent(profile=AgentProfile(agent="a", skills={"lang:et": 1})),
        c.SetPresence(agent="a", presence="online"),
        c.Arrive(interaction="i", customer="c", case="k", channel="chat", language="et"),
        c.ReceiveMessage(interaction="i", key="1", text="my secret"),
        c.AcceptOffer(interaction="i", offer="i.o1", agent="a"),
    ):
        await built.loop.submit(command, actor="system", key=new_id("x"))


async def until(happened: Callable[[], bool]) -> None:
    """Wait, five seconds at most, for what another thread is about to do."""
    for _ in range(500):
        if happened():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


def everything_in(folder: Path) -> bytes:
    """The bytes of all files in a folder."""
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


async def test_an_erased_customer_is_gone_and_the_figures_stay(tmp_path: Path) -> None:
    """Erasure ends the conversation, destroys the text, refuses more of it, and leaves the site running, restarts included."""
    settings = HoolinSettings(data=str(tmp_path))
    built = build(settings)
    async with built.running():
        await _furnish(built)
        await built.loop.submit(p.EraseCustomer(customer="c"), actor="system", key="erase")
        await until(lambda: built.stores.contents.erased("c"))
        assert built.stores.contents.get(["i.m1"]) == {}
        assert built.site.kept.interactions == {}
        with pytest.raises(NotFound):
            await built.loop.submit(
                c.Arrive(interaction="j", customer="c", case="k", channel="chat", language="et"),
                actor="system", key="again",
            )  # fmt: skip
        assert built.loop.failure is None
        assert built.hub.desk.all == built.hub.desk.closed == 1
    built.accounts.close()
    again = build(settings)
    assert "c" in again.loop.house.gone
    assert b"my secret" not in everything_in(tmp_path)
    again.close()
    again.accounts.close()


async def test_read_models_go_on_when_their_process_is_killed(tmp_path: Path) -> None:
    """The site does not notice: what is said is kept, what is looked up is up to date, and nobody is left behind when it ends."""
    built = build(HoolinSettings(data=str(tmp_path)))
    folding = built.reading.folding
    assert isinstance(folding, FoldingApart)
    async with built.running():
        await _furnish(built)
        pids = set()
        for number in range(2, 5):
            await built.reading.reached(built.loop.durable_position)
            assert folding.pid is not None
            os.kill(folding.pid, signal.SIGKILL)
            pids.add(folding.pid)
            said = c.ReceiveMessage(interaction="i", key=str(number), text="once more")
            await built.loop.submit(said, actor="customer:c", key=new_id("x"))
            await built.reading.reached(built.loop.durable_position)
            assert len(built.reading.ask("cases.messages_before", ("i", 100, 100))) == number
        assert len(pids) == 3 and folding.begun >= 4
        last = folding.pid
        await built.loop.submit(p.EraseCustomer(customer="c"), actor="system", key="erase")
    built.accounts.close()
    assert last is not None
    with pytest.raises(ProcessLookupError):
        os.kill(last, 0)
    views = Views(tmp_path / "views.db", view_sources())
    assert views.position == built.loop.durable_position
    views.close()


async def test_a_crash_between_erasure_and_its_effect_is_made_good(tmp_path: Path) -> None:
    """A fact on disk whose key was not destroyed yet: the next start destroys it before anything is served."""
    settings = HoolinSettings(data=str(tmp_path))
    built = build(settings)
    built.loop._readers.remove(built.forgetting.take)
    async with built.running():
        await _furnish(built)
        await built.loop.submit(p.EraseCustomer(customer="c"), actor="system", key="erase")
        assert not built.stores.contents.erased("c")
    built.accounts.close()
    again = build(settings)
    async with again.running():
        assert again.stores.contents.erased("c")
    again.accounts.close()


async def test_a_crash_after_a_key_was_destroyed_leaves_no_copy_of_it(tmp_path: Path) -> None:
    """The process died before it emptied the log: the next start does, with nothing else left to do."""
    run, crashed = tmp_path / "run", tmp_path / "crashed"
    run.mkdir()
    built = build(HoolinSettings(data=str(run)))
    with patch.object(JournalFile, "scrub"):
        async with built.running():
            await _furnish(built)
            with closing(sqlite3.connect(run / "journal.db")) as there:
                (key,) = there.execute("SELECT wrapped FROM owners WHERE name = 'c'").fetchone()
            await built.loop.submit(p.EraseCustomer(customer="c"), actor="system", key="erase")
            await built.forgetting.done()
            # What is on disk now is what a killed process leaves.
            shutil.copytree(run, crashed)
    built.accounts.close()
    assert key in everything_in(crashed)
    again = build(HoolinSettings(data=str(crashed)))
    assert again.stores.contents.erased("c")
    async with again.running():
        assert key not in everything_in(crashed)
    again.accounts.close()


async def _written_by(built: Built, customer: str) -> None:
    """Something came as raw input, and turned out to be this customer's."""
    new = NewInput(input="in", account="us", lookup="l", size=6, body=b"my raw")
    for command in (
        KeepInputs(channel="sms", inputs=(new,)),
        EndInput(input="in", ending="taken", customers=(customer,)),
    ):
        await built.loop.submit(command, actor="system", key=new_id("x"))


async def test_what_somebody_sent_is_forgotten_once_the_read_models_are_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose an input was is known to them alone. However long nobody keeps them, the erasure is made whole when somebody does."""
    monkeypatch.setattr(apart, "PAUSES_SECONDS", (0.01,))
    monkeypatch.setattr(insisting, "AGAIN_SECONDS", 0.01)
    built = build(HoolinSettings(data=str(tmp_path)))
    folding = built.reading.folding
    assert isinstance(folding, FoldingApart)
    async with built.running():
        await _furnish(built)
        await built.reading.reached(built.loop.durable_position)
        program, folding._program = folding._program, (str(tmp_path / "gone"),)
        assert folding.pid is not None
        os.kill(folding.pid, signal.SIGKILL)
        await until(lambda: isinstance(built.reading.failure, FoldingEnded))
        await _written_by(built, "c")
        await built.loop.submit(p.EraseCustomer(customer="c"), actor="system", key="erase")
        await until(lambda: built.stores.contents.erased("c"))
        await asyncio.sleep(0.05)
        assert built.stores.contents.get(["in"]) == {"in": b"my raw"}
        folding._program = program
        await until(lambda: built.stores.contents.erased(owner_of("in")))
        assert built.stores.contents.get(["in"]) == {}
    built.accounts.close()


async def test_what_an_ending_site_could_not_forget_the_next_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends all the same, and in time."""
    monkeypatch.setattr(apart, "PAUSES_SECONDS", (0.01,))
    monkeypatch.setattr(reading, "FINISH_SECONDS_MAX", -1.0)
    settings = HoolinSettings(data=str(tmp_path))
    built = build(settings)
    folding = built.reading.folding
    assert isinstance(folding, FoldingApart)
    async with built.running():
        await _furnish(built)
        await built.reading.reached(built.loop.durable_position)
        folding._program = (str(tmp_path / "gone"),)
        assert folding.pid is not None
        os.kill(folding.pid, signal.SIGKILL)
        await until(lambda: isinstance(built.reading.failure, FoldingEnded))
        await _written_by(built, "c")
        await built.loop.submit(p.EraseCustomer(customer="c"), actor="system", key="erase")
    built.accounts.close()
    again = build(settings)
    assert again.stores.contents.get(["in"]) == {"in": b"my raw"}
    async with again.running():
        assert again.stores.contents.erased(owner_of("in"))
    again.accounts.close()


@pytest.mark.parametrize("broken", ["read_names", "start"])
async def test_a_site_that_cannot_begin_leaves_nothing_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """Whatever had begun before it failed is ended, and the folder is free for the next one."""

    async def breaks() -> None:
        raise OSError("not today")

    settings = HoolinSettings(data=str(tmp_path))
    built = build(settings)
    folding = built.reading.folding
    assert isinstance(folding, FoldingApart)
    whose: Any = built if broken == "read_names" else built.office
    monkeypatch.setattr(whose, broken, breaks)
    before = asyncio.all_tasks()
    with pytest.raises(OSError, match="not today"):
        async with built.running():
            raise AssertionError("it began")
    built.accounts.close()
    await asyncio.sleep(0)
    assert folding.begun == 1 and folding.pid is None
    assert asyncio.all_tasks() == before
    again = build(settings)
    again.close()
    again.accounts.close()


def test_only_an_account_that_writes_plainly_says_so() -> None:
    """Of two accounts of one channel each tells for its own conversations; a chat and a conversation without an address for none."""
    plain, exact = (
        SmsAccount(host="127.0.0.1", system_id="us", source="1234", transliterate=on) for on in (True, False)
    )
    house = build(HoolinSettings(data="", channels=ChannelAccounts(sms={"plain": plain, "exact": exact})))
    outbox = house.office.house.outbox
    for account in ("plain", "exact", "gone"):
        outbox.channel_of[account], outbox.address_of[account] = "sms", Addressed(account, "a1")
    outbox.channel_of["nowhere"] = "sms"
    told = {one: house.records.transliterates(one) for one in ("plain", "exact", "gone", "nowhere", "chat")}
    assert told == {"plain": True, "exact": False, "gone": False, "nowhere": False, "chat": False}
    house.close()
    house.accounts.close()


@pytest.mark.parametrize("named", ["c", "d", "e", "f"])
async def test_whichever_record_of_a_person_is_named_all_of_them_are_forgotten(tmp_path: Path, named: str) -> None:
    """Four records are shown as one person, one of them over two steps: each is forgotten, its words and its key, once; somebody else is not."""
    built = build(HoolinSettings(data=str(tmp_path)))
    async with built.running():
        await _furnish(built)
        for customer, number in (("d", 1), ("e", 2), ("f", 3), ("g", 4)):
            arrives = c.Arrive(
                interaction=f"j{number}", customer=customer, case=f"k{number}", channel="chat", language="et"
            )
            says = c.ReceiveMessage(interaction=f"j{number}", key="1", text=f"saladus {number}")
            for command in (arrives, says):
                await built.loop.submit(command, actor="system", key=new_id("x"))
        for kept, merged in (("c", "d"), ("d", "e"), ("c", "f")):
            await built.loop.submit(p.MergeCustomers(kept=kept, merged=merged), actor="system", key=new_id("x"))
        await built.loop.submit(p.EraseCustomer(customer=named), actor="system", key="erase")
        await built.forgetting.done()
        assert [one for one in "cdefg" if built.stores.contents.erased(one)] == ["c", "d", "e", "f"]
        assert set(built.stores.contents.get(["i.m1", "j1.m1", "j2.m1", "j3.m1", "j4.m1"])) == {"j4.m1"}
        told = [
            entry.fact.customer
            for entry in built.stores.journal.read(0, 1_000)
            if isinstance(entry.fact, CustomerErased)
        ]
        assert sorted(told) == ["c", "d", "e", "f"]
    built.accounts.close()
