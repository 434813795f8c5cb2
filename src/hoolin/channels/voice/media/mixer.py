"""Conferences of three and more: everybody hears everybody else. No engine mixes, so a mixer is one more partner of each leg.

    offer(c → m-c) ── SDP ──▶ Mixer.join ── SDP ──▶ answer(m-c → c)         the same for a, b, …

- A leg keeps its port: it is put through to its place in the mixer as to anybody else, and back.
- Who is in which room is `hearing.py`'s business, and `mixing.py` carries it out.
- The mixer speaks A-law and plain RTP, on the loopback interface or a network of our own; the engine takes care of browsers.
"""

from typing import Final, Protocol

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

    async def clear(self) -> None:
        """Whatever an earlier life of ours left of it ends, with its rooms."""

    async def rooms(self) -> dict[str, frozenset[str]]:
        """Who is in which room, as the mixer itself says."""
