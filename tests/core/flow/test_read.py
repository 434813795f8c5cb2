"""A flow is read from plain data, or everything that is wrong with it is said at once, each with its node and what to do."""

from typing import Any

import pytest
import yaml

from hoolin.core.flow.language import Keys, SetVariable
from hoolin.core.flow.read import Unreadable, read

GOOD = """
start: menu
person: line
variables:
  round: [0, 1, 2]
nodes:
  menu:
    do: keys
    text: {et: "Arved 1", ru: "Счета 1", en: "Bills 1"}
    keys: {1: count, "*": line}
    words: {1: {et: [arve]}}
  count:
    do: set
    set: {round: next}
    when: [{all: {round: 2}, then: line}]
    then: menu
  line: {do: queue, queue: service, closed: leave}
  leave: {do: message, queue: service, text: {et: Teade, ru: Сообщение, en: Message}}
"""


def changed(**nodes: Any) -> dict[str, Any]:
    """The good flow with other nodes."""
    data = yaml.safe_load(GOOD)
    data["nodes"] |= nodes
    return data  # type: ignore[no-any-return]


def problems(data: object) -> list[tuple[str, str, str]]:
    """Of a flow that cannot be read: node, field and code of each."""
    with pytest.raises(Unreadable) as refused:
        read(data, "main")
    assert all(one.said.endswith(".") for one in refused.value.problems)
    return [(one.node, one.field, one.code) for one in refused.value.problems]


def test_a_flow_is_read_as_yaml_writes_it() -> None:
    """Keys and values that look like numbers are the words they are."""
    flow = read(yaml.safe_load(GOOD), "main")
    menu, count = flow.nodes["menu"], flow.nodes["count"]
    assert isinstance(menu, Keys)
    assert menu.keys == {"1": "count", "*": "line"}
    assert isinstance(count, SetVariable)
    assert (count.set, count.when[0].all) == ({"round": "next"}, {"round": "2"})
    assert flow.variables == {"round": ("0", "1", "2")}
    assert flow.name == "main"


MENU = {"do": "keys", "text": {"et": "?"}, "keys": {"1": "line"}}


@pytest.mark.parametrize(
    ("node", "field", "code"),
    [
        ({**MENU, "keys": {"1": "nowhere"}}, "keys.1", "no_such_node"),
        ({**MENU, "silence": "nowhere"}, "silence", "no_such_node"),
        ({"do": "ask", "text": {"et": "?"}, "answers": [{"words": {"et": ["ja"]}, "then": "x"}]}, "answers[0].then", "no_such_node"),
        ({"do": "lookup", "hook": "h", "answers": {"ok": "x"}}, "answers.ok", "no_such_node"),
        ({**MENU, "keys": {"0": "line"}}, "keys", "wrong_value"),
        ({**MENU, "keys": {}}, "keys", "no_keys"),
        ({**MENU, "text": {}}, "text", "nothing_asked"),
        ({**MENU, "text": {"et": "  "}}, "text.et", "nothing_said"),
        ({**MENU, "text": {"fi": "hei"}}, "text", "wrong_value"),
        ({**MENU, "tries": 99}, "tries", "wrong_value"),
        ({**MENU, "timeout_s": -1}, "timeout_s", "wrong_value"),
        ({**MENU, "escape": False}, "", "wrong_value"),
        ({**MENU, "words": {"2": {"et": ["kaks"]}}}, "words.2", "no_such_key"),
        ({**MENU, "words": {"1": {"et": ["inimene"]}}}, "words.1.et", "fixed_word"),
        ({**MENU, "words": {"1": {"et": ["?"]}}}, "words.1.et", "no_word"),
        ({"do": "ask", "text": {"et": "?"}, "answers": [{"words": {"en": ["agent"]}, "then": "line"}]}, "answers[0].words.en", "fixed_word"),
        ({"do": "ask", "text": {"et": "?"}}, "then", "no_answers"),
        ({"do": "collect", "text": {"et": "?"}, "into": "n", "then": "line", "least": 9, "most": 2}, "least", "least_over_most"),
        ({"do": "set", "set": {"mood": "good"}, "then": "line"}, "set.mood", "no_such_variable"),
        ({"do": "set", "set": {"round": "9"}, "then": "line"}, "set.round", "no_such_value"),
        ({"do": "set", "when": [{"all": {"round": "next"}, "then": "line"}], "then": "line"}, "when[0].all.round", "no_such_value"),
        ({"do": "trap"}, "do", "unknown_kind"),
        ({"text": "hei"}, "do", "unknown_kind"),
        ("hei", "", "not_a_node"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(node: Any, field: str, code: str) -> None:
    """The node, its field, and by a word what is wrong with it."""
    assert ("menu", field, code) in problems(changed(menu=node))


def test_everything_is_said_at_once() -> None:
    """Not one thing after the other."""
    found = problems(
        changed(menu={**MENU, "silence": "a", "wrong": "b"}, line={"do": "queue", "queue": "service", "closed": "c"})
    )
    assert [field for _, field, _ in found] == ["silence", "wrong", "closed"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "not_a_flow"), ([], "not_a_flow"), ("start: x", "not_a_flow"), ({}, "no_nodes"), ({"nodes": []}, "no_nodes"),
        ({"nodes": {"a": {"do": "end"}}}, "wrong_value"),
        ({"nodes": {"a": {"do": "end"}}, "start": "a", "person": "b"}, "no_such_node"),
        ({"nodes": {"a": {"do": "end"}}, "start": "a", "person": "a", "version": 2}, "wrong_value"),
        ({"nodes": {"a": {"do": "end"}}, "start": "a", "person": "a", "variables": {"x": [1, 1]}}, "values_twice"),
        ({"nodes": {"a": {"do": "end"}}, "start": "a", "person": "a", "loosen": True}, "wrong_value"),
    ],
)  # fmt: skip
def test_what_is_no_flow_is_refused(data: object, code: str) -> None:
    """Also when it is not even a table."""
    assert code in [found for _, _, found in problems(data)]
