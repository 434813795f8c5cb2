"""Thousands at once: each is kept before anybody is told so, once, and read in order when there is time."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from hoolin.channels.loopback.post import letter
from hoolin.channels.post import tide as tide_module
from hoolin.core.errors import TooLarge
from hoolin.core.intake.facts import InputEnded, InputKept
from hoolin.core.interaction import facts as f
from tests.channels.post.site import PostSite, post_site
from tests.watching import WAIT_SECONDS

BURST = 300


@pytest.fixture
async def site() -> AsyncIterator[PostSite]:
    """A running site that keeps nothing."""
    async with post_site() as running:
        yield running


async def test_a_burst_is_kept_before_it_is_read_and_read_in_order(
    site: PostSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are on disk while nearly all wait to be read; then each is heard once, in the order in which it came."""
    monkeypatch.setattr(tide_module, "PAUSE_SECONDS_MIN", 0.02)
    said = [letter(f"p{number % 7}@example.ee", f"Kiri {number}", f"k{number}") for number in range(BURST)]
    assert all(await asyncio.gather(*(site.drop(one, key=one.key) for one in said)))
    assert len(list(site.all(InputKept))) == BURST
    assert len(list(site.all(InputEnded))) < BURST / 2, "read before all were kept"
    async with asyncio.timeout(WAIT_SECONDS):
        while len(list(site.all(InputEnded))) < BURST:  # noqa: ASYNC110  each of hundreds would wake whoever waits for a fact
            await asyncio.sleep(0.05)
    heard = [site.text(one.message) for one in site.all(f.MessageReceived)]
    assert heard == [one.text for one in said]
    assert site.built.office.tide.backlog == 0


async def test_repeats_within_a_burst_are_kept_once(site: PostSite) -> None:
    """The same key, in the same moment and later: one is new, and none is told so before it is on disk."""
    one = letter("mari@example.ee", "Tere", "k1")
    new = await asyncio.gather(*(site.drop(one, key="k1") for _ in range(20)))
    assert new == [True] + [False] * 19
    assert len(list(site.all(InputKept))) == 1
    assert not await site.drop(one, key="k1")
    assert await site.drop(one, key="k1", account="other")


async def test_whoever_hangs_up_takes_nothing_back(site: PostSite) -> None:
    """A call that is given up while it is being kept is kept, and its repeat is told that we have it."""
    one = letter("mari@example.ee", "Tere", "k1")
    first = asyncio.ensure_future(site.drop(one, key="k1"))
    await asyncio.sleep(0)
    first.cancel()
    assert not await site.drop(one, key="k1")
    assert len(list(site.all(InputKept))) == 1


async def test_a_large_one_that_was_given_up_is_read_all_the_same(site: PostSite) -> None:
    """What has a file of its own keeps it when whoever brought it does not wait for the answer: its repeat is told that we have it."""
    house, asked = site.built.office.house, asyncio.Event()
    ask = house.ask

    def noting(*arguments: Any) -> None:
        asked.set()
        ask(*arguments)

    object.__setattr__(house, "ask", noting)
    one = letter("mari@example.ee", "Tere " * 100_000, "k1")
    first = asyncio.ensure_future(site.drop(one, key="k1"))
    await asked.wait()
    first.cancel()
    assert not await site.drop(one, key="k1")
    heard = await site.fact(f.MessageReceived)
    assert site.text(heard.message).startswith("Tere Tere")
    (kept,) = site.all(InputKept)
    assert kept.blob is not None
    assert b"Tere Tere" in b"".join(house.store.open(kept.blob)), "after a crash there is nothing to read"


async def test_what_could_not_be_kept_is_refused_to_all_who_brought_it(
    site: PostSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loop that is too busy: everybody hears so, nothing is remembered as kept, and the next try succeeds."""
    house = site.built.office.house
    ask = house.ask
    object.__setattr__(house, "ask", lambda command, actor, key, then: then(TooLarge("too_busy")))
    one = letter("mari@example.ee", "Tere", "k1")
    said = await asyncio.gather(*(site.drop(one, key="k1") for _ in range(3)), return_exceptions=True)
    assert [type(each) for each in said] == [TooLarge] * 3
    object.__setattr__(house, "ask", ask)
    assert await site.drop(one, key="k1")
