"""Customers who call from a page: the same call as by telephone, whose customer's leg is a browser.

- The page offers, and is answered once its call is on disk. A page that is loaded again keeps the leg and gives it sound of its own.
- A page whose socket is gone may be back, and its sound goes on meanwhile; after a while its leg is over. So it is after our restart.
- A page can begin a call to us, press keys, and hang up. There is no way from here to call anybody.
- Calls are counted: all at once, from one network address, and begun by one customer in an hour.
"""

import asyncio
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Sequence

import msgspec

from hoolin.channels.voice import commands as c
from hoolin.channels.voice import facts as f
from hoolin.channels.voice.exchange import Exchange
from hoolin.channels.voice.facts import EndCause
from hoolin.channels.voice.media import sdp as descriptions
from hoolin.channels.voice.media.port import BROWSER, Take
from hoolin.channels.voice.speaker import Speaker
from hoolin.channels.voice.state import Call
from hoolin.channels.voice.switchboard import Switchboard
from hoolin.channels.voice.wires import Numbers, Wire
from hoolin.channels.webcall import DIGITS_MAX, KEYS, Begins, Joined, WebCaller
from hoolin.core.errors import HoolinError, Invalid, Malformed, NotAllowed, NotFound, NotReached
from hoolin.core.facts import Entry
from hoolin.core.interaction.commands import Arrive

TRUNK = "web"
"""What stands where a trunk's name would."""

AWAY_SECONDS = 20.0
"""A page that is reloaded, or drives through a tunnel, is back sooner; whoever closed it is not to be waited for much longer."""

RESTART_SECONDS = 60.0
"""After a restart pages find their way back within this time."""

LOOK_SECONDS = 1.0
"""How often it is looked whether a place in line has changed."""

CANDIDATES_MAX = 64
"""Addresses that a page may say it is reached at; the engine asks at each of them."""

HOUR_SECONDS = 3_600.0
CALLERS_MAX = 10_000
"""Customers whose calls of the last hour are remembered."""


class WebCalls:
    """See `WebCallDoor`. clock: seconds, never going back."""

    def __init__(self, exchange: Exchange, switchboard: Switchboard, speaker: Speaker) -> None:
        self.x = exchange
        self.switchboard = switchboard
        self.speaker = speaker
        self.clock = time.monotonic
        self._pages: dict[str, WebCaller] = {}
        self._places: dict[str, str] = {}
        self._told: dict[str, dict[str, object]] = {}
        self._begun: OrderedDict[str, deque[float]] = OrderedDict()
        self._ticker: asyncio.Task[None] | None = None

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """The calls that were under way have been taken up: their pages have a while to come back."""
        for call in self.x.calls.open.values():
            wire = self.x.wires.get(call.customer_leg)
            if wire is not None and call.of_customer.via == "browser" and call.customer_leg not in self._pages:
                self._expected(wire, RESTART_SECONDS)
        if self._ticker is None:
            self._ticker = asyncio.get_running_loop().create_task(self._tell_places())

    def stop(self) -> None:
        """Nobody is told anything any more."""
        if self._ticker is not None:
            self._ticker.cancel()

    @property
    def ready(self) -> bool:
        """Whether a call could begin now."""
        return self.x.house.settings.web.on and self.switchboard.working

    def take(self, entries: Sequence[Entry], ended: Sequence[Call]) -> None:
        """A durable batch has been folded: pages are told how their calls stand. ended: those that it ended, as they were."""
        causes = {entry.fact.call: entry.fact.cause for entry in entries if isinstance(entry.fact, f.CallEnded)}
        for call in ended:
            leg = call.customer_leg
            caller = self._pages.pop(leg, None)
            for known in (self._places, self._told):
                known.pop(leg, None)
            if caller is not None:
                caller.tell({"event": "ended", "leg": leg, "cause": causes.get(call.call, "lost")})
        for interaction in {getattr(entry.fact, "interaction", "") for entry in entries} if self._pages else ():
            touched = self.x.calls.of(interaction)
            if touched is not None:
                self._tell(touched)

    # ── the door ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def call(self, caller: WebCaller, begins: Begins, sdp: bytes) -> Joined:
        """See the door."""
        checked(sdp)
        kept = self.x.house.desk.kept
        under_way = kept.from_page(caller.customer)
        if under_way is not None:
            return await self._joined(caller, under_way, sdp)
        self._may(caller)
        caller, arrives = await begins()
        # Meanwhile others may have called, and they themselves by another page.
        under_way = kept.from_page(caller.customer)
        if under_way is not None:
            return await self._joined(caller, under_way, sdp)
        self._may(caller)
        return await self._opened(caller, arrives, sdp)

    async def _opened(self, caller: WebCaller, begins: Arrive, sdp: bytes) -> Joined:
        call, leg = "v" + begins.interaction[1:], "l" + begins.interaction[1:]
        numbers = Numbers("")
        command = c.BeginCall(
            call=call, leg=leg, trunk=TRUNK, numbers=self.x.house.rooms.new_id("u"), body=msgspec.json.encode(numbers),
            begins=begins, greets=not self.x.house.opening().open, via="browser", nameless=True,
        )  # fmt: skip
        wire = self.x.keep(Wire(call, leg, "browser", said=sdp))
        self._pages[leg], self._places[leg], self.x.numbers[call] = caller, caller.place, numbers
        self.x.counted["calls_in"] += 1
        try:
            await self.x.ask(command, f"customer:{caller.customer}", f"call-{call}")
            async with wire.lock:
                wire.given = (await self.x.media.do(Take(call, leg, sdp, wire.shape))).sdp
            await self.x.there(wire)
        except HoolinError:
            self.x.counted["calls_refused"] += 1
            if call in self.x.house.desk.kept.open:
                self.x.gone(wire, "unreachable")
            else:
                self._forget(call, leg)
            raise
        self._begun[caller.customer].append(self.clock())
        if self._pages.get(leg) is not caller:
            # The page went while its call was begun.
            self._expected(wire, AWAY_SECONDS)
        return Joined(leg, wire.given)

    async def join(self, caller: WebCaller, leg: str, sdp: bytes) -> Joined:
        """See the door."""
        if sdp:
            checked(sdp)
        return await self._joined(caller, self._call(caller, leg), sdp)

    def press(self, caller: WebCaller, leg: str, digits: str) -> None:
        """See the door."""
        call = self._call(caller, leg)
        if not digits or len(digits) > DIGITS_MAX or not KEYS.issuperset(digits):
            raise Invalid("digits", expected="0-9 * #", at_most=DIGITS_MAX)
        for digit in digits:
            self.speaker.pressed(call.call, digit)

    def leave(self, caller: WebCaller, leg: str) -> None:
        """See the door."""
        call = self._call(caller, leg)
        self.x.tell(c.EndLeg(call=call.call, leg=call.customer_leg, cause="hung_up"))

    def away(self, caller: WebCaller) -> None:
        """See the door. A page that has come back by another socket is not away when the earlier one dies."""
        for leg in [leg for leg, known in self._pages.items() if known is caller]:
            del self._pages[leg]
            wire = self.x.wires.get(leg)
            if wire is not None:
                self._expected(wire, AWAY_SECONDS)

    # ── joining ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _joined(self, caller: WebCaller, call: Call, sdp: bytes) -> Joined:
        leg = call.customer_leg
        wire = self.x.wires.get(leg)
        if not sdp and (wire is None or not wire.given):
            raise NotFound("leg", leg=leg)
        if wire is None:
            # It was on disk and not answered yet when we were killed.
            wire = self.x.keep(Wire(call.call, leg, "browser"))
        wire.unarmed()
        earlier = self._pages.get(leg)
        self._pages[leg], self._places[leg] = caller, caller.place
        if earlier is not None and earlier is not caller:
            earlier.tell({"event": "ended", "leg": leg, "cause": "replaced"})
        if sdp:
            await self._anew(wire, sdp)
        self._told.pop(leg, None)
        known = self.x.calls.open.get(call.call)
        if known is not None:
            self._tell(known)
        return Joined(leg, wire.given if sdp else b"")

    async def _anew(self, wire: Wire, sdp: bytes) -> None:
        """The page has sound of its own now; whoever it talks with goes on talking."""
        partner = self.switchboard.partner(wire)
        async with wire.lock:
            await self.x.renegotiated(wire, sdp, partner)
        if self.x.mixing.seated(wire.call, wire.leg):
            await self.x.mixing.unseat(wire.call, wire.leg)
            self.switchboard.again(wire.call)
        elif self.switchboard.busy(wire.call) or self.switchboard.partner(wire) is not partner:
            # Somebody came or went meanwhile, and may have been put through to where the page was.
            self.switchboard.again(wire.call)
        wire.heard.clear()
        await self.x.there(wire)

    def _expected(self, wire: Wire, seconds: float, cause: EndCause = "hung_up") -> None:
        wire.unarmed()
        wire.timer = asyncio.get_running_loop().call_later(seconds, self.x.gone, wire, cause)

    # ── who may ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _call(self, caller: WebCaller, leg: str) -> Call:
        kept, wire = self.x.house.desk.kept, self.x.wires.get(leg)
        # Without a wire: they were cut off from it, or it was not answered yet, when we were killed.
        call = kept.open.get(wire.call) if wire is not None else kept.from_page(caller.customer)
        if call is None or call.customer != caller.customer or call.of_customer.via != "browser":
            raise NotFound("call")
        if leg and call.customer_leg != leg:
            raise NotFound("call")
        return call

    def _may(self, caller: WebCaller) -> None:
        """Raises NotAllowed where there are too many calls, NotReached where the telephone does not work now."""
        settings = self.x.house.settings
        if not settings.web.on:
            raise NotFound("telephone")
        if not self.switchboard.working:
            raise NotReached("telephone")
        kept = self.x.house.desk.kept.open.values()
        pages = sum(one.of_customer.via == "browser" for one in kept)
        if len(kept) >= settings.calls_max or pages >= settings.web.calls_max:
            raise NotAllowed("calls_full")
        if caller.place and Counter(self._places.values())[caller.place] >= settings.web.place_max:
            raise NotAllowed("calls_full")
        if not caller.customer:
            # Whoever nobody knows yet has begun none.
            return
        now = self.clock()
        begun = self._begun.setdefault(caller.customer, deque())
        while begun and begun[0] <= now - HOUR_SECONDS:
            begun.popleft()
        self._begun.move_to_end(caller.customer)
        if len(self._begun) > CALLERS_MAX:
            self._begun.popitem(last=False)
        if len(begun) >= settings.web.hour_max:
            raise NotAllowed("called_too_often", at_most=settings.web.hour_max)

    def _forget(self, call: str, leg: str) -> None:
        """Nothing came of it."""
        self.x.drop(leg)
        self.x.numbers.pop(call, None)
        self._pages.pop(leg, None)
        self._places.pop(leg, None)

    # ── telling ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _tell_places(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for leg in list(self._pages):
                wire = self.x.wires.get(leg)
                call = self.x.calls.open.get(wire.call) if wire is not None else None
                if call is not None and call.stage == "waiting":
                    self._tell(call)

    def _tell(self, call: Call) -> None:
        """The page is told how its call stands, where that has changed."""
        caller = self._pages.get(call.customer_leg)
        if caller is None:
            return
        stands = self._stands(call)
        if self._told.get(call.customer_leg) != stands:
            self._told[call.customer_leg] = stands
            caller.tell(stands)

    def _stands(self, call: Call) -> dict[str, object]:
        one = self.x.interaction(call)
        waiting = one is not None and one.state == "waiting" and call.stage == "waiting"
        expected = self.x.house.expected(one) if waiting else None
        return {
            "event": "state", "leg": call.customer_leg, "state": call.stage,
            "place": self.x.house.rooms.site.router.position(call.interaction) if waiting else None,
            "wait": {"low_ms": expected[0], "high_ms": expected[1]} if expected is not None else None,
            "agent": call.agent if call.stage in ("active", "held", "parked") else None,
            "recorded": call.tape.state if call.tape is not None else "off",
        }  # fmt: skip


def checked(sdp: bytes) -> None:
    """Raises Malformed, TooLarge for what is no browser's description of sound. Without its proof that somebody is there who wants it (ICE
    and DTLS), sound could be sent to whomever a stranger names.
    """
    sound = descriptions.read(sdp)
    proves = sound.ufrag and sound.password and sound.fingerprint
    if sound.shape.kind != BROWSER.kind or not proves or len(sound.candidates) > CANDIDATES_MAX:
        raise Malformed("sdp")
