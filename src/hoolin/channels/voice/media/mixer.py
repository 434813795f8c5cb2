"""Conferences of three and more: everybody hears everybody else. No engine mixes, so a mixer is one more partner of each leg.

    offer(c → m-c) ── SDP ──▶ Mixer.join ── SDP ──▶ answer(m-c → c)         the same for a, b, …

- A leg keeps its port: it is put through to its place in the mixer as to anybody else, and back.
- Who is in which room is `hearing.py`'s business, and `mixing.py` carries it out; `Conferences` is one room for each call.
- The mixer speaks A-law and plain RTP, on the loopback interface or a network of our own; the engine takes care of browsers.
"""

from typing import Final, Protocol

from hoolin.channels.voice.media.port import TRUNK, MediaBackend, Shape
from hoolin.channels.voice.media.sdp import read

PLACE: Final = "m-"
"""Before a leg's name: its place in the mixer."""

PEOPLE_MAX: Final = 12
"""In one conference: a consultation with a supervisor and an interpreter has five."""


class Mixer(Protocol):
    """Where conferences are mixed."""

    async def join(self, room: str, who: str, sdp: bytes) -> bytes:
        """Somebody comes. sdp: their offer; gives the answer. Raises NotReached, PeerError, Refusal when the room is full."""

    async def leave(self, room: str, who: str) -> None:
        """Somebody goes; the last one takes the room along. Who is not there has gone already."""

    async def mute(self, room: str, who: str, *, muted: bool) -> None:
        """Nobody hears them, or everybody again. Raises NotFound."""

    async def clear(self) -> None:
        """Whatever an earlier life of ours left of it ends, with its rooms."""

    async def rooms(self) -> dict[str, frozenset[str]]:
        """Who is in which room, as the mixer itself says."""


class Conferences:
    """Puts legs into conferences and takes them out. A conference is named as its call."""

    def __init__(self, media: MediaBackend, mixer: Mixer) -> None:
        self.media = media
        self.mixer = mixer

    async def add(self, call: str, leg: str, sdp: bytes) -> None:
        """From now on this leg hears all others of the conference, and they hear it. sdp: what the leg said last. What was played to
        it, or held, is ended by whoever asks. Raises as offer, answer and `Mixer.join` do; then the leg is where it was.
        """
        place = PLACE + leg
        offered = await self.media.offer(call, leg, place, sdp, TRUNK)
        answer = await self.mixer.join(call, leg, offered)
        try:
            await self.media.answer(call, place, leg, answer, _shape_of(sdp))
        except BaseException:
            await self.mixer.leave(call, leg)
            raise

    async def drop(self, call: str, leg: str) -> None:
        """This leg hears the conference no more. It is put through to somebody else, or ended, by whoever asks."""
        await self.mixer.leave(call, leg)
        await self.media.end(call, PLACE + leg)

    async def mute(self, call: str, leg: str, *, muted: bool) -> None:
        """Nobody in the conference hears this leg, or everybody again."""
        await self.mixer.mute(call, leg, muted=muted)


def _shape_of(sdp: bytes) -> Shape:
    return read(sdp).shape
