"""The library of examples over HTTP, on the whole product: proposed, made anonymous, seen by somebody else, shown, listened to, withdrawn, and gone with whoever is erased."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from wave import open as open_wave

import httpx
import pytest

from hoolin.coaching.api import exemplars
from hoolin.core.errors import Invalid, NotFound
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import Language
from hoolin.experience.api import surveys
from hoolin.people.api import commands as people
from hoolin.server.accounts import sessions as log_ins
from hoolin.server.coaching.aloud import AGAIN_S, Aloud, NoReader, Text
from hoolin.server.errors import TooMany
from hoolin.server.permissions import GRANTS
from tests.channels.chat.stand import Stand, Visitor, standing, until
from tests.server.test_contact import client_of
from tests.server.test_reviews import person

LINES = ("Tere! Olen Ülari Pukspuu, arve on jälle vale.", "Minu number on 5559 3821, palun vaadake.")
ANSWER = "Tere, Ülari! Näen: arvel on kaks korda sama rida. Parandan kohe ja homme hommikuks on uus arve teil."
BODY = {"language": "et", "criteria": ["heard.named_back"], "reasons": ["bill"], "basis": "unrecognisable"}
ABOUT = "Nimetab kohe, mida nägi, ja ütleb, mis edasi saab."


PRAISE = "Aitäh, Kristi sai kohe aru, milles asi! Ülari"
ASKED = surveys.SurveyRules(
    surveys=(surveys.Survey(code="usual", questions=("resolution.solved", "heard.understood")),), quiet_days=0
)


class Floor(NamedTuple):
    """A conversation that ended, and the people around it."""

    stand: Stand
    interaction: str
    customer: str
    kristi: httpx.AsyncClient
    hele: httpx.AsyncClient
    mari: httpx.AsyncClient

    async def propose(self, **more: Any) -> str:
        """Kristi proposes her own."""
        body = {"interaction": self.interaction, "first": 1, "last": 3} | more
        answer = await self.kristi.post("/api/v1/exemplars", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["exemplar"])

    async def keep(self, exemplar: str) -> None:
        """Hele keeps it, as it is proposed to be hidden."""
        told = (await self.hele.get(f"/api/v1/exemplars/proposals/{exemplar}")).json()
        turns = [{"who": one["who"], "text": one["hidden"]} for one in told["turns"]]
        answer = await self.hele.post(
            f"/api/v1/exemplars/{exemplar}/approve", json=BODY | {"text": {"about": ABOUT, "turns": turns}}
        )
        assert answer.status_code == 204, answer.text

    async def answer(self, solved: int, heard: int, comment: str = PRAISE) -> None:
        """The customer says how it was, and writes something."""
        for item, value in (("resolution.solved", solved), ("heard.understood", heard)):
            await self.stand.do(surveys.commands.AnswerSurvey(interaction=self.interaction, item=item, value=value))
        end = surveys.commands.EndSurvey(
            interaction=self.interaction, ending="finished", comment=comment, comment_id="w1" if comment else None
        )
        await self.stand.do(end)

    async def praised(self) -> list[dict[str, Any]]:
        """What Hele is told that customers praised."""
        answer = await self.hele.get("/api/v1/exemplars/praised")
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["praised"]
        return found


@asynccontextmanager
async def floor() -> AsyncIterator[Floor]:
    """Kristi has served somebody well."""
    async with standing() as stand, client_of(stand, "admin") as admin:
        await stand.do(surveys.commands.SetSurveys(rules=ASKED, after=0))
        visitor = Visitor(stand.gateway)
        await visitor.come()
        for line in LINES:
            await visitor.say(line)
        await until(lambda: stand.one().state == "offered")
        await stand.answer(ANSWER)
        one = stand.one()
        await stand.do(c.Close(interaction=one.interaction, agent="kristi", outcome="solved", reasons=("bill",)))
        async with (
            person(stand, admin, "kristi", "agent", "kristi") as kristi,
            person(stand, admin, "hele", "guru", "hele") as hele,
            person(stand, admin, "mari", "agent", "mari") as mari,
        ):
            yield Floor(stand, one.interaction, one.customer, kristi, hele, mari)


async def test_a_good_moment_is_proposed_made_anonymous_kept_and_shown() -> None:
    """Nothing enters that nobody else has seen, or that looks personal and nobody looked at, or is known to be somebody's."""
    async with floor() as at:
        body = {"interaction": at.interaction, "first": 1, "last": 3}
        assert (await at.mari.post("/api/v1/exemplars", json=body)).json()["code"] == "not_yours"
        for wrong in ({"note": "a" * 1_001}, {"last": -1}, {"typed": [{"who": "nobody", "text": "Tere"}]}, {"more": 1}):
            assert (await at.kristi.post("/api/v1/exemplars", json=body | wrong)).status_code == 400
        exemplar = await at.propose(note="Hea algus")
        assert (await at.kristi.get("/api/v1/exemplars/proposals")).status_code == 403
        (waiting,) = (await at.hele.get("/api/v1/exemplars/proposals")).json()["proposals"]
        assert (waiting["note"], waiting["by_name"], waiting["source"]) == ("Hea algus", "Kristi", "agent")
        told = (await at.hele.get(f"/api/v1/exemplars/proposals/{exemplar}")).json()
        assert [one["text"] for one in told["turns"]] == [*LINES, ANSWER]
        assert [one["hidden"] for one in told["turns"]] == [
            "Tere! Olen [nimi 1], arve on jälle vale.",
            "Minu number on [telefon 1], palun vaadake.",
            ANSWER.replace("Ülari", "[nimi 1]"),
        ]

        path = f"/api/v1/exemplars/{exemplar}"
        text = {"about": ABOUT, "turns": [{"who": "customer", "text": "Olen Õnneleid Kivirüüt, 12345."}]}
        left = (await at.hele.post(f"{path}/check", json={"text": text})).json()["left"]
        assert [(one["words"], one["known"]) for one in left] == [("Õnneleid Kivirüüt", False), ("12345", False)]
        refused = await at.hele.post(f"{path}/approve", json=BODY | {"text": text})
        assert (refused.status_code, refused.json()["code"]) == (422, "looks_personal")
        named = {"about": "Kristi oskab.", "turns": text["turns"]}
        refused = await at.hele.post(f"{path}/approve", json=BODY | {"text": named})
        assert refused.json()["code"] == "known_person"
        confirmed = {"confirmed": [{"turn": 0, "words": one["words"]} for one in left]}
        assert (await at.mari.get("/api/v1/exemplars")).json()["exemplars"] == []
        await at.keep(exemplar)
        again = await at.hele.post(f"{path}/approve", json=BODY | {"text": text} | confirmed)
        assert again.status_code == 404

        listed = (await at.mari.get("/api/v1/exemplars?reason=bill&criterion=heard&language=et")).json()
        assert [one["exemplar"] for one in listed["exemplars"]] == [exemplar]
        assert listed["exemplars"][0]["agent_name"] is None
        assert (await at.mari.get("/api/v1/exemplars?reason=move")).json()["total"] == 0
        whole = (await at.mari.get(path)).json()
        assert whole["about"] == ABOUT and len(whole["turns"]) == 3 and "Pukspuu" not in str(whole)
        assert (await at.mari.post(f"{path}/agree", json={"agrees": True})).status_code == 403
        assert (await at.kristi.post(f"{path}/agree", json={"agrees": True})).status_code == 204
        assert (await at.mari.get(path)).json()["agent_name"] == "Kristi Tamm"
        assert (await at.mari.post(f"{path}/shown", json={})).status_code == 204
        assert (await at.mari.get(path)).json()["shown"] == 1


async def test_a_person_who_looked_may_keep_what_only_looks_personal() -> None:
    """Each such place by itself."""
    async with floor() as at:
        exemplar = await at.propose()
        text = {"about": ABOUT, "turns": [{"who": "customer", "text": "Teie Päikesekiirus on aeglane."}]}
        path = f"/api/v1/exemplars/{exemplar}"
        left = (await at.hele.post(f"{path}/check", json={"text": text})).json()["left"]
        assert [one["words"] for one in left] == ["Päikesekiirus"]
        confirmed = [{"turn": one["turn"], "words": one["words"]} for one in left]
        kept = await at.hele.post(f"{path}/approve", json=BODY | {"text": text, "confirmed": confirmed})
        assert kept.status_code == 204, kept.text


async def test_whoever_serves_the_same_is_shown_how_it_was_solved() -> None:
    """By its reason, in its language; of others' conversations nobody is told anything."""
    async with floor() as at:
        await at.keep(await at.propose())
        found = (await at.kristi.get(f"/api/v1/exemplars/for/{at.interaction}?reasons=bill")).json()["exemplars"]
        assert [one["about"] for one in found] == [ABOUT]
        assert len(found[0]["turns"]) == 3
        refused = await at.mari.get(f"/api/v1/exemplars/for/{at.interaction}")
        assert refused.json()["code"] == "not_yours"


async def test_withdrawn_its_text_is_destroyed() -> None:
    """At the wish of the agent whom it shows, and of the customer; the fact remains, the text does not, nor what was typed and declined."""
    async with floor() as at:
        exemplar = await at.propose()
        await at.keep(exemplar)
        contents = at.stand.built.stores.contents
        assert f"{exemplar}.t" in contents.get([f"{exemplar}.t"])
        assert (await at.mari.post(f"/api/v1/exemplars/{exemplar}/withdraw", json={"wish": "agent"})).status_code == 403
        assert (
            await at.kristi.post(f"/api/v1/exemplars/{exemplar}/withdraw", json={"wish": "customer"})
        ).status_code == 403
        assert (
            await at.kristi.post(f"/api/v1/exemplars/{exemplar}/withdraw", json={"wish": "agent"})
        ).status_code == 204
        await at.stand.built.leaving.done()
        assert contents.get([f"{exemplar}.t"]) == {}
        assert (await at.mari.get(f"/api/v1/exemplars/{exemplar}")).status_code == 404
        mine = (await at.kristi.get("/api/v1/exemplars/mine")).json()["exemplars"]
        assert [(one["standing"], one["why"]) for one in mine] == [("withdrawn", "agent")]

        typed = [{"who": "customer", "text": "Olen Ülari."}, {"who": "agent", "text": "Kuulan teid."}]
        other = await at.propose(first=0, last=0, typed=typed)
        assert contents.get([f"{other}.x"]) != {}
        told = (await at.hele.get(f"/api/v1/exemplars/proposals/{other}")).json()
        assert [one["hidden"] for one in told["turns"]] == ["Olen [nimi 1].", "Kuulan teid."]
        answer = await at.hele.post(f"/api/v1/exemplars/{other}/decline", json={"why": "personal"})
        assert answer.status_code == 204
        await at.stand.built.leaving.done()
        assert contents.get([f"{other}.x"]) == {}


async def test_whoever_is_erased_is_in_no_example() -> None:
    """It is withdrawn by itself, in the same instant, and its text destroyed."""
    async with floor() as at:
        exemplar = await at.propose()
        await at.keep(exemplar)
        await at.stand.do(people.EraseCustomer(customer=at.customer))
        await at.stand.built.forgetting.done()
        await at.stand.built.leaving.done()
        (fact,) = [one for one in at.stand.facts() if isinstance(one, exemplars.facts.ExemplarWithdrawn)]
        assert (fact.by, fact.why) == ("system", "erased")
        assert at.stand.built.stores.contents.get([f"{exemplar}.t"]) == {}
        assert (await at.mari.get("/api/v1/exemplars")).json()["total"] == 0


async def test_what_a_customer_praised_is_offered_to_be_read() -> None:
    """With their words and what they praised; to whoever keeps the library alone. Once a passage of it is proposed it is not offered again, and nothing but that passage went anywhere."""
    async with floor() as at:
        assert await at.praised() == []
        await at.answer(solved=2, heard=5)
        assert (await at.kristi.get("/api/v1/exemplars/praised")).json()["code"] == "permission"
        (one,) = await at.praised()
        assert (one["interaction"], one["agent_name"], one["text"]) == (at.interaction, "Kristi", PRAISE)
        assert (one["channel"], one["language"]) == ("chat", "et")
        register = at.stand.built.rooms["criteria"].state
        asked = [register.item(code) for code in ("resolution.solved", "heard.understood")]
        assert [name["en"] for name in one["items"]] == [item.name.en for item in asked]
        body = {"interaction": at.interaction, "first": 3, "last": 3, "praised": True}
        assert (await at.hele.post("/api/v1/exemplars", json=body)).status_code == 201
        assert await at.praised() == []
        (proposed,) = [one for one in at.stand.facts() if isinstance(one, exemplars.facts.ExemplarProposed)]
        assert (proposed.by, proposed.source, proposed.note) == ("hele", "customer", None)
        (waiting,) = (await at.hele.get("/api/v1/exemplars/proposals")).json()["proposals"]
        assert waiting["mine"] and PRAISE not in str(waiting)


@pytest.mark.parametrize("answer", [(2, 4, PRAISE), (2, 5, "")], ids=["less than the best", "no words"])
async def test_what_is_no_praise_is_not_offered(answer: tuple[int, int, str]) -> None:
    """Anything less than the best marks, or nothing written."""
    async with floor() as at:
        await at.answer(*answer)
        assert await at.praised() == []
        refused = await at.hele.post(f"/api/v1/exemplars/praised/{at.interaction}/aside")
        assert (refused.status_code, refused.json()["code"]) == (404, "no_such_praise")


async def test_praise_is_set_aside_for_everybody_who_keeps_the_library() -> None:
    """By one of them, once; nobody else can."""
    async with floor() as at:
        await at.answer(solved=2, heard=5)
        path = f"/api/v1/exemplars/praised/{at.interaction}/aside"
        assert (await at.kristi.post(path)).json()["code"] == "permission"
        for _ in range(2):
            assert (await at.hele.post(path)).status_code == 204
        assert await at.praised() == []
        (aside,) = [one for one in at.stand.facts() if isinstance(one, exemplars.facts.PraiseSetAside)]
        assert (aside.interaction, aside.by) == (at.interaction, "hele")
        assert (await at.hele.post("/api/v1/exemplars/praised/nothing/aside")).status_code == 404


async def test_only_what_one_may_read_and_what_is_still_there_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not where the conversation is not theirs to read; not once it is a month old; not once the customer is erased."""
    async with floor() as at:
        await at.answer(solved=2, heard=5)
        assert len(await at.praised()) == 1
        path = f"/api/v1/exemplars/praised/{at.interaction}/aside"
        with monkeypatch.context() as changed:
            changed.setattr(log_ins, "GRANTS", {**GRANTS, "guru": GRANTS["guru"] - {"conversations.see_all"}})
            async with person(at.stand, at.hele, "uku", "guru", "uku") as uku:
                assert (await uku.get("/api/v1/exemplars/praised")).json() == {"praised": []}
                assert (await uku.post(path)).json()["code"] == "not_yours"
        praise = at.stand.built.rooms["sessions"].state.kept.praise[at.interaction]
        at_first, praise.at = praise.at, praise.at - 31 * 86_400_000
        assert await at.praised() == []
        praise.at = at_first
        assert len(await at.praised()) == 1
        await at.stand.do(people.EraseCustomer(customer=at.customer))
        await at.stand.built.forgetting.done()
        assert await at.praised() == []


def a_text(*said: str) -> Text:
    """Something to be read: each time it is asked for the next, until it is kept no longer."""
    left = list(said)

    async def text() -> tuple[tuple[exemplars.Turn, ...], Language]:
        if not left:
            raise NotFound("exemplar")
        return (exemplars.Turn("customer", left.pop(0)),), "et"

    return text


def a_reader(folder: Path, script: str) -> Aloud:
    """It reads with a program of its own: 44 bytes of head, and sound."""
    program = folder / "reader"
    program.write_text(f"#!/bin/sh\ncat > /dev/null\n{script}\nhead -c 244 /dev/zero\n")
    program.chmod(0o755)
    return Aloud(str(program))


async def test_few_wait_to_be_read_to(tmp_path: Path) -> None:
    """Two are read at a time and four wait; the next is told to come back. Then there is room again."""
    go_on = tmp_path / "go_on"
    reader = a_reader(tmp_path, f"while [ ! -e {go_on} ]; do sleep 0.02; done")
    waiting = [asyncio.ensure_future(reader.read(a_text("Tere", "Tere"))) for _ in range(6)]
    await asyncio.sleep(0)
    with pytest.raises(TooMany) as refusal:
        await reader.read(a_text("Tere"))
    assert refusal.value.detail == {"retry_after_s": AGAIN_S}
    go_on.touch()
    assert {len(one) for one in await asyncio.gather(*waiting)} == {244}
    assert len(await reader.read(a_text("Tere", "Tere"))) == 244


async def test_what_is_taken_out_meanwhile_is_not_read_to_anybody(tmp_path: Path) -> None:
    """Not where it went while somebody waited, nor while it was being read."""
    reader = a_reader(tmp_path, "true")
    for said in ((), ("Tere",)):
        with pytest.raises(NotFound):
            await reader.read(a_text(*said))


async def test_what_stands_in_brackets_is_looked_at_too() -> None:
    """Only the words that stand for something hidden are none; a name in brackets is a name, and so is one beside such a word."""
    async with floor() as at:
        exemplar = await at.propose()
        for said, code, places in (
            ("Olen [Ülari Pukspuu], [5559 3821]", "looks_personal", {"Ülari Pukspuu", "5559 3821"}),
            ("Mina olen [nimi 1] Pukspuu.", "looks_personal", {"Pukspuu"}),
            ("Minu number on [nimi 55593821].", "looks_personal", {"55593821"}),
            ("Tere, [Kristi]!", "known_person", {"Kristi"}), ("Tere, [nimi Kristi 1]!", "known_person", {"Kristi"}),
        ):  # fmt: skip
            text = {"about": ABOUT, "turns": [{"who": "customer", "text": said}]}
            refused = (await at.hele.post(f"/api/v1/exemplars/{exemplar}/approve", json=BODY | {"text": text})).json()
            assert (refused["code"], {one["words"] for one in refused["places"]}) == (code, places), said
        hidden = {"about": ABOUT, "turns": [{"who": "customer", "text": "Olen [nimi 1], [имя 2], [phone 12]."}]}
        kept = await at.hele.post(f"/api/v1/exemplars/{exemplar}/approve", json=BODY | {"text": hidden})
        assert kept.status_code == 204, kept.text


@pytest.mark.needs("espeak-ng")
async def test_it_is_read_aloud_in_two_voices() -> None:
    """As a WAV file of some seconds."""
    async with floor() as at:
        exemplar = await at.propose()
        await at.keep(exemplar)
        answer = await at.mari.get(f"/api/v1/exemplars/{exemplar}/sound")
        assert answer.status_code == 200 and answer.headers["content-type"] == "audio/wav"
        with open_wave(BytesIO(answer.content)) as sound:
            assert sound.getnframes() / sound.getframerate() > 5


async def test_where_nobody_can_read_aloud_it_is_said() -> None:
    """And what is too long is not begun."""
    silent = Aloud("no-such-program")
    assert not silent.installed()
    with pytest.raises(NoReader):
        await silent.read(a_text("Tere"))
    with pytest.raises(Invalid, match="too_long_to_read"):
        await silent.read(a_text("a" * 3_001))
