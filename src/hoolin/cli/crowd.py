"""A new site with a crowd in the middle of their conversations, for the benches: every visitor has a token and every agent a
log-in, and each visitor is being served by one of them.
"""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import NamedTuple

from argon2 import PasswordHasher

from hoolin.channels.chat.manifest import RULES
from hoolin.core.commands import Command
from hoolin.core.facts import Instant
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.site.rules import AgentProfile, QueueRules, SiteRules
from hoolin.server.accounts.door import new_account_id
from hoolin.server.accounts.file import AccountsFile
from hoolin.server.accounts.records import Account
from hoolin.server.accounts.sessions import TWELVE_HOURS, Sessions
from hoolin.server.cookies import NAME
from hoolin.wiring import Built, HoolinSettings, build, now_ms

WORDS = "Tere! Minu arvel on rida, millest ma aru ei saa."


class Crowd(NamedTuple):
    """tokens: of the visitors. cookies: of the agents, each a session of its own."""

    tokens: list[str]
    cookies: list[str]


def prepare(folder: Path, visitors: int, agents: int) -> Crowd:
    """Make the site in this folder; blocking. Nobody's password works: sessions are opened here, not by logging in."""
    built = build(HoolinSettings(data=str(folder)))
    try:
        tokens = _talk(built, visitors, agents)
    finally:
        built.accounts.close()
        built.close()
    return Crowd(tokens, asyncio.run(_log_in(folder, agents)))


def agent_id(number: int) -> str:
    """The agent of this number."""
    return f"a{number:06d}"


def _talk(built: Built, visitors: int, agents: int) -> list[str]:
    """Each visitor has said something and is being served."""
    keys, now = count(), now_ms()
    house, journal = built.loop.house, built.stores.journal

    def ask(command: Command, actor: str = "system", at: Instant = now) -> list[object]:
        outcome = house.handle(command, actor, f"{actor}/crowd-{next(keys)}", at)
        journal.append(outcome.entries, outcome.contents)
        return [entry.fact for entry in outcome.entries]

    ask(c.SetChannel(rules=RULES))
    ask(c.SetSite(rules=SiteRules(reasons=("bill",))))
    ask(c.SetQueue(rules=QueueRules(queue="service")))
    for number in range(agents):
        ask(c.SetAgent(profile=AgentProfile(agent=agent_id(number), skills={"lang:et": 100})))
        ask(c.SetPresence(agent=agent_id(number), presence="online"))
    people = built.chat.house.people
    tokens = [secrets.token_urlsafe(32) for _ in range(visitors)]
    for token in tokens:
        customer = people.met_with(token)
        assert customer is not None
        actor, interaction = f"customer:{customer}", built.chat.house.new_id("i")
        ask(people.visitor_identity(customer, token), actor)
        arrive = c.Arrive(interaction=interaction, customer=customer, case=built.chat.house.new_id("k"), channel="chat",
                          language="et")  # fmt: skip
        facts = ask(c.ReceiveMessage(interaction=interaction, key="first", text=WORDS, begins=arrive), actor)
        for fact in facts:
            if isinstance(fact, f.OfferMade):
                ask(c.AcceptOffer(interaction=fact.interaction, offer=fact.offer, agent=fact.agent))
    return tokens


async def _log_in(folder: Path, agents: int) -> list[str]:
    file = AccountsFile(folder)
    # Proving five hundred passwords takes a minute; a session is what matters here, and it is a real one.
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(secrets.token_urlsafe(16))
    loop = asyncio.get_running_loop()
    cookies = []
    with ThreadPoolExecutor(1) as thread:
        sessions = Sessions(file, thread, now_ms, TWELVE_HOURS)
        for number in range(agents):
            account = Account(id=new_account_id(), login=f"agent{number}", name=f"Agent {number}", role="agent",
                              agent=agent_id(number), created_at=now_ms())  # fmt: skip
            await loop.run_in_executor(thread, file.add, account, hashed)
            opened = await sessions.open(account, hashed, "bench")
            cookies.append(f"{NAME}={opened.token}")
    file.close()
    return cookies
