"""Rollouts over HTTP, on the whole product: planned, drawn, lived, judged; before and after beside it; what agents are told; who may do what."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from hoolin.coaching.api import effects
from hoolin.insight.days import midnight
from hoolin.server.accounts.records import Account
from hoolin.server.coaching.effects import EffectOffice
from hoolin.server.permissions import Role
from hoolin.wiring import build
from tests.channels.chat.stand import Stand
from tests.coaching.effects.past import AFTER, AGENTS, BEFORE, BEGIN, ITEM, below_average, lived
from tests.insight.improvements.past import ZONE, settings
from tests.server.test_contact import PASSWORD, client_of
from tests.server.test_improvements import done, got, log_in, refused

STAFF: tuple[tuple[str, Role, str | None], ...] = (
    ("hele", "guru", "hele"),
    ("aino", "agent", "a00"),
    ("ave", "admin", None),
)
LESSON = {"kind": "lesson", "id": "named_back"}


@pytest.fixture(autouse=True)
def _drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same order each time."""
    monkeypatch.setattr(EffectOffice, "seed", lambda office: 7)


@asynccontextmanager
async def site(folder: Path, weeks: int, more: int = 0) -> AsyncIterator[tuple[Stand, httpx.AsyncClient]]:
    """The site of a folder at noon, so many weeks after the day on which it may begin; with its guru."""
    built = build(settings(folder), clock=lambda: midnight(BEGIN + timedelta(7 * weeks + more), ZONE) + 12 * 3_600_000)
    try:
        async with built.running():
            stand = Stand(built)
            async with client_of(stand) as client:
                if not any(one.login == "hele" for one in await built.accounts.all()):
                    for login, role, agent in STAFF:
                        account = Account(
                            id=login, login=login, name=login.title(), role=role, agent=agent, language="et"
                        )
                        await built.accounts.add(account, PASSWORD)
                await log_in(client, "hele")
                yield stand, client
    finally:
        built.accounts.close()


def wanted(**more: Any) -> dict[str, Any]:
    """What is planned."""
    return {
        "title": "Mure oma sõnadega üle", "what": LESSON, "items": [ITEM], "design": "stepped", "agents": list(below_average()), "waves": 3,
        "step_weeks": 2, "before_weeks": BEFORE, "expected": 25,
    } | more  # fmt: skip


@pytest.mark.slow
async def test_before_and_after_shows_an_improvement_that_there_is_not(tmp_path: Path) -> None:
    """Nothing that was taught helped; those who were picked for being below average are better all the same, and so are those who waited."""
    lived(tmp_path, 0, BEFORE)
    async with site(tmp_path, 0) as (_, client):
        told = await got(client, "/coaching/rollouts")
        assert (
            told["rollouts"] == []
            and len(told["people"]) == len(AGENTS)
            and told["people"][0] == {"agent": "a01", "name": "a01", "teaches": False}
        )
        assert {one["code"] for one in told["items"]} >= {ITEM, "effort.ease"} and not any(
            "fcr" in one["code"] for one in told["items"]
        )
        seen = await done(client, "/coaching/rollouts/seen", wanted())
        assert (
            seen["enough"]
            and seen["a_week"] == 5.0
            and (seen["ends"], seen["known_on"]) == ("2026-10-05", "2026-10-12")
        )
        assert (
            15 < seen["detectable"] < 60
            and seen["useful"] == (seen["detectable"] <= 25)
            and 0.1 < seen["chance"] < 0.95
            and seen["chance_low"] < seen["chance"]
            and seen["take_up"] == 0.85
            and seen["already"] == []
        )
        assert not (await done(client, "/coaching/rollouts/seen", wanted(agents=["a00"])))["enough"]
        mine = (await done(client, "/coaching/rollouts", wanted()))["rollout"]
        assert await refused(client, "/coaching/rollouts", wanted()) == (409, "rollout_open")
        one = await got(client, f"/coaching/rollouts/{mine}")
        assert (one["standing"], one["order"], one["seed"], one["result"]) == ("planned", [], None, None)
        await done(client, f"/coaching/rollouts/{mine}/begin", {"day": BEGIN.isoformat()})
        one = await got(client, f"/coaching/rollouts/{mine}")
        assert (
            [len(wave["members"]) for wave in one["order"]] == [4, 4, 4] and one["drawn_again"] and one["seed"] == "7"
        )
        assert [(wave["day"], wave["due"], wave["took"]) for wave in one["order"]] == [
            ("2026-09-07", True, 0), ("2026-09-21", False, 0), ("2026-10-05", False, 0),
        ]  # fmt: skip
        assert one["result"] == {"word": "too_early", "known_on": "2026-10-12"}
    lived(tmp_path, BEFORE, BEFORE + AFTER)
    async with site(tmp_path, 5, -1) as (_, client):
        assert (await got(client, f"/coaching/rollouts/{mine}"))["result"]["word"] == "too_early"
    async with site(tmp_path, 5) as (stand, client):
        one = await got(client, f"/coaching/rollouts/{mine}")
        result = one["result"]
        assert result["word"] == "no_effect" and result["low"] < 0 < result["high"] and result["marks"] == 12 * 5 * 12
        naive = result["naive"]
        assert naive["convincing"] and naive["points"] > 10 and naive["low"] > 0
        waiting, regressed = naive["waiting"], naive["regressed"]
        assert waiting["points"] > 5 and (waiting["agents"], waiting["marks"]) == (8, 4 * 10 + 4 * 20)
        # Of eight who waited one cannot tell how much of it is picking, and says so.
        assert (
            result["reading"] == "unknown" and regressed["low"] < 0 < regressed["points"] and naive["moved"]["low"] < 0
        )
        assert (result["took"], result["of"], result["had"], result["conversations"]) == (12, 12, 0, 12 * 5 * 12)
        again = await done(client, "/coaching/rollouts/seen", wanted(agents=list(AGENTS)))
        assert again["already"] == sorted(below_average()) and again["take_up"] == 0.85
        await check_as_it_was_known(stand)
        assert result["apart"] == [] and result["high"] < result["expected"]
        (listed,) = (await got(client, "/coaching/rollouts"))["rollouts"]
        assert listed["result"] == {name: result[name] for name in ("word", "points", "low", "high")}
        assert (await got(client, f"/coaching/rollouts/{mine}"))["result"] == result
        await done(client, f"/coaching/rollouts/{mine}/end")
        assert (await got(client, f"/coaching/rollouts/{mine}"))["standing"] == "lived"
        await check_taken_up(stand, mine)


async def check_as_it_was_known(stand: Stand) -> None:
    """What was judged later than a day is left out of what is told of it."""
    state: effects.Rollouts = stand.built.rooms["effects"].state
    item, there = state.register.item(ITEM), effects.rows.weeks(BEGIN, BEFORE, 4, ZONE)
    assert item is not None

    async def marks(weeks: int) -> int:
        until = midnight(BEGIN + timedelta(7 * weeks), ZONE)
        whole, apart = await stand.built.figures.ask(
            lambda asking: effects.rows.judged(asking, [item], AGENTS, there, until), ("known", weeks), keep=0.0
        )
        assert apart == {}
        return whole.marks()

    assert [await marks(weeks) for weeks in (0, 2, 5)] == [len(AGENTS) * 5 * lived for lived in (8, 10, 12)]


async def check_taken_up(stand: Stand, rollout: str) -> None:
    """Who really did it is read from whoever tells; it changes who is counted in before and after, and nothing of what is compared."""
    built = stand.built
    state: effects.Rollouts = built.rooms["effects"].state
    known = state.kept.rollouts[rollout]
    on = {
        agent: midnight(BEGIN + timedelta(15 if at == 1 else 1), ZONE) for at in (0, 1) for agent in known.order[at][:3]
    }
    on[known.order[2][0]] = midnight(BEGIN + timedelta(3), ZONE)

    def finished(agent: str, what: effects.Pointer) -> list[int]:
        assert what == known.told.what
        return [on[agent]] if agent in on else []

    def spending(begin: int, end: int) -> list[effects.Spent]:
        return [effects.Spent("lesson", agent, (ITEM,), 30.0, begin) for agent in on]

    office = EffectOffice(state, built.figures, ZONE, str, finished, spending)
    assert office.results.already((*on, "a99"), known.told.what) == sorted(on) and office.results.take_up() == 6 / 12
    assert [wave["took"] for wave in (await office.one(rollout, {}))["order"]] == [3, 3, 0]
    other = EffectOffice(state, built.figures, ZONE, str)
    with_them, without = await office.results.of(known), await other.results.of(known)
    assert (with_them["took"], with_them["ahead"], without["took"]) == (6, 1, None)
    assert with_them["points"] == without["points"] and with_them["naive"] != without["naive"]
    known.let[known.order[2][0]] = effects.Let("hele", "Läks puhkusele.", 0)
    let = await office.results.of(known)
    assert (with_them["let"], let["let"]) == (0, 1) and {**let, "let": 0} == with_them, "compared is as it was drawn"
    topics = await office.topics()
    (topic,) = (one for one in topics["topics"] if one["item"] == ITEM)
    assert topic["minutes"] == {"lesson": 30.0 * len(on)} and topic["people"] == len(on)
    assert [one["result"]["word"] for one in topic["rollouts"]] == ["no_effect"]
    assert (await other.topics())["known"] is False


@pytest.mark.slow
async def test_agents_are_told_where_they_take_part_and_that_the_order_was_drawn(tmp_path: Path) -> None:
    """In pairs as in waves; whoever gets it at once is told why; strangers are told nothing. A rollout at once needs a why."""
    lived(tmp_path, 0, 2)
    async with site(tmp_path, 0) as (stand, client):
        paired = wanted(design="pairs", agents=list(AGENTS[1:18]), waves=None, step_weeks=6, before_weeks=4, spared=[{"agent": "a00", "why": "Tuli tagasi pikalt puhkuselt."}])  # fmt: skip
        mine = (await done(client, "/coaching/rollouts", paired))["rollout"]
        one = await got(client, f"/coaching/rollouts/{mine}")
        assert sorted(len(pair) for pair in one["pairs"]) == [2] * 7 + [3] and one["weeks"] == 6
        assert one["spared"] == [{"agent": "a00", "name": "Aino", "why": "Tuli tagasi pikalt puhkuselt."}]
        assert await refused(client, "/coaching/rollouts", wanted(design="at_once")) == (422, "no_why")
        assert (await refused(client, "/coaching/rollouts", wanted(design="weekly")))[0] == 400
        assert (await refused(client, "/coaching/rollouts", wanted(agents=["a01"] * 600)))[0] in (400, 422)
        all_at_once = wanted(
            design="at_once", why="Hind muutub homme.", what={"kind": "drill", "id": "x"}, agents=list(AGENTS)
        )
        other = (await done(client, "/coaching/rollouts", all_at_once))["rollout"]
        await done(client, f"/coaching/rollouts/{other}/begin", {"day": BEGIN.isoformat()})
        assert await refused(client, f"/coaching/rollouts/{mine}/end") == (422, "no_why")
        await log_in(client, "aino")
        told = (await got(client, "/coaching/own/rollouts"))["rollouts"]
        assert [(one["rollout"], one["waits"], one["turn"], one["why"]) for one in told] == [
            (other, False, "2026-09-07", "Hind muutub homme."), (mine, True, None, ""),
        ]  # fmt: skip
        assert told[1]["spared"] == "Tuli tagasi pikalt puhkuselt."
        assert (await client.get("/api/v1/coaching/rollouts")).status_code == 403
        await log_in(client, "hele")
        assert (await got(client, "/coaching/own/rollouts"))["rollouts"] == []
        await done(client, f"/coaching/rollouts/{mine}/begin", {"day": BEGIN.isoformat()})
        await done(client, f"/coaching/rollouts/{mine}/end", {"why": "Õppetükk oli vale."})
        told_of = await got(client, f"/coaching/rollouts/{mine}")
        first, second = ({person["agent"] for person in wave["members"]} for wave in told_of["order"])
        office = EffectOffice(stand.built.rooms["effects"].state, stand.built.figures, ZONE, str)
        assert {office.own(agent)[-1]["turn"] for agent in first} == {"2026-09-07"}
        assert {(one["turn"], one["waits"]) for agent in second for one in office.own(agent)[-1:]} == {(None, False)}
        assert (told_of["standing"], told_of["result"]["word"]) == ("stopped", "too_early")
        await log_in(client, "ave")
        answer = await client.get("/api/v1/coaching/own/rollouts")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_an_agent")
