"""A site whose conversations were judged week by week, lived by the real house, with the truth known: nobody does better than anybody else, nothing that is taught helps, and in the weeks
after everybody does a little better anyway. Whoever's turn comes for the lesson does it that morning.
"""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from hoolin.catalogue.api import Words
from hoolin.coaching.api import effects, learning
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules, SiteRules
from hoolin.experience.api import reviews
from hoolin.insight.days import midnight
from hoolin.wiring import build
from tests.coaching.learning.site import lesson, question
from tests.insight.improvements.past import SKILLS, ZONE, Past, settings

BEGIN = date(2026, 9, 7)
"""The Monday on which it will be rolled out."""

BEFORE, AFTER = 8, 5
EACH = 5
"""Judged conversations of one agent in a week."""

MINUTE = 60_000
HOUR = 60 * MINUTE
ITEM = "heard.named_back"
LESSON = "named_back"
NAMES = (
    "Aino Allik", "Boriss Belov", "Eha Erm", "Galina Golub", "Heino Hunt", "Ilona Ivask", "Jüri Jõgi", "Kaja Kuusk", "Lembit Luik", "Maimu Mänd", "Nikita Nikulin", "Oksana Orav",
    "Peeter Paju", "Raissa Reek", "Salme Saar", "Tiit Tuvi", "Ulvi Uibo", "Viktor Veski", "Õie Õun", "Ülo Üprus", "Anna Astok", "Dmitri Dubov", "Frida Fuks", "Silver Sulg",
)  # fmt: skip
"""Fictional."""

AGENTS = tuple(f"a{at:02}" for at in range(len(NAMES)))


def words(et: str, ru: str, en: str) -> Words:
    """In every language."""
    return Words(et=et, ru=ru, en=en)


CARD = reviews.Scorecard(
    code="usual", name=words("Tavaline vestlus", "Обычный разговор", "An ordinary conversation"),
    lines=(
        reviews.Line(item=ITEM,
            definition=words("Mure öeldi oma sõnadega üle.", "Проблема названа своими словами.", "The problem was said back in one's own words."),
            passes=words("„Saan aru: arvel on kaks korda sama tasu.“", "«Понимаю: плата в счёте дважды.»", "“I see: the fee is on the bill twice.”"),
            fails=words("„Mis teie kliendinumber on?“", "«Какой у вас номер?»", "“What is your number?”")),
    ),
)  # fmt: skip
RULES = reviews.ReviewRules(scorecards=(CARD,), plans=(reviews.Plan(code="all", scorecard="usual", per_mille=1_000),))


@cache
def met(agent: str, week: int, number: int) -> bool:
    """Whether the problem was named back: of everybody the same chance, by luck alone; a little more often after the eighth week."""
    return Random(f"{agent} {week} {number}").random() < (0.5 if week < BEFORE else 0.58)


def below_average() -> tuple[str, ...]:
    """Whom one picks who looks at the eight weeks before: half of them."""
    sums = {agent: sum(met(agent, week, at) for week in range(BEFORE) for at in range(EACH)) for agent in AGENTS}
    return tuple(sorted(sorted(AGENTS, key=lambda agent: (sums[agent], agent))[: len(AGENTS) // 2]))


def set_up(past: Past) -> None:
    """People, a queue, and that everything is judged."""
    at = midnight(BEGIN - timedelta(7 * BEFORE), ZONE)
    past.tell(c.SetSite(rules=SiteRules(reasons=("bill", "roaming"))), at, "system")
    past.tell(c.SetQueue(rules=QueueRules(queue="service")), at, "system")
    past.tell(c.SetChannel(rules=ChannelRules(channel="chat")), at, "system")
    past.tell(reviews.commands.SetReviews(rules=RULES, after=0), at, "system")
    past.tell(
        learning.commands.PublishLesson(lesson=lesson(LESSON, question("q", True, False)), based_on=0), at, "agent:hele"
    )
    for agent in AGENTS:
        past.tell(
            c.SetAgent(profile=AgentProfile(agent=agent, skills=SKILLS, capacity=Capacity(units=0))), at, "system"
        )
        past.tell(c.SetPresence(agent=agent, presence="online"), at, f"agent:{agent}")


def live(past: Past, first: int, last: int) -> None:
    """From one week to another, counted from the first."""
    for week in range(first, last):
        learn(past, BEGIN + timedelta(7 * (week - BEFORE)))
        for at in range(EACH):
            day = BEGIN + timedelta(7 * (week - BEFORE) + at)
            for number, agent in enumerate(AGENTS):
                serve(past, f"{week}-{at}-{agent}", agent, midnight(day, ZONE) + 9 * HOUR + number * 10 * MINUTE, met(agent, week, at))  # fmt: skip
    past.keep()


def learn(past: Past, day: date) -> None:
    """Those whose turn comes on a day do the lesson."""
    rollouts: effects.Rollouts = past.built.rooms["effects"].state
    for known in rollouts.open():
        for agent in known.told.agents if known.told.what.id == LESSON else ():
            if known.turn(agent) == day:
                answer = learning.commands.AnswerQuestion(
                    learner=agent, lesson=LESSON, number=1, question="q", chosen=(0,)
                )
                past.tell(answer, midnight(day, ZONE) + 8 * HOUR, f"agent:{agent}")


def serve(past: Past, name: str, agent: str, at: int, good: bool) -> None:
    """A customer from arrival to end, judged within the minute."""
    begins = c.Arrive(interaction=f"i{name}", customer=f"c{name}", case=f"k{name}", channel="chat", language="et")
    past.tell(begins, at, f"customer:c{name}")
    past.tell(c.Take(interaction=f"i{name}", agent=agent), at + 20_000, f"agent:{agent}")
    past.tell(c.SendMessage(interaction=f"i{name}", agent=agent, text="Tere!"), at + 30_000, f"agent:{agent}")
    past.tell(
        c.Close(interaction=f"i{name}", agent=agent, outcome="solved", reasons=("bill",)), at + 60_000, f"agent:{agent}"
    )
    review = f"i{name}.r"
    marks: reviews.Marks = {ITEM: int(good)}
    past.tell(reviews.commands.TakeReview(review=review, reviewer="hele"), at + 2 * MINUTE, "agent:hele")
    past.tell(reviews.commands.ScoreReview(review=review, reviewer="hele", marks=marks), at + 2 * MINUTE, "agent:hele")


def lived(folder: Path, first: int, last: int) -> None:
    """Those weeks happen to a site of this folder; before the first one it is set up."""
    begin = midnight(BEGIN + timedelta(7 * (first - BEFORE)), ZONE)
    built = build(settings(folder), clock=lambda: begin)
    past = Past(built)
    past.number = first * 1_000_000
    if first == 0:
        set_up(past)
    live(past, first, last)
    built.close()
    built.accounts.close()
