"""What takes long to understand holds up whoever sent it, and nobody else."""

import asyncio
from collections.abc import AsyncIterator, Iterable

import pytest

from hoolin.channels.loopback.post import Incoming, encode, letter
from hoolin.channels.post.lanes import Lanes
from hoolin.channels.written import Raw, Understood
from hoolin.core.intake.facts import InputEnded
from hoolin.core.interaction import facts as f
from tests.channels.post.site import PostSite, post_site


@pytest.fixture
async def site() -> AsyncIterator[PostSite]:
    """A running site that keeps nothing."""
    async with post_site() as running:
        yield running


async def say(site: PostSite, lane: str, text: str) -> None:
    """Somebody writes, and it is kept."""
    told = Incoming(heard=(letter(f"{lane or 'somebody'}@example.ee", text, text),))
    await site.box.around.keep(Raw(account="box", key=text, body=encode(told), at=site.box.around.now(), lane=lane))


def hold(site: PostSite, monkeypatch: pytest.MonkeyPatch, keys: Iterable[str]) -> asyncio.Event:
    """These inputs are not understood before the event is set."""
    held, go = set(keys), asyncio.Event()
    understand = site.box.understand

    async def slow(raw: Raw) -> tuple[Understood, ...]:
        if raw.key in held:
            await go.wait()
        return await understand(raw)

    monkeypatch.setattr(site.box, "understand", slow)
    return go


def heard(site: PostSite) -> list[str]:
    """What became messages so far, in order."""
    return [site.text(one.message) for one in site.all(f.MessageReceived)]


async def ended(site: PostSite, number: int) -> None:
    """So many inputs have come to their end."""
    await site.fact(InputEnded, lambda _: len(list(site.all(InputEnded))) >= number)


async def test_a_slow_file_holds_up_its_sender_alone(site: PostSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mari's second message waits for her first; Juri's does not."""
    go = hold(site, monkeypatch, ["mari 1"])
    for lane, text in (("mari", "mari 1"), ("mari", "mari 2"), ("juri", "juri 1"), ("juri", "juri 2")):
        await say(site, lane, text)
    await ended(site, 2)
    assert heard(site) == ["juri 1", "juri 2"]
    go.set()
    await ended(site, 4)
    assert heard(site) == ["juri 1", "juri 2", "mari 1", "mari 2"]


async def test_what_has_no_lane_keeps_its_place_among_all(site: PostSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits for all before it, and all after it wait for it."""
    go = hold(site, monkeypatch, ["mari 1"])
    for lane, text in (("mari", "mari 1"), ("", "anybody 1"), ("juri", "juri 1")):
        await say(site, lane, text)
    await say(site, "", "anybody 2")
    await asyncio.sleep(0.05)
    assert heard(site) == []
    go.set()
    await ended(site, 4)
    assert heard(site) == ["mari 1", "anybody 1", "juri 1", "anybody 2"]


async def test_nothing_is_remembered_of_who_has_left() -> None:
    """However many lanes there were, as many are known as have somebody in them."""
    lanes = Lanes()
    for number in range(100):
        lanes.leave(lanes.enter(f"lane {number}"))
    first, second = lanes.enter("a"), lanes.enter("a")
    lanes.leave(second)
    assert second.before == (first.mine,)
    lanes.leave(first)
    after = lanes.enter("a")
    assert after.before == ()
    lanes.leave(after)
    assert lanes.enter("").before == ()
