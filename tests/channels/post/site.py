"""A site in this process with a letterbox: what was decided is collected as it becomes durable."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import msgspec

from hoolin.channels.loopback.post import CHANNEL, Incoming, LetterboxAccount, LoopbackPost
from hoolin.channels.written import Heard, Passed, Reported, Waiting
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.commands import Letter
from hoolin.core.site.rules import AgentProfile, QueueRules
from hoolin.wiring import Built, HoolinSettings, build
from hoolin.wiring.channels import ChannelAccounts
from tests.watching import WAIT_SECONDS, Watched

KIRSTI = "a-kirsti"


class PostSite(Watched):
    """The site, its letterbox, and everything durable since it was opened."""

    def __init__(self, built: Built) -> None:
        super().__init__(built)
        self._keys = 0

    @property
    def box(self) -> LoopbackPost:
        """The gateway."""
        return cast(LoopbackPost, self.built.office.gateways[CHANNEL])

    async def drop(self, *events: Heard | Reported | Passed | Waiting, key: str = "", account: str = "box") -> bool:
        """Something comes from outside; gives whether it was new, once it is on disk."""
        self._keys += 1
        told = Incoming(
            heard=tuple(e for e in events if isinstance(e, Heard)),
            reported=tuple(e for e in events if isinstance(e, Reported)),
            passed=tuple(e for e in events if isinstance(e, Passed)),
            waiting=tuple(e for e in events if isinstance(e, Waiting)),
        )
        return await self.box.drop(account, key or f"input-{self._keys}", told)

    async def heard(self, event: Heard, key: str = "") -> f.MessageReceived:
        """Somebody writes; what was made of it, once it is."""
        before = len(list(self.all(f.MessageReceived)))
        await self.drop(event, key=key)
        async with asyncio.timeout(WAIT_SECONDS):
            while len(found := list(self.all(f.MessageReceived))) <= before:
                self._more.clear()
                await self._more.wait()
        return found[before]

    async def answer(self, interaction: str, text: str, **more: Any) -> str:
        """Kirsti takes it if she has not yet, and writes; gives the message's id."""
        one = self.built.site.kept.interactions[interaction]
        if one.agent != KIRSTI or one.state == "offered":
            await self.ask(c.Take(interaction=interaction, agent=KIRSTI))
        receipt = await self.ask(
            c.SendMessage(interaction=interaction, agent=KIRSTI, text=text, **more), f"agent:{KIRSTI}"
        )
        return next(e.fact.message for e in receipt.entries if isinstance(e.fact, f.MessageSent))

    def letter(self, message: str) -> Letter:
        """What a message has beside its text."""
        body = self.built.stores.contents.get([message])[message]
        return msgspec.convert(msgspec.json.decode(body).get("letter", {}), Letter)

    def text(self, message: str) -> str:
        """What a message says."""
        body = self.built.stores.contents.get([message])[message]
        return str(msgspec.json.decode(body)["text"])


@asynccontextmanager
async def post_site(data: str = "", settle: bool = True) -> AsyncIterator[PostSite]:
    """A running site with a letterbox, one queue and one agent, Kirsti, who is online."""
    accounts = ChannelAccounts(letterbox={"box": LetterboxAccount(), "other": LetterboxAccount()})
    built = build(HoolinSettings(data=data, channels=accounts))
    built.attended.add(KIRSTI)
    site = PostSite(built)
    try:
        async with built.running():
            if settle:
                await furnish(site)
            yield site
    finally:
        built.accounts.close()


async def furnish(site: PostSite) -> None:
    """One queue, one agent."""
    skills: dict[str, Any] = {"lang:et": 100, "lang:ru": 100, "lang:en": 100}
    for command in (
        c.SetQueue(rules=QueueRules(queue="service", offer_ms=3_600_000)),
        c.SetAgent(profile=AgentProfile(agent=KIRSTI, skills=skills)),
        c.SetPresence(agent=KIRSTI, presence="online"),
    ):
        await site.ask(command)
