"""A site in this process with the loopback channel: what was decided is collected as it becomes durable."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from hoolin.channels.loopback.gateway import LoopbackGateway, LoopbackHouse
from hoolin.channels.loopback.manifest import CHANNEL, RULES
from hoolin.channels.loopback.peer import Peer
from hoolin.core.errors import NotReached
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.site.rules import AgentProfile, QueueRules
from hoolin.wiring import Built, HoolinSettings, build, new_id
from tests.watching import Watched

KIRSTI = "a-kirsti"


class LoopbackSite(Watched):
    """The site, its gateway, and everything durable since it was opened."""

    def __init__(self, built: Built, gateway: LoopbackGateway) -> None:
        super().__init__(built)
        self.gateway = gateway

    def peer(self, customer: str) -> Peer:
        """A customer on the loopback."""
        return Peer(self.gateway, customer)

    async def talking(self, peer: Peer, text: str = "Tere!") -> str:
        """The peer writes and Kirsti takes the conversation; gives its id."""
        await peer.say(text)
        offer = await self.fact(f.OfferMade)
        await self.ask(c.AcceptOffer(interaction=offer.interaction, offer=offer.offer, agent=KIRSTI))
        return offer.interaction

    async def answer(self, interaction: str, text: str) -> None:
        """Kirsti writes."""
        await self.ask(c.SendMessage(interaction=interaction, agent=KIRSTI, text=text), f"agent:{KIRSTI}")


@asynccontextmanager
async def loopback_site(data: str = "") -> AsyncIterator[LoopbackSite]:
    """A running site with one queue and one agent, Kirsti, who is online."""
    built = build(HoolinSettings(data=data))
    gateway = LoopbackGateway(
        LoopbackHouse(
            site=built.site, ask=built.loop.submit, case_of=built.chat.house.past.case_of,
            contents=built.stores.contents.get, new_id=new_id, not_reached=NotReached,
        )
    )  # fmt: skip
    built.carriers[CHANNEL] = gateway
    built.attended.add(KIRSTI)
    site = LoopbackSite(built, gateway)
    try:
        async with built.running():
            await _furnish(site)
            yield site
    finally:
        built.accounts.close()


async def _furnish(site: LoopbackSite) -> None:
    skills: dict[str, Any] = {"lang:et": 100, "lang:ru": 100, "lang:en": 100}
    for command in (
        c.SetChannel(rules=RULES),
        c.SetQueue(rules=QueueRules(queue="service")),
        c.SetAgent(profile=AgentProfile(agent=KIRSTI, skills=skills)),
        c.SetPresence(agent=KIRSTI, presence="online"),
    ):
        await site.ask(command)
