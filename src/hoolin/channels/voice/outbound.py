"""We call somebody: a customer by a trunk, or a telephone of the site for whoever is to talk.

What may be called is a list of beginnings of numbers, and where nothing is on it nothing may be. How often is decided with the call
(`decide.py`), so that two log-ins cannot share what one may not.
"""

import asyncio
from collections.abc import Callable

import msgspec

from hoolin.channels.voice import commands as c
from hoolin.channels.voice.exchange import Exchange, cause_of, log
from hoolin.channels.voice.inbound import introduce
from hoolin.channels.voice.manifest import CHANNEL
from hoolin.channels.voice.numbers import emergency, international, may_dial
from hoolin.channels.voice.sip.calls import Dial, Ended
from hoolin.channels.voice.state import Call
from hoolin.channels.voice.wires import Numbers, Wire
from hoolin.core.errors import HoolinError, NotAllowed, NotFound, Refusal
from hoolin.core.interaction import commands as ic
from hoolin.core.interaction.site import Interaction

RING_PHONE_MS = 60_000
"""A telephone of ours rings until the offer is over, or somebody else has taken it; never longer than this."""


class Outbound:
    """Calls out. failed: a leg that we called could not be called at all."""

    def __init__(self, exchange: Exchange) -> None:
        self.x = exchange
        self._tasks: set[asyncio.Task[None]] = set()
        self._rung: dict[str, set[tuple[str, str | None]]] = {}

    def _begin(self, work: Callable[[], object]) -> None:
        task = asyncio.ensure_future(work())  # type: ignore[call-overload]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ── customers ───────────────────────────────────────────────────────────────────────────────────────────────────

    def allowed(self, said: str) -> str:
        """A number in the form in which it is called. Raises Invalid, NotAllowed."""
        settings = self.x.house.settings
        if help_ := emergency(said, settings.emergency):
            if settings.emergency_calls:
                return help_
            self.x.counted["emergencies_refused"] += 1
            raise NotAllowed("emergency_elsewhere", number=help_)
        number = international(said, settings.country)
        if not may_dial(number, settings.prefixes, settings.bars):
            self.x.counted["numbers_barred"] += 1
            raise NotAllowed("number_not_allowed")
        return number

    async def dial(
        self, agent: str, number: str = "", interaction: str = "", key: str = "", *, on_phone: bool = False
    ) -> str:
        """Call a number, in a new conversation of this agent's, or whoever a conversation of theirs is with. key: of the wish; the same
        again is the same call. on_phone: they have dialled on their telephone, which need not ring. Gives the conversation. Raises
        Refusal, PeerError.
        """
        x, post = self.x, self.x.house.rooms
        mark = post.lookup("voice/dial", f"{agent}/{key or post.new_id('x')}")[:32]
        begins: ic.Arrive | None = None
        if interaction:
            one = post.site.interaction(interaction)
            await x.house.caught_up()
            number = self.allowed(self._number_of(one))
            customer = one.customer
        else:
            number = self.allowed(number)
            begins = self._arrival("i" + mark, number)
            interaction, customer = begins.interaction, begins.customer
        trunk = self._trunk()
        numbers = Numbers(number, "", x.house.settings.shown_as(trunk))
        command = c.DialOut(
            call="v" + mark, leg="l" + mark, trunk=trunk, numbers=post.new_id("u"), body=msgspec.json.encode(numbers),
            agent=agent, interaction=interaction, begins=begins, urgent=bool(emergency(number, x.house.settings.emergency)),
        )  # fmt: skip
        if on_phone:
            self._rung.setdefault(command.call, set()).add((agent, None))
        answer = await x.ask(command, f"agent:{agent}", f"dial-{mark}")
        # Asked again after the call has ended, or after a restart, it is answered as it was then: nobody is called by that.
        under_way = x.house.desk.kept.open.get(command.call)
        if answer.entries and under_way is not None and command.leg in under_way.legs and command.leg not in x.wires:
            x.numbers[command.call] = numbers
            wire = x.keep(Wire(command.call, command.leg, "sip"))
            self._begin(lambda: self._call(wire, Dial(to=number, sdp=b"", account=trunk, from_user=numbers.called)))
        if begins is not None and not command.urgent:
            introduce(x, post.people.whose("phone", number), customer, number)
        return interaction

    def _trunk(self) -> str:
        trunk = next(iter(self.x.house.settings.trunks), None)
        if trunk is None:
            raise NotFound("trunk")
        return trunk

    def _number_of(self, one: Interaction) -> str:
        """Of the customer of a conversation: the one they typed in to be called at, a callback's, or that of its last call."""
        number = self._typed(one.interaction) or self.x.house.callbacks.number_of(one.interaction)
        if not number:
            found = self.x.house.rooms.store.look("voice.numbers_of", (one.interaction,))
            body = self.x.contents([found[0]["numbers"]]).get(found[0]["numbers"]) if found else None
            number = msgspec.json.decode(body, type=Numbers).number if body is not None else ""
        if not number:
            raise NotFound("number", interaction=one.interaction)
        return number

    def _typed(self, interaction: str) -> str:
        found = self.x.house.rooms.store.look("menus.number_of", (interaction,))
        body = self.x.contents([found[0]["number"]]).get(found[0]["number"]) if found else None
        return body.decode() if body is not None else ""

    def _arrival(self, interaction: str, number: str) -> ic.Arrive:
        post = self.x.house.rooms
        known = post.people.whose("phone", number)
        case, _ = post.past.case_of(known.customer)
        language = post.people.record(known.customer).language or self.x.house.settings.language
        return ic.Arrive(
            interaction=interaction, customer=known.customer, case=case or post.new_id("k"), channel=CHANNEL,
            language=language,
        )  # fmt: skip

    async def _call(self, wire: Wire, dial: Dial) -> None:
        """Have it ring. Whatever stands in the way is the end of this leg, and written down."""
        x = self.x
        try:
            sdp = await x.offered(wire)
            if wire.leg not in x.wires or x.stack is None:
                return
            timeout_ms = x.house.settings.ring_s * 1000 if dial.account else RING_PHONE_MS
            x.called(wire, x.stack.call(msgspec.structs.replace(dial, sdp=sdp, timeout_ms=timeout_ms)))
        except HoolinError as problem:
            x.counted["legs_unreachable"] += 1
            log.warning("nobody could be called: %s", problem.code)
            x.gone(wire, "unreachable")

    # ── telephones of the site ──────────────────────────────────────────────────────────────────────────────────────

    def ring(self, call: Call, agent: str) -> None:
        """The telephone of an agent rings, if they have one that is registered; once for each offer."""
        number = self.x.house.telephone_of(agent)
        rung = self._rung.setdefault(call.call, set())
        if not number or (agent, call.offer) in rung or self.x.stack is None or not self.x.stack.registered(number):
            return
        rung.add((agent, call.offer))
        leg = self.x.house.rooms.new_id("l")
        self._begin(lambda: self.telephone(call, leg, number, c.BeginLeg(call=call.call, leg=leg, part="agent", via="phone", agent=agent)))  # fmt: skip

    async def telephone(self, call: Call, leg: str, number: str, begins: c.BeginLeg) -> None:
        """Have a telephone of the site ring, for whoever `begins` names."""
        wire = self.x.keep(Wire(call.call, leg, "sip"))
        try:
            await self.x.ask(begins)
        except Refusal as problem:
            log.info("a telephone did not ring: %s", problem.code)
            self.x.drop(leg)
            return
        who = self.x.numbers_of(call)
        await self._call(
            wire,
            Dial(to=number, sdp=b"", extension=number, from_user=who.number or "anonymous", from_display=who.display),
        )

    async def outside(self, call: Call, leg: str, said: str, begins: c.BeginLeg) -> None:
        """Have a number outside ring, to be asked."""
        trunk = self._trunk()
        wire = self.x.keep(Wire(call.call, leg, "sip"))
        await self.x.ask(begins, f"agent:{call.agent}")
        shown = self.x.house.settings.shown_as(trunk)
        await self._call(wire, Dial(to=said, sdp=b"", account=trunk, from_user=shown))

    def forget(self, call: str) -> None:
        """The call is over."""
        self._rung.pop(call, None)

    async def stop(self) -> None:
        """Nobody is called any more."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=2.0)

    # ── what came of it ─────────────────────────────────────────────────────────────────────────────────────────────

    async def answered(self, wire: Wire, sdp: bytes) -> None:
        """Somebody is there. An agent who picks up their telephone accepts the offer by it; too late, they hear that it is over."""
        x = self.x
        call = x.calls.open.get(wire.call)
        leg = call.legs.get(wire.leg) if call is not None else None
        if call is None:
            # The call was over before they picked up, and they must not be left with silence.
            x.drop(wire.leg)
            if wire.sip is not None:
                wire.sip.end()
            return
        try:
            accepts = leg is not None and leg.part == "agent" and call.stage == "offered" and call.offer is not None
            if accepts and call.of_customer.up:
                # They are put through next, and the engine needs to be told only once.
                wire.said, wire.waits = sdp, True
            else:
                await x.accepted(wire, sdp)
            if leg is not None and accepts:
                accept = ic.AcceptOffer(interaction=call.interaction, offer=call.offer or "", agent=leg.agent or "")
                await x.ask(accept, f"agent:{leg.agent}", f"phone-{call.offer}")
            await x.there(wire)
        except HoolinError as problem:
            log.info("whoever picked up came too late: %s", problem.code)
            x.gone(wire, "released")
            if wire.sip is not None:
                wire.sip.end()

    def ended(self, wire: Wire, ended: Ended) -> None:
        """A leg is over. Who refused a call on their telephone has declined the offer."""
        x = self.x
        call = x.house.desk.kept.open.get(wire.call)
        leg = call.legs.get(wire.leg) if call is not None else None
        if call is None or leg is None:
            return
        cause = cause_of(ended, leg.up)
        x.gone(wire, cause, min(ended.status, 699))
        if leg.agent is None or leg.agent != call.agent or ended.by != "peer":
            return
        if not leg.up and call.stage == "offered" and call.offer is not None:
            x.tell(ic.DeclineOffer(interaction=call.interaction, offer=call.offer, agent=leg.agent))
        elif leg.up and call.stage in ("active", "held"):
            # Whoever hangs up their telephone has said goodbye to the customer.
            x.tell(ic.StartWrapUp(interaction=call.interaction, agent=leg.agent))
