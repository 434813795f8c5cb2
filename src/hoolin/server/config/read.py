"""The text of the file → the set-up it asks for, or everything that is wrong with it at once, each with its line and what is allowed.

YAML is read as data: numbers, true, false, null and texts. A date or a time is a text, `on` is a word, a name may be a number, and a
file that uses anchors, or says the same name twice, is refused.
"""

import re
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

import msgspec
import yaml

from hoolin.core.errors import Malformed
from hoolin.core.flow import read as flow_read
from hoolin.server.config.shape import ALL_CHANNELS, FORM, SECTIONS, SPAN, Section, Setup

CHARACTERS_MAX = 4_000_000
"""A thousand agents and a hundred flows are smaller."""

NODES_MAX = 300_000
DEPTH_MAX = 40
PROBLEMS_MAX = 50
SAID_CHARACTERS_MAX = 300

TAGS = ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
"""Of tables and lists that are nothing else."""

Path = tuple[str, ...]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong with the file. line: from 1. place: where in it, with dots. said: what is wrong. allowed: what may stand there, where
    that is a list.
    """

    line: int
    place: str
    said: str
    allowed: tuple[str, ...] = ()


class Unreadable(Malformed):
    """This set-up cannot be read."""

    problems: tuple[Problem, ...] = ()

    @classmethod
    def by(cls, problems: list[Problem]) -> "Unreadable":
        """The refusal that says all of it."""
        told = sorted(problems, key=lambda one: one.line)[:PROBLEMS_MAX]
        made = cls("config_unreadable", problems=[msgspec.to_builtins(one) for one in told])
        made.problems = tuple(told)
        return made


class Asked(NamedTuple):
    """What a file asks for. made_from: the mark of the set-up it was made from; empty: it does not say."""

    setup: Setup
    made_from: str


class Loader(yaml.SafeLoader):
    """Reads the plain words of YAML 1.2 and no others."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for _tag, _form, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^(?:[-+]?[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+][0-9]+)?$", "-+.0123456789"),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_form), _first)


class Reading:
    """One file being read: its problems so far, and on which line everything stands."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.lines: dict[Path, int] = {}
        self._seen: set[int] = set()

    def fault(self, path: Path, said: str, allowed: tuple[str, ...] = (), line: int = 0) -> None:
        """Note what is wrong there."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        at = line or self.lines.get(known, 1)
        self.problems.append(Problem(line=at, place=".".join(path), said=said[:SAID_CHARACTERS_MAX], allowed=allowed))

    def value(self, node: yaml.Node, path: Path) -> Any:
        """A node as data."""
        self._seen.add(id(node))
        if len(self._seen) > NODES_MAX or len(path) > DEPTH_MAX:
            raise Malformed("config_too_large", nodes_max=NODES_MAX, depth_max=DEPTH_MAX)
        self.lines.setdefault(path, node.start_mark.line + 1)
        if not isinstance(node, yaml.ScalarNode) and node.tag not in TAGS:
            self.fault(path, f"This kind of value has no meaning here: {node.tag}.")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._child(each, (*path, str(number))) for number, each in enumerate(node.value)]
        return self._scalar(node, path)

    def _child(self, node: yaml.Node, path: Path) -> Any:
        if id(node) in self._seen:
            self.fault(path, "An anchor is used here; write it out instead.", line=node.start_mark.line + 1)
            return None
        return self.value(node, path)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for key, each in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.fault(path, "A name is one word, not a list or a table.", line=line)
                continue
            name = str(key.value)
            if name in told:
                self.fault((*path, name), "This name is said twice.", line=line)
                continue
            self.lines[*path, name] = line
            told[name] = self._child(each, (*path, name))
        return told

    def _scalar(self, node: yaml.Node, path: Path) -> Any:
        kind, said = node.tag.removeprefix("tag:yaml.org,2002:"), str(node.value)
        if kind == "str":
            return said
        if kind == "null":
            return None
        if kind == "bool":
            return said == "true"
        if kind in ("int", "float") and len(said) <= 40:
            return int(said) if kind == "int" else float(said)
        self.fault(path, f"This kind of value has no meaning here: {kind}.")
        return None


def read(text: str) -> Asked:
    """What the file asks for. Raises Unreadable with everything that is wrong, or Malformed when it is too large."""
    if len(text) > CHARACTERS_MAX:
        raise Malformed("config_too_large", characters_max=CHARACTERS_MAX)
    reading = Reading()
    data = _parsed(text, reading)
    setup: Setup = {}
    form = data.pop("hoolin", None)
    if form != FORM:
        reading.fault(("hoolin",), f"The first line says which form the file has: hoolin: {FORM}", (str(FORM),))
    made_from = data.pop("made_from", "")
    if not isinstance(made_from, str):
        # A mark of digits alone, whose quotes somebody took away.
        made_from = str(made_from or "")
    for name, value in data.items():
        if name not in SECTIONS:
            reading.fault((name,), f"There is no section {name}.", tuple(SECTIONS))
        elif value is None:
            reading.fault((name,), "Nothing stands in this section; leave it out to let it be as it is.")
        else:
            setup[name] = _section(reading, name, value)
    if reading.problems:
        raise Unreadable.by(reading.problems)
    return Asked(setup, made_from)


def _parsed(text: str, reading: Reading) -> dict[str, Any]:
    try:
        node = yaml.compose(text, Loader)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        said = getattr(problem, "problem", None) or str(problem)
        line = mark.line + 1 if mark is not None else 1
        raise Unreadable.by(
            [Problem(line=line, place="", said=f"This is no YAML: {said}"[:SAID_CHARACTERS_MAX])]
        ) from None
    except RecursionError:
        raise Malformed("config_too_large", depth_max=DEPTH_MAX) from None
    data = reading.value(node, ()) if node is not None else None
    if not isinstance(data, dict):
        raise Unreadable.by(
            [Problem(line=1, place="", said="The file is a table of sections.", allowed=tuple(SECTIONS))]
        )
    return data


def _section(reading: Reading, name: str, value: Any) -> Any:
    section = SECTIONS[name]
    if not section.noun:
        return _value(reading, section, (name,), value)
    if not isinstance(value, dict):
        reading.fault((name,), f"This is a table: by the name of each {section.noun}, what it is like.")
        return {}
    told = {}
    for one, each in value.items():
        if each is None and not section.removable:
            reading.fault(
                (name, one), f"A {section.noun} cannot be taken away, only left as it is: leave the line out."
            )
        told[one] = None if each is None else _value(reading, section, (name, one), each)
    return told


def _value(reading: Reading, section: Section, path: Path, value: Any) -> Any:
    """One value; None when something is wrong with it, which is noted."""
    if section.noun == "flow":
        return _flow(reading, path, value)
    if section.noun and not isinstance(value, dict):
        reading.fault(path, f"A {section.noun} is a table of fields.", _fields(section.shape))
        return None
    if section.noun:
        if section.key in value:
            reading.fault((*path, section.key), "It is named by the line above; leave this one out.")
            return None
        name = "" if section.noun == "hours" and path[1] == ALL_CHANNELS else path[1]
        value = {section.key: name, **value}
    if section.noun == "hours":
        before = len(reading.problems)
        value = {
            **value,
            **{part: _days(reading, (*path, part), value[part]) for part in ("week", "dates") if part in value},
        }
        if len(reading.problems) > before:
            return None
    try:
        return msgspec.convert(value, section.shape)
    except msgspec.ValidationError as problem:
        where, said, allowed = _explained(section.shape, value, str(problem))
        reading.fault((*path, *where), said, allowed)
        return None


def _days(reading: Reading, path: Path, days: Any) -> Any:
    """Spans as they are written → spans as they are kept."""
    if not isinstance(days, dict):
        reading.fault(path, "This is a table: by day, the spans in which people answer.")
        return {}
    told: dict[str, Any] = {}
    for day, spans in days.items():
        found = (
            [SPAN.match(one) if isinstance(one, str) else None for one in spans] if isinstance(spans, list) else [None]
        )
        if None in found:
            reading.fault((*path, day), "A day is a list of spans, such as [09:00-12:00, 13:00-17:00]; closed is [].")
        else:
            told[day] = [{"opens": one.group(1), "closes": one.group(2)} for one in found if one is not None]
    return told


def _flow(reading: Reading, path: Path, value: Any) -> Any:
    try:
        return flow_read.read({**value, "name": path[1]} if isinstance(value, dict) else value, path[1])
    except flow_read.Unreadable as unreadable:
        for one in unreadable.problems:
            where = ("nodes", one.node) if one.node else ()
            reading.fault((*path, *where, *((one.field,) if one.field else ())), one.said)
        return None


PLACE = re.compile(r" - at `(?:key in )?\$(.*)`$")
STEP = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+|\.\.\.)\]")
UNKNOWN = re.compile(r"unknown field `(.*)`")


def _explained(shape: Any, value: Any, problem: str) -> tuple[Path, str, tuple[str, ...]]:
    """Where it is, what is wrong, what is allowed: from what the library says, with the names that it does not say."""
    found = PLACE.search(problem)
    said = problem[: found.start()] if found else problem
    where: list[str] = []
    inside: Any = shape
    for name, number in STEP.findall(found.group(1) if found else ""):
        if number == "...":
            break
        where.append(name or number)
        inside = _inside(inside, name)
    unknown = UNKNOWN.search(said)
    if unknown is not None:
        return (*where, unknown.group(1)), f"There is no field {unknown.group(1)}.", _fields(inside)
    return tuple(where), said.replace("`", "") + ".", _choices(inside)


def _inside(shape: Any, name: str) -> Any:
    if name:
        struct = next(
            (one for one in _unwrapped(shape) if isinstance(one, type) and issubclass(one, msgspec.Struct)), None
        )
        return get_type_hints(struct, include_extras=True).get(name) if struct is not None else None
    return next((args[0] for one in _unwrapped(shape) if (args := get_args(one))), None)


def _unwrapped(shape: Any) -> list[Any]:
    """A type without what is noted about it, and each of several."""
    if get_origin(shape) is not None and hasattr(shape, "__metadata__"):
        return _unwrapped(shape.__origin__)
    if type(None) in get_args(shape):
        return [each for one in get_args(shape) for each in _unwrapped(one)]
    return [shape]


def _fields(shape: Any) -> tuple[str, ...]:
    keys = {section.key for section in SECTIONS.values() if section.shape is shape}
    for one in _unwrapped(shape):
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            return tuple(name for name in one.__struct_fields__ if name not in keys)
    return ()


def _choices(shape: Any) -> tuple[str, ...]:
    return tuple(str(choice) for one in _unwrapped(shape) if get_origin(one) is Literal for choice in get_args(one))
