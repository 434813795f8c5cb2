"""Figures over HTTP, on the whole product: with their number and interval, for whom they are meant, and criteria that are changed in the open."""

import asyncio
import csv
import io
import threading
from pathlib import Path
from typing import Any

import duckdb
import httpx
import msgspec
import pytest

from hoolin.core.errors import Conflict
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, Capacity
from hoolin.experience.api import contacts, criteria, figures
from hoolin.people.api import commands as people
from hoolin.server import experience
from hoolin.server.accounts.records import Account
from hoolin.server.experience import FigureDesk
from tests.channels.chat.stand import Stand, standing, until
from tests.server.test_contact import PASSWORD, client_of

AGENT = "mari"

ALWAYS = contacts.Scope(begin=0, end=1 << 50)


async def served(stand: Stand, number: int, left: bool = False, channel: str = "chat") -> None:
    """One conversation, from arrival to its end, by the loop."""
    interaction = f"i{channel}{number}"
    loop, customer = stand.built.loop, f"customer:c{number}"
    begins = c.Arrive(
        interaction=interaction, customer=f"c{number}", case=f"k{channel}{number}", channel=channel, language="et"
    )
    await loop.submit(begins, actor=customer, key="come")
    if left:
        await loop.submit(c.SayGoodbye(interaction=interaction, cause="left"), actor=customer, key="go")
        return
    for key, command in (
        ("take", c.Take(interaction=interaction, agent=AGENT)),
        ("say", c.SendMessage(interaction=interaction, agent=AGENT, text="Tere")),
        ("wrap", c.StartWrapUp(interaction=interaction, agent=AGENT)),
        ("close", c.Close(interaction=interaction, agent=AGENT, outcome="solved")),
    ):
        await loop.submit(command, actor=f"agent:{AGENT}", key=f"{key}{interaction}")


async def busy(stand: Stand, many: int = 15) -> dict[str, int]:
    """Twelve who were served and three who left, or only the first of them; the period to ask for."""
    begin = stand.built.loop.clock() - 3_600_000
    # Nothing is offered to somebody without capacity: they take what they choose.
    profile = AgentProfile(agent=AGENT, skills={"lang:et": 100}, capacity=Capacity(units=0))
    await stand.do(c.SetAgent(profile=profile))
    await stand.do(c.SetPresence(agent=AGENT, presence="online"))
    for number in range(many):
        await served(stand, number, left=number >= 12)
    return {"begin": begin, "end": stand.built.loop.clock() + 1}


async def got(client: httpx.AsyncClient, path: str, **query: Any) -> dict[str, Any]:
    """An answer that is there."""
    answer = await client.get(f"/api/v1/experience{path}", params=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_every_figure_has_its_number_and_its_interval() -> None:
    """What has enough observations has a value within its interval; what has not says why; each has a definition."""
    async with standing(()) as stand:
        period = await busy(stand)
        async with client_of(stand, "analyst") as client:
            told = await got(client, "", **period)
            definitions = (await got(client, "/definitions"))["definitions"]
            found = [figure for source in told["by_source"].values() for figure in source.values()]
            for figure in found:
                assert figure["code"] in definitions
                if figure["value"] is None:
                    assert figure["why"] in ("nobody", "too_few", "never"), figure
                    continue
                assert figure["n"] >= figures.ENOUGH and figure["why"] == ""
                assert figure["low"] <= figure["value"] <= (figure["high"] or figure["value"])
            system = told["by_source"]["system"]
            assert (system["access.gave_up"]["value"], system["access.gave_up"]["n"]) == (3 / 15, 15)
            assert system["resolution.one_contact"]["value"] == 1.0
            assert told["by_source"]["survey"]["heard.understood"]["why"] == "nobody"
            assert (
                told["scores"]["index"]["register"] if "register" in told["scores"]["index"] else told["register"] == 1
            )


async def test_figures_are_for_those_who_may_read_them() -> None:
    """Nobody without a log-in; agents only their own; and nobody gets agents in a row of merit."""
    async with standing(()) as stand:
        period = await busy(stand)
        async with client_of(stand) as anybody:
            assert (await anybody.get("/api/v1/experience", params=period)).status_code == 401
        async with client_of(stand, "agent") as client:
            for path in ("", "/by/channel", "/trend", "/compare", "/contacts", "/export", "/curves"):
                assert (await client.get(f"/api/v1/experience{path}", params=period)).status_code == 403, path
            # This account serves nobody, so there is nothing of its own.
            assert (await client.get("/api/v1/experience/own", params=period)).status_code == 404
        async with client_of(stand, "supervisor") as client:
            refused = await client.get("/api/v1/experience/by/agent", params=period)
            assert (refused.status_code, refused.json()["code"]) == (422, "agents_are_compared")


async def test_an_agent_sees_their_own_whatever_they_ask_for() -> None:
    """The agent's name in the question is not listened to."""
    async with standing(()) as stand:
        period = await busy(stand)
        async with client_of(stand, "supervisor") as boss:
            account = Account(id="mari", login="mari", name="Mari", role="agent", agent=AGENT, language="et")
            await stand.built.accounts.add(account, PASSWORD)
            all_of = await got(boss, "", **period)
        async with client_of(stand) as client:
            me = await client.post("/api/v1/session", json={"login": "mari", "password": PASSWORD})
            assert me.status_code == 200
            mine = await got(client, "/own", **period, agent="somebody-else")
            assert mine["scope"]["agent"] == AGENT
            assert (
                mine["by_source"]["system"]["access.gave_up"]["n"]
                < all_of["by_source"]["system"]["access.gave_up"]["n"]
            )


async def test_by_channel_trend_compare_and_beneath() -> None:
    """The same figures per channel; a week's points; queues beside each other; the contacts beneath a figure."""
    async with standing(()) as stand:
        period = await busy(stand)
        async with client_of(stand, "supervisor") as client:
            beside = await got(client, "/by/channel", **period)
            assert [part["name"] for part in beside["parts"]] == ["chat"]
            assert beside["answers"]["verdict"] == "too_few"
            assert (await got(client, "/by/queue", **period))["answers"] is None
            trend = await got(client, "/trend", **period, code="access.gave_up", step="day")
            assert [point["figure"]["n"] for point in trend["points"]] == [15] and trend["marks"] == []
            compared = await got(client, "/compare", **period, by="queue", code="access.gave_up")
            assert compared["why"] == "too_few" and compared["ones"] == []
            beneath = await got(client, "/contacts", **period, beneath="gave_up")
            assert {row["interaction"] for row in beneath["contacts"]} == {"ichat12", "ichat13", "ichat14"}
            curves = await got(client, "/curves", **period)
            assert curves["time_to_human"]["n"] == 15 and curves["time_to_human"]["points"][-1]["share"] == 0.8
            for path, query, code in (
                ("/trend", {"code": "no.such"}, "no_such_figure"), ("/contacts", {"beneath": "x"}, "no_such_figure"),
                ("", {"end": 1}, "not_a_period"), ("/by/channel", {"channel": "chat"}, "already_narrowed"),
            ):  # fmt: skip
                refused = await client.get(f"/api/v1/experience{path}", params={**period, **query})
                assert (refused.status_code, refused.json()["code"]) == (422, code)


async def test_one_customer_alone_is_no_curve() -> None:
    """How many there were is told, and neither how long they waited nor whether they came again."""
    async with standing(()) as stand:
        period = await busy(stand, 1)
        async with client_of(stand, "supervisor") as client:
            curves = await got(client, "/curves", **period)
            assert curves["time_to_human"] == {"n": 1, "points": []}
            week = curves["first_contact"]["chat"]["7d"]
            assert {name for name, value in week.items() if value is not None} == {"contacts"} and week["contacts"] == 1


async def test_figures_as_files(tmp_path: Path) -> None:
    """CSV, JSON and Parquet hold the same rows, each with its definition."""
    async with standing(()) as stand:
        period = await busy(stand)
        async with client_of(stand, "analyst") as client:
            files = {
                form: await client.get("/api/v1/experience/export", params={**period, "form": form})
                for form in ("csv", "json", "parquet")
            }
    rows = list(csv.DictReader(io.StringIO(files["csv"].text)))
    assert {"", "chat"} == {row["channel"] for row in rows}
    gave_up = next(row for row in rows if row["code"] == "access.gave_up")
    assert (gave_up["n"], float(gave_up["value"])) == ("15", 0.2) and "Wilson" in gave_up["definition"]
    assert len(files["json"].json()["rows"]) == len(rows)
    path = tmp_path / "figures.parquet"
    path.write_bytes(files["parquet"].content)
    with duckdb.connect() as base:
        counted = base.execute("SELECT count(*), count(value) FROM read_parquet(?)", [str(path)]).fetchone()
    assert counted == (len(rows), sum(row["value"] != "" for row in rows))


def changed(why: str = "Ligipääs loeb rohkem", **weights: float) -> dict[str, Any]:
    """Another register: other weights."""
    register = criteria.DEFAULT
    told = tuple(msgspec.structs.replace(one, weight=weights.get(one.code, one.weight)) for one in register.criteria)
    return {
        "register": msgspec.to_builtins(msgspec.structs.replace(register, criteria=told)), "based_on": 1, "why": why
    }  # fmt: skip


async def test_the_register_is_changed_in_the_open() -> None:
    """Who, when and why are told; a bad one is refused with all its faults; so is one that was made from an old one."""
    async with standing(()) as stand, client_of(stand, "guru") as client:
        before = await got(client, "/register")
        assert (before["in_force"]["number"], before["used"]) == (1, [])
        bad = changed(access=0, effort=0, resolution=0, heard=0, clarity=0)
        refused = await client.put("/api/v1/experience/register", json=bad)
        assert (refused.status_code, [fault["why"] for fault in refused.json()["faults"]]) == (422, ["index_empty"])
        checked = await client.post("/api/v1/experience/register/check", json=bad)
        assert [fault["why"] for fault in checked.json()["faults"]] == ["index_empty"]
        answer = await client.put("/api/v1/experience/register", json=changed(access=40))
        assert answer.status_code == 200, answer.text
        assert answer.json()["number"] == 2
        late = await client.put("/api/v1/experience/register", json=changed(access=50))
        assert (late.status_code, late.json()["code"]) == (409, "register_moved_on")
        told = await got(client, "/register")
        versions = told["versions"]
        assert told["names"] == {versions[1]["by"]: "guru"} and told["languages"] == ["et", "ru", "en"]
        assert [(one["number"], one["why"]) for one in versions] == [(1, ""), (2, "Ligipääs loeb rohkem")]
        assert versions[1]["by"].startswith("account:") and versions[1]["at"] > 0
        assert (await got(client, "/register/1"))["register"] == before["in_force"]["register"]
        period = {"begin": versions[1]["at"] - 1_000, "end": versions[1]["at"] + 1_000}
        assert [mark["number"] for mark in (await got(client, "/trend", **period))["marks"]] == [2]
    async with standing(()) as stand, client_of(stand, "supervisor") as client:
        assert (await client.put("/api/v1/experience/register", json=changed(access=40))).status_code == 403


async def test_an_item_in_use_cannot_be_taken_away() -> None:
    """Who uses it is told, and nothing is lost; when nobody does any more, it may go."""
    async with standing(()) as stand, client_of(stand, "guru") as client:
        register: criteria.Criteria = stand.built.rooms["criteria"].state
        user = criteria.User("outcome.csat", "survey", "after-chat")
        register.users.append(lambda: [user])
        told = changed()
        told["register"]["items"] = [item for item in told["register"]["items"] if item["code"] != "outcome.csat"]
        for one in told["register"]["criteria"]:
            one["parts"] = [part for part in one["parts"] if part["item"] != "outcome.csat"]
        refused = await client.put("/api/v1/experience/register", json=told)
        assert (refused.status_code, refused.json()["code"]) == (409, "item_in_use")
        assert refused.json()["users"] == [{"item": "outcome.csat", "kind": "survey", "name": "after-chat"}]
        assert (await got(client, "/register"))["in_force"]["number"] == 1
        register.users.clear()
        assert (await client.put("/api/v1/experience/register", json=told)).status_code == 200


async def test_who_is_erased_leaves_rows_that_are_open() -> None:
    """Nobody has to ask for figures first: the rows take up the erasure by themselves."""
    async with standing(()) as stand:
        await busy(stand)
        desk = stand.built.figures
        known = await desk.ask(lambda asking: len(asking.drill(ALWAYS, "", 0, 100)), "all")
        assert known == 15
        receipt = await stand.do(people.EraseCustomer(customer="c1"))
        await until(lambda: desk._copy.position >= receipt.position)
        number = contacts.number_of("c1")
        found = desk._copy.ask("SELECT count(*) AS n FROM contacts WHERE customer = $number", {"number": number})
        assert found[0]["n"] == 0


async def test_who_is_erased_leaves_rows_of_an_earlier_run(tmp_path: Path) -> None:
    """They lie on the disk though nobody has asked for a figure since the start: they are opened for it."""
    async with standing(()) as stand:
        await busy(stand)
        path, journal = tmp_path / "experience.duckdb", stand.built.stores.journal
        earlier = contacts.Copy(journal, contacts.DuckColumns(path))
        earlier.catch_up()
        earlier.close()
        copy = contacts.Copy(journal, contacts.DuckColumns(path), kept=True)
        desk = FigureDesk(copy, stand.built.figures.criteria, stand.built.loop.clock, "")
        try:
            receipt = await stand.do(people.EraseCustomer(customer="c1"))
            desk.take(journal.read(receipt.position - 1, 1), ())
            await until(lambda: not desk._catching_up)
            found = copy.ask(
                "SELECT count(*) AS n FROM contacts WHERE customer = $number", {"number": contacts.number_of("c1")}
            )
            assert found[0]["n"] == 0
        finally:
            desk.stop()


async def test_a_long_journal_is_made_into_rows_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """When there is much that is new, rows are made without anybody asking; whoever asks meanwhile is told to come back."""
    monkeypatch.setattr(experience, "BEHIND_MAX", 20)
    monkeypatch.setattr(experience, "MAKING_MIN", 10)
    async with standing(()) as stand:
        desk = stand.built.figures
        catch_up, go = desk._copy.catch_up, threading.Event()
        monkeypatch.setattr(desk._copy, "catch_up", lambda between=None: go.wait(60) and catch_up(between))
        await busy(stand)
        with pytest.raises(Conflict, match="figures_being_made"):
            await desk.ask(lambda asking: 1, "x")
        go.set()
        await until(lambda: not desk._catching_up)
        assert desk.failure is None and desk._copy.position > 20
        assert await desk.ask(lambda asking: len(asking.drill(ALWAYS, "", 0, 100)), "all") == 15


async def test_a_question_that_many_ask_is_counted_once() -> None:
    """All who ask while it is counted are given the same answer; one who goes away takes nothing from the others."""
    async with standing(()) as stand:
        desk, go, counted = stand.built.figures, threading.Event(), []

        def question(asking: contacts.Asking) -> int:
            go.wait(60)
            counted.append(asking.now)
            return len(counted)

        asked = [asyncio.ensure_future(desk.ask(question, "same")) for _ in range(5)]
        await until(lambda: desk._asked)
        asked[0].cancel()
        go.set()
        assert await asyncio.gather(*asked[1:]) == [1, 1, 1, 1]
        assert len(counted) == 1 and asked[0].cancelled()


async def test_a_start_opens_no_rows_until_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the journal is: what counts is how much has come since. Whoever asks first is told to come back, and the rows are made."""
    async with standing(()) as stand:
        await busy(stand)
        monkeypatch.setattr(experience, "BEHIND_MAX", 20)
        monkeypatch.setattr(experience, "MAKING_MIN", 20)
        journal = stand.built.stores.journal
        copy = contacts.Copy(journal, contacts.DuckColumns(None))
        desk = FigureDesk(copy, stand.built.figures.criteria, stand.built.loop.clock, "")
        try:
            desk.take(journal.read(0, 1), ())
            assert not copy.opened and not desk._catching_up
            with pytest.raises(Conflict, match="figures_being_made"):
                await desk.ask(lambda asking: 1, "x")
            await until(lambda: not desk._catching_up)
            assert await desk.ask(lambda asking: len(asking.drill(ALWAYS, "", 0, 100)), "all") == 15
        finally:
            desk.stop()


async def test_rows_that_cannot_be_made_are_told_of_and_not_tried_at_every_turn(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Once in the log; again after a while; and when it works at last what was left is made up for."""
    monkeypatch.setattr(experience, "BEHIND_MAX", 1)
    async with standing(()) as stand:
        await until(lambda: not stand.built.figures._catching_up)
        copy = contacts.Copy(stand.built.stores.journal, contacts.DuckColumns(None))
        desk = FigureDesk(copy, stand.built.figures.criteria, stand.built.loop.clock, "")
        catch_up, tried = copy.catch_up, []

        def fail(between: object = None) -> int:
            tried.append(1)
            raise OSError("no room")

        monkeypatch.setattr(copy, "catch_up", fail)
        try:
            await served(stand, 1, left=True)
            for _ in range(3):
                desk.take((), ())
                await until(lambda: not desk._catching_up)
            assert (len(tried), str(desk.failure)) == (1, "no room")
            assert [record.name for record in caplog.records].count("hoolin.figures") == 1
            monkeypatch.setattr(copy, "catch_up", catch_up)
            desk._retry_at = 0.0
            desk.take((), ())
            await until(lambda: not desk._catching_up)
            assert copy.behind() == 0 and not desk.failure
        finally:
            desk.stop()
