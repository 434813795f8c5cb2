"""The choice board over HTTP, on the whole product: what is open, how long it takes, what a code carries, and who sees how honest it was."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from hoolin.core.interaction import commands as c
from hoolin.core.interaction.facts import InteractionArrived, InteractionMoved, PersonClaimed
from hoolin.core.site.hours import DAYS, Hours, Span
from hoolin.core.site.rules import ChannelRules
from hoolin.people.facts import CustomersMerged
from hoolin.server.accounts.records import Account
from hoolin.server.contact import WayIn
from hoolin.wiring import web
from hoolin.workforce.api import waits
from tests.channels.chat.stand import Stand, Visitor, standing

PASSWORD = "ainult-katseks-2026"


@asynccontextmanager
async def client_of(stand: Stand, login: str = "") -> AsyncIterator[httpx.AsyncClient]:
    """A client of a running site, logged in as the person of that role."""
    app = web(stand.built)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk.test") as client:
        if login:
            account = Account(id="new", login=login, name=login, role=login, agent=None, language="en")  # type: ignore[arg-type]
            await stand.built.accounts.add(account, PASSWORD)
            me = await client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
            client.headers["x-hoolin-csrf"] = me.json()["csrf"]
        yield client


async def board(client: httpx.AsyncClient, **query: str) -> dict[str, Any]:
    """The choice board; a second has passed since the last one."""
    contact = client._transport.app.state.things  # type: ignore[attr-defined]
    for thing in contact.values():
        if type(thing).__name__ == "ContactBoard":
            thing._known.clear()
    answer = await client.get("/api/v1/contact", params=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_way_is_open_while_somebody_is_there_who_speaks_the_language() -> None:
    """With one person who speaks Estonian: an interval in Estonian, none and closed in Russian, and no way that is not set up."""
    async with standing() as stand, client_of(stand) as client:
        (chat,) = (await board(client, language="et"))["ways"]
        assert (chat["channel"], chat["open"], chat["person"], chat["reply"]) == ("chat", True, True, "live")
        assert chat["wait"] == {"low_ms": 0, "high_ms": 30_000, "level": waits.LEVEL, "n": 0}
        assert chat["link"] == "/chat?language=et"
        (chat,) = (await board(client, language="ru"))["ways"]
        assert (chat["open"], chat["wait"]) == (False, None)
        assert (await client.get("/api/v1/contact", params={"language": "fi"})).status_code == 422


async def test_the_wait_follows_the_line() -> None:
    """With each customer in line, what the next one is told never becomes shorter, and in the end it is longer."""
    async with standing() as stand, client_of(stand) as client:
        told = []
        for _ in range(8):
            told.append((await board(client, language="et"))["ways"][0]["wait"]["high_ms"])
            visitor = Visitor(stand.gateway)
            await visitor.come()
            await visitor.say("Tere!")
        assert told == sorted(told)
        assert told[-1] > told[0]


async def test_whoever_keeps_a_place_is_told_the_wait_from_there() -> None:
    """With a code from the front of a line: less than a newcomer is told, and the same whoever comes behind; without one the line's end."""
    async with standing() as stand, client_of(stand) as client:
        visitors = [Visitor(stand.gateway) for _ in range(12)]
        for visitor in visitors:
            await visitor.come()
            await visitor.say("Tere!")
        waiting = [one for one in stand.built.site.kept.interactions.values() if one.state == "waiting"]
        first = min(waiting, key=lambda one: one.place_at)
        code, _ = await stand.built.faces.passes.issue(first.customer, first.case, first.interaction, "et")
        newcomer = (await board(client, language="et"))["ways"][0]["wait"]
        hers = (await board(client, language="et", **{"pass": code}))["ways"][0]["wait"]
        expected = stand.built.rooms["waits"].state.expected_of(first)
        assert (hers["low_ms"], hers["high_ms"]) == (expected.low_ms, expected.high_ms)
        assert hers["high_ms"] < newcomer["high_ms"]


async def test_closed_ways_stay_with_when_they_open() -> None:
    """Hours set by an administrator close the chat and open it later, whoever is online; set-up shows them; they can be taken away."""
    async with standing() as stand, client_of(stand, "admin") as client:
        today = datetime.now(UTC).astimezone(ZoneInfo("Europe/Tallinn")).date()
        after = today + timedelta(days=2)
        week = dict.fromkeys(DAYS, (Span(opens="09:00", closes="17:00"),))
        dates: dict[str, Any] = {(today + timedelta(days=ahead)).isoformat(): [] for ahead in (0, 1)}
        hours = {
            "channel": "chat",
            "week": {day: [{"opens": "09:00", "closes": "17:00"}] for day in week},
            "dates": dates,
        }
        assert (await client.put("/api/v1/setup/hours", json={"hours": hours})).status_code == 200
        (chat,) = (await board(client))["ways"]
        opens = datetime(after.year, after.month, after.day, 9, tzinfo=ZoneInfo("Europe/Tallinn"))
        assert (chat["open"], chat["wait"], chat["opens_at"]) == (False, None, round(opens.timestamp() * 1000))
        assert (await client.get("/api/v1/setup")).json()["hours"] == [hours]
        assert (await client.put("/api/v1/setup/hours", json={"hours": {"channel": "chat"}})).status_code == 200
        assert (await board(client))["ways"][0]["open"]
        wrong = {"hours": {"week": {"mon": [{"opens": "17:00", "closes": "09:00"}]}}}
        assert (await client.put("/api/v1/setup/hours", json=wrong)).json()["code"] == "hours_out_of_order"


async def test_callback_and_written_channels_stand_beside_the_chat() -> None:
    """Once their channel is set up they are listed, with what contact costs and a link of their own; open ones first."""
    async with standing() as stand:
        ways = stand.built.faces.contact.ways
        sms = WayIn(
            "sms", "letter", lambda language, code: f"sms:+372555?body={code}", "main", "message_price", "0.16 €"
        )
        stand.built.faces.contact.ways = (*ways, sms)
        for channel in ("callback", "sms"):
            await stand.do(c.SetChannel(rules=ChannelRules(channel=channel, delivers=channel == "sms")))
        await stand.do(c.SetHours(hours=Hours(channel="callback", dates={"2020-01-01": ()})))
        async with client_of(stand) as client:
            told = (await board(client, language="en"))["ways"]
            # Kristi speaks Estonian alone, so for English nobody is there; a letter may be written all the same.
            assert [(way["channel"], way["open"], way["wait"]) for way in told] == [
                ("sms", True, None), ("chat", False, None), ("callback", False, None),
            ]  # fmt: skip
            told = (await board(client, language="et"))["ways"]
            assert [(way["channel"], way["open"], way["cost"]) for way in told] == [
                ("chat", True, "data"), ("sms", True, "message_price"), ("callback", False, "free"),
            ]  # fmt: skip
            assert told[1]["cost_text"] == "0.16 €"
            assert told[2]["link"] == "/contact?language=et#callback"


async def test_a_code_goes_along_and_nobody_starts_again() -> None:
    """The chat gives a code for its token; the board's links carry it; a page that shows it goes on with the same case, in the language
    it was begun in, and a page that shows a wrong one simply begins. Neither page reads what was said on the other.
    """
    async with standing() as stand, client_of(stand) as client:
        first = Visitor(stand.gateway)
        await first.come("et")
        await first.say("Minu arve on vale.")
        case = stand.one().case
        given = await client.post("/api/v1/chat/pass", headers={"authorization": f"Bearer {first.token}"})
        code = given.json()["pass"]
        assert given.json()["until"] > stand.built.loop.clock() + 23 * 3_600_000
        told = await board(client, language="et", **{"pass": code})
        assert told["carries"]
        assert told["ways"][0]["link"] == f"/chat?language=et#pass={code}"
        assert not (await board(client, **{"pass": "HL-00000-00000"}))["carries"]
        assert not (await board(client, **{"pass": "drop table"}))["carries"]

        second = Visitor(stand.gateway)
        await second.come("ru", **{"pass": code})
        await second.say("Jätkan telefonist.")
        one = stand.one()
        assert (one.last_ordinal, one.language, one.case) == (1, "et", case)
        assert [text for _, text in second.messages()] == ["Jätkan telefonist."]
        assert [text for _, text in first.messages()] == ["Minu arve on vale."]
        assert [fact.to for fact in stand.facts() if isinstance(fact, InteractionMoved)] == [one.interaction]
        stranger = Visitor(stand.gateway)
        await stranger.come("et", **{"pass": code})
        await stranger.say("Kelle kood see on?")
        assert len(stand.built.site.kept.interactions) == 2
        assert (await client.post("/api/v1/chat/pass", headers={"authorization": "Bearer nobody"})).status_code == 403


async def test_a_code_from_another_channel_moves_the_conversation_into_the_chat() -> None:
    """What waited elsewhere ends as moved; in the chat it has the same case, language and place, and a person is asked whether both are
    one customer."""
    async with standing(agents=()) as stand:
        await stand.do(c.SetChannel(rules=ChannelRules(channel="email")))
        await stand.do(c.Arrive(interaction="i-mail", customer="c-mari", case="k-mari", channel="email", language="ru"))
        place_at = stand.one().place_at
        code, _ = await stand.built.faces.passes.issue("c-mari", "k-mari", "i-mail", "ru")
        page = Visitor(stand.gateway)
        await page.come("et", **{"pass": code})
        await page.say("Siin on parem.")
        one = stand.one()
        assert (one.channel, one.case, one.language, one.place_at) == ("chat", "k-mari", "ru", place_at)
        (claim,) = (fact for fact in stand.facts() if isinstance(fact, PersonClaimed))
        assert (claim.customer, claim.claimed, claim.given_in) == (one.customer, "c-mari", "i-mail")
        assert not any(isinstance(fact, CustomersMerged) for fact in stand.facts())
        assert [fact.to for fact in stand.facts() if isinstance(fact, InteractionMoved)] == [one.interaction]
        await page.leave()
        back = Visitor(stand.gateway, page.token)
        assert (await back.come())["conversation"]["last_ordinal"] == 1


async def test_somebody_known_here_goes_on_under_their_own_record() -> None:
    """A page with a past of its own that shows a code: what it chats stays in its record, the conversation moves, and when a person says so
    both records are one. In a chat that is under way already it moves as well.
    """
    async with standing(agents=()) as stand:
        await stand.do(c.SetChannel(rules=ChannelRules(channel="email")))
        page = Visitor(stand.gateway)
        await page.come()
        await page.say("Tere!")
        mine = stand.one().customer
        await page.line.say({"type": "goodbye"})
        await page.event("abandoned")
        await page.leave()
        await stand.do(c.Arrive(interaction="i-mail", customer="c-mari", case="k-mari", channel="email", language="et"))
        code, _ = await stand.built.faces.passes.issue("c-mari", "k-mari", "i-mail", "et")
        await page.come(**{"pass": code})
        await page.say("Mina jälle.")
        people = stand.built.rooms["people"].state
        assert people.shown_as("c-mari") != people.shown_as(mine)
        arrived = [fact for fact in stand.facts() if isinstance(fact, InteractionArrived)][-1]
        assert (arrived.customer, arrived.case, arrived.channel) == (mine, "k-mari", "chat")
        await stand.do(c.Arrive(interaction="i-more", customer="c-jaan", case="k-jaan", channel="email", language="et"))
        code, _ = await stand.built.faces.passes.issue("c-jaan", "k-jaan", "i-more", "et")
        await page.leave()
        await page.come(**{"pass": code})
        await page.say("Ja see ka.")
        claims = [fact for fact in stand.facts() if isinstance(fact, PersonClaimed)]
        assert [(one.interaction, one.claimed, one.case) for one in claims] == [
            (arrived.interaction, "c-mari", "k-mari"), (arrived.interaction, "c-jaan", None),
        ]  # fmt: skip
        moved = [fact for fact in stand.facts() if isinstance(fact, InteractionMoved)]
        assert [(fact.interaction, fact.to) for fact in moved] == [
            ("i-mail", arrived.interaction), ("i-more", arrived.interaction),
        ]  # fmt: skip


@pytest.mark.parametrize(("login", "status"), [("agent", 403), ("supervisor", 200)])
async def test_supervisors_see_how_often_it_held(login: str, status: int) -> None:
    """A wait foretold and answered is counted by queue and channel; below ten no share is told; agents have no business with it."""
    async with standing() as stand, client_of(stand, login) as client:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("Tere!")
        await stand.answer()
        answer = await client.get("/api/v1/board/coverage")
        assert answer.status_code == status
        if status == 200:
            (line,) = answer.json()["lines"]
            assert line == {
                "queue": "service", "channel": "chat", "n": 1, "met": 1, "below": 0, "above": 0, "left": 0,
                "held": {"value": None, "low": None, "high": None},
            }  # fmt: skip


async def test_pages_of_other_origins_may_look_at_it() -> None:
    """The widget stands on the operator's own page: the board may be read there, and is the same for a second."""
    async with standing() as stand, client_of(stand) as client:
        answer = await client.get("/api/v1/contact", headers={"origin": "https://shop.example"})
        assert answer.headers["access-control-allow-origin"] in ("*", "https://shop.example")
        assert answer.headers["cache-control"] == "public, max-age=1"
        asked = {"origin": "https://shop.example", "access-control-request-method": "POST"}
        assert (await client.options("/api/v1/chat/pass", headers=asked)).status_code == 204
