"""Giving over HTTP, on the whole product: to one it is just given; to several in an order that is drawn, unless one says why not; whoever waits is given it before their turn only with a why,
wherever it is given; and what people take up by themselves is never refused.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from hoolin.coaching.api import advice, effects, learning
from hoolin.coaching.drills.facts import DrillPlayed
from hoolin.coaching.effects.fold import FOLDS
from hoolin.core.facts import Entry
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, QueueRules
from hoolin.insight.days import midnight
from hoolin.server.accounts.passwords import Passwords
from hoolin.server.accounts.records import Account
from hoolin.server.coaching.advice import AdviceOffice
from hoolin.server.coaching.effects import EffectOffice
from hoolin.wiring import build
from tests.channels.chat.stand import Stand
from tests.coaching.effects.past import BEGIN, NAMES
from tests.insight.improvements.past import ZONE, settings
from tests.server.stand import CHEAP
from tests.server.test_contact import PASSWORD, client_of
from tests.server.test_improvements import done, got, log_in, refused

AGENTS = tuple(name.split()[0].lower() for name in NAMES[:12])
LISTEN = {"kind": "lesson", "id": "listen"}
SECOND = (BEGIN + timedelta(14)).isoformat()
ITEM = "heard.named_back"


@asynccontextmanager
async def site(folder: Path) -> AsyncIterator[tuple[Stand, httpx.AsyncClient]]:
    """Twelve people who serve, of whom one no longer may; Hele who teaches; and what comes with Hoolin is the site's own. It is noon, and days pass by `stand.clock`."""
    passed = [0]
    built = build(settings(folder), clock=lambda: midnight(BEGIN + timedelta(passed[0]), ZONE) + 12 * 3_600_000)
    people = [(login, name, "agent") for login, name in zip(AGENTS, NAMES, strict=False)] + [("hele", "Hele Mets", "guru")]  # fmt: skip
    try:
        async with built.running():
            stand = Stand(built)
            stand.passed = passed  # type: ignore[attr-defined]
            built.accounts._passwords = Passwords(CHEAP)
            for login, name, role in people:
                account = Account(id="new", login=login, name=name, role=role, agent=login, language="et", disabled=login == AGENTS[11])  # type: ignore[arg-type] # fmt: skip
                await built.accounts.add(account, PASSWORD)
                skills = {"lang:et": 100, **({"bills": 100} if login in AGENTS[:4] else {})}
                await stand.do(c.SetAgent(profile=AgentProfile(agent=login, skills=skills)))
            await stand.do(c.SetQueue(rules=QueueRules(queue="bills", skills={"bills": 50})))
            for lesson in learning.ready.lessons():
                await stand.do(learning.commands.PublishLesson(lesson=lesson, based_on=0))
            for path in learning.ready.paths():
                await stand.do(learning.commands.PublishPath(path=path, based_on=0))
            async with client_of(stand) as client:
                await log_in(client, "hele")
                yield stand, client
    finally:
        built.accounts.close()


def given(*agents: str, **more: Any) -> dict[str, Any]:
    """The first lesson to these."""
    return LISTEN | {"agents": list(agents)} | more


async def order(client: httpx.AsyncClient, rollout: str) -> list[list[str]]:
    """By wave, who is in it."""
    told = await got(client, f"/coaching/rollouts/{rollout}")
    return [[person["agent"] for person in wave["members"]] for wave in told["order"]]


async def answered(client: httpx.AsyncClient, lesson: str) -> None:
    """Read, with every question answered."""
    for asked in (await got(client, f"/learning/lessons/{lesson}"))["asked"]:
        await done(client, f"/learning/lessons/{lesson}/answers", {"number": 1, "question": asked["question"], "chosen": [0]})  # fmt: skip


async def test_a_lesson_for_several_goes_by_lot_and_whoever_waits_gets_it_only_with_a_why(tmp_path: Path) -> None:
    """One press plans and draws it; nobody whose turn has not come is given it by a lesson, a path or a step; with a why they are, and that is told beside the order, which stays."""
    async with site(tmp_path) as (stand, client):
        told = await got(client, "/coaching/given")
        listen = next(one for one in told["things"] if (one["kind"], one["id"]) == ("lesson", "listen"))
        assert listen["name"]["en"] == "Listen to the end" and listen["items"]
        assert {one["kind"] for one in told["things"]} == {"lesson", "drill", "path", "advice", "topic"}
        assert [(one["agent"], one["teaches"]) for one in told["people"] if one["teaches"]] == [("hele", True)]
        assert AGENTS[11] not in {one["agent"] for one in told["people"]}, "whoever has left is given nothing"
        assert told["teams"] == [{"team": "bills", "agents": sorted(AGENTS[:4])}]

        few = await refused(client, "/coaching/given", given(*AGENTS[:3]))
        assert few == (422, "too_few_agents")
        assert await refused(client, "/coaching/given", given(*AGENTS[:3], how="at_once")) == (422, "no_why")
        rollout = (await done(client, "/coaching/given", given(*AGENTS[:10])))["rollout"]
        (first, *_), (second, other, *_) = waves = await order(client, rollout)
        one = await got(client, f"/coaching/rollouts/{rollout}")
        assert (one["standing"], one["title"], [len(wave) for wave in waves]) == (
            "running",
            listen["name"]["et"],
            [5, 5],
        )
        assert set(one["items"]) == set(listen["items"]) and one["drawn_again"] and one["let"] == []

        answer = await client.post("/api/v1/coaching/given", json=given(second))
        assert (answer.status_code, answer.json()["code"], answer.json()["agents"]) == (409, "waits_in_rollout", {second: SECOND})  # fmt: skip
        assert await refused(client, f"/learning/people/{second}/paths/newcomer/begin") == (409, "waits_in_rollout")
        assert (await done(client, "/coaching/given", given(first)))["rollout"] is None
        standing = {one["agent"]: one for one in (await got(client, "/coaching/given/lesson/listen"))["agents"]}
        assert (standing[second]["waits"], standing[second]["turn"], standing[first]["waits"]) == (True, SECOND, False)

        why = "Läheb homme pikale puhkusele."
        await done(client, "/coaching/given", given(second, why=why))
        one = await got(client, f"/coaching/rollouts/{rollout}")
        (let,) = one["let"]
        assert (let["agent"], let["why"], let["by_name"]) == (second, why, "Hele Mets") and await order(client, rollout) == waves  # fmt: skip
        await done(client, f"/learning/people/{other}/paths/newcomer/begin", {"why": "Alustab homme tööd."})
        assert {one["agent"] for one in (await got(client, f"/coaching/rollouts/{rollout}"))["let"]} == {second, other}

        await log_in(client, second)
        (owed,) = (await got(client, "/coaching/own/given"))["given"]
        assert (owed["kind"], owed["id"], owed["by_name"], owed["why"]) == ("lesson", "listen", "Hele Mets", why)
        (mine,) = (await got(client, "/coaching/own/rollouts"))["rollouts"]
        assert (mine["let"], mine["turn"]) == (why, SECOND)
        third = waves[1][2]
        await log_in(client, third)
        assert (await got(client, "/coaching/own/given"))["given"] == []
        await answered(client, "listen")
        taught = stand.built.rooms["effects"].state.kept.taught
        assert len(taught.when(third, effects.Pointer(kind="lesson", id="listen"))) == 1, (
            "nobody is forbidden to learn; it counts as had"
        )
        assert (await client.get("/api/v1/coaching/given")).status_code == 403
        await log_in(client, "hele")
        stand.passed[0] = 15  # type: ignore[attr-defined]
        await log_in(client, waves[1][3])
        assert [one["since"] for one in (await got(client, "/coaching/own/given"))["given"]] == [SECOND]
        await check_told(stand, rollout)


async def check_told(stand: Stand, rollout: str) -> None:
    """Who was let, and who had it before their turn, changes nothing of who is compared with whom."""
    state: effects.Rollouts = stand.built.rooms["effects"].state
    known = state.kept.rollouts[rollout]
    office = EffectOffice(
        state, stand.built.figures, ZONE, str, lambda agent, what: state.kept.taught.when(agent, what)
    )
    assert known.order == effects.order_of(known) and office.results.ahead(known) == 1 and len(known.let) == 2


async def test_one_after_another_needs_an_order_or_a_word_and_all_at_once_is_written_down(tmp_path: Path) -> None:
    """The second within four weeks is refused with who had it first; all at once begins for everybody today, and is no comparison."""
    async with site(tmp_path) as (stand, client):
        await done(client, "/coaching/given", given(AGENTS[0]))
        answer = await client.post("/api/v1/coaching/given", json=given(AGENTS[1]))
        told = answer.json()
        assert (answer.status_code, told["code"], told["agents"], told["others"]) == (409, "rollout_first", [AGENTS[1]], [AGENTS[0]])  # fmt: skip
        await done(client, "/coaching/given", given(AGENTS[1], why="Mõlemal oli sama klient."))
        assert await refused(client, "/coaching/given", given(AGENTS[2])) == (409, "rollout_first")
        stand.passed[0] = 40  # type: ignore[attr-defined]
        await log_in(client, "hele")
        await done(client, "/coaching/given", given(AGENTS[2]))
        law = given(*AGENTS[:3], how="at_once", why="Seadus muutub homme.") | {"kind": "drill", "id": "bill_shock"}
        rollout = (await done(client, "/coaching/given", law))["rollout"]
        one = await got(client, f"/coaching/rollouts/{rollout}")
        assert (one["design"], one["why"], one["standing"], len(one["order"])) == ("at_once", "Seadus muutub homme.", "running", 1)  # fmt: skip
        for body, said in (
            (given("nobody"), (404, "no_such_agent")), (given(AGENTS[0]) | {"id": "none"}, (404, "no_such_thing")),
            (given(AGENTS[0]) | {"kind": "topic", "id": ITEM}, (409, "given_elsewhere")), (given(), (422, "invalid")),
        ):  # fmt: skip
            assert await refused(client, "/coaching/given", body) == said
        await log_in(client, AGENTS[1])
        owed = (await got(client, "/coaching/own/given"))["given"]
        assert [(one["kind"], one["why"]) for one in owed] == [("drill", ""), ("lesson", "Mõlemal oli sama klient.")]
        played = DrillPlayed(play="p1", agent=AGENTS[1], drill="bill_shock", number=0, language="et", seed=1, turns=3, ending="well", kind="good", marks=(), text="t")  # fmt: skip
        FOLDS[DrillPlayed](
            stand.built.rooms["effects"].state, Entry(0, stand.built.loop.clock(), "system", "c", played)
        )
        assert [one["kind"] for one in (await got(client, "/coaching/own/given"))["given"]] == ["lesson"]


async def test_advice_and_a_step_ask_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A coach gives advice to whoever waits for it only with a why; what an agent points to themselves nobody asks about, and what a coach points to is given with the step."""

    async def suggested(office: AdviceOffice, agent: str, item: str, advised: str, by: str) -> advice.commands.GiveAdvice:  # fmt: skip
        return advice.commands.GiveAdvice(given=advice.facts.AdviceGiven(
            advice=advised, agent=agent, item=item, by=by, look=0, n=40, seen=0.2, expected=0.6, mean=0.3, low=0.2, high=0.4,
        ))  # fmt: skip

    monkeypatch.setattr(AdviceOffice, "suggested", suggested)
    async with site(tmp_path) as (_, client):
        advised = given(*AGENTS[:10]) | {"kind": "advice", "id": ITEM}
        waves = await order(client, (await done(client, "/coaching/given", advised))["rollout"])
        now, later, self_made = waves[0][0], waves[1][0], waves[1][1]
        await done(client, f"/coaching/advice/agents/{now}/{ITEM}/give")
        where = f"/coaching/advice/agents/{later}/{ITEM}/give"
        assert await refused(client, where) == (409, "waits_in_rollout")
        await done(client, where, {"why": "Palus ise."})
        lessons = await order(client, (await done(client, "/coaching/given", given(*AGENTS[:10])))["rollout"])
        waits = lessons[1][0]
        day = (BEGIN + timedelta(1)).isoformat()
        plan = {"side": "coach", "other": waits, "day": day, "time": "10:00", "topics": [ITEM]}
        topic = given(*AGENTS[:10]) | {"kind": "topic", "id": "heard.clarified"}
        spoken = await order(client, (await done(client, "/coaching/given", topic))["rollout"])
        early = plan | {"other": spoken[1][0], "topics": ["heard.clarified"]}
        assert await refused(client, "/coaching/sessions", early) == (409, "waits_in_rollout")
        await done(client, "/coaching/sessions", early | {"why": "Ta küsis ise."})
        await done(client, "/coaching/sessions", early | {"other": spoken[0][0]})
        session = (await done(client, "/coaching/sessions", plan))["session"]
        for path, body in (("view", {"side": "agent", "text": "Nii oli."}), ("hold", {})):
            assert (await client.post(f"/api/v1/coaching/sessions/{session}/{path}", json=body)).status_code == 204
        step = {"text": "Kuulan lõpuni.", "shifts": 5, "points": [LISTEN]}
        at = f"/coaching/sessions/{session}/step"
        assert await refused(client, at, step) == (409, "waits_in_rollout")
        answer = await client.post(f"/api/v1{at}", json=step | {"why": "Just sellest me rääkisime."})
        assert answer.status_code == 204
        await log_in(client, waits)
        (owed,) = [one for one in (await got(client, "/coaching/own/given"))["given"] if one["kind"] == "lesson"]
        assert owed["why"] == "Just sellest me rääkisime."
        await log_in(client, self_made)
        await done(client, f"/coaching/advice/own/{ITEM}/take")
        await log_in(client, lessons[1][1])
        await done(client, "/learning/paths/newcomer/begin")
        (path,) = (await got(client, "/learning"))["paths"]
        assert {one["of"]: one["turn"] for one in path["steps"] if one["turn"]} == {"listen": SECOND}, "and it is said"
