"""The door by which a supervisor takes part in a call of somebody else's: listens, whispers to the agent, joins.

- Who does is written down before they hear anything, and the agent's desk shows it for as long as it lasts.
- Each way of taking part is a leg of its own; the one before ends when the next one is there.
- Whoever's page is gone has left: nobody is listened to by a page that nobody sees.
"""

from typing import Protocol

from hoolin.channels.voice import commands as c
from hoolin.channels.voice.calls import listened
from hoolin.channels.voice.exchange import Exchange
from hoolin.channels.voice.facts import Mode
from hoolin.channels.voice.media.port import Listen
from hoolin.channels.voice.phone import ANSWER_SECONDS, Joined, Phone
from hoolin.channels.voice.state import Call
from hoolin.channels.voice.wires import Wire
from hoolin.core.errors import Conflict, HoolinError, NotFound


class Supervising(Protocol):
    """What the desk's socket asks for. Both raise Refusal or PeerError."""

    async def supervise(self, agent: str, interaction: str, mode: Mode, tab: str) -> Joined:
        """A page of this agent's is to take part; its answer, and its leaving, are those of any leg."""

    async def confer(self, agent: str, interaction: str) -> None:
        """The customer, the agent and whoever was asked talk all together from now on."""


class Supervision:
    """See `Supervising`."""

    def __init__(self, exchange: Exchange, phone: Phone) -> None:
        self.x = exchange
        self.phone = phone

    async def supervise(self, agent: str, interaction: str, mode: Mode, tab: str) -> Joined:
        """See the door."""
        call = self._call(interaction, mode)
        wire = Wire(call.call, self.x.house.rooms.new_id("l"), "browser", tab=tab)
        begins = c.Supervise(call=call.call, leg=wire.leg, agent=agent, mode=mode)
        await self.x.ask(begins, f"agent:{agent}")
        self.phone.expected(self.x.keep(wire), ANSWER_SECONDS, "no_answer")
        try:
            return Joined(wire.leg, await self._offered(call, wire, mode))
        except HoolinError:
            self.phone.over(wire, "unreachable")
            raise

    async def _offered(self, call: Call, wire: Wire, mode: Mode) -> bytes:
        if mode != "listen":
            return await self.x.offered(wire)
        agents = [leg for leg in call.with_agent(call.agent) if leg.up]
        if not agents or not call.of_customer.up:
            raise Conflict("nobody_talks", state=call.stage)
        wire.listens = listened(call, call.of_customer, agents[-1], call.consulted())
        wire.given = (await self.x.media.do(Listen(call.call, wire.listens, wire.leg, wire.shape))).sdp
        return wire.given

    async def confer(self, agent: str, interaction: str) -> None:
        """See the door."""
        call = self._call(interaction, "conference")
        await self.x.ask(c.Confer(call=call.call, agent=agent), f"agent:{agent}")

    def _call(self, interaction: str, way: str) -> Call:
        """Raises NotFound, Conflict when this machine has no means for it."""
        call = self.x.house.desk.kept.of(interaction)
        if call is None:
            raise NotFound("call", interaction=interaction)
        why = self.x.mixing.off().get(way)
        if why is not None:
            raise Conflict(why)
        return call
