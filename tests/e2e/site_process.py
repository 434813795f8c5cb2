"""A real site in a process of its own, for browser tests: `python -m tests.e2e.site_process FOLDER`.

A second word `ways` sets up calling back as well, closed today and tomorrow.
It prints `ready PORT` once it answers. What happens outside is written to it, a JSON object a line, each answered by a line:
`{"letter": {"from", "text", …}}` a letter comes (`"proven": true`: its sender's server vouches for it; `"joins": true`: it goes on with what is under way), `{"faults": ["time_out"]}` what the next deliveries meet,
`{"report": {"reference": "out-1", "state": "delivered"}}` the provider tells, `{"out": true}` what has left,
`{"composer": {…}}` what agents write letters with from now on, `{"callback": {"phone", "text"}}` somebody wants to be called, `{"prices": DAYS}` prices are published from so many days on, `{"promise": MS}` whoever
has a conversation in hand promises an answer in so long, `{"served": N}` so many customers came and were served, `{"reasons": {CODE: {"name", "parent", "examples"}}}` a tree of reasons is published and learned, and suggestions are shown for every conversation, `{"ended": true}` what the last
conversation ended with and which causes were noted for it, `{"surveys": {…}, "at": URL}` customers are asked how it went, by links to that
address, `{"ease": {…}}` people are spared by these rules, and Gerli keeps them. Log-ins: NAME / PASSWORD for each of PEOPLE, who are fictional.
"""

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from hoolin.cases.api import promises
from hoolin.catalogue.api import PriceList, PublishPrices, Words
from hoolin.channels.chat.manifest import RULES
from hoolin.channels.loopback.post import Incoming, LetterboxAccount, LoopbackPost
from hoolin.channels.loopback.post import letter as letter_from
from hoolin.channels.written import Composer, Reported
from hoolin.cli.demo.setup import prices
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.facts import InteractionClosed
from hoolin.core.site.ease import EaseRules
from hoolin.core.site.hours import DAYS, Day, Hours, Span
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, Language, QueueRules, SiteRules
from hoolin.experience.api import surveys
from hoolin.insight.api import reasons as tree
from hoolin.people.commands import AddIdentity
from hoolin.server.accounts.records import Account
from hoolin.server.permissions import Role
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build, new_id, now_ms
from hoolin.wiring.channels import ChannelAccounts
from tests.serving import serve_until_ended

PASSWORD = "ainult-katseks-2026"
PEOPLE: dict[str, tuple[str, Role]] = {"kristi": ("Kristi Kask", "supervisor"), "oleg": ("Oleg Orlov", "agent")}
LANGUAGES = {"lang:et": 100, "lang:ru": 100, "lang:en": 100}


def closed_for_two_days() -> Hours:
    """Round the clock, but not today and tomorrow."""
    today = datetime.now(ZoneInfo("Europe/Tallinn")).date()
    week: dict[Day, tuple[Span, ...]] = dict.fromkeys(DAYS, (Span(opens="00:00", closes="24:00"),))
    return Hours(channel="callback", week=week, dates={(today + timedelta(days=n)).isoformat(): () for n in (0, 1)})


async def admit(built: Built, speaks: Mapping[str, Language] = {}) -> None:
    """Everybody may log in. speaks: the language of somebody's screens, where it is not English."""
    for login, (name, role) in PEOPLE.items():
        language: Language = speaks.get(login, "en")
        account = Account(id="new", login=login, name=name, role=role, agent=login, language=language)
        await built.accounts.add(account, PASSWORD)
    await built.read_names()


async def furnish(built: Built, ways: bool) -> None:
    """Queues, people and reasons, on the first start."""
    if built.site.kept.queues.get("technical") is not None:
        return
    commands = [
        c.SetChannel(rules=RULES),
        c.SetSite(rules=SiteRules(reasons=("bill", "roaming", "outage"))),
        c.SetQueue(rules=QueueRules(queue="service", offer_ms=60_000)),
        c.SetQueue(rules=QueueRules(queue="technical", offer_ms=60_000)),
        *(c.SetAgent(profile=AgentProfile(agent=login, skills=LANGUAGES)) for login in PEOPLE),
    ]
    if ways:
        commands += [c.SetChannel(rules=ChannelRules(channel="callback")), c.SetHours(hours=closed_for_two_days())]
    for command in commands:
        await built.loop.submit(command, actor="system", key=new_id("x"))
    await admit(built)


KEYS = count(1)


async def call_back(built: Built, phone: str, text: str) -> None:
    """Somebody wants to be called."""
    arrive = c.Arrive(
        interaction=new_id("i"), customer=new_id("c"), case=new_id("k"), channel="callback", language="en"
    )
    identity = AddIdentity(customer=arrive.customer, identity=new_id("v"), kind="phone", value=phone, lookup=phone)
    for command in (
        c.SetChannel(rules=ChannelRules(channel="callback")),
        c.ReceiveMessage(interaction=arrive.interaction, key="1", text=text, begins=arrive),
        identity,
    ):
        await built.loop.submit(command, actor="system", key=new_id("x"))


async def serve_many(built: Built, number: int) -> None:
    """So many chats, one after the other, each answered and solved; by somebody who takes what they choose."""
    agent = "many"
    await built.loop.submit(
        c.SetAgent(profile=AgentProfile(agent=agent, skills=LANGUAGES, capacity=Capacity(units=0))),
        actor="system",
        key=new_id("x"),
    )
    await built.loop.submit(c.SetPresence(agent=agent, presence="online"), actor="system", key=new_id("x"))
    for _ in range(number):
        one = c.Arrive(interaction=new_id("i"), customer=new_id("c"), case=new_id("k"), channel="chat", language="en")
        for command, actor in (
            (one, f"customer:{one.customer}"),
            (c.Take(interaction=one.interaction, agent=agent), f"agent:{agent}"),
            (c.SendMessage(interaction=one.interaction, agent=agent, text="It is right again."), f"agent:{agent}"),
            (c.Close(interaction=one.interaction, agent=agent, outcome="solved", reasons=("bill",)), f"agent:{agent}"),
        ):
            await built.loop.submit(command, actor=actor, key=new_id("x"))
    await built.loop.submit(c.SetPresence(agent=agent, presence="offline"), actor="system", key=new_id("x"))


async def teach(built: Built, leaves: Mapping[str, Mapping[str, Any]]) -> None:
    """Publish this tree and learn what it says of itself."""
    made = tuple(
        tree.Reason(
            code=code, name=Words(et=one["name"], ru=one["name"], en=one["name"]), parent=one.get("parent"),
            examples=tuple(one.get("examples", ())),
        )
        for code, one in leaves.items()
    )  # fmt: skip
    based_on = built.rooms["reasons"].state.in_force.number
    command = tree.PublishReasons(tree=tree.Tree(reasons=made), based_on=based_on, why="to be learned")
    await built.loop.submit(command, actor="system", key=new_id("x"))
    built.suggesting.is_shown = lambda interaction: True
    learned = await built.suggesting.lessons.learn()
    assert learned is not None and learned.model, learned


async def last_ended(built: Built) -> dict[str, Any]:
    """What was noted of the conversation that ended last, and how often something was suggested for it."""
    await built.reading.reached(built.loop.durable_position)
    facts = [entry.fact for entry in built.stores.journal.read(0, 100_000)]
    last = next(fact for fact in reversed(facts) if isinstance(fact, InteractionClosed))
    register = built.rooms["improvements"].state.kept
    return {
        "reasons": list(last.reasons),
        "causes": [register.causes[cause].title for cause in register.noted.get(last.interaction, ())],
        "suggested": sum(
            isinstance(fact, tree.facts.ReasonsSuggested) and fact.interaction == last.interaction for fact in facts
        ),
    }


def in_days(days: int) -> PriceList:
    """What the demo operator sells, so many days from now; later the plan `m` is cheaper and the fee `sim` gone."""
    listed = prices(now_ms() + days * 86_400_000)
    if not days:
        return listed
    plans = [
        msgspec.structs.replace(
            plan, amount=plan.amount - (plan.code == "m") * 100, fees=tuple(code for code in plan.fees if code != "sim")
        )
        for plan in listed.plans
    ]
    fees = tuple(fee for fee in listed.fees if fee.code != "sim")
    return msgspec.structs.replace(listed, plans=tuple(plans), fees=fees)


async def happen(built: Built, post: LoopbackPost, order: dict[str, Any]) -> object:
    """Something outside; what it leads to inside comes by itself."""
    key = f"k{next(KEYS)}"
    match order:
        case {"letter": {"from": sender, "text": text, **head}}:
            proven = head.pop("proven", False)
            joins = head.pop("joins", False)
            more = {"apart": not joins, "letter": msgspec.convert(head, c.Letter)}
            heard = letter_from(sender, text, key, **more)
            heard = msgspec.structs.replace(heard, sender=msgspec.structs.replace(heard.sender, proven=proven))
            return await post.drop("box", key, Incoming(heard=(heard,)))
        case {"faults": faults}:
            post.faults.next_will(*faults)
        case {"report": report}:
            return await post.drop("box", key, Incoming(reported=(msgspec.convert(report, Reported),)))
        case {"composer": fields}:
            composer = msgspec.convert(fields, Composer)
            built.hub.doors = replace(built.hub.doors, composers=lambda: {"letterbox": composer})
        case {"callback": {"phone": phone, "text": text}}:
            await call_back(built, phone, text)
        case {"prices": days}:
            await built.loop.submit(PublishPrices(prices=in_days(days)), actor="system", key=new_id("x"))
        case {"promise": ms}:
            one = next(one for one in built.site.kept.interactions.values() if one.state == "active")
            command = promises.commands.MakePromise(
                promise=new_id("p"), interaction=one.interaction, agent=str(one.agent), kind="answer",
                due_at=built.loop.clock() + ms, text="We will answer you in a moment.", written="card",
            )  # fmt: skip
            await built.loop.submit(command, actor=f"agent:{one.agent}", key=key)
        case {"served": number}:
            await serve_many(built, number)
        case {"reasons": leaves}:
            await teach(built, leaves)
        case {"ended": True}:
            return await last_ended(built)
        case {"surveys": rules, "at": url}:
            built.faces.surveys.public_url = url
            after = built.faces.surveys.desk.kept.version
            asked = surveys.commands.SetSurveys(rules=msgspec.convert(rules, surveys.SurveyRules), after=after)
            await built.loop.submit(asked, actor="system", key=new_id("x"))
        case {"ease": rules}:
            spared = c.SetEaseRules(rules=msgspec.convert(rules, EaseRules))
            await built.loop.submit(spared, actor="system", key=key)
            guru = Account(id="new", login="gerli", name="Gerli Guru", role="guru", agent=None, language="en")
            await built.accounts.add(guru, PASSWORD)
        case {"out": True}:
            return [{"text": one.text, "letter": msgspec.to_builtins(one.letter)} for one in post.out]
    return True


def main(folder: str, ways: bool) -> None:
    """Serve until the process is ended."""
    settings = HoolinSettings(
        data=folder, operator="Põhjala Mobiil", server=ServerSettings(port=0, access_log=False),
        channels=ChannelAccounts(letterbox={"box": LetterboxAccount()}),
    )  # fmt: skip
    built = build(settings)

    async def begin(_port: int) -> None:
        await furnish(built, ways)

    post = built.office.gateways["letterbox"]
    assert isinstance(post, LoopbackPost)
    serve_until_ended(built, begin, partial(happen, built, post))


if __name__ == "__main__":
    main(sys.argv[1], "ways" in sys.argv[2:])
