"""What is read goes on being read, in order, whatever one input does."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hoolin.channels.loopback.post import letter
from hoolin.channels.post.hearing import Hearing
from hoolin.core.delivery.facts import DeliveryEnded, DeliveryPostponed, InteractionAddressed
from hoolin.core.intake.facts import InputEnded, InputKept
from hoolin.core.intake.intake import owner_of
from hoolin.core.interaction import facts as f
from hoolin.people.api import commands as p
from tests.channels.post.site import PostSite, furnish, post_site

LARGE = "x" * 300_000


@pytest.fixture
async def site() -> AsyncIterator[PostSite]:
    """A running site that keeps nothing."""
    async with post_site() as running:
        yield running


async def test_an_answer_in_the_same_breath_finds_its_thread(site: PostSite) -> None:
    """As when a mailbox is fetched after a night: what answers what came a moment ago belongs to it."""
    said = [
        letter("mari@example.ee", f"Kiri {number}", f"k{number}", reference=f"<m{number}>",
               answers=(f"<m{number - 1}>",) if number else (), apart=True)
        for number in range(5)
    ]  # fmt: skip
    await asyncio.gather(*(site.drop(one) for one in said))
    await site.fact(f.MessageReceived, lambda one: one.ordinal == 5)
    assert [site.text(one.message) for one in site.all(f.MessageReceived)] == [one.text for one in said]


async def test_what_was_heard_before_is_still_its_writers(site: PostSite) -> None:
    """The same letter by another way adds nothing, and what came is forgotten with whoever wrote it."""
    await site.heard(letter("mari@example.ee", "Tere", "k1"), key="by mail")
    mari = (await site.fact(f.InteractionArrived)).customer
    await site.drop(letter("mari@example.ee", "Tere", "k1"), key="by mailbox")
    await site.fact(InputEnded, lambda ended: len(list(site.all(InputEnded))) == 2)
    assert [ended.customers for ended in site.all(InputEnded)] == [(mari,), (mari,)]
    await site.ask(p.EraseCustomer(customer=mari))
    await site.built.forgetting.done()
    assert not site.built.stores.contents.get([kept.input for kept in site.all(InputKept)])


async def test_an_input_that_is_gone_stops_nobody(tmp_path: Path) -> None:
    """Its bytes were destroyed while it was open; it ends, and what came behind it is read."""
    async with post_site(str(tmp_path), settle=False) as site:
        # Nobody can be heard before there is a line.
        await site.drop(letter("mari@example.ee", LARGE, "k1"))
        await site.drop(letter("juri@example.ee", "Tere", "k2"))
        (first, second) = [kept.input for kept in site.all(InputKept)]
        await asyncio.to_thread(site.built.stores.contents.erase, owner_of(first))
    async with post_site(str(tmp_path)) as site:
        assert (await site.fact(InputEnded, lambda ended: ended.input == first)).code == "erased"
        assert (await site.fact(InputEnded, lambda ended: ended.input == second)).ending == "taken"


async def test_a_site_that_is_not_set_up_loses_nothing() -> None:
    """What comes before there is a queue waits for it."""
    async with post_site(settle=False) as site:
        await site.drop(letter("mari@example.ee", "Tere", "k1"))
        await asyncio.sleep(0)
        await furnish(site)
        assert (await site.fact(InputEnded)).ending == "taken"


async def test_whoever_is_erased_while_they_are_read_is_erased(site: PostSite) -> None:
    """An input that ends with the name of somebody who is gone goes after them."""
    await site.heard(letter("mari@example.ee", "Tere", "k1"))
    mari = (await site.fact(f.InteractionArrived)).customer
    site.box.unreachable = 1
    await site.drop(letter("mari@example.ee", "Tere", "k1"), key="again")
    await site.ask(p.EraseCustomer(customer=mari))
    ended = await site.fact(InputEnded, lambda ended: len(list(site.all(InputEnded))) == 2)
    await site.built.forgetting.done()
    assert ended.customers == (mari,)
    assert not site.built.stores.contents.get([ended.input])


async def test_what_could_not_be_put_together_has_not_left(site: PostSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read model that does not come along is no reason to call a message unknown: it is tried again."""
    said = await site.heard(letter("mari@example.ee", "Tere", "k1"))
    past = site.built.office.house.past
    whole, late = past.files_of, iter([True])

    async def files_of(message: str) -> object:
        if next(late, False):
            raise TimeoutError
        return await whole(message)

    monkeypatch.setattr(past, "files_of", files_of)
    await site.answer(said.interaction, "Tere, Mari")
    assert (await site.fact(DeliveryPostponed)).code == "not_ready"
    assert (await site.fact(DeliveryEnded)).ending == "accepted"
    assert [out.text for out in site.box.out] == ["Tere, Mari"]


async def test_a_merge_between_two_steps_around_a_crash_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter has become a message, and nothing says yet that it has; its writer is found to be somebody else's record, and all stops:
    read again, it is the same message, and whose it was.
    """
    never = asyncio.Event()

    async def stuck(*of: object) -> None:
        await never.wait()

    with monkeypatch.context() as patched:
        patched.setattr(Hearing, "_address", stuck)
        async with post_site(str(tmp_path)) as site:
            said = await site.heard(letter("mari@example.ee", "Tere", "k1", apart=True))
            arrived = await site.fact(f.InteractionArrived)
            await site.ask(p.MergeCustomers(kept="c-mari", merged=arrived.customer))
            assert not list(site.all(InputEnded))
    async with post_site(str(tmp_path), settle=False) as site:
        ended = await site.fact(InputEnded)
        assert ended.customers == (arrived.customer,)
        assert not list(site.all(f.MessageReceived)), "the same letter twice"
        assert (await site.fact(InteractionAddressed)).interaction == said.interaction
