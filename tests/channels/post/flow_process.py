"""The process that is killed: a whole site whose letterbox is greeted by a menu, and one customer who writes their words, each under its key.

    python -m tests.channels.post.flow_process FOLDER

It says `ready` when the site runs, then lets the words come, one after the other; a word that came before a kill is known by its key. When the
last one has led into line it says `done`.
"""

import asyncio
import sys
from typing import Any

import yaml

from hoolin.channels.loopback.post import CHANNEL, letter
from hoolin.core.errors import Refusal
from hoolin.core.flow import commands as fc
from hoolin.core.flow.read import read
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, QueueRules
from tests.channels.post.site import post_site
from tests.core.flow.floor import MENU

WORDS = ("tere", "mis asja", "2", "12", "1234")
"""A mistake, a number that is too short, one that is right, and a machine that does not exist: it leads into line."""

SKILLS: dict[str, Any] = {"lang:et": 100, "lang:ru": 100, "lang:en": 100, "bills": 100}


async def main(folder: str) -> None:
    """Run until it is done, or killed."""
    async with post_site(folder, settle=False) as site:
        for command in (
            c.SetQueue(rules=QueueRules(queue="service")),
            c.SetQueue(rules=QueueRules(queue="bills")),
            c.SetAgent(profile=AgentProfile(agent="mari", skills=SKILLS)),
            fc.SetFlow(flow=read(yaml.safe_load(MENU), "menu")),
            fc.UseFlow(channel=CHANNEL, flow="menu"),
        ):
            await site.ask(command)
        print("ready", flush=True)  # noqa: T201 - to whoever kills it
        for number, word in enumerate(WORDS):
            heard = letter("mari@naide.ee", word, f"word-{number}", language="et")
            await site.drop(heard, key=f"input-{number}")
            await settled(site, number)
        print("done", flush=True)  # noqa: T201 - to whoever kills it


async def settled(site: Any, number: int) -> None:
    """The word has been taken up: so many were heard, and the flow speaks with them, or has led them on."""
    async with asyncio.timeout(60):
        while True:
            flows, outbox = site.built.rooms["flows"].state, site.built.rooms["delivery"].state
            walks = list(flows.kept.walks.values())
            ones = list(site.built.site.kept.interactions.values())
            heard = site.built.rooms["intake"].state.open
            begun = ones and all(walk.state is not None for walk in walks)
            over = ones and not walks
            if not heard and not outbox.open and (over if number == len(WORDS) - 1 else begun):
                return
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    try:
        asyncio.run(main(sys.argv[1]))
    except Refusal as refusal:
        raise SystemExit(str(refusal)) from None
