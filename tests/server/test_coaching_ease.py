"""How work feels, over HTTP: told in one tap, seen by nobody else, told of many or not at all, and gone when it is taken back."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from hoolin.coaching.api import ease
from hoolin.core.interaction import commands as c
from hoolin.core.site.ease import EaseRules
from hoolin.server.accounts.passwords import Passwords
from hoolin.server.accounts.records import Account
from hoolin.server.coaching import upkeep
from tests.channels.chat.stand import Stand, Visitor, standing, until
from tests.server.stand import CHEAP
from tests.server.test_contact import PASSWORD, client_of

DAY_MS = 86_400_000


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


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """A site with breathers, and Kristi at work."""
    async with standing() as made:
        made.built.accounts._passwords = Passwords(CHEAP)
        await made.do(c.SetEaseRules(rules=EaseRules(on=True)))
        yield made


async def test_one_tap_is_theirs(stand: Stand) -> None:
    """What was told stands in their own list; it can be told differently and taken back, and is then destroyed."""
    one = await served(stand)
    async with somebody(stand, "kristi") as client:
        assert await done(client, "open") == {"open": [one]}
        first = (await done(client, "told", {"interaction": one, "felt": "easy"}))["tap"]
        second = (await done(client, "told", {"interaction": one, "felt": "hard"}))["tap"]
        await stand.do(c.WishBreather(agent="kristi"))
        mine = await done(client, "mine")
        (told,) = mine["told"]
        assert (told["felt"], told["reason"], told["queue"]) == ("hard", "bill", "service")
        assert mine["by_reason"] == [{"code": "bill", "easy": 0, "fine": 0, "hard": 1}]
        assert [rest["why"] for rest in mine["rests"]] == ["wished"]
        assert mine["counted"]["until"] == stand.built.site.agent("kristi").strain.until
        contents = stand.built.stores.contents
        await stand.built.leaving.done()
        assert list(contents.get([first, second])) == [second] == [told["tap"]], "what was told before is destroyed"
        assert await done(client, "taken-back", {}) == {"gone": 1}
        await stand.built.leaving.done()
        assert contents.erased(ease.owner_of("kristi", second)) and contents.get([second]) == {}
        assert (await done(client, "mine"))["told"] == []
        assert await done(client, "taken-back", {}) == {"gone": 0}


async def test_no_fact_follows_from_what_was_said(stand: Stand) -> None:
    """Whatever it was, the journal looks the same: a moment after a hard contact alone would say that it was hard. It is asked for by hand, after any."""
    async with somebody(stand, "kristi") as client:
        shapes = []
        for felt in ("easy", "fine", "hard"):
            one, before = await served(stand), len(stand.facts())
            await done(client, "told", {"interaction": one, "felt": felt})
            shapes.append([type(fact).__name__ for fact in stand.facts()[before:]])
        assert shapes == [["EaseTold"]] * 3
        assert not stand.built.site.agent("kristi").strain.until


async def test_two_taps_at_once_leave_one(stand: Stand) -> None:
    """Whichever comes last holds; the other is destroyed, and when that one is taken back, nothing is left of either."""
    one = await served(stand)
    async with somebody(stand, "kristi") as client:
        told = [done(client, "told", {"interaction": one, "felt": felt}) for felt in ("fine", "hard")]
        taps = [answer["tap"] for answer in await asyncio.gather(*told)]
        await stand.built.leaving.done()
        assert len(stand.built.stores.contents.get(taps)) == 1
        await done(client, "taken-back", {})
        await stand.built.leaving.done()
        assert [tap for tap in taps if not stand.built.stores.contents.erased(ease.owner_of("kristi", tap))] == []


async def test_somebody_in_two_minds_stops_nothing(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told anew, or taken back, while what was told first is still on its way to a slow disk: its key goes once it is there, and the site goes on."""
    one = await served(stand)
    journal = stand.built.stores.journal
    append, may = journal.append, threading.Event()

    def slow(*given: Any) -> None:
        assert may.wait(20)
        append(*given)

    async with somebody(stand, "kristi") as client:
        monkeypatch.setattr(journal, "append", slow)
        asked = [asyncio.create_task(done(client, "told", {"interaction": one, "felt": "fine"}))]
        await until(lambda: stand.built.rooms["ease"].state.kept.taps)
        asked.append(asyncio.create_task(done(client, "told", {"interaction": one, "felt": "hard"})))
        await until(lambda: len(stand.built.rooms["ease"].state.kept.gone) == 1)
        asked.append(asyncio.create_task(done(client, "taken-back", {})))
        await until(lambda: not stand.built.rooms["ease"].state.kept.taps)
        await asyncio.sleep(0.05)
        gone = list(stand.built.rooms["ease"].state.kept.gone)
        assert len(gone) == 2 and not any(stand.built.stores.contents.erased(owner) for owner in gone)
        may.set()
        first, second, back = await asyncio.gather(*asked)
        assert first["tap"] != second["tap"] and back == {"gone": 1}
        await stand.built.leaving.done()
        assert all(stand.built.stores.contents.erased(owner) for owner in gone)
        assert (await done(client, "mine"))["told"] == []


async def test_what_was_told_outlives_that_it_is_switched_off(stand: Stand) -> None:
    """What cannot be told anew is kept as it was told."""
    one = await served(stand)
    async with somebody(stand, "kristi") as client:
        await done(client, "told", {"interaction": one, "felt": "fine"})
        await stand.do(c.SetEaseRules(rules=EaseRules(on=False)))
        answer = await client.post("/api/v1/coaching/ease/told", json={"interaction": one, "felt": "hard"})
        assert (answer.status_code, answer.json()["code"]) == (409, "ease_off")
        await stand.built.leaving.done()
        assert [told["felt"] for told in (await done(client, "mine"))["told"]] == ["fine"]


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
            assert (answer.status_code, answer.json()["code"]) == (404, "no_such_tap")
            answer = await seen.post("/api/v1/coaching/ease/told", json={"interaction": one, "felt": "easy"})
            assert (answer.status_code, answer.json()["code"]) == (409, "not_to_tell")
        assert (await client.get("/api/v1/coaching/ease/totals")).status_code == 403
        assert (await client.post("/api/v1/coaching/ease/rules", json={"on": False})).status_code == 403
        totals = await done(guru, "totals")
        assert (totals["weeks"], totals["hints"]) == ([], [])
        assert totals["days"][-1]["offers"] == 1
        assert (await done(guru, "rules", {"breather_ms": 60_000}))["breather_ms"] == 60_000
        for wrong in ({"breather_ms": 3_600_000}, {"group_min": 4}, {"taps_min": 1}, {"after_hard": True}):
            assert (await guru.post("/api/v1/coaching/ease/rules", json=wrong)).status_code == 400
        assert stand.built.site.kept.ease.on
    async with client_of(stand, "analyst") as client:
        assert (await client.get("/api/v1/coaching/ease/mine")).status_code == 403
        assert "kristi" not in (await client.get("/api/v1/coaching/ease/totals")).text


async def test_a_week_is_told_when_it_is_over_and_stays_as_it_was_told(stand: Stand) -> None:
    """Twenty answers of five people become totals, and nobody has to look for that; what somebody takes back afterwards changes nothing that could be compared; four people become nothing."""
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
        for time in range(5):
            one = await served(stand)
            tap = office.new_id("e")
            felt: Any = "hard" if time % 5 < 2 else "fine"
            await stand.do(ease.commands.TellEase(interaction=one, agent=agent, tap=tap, felt=felt, week=week, hour=9))
        await stand.do(c.SetPresence(agent=agent, presence="away"))
    await stand.do(c.RetireAgent(agent="a3"))
    orphans = [one.owner for one in office.state.kept.orphans]
    assert len(orphans) == 10 and "a3" not in office.state.kept.taps
    async with client_of(stand, "supervisor") as client:
        assert (await done(client, "totals"))["weeks"] == []
        await stand.built.upkeep.once()
        await stand.built.leaving.done()
        assert all(stand.built.stores.contents.erased(owner) for owner in orphans) and not office.state.kept.orphans
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
        await stand.do(ease.commands.TakeBackEase(agent="a1"))
        await stand.do(c.RetireAgent(agent="a2"))
        await stand.built.upkeep.once()
        assert (await done(client, "totals"))["weeks"] == first["weeks"]
        assert not {"a1", "a2"} & office.state.kept.taps.keys() and not office.state.kept.orphans


async def test_what_is_too_old_goes_by_the_clock(stand: Stand) -> None:
    """More than a year later, though nobody told anything or opened any page since; and a week with answers is counted by then."""
    one = await served(stand)
    async with somebody(stand, "kristi") as client:
        tap = (await done(client, "told", {"interaction": one, "felt": "fine"}))["tap"]
    loop, stores = stand.built.loop, stand.built.stores
    now = loop.clock()
    loop.clock = lambda: now + 399 * DAY_MS
    await stand.built.upkeep.once()
    assert len(stand.built.rooms["ease"].state.kept.counted) == 1
    assert list(stores.contents.get([tap])) == [tap]
    loop.clock = lambda: now + 401 * DAY_MS
    await stand.built.upkeep.once()
    await stand.built.leaving.done()
    assert stores.contents.erased(ease.owner_of("kristi", tap))
    before = len(stand.facts())
    await stand.built.upkeep.once()
    assert len(stand.facts()) == before, "nothing is recorded where nothing is due"


async def test_what_is_taken_back_while_a_week_is_counted_counts_in_none(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is counted anew without it."""
    one = await served(stand)
    told = ease.commands.TellEase(interaction=one, agent="kristi", tap="e1", felt="fine", week="2020-W01", hour=9)
    await stand.do(told)
    count, counted = ease.may_be_told, list[int]()

    def counting(answers: Any, group_min: int, taps_min: int) -> Any:
        counted.append(len(answers))
        if len(counted) == 1:
            asyncio.run_coroutine_threadsafe(stand.do(ease.commands.TakeBackEase(agent="kristi")), here).result(20)
        return count(answers, group_min, taps_min)

    here = asyncio.get_running_loop()
    monkeypatch.setattr(ease, "may_be_told", counting)
    await stand.built.upkeep.once()
    assert counted == [1, 0]
    assert stand.built.rooms["ease"].state.kept.counted == {"2020-W01": ()}


async def test_a_week_is_counted_by_itself(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that runs counts it, soon after it is over."""
    monkeypatch.setattr(upkeep, "UPKEEP_SECONDS", 0.01)
    one = await served(stand)
    tap = ease.commands.TellEase(interaction=one, agent="kristi", tap="e1", felt="fine", week="2020-W01", hour=9)
    await stand.do(tap)
    again = asyncio.create_task(stand.built.upkeep.run())
    await until(lambda: "2020-W01" in stand.built.rooms["ease"].state.kept.counted)
    again.cancel()


async def _things(stand: Stand) -> Any:
    async with client_of(stand) as client:
        return list(client._transport.app.state.things.values())  # type: ignore[attr-defined]
