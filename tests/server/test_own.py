"""What agents are told of their own work, and reviewers of who may be called: over HTTP, on the whole product."""

from hoolin.experience.api import figures
from hoolin.server.accounts.records import Changes
from tests.channels.chat.stand import standing
from tests.experience.reviews.floor import CARD, GOOD
from tests.server.test_contact import client_of
from tests.server.test_reviews import RULES, person, served


async def test_reviewers_are_told_by_name_and_only_to_reviewers() -> None:
    """With the ids by which they judge; who may no longer is named apart, and only to whoever met them in a session."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        await admin.put("/api/v1/reviews/rules", json={"after": 0, "rules": RULES})
        interaction = await served(stand)
        async with (
            person(stand, admin, "hele", "guru", "hele") as hele,
            person(stand, admin, "oleg", "supervisor", None) as oleg,
            person(stand, admin, "mari", "agent", "mari") as mari,
        ):
            told = (await hele.get("/api/v1/reviews/reviewers")).json()
            names = {one["name"]: one["id"] for one in told["reviewers"]}
            assert "Mari" not in names and names["Hele"] == "hele" and names["Oleg"].startswith("account:")
            assert told["former"] == []
            assert (await mari.get("/api/v1/reviews/reviewers")).status_code == 403
            called = {"interaction": interaction, "scorecard": "usual", "reviewers": ["hele", names["Oleg"]]}
            session = (await hele.post("/api/v1/calibrations", json=called)).json()["session"]
            assert (await oleg.post(f"/api/v1/calibrations/{session}/score", json={"marks": GOOD})).status_code == 204
            (seen,) = (await hele.get("/api/v1/calibrations")).json()
            assert (seen["opener"], seen["reviewers"]) == ("hele", called["reviewers"])
            assert (seen["marks"], seen["scores"]) == ({}, {})
            await stand.built.accounts.change(names["Oleg"].removeprefix("account:"), Changes(disabled=True))
            told = (await hele.get("/api/v1/reviews/reviewers")).json()
            assert [one["name"] for one in told["former"]] == ["Oleg"]
            assert "Oleg" not in [one["name"] for one in told["reviewers"]]
            assert (await admin.get("/api/v1/reviews/reviewers")).json()["former"] == []


async def test_an_agent_rates_their_own_and_sees_their_gap_and_nobody_elses() -> None:
    """From the scorecards that hold and the conversations one served, to the gap; another agent is told nothing of it."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        await admin.put("/api/v1/reviews/rules", json={"after": 0, "rules": RULES})
        begin = stand.built.loop.clock() - 3_600_000
        interaction = await served(stand)
        period = {"begin": begin, "end": stand.built.loop.clock() + 3_600_000}
        async with (
            person(stand, admin, "kristi", "agent", "kristi") as kristi,
            person(stand, admin, "mari", "agent", "mari") as mari,
            person(stand, admin, "clerk", "agent", None) as clerk,
        ):
            cards = (await kristi.get("/api/v1/reviews/scorecards")).json()
            assert (cards["version"], [one["code"] for one in cards["scorecards"]]) == (1, [CARD.code])
            (one,) = (await kristi.get("/api/v1/experience/own/contacts", params=period)).json()["contacts"]
            assert (one["interaction"], one["ending"], one["reason"]) == (interaction, "solved", "bill")
            assert (await kristi.get("/api/v1/experience/own/gap", params=period)).json()["criteria"] == []
            own = {"scorecard": "usual", "marks": GOOD}
            await kristi.post(f"/api/v1/conversations/{interaction}/own-rating", json=own)
            gap = (await kristi.get("/api/v1/experience/own/gap", params=period | {"agent": "mari"})).json()
            assert gap["enough"] == figures.ENOUGH
            assert [one["code"] for one in gap["criteria"]] == ["resolution", "heard", "compliance"]
            assert all(
                one["by_source"]["self"] == {"n": 1, "share": None, "low": None, "high": None}
                for one in gap["criteria"]
            )
            assert all(one["leans"]["reviewer"] == "too_few" for one in gap["criteria"])
            assert (await mari.get("/api/v1/experience/own/contacts", params=period)).json()["contacts"] == []
            other = (await mari.get("/api/v1/experience/own/gap", params=period | {"agent": "kristi"})).json()
            assert other["criteria"] == []
            for path in ("contacts", "gap"):
                assert (await clerk.get(f"/api/v1/experience/own/{path}", params=period)).status_code == 404


async def test_who_was_judged_is_told_until_when_they_may_object() -> None:
    """And, once an objection changed the marks, what score holds."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        single = RULES | {"plans": [RULES["plans"][0] | {"double": 0}]}
        await admin.put("/api/v1/reviews/rules", json={"after": 0, "rules": single})
        await served(stand)
        async with (
            person(stand, admin, "hele", "guru", "hele") as hele,
            person(stand, admin, "kristi", "agent", "kristi") as kristi,
        ):
            (free,) = (await hele.get("/api/v1/reviews")).json()["free"]
            at = f"/api/v1/reviews/{free['review']}"
            await hele.post(f"{at}/take")
            await hele.post(f"{at}/score", json={"marks": GOOD})
            (mine,) = (await kristi.get("/api/v1/reviews/mine")).json()["reviews"]
            left_ms = mine["appeal_until"] - stand.built.loop.clock()
            assert 13 * 86_400_000 < left_ms <= 14 * 86_400_000 and mine["final"] is None
            await kristi.post(f"{at}/appeal", json={"why": "Ma ütlesin selle kohe alguses."})
            decided = {"verdict": "changed", "marks": GOOD | {"heard.named_back": 1}, "why": "Jah."}
            await admin.post(f"{at}/decide", json=decided)
            (mine,) = (await kristi.get("/api/v1/reviews/mine")).json()["reviews"]
            assert (mine["appeal_until"], mine["final"]["share"]) == (None, 1.0)
