"""A site with a telephone in this process, or in one of its own: a real SIP stack, a real media engine, and sounds that are told apart
by their tone.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from hoolin.channels.voice.gateway import VoiceGateway
from hoolin.channels.voice.media.g711 import to_alaw
from hoolin.channels.voice.media.sounds import write_au
from hoolin.channels.voice.settings import VoiceExtension, VoiceListen, VoiceMedia, VoiceSettings, VoiceTrunk
from hoolin.core.commands import Command
from hoolin.core.facts import Content, Entry, Fact
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, QueueRules
from hoolin.wiring import Built, HoolinSettings, build, new_id
from tests.channels.voice.rtp_party import tone
from tests.channels.voice.sipp import TRUNK_HOST

MARI, JURI = "a-mari", "a-juri"
WAIT_SECONDS = 20.0

MUSIC, WELCOME, PLACE, CLOSED, PROMISED, GOODBYE, RINGS = 350.0, 520.0, 600.0, 640.0, 760.0, 820.0, 425.0
"""What the sounds of a test are, in Hz."""

SOUNDS = {
    "tones/music": (MUSIC, 4.0), "tones/ring": (RINGS, 1.0), "et/welcome": (WELCOME, 0.8), "et/next": (PLACE, 0.8), "et/place": (PLACE, 0.8),
    "et/closed": (CLOSED, 0.8), "et/promised_place": (PROMISED, 0.8), "et/promised_time": (PROMISED, 0.8),
    "et/goodbye": (GOODBYE, 0.8),
}  # fmt: skip

ENGINES = count()

Kind = TypeVar("Kind", bound=Fact)


def make_sounds(folder: Path) -> str:
    """The sounds, in a folder."""
    for name, (hertz, seconds) in SOUNDS.items():
        file = folder / f"{name}.au"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(write_au(to_alaw(tone(hertz, seconds))))
    return str(folder)


def ports() -> tuple[int, int]:
    """For the sound of one engine: those of split runs keep out of each other's way."""
    first = 50_000 + (os.getpid() * 5 + next(ENGINES)) % 30 * 500
    return first, first + 498


def settings(folder: Path, trunk_port: int, data: str = "", **more: Any) -> HoolinSettings:
    """A site with one trunk at this port of loopback, and telephones 101 (Mari's) and 102 (Juri's)."""
    first, last = ports()
    voice: dict[str, Any] = {
        "listen": (VoiceListen(host="127.0.0.1", port=0),),
        "trunks": {"main": VoiceTrunk(hosts=(f"{TRUNK_HOST}:{trunk_port}",), ping_s=0, caller_id="+3726000000")},
        "extensions": {
            "101": VoiceExtension(agent="mari", password="a-long-password"),
            "102": VoiceExtension(agent="juri", password="a-long-password"),
        },
        "country": "372",
        "sounds": make_sounds(folder / "sounds"),
        "media": VoiceMedia(port_min=first, port_max=last - 200, mixer_port_min=last - 198, mixer_port_max=last),
        "ring_s": 15,
    }
    return HoolinSettings(data=data, voice=VoiceSettings(**{**voice, **more}))


class VoiceSite:
    """The site, and everything durable since it was opened."""

    def __init__(self, built: Built) -> None:
        self.built = built
        self.entries: list[Entry] = []
        self._more = asyncio.Event()
        built.loop.read_along(self._take)

    @property
    def gateway(self) -> VoiceGateway:
        """The telephone."""
        gateway = self.built.faces.telephone.gateway
        assert gateway is not None
        return gateway

    @property
    def port(self) -> int:
        """Where SIP is heard."""
        stack = self.gateway.x.stack
        assert stack is not None
        return stack.ports()[0]

    def _take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        self.entries.extend(entries)
        self._more.set()

    def all(self, kind: type[Kind]) -> Iterator[Kind]:
        """Every fact of this kind so far."""
        return (entry.fact for entry in self.entries if isinstance(entry.fact, kind))

    async def fact(self, kind: type[Kind], such: Callable[[Kind], bool] = lambda fact: True) -> Kind:
        """The first such fact, as soon as it is durable."""
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                while True:
                    self._more.clear()
                    for fact in self.all(kind):
                        if such(fact):
                            return fact
                    await self._more.wait()
        except TimeoutError:
            told = [type(entry.fact).__name__ for entry in self.entries]
            raise AssertionError(f"no {kind.__name__} came; there were {told}") from None

    async def ask(self, command: Command, actor: str = "system") -> None:
        """Ask the loop for something."""
        await self.built.loop.submit(command, actor=actor, key=new_id("x"))

    async def online(self, agent: str) -> None:
        """At work."""
        await self.ask(c.SetPresence(agent=agent, presence="online"))

    async def accept(self, agent: str) -> str:
        """This agent takes what they are asked; gives the conversation."""
        from hoolin.core.interaction.facts import OfferMade

        taken = {entry.fact.interaction for entry in self.entries if type(entry.fact).__name__ == "OfferAccepted"}  # type: ignore[attr-defined]
        offer = await self.fact(OfferMade, lambda fact: fact.agent == agent and fact.interaction not in taken)
        await self.ask(c.AcceptOffer(interaction=offer.interaction, offer=offer.offer, agent=agent), f"agent:{agent}")
        return offer.interaction


@asynccontextmanager
async def voice_site(wanted: HoolinSettings, settle: bool = True) -> AsyncIterator[VoiceSite]:
    """A running site with one queue, and Mari and Juri, who are away."""
    built = build(wanted)
    built.attended.update((MARI, JURI))
    site = VoiceSite(built)
    try:
        async with built.running():
            built.faces.telephone.names_are({"mari": MARI, "juri": JURI})
            if settle:
                await furnish(site)
            yield site
            assert built.loop.failure is None
    finally:
        built.accounts.close()


async def furnish(site: VoiceSite) -> None:
    """Queues and agents."""
    skills: dict[str, Any] = {"lang:et": 100, "lang:ru": 100, "lang:en": 100}
    for command in (
        c.SetQueue(rules=QueueRules(queue="service", offer_ms=3_600_000)),
        c.SetQueue(rules=QueueRules(queue="bills", offer_ms=3_600_000)),
        *(c.SetAgent(profile=AgentProfile(agent=agent, skills=skills)) for agent in (MARI, JURI)),
    ):
        await site.ask(command)
