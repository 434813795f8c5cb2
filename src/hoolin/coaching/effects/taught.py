"""What people really did: lessons done, paths begun, drills played, examples read, advice taken up, topics spoken about in sessions; from the facts of those who keep them."""

from collections.abc import Iterable, Iterator

import msgspec

from hoolin.coaching.advice.facts import AdviceGiven
from hoolin.coaching.drills.facts import DrillPlayed
from hoolin.coaching.effects.ports import Done
from hoolin.coaching.effects.rollout import Kind, Pointer
from hoolin.coaching.exemplars.facts import ExemplarShown
from hoolin.coaching.learning.facts import LessonDone, PathBegun
from hoolin.coaching.leaving.fold import LEAVES, leaver
from hoolin.coaching.sessions.facts import CoachingCancelled, CoachingHeld, CoachingPlanned
from hoolin.core.facts import Entry, Fact, Instant

MINUTES: dict[Kind, float] = {"lesson": 5.0, "drill": 6.0, "exemplar": 2.0, "advice": 0.0, "path": 0.0}
"""What one takes, about; of a session its length was written down, and of a path its lessons count."""

KEPT_MAX = 5_000
"""Of one agent; of more the oldest are forgotten."""

PLANNED_MAX = 20_000
"""Sessions that neither took place nor were called off; of more the oldest are forgotten."""


class Had(msgspec.Struct, frozen=True):
    """One time. kind, id: what. minutes: of the agent. at: when."""

    kind: Kind
    id: str
    minutes: float
    at: Instant


class Meeting(msgspec.Struct, frozen=True):
    """A session that was planned. agent: who is coached. topics: items of the register. minutes: how long."""

    agent: str
    topics: tuple[str, ...]
    minutes: int


class Taught(msgspec.Struct):
    """had: by agent, the oldest first. planned: by session, until they met, or called it off."""

    had: dict[str, list[Had]] = {}
    planned: dict[str, Meeting] = {}

    def when(self, agent: str, what: Pointer) -> list[Instant]:
        """At which moments an agent had it, the oldest first."""
        return [one.at for one in self.had.get(agent, ()) if (one.kind, one.id) == (what.kind, what.id)]

    def between(self, begin: Instant, end: Instant) -> Iterator[tuple[str, Had]]:
        """All that anybody had from an instant until just before another, with who had it."""
        for agent, times in self.had.items():
            yield from ((agent, one) for one in times if begin <= one.at < end)

    def plan(self, session: str, meeting: Meeting) -> None:
        """A session is to be, or to be otherwise."""
        self.planned.pop(session, None)
        self.planned[session] = meeting
        if len(self.planned) > PLANNED_MAX:
            del self.planned[next(iter(self.planned))]

    def left(self, person: str) -> None:
        """Whoever left takes along what they had; nobody is taken to have had it who is called the same."""
        self.had.pop(person, None)
        self.planned = {name: one for name, one in self.planned.items() if one.agent != person}

    def note(self, agent: str, one: Had) -> None:
        """Once more."""
        times = self.had.setdefault(agent, [])
        times.append(one)
        del times[:-KEPT_MAX]


def noted(taught: Taught, entry: Entry) -> None:
    """Something was had, or will be spoken about."""
    fact, at = entry.fact, entry.at
    match fact:
        case LessonDone():
            taught.note(fact.learner, _had("lesson", fact.lesson, at))
        case PathBegun():
            taught.note(fact.learner, _had("path", fact.path, at))
        case DrillPlayed():
            taught.note(fact.agent, _had("drill", fact.drill, at))
        case ExemplarShown():
            taught.note(fact.to, _had("exemplar", fact.exemplar, at))
        case AdviceGiven():
            taught.note(fact.agent, _had("advice", fact.item, at))
        case CoachingPlanned():
            taught.plan(fact.session, Meeting(fact.agent, fact.topics, fact.minutes))
        case CoachingCancelled():
            taught.planned.pop(fact.session, None)
        case CoachingHeld():
            _met(taught, fact, at)
        case _:
            taught.left(leaver(entry))


def _met(taught: Taught, fact: CoachingHeld, at: Instant) -> None:
    meeting = taught.planned.pop(fact.session, None)
    if meeting is not None:
        for topic in meeting.topics:
            taught.note(meeting.agent, Had("topic", topic, meeting.minutes / len(meeting.topics), at))


def _had(kind: Kind, id: str, at: Instant) -> Had:
    return Had(kind, id, MINUTES[kind], at)


def already(done: Done, agents: Iterable[str], what: Pointer, before: Instant) -> list[str]:
    """Who of them had it before an instant: to them it brings little, and it makes the effect look smaller than it is. done: who tells when somebody had something."""
    return sorted(agent for agent in set(agents) if any(at < before for at in done(agent, what)))


NOTED: tuple[type[Fact], ...] = (
    LessonDone, PathBegun, DrillPlayed, ExemplarShown, AdviceGiven, CoachingPlanned, CoachingCancelled, CoachingHeld, *LEAVES,
)  # fmt: skip
