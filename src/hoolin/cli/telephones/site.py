"""A site with a telephone in a process of its own: `python -m hoolin.cli.telephones.site WISH`, WISH being JSON of `Wish`.

The site is one that `crowd.prepare` made. Every agent has a telephone, and wraps up at once. It says where SIP is heard, and answers each line on its stdin with its figures
(`calls`: with what the engine still has; `engine`: with what it did); the end of stdin ends it.
"""

import asyncio
import cProfile
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import uvloop

from hoolin.channels.voice.media.daemon import Rtpengine, left_behind
from hoolin.channels.voice.media.ng import NgClient
from hoolin.channels.voice.settings import VoiceExtension, VoiceListen, VoiceMedia, VoiceSettings, VoiceTrunk
from hoolin.cli.crowd import agent_id
from hoolin.cli.heard import cpu_us
from hoolin.cli.telephones import HOST, PASSWORD, TRUNK_HOST, extension
from hoolin.core.facts import Content, Entry
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.site.rules import QueueRules
from hoolin.wiring import Built, HoolinSettings, build, new_id


class Wish(msgspec.Struct, kw_only=True, frozen=True):
    """What it is like. folder: of the site. port: where SIP is heard. trunk: the port of the trunk. agents: with a telephone each. sound_min, sound_max: the engine's
    ports. profile: a file to write a profile to, at the end.
    """

    folder: str
    port: int
    trunk: int
    agents: int
    sound_min: int = 20_000
    sound_max: int = 31_998
    profile: str = ""

    def settings(self) -> HoolinSettings:
        """As `hoolin.toml` would have them."""
        media = VoiceMedia(port_min=self.sound_min, port_max=self.sound_max)
        phones = {
            extension(at): VoiceExtension(agent=f"agent{at}", password=PASSWORD) for at in range(self.agents)
        }  # fmt: skip
        voice = VoiceSettings(
            listen=(VoiceListen(host=HOST, port=self.port),), extensions=phones, media=media, country="372", calls_max=5_000,
            trunks={"main": VoiceTrunk(hosts=(f"{TRUNK_HOST}:{self.trunk}",), ping_s=0, caller_id="+3726000000")},
        )  # fmt: skip
        return HoolinSettings(data=self.folder, voice=voice)


class Floor:
    """The agents at work. facts: how many of each kind became durable in this life."""

    def __init__(self, built: Built, wish: Wish) -> None:
        self.built = built
        self.place = Rtpengine(Path(wish.folder) / "voice")
        self.facts: Counter[str] = Counter()
        built.loop.read_along(self._take)

    async def set_up(self) -> None:
        """An offer stands as long as a telephone may take on a busy machine."""
        await self._ask(c.SetQueue(rules=QueueRules(queue="service", offer_ms=60_000)))

    async def begin(self, agents: int) -> None:
        """Everybody is there."""
        for at in range(agents):
            if self.built.site.agent(agent_id(at)).presence != "online":
                await self._ask(c.SetPresence(agent=agent_id(at), presence="online"))

    async def _ask(self, command: object) -> None:
        await self.built.loop.submit(command, actor="system", key=new_id("x"))  # type: ignore[arg-type]

    def _take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        for entry in entries:
            self.facts[type(entry.fact).__name__] += 1
            if isinstance(entry.fact, f.WrapUpStarted):
                done = c.Close(interaction=entry.fact.interaction, agent=entry.fact.agent, outcome="solved")
                gateway = self.built.faces.telephone.gateway
                assert gateway is not None
                gateway.x.house.rooms.ask(done, f"agent:{done.agent}", new_id("x"), lambda answer: None)

    async def engine(self) -> dict[str, object]:
        """What the engine says of itself: packets it relayed, and errors; its processor time is the system's word."""
        place = left_behind(self.place)
        if place is None:
            return {}
        client = NgClient(HOST, place.ng)
        await client.open()
        try:
            said: Any = await client.ask("statistics")
        finally:
            client.close()
        total = said["statistics"]["totalstatistics"]
        counted = {"relayed": int(total["relayedpackets"]), "errors": int(total["relayedpacketerrors"])}
        return {**counted, "engine_cpu_s": cpu_us(place.pid) / 1e6}

    async def figures(self, engine: bool) -> dict[str, object]:
        """What happened so far."""
        gateway = self.built.faces.telephone.gateway
        assert gateway is not None
        x = gateway.x
        in_engine = await x.media.calls() if engine else ()
        return {
            "cpu_s": time.process_time(), "rss_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            "calls": len(x.calls.open), "engine": len(in_engine), "wires": len(x.wires), "facts": self.facts,
            "counted": x.counted,
            "talking": sum(
                len([leg for leg in call.legs.values() if leg.up]) == 2 and call.stage == "active"
                for call in x.calls.open.values()
            ),
        }  # fmt: skip


def say(what: dict[str, object]) -> None:
    """One line."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


async def main(wish: Wish) -> None:
    """Until nobody speaks to us any more."""
    built = build(wish.settings())
    built.attended.update(agent_id(at) for at in range(wish.agents))
    floor = Floor(built, wish)
    loop = asyncio.get_running_loop()
    async with built.running():
        await floor.set_up()
        say({"ready": True, **(await floor.figures(engine=False))})
        profile = cProfile.Profile() if wish.profile else None
        while word := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
            if word == "begin":
                await floor.begin(wish.agents)
                if profile is not None:
                    profile.enable()
            told = await floor.figures(engine=word == "calls")
            say({**told, **(await floor.engine())} if word == "engine" else told)
        if profile is not None:
            profile.disable()
            profile.dump_stats(wish.profile)


if __name__ == "__main__":
    uvloop.run(main(msgspec.json.decode(sys.argv[1], type=Wish)))
