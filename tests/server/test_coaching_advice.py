"""Advice over HTTP, on the whole product: who is told what, who may see it, and what becomes of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from hoolin.wiring import build
from tests.channels.chat.stand import Stand
from tests.coaching.advice.past import AGENTS, LEVELS, LOOK, WEAK, admit, equip, live, now
from tests.insight.improvements.past import settings
from tests.server.test_contact import PASSWORD, client_of

ADVICE = "/api/v1/coaching/advice"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with half a year behind it."""
    made: Path = tmp_path_factory.mktemp("advised") / "site"
    live(made)
    return made


@pytest_asyncio.fixture
async def stand(folder: Path) -> AsyncIterator[Stand]:
    """It, at work. The tests go on where the one before has left it."""
    built = build(settings(folder), clock=now)
    equip(built)
    try:
        async with built.running():
            if not await built.accounts.all():
                await admit(built)
            yield Stand(built)
    finally:
        built.accounts.close()


@asynccontextmanager
async def person(stand: Stand, login: str) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody at work."""
    async with client_of(stand) as client:
        me = await client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
        assert me.status_code < 300, me.text
        client.headers["x-hoolin-csrf"] = me.json()["csrf"]
        yield client


async def test_one_is_told_something_and_all_others_are_left_in_peace(stand: Stand) -> None:
    """Oleg is told what it is, beside what was expected, why it matters and what to learn from; nobody else anything; and the guru reads the same words."""
    async with person(stand, "oleg") as oleg, person(stand, "hele") as hele:
        told = (await oleg.get(f"{ADVICE}/own")).json()
        (one,) = told["advice"]
        assert (told["look"], told["verdict"], told["n"]) == (LOOK, "advice", 40)
        assert (one["item"], one["state"]) == ("heard.named_back", "suggested")
        gap = one["gap"]
        assert gap["seen"] < gap["mean"] < gap["high"] < gap["expected"] and gap["n"] == 40
        assert {way["outcome"] for way in one["matters"]} == {"resolved", "heard"}
        assert [thing["kind"] for thing in one["things"]] == ["exemplar", "lesson", "drill"]
        assert one["things"][1]["name"]["en"] == "Say it back"
        listed = (await hele.get(f"{ADVICE}/agents")).json()["agents"]
        assert listed == [
            {"agent": "hele", "name": "Hele Mets"}, {"agent": "kristi", "name": "Kristi Kask"}, {"agent": "mari", "name": "Mari Maasikas"},
            {"agent": "oleg", "name": "Oleg Orlov"},
        ]  # fmt: skip
        read = (await hele.get(f"{ADVICE}/agents/oleg")).json()
        assert read.pop("name") == "Oleg Orlov" and read == told
        mari = (await hele.get(f"{ADVICE}/agents/mari")).json()
        assert mari["advice"] == [] and mari["verdict"] in ("nothing", "cannot_tell")
        assert {one["item"]: one["n"] for one in mari["reach"]} == dict.fromkeys(LEVELS, 40)
        assert all(one["found"] and (one["more"] is None or one["more"] >= 0) for one in mari["reach"])
        assert (await hele.get(f"{ADVICE}/agents/nobody")).status_code == 404
        none = (await hele.get(f"{ADVICE}/agents/hele")).json()
        assert (none["verdict"], none["n"], none["looked"]) == ("too_few", 0, [])
    whole, _ = await _office(stand).looked()
    assert sum(bool(told.advice) for agent, told in whole.by_agent.items() if agent in AGENTS and agent != WEAK) == 0


def _office(stand: Stand):  # type: ignore[no-untyped-def]
    from hoolin.server.coaching.advice import AdviceOffice

    state, built = stand.built.rooms["advice"].state, stand.built
    return AdviceOffice(state, built.figures, built.loop, built.reading, built.settings.time_zone)


async def test_nobody_else_sees_it(stand: Stand) -> None:
    """A supervisor sees their own and nobody else's; an agent neither; nobody but who coaches sees the team's."""
    async with person(stand, "kristi") as kristi, person(stand, "mari") as mari:
        for client in (kristi, mari):
            for path in ("agents", "agents/oleg", "team"):
                answer = await client.get(f"{ADVICE}/{path}")
                assert (answer.status_code, answer.json()["code"]) == (403, "permission")
            for path in ("give", "withhold", "done"):
                answer = await client.post(f"{ADVICE}/agents/oleg/heard.named_back/{path}", json={})
                assert (answer.status_code, answer.json()["code"]) == (403, "permission")
            assert (await client.get(f"{ADVICE}/own")).json()["agent"] in ("kristi", "mari")


async def test_it_is_given_followed_set_aside_with_words_and_not_pressed_on_anybody(stand: Stand) -> None:
    """Only what the figures tell is given; what the agent answers is read by who coaches; for ninety days it is not suggested again, unless they take it up."""
    async with person(stand, "oleg") as oleg, person(stand, "hele") as hele, person(stand, "mari") as mari:
        refused = await hele.post(f"{ADVICE}/agents/oleg/heard.empathy/give")
        assert (refused.status_code, refused.json()["code"]) == (409, "not_suggested")
        assert (await hele.post(f"{ADVICE}/agents/oleg/heard.named_back/give")).status_code == 200
        (one,) = (await oleg.get(f"{ADVICE}/own")).json()["advice"]
        assert (one["state"], one["own"], one["since"]) == ("open", False, None)
        for client, knows in ((oleg, True), (hele, True), (mari, False)):
            named = (await client.get("/api/v1/coaching/library")).json()["advice"]
            known = [(each["advice"], each["agent"], each["item"]) for each in named]
            assert known == [(one["advice"], "oleg", "heard.named_back")] * knows
        assert [thing["kind"] for thing in one["things"]] == ["exemplar", "lesson", "drill"]
        assert (await hele.post(f"{ADVICE}/agents/oleg/heard.named_back/withhold", json={})).status_code == 409
        path = f"{ADVICE}/own/heard.named_back/aside"
        assert (await oleg.post(path, json={"why": "not_me"})).status_code == 422
        assert (await oleg.post(path, json={"why": "not_me", "text": "Ma olin öövahetuses."})).status_code == 204
        told = (await oleg.get(f"{ADVICE}/own")).json()
        assert told["advice"] == [] and [one["standing"] for one in told["past"]] == ["aside"]
        read = (await hele.get(f"{ADVICE}/agents/oleg")).json()["aside"]
        assert [(one["why"], one["text"], one["own"]) for one in read] == [("not_me", "Ma olin öövahetuses.", True)]
        refused = await hele.post(f"{ADVICE}/agents/oleg/heard.named_back/give")
        assert (refused.status_code, refused.json()["code"]) == (409, "advice_set_aside")
        assert (await oleg.post(f"{ADVICE}/own/heard.named_back/take")).status_code == 200
        assert (await oleg.post(f"{ADVICE}/own/heard.named_back/done", json={"how": "practised"})).status_code == 204
        assert [one["standing"] for one in (await oleg.get(f"{ADVICE}/own")).json()["past"]] == ["done", "aside"]


async def test_what_is_everybodys_goes_on_as_a_cause_with_one_press(stand: Stand) -> None:
    """Nobody tells the next step: that is no agent's. Handed on once, it lies where causes are kept; pressed twice it is there once; what the figures do not tell as well."""
    async with person(stand, "hele") as hele:
        (one, *_) = (await hele.get(f"{ADVICE}/team")).json()["team"]
        assert (one["item"], one["reason"], one["cause"], one["agents"]) == ("resolution.next_step", "", None, 10)
        assert one["high"] < one["target"] and set(one["reasons"]) == {"bill", "roaming", "outage"}
        body = {"item": "resolution.next_step", "title": "Järgmist sammu ei öelda", "kind": "process"}
        made = await hele.post(f"{ADVICE}/team", json=body)
        assert made.status_code == 201
        again = await hele.post(f"{ADVICE}/team", json=body)
        assert (again.status_code, again.json()) == (201, made.json()), "pressed twice it is there once"
        assert (await hele.post(f"{ADVICE}/team", json=body | {"title": "Midagi muud"})).status_code == 409
        (cause,) = (await hele.get("/api/v1/causes")).json()["causes"]
        assert (cause["cause"], cause["title"], cause["kind"]) == (made.json()["cause"], body["title"], "process")
        assert (await hele.get(f"{ADVICE}/team")).json()["team"][0]["cause"] == cause["cause"]
        refused = await hele.post(f"{ADVICE}/team", json=body | {"item": "heard.empathy"})
        assert (refused.status_code, refused.json()["code"]) == (409, "not_suggested")
