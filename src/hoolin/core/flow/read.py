"""Plain data (out of YAML or JSON) → a flow, or everything that is wrong with it, node by node, each with what to do about it. No file is read here.

It refuses what is not the language: unknown kinds and fields, names that lead nowhere, keys that belong to the fixed ones, values that are not in a
variable's list, words nobody can say. Whether the flow traps anybody is not asked here (`guarantee.py`).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from hoolin.core.errors import Invalid
from hoolin.core.flow import language as n
from hoolin.core.flow.words import KEY, asks_for_person, plain

PROBLEMS_MAX = 50
"""Nobody reads more at once."""

AT = re.compile(r"\$\.?([^`]*)`")
"""Where in the data: what msgspec says of it."""

KINDS: dict[str, type[n.Node]] = {
    "say": n.Say, "ask": n.Ask, "keys": n.Keys, "language": n.ChooseLanguage, "speak": n.Speak, "collect": n.Collect,
    "hours": n.HoursBranch, "lookup": n.Lookup, "set": n.SetVariable, "queue": n.ToQueue, "callback": n.Callback,
    "message": n.Message, "end": n.End,
}  # fmt: skip


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong with a flow. node: where (empty: with the whole of it). field: of the node. code: what, by a word. said: what, and what to do
    about it.
    """

    node: str
    field: str
    code: str
    said: str


class Unreadable(Invalid):
    """This flow cannot be read."""

    problems: tuple[Problem, ...] = ()

    @classmethod
    def by(cls, problems: list[Problem]) -> "Unreadable":
        """The refusal that says all of it."""
        told = problems[:PROBLEMS_MAX]
        made = cls("flow_unreadable", problems=[msgspec.to_builtins(one) for one in told])
        made.problems = tuple(told)
        return made


def read(data: object, name: str = "") -> n.Flow:
    """The flow. name: what it is called, if it does not say so itself. Raises Unreadable."""
    if not isinstance(data, Mapping):
        raise Unreadable.by(
            [_problem("", "", "not_a_flow", "A flow is a table with start, person and nodes; write these.")]
        )
    raw = {"name": name, **{_text(field): value for field, value in data.items()}}
    variables = raw.get("variables")
    if isinstance(variables, Mapping):
        raw["variables"] = {_text(one): _values(values) for one, values in variables.items()}
    nodes = raw.get("nodes")
    if not isinstance(nodes, Mapping) or not nodes:
        raise Unreadable.by(
            [_problem("", "nodes", "no_nodes", "Write the nodes of the flow under `nodes`, each by its name.")]
        )
    problems, made = list[Problem](), dict[str, Any]()
    for code, node in nodes.items():
        try:
            made[_text(code)] = _node(_text(code), node)
        except Unreadable as wrong:
            problems += wrong.problems
    if problems:
        raise Unreadable.by(problems)
    try:
        flow = msgspec.convert({**raw, "nodes": {}}, n.Flow)
        flow = msgspec.structs.replace(flow, nodes=made)
    except msgspec.ValidationError as wrong:
        raise Unreadable.by([_converted("", wrong)]) from wrong
    if len(made) > n.NODES_MAX:
        raise Unreadable.by(
            [_problem("", "nodes", "too_many_nodes", f"A flow has at most {n.NODES_MAX} nodes; make it two.")]
        )
    return sound(flow)


def sound(flow: n.Flow) -> n.Flow:
    """The same flow, when everything it names is there. Raises Unreadable."""
    problems = list(_wrong(flow))
    if problems:
        raise Unreadable.by(problems)
    return flow


def _node(code: str, raw: object) -> n.Node:
    if not isinstance(raw, Mapping):
        raise Unreadable.by([_problem(code, "", "not_a_node", "A node is a table with `do` and its fields.")])
    fields: dict[str, Any] = {_text(field): _plain(value) for field, value in raw.items()}
    fields = {field: _values(value) if field == "set" else value for field, value in fields.items()}
    if isinstance(fields.get("when"), list):
        fields["when"] = [
            {**one, "all": _values(one.get("all", {}))} if isinstance(one, dict) else one for one in fields["when"]
        ]
    do = fields.get("do")
    if do not in KINDS:
        raise Unreadable.by([_problem(code, "do", "unknown_kind", f"`do` is one of: {', '.join(KINDS)}.")])
    try:
        return msgspec.convert(fields, KINDS[do])
    except msgspec.ValidationError as wrong:
        raise Unreadable.by([_converted(code, wrong)]) from wrong


def _plain(value: object) -> object:
    """YAML reads keys like `1` as numbers; they are meant as they are written."""
    if isinstance(value, Mapping):
        return {_text(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _values(value: object) -> object:
    """Values of variables are words, also those that look like numbers."""
    if isinstance(value, Mapping):
        return {_text(key): _text(inner) for key, inner in value.items()}
    return [_text(inner) for inner in value] if isinstance(value, list | tuple) else value


def _text(key: object) -> str:
    # YAML 1.1 has `no` for false and `on` for true; neither is a name anybody means.
    return str(key).lower() if isinstance(key, bool) else str(key)


def _converted(code: str, wrong: msgspec.ValidationError) -> Problem:
    said, _, at = str(wrong).partition(" - at ")
    path = AT.search(at)
    field = path.group(1) if path else ""
    return _problem(code, field, "wrong_value", f"{said.rstrip('.')}. Correct {'`' + field + '`' if field else 'it'}.")


def _problem(node: str, field: str, code: str, said: str) -> Problem:
    return Problem(node=node, field=field, code=code, said=said)


# ── what a shape cannot say ─────────────────────────────────────────────────────────────────────────────────────────────────


def _wrong(flow: n.Flow) -> Iterator[Problem]:
    for field in ("start", "person"):
        if getattr(flow, field) not in flow.nodes:
            yield _nowhere("", field, getattr(flow, field))
    for name, values in flow.variables.items():
        if len(set(values)) != len(values) or n.NEXT in values:
            yield _problem(
                "", f"variables.{name}", "values_twice", f"Each value is there once, and none is `{n.NEXT}`."
            )
    for code, node in flow.nodes.items():
        yield from (
            _nowhere(code, field, target) for field, target in targets(node) if target not in flow.nodes
        )  # fmt: skip
        yield from _of_node(flow, code, node)


def _nowhere(node: str, field: str, target: str) -> Problem:
    said = f"There is no node `{target}`; name one that there is, or write it."
    return _problem(node, field, "no_such_node", said)


def targets(node: n.AnyNode) -> Iterator[tuple[str, str]]:
    """Every node that a node names, with the field that does."""
    for field in ("then", "silence", "wrong", "open", "closed", "failed"):
        target = getattr(node, field, None)
        if target is not None:
            yield field, target
    if isinstance(node, n.Keys):
        yield from ((f"keys.{key}", target) for key, target in node.keys.items())
    if isinstance(node, n.Lookup):
        yield from ((f"answers.{said}", target) for said, target in node.answers.items())
    if isinstance(node, n.Ask):
        yield from ((f"answers[{at}].then", one.then) for at, one in enumerate(node.answers))
    if isinstance(node, n.SetVariable):
        yield from ((f"when[{at}].then", one.then) for at, one in enumerate(node.when))


def _of_node(flow: n.Flow, code: str, node: n.AnyNode) -> Iterator[Problem]:
    text = getattr(node, "text", {})
    for language, words in text.items():
        if not words.strip():
            yield _problem(code, f"text.{language}", "nothing_said", "Write what is said, or leave the language out.")
    if isinstance(node, n.Question) and not text:
        yield _problem(code, "text", "nothing_asked", "Write the question, in every language of the site.")
    if isinstance(node, n.Keys | n.ChooseLanguage) and not node.keys:
        yield _problem(
            code, "keys", "no_keys", f"Give at least one key; `{KEY}` is taken, it always asks for a person."
        )
    if isinstance(node, n.Keys):
        for key in node.words.keys() - node.keys.keys():
            yield _problem(
                code, f"words.{key}", "no_such_key", "These words belong to no key; give the key, or take them out."
            )
        for key, words in node.words.items():
            yield from _words(code, f"words.{key}", words)
    if isinstance(node, n.Ask):
        if not node.answers and node.then is None:
            yield _problem(code, "then", "no_answers", "Say where an answer leads: `then`, or `answers`.")
        for at, one in enumerate(node.answers):
            yield from _words(code, f"answers[{at}].words", one.words)
    if isinstance(node, n.Collect) and node.least > node.most:
        yield _problem(code, "least", "least_over_most", "`least` is at most `most`; exchange them.")
    if isinstance(node, n.SetVariable):
        yield from _setting(flow, code, node)
    if isinstance(node, n.Callback) and node.number is not None and not _is_number(flow, node.number):
        said = f"`{node.number}` is no telephone number: collect it as `phone` or `digits`, or name one that is."
        yield _problem(code, "number", "no_such_number", said)


def _is_number(flow: n.Flow, name: str) -> bool:
    """Whether something of this name is written down, and nothing but numbers is."""
    into = [node for node in flow.nodes.values() if isinstance(node, n.Collect) and node.into == name]
    told = any(isinstance(node, n.Lookup) and name in node.keep for node in flow.nodes.values())
    return (bool(into) or told) and all(n.gives_number(node) for node in into)


def _words(code: str, field: str, by_language: n.Words) -> Iterator[Problem]:
    for language, words in by_language.items():
        for word in words:
            if not plain(word):
                yield _problem(code, f"{field}.{language}", "no_word", f"`{word}` is no word; take it out.")
            elif asks_for_person(word):
                said = f"`{word}` always asks for a person, and cannot lead elsewhere; use another word."
                yield _problem(code, f"{field}.{language}", "fixed_word", said)


def _setting(flow: n.Flow, code: str, node: n.SetVariable) -> Iterator[Problem]:
    named = [(f"set.{name}", name, value) for name, value in node.set.items()]
    named += [
        (f"when[{at}].all.{name}", name, value) for at, one in enumerate(node.when) for name, value in one.all.items()
    ]
    for field, name, value in named:
        if name not in flow.variables:
            yield _problem(code, field, "no_such_variable", f"Write `{name}` and its values under `variables`.")
        elif value not in flow.variables[name] and not (value == n.NEXT and field.startswith("set.")):
            values = ", ".join(flow.variables[name])
            yield _problem(code, field, "no_such_value", f"`{name}` is one of: {values}. Use one, or add `{value}`.")
