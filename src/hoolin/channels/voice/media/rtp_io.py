"""The sound of calls in rtp.io, for machines without rtpengine: one Python package, no program of the distribution.

- Every leg is a session of its own there, with an outer port for the party and an inner one on the loopback interface. Two who
  talk are sessions whose inner sides point at each other; who is not to be heard points nowhere. So a leg's outer port never
  changes, and there is nothing to leak.
- It hands packets on as they come: legs speak A-law, and whoever offers none is refused. Nobody can listen in, and we press no keys.
- Its process ends with us: calls do not live through our own restart.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

from hoolin.channels.voice.media import captures
from hoolin.channels.voice.media import sdp as descriptions
from hoolin.channels.voice.media.orders import check_name, check_order
from hoolin.channels.voice.media.port import (
    BROWSER,
    HOUSE,
    Block,
    Digit,
    Done,
    Heard,
    Hold,
    MediaEvent,
    MediaGone,
    Order,
    Play,
    Record,
    Resume,
    Segment,
    Shape,
    Silence,
    StopRecord,
    Take,
    Track,
    Unblock,
)
from hoolin.channels.voice.media.rtp_io_child import LOOPBACK, Child, RtpIo
from hoolin.channels.voice.media.rtp_io_words import gathered, placing, read_notice, securing
from hoolin.channels.voice.media.sdp import NOWHERE_PORT, Sound
from hoolin.channels.voice.media.sounds import Joined
from hoolin.channels.voice.media.talk import Talk
from hoolin.channels.voice.media.turns import Turns
from hoolin.core.errors import Invalid, NotFound, PeerError

log = logging.getLogger(__name__)

FOREVER: Final = 1_000_000
"""How often music is played that ends when it is told to."""

HELD_S: Final = 3_600
"""A held leg may be silent for so long: many telephones send nothing while they wait."""


@dataclass(slots=True)
class Leg:
    """One session. outer: where the party sends; inner: where others send to it, 0 until the party's place is known. secure: what a
    browser is told. sound: what the party said last. told: what the inner side points at.
    """

    outer: int
    secure: descriptions.Secure | None
    inner: int = 0
    sound: Sound | None = None
    towards: int = NOWHERE_PORT


@dataclass(slots=True)
class Call:
    """One call. tracks: what is being recorded, by leg, the running one last. played: what a leg was given to hear last: times and sounds."""

    talk: Talk = field(default_factory=Talk)
    legs: dict[str, Leg] = field(default_factory=dict)
    tracks: dict[str, list[Path]] = field(default_factory=dict)
    played: dict[str, tuple[int, str]] = field(default_factory=dict)


class RtpIoMedia:
    """See `MediaEngine`. heard: told of keys, given-up calls and the engine's coming and going."""

    can: frozenset[type[Order]] = frozenset((Take, Play, Silence, Hold, Resume, Block, Unblock, Record, StopRecord))

    def __init__(self, engine: RtpIo, heard: Heard) -> None:
        self.engine = engine
        self.heard = heard
        self._calls: dict[str, Call] = {}
        self._turns = Turns()
        self._joined = Joined(engine.folder / "sounds", raw=True)
        self._child = Child(engine, self._tell, self._line, self._forget)

    async def start(self) -> None:
        """See the port."""
        await asyncio.to_thread(captures.forget_old, self.engine.folder)
        await self._child.start()

    async def stop(self, *, leave: bool = False) -> None:
        """See the port; it cannot be left."""
        await self._child.stop()
        self._calls.clear()

    def _tell(self, event: MediaEvent) -> None:
        try:
            self.heard(event)
        except Exception:
            log.exception("who is told of a call's media failed")

    def _line(self, line: str) -> None:
        """What the engine says by itself."""
        notice = read_notice(line)
        call = self._calls.get(notice.call) if notice is not None else None
        if notice is None or call is None or notice.leg not in call.legs:
            return
        if notice.digit:
            self._tell(Digit(notice.call, notice.leg, notice.digit, notice.ms))
            return
        # The session is gone at the engine. While others of the call are heard it is theirs to end it.
        del call.legs[notice.leg]
        call.talk.gone(notice.leg)
        if not call.legs:
            if not call.tracks:
                del self._calls[notice.call]
            self._tell(MediaGone(notice.call))

    def _forget(self) -> None:
        """The engine knows no call any more. What was recorded can be asked for yet."""
        for name, call in list(self._calls.items()):
            call.legs.clear()
            if not call.tracks:
                del self._calls[name]

    # ── the port ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def offer(self, call: str, leg: str, towards: str, sdp: bytes, shape: Shape) -> bytes:
        """See the port."""
        async with self._turns.of(call, leg, towards):
            keys = descriptions.KEYS_PAYLOAD
            if leg != HOUSE:
                sound = _alaw(descriptions.read(sdp))
                keys = sound.keys or keys
                await self._renew(call, leg, sound)
                mine = await self._leg(call, leg, sound.shape)
                mine.sound = sound
            made = await self._leg(call, towards, shape)
            return descriptions.ours(self.engine.host, made.outer, keys, made.secure)

    async def answer(self, call: str, leg: str, towards: str, sdp: bytes, shape: Shape) -> bytes:
        """See the port."""
        async with self._turns.of(call, leg, towards):
            known = self._known(call, leg)
            await self._place(call, leg, _alaw(descriptions.read(sdp)))
            if towards != HOUSE:
                other = self._known(call, towards).legs[towards]
                if other.sound is None:
                    raise NotFound("media_leg", call=call, leg=towards)
                if not other.inner:
                    await self._place(call, towards, other.sound)
            known.talk.together(leg, towards)
            if towards != HOUSE:
                for one in known.talk.playing & {leg, towards}:
                    await self._silence(call, one)
            await self._settle(call, known)
            return b"" if towards == HOUSE else self._answer(known.legs[towards])

    async def do(self, order: Order) -> Done:
        """See the port."""
        check_order(order)
        if type(order) not in self.can:
            raise Invalid("not_with_this_engine", order=type(order).__name__)
        leg = getattr(order, "leg", "")
        async with self._turns.of(order.call, leg):
            if isinstance(order, Take):
                return await self._take(order)
            return await self._done(order, self._known(order.call, leg))

    async def _done(self, order: Order, call: Call) -> Done:
        match order:
            case Play():
                return await self._play(order.call, order.leg, order.sounds, order.times)
            case Silence():
                await self._silence(order.call, order.leg)
            case Hold():
                call.talk.held.add(order.leg)
                await self._settle(order.call, call)
                return await self._play(order.call, order.leg, order.music, 0) if order.music else Done()
            case Resume():
                call.talk.held.discard(order.leg)
                await self._silence(order.call, order.leg)
                await self._settle(order.call, call)
            case Block():
                call.talk.blocked.add(order.leg)
                await self._settle(order.call, call)
            case Unblock():
                call.talk.blocked.discard(order.leg)
                await self._settle(order.call, call)
            case Record():
                call.talk.segment = call.talk.segment or order.segment
                for leg in call.legs:
                    await self._record(order.call, leg)
            case StopRecord():
                return await self._stop_record(order.call, call)
        return Done()

    async def end(self, call: str, leg: str = "") -> None:
        """See the port."""
        check_name(call)
        async with self._turns.of(call, leg):
            known = self._calls.get(call)
            if known is None:
                return
            for one in [leg] if leg else list(known.legs):
                if known.legs.pop(one, None) is not None:
                    known.talk.gone(one)
                    await self._ask(call, f"D {_id(call, one)} in out")
            if known.legs:
                await self._settle(call, known)
                return
            del self._calls[call]
            for file in [file for files in known.tracks.values() for file in files]:
                await asyncio.to_thread(_forgotten, file)

    @property
    def own(self) -> bool:
        """See the port: it ends with us."""
        return True

    async def calls(self, known: frozenset[str] = frozenset()) -> frozenset[str]:
        """See the port: an engine of ours that ends with us has no calls but those we know."""
        await self._child.ask("V")
        return frozenset(name for name, call in self._calls.items() if call.legs)

    # ── legs ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _known(self, call: str, leg: str) -> Call:
        known = self._calls.get(call)
        if known is None or (leg and leg not in known.legs):
            raise NotFound("media_call", call=call, leg=leg)
        return known

    async def _leg(self, call: str, leg: str, shape: Shape) -> Leg:
        """The leg's session, begun when it is new."""
        known = self._calls.get(call, Call())
        if leg not in known.legs:
            secure = " && M4:1 S && M5:1 S" if shape.kind == BROWSER.kind else ""
            port, *told = (await self._ask(call, f"{self._inner(call, leg, NOWHERE_PORT)}{secure}")).split(" && ")
            made = gathered(told) if secure else None
            known.legs[leg] = Leg(_port(port), made)
            self._calls[call] = known
        return known.legs[leg]

    async def _renew(self, call: str, leg: str, sound: Sound) -> None:
        """A page that was loaded again is another end with keys of its own: it is given a session of its own, in place of the earlier one."""
        known = self._calls.get(call)
        one = known.legs.get(leg) if known is not None else None
        if known is None or one is None or one.secure is None or one.sound is None or one.sound.ufrag == sound.ufrag:
            return
        await self._ask(call, f"D {_id(call, leg)} in out")
        del known.legs[leg]

    def _inner(self, call: str, leg: str, port: int, more: str = "") -> str:
        """The command that points a leg's inner side at a port. Without the notice each time, its end would not be told."""
        notice = quote(f"gone!{call}!{leg}", safe="!~")
        return f"UAc8z20 {_id(call, leg)} {LOOPBACK} {port} in{more} {self._child.notices} {notice}"

    async def _place(self, call: str, leg: str, sound: Sound) -> None:
        """The engine is told where the party is."""
        known = self._calls[call]
        one = known.legs[leg]
        key = f" && M3:1 key!{call}!{leg} {sound.keys}" if sound.keys else ""
        secure = securing(sound, self.engine.media) if one.secure is not None else ""
        host, port = placing(sound)
        answer = await self._ask(call, f"Lc8 {_id(call, leg)} {host} {port} in out{key}{secure}")
        begun = not one.inner
        one.inner, one.sound = _port(answer.split(" && ")[0]), sound
        if begun and leg in known.talk.playing and leg in known.played:
            await self._ask(call, self._playing(call, leg))
        if known.talk.segment:
            await self._record(call, leg, again=begun)

    async def _take(self, order: Take) -> Done:
        sound = _alaw(descriptions.read(order.sdp))
        await self._renew(order.call, order.leg, sound)
        one = await self._leg(order.call, order.leg, order.shape)
        await self._place(order.call, order.leg, sound)
        known = self._calls[order.call]
        known.talk.together(order.leg, HOUSE)
        await self._settle(order.call, known)
        return Done(sdp=self._answer(one))

    def _answer(self, leg: Leg) -> bytes:
        secure, sound = leg.secure, leg.sound
        keys = sound.keys if sound is not None else 0
        if secure is not None and sound is not None:
            secure = descriptions.Secure(
                "passive", secure.fingerprint, secure.ufrag, secure.password, secure.candidates, sound.mid or "0"
            )
        return descriptions.ours(self.engine.host, leg.outer, keys or descriptions.KEYS_PAYLOAD, secure)

    async def _settle(self, call: str, known: Call) -> None:
        """The engine is told who hears whom: first who is not heard any more, then who is."""
        wanted = {leg: self._target(known, leg) for leg, one in known.legs.items() if one.inner}
        for leg, port in sorted(wanted.items(), key=lambda item: item[1] != NOWHERE_PORT):
            one = known.legs[leg]
            if one.towards != port:
                await self._ask(call, self._inner(call, leg, port, " out"))
                one.towards = port

    def _target(self, known: Call, leg: str) -> int:
        other = known.legs.get(known.talk.heard_by(leg))
        return other.inner if other is not None and other.inner else NOWHERE_PORT

    # ── orders ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _play(self, call: str, leg: str, sounds: tuple[Path, ...], times: int) -> Done:
        file, ms = await self._joined.of(sounds)
        self._calls[call].played[leg] = (times or FOREVER, file.stem)
        await self._ask(call, self._playing(call, leg))
        self._calls[call].talk.playing.add(leg)
        return Done(ms=ms * times)

    def _playing(self, call: str, leg: str) -> str:
        times, stem = self._calls[call].played[leg]
        return f"P{times} {_id(call, leg)} sounds/{stem} session out in"

    async def _silence(self, call: str, leg: str) -> None:
        self._calls[call].talk.playing.discard(leg)
        await self._ask(call, f"S {_id(call, leg)} out in")

    async def _record(self, call: str, leg: str, *, again: bool = False) -> None:
        """Once where the party is is known. again: its session is another than before."""
        known = self._calls[call]
        if not known.legs[leg].inner:
            return
        files = known.tracks.setdefault(leg, [])
        if files and not again:
            return
        more = f"!{len(files)}" if files else ""
        name = f"{call}!{known.talk.segment}!{leg}{more}"
        await self._ask(call, f"C {_id(call, leg)} {name} out in")
        files.append(self.engine.folder / "recordings" / f"{name}.rtp")

    async def _stop_record(self, call: str, known: Call) -> Done:
        if not known.talk.segment:
            return Done()
        for leg in list(known.tracks):
            if leg in known.legs:
                # Of one that it has ended before it knows nothing any more.
                with suppress(NotFound):
                    await self._ask(call, f"N {_id(call, leg)} out in")
        # Only now: what the engine refused to end can be asked for again.
        name, known.talk.segment = known.talk.segment, ""
        tracks, known.tracks = known.tracks, {}
        if not known.legs:
            self._calls.pop(call, None)
        found = [Track(leg, await asyncio.to_thread(_all_kept, files)) for leg, files in sorted(tracks.items())]
        return Done(segment=Segment(name, tuple(track for track in found if track.files)))

    async def _ask(self, call: str, command: str) -> str:
        answer = await self._child.ask(command, seconds=self._turns.left(call))
        if answer.startswith("E50"):
            raise NotFound("media_call")
        if answer.startswith("E") or (answer.split(" ")[0] == "0" and command[0] in "UL"):
            raise PeerError("media_engine_refuses", why=answer[:20])
        return answer


def _all_kept(files: list[Path]) -> tuple[Path, ...]:
    return tuple(file for file in files if _kept(file))


def _kept(file: Path) -> bool:
    """Whether a capture is there; that of what nobody needs beside it is taken away."""
    file.with_suffix(".rtcp").unlink(missing_ok=True)
    return file.exists()


def _forgotten(file: Path) -> None:
    """A capture that nobody asked for is thrown away: it is somebody's voice."""
    if _kept(file):
        file.unlink(missing_ok=True)


def _id(call: str, leg: str) -> str:
    return f"{call}!{leg}"


def _alaw(sound: Sound) -> Sound:
    """A sound that this engine can hand on. Raises Invalid."""
    if not sound.has_alaw:
        raise Invalid("no_common_codec", needs="PCMA")
    return sound


def _port(said: str) -> int:
    """The port in an answer: "30000 127.0.0.1". Raises PeerError."""
    port = said.split(" ")[0]
    if not port.isdigit():
        raise PeerError("media_engine_refuses", why=said[:20])
    return int(port)
