"""Lessons and paths as whoever keeps them asks for them: their versions, those that come with Hoolin, and as files."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from hoolin.coaching.api import learning
from hoolin.core.commands import Command
from hoolin.core.errors import NotFound

Kind: TypeAlias = Literal["lesson", "path"]
Thing: TypeAlias = learning.Lesson | learning.Path

People = Mapping[str, str]


class LessonOffice:
    """See above."""

    def __init__(self, state: learning.Learning) -> None:
        self.state = state

    def kept(self, people: People) -> dict[str, Any]:
        """All lessons and paths, retired ones too, with how they compare with those that come with Hoolin; and those that the site has not taken up."""
        kept = self.state.kept
        lessons = [self._told("lesson", code, people) for code in kept.lessons]
        paths = [self._told("path", code, people) for code in kept.paths]
        return {
            "languages": self.state.site.kept.rules.languages,
            "lessons": lessons,
            "paths": paths,
            "ready": [_ready(one) for one in _ready_ones() if code_of(one) not in self._versions(kind_of(one))],
        }

    def one(self, kind: Kind, code: str, people: People) -> dict[str, Any]:
        """All of one, in the version that holds or held last."""
        return {**self._told(kind, code, people), "thing": self.thing(kind, code)}

    def thing(self, kind: Kind, code: str) -> Thing:
        """The last version. Raises NotFound."""
        versions = self._versions(kind).get(code)
        if not versions:
            raise NotFound(f"no_such_{kind}", **{kind: code})
        found: Thing = versions[-1].thing
        return found

    def ready(self, kind: Kind, code: str) -> Thing:
        """One of those that come with Hoolin. Raises NotFound."""
        found = next((one for one in _ready_ones() if (kind_of(one), code_of(one)) == (kind, code)), None)
        if found is None:
            raise NotFound(f"no_such_{kind}", **{kind: code})
        return found

    def take_up(self, kind: Kind, code: str) -> Command:
        """What publishes one of them as the site's next version."""
        thing, based_on = self.ready(kind, code), len(self._versions(kind).get(code, ()))
        if isinstance(thing, learning.Path):
            return learning.commands.PublishPath(path=thing, based_on=based_on)
        return learning.commands.PublishLesson(lesson=thing, based_on=based_on)

    def faults(self, thing: Thing) -> tuple[learning.Fault, ...]:
        """What is wrong with one, for this site."""
        languages = self.state.site.kept.rules.languages
        if isinstance(thing, learning.Path):
            return learning.path_faults(thing, languages)
        return learning.lesson_faults(thing, languages)

    def _versions(self, kind: Kind) -> dict[str, list[Any]]:
        return self.state.kept.lessons if kind == "lesson" else self.state.kept.paths

    def _told(self, kind: Kind, code: str, people: People) -> dict[str, Any]:
        """used_by: the paths that have it, of a lesson. ready: whether the one of this code that comes with Hoolin is the same, null where none does."""
        versions = self._versions(kind).get(code)
        if not versions:
            raise NotFound(f"no_such_{kind}", **{kind: code})
        thing: Thing = versions[-1].thing
        retired = self.state.kept.retired_lessons if kind == "lesson" else self.state.kept.retired_paths
        shipped = next((one for one in _ready_ones() if (kind_of(one), code_of(one)) == (kind, code)), None)
        return {
            "kind": kind,
            "code": code,
            "title": thing.title,
            "number": len(versions),
            "retired": code in retired,
            "ready": None if shipped is None else shipped == thing,
            "used_by": self._paths_with(code) if kind == "lesson" else [],
            "learners": self._on(code) if kind == "path" else 0,
            "missing": [one for one in self.state.site.kept.rules.languages if not thing.title.said(one)],
            "versions": [
                {
                    "number": one.number,
                    "at": one.at,
                    "by_name": people.get(one.by.removeprefix("agent:")),
                    "why": one.why,
                }
                for one in reversed(versions)
            ],
        }

    def _paths_with(self, lesson: str) -> list[dict[str, Any]]:
        held = [one.thing for code in self.state.kept.paths if (one := self.state.path(code)) is not None]
        return [
            {"path": one.path, "title": one.title}
            for one in held
            if any(step.kind == "lesson" and step.of == lesson for step in one.steps)
        ]

    def _on(self, path: str) -> int:
        learners = self.state.kept.learners.values()
        return sum(path in known.paths and not known.paths[path].ended for known in learners)


def kind_of(thing: Thing) -> Kind:
    """Which of the two it is."""
    return "path" if isinstance(thing, learning.Path) else "lesson"


def code_of(thing: Thing) -> str:
    """By which it is known."""
    return thing.path if isinstance(thing, learning.Path) else thing.lesson


def _ready_ones() -> tuple[Thing, ...]:
    return (*learning.ready.lessons(), *learning.ready.paths())


def _ready(one: Thing) -> dict[str, Any]:
    return {"kind": kind_of(one), "code": code_of(one), "title": one.title}
