"""The door by which the people at the desk talk: from a page of theirs, or from a telephone of the site.

Every question is checked against the conversation as it is: only whoever answers for it, or is asked by whoever does, takes part.
"""

import asyncio
from typing import NamedTuple, Protocol

import msgspec

from hoolin.channels.voice import commands as c
from hoolin.channels.voice.exchange import Exchange
from hoolin.channels.voice.facts import EndCause
from hoolin.channels.voice.media.port import DIGITS_MAX, Press, Take
from hoolin.channels.voice.outbound import Outbound
from hoolin.channels.voice.sip.calls import Invite
from hoolin.channels.voice.sip.stack import SipLeg
from hoolin.channels.voice.state import Call, Leg
from hoolin.channels.voice.wires import Numbers, Wire
from hoolin.core.errors import Conflict, HoolinError, Invalid, Malformed, NotAllowed, NotFound
from hoolin.core.interaction import commands as ic

ANSWER_SECONDS = 20.0
"""A page that has been offered sound answers in well under one; a person may have to allow the microphone first."""

EMERGENCY_ELSEWHERE = "Use another telephone"
"""What a telephone shows whose call for help is not taken."""

AWAY_SECONDS = 15.0
"""A page whose socket is gone may be back: its sound goes on meanwhile. After this long its leg is over."""

SDP_BYTES_MAX = 32_768

KEYS = frozenset("0123456789*#ABCD")


class Joined(NamedTuple):
    """A leg for a page. sdp: the offer it is to answer; empty when the leg goes on as it was."""

    leg: str
    sdp: bytes


class PhoneDoor(Protocol):
    """What the desk's socket asks for. All raise Refusal or PeerError."""

    async def join(self, agent: str, interaction: str, tab: str, leg: str = "") -> Joined:
        """A page of this agent's is to talk. leg: that it has already, when only its socket was gone."""

    async def answer(self, agent: str, leg: str, sdp: bytes) -> None:
        """The page's answer to the offer."""

    async def press(self, agent: str, leg: str, digits: str) -> None:
        """Keys, heard by the other side."""

    async def leave(self, agent: str, leg: str) -> None:
        """The page talks no more. The conversation goes on, and another page may join."""

    async def dial(self, agent: str, number: str, interaction: str, key: str) -> str:
        """Call a number, or the customer of a conversation; gives the conversation."""


class Consulting(Protocol):
    """Asking somebody while the customer waits."""

    async def consult(self, agent: str, interaction: str, to_agent: str, number: str) -> str:
        """Have a colleague, or a number, asked; gives the leg. The customer waits from now on."""

    async def hand_over(self, agent: str, interaction: str) -> None:
        """The customer is the colleague's from now on."""

    async def release(self, agent: str, interaction: str) -> None:
        """Whoever was asked is let go."""

    def look(self, agent: str | None, interaction: str) -> dict[str, object]:
        """The call of a conversation as it is."""


class Phone:
    """See `PhoneDoor` and `Consulting`."""

    def __init__(self, exchange: Exchange, outbound: Outbound) -> None:
        self.x = exchange
        self.out = outbound

    # ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────────

    async def join(self, agent: str, interaction: str, tab: str, leg: str = "") -> Joined:
        """See the door. Whoever joins again replaces their earlier leg, once they are there."""
        if self._back(agent, interaction, leg):
            self.x.wires[leg].unarmed()
            self.x.wires[leg].tab = tab
            return Joined(leg, b"")
        call, asked = self._place(agent, interaction)
        new = asked.leg if asked is not None else self.x.house.rooms.new_id("l")
        if asked is None:
            await self.x.ask(
                c.BeginLeg(call=call.call, leg=new, part="agent", via="browser", agent=agent), f"agent:{agent}"
            )
        wire = self.x.keep(Wire(call.call, new, "browser", tab=tab))
        self.expected(wire, ANSWER_SECONDS, "no_answer")
        try:
            return Joined(new, await self.x.offered(wire))
        except HoolinError:
            self.over(wire, "unreachable")
            raise

    def _back(self, agent: str, interaction: str, leg: str) -> bool:
        """Whether this leg of theirs is still there, also by which they were asked. Whoever supervised by it has left."""
        call = self.x.house.desk.kept.of(interaction)
        known = call.legs.get(leg) if call is not None else None
        if known is None or known.agent != agent or known.part == "supervisor":
            return False
        return known.up and leg in self.x.wires and self.x.wires[leg].kind == "browser"

    def _place(self, agent: str, interaction: str) -> tuple[Call, Leg | None]:
        """The call, and the leg by which this agent is asked. Raises NotFound, NotAllowed."""
        call = self.x.house.desk.kept.of(interaction)
        if call is None:
            raise NotFound("call", interaction=interaction)
        asked = call.consulted()
        if asked is not None and asked.agent == agent and asked.via == "browser" and not asked.up:
            return call, asked
        if call.agent != agent or call.stage not in ("active", "held"):
            raise NotAllowed("not_yours", interaction=interaction)
        return call, None

    async def answer(self, agent: str, leg: str, sdp: bytes) -> None:
        """See the door."""
        wire = self._wire(agent, leg)
        if len(sdp) > SDP_BYTES_MAX:
            raise Malformed("sdp")
        async with wire.lock:
            if wire.said:
                raise Conflict("answered")
            await self.x.accepted(wire, sdp)
        wire.unarmed()
        await self.x.there(wire)

    async def press(self, agent: str, leg: str, digits: str) -> None:
        """See the door."""
        wire = self._wire(agent, leg)
        if not digits or len(digits) > DIGITS_MAX or not KEYS.issuperset(digits):
            raise Invalid("digits", expected="0-9 * # A-D", at_most=DIGITS_MAX)
        await self.x.media.do(Press(wire.call, wire.leg, digits))

    async def leave(self, agent: str, leg: str) -> None:
        """See the door."""
        self.over(self._wire(agent, leg), "hung_up")

    def away(self, leg: str) -> None:
        """The socket of the page that has this leg is gone."""
        wire = self.x.wires.get(leg)
        call = self.x.calls.open.get(wire.call) if wire is not None else None
        if wire is not None and call is not None and leg in {one.leg for one in call.supervisors()}:
            self.over(wire, "hung_up")
        elif wire is not None and wire.kind == "browser":
            self.expected(wire, AWAY_SECONDS, "hung_up")

    def _wire(self, agent: str, leg: str) -> Wire:
        wire = self.x.wires.get(leg)
        call = self.x.house.desk.kept.open.get(wire.call) if wire is not None else None
        known = call.legs.get(leg) if call is not None else None
        if wire is None or known is None or wire.kind != "browser":
            raise NotFound("leg", leg=leg)
        if known.agent != agent:
            raise NotAllowed("not_yours", leg=leg)
        return wire

    def expected(self, wire: Wire, seconds: float, cause: EndCause) -> None:
        """Its page has so many seconds, or its leg is over."""
        wire.unarmed()
        wire.timer = asyncio.get_running_loop().call_later(seconds, self.over, wire, cause)

    def over(self, wire: Wire, cause: EndCause) -> None:
        """Its leg is over."""
        wire.unarmed()
        self.x.gone(wire, cause)

    # ── calling, and asking ─────────────────────────────────────────────────────────────────────────────────────────

    async def dial(self, agent: str, number: str, interaction: str, key: str) -> str:
        """See the door."""
        if bool(number) == bool(interaction):
            raise Invalid("number_or_interaction")
        return await self.out.dial(agent, number, interaction, key)

    async def consult(self, agent: str, interaction: str, to_agent: str, number: str) -> str:
        """See `Consulting`."""
        call, _ = self._place(agent, interaction)
        if bool(number) == bool(to_agent):
            raise Invalid("person_or_number")
        leg = self.x.house.rooms.new_id("l")
        if call.stage == "active":
            await self.x.ask(ic.Hold(interaction=interaction, agent=agent), f"agent:{agent}")
        if number:
            return await self._ask_outside(call, leg, self.out.allowed(number))
        if to_agent == agent:
            raise Invalid("to_yourself")
        if self.x.house.rooms.site.agent(to_agent).presence == "offline":
            raise Conflict("person_not_here", agent=to_agent)
        telephone = self.x.house.telephone_of(to_agent)
        by_phone = bool(telephone) and self.x.stack is not None and self.x.stack.registered(telephone)
        begins = c.BeginLeg(
            call=call.call, leg=leg, part="consulted", via="phone" if by_phone else "browser", agent=to_agent
        )
        if by_phone:
            await self.out.telephone(call, leg, telephone, begins)
            return leg
        await self.x.ask(begins, f"agent:{agent}")
        wire = self.x.keep(Wire(call.call, leg, "browser"))
        self.expected(wire, self.x.house.settings.ring_s, "no_answer")
        self.x.house.told(to_agent, {"event": "asked", "interaction": interaction, "leg": leg, "by": agent})
        return leg

    async def _ask_outside(self, call: Call, leg: str, number: str) -> str:
        body = msgspec.json.encode(Numbers(number))
        begins = c.BeginLeg(
            call=call.call, leg=leg, part="consulted", via="trunk", numbers=self.x.house.rooms.new_id("u"), body=body
        )
        await self.out.outside(call, leg, number, begins)
        return leg

    async def hand_over(self, agent: str, interaction: str) -> None:
        """See `Consulting`."""
        call, _ = self._place(agent, interaction)
        asked = call.consulted()
        if asked is None or asked.agent is None:
            raise Conflict("not_spoken_with")
        await self.x.ask(c.HandOver(call=call.call, agent=agent, to_agent=asked.agent), f"agent:{agent}")

    async def release(self, agent: str, interaction: str) -> None:
        """See `Consulting`."""
        call, _ = self._place(agent, interaction)
        asked = call.consulted()
        if asked is not None:
            await self.x.ask(c.EndLeg(call=call.call, leg=asked.leg, cause="released"), f"agent:{agent}")

    def look(self, agent: str | None, interaction: str) -> dict[str, object]:
        """See `Consulting`. Raises NotFound."""
        call = self.x.house.desk.kept.of(interaction)
        if call is None:
            raise NotFound("call", interaction=interaction)
        return {
            "call": call.call, "direction": call.direction, "state": call.stage, "began_at": call.began_at,
            "customer_leg": call.customer_leg, "together": call.together, "off": self.x.mixing.off(), "legs": [shown(leg) for leg in call.legs.values()],
            "recording": recorded(call, self.x.house.settings.recording.purpose),
        }  # fmt: skip

    # ── telephones of the site that call ────────────────────────────────────────────────────────────────────────────

    async def dialled(self, leg: SipLeg, invite: Invite) -> None:
        """An agent dials on their own telephone: the same as from the desk, and their leg is there already."""
        agent = self.x.house.agents().get(invite.account)
        if agent is None or not invite.sdp:
            leg.refuse(403 if agent is None else 488)
            return
        leg.ring()
        wire: Wire | None = None
        try:
            interaction = await self.out.dial(agent, invite.request_user, on_phone=True)
            call = self.x.house.desk.kept.of(interaction)
            if call is None:
                raise NotFound("call")
            wire = self.x.keep(Wire(call.call, self.x.house.rooms.new_id("l"), "sip", leg, said=invite.sdp))
            await self.x.ask(
                c.BeginLeg(call=call.call, leg=wire.leg, part="agent", via="phone", agent=agent), f"agent:{agent}"
            )
            done = await self.x.media.do(Take(wire.call, wire.leg, wire.said, wire.shape))
        except HoolinError as problem:
            elsewhere = problem.code == "emergency_elsewhere"
            # Telephones show the reason that comes with the number.
            leg.refuse(403 if isinstance(problem, NotAllowed) else 480, EMERGENCY_ELSEWHERE if elsewhere else "")
            if wire is not None:
                self.over(wire, "unreachable")
            raise
        if leg.state == "over":
            # They hung up while their call was begun, when nobody could be told of it: whom they dialled is not to ring for nobody.
            self.over(wire, "hung_up")
            self.x.tell(ic.StartWrapUp(interaction=interaction, agent=agent))
            return
        wire.given = done.sdp
        leg.answer(wire.given)
        await self.x.there(wire)


def shown(leg: Leg) -> dict[str, object]:
    """A leg as the desk is shown it."""
    return {
        "leg": leg.leg, "part": leg.part, "via": leg.via, "agent": leg.agent, "up": leg.up, "since": leg.since,
        "mode": leg.mode,
    }  # fmt: skip


def recorded(call: Call, purpose: str) -> dict[str, object] | None:
    """How it stands with the recording, as the desk is shown it."""
    if call.tape is None:
        return None
    return {"state": call.tape.state, "since": call.tape.since, "basis": call.tape.basis, "purpose": purpose}
