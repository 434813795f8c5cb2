"""The SIP stack's door: calls in and out, in words of calls. Transactions, retransmission, authentication and dialogs stay
behind it.

Rules. All of it is called on one event loop, and tells on that loop. A told event never waits: what takes time is started
elsewhere. After `ended` a leg is dead: whatever is asked of it then does nothing. Nothing told here has been retransmitted:
each call is told once. `called` comes only from a trunk's address or from a phone that proved itself; others are refused.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from hoolin.channels.voice.sip.calls import AccountState, Dial, Ended, Info, Invite, Party, Refer, Reinvite
from hoolin.channels.voice.sip.doors import Doors
from hoolin.channels.voice.sip.engine import Engine
from hoolin.channels.voice.sip.leg import Leg
from hoolin.channels.voice.sip.line import LegState
from hoolin.channels.voice.sip.outlet import Peer
from hoolin.channels.voice.sip.settings import Extension, SipSettings, Trunk
from hoolin.core.errors import Conflict

SWEEP_SECONDS = 5.0
"""How often idle connections are looked for."""

LOOK_UP_SECONDS = 60.0
LOOK_UP_SECONDS_MIN = 5.0
"""Names of trunks' hosts: once a minute, and oftener while one has no address yet."""

LATE_MS = 50
HEAR_SECONDS = 0.005
"""Who is woken later than that has been busy, and gives the sockets this long before anything is said again."""

GOODBYE_SECONDS_MAX = 2.0
"""How long `stop` waits for trunks to hear that we are gone."""


class SipEvents(Protocol):
    """Who is told. Called on the loop, in order; never awaited."""

    def called(self, leg: "SipLeg", invite: Invite) -> None:
        """A new call from outside. 100 has been said; answer with ring, answer or refuse."""

    def progressed(self, leg: "SipLeg", status: int, sdp: bytes) -> None:
        """Our call rings there (18x). sdp: early media's description, or empty. A forked call may tell several."""

    def answered(self, leg: "SipLeg", sdp: bytes) -> None:
        """Our call was answered (2xx, acknowledged), or the peer answered an offer that we made in `answer` or `accept`
        (its ACK came). Whoever was too late in a forked call has been told goodbye already.
        """

    def asked(self, leg: "SipLeg", what: Reinvite | Refer | Info) -> None:
        """Something was asked within the call. Reinvite and Refer want `leg.accept` or `leg.refuse` within
        `Limits.asked_ms_max`; Info wants nothing.
        """

    def ended(self, leg: "SipLeg", cause: Ended) -> None:
        """The leg is over, told exactly once, whoever ended it (our own `end` and `refuse` too)."""


class SipLeg:
    """One call between us and one peer. id: ours, stable through restarts. account: the trunk or extension. inbound: who
    called whom. remote: who is there. call_id: what SIP calls it, for logs.
    """

    def __init__(self, stack: "SipStack", leg: Leg) -> None:
        state = leg.state
        self.id: str = state.id
        self.account: str = state.account.name
        self.inbound: bool = state.inbound
        self.remote: Party = state.remote
        self.call_id: str = state.call_id
        self.leg = leg
        self._stack = stack
        self._offered: asyncio.Future[bytes] | None = None
        self._referred: asyncio.Future[int] | None = None
        state.owner = self

    @property
    def state(self) -> str:
        """ "early" (rings, or is called), "up" (answered), "over"."""
        return self.leg.state.phase

    def ring(self, sdp: bytes = b"", status: int = 180) -> None:
        """Say that it rings (180), or with sdp that early media plays (183). Reliably (PRACK) when the peer wants that."""
        self.leg.ring(status, sdp, self._stack.now())
        self._stack.flush()

    def answer(self, sdp: bytes) -> None:
        """Answer a call that came in. Resent until the peer acknowledges; `ended` (408, timeout) if it never does."""
        self.leg.answer(sdp, self._stack.now())
        self._stack.flush()

    def accept(self, sdp: bytes = b"") -> None:
        """Say yes to what was asked: to a Reinvite with our sdp, to a Refer without (a Reinvite first, if both wait)."""
        self.leg.accept(sdp, self._stack.now())
        self._stack.flush()

    def refuse(self, status: int = 486, reason: str = "") -> None:
        """Say no: to what was asked if something was; otherwise to the call, which ends (`ended`, by "us")."""
        self.leg.refuse(status, reason, self._stack.now())
        self._stack.flush()

    def end(self, reason: str = "") -> None:
        """Hang up, whatever the state: BYE, CANCEL, or a refusal (480). `ended` follows at once, by "us"."""
        self.leg.end(reason, self._stack.now())
        self._stack.flush()

    async def reinvite(self, sdp: bytes) -> bytes:
        """Offer other media in an answered call; the peer's answer. Glare (491) is tried again by itself.
        Raises PeerError when the peer refused (`status` in its detail) or did not answer; Conflict when one is under way
        or the call is over.
        """
        self.leg.reinvite(sdp, self._stack.now())
        self._offered = asyncio.get_running_loop().create_future()
        self._stack.flush()
        return await self._offered

    async def refer(self, to: str, replaces: "SipLeg | None" = None) -> int:
        """Ask the peer to call somebody else (`replaces`: in place of this other leg of ours; `to` then does not matter).
        The last status it told us: 200 when it got through. Raises PeerError when it refused or told nothing in time,
        Conflict when the call is over.
        """
        other = replaces.leg.state if replaces is not None else None
        self.leg.transfer.refer(to, other, self._stack.now())
        self._referred = asyncio.get_running_loop().create_future()
        self._stack.flush()
        return await self._referred

    def notify(self, status: int, reason: str = "") -> None:
        """Tell the peer how the move that it asked for (Refer) goes: 100, 180, and at last 200 or the failure."""
        self.leg.transfer.notify(status, reason, self._stack.now())
        self._stack.flush()

    def press(self, digits: str, ms: int = 160) -> None:
        """Send keys by INFO (dtmf-relay), one after the other. Trunks usually take keys in the media instead."""
        self.leg.press(digits, ms, self._stack.now())
        self._stack.flush()

    def saved(self) -> bytes:
        """What `SipStack.restore` needs to go on with this call in another process: keep it when the call is answered, after
        each re-INVITE, and drop it when it ended. Holds numbers and addresses: personal content. Empty unless the state is
        "up".
        """
        return self.leg.saved()

    def settle(self, what: str, outcome: object) -> None:
        """For the stack: what `reinvite` or `refer` waited for has come."""
        waiting = self._offered if what == "reoffered" else self._referred
        if waiting is None or waiting.done():
            return
        if isinstance(outcome, Exception):
            waiting.set_exception(outcome)
        else:
            waiting.set_result(outcome)  # type: ignore[arg-type]

    def over(self) -> None:
        """For the stack: whoever still waits is told that the call is over."""
        for what, waits in (("reoffered", self._offered), ("referred", self._referred)):
            if waits is not None:
                self.settle(what, Conflict("sip_over"))


class SipStack:
    """One site's SIP."""

    def __init__(self, settings: SipSettings, events: SipEvents, fresh: Callable[[], str]) -> None:
        """fresh: gives a new unguessable word of letters and digits (at least 96 bits) whenever it is asked."""
        self._settings = settings
        self._events = events
        self._fresh = fresh
        self._doors = Doors(settings, self)
        self._engine: Engine | None = None
        self._wake: asyncio.TimerHandle | None = None
        self._wake_at = 0
        self._flushing = False
        self._goodbyes = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    # -- life

    async def start(self) -> None:
        """Listen everywhere and begin to register. Raises PeerError when an address cannot be had."""
        self._began()
        carriers = await self._doors.open()
        self._engine = Engine(self._settings, [carrier.door for carrier in carriers], self._fresh)
        self._doors.trunk_of = self._engine.trunks.of
        self._engine.outlet.connected = self._doors.connected
        self.provide(self._settings.trunks, self._settings.extensions)
        self._tasks = [asyncio.create_task(self._sweep()), asyncio.create_task(self._look_up())]

    def _began(self) -> None:
        loop = asyncio.get_running_loop()
        self._loop = loop
        self._offset = int(time.time() * 1_000) - int(loop.time() * 1_000)

    async def stop(self) -> None:
        """Unregister where we can within two seconds, and close. Calls are left as they are: their dialogs may be restored."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._engine is not None and self._engine.unregister(self.now()):
            self.flush()
            with suppress(TimeoutError):
                async with asyncio.timeout(GOODBYE_SECONDS_MAX):
                    await self._goodbyes.wait()
        if self._wake is not None:
            self._wake.cancel()
        await self._doors.close()
        self._engine = None

    def ports(self) -> tuple[int, ...]:
        """The port of each `settings.listen`, in order; for those that asked for any free one."""
        return self._doors.ports()

    def now(self) -> int:
        """Milliseconds since 1970 when it started, and even from there on."""
        return int(self._loop.time() * 1_000) + self._offset

    # -- what is asked

    @property
    def engine(self) -> Engine:
        """The pure half. Raises Conflict before `start` and after `stop`."""
        if self._engine is None:
            raise Conflict("sip_stopped")
        return self._engine

    def call(self, dial: Dial) -> SipLeg:
        """Call somebody. Raises NotFound (no such trunk or extension), Conflict (extension not registered; no host of the
        trunk is reachable) or Invalid (a number or header that no message can carry).
        """
        leg = SipLeg(self, self.engine.call(dial, self.now()))
        self.flush()
        return leg

    def restore(self, saved: bytes) -> SipLeg:
        """Go on with an answered call of an earlier process: the leg has the same id. Raises Malformed."""
        leg = SipLeg(self, self.engine.restore(saved, self.now()))
        self.flush()
        return leg

    def registered(self, extension: str) -> bool:
        """Whether a phone is registered under this extension now."""
        return bool(self.engine.registrar.ways(extension, self.now()))

    def accounts(self) -> tuple[AccountState, ...]:
        """How it stands with every trunk and every extension."""
        return self.engine.states(self.now())

    def counts(self) -> dict[str, int]:
        """What odd was seen since it started, by code: unreadable messages, wrong proofs, limits that were reached."""
        return dict(self.engine.outlet.counts)

    def provide(self, trunks: tuple[Trunk, ...], extensions: tuple[Extension, ...]) -> None:
        """Other trunks and extensions from now on; calls that are up go on. Unchanged ones keep their registrations."""
        self.engine.provide(trunks, extensions, self.now())
        self.flush()

    # -- between sockets, clock and engine

    def heard(self, data: bytes, peer: Peer, stream: bool) -> None:
        """For the doors: a message."""
        if self._engine is not None:
            self._engine.hear(data, peer, self.now(), stream)
            self.flush()

    def gone(self, peer: Peer) -> None:
        """For the doors: a connection is no more."""
        if self._engine is not None:
            self._engine.gone(peer, self.now())
            self.flush()

    def admits(self, host: str) -> bool:
        """For the doors: whether one more connection from there is taken."""
        return self._doors.admits(host)

    def flush(self) -> None:
        """Send what is to be sent and tell what is to be told, until there is no more of either."""
        engine = self._engine
        if engine is None or self._flushing:
            return
        self._flushing = True
        try:
            outlet, told = engine.outlet, engine.line.told
            while outlet.out or told:
                out, outlet.out = outlet.out, []
                for peer, data in out:
                    self._doors.send(peer, data)
                if told:
                    self._tell(*told.popleft())
        finally:
            # Also when somebody who was told raised: what is due must not wait for the next message.
            self._flushing = False
            self._arm(engine)

    def _arm(self, engine: Engine) -> None:
        """See when to wake next."""
        if engine.trunks.said_goodbye():
            self._goodbyes.set()
        due = engine.next_due()
        if due is not None and (self._wake is None or due < self._wake_at):
            if self._wake is not None:
                self._wake.cancel()
            self._wake_at = due
            self._wake = self._loop.call_at((due - self._offset) / 1_000, self._woken)

    def _woken(self) -> None:
        """Something is due. When that comes late, the process had no time; the answer that would be asked for again may lie in a socket
        already, and is heard first: to say things twice is the last thing that a busy machine needs.
        """
        if self.now() - self._wake_at > LATE_MS:
            self._wake = self._loop.call_later(HEAR_SECONDS, self._due)
        else:
            self._due()

    def _due(self) -> None:
        """What is due happens."""
        self._wake = None
        if self._engine is not None:
            self._engine.advance(self.now())
            self.flush()

    def _tell(self, what: str, state: LegState, about: object) -> None:
        """One event."""
        events = self._events
        if what == "called":
            assert isinstance(about, tuple)
            events.called(SipLeg(self, about[0]), about[1])
            return
        leg = state.owner
        if not isinstance(leg, SipLeg):
            return
        if what == "progressed":
            assert isinstance(about, tuple)
            events.progressed(leg, *about)
        elif what == "answered":
            assert isinstance(about, bytes)
            events.answered(leg, about)
        elif what == "asked":
            assert isinstance(about, Reinvite | Refer | Info)
            events.asked(leg, about)
        elif what == "ended":
            assert isinstance(about, Ended)
            leg.over()
            events.ended(leg, about)
        else:
            leg.settle(what, about)

    async def _sweep(self) -> None:
        """Close connections that nobody uses."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            self._doors.sweep(self.now(), self.engine.in_use(self.now()))

    async def _look_up(self) -> None:
        """Look names up, again and again."""
        while True:
            engine = self.engine
            for name in sorted(engine.trunks.names()):
                engine.trunks.resolved(name, await self._doors.addresses(name), self.now())
                self.flush()
            await asyncio.sleep(LOOK_UP_SECONDS if engine.trunks.resolved_all() else LOOK_UP_SECONDS_MIN)
