"""The sound of calls in rtpengine.

- Every leg is a tag in a call of rtpengine's; we ourselves are one for each leg (`house.<leg>`), whose sound goes nowhere.
- Who is put through to somebody else keeps its port; whom it left is muted before the new one is heard (`talk.py`).
- Sounds are one A-law file: several are joined before. Never a file as it came: Ogg/Vorbis ends the whole engine, WAV stutters.
- After our own restart a call's pairs are asked from the engine; what was held or blocked must be said again.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from hoolin.channels.voice.media import captures, shaping
from hoolin.channels.voice.media import sdp as descriptions
from hoolin.channels.voice.media.bencode import Read, Value
from hoolin.channels.voice.media.daemon import Rtpengine
from hoolin.channels.voice.media.keeper import Keeper
from hoolin.channels.voice.media.ng import NOTHING, Reply
from hoolin.channels.voice.media.orders import check_order
from hoolin.channels.voice.media.port import (
    BROWSER,
    HOUSE,
    TRUNK,
    Block,
    Digit,
    Done,
    Heard,
    Hold,
    Listen,
    Listening,
    MediaEvent,
    MediaGone,
    Order,
    Play,
    Press,
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
from hoolin.channels.voice.media.sounds import Joined
from hoolin.channels.voice.media.talk import Talk
from hoolin.channels.voice.media.turns import Turns
from hoolin.core.errors import Invalid, NotFound, NotReached, PeerError

log = logging.getLogger(__name__)

CALLS_MAX: Final = 1_350
"""Calls that one datagram can list, with names as long as they may be; one machine carries fewer."""

OURS_MAX: Final = 1_000
"""Keys of ours on their way; those of calls that ended first are forgotten in time."""

FOREVER: Final = 1_000_000
"""How often music is played that ends when it is told to."""

PRESS_MS: Final = 160
"""How long a key of ours is pressed; telephones tell keys from 40 on."""

PAUSE_MS: Final = 100
"""Silence after it."""


class RtpengineMedia:
    """See `MediaEngine`. heard: told of keys, given-up calls and the engine's coming and going."""

    can: frozenset[type[Order]] = frozenset(
        (Take, Play, Silence, Hold, Resume, Block, Unblock, Press, Record, StopRecord, Listen, Listening)
    )

    def __init__(self, engine: Rtpengine, heard: Heard) -> None:
        self.engine = engine
        self.heard = heard
        self.keeper = Keeper(engine, self._tell, self._forget)
        self._talks: dict[str, Talk] = {}
        # The calls that were there before we were; None: more than it can tell, and any may be one of them.
        self._older: frozenset[str] | None = None
        self._turns = Turns()
        # Keys of ours that the engine will tell us of as if the leg had pressed them.
        self._ours: deque[tuple[str, str, str]] = deque(maxlen=OURS_MAX)
        self._presses: set[asyncio.Task[None]] = set()
        self._joined = Joined(engine.folder / "sounds")

    async def start(self) -> None:
        """See the port."""
        await asyncio.to_thread(captures.forget_old, self.engine.recordings)
        await self.keeper.start()
        listed = await self._listed()
        self._older = frozenset(listed) if len(listed) < CALLS_MAX else None

    async def stop(self, *, leave: bool = False) -> None:
        """See the port."""
        for presses in self._presses:
            presses.cancel()
        await self.keeper.stop(leave=leave)
        self._talks.clear()

    def _forget(self) -> None:
        for call in list(self._talks):
            self._over(call)

    def _over(self, call: str) -> None:
        """The engine has forgotten a call. What was recorded of it can be asked for yet."""
        talk = self._talks.get(call)
        if talk is not None and talk.segment:
            talk.over = True
        else:
            self._talks.pop(call, None)

    def _tell(self, event: MediaEvent) -> None:
        if isinstance(event, MediaGone):
            self._over(event.call)
        if isinstance(event, Digit):
            pressed = (event.call, event.leg, event.digit)
            if pressed in self._ours:
                self._ours.remove(pressed)
                return
            if event.call in self._talks:
                self._talks[event.call].pressed.add(event.leg)
        try:
            self.heard(event)
        except Exception:
            log.exception("who is told of a call's media failed")

    # ── the port ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def offer(self, call: str, leg: str, towards: str, sdp: bytes, shape: Shape) -> bytes:
        """See the port."""
        async with self._turns.of(call, leg, towards):
            talk = await self._talk(call, makes=True)
            return await self._offer(call, talk, (leg, towards), sdp, shape)

    async def answer(self, call: str, leg: str, towards: str, sdp: bytes, shape: Shape) -> bytes:
        """See the port."""
        async with self._turns.of(call, leg, towards):
            talk = await self._talk(call, makes=False)
            descriptions.read(sdp)
            talk.together(leg, towards)
            if towards != HOUSE:
                for one in talk.playing & {leg, towards}:
                    await self._silence(call, one, talk)
            made = await self._answer(call, talk, (leg, towards), sdp, shape)
            return b"" if towards == HOUSE else made

    async def do(self, order: Order) -> Done:
        """See the port."""
        check_order(order)
        leg = getattr(order, "leg", "")
        async with self._turns.of(order.call, leg):
            talk = await self._talk(order.call, makes=isinstance(order, Take))
            if leg and (leg not in talk.ports or leg in talk.left) and not isinstance(order, Take):
                raise NotFound("media_leg", call=order.call, leg=leg)
            return await self._done(order, talk)

    async def _done(self, order: Order, talk: Talk) -> Done:
        match order:
            case Take():
                return await self._take(order, talk)
            case Play():
                return await self._play(order, talk, order.sounds, order.times)
            case Silence():
                await self._silence(order.call, order.leg, talk)
            case Hold():
                talk.held.add(order.leg)
                await self._settle(order.call, talk)
                return await self._play(order, talk, order.music, 0) if order.music else Done()
            case Resume():
                talk.held.discard(order.leg)
                await self._silence(order.call, order.leg, talk)
                await self._settle(order.call, talk)
            case Block():
                talk.blocked.add(order.leg)
                await self._settle(order.call, talk)
            case Unblock():
                talk.blocked.discard(order.leg)
                await self._settle(order.call, talk)
            case Press():
                return await self._press(order, talk)
            case Record():
                if talk.opus - talk.left:
                    raise Invalid("not_recorded_in_opus")
                if not talk.segment:
                    await self._ask("start recording", order.call, {"metadata": order.segment})
                    talk.segment = order.segment
            case StopRecord():
                return await self._stop_record(order.call, talk)
            case Listen():
                return await self._listen(order, talk)
            case Listening():
                await self._listening(order)
        return Done()

    async def end(self, call: str, leg: str = "") -> None:
        """See the port."""
        async with self._turns.of(call, leg):
            with suppress(NotFound):
                if leg:
                    await self._end_leg(call, leg, await self._talk(call, makes=False))
                    return
                await self._ask("delete", call)
            known = None if leg else self._talks.pop(call, None)
            if known is not None and known.segment:
                await asyncio.to_thread(captures.forget, self.engine.recordings, call)

    @property
    def own(self) -> bool:
        """See the port."""
        return not self.engine.ng_port

    async def calls(self, known: frozenset[str] = frozenset()) -> frozenset[str]:
        """See the port."""
        found = await self._listed()
        if len(found) >= CALLS_MAX:
            for call in sorted(known - found):
                with suppress(NotFound):
                    await self._ask("query", call)
                    found.add(call)
        return frozenset(found)

    async def _listed(self) -> set[str]:
        reply = await self.keeper.client.ask("list", {"limit": CALLS_MAX})
        listed = reply.get("calls")
        names = listed if isinstance(listed, list) else []
        return {name.decode("utf-8", "replace") for name in names if isinstance(name, bytes)}

    # ── orders ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _take(self, order: Take, talk: Talk) -> Done:
        call, leg = order.call, order.leg
        await self._offer(call, talk, (leg, HOUSE), order.sdp, TRUNK)
        talk.together(leg, HOUSE)
        return Done(sdp=await self._answer(call, talk, (HOUSE, leg), b"", order.shape))

    async def _play(self, order: Play | Hold, talk: Talk, sounds: tuple[Path, ...], times: int) -> Done:
        file, ms = await self._joined.of(sounds)
        said: dict[str, Value] = {"from-tag": order.leg, "file": str(file), "repeat-times": times or FOREVER}
        talk.playing.add(order.leg)
        await self._ask("play media", order.call, said)
        return Done(ms=ms * times)

    async def _silence(self, call: str, leg: str, talk: Talk) -> None:
        """It is asked only where something may be played: a call that is put through has more than one reason to want it."""
        if leg not in talk.playing:
            return
        try:
            await self._ask("stop media", call, {"from-tag": leg})
        except NotReached:
            raise
        except PeerError as why:
            log.debug("nothing was played: %s", why)
        talk.playing.discard(leg)

    async def _press(self, order: Press, talk: Talk) -> Done:
        if order.leg in talk.pressed:
            # Keys of ours are lost in rtpengine 10.5 once the leg has pressed one itself; better said than silent.
            raise Invalid("leg_presses_itself", leg=order.leg)
        if not talk.pressing:
            await self._make_pressable(order, talk)
        presses = asyncio.create_task(self._pressed(order))
        self._presses.add(presses)
        presses.add_done_callback(self._presses.discard)
        return Done(ms=len(order.digits) * (PRESS_MS + PAUSE_MS))

    async def _make_pressable(self, order: Press, talk: Talk) -> None:
        """The same two are put through again, so that the engine makes the sound between them anew."""
        leg, other = order.leg, talk.partner.get(order.leg, "")
        if leg not in talk.said or other not in talk.said:
            raise NotFound("media_leg", call=order.call, leg=leg)
        talk.pressing = True
        mine, theirs = (descriptions.read(talk.said[one]).shape for one in (leg, other))
        await self._offer(order.call, talk, (other, leg), talk.said[other], mine)
        await self._answer(order.call, talk, (leg, other), talk.said[leg], theirs)

    async def _pressed(self, order: Press) -> None:
        """One key after another: two at once come out of order."""
        for digit in order.digits:
            try:
                self._ours.append((order.call, order.leg, digit))
                await self._ask("play DTMF", order.call, {"from-tag": order.leg, "code": digit, "duration": PRESS_MS})
            except (PeerError, NotFound) as why:
                log.warning("a key could not be pressed: %s", why)
                return
            await asyncio.sleep((PRESS_MS + PAUSE_MS) / 1_000)

    async def _stop_record(self, call: str, talk: Talk) -> Done:
        if not talk.segment:
            return Done()
        if not talk.over:
            with suppress(NotFound):
                await self._ask("stop recording", call)
        name, talk.segment = talk.segment, ""
        file = await asyncio.to_thread(captures.newest, self.engine.recordings, call)
        if talk.over:
            self._talks.pop(call, None)
        if file is None:
            raise NotFound("media_recording", call=call, segment=name)
        ports = await self._ports(call, talk)
        return Done(segment=Segment(name, tuple(Track(leg, (file,), found) for leg, found in sorted(ports.items()))))

    async def _listen(self, order: Listen, talk: Talk) -> Done:
        said: dict[str, Value] = {"from-tags": list(order.legs), "to-tag": order.by}
        reply = await self._ask("subscribe request", order.call, said, shaping.of(order.shape))
        talk.listening.add(order.by)
        sdp = reply.get("sdp")
        return Done(sdp=descriptions.for_chrome(sdp if isinstance(sdp, bytes) else b""))

    async def _listening(self, order: Listening) -> None:
        said: dict[str, Value] = {"to-tag": order.by, "sdp": order.sdp}
        await self._ask("subscribe answer", order.call, said, shaping.listening(descriptions.read(order.sdp).shape))

    async def _end_leg(self, call: str, leg: str, talk: Talk) -> None:
        """rtpengine's own way to delete one leg silences others of the call, so the leg is muted and forgotten with the call."""
        if leg in talk.listening:
            await self._ask("unsubscribe", call, {"to-tag": leg})
        elif leg in talk.playing:
            await self._silence(call, leg, talk)
        talk.gone(leg)
        await self._settle(call, talk)

    # ── what they share ─────────────────────────────────────────────────────────────────────────────────────────────

    async def _offer(self, call: str, talk: Talk, legs: tuple[str, str], sdp: bytes, shape: Shape) -> bytes:
        leg, towards = legs
        if leg == HOUSE:
            sdp = self._nothing()
        mine = descriptions.read(sdp)
        if leg != HOUSE:
            talk.said[leg] = sdp
        if shape.opus and talk.segment:
            # What is said in Opus cannot be written down as sound.
            shape = BROWSER
        (talk.opus.add if shape.opus else talk.opus.discard)(towards)
        said: dict[str, Value] = {"from-tag": _tag(leg, towards), "to-tag": _tag(towards, leg), "sdp": sdp}
        reply = await self._ask("offer", call, said, shaping.offered(mine, shape, pressing=talk.pressing))
        return self._said(reply, talk, towards)

    async def _answer(self, call: str, talk: Talk, legs: tuple[str, str], sdp: bytes, shape: Shape) -> bytes:
        """Who is not to be heard any more is muted before the new one is heard."""
        leg, towards = legs
        if leg != HOUSE:
            talk.said[leg] = sdp
        await self._mute(call, talk)
        said: dict[str, Value] = {
            "from-tag": _tag(towards, leg), "to-tag": _tag(leg, towards), "sdp": sdp or self._nothing(),
        }  # fmt: skip
        reply = await self._ask("answer", call, said, shaping.of(shape, pressing=talk.pressing))
        await self._unmute(call, talk)
        return self._said(reply, talk, towards)

    async def _settle(self, call: str, talk: Talk) -> None:
        """The engine is told who may be heard."""
        await self._mute(call, talk)
        await self._unmute(call, talk)

    async def _mute(self, call: str, talk: Talk) -> None:
        for leg in sorted(talk.to_mute()):
            await self._ask("block media", call, {"from-tag": leg})
            talk.muted.add(leg)

    async def _unmute(self, call: str, talk: Talk) -> None:
        for leg in sorted(talk.to_unmute()):
            await self._ask("unblock media", call, {"from-tag": leg})
            talk.muted.discard(leg)

    async def _ask(self, command: str, call: str, said: Mapping[str, Value] = NOTHING, written: bytes = b"") -> Reply:
        return await self.keeper.client.ask(command, {"call-id": call, **said}, written, seconds=self._turns.left(call))

    def _said(self, reply: Reply, talk: Talk, leg: str) -> bytes:
        """The SDP of a reply, whose port is from now on one of the leg's."""
        sdp = reply.get("sdp")
        if not isinstance(sdp, bytes):
            raise PeerError("media_engine", lacks="sdp")
        if leg != HOUSE:
            talk.ports.setdefault(leg, set()).add(descriptions.port_of(sdp))
        return sdp

    def _nothing(self) -> bytes:
        """Our own description: we are there, and hear nothing."""
        return descriptions.ours(self.engine.address)

    async def _talk(self, call: str, *, makes: bool) -> Talk:
        """What is known of a call; asked from the engine when it may be older than we are. Raises NotFound."""
        talk = self._talks.get(call)
        if talk is None:
            talk = Talk()
            if self._older is None or call in self._older:
                await self._learn(call, talk, makes=makes)
            elif not makes:
                raise NotFound("media_call", call=call)
            self._talks[call] = talk
        return talk

    async def _learn(self, call: str, talk: Talk, *, makes: bool) -> None:
        try:
            pairs_of(await self._ask("query", call), talk)
            talk.playing = set(talk.partner)
            talk.segment = await asyncio.to_thread(captures.being_written, self.engine.recordings, call)
        except NotFound:
            if not makes:
                raise

    async def _ports(self, call: str, talk: Talk) -> dict[str, frozenset[int]]:
        return {leg: frozenset(ports) for leg, ports in talk.ports.items() if leg not in talk.listening}


def _tag(leg: str, other: str) -> str:
    """The name of a leg at the engine; each leg has a house of its own."""
    return f"{HOUSE}.{other}" if leg == HOUSE else leg


def pairs_of(reply: Reply, talk: Talk) -> None:
    """Who talks with whom, and at which ports, from what the engine says about a call."""
    tags = reply.get("tags")
    if not isinstance(tags, dict):
        return
    sees = {leg: _names(told, "subscriptions") for leg, told in tags.items()}
    for leg, others in sees.items():
        if leg.startswith(f"{HOUSE}."):
            continue
        talk.ports[leg] = set(_ports(tags[leg]))
        for other in others:
            if other.startswith(f"{HOUSE}."):
                talk.partner.setdefault(leg, HOUSE)
            elif leg in sees.get(other, ()):
                talk.partner[leg] = other


def _names(told: Read, what: str) -> list[str]:
    rows = told.get(what) if isinstance(told, dict) else None
    names = [row.get("tag") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [name.decode("utf-8", "replace") for name in names if isinstance(name, bytes)]


def _ports(told: Read) -> list[int]:
    """The engine's ports for a leg's sound."""
    medias = told.get("medias") if isinstance(told, dict) else None
    found: list[int] = []
    for media in medias if isinstance(medias, list) else ():
        streams = media.get("streams") if isinstance(media, dict) else None
        for stream in streams if isinstance(streams, list) else ():
            port = stream.get("local port") if isinstance(stream, dict) else None
            if isinstance(port, int):
                found.append(port)
    return found
