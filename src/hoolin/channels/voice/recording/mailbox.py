"""Takes messages from callers: says that they are kept, gives the tone, listens, and lets them hear, speak anew or send.

    told, tone ──▶ speaks ──▶ `#`, silence or the bound ──▶ 1 send · 2 hear · 3 anew ──▶ sealed, on disk ──▶ said to be there
                      └── hangs up: it is sent as it is          └── says nothing, or hangs up: it is sent

What the engine wrote down lies in plain in a folder that is ours alone until the message is sealed; of what is spoken anew nothing is kept. Whatever
stands in the way, what was said until then is the message, as for whoever hangs up; and a message that cannot be kept never ends a call.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex
from typing import Literal, TypeAlias

from hoolin.channels.voice.announce import Phrase
from hoolin.channels.voice.exchange import Exchange, log, why
from hoolin.channels.voice.media import sdp as descriptions
from hoolin.channels.voice.media.g711 import to_alaw
from hoolin.channels.voice.media.port import Play, Record, Resume, Segment, StopRecord
from hoolin.channels.voice.media.recording import read_wav
from hoolin.channels.voice.media.sounds import write_au
from hoolin.channels.voice.recording import captured
from hoolin.channels.voice.recording import commands as c
from hoolin.channels.voice.recording import facts as f
from hoolin.channels.voice.recording.converting import Converted
from hoolin.channels.voice.recording.hearing import Hearing
from hoolin.channels.voice.recording.recorder import Recorder, Whose
from hoolin.channels.voice.state import Call
from hoolin.channels.voice.wires import Wire
from hoolin.core.errors import HoolinError, Malformed, NotFound
from hoolin.core.flow import step as s
from hoolin.core.flow.commands import TellFlow
from hoolin.core.flow.run import mailbox_ms

LISTEN_SECONDS = 0.25
"""How often it is looked whether they still speak."""

BEGIN_SECONDS = 10.0
"""Who has not begun by then says nothing: many look for words first."""

CHOOSE_SECONDS = 8.0
"""Who presses nothing by then sends what they have said."""

SPOKEN_MS_MIN = 300
"""Less is a click, or a breath."""

SILENT_MAX = 2
"""So often nothing is said, then it is enough."""

ASKED_MAX = 5
"""So often it is asked what becomes of a message; then it is sent."""

HEARD_MAX = 3
"""So often they hear the same words of theirs."""

DONE, PERSON, SEND, HEAR, ANEW = "#", "0", "1", "2", "3"

Outcome: TypeAlias = Literal["left", "silent", "person"]
"""What came of it. `person`: there is no message, and they would rather have a person; where a menu knows how to go on, it does."""


class Message:
    """One that is being left, as far as this process has it. segment: what was spoken last, whole. heard: so often they have heard it. copy: the
    file they hear it from. left: it is a message, and said to be there.
    """

    def __init__(self, whose: Whose) -> None:
        self.whose = whose
        self.hearing: Hearing | None = None
        self.heard = 0
        self.segment: Segment | None = None
        self.stopping: asyncio.Future[None] | None = None
        self.copying: asyncio.Future[None] | None = None
        self.copy: Path | None = None
        self.over: asyncio.Future[None] | None = None
        self.left = False

    @property
    def spoken(self) -> bool:
        """Whether there is anything in it."""
        return self.segment is not None and self.hearing is not None and self.hearing.spoken_ms >= SPOKEN_MS_MIN


class Mailbox:
    """See above. left: by interaction, when a message that was left is answered, for whoever is still on the line."""

    def __init__(self, exchange: Exchange, recorder: Recorder) -> None:
        self.x = exchange
        self.recorder = recorder
        self.left: dict[str, int] = {}
        self._open: dict[str, Message] = {}

    # ── with the caller ─────────────────────────────────────────────────────────────────────────────────────────────

    async def take(self, call: Call, wire: Wire, seconds_max: int, promised_at: int = 0) -> Outcome:
        """A message from this caller; it is on disk when this returns, or there is none. promised_at: what they were told, where no
        menu says so. Raises Refusal, PeerError; not for an engine that cannot record: what was promised holds without a message.
        """
        try:
            async with asyncio.timeout(mailbox_ms(seconds_max) / 1_000):
                return await self._taken(call, wire, seconds_max, promised_at)
        except TimeoutError:
            log.info("a message took too long")
        except (HoolinError, OSError) as problem:
            self.x.counted["voicemails_failed"] += 1
            log.warning("a message could not be taken: %s", why(problem))
        return await self._broken_off(call)

    async def _broken_off(self, call: Call) -> Outcome:
        """What was said until now is the message; without a word, what was promised holds without one. Whoever hangs up meanwhile ends it the
        same way (`over`), so it is kept until it is decided.
        """
        message = self._open.get(call.call)
        if message is not None:
            await self._halted(message)
            if message.spoken or message.over is not None:
                await asyncio.shield(self._sent(message))
                return "left" if message.left else "person"
            await self._discard(message)
            self._open.pop(call.call, None)
        if call.interaction in self.x.house.desk.kept.voicemails:
            await self.x.ask(c.DropVoicemail(interaction=call.interaction))
        else:
            await self.x.ask(TellFlow(interaction=call.interaction, event=s.Silence()))
        return "silent"

    async def _taken(self, call: Call, wire: Wire, seconds_max: int, promised_at: int) -> Outcome:
        nameless = () if self.x.numbers_of(call).number else (Phrase("message_number"),)
        if await self._say(call, wire, (*nameless, Phrase("message"))) == PERSON:
            return await self._person(call, None)
        message = await self._begin(call, wire, promised_at)
        for at in range(self.x.house.settings.mailbox.takes_max):
            pressed = await self._spoken(call, wire, message, seconds_max)
            if pressed == PERSON:
                return await self._person(call, message)
            if not message.spoken:
                await self._discard(message)
                if at + 1 >= SILENT_MAX:
                    break
                if await self._say(call, wire, (Phrase("message_silent"), Phrase("message"))) == PERSON:
                    return await self._person(call, message)
                continue
            pressed = await self._choice(call, wire, message)
            if pressed == PERSON:
                return await self._person(call, message)
            if pressed != ANEW or at + 1 >= self.x.house.settings.mailbox.takes_max:
                await asyncio.shield(self._sent(message))
                return "left"
            await self._discard(message)
        self._open.pop(call.call, None)
        await self.x.ask(c.DropVoicemail(interaction=call.interaction))
        return "silent"

    async def _begin(self, call: Call, wire: Wire, promised_at: int) -> Message:
        recording = self.x.house.rooms.new_id("m")
        await self.x.ask(c.BeginVoicemail(call=call.call, recording=recording, promised_at=promised_at))
        whose = Whose(call.call, call.interaction, recording, call.customer, wire.leg, True)
        message = self._open[call.call] = Message(whose)
        return message

    async def _spoken(self, call: Call, wire: Wire, message: Message, seconds_max: int) -> str:
        """The tone, and what is said after it; gives the key that ended it."""
        x, loop = self.x, asyncio.get_running_loop()
        segment = x.house.rooms.new_id("w")
        port = descriptions.read(wire.given).port
        message.hearing = await asyncio.to_thread(Hearing, x.house.folder, call.call, segment, port)
        await x.media.do(Resume(call.call, wire.leg))
        await self.recorder.caught(call.call)
        message.segment, message.stopping = None, None
        await x.media.do(Record(call.call, segment))
        beep = x.house.sounds.beep()
        if beep:
            done = await x.media.do(Play(call.call, wire.leg, beep))
            await asyncio.sleep(done.ms / 1_000)
        begun = last = loop.time()
        pressed, silence_s = "", max(BEGIN_SECONDS, x.house.settings.mailbox.silence_s)
        while loop.time() - begun < seconds_max and loop.time() - last < silence_s:
            pressed = await x.keys.next(call.call, LISTEN_SECONDS)
            if pressed in (DONE, PERSON):
                break
            if await asyncio.to_thread(message.hearing.heard):
                last, silence_s = loop.time(), x.house.settings.mailbox.silence_s
        await asyncio.shield(self._stopped(message))
        return pressed

    async def _choice(self, call: Call, wire: Wire, message: Message) -> str:
        """What becomes of it: the key they press, or none."""
        for _ in range(ASKED_MAX):
            asked = await self._say(call, wire, (Phrase("message_review"),))
            pressed, heard = asked or await self.x.keys.next(call.call, CHOOSE_SECONDS), message.heard
            while pressed == HEAR and message.heard < HEARD_MAX:
                pressed = await self._hear(wire, message)
            if pressed in (SEND, ANEW, PERSON, DONE):
                return pressed
            if not pressed and message.heard == heard:
                return SEND
        return SEND

    async def _hear(self, wire: Wire, message: Message) -> str:
        """Their own voice, until a key is pressed, which this gives."""
        assert message.segment is not None
        message.heard += 1
        if message.copy is None:
            message.copying = self.recorder.begin(self._copied(message, message.segment))
            # Whoever hangs up meanwhile ends no process in the middle of its beginning.
            await asyncio.shield(message.copying)
        return await self.x.keys.until_key(wire, (message.copy,)) if message.copy is not None else ""

    async def _copied(self, message: Message, segment: Segment) -> None:
        made = await self.recorder.made(message.whose, segment)
        copy = self.x.house.folder / "spoken" / "once" / f"{token_hex(16)}.au"
        try:
            await asyncio.to_thread(_write, copy, made)
        except OSError:
            copy.unlink(missing_ok=True)
            raise
        message.copy = copy

    async def _person(self, call: Call, message: Message | None) -> Outcome:
        """They would rather have a person. Where that leads nowhere else, what they have said is a message all the same."""
        if message is None:
            await self.x.ask(TellFlow(interaction=call.interaction, event=s.PersonAsked()), f"customer:{call.customer}")
            return "person"
        await asyncio.shield(self._sent(message, person=True))
        return "left" if message.left else "person"

    async def _say(self, call: Call, wire: Wire, phrases: Sequence[Phrase]) -> str:
        return await self.x.keys.until_key(wire, self.x.house.sounds.say(call.language, phrases))

    # ── what was said ───────────────────────────────────────────────────────────────────────────────────────────────

    def _stopped(self, message: Message) -> "asyncio.Future[None]":
        """No more of it is written down; once, whoever asks, and once more where that failed."""
        if message.stopping is None or (message.stopping.done() and message.stopping.exception() is not None):
            message.stopping = asyncio.ensure_future(self._stop(message))
        return message.stopping

    async def _stop(self, message: Message) -> None:
        done = await self.x.media.do(StopRecord(message.whose.call))
        if done.segment is not None:
            message.segment = captured.sides(done.segment, message.whose.customer_leg)
        if message.hearing is not None:
            await asyncio.to_thread(message.hearing.heard)

    async def _halted(self, message: Message) -> None:
        """No more of it is written down, or the recorder sees to it before anybody else is heard."""
        try:
            if message.hearing is not None:
                await asyncio.shield(self._stopped(message))
        except (HoolinError, OSError) as problem:
            log.warning("a message could not be ended: %s", why(problem))
            self.recorder.astray(message.whose.call)

    def _sent(self, message: Message, *, person: bool = False) -> "asyncio.Future[None]":
        """Sealed and said to be there; once, whoever asks. person: see `PreferPerson`."""
        if message.over is None:
            message.over = self.recorder.begin(self._send(message, person=person))
        return message.over

    async def _send(self, message: Message, *, person: bool) -> None:
        whose, length_ms = message.whose, 0
        try:
            if person and await self._led_on(message):
                await self._discard(message)
                return
            assert message.segment is not None
            files, stretch = captured.files(message.segment), self.recorder.stretch_of(message.segment)
            try:
                made = await self.recorder.made(whose, message.segment)
                length_ms = made.length_ms
                await self.recorder.keep(whose, stretch, None, made)
            except (Malformed, NotFound) as problem:
                self.recorder.lose(whose, stretch, "erased" if isinstance(problem, NotFound) else "unreadable")
            except HoolinError as problem:
                # The disk refuses, or there is no process for it: the captures stay, and the next start takes them up.
                log.warning("a message could not be stored yet: %s", problem.code)
                files = ()
            known = self.x.house.desk.kept.voicemails.get(whose.interaction)
            if known is not None:
                self.left[whose.interaction] = known.promised_at
            await self.x.ask(c.LeaveVoicemail(interaction=whose.interaction, length_ms=length_ms))
            message.left = True
            self.x.counted["voicemails"] += 1
            await asyncio.to_thread(captured.throw_away, files)
            await self._uncopied(message)
        finally:
            self._open.pop(whose.call, None)

    async def _led_on(self, message: Message) -> bool:
        """Whether the wish for a person leads anywhere else, or nothing was said: then there is no message."""
        wish = c.PreferPerson(interaction=message.whose.interaction, spoken=message.spoken)
        answer = await self.x.ask(wish, f"customer:{message.whose.customer}")
        return not message.spoken or any(isinstance(entry.fact, f.VoicemailDropped) for entry in answer.entries)

    async def _discard(self, message: Message) -> None:
        """Of what they do not want nothing stays."""
        segment, message.segment, message.heard = message.segment, None, 0
        if segment is not None:
            await asyncio.to_thread(captured.throw_away, captured.files(segment))
        await self._uncopied(message)

    async def _uncopied(self, message: Message) -> None:
        copying, message.copying = message.copying, None
        if copying is not None:
            await asyncio.wait((copying,))
        copy, message.copy = message.copy, None
        if copy is not None:
            await asyncio.to_thread(copy.unlink, missing_ok=True)

    # ── the end ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def over(self, call: str) -> None:
        """The call has ended: what was said until then is the message. Before the engine forgets the call."""
        message = self._open.pop(call, None)
        if message is None or message.over is not None:
            return
        await self._halted(message)
        if message.spoken:
            self._sent(message)
        else:
            await self._discard(message)
            self.x.tell(c.DropVoicemail(interaction=message.whose.interaction, gone=True))


def _write(file: Path, made: Converted) -> None:
    (samples,) = read_wav(made.wav)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.write_bytes(write_au(to_alaw(samples)))
