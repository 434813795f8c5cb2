"""How work feels, over HTTP: told in one tap, seen by nobody else, told of many or not at all, and gone when it is taken back."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from hoolin.coaching.api import ease
from hoolin.core.interaction import commands as c
from hoolin.core.site.ease import EaseRules
from hoolin.server.accounts.records import Account
from hoolin.wiring.leaving import Leaving
from tests.channels.chat.stand import Stand, Visitor, standing
from tests.server.test_contact import PASSWORD, client_of


@asynccontextmanager
async def somebody(stand: Stand, login: str, role: str = "agent") -> AsyncIterator[httpx.AsyncClient]:
    """Logged in as the agent of that name."""
    async with client_of(stand) as client:
        account = Account(id="new", login=login, name=login.title(), role=role, agent=login, language="et")  # type: ignore[arg-type]
        await stand.built.accounts.add(account, PASSWORD)
        me = await client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
        client.headers["x-hoolin-csrf"] = me.json()["csrf"]
        yield client


async def done(client: httpx.AsyncClient, path: str, body: Any = None) -> dict[str, Any]:
    """Asked, and answered."""
    address = f"/api/v1/coaching/ease/{path}"
    answer = await (client.get(address) if body is None else client.post(address, json=body))
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def served(stand: Stand) -> str:
    """A contact that somebody served."""
    visitor = Visitor(stand.gateway)
    await visitor.come()
    await visitor.say("Tere!")
    await stand.answer()
    one = stand.one()
    await stand.do(c.StartWrapUp(interaction=one.interaction, agent=str(one.agent)))
    await stand.do(c.Close(interaction=one.interaction, agent=str(one.agent), outcome="solved", reasons=("bill",)))
    return one.interaction


def telling(interaction: str, agent: str, tap: str) -> ease.commands.TellEase:
    """It was hard, somebody says in a week that is long over."""
    return ease.commands.TellEase(interaction=interaction, agent=agent, tap=tap, felt="hard", week="2020-W01", hour=9)


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """A site with breathers, and Kristi at work."""
    async with standing() as made:
        await made.do(c.SetEaseRules(rules=EaseRules(on=True)))
        yield made


async def test_one_tap_is_theirs_and_a_hard_contact_gives_a_moment(stand: Stand) -> None:
    """What was told stands in their own list; a moment follows a hard one; it can be told differently and taken back, and is then destroyed."""
    one = await served(stand)
    async with somebody(stand, "kristi") as client:
        assert await done(client, "open") == {"open": [one]}
        assert await done(client, "told", {"interaction": one, "felt": "easy"}) == {"breather": False}
        assert await done(client, "told", {"interaction": one, "felt": "hard"}) == {"breather": True}
        assert stand.built.site.agent("kristi").strain.until
        mine = await done(client, "mine")
        (told,) = mine["told"]
        assert (told["felt"], told["reason"], told["queue"]) == ("hard", "bill", "service")
        assert mine["by_reason"] == [{"code": "bill", "easy": 0, "fine": 0, "hard": 1}]
        assert [rest["why"] for rest in mine["rests"]] == ["wished"]
        assert mine["counted"]["until"] == stand.built.site.agent("kristi").strain.until
        contents = stand.built.stores.contents
        taps = [fact.tap for fact in stand.facts() if isinstance(fact, ease.facts.EaseTold)]
        assert list(contents.get(taps)) == [told["tap"]], "what was told before is destroyed"
        assert await done(client, "taken-back", {}) == {"gone": 1}
        assert contents.get(taps) == {}
        assert (await done(client, "mine"))["told"] == []
        assert await done(client, "taken-back", {}) == {"gone": 0}


async def test_nobody_else_sees_it_and_who_may_do_what(stand: Stand) -> None:
    """A colleague's list is empty, their hands are kept off, totals want a permission, and rules another."""
    one = await served(stand)
    async with (
        somebody(stand, "kristi") as client,
        somebody(stand, "oleg") as other,
        somebody(stand, "hele", "guru") as guru,
    ):
        await done(client, "told", {"interaction": one, "felt": "hard"})
        tap = (await done(client, "mine"))["told"][0]["tap"]
        for seen in (other, guru):
            assert (await done(seen, "mine"))["told"] == []
            answer = await seen.post("/api/v1/coaching/ease/taken-back", json={"taps": [tap]})
            assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")
            answer = await seen.post("/api/v1/coaching/ease/told", json={"interaction": one, "felt": "easy"})
            assert (answer.status_code, answer.json()["code"]) == (409, "not_to_tell")
        assert (await client.get("/api/v1/coaching/ease/totals")).status_code == 403
        assert (await client.post("/api/v1/coaching/ease/rules", json={"on": False})).status_code == 403
        totals = await done(guru, "totals")
        assert (totals["weeks"], totals["hints"]) == ([], [])
        assert totals["days"][-1]["offers"] == 1
        assert (await done(guru, "rules", {"breather_ms": 60_000}))["breather_ms"] == 60_000
        for wrong in ({"breather_ms": 3_600_000}, {"group_min": 4}, {"taps_min": 1}, {"loud": True}):
            assert (await guru.post("/api/v1/coaching/ease/rules", json=wrong)).status_code == 400
        assert stand.built.site.kept.ease.on
    async with client_of(stand, "analyst") as client:
        assert (await client.get("/api/v1/coaching/ease/mine")).status_code == 403
        assert "kristi" not in (await client.get("/api/v1/coaching/ease/totals")).text


async def test_a_week_is_told_when_it_is_over_and_stays_as_it_was_told(stand: Stand) -> None:
    """Twenty answers of five people become totals; what somebody takes back afterwards changes nothing that could be compared; four people become nothing."""
    office = next(thing for thing in (await _things(stand)) if type(thing).__name__ == "EaseOffice")
    people = [f"a{number}" for number in range(6)]
    for agent in people:
        await stand.agent(agent)
    for agent in [*people, "kristi"]:
        await stand.do(c.SetPresence(agent=agent, presence="away"))
    for number, week in [
        *((number, "2020-W01") for number in range(5)),
        *((number, "2020-W02") for number in range(4)),
    ]:
        agent = people[number]
        await stand.do(c.SetPresence(agent=agent, presence="online"))
        for _ in range(5):
            one = await served(stand)
            tap = office.new_id("e")
            felt: Any = "hard" if number % 2 else "fine"
            await stand.do(ease.commands.TellEase(interaction=one, agent=agent, tap=tap, felt=felt, week=week, hour=9))
        await stand.do(c.SetPresence(agent=agent, presence="away"))
    async with client_of(stand, "supervisor") as client:
        first = await done(client, "totals")
        of = {week["week"]: week["cells"] for week in first["weeks"]}
        assert set(of) == {"2020-W01", "2020-W02"} and of["2020-W02"] == []
        cells = {(cell["by"], cell["code"]): cell for cell in of["2020-W01"]}
        assert set(cells) == {
            ("all", ""),
            ("queue", "service"),
            ("channel", "chat"),
            ("reason", "bill"),
            ("hour", "09"),
        }
        whole = cells["all", ""]
        assert (whole["told"], whole["hard"], whole["fine"]) == (25, 10, 15)
        assert 0.2 < whole["hard_low"] < 0.4 < whole["hard_high"] < 0.65
        gone = await office.forget("a1")
        await stand.do(ease.commands.TakeBackEase(agent="a1", taps=gone))
        assert (await done(client, "totals"))["weeks"] == first["weeks"]
        theirs = [tap.tap for tap in office.state.kept.taps["a2"].values()]
        assert len(stand.built.stores.contents.get(theirs)) == 10
        await stand.do(c.RetireAgent(agent="a2"))
        await stand.built.leaving.done()
        assert "a2" not in office.state.kept.taps and stand.built.stores.contents.get(theirs) == {}
        assert (await done(client, "totals"))["weeks"] == first["weeks"]


async def test_whoever_leaves_takes_along_what_they_told(stand: Stand) -> None:
    """The key of every answer of theirs is destroyed, of weeks that were not counted too; nobody else's."""
    await stand.do(c.SetPresence(agent="kristi", presence="away"))
    built, told = stand.built, {}
    for agent in ("oleg", "mari"):
        await stand.agent(agent)
        for number in range(2):
            told[f"{agent}{number}"] = tap = f"e-{agent}-{number}"
            await stand.do(telling(await served(stand), agent, tap))
        await stand.do(c.SetPresence(agent=agent, presence="away"))
    contents, owners = built.stores.contents, {tap: ease.owner_of(tap.split("-")[1], tap) for tap in told.values()}
    assert len(contents.get(list(owners))) == 4

    await stand.do(c.RetireAgent(agent="oleg"))
    await built.leaving.done()
    assert {tap for tap, owner in owners.items() if contents.erased(owner)} == {"e-oleg-0", "e-oleg-1"}
    assert list(contents.get(list(owners))) == ["e-mari-0", "e-mari-1"]
    async with client_of(stand, "supervisor") as client:
        assert (await done(client, "totals"))["weeks"] == [{"week": "2020-W01", "cells": []}]


async def test_what_could_not_be_destroyed_is_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is served."""
    async with standing(data=str(tmp_path)) as stand:
        await stand.do(c.SetEaseRules(rules=EaseRules(on=True)))
        await stand.do(telling(await served(stand), "kristi", "e1"))
        with monkeypatch.context() as changed:
            changed.setattr(Leaving, "_destroy", _fails)
            await stand.do(c.RetireAgent(agent="kristi"))
            await stand.built.leaving.done()
        assert list(stand.built.stores.contents.get(["e1"])) == ["e1"]
    async with standing((), data=str(tmp_path)) as stand:
        contents = stand.built.stores.contents
        assert contents.get(["e1"]) == {} and contents.erased(ease.owner_of("kristi", "e1"))


def _fails(self: Leaving, names: Sequence[str]) -> None:
    raise OSError


async def test_what_is_said_anew_leaves_nothing_of_before(stand: Stand) -> None:
    """Also where pages say it at once, and none knows of the other."""
    one = await served(stand)
    for number in range(3):
        await stand.do(telling(one, "kristi", f"e{number}"))
    await stand.built.leaving.done()
    assert list(stand.built.stores.contents.get(["e0", "e1", "e2"])) == ["e2"]


async def _things(stand: Stand) -> Any:
    async with client_of(stand) as client:
        return list(client._transport.app.state.things.values())  # type: ignore[attr-defined]
