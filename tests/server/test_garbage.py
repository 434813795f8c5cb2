"""Python's search for garbage: nothing is left for it that need not be, and it comes seldom."""

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from hoolin.server import garbage
from hoolin.server.protocol import BoundedHttpProtocol
from tests.runtime.toy import Note, Toy, running
from tests.server.live.test_lean import HELLO, Raw, served

WAIT_SECONDS = 20.0


@pytest.fixture
def by_hand() -> Iterator[None]:
    """Nothing is collected by itself; afterwards everything is as it was."""
    before = gc.get_threshold()
    gc.collect()
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()
    gc.set_threshold(*before)


class Ring:
    """Something that names itself."""

    def __init__(self) -> None:
        self.me = self


@pytest.mark.usefixtures("by_hand")
async def test_what_opened_a_socket_is_gone_once_it_is_open() -> None:
    """The connection's first protocol is freed by counting, not left to be found."""
    async with served() as (_, port):
        peers = [await Raw.connected(port) for _ in range(5)]
        for peer in peers:
            peer.send(0x81, HELLO)
            await peer.frame()
        left = [one for one in gc.get_objects() if isinstance(one, BoundedHttpProtocol)]
        assert left == []
        for peer in peers:
            peer.writer.close()


async def test_a_remembered_receipt_is_not_looked_at() -> None:
    """A hundred thousand are remembered: none of them, nor what it holds, is anything to Python's search."""
    async with running(Toy()) as toy:
        receipt = await toy.loop.submit(Note(word="a"), actor="customer:a", key="1")
        assert receipt.entries and receipt.position == receipt.entries[0].position
        assert not any(gc.is_tracked(part) for part in (receipt, receipt.first, receipt.more))


@pytest.mark.usefixtures("by_hand")
async def test_what_came_since_the_start_is_looked_at_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was there before is left alone; a ring that was closed since is found."""
    monkeypatch.setattr(garbage, "EVERY_SECONDS", 0.0)
    monkeypatch.setattr(garbage, "SHARE_MAX", 1.0)
    before = Ring()
    garbage.settle()
    assert gc.get_threshold() == (garbage.NEWEST, garbage.NEVER, garbage.NEVER)
    assert not any(one is before for one in gc.get_objects())
    found = asyncio.Event()
    ring = Ring()
    watch = weakref.finalize(ring, found.set)
    del ring
    assert watch.alive
    clearing = asyncio.ensure_future(garbage.keep_clear())
    await asyncio.wait_for(found.wait(), WAIT_SECONDS)
    clearing.cancel()
