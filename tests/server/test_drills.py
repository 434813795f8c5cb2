"""Drills over HTTP, on the whole product: played turn by turn, kept, shared and read; written, checked, published and retired."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from hoolin.coaching.api import drills
from hoolin.coaching.drills import state
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile
from tests.channels.chat.stand import Stand, standing
from tests.coaching.drills.played import transcript
from tests.server.test_contact import client_of
from tests.server.test_reviews import person

AT = "/api/v1/coaching/drills"


def played(*texts: str, **more: Any) -> dict[str, Any]:
    """A play as a page sends it."""
    return {"language": "et", "seed": 1, "number": 0, "turns": [{"text": text} for text in texts]} | more


async def test_an_agent_plays_keeps_and_shares_and_nobody_else_reads_it() -> None:
    """The mood and the hidden need are told only at the end; what was written is read by its writer, and by who coaches them once it is shared; by no other coach, and no administrator."""
    async with (
        standing() as stand,
        client_of(stand, "admin") as admin,
        person(stand, admin, "mari", "agent", "mari") as mari,
        person(stand, admin, "kristi", "agent", "kristi") as kristi,
        person(stand, admin, "hele", "guru", "hele") as hele,
        person(stand, admin, "ann", "analyst", None) as ann,
        person(stand, admin, "gert", "guru", None) as gert,
    ):
        session = await coached(stand, hele, "mari")
        told = (await mari.get(AT)).json()
        assert len(told["drills"]) == 12 and told["may_keep"] is False
        assert (await ann.get(AT)).status_code == 403
        begun = (await mari.post(f"{AT}/bill_shock/turn", json=played())).json()
        assert begun["opening"] and begun["turns"] == [] and begun["end"] is None
        assert "need" not in begun and "mood" not in str(begun)
        texts = transcript("bill_shock", "et", "listening")
        half = (await mari.post(f"{AT}/bill_shock/turn", json=played(*texts[:2]))).json()
        assert half["end"] is None and {one["move"] for one in half["turns"][0]["understood"]} >= {
            "greet",
            "name_back",
        }
        assert (await mari.post(f"{AT}/bill_shock/end", json=played(*texts[:2]))).json()["code"] == "drill_not_ended"
        done = (await mari.post(f"{AT}/bill_shock/turn", json=played(*texts))).json()
        assert [done["end"][name] for name in ("kind", "ending", "found", "try")] == ["good", "clear", True, None]
        assert len(done["end"]["moods"]) == len(texts) + 1
        whole = played(*texts)
        whole["turns"][0]["meant"] = ["greet", "name_back"]
        kept = await mari.post(f"{AT}/bill_shock/end", json=whole | {"give": True})
        assert kept.status_code == 201
        play = kept.json()["play"]
        (mine,) = (await mari.get(f"{AT}/plays")).json()["plays"]
        assert (mine["play"], mine["kind"], mine["shared"], mine["marks"]["heard.named_back"]) == (
            play,
            "good",
            False,
            1,
        )
        assert (await kristi.get(f"{AT}/plays")).json()["plays"] == []
        own = (await mari.get(f"{AT}/plays/{play}")).json()
        assert own["written"] == texts and own["conversation"]["end"]["ending"] == "clear"
        assert own["readers"] == ["Hele"]
        for other in (kristi, hele, gert, admin):
            assert (await other.get(f"{AT}/plays/{play}")).status_code == 404
        assert (await kristi.post(f"{AT}/plays/{play}/share", json={"shared": True})).status_code == 404
        assert (await mari.post(f"{AT}/plays/{play}/share", json={"shared": True})).status_code == 200
        (seen,) = (await hele.get(f"{AT}/shared")).json()["plays"]
        assert (seen["play"], seen["agent"]) == (play, "mari")
        theirs = (await hele.get(f"{AT}/plays/{play}")).json()
        assert theirs["written"] == texts and "readers" not in theirs
        for other in (kristi, gert, admin):
            assert (await other.get(f"{AT}/plays/{play}")).status_code == 404
        for other in (gert, admin):
            assert (await other.get(f"{AT}/shared")).json()["plays"] == []
        assert (await kristi.get(f"{AT}/shared")).status_code == 403
        await mari.post(f"{AT}/plays/{play}/share", json={"shared": False})
        assert (await hele.get(f"{AT}/plays/{play}")).status_code == 404
        await mari.post(f"{AT}/plays/{play}/share", json={"shared": True})
        # Whoever coaches them no more reads it no more.
        await hele.post(f"/api/v1/coaching/sessions/{session}/cancel", json={"reason": "not_needed"})
        assert (await hele.get(f"{AT}/plays/{play}")).status_code == 404
        assert (await mari.get(f"{AT}/plays/{play}")).json()["readers"] == []
        (missed,) = (await hele.get(f"{AT}/bill_shock/missed")).json()["missed"]
        assert missed == {"number": 0, "language": "et", "text": texts[0], "meant": ["greet", "name_back"]}
        assert (await mari.get(f"{AT}/bill_shock/missed")).status_code == 403


async def coached(stand: Stand, coach: httpx.AsyncClient, agent: str) -> str:
    """They meet tomorrow; the session."""
    await stand.do(c.SetAgent(profile=AgentProfile(agent=agent)))
    day = datetime.fromtimestamp(stand.built.loop.clock() / 1_000 + 86_400, UTC).date().isoformat()
    plan = {"side": "coach", "other": agent, "day": day, "time": "10:00"}
    answer = await coach.post("/api/v1/coaching/sessions", json=plan)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["session"])


async def test_whoever_goes_along_a_path_coaches_too() -> None:
    """What a newcomer shares is read by the coach of their path, while they are on it."""
    async with (
        standing() as stand,
        client_of(stand, "admin") as admin,
        person(stand, admin, "kristi", "agent", "kristi") as kristi,
        person(stand, admin, "hele", "guru", "hele") as hele,
    ):
        texts = transcript("bill_shock", "et", "listening")
        play = (await kristi.post(f"{AT}/bill_shock/end", json=played(*texts))).json()["play"]
        await kristi.post(f"{AT}/plays/{play}/share", json={"shared": True})
        assert (await hele.get(f"{AT}/plays/{play}")).status_code == 404
        for one in (await hele.get("/api/v1/lessons")).json()["ready"]:
            await hele.post(f"/api/v1/lessons/ready/{one['kind']}/{one['code']}")
        path = "/api/v1/learning/people/kristi/paths/newcomer"
        assert (await hele.post(f"{path}/begin", json={})).status_code == 200
        assert (await hele.get(f"{AT}/plays/{play}")).json()["written"] == texts
        await hele.post(f"{path}/end")
        assert (await hele.get(f"{AT}/plays/{play}")).status_code == 404


async def test_a_play_that_is_sent_again_is_kept_once() -> None:
    """After an answer that was lost, also where the drill was changed meanwhile; under an id that is none nothing is kept."""
    async with (
        standing() as stand,
        client_of(stand, "admin") as admin,
        person(stand, admin, "mari", "agent", "mari") as mari,
    ):
        body = played(*transcript("bill_shock", "et", "listening")) | {"play": "y" + "0a" * 16}
        both = await asyncio.gather(*(mari.post(f"{AT}/bill_shock/end", json=body) for _ in range(2)))
        assert [(one.status_code, one.json()) for one in both] == [(201, {"play": body["play"]})] * 2
        drill = (await admin.get(f"{AT}/bill_shock")).json()["drill"] | {"minutes": 9}
        published = await admin.post(f"{AT}/publish", json={"drill": drill, "based_on": 0, "why": "Pikem"})
        assert published.status_code == 200, published.text
        assert (await mari.post(f"{AT}/bill_shock/end", json=body)).status_code == 201
        assert [one["play"] for one in (await mari.get(f"{AT}/plays")).json()["plays"]] == [body["play"]]
        for wrong in ("x", "y1", 7, "y" + "g" * 16):
            assert (await mari.post(f"{AT}/bill_shock/end", json=body | {"play": wrong})).status_code == 400
        other = body | {"play": "y" + "0b" * 16}
        assert (await mari.post(f"{AT}/bill_shock/end", json=other)).json()["code"] == "drill_changed"


async def test_a_drill_that_ships_no_more_spoils_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """A play of it is called by its code, and read without the customer's lines; what was retired of it is not listed."""
    async with (
        standing() as stand,
        client_of(stand, "admin") as admin,
        person(stand, admin, "mari", "agent", "mari") as mari,
    ):
        texts = transcript("bill_shock", "et", "listening")
        play = (await mari.post(f"{AT}/bill_shock/end", json=played(*texts))).json()["play"]
        assert (await admin.post(f"{AT}/roaming/retire", json={"why": "Ei"})).status_code == 200
        left = {code: one for code, one in drills.shipped().items() if code not in ("bill_shock", "roaming")}
        monkeypatch.setattr(state, "shipped", lambda: left)
        (mine,) = (await mari.get(f"{AT}/plays")).json()["plays"]
        assert mine["title"] == {"et": "bill_shock", "ru": "bill_shock", "en": "bill_shock"}
        told = (await mari.get(f"{AT}/plays/{play}")).json()
        assert (told["conversation"], told["written"]) == (None, texts)
        listed = (await admin.get(AT)).json()
        assert listed["retired"] == [] and len(listed["drills"]) == 10


async def test_the_guru_checks_tries_publishes_and_retires() -> None:
    """A draft is tried without a trace; with faults it is refused; whoever plays the version before is told that it was changed."""
    async with (
        standing() as stand,
        client_of(stand, "admin") as admin,
        person(stand, admin, "hele", "guru", "hele") as hele,
        person(stand, admin, "mari", "agent", "mari") as mari,
    ):
        whole = (await hele.get(f"{AT}/outage")).json()
        assert (whole["number"], whole["version"], whole["shipped"], whole["retired"]) == (0, None, True, False)
        drill = whole["drill"]
        told = (await hele.post(f"{AT}/check", json={"drill": drill})).json()
        assert told["faults"] == [] and set(told["ways"]) == {"saved", "bridged", "waits", "left"}
        drill["title"]["et"] = "Nett on maas"
        drill["endings"][0]["told"] = []
        tried = await hele.post(f"{AT}/try", json=played("Tere!", number=None) | {"drill": drill})
        assert tried.status_code == 200 and tried.json()["title"]["et"] == "Nett on maas"
        assert (await mari.post(f"{AT}/check", json={"drill": drill})).status_code == 403
        bad = drill | {"criteria": ["effort.ease"]}
        refused = await hele.post(f"{AT}/publish", json={"drill": bad, "based_on": 0, "why": "x"})
        assert (refused.status_code, refused.json()["code"]) == (422, "drill")
        assert refused.json()["faults"] == [{"place": "criteria", "why": "no_such_item", "said": "effort.ease"}]
        assert (await hele.post(f"{AT}/publish", json={"drill": {"code": "x"}, "based_on": 0, "why": "x"})).json()[
            "code"
        ] == "drill_form"
        done = await hele.post(f"{AT}/publish", json={"drill": drill, "based_on": 0, "why": "Lühem pealkiri"})
        assert done.json() == {"drill": "outage", "number": 1}
        again = await hele.post(f"{AT}/publish", json={"drill": drill | {"minutes": 9}, "based_on": 0, "why": "x"})
        assert (again.status_code, again.json()["code"]) == (409, "drill_moved_on")
        changed = await mari.post(f"{AT}/outage/turn", json=played())
        assert (changed.status_code, changed.json()["code"]) == (409, "drill_changed")
        assert (await mari.post(f"{AT}/outage/turn", json=played(number=1))).status_code == 200
        assert (await hele.post(f"{AT}/outage/retire", json={"why": "Uus tuleb"})).status_code == 200
        assert (await mari.post(f"{AT}/outage/turn", json=played(number=1))).status_code == 404
        listed = (await hele.get(AT)).json()
        assert [one["code"] for one in listed["retired"]] == ["outage"] and len(listed["drills"]) == 11


async def test_what_is_too_much_or_no_play_is_refused() -> None:
    """Too many turns, too long a sentence, a move that there is not, a drill that there is not."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        for body, status in (
            (played(*["a"] * 41), 422), (played("a" * 1_001), 400), (played(language="fi"), 400), (played(seed=-1), 422), (played() | {"strange": 1}, 400),
            (played() | {"turns": [{"text": "a", "meant": ["fly"]}]}, 400),
        ):  # fmt: skip
            answer = await admin.post(f"{AT}/bill_shock/turn", json=body)
            assert answer.status_code == status, (body, answer.text)
        assert (await admin.post(f"{AT}/nothing/turn", json=played())).status_code == 404
        assert (await admin.get(f"{AT}/nothing")).status_code == 404
        assert (await admin.get(f"{AT}/plays/nothing")).status_code == 404
