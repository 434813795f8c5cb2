import json
from typing import Any

import pytest

from hoolin.core.errors import Invalid, Malformed
from hoolin.workforce.simulation.spec import read_spec

CLASS: dict[str, Any] = {"name": "a", "arrivals_per_min": 9.0, "handle_min": 1.0, "patience_min": 2.0}
POOL: dict[str, Any] = {"name": "A", "agents": 12, "serves": ["a"]}


def spec(classes: Any, pools: Any) -> str:
    """A spec as JSON."""
    return json.dumps({"classes": classes, "pools": pools})


def test_a_plain_spec_is_read() -> None:
    """Whole numbers stand for themselves, and patience may be left out or null: then nobody gives up."""
    read = read_spec(spec([CLASS | {"handle_min": 1, "patience_min": None}], [POOL]))
    assert (read.classes[0].handle_min, read.classes[0].patience_min) == (1.0, None)
    assert read == read_spec(spec([{name: CLASS[name] for name in ("name", "arrivals_per_min", "handle_min")}], [POOL]))


@pytest.mark.parametrize(
    ("classes", "pools", "place"),
    [
        ([CLASS | {"patiense_min": 1}], [POOL], "patiense_min"),
        ([{"name": "a", "handle_min": 1.0}], [POOL], "arrivals_per_min"),
        ([CLASS | {"handle_min": 0}], [POOL], "$.classes[0].handle_min"),
        ([CLASS | {"handle_min": "long"}], [POOL], "$.classes[0].handle_min"),
        ([CLASS], [POOL | {"agents": 0}], "$.pools[0].agents"),
        ([CLASS], [POOL | {"serves": []}], "$.pools[0].serves"),
        ([], [POOL], "$.classes"),
        ([CLASS], "everybody", "$.pools"),
    ],
)
def test_what_is_no_spec_is_named_by_its_place(classes: Any, pools: Any, place: str) -> None:
    """An unknown or missing field, a mean of nothing, an empty list: the error says which and where."""
    with pytest.raises(Malformed) as caught:
        read_spec(spec(classes, pools))
    assert place in str(caught.value)


@pytest.mark.parametrize(
    ("classes", "pools", "code"),
    [
        ([CLASS, CLASS], [POOL], "named_twice"),
        ([CLASS], [POOL, POOL], "named_twice"),
        ([CLASS], [POOL | {"serves": ["a", "a"]}], "named_twice"),
        ([CLASS], [POOL | {"serves": ["b"]}], "serves_unknown_class"),
        ([CLASS, CLASS | {"name": "b"}], [POOL], "nobody_serves"),
        ([CLASS | {"patience_min": None}], [POOL | {"agents": 9}], "line_grows_for_ever"),
        (
            [CLASS | {"patience_min": None}, CLASS | {"name": "b", "patience_min": None}],
            [POOL | {"serves": ["a", "b"], "agents": 18}],
            "line_grows_for_ever",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(classes: Any, pools: Any, code: str) -> None:
    """Names used twice, work that nobody or not enough people can do: refused by name."""
    with pytest.raises(Invalid) as caught:
        read_spec(spec(classes, pools))
    assert caught.value.code == code


def test_impatient_work_may_be_too_much() -> None:
    """With patience there may be more work than people: the line settles because some give up."""
    assert read_spec(spec([CLASS], [POOL | {"agents": 1}])).pools[0].agents == 1
