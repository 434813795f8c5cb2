"""Logging in and out over HTTP."""

import httpx
import pytest
from starlette.responses import Response

from hoolin.server.accounts.records import Changes
from hoolin.server.accounts.sessions import FRESH_MS
from hoolin.server.cookies import SessionCookie
from hoolin.server.settings import ServerSettings
from tests.server.stand import HERE, PASSWORD, Stand


async def test_a_log_in_answers_who_it_is_and_sets_the_cookie(stand: Stand) -> None:
    """Me has every field of the contract; the cookie is out of reach of scripts and of other sites."""
    async with stand.client() as client:
        answer = await client.post("/api/v1/session", json={"login": " Agent ", "password": PASSWORD})
        assert answer.status_code == 200
        me = answer.json()
        assert set(me) == {"account", "agent", "name", "role", "permissions", "language", "csrf", "enrol"}
        assert (me["name"], me["role"], me["agent"], me["language"]) == ("The agent", "agent", "a-agent", "en")
        assert me["permissions"] == sorted(me["permissions"]) and "conversations.answer" in me["permissions"]
        cookie = answer.headers["set-cookie"].lower()
        assert cookie.startswith("hoolin_session=")
        assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie
        assert "secure" not in cookie and "domain" not in cookie and "max-age" not in cookie
        assert (await client.get("/api/v1/session")).json() == me


async def test_with_https_the_cookie_is_bound_to_the_host(stand: Stand) -> None:
    """Under a public https address the cookie is Secure and has the __Host- prefix."""
    cookie = SessionCookie(ServerSettings(public_url="https://help.example.ee"))
    response = Response()
    cookie.set(response, "token")
    assert cookie.name == "__Host-hoolin_session"
    assert "; Secure" in response.headers["set-cookie"]


@pytest.mark.parametrize(
    ("login", "password"), [("agent", "wrong horse"), ("nobody", PASSWORD), ("x", PASSWORD), ("a b", PASSWORD)]
)
async def test_whatever_is_wrong_the_answer_is_the_same(stand: Stand, login: str, password: str) -> None:
    """A wrong password, an unknown login and a text that can be no login are answered alike, without a cookie."""
    async with stand.client() as client:
        answer = await client.post("/api/v1/session", json={"login": login, "password": password})
    assert answer.status_code == 401
    assert answer.json() == {
        "type": "urn:hoolin:problem:wrong_login",
        "title": "The login or the password is wrong.",
        "status": 401,
        "code": "wrong_login",
    }
    assert "set-cookie" not in answer.headers


async def test_a_disabled_person_is_answered_like_a_stranger(stand: Stand) -> None:
    """The right password of a disabled account is a wrong one, and open sessions end at once."""
    async with await stand.logged_in("agent") as client:
        assert (await client.get("/api/v1/session")).status_code == 200
        await stand.accounts.change(stand.by_role["agent"].id, Changes(disabled=True))
        assert (await client.get("/api/v1/session")).json()["code"] == "not_logged_in"
        answer = await client.post("/api/v1/session", json={"login": "agent", "password": PASSWORD})
        assert answer.json()["code"] == "wrong_login"


async def test_nobody_is_told_to_log_in(stand: Stand) -> None:
    """Without a cookie, and with one that opens nothing, the answer is 401 and a problem document."""
    async with stand.client() as client:
        for cookie in ("", "x" * 43, "short", "ü" * 43):
            headers = {b"cookie": f"other=1; hoolin_session={cookie}".encode()}
            answer = await client.get("/api/v1/session", headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (401, "not_logged_in")
            assert answer.headers["www-authenticate"] == "HoolinSession"
            assert answer.headers["content-type"] == "application/problem+json"


async def test_a_log_out_ends_the_session_and_forgets_the_cookie(stand: Stand) -> None:
    """The cookie is cleared, and a copy of it opens nothing."""
    async with await stand.logged_in("agent") as client:
        kept = client.cookies["hoolin_session"]
        answer = await client.delete("/api/v1/session")
        assert answer.status_code == 204
        assert 'hoolin_session=""' in answer.headers["set-cookie"] and "Max-Age=0" in answer.headers["set-cookie"]
        client.cookies.set("hoolin_session", kept)
        assert (await client.get("/api/v1/session")).status_code == 401


async def test_logging_in_again_in_one_browser_leaves_one_session(stand: Stand) -> None:
    """The session that the browser held before ends, whoever's it was."""
    async with await stand.logged_in("admin") as client:
        before = client.cookies["hoolin_session"]
        client.cookies.clear()
        headers = {"cookie": f"hoolin_session={before}"}
        answer = await client.post("/api/v1/session", json={"login": "agent", "password": PASSWORD}, headers=headers)
        assert answer.json()["role"] == "agent"
        assert await stand.accounts.sessions.who(before) is None


async def test_a_language_is_chosen_for_good(stand: Stand) -> None:
    """PATCH answers with the new Me, and the next request knows it at once."""
    async with await stand.logged_in("guru") as client:
        answer = await client.patch("/api/v1/session", json={"language": "ru"})
        assert answer.json()["language"] == "ru"
        assert (await client.get("/api/v1/session")).json()["language"] == "ru"
        refused = await client.patch("/api/v1/session", json={"language": "xx"})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
        assert refused.json()["errors"][0]["at"] == "body.language"
        surplus = await client.patch("/api/v1/session", json={"language": "et", "role": "admin"})
        assert surplus.status_code == 422


async def test_ones_own_password_is_changed_by_knowing_it(stand: Stand) -> None:
    """The present password must be right; other sessions end, this one goes on."""
    async with await stand.logged_in("agent") as client, await stand.logged_in("agent") as elsewhere:
        path = "/api/v1/session/password"
        wrong = await client.put(path, json={"present": "not this one", "wanted": "another fine one"})
        assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_login")
        short = await client.put(path, json={"present": PASSWORD, "wanted": "short"})
        assert (short.status_code, short.json()["code"]) == (422, "password_length")
        plain = await client.put(path, json={"present": PASSWORD, "wanted": "abababababab"})
        assert plain.json()["code"] == "password_too_plain"
        assert (await client.put(path, json={"present": PASSWORD, "wanted": "another fine one"})).status_code == 204
        assert (await client.get("/api/v1/session")).status_code == 200
        assert (await elsewhere.get("/api/v1/session")).status_code == 401
    async with stand.client() as client:
        for password, status in ((PASSWORD, 401), ("another fine one", 200)):
            answer = await client.post("/api/v1/session", json={"login": "agent", "password": password})
            assert answer.status_code == status


async def test_one_sees_and_ends_ones_own_sessions_and_no_others(stand: Stand) -> None:
    """The list names the device and the present session; a session of somebody else is not found."""
    async with await stand.logged_in("agent") as client, await stand.logged_in("agent") as elsewhere:
        other = await stand.logged_in("admin")
        lines = (await client.get("/api/v1/sessions")).json()
        assert [line["current"] for line in lines].count(True) == 1 and len(lines) == 2
        assert {line["device"] for line in lines} == {"a browser"}
        theirs = (await other.get("/api/v1/sessions")).json()[0]["session"]
        assert (await client.delete(f"/api/v1/sessions/{theirs}")).status_code == 404
        abroad = next(line["session"] for line in lines if not line["current"])
        assert (await client.delete(f"/api/v1/sessions/{abroad}")).status_code == 204
        assert (await elsewhere.get("/api/v1/session")).status_code == 401
        assert (await client.get("/api/v1/session")).status_code == 200
        await other.aclose()


async def test_a_session_ends_unused_and_ends_however_used(stand: Stand) -> None:
    """Two idle hours end it; twelve hours end it even with a request each hour."""
    async with await stand.logged_in("agent") as client:
        stand.clock.pass_ms(2 * 3_600_000 + FRESH_MS)
        assert (await client.get("/api/v1/session")).status_code == 401
    async with await stand.logged_in("agent") as client:
        statuses = []
        for _hour in range(13):
            stand.clock.pass_ms(3_600_000)
            statuses.append((await client.get("/api/v1/session")).status_code)
        assert statuses == [200] * 11 + [401] * 2


# ── pages of others ─────────────────────────────────────────────────────────────────────────────────────────────────


async def unsafe(client: httpx.AsyncClient, **headers: str) -> tuple[int, str]:
    """An unsafe call with these headers: its status and code."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = await client.patch("/api/v1/session", json={"language": "et"}, headers=named)
    return answer.status_code, answer.json().get("code", "")


async def test_an_unsafe_call_must_come_from_our_page_with_its_token(stand: Stand) -> None:
    """Without the token, with a wrong one, from another origin or site: 403. From our own page: done."""
    async with await stand.logged_in("agent") as client:
        token = client.headers.pop("x-hoolin-csrf")
        assert await unsafe(client) == (403, "csrf")
        assert await unsafe(client, x_hoolin_csrf="guess") == (403, "csrf")
        assert await unsafe(client, x_hoolin_csrf=token, origin="https://evil.example") == (403, "other_origin")
        assert await unsafe(client, x_hoolin_csrf=token, origin="null") == (403, "other_origin")
        for site in ("cross-site", "same-site", "none"):
            assert await unsafe(client, x_hoolin_csrf=token, sec_fetch_site=site) == (403, "other_origin")
        assert await unsafe(client, x_hoolin_csrf=token, origin=HERE, sec_fetch_site="same-origin") == (200, "")
        assert await unsafe(client, x_hoolin_csrf=token) == (200, "")


async def test_another_page_cannot_log_somebody_in(stand: Stand) -> None:
    """A log-in posted from another origin is refused before the password is looked at."""
    body = {"login": "agent", "password": PASSWORD}
    async with stand.client() as client:
        answer = await client.post("/api/v1/session", json=body, headers={"origin": "https://evil.example"})
        assert (answer.status_code, answer.json()["code"]) == (403, "other_origin")
        # A form, which needs no leave to be sent across origins, is not even read.
        form = await client.post("/api/v1/session", content="login=agent", headers={"content-type": "text/plain"})
        assert form.status_code == 422


async def test_a_token_belongs_to_its_session(stand: Stand) -> None:
    """The token of one session does not serve another one of the same person."""
    async with await stand.logged_in("agent") as first, await stand.logged_in("agent") as second:
        first.headers["x-hoolin-csrf"] = second.headers["x-hoolin-csrf"]
        assert await unsafe(first) == (403, "csrf")
