"""The exchange: the calls as they are on disk, the legs as this process holds them, and the ways to the loop, to SIP and to the media
engine that everything around it shares.
"""

import logging
from collections import Counter
from collections.abc import Awaitable
from typing import Any

import msgspec

from hoolin.channels.asking import asked
from hoolin.channels.port import Answer
from hoolin.channels.voice import commands as c
from hoolin.channels.voice.facts import EndCause
from hoolin.channels.voice.house import VoiceHouse
from hoolin.channels.voice.keys import Keys
from hoolin.channels.voice.media.mixer import Mixer
from hoolin.channels.voice.media.port import HOUSE, TRUNK, Listening, MediaEngine, Take
from hoolin.channels.voice.mixing import Mixing
from hoolin.channels.voice.sip.calls import Ended
from hoolin.channels.voice.sip.stack import SipLeg, SipStack
from hoolin.channels.voice.state import Call, Calls
from hoolin.channels.voice.wires import Numbers, Wire, numbers_of
from hoolin.core.commands import Command
from hoolin.core.errors import HoolinError

log = logging.getLogger("hoolin.voice")

CAUSES: dict[int, EndCause] = {486: "busy", 600: "busy", 408: "no_answer", 480: "no_answer", 487: "no_answer", 603: "refused", 403: "refused"}  # fmt: skip
"""Why a leg that was never answered ended, by its status; with any other there was no way there."""


def why(problem: HoolinError | OSError) -> str:
    """What a log says of it: nothing of anybody's."""
    return problem.code if isinstance(problem, HoolinError) else type(problem).__name__


def cause_of(ended: Ended, answered: bool) -> EndCause:
    """What is recorded of the end of a leg."""
    if answered:
        return "hung_up"
    if ended.by == "timeout":
        return "no_answer"
    return CAUSES.get(ended.status, "unreachable")


class Exchange:
    """See above. calls: as on disk. wires: by leg; by_sip: by what SIP calls theirs, until it is over. counted: what has happened since the start, for the figures."""

    def __init__(self, house: VoiceHouse, media: MediaEngine, mixer: Mixer | None = None) -> None:
        self.house = house
        self.media = media
        self.mixing = Mixing(media, media.can, mixer)
        self.keys = Keys(media)
        self.stack: SipStack | None = None
        # Made before anything moves, so that what is decided is what is on disk; from then on the reader follows.
        self.calls = copied(house.desk.kept)
        self.wires: dict[str, Wire] = {}
        self.by_sip: dict[str, Wire] = {}
        # By call: whoever ends one must not look through all.
        self._legs: dict[str, dict[str, None]] = {}
        self.counted: Counter[str] = Counter()
        self.numbers: dict[str, Numbers] = {}

    # ── the loop ────────────────────────────────────────────────────────────────────────────────────────────────────

    def ask(self, command: Command, actor: str = "channel:voice", key: str = "") -> Awaitable[Answer]:
        """Asked at once; the answer comes when it is on disk. Raises Refusal, PeerError, Defect."""
        rooms = self.house.rooms
        return asked(rooms.ask, command, actor, key or rooms.new_id("x"))

    def tell(self, command: Command, key: str = "") -> None:
        """Asked, and whatever is answered is noted at most: what has been overtaken is nobody's loss."""

        def then(answer: Answer | HoolinError) -> None:
            if isinstance(answer, HoolinError):
                self.counted["refused_commands"] += 1
                log.info("a command about a call was refused: %s", answer.code)

        self.house.rooms.ask(command, "channel:voice", key or self.house.rooms.new_id("x"), then)

    # ── legs ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def of_call(self, call: str) -> list[Wire]:
        """The legs of a call that this process holds."""
        return [self.wires[leg] for leg in self._legs.get(call, ()) if leg in self.wires]

    def drop(self, leg: str) -> Wire | None:
        """This process holds it no more; None where it did not."""
        wire = self.wires.pop(leg, None)
        if wire is not None:
            legs = self._legs.get(wire.call, {})
            legs.pop(leg, None)
            if not legs:
                self._legs.pop(wire.call, None)
        return wire

    def keep(self, wire: Wire) -> Wire:
        """From now on this process holds it. What was waited for of the wire it replaces is not waited for any more."""
        earlier = self.wires.get(wire.leg)
        if earlier is not None and earlier is not wire:
            earlier.unarmed()
        self.wires[wire.leg] = wire
        self._legs.setdefault(wire.call, {})[wire.leg] = None
        if wire.sip is not None:
            self.by_sip[wire.sip.id] = wire
        return wire

    def called(self, wire: Wire, sip: SipLeg) -> None:
        """A leg that we call is this one of SIP from now on."""
        wire.sip = sip
        self.by_sip[sip.id] = wire

    async def offered(self, wire: Wire) -> bytes:
        """An offer for a leg that we call, on our own behalf."""
        wire.given = await self.media.offer(wire.call, HOUSE, wire.leg, b"", wire.shape)
        return wire.given

    async def accepted(self, wire: Wire, said: bytes) -> None:
        """A leg that we called has answered: it is there, and hears us, or those to whom it only listens."""
        wire.said, wire.waits = said, False
        if wire.listens:
            await self.media.do(Listening(wire.call, wire.leg, said))
        else:
            await self.media.answer(wire.call, wire.leg, HOUSE, said, TRUNK)

    async def there(self, wire: Wire) -> Answer:
        """It is written down that a leg is there, with what is needed to go on with it; also when that has changed."""
        new_id = self.house.rooms.new_id
        return await self.ask(c.AnswerLeg(call=wire.call, leg=wire.leg, dialog=new_id("d"), body=wire.kept()))

    def gone(self, wire: Wire, cause: EndCause, status: int = 0) -> None:
        """It is written down that a leg is over. What follows from it follows from the fact."""
        self.tell(c.EndLeg(call=wire.call, leg=wire.leg, cause=cause, status=status))

    async def renegotiated(self, wire: Wire, said: bytes, partner: Wire | None) -> bytes:
        """A leg has changed what its sound looks like; what it is to be given."""
        wire.said = said
        if partner is None:
            done = await self.media.do(Take(wire.call, wire.leg, said, wire.shape))
            wire.given = done.sdp
        else:
            await self.media.offer(wire.call, wire.leg, partner.leg, said, partner.shape)
            wire.given = await self.media.answer(wire.call, partner.leg, wire.leg, partner.said, wire.shape)
        return wire.given

    def contents(self, ids: list[str]) -> dict[str, bytes]:
        """Contents by id; what is gone is absent. Blocking."""
        return dict(self.house.rooms.store.contents(ids))

    def numbers_of(self, call: Call) -> Numbers:
        """The numbers of a call; none where they have been erased."""
        known = self.numbers.get(call.call)
        if known is None:
            body = self.contents([call.numbers]).get(call.numbers)
            known = self.numbers[call.call] = numbers_of(body) if body is not None else Numbers("")
        return known

    def interaction(self, call: Call) -> Any:
        """The interaction of a call as it has been decided; None when it has ended."""
        return self.house.rooms.site.kept.interactions.get(call.interaction)


def copied(calls: Calls) -> Calls:
    """The same calls, sharing nothing: what is decided upon goes ahead of what is on disk."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(calls), type=Calls)
