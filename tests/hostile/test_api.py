import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest

from tests.hostile.requests import Guest, every_operation
from tests.hostile.site_process import ADMIN
from tests.server.test_contact import PASSWORD

ROOT = Path(__file__).parents[2]
EXAMPLES = 20
"""For each operation. `python -m tests.hostile.long` asks as often as one likes."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a site that has something of everything."""
    asked = [sys.executable, "-m", "tests.hostile.site_process", str(tmp_path / "site")]
    with Popen(asked, cwd=ROOT, stdout=PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said, port = process.stdout.readline().split()
            assert said == "ready"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(90)


@pytest.mark.timeout(900)  # thousands of requests, on a machine that does other things
def test_nothing_that_the_description_allows_or_forbids_breaks_the_server(site: str) -> None:
    """Every operation is asked with what its description allows and with what it forbids: no answer says that we are broken, every refusal has
    a code that pages put into words, every answer has the shape that is promised; and afterwards the site is as well as before.
    """
    guest, other = Guest(site, ADMIN, PASSWORD), Guest(site, "kristi", PASSWORD)
    statuses, faults = Counter[int](), list[str]()
    for told in every_operation(guest, other, EXAMPLES, begin=20261201):
        statuses += told.statuses
        faults += told.faults
        assert told.statuses, f"{told.operation} was never asked"
    assert not faults, "\n".join(faults)
    assert statuses[200] > 500, "too little of what was asked for was there to say much"
    assert guest.get("/healthz")["status"] == "well"


def test_every_whole_number_from_outside_has_an_end() -> None:
    """What is asked with, in a path, a query or a body, is nowhere a number without a largest one: a disk counts to 64 bits, Python does not stop."""
    told = json.loads((ROOT / "docs/reference/openapi.json").read_text(encoding="utf-8"))
    asked = {
        f"{method} {path} {place}": schema
        for path, operations in told["paths"].items()
        for method, operation in operations.items()
        for place, schema in _given(operation)
    }
    assert len(asked) > 400
    assert [name for name, schema in asked.items() if any(_endless(schema, told["components"]["schemas"], set()))] == []


def _given(operation: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for parameter in operation.get("parameters", ()):
        yield parameter["name"], parameter["schema"]
    if "requestBody" in operation:
        yield "body", operation["requestBody"]


def _endless(schema: Any, shapes: dict[str, Any], seen: set[str]) -> Iterator[bool]:
    """True for each whole number without an end in a schema and in all that it refers to."""
    if isinstance(schema, list):
        for one in schema:
            yield from _endless(one, shapes, seen)
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "integer":
        yield not {"maximum", "exclusiveMaximum", "enum", "const"} & schema.keys()
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if name and name not in seen:
        seen.add(name)
        yield from _endless(shapes[name], shapes, seen)
    for one in schema.values():
        yield from _endless(one, shapes, seen)
