"""An id that came from outside and was used before is refused, however long ago that was: it never stops a site."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hoolin.cases.commands import AddNote, KeepDraft
from hoolin.core.commands import Command
from hoolin.core.errors import Conflict
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules
from hoolin.people.commands import AddIdentity, NameCustomer
from hoolin.runtime import house as house_module
from hoolin.runtime import loop as loop_module
from hoolin.wiring import Built, HoolinSettings, build, new_id

SET_UP: tuple[Command, ...] = (
    c.SetChannel(rules=ChannelRules(channel="chat", weight=10)),
    c.SetQueue(rules=QueueRules(queue="service")),
    c.SetAgent(profile=AgentProfile(agent="kristi", skills={"lang:et": 100})),
    c.SetPresence(agent="kristi", presence="online"),
)


def begin(name: str, customer: str = "c1", case: str = "k1") -> c.Arrive:
    """A contact under an id of its gateway's making."""
    return c.Arrive(interaction=name, customer=customer, case=case, channel="chat", language="et")


def first_word(name: str) -> c.ReceiveMessage:
    """A contact that begins with a word."""
    return c.ReceiveMessage(interaction=name, key="1", text="Tere!", begins=begin(name))


USED: dict[str, tuple[Command, ...]] = {
    "the first word of a conversation": (first_word("i1"),),
    "a contact without a word": (begin("i1"),),
    "a contact of somebody else": (begin("i1", "c2", "k2"),),
    "a name": (NameCustomer(customer="c1", content="n1", name="Mari"),),
    "an identity": (AddIdentity(customer="c1", identity="v1", kind="email", value="m@example.ee", lookup="x"),),
    "a note": (begin("i2"), AddNote(case="k1", agent="kristi", note="n2", text="Jälle.")),
    "a draft": (
        begin("i3"),
        KeepDraft(interaction="i3", customer="c1", agent="kristi", kind="note", revision=9, content="d1", text="x"),
    ),
    "a name under the id of a message": (NameCustomer(customer="c1", content="i1.m1", name="Mari"),),
}
"""Commands of which the last brings an id that was used."""

PAST: tuple[Command, ...] = (
    first_word("i1"),
    NameCustomer(customer="c1", content="n1", name="Mari"),
    AddIdentity(customer="c1", identity="v1", kind="email", value="m@example.ee", lookup="x"),
    AddNote(case="k1", agent="kristi", note="n2", text="Esimene."),
    KeepDraft(interaction="i1", customer="c1", agent="kristi", kind="note", revision=1, content="d1", text="x"),
    c.EndConversations(customer="c1"),
)


@contextmanager
def opened(folder: Path | None) -> Iterator[Built]:
    """A site in this folder, or nowhere."""
    built = build(HoolinSettings(data=str(folder) if folder is not None else ""))
    try:
        yield built
    finally:
        built.accounts.close()


async def do(built: Built, *commands: Command) -> None:
    """Give these, each under a key of its own: nothing is remembered of how it went before."""
    for command in commands:
        await built.loop.submit(command, actor="system", key=new_id("x"))


async def lives_on(built: Built) -> None:
    """The site goes on, and what it wrote can be read."""
    await do(built, first_word(new_id("i")))
    assert built.loop.failure is None
    await built.reading.reached(built.loop.durable_position)


@pytest.mark.parametrize("remembered", ["remembered", "long ago", "before a restart"])
@pytest.mark.parametrize("what", USED)
async def test_what_was_used_is_refused(
    what: str, remembered: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether this process remembers it or only the disk does, the command is refused, changes nothing, and all goes on."""
    if remembered != "remembered":
        monkeypatch.setattr(house_module, "NEW_IDS_MAX", 0)
        monkeypatch.setattr(loop_module, "SEEN_MAX", 0)
    *before, used = USED[what]
    with opened(tmp_path) as built:
        async with built.running():
            await do(built, *SET_UP, *PAST)
            await built.reading.reached(built.loop.durable_position)
            if remembered != "before a restart":
                await do(built, *before)
                await refused(built, used)
    if remembered == "before a restart":
        with opened(tmp_path) as built:
            async with built.running():
                await do(built, *before)
                await refused(built, used)


async def refused(built: Built, command: Command) -> None:
    """It is, and nothing is written down; the site lives on."""
    await built.reading.reached(built.loop.durable_position)
    position = built.loop.house.position
    with pytest.raises(Conflict) as answer:
        await do(built, command)
    assert answer.value.code == "id_used"
    assert built.loop.house.position == position
    await lives_on(built)


async def test_what_is_on_its_way_to_the_disk_is_used_as_well() -> None:
    """Two with one id in one batch, one of them over already: the second is refused before the first is on disk."""
    with opened(None) as built:
        async with built.running():
            await do(built, *SET_UP)
            answers = [
                built.loop.submit(command, actor="system", key=new_id("x"))
                for command in (first_word("i1"), c.EndConversations(customer="c1"), first_word("i1"))
            ]
            await answers[0]
            await answers[1]
            with pytest.raises(Conflict):
                await answers[2]
            await lives_on(built)


async def test_an_old_case_is_not_opened_again() -> None:
    """A contact that names a case which is long let go is served; the case stays what it was, and is no second one."""
    with opened(None) as built:
        async with built.running():
            await do(built, *SET_UP, *PAST)
            cases = built.rooms["cases"].state
            del cases.cases["k1"]
            await do(built, begin("i9"))
            assert built.site.interaction("i9").state == "offered"
            opened_ = [e for e in built.stores.journal.read(0, 1000) if type(e.fact).__name__ == "CaseOpened"]
            assert len(opened_) == 1
            await lives_on(built)


async def test_the_same_contact_again_while_it_is_under_way_changes_nothing() -> None:
    """An id that is under way is no new one: asking again is no mistake, and what is said goes on where it is."""
    with opened(None) as built:
        async with built.running():
            await do(built, *SET_UP, begin("i1"), begin("i1"), first_word("i1"), first_word("i1"))
            assert built.site.interaction("i1").last_ordinal == 2
            arrived = [e for e in built.stores.journal.read(0, 1000) if isinstance(e.fact, f.InteractionArrived)]
            assert len(arrived) == 1
