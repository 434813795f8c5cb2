"""Reasons over HTTP, on the whole product: a tree is published, contacts are closed with its leaves, and the board says what they cost."""

from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx
import pytest

from hoolin.core.interaction import commands as c
from hoolin.insight.api import improvements
from tests.channels.chat.stand import Stand, Visitor, standing, until
from tests.server.test_contact import client_of
from tests.server.test_reviews import person

DAY = 86_400_000
TREE, BOARD = "/api/v1/reasons/tree", "/api/v1/reasons/board"


def reason(code: str, parent: str | None = None, **more: Any) -> dict[str, Any]:
    """One that is called what its code is."""
    return {"code": code, "parent": parent, "name": {one: code.title() for one in ("et", "ru", "en")}, **more}


def body(reasons: list[dict[str, Any]], based_on: int = 0, crosswalk: tuple[Any, ...] = ()) -> dict[str, Any]:
    """What is sent to publish it."""
    return {"tree": {"reasons": reasons}, "based_on": based_on, "why": "Uus puu", "crosswalk": list(crosswalk)}


MONEY = [reason("money"), reason("bill", "money", for_customer=False, for_company=False), reason("roaming", "money")]


async def contact(stand: Stand, *codes: str) -> str:
    """Kristi serves a customer and closes with these reasons; gives the interaction."""
    visitor = Visitor(stand.gateway)
    await visitor.come()
    await visitor.say("Tere! Minu arve on vale.")
    await until(lambda: stand.one().state == "offered")
    await stand.answer()
    one = stand.one()
    agent = str(one.agent)
    await stand.do(c.StartWrapUp(interaction=one.interaction, agent=agent))
    await stand.do(c.Close(interaction=one.interaction, agent=agent, outcome="solved", reasons=codes))
    return one.interaction


def period(stand: Stand) -> dict[str, int]:
    """From a week ago until tomorrow."""
    now = stand.built.loop.clock()
    return {"begin": now - 7 * DAY, "end": now + DAY}


def analyst(stand: Stand, admin: httpx.AsyncClient) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    """Somebody who reads and changes nothing."""
    return person(stand, admin, "ann", "analyst", None)


async def test_before_there_is_a_tree_it_is_the_flat_list_with_the_names_that_are_known() -> None:
    """Number 0, the site's own list, and words for the codes that Hoolin has words for."""
    async with standing() as stand, client_of(stand, "admin") as admin, analyst(stand, admin) as ann:
        told = (await ann.get(TREE)).json()
        assert (told["number"], told["version"], told["may_publish"]) == (0, None, False)
        assert told["tree"]["reasons"][0] | {"name": None} == {
            "code": "bill", "name": None, "parent": None, "about": {"et": "", "ru": "", "en": ""}, "examples": [],
            "for_customer": None, "for_company": None,
        }  # fmt: skip
        assert told["tree"]["reasons"][0]["name"] == {"et": "Arve", "ru": "Счёт", "en": "Bill"}
        assert (told["languages"], told["used"], told["versions"]) == (["et", "ru", "en"], {}, [])


async def test_a_tree_is_published_the_floor_follows_and_what_is_wrong_is_refused() -> None:
    """Whoever may publish does; agents then choose from its leaves; faults, an older version, and a reason in use are said."""
    async with standing() as stand, client_of(stand, "admin") as admin, analyst(stand, admin) as ann:
        assert (await ann.post(TREE, json=body(MONEY))).status_code == 403
        faulty = await admin.post(TREE, json=body([reason("bill"), reason("bill")]))
        assert (faulty.status_code, faulty.json()["code"]) == (422, "reasons")
        assert {"place": "bill", "why": "named_twice", "said": ""} in faulty.json()["faults"]
        assert (await admin.post(TREE, json=body(MONEY))).json() == {"number": 1}
        assert stand.built.site.kept.rules.reasons == ("bill", "roaming")
        moved_on = await admin.post(TREE, json=body([reason("bill")]))
        assert (moved_on.status_code, moved_on.json()["code"], moved_on.json()["in_force"]) == (
            409,
            "reasons_moved_on",
            1,
        )

        await contact(stand, "roaming")
        cause = improvements.Cause(cause="z1", title="Hind on peidus", kind="price", reasons=("roaming",))
        await stand.do(improvements.commands.SetCause(cause=cause, new=True))
        without = await admin.post(TREE, json=body([reason("bill")], 1))
        assert (without.status_code, without.json()["code"]) == (409, "reason_in_use")
        assert without.json()["reasons"] == [{"reason": "roaming", "contacts": 1, "users": ["cause: Hind on peidus"]}]
        went = {"code": "roaming", "to": [{"code": "bill"}]}
        assert (await admin.post(TREE, json=body([reason("bill")], 1, (went,)))).json() == {"number": 2}

        told = (await admin.get(TREE)).json()
        assert [one["number"] for one in told["versions"]] == [2, 1] and told["may_publish"]
        assert told["versions"][0]["crosswalk"] == [{"code": "roaming", "to": [{"code": "bill", "share": 1.0}]}]
        assert (told["version"]["number"], told["version"]["by_name"], told["version"]["why"]) == (
            2,
            "admin",
            "Uus puu",
        )
        assert told["used"] == {"roaming": 1}
        assert told["beside"] == [{"reason": "bill", "kind": "cause", "name": "Hind on peidus"}]
        async with person(stand, admin, "kristi", "agent", "kristi") as kristi:
            names = (await kristi.get("/api/v1/reasons/names")).json()
            assert [one["code"] for one in names["reasons"]] == ["bill"] and names["number"] == 2
            assert [one["code"] for one in names["retired"]] == ["money", "roaming"]
            assert names["retired"][1]["name"]["et"] == "Roaming"
            assert (await kristi.get(TREE)).status_code == 403


async def test_the_board_counts_what_contacts_cost_through_a_renaming() -> None:
    """Per reason and group, with customers told per month, causes, and what nobody explained; the same totals after a new version."""
    async with standing() as stand, client_of(stand, "admin") as admin, analyst(stand, admin) as ann:
        assert (await admin.post(TREE, json=body([*MONEY, reason("other")]))).status_code == 200
        first = await contact(stand, "bill")
        await contact(stand, "bill", "roaming")
        await contact(stand, "other")
        cause = improvements.Cause(cause="z1", title="Hind on peidus", kind="price", reasons=("roaming",))
        await stand.do(improvements.commands.SetCause(cause=cause, new=True))
        await stand.do(improvements.commands.NoteCause(interaction=first, cause="z1", agent="kristi"))
        day = "2020-01-01"
        assert (await ann.post("/api/v1/customers", json={"day": day, "customers": 1_000})).status_code == 403
        counted = await admin.post("/api/v1/customers", json={"day": day, "customers": 1_000})
        assert (
            counted.json()
            == (await ann.get("/api/v1/customers")).json()
            == {"customers": [{"day": day, "customers": 1_000}]}
        )

        told = (await ann.get(BOARD, params=period(stand))).json()
        lines = {one["code"]: one for one in told["lines"]}
        assert {code: one["contacts"] for code, one in lines.items()} == {
            "money": 2,
            "bill": 2,
            "roaming": 1,
            "other": 1,
        }
        assert told["total"]["contacts"] == 3 and told["total"]["hours"]["value"] > 0
        assert told["unexplained"] == {"contacts": 1, "share": pytest.approx(1 / 3)}
        assert told["customers"] == 1_000 and told["days"] == pytest.approx(7, abs=0.1)
        assert lines["bill"]["rate"]["value"] == pytest.approx(2 / (7 / 30.4375), rel=0.02)
        assert lines["bill"]["causes"] == [{"cause": "z1", "title": "Hind on peidus", "kind": "price", "contacts": 1}]
        assert lines["bill"]["failure_share"]["value"] == 0.5 and lines["roaming"]["failure_share"]["value"] == 0
        assert (lines["bill"]["action"], lines["money"]["leaf"], lines["bill"]["parent"]) == (
            "eliminate",
            False,
            "money",
        )
        assert lines["bill"]["few"] and not lines["bill"]["apportioned"]
        hours = sum(lines[code]["hours"]["value"] for code in ("bill", "roaming", "other"))
        assert hours == pytest.approx(told["total"]["hours"]["value"])

        went = (
            {"code": "bill", "to": [{"code": "invoice", "share": 0.75}, {"code": "roaming", "share": 0.25}]},
        )  # fmt: skip
        after = [reason("money"), reason("invoice", "money"), reason("roaming", "money"), reason("other")]
        assert (await admin.post(TREE, json=body(after, 1, went))).status_code == 200
        told = (await ann.get(BOARD, params=period(stand))).json()
        lines = {one["code"]: one for one in told["lines"]}
        assert lines["invoice"]["contacts"] == 1.5 and lines["invoice"]["apportioned"] and "bill" not in lines
        assert lines["roaming"]["contacts"] == pytest.approx(1.25) and told["number"] == 2
        assert sum(lines[code]["hours"]["value"] for code in ("invoice", "roaming", "other")) == pytest.approx(hours)

        query: dict[str, int | str] = {**period(stand), "code": "money", "step": "day"}
        series = (await ann.get("/api/v1/reasons/series", params=query)).json()
        assert sum(one["contacts"] for one in series["points"]) == pytest.approx(2)
        assert len(series["points"]) in (8, 9) and series["points"][0]["customers"] == 1_000
        assert [one["number"] for one in series["marks"]] == [1, 2] and series["improvements"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"begin": 5, "end": 5}, {"begin": 0, "end": 500 * DAY}, {"begin": 0}, {"begin": 0, "end": 1, "step": "hour"},
        {"begin": 10**15, "end": 10**15 + DAY}, {"begin": 10**30, "end": 10**30 + DAY},
    ],
)  # fmt: skip
async def test_what_is_no_period_is_refused(query: dict[str, Any]) -> None:
    """With what is wrong with it: of a series and of the board."""
    async with standing() as stand, client_of(stand, "analyst") as ann:
        for path in ("series", "board"):
            more = {**query, "step": "day"} if path == "board" else query
            answer = await ann.get(f"/api/v1/reasons/{path}", params=more)
            assert answer.status_code == (200 if path == "board" and "step" in query else 422), (path, answer.text)


async def test_the_pages_have_addresses_that_can_be_said() -> None:
    """/reasons and /improvements lead into the app; the routes beneath /api are not touched by it."""
    async with standing() as stand, client_of(stand) as anybody:
        for place in ("reasons", "improvements"):
            for address in (f"/{place}", f"/{place}/"):
                answer = await anybody.get(address)
                assert (answer.status_code, answer.headers["location"]) == (308, f"/experience/{place}")
        assert (await anybody.get(TREE)).status_code == 401
