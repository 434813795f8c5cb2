"""Speaks to customers who are alone: welcomes them, tells them their place in line, says goodbye. One task for each, which ends as soon
as they talk with somebody.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast

from hoolin.channels.voice import commands as c
from hoolin.channels.voice.after.asker import Asker
from hoolin.channels.voice.announce import Phrase, Standing, Told, Word, words
from hoolin.channels.voice.exchange import Exchange, log, why
from hoolin.channels.voice.media.port import Hold, Play
from hoolin.channels.voice.menus import Menus
from hoolin.channels.voice.recording.commands import DeclineRecording, StartRecording
from hoolin.channels.voice.recording.mailbox import Mailbox
from hoolin.channels.voice.state import Call
from hoolin.channels.voice.voices import Voices
from hoolin.channels.voice.wires import Wire
from hoolin.core.commands import Command
from hoolin.core.errors import HoolinError, Refusal
from hoolin.core.facts import Instant
from hoolin.core.flow.step import WayOut

LOOK_SECONDS = 1.0
"""How often it is looked whether something is to be said."""

CALLBACK_KEY = "1"
"""Who presses it in line is called back, and keeps their place."""

MESSAGE_KEY = "2"
"""Who presses it on a closed line leaves a message."""

DECLINE_KEY = "9"
"""Who presses it while they are told that the call is recorded is not."""

DECLINE_SECONDS = 1.5
"""After the last word, for whoever heard it to its end first."""

KEY_SECONDS = 12.0
"""How long a key is waited for once it has been offered to somebody who calls while we are closed."""

TAIL_SECONDS = 0.3
"""After the last word, before the line is cut."""


def answered(due_at: Instant) -> Phrase:
    """By when somebody gets back to them."""
    return Phrase("answered_time", (due_at,)) if due_at else Phrase("answered_soon")


class Speaker:
    """See above. promise: has somebody called back who pressed the key; gives the instant, None for their place in line. release: the
    last word has been said.
    """

    def __init__(self, exchange: Exchange, mailbox: Mailbox) -> None:
        self.x = exchange
        self.mailbox = mailbox
        self.promise: Callable[[Call], Coroutine[None, None, Instant | None]] | None = None
        self.release: Callable[[str], None] = lambda call: None
        voices = Voices(exchange.house.folder / "spoken", exchange.house.settings.sounds)
        self.menus = Menus(exchange, voices, mailbox)
        self.asker = Asker(exchange, voices)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._told: dict[str, Told] = {}
        self._promises: dict[str, asyncio.Task[Instant | None]] = {}

    def say(self, call: Call, wire: Wire, what: str) -> None:
        """Speak from now on; see `Switchboard.say`."""
        self.hush(call.call)
        self.x.keys.anew(call.call)
        self._tasks[call.call] = asyncio.get_running_loop().create_task(self._spoken(what, call, wire))

    def hush(self, call: str) -> None:
        """Say no more."""
        task = self._tasks.pop(call, None)
        if task is not None:
            task.cancel()

    def forget(self, call: str, interaction: str) -> None:
        """The call is over."""
        self.hush(call)
        self.menus.forget(interaction)
        self.mailbox.left.pop(interaction, None)
        self.x.keys.forget(call)
        for known in (self._told, self._promises):
            known.pop(call, None)

    def knows(self, call: str) -> None:
        """They have been welcomed, before our own restart."""
        self._told[call] = Told(at=self.x.house.rooms.now(), times=1)

    def pressed(self, call: str, digit: str) -> None:
        """Somebody whom we speak to has pressed a key."""
        if call in self._tasks:
            self.x.keys.press(call, digit)

    async def stop(self) -> None:
        """Nothing is said any more."""
        tasks = list(self._tasks.values())
        for call in list(self._tasks):
            self.hush(call)
        if tasks:
            await asyncio.wait(tasks, timeout=2.0)

    # ── what is said ────────────────────────────────────────────────────────────────────────────────────────────────

    async def _spoken(self, what: str, call: Call, wire: Wire) -> None:
        about: dict[str, Callable[[Call, Wire], Awaitable[None]]] = {
            "line": self._line,
            "words": self._words,
            "farewell": self._farewell,
            "notice": self._notice,
            "questions": self._questions,
        }
        try:
            await about[what](call, wire)
        except (HoolinError, OSError) as problem:
            self.x.counted["words_failed"] += 1
            log.warning("a caller could not be spoken to: %s", why(problem))
            if what == "farewell":
                self._let_go(call, wire)
            elif what == "words" and not self._led(call):
                # Nothing else would come, and music would have them wait for it.
                self.release(call.call)
            else:
                with suppress(HoolinError):
                    await self._music(call, wire)

    def _led(self, call: Call) -> bool:
        """Whether a menu speaks with them."""
        return call.interaction in self.x.house.desk.flows.kept.walks

    async def _say(self, call: Call, wire: Wire, phrases: Sequence[Phrase]) -> None:
        """Say it to its end; what there is no sound for is not said."""
        sounds = self.x.house.sounds.say(call.language, phrases)
        if sounds:
            done = await self.x.media.do(Play(call.call, wire.leg, sounds))
            await asyncio.sleep(done.ms / 1000)

    async def _music(self, call: Call, wire: Wire) -> None:
        await self.x.media.do(Hold(call.call, wire.leg, self.x.house.sounds.music()))

    def _may_call_back(self, call: Call) -> bool:
        number = self.x.numbers_of(call).number
        callable_ = bool(number) and self.x.house.settings.may_call(number)
        return self.promise is not None and call.direction == "inbound" and callable_

    async def _line(self, call: Call, wire: Wire) -> None:
        told = self._told.get(call.call)
        led = self.menus.pending(call.interaction)
        if led is not None:
            # A menu has led them here: its last words instead of a welcome.
            told = self._told[call.call] = told or Told()
            await self.menus.say(call, wire, led.says)
            if led.out is not None and led.out.kind in ("callback", "message"):
                await self._part(call, wire, led.out)
                return
        elif told is None:
            told = self._told[call.call] = Told()
            await self._say(call, wire, (Phrase("welcome"),))
        await self._music(call, wire)
        may_call_back = self._may_call_back(call)
        while True:
            one = self.x.interaction(call)
            waiting = one is not None and one.state == "waiting"
            place = self.x.house.rooms.site.router.position(call.interaction) if waiting else None
            expected = self.x.house.expected(one) if one is not None and waiting else None
            said = words(told, Standing(place, expected, call.line_at, may_call_back), self.x.house.rooms.now())
            if said:
                await self._say(call, wire, said)
                await self._music(call, wire)
            if await self.x.keys.next(call.call, LOOK_SECONDS) == CALLBACK_KEY and may_call_back:
                await self._keep_place(call)

    async def _keep_place(self, call: Call) -> None:
        """What follows is said once the conversation has moved, in `_farewell`: that ends what was being said here, but not this."""
        assert self.promise is not None
        promise = self._promises[call.call] = asyncio.ensure_future(self.promise(call))
        try:
            await asyncio.shield(promise)
        except Refusal as problem:
            del self._promises[call.call]
            log.info("nobody can be called back now: %s", problem.code)

    async def _words(self, call: Call, wire: Wire) -> None:
        """A menu; or we are closed, and whoever wants to is called when we are open, or leaves a message that is answered then."""
        if self._led(call):
            await self.menus.run(call, wire)
            return
        may_call_back, opens_at = self._may_call_back(call), self.x.house.opening().opens_at
        may_leave = self.x.house.settings.mailbox.closed and opens_at is not None
        offered = [Phrase("closed")]
        offered += [Phrase("callback_key_closed")] * may_call_back + [Phrase("message_key_closed")] * may_leave
        for _ in range(2 if may_call_back or may_leave else 1):
            await self._say(call, wire, offered)
            pressed = await self.x.keys.next(call.call, KEY_SECONDS if may_call_back or may_leave else 0.0)
            if pressed == CALLBACK_KEY and may_call_back:
                await self._keep_place(call)
                return
            if pressed == CALLBACK_KEY and self.x.numbers_of(call).number:
                offered = [Phrase("number_barred"), *offered]
            if pressed == MESSAGE_KEY and may_leave and await self._leave(call, wire, opens_at or 0):
                return
        await self._say(call, wire, (Phrase("goodbye"),))
        self.release(call.call)

    async def _leave(self, call: Call, wire: Wire, opens_at: Instant) -> bool:
        """A message; once it is there, the conversation goes on without them, and what follows is said in `_farewell`. Whoever leaves none is told
        once more what can be done: nobody is there now, whom they could have instead.
        """
        return await self.mailbox.take(call, wire, self.x.house.settings.mailbox.seconds_max, opens_at) == "left"

    async def _notice(self, call: Call, wire: Wire) -> None:
        """That the call is recorded, to its end, and how to decline. Whoever cannot be told is not recorded."""
        recording = self.x.house.settings.recording
        decision: Command = DeclineRecording(call=call.call, cause="no_notice")
        try:
            told = self.x.house.sounds.say(
                call.language, (Phrase(cast(Word, recording.notice.get(call.language, ""))),)
            )
            if told:
                decision = await self._notified(call, wire, told)
        except HoolinError as problem:
            self.x.counted["words_failed"] += 1
            log.warning("a caller could not be told of the recording: %s", problem.code)
        self.x.tell(decision)

    async def _notified(self, call: Call, wire: Wire, told: Sequence[Path]) -> Command:
        if self.x.house.settings.recording.declining != "off":
            told = (*told, *self.x.house.sounds.say(call.language, (Phrase("recorded_key"),)))
        done = await self.x.media.do(Play(call.call, wire.leg, tuple(told)))
        if self.x.house.settings.recording.declining == "off":
            await asyncio.sleep(done.ms / 1000)
            return StartRecording(call=call.call)
        end = asyncio.get_running_loop().time() + done.ms / 1000 + DECLINE_SECONDS
        while (left := end - asyncio.get_running_loop().time()) > 0:
            if await self.x.keys.next(call.call, left) == DECLINE_KEY:
                return DeclineRecording(call=call.call, cause="key")
        return StartRecording(call=call.call)

    async def _questions(self, call: Call, wire: Wire) -> None:
        """After their call; what follows from its end follows from the fact."""
        await self.asker.run(call, wire)

    async def _part(self, call: Call, wire: Wire, out: WayOut | None = None) -> None:
        """They are let go; their conversation goes on without them. Who has left a message hears that it is there, and by when it is answered."""
        left = self.mailbox.left.pop(call.interaction, None)
        due_at = out.due_at if out is not None and out.kind == "message" else left
        kept = () if left is None else (Phrase("message_kept"), answered(due_at or 0))
        await self._say(call, wire, (*kept, Phrase("goodbye")))
        await asyncio.sleep(TAIL_SECONDS)
        self._let_go(call, wire)

    def _let_go(self, call: Call, wire: Wire) -> None:
        self.x.tell(c.EndLeg(call=call.call, leg=call.customer_leg, cause="released"))
        if wire.sip is not None:
            wire.sip.end()

    async def _farewell(self, call: Call, wire: Wire) -> None:
        led = self.menus.pending(call.interaction)
        if led is not None:
            await self.menus.say(call, wire, led.says)
            await self._part(call, wire, led.out)
            return
        if call.interaction in self.mailbox.left:
            await self._part(call, wire)
            return
        promise = self._promises.get(call.call)
        promised_at = await promise if promise is not None else None
        kept = Phrase("promised_time", (promised_at,)) if promised_at is not None else Phrase("promised_place")
        said = (kept, Phrase("goodbye")) if promise is not None else (Phrase("goodbye"),)
        await self._say(call, wire, said)
        await asyncio.sleep(TAIL_SECONDS)
        self.release(call.call)
