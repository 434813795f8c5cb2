"""A site with half a year behind it, lived by the real house: ten agents who are alike, but for Oleg, who hardly ever names the problem back. Nobody tells the next step.

What colleagues judged and customers answered is added to the rows, as the rooms of reviews and surveys would. It is the last day of November. The library is a
small one of the test's own: a lesson, a drill and an example for each of two items.
"""

from datetime import date
from pathlib import Path
from random import Random

from hoolin.catalogue.api import Words
from hoolin.coaching.api import advice
from hoolin.core.facts import Instant
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules, SiteRules
from hoolin.experience.api import contacts
from hoolin.insight.days import midnight
from hoolin.server.accounts.records import Account
from hoolin.server.permissions import Role
from hoolin.wiring import Built, build
from tests.insight.improvements.past import SKILLS, Past, settings
from tests.server.test_contact import PASSWORD

ZONE = "Europe/Tallinn"
TODAY = date(2026, 11, 30)
LOOK = midnight(date(2026, 11, 1), ZONE)
DAY = contacts.DAY_MS
WEAK = "oleg"
AGENTS = (WEAK, "mari", "anna", "jaan", "mati", "olga", "peep", "siim", "tiiu", "urve")
EACH = 40
REASONS = ("bill", "roaming", "outage")
STAFF: dict[str, tuple[str, Role, str]] = {
    "oleg": ("Oleg Orlov", "agent", "oleg"), "mari": ("Mari Maasikas", "agent", "mari"), "hele": ("Hele Mets", "guru", "hele"),
    "kristi": ("Kristi Kask", "supervisor", "kristi"),
}  # fmt: skip
LEVELS = {"heard.named_back": 0.85, "heard.empathy": 0.8, "resolution.right": 0.85, "resolution.next_step": 0.45}


def now() -> Instant:
    """Noon of the last day."""
    return midnight(TODAY, ZONE) + 12 * 3_600_000


def said(text: str) -> Words:
    """The same in every language, but for the language's name: it is only a test's."""
    return Words(et=f"{text} (et)", ru=f"{text} (ru)", en=text)


KINDS: tuple[advice.facts.Kind, ...] = ("lesson", "drill", "exemplar")
THINGS = [
    advice.Thing(kind, f"{kind}-{item}", (item,), (), said(name))
    for item, names in (
        ("heard.named_back", ("Say it back", "Three ways to say it back", "A bill with two fees")),
        ("resolution.next_step", ("What happens next", "Tell when", "Until Friday noon")),
    )
    for kind, name in zip(KINDS, names, strict=True)
]  # fmt: skip


def live(folder: Path) -> None:
    """Everything until the first of the month, with what was judged and answered of it."""
    chance = Random(11)
    built = build(settings(folder), clock=now)
    past, begin = Past(built), LOOK - 170 * DAY
    past.tell(c.SetSite(rules=SiteRules(reasons=REASONS)), begin)
    past.tell(c.SetQueue(rules=QueueRules(queue="service")), begin)
    past.tell(c.SetChannel(rules=ChannelRules(channel="chat")), begin)
    for agent in (*AGENTS, "hele"):
        past.tell(c.SetAgent(profile=AgentProfile(agent=agent, skills=SKILLS, capacity=Capacity(units=0))), begin)
        past.tell(c.SetPresence(agent=agent, presence="online"), begin)
    marks: list[contacts.Mark] = []
    served = [agent for agent in AGENTS for _ in range(EACH)]
    chance.shuffle(served)
    for number, agent in enumerate(served):
        at = begin + (number + 1) * 160 * DAY // (len(served) + 1)
        met = {
            item: chance.random() < (0.25 if agent == WEAK and item == "heard.named_back" else level)
            for item, level in LEVELS.items()
        }
        solved = chance.random() < (0.95 if met["heard.named_back"] else 0.5) - (
            0.0 if met["resolution.right"] else 0.35
        )
        serve(past, number, agent, at, chance.choice(REASONS), solved)
        judged = dict.fromkeys(met, ("reviewer", "hele")) | {"heard.understood": ("survey", "")}
        heard = chance.random() < (0.9 if met["heard.named_back"] else 0.4)
        values = {item: float(one) for item, one in met.items()} | {"heard.understood": 5.0 if heard else 3.0}
        marks += [
            contacts.Mark(
                interaction=f"i{number}", item=item, source=source, judge=judge, value=values[item], happened_at=at + DAY // 2,
                inclusion=0.25 if judge else 1.0,
            )
            for item, (source, judge) in judged.items()
        ]  # fmt: skip
    past.keep()
    copy = contacts.Copy(built.stores.journal, contacts.DuckColumns(folder / "experience.duckdb"))
    copy.catch_up()
    kept = copy.columns.reached()
    assert kept is not None
    copy.columns.take(contacts.Batch(marks=marks), [], None, kept)
    copy.close()
    built.close()
    built.accounts.close()


def serve(past: Past, number: int, agent: str, at: Instant, reason: str, solved: bool) -> None:
    """From arrival to its end."""
    who = f"c{number}"
    begins = c.Arrive(interaction=f"i{number}", customer=who, case=f"k{number}", channel="chat", language="et")
    past.tell(begins, at, f"customer:{who}")
    past.tell(c.Take(interaction=f"i{number}", agent=agent), at + 20_000, f"agent:{agent}")
    past.tell(c.SendMessage(interaction=f"i{number}", agent=agent, text="Tere!"), at + 30_000, f"agent:{agent}")
    closing = c.Close(
        interaction=f"i{number}", agent=agent, outcome="solved" if solved else "pending", reasons=(reason,)
    )
    past.tell(closing, at + 240_000, f"agent:{agent}")


def equip(built: Built) -> None:
    """Put something to learn from on the shelves."""
    built.rooms["advice"].state.library = advice.Shelves(lambda: THINGS)


async def admit(built: Built) -> None:
    """Everybody may log in."""
    for login, (name, role, agent) in STAFF.items():
        await built.accounts.add(
            Account(id="new", login=login, name=name, role=role, agent=agent, language="en"), PASSWORD
        )
    await built.read_names()
