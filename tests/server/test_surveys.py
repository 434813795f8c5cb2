"""Surveys over HTTP, on the whole product: asked where the conversation was, answered without a log-in, set up by administrators."""

from typing import Any

import httpx
import pytest

from hoolin.core.interaction import commands as c
from hoolin.core.interaction.facts import MessageScheduled, MessageSent
from hoolin.core.site.rules import ChannelRules
from hoolin.experience.api import surveys
from hoolin.people.commands import EraseCustomer
from tests.channels.chat.stand import Stand, Visitor, standing, until
from tests.server.test_contact import client_of

USUAL = {"surveys": [{"code": "usual", "questions": ["resolution.solved", "heard.understood"]}]}


async def set_up(client: httpx.AsyncClient, rules: dict[str, Any] = USUAL, after: int = 0) -> httpx.Response:
    """An administrator sets what is asked."""
    return await client.put("/api/v1/surveys", json={"after": after, "rules": rules})


async def served(stand: Stand, visitor: Visitor) -> str:
    """A customer writes, a person answers and closes; gives the interaction."""
    await visitor.come()
    await visitor.say("Tere! Minu arve on vale.")
    await until(lambda: stand.one().state == "offered")
    await stand.answer()
    one = stand.one()
    await stand.do(c.Close(interaction=one.interaction, agent=str(one.agent), outcome="solved", reasons=("bill",)))
    return one.interaction


async def test_asked_in_the_chat_and_answered_there() -> None:
    """The page is shown the questions as the conversation ends, and again when it comes back; answers are kept one by one, words too;
    after the end nothing can be answered again.
    """
    async with standing() as stand, client_of(stand, "admin") as admin, client_of(stand) as page:
        assert (await set_up(admin)).status_code == 200
        visitor = Visitor(stand.gateway)
        interaction = await served(stand, visitor)
        asked = await until(lambda: visitor.heard("survey"))
        token = asked["survey"]
        await visitor.leave()
        assert (await visitor.come())["survey"] == token

        told = (await page.post("/api/v1/survey", json={"token": token})).json()
        assert [one["item"] for one in told["questions"]] == ["resolution.solved", "heard.understood"]
        assert told["questions"][1]["question"]["ru"] == "Меня выслушали и поняли."
        assert (told["answers"], told["comment"], told["wanted"]) == ({}, True, True)
        given = {"token": token, "item": "heard.understood", "value": 4}
        assert (await page.post("/api/v1/survey/answer", json=given)).status_code == 204
        assert (await page.post("/api/v1/survey/answer", json=given | {"value": 9})).json()[
            "code"
        ] == "not_on_the_scale"
        assert (await page.post("/api/v1/survey", json={"token": token})).json()["answers"] == {"heard.understood": 4}
        ended = await page.post(
            "/api/v1/survey/end", json={"token": token, "ending": "finished", "comment": "Kristi oli tore"}
        )
        assert ended.status_code == 204
        for path, more in (
            ("/answer", {"item": "heard.understood", "value": 1}),
            ("/end", {"ending": "finished"}),
            ("", {}),
        ):
            again = await page.post(f"/api/v1/survey{path}", json={"token": token, **more})
            assert (again.status_code, again.json()["code"]) == (409, "survey_answered")
        of = (await admin.get(f"/api/v1/conversations/{interaction}/survey")).json()
        assert (of["comment"], of["ended"], [one["value"] for one in of["answers"]]) == (
            "Kristi oli tore",
            "finished",
            [4],
        )
        (tally,) = (await admin.get("/api/v1/surveys")).json()["tallies"]
        assert (tally["asked"], tally["answered"], tally["finished"]) == (1, 1, 1)
        await visitor.leave()
        assert (await visitor.come())["survey"] is None


async def test_a_link_that_we_did_not_make_leads_nowhere() -> None:
    """Another conversation's name with this one's proof, a letter changed, nothing at all: the same answer, and nothing on disk."""
    async with standing() as stand, client_of(stand, "admin") as admin, client_of(stand) as page:
        await set_up(admin)
        visitor = Visitor(stand.gateway)
        await served(stand, visitor)
        token = (await until(lambda: visitor.heard("survey")))["survey"]
        before = len(stand.facts())
        interaction, _, proof = token.rpartition(".")
        for wrong in (f"{interaction[:-1]}x.{proof}", f"{interaction}.{proof[:-1]}x", interaction, ".", "õ.õ"):
            for path, more in (
                ("", {}),
                ("/answer", {"item": "heard.understood", "value": 1}),
                ("/end", {"ending": "finished"}),
            ):
                refused = await page.post(f"/api/v1/survey{path}", json={"token": wrong, **more})
                assert (refused.status_code, refused.json()["code"]) == (404, "survey_link"), wrong
        assert len(stand.facts()) == before


async def test_whoever_wants_no_more_questions_gets_none() -> None:
    """The wish is kept for the person, also where the survey was answered before."""
    async with standing() as stand, client_of(stand, "admin") as admin, client_of(stand) as page:
        await set_up(admin, USUAL | {"quiet_days": 0})
        visitor = Visitor(stand.gateway)
        await served(stand, visitor)
        token = (await until(lambda: visitor.heard("survey")))["survey"]
        assert (await page.post("/api/v1/survey/end", json={"token": token, "ending": "declined"})).status_code == 204
        assert (await page.post("/api/v1/survey/wish", json={"token": token, "wanted": False})).status_code == 204
        await visitor.leave()
        await served(stand, visitor)
        asked = [fact for fact in stand.facts() if isinstance(fact, surveys.facts.SurveyAsked)]
        assert len(asked) == 1


async def test_a_message_with_a_link_is_sent_before_the_end_where_people_write() -> None:
    """On a channel with a provider the question is the conversation's last message, said by the system, and leaves after what the person wrote and may
    still take back.
    """
    async with standing() as stand, client_of(stand, "admin") as admin:
        await stand.do(c.SetChannel(rules=ChannelRules(channel="sms", delivers=True)))
        await set_up(admin)
        stand.built.rooms["surveys"].state.link_for = lambda interaction, language: "https://help.example/survey#x"
        arrive = c.Arrive(interaction="i1", customer="c1", case="k1", channel="sms", queue="service", language="et")
        await stand.do(c.ReceiveMessage(interaction="i1", key="1", text="Kus mu arve on?", begins=arrive))
        await until(lambda: stand.one().state == "offered")
        one = stand.one()
        await stand.do(c.AcceptOffer(interaction="i1", offer=str(one.offer), agent="kristi"))
        await stand.do(c.SendMessage(interaction="i1", agent="kristi", text="Homme.", hold_ms=60_000))
        held = next(fact for fact in stand.facts() if isinstance(fact, MessageScheduled))
        await stand.do(c.Close(interaction="i1", agent="kristi", outcome="solved", reasons=("bill",)))
        names = [type(fact).__name__ for fact in stand.facts()]
        end = names.index("InteractionClosed")
        assert names.index("SurveyAsked") < names.index("WrapUpStarted") < end
        last = [fact for fact in stand.facts() if isinstance(fact, MessageSent)][-1]
        assert (last.speaker, last.ordinal) == ("system", 3)
        about = [fact for fact in stand.facts() if getattr(fact, "message", "") == last.message]
        assert [type(fact).__name__ for fact in about] == ["MessageSent", "MessageScheduled", "DeliveryAsked"]
        assert about[1].due_at > held.due_at
        body = stand.built.stores.contents.get([last.message])[last.message].decode()
        assert "Automaatne" in body and "https://help.example/survey#x" in body


async def test_who_was_spam_or_never_reached_is_not_asked() -> None:
    """There is nothing to ask them about."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        await set_up(admin)
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("Osta kuldkellasid!")
        await until(lambda: stand.one().state == "offered")
        await stand.answer("Ei.")
        one = stand.one()
        await stand.do(c.Close(interaction=one.interaction, agent="kristi", outcome="spam"))
        assert not [fact for fact in stand.facts() if isinstance(fact, surveys.facts.SurveyAsked)]


async def test_forgetting_a_customer_forgets_their_words_and_closes_their_link() -> None:
    """What they ticked stays as a number without a person."""
    async with standing() as stand, client_of(stand, "admin") as admin, client_of(stand) as page:
        await set_up(admin)
        visitor = Visitor(stand.gateway)
        interaction = await served(stand, visitor)
        token = (await until(lambda: visitor.heard("survey")))["survey"]
        await page.post("/api/v1/survey/answer", json={"token": token, "item": "heard.understood", "value": 2})
        await page.post("/api/v1/survey/end", json={"token": token, "ending": "finished", "comment": "Salajane lugu"})
        customer = next(fact.customer for fact in stand.facts() if isinstance(fact, surveys.facts.SurveyAsked))
        await stand.do(EraseCustomer(customer=customer))
        await stand.built.forgetting.done()
        of = (await admin.get(f"/api/v1/conversations/{interaction}/survey")).json()
        assert (of["comment"], [one["value"] for one in of["answers"]]) == (None, [2])
        assert (await page.post("/api/v1/survey", json={"token": token})).status_code == 404


@pytest.mark.parametrize("role", ["agent", "analyst", "supervisor"])
async def test_only_administrators_decide_what_is_asked(role: str) -> None:
    """Who reads figures sees it; whoever serves customers does not see who answered what."""
    async with standing() as stand, client_of(stand, role) as client:
        assert (await set_up(client)).status_code == 403
        assert (await client.post("/api/v1/surveys/check", json={"after": 0, "rules": USUAL})).status_code == 403
        assert (await client.get("/api/v1/surveys")).status_code == (403 if role == "agent" else 200)


async def test_bad_rules_change_nothing_and_say_all_that_is_wrong() -> None:
    """Checked without setting, and refused when set; so are rules made from an older version."""
    bad = {"surveys": [{"code": "usual", "questions": ["heard.joy", "heard.empathy"], "queues": ["nowhere"]}]}
    async with standing() as stand, client_of(stand, "admin") as admin:
        checked = await admin.post("/api/v1/surveys/check", json={"after": 0, "rules": bad})
        codes = [fault["code"] for fault in checked.json()["faults"]]
        assert codes == ["no_such_item", "not_for_customers", "no_such_queue"]
        refused = await set_up(admin, bad)
        assert (refused.status_code, [one["code"] for one in refused.json()["faults"]]) == (422, codes)
        assert (await set_up(admin)).status_code == 200
        stale = await set_up(admin, USUAL | {"quiet_days": 3}, after=0)
        assert (stale.status_code, stale.json()["code"]) == (409, "surveys_changed")
        assert (await set_up(admin, {"surveys": [{"code": "x"}]}, after=1)).status_code in (400, 422)


async def test_whoever_designs_a_survey_sees_what_customers_meet() -> None:
    """In every language: the message with its link, what a caller hears with which keys, and in which way each channel asks."""
    async with standing() as stand, client_of(stand, "analyst") as client:
        for rules in (ChannelRules(channel="sms", delivers=True), ChannelRules(channel="voice")):
            await stand.do(c.SetChannel(rules=rules))
        told = (await client.get("/api/v1/surveys/preview")).json()
        ways = {channel: told["channels"][channel] for channel in ("chat", "sms", "voice")}
        assert (told["linked"], ways) == (False, {"chat": "inline", "sms": "", "voice": "keys"})
        stand.built.faces.surveys.public_url = "https://help.example"
        told = (await client.get("/api/v1/surveys/preview")).json()
        assert (told["linked"], told["channels"]["sms"]) == (True, "link")
        assert "https://help.example/survey/ru.html#" in told["invitation"]["ru"]
        assert told["spoken"]["resolution.solved"]["keys"] == "123"
        assert told["spoken"]["resolution.solved"]["said"]["en"].endswith("Partly: press 2. No: press 3.")
        assert told["spoken"]["outcome.nps"] == {"keys": "", "said": {"et": "", "ru": "", "en": ""}}
        assert "heard.empathy" not in told["spoken"]
        assert (told["decline"], told["frame"]["thanks"]["et"]) == ("0", "Aitäh!")
        assert "service" in told["queues"] and told["languages"] == ["et", "ru", "en"]
        held = (await client.get("/api/v1/surveys/preview")).json()["invitation"]["en"].partition("#")[2]
        assert (await client.post("/api/v1/survey", json={"token": held})).status_code == 404
    async with standing() as stand, client_of(stand, "agent") as client:
        assert (await client.get("/api/v1/surveys/preview")).status_code == 403
