"""A language model of one's own puts a customer's lines into other words: over HTTP, on the whole product, against a real server in a process of its own that answers well, badly, late or not at all."""

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest

from hoolin.coaching.api import drills
from hoolin.core.errors import Invalid
from hoolin.server.coaching.drills import DrillOffice
from hoolin.server.coaching.model import Model, PhrasingSettings, is_within
from hoolin.server.coaching.phrasing import FAILURES_MAX, REFUSED_MAX, REST_MS, Phrasing, Place
from tests.channels.chat.stand import standing
from tests.coaching.drills.played import transcript
from tests.ports import free_port
from tests.server.model_process import running
from tests.server.test_contact import client_of
from tests.server.test_drills import AT, coached, played
from tests.server.test_reviews import person

LISTENING = transcript("bill_shock", "et", "listening")
MESSAGES = [{"role": "system", "content": "Write English only."}, {"role": "user", "content": "Lines (1):\nHi there."}]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The model's server."""
    with running() as address:
        yield address


def phrasing(server: str, model: str, **more: Any) -> PhrasingSettings:
    """Settings for a model that answers so."""
    return PhrasingSettings(url=server, model=model, **{"seconds": 10, **more})


async def was_asked(server: str) -> list[Any]:
    """Since it was last looked."""
    async with httpx.AsyncClient(trust_env=False) as client:
        told: list[Any] = (await client.get(f"{server}/asked")).json()
        return told


def without_words(told: dict[str, Any]) -> dict[str, Any]:
    """All of a play that is no word of the customer."""
    turns = [{name: value for name, value in turn.items() if name != "says"} for turn in told["turns"]]
    kept = {name: value for name, value in told.items() if name not in ("opening", "said", "phrased", "models")}
    return kept | {"turns": turns}


def words(told: dict[str, Any]) -> list[list[str]]:
    """What the customer says, answer by answer."""
    return [told["opening"], *(turn["says"] for turn in told["turns"])]


async def gone_through(client: httpx.AsyncClient, code: str, texts: list[str], language: str) -> dict[str, Any]:
    """A play turn by turn, as a page plays it."""
    told: dict[str, Any] = {"said": []}
    for number in range(len(texts) + 1):
        body = played(*texts[:number], language=language, said=told["said"])
        answer = await client.post(f"{AT}/{code}/turn", json=body)
        assert answer.status_code == 200, answer.text
        before = words(told) if number else []
        told = answer.json()
        assert words(told)[:number] == before, "what was said is said otherwise later"
        if told["end"]:
            break
    return told


async def test_a_play_in_other_words_is_kept_and_shown_with_the_same_words(server: str) -> None:
    """The opening and the answers are a model's, and said to be; nothing of what the agent wrote was sent; kept, shared and read, the same lines stand there, with the same marks; nobody can bring in words of their own."""
    await was_asked(server)
    async with (
        standing(phrasing=phrasing(server, "good", key="opensesame")) as stand,
        client_of(stand, "admin") as admin,
        person(stand, admin, "mari", "agent", "mari") as mari,
        person(stand, admin, "hele", "guru", "hele") as hele,
    ):
        told = await gone_through(mari, "bill_shock", LISTENING, "et")
        assert told["end"]["ending"] == "clear" and told["models"] == ["good"]
        flat = [line for saying in told["phrased"] for line in saying]
        assert told["phrased"][0] == [True] and sum(flat) >= 5
        for lines, flags in zip(words(told), told["phrased"], strict=True):
            assert all(line.startswith("Noh, ") for line, flag in zip(lines, flags, strict=False) if flag)
        seen = await was_asked(server)
        assert len(seen) == len(LISTENING) + 1 and {one["authorization"] for one in seen} == {"Bearer opensesame"}
        assert not any(text in str(seen) for text in LISTENING)
        sent = played(*LISTENING, said=told["said"])
        again = (await mari.post(f"{AT}/bill_shock/turn", json=sent)).json()
        assert again == told and await was_asked(server) == []
        forged = [dict(one) for one in told["said"]]
        forged[1]["lines"] = ["Minu enda sõnad.", *forged[1]["lines"][1:]]
        other = (await mari.post(f"{AT}/bill_shock/turn", json=sent | {"said": forged})).json()
        assert "Minu enda sõnad." not in str(other) and other["phrased"][1] == []
        theirs = (await hele.post(f"{AT}/bill_shock/turn", json=sent)).json()
        assert theirs["models"] == [], "what was said to somebody else was not said here"
        play = (await mari.post(f"{AT}/bill_shock/end", json=sent)).json()["play"]
        kept = (await mari.get(f"{AT}/plays/{play}")).json()["conversation"]
        assert (words(kept), kept["phrased"], kept["end"]) == (words(told), told["phrased"], told["end"])
        await mari.post(f"{AT}/plays/{play}/share", json={"shared": True})
        await coached(stand, hele, "mari")
        assert (await hele.get(f"{AT}/plays/{play}")).json()["conversation"] == kept
        (fact,) = [one for one in stand.facts() if isinstance(one, drills.facts.DrillWorded)]
        assert (fact.play, fact.lines) == (play, sum(flat)) and "Noh" not in str(fact)


@pytest.mark.parametrize("language", ["et", "ru", "en"])
@pytest.mark.parametrize("code", ["bill_shock", "outage"])
async def test_moods_endings_and_marks_are_those_of_the_play_without_a_model(
    server: str, code: str, language: str
) -> None:
    """A drill played with a model that answers well."""
    texts = transcript(code, language, "listening")
    async with standing() as stand, client_of(stand, "admin") as plain:
        before = await gone_through(plain, code, texts, language)
    async with standing(phrasing=phrasing(server, "good")) as stand, client_of(stand, "admin") as worded:
        told = await gone_through(worded, code, texts, language)
    assert without_words(told) == without_words(before) and words(told) != words(before)
    assert before["models"] == [] and told["models"] == ["good"]


HARMLESS = (
    "dropping", "inventing", "injected", "speaker", "markup", "other", "chatty", "empty", "long", "oversized", "broken", "shapeless", "none", "cut", "failing", "away", "slow", "drip",
)  # fmt: skip


async def test_whatever_a_model_does_the_written_lines_are_said(server: str) -> None:
    """Numbers lost and invented, injected orders, two speakers, markup, another language, too much, half an answer, none, a redirect, and an answer that never ends: each play is that of no model at all."""
    texts = LISTENING[:2]
    async with standing() as stand, client_of(stand, "admin") as client:
        before = await gone_through(client, "bill_shock", texts, "et")
        office: DrillOffice = client._transport.app.state.things[DrillOffice]  # type: ignore[attr-defined]
        for model in HARMLESS:
            seconds = 0.2 if model in ("slow", "drip") else 10
            office.phrasing.model = Model(phrasing(server, model, seconds=seconds))
            office.phrasing._failed = office.phrasing._refused = 0
            told = await gone_through(client, "bill_shock", texts, "et")
            assert without_words(told) == without_words(before), model
            if model == "dropping":
                # A line without numbers loses nothing by it.
                numbers = [any(one.isdigit() for one in line) for line in words(told)[0]]
                assert [a == b for a, b in zip(words(told)[0], words(before)[0], strict=True)] == numbers
            else:
                assert words(told) == words(before) and told["models"] == [], model
            assert "99" not in str(words(told))
            assert all(one["path"] == "/v1/chat/completions" for one in await was_asked(server)), model


async def test_a_model_that_fails_is_let_alone_and_asked_again_later(server: str) -> None:
    """After some failures in a row the written lines are said at once; once it has rested it is asked by one play, and is trusted again when it answers."""
    now = [1_000]
    drill = drills.shipped()["bill_shock"]
    begun = drills.play(drill, "en", 1, [])
    one = Phrasing(Model(phrasing(server, "failing")), lambda kind, value: f"{kind}{len(value)}", lambda: now[0])
    await was_asked(server)

    async def open_play(seed: int) -> bool:
        place = Place("mari", drill, 0, "en", seed)
        (saying,) = await one.settled(place, begun, ())
        return any(saying.lines)

    assert [await open_play(number) for number in range(FAILURES_MAX + 4)] == [False] * (FAILURES_MAX + 4)
    assert len(await was_asked(server)) == FAILURES_MAX
    one.model = Model(phrasing(server, "good"))
    now[0] += REST_MS - 1
    assert not await open_play(20) and await was_asked(server) == []
    now[0] += 1
    # Both at once: the first is let through, the second still gets the written line.
    assert list(await asyncio.gather(open_play(21), open_play(22))) == [True, False]
    assert await open_play(23) and len(await was_asked(server)) == 2
    one.model = Model(phrasing(server, "chatty"))
    assert [await open_play(number) for number in range(30, 30 + REFUSED_MAX + 3)] == [False] * (REFUSED_MAX + 3)
    assert len(await was_asked(server)) == REFUSED_MAX


async def test_one_question_at_a_time_for_a_play(server: str) -> None:
    """The same play in two windows: one is asked for, the other gets the written line at once."""
    drill = drills.shipped()["bill_shock"]
    begun = drills.play(drill, "en", 1, [])
    one = Phrasing(Model(phrasing(server, "good")), lambda kind, value: kind, lambda: 0)
    place = Place("mari", drill, 0, "en", 1)
    await was_asked(server)
    both = await asyncio.gather(one.settled(place, begun, ()), one.settled(place, begun, ()))
    assert sorted(any(sayings[0].lines) for sayings in both) == [False, True]
    assert len(await was_asked(server)) == 1


async def test_a_server_that_is_not_there_is_no_answer(server: str) -> None:
    """Nothing listens; a name that there is not; an address outside is not connected to, by name or number; the model's own address is found by its name."""
    for url in (f"http://127.0.0.1:{free_port()}", "http://model.invalid"):
        assert await Model(phrasing(url, "good")).ask(MESSAGES, 20, 1) is None
    by_name = server.replace("127.0.0.1", "localhost")
    assert await Model(phrasing(by_name, "empty")).ask(MESSAGES, 20, 1) == ""
    assert await Model(phrasing(f"{server}/v1/", "empty")).ask(MESSAGES, 20, 1) == ""


async def looked_up(found: Any, *_: object, **__: object) -> Any:
    """What a name server says."""
    return found


async def test_a_name_that_leads_outside_is_not_connected_to(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with one address outside is refused whole, whichever comes first, before anything is sent."""
    port = int(server.rpartition(":")[2])
    model = Model(phrasing(f"http://model.example:{port}", "empty"))
    loop = asyncio.get_running_loop()
    await was_asked(server)
    for addresses in (("127.0.0.1", "192.0.2.7"), ("192.0.2.7", "127.0.0.1"), ("169.254.169.254",), ()):
        found = [(2, 1, 6, "", (address, port)) for address in addresses]
        with monkeypatch.context() as patched:
            patched.setattr(loop, "getaddrinfo", partial(looked_up, found))
            assert await model.ask(MESSAGES, 20, 1) is None
    assert await was_asked(server) == []
    within = [(2, 1, 6, "", ("127.0.0.1", port))]
    with monkeypatch.context() as patched:
        patched.setattr(loop, "getaddrinfo", partial(looked_up, within))
        assert await model.ask(MESSAGES, 20, 1) == ""
    (one,) = await was_asked(server)
    assert one["path"] == "/v1/chat/completions"


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "ftp://127.0.0.1", "model": "m"}, {"url": "http://127.0.0.1:8080"}, {"url": "http://8.8.8.8", "model": "m"}, {"url": "http://[2001:4860:4860::8888]/v1", "model": "m"},
        {"url": "http://169.254.169.254", "model": "m"}, {"url": "http://me:pass@127.0.0.1", "model": "m"}, {"url": "http://127.0.0.1:99999", "model": "m"},
        {"url": "http://10.0.0.5", "model": "m", "elsewhere": True}, {"url": "http://127.0.0.1", "model": "m", "key": "a\nb"},
    ],
)  # fmt: skip
def test_what_leads_outside_or_nowhere_is_refused_before_the_site_starts(wrong: dict[str, Any]) -> None:
    """An address of the open internet only where that is said, and then by https; a name; no log-in in the address."""
    with pytest.raises(Invalid):
        PhrasingSettings(**wrong)


def test_addresses_within() -> None:
    """This machine and private networks; nothing else, also not in the clothes of version 6."""
    assert all(
        is_within(one)
        for one in ("127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.2", "::1", "fd00::1", "::ffff:10.0.0.1")
    )
    assert not any(
        is_within(one)
        for one in (
            "8.8.8.8",
            "172.32.0.1",
            "169.254.169.254",
            "0.0.0.1",
            "fe80::1%eth0",
            "::ffff:8.8.8.8",
            "2001:db8::1",
            "100.64.0.1",
        )
    )
    shown = repr(PhrasingSettings(url="http://127.0.0.1", model="m", key="hush"))
    assert "hush" not in shown and "127.0.0.1" in shown
    assert (
        PhrasingSettings(url="https://models.example.ee/v1", model="m", elsewhere=True).endpoint
        == "https://models.example.ee/v1/chat/completions"
    )


async def test_too_much_is_refused() -> None:
    """More answers than a play has, and fields that there are not."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        one = {"lines": [], "model": "", "seal": ""}
        for body, status in (
            (played(said=[one] * 42), 422), (played(said=[one | {"strange": 1}]), 400), (played(said=[one | {"seal": "x" * 65}]), 400), (played(said=[one | {"lines": [None] * 25}]), 400),
        ):  # fmt: skip
            assert (await admin.post(f"{AT}/bill_shock/turn", json=body)).status_code == status
        odd = await admin.post(f"{AT}/bill_shock/turn", json=played(said=[one | {"seal": "õ", "lines": ["Õ"]}]))
        assert odd.status_code == 200 and odd.json()["models"] == []
