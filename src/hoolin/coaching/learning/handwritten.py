"""Lessons and paths as files that a person writes and keeps with their history.

A lesson is Markdown with a front matter; its languages follow each other, each after a line that names it:

    ---
    lesson: listen
    title: {et: …, ru: …, en: …}
    criteria: [heard.named_back]
    questions:
      - code: silence
        text: {et: …, ru: …, en: …}
        answers:
          - {right: yes, text: {et: …, …}, why: {et: …, …}}
          - {text: {et: …, …}, why: {et: …, …}}
    ---
    <!-- et -->
    …

A path is YAML or JSON with the fields of `path.LearningPath`. What is not known by name is refused, so that nothing that was written is silently left out.
"""

import re
from typing import Any, TypeVar

import msgspec
import yaml

from hoolin.coaching.learning.lesson import Lesson
from hoolin.coaching.learning.path import LearningPath
from hoolin.core.errors import Invalid

Thing = TypeVar("Thing", Lesson, LearningPath)

FRONT = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
LANGUAGE = re.compile(r"^<!-- (et|ru|en) -->[ \t]*$", re.MULTILINE)
TEXT_MAX = 100_000
DEPTH_MAX = 12

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C is some ten times as fast; wheels have it."""


def read(text: str) -> Lesson | LearningPath:
    """What a file holds. Raises Invalid with what is wrong with its form."""
    if len(text) > TEXT_MAX:
        raise _form(f"longer than {TEXT_MAX} characters")
    parted = FRONT.match(text.replace("\r\n", "\n").lstrip("\ufeff"))
    fields = _mapping(parted[1] if parted else text)
    if parted:
        return _shaped({**fields, "body": _pages(parted[2])}, Lesson)
    return _shaped(fields, Lesson) if "lesson" in fields else _shaped(fields, LearningPath)


def write(thing: Lesson | LearningPath) -> str:
    """As a file that `read` reads as the same."""
    fields = _without_defaults(msgspec.to_builtins(thing))
    if isinstance(thing, LearningPath):
        return _yaml(fields)
    body = fields.pop("body")
    pages = "".join(f"<!-- {language} -->\n{text.strip()}\n\n" for language, text in body.items())
    return f"---\n{_yaml(fields)}---\n{pages.rstrip()}\n"


def _pages(text: str) -> dict[str, str]:
    first, *rest = LANGUAGE.split(text)
    if first.strip():
        raise _form("what stands before the first line like <!-- et --> belongs to no language")
    found = dict(zip(rest[::2], (page.strip() for page in rest[1::2]), strict=True))
    if len(found) * 2 < len(rest):
        raise _form("a language is there twice")
    return found


def _mapping(text: str) -> dict[str, Any]:
    try:
        depth = 0
        for event in yaml.parse(text, LOADER):
            # One that points back to itself would be small to write and endless to read.
            if isinstance(event, yaml.AliasEvent):
                raise _form("a file says everything in full: no & and *")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEPTH_MAX:
                raise _form("too deep")
        fields = yaml.load(text, LOADER)  # noqa: S506 - it is the safe one
    except yaml.YAMLError as problem:
        raise _form(str(problem)) from None
    if not isinstance(fields, dict):
        raise _form("a lesson begins with a front matter between lines of ---; a path has `path` and `steps`")
    return fields


def _shaped(fields: dict[str, Any], shape: type[Thing]) -> Thing:
    try:
        return msgspec.convert(fields, shape)
    except msgspec.ValidationError as problem:
        raise _form(str(problem)) from None


def _without_defaults(value: Any) -> Any:
    """Without what is empty or no: short files are read more gladly."""
    if isinstance(value, dict):
        return {
            name: _without_defaults(one)
            for name, one in value.items()
            if one not in (None, False, "", (), [], {"et": "", "ru": "", "en": ""})
        }
    return [_without_defaults(one) for one in value] if isinstance(value, list | tuple) else value


def _yaml(fields: dict[str, Any]) -> str:
    return yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=1_000)


def _form(said: str) -> Invalid:
    return Invalid("learning_form", said=said)
