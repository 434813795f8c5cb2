"""Search in everything that was said, on the whole product: a real process fills the index, real people ask."""

import asyncio
import secrets
from pathlib import Path
from typing import Any

import httpx

from hoolin.people.api import commands as p
from hoolin.wiring import new_id
from tests.server.live.open_site import OpenSite, open_site, until


async def indexed(site: OpenSite) -> None:
    """Wait until everything that is on the disk is in the index."""
    feeder = site.built.searcher.feeder
    await until(lambda: feeder.position >= site.built.loop.durable_position, "the index")


async def found(client: httpx.AsyncClient, words: str, **more: Any) -> list[str]:
    """The texts that are shown, the newest first."""
    answer = await client.post("/search", json={"words": words, **more})
    assert answer.status_code == 200, answer.text
    return [hit["text"] for hit in answer.json()["hits"]]


async def talk(site: OpenSite, text: str) -> str:
    """Somebody new writes; gives their conversation."""
    before = set(site.built.site.kept.interactions)
    page = await site.page(secrets.token_urlsafe(32))
    await page.say(text)
    (new,) = set(site.built.site.kept.interactions) - before
    return new


def bytes_of(folder: Path) -> bytes:
    """Every byte of the index."""
    return b"".join(file.read_bytes() for file in folder.rglob("finding.db*"))


def throw_away(folder: Path) -> None:
    """The index is gone."""
    for file in folder.rglob("finding.db*"):
        file.unlink()


async def test_whoever_may_read_finds_it_in_any_form(tmp_path: Path) -> None:
    """Messages in three languages and notes, by other forms of their words; agents find what they may open, and nothing else."""
    async with open_site(tmp_path, str(tmp_path / "site")) as site:
        mine = await talk(site, "Minu arvetel on võõras rändlustasu")
        await talk(site, "Где мой новый счёт за телефон?")
        await site.joined("juss", mine)
        desk = await site.desk("juss")
        for wish, fields in (
            ("send_message", {"interaction": mine, "text": "The roaming charges were cancelled"}),
            ("add_note", {"case": site.built.site.kept.interactions[mine].case, "text": "Lubasin helistada"}),
        ):
            assert (await desk.do(wish, **fields))["type"] == "accepted"
        await indexed(site)
        juss = await site.client("juss")
        assert await found(juss, "arve") == ["Minu arvetel on võõras rändlustasu"]
        assert await found(juss, "charge roaming", by="agent") == ["The roaming charges were cancelled"]
        assert await found(juss, "roaming", by="customer") == []
        assert await found(juss, "lubama", by="note") == ["Lubasin helistada"]
        # It waits for anyone, so anyone may read it.
        assert await found(juss, "счета", channel="chat") == ["Где мой новый счёт за телефон?"]
        assert await found(juss, "счета", channel="email") == []
        assert await found(juss, "arve", without="võõras") == []
        assert await found(juss, "arve", open=False) == []
        (hit,) = (await juss.post("/search", json={"words": "rändlustasud"})).json()["hits"]
        (mark,) = hit["marks"]
        assert hit["text"][mark[0] : mark[1]] == "rändlustasu"
        assert (hit["interaction"], hit["ordinal"], hit["by"]) == (mine, 1, "customer")
        other = await site.client("oleg")
        assert await found(other, "arve") == await found(other, "roaming") == []
        assert await found(await site.client("admin"), "arve") == ["Minu arvetel on võõras rändlustasu"]
        # Words of others are as if nobody had said them, in every part of the answer.
        for narrowed in ({}, {"agent": "juss"}, {"by": "customer"}):
            hidden, never = [
                (await other.post("/search", json={"words": words, **narrowed})).json()
                for words in ("arve", "kvaternion")
            ]
            assert hidden == never
        refused = await juss.post("/search", json={"words": " ?! "})
        assert (refused.status_code, refused.json()["code"]) == (422, "nothing_to_search")
        entries = (await (await site.client("admin")).get("/audit", params={"what": "conversation.search"})).json()
        assert len(entries["entries"]) == 3
        assert "arve" not in str(entries)


async def test_whoever_is_forgotten_is_found_no_more(tmp_path: Path) -> None:
    """At once, and in no byte of the index; what others said stays. A site that starts goes on where it stood, and makes anew an index that is gone."""
    async with open_site(tmp_path, str(tmp_path / "site")) as site:
        one = await talk(site, "haruldane kvaternion murdus")
        customer = site.built.site.kept.interactions[one].customer
        await talk(site, "teine jutt haruldasest asjast")
        await indexed(site)
        admin = await site.client("admin")
        assert len(await found(admin, "haruldane")) == 2
        hashed = site.built.searcher._finds._hasher.one("kvaternion")  # type: ignore[attr-defined]
        assert hashed.encode() in bytes_of(tmp_path)
        await site.built.loop.submit(p.EraseCustomer(customer=customer), actor="system", key=new_id("x"))
        assert await found(admin, "haruldane") == ["teine jutt haruldasest asjast"]
        await site.built.forgetting.done()
        assert await found(admin, "kvaternion") == []
        assert hashed.encode() not in bytes_of(tmp_path)
    async with open_site(tmp_path, str(tmp_path / "site")) as site:
        await indexed(site)
        assert await found(await site.client("admin"), "haruldane") == ["teine jutt haruldasest asjast"]
    throw_away(tmp_path)
    async with open_site(tmp_path, str(tmp_path / "site")) as site:
        await indexed(site)
        assert await found(await site.client("admin"), "haruldasi") == ["teine jutt haruldasest asjast"]
        feeder = site.built.searcher.feeder
        pid = feeder._filling._apart.pid  # type: ignore[attr-defined]
        (await asyncio.create_subprocess_exec("kill", "-9", str(pid)))
        await talk(site, "kolmas haruldus")
        await indexed(site)
        assert await found(await site.client("admin"), "haruldus") == ["kolmas haruldus"]


async def test_older_ones_are_asked_for_with_the_place_where_an_answer_ended(tmp_path: Path) -> None:
    """Page by page, none twice and none left out; an agent who may read few of many is told how far back was looked."""
    async with open_site(tmp_path, str(tmp_path / "site")) as site:
        mine = await talk(site, "number esimene")
        await site.joined("juss", mine)
        desk = await site.desk("juss")
        for number in range(2, 8):
            assert (await desk.do("send_message", interaction=mine, text=f"number {number}"))["type"] == "accepted"
        await indexed(site)
        juss = await site.client("juss")
        seen, before = [], None
        while True:
            asked = {"words": "number", "limit": 3} | ({"before": before} if before is not None else {})
            answer = (await juss.post("/search", json=asked)).json()
            seen += [hit["ordinal"] for hit in answer["hits"]]
            if not answer["more"]:
                break
            before = answer["to"]
        assert seen == [7, 6, 5, 4, 3, 2, 1]
        assert (answer["indexed"], answer["back_to"]) == (answer["head"], None)
