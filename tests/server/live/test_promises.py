"""Promises and prices over real sockets: who makes them, who is told, how the customer has them in writing, and what the lists say."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from hoolin.cases.api import promises as p
from hoolin.catalogue.api import PriceShown
from hoolin.channels.callback.manifest import RULES
from hoolin.core.interaction import commands as c
from tests.catalogue.lists import fee, plan, price_list, words
from tests.server.live.open_site import PEOPLE, Json, Line, OpenSite
from tests.server.live.test_desk import waiting

HOUR = 3_600_000
DAY = 24 * HOUR


async def promised(site: OpenSite, desk: Line, interaction: str, in_ms: int, text: str = "Vastame homme.") -> str:
    """A promise; gives its id."""
    due_at = site.built.loop.clock() + in_ms
    answer = await desk.do("make_promise", interaction=interaction, kind="answer", due_at=due_at, text=text)
    assert answer["type"] == "accepted", answer
    fact = await desk.one("fact", lambda f: f["n"] == answer["n"])
    return str(fact["fact"]["promise"])


async def listed(site: OpenSite, login: str, **asked: str | int) -> Json:
    """A list."""
    answer = await (await site.client(login)).get("/promises", params=asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def published(site: OpenSite) -> None:
    """A plan of 11 euros a month and a SIM card of 1."""
    prices = price_list(plan("m", name=words("Keskmine")), fees=(fee("sim"),), valid_from=site.built.loop.clock())
    answer = await (await site.client("admin")).put("/prices", json={"prices": msgspec.to_builtins(prices)})
    assert answer.status_code == 200, answer.text


async def test_a_promise_in_a_chat_is_a_card_that_the_customer_keeps(site: OpenSite) -> None:
    """At once, after a reload, and with what became of it."""
    token = secrets.token_urlsafe(32)
    page = await site.page(token)
    await page.say("Mu arve on vale")
    one = site.only().interaction
    await site.joined("juss", one)
    desk = await site.desk("juss")
    promise = await promised(site, desk, one, HOUR, "Vastame teile homme.")
    await page.shown("promise", 1)
    card = page.events("promise")[0]["event"]
    assert (card["promise"], card["state"], card["what"], card["text"]) == (
        promise,
        "owed",
        "answer",
        "Vastame teile homme.",
    )
    assert (await desk.do("keep_promise", promise=promise))["type"] == "accepted"
    await page.shown("promise", 2)
    again = await site.page(token)
    await again.shown("promise", 2)
    assert [frame["event"]["state"] for frame in again.events("promise")] == ["owed", "kept"]
    assert again.events("promise")[0]["event"]["text"] == "Vastame teile homme."


async def test_a_page_shows_the_same_cards_before_and_after_a_reload(site: OpenSite) -> None:
    """Those of the chat and of calls; what was promised on another channel is written to its customer there."""
    token = secrets.token_urlsafe(32)
    page = await site.page(token)
    await page.say("Mu arve on vale")
    one, loop = site.only(), site.built.loop
    await site.joined("juss", one.interaction)
    call = c.Arrive(interaction="i-called", customer=one.customer, case="k-called", channel="callback", language="et")
    for command in (c.SetChannel(rules=RULES), call):
        await loop.submit(command, actor="system", key=secrets.token_hex(8))
    await site.joined("juss", "i-called")
    desk = await site.desk("juss")
    called = await promised(site, desk, "i-called", HOUR)
    assert (await desk.do("keep_promise", promise=called))["type"] == "accepted"
    promise = await promised(site, desk, one.interaction, HOUR)
    assert (await desk.do("keep_promise", promise=promise))["type"] == "accepted"
    await page.shown("promise", 2)
    again = await site.page(token)
    await again.shown("promise", 2)
    assert [frame["event"] for frame in page.events("promise")] == [frame["event"] for frame in again.events("promise")]
    assert {frame["event"]["promise"] for frame in page.events("promise")} == {promise}


async def test_its_owner_is_told_wherever_they_are_and_a_stranger_is_not(site: OpenSite) -> None:
    """The owner's desk without that conversation before it, and supervisors; a colleague only once the queue answers for it."""
    _, one = await waiting(site)
    await site.joined("juss", one)
    desk, boss, other = await site.desk("juss"), await site.desk("kristi"), await site.desk("oleg")
    promise = await promised(site, desk, one, HOUR)
    await boss.one("fact", lambda f: f["fact"].get("promise") == promise)
    await other.caught_up()
    assert not other.facts("promise_made")
    assert (await (await site.client("juss")).get(f"/promises/{promise}")).json()["steps"][0]["what"] == "made"
    refused = await other.do("keep_promise", promise=promise)
    assert (refused["type"], refused["code"]) == ("refused", "not_yours")
    assert (await boss.do("take_promise", promise=promise))["type"] == "accepted"
    taken = await desk.one("fact", lambda f: f["fact"]["fact"] == "promise_taken")
    assert (taken["fact"]["was"], taken["fact"]["agent"], taken["rows"]) == ("juss", "kristi", [])


async def test_reminders_come_by_the_clock_and_a_desk_that_was_away_hears_of_them(site: OpenSite) -> None:
    """Its owner, then supervisors, then that it is broken; a page that comes back is told what it missed, once."""
    _, one = await waiting(site)
    await site.joined("juss", one)
    desk, boss = await site.desk("juss"), await site.desk("kristi")
    promise = await promised(site, desk, one, 4_000)
    since = desk.facts()[-1]["n"]
    await boss.one("fact", lambda f: f["fact"]["fact"] == "promise_reminded")
    await boss.one("fact", lambda f: f["fact"]["fact"] == "promise_broken")
    back = await site.desk("juss", since=since)
    names = [(f["fact"]["fact"], f["fact"].get("to")) for f in back.facts() if f["fact"].get("promise") == promise]
    assert names == [("promise_reminded", "owner"), ("promise_reminded", "supervisors"), ("promise_broken", None)]
    told = await listed(site, "juss", owner="me")
    assert [(row["promise"], row["state"]) for row in told["promises"]] == [(promise, "overdue")]
    assert (await listed(site, "juss", state="broken"))["total"] == 1
    assert (await site.command("juss", "keep_promise", promise=promise)).status_code == 200
    assert (await listed(site, "juss", state="ended"))["promises"][0]["state"] == "made_good"


async def test_who_sees_what(site: OpenSite) -> None:
    """Their own and the queue's; whoever sees all conversations sees all promises, and an analyst changes none."""
    _, one = await waiting(site)
    await site.joined("juss", one)
    promise = await promised(site, await site.desk("juss"), one, HOUR)
    for login, number in (("juss", 1), ("oleg", 0), ("anu", 1), ("kristi", 1)):
        assert (await listed(site, login))["total"] == number, login
    assert (await (await site.client("oleg")).get(f"/promises/{promise}")).status_code == 404
    assert (await site.command("anu", "keep_promise", promise=promise)).status_code == 403
    assert (await site.command("juss", "withdraw_promise", promise=promise, reason="because")).status_code in (400, 422)
    assert (await site.command("juss", "withdraw_promise", promise=promise, reason="mistake")).status_code == 200
    customer = (await (await site.client("juss")).get(f"/conversations/{one}")).json()["customer"]
    assert [(row["promise"], row["state"], row["reason"]) for row in customer["promises"]] == [
        (promise, "withdrawn", "mistake")
    ]


async def test_whoever_is_no_agent_sees_what_the_queue_owes_and_nothing_else(
    site: OpenSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account that serves nobody yet reads no colleague's promise, in the list or by its id."""
    monkeypatch.setitem(PEOPLE, "uku", ("Uku Uus", "agent", None))
    _, one = await waiting(site)
    await site.joined("juss", one)
    promise = await promised(site, await site.desk("juss"), one, HOUR)
    assert (await listed(site, "uku"))["total"] == 0
    assert (await (await site.client("uku")).get(f"/promises/{promise}")).status_code == 404


async def test_whoever_sees_a_promise_in_their_list_hears_what_becomes_of_it(site: OpenSite) -> None:
    """Somebody who oversees without moving work; and everybody, once a colleague takes what the queue had, or while its customer waits."""
    _, one = await waiting(site)
    await site.joined("juss", one)
    desk, looking, other = await site.desk("juss"), await site.desk("guru"), await site.desk("oleg")
    promise = await promised(site, desk, one, HOUR)
    assert (await looking.one("fact", lambda f: f["fact"].get("promise") == promise))["fact"]["fact"] == "promise_made"
    await other.caught_up()
    assert not other.facts("promise_made")
    assert (await desk.do("transfer", interaction=one, queue="service", note=""))["type"] == "accepted"
    assert (await desk.do("keep_promise", promise=promise))["type"] == "accepted"
    await other.one("fact", lambda f: f["fact"]["fact"] == "promise_kept")
    assert (await listed(site, "anu", state="all", limit=1, offset=7))["total"] == 1


async def test_a_conversation_that_is_put_off_is_owed_by_its_queue(site: OpenSite) -> None:
    """In the list, and at the customer's; nobody made a fact for it that could name the queue."""
    _, one = await waiting(site)
    await site.joined("juss", one)
    due_at = site.built.loop.clock() + HOUR
    desk = await site.desk("juss")
    assert (await desk.do("defer", interaction=one, due_at=due_at))["type"] == "accepted"
    (row,) = (await listed(site, "kristi"))["promises"]
    assert row["queue"] == site.built.site.kept.interactions[one].queue
    customer = (await (await site.client("kristi")).get(f"/conversations/{one}")).json()["customer"]
    assert [shown["queue"] for shown in customer["promises"]] == [row["queue"]]


async def test_what_may_be_promised_comes_with_its_sentence(site: OpenSite) -> None:
    """In the customer's language, on the site's clock; also for a time of one's own."""
    page = await site.page(secrets.token_urlsafe(32), language="ru")
    await page.say("Здравствуйте")
    one = site.only().interaction
    await site.joined("oleg", one)
    client = await site.client("oleg")
    told = (await client.get(f"/conversations/{one}/promising")).json()
    assert told["written"] == "card"
    assert len(told["choices"]) >= 4
    assert [choice["due_at"] > told["at"] for choice in told["choices"]] == [True] * len(told["choices"])
    assert all(choice["said"]["callback"].startswith("Мы перезвоним вам не позднее чем ") for choice in told["choices"])
    at = 1_793_692_800_000
    while at <= told["at"]:
        at += 364 * DAY
    own = (await client.get(f"/conversations/{one}/promising", params={"due_at": at})).json()["choices"]
    day = datetime.fromtimestamp(at / 1_000, ZoneInfo(told["zone"]))
    assert own[0]["said"]["fix"] == f"Мы исправим это не позднее чем во вторник {day:%d.%m} в {day.hour}:{day:%M}."
    assert (await client.get("/conversations/nobody/promising")).status_code == 404


async def test_only_what_can_be_promised_is_put_into_words_and_only_for_whoever_has_the_customer(
    site: OpenSite,
) -> None:
    """A time that is over, or that no calendar has, is refused; a colleague's customer, and one who waits, are not theirs to promise to."""
    _, one = await waiting(site)
    path = f"/conversations/{one}/promising"
    assert (await (await site.client("juss")).get(path)).status_code == 403
    await site.joined("juss", one)
    client = await site.client("juss")
    assert (await client.get(path)).status_code == 200
    now = site.built.loop.clock()
    for due_at in (0, now - 1, now + 400 * DAY, 2**53):
        refused = await client.get(path, params={"due_at": due_at})
        assert (refused.status_code, refused.json()["code"]) == (422, "due_at"), (due_at, refused.text)
    for login in ("oleg", "kristi"):
        refused = await (await site.client(login)).get(path)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_yours"), login


async def test_the_board_counts_promises(site: OpenSite) -> None:
    """Owed, due within the hour, overdue and without an owner."""
    _, one = await waiting(site)
    await site.joined("juss", one)
    await promised(site, await site.desk("juss"), one, HOUR // 2)
    board = (await (await site.client("anu")).get("/board")).json()
    assert board["promises"] == {"owed": 1, "soon": 1, "overdue": 0, "unowned": 0}


async def test_a_message_with_a_price_and_a_promise(site: OpenSite) -> None:
    """In the published words; the conversation tells that both were given, and any other words are refused."""
    page, one = await waiting(site)
    await site.joined("juss", one)
    await published(site)
    said = (await (await site.client("juss")).get("/prices/said", params={"language": "et"})).json()
    line = next(item["text"] for item in said["items"] if item["code"] == "m")
    desk = await site.desk("juss")
    due_at = site.built.loop.clock() + HOUR
    promise = {"kind": "answer", "due_at": due_at, "words": "Vastame homme."}
    wrong = await desk.do("send_message", interaction=one, text="Keskmine: 9 € kuus", attachments=[], shows=["m"])
    assert (wrong["type"], wrong["code"], wrong["detail"]) == ("refused", "price_words", {"item": "m"})
    text = f"{line}\nVastame homme."
    sent = await desk.do("send_message", interaction=one, text=text, attachments=[], shows=["m"], promises=[promise])
    assert sent["type"] == "accepted", sent
    await page.shown("message", 2)
    await page.shown("promise", 1)
    told = (await (await site.client("juss")).get(f"/conversations/{one}")).json()
    assert [life["fact"]["fact"] for life in told["life"]][-2:] == ["price_shown", "promise_made"]
    assert (await desk.do("note_consent", interaction=one, plan="m", how="written"))["type"] == "accepted"
    assert [e.fact.codes for e in site.entries() if isinstance(e.fact, PriceShown)] == [("m",)]


async def test_whoever_is_forgotten_takes_the_words_along(site: OpenSite) -> None:
    """The promise ends, the card's words are gone from every answer, the figures stay."""
    _, one = await waiting(site)
    await site.joined("juss", one)
    promise = await promised(site, await site.desk("juss"), one, HOUR, "Helistame Marile.")
    customer = site.only().customer
    erased = await (await site.client("admin")).delete(f"/customers/{customer}")
    assert erased.status_code == 200, erased.text
    await site.built.forgetting.done()
    row = (await listed(site, "kristi", state="all"))["promises"][0]
    assert (row["promise"], row["state"], row["reason"], row["text"]) == (promise, "withdrawn", "erased", "")
    made = [e.fact for e in site.entries() if isinstance(e.fact, p.facts.PromiseMade)]
    assert not site.built.stores.contents.get([made[0].words])
