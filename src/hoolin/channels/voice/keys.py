"""The keys that callers press while we speak to them, one after another. Whoever presses more than anybody can mean is not listened to until they
have been served.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from hoolin.channels.voice.media.port import DIGITS_MAX, MediaEngine, Play, Silence
from hoolin.channels.voice.wires import Wire


class Keys:
    """See above, by call."""

    def __init__(self, media: MediaEngine) -> None:
        self._media = media
        self._pressed: dict[str, asyncio.Queue[str]] = {}

    def anew(self, call: str) -> None:
        """From now on keys are taken; those of before meant something else."""
        self._pressed[call] = asyncio.Queue(DIGITS_MAX)

    def forget(self, call: str) -> None:
        """The call is over."""
        self._pressed.pop(call, None)

    def press(self, call: str, digit: str) -> None:
        """One has been pressed."""
        pressed = self._pressed.get(call)
        if pressed is not None:
            with suppress(asyncio.QueueFull):
                pressed.put_nowait(digit)

    async def next(self, call: str, seconds: float) -> str:
        """The next key; empty when none came within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                return await self._pressed[call].get()
        except TimeoutError:
            return ""

    async def until_key(self, wire: Wire, sounds: Sequence[Path]) -> str:
        """A leg hears these until they end or a key is pressed, which this gives."""
        if not sounds:
            return ""
        done = await self._media.do(Play(wire.call, wire.leg, tuple(sounds)))
        pressed = await self.next(wire.call, done.ms / 1_000)
        if pressed:
            await self._media.do(Silence(wire.call, wire.leg))
        return pressed
