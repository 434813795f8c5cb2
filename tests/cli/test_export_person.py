"""Everything that a house has of somebody is written out beside the serving site: whole, readable, and nothing of anybody else."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from hoolin.cli import app
from hoolin.people.api import commands as p
from hoolin.wiring import new_id
from tests.cli.test_privacy import ADDRESS, ALL, FILE, NAME, SAID, live
from tests.server.live.open_site import OpenSite, open_site

EVIL = "</dd><script>alert('x')</script>"


def run(site: Path, customer: str, to: Path, language: str = "et") -> tuple[int, str]:
    """The verb's status, and what it says."""
    told = CliRunner().invoke(
        app, ["privacy", "export", customer, "--to", str(to), "--data", str(site), "--language", language]
    )
    return told.exit_code, told.output + str(told.exception or "")


async def lived(site: OpenSite) -> tuple[str, str]:
    """Somebody did all there is, and somebody else something; gives both."""
    one = await live(site)
    others = {each.customer for each in site.built.site.kept.interactions.values()} - {one}
    return one, others.pop() if others else ""


async def test_all_of_one_person_and_nothing_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sealed under their keys, to the last; each fact that names something of theirs; their file to the byte; a page in each language that runs nothing."""
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "site"
    async with open_site(tmp_path, str(data)) as site:
        customer, _ = await lived(site)
        page = await site.page("e" * 43)
        await page.say(EVIL)
        for language, title in (("et", "Teie andmed"), ("ru", "Ваши данные"), ("en", "Your data")):
            status, said = run(data, customer, tmp_path / language, language)
            assert status == 0, said
            assert title in (tmp_path / language / "export.html").read_text(encoding="utf-8")
        folder = tmp_path / "et"
        told: dict[str, Any] = msgspec.json.decode((folder / "export.json").read_bytes())
        whole = str(told)
        assert all(words in whole for words in ALL)
        assert "mingi tasu" not in whole
        (file,) = told["files"]
        assert (folder / "files" / file["file"]).read_bytes() == FILE
        assert file["name"] == "rahulolematuskaebus.pdf"
        owned = contents_of(data, [customer, *inputs(told)])
        assert set(told["contents"]) == owned
        facts = [one["fact"] for one in told["facts"]]
        expected = [
            msgspec.json.decode(msgspec.json.encode(one.fact))
            for one in site.entries()
            if any(f'"{each}"' in msgspec.json.encode(one.fact).decode() for each in mine(told))
        ]
        assert facts == expected
        html = (folder / "export.html").read_text(encoding="utf-8")
        assert SAID in html and NAME in html and ADDRESS in html
        assert oct((folder / "export.json").stat().st_mode & 0o777) == "0o600"
        assert oct(folder.stat().st_mode & 0o777) == "0o700"
        admin = await site.client("admin")
        entries = (await admin.get("/audit", params={"what": "customer.export"})).json()["entries"]
        assert {tuple(entry["on"]) for entry in entries} == {(customer,)}


async def test_what_somebody_wrote_runs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tags in their words, in their name, and in the name of a file are words."""
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "site"
    async with open_site(tmp_path, str(data)) as site:
        page = await site.page("e" * 43)
        await page.say(EVIL)
        customer = site.only().customer
        await site.built.loop.submit(
            p.NameCustomer(customer=customer, content=new_id("y"), name=f"<b>{EVIL}"), actor="system", key=new_id("x")
        )
        assert run(data, customer, tmp_path / "out", "en")[0] == 0
        html = (tmp_path / "out" / "export.html").read_text(encoding="utf-8")
        assert "<script" not in html and "<b>" not in html
        assert "alert(&#x27;x&#x27;)" in html


async def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is there is not touched; somebody who is not known is said to be; no half of an export stays."""
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "site"
    async with open_site(tmp_path, str(data)) as site:
        await (await site.page("e" * 43)).say("Tere")
        customer = site.only().customer
        (tmp_path / "there").mkdir()
        status, said = run(data, customer, tmp_path / "there")
        assert status != 0 and "folder_there" in said
        status, said = run(data, "nobody", tmp_path / "out")
        assert status != 0 and "nobody" in said
        assert left_in(tmp_path) == []


def left_in(folder: Path) -> list[str]:
    """What of an export lies there, whole or not."""
    return [one.name for one in folder.iterdir() if "out" in one.name]


def inputs(told: dict[str, Any]) -> list[str]:
    """The owners of what came from them as it came."""
    return sorted({one["of"] for one in told["contents"].values()} - {told["customer"]})


def mine(told: dict[str, Any]) -> set[str]:
    """Ids of theirs."""
    return {
        *told["records"],
        *(one["interaction"] for one in told["conversations"]),
        *(one["case"] for one in told["cases"]),
        *(owner.removeprefix("input:") for owner in inputs(told)),
    }


def contents_of(data: Path, owners: list[str]) -> set[str]:
    """Ids of everything that lies sealed under these owners' keys."""
    asked = (
        "SELECT id FROM said JOIN owners ON owners.number = said.owner WHERE name = ?1"
        " UNION SELECT id FROM contents JOIN owners ON owners.number = contents.owner WHERE name = ?1"
    )
    with closing(sqlite3.connect(f"{(data / 'journal.db').as_uri()}?mode=ro", uri=True)) as file:
        return {id_ for owner in owners for (id_,) in file.execute(asked, (owner,))}
