"""A site with a telephone in this process, or in one of its own: a real SIP stack, a real media engine, and sounds that are told apart
by their tone.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest

from hoolin.channels.voice.gateway import VoiceGateway
from hoolin.channels.voice.media.daemon import Rtpengine, end, left_behind
from hoolin.channels.voice.media.g711 import to_alaw
from hoolin.channels.voice.media.sounds import write_au
from hoolin.channels.voice.settings import VoiceExtension, VoiceListen, VoiceMedia, VoiceSettings, VoiceTrunk
from hoolin.core.interaction import commands as c
from hoolin.core.site.hours import DAYS, Hours, Span
from hoolin.core.site.rules import AgentProfile, QueueRules
from hoolin.server.accounts.records import Account
from hoolin.server.errors import Taken
from hoolin.wiring import Built, HoolinSettings, build
from tests.channels.voice.rtp_party import tone
from tests.channels.voice.sipp import TRUNK_HOST
from tests.contracts.media_engines import HAS_WHEEL, NO_WHEEL
from tests.sound_ports import sound_ports
from tests.watching import Watched

MARI, JURI = "a-mari", "a-juri"
ENGINE: Literal["rtpengine", "rtp_io"] = "rtpengine"
"""What carries the sound, where a test says nothing else; `both_engines` has the tests of a module run with either."""

PASSWORD = "a long sentence of nobody"

MUSIC, WELCOME, PLACE, CLOSED, PROMISED, GOODBYE, RINGS = 350.0, 520.0, 600.0, 640.0, 760.0, 820.0, 425.0
"""What the sounds of a test are, in Hz."""

SOUNDS = {
    "tones/music": (MUSIC, 4.0), "tones/ring": (RINGS, 1.0), "et/welcome": (WELCOME, 0.8), "et/next": (PLACE, 0.8), "et/place": (PLACE, 0.8),
    "et/closed": (CLOSED, 0.8), "et/promised_place": (PROMISED, 0.8), "et/promised_time": (PROMISED, 0.8),
    "et/goodbye": (GOODBYE, 0.8),
}  # fmt: skip

ZONE = ZoneInfo("Europe/Tallinn")
"""Of a site that says nothing else."""


def both_engines() -> Any:
    """The marker of a module whose tests run with either engine."""
    trial = pytest.param("rtp_io", marks=pytest.mark.skipif(not HAS_WHEEL, reason=NO_WHEEL))
    return pytest.mark.parametrize("sound_engine", ["rtpengine", trial], indirect=True)


def make_sounds(folder: Path) -> str:
    """The sounds, in a folder."""
    for name, (hertz, seconds) in SOUNDS.items():
        file = folder / f"{name}.au"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(write_au(to_alaw(tone(hertz, seconds))))
    return str(folder)


def settings(folder: Path, trunk_port: int, data: str = "", **more: Any) -> HoolinSettings:
    """A site with one trunk at this port of loopback, and telephones 101 (Mari's) and 102 (Juri's)."""
    first, last = sound_ports()
    voice: dict[str, Any] = {
        "listen": (VoiceListen(host="127.0.0.1", port=0),),
        "trunks": {"main": VoiceTrunk(hosts=(f"{TRUNK_HOST}:{trunk_port}",), ping_s=0, caller_id="+3726000000")},
        "extensions": {
            "101": VoiceExtension(agent="mari", password="a-long-password"),
            "102": VoiceExtension(agent="juri", password="a-long-password"),
        },
        "country": "372",
        "sounds": make_sounds(folder / "sounds"),
        "media": VoiceMedia(
            engine=ENGINE, port_min=first, port_max=last - 200, mixer_port_min=last - 198, mixer_port_max=last
        ),
        "ring_s": 15,
    }
    return HoolinSettings(data=data, voice=VoiceSettings(**{**voice, **more}))


class VoiceSite(Watched):
    """The site, and everything durable since it was opened."""

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
            await admit(built)
            if settle:
                await furnish(site)
            yield site
            assert built.loop.failure is None
    finally:
        built.accounts.close()


async def admit(built: Built) -> None:
    """Mari and Juri have accounts, by which their telephones are known."""
    for login, agent in (("mari", MARI), ("juri", JURI)):
        with suppress(Taken):
            await built.accounts.add(
                Account(id="new", login=login, name=login.title(), role="agent", agent=agent), PASSWORD
            )
    await built.read_names()


async def furnish(site: VoiceSite) -> None:
    """Queues and agents."""
    skills: dict[str, Any] = {"lang:et": 100, "lang:ru": 100, "lang:en": 100}
    for command in (
        c.SetQueue(rules=QueueRules(queue="service", offer_ms=3_600_000)),
        c.SetQueue(rules=QueueRules(queue="bills", offer_ms=3_600_000)),
        *(c.SetAgent(profile=AgentProfile(agent=agent, skills=skills)) for agent in (MARI, JURI)),
    ):
        await site.ask(command)


def closed_today() -> Hours:
    """Closed now, and open from nine tomorrow."""
    today = datetime.now(ZONE).date()
    shut = {(today - timedelta(1)).isoformat(): (), today.isoformat(): ()}
    soon = {(today + timedelta(1)).isoformat(): (Span(opens="09:00", closes="17:00"),)}
    return Hours(week=dict.fromkeys(DAYS, (Span(opens="09:00", closes="17:00"),)), dates={**shut, **soon})


def nine_tomorrow() -> int:
    """When that opens."""
    day = datetime.now(ZONE).date() + timedelta(1)
    return int(datetime(day.year, day.month, day.day, 9, tzinfo=ZONE).timestamp() * 1_000)


async def end_engine(folder: Path) -> None:
    """A call that is under way outlives its site, and so does the engine that carries it; here nobody comes back to it. folder: the site's."""
    engine = Rtpengine(folder / "data" / "voice")
    place = left_behind(engine)
    if place is not None:
        await end(engine, place)
