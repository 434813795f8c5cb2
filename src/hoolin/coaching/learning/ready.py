"""The lessons and paths that come with Hoolin. A site takes them up as its own, once somebody has looked at them."""

from functools import cache
from importlib.resources import files

from hoolin.coaching.learning.handwritten import read
from hoolin.coaching.learning.lesson import Lesson
from hoolin.coaching.learning.path import LearningPath

ORDER = (
    "listen", "understand", "solve", "next", "promise", "writing", "angry", "saying_no", "data_protection", "elderly", "bereavement",
)  # fmt: skip
"""Of lessons: the five steps of the house first."""


@cache
def lessons() -> tuple[Lesson, ...]:
    """All of them."""
    found = [one for one in _all(".md") if isinstance(one, Lesson)]
    return tuple(sorted(found, key=lambda one: ORDER.index(one.lesson)))


@cache
def paths() -> tuple[LearningPath, ...]:
    """All of them."""
    return tuple(one for one in _all(".yaml") if isinstance(one, LearningPath))


def _all(ending: str) -> list[Lesson | LearningPath]:
    folder = files("hoolin.coaching.learning") / "shipped"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(ending)), key=lambda one: one.name)
    return [read(one.read_text(encoding="utf-8")) for one in found]
