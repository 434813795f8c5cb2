"""Runs menus where people speak: says what the flow says, waits for what it awaits, and tells it what happened.

The flow itself is decided with everything else (`core/flow`); what it says comes as an effect, once that is on disk. Silence is counted
from the end of the last prompt. There is no ear for words: where they are awaited, keys count, and silence. A message is taken by the
mailbox.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from hoolin.channels.voice.exchange import Exchange
from hoolin.channels.voice.media.port import Play
from hoolin.channels.voice.recording.mailbox import Mailbox
from hoolin.channels.voice.state import Call
from hoolin.channels.voice.voices import Voices
from hoolin.channels.voice.wires import Wire
from hoolin.core.effects import Effect
from hoolin.core.flow import step as s
from hoolin.core.flow.commands import SayPrompts, TellFlow

NEXT_SECONDS = 20.0
"""A step that does not come (a machine is asked, or we were killed in between) is asked for by silence after this long."""

BETWEEN_KEYS_SECONDS = 4.0
"""Of a number: after so long without another key it is whole."""

PERSON_KEY = "0"


class Menus:
    """See above. mailbox: takes messages."""

    def __init__(self, exchange: Exchange, voices: Voices, mailbox: Mailbox) -> None:
        self.x = exchange
        self.voices = voices
        self.mailbox = mailbox
        self._steps: dict[str, asyncio.Queue[SayPrompts]] = {}
        self._personal: dict[str, list[Path]] = {}

    def perform(self, effects: Sequence[Effect]) -> None:
        """Take up what is to be said."""
        for effect in effects:
            if isinstance(effect, SayPrompts):
                self._steps.setdefault(effect.interaction, asyncio.Queue()).put_nowait(effect)

    def pending(self, interaction: str) -> SayPrompts | None:
        """The last words of a flow that have not been said yet, with the way out that they lead to."""
        queue = self._steps.get(interaction)
        found: SayPrompts | None = None
        while queue is not None and not queue.empty():
            found = queue.get_nowait()
        return found if found is not None and found.out is not None else None

    def forget(self, interaction: str) -> None:
        """The call is over, and what was spoken for this caller alone is deleted."""
        self._steps.pop(interaction, None)
        for file in self._personal.pop(interaction, ()):
            file.unlink(missing_ok=True)

    async def run(self, call: Call, wire: Wire) -> None:
        """Until the flow leads out; whoever is led on hears the last words there (`say`)."""
        queue = self._steps.setdefault(call.interaction, asyncio.Queue())
        while True:
            step = await self._next(call, queue)
            if step is None:
                continue
            if step.out is not None:
                queue.put_nowait(step)
                return
            keys = await self.say(call, wire, step.says)
            if step.awaits is not None and step.awaits.what == "recording" and keys != PERSON_KEY:
                await self.mailbox.take(call, wire, step.awaits.seconds_max)
            elif step.awaits is not None:
                await self._await(call, step.awaits, keys)

    async def _next(self, call: Call, queue: asyncio.Queue[SayPrompts]) -> SayPrompts | None:
        """The next step. While it does not come, the key for a person is heard, for a machine may be slow; None: it was told of that, or
        of silence, and answers by a step.
        """
        if not queue.empty():
            return queue.get_nowait()
        step, key = asyncio.ensure_future(queue.get()), asyncio.ensure_future(self.x.keys.next(call.call, NEXT_SECONDS))
        try:
            await asyncio.wait((step, key), return_when=asyncio.FIRST_COMPLETED)
            if step.done():
                return step.result()
            pressed = key.result()
        finally:
            step.cancel()
            key.cancel()
        if pressed in ("", PERSON_KEY):
            await self._tell(call, s.Keyed(keys=pressed) if pressed else s.Silence())
        return None

    async def say(self, call: Call, wire: Wire, says: Sequence[s.Prompt]) -> str:
        """Say these; gives the key that was pressed meanwhile, by which the rest is left unsaid."""
        for prompt in says:
            file = await self.voices.sound(prompt)
            if file is None:
                self.x.counted["prompts_unspoken"] += 1
                continue
            if self.voices.once(file):
                self._personal.setdefault(call.interaction, []).append(file)
            if prompt.barge_in:
                if key := await self.x.keys.until_key(wire, (file,)):
                    return key
            else:
                done = await self.x.media.do(Play(call.call, wire.leg, (file,)))
                await asyncio.sleep(done.ms / 1000)
        return ""

    async def _await(self, call: Call, awaits: s.Awaits, pressed: str) -> None:
        seconds = awaits.timeout_ms / 1000
        if awaits.what == "lookup":
            if pressed == PERSON_KEY:
                await self._tell(call, s.Keyed(keys=pressed))
            return
        key = pressed or await self.x.keys.next(call.call, seconds)
        if not key:
            await self._tell(call, s.Silence())
        elif key == PERSON_KEY and awaits.what != "figures":
            await self._tell(call, s.Keyed(keys=key))
        elif awaits.what == "figures":
            await self._tell(call, s.Keyed(keys=await self._figures(call, awaits, key)))
        else:
            await self._tell(call, s.Keyed(keys=key))

    async def _figures(self, call: Call, awaits: s.Awaits, first: str) -> str:
        keys = first
        while keys[-1] != "#" and len(keys) < max(1, awaits.most or 1):
            key = await self.x.keys.next(call.call, BETWEEN_KEYS_SECONDS)
            if not key:
                break
            keys += key
        return keys.removesuffix("#") or "#"

    async def _tell(self, call: Call, event: s.Event) -> None:
        await self.x.ask(TellFlow(interaction=call.interaction, event=event), f"customer:{call.customer}")
