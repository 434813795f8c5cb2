"""Carries rooms out (`hearing.py`): places and feeds in the mixer, against what there is of them already.

A place is one more partner of a leg at the engine, a feed a listener of one; so the leg's own port never changes, and nothing is sent to
whoever is at the other end. Who leaves a room has left before anybody new is heard in one: what is whispered meets nobody.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from hoolin.channels.voice.hearing import Name, Room
from hoolin.channels.voice.media.mixer import PLACE, Mixer
from hoolin.channels.voice.media.port import TRUNK, Listen, Listening, MediaBackend, Order, Take
from hoolin.channels.voice.wires import Wire
from hoolin.core.errors import HoolinError, NotReached

FEED = "f-"
"""Before a leg's name: who hears it on behalf of a room."""

NAMES: tuple[Name, ...] = ("all", "inside", "outside")


@dataclass
class Seats:
    """Of one call. places: the room of each leg that has one. feeds: which leg is heard in which room besides. stale: what the engine
    knows of those who left.
    """

    places: dict[str, Name] = field(default_factory=dict)
    feeds: set[tuple[Name, str]] = field(default_factory=set)
    stale: set[str] = field(default_factory=set)


class Mixing:
    """See above. mixer: None where there is none."""

    def __init__(self, media: MediaBackend, can: frozenset[type[Order]], mixer: Mixer | None) -> None:
        self.media = media
        self.mixer = mixer
        self.can = can
        self._seats: dict[str, Seats] = {}

    def off(self) -> dict[str, str]:
        """Ways of taking part that there are not on this machine, and why."""
        found: dict[str, str] = {}
        if Listen not in self.can:
            found |= {"listen": "engine_cannot", "whisper": "engine_cannot"}
        if self.mixer is None:
            found |= dict.fromkeys(("whisper", "barge", "conference"), "no_mixer")
        return found

    async def settle(self, call: str, rooms: tuple[Room, ...], wires: Mapping[str, Wire]) -> None:
        """These rooms there are in a call, and no others. Raises NotReached, PeerError, Refusal; asked again, it goes on from where it
        was.
        """
        seats = self._seats.get(call)
        if seats is None:
            if not rooms:
                return
            seats = self._seats[call] = Seats()
        places = {leg: room.name for room in rooms for leg in room.places if leg in wires}
        feeds = {(room.name, leg) for room in rooms for leg in room.feeds if leg in wires}
        await self._leave(call, seats, places, feeds)
        for leg, room in places.items():
            if leg not in seats.places:
                await self._place(call, room, wires[leg])
                seats.places[leg] = room
                seats.stale.discard(_place(room, leg))
        for room, leg in sorted(feeds - seats.feeds):
            if _feed(room, leg) in seats.stale:
                await self._end(call, seats, _feed(room, leg))
            await self._feed(call, room, leg)
            seats.feeds.add((room, leg))
        for name in sorted(seats.stale):
            await self._end(call, seats, name)
        if not seats.places and not seats.feeds:
            del self._seats[call]

    async def _end(self, call: str, seats: Seats, name: str) -> None:
        seats.stale.discard(name)
        with suppress(HoolinError):
            await self.media.end(call, name)

    async def _leave(self, call: str, seats: Seats, places: dict[str, Name], feeds: set[tuple[Name, str]]) -> None:
        for room, leg in sorted(seats.feeds - feeds):
            seats.feeds.discard((room, leg))
            seats.stale.add(_feed(room, leg))
            await self._left(call, room, FEED + leg)
        for leg, room in list(seats.places.items()):
            if places.get(leg) != room:
                del seats.places[leg]
                seats.stale.add(_place(room, leg))
                await self._left(call, room, leg)

    async def _left(self, call: str, room: Name, who: str) -> None:
        if self.mixer is not None:
            with suppress(HoolinError):
                await self.mixer.leave(_room(call, room), who)

    async def _place(self, call: str, room: Name, wire: Wire) -> None:
        mixer, place = self._there(), _place(room, wire.leg)
        offered = await self.media.offer(call, wire.leg, place, wire.said, TRUNK)
        answer = await mixer.join(_room(call, room), wire.leg, offered)
        try:
            await self.media.answer(call, place, wire.leg, answer, wire.shape)
        except BaseException:
            await self._left(call, room, wire.leg)
            raise

    async def _feed(self, call: str, room: Name, leg: str) -> None:
        mixer, by = self._there(), _feed(room, leg)
        offered = (await self.media.do(Listen(call, (leg,), by, TRUNK))).sdp
        answer = await mixer.join(_room(call, room), FEED + leg, offered)
        await self.media.do(Listening(call, by, answer.replace(b"a=sendrecv", b"a=recvonly")))

    def _there(self) -> Mixer:
        if self.mixer is None:
            raise NotReached("mixer")
        return self.mixer

    async def leave(self, call: str, wire: Wire) -> None:
        """A leg leaves its room for nobody: it talks with us, and may be played something. Raises NotReached, PeerError."""
        seats = self._seats[call]
        room = seats.places.pop(wire.leg)
        seats.stale.add(_place(room, wire.leg))
        await self.media.do(Take(call, wire.leg, wire.said, wire.shape))
        await self._left(call, room, wire.leg)
        await self._end(call, seats, _place(room, wire.leg))

    # ── what was lost ───────────────────────────────────────────────────────────────────────────────────────────────

    def seated(self, call: str, leg: str) -> bool:
        """Whether a leg has a place."""
        seats = self._seats.get(call)
        return seats is not None and leg in seats.places

    async def unseat(self, call: str, leg: str) -> None:
        """A leg has been put through to somebody else meanwhile, and is to be given a place anew."""
        seats = self._seats.get(call)
        room = seats.places.pop(leg, None) if seats is not None else None
        if seats is not None and room is not None:
            await self._left(call, room, leg)

    def lost(self, rooms: frozenset[str]) -> set[str]:
        """The mixer is gone with these rooms; gives the calls that they were of."""
        calls = {room.rpartition(".")[0] for room in rooms}
        for call in calls:
            seats = self._seats.get(call)
            if seats is not None:
                seats.stale |= {_place(room, leg) for leg, room in seats.places.items()}
                seats.stale |= {_feed(room, leg) for room, leg in seats.feeds}
                seats.places.clear()
                seats.feeds.clear()
        return calls

    def left_behind(self, call: str, legs: list[str]) -> None:
        """An earlier life of ours had rooms for these legs: what the engine knows of them ends once the call is put together anew."""
        both = (_place, _feed)
        self._seats[call] = Seats(stale={name(room, leg) for name in both for room in NAMES for leg in legs})

    async def over(self, call: str) -> None:
        """The call is over."""
        seats = self._seats.pop(call, None)
        if seats is not None:
            await self._leave(call, seats, {}, set())


def _room(call: str, room: Name) -> str:
    return f"{call}.{room}"


def _place(room: Name, leg: str) -> str:
    return f"{PLACE}{room}-{leg}"


def _feed(room: Name, leg: str) -> str:
    return f"{FEED}{room}-{leg}"
