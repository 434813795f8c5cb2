"""Asking to be called, over the wire: promised once, on nobody else's record, with the place kept, and there after a restart."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from hoolin.core.interaction import facts as f
from hoolin.people.api import commands as p
from hoolin.workforce.facts import WaitForetold
from tests.server.live.open_site import OpenSite, open_site, until

PHONE = "+372 512 3456"
NUMBER = "+3725123456"


def open_all_day(site: OpenSite) -> None:
    """Somebody is at work around the clock, whenever this test runs."""
    site.built.rooms["callbacks"].state.open_between = lambda since, until: [(since, until)]


@pytest.fixture
async def called(site: OpenSite) -> OpenSite:
    """A site that is always open."""
    open_all_day(site)
    return site


UNKNOWN = {"promised_at": None, "place": None, "low_ms": None, "high_ms": None}
"""What a promise says nothing of."""


def form(**more: Any) -> dict[str, Any]:
    """What a page sends."""
    return {
        "token": secrets.token_urlsafe(24),
        "phone": PHONE,
        "name": "Mari",
        "language": "et",
        "about": "Arve",
        **more,
    }


async def ask(site: OpenSite, **more: Any) -> dict[str, Any]:
    """Ask, and be promised something."""
    answer = await (await site.client("")).post("/callback", json=form(**more))
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_twenty_clicks_are_one_request(called: OpenSite) -> None:
    """All get the same answer, and one conversation begins."""
    client, sent = await called.client(""), form()
    answers = await asyncio.gather(*(client.post("/callback", json=sent) for _ in range(20)))
    assert [answer.status_code for answer in answers] == [201] * 20
    assert {answer.text for answer in answers} == {'{"promised_at":null,"place":1,"low_ms":null,"high_ms":null}'}
    assert called.only().channel == "callback"


async def test_no_call_is_promised_that_may_not_be_made(called: OpenSite) -> None:
    """A number at a price of its own is refused in three languages, with another way, before anything is promised; nothing is counted or kept."""
    answer = await (await called.client("")).post("/callback", json=form(phone="+372 900 1234"))
    assert (answer.status_code, answer.json()["code"]) == (422, "number_not_callable")
    assert set(answer.json()["said"]) == {"et", "ru", "en"}
    assert "kirjutage" in answer.json()["said"]["et"]
    assert called.built.rooms["callbacks"].state.kept.forms == {}
    assert await ask(called)


async def test_the_agent_sees_whom_to_call(called: OpenSite) -> None:
    """The number, the promise, the words, and every call that was made; the customer's number is said, not proved."""
    kristi = await called.desk("kristi")
    await kristi.do("set_presence", presence="online", reason="")
    slots = (await (await called.client("")).get("/callback/slots")).json()["slots"]
    assert await ask(called, at=slots[3]["at"]) == UNKNOWN | {"promised_at": slots[3]["at"]}
    # Another time, at once: the same call.
    await ask(called, about="")
    one = called.only()
    await kristi.one("fact", lambda frame: frame["fact"]["fact"] == "offer_made")
    assert (await kristi.do("accept_offer", interaction=one.interaction, offer=one.offer))["type"] == "accepted"
    told = await kristi.do("callback_tried", interaction=one.interaction, outcome="reached")
    assert told["type"] == "accepted", told
    await kristi.one("fact", lambda frame: frame["fact"]["fact"] == "callback_tried")
    shown = (await (await called.client("kristi")).get(f"/conversations/{one.interaction}")).json()
    (tried,) = shown["callback"].pop("tries")
    assert shown["callback"] == {"phone": NUMBER, "promised_at": None, "about": "Arve"}
    assert (tried["agent"], tried["outcome"]) == ("kristi", "reached")
    assert shown["customer"]["identities"] == [{"kind": "phone", "value": NUMBER, "verified": False}]
    assert (shown["customer"]["name"], shown["row"]["snippet"]) == ("Mari", "Arve")
    assert "callback_tried" in [step["fact"]["fact"] for step in shown["life"]]


async def test_whoever_was_not_reached_is_in_the_timeline(called: OpenSite) -> None:
    """After the last call: closed as not reached, the case still open."""
    await ask(called)
    one = called.only()
    await called.joined("kristi", one.interaction)
    answer = await called.command("kristi", "callback_tried", interaction=one.interaction, outcome="wrong_number")
    assert answer.status_code == 200, answer.text
    customer = (await (await called.client("kristi")).get(f"/customers/{one.customer}")).json()
    assert [(row["channel"], row["outcome"]) for row in customer["timeline"]] == [("callback", "not_reached")]
    assert [case["state"] for case in customer["cases"]] == ["open"]


async def test_a_try_is_recorded_by_whoever_answers(called: OpenSite) -> None:
    """Somebody who looks only may not; nor a colleague who does not have it."""
    await ask(called)
    one = called.only()
    await called.joined("kristi", one.interaction)
    for login, status in (("anu", 403), ("oleg", 409)):
        answer = await called.command(login, "callback_tried", interaction=one.interaction, outcome="reached")
        assert answer.status_code == status, answer.text


async def test_a_typed_number_leads_to_nobodys_record(called: OpenSite) -> None:
    """Not even to that of the customer who has proved to have it."""
    lookup = called.built.office.house.lookup("phone", NUMBER)
    proved = p.AddIdentity(customer="owner", identity="v1", kind="phone", value=NUMBER, lookup=lookup, verified=True)
    await called.built.loop.submit(proved, actor="system", key="proved")
    await ask(called)
    assert called.only().customer != "owner"
    whose = called.built.office.house.people.whose
    await until(lambda: whose("phone", NUMBER).customer == "owner", "the owner being known")


async def test_from_a_chat_that_waits_the_place_is_kept(called: OpenSite) -> None:
    """With the pass: the same case, the place of the chat, which ends; and its page is told. That whoever typed the number is whoever
    chatted is for a person to confirm.
    """
    page = await called.page()
    await page.say("Tere")
    chat = called.only()
    behind = await called.page()
    await behind.say("Mina ka")
    passes = called.built.office.house.passes
    code, _ = await passes.issue(chat.customer, chat.case, chat.interaction, "ru")
    assert await ask(called, **{"pass": code}) == UNKNOWN | {"place": 1}
    (one,) = (each for each in called.built.site.kept.interactions.values() if each.channel == "callback")
    assert (one.case, one.language, one.place_at) == (chat.case, "ru", chat.place_at)
    claim = next(entry.fact for entry in called.entries() if isinstance(entry.fact, f.PersonClaimed))
    assert (claim.customer, claim.claimed) == (one.customer, chat.customer)
    moved = next(entry.fact for entry in called.entries() if isinstance(entry.fact, f.InteractionMoved))
    assert (moved.interaction, moved.to) == (chat.interaction, one.interaction)
    assert chat.interaction not in called.built.site.kept.interactions
    # Somebody else with the same code and another number is somebody new, behind everybody.
    assert (await ask(called, phone="+3725999999", **{"pass": code}))["place"] == 3


async def test_the_wait_is_told_with_the_place(called: OpenSite) -> None:
    """While everybody who is at work speaks with somebody else: the place, and the wait that is written down as foretold."""
    kristi = await called.desk("kristi")
    await kristi.do("set_presence", presence="online", reason="")
    await ask(called)
    await kristi.one("fact", lambda frame: frame["fact"]["fact"] == "offer_made")
    told = await ask(called, phone="+3725999999")
    foretold = [entry.fact for entry in called.entries() if isinstance(entry.fact, WaitForetold)][-1]
    assert told == {"promised_at": None, "place": 1, "low_ms": foretold.low_ms, "high_ms": foretold.high_ms}
    assert told["high_ms"] > 60_000


async def test_from_what_is_over_the_case_goes_along(called: OpenSite) -> None:
    """A pass from a conversation that has ended brings the case, and a place from now."""
    passes = called.built.office.house.passes
    page = await called.page()
    await page.say("Tere")
    chat = called.only()
    await page.send("goodbye")
    await until(lambda: not called.built.site.kept.interactions, "the end of the conversation")
    code, _ = await passes.issue(chat.customer, chat.case, chat.interaction, "en")
    await ask(called, **{"pass": code})
    one = called.only()
    assert (one.case, one.language) == (chat.case, "en")
    assert one.place_at > chat.place_at


async def test_cancelled_by_its_form(called: OpenSite) -> None:
    """Nobody calls; the same form asks for nothing more, and an unknown one is unknown."""
    client, sent = await called.client(""), form()
    assert (await client.post("/callback", json=sent)).status_code == 201
    for _ in range(2):
        assert (await client.post("/callback/cancel", json={"token": sent["token"]})).status_code == 204
    assert not called.built.site.kept.interactions
    again = await client.post("/callback", json=sent)
    assert (again.status_code, again.json()["code"]) == (409, "form_sent")
    unknown = await client.post("/callback/cancel", json={"token": secrets.token_urlsafe(24)})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "callback")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"phone": "abcdef"}, "address_phone"), ({"token": "short"}, "invalid"), ({"about": "x" * 8_001}, "invalid"),
        ({"at": 5}, "not_a_slot"), ({"language": "de"}, "invalid"), ({"more": 1}, "invalid"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused(called: OpenSite, wrong: dict[str, Any], code: str) -> None:
    """With a code that a page can translate, and nothing begins."""
    answer = await (await called.client("")).post("/callback", json=form(**wrong))
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not called.built.site.kept.interactions


async def test_a_number_is_left_in_peace(called: OpenSite) -> None:
    """However many forms are sent for it, one call waits, and soon no more are taken for that number."""
    client = await called.client("")
    statuses = [(await client.post("/callback", json=form(about=""))).status_code for _ in range(9)]
    assert statuses == [201] * 6 + [429] * 3
    assert called.only().state == "waiting"
    assert (await client.post("/callback", json=form(phone="+3725000000"))).status_code == 201


async def test_out_of_hours_a_date_is_promised(site: OpenSite) -> None:
    """And nobody is told how soon somebody would call now."""
    closed = site.built.loop.clock()
    opens = closed - closed % 3_600_000 + 5 * 3_600_000
    desk = site.built.rooms["callbacks"].state
    desk.open_between = lambda since, until: [(max(since, opens), until)] if opens < until else []
    site.built.callbacks.soonest = lambda language: (60_000, 120_000)
    shown = (await (await site.client("")).get("/callback/slots?language=ru")).json()
    assert (shown["soonest"], shown["slots"][0]) == (None, {"at": opens, "free": True})
    assert await ask(site) == UNKNOWN | {"promised_at": opens}
    open_all_day(site)
    shown = (await (await site.client("")).get("/callback/slots?language=ru")).json()
    assert shown["soonest"] == {"low_ms": 60_000, "high_ms": 120_000}


async def test_pages_of_other_origins_may_ask(called: OpenSite) -> None:
    """The widget is on the customer's own page."""
    client = await called.client("")
    answer = await client.post("/callback", json=form(), headers={"origin": "https://shop.example"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (201, "*")


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[OpenSite]:
    """The site of this folder, open around the clock."""
    async with open_site(folder, str(folder / "data")) as site:
        open_all_day(site)
        yield site


async def test_after_a_restart_everything_is_as_it_was(tmp_path: Path) -> None:
    """The promise, the place in the half hour, and the answer to a form that is sent again."""
    async with opened(tmp_path) as site:
        slots = (await (await site.client("")).get("/callback/slots")).json()["slots"]
        sent = form(at=slots[2]["at"])
        first = await (await site.client("")).post("/callback", json=sent)
        for number in range(3):
            await ask(site, at=slots[2]["at"], phone=f"+37256000{number}")
    async with opened(tmp_path) as site:
        client = await site.client("")
        again = await client.post("/callback", json=sent)
        assert (again.status_code, again.text) == (201, first.text)
        assert len(site.built.site.kept.interactions) == 4
        full = await client.post("/callback", json=form(at=slots[2]["at"], phone="+3725700000"))
        assert (full.status_code, full.json()["code"]) == (409, "slot_full")
        shown = {slot["at"]: slot["free"] for slot in (await client.get("/callback/slots")).json()["slots"]}
        assert (shown[slots[2]["at"]], shown[slots[3]["at"]]) == (False, True)
