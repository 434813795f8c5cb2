"""Reviews over HTTP, on the whole product: drawn as conversations end, judged unseen, objected to, and told without who judged."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec

from hoolin.core.interaction import commands as c
from hoolin.experience.api import reviews
from hoolin.server.accounts.records import Account
from hoolin.server.permissions import Role
from tests.channels.chat.stand import Stand, Visitor, standing, until
from tests.experience.reviews.floor import CARD, GOOD, plan
from tests.server.test_contact import PASSWORD, client_of

RULES = msgspec.to_builtins(reviews.ReviewRules(scorecards=(CARD,), plans=(plan(double=100),)))


@asynccontextmanager
async def person(
    stand: Stand, app: httpx.AsyncClient, login: str, role: Role, agent: str | None
) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who is logged in beside the first one."""
    account = Account(id="new", login=login, name=login.title(), role=role, agent=agent, language="et")
    await stand.built.accounts.add(account, PASSWORD)
    async with httpx.AsyncClient(transport=app._transport, base_url="http://desk.test") as client:
        me = await client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
        client.headers["x-hoolin-csrf"] = me.json()["csrf"]
        yield client


async def served(stand: Stand) -> str:
    """Kristi serves a customer; gives the interaction."""
    visitor = Visitor(stand.gateway)
    await visitor.come()
    await visitor.say("Tere! Minu arve on vale.")
    await until(lambda: stand.one().state == "offered")
    await stand.answer()
    one = stand.one()
    await stand.do(c.Close(interaction=one.interaction, agent=str(one.agent), outcome="solved", reasons=("bill",)))
    return one.interaction


async def test_two_judge_unseen_the_agent_objects_and_a_third_decides() -> None:
    """From the drawing to the marks that hold; each sees what they may at each step."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        assert (await admin.put("/api/v1/reviews/rules", json={"after": 0, "rules": RULES})).status_code == 200
        interaction = await served(stand)
        async with (
            person(stand, admin, "hele", "guru", "hele") as hele,
            person(stand, admin, "oleg", "supervisor", "oleg") as oleg,
            person(stand, admin, "kristi", "supervisor", "kristi") as kristi,
        ):
            (free,) = (await hele.get("/api/v1/reviews")).json()["free"]
            assert (free["interaction"], free["reviewers"]) == (interaction, 2)
            assert (await kristi.get("/api/v1/reviews")).json()["free"] == []
            at = f"/api/v1/reviews/{free['review']}"
            for reviewer, marks in ((hele, GOOD), (oleg, GOOD | {"heard.named_back": 1})):
                assert (await reviewer.post(f"{at}/take")).status_code == 204
                form = (await reviewer.get(at)).json()
                assert [one["item"] for one in form["form"]["lines"]] == list(GOOD)
                assert "judgements" not in form and form["mine"] is None
                body = {"marks": marks, "note": "Ütle mure kohe üle."}
                assert (await reviewer.post(f"{at}/score", json=body)).status_code == 204
                assert (await reviewer.post(f"{at}/score", json=body)).json()["code"] == "judged_already"
            assert len((await hele.get(at)).json()["judgements"]) == 2

            (mine,) = (await kristi.get("/api/v1/reviews/mine")).json()["reviews"]
            assert sorted(one["score"]["share"] for one in mine["judgements"]) == [0.75, 1.0]
            assert mine["judgements"][0]["note"] == "Ütle mure kohe üle." and mine["may_appeal"]
            assert all("reviewer" not in one for one in mine["judgements"])
            assert (await oleg.get("/api/v1/reviews/mine")).json()["reviews"] == []
            objection = {"why": "Ma ütlesin selle kohe alguses."}
            assert (await oleg.post(f"{at}/appeal", json=objection)).status_code == 403
            assert (await kristi.post(f"{at}/appeal", json=objection)).status_code == 204
            decided = {"verdict": "changed", "marks": GOOD | {"heard.named_back": 1}, "why": "Jah, teisel real."}
            assert (await hele.post(f"{at}/decide", json=decided)).json()["code"] == "not_impartial"
            own = (await kristi.get(at)).json()["judgements"]
            assert len(own) == 2 and all("reviewer" not in one for one in own)
            assert {one["reviewer"] for one in (await oleg.get(at)).json()["judgements"]} == {"hele", "oleg"}
            assert len((await admin.get("/api/v1/reviews")).json()["appeals"]) == 1
            assert (await admin.post(f"{at}/decide", json=decided)).status_code == 204
            (mine,) = (await kristi.get("/api/v1/reviews/mine")).json()["reviews"]
            assert mine["appeal"]["answer"] == "Jah, teisel real." and mine["appeal"]["marks"]["heard.named_back"] == 1
            assert not mine["may_appeal"]


async def test_old_judgements_keep_their_score_when_the_scorecards_change() -> None:
    """What was judged by a scorecard that is gone is read by it all the same, however many there are."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        await admin.put(
            "/api/v1/reviews/rules", json={"after": 0, "rules": RULES | {"plans": [RULES["plans"][0] | {"double": 0}]}}
        )
        async with (
            person(stand, admin, "hele", "guru", "hele") as hele,
            person(stand, admin, "kristi", "agent", "kristi") as kristi,
        ):
            for _ in range(2):
                await served(stand)
                (free,) = (await hele.get("/api/v1/reviews")).json()["free"]
                await hele.post(f"/api/v1/reviews/{free['review']}/take")
                body = {"marks": GOOD, "note": f"Märkus {free['review']}"}
                assert (await hele.post(f"/api/v1/reviews/{free['review']}/score", json=body)).status_code == 204
            stand.built.rooms["reviews"].state.kept.reviews.clear()
            short = {"scorecards": [msgspec.to_builtins(CARD) | {"lines": [msgspec.to_builtins(CARD)["lines"][0]]}]}
            assert (await admin.put("/api/v1/reviews/rules", json={"after": 1, "rules": short})).status_code == 200
            mine = (await kristi.get("/api/v1/reviews/mine")).json()["reviews"]
            assert [one["judgements"][0]["score"]["share"] for one in mine] == [0.75, 0.75]
            assert [one["judgements"][0]["note"] for one in mine] == [f"Märkus {one['review']}" for one in mine]
            assert [len(one["form"]["lines"]) for one in mine] == [4, 4]


async def test_who_may_be_called_to_judge_is_told() -> None:
    """By the ids that a session is opened with; who may not judge, or may not log in any more, is none of them."""
    async with (
        standing() as stand,
        client_of(stand, "admin") as admin,
        person(stand, admin, "hele", "guru", "hele") as hele,
        person(stand, admin, "mari", "agent", "mari") as mari,
    ):
        told = (await hele.get("/api/v1/reviews/reviewers")).json()["reviewers"]
        assert [one["name"] for one in told] == ["admin", "Hele"]
        assert told[0]["id"].startswith("account:") and told[1]["id"] == "hele"
        assert (await mari.get("/api/v1/reviews/reviewers")).status_code == 403


async def test_calibration_shows_nobody_anybodys_marks_before_all_are_laid_open() -> None:
    """One's own, and how many have judged; then all of them, and how far they agree."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        await admin.put("/api/v1/reviews/rules", json={"after": 0, "rules": RULES})
        interaction = await served(stand)
        async with (
            person(stand, admin, "hele", "guru", "hele") as hele,
            person(stand, admin, "oleg", "supervisor", "oleg") as oleg,
            person(stand, admin, "kristi", "supervisor", "kristi") as kristi,
            person(stand, admin, "mari", "agent", "mari"),
        ):
            called = {"interaction": interaction, "scorecard": "usual", "reviewers": ["hele", "oleg"]}
            for opener, wrong, refusal in (
                (hele, {"interaction": "nowhere"}, (404, "interaction")),
                (hele, {"reviewers": ["hele", "kristi"]}, (403, "own_conversation")),
                (kristi, {}, (403, "own_conversation")),
                (hele, {"reviewers": ["hele", "nobody"]}, (422, "no_such_reviewer")),
                (hele, {"reviewers": ["hele", "mari"]}, (422, "no_such_reviewer")),
            ):
                refused = await opener.post("/api/v1/calibrations", json={**called, **wrong})
                assert (refused.status_code, refused.json()["code"]) == refusal
            session = (await hele.post("/api/v1/calibrations", json=called)).json()["session"]
            assert (await hele.post(f"/api/v1/calibrations/{session}/score", json={"marks": GOOD})).status_code == 204
            (seen,) = (await oleg.get("/api/v1/calibrations")).json()
            assert (seen["judged"], seen["marks"], seen["to_judge"]) == (1, {}, True)
            assert (await admin.get("/api/v1/calibrations")).json() == []
            await oleg.post(f"/api/v1/calibrations/{session}/score", json={"marks": GOOD})
            assert (await oleg.post(f"/api/v1/calibrations/{session}/close")).status_code == 403
            assert (await hele.post(f"/api/v1/calibrations/{session}/close")).status_code == 204
            (seen,) = (await oleg.get("/api/v1/calibrations")).json()
            assert set(seen["marks"]) == {"hele", "oleg"}
            agreed = (await hele.get("/api/v1/reviews/agreement")).json()
            assert {one["item"]: one["units"] for one in agreed} == {
                "resolution.right": 1,
                "heard.named_back": 1,
                "compliance.law": 1,
            }
            assert all(one["ac1"] is None for one in agreed)


async def test_whoever_is_called_to_calibrate_reads_the_conversation_and_nobody_else_does() -> None:
    """What was said and done, and by whom it was served; nothing else of its customer."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        await admin.put("/api/v1/reviews/rules", json={"after": 0, "rules": RULES})
        interaction = await served(stand)
        async with (
            person(stand, admin, "hele", "guru", "hele") as hele,
            person(stand, admin, "oleg", "supervisor", "oleg") as oleg,
            person(stand, admin, "liis", "guru", "liis") as liis,
            person(stand, admin, "mari", "agent", "mari") as mari,
        ):
            reviewers = ["hele", (await admin.get("/api/v1/reviews/reviewers")).json()["reviewers"][0]["id"]]
            called = {"interaction": interaction, "scorecard": "usual", "reviewers": reviewers}
            session = (await oleg.post("/api/v1/calibrations", json=called)).json()["session"]
            at = f"/api/v1/calibrations/{session}/conversation"
            for one in (hele, oleg, admin):
                played = (await one.get(at)).json()
                assert set(played) == {"about", "agent", "offered", "names", "messages", "life"}
                assert [message["from"] for message in played["messages"]] == ["customer", "agent"]
                assert (played["agent"], played["about"]["interaction"]) == ("kristi", interaction)
            assert [one["ordinal"] for one in (await hele.get(at, params={"before": 2})).json()["messages"]] == [1]
            refused = await liis.get(at)
            assert (refused.status_code, refused.json()["code"]) == (403, "not_invited")
            assert (await mari.get(at)).status_code == 403
            nowhere = await hele.get("/api/v1/calibrations/none/conversation")
            assert (nowhere.status_code, nowhere.json()["code"]) == (404, "calibration")


async def test_own_ratings_and_visits_are_kept_beside() -> None:
    """Of one's own conversations only; a visit needs a reviewer."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        await admin.put("/api/v1/reviews/rules", json={"after": 0, "rules": RULES})
        interaction = await served(stand)
        async with (
            person(stand, admin, "kristi", "agent", "kristi") as kristi,
            person(stand, admin, "mari", "agent", "mari") as mari,
        ):
            own: dict[str, Any] = {"scorecard": "usual", "marks": GOOD}
            at = f"/api/v1/conversations/{interaction}/own-rating"
            assert (await mari.post(at, json=own)).status_code == 403
            assert (await kristi.post(at, json=own)).status_code == 204
            (rated,) = (await kristi.get("/api/v1/reviews/mine")).json()["own"]
            assert rated["marks"] == GOOD
            visit = {"channel": "chat", "scorecard": "usual", "marks": GOOD, "note": "Ootasin kaua."}
            assert (await kristi.post("/api/v1/visits", json=visit)).status_code == 403
            assert (await admin.post("/api/v1/visits", json=visit)).status_code == 201
            assert (await admin.post("/api/v1/visits", json=visit | {"channel": "fax"})).json()[
                "code"
            ] == "no_such_channel"


async def test_nobody_records_a_visit_of_their_own_conversation() -> None:
    """Nor of one that is not there; a colleague's may be recorded."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        await admin.put("/api/v1/reviews/rules", json={"after": 0, "rules": RULES})
        visit = {"channel": "chat", "scorecard": "usual", "marks": GOOD, "interaction": await served(stand)}
        async with (
            person(stand, admin, "kristi", "guru", "kristi") as kristi,
            person(stand, admin, "hele", "guru", "hele") as hele,
        ):
            refused = await kristi.post("/api/v1/visits", json=visit)
            assert (refused.status_code, refused.json()["code"]) == (403, "own_conversation")
            refused = await hele.post("/api/v1/visits", json=visit | {"interaction": "nowhere"})
            assert (refused.status_code, refused.json()["code"]) == (404, "interaction")
            assert (await hele.post("/api/v1/visits", json=visit)).status_code == 201


async def test_a_visit_that_is_sent_again_is_the_same_visit() -> None:
    """After a lost answer nothing is recorded twice, a changed one is not taken for it, and nobody else's id can be used; without an id each is new."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        await admin.put("/api/v1/reviews/rules", json={"after": 0, "rules": RULES})
        usual = {"channel": "chat", "scorecard": "usual", "marks": GOOD, "note": "Ootasin kaua. "}
        visit = usual | {"visit": f"w{1:032x}"}
        for _ in range(2):
            told = await admin.post("/api/v1/visits", json=visit)
            assert (told.status_code, told.json()) == (201, {"visit": visit["visit"]})
        changes: tuple[dict[str, Any], ...] = ({"note": "Ei oodanud."}, {"marks": GOOD | {"heard.named_back": 1}})
        for change in changes:
            refused = await admin.post("/api/v1/visits", json=visit | change)
            assert (refused.status_code, refused.json()["code"]) == (409, "visit_recorded")
        async with person(stand, admin, "hele", "guru", "hele") as hele:
            refused = await hele.post("/api/v1/visits", json=visit)
            assert (refused.status_code, refused.json()["code"]) == (409, "id_used")
        for wrong in ("", "x", "W" + "0" * 32, "w" + "0" * 64, "i" + "0" * 32):
            assert (await admin.post("/api/v1/visits", json=visit | {"visit": wrong})).status_code == 422
        first, second = [(await admin.post("/api/v1/visits", json=usual)).json()["visit"] for _ in range(2)]
        assert first != second
        recorded = [fact.visit for fact in stand.facts() if isinstance(fact, reviews.facts.VisitRecorded)]
        assert recorded == [visit["visit"], first, second]


async def test_bad_rules_change_nothing_and_say_all_that_is_wrong() -> None:
    """Checked or set; a supervisor may do neither."""
    bad = RULES | {"plans": [{"code": "all", "scorecard": "none", "per_mille": 10, "queues": ["nowhere"]}]}
    async with standing() as stand, client_of(stand, "admin") as admin:
        checked = (await admin.post("/api/v1/reviews/check", json={"after": 0, "rules": bad})).json()["faults"]
        assert [fault["code"] for fault in checked] == ["no_such_scorecard", "no_such_queue"]
        refused = await admin.put("/api/v1/reviews/rules", json={"after": 0, "rules": bad})
        assert (refused.status_code, refused.json()["faults"]) == (422, checked)
        assert (await admin.get("/api/v1/reviews/rules")).json()["version"] == 0
        async with person(stand, admin, "oleg", "supervisor", "oleg") as oleg:
            assert (await oleg.put("/api/v1/reviews/rules", json={"after": 0, "rules": RULES})).status_code == 403


async def test_reviewers_are_shown_the_whole_conversation_and_nothing_else_of_the_customer() -> None:
    """In the inbox what it was about and why it was drawn; behind it what was said and done, and the words of the items; no look for agents."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        assert (await admin.put("/api/v1/reviews/rules", json={"after": 0, "rules": RULES})).status_code == 200
        await served(stand)
        told = (await admin.get("/api/v1/reviews/rules")).json()
        assert told["site"]["channels"] == ["chat"] and "service" in told["site"]["queues"]
        assert told["items"]["compliance.law"]["fatal"] and "effort.ease" not in told["items"]
        async with (
            person(stand, admin, "hele", "guru", "hele") as hele,
            person(stand, admin, "mari", "agent", "mari") as mari,
        ):
            (free,) = (await hele.get("/api/v1/reviews")).json()["free"]
            assert (free["kind"], free["about"]["channel"], free["about"]["reasons"]) == ("every", "chat", ["bill"])
            assert free["about"]["ended_at"] >= free["about"]["arrived_at"]
            at = f"/api/v1/reviews/{free['review']}"
            played = (await hele.get(f"{at}/conversation")).json()
            assert set(played) == {"about", "agent", "offered", "names", "messages", "life"}
            assert [one["from"] for one in played["messages"]] == ["customer", "agent"]
            assert played["messages"][0]["text"] == "Tere! Minu arve on vale."
            assert (played["offered"]["agent"], played["names"]["kristi"]) == ("kristi", "Kristi Tamm")
            assert played["life"][-1]["fact"]["fact"] == "interaction_closed"
            first = (await hele.get(f"{at}/conversation", params={"before": 2})).json()["messages"]
            assert [one["ordinal"] for one in first] == [1]
            assert (await mari.get(f"{at}/conversation")).status_code == 403
            async with person(stand, admin, "kristi", "agent", "kristi") as kristi:
                assert (await kristi.get(f"/api/v1/conversations/{free['interaction']}/played")).json() == played
            assert (await mari.get(f"/api/v1/conversations/{free['interaction']}/played")).json()["code"] == "not_yours"
            assert (await hele.get("/api/v1/reviews/none/conversation")).status_code == 404
            assert (await hele.get(at)).json()["may"] == "take"
            await hele.post(f"{at}/take")
            form = (await hele.get(at)).json()
            assert (form["may"], set(form["items"])) == ("judge", set(GOOD))
            await hele.post(f"{at}/score", json={"marks": GOOD})
            assert (await hele.get(at)).json()["may"] == ""
            inbox = (await hele.get("/api/v1/reviews")).json()
            assert inbox["begun"] == [] and inbox["judged"][0]["judged"] == 1
