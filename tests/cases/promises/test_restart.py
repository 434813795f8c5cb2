"""A promise is followed up by whichever process is there: what came due while none was is said at the start, once, and from whatever is on disk."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hoolin.cases.api import promises as p
from hoolin.channels.chat.manifest import RULES
from hoolin.core.commands import Command
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, QueueRules
from hoolin.runtime.house import House
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build, rooms
from tests.cases.callbacks.floor import HOUR, LANGUAGES, MINUTE, TUESDAY
from tests.server.live.open_site import until


@asynccontextmanager
async def process(folder: Path, now: int) -> AsyncIterator[Built]:
    """One process over these files, at an instant that stands still."""
    settings = HoolinSettings(data=str(folder), server=ServerSettings(port=0, access_log=False))
    built = build(settings, clock=lambda: now)
    async with built.running():
        yield built


async def ask(built: Built, command: Command) -> None:
    """Asked and on disk."""
    await built.loop.submit(command, actor="agent:mari", key=secrets.token_hex(8))


def told(built: Built) -> list[str]:
    """What the journal says about promises, in order."""
    return [type(e.fact).__name__ for e in built.stores.journal.read(0, 1_000) if isinstance(e.fact, p.FACTS)]


async def promised(folder: Path) -> None:
    """Mari promises something for in two hours, and the process ends."""
    async with process(folder, TUESDAY) as built:
        for command in (
            c.SetChannel(rules=RULES), c.SetQueue(rules=QueueRules(queue="service")),
            c.SetAgent(profile=AgentProfile(agent="mari", skills=LANGUAGES)), c.SetPresence(agent="mari", presence="online"),
            c.Arrive(interaction="i1", customer="c1", case="k1", channel="chat", language="et"),
        ):  # fmt: skip
            await ask(built, command)
        await ask(built, c.AcceptOffer(interaction="i1", offer=str(built.site.interaction("i1").offer), agent="mari"))
        await ask(built, p.commands.MakePromise(
            promise="p1", interaction="i1", agent="mari", kind="answer", due_at=TUESDAY + 2 * HOUR, text="Vastame.", written="card",
        ))  # fmt: skip


async def test_what_came_due_meanwhile_is_said_at_the_start(tmp_path: Path) -> None:
    """All of it, in its order, and no second time by the process after that."""
    await promised(tmp_path)
    async with process(tmp_path, TUESDAY + 3 * HOUR) as built:
        await until(lambda: "PromiseBroken" in told(built), "the break")
    expected = ["PromiseMade", "PromiseReminded", "PromiseReminded", "PromiseBroken"]
    async with process(tmp_path, TUESDAY + 3 * HOUR + MINUTE) as built:
        assert [name for name in told(built) if name != "PromiseHandedOn"] == expected
        assert built.rooms["promises"].state.owed("p1").broken
        await built.reading.reached(built.loop.durable_position)
        assert (
            built.reading.ask("promises.of", {"promise": "p1", "seen_by": None})[0]["broken_at"] == TUESDAY + 3 * HOUR
        )
        await ask(built, p.commands.KeepPromise(promise="p1", agent="mari"))
        assert told(built)[-1] == "PromiseKept"


async def test_without_a_snapshot_the_journal_alone_knows_what_is_owed(tmp_path: Path) -> None:
    """The state, what is due next, and the read model."""
    await promised(tmp_path)
    async with process(tmp_path, TUESDAY + MINUTE) as built:
        ledger: p.Ledger = built.rooms["promises"].state
        due, kept = ledger.next_due(), dict(ledger.kept.owed)
        assert kept.keys() == {"p1"}
        assert due == TUESDAY + HOUR + HOUR // 2
    built = build(HoolinSettings(data=str(tmp_path)), clock=lambda: TUESDAY + MINUTE)
    try:
        entries = list(built.stores.journal.read(0, 1_000))
    finally:
        built.close()
    afresh = rooms()
    house = House(tuple(afresh.values()))
    for entry in entries:
        house.fold(entry)
    assert afresh["promises"].state.next_due() == due
    assert afresh["promises"].state.kept.owed.keys() == kept.keys()
