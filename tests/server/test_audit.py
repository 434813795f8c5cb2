"""What is written down of what people do, and what happens when it cannot be."""

import asyncio
import sqlite3
from typing import Any

import pytest

from hoolin.core.errors import Defect
from hoolin.server.audit import door
from hoolin.server.audit.acts import ACTS, UNCHANGING
from hoolin.server.audit.records import ACTIONS, Entry, Wanted
from hoolin.server.errors import Unaudited
from hoolin.server.routing import declared
from hoolin.server.who import Needs
from hoolin.wiring.settings import HoolinSettings
from hoolin.wiring.site import build
from hoolin.wiring.web import web
from tests.server.stand import PASSWORD, Stand


async def entries(stand: Stand, **wanted: Any) -> list[Entry]:
    """What the log says, oldest first."""
    return (await stand.accounts.audit.some(Wanted(**wanted)))[::-1]


def broken(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the log's disk is full."""

    def full(entry: Entry) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(stand.accounts.audit._file, "append", full)


async def test_a_change_is_written_before_it_is_made_and_after(stand: Stand) -> None:
    """Who, on whom, to which role, from which session; the end names its beginning."""
    async with await stand.logged_in("admin") as client:
        agent = stand.by_role["agent"].id
        assert (
            await client.patch(f"/api/v1/accounts/{agent}", json={"role": "guru", "name": "New"})
        ).status_code == 200
    begun, done = await entries(stand, what="account.change")
    admin = stand.by_role["admin"].id
    assert (begun.who, begun.on, begun.outcome) == (admin, (agent,), "begun")
    assert (done.on, done.outcome, done.begun) == ((agent, "name", "role:guru"), "done", begun.n)
    assert begun.session and begun.session == done.session
    assert "New" not in str(await entries(stand))


async def test_what_was_refused_says_why(stand: Stand) -> None:
    """A business refusal and nonsense end with their codes; a missing permission never gets as far."""
    async with await stand.logged_in("admin") as client:
        admin = stand.by_role["admin"].id
        assert (await client.patch(f"/api/v1/accounts/{admin}", json={"disabled": True})).status_code == 409
        assert (await client.patch(f"/api/v1/accounts/{admin}", json={"role": "king"})).status_code == 422
    async with await stand.logged_in("agent") as client:
        assert (await client.patch(f"/api/v1/accounts/{admin}", json={"role": "agent"})).status_code == 403
    outcomes = [each.outcome for each in await entries(stand, what="account.change")]
    assert outcomes == ["begun", "last_admin", "begun", "invalid"]


async def test_log_ins_are_written_and_what_was_typed_is_not(stand: Stand) -> None:
    """A success names the account; a failure has pseudonyms only, the same for the same login, since a password may be in the wrong field."""
    async with stand.client() as client:
        for login, password in (("agent", PASSWORD), ("Tere hommikust", "x"), ("tere hommikust", "y")):
            await client.post("/api/v1/session", json={"login": login, "password": password})
    done, *failed = await entries(stand, what="log_in")
    assert (done.who, done.outcome) == (stand.by_role["agent"].id, "done")
    assert {each.outcome for each in failed} == {"wrong_login"} and len({each.on for each in failed}) == 1
    said = str(await entries(stand))
    assert not any(word in said.lower() for word in ("tere", "192.0.2", PASSWORD))


async def test_tries_that_are_turned_away_do_not_flood_the_log(stand: Stand) -> None:
    """Twenty tries against one login: four failures, and one entry for all that were not even tried."""
    async with stand.client() as client:
        for _ in range(20):
            await client.post("/api/v1/session", json={"login": "agent", "password": "guess"})
    outcomes = [each.outcome for each in await entries(stand, what="log_in")]
    assert outcomes == ["wrong_login"] * 4 + ["too_many_log_ins"]


async def test_nothing_sensitive_happens_while_it_cannot_be_written(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Changes, log-ins and reading the log are refused with a code that says so, and nothing has changed."""
    agent = stand.by_role["agent"].id
    async with await stand.logged_in("admin") as client, stand.client() as stranger:
        broken(stand, monkeypatch)
        answers = [
            await client.patch(f"/api/v1/accounts/{agent}", json={"role": "admin"}),
            await client.get("/api/v1/audit"),
            await stranger.post("/api/v1/session", json={"login": "agent", "password": PASSWORD}),
            await stranger.post("/api/v1/session", json={"login": "agent", "password": "wrong"}),
            await stranger.post("/api/v1/session", json={"login": "nobody", "password": "wrong"}),
        ]
        assert {(each.status_code, each.json()["code"]) for each in answers} == {(503, "audit_unwritable")}
        # What needs no entry goes on.
        assert (await client.get("/api/v1/session")).status_code == 200
    assert (await stand.accounts.by_id(agent)).role == "agent"
    assert await stand.accounts.sessions.of(agent) == []


async def test_the_event_loop_never_waits_for_the_log_and_the_queue_has_an_end(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries wait beside the event loop; beyond so many of them what needs one is refused at once."""
    monkeypatch.setattr(door, "WAITING_MAX", 3)
    audit = stand.accounts.audit
    writes = [asyncio.create_task(audit.write("a", "log_out")) for _ in range(9)]
    ended = await asyncio.gather(*writes, return_exceptions=True)
    assert sum(isinstance(each, int) for each in ended) == 3
    assert sum(isinstance(each, Unaudited) for each in ended) == 6
    assert await audit.write("a", "log_out") > 0


async def test_reading_is_one_entry_an_hour_for_each_session_and_thing(stand: Stand) -> None:
    """The same thing again is silent; another thing, another session and the next hour are not."""
    audit = stand.accounts.audit
    who = (await stand.accounts.log_in("guru", PASSWORD, "a", "b")).who
    other = (await stand.accounts.log_in("guru", PASSWORD, "a", "b")).who
    for reader, thing in ((who, "i1"), (who, "i1"), (who, "i2"), (other, "i1")):
        await audit.read(reader, "conversation.read", thing)
    stand.clock.pass_ms(door.GROUP_MS)
    await audit.read(who, "conversation.read", "i1")
    written = [(each.session, each.on) for each in await entries(stand, what="conversation.read")]
    assert written == [
        (who.session, ("i1",)), (who.session, ("i2",)), (other.session, ("i1",)), (who.session, ("i1",)),
    ]  # fmt: skip


async def test_the_log_is_read_by_filter_and_says_its_head(stand: Stand) -> None:
    """The admin finds an entry by account, action, thing; the head is that of the newest; reading is itself written."""
    async with await stand.logged_in("admin") as client:
        agent = stand.by_role["agent"].id
        await client.put(f"/api/v1/accounts/{agent}/password", json={"password": "quite another one"})
        found = (await client.get("/api/v1/audit", params={"what": "password.set", "on": agent, "limit": 1})).json()
        assert [each["outcome"] for each in found["entries"]] == ["done"]
        newest = (await client.get("/api/v1/audit")).json()
        assert newest["head"].startswith(f"{newest['entries'][0]['n']}:")
        assert newest["entries"][0]["what"] == "audit.read"
        assert set(newest["actions"]) == set(ACTIONS)
        assert (await client.get("/api/v1/audit", params={"what": "nonsense"})).status_code == 422


async def test_only_known_actions_are_written(stand: Stand) -> None:
    """A typing error in an action is a defect, and each route's action is known."""
    with pytest.raises(Defect):
        await stand.accounts.audit.write("a", "acount.change")
    assert {act.what for act in ACTS.values()} <= set(ACTIONS)


SENSITIVE = {"accounts.manage", "site.configure", "criteria.publish", "reasons.publish", "customers.erase"}


def test_every_route_that_changes_the_house_is_written_down() -> None:
    """Of all routes of a whole site: whoever adds one that changes accounts or the site says how it is written, or that it changes nothing."""
    built = build(HoolinSettings(data=""))
    try:
        app = web(built)
        routes = {route.name: route for route in app.routes}  # type: ignore[attr-defined]
        changing = set()
        for name, route in routes.items():
            (said,) = declared(route)
            unsafe = (getattr(route, "methods", None) or set()) - {"GET", "HEAD"}
            if isinstance(said, Needs) and said.permission in SENSITIVE and unsafe:
                changing.add(name)
        assert changing - set(ACTS) == UNCHANGING
        assert set(ACTS) <= set(routes)
        for name, act in ACTS.items():
            assert all(f"{{{step}}}" in routes[name].path for step in act.on), name  # type: ignore[attr-defined]
    finally:
        built.accounts.close()
        built.close()
