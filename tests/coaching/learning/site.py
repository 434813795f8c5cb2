"""The real house with lessons and a path, and a clock in the hand."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from hoolin.catalogue.api import Words
from hoolin.coaching.api import learning
from hoolin.coaching.learning.lesson import Lesson, LessonAnswer, LessonPage, LessonQuestion, Sentence
from hoolin.coaching.learning.path import Kind, LearningPath, PathStep
from hoolin.core.commands import Command
from hoolin.core.errors import Refusal
from hoolin.core.facts import Fact
from hoolin.core.interaction import commands as i
from hoolin.core.site.rules import AgentProfile, SiteRules
from hoolin.runtime.house import House, Outcome
from hoolin.wiring import rooms

c = learning.commands

ZONE = "Europe/Tallinn"
MONDAY = date(2026, 11, 2)
HOUR = 3_600_000
DAY = 24 * HOUR


def at(day: date, hour: int = 9) -> int:
    """That hour of a day, by UTC."""
    return round(datetime.combine(day, time(hour), UTC).timestamp() * 1_000)


def said(text: str) -> Sentence:
    """The same in every language."""
    return Sentence(et=text, ru=text, en=text)


def words(text: str) -> Words:
    """The same in every language."""
    return Words(et=text, ru=text, en=text)


def question(code: str, *right: bool, several: bool = False) -> LessonQuestion:
    """One with these answers."""
    answers = tuple(LessonAnswer(text=said(f"a{at}"), why=said(f"w{at}"), right=one) for at, one in enumerate(right))
    return LessonQuestion(code=code, text=said(code), answers=answers, several=several)


def lesson(code: str, *questions: LessonQuestion, body: str = "Text.") -> Lesson:
    """One with these questions; where none are named, two of which the first answer is right."""
    asked = questions or (question("q1", True, False), question("q2", True, False))
    return Lesson(lesson=code, title=words(code), body=LessonPage(et=body, ru=body, en=body), questions=asked)


def step(code: str, kind: Kind, due: int, of: str | None = None) -> PathStep:
    """One of a path."""
    return PathStep(step=code, kind=kind, due=due, of=of, title=words(code))


FIRST = (
    step("s1", "lesson", 1, "listen"),
    step("s2", "listen", 1),
    step("s3", "drill", 2, "bill_shock"),
    step("s4", "lesson", 3, "solve"),
)


def path(*steps: PathStep, code: str = "first") -> LearningPath:
    """One with these steps."""
    return LearningPath(path=code, title=words(code), steps=steps or FIRST)


class World:
    """A site with an agent who is new; it is Monday morning."""

    def __init__(self) -> None:
        self.rooms = rooms()
        self.house = House(tuple(self.rooms.values()))
        self.state: learning.Learning = self.rooms["learning"].state
        # What other rooms keep is said by the test that is about it.
        self.state.has.clear()
        self.now, self.number = at(MONDAY), 0
        self.facts: list[Fact] = []
        self.do(i.SetSite(rules=SiteRules(presence_reasons=("tea",))), i.SetAgent(profile=AgentProfile(agent="uus")))

    def do(self, *commands: Command) -> Outcome:
        """Decide and fold; the last outcome."""
        for command in commands:
            self.number += 1
            outcome = self.house.handle(command, "agent:guru", f"c{self.number}", self.now)
            self.facts += [entry.fact for entry in outcome.entries]
        return outcome

    def refused(self, kind: type[Refusal], code: str, command: Command) -> dict[str, Any]:
        """Refused with this code, and nothing has changed; the detail."""
        before = learning.dump(self.state)
        with pytest.raises(kind) as refusal:
            self.do(command)
        assert refusal.value.code == code
        assert learning.dump(self.state) == before
        return refusal.value.detail

    def publish(self, *things: Lesson | LearningPath) -> None:
        """What is not there yet, or otherwise."""
        for one in things:
            if isinstance(one, Lesson):
                self.do(c.PublishLesson(lesson=one, based_on=len(self.state.kept.lessons.get(one.lesson, []))))
            else:
                self.do(c.PublishPath(path=one, based_on=len(self.state.kept.paths.get(one.path, []))))

    def teach(self) -> "World":
        """Two lessons and a path, on which the newcomer is from today on."""
        self.publish(lesson("listen"), lesson("solve"), path())
        self.do(c.BeginPath(learner="uus", path="first", coach="guru"))
        return self

    def answer(self, lesson: str, question: str, *chosen: int) -> None:
        """The newcomer answers, in the version that holds."""
        held = self.state.lesson(lesson)
        assert held is not None
        self.do(
            c.AnswerQuestion(learner="uus", lesson=lesson, number=held.number, question=question, chosen=chosen or (0,))
        )

    def work(self, day: date, hours: int = 8, agent: str = "uus") -> None:
        """Somebody is at work, from nine o'clock."""
        self.now = at(day)
        self.do(i.SetPresence(agent=agent, presence="online"))
        self.now += hours * HOUR
        self.do(i.SetPresence(agent=agent, presence="offline"))

    def stand(self, day: date, code: str = "first") -> learning.PathAt:
        """Where the newcomer stands on a day."""
        learner = self.state.learner("uus")
        worked = learning.days.worked(self.state.kept.came.get("uus", ()), ZONE)
        return learning.path_at(self.state, learner, code, learner.paths[code], worked, day, ZONE)
