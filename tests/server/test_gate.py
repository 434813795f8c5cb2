"""What every answer carries, who may call across origins, how large and how long a request may be."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from hoolin.core.errors import Invalid
from hoolin.server.app import create_app
from hoolin.server.gate.address import ClientAddress
from hoolin.server.gate.headers import HSTS, PAGE_POLICY
from hoolin.server.gate.limits import BODY_BYTES_MAX, UPLOADS, Limits
from hoolin.server.settings import ServerSettings
from tests.server.probe import probe
from tests.server.stand import PASSWORD, Stand

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/api/v1/session", "/api/v1/nothing", "/", "/desk/", "/healthz", "/x"])
async def test_every_answer_has_the_security_headers(stand: Stand, path: str) -> None:
    """Answers, refusals, redirects and pages alike; nothing says what serves them; each has its own request id."""
    async with stand.client() as client:
        first, second = await client.get(path), await client.get(path)
    for name, value in ALWAYS.items():
        assert first.headers[name] == value
    assert "microphone=(self)" in first.headers["permissions-policy"]
    assert "frame-ancestors 'none'" in first.headers["content-security-policy"]
    assert "server" not in first.headers and "strict-transport-security" not in first.headers
    assert re.fullmatch("[0-9a-f]{16}", first.headers["x-request-id"])
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


async def test_pages_run_nothing_that_is_not_ours(stand: Stand) -> None:
    """A page's policy allows no inline script or style, no other origin, no frame, and demands trusted types."""
    async with stand.client() as client:
        page = await client.get("/desk/")
        data = await client.get("/api/v1/session")
    assert page.headers["content-security-policy"] == PAGE_POLICY
    assert "unsafe" not in PAGE_POLICY and "http" not in PAGE_POLICY
    for directive in ("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'"):
        assert directive in PAGE_POLICY.split("; ")
    assert "sandbox" in data.headers["content-security-policy"] and data.headers["cache-control"] == "no-store"


async def test_a_route_may_say_something_else_itself(stand: Stand) -> None:
    """A header that a route sets is not doubled."""
    async with stand.client() as client:
        answer = await client.get("/api/v1/chat/availability")
    assert answer.headers.get_list("cache-control") == ["public, max-age=5"]


async def test_with_https_browsers_are_told_to_stay(tmp_path: Path) -> None:
    """HSTS is sent when the public address is https."""
    stand = Stand(tmp_path, settings=ServerSettings(public_url="https://help.example.ee", access_log=False))
    async with stand.client(base="https://help.example.ee") as client:
        assert (await client.get("/desk/")).headers["strict-transport-security"] == HSTS
    stand.accounts.close()


# ── pages of other origins ──────────────────────────────────────────────────────────────────────────────────────────


async def test_any_page_may_carry_the_chat_unless_told_otherwise(stand: Stand) -> None:
    """Customers' routes answer every origin, preflight included, and never with credentials; others answer none."""
    origin = {"origin": "https://shop.example"}
    async with stand.client() as client:
        answer = await client.get("/api/v1/chat/availability", headers=origin)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        ask = origin | {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
        preflight = await client.options("/api/v1/chat/attachments", headers=ask)
        assert preflight.status_code == 204
        assert "authorization" in preflight.headers["access-control-allow-headers"]
        assert "access-control-allow-credentials" not in preflight.headers
        for path in ("/api/v1/session", "/api/v1/chatter", "/healthz"):
            assert "access-control-allow-origin" not in (await client.get(path, headers=origin)).headers
        assert (await client.options("/api/v1/session", headers=ask)).status_code == 405


async def test_a_site_may_name_the_pages_that_carry_its_chat(tmp_path: Path) -> None:
    """Only those origins, and our own, are answered so; caches are told that it depends."""
    settings = ServerSettings(widget_origins=("https://shop.example", "nonsense"), access_log=False)
    stand = Stand(tmp_path, probe(), settings=settings)
    async with stand.client() as client:
        for origin, allowed in (
            ("https://shop.example", True),
            ("http://desk.test", True),
            ("https://evil.example", False),
        ):
            answer = await client.get("/api/v1/chat/availability", headers={"origin": origin})
            assert (answer.headers.get("access-control-allow-origin") == origin) is allowed
            assert answer.headers["vary"] == "origin"
    stand.accounts.close()


# ── how large ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def pieces(size: int) -> AsyncIterator[bytes]:
    """A body that does not say how long it is."""
    for start in range(0, size, 8192):
        yield b"x" * min(8192, size - start)


async def test_a_body_has_a_limit_whether_or_not_it_says_its_length(stand: Stand) -> None:
    """413 and a problem document; what is within the limit is read."""
    json_headers = {"content-type": "application/json"}
    large = b'{"number": 1, "x": "' + b"x" * BODY_BYTES_MAX + b'"}'
    async with stand.client() as client:
        answer = await client.post("/api/v1/probe/things", content=large, headers=json_headers)
        assert (answer.status_code, answer.json()["bytes_max"]) == (413, BODY_BYTES_MAX)
        assert answer.headers["content-type"] == "application/problem+json"
        assert "x-content-type-options" in answer.headers
        answer = await client.post("/api/v1/probe/things", content=pieces(BODY_BYTES_MAX + 1), headers=json_headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
        just = large[: BODY_BYTES_MAX - 2] + b'"}'
        assert (await client.post("/api/v1/probe/things", content=just, headers=json_headers)).status_code == 200


async def test_uploads_have_a_larger_limit(stand: Stand) -> None:
    """Where files are taken, a file of the largest size fits, and no more."""
    path = "/api/v1/chat/attachments"
    async with stand.client() as client:
        assert (await client.post(path, content=pieces(3_000_000))).json() == 3_000_000
        assert (await client.post(path, content=b"x" * UPLOADS[path])).json() == UPLOADS[path]
        assert (await client.post(path, content=pieces(UPLOADS[path] + 1))).status_code == 413


async def test_a_length_that_is_no_number_is_refused(stand: Stand) -> None:
    """Nothing is guessed about a body."""
    async with stand.client() as client:
        answer = await client.post("/api/v1/probe/things", headers={"content-length": "-5"}, content=pieces(3))
        assert (answer.status_code, answer.json()["code"]) == (400, "content_length")


# ── how long ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_request_that_takes_too_long_is_given_up(stand: Stand) -> None:
    """503 with the time to come back; what the route was doing is cancelled."""
    app = create_app(replace(stand.parts, settings=ServerSettings(request_seconds_max=1, access_log=False)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk.test") as client:
        begun = asyncio.get_running_loop().time()
        answer = await client.get("/api/v1/probe/slow?seconds=60")
        assert asyncio.get_running_loop().time() - begun < 30
        assert (answer.status_code, answer.json()["code"]) == (503, "timed_out")
        assert answer.headers["retry-after"] == "5"
        assert (await client.get("/api/v1/probe/slow?seconds=0")).json() == "at last"


async def test_an_answer_that_has_begun_may_take_its_time() -> None:
    """The limit ends with the head of the answer: a large file on a slow line is not cut off."""
    sent: list[Any] = []

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(0.15)
        await send({"type": "http.response.body", "body": b"whole"})

    async def keep(message: Any) -> None:
        sent.append(message)

    async def never() -> Any:
        raise AssertionError("nobody reads")

    await Limits(slow, 0.05)({"type": "http", "path": "/x", "headers": []}, never, keep)
    assert sent[-1]["body"] == b"whole"


async def test_a_time_out_of_the_routes_own_making_is_not_ours() -> None:
    """A TimeoutError that a route raises itself is an error like any other."""

    async def own(scope: Any, receive: Any, send: Any) -> None:
        raise TimeoutError

    async def nothing(*_: Any) -> Any:
        raise AssertionError

    with pytest.raises(TimeoutError):
        await Limits(own, 5)({"type": "http", "path": "/x", "headers": []}, nothing, nothing)


# ── the log and the rates ───────────────────────────────────────────────────────────────────────────────────────────


async def test_a_request_is_written_down_by_its_route(stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    """Method, route, status and time; never the path, what was asked for, or from where."""
    caplog.set_level(logging.INFO, "hoolin.request")
    app = create_app(replace(stand.parts, settings=ServerSettings()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk.test") as client:
        await client.get("/api/v1/accounts/mari/sessions?q=secret")
        await client.get("/api/v1/Mari-Tamm")
        await client.get("/desk/mari")
        await client.request("MARI", "/api/v1/session")
        await client.post("/api/v1/session", json={"login": "mari", "password": PASSWORD})
    told = [record.__dict__["fields"] for record in caplog.records if record.name == "hoolin.request"]
    assert [(each["method"], each["route"], each["status"]) for each in told] == [
        ("GET", "/api/v1/accounts/{account}/sessions", 401), ("GET", "unmatched", 404), ("GET", "files", 503),
        ("OTHER", "/api/v1/session", 405), ("POST", "/api/v1/session", 401),
    ]  # fmt: skip
    assert not re.search("mari|tamm|secret|horse|127", json.dumps(told), re.IGNORECASE)


async def test_public_routes_have_a_rate_for_each_address(tmp_path: Path) -> None:
    """A flood of log-ins from one address is refused with the time to wait; another address is served."""
    settings = ServerSettings(public_rate_scale=0.05, access_log=False)
    stand = await Stand(tmp_path, settings=settings).populate()
    body = {"login": "agent", "password": PASSWORD}
    async with stand.client("192.0.2.1") as flood, stand.client("192.0.2.2") as other:
        statuses = [(await flood.post("/api/v1/session", json=body)).status_code for _ in range(12)]
        assert statuses[:10] == [200] * 10 and 429 in statuses[10:]
        refused = await flood.post("/api/v1/session", json=body)
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many")
        assert int(refused.headers["retry-after"]) >= 1
        assert (await other.post("/api/v1/session", json=body)).status_code == 200
    stand.accounts.close()


async def test_for_a_load_test_the_rates_are_lifted(tmp_path: Path) -> None:
    """`public_rate_scale` 0 lets everything through."""
    stand = Stand(tmp_path, probe(), settings=ServerSettings(public_rate_scale=0, access_log=False))
    async with stand.client() as client:
        statuses = {(await client.get("/api/v1/chat/availability")).status_code for _ in range(700)}
    assert statuses == {200}
    stand.accounts.close()


# ── proxies ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def seen(trusted: tuple[str, ...], peer: str, *forwarded: str) -> str:
    """The address that the application sees."""
    found: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        found.append(scope["client"][0])

    async def nothing(*_: Any) -> Any:
        raise AssertionError

    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    await ClientAddress(app, trusted)({"type": "http", "client": (peer, 1), "headers": headers}, nothing, nothing)
    return found[0]


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("198.51.100.9", ["192.0.2.1"], "198.51.100.9"),
        ("10.0.0.5", [], "10.0.0.5"),
        ("10.0.0.5", ["192.0.2.1"], "192.0.2.1"),
        ("10.0.0.5", ["6.6.6.6, 192.0.2.1"], "192.0.2.1"),
        ("10.0.0.5", ["6.6.6.6", "192.0.2.1"], "192.0.2.1"),
        ("10.0.0.5", ["192.0.2.1, 10.1.1.1"], "192.0.2.1"),
        ("10.0.0.5", ["10.1.1.1"], "10.1.1.1"),
        ("10.0.0.5", ["192.0.2.1, nonsense"], "10.0.0.5"),
        ("10.0.0.5", ["192.0.2.1:4711"], "192.0.2.1"),
        ("10.0.0.5", ["[2001:db8::1]:4711"], "2001:db8::1"),
        ("10.0.0.5", ["2001:db8::1"], "2001:db8::1"),
        ("::ffff:10.0.0.5", ["192.0.2.1"], "192.0.2.1"),
        ("10.0.0.5", [", ,"], "10.0.0.5"),
    ],
)
async def test_only_trusted_proxies_are_believed(peer: str, forwarded: list[str], expected: str) -> None:
    """The nearest address that no trusted proxy has counts; what a client wrote itself stands further off."""
    assert await seen(("10.0.0.0/8",), peer, *forwarded) == expected


def test_a_network_that_is_none_is_refused() -> None:
    """A typing error among the trusted proxies is found at the start."""
    with pytest.raises(Invalid):
        ClientAddress(None, ("10.0.0.0/33",))  # type: ignore[arg-type]


async def test_rates_count_the_client_behind_the_proxy(tmp_path: Path) -> None:
    """Behind a trusted proxy two customers do not share one bucket; without trust they do."""
    settings = ServerSettings(trusted_proxies=("10.0.0.1",), public_rate_scale=0.05, access_log=False)
    stand = Stand(tmp_path, probe(), settings=settings)
    async with stand.client("10.0.0.1") as client:
        path = "/api/v1/session"
        for number in range(40):
            headers = {"x-forwarded-for": f"192.0.2.{number}"}
            answer = await client.post(path, json={"login": f"login{number}", "password": "x"}, headers=headers)
            assert answer.status_code == 401
    stand.accounts.close()
