"""One input that cannot be read, or not wholly, costs nobody else anything; whose words were in it is known whatever became of it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from hoolin.channels.loopback.post import CHANNEL, letter
from hoolin.channels.port import Answer
from hoolin.channels.post import reader
from hoolin.channels.written import Address, Heard, Raw
from hoolin.core.commands import Command
from hoolin.core.errors import HoolinError, TooLarge
from hoolin.core.intake.facts import InputEnded
from hoolin.core.intake.intake import owner_of
from hoolin.core.interaction import facts as f
from hoolin.people.api import commands as p
from hoolin.people.facts import IdentityAdded
from tests.channels.post.site import PostSite, post_site

KEPT_IN_FILES = "Pikk kiri. " * 40_000


@pytest.fixture
async def site() -> AsyncIterator[PostSite]:
    """A running site that keeps nothing."""
    async with post_site() as running:
        yield running


async def _put_aside(site: PostSite, *letters: str) -> None:
    """These letters come, are kept, and are not read: the process ends in between."""
    site.built.office.readers[CHANNEL].take = lambda input: None  # type: ignore[method-assign]
    for number, text in enumerate(letters):
        await site.drop(letter(f"mari{number}@example.ee", text, f"k{number}"))


async def test_an_input_whose_bytes_are_gone_holds_up_nobody(tmp_path: Path) -> None:
    """It was forgotten before it was read; those after it are read."""
    async with post_site(str(tmp_path)) as site:
        await _put_aside(site, KEPT_IN_FILES, "Tere")
        (first, _) = site.built.rooms["intake"].state.open.values()
        site.built.stores.contents.erase(owner_of(first.input))
    async with post_site(str(tmp_path), settle=False) as site:
        assert site.text((await site.fact(f.MessageReceived)).message) == "Tere"
        gone = await site.fact(InputEnded, lambda ended: ended.input == first.input)
        assert (gone.ending, gone.code) == ("passed", "erased")


async def test_an_input_that_the_disk_gives_later_holds_up_nobody(
    site: PostSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read when the disk gives it; those after it are read before."""
    monkeypatch.setattr(reader, "RETRY_SECONDS", (0.2,) * 5)
    keeping = site.built.office.readers[CHANNEL]._keeping
    raw_of = keeping.raw
    refused: list[str] = []

    async def raw(input: str, blob: str | None) -> Raw | None:
        if not refused:
            refused.append(input)
            raise OSError("no answer from the disk")
        return await raw_of(input, blob)

    monkeypatch.setattr(keeping, "raw", raw)
    await site.drop(letter("mari@example.ee", "esimene", "k1"))
    await site.heard(letter("juri@example.ee", "teine", "k2"))
    await site.fact(InputEnded, lambda ended: ended.input == refused[0] and ended.ending == "taken")
    assert sorted(site.text(said.message) for said in site.all(f.MessageReceived)) == ["esimene", "teine"]


async def test_whose_words_were_heard_before_is_known_of_every_input(site: PostSite) -> None:
    """What a provider repeats in another parcel is forgotten with its writer too; so is what was read again after a crash."""
    await site.drop(letter("mari@example.ee", "Tere", "k1"), key="a")
    first = await site.fact(InputEnded)
    await site.drop(letter("mari@example.ee", "Tere", "k1"), key="b")
    again = await site.fact(InputEnded, lambda ended: ended.input != first.input)
    assert again.customers == first.customers != ()
    await site.ask(p.EraseCustomer(customer=first.customers[0]))
    await site.built.forgetting.done()
    assert not site.built.stores.contents.get([first.input, again.input])


async def test_what_is_repeated_after_its_writer_was_forgotten_is_forgotten_too(
    site: PostSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider that sends once more what somebody wrote who is erased by now leaves nothing of it here, even if the read models have
    not heard of the conversation yet.
    """
    await site.drop(letter("mari@example.ee", "Tere", "k1"), key="a")
    first = await site.fact(InputEnded)
    monkeypatch.setattr(type(site.built.office.house.past), "thread", lambda past, interaction: None)
    await site.ask(p.EraseCustomer(customer=first.customers[0]))
    await site.drop(letter("mari@example.ee", "Tere", "k1"), key="b")
    again = await site.fact(InputEnded, lambda ended: ended.input != first.input)
    await site.built.forgetting.done()
    assert not site.built.stores.contents.get([again.input])


async def test_a_full_house_keeps_nothing_that_nobody_knows_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be kept is still its sender's, and no file or memory of it is left; an address is noted the next time."""
    async with post_site(str(tmp_path)) as site:
        house = site.built.office.house
        ask, busy = house.ask, ["KeepInputs", "AddIdentity"]

        def full(command: Command, actor: str, key: str, then: Callable[[Answer | HoolinError], None]) -> None:
            if type(command).__name__ in busy:
                busy.remove(type(command).__name__)
                then(TooLarge("too_busy"))
            else:
                ask(command, actor, key, then)

        object.__setattr__(house, "ask", full)
        put: list[str] = []
        store_put = house.store.put

        def noted_put(blob: str, owner: str, body: bytes) -> None:
            put.append(blob)
            store_put(blob, owner, body)

        monkeypatch.setattr(house.store, "put", noted_put)
        with pytest.raises(TooLarge):
            await site.drop(letter("mari@example.ee", KEPT_IN_FILES, "k1"), key="a")
        (blob,) = put
        assert site.built.stores.blobs.note(blob) is None
        await site.heard(letter("mari@example.ee", "Tere", "k1"), key="a")
        assert not list(site.all(IdentityAdded))
        await site.heard(letter("mari@example.ee", "Veel", "k2"), key="b")
        await site.fact(IdentityAdded)


async def test_one_event_that_cannot_be_taken_keeps_nobody_from_the_others(site: PostSite) -> None:
    """The input can be looked at as it came, the others of its events are taken, and it is forgotten with whoever wrote them."""
    empty = Heard(key="k1", sender=Address(kind="email", value="mari@example.ee"), text="")
    await site.drop(letter("mari@example.ee", "enne", "k0"), empty, letter("juri@example.ee", "pärast", "k2"))
    ended = await site.fact(InputEnded)
    assert (ended.ending, ended.code) == ("unreadable", "text_empty")
    assert [site.text(said.message) for said in site.all(f.MessageReceived)] == ["enne", "pärast"]
    assert ended.customers == tuple(arrived.customer for arrived in site.all(f.InteractionArrived))
