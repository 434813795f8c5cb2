"""The lessons and paths with their versions, who has done what of them, and when people came to work."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

import msgspec

from hoolin.coaching.learning.lesson import Lesson, LessonQuestion
from hoolin.coaching.learning.path import LearningPath, PathStep
from hoolin.coaching.leaving.going import DAY_MS
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Site

Thing = TypeVar("Thing")

QUARTER_MS = 900_000
"""Every midnight of every time zone begins a quarter of an hour: whoever came within the same one came on the same day, wherever the site is."""

USUAL_MS = 29 * DAY_MS
"""Four weeks tell on which days somebody usually works, and a day more, so that they are whole in every time zone."""


class Version(msgspec.Struct, Generic[Thing], frozen=True):
    """A version of a lesson or a path. at: from when it holds. by: who published it; why: what for."""

    number: int
    at: Instant
    by: str
    why: str
    thing: Thing


class Tried(msgspec.Struct):
    """What became of a question. number: in which version it was asked first; first: whether the first try was right; chosen: what was chosen then; first_at: when. at: of the last try;
    right: whether that was. box: 0: known; 1, 2: comes back after some days worked, the second time after more.
    """

    number: int
    first: bool
    chosen: tuple[int, ...]
    first_at: Instant
    at: Instant
    right: bool
    box: int = 0


class Studied(msgspec.Struct):
    """What somebody has had of a lesson. tried: by question. done: the version that they have done last, 0 while none; done_at: when."""

    tried: dict[str, Tried] = {}
    done: int = 0
    done_at: Instant = 0


class On(msgspec.Struct):
    """Somebody on a path. number: the version. begun_at: when; by: who put them on it. coach: who goes along; coach_at: since when. done: by step, when it was done, and who says so. ended: how, "" while they are on it."""

    number: int
    begun_at: Instant
    by: str
    coach: str | None = None
    coach_at: Instant = 0
    done: dict[str, tuple[Instant, str]] = {}
    ended: str = ""
    ended_at: Instant = 0


class Learner(msgspec.Struct):
    """paths: by path, the last time that they were on it. lessons: by lesson."""

    paths: dict[str, On] = {}
    lessons: dict[str, Studied] = {}


class Kept(msgspec.Struct):
    """lessons, paths: by code, the versions, the oldest first. retired_lessons, retired_paths: what is offered no more. learners: by id. came: by agent, in rising order,
    the quarters of an hour in which they came online; here: who is.
    """

    lessons: dict[str, list[Version[Lesson]]] = {}
    paths: dict[str, list[Version[LearningPath]]] = {}
    retired_lessons: list[str] = []
    retired_paths: list[str] = []
    learners: dict[str, Learner] = {}
    came: dict[str, list[int]] = {}
    here: list[str] = []


class Learning:
    """What is decided upon. site: whose languages and agents; it is read, never changed. has: by kind, whether the site has a drill or an exemplar of that id; wiring
    adds one for each room that keeps some.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.kept = Kept()
        self.has: dict[str, Callable[[str], bool]] = {}

    def lesson(self, code: str) -> Version[Lesson] | None:
        """The version that holds; None where there is none, or it was retired."""
        return None if code in self.kept.retired_lessons else _last(self.kept.lessons, code)

    def path(self, code: str) -> Version[LearningPath] | None:
        """The version that holds; None where there is none, or it was retired."""
        return None if code in self.kept.retired_paths else _last(self.kept.paths, code)

    def learner(self, learner: str) -> Learner:
        """What is known of somebody; of whom nothing is, an empty one that is not kept."""
        return self.kept.learners.get(learner) or Learner()

    def path_of(self, code: str, number: int) -> LearningPath:
        """A path in the version that somebody is on."""
        return self.kept.paths[code][number - 1].thing

    def question(self, lesson: str, number: int, code: str) -> LessonQuestion | None:
        """A question as it was asked in a version."""
        return self.kept.lessons[lesson][number - 1].thing.question(code)

    def answered(self, learner: Learner, version: Version[Lesson], code: str) -> Tried | None:
        """What became of a question of this version; None where it was never asked, or not as it is asked now."""
        studied = learner.lessons.get(version.thing.lesson)
        tried = studied.tried.get(code) if studied else None
        if tried is None or self.question(version.thing.lesson, tried.number, code) != version.thing.question(code):
            return None
        return tried

    def is_missing(self, step: PathStep) -> bool:
        """Whether a step points to something that the site does not have: then it is said, and holds nobody up."""
        if step.kind == "lesson":
            return self.lesson(step.of or "") is None
        if step.kind in ("drill", "exemplar"):
            known = self.has.get(step.kind)
            return known is None or not known(step.of or "")
        return False

    def is_done(self, learner: Learner, on: On, step: PathStep) -> bool:
        """Whether somebody has done a step: a lesson at any time, in whatever version; anything else on this path."""
        if step.kind == "lesson":
            studied = learner.lessons.get(step.of or "")
            return studied is not None and studied.done > 0
        return step.step in on.done


def _last(versions: Mapping[str, list[Version[Thing]]], code: str) -> Version[Thing] | None:
    found = versions.get(code)
    return found[-1] if found else None


def dump(state: Learning) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(state.kept)


def load(state: Learning, body: bytes) -> None:
    """Take up a dump."""
    state.kept = msgspec.msgpack.decode(body, type=Kept)
