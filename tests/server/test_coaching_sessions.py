"""Coaching sessions over HTTP, on the whole product: the two people go the whole way, and nobody else is told a word of it."""

import re
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from hoolin.coaching.exemplars.facts import ExemplarProposed
from hoolin.coaching.sessions.state import Praise
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile
from hoolin.server.accounts.passwords import Passwords
from hoolin.server.accounts.records import Changes
from hoolin.server.permissions import ROLES, Role
from tests.channels.chat.stand import Stand, Visitor, standing, until
from tests.server.stand import CHEAP
from tests.server.test_contact import PASSWORD, client_of
from tests.server.test_reviews import person, served

ITEM = "heard.named_back"
SECRETS = (
    "küsimus karjumise kohta", "juhendaja eravalmistus", "agendi eravalmistus", "agendi vaade", "juhendaja vaade", "väike samm", "õppisin palju",
    "tänan hästi tehtu eest", "päeviku proovimine",
)  # fmt: skip
QUESTION, OF_COACH, OF_AGENT, VIEW, COACHS_VIEW, STEP, LEARNED, THANKS, TRIED = SECRETS
SESSIONS = "/api/v1/coaching/sessions"


class Desk:
    """A site with Kristi who serves, Hele who coaches her, and Olga, who serves too."""

    def __init__(self, stand: Stand, people: dict[str, httpx.AsyncClient]) -> None:
        self.stand = stand
        self.people = people
        self.kristi, self.hele = people["kristi"], people["hele"]

    async def ask(self, who: str, method: str, path: str, body: Any = None) -> httpx.Response:
        """Somebody asks for something."""
        return await self.people[who].request(method, f"/api/v1/coaching{path}", json=body)

    async def done(self, who: str, method: str, path: str, body: Any = None) -> Any:
        """Asked for, and done."""
        answer = await self.ask(who, method, path, body)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    async def refused(self, who: str, method: str, path: str, body: Any = None) -> tuple[int, str]:
        """Asked for, and not done."""
        answer = await self.ask(who, method, path, body)
        return answer.status_code, answer.json()["code"]


@asynccontextmanager
async def desk(*beside: Role) -> AsyncIterator[Desk]:
    """See `Desk`. beside: roles of others who are there."""
    async with AsyncExitStack() as ends:
        stand = await ends.enter_async_context(standing(("kristi",)))
        stand.built.accounts._passwords = Passwords(CHEAP)
        for agent in ("hele", "olga"):
            await stand.do(c.SetAgent(profile=AgentProfile(agent=agent)))
        first = await ends.enter_async_context(client_of(stand))
        people: dict[str, httpx.AsyncClient] = {}
        for login, role, agent in (("kristi", "agent", "kristi"), ("hele", "guru", "hele"), ("olga", "agent", "olga")):
            people[login] = await ends.enter_async_context(person(stand, first, login, role, agent))  # type: ignore[arg-type]
        for role in beside:
            people[role] = await ends.enter_async_context(person(stand, first, f"other-{role}", role, None))
        yield Desk(stand, people)


def plan(**more: Any) -> dict[str, Any]:
    """Hele and Kristi meet a day from now, at ten."""
    day = datetime.fromtimestamp(datetime.now(UTC).timestamp() + 86_400, UTC).date().isoformat()
    usual = {"side": "coach", "other": "kristi", "day": day, "time": "10:00", "topics": [ITEM], "question": QUESTION}
    return usual | more


async def planned(site: Desk, **more: Any) -> str:
    """A session with a conversation to listen to; its id."""
    interaction = await served(site.stand)
    session: str = (await site.done("hele", "POST", "/sessions", plan(conversations=[interaction], **more)))["session"]
    return session


async def whole(site: Desk) -> str:
    """A session that went all the way, with thanks and a diary; its id."""
    session = await planned(site)
    at = f"/sessions/{session}"
    await site.done("hele", "POST", f"{at}/preparation", {"text": OF_COACH})
    await site.done("kristi", "POST", f"{at}/preparation", {"text": OF_AGENT})
    await site.done("kristi", "POST", f"{at}/view", {"side": "agent", "marks": {ITEM: 0}, "text": VIEW})
    await site.done("hele", "POST", f"{at}/view", {"side": "coach", "marks": {ITEM: 1}, "text": COACHS_VIEW})
    await site.done("hele", "POST", f"{at}/hold", {})
    await site.done("hele", "POST", f"{at}/step", {"text": STEP, "shifts": 3})
    await site.done("kristi", "POST", f"{at}/follow-up", {"outcome": "done", "learned": LEARNED})
    await site.done("hele", "POST", "/recognitions", {"agent": "kristi", "text": THANKS})
    await site.done(
        "hele", "POST", "/diary", {"tried": TRIED, "about": "kristi", "points": [{"kind": "session", "id": session}]}
    )
    return session


async def test_the_whole_way() -> None:
    """Each of the two sees at each step what they may: a preparation only once it is shared, the coach's view not before the agent's, then all of it."""
    async with desk() as site:
        session = await planned(site)
        at = f"/sessions/{session}"
        (short,) = (await site.done("kristi", "GET", "/sessions"))["sessions"]
        assert (short["session"], short["mine"], short["standing"], short["coach_name"]) == (
            session,
            "agent",
            "planned",
            "Hele",
        )
        assert (short["time"], "question" in short) == ("10:00", False)
        await site.done("hele", "POST", f"{at}/preparation", {"text": OF_COACH})
        mine, theirs = [await site.done(who, "GET", at) for who in ("hele", "kristi")]
        assert mine["prepared"]["hele"]["text"] == OF_COACH
        assert (theirs["prepared"], theirs["other_prepared"], theirs["question"]) == ({}, True, QUESTION)
        assert OF_COACH not in str(theirs)
        await site.done("hele", "POST", f"{at}/preparation", {"text": OF_COACH, "shared": True})
        assert (await site.done("kristi", "GET", at))["prepared"]["hele"]["text"] == OF_COACH

        (chosen,) = theirs["conversations"]
        for who in ("hele", "kristi"):
            played = await site.done(who, "GET", f"{at}/conversations/{chosen['interaction']}")
            assert played["messages"][0]["text"] == "Tere! Minu arve on vale."
        assert await site.refused("hele", "GET", f"{at}/conversations/other") == (404, "not_chosen")

        view = {"side": "coach", "marks": {ITEM: 1}, "text": COACHS_VIEW}
        assert await site.refused("hele", "POST", f"{at}/view", view) == (409, "agent_first")
        await site.done("kristi", "POST", f"{at}/view", {"side": "agent", "marks": {ITEM: 0}, "text": VIEW})
        await site.done("hele", "POST", f"{at}/view", view)
        told = await site.done("kristi", "GET", at)
        assert [(told["views"][side]["text"], told["views"][side]["marks"][ITEM]) for side in ("agent", "coach")] == [
            (VIEW, 0),
            (COACHS_VIEW, 1),
        ]
        await site.done("hele", "POST", f"{at}/hold", {"listened": [chosen["interaction"]]})
        assert await site.refused("hele", "POST", f"{at}/step", {"text": STEP, "day": "2026-W49-1"}) == (422, "invalid")
        await site.done(
            "kristi", "POST", f"{at}/step", {"text": STEP, "shifts": 3, "points": [{"kind": "drill", "id": "silence"}]}
        )
        told = await site.done("hele", "GET", at)
        assert (told["step"]["text"], told["step"]["worked"], told["due"]) == (STEP, 0, False)
        await site.done("kristi", "POST", f"{at}/follow-up", {"outcome": "partly", "learned": LEARNED})
        told = await site.done("hele", "GET", at)
        assert (told["standing"], told["outcome"], told["learned"]) == ("followed", "partly", LEARNED)


async def test_nobody_but_the_two_is_told_a_word() -> None:
    """Every route of coaching, asked by somebody of every role with the ids that are true: 403 or 404 for the session itself, and no word of it anywhere. Nor is there any in whatever else an
    administrator or another guru can read."""
    async with desk(*ROLES) as site:
        session = await whole(site)
        interaction = (await site.done("hele", "GET", f"/sessions/{session}"))["conversations"][0]["interaction"]
        recognition = (await site.done("hele", "GET", "/recognitions"))["given"][0]["recognition"]
        trial = (await site.done("hele", "GET", "/diary"))["mine"][0]["trial"]
        ids = {"session": session, "interaction": interaction, "recognition": recognition, "trial": trial}
        app = site.hele._transport.app  # type: ignore[attr-defined]
        routes = [
            (method, route.path) for route in app.routes for method in sorted(getattr(route, "methods", None) or ())
        ]
        bodies = {
            "preparation": {"text": "x"}, "view": {"side": "agent", "text": "x"}, "step": {"text": "x", "shifts": 1},
            "follow-up": {"outcome": "done"}, "cancel": {"reason": "busy"}, "listening": {"minutes": 5}, "hold": {}, "{trial}": {"tried": "x"},
            "{session}": {key: value for key, value in plan(based_on=1).items() if key not in ("side", "other")},
        }  # fmt: skip
        tried = 0
        for who in ("olga", *ROLES):
            for method, path in routes:
                ours = path.startswith("/api/v1/coaching/")
                if not ours and (method != "GET" or who not in ("admin", "guru") or "live" in path):
                    continue
                # What is no session of theirs is asked for by an id that nobody has: an answer may name it.
                filled = re.sub(r"{(\w+)[^}]*}", lambda found: ids.get(found[1], "nobodys"), path)
                answer = await site.people[who].request(
                    method, filled, json=bodies.get(path.rsplit("/", 1)[-1]) if method in ("POST", "PUT") else None
                )
                assert not [word for word in SECRETS if word in answer.text], (who, method, path)
                if ours:
                    tried += 1
                    if any(f"{{{name}}}" in path for name in ("session", "recognition", "trial")):
                        assert answer.status_code in (403, 404), (who, method, path, answer.status_code)
                    else:
                        assert not [one for one in ids.values() if one in answer.text], (who, method, path)
        assert tried >= 7 * 28
        # And it is all there still, for the two.
        for who in ("hele", "kristi"):
            told = await site.done(who, "GET", f"/sessions/{session}")
            assert [told[key] for key in ("question", "learned")] == [QUESTION, LEARNED]


async def test_the_agent_sees_all_that_is_recorded_of_them() -> None:
    """The session, the thanks, and what the coach's diary says of them; and not what the other keeps private."""
    async with desk() as site:
        session = await whole(site)
        told = await site.done("kristi", "GET", f"/sessions/{session}")
        thanks = await site.done("kristi", "GET", "/recognitions")
        diary = await site.done("kristi", "GET", "/diary")
        seen = f"{told} {thanks} {diary}"
        assert [word for word in SECRETS if word not in seen] == [OF_COACH]
        assert (thanks["received"][0]["by_name"], diary["of_me"][0]["points"]) == (
            "Hele",
            [{"kind": "session", "id": session}],
        )


async def test_signs_come_and_go() -> None:
    """A new word of thanks until it is read; who reads along until it ends. Nothing of it tells what was written."""
    async with desk() as site:
        session = await planned(site)
        await site.done("hele", "POST", "/recognitions", {"agent": "kristi", "text": THANKS})
        await site.done("kristi", "POST", f"/sessions/{session}/listening", {"minutes": 30})
        signs = await site.done("kristi", "GET", "/signs")
        assert (signs["recognitions"], [one["session"] for one in signs["along"]], signs["due"]) == (1, [session], 0)
        assert (await site.done("hele", "GET", "/signs"))["along"] == []
        await site.done("kristi", "POST", "/recognitions/seen")
        await site.done("kristi", "DELETE", f"/sessions/{session}/listening")
        signs = await site.done("kristi", "GET", "/signs")
        assert (signs["recognitions"], signs["along"]) == (0, [])


async def test_a_coach_reads_along_only_while_the_agent_agrees() -> None:
    """Of that agent's open conversations, for that session, until it ends; nobody else at all."""
    async with desk("guru") as site:
        session = await planned(site)
        at = f"/sessions/{session}/along"
        assert await site.refused("hele", "GET", at) == (409, "not_agreed")
        assert await site.refused("hele", "POST", f"/sessions/{session}/listening", {"minutes": 30}) == (
            403,
            "agent_agrees",
        )
        await site.done("kristi", "POST", f"/sessions/{session}/listening", {"minutes": 30})
        assert (await site.done("hele", "GET", at))["conversations"] == []
        visitor_interaction = await _serves(site.stand)
        (now,) = (await site.done("hele", "GET", at))["conversations"]
        assert now["interaction"] == visitor_interaction
        assert [one["text"] for one in now["messages"]] == ["Kas te kuulete?", "Jah, kuulen."]
        assert await site.refused("kristi", "GET", at) == (403, "not_yours")
        assert await site.refused("guru", "GET", at) == (404, "no_such_session")
        await site.done("kristi", "DELETE", f"/sessions/{session}/listening")
        assert await site.refused("hele", "GET", at) == (409, "not_agreed")


async def log_in(client: httpx.AsyncClient, login: str) -> None:
    """Anew, with whatever they may do by now."""
    me = await client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
    client.headers["x-hoolin-csrf"] = me.json()["csrf"]


async def test_whoever_coaches_no_more_reads_and_changes_nothing_more() -> None:
    """With the role goes reading along, at once, and every conversation; what the two wrote stays theirs to read, and the session theirs to cancel. Nobody agrees to be read by them."""
    async with desk() as site:
        session = await planned(site)
        at = f"/sessions/{session}"
        interaction = (await site.done("hele", "GET", at))["conversations"][0]["interaction"]
        await site.done("kristi", "POST", f"{at}/listening", {"minutes": 60})
        assert (await site.done("hele", "GET", at))["coached"] is True
        accounts = site.stand.built.accounts
        (hele,) = [one for one in await accounts.all() if one.agent == "hele"]
        await accounts.change(hele.id, Changes(role="agent"))
        assert (await site.done("kristi", "GET", at))["listening"] is None
        assert (await site.done("kristi", "GET", "/signs"))["along"] == []
        assert await site.refused("kristi", "POST", f"{at}/listening", {"minutes": 60}) == (422, "no_such_coach")
        await log_in(site.hele, "hele")
        assert (await site.done("hele", "GET", at))["coached"] is False
        changed = {key: value for key, value in plan(based_on=1).items() if key not in ("side", "other")}
        for method, path, body in (
            ("GET", "/along", None), ("GET", "/choices", None), ("GET", f"/conversations/{interaction}", None), ("PUT", "", changed),
            ("PUT", f"/conversations/{interaction}", None), ("DELETE", f"/conversations/{interaction}", None),
            ("POST", "/preparation", {"text": "x"}), ("POST", "/view", {"side": "agent", "text": "x"}), ("POST", "/hold", {}),
            ("POST", "/step", {"text": "x", "shifts": 1}), ("POST", "/follow-up", {"outcome": "done"}),
        ):  # fmt: skip
            assert await site.refused("hele", method, at + path, body) == (403, "permission"), (method, path)
        await site.done("hele", "POST", f"{at}/cancel", {"reason": "other"})


async def test_a_conversation_is_open_while_the_session_is_not_over() -> None:
    """To either of the two; then it is no longer read here."""
    async with desk() as site:
        session = await whole(site)
        (chosen,) = (await site.done("hele", "GET", f"/sessions/{session}"))["conversations"]
        for who in ("hele", "kristi"):
            at = f"/sessions/{session}/conversations/{chosen['interaction']}"
            assert await site.refused(who, "GET", at) == (409, "session_followed")


async def test_two_who_change_a_session_at_once_lose_nothing() -> None:
    """The plan of whoever comes second is refused; what they choose to listen to stands beside what the other chose."""
    async with desk() as site:
        interaction = await served(site.stand)
        session = (await site.done("hele", "POST", "/sessions", plan()))["session"]
        at = f"/sessions/{session}"
        told = await site.done("hele", "GET", at)
        body = {key: value for key, value in plan().items() if key not in ("side", "other")}
        assert await site.refused("hele", "PUT", at, body) == (422, "invalid")
        await site.done("kristi", "PUT", at, body | {"time": "11:00", "based_on": told["version"]})
        assert await site.refused("hele", "PUT", at, body | {"based_on": told["version"]}) == (409, "session_moved_on")
        now = await site.done("hele", "GET", at)
        assert (now["time"], now["version"]) == ("11:00", told["version"] + 1)
        await site.done("kristi", "PUT", f"{at}/conversations/{interaction}")
        await site.done("hele", "PUT", at, body | {"based_on": now["version"]})
        assert [one["interaction"] for one in (await site.done("hele", "GET", at))["conversations"]] == [interaction]
        assert await site.refused("hele", "PUT", f"{at}/conversations/nobodys") == (403, "not_theirs")
        await site.done("hele", "DELETE", f"{at}/conversations/{interaction}")
        assert (await site.done("kristi", "GET", at))["conversations"] == []


async def _serves(stand: Stand) -> str:
    """Kristi is in a conversation; its id."""
    visitor = Visitor(stand.gateway)
    await visitor.come()
    await visitor.say("Kas te kuulete?")
    await until(lambda: stand.one().state == "offered")
    await stand.answer("Jah, kuulen.")
    return stand.one().interaction


async def test_an_agent_may_ask_for_a_session() -> None:
    """Of somebody who coaches; of nobody else. Sent again after a lost answer it is planned once."""
    async with desk() as site:
        told = await site.done("kristi", "GET", "/sessions/people")
        assert told["agents"] == []
        assert "hele" in [one["id"] for one in told["coaches"]]
        asked = plan(side="agent", other="hele", session="k" + secrets.token_hex(8))
        for _ in range(2):
            assert (await site.done("kristi", "POST", "/sessions", asked))["session"] == asked["session"]
        assert len((await site.done("hele", "GET", "/sessions"))["sessions"]) == 1
        assert await site.refused("kristi", "POST", "/sessions", plan(side="agent", other="olga")) == (
            422,
            "no_such_coach",
        )
        assert await site.refused("kristi", "POST", "/sessions", plan(other="olga")) == (403, "permission")
        assert await site.refused("kristi", "POST", "/sessions", plan(side="agent", other="hele", time="25:00")) == (
            422,
            "not_a_time",
        )


async def test_whether_an_agent_is_there_is_told() -> None:
    """On the weekday of today, on which Kristi came to work, they are; on the next day's nothing says so."""
    async with desk() as site:
        today = (await site.done("hele", "GET", "/sessions"))["today"]
        (kristi,) = [
            one for one in (await site.done("hele", "GET", "/sessions/people"))["agents"] if one["id"] == "kristi"
        ]
        weekday = datetime.fromisoformat(today).weekday()
        assert kristi["weekdays"] == [weekday]
        # Of the site, whose day may have begun before that of UTC.
        tomorrow = (datetime.fromisoformat(today) + timedelta(days=1)).date().isoformat()
        session = await planned(site, day=tomorrow)
        assert not (await site.done("hele", "GET", f"/sessions/{session}"))["works_then"]
        body = {key: value for key, value in plan(day=today, based_on=1).items() if key not in ("side", "other")}
        await site.done("hele", "PUT", f"/sessions/{session}", body)
        assert (await site.done("hele", "GET", f"/sessions/{session}"))["works_then"]


async def test_only_the_agents_own_conversations_are_chosen_and_thanked_for() -> None:
    """Of others, and of none, it is refused; what was chosen before stays chosen."""
    async with desk() as site:
        interaction = await served(site.stand)
        other = {"side": "coach", "other": "olga", "conversations": [interaction]}
        assert await site.refused("hele", "POST", "/sessions", plan(**other)) == (403, "not_theirs")
        said = {"agent": "olga", "text": THANKS, "interaction": interaction}
        assert await site.refused("hele", "POST", "/recognitions", said) == (403, "not_theirs")
        # Olga may not read what Kristi's customer said, and so not point to it.
        assert await site.refused("olga", "POST", "/recognitions", said | {"agent": "kristi"}) == (403, "not_yours")
        await site.done("hele", "POST", "/recognitions", said | {"agent": "kristi", "passage": {"begin": 1, "end": 2}})
        assert await site.refused("olga", "POST", "/recognitions", {"agent": "kristi", "text": " " * 12}) == (
            422,
            "no_words",
        )


async def test_a_customers_praise_is_passed_on() -> None:
    """A coach sees it, with whom it is about, until it is passed on; then the agent reads the customer's own words. Nobody else is shown it."""
    async with desk() as site:
        interaction = await served(site.stand)
        state = site.stand.built.rooms["sessions"].state
        # What a survey leaves behind is tested with the room; here is what becomes of it.
        message = next(fact.message for fact in site.stand.facts() if type(fact).__name__ == "MessageReceived")
        state.kept.praise[interaction] = Praise(message, site.stand.built.loop.clock())
        assert await site.refused("kristi", "GET", "/praise") == (403, "permission")
        (praise,) = await site.done("hele", "GET", "/praise")
        assert (praise["agent"], praise["interaction"]) == ("kristi", interaction)
        said = {"agent": "kristi", "text": THANKS, "interaction": interaction, "praise": True}
        await site.done("hele", "POST", "/recognitions", said)
        (got,) = (await site.done("kristi", "GET", "/recognitions"))["received"]
        assert "Minu arve on vale." in got["customer"]
        assert await site.done("hele", "GET", "/praise") == []


async def test_a_passage_that_was_thanked_for_is_proposed_with_one_press() -> None:
    """By either of the two, who is recorded, and by nobody else; of the thanks only what it shows goes along, and somebody else looks at it."""
    async with desk("admin") as site:
        interaction = await served(site.stand)
        said = {"agent": "kristi", "text": THANKS, "interaction": interaction, "item": ITEM}
        plain, named = [
            (await site.done("hele", "POST", "/recognitions", said | more))["recognition"]
            for more in ({}, {"passage": {"begin": 1, "end": 2}})
        ]
        assert await site.refused("hele", "POST", f"/recognitions/{plain}/exemplar") == (422, "no_passage_named")
        assert await site.refused("olga", "POST", f"/recognitions/{named}/exemplar") == (404, "no_such_recognition")
        assert await site.refused("admin", "POST", f"/recognitions/{named}/exemplar") == (404, "no_such_recognition")
        exemplar = (await site.done("kristi", "POST", f"/recognitions/{named}/exemplar"))["exemplar"]
        assert await site.refused("hele", "POST", f"/recognitions/{named}/exemplar") == (409, "exemplar_known")
        (fact,) = [one for one in site.stand.facts() if isinstance(one, ExemplarProposed)]
        assert (fact.exemplar, fact.by, fact.source, fact.agent) == (exemplar, "kristi", "agent", "kristi")
        assert (fact.interaction, fact.first, fact.last, fact.note) == (interaction, 1, 2, None)
        given = (await site.done("hele", "GET", "/recognitions"))["given"]
        assert {one["recognition"]: one["example"] for one in given} == {named: "proposed", plain: None}
        told = await site.hele.get(f"/api/v1/exemplars/proposals/{exemplar}")
        assert told.json()["criteria"] == [ITEM] and THANKS not in told.text and not told.json()["mine"]


async def test_who_saw_it_is_told_of_a_proposed_passage() -> None:
    """Whoever thanked, or the customer, whose words were passed on."""
    for praise, source in ((False, "reviewer"), (True, "customer")):
        async with desk() as site:
            interaction = await served(site.stand)
            message = next(fact.message for fact in site.stand.facts() if type(fact).__name__ == "MessageReceived")
            kept = site.stand.built.rooms["sessions"].state.kept
            kept.praise[interaction] = Praise(message, site.stand.built.loop.clock())
            said = {"agent": "kristi", "text": THANKS, "interaction": interaction, "passage": {"begin": 1, "end": 1}}
            given = await site.done("hele", "POST", "/recognitions", said | {"praise": praise})
            exemplar = (await site.done("hele", "POST", f"/recognitions/{given['recognition']}/exemplar"))["exemplar"]
            (fact,) = [one for one in site.stand.facts() if isinstance(one, ExemplarProposed)]
            assert (fact.exemplar, fact.by, fact.source) == (exemplar, "hele", source)
            told = (await site.hele.get("/api/v1/exemplars/proposals")).json()["proposals"]
            assert [one["mine"] for one in told] == [True]


async def test_a_diary_is_searched() -> None:
    """By words somewhere in it, in any case of letters; whose name is in it is found too."""
    async with desk() as site:
        for tried, came in (("Kolm sekundit vaikust", "Rääkis ise edasi"), ("Küsida teisiti", "")):
            await site.done("hele", "POST", "/diary", {"tried": tried, "came": came, "about": "kristi"})
        found = [
            [one["tried"] for one in (await site.done("hele", "GET", f"/diary?q={q}"))["mine"]]
            for q in ("VAIKUST rääkis", "kristi küsida", "x")
        ]
        assert found == [["Kolm sekundit vaikust"], ["Küsida teisiti"], []]
        (one,) = (await site.done("hele", "GET", "/diary?q=vaikust"))["mine"]
        await site.done(
            "hele",
            "PUT",
            f"/diary/{one['trial']}",
            {"tried": one["tried"], "came": "Aitas", "about": "kristi", "outcome": "helped"},
        )
        assert (await site.done("hele", "GET", "/diary?q=aitas"))["mine"][0]["outcome"] == "helped"
        await site.done("hele", "DELETE", f"/diary/{one['trial']}")
        assert len((await site.done("hele", "GET", "/diary"))["mine"]) == 1


async def test_a_calendar_takes_the_session() -> None:
    """As a file of calendars, in the reader's language, with no name and no word of it."""
    async with desk() as site:
        session = await planned(site)
        answer = await site.ask("kristi", "GET", f"/sessions/{session}/calendar.ics")
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert "SUMMARY:Kohtumine juhendajaga\r\n" in answer.text
        assert not [word for word in (QUESTION, "Hele", "Kristi", ITEM) if word.casefold() in answer.text.casefold()]


async def test_whoever_leaves_is_gone_from_the_disk() -> None:
    """The keys of what was written of them are destroyed; the session is not there any more, for their coach neither. What is lost comes not back with a new start."""
    async with desk() as site:
        session = await whole(site)
        await site.stand.do(c.RetireAgent(agent="kristi"))
        contents = site.stand.built.stores.contents
        gone = list(site.stand.built.rooms["sessions"].state.kept.gone)
        assert f"agent:kristi:{session}" in gone
        assert f"agent:hele:{session}" in gone
        await site.stand.built.leaving.done()
        assert [owner for owner in gone if not contents.erased(owner)] == []
        assert await site.refused("hele", "GET", f"/sessions/{session}") == (404, "no_such_session")
        assert (await site.done("hele", "GET", "/recognitions"))["given"] == []
        # Who comes back under the same name begins anew.
        await site.stand.do(c.SetAgent(profile=AgentProfile(agent="kristi")))
        again = (await site.done("hele", "POST", "/sessions", plan()))["session"]
        assert (await site.done("kristi", "GET", f"/sessions/{again}"))["question"] == QUESTION
