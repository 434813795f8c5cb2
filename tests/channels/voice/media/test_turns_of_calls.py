"""One thing at a time for each call, and nobody waits for their turn for longer than any question may take."""

import asyncio

import pytest

from hoolin.channels.voice.media import turns
from hoolin.core.errors import NotReached


async def test_whoever_comes_as_a_turn_is_given_back_waits_no_longer_than_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In that moment nobody has it, but it is another's already, who may keep it."""
    monkeypatch.setattr(turns, "ANSWER_S_MAX", 0.05)
    ours, done = turns.Turns(), asyncio.Event()
    first = ours.of("c1")

    async def second() -> None:
        async with ours.of("c1"):
            await done.wait()

    await first.__aenter__()
    waits = asyncio.create_task(second())
    await asyncio.sleep(0)
    await first.__aexit__()
    async with asyncio.timeout(30):
        with pytest.raises(NotReached):
            async with ours.of("c1"):
                pass
    done.set()
    await waits
    async with ours.of("c1"):
        assert ours.left("c1") > 0
