"""Causes and improvements over HTTP, on the whole product: from a cause to a verdict, who is told, and who may do what."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
import pytest

from hoolin.channels.post.hearing import Correspondent
from hoolin.channels.written import Address
from hoolin.core.delivery.commands import AddressInteraction, Sent
from hoolin.core.delivery.delivery import Delivery
from hoolin.core.interaction import commands as c
from hoolin.insight.improvements.facts import RaiserTold
from hoolin.people.api import commands as people
from hoolin.server.accounts.records import Account
from hoolin.wiring import build
from tests.channels.chat.stand import Stand, until
from tests.insight.improvements.past import CHANGE, Past, lived, now, set_up, settings, usual
from tests.server.test_contact import PASSWORD, client_of

DAY = 86_400_000
HOUR = 3_600_000
TEXT = {"et": "Arve on nüüd selgem.", "ru": "Счёт стал понятнее.", "en": "The bill is clearer now."}
CAUSE = {"title": "Arve ridu ei mõisteta", "kind": "information", "reasons": ["bill"], "owner": None}


def improvement(cause: str, **more: Any) -> dict[str, Any]:
    """What is proposed."""
    return {
        "title": "Selgem arve",
        "about": "",
        "causes": [cause],
        "reasons": ["bill"],
        "owner": None,
        "drop": 0.3,
    } | more


class Carried:
    """A provider that takes everything, and what it was given."""

    def __init__(self) -> None:
        self.sent: list[Delivery] = []

    async def transmit(self, delivery: Delivery) -> Sent:
        """Taken."""
        self.sent.append(delivery)
        return Sent("accepted")


class Clock:
    """Of the site."""

    def __init__(self) -> None:
        self.now = now()

    def __call__(self) -> int:
        """The present instant."""
        return self.now


@asynccontextmanager
async def site(folder: Path, public_url: str = "https://abi.example") -> AsyncIterator[Stand]:
    """The site of a folder, at work."""
    clock = Clock()
    carried = Carried()
    built = build(settings(folder, public_url=public_url), clock=clock, carriers={"email": carried})
    try:
        async with built.running():
            stand = Stand(built)
            stand.clock, stand.carried = clock, carried  # type: ignore[attr-defined]
            yield stand
    finally:
        built.accounts.close()


@asynccontextmanager
async def keeper(stand: Stand) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who keeps improvements, at the site's own address."""
    async with client_of(stand) as first:
        account = Account(id="new", login="hele", name="Hele Kask", role="guru", agent="hele", language="et")
        await stand.built.accounts.add(account, PASSWORD)
        base = "https://abi.example" if stand.built.settings.server.public_url else "http://desk.test"
        async with httpx.AsyncClient(transport=first._transport, base_url=base) as client:
            await log_in(client, "hele")
            yield client


async def log_in(client: httpx.AsyncClient, login: str) -> None:
    """With the password that all have."""
    me = await client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
    client.headers["x-hoolin-csrf"] = me.json()["csrf"]


async def passes(stand: Stand, client: httpx.AsyncClient, ms: int) -> None:
    """Time passes, and whoever was logged in logs in again."""
    stand.clock.now += ms  # type: ignore[attr-defined]
    await log_in(client, "hele")


async def done(client: httpx.AsyncClient, path: str, body: Any = None) -> dict[str, Any]:
    """Asked for, and done."""
    answer = await client.post(f"/api/v1{path}", json=body if body is not None else {})
    assert answer.status_code in (200, 201), answer.text
    told: dict[str, Any] = answer.json()
    return told


async def refused(client: httpx.AsyncClient, path: str, body: Any = None) -> tuple[int, str]:
    """Asked for, and not done."""
    answer = await client.post(f"/api/v1{path}", json=body if body is not None else {})
    return answer.status_code, answer.json()["code"]


async def got(client: httpx.AsyncClient, path: str) -> dict[str, Any]:
    """An answer that is there."""
    answer = await client.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A site that is set up, and that nobody has come to."""
    built = build(settings(tmp_path), clock=lambda: now() - 200 * DAY)
    past = Past(built)
    set_up(past, ("bill", "roaming", "complaint"))
    past.keep()
    built.close()
    built.accounts.close()
    return tmp_path


async def test_from_a_cause_to_what_everybody_may_read(empty: Path) -> None:
    """Ids are the server's, owners have names, what is refused says why, and the site's own day is what counts."""
    async with site(empty) as stand, keeper(stand) as client:
        assert await refused(client, "/causes", CAUSE | {"owner": "nobody"}) == (422, "no_such_owner")
        assert await refused(client, "/causes", CAUSE | {"cause": 5, "kind": "weather"}) == (400, "command")
        cause = (await done(client, "/causes", CAUSE | {"owner": "hele"}))["cause"]
        (told,) = (await got(client, "/causes"))["causes"]
        assert (told["cause"], told["owner_name"], told["contacts_90d"]) == (cause, "Hele Kask", 0)
        assert await refused(client, "/improvements", improvement("u-none")) == (422, "no_such_cause")
        mine = (await done(client, "/improvements", improvement(cause, drop=None)))["improvement"]
        assert await refused(client, f"/improvements/{mine}/ship", {"day": "2026-11-30"}) == (422, "drop_not_written")
        await done(
            client, f"/improvements/{mine}", improvement(cause, owner="hele", who={"by": "channel", "code": "chat"})
        )
        assert await refused(client, f"/improvements/{mine}/announce", {"text": TEXT}) == (409, "not_shipped")
        # At one at night in Tallinn it is the next day there already; in Greenwich it is not.
        await passes(stand, client, 10 * HOUR)
        assert (await got(client, "/improvements"))["today"] == "2026-11-30"
        await passes(stand, client, 3 * HOUR)
        assert (await got(client, "/improvements"))["today"] == "2026-12-01"
        assert await refused(client, f"/improvements/{mine}/ship", {"day": "2026-12-02"}) == (422, "shipped_in_future")
        await done(client, f"/improvements/{mine}/ship", {"day": "2026-12-01"})
        assert await refused(client, f"/improvements/{mine}/announce", {"text": {"et": "Arve"}}) == (422, "no_words")
        await done(client, f"/improvements/{mine}/announce", {"text": TEXT})
        one = await got(client, f"/improvements/{mine}")
        assert (one["standing"], one["day"], one["owner_name"], one["verdict"]) == (
            "shipped",
            "2026-12-01",
            "Hele Kask",
            None,
        )
        assert (one["public"], one["who"]) == (TEXT, {"by": "channel", "code": "chat"})
        assert (await got(client, "/causes"))["causes"][0]["improvements"] == [mine]
        early = await client.get(f"/api/v1/improvements/{mine}/effect")
        assert (early.status_code, early.json()["code"], early.json()["days_needed"]) == (409, "too_early", 16)
        await done(client, f"/improvements/{mine}/unannounce")
        await done(client, f"/improvements/{mine}/withdraw", {"why": "Vana oli parem"})
        assert (await got(client, f"/improvements/{mine}"))["standing"] == "withdrawn"
        assert (await client.get("/api/v1/improvements/p-none")).status_code == 404


async def test_what_is_written_about_it_and_the_cases_that_show_it(empty: Path) -> None:
    """Comments with who wrote them; cases by number, with their reason and their contacts, and nobody in them."""
    async with site(empty) as stand, keeper(stand) as client:
        cause = (await done(client, "/causes", CAUSE))["cause"]
        mine = (await done(client, "/improvements", improvement(cause)))["improvement"]
        await done(client, f"/improvements/{mine}/comments", {"text": "Arenduses on sellest juttu."})
        (comment,) = (await got(client, f"/improvements/{mine}/comments"))["comments"]
        assert (comment["by"], comment["by_name"], comment["text"]) == (
            "hele",
            "Hele Kask",
            "Arenduses on sellest juttu.",
        )
        assert await refused(client, f"/improvements/{mine}/cases", {"case": "k-none"}) == (404, "case")
        await served(stand, "c1", "bill")
        await done(client, f"/improvements/{mine}/cases", {"case": "k-c1"})
        (case,) = (await got(client, f"/improvements/{mine}/cases"))["cases"]
        assert (case["case"], case["number"], case["reason"], case["contacts"]) == ("k-c1", 1001, "bill", 1)
        assert set(case) == {"case", "number", "opened_at", "reason", "contacts"}
        note = {"interaction": "i-c1", "cause": cause, "agent": "mari"}
        await stand.do(msgspec.convert({"command": "note_cause", **note}, _note()))
        assert (await got(client, "/causes"))["causes"][0]["contacts_90d"] == 1


def _note() -> Any:
    from hoolin.insight.improvements.commands import NoteCause

    return NoteCause


async def served(stand: Stand, customer: str, reason: str, channel: str = "email", address: bool = True) -> str:
    """A conversation that is over, answered at an address if there is one."""
    interaction = f"i-{customer}"
    begins = c.Arrive(interaction=interaction, customer=customer, case=f"k-{customer}", channel=channel, language="ru")
    await stand.do(begins, f"customer:{customer}")
    if address:
        body = msgspec.json.encode(
            Correspondent(Address(kind="email", value=f"{customer}@example.com"), subject="Arve")
        )
        await stand.do(AddressInteraction(
            interaction=interaction, customer=customer, account="support", address=f"a-{customer}", body=body
        ))  # fmt: skip
    await stand.do(c.Take(interaction=interaction, agent="mari"))
    await stand.do(c.Close(interaction=interaction, agent="mari", outcome="solved", reasons=(reason,)))
    return interaction


async def shipped(client: httpx.AsyncClient, stand: Stand) -> str:
    """An improvement that shipped the day after everybody had turned to us."""
    cause = (await done(client, "/causes", CAUSE))["cause"]
    mine = str((await done(client, "/improvements", improvement(cause)))["improvement"])
    await passes(stand, client, 24 * HOUR)
    await done(client, f"/improvements/{mine}/ship", {"day": "2026-12-01"})
    return mine


async def test_whoever_raised_it_is_told_once_where_they_were_answered_and_can_stop_it(empty: Path) -> None:
    """Counted first; then one message each, in their language, into their own thread; asked again nobody has two. Not to whoever raised something
    else, has no address, wants none, or is gone.
    """
    async with site(empty) as stand, keeper(stand) as client:
        for customer in ("c1", "c2", "c3", "c4"):
            await served(stand, customer, "bill")
        await served(stand, "c5", "roaming")
        await served(stand, "c6", "bill", channel="chat", address=False)
        stand.built.rooms["surveys"].state.kept.unwilling.add("c3")
        await stand.do(people.EraseCustomer(customer="c4"))
        mine = await shipped(client, stand)
        dry = await done(client, f"/improvements/{mine}/tell", {"text": TEXT})
        assert dry == {"customers": 2, "told": 0, "told_before": 0, "today": 2, "unwilling": 1, "unreachable": 1}
        assert stand.carried.sent == []  # type: ignore[attr-defined]
        told = await done(client, f"/improvements/{mine}/tell", {"text": TEXT, "dry": False})
        assert told["told"] == 2
        again = await done(client, f"/improvements/{mine}/tell", {"text": TEXT, "dry": False})
        assert (again["customers"], again["told"], again["told_before"]) == (2, 0, 2)
        sent: list[Delivery] = await until(lambda: len(stand.carried.sent) == 2 and stand.carried.sent)  # type: ignore[attr-defined]
        bodies = stand.built.stores.contents.get([one.message for one in sent])
        text = msgspec.json.decode(next(iter(bodies.values())))["text"]
        assert text.startswith(TEXT["ru"]) and "Põhjala Mobiil" in text
        where = stand.built.stores.contents.get([one.address for one in sent])
        addressed = {msgspec.json.decode(body)["to"]["value"] for body in where.values()}
        assert addressed == {"c1@example.com", "c2@example.com"}
        assert sum(isinstance(fact, RaiserTold) for fact in stand.facts()) == 2
        assert (await got(client, f"/improvements/{mine}"))["told"] == 2
        link = urlsplit(text.rsplit(" ", 1)[-1])
        assert (link.netloc, link.path) == ("abi.example", "/changes/stop")
        await check_stop(stand, client, f"{link.path}?{link.query}")


async def check_stop(stand: Stand, client: httpx.AsyncClient, link: str) -> None:
    """Looking changes nothing; the button does, and it can be taken back; a link that is not ours says so."""
    kept = stand.built.rooms["improvements"].state.kept
    page = await client.get(link)
    assert page.status_code == 200 and "<form" in page.text and "<script" not in page.text
    assert kept.unwilling == {}
    stopped = await client.post(link)
    assert stopped.status_code == 200 and len(kept.unwilling) == 1
    assert "no-store" in stopped.headers["cache-control"]
    await client.post(f"{link}&wanted=1")
    assert kept.unwilling == {}
    token = parse_qs(urlsplit(link).query)["to"][0]
    wrong = await client.get(link.replace(token, token[:-1] + ("0" if token[-1] != "0" else "1")))
    assert wrong.status_code == 404 and "<form" not in wrong.text


async def test_a_process_that_died_in_the_middle_doubles_nothing(empty: Path) -> None:
    """One of two was told when it died: the next process tells the other, and not the first again."""
    async with site(empty) as stand, keeper(stand) as client:
        for customer in ("c1", "c2"):
            await served(stand, customer, "bill")
        mine = await shipped(client, stand)
        stand.built.rooms["improvements"].state.kept.told_today = ((now() + DAY) // DAY, 999)
        assert (await done(client, f"/improvements/{mine}/tell", {"text": TEXT, "dry": False}))["told"] == 1
    async with site(empty) as stand:
        stand.clock.now += 2 * DAY  # type: ignore[attr-defined]
        async with client_of(stand, "guru") as other:
            other.base_url = httpx.URL("https://abi.example")
            await log_in(other, "guru")
            assert (await done(other, f"/improvements/{mine}/tell", {"text": TEXT, "dry": False}))["told"] == 1
        assert sum(isinstance(fact, RaiserTold) for fact in stand.facts()) == 2


async def test_nobody_is_written_to_who_could_not_say_that_they_want_no_more(empty: Path) -> None:
    """A site without a public address, a text in one language, and what has not shipped: refused."""
    async with site(empty, public_url="") as stand, keeper(stand) as client:
        cause = (await done(client, "/causes", CAUSE))["cause"]
        mine = (await done(client, "/improvements", improvement(cause)))["improvement"]
        assert await refused(client, f"/improvements/{mine}/tell", {"text": TEXT}) == (409, "not_shipped")
        await done(client, f"/improvements/{mine}/ship", {"day": "2026-11-30"})
        assert await refused(client, f"/improvements/{mine}/tell", {"text": TEXT}) == (422, "no_public_url")
        assert await refused(client, f"/improvements/{mine}/tell", {"text": {"et": "Arve"}}) == (422, "no_words")


async def test_reading_and_keeping_are_permissions_of_their_own(empty: Path) -> None:
    """An analyst reads and changes nothing; an agent does neither; everybody reads the page."""
    async with site(empty, public_url="") as stand:
        async with client_of(stand, "analyst") as client:
            assert (await got(client, "/improvements"))["improvements"] == []
            assert await refused(client, "/causes", CAUSE) == (403, "permission")
        async with client_of(stand, "agent") as client:
            assert (await client.get("/api/v1/improvements")).status_code == 403
        async with client_of(stand) as anybody:
            assert (await anybody.get("/changes")).status_code == 200
            assert (await anybody.get("/changes.json")).json() == {"changes": []}


def seen(fewer: float, beside: float) -> Any:
    """Contacts for the bill fall to a share, and so many a day more come for something beside it."""
    rates = usual(lambda day: 11.0 * (fewer if day >= CHANGE else 1.0))
    return rates | {"complaint": lambda day: 1.0 + (beside if day >= CHANGE else 0.0)}


@pytest.mark.parametrize(("fewer", "beside", "word"), [(0.5, 0.0, "verified"), (0.5, 5.5, "moved")])
async def test_a_planted_effect_is_found_through_the_whole_house(
    tmp_path: Path, fewer: float, beside: float, word: str
) -> None:
    """Lived by the real house, counted from its rows: half as many is verified; half as many with as many more complaints only moved."""
    await asyncio.to_thread(lived, tmp_path, seen(fewer, beside))
    async with site(tmp_path) as stand, keeper(stand) as client:
        mine = await shipped_at_change(client, stand)
        found = await got(client, f"/improvements/{mine}/effect")
        verdict = found["verdict"]
        assert verdict["verdict"] == word
        assert verdict["low"] < 0.5 < verdict["high"] < 1
        assert (found["basis"], found["step"], found["days_after"]) == ("days", "day", 58)
        assert found["until"] == "2026-11-27"
        shown = found["picture"]
        assert (shown["change"], shown["step"]) == (CHANGE.isoformat(), "week") or shown["step"] == "day"
        assert len(shown["rate"]) == len(shown["expected"]) == len(shown["dates"])
        caught = [one["where"] for one in found["elsewhere"] if one["caught"]]
        assert caught == (["complaint"] if beside else [])
        one = await got(client, f"/improvements/{mine}")
        assert one["verdict"]["verdict"] == word
        await done(client, f"/improvements/{mine}/announce", {"text": TEXT})
        (change,) = (await client.get("/changes.json")).json()["changes"]
        assert (change["day"], change["text"]) == (CHANGE.isoformat(), TEXT)
        verified = change["verified"]
        assert (verified is not None) == (word == "verified")
        if verified is not None:
            assert verified["low"] < 0.5 < verified["high"]
            page = (await client.get("/changes?language=en")).text
            assert "It helped" in page


async def shipped_at_change(client: httpx.AsyncClient, stand: Stand) -> str:
    """Written down and shipped then."""
    await passes(stand, client, -60 * DAY)
    cause = (await done(client, "/causes", CAUSE))["cause"]
    mine = str((await done(client, "/improvements", improvement(cause)))["improvement"])
    await done(client, f"/improvements/{mine}/ship", {"day": date.isoformat(CHANGE)})
    await passes(stand, client, 60 * DAY)
    return mine


async def test_a_recommendation_can_be_sent(tmp_path: Path) -> None:
    """Before it ships: how long until it is known; the same on one page as a page, a PDF and data, for those who may read figures."""
    await asyncio.to_thread(lived, tmp_path, usual(lambda day: 11.0))
    async with site(tmp_path) as stand, keeper(stand) as client:
        cause = (await done(client, "/causes", CAUSE | {"owner": "hele"}))["cause"]
        mine = (await done(client, "/improvements", improvement(cause, drop=0.5)))["improvement"]
        plan = (await got(client, f"/improvements/{mine}"))["plan"]
        assert [one["weeks"] for one in plan["weeks"]] == [4, 8, 12, 26]
        assert all(0 < one["smallest_drop"] < 1 for one in plan["weeks"])
        assert plan["needed_weeks"] is not None
        at = f"/api/v1/improvements/{mine}/recommendation"
        page = await client.get(at, params={"language": "en"})
        assert page.status_code == 200 and "Hele Kask" in page.text
        assert "script-src" not in page.headers["content-security-policy"]
        assert "inline" in page.headers["content-disposition"]
        paper = await client.get(at, params={"language": "et", "format": "pdf"})
        assert paper.content.startswith(b"%PDF") and "attachment" in paper.headers["content-disposition"]
        data = (await client.get(at, params={"format": "json"})).json()
        assert data["figures"]["contacts"]["low"] < 11 * 365.25 / 12 < data["figures"]["contacts"]["high"]
        assert (await client.get("/api/v1/improvements/p-none/recommendation")).status_code == 404
        assert (await client.get(at, params={"format": "docx"})).status_code == 422
