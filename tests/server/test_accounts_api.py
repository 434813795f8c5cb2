"""Managing people over HTTP."""

import logging

import pytest

from hoolin.server.permissions import ROLES
from tests.server.stand import PASSWORD, Stand

MARI = {"login": "Mari.Tamm", "name": "Mari Tamm", "password": "minu kass magab", "role": "agent", "agent": "a-mari"}


async def test_somebody_is_added_and_can_log_in(stand: Stand) -> None:
    """The answer and the list name the account, its login as it is compared, and never a password or its hash."""
    async with await stand.logged_in("admin") as admin:
        answer = await admin.post("/api/v1/accounts", json=MARI)
        assert answer.status_code == 201
        added = answer.json()
        assert added | {"account": "", "created_at": 0} == {
            "account": "", "login": "mari.tamm", "name": "Mari Tamm", "role": "agent", "agent": "a-mari",
            "language": "et", "disabled": False, "created_at": 0, "guarded": False,
        }  # fmt: skip
        listed = (await admin.get("/api/v1/accounts")).json()
        assert added in listed and [each["login"] for each in listed] == sorted(each["login"] for each in listed)
    async with stand.client() as client:
        me = await client.post("/api/v1/session", json={"login": "MARI.TAMM", "password": "minu kass magab"})
        assert me.json()["account"] == added["account"]


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [({"login": "agent"}, 409, "login_taken"), ({"agent": "a-agent"}, 409, "agent_taken"),
     ({"password": "short"}, 422, "password_length"), ({"login": "mari tamm"}, 422, "login"),
     ({"role": "boss"}, 422, "invalid"), ({"name": ""}, 422, "invalid"), ({"id": "mine"}, 422, "invalid")],
)  # fmt: skip
async def test_what_cannot_be_added_is_refused(stand: Stand, changed: dict[str, str], status: int, code: str) -> None:
    """Each refusal has its own code, and nothing is added."""
    async with await stand.logged_in("admin") as admin:
        answer = await admin.post("/api/v1/accounts", json=MARI | changed)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert len((await admin.get("/api/v1/accounts")).json()) == len(ROLES)


async def test_a_new_role_holds_at_once(stand: Stand) -> None:
    """Somebody whose role changes is logged out, and has the new permissions when they come back."""
    agent = stand.by_role["agent"].id
    async with await stand.logged_in("admin") as admin, await stand.logged_in("agent") as client:
        assert (await client.get("/api/v1/session")).status_code == 200
        answer = await admin.patch(f"/api/v1/accounts/{agent}", json={"role": "analyst"})
        assert answer.json()["role"] == "analyst"
        assert (await client.get("/api/v1/session")).status_code == 401
    async with await stand.logged_in("agent") as client:
        assert "conversations.answer" not in (await client.get("/api/v1/session")).json()["permissions"]


async def test_a_new_name_does_not_log_anybody_out(stand: Stand) -> None:
    """Name and language change without ending log-ins; null takes only the agent away."""
    agent = stand.by_role["agent"].id
    async with await stand.logged_in("admin") as admin, await stand.logged_in("agent") as client:
        await admin.patch(f"/api/v1/accounts/{agent}", json={"name": "Mari Tamm", "language": "ru", "role": None})
        me = (await client.get("/api/v1/session")).json()
        assert (me["name"], me["language"], me["role"]) == ("Mari Tamm", "ru", "agent")
        answer = await admin.patch(f"/api/v1/accounts/{agent}", json={"agent": None})
        assert answer.json()["agent"] is None
        assert (await client.get("/api/v1/session")).status_code == 401


async def test_the_last_admin_stays(stand: Stand) -> None:
    """Whoever alone manages accounts cannot lock everybody out, themselves included."""
    admin_id = stand.by_role["admin"].id
    async with await stand.logged_in("admin") as admin:
        for changes in ({"role": "agent"}, {"disabled": True}):
            answer = await admin.patch(f"/api/v1/accounts/{admin_id}", json=changes)
            assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")
        assert (await admin.get("/api/v1/session")).status_code == 200


async def test_a_password_set_by_the_admin_ends_all_log_ins(stand: Stand) -> None:
    """The old password opens nothing any more, the new one does."""
    agent = stand.by_role["agent"].id
    async with await stand.logged_in("admin") as admin, await stand.logged_in("agent") as client:
        path = f"/api/v1/accounts/{agent}/password"
        assert (await admin.put(path, json={"password": "agent"})).status_code == 422
        assert (await admin.put(path, json={"password": "a fresh password"})).status_code == 204
        assert (await client.get("/api/v1/session")).status_code == 401
    async with stand.client() as client:
        for password, status in ((PASSWORD, 401), ("a fresh password", 200)):
            answer = await client.post("/api/v1/session", json={"login": "agent", "password": password})
            assert answer.status_code == status


async def test_log_ins_of_others_are_seen_and_ended(stand: Stand) -> None:
    """One by one under their owner's name only, and all at once."""
    agent, guru = stand.by_role["agent"].id, stand.by_role["guru"].id
    async with await stand.logged_in("admin") as admin:
        one, two, three = [await stand.logged_in("agent") for _ in range(3)]
        lines = (await admin.get(f"/api/v1/accounts/{agent}/sessions")).json()
        assert len(lines) == 3 and not any(line["current"] for line in lines)
        newest = lines[0]["session"]
        assert (await admin.delete(f"/api/v1/accounts/{guru}/sessions/{newest}")).status_code == 404
        assert (await admin.delete(f"/api/v1/accounts/{agent}/sessions/{newest}")).status_code == 204
        statuses = sorted([(await each.get("/api/v1/session")).status_code for each in (one, two, three)])
        assert statuses == [200, 200, 401]
        assert (await admin.delete(f"/api/v1/accounts/{agent}/sessions")).status_code == 204
        assert {(await each.get("/api/v1/session")).status_code for each in (one, two, three)} == {401}
        for each in (one, two, three):
            await each.aclose()


async def test_nobody_is_not_found(stand: Stand) -> None:
    """Every route about one account answers 404 for one that does not exist."""
    async with await stand.logged_in("admin") as admin:
        for method, path, body in (
            ("PATCH", "nobody", {"name": "X"}), ("PUT", "nobody/password", {"password": "long enough"}),
            ("GET", "nobody/sessions", None), ("DELETE", "nobody/sessions", None), ("DELETE", "nobody/sessions/s", None),
        ):  # fmt: skip
            answer = await admin.request(method, f"/api/v1/accounts/{path}", json=body)
            assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json"), path


async def test_who_did_what_is_in_the_log_without_names(stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    """Adding and changing people is written down with ids; logins, names and passwords are not."""
    caplog.set_level(logging.INFO, "hoolin.accounts")
    async with await stand.logged_in("admin") as admin:
        account = (await admin.post("/api/v1/accounts", json=MARI)).json()["account"]
        await admin.patch(f"/api/v1/accounts/{account}", json={"name": "Mari Mets"})
        await admin.put(f"/api/v1/accounts/{account}/password", json={"password": "a fresh password"})
    events = {record.getMessage(): record.__dict__["fields"] for record in caplog.records}
    assert list(events) == ["account_added", "account_changed", "password_set"]
    assert all(told["by"] == stand.by_role["admin"].id and told["account"] == account for told in events.values())
    assert not any(word in str(events).lower() for word in ("mari", "tamm", "mets", "fresh", "kass"))
