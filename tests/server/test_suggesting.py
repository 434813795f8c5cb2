"""Reasons at the end of a conversation: a real site, and a real process that learns from what was noted there."""

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import httpx
import msgspec
import pytest

from hoolin.catalogue.api import Words
from hoolin.channels.chat.manifest import RULES
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, Capacity, Language, QueueRules, SiteRules
from hoolin.insight.api import improvements, words
from hoolin.insight.api import reasons as tree
from hoolin.insight.reasons.facts import ReasonsSuggested
from hoolin.people.api import commands as people
from hoolin.server import suggesting
from hoolin.server.accounts.records import Account
from hoolin.wiring import HoolinSettings, build
from hoolin.wiring.settings import SuggestSettings
from tests.channels.chat.stand import Stand, until
from tests.server.test_contact import PASSWORD, client_of

AGENT = "mari"
LEAVES = ("bill", "roaming", "outage", "other", "bill_other")
NEVER = SuggestSettings(first_s=86_400)

WORDS: Mapping[str, Mapping[Language, str]] = {
    "bill": {
        "et": "arve summa lisatasu maksta kuutasu arvel tasuda eurot", "ru": "счёт сумма платёж оплата счёте начислено",
        "en": "bill amount charged payment invoice paid",
    },
    "roaming": {
        "et": "rändlus välismaal Lätis Soomes reisil rändluse andmeside", "ru": "роуминг границей поездка Латвии роуминга Турции",
        "en": "roaming abroad Spain travelling trip Latvia",
    },
    "outage": {
        "et": "internet maas ruuter vilgub ühendus katkes levi võrk", "ru": "интернет роутер мигает пропал сеть связь",
        "en": "internet down router connection lost offline",
    },
}  # fmt: skip
AROUND: Mapping[Language, str] = {
    "et": "tere palun minu miks kuidas ei on praegu täna jälle aidake küsimus",
    "ru": "здравствуйте пожалуйста мой почему как не сейчас сегодня опять помогите",
    "en": "hello please my why how is not now today again help question",
}


def words_of(reason: str, language: Language, number: int) -> str:
    """What somebody might write who comes for it: of the same number always the same."""
    drawn = random.Random(f"{reason}{language}{number}")
    own, around = WORDS[reason][language].split(), AROUND[language].split()
    said = drawn.sample(own, 3) + drawn.sample(around, 5)
    drawn.shuffle(said)
    return " ".join(said)


NUMBERS = count(1)


@asynccontextmanager
async def site(suggest: SuggestSettings = NEVER) -> AsyncIterator[Stand]:
    """A running site in memory with somebody who takes what they choose."""
    built = build(HoolinSettings(data="", suggest=suggest))
    try:
        async with built.running():
            stand = Stand(built)
            profile = AgentProfile(agent=AGENT, skills={}, capacity=Capacity(units=0))
            for command in (
                c.SetSite(rules=SiteRules(reasons=LEAVES)),
                c.SetChannel(rules=RULES),
                c.SetQueue(rules=QueueRules(queue="service")),
                c.SetAgent(profile=profile),
                c.SetPresence(agent=AGENT, presence="online"),
            ):
                await stand.do(command)
            yield stand
    finally:
        built.accounts.close()


async def ended(stand: Stand, text: str, language: Language = "et", interaction: str = "") -> str:
    """A conversation in which this was said, at its wrap-up; its id."""
    interaction = interaction or f"i{next(NUMBERS)}"
    arrive = c.Arrive(
        interaction=interaction, customer=f"c{interaction}", case=f"k{interaction}", channel="chat", language=language
    )
    said = c.ReceiveMessage(interaction=interaction, key=f"m{interaction}", text=text, begins=arrive)
    await stand.do(said, f"customer:c{interaction}")
    await stand.do(c.Take(interaction=interaction, agent=AGENT), f"agent:{AGENT}")
    await stand.do(c.SendMessage(interaction=interaction, agent=AGENT, text="Tere! Vaatan kohe."), f"agent:{AGENT}")
    await stand.do(c.StartWrapUp(interaction=interaction, agent=AGENT), f"agent:{AGENT}")
    return interaction


async def closed(stand: Stand, interaction: str, *reasons: str) -> None:
    """It ends with these."""
    await stand.do(c.Close(interaction=interaction, agent=AGENT, outcome="solved", reasons=reasons), f"agent:{AGENT}")


async def until_learned(true: Callable[[], Any]) -> Any:
    """Wait for a lesson: a process that has to be begun, on a machine that is busy."""
    async with asyncio.timeout(60):
        while not (found := true()):  # noqa: ASYNC110 - there is no event of its own
            await asyncio.sleep(0.05)
    return found


async def busy(stand: Stand, times: int = 4) -> int:
    """Contacts with confirmed reasons; how many."""
    for number in range(times):
        for reason, spoken in WORDS.items():
            for language in spoken:
                await closed(stand, await ended(stand, words_of(reason, language, number), language), reason)
    return times * sum(map(len, WORDS.values()))


async def mari(stand: Stand, client: httpx.AsyncClient) -> httpx.AsyncClient:
    """The same client, as the agent who serves."""
    account = Account(id="new", login=AGENT, name="Mari", role="agent", agent=AGENT, language="et")
    await stand.built.accounts.add(account, PASSWORD)
    me = await client.post("/api/v1/session", json={"login": AGENT, "password": PASSWORD})
    client.headers["x-hoolin-csrf"] = me.json()["csrf"]
    return client


async def asked(client: httpx.AsyncClient, interaction: str) -> dict[str, Any]:
    """What is suggested for a conversation."""
    answer = await client.get(f"/api/v1/conversations/{interaction}/reasons")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def named(seen: bool) -> str:
    """An id that chance shows suggestions for, or one for which it shows nothing."""
    return next(f"{one:x}" for one in count(next(NUMBERS) * 10_000) if tree.is_shown(f"{one:x}") is seen)


def suggested(stand: Stand) -> list[ReasonsSuggested]:
    """Every suggestion on disk."""
    return [fact for fact in stand.facts() if isinstance(fact, ReasonsSuggested)]


async def test_what_was_noted_before_is_suggested_and_recorded_once() -> None:
    """Nothing before the first lesson; then the right reason first, the same again when the page is loaded again, and one fact of it."""
    async with site() as stand, client_of(stand) as anybody:
        client, office = await mari(stand, anybody), stand.built.suggesting
        number = await busy(stand)
        one = await ended(stand, words_of("bill", "et", 1_000), interaction=named(True))
        before = await asked(client, one)
        assert (before["suggested"], before["learning"]) == ([], True) and not suggested(stand)
        learned = await office.lessons.learn()
        assert learned is not None and learned.texts == number and set(learned.reasons) == {"bill", "roaming", "outage"}
        first = await asked(client, one)
        assert first["suggested"][0]["code"] == "bill" and first["suggested"][0]["likely"] > 0.5, first
        assert not first["learning"]
        await office.lessons.learn()
        assert await asked(client, one) == first
        (fact,) = suggested(stand)
        assert (fact.interaction, fact.language, fact.shown, fact.model) == (one, "et", True, learned.model)
        assert [code for code, _ in fact.likely] == [part["code"] for part in first["suggested"]]


async def test_of_one_in_twenty_nothing_is_shown_and_it_is_known_how_good_it_was() -> None:
    """Where nobody is led the answer is empty and the fact is there; both are told apart in the figures, by language and by reason."""
    async with site() as stand, client_of(stand) as anybody:
        client, begin = await mari(stand, anybody), stand.built.loop.clock()
        await busy(stand)
        await stand.built.suggesting.lessons.learn()
        led, unled = named(True), named(False)
        for one, noted in ((led, "outage"), (unled, "roaming")):
            await ended(stand, words_of("outage", "et", 1_000), interaction=one)
            told = await asked(client, one)
            assert bool(told["suggested"]) is (one == led), told
            await closed(stand, one, noted)
        assert [fact.shown for fact in suggested(stand)] == [True, False]
        async with client_of(stand, "analyst") as reader:
            period = {"begin": begin, "end": stand.built.loop.clock() + 1}
            answer = await reader.get("/api/v1/reasons/suggestions", params=period)
            told = answer.json()
            assert answer.status_code == 200 and told["contacts"] == 2, told
            assert (told["shown"]["contacts"], told["shown"]["right"]["value"]) == (1, 1.0)
            assert (told["unseen"]["contacts"], told["unseen"]["right"]["value"]) == (1, 0.0)
            right = told["shown"]["right"]
            assert right["low"] < 0.3 and right["high"] == 1.0 and right["n"] == 1
            assert [row["language"] for row in told["by_language"]] == ["et"]
            assert told["by_reason"][0]["reason"] == "outage" and told["by_reason"][0]["shown"]["contacts"] == 1
            assert (
                told["model"]["texts"] == 36
                and told["model"]["reasons"] == 3
                and 0 < told["model"]["accuracy"]["low"] < 1
            ), told["model"]
            assert (await reader.get("/api/v1/reasons/suggestions", params={"begin": 5, "end": 5})).status_code == 422
        assert (await client.get("/api/v1/reasons/suggestions", params=period)).status_code == 403


async def test_a_new_site_starts_from_the_examples_of_its_tree() -> None:
    """No contact was ever closed: what whoever keeps the tree wrote is enough, and another tree is learned at once."""
    quick = SuggestSettings(first_s=0, rest_s=86_400)
    async with site(quick) as stand, client_of(stand) as anybody:
        client, lessons = await mari(stand, anybody), stand.built.suggesting.lessons
        leaves = tuple(
            tree.Reason(
                code=code,
                name=Words(et=code, ru=code, en=code),
                examples=tuple(words_of(code, language, n) for language in AROUND for n in range(6) if code in WORDS),
            )
            for code in LEAVES
        )
        await stand.do(tree.PublishReasons(tree=tree.Tree(reasons=leaves), based_on=0, why="a beginning"))
        await until_learned(lambda: lessons.learned)
        one = await ended(stand, words_of("roaming", "ru", 1_000), "ru", named(True))
        assert (await asked(client, one))["suggested"][0]["code"] == "roaming"


async def test_lessons_come_by_themselves_and_not_for_nothing() -> None:
    """Fifty confirmed contacts are learned without anybody asking; a few more are not; somebody erased makes another lesson, without them."""
    async with site(SuggestSettings(first_s=0, rest_s=1)) as stand:
        lessons, keeper = stand.built.suggesting.lessons, await until(lambda: stand.built.suggesting.lessons.words)
        first = await busy(stand, 6)
        assert first >= words.MORE_TEXTS_MIN
        learned = await until_learned(lambda: lessons.learned)
        begun = keeper._apart.begun
        await closed(stand, await ended(stand, words_of("bill", "et", 77)), "bill")
        await asyncio.sleep(2.5)
        assert lessons.learned == learned and keeper._apart.begun == begun
        erased = await ended(stand, words_of("bill", "et", 78))
        await closed(stand, erased, "bill")
        await stand.do(people.EraseCustomer(customer=f"c{erased}"))
        again = await until_learned(lambda: lessons.learned is not learned and lessons.learned)
        assert again.texts == first + 1 and again.model != learned.model


async def test_contacts_count_under_the_reason_that_they_have_today() -> None:
    """A reason that was renamed goes on being suggested under its new code; one that was split in halves is not learned under either."""
    async with site() as stand:
        await busy(stand, 2)
        names = {
            code: Words(et=code, ru=code, en=code) for code in ("invoice", "abroad", "calls_abroad", "outage", "other")
        }
        leaves = tuple(tree.Reason(code=code, name=name) for code, name in names.items())
        crosswalk = (
            tree.Went(code="bill", to=(tree.Share(code="invoice"),)),
            tree.Went(
                code="roaming", to=(tree.Share(code="abroad", share=0.5), tree.Share(code="calls_abroad", share=0.5))
            ),
        )
        await stand.do(tree.PublishReasons(tree=tree.Tree(reasons=leaves), based_on=0, why="x", crosswalk=crosswalk))
        await stand.built.reading.reached(stand.built.loop.durable_position)
        lesson = await stand.built.suggesting.lessons.confirmations.lesson()
        assert {one.reasons for one in lesson} == {("invoice",), ("outage",)} and len(lesson) == 12


async def test_the_erased_are_in_no_lesson_and_an_old_model_does_not_outlive_them() -> None:
    """Of whoever was erased nothing is read; where too little is left to learn from, what was known is gone with them."""
    async with site() as stand:
        lessons = stand.built.suggesting.lessons
        ids = [await ended(stand, words_of(one, "et", n)) for one in ("bill", "outage") for n in range(4)]
        for at, one in enumerate(ids):
            await closed(stand, one, "bill" if at < 4 else "outage")
        learned = await lessons.learn()
        assert learned is not None and learned.model and lessons.learned is not None
        for one in ids[:4]:
            await stand.do(people.EraseCustomer(customer=f"c{one}"))
        await stand.built.forgetting.done()
        left = await lessons.confirmations.lesson()
        assert {one.reasons for one in left} == {("outage",)} and len(left) == 4
        again = await lessons.learn()
        assert again is not None and again.why == "too_few_examples" and lessons.learned is None


async def test_a_process_that_dies_suggests_nothing_and_another_one_goes_on() -> None:
    """The agent gets the plain list at once; a moment later suggestions are back."""
    async with site() as stand, client_of(stand) as anybody:
        client, lessons = await mari(stand, anybody), stand.built.suggesting.lessons
        await busy(stand)
        await lessons.learn()
        assert lessons.words is not None
        keeper: Any = lessons.words._apart
        os.kill(keeper.pid, signal.SIGKILL)
        one = await ended(stand, words_of("bill", "et", 2_000), interaction=named(True))
        assert (await asked(client, one))["suggested"] == []
        async with asyncio.timeout(30):
            while not (told := await asked(client, one))["suggested"]:  # noqa: ASYNC110 - there is no event of its own
                await asyncio.sleep(0.1)
        assert told["suggested"][0]["code"] == "bill"


async def test_a_slow_process_costs_nobody_their_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that stands still: within the bound there is an answer without suggestions, and others are answered meanwhile."""
    monkeypatch.setattr(suggesting, "SUGGEST_SECONDS", 0.3)
    async with site() as stand, client_of(stand) as anybody:
        client, lessons = await mari(stand, anybody), stand.built.suggesting.lessons
        await busy(stand)
        await lessons.learn()
        assert lessons.words is not None
        keeper: Any = lessons.words._apart
        os.kill(keeper.pid, signal.SIGSTOP)
        try:
            one = await ended(stand, words_of("bill", "et", 2_000), interaction=named(True))
            began = asyncio.get_running_loop().time()
            waiting = asyncio.ensure_future(asked(client, one))
            await client.get("/api/v1/session")
            assert not waiting.done() and asyncio.get_running_loop().time() - began < 0.3
            told = await waiting
            assert told["suggested"] == [] and asyncio.get_running_loop().time() - began < 2
            assert not suggested(stand)
        finally:
            os.kill(keeper.pid, signal.SIGCONT)


async def test_a_cause_is_noted_named_and_taken_back() -> None:
    """A new one gets an id, the same title again is the same cause, and a known one is noted by its id; also after the end."""
    async with site() as stand, client_of(stand) as anybody:
        client = await mari(stand, anybody)
        one, two = [await ended(stand, words_of("bill", "et", 2_000)) for _ in range(2)]
        path, new = (
            "/api/v1/conversations/{}/cause",
            {"title": "The bill says no  period", "kind": "information", "reasons": ["bill"]},
        )
        first = await client.post(path.format(one), json={"new": new})
        assert first.status_code == 200, first.text
        cause = first.json()["cause"]
        assert first.json()["noted"] == [cause]
        again = await client.post(path.format(one), json={"new": {**new, "title": "the bill says no period"}})
        assert again.json() == first.json()
        await closed(stand, two, "bill")
        assert (await client.post(path.format(two), json={"cause": cause})).json()["noted"] == [cause]
        told = await asked(client, two)
        assert told["noted"] == [cause]
        assert told["causes"] == [
            {"cause": cause, "title": "The bill says no period", "kind": "information", "reasons": ["bill"]}
        ]
        back = await client.post(path.format(two), json={"cause": cause, "not_after_all": True})
        assert back.json()["noted"] == []
        for body in ({}, {"cause": cause, "new": new}, {"new": {**new, "kind": "weather"}}):
            assert (await client.post(path.format(one), json=body)).status_code in (400, 422), body
        unknown = await client.post(path.format(one), json={"new": {**new, "title": "Another", "reasons": ["weather"]}})
        assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_reason")
        assert (await client.post(path.format(one), json={"cause": "nothing"})).status_code == 404


async def test_it_is_nobody_elses_conversation() -> None:
    """Another agent is shown nothing of it and notes nothing; whoever oversees may look, and records nothing."""
    async with site() as stand, client_of(stand) as anybody:
        await busy(stand)
        await stand.built.suggesting.lessons.learn()
        one = await ended(stand, words_of("bill", "et", 2_000), interaction=named(True))
        path = f"/api/v1/conversations/{one}"
        assert (await anybody.get(f"{path}/reasons")).status_code == 401
        async with client_of(stand, "agent") as other:
            assert (await other.get(f"{path}/reasons")).status_code == 403
            assert (await other.post(f"{path}/cause", json={"cause": "u"})).status_code == 403
            assert (await other.get("/api/v1/conversations/nobody/reasons")).status_code == 404
        async with client_of(stand, "supervisor") as boss:
            assert (await asked(boss, one))["suggested"][0]["code"] == "bill"
        assert not suggested(stand)


async def test_whoever_serves_nobody_has_no_conversation_of_their_own() -> None:
    """One that waits is nobody's, and so not theirs either who are no agent."""
    async with site() as stand, client_of(stand, "agent") as nobody:
        arrive = c.Arrive(interaction="w1", customer="cw1", case="kw1", channel="chat", language="et")
        said = c.ReceiveMessage(interaction="w1", key="mw1", text=words_of("bill", "et", 1), begins=arrive)
        await stand.do(said, "customer:cw1")
        assert stand.built.hub.desk.lines["w1"].agent is None
        assert (await nobody.get("/api/v1/conversations/w1/reasons")).status_code == 403


async def test_one_conversation_does_not_fill_the_register() -> None:
    """So many causes of one contact; a cause that was named at a wrap-up and is called something else since is still the same."""
    async with site() as stand, client_of(stand) as anybody:
        client = await mari(stand, anybody)
        path = f"/api/v1/conversations/{await ended(stand, words_of('bill', 'et', 2_000))}/cause"
        new = {"title": "Cause 0", "kind": "information", "reasons": ["bill"]}
        first = (await client.post(path, json={"new": new})).json()["cause"]
        kept = stand.built.rooms["improvements"].state.kept
        told = msgspec.structs.replace(kept.causes[first], title="Unclear bill")
        await stand.do(improvements.commands.SetCause(cause=told), "account:guru")
        again = await client.post(path, json={"new": new})
        assert (again.status_code, again.json()) == (200, {"cause": first, "noted": [first]})
        for number in range(1, improvements.NOTED_OF_ONE_MAX):
            answer = await client.post(path, json={"new": {**new, "title": f"Cause {number}"}})
            assert answer.status_code == 200, answer.text
        more = await client.post(path, json={"new": {**new, "title": "One more"}})
        assert (more.status_code, more.json()["code"]) == (422, "too_many_causes_noted")
        assert len(kept.causes) == improvements.NOTED_OF_ONE_MAX


async def test_what_fits_nothing_is_looked_through_for_what_it_has_in_common() -> None:
    """Contacts noted as nothing else that say the same are found together; only for those who may read conversations and figures."""
    async with site() as stand, client_of(stand, "supervisor") as boss:
        await busy(stand)
        await stand.built.suggesting.lessons.learn()
        drawn = random.Random(1)
        alone = [" ".join("".join(drawn.choices("kalomiturenivähog", k=7)) for _ in range(6)) for _ in range(30)]
        ids = [await ended(stand, f"Kus on minu eSIM kood {number}?") for number in range(15)]
        for at, one in enumerate((*ids, *[await ended(stand, text) for text in alone])):
            await closed(stand, one, "bill_other" if at % 2 else "other")
        answer = await boss.get("/api/v1/reasons/unexplained")
        told = answer.json()
        assert answer.status_code == 200 and told["looked_at"] == 45 and not told["learning"], told
        (cluster,) = [one for one in told["clusters"] if not set(one["interactions"]).isdisjoint(ids)]
        assert (
            set(cluster["interactions"]) <= set(ids) and cluster["size"] >= 10 and 1 <= len(cluster["sentences"]) <= 3
        )
        async with client_of(stand, "agent") as other:
            assert (await other.get("/api/v1/reasons/unexplained")).status_code == 403


async def test_what_somebody_wrote_who_is_erased_meanwhile_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Erased while it is being looked for: it is looked for again, without them, though what they wrote still lies there."""
    async with site() as stand, client_of(stand, "supervisor") as boss:
        ids = [await ended(stand, f"Kus on minu eSIM kood {number}?") for number in range(3)]
        for one in ids:
            await closed(stand, one, "other")
        seen: list[list[str]] = []

        async def clusters(texts: Any, recent_from: int) -> words.Found:
            seen.append([one.id for one in texts])
            if len(seen) == 1:
                await stand.do(people.EraseCustomer(customer=f"c{ids[0]}"))
            return words.Found()

        monkeypatch.setattr(stand.built.suggesting.lessons.words, "clusters", clusters)
        # Their key is destroyed some seconds later.
        monkeypatch.setattr(stand.built.stores.contents, "erase", lambda *owners: None)
        told = (await boss.get("/api/v1/reasons/unexplained")).json()
        assert sorted(seen[0]) == sorted(ids) and sorted(seen[-1]) == sorted(ids[1:])
        assert told["looked_at"] == 2


async def test_a_site_that_wants_no_suggestions_learns_nothing() -> None:
    """Switched off: no process, no lesson, an empty answer, and causes all the same."""
    async with site(SuggestSettings(on=False)) as stand, client_of(stand) as anybody:
        client = await mari(stand, anybody)
        one = await ended(stand, words_of("bill", "et", 2_000))
        assert await stand.built.suggesting.lessons.learn() is None
        told = await asked(client, one)
        assert told == {"suggested": [], "new": False, "learning": False, "causes": [], "noted": []}
