"""Learning as pages ask for it: where somebody stands on their paths, a lesson to read with its questions, and who is where.

What somebody answered they see themselves, and the coach who goes along with them, from then on; everybody else who keeps lessons sees at most that something is done.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hoolin.coaching.api import learning
from hoolin.core.errors import NotFound
from hoolin.core.facts import Instant
from hoolin.core.site.rules import Language
from hoolin.insight.api import days

People = Mapping[str, str]
"""By id, the names of whoever works here."""

Turn = Callable[[str, str, str], str | None]
"""Of a learner who waits for a lesson, a drill or an example by a rollout (kind, id): the day of their turn."""

LANGUAGES: tuple[Language, ...] = ("et", "ru", "en")


class LearningOffice:
    """See above. zone: where midnight is."""

    def __init__(
        self, state: learning.Learning, now: Callable[[], Instant], zone: str, turn: Turn | None = None
    ) -> None:
        self.state = state
        self._turn = turn or (lambda learner, kind, id: None)
        self._now = now
        self._zone = zone

    def today(self) -> date:
        """The day it is here."""
        return days.day_of(self._now(), self._zone)

    # ── for whoever learns ──────────────────────────────────────────────────────────────────────────────────────────

    def mine(self, learner: str, people: People) -> dict[str, Any]:
        """Their paths with what is due when, what comes back today, all lessons, and the paths that they may begin."""
        state, known = self.state, self.state.learner(learner)
        running = {code for code, on in known.paths.items() if not on.ended}
        return {
            "at": self._now(),
            "today": self.today().isoformat(),
            "paths": self._paths(learner, people),
            "back": [
                _plain(one) for one in learning.back(state, known, self._worked(learner), self.today(), self._zone)
            ],
            "lessons": [self._listed(known, version) for version in self.lessons()],
            "may_begin": [_outline(version) for version in self.paths() if version.thing.path not in running],
        }

    def lesson(self, learner: str, code: str) -> dict[str, Any]:
        """A lesson to read, with its questions. What is right, and why, is told of those only that were answered."""
        version = self.held(code)
        known, lesson = self.state.learner(learner), version.thing
        return {
            **self._listed(known, version),
            "body": {one: learning.shown(lesson.body.said(one)) for one in LANGUAGES},
            "exemplar": lesson.exemplar,
            "drill": lesson.drill,
            "asked": [self._asked(known, version, question) for question in lesson.questions],
        }

    def answered(self, learner: str, code: str, question: str) -> dict[str, Any]:
        """A question after an answer: whether it was right, and why each of its answers is or is not; and whether the lesson is done with it."""
        version = self.held(code)
        known, asked = self.state.learner(learner), version.thing.question(question)
        if asked is None:
            raise NotFound("no_such_question", question=question)
        return {**self._asked(known, version, asked), "done": self._listed(known, version)["done"]}

    def _asked(
        self, known: learning.Learner, version: learning.Version[learning.Lesson], question: learning.Question
    ) -> dict[str, Any]:
        tried = self.state.answered(known, version, question.code)
        return {
            "question": question.code,
            "text": question.text,
            "several": question.several,
            "answers": [
                {"text": one.text} | ({"right": one.right, "why": one.why} if tried else {}) for one in question.answers
            ],
            "tried": {"first": tried.first, "right": tried.right, "chosen": tried.chosen, "comes_back": tried.box > 0}
            if tried
            else None,
        }

    def _listed(self, known: learning.Learner, version: learning.Version[learning.Lesson]) -> dict[str, Any]:
        """newer: it reads differently now than when it was done."""
        lesson = version.thing
        studied = known.lessons.get(lesson.lesson)
        done = studied.done if studied else 0
        answered = sum(self.state.answered(known, version, one.code) is not None for one in lesson.questions)
        return {
            "lesson": lesson.lesson,
            "number": version.number,
            "title": lesson.title,
            "minutes": {one: lesson.minutes(one) for one in LANGUAGES},
            "questions": len(lesson.questions),
            "answered": answered,
            "done": done > 0,
            "newer": 0 < done < version.number,
            "criteria": lesson.criteria,
            "reasons": lesson.reasons,
        }

    # ── for whoever teaches ─────────────────────────────────────────────────────────────────────────────────────────

    def everybody(self, people: People, agents: Mapping[str, str]) -> dict[str, Any]:
        """Who is on which path and what is done, due and left, by name; who may be put on one. Nothing of what they answered."""
        on_paths = [one for one, known in self.state.kept.learners.items() if known.paths]
        told = [{"learner": one, "name": people.get(one, one), "paths": self._paths(one, people)} for one in on_paths]
        return {
            "today": self.today().isoformat(),
            "people": sorted(told, key=lambda one: (str(one["name"]).casefold(), str(one["learner"]))),
            "agents": _named(agents),
            "coaches": _named(people),
            "may_begin": [_outline(version) for version in self.paths()],
        }

    def one(self, learner: str, asking: str, people: People) -> dict[str, Any]:
        """The paths and lessons of somebody. answers: what they answered since whoever asks goes along with them; null for whoever does not."""
        known = self.state.kept.learners.get(learner)
        if known is None:
            raise NotFound("no_such_learner", learner=learner)
        # Whoever goes along from the middle of the way was not told what was answered before; and whoever no longer does is told no more.
        since = min(
            (on.coach_at for on in known.paths.values() if on.coach == asking and on.ended in ("", "done")),
            default=None,
        )
        lessons = [
            self._listed(known, version) | {"answers": self._answers(known, version, since)}
            for version in self.lessons()
            if version.thing.lesson in known.lessons
        ]
        return {
            "learner": learner,
            "name": people.get(learner, learner),
            "is_coach": since is not None,
            "paths": self._paths(learner, people),
            "lessons": lessons,
        }

    def _answers(
        self, known: learning.Learner, version: learning.Version[learning.Lesson], since: Instant | None
    ) -> list[dict[str, Any]] | None:
        """Those that were given first while somebody went along; None for whoever did not."""
        if since is None:
            return None
        tried = {one.code: self.state.answered(known, version, one.code) for one in version.thing.questions}
        seen = [one for one in version.thing.questions if (of := tried[one.code]) is not None and of.first_at >= since]
        return [self._asked(known, version, one) for one in seen]

    # ── both ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def held(self, code: str) -> learning.Version[learning.Lesson]:
        """A lesson as it holds. Raises NotFound."""
        version = self.state.lesson(code)
        if version is None:
            raise NotFound("no_such_lesson", lesson=code)
        return version

    def lessons(self) -> list[learning.Version[learning.Lesson]]:
        """All that are offered, in the order in which they were first published."""
        return [one for code in self.state.kept.lessons if (one := self.state.lesson(code)) is not None]

    def paths(self) -> list[learning.Version[learning.Path]]:
        """All that may be begun, in the order in which they were first published."""
        return [one for code in self.state.kept.paths if (one := self.state.path(code)) is not None]

    def _worked(self, learner: str) -> list[date]:
        return learning.days.worked(self.state.kept.came.get(learner, ()), self._zone)

    def _paths(self, learner: str, people: People) -> list[dict[str, Any]]:
        """Those that somebody is on, and then those that they were on."""
        known, worked = self.state.learner(learner), self._worked(learner)
        told = []
        for code, on in known.paths.items():
            at = learning.path_at(self.state, known, code, on, worked, self.today(), self._zone)
            path, held = self.state.path_of(code, on.number), self.state.path(code)
            told.append(
                {
                    "path": code,
                    "title": path.title,
                    "about": path.about,
                    "number": on.number,
                    "newer": held.number if held and held.number > on.number and not on.ended else None,
                    "begun_at": on.begun_at,
                    "coach": on.coach,
                    "coach_name": people.get(on.coach or ""),
                    "ended": on.ended or None,
                    "ended_at": on.ended_at or None,
                    "day": at.day,
                    "done": at.done,
                    "of": at.of,
                    "steps": [self._step(one, on, people) | {"turn": self._turn_of(learner, one)} for one in at.steps],
                }
            )
        return sorted(told, key=lambda one: one["ended"] is not None)

    def _turn_of(self, learner: str, at: learning.StepAt) -> str | None:
        """When the lot has their turn come, of what is not done yet."""
        step = at.step
        return self._turn(learner, step.kind, step.of) if step.of is not None and at.standing != "done" else None

    def _step(self, at: learning.StepAt, on: learning.On, people: People) -> dict[str, Any]:
        step = at.step
        held = self.state.lesson(step.of or "") if step.kind == "lesson" else None
        done_at, by = on.done.get(step.step, (None, ""))
        return {
            "step": step.step,
            "kind": step.kind,
            "of": step.of,
            "title": held.thing.title if held else step.title,
            "about": step.about,
            "due": step.due,
            "standing": at.standing,
            "in_days": at.in_days,
            "expected": {"day": at.expected.day.isoformat(), "exact": at.expected.exact} if at.expected else None,
            "minutes": {one: held.thing.minutes(one) for one in LANGUAGES} if held else None,
            "done_at": done_at,
            "done_by_name": people.get(by.removeprefix("agent:")),
        }


def _outline(version: learning.Version[learning.Path]) -> dict[str, Any]:
    path = version.thing
    return {
        "path": path.path,
        "title": path.title,
        "about": path.about,
        "role": path.role,
        "steps": len(path.steps),
        "days": max(one.due for one in path.steps),
    }


def _named(people: People) -> list[dict[str, str]]:
    return [
        {"id": one, "name": name} for one, name in sorted(people.items(), key=lambda one: (one[1].casefold(), one[0]))
    ]


def _plain(one: learning.Back) -> dict[str, str]:
    return {"lesson": one.lesson, "question": one.question}
