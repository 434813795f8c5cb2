"""Asks by keys after a call: says that it is automatic and how to decline, then one question after another.

It never holds anybody up: hanging up at any time is fine, `0` declines the rest, silence ends it, and so does a clock. What was answered until
then is on disk. What cannot be said is not asked.
"""

import asyncio
from typing import cast

from hoolin.channels.voice.after import commands as c
from hoolin.channels.voice.after.facts import AnswerKey, DoneCause
from hoolin.channels.voice.after.port import KeyQuestion
from hoolin.channels.voice.announce import Phrase
from hoolin.channels.voice.exchange import Exchange, log
from hoolin.channels.voice.state import Call
from hoolin.channels.voice.voices import Voices
from hoolin.channels.voice.wires import Wire
from hoolin.core.errors import HoolinError
from hoolin.core.flow.step import Prompt

KEY_SECONDS = 8.0
"""How long an answer is waited for, after the last word."""

TRIES = 2
"""So often a question is put in all."""

DECLINE = "0"


class Asker:
    """See above."""

    def __init__(self, exchange: Exchange, voices: Voices) -> None:
        self.x = exchange
        self.voices = voices

    async def run(self, call: Call, wire: Wire) -> None:
        """Until there is nothing more to ask. Whatever stands in the way, it ends, and that is written down."""
        cause: DoneCause = "cut"
        try:
            async with asyncio.timeout(self.x.house.settings.after_call.seconds_max):
                cause = await self._asked(call, wire)
        except TimeoutError:
            log.info("questions after a call took too long")
        except HoolinError as problem:
            log.warning("nothing could be asked after a call: %s", problem.code)
        self.x.counted[f"asked_{cause}"] += 1
        await self.x.ask(c.EndKeys(call=call.call, cause=cause))

    async def _asked(self, call: Call, wire: Wire) -> DoneCause:
        after, asked = self.x.house.desk.after, call.asked
        if after is None or asked is None:
            return "cut"
        pressed = await self.x.keys.until_key(wire, self.x.house.sounds.say(call.language, (Phrase("questions"),)))
        if pressed == DECLINE:
            return "declined"
        for code in asked.left:
            question = after.question(asked.form, code)
            if question is None:
                continue
            found = await self._one(call, wire, question)
            if found in ("declined", "silent", "cut"):
                return cast(DoneCause, found)
            answer = c.AnswerKeys(call=call.call, question=code, value=cast(AnswerKey, found))
            await self.x.ask(answer, f"customer:{call.customer}")
        await self.x.keys.until_key(wire, self.x.house.sounds.say(call.language, (Phrase("thanks"),)))
        return "answered"

    async def _one(self, call: Call, wire: Wire, question: KeyQuestion) -> str:
        """The key, or why there is none."""
        text = question.text.get(call.language, "")
        prompt = Prompt(node="", language=call.language, text=text, ms=0, prompt=question.sound)
        file = await self.voices.sound(prompt)
        if file is None:
            self.x.counted["prompts_unspoken"] += 1
            return "cut"
        for at in range(TRIES):
            pressed = await self.x.keys.until_key(wire, (file,)) or await self.x.keys.next(call.call, KEY_SECONDS)
            if pressed == DECLINE:
                return "declined"
            if pressed and pressed in question.keys:
                return pressed
            if pressed and at + 1 < TRIES:
                wrong = self.x.house.sounds.say(call.language, (Phrase("not_understood"),))
                if await self.x.keys.until_key(wire, wrong) == DECLINE:
                    return "declined"
        return "silent"
