"""Every error becomes a problem document, and none says more than it should."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from hoolin.core import errors as core
from hoolin.core.errors import HoolinError
from hoolin.journal import errors as journal
from hoolin.runtime.loop import Stopped
from hoolin.server import errors as own
from hoolin.server import logs
from hoolin.server.problems import STATUSES, problem, status_of
from tests.server.probe import Raiser
from tests.server.stand import Stand

TABLE = [
    (core.NotFound("agent", agent="a1"), 404, "not_found", "agent", {"agent": "a1"}),
    (core.NotAllowed(), 403, "not_allowed", "notallowed", {}),
    (core.Conflict("draft_is_newer", draft={"text": "x"}), 409, "conflict", "draft_is_newer", {"draft": {"text": "x"}}),
    (core.Invalid("name_empty"), 422, "invalid", "name_empty", {}),
    (core.Refusal("later"), 409, "refusal", "later", {}),
    (core.Malformed("not_json"), 400, "malformed", "not_json", {}),
    (core.PeerError("nonsense"), 400, "peer_error", "nonsense", {}),
    (core.TooLarge("blob", bytes_max=5), 413, "too_large", "blob", {"bytes_max": 5}),
    (core.TooLarge("too_busy"), 503, "too_large", "too_busy", {}),
    (journal.OwnerErased("erased"), 410, "owner_erased", "erased", {}),
    (own.NotLoggedIn("not_logged_in"), 401, "not_logged_in", "not_logged_in", {}),
    (own.TooMany("too_many", retry_after_s=7), 429, "too_many", "too_many", {"retry_after_s": 7}),
    (own.Busy("log_in_busy", retry_after_s=5), 503, "busy", "log_in_busy", {"retry_after_s": 5}),
    (own.LastAdmin("last_admin"), 409, "last_admin", "last_admin", {}),
    (Stopped("stopped"), 503, "stopped", "stopped", {}),
    (journal.DiskRefused("full", said="secret path"), 503, "disk_refused", "full", {}),
    (core.NotInTable("step", state="x"), 500, "not_in_table", "step", {}),
    (journal.Damaged("content", place="c1"), 500, "damaged", "content", {}),
]  # fmt: skip


@pytest.mark.parametrize(("error", "status", "kind", "code", "more"), TABLE, ids=lambda value: str(value)[:30])
async def test_each_kind_has_its_status_and_tells_what_it_may(
    stand: Stand, error: HoolinError, status: int, kind: str, code: str, more: dict[str, object]
) -> None:
    """Status, type, title, code and details; a defect keeps its details to itself."""
    Raiser.error = error
    async with stand.client() as client:
        answer = await client.get("/api/v1/probe/raise")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "type": f"urn:hoolin:problem:{kind}", "title": type(error).__doc__, "status": status, "code": code, **more,
    }  # fmt: skip
    if "retry_after_s" in more:
        assert answer.headers["retry-after"] == str(more["retry_after_s"])


def raised(kind: type[HoolinError]) -> HoolinError:
    """An error of this class, whatever its own way of being made asks for."""
    made = kind.__new__(kind)
    HoolinError.__init__(made, "code")
    return made


def test_every_error_of_the_house_has_a_status() -> None:
    """Whatever class is added to the tree is covered by the kind it belongs to; no status is outside 400–599."""
    found = {HoolinError}
    for kind in list(found):
        found |= set(kind.__subclasses__())
    while more := {child for kind in found for child in kind.__subclasses__()} - found:
        found |= more
    assert len(found) > 25
    assert all(400 <= status_of(raised(kind)) <= 599 for kind in found)
    assert set(STATUSES) <= found


def test_details_cannot_pose_as_members() -> None:
    """A detail named like a member of the document, or one that is no JSON, is left out."""
    told = problem(core.Conflict("c", status=200, type="x", title="y", thing=object(), at=5))
    assert told == {
        "type": "urn:hoolin:problem:conflict", "title": "Somebody was faster; look again.", "status": 409, "code": "c",
        "at": 5,
    }  # fmt: skip


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged, as it would be written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.JsonLines())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


async def test_what_nobody_foresaw_is_told_to_the_log_only(stand: Stand, lines: io.StringIO) -> None:
    """The answer is 500 with a request id and nothing else; the log has class and place under that id, not the message."""
    Raiser.error = ValueError("mari@example.ee wrote this")
    async with stand.client() as client:
        answer = await client.get("/api/v1/probe/raise?secret=1")
    assert answer.status_code == 500
    assert answer.json() == {
        "type": "urn:hoolin:problem:defect",
        "title": "An internal rule was broken; this is our fault.",
        "status": 500,
        "code": "unforeseen",
    }
    assert answer.headers["x-content-type-options"] == "nosniff"
    (line,) = [json.loads(text) for text in lines.getvalue().splitlines()]
    assert (line["event"], line["route"], line["level"]) == ("unforeseen", "/api/v1/probe/raise", "error")
    assert line["request"] == answer.headers["x-request-id"]
    assert line["error"]["kind"] == "ValueError"
    assert line["error"]["calls"][-1].startswith("server/probe.py:")
    assert "mari" not in lines.getvalue() and "secret" not in lines.getvalue()


async def test_a_defect_is_in_the_log_with_its_details(stand: Stand, lines: io.StringIO) -> None:
    """What is our fault is written down whole: code, details, where."""
    Raiser.error = core.NotInTable("step", interaction="i1", state="closed")
    async with stand.client() as client:
        await client.get("/api/v1/probe/raise")
    (line,) = [json.loads(text) for text in lines.getvalue().splitlines()]
    assert line["error"]["code"] == "step" and line["error"]["detail"] == {"interaction": "i1", "state": "closed"}


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [(b"{", 400, "not_json"), (b'{"number": "x"}', 422, "invalid"), (b"{}", 422, "invalid"), (b"", 422, "invalid"),
     (b"[]", 422, "invalid"), (b'{"number": 1}', 200, None), (b"\xff\xfe", 400, "not_json")],
)  # fmt: skip
async def test_a_body_that_cannot_be_taken_is_a_problem(
    stand: Stand, content: bytes, status: int, code: str | None
) -> None:
    """No JSON is malformed; JSON of another shape is invalid, and says where, without repeating what was sent."""
    async with stand.client() as client:
        answer = await client.post(
            "/api/v1/probe/things", content=content, headers={"content-type": "application/json"}
        )
    assert (answer.status_code, answer.json().get("code")) == (status, code)
    if code == "invalid":
        (error,) = answer.json()["errors"]
        assert set(error) == {"at", "code", "says"} and error["at"].startswith("body")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/api/v1/nothing", 404, "route"), ("GET", "/api/", 404, "route"), ("PUT", "/api/v1/session", 405, "method"),
     ("GET", "/api/v1/session/", 404, "route"), ("GET", "/api/v1/probe/slow?seconds=x", 422, "invalid")],
)  # fmt: skip
async def test_addresses_that_lead_nowhere_are_problems(
    stand: Stand, method: str, path: str, status: int, code: str
) -> None:
    """An unknown path, a wrong method, a wrong parameter: each is a problem document like any other."""
    async with stand.client() as client:
        answer = await client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    if status == 405:
        assert "GET" in answer.headers["allow"]
