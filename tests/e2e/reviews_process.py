"""A site whose conversations are reviewed, in a process of its own: `python -m tests.e2e.reviews_process FOLDER`; prints `ready PORT`.

A JSON object a line on standard input, each answered by a line: `{"set_up": true}` by what is judged and what is drawn, `{"talk": CHANNEL}` somebody was
served on that channel; gives the conversation. Chats are judged by one reviewer, letters by two. Log-ins: NAME / PASSWORD for each of PEOPLE.
"""

import sys
from functools import partial
from typing import Any

from hoolin.core.commands import Command
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules, SiteRules
from hoolin.experience.api import reviews
from hoolin.server.accounts.records import Account
from hoolin.server.permissions import Role
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build, new_id
from tests.e2e.site_process import LANGUAGES, PASSWORD
from tests.e2e.told_reviews import RULES
from tests.serving import serve_until_ended

PEOPLE: dict[str, tuple[str, Role]] = {"mari": ("Mari Maasikas", "agent"), "hele": ("Hele Hunt", "guru"), "oleg": ("Oleg Orlov", "supervisor"), "kadri": ("Kadri Kask", "admin")}  # fmt: skip
SERVING = ("mari", "oleg")


async def told(built: Built, *commands: Command, actor: str = "system") -> None:
    """Each is on disk before the next."""
    for command in commands:
        await built.loop.submit(command, actor=actor, key=new_id("x"))


async def furnish(built: Built) -> None:
    """A queue, channels, and people at work who take what they choose."""
    await told(
        built,
        c.SetSite(rules=SiteRules(reasons=("bill", "roaming", "outage"))),
        c.SetQueue(rules=QueueRules(queue="service")), c.SetQueue(rules=QueueRules(queue="technical")),
        *(c.SetChannel(rules=ChannelRules(channel=channel)) for channel in ("chat", "email")),
        *(c.SetAgent(profile=AgentProfile(agent=one, skills=LANGUAGES, capacity=Capacity(units=0))) for one in SERVING),
        *(c.SetPresence(agent=one, presence="online") for one in SERVING),
    )  # fmt: skip
    for login, (name, role) in PEOPLE.items():
        account = Account(id="new", login=login, name=name, role=role, agent=None if role == "admin" else login, language="en")  # fmt: skip
        await built.accounts.add(account, PASSWORD)
    await built.read_names()


async def talk(built: Built, channel: str) -> str:
    """Somebody asks about a bill, Mari answers, asks for a moment, and it is solved."""
    arrive = c.Arrive(interaction=new_id("i"), customer=new_id("c"), case=new_id("k"), channel=channel, language="et")
    one, mari = arrive.interaction, "mari"
    first = c.ReceiveMessage(interaction=one, key="1", text="Tere! Miks mu arve sel kuul 12 eurot suurem on?", begins=arrive)  # fmt: skip
    await told(built, first, actor=f"customer:{arrive.customer}")
    said = c.SendMessage(interaction=one, agent=mari, text="Tere! Arve on suurem, kui te harjunud olete. Vaatan kohe järele.")  # fmt: skip
    await told(built, c.Take(interaction=one, agent=mari), said, actor=f"agent:{mari}")
    if channel == "chat":
        await told(built, c.Hold(interaction=one, agent=mari), c.Resume(interaction=one, agent=mari), actor="agent:mari")  # fmt: skip
    found = "Leidsin: juunis kasutati rändlust Lätis. Tühistan selle ja järgmine arve on tavaline."
    closing = c.Close(interaction=one, agent=mari, outcome="solved", reasons=("bill",))
    await told(built, c.SendMessage(interaction=one, agent=mari, text=found), closing, actor="agent:mari")
    return one


async def obey(built: Built, order: dict[str, Any]) -> object:
    """Somebody talks, or the usual rules hold from now on."""
    match order:
        case {"talk": channel}:
            return await talk(built, channel)
        case _:
            await told(built, reviews.commands.SetReviews(rules=RULES, after=0))
            return True


def main(folder: str) -> None:
    """Serve until the process is ended."""
    server = ServerSettings(port=0, access_log=False)
    built = build(HoolinSettings(data=folder, operator="Põhjala Mobiil", server=server))

    async def begin(_port: int) -> None:
        await furnish(built)

    serve_until_ended(built, begin, partial(obey, built))


if __name__ == "__main__":
    main(sys.argv[1])
