"""A drill as a person writes it, in YAML or JSON: texts by language, lines and signs as lists. It refuses what it does not know by name, with the place."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import yaml

from hoolin.coaching.drills.drill import Drill
from hoolin.core.errors import Invalid

CHARACTERS_MAX = 200_000


def read(text: str) -> Drill:
    """The drill. Raises Invalid with what is wrong, and where."""
    if len(text) > CHARACTERS_MAX:
        raise Invalid("drill_form", said=f"longer than {CHARACTERS_MAX} characters")
    try:
        # The safe loader, where it was built in C: ten times as fast.
        written = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (yaml.YAMLError, RecursionError) as problem:
        raise Invalid("drill_form", said=str(problem)[:500]) from None
    return made(written)


def made(written: Any) -> Drill:
    """The same, of plain fields. Raises Invalid."""
    if not isinstance(written, Mapping):
        raise Invalid("drill_form", said="a drill is fields with their values")
    try:
        return msgspec.convert(written, Drill)
    except msgspec.ValidationError as problem:
        raise Invalid("drill_form", said=str(problem)) from None


@cache
def shipped() -> Mapping[str, Drill]:
    """The drills that come with Hoolin, by code. Read once."""
    folder = files("hoolin.coaching.drills") / "shipped"
    found = (read(one.read_text(encoding="utf-8")) for one in folder.iterdir() if one.name.endswith(".yaml"))
    return {drill.code: drill for drill in sorted(found, key=lambda drill: drill.code)}
