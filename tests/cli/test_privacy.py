"""Whoever is forgotten leaves no readable word in any file of a site, every published figure stays, and the verb that proves it finds what is planted."""

import asyncio
import json
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from hoolin.cli import app
from hoolin.core.intake.intake import EndInput, KeepInputs, NewInput
from hoolin.people.api import commands as p
from hoolin.wiring import new_id, now_ms
from hoolin.wiring.backups.taking import Wanted, take
from tests.channels.chat.test_files import upload
from tests.server.live.open_site import OpenSite, open_site

NAME = "Kadri Tammsaarepuu"
ADDRESS = "kadri.tammsaarepuu@kodu.example"
SAID = "Minu arvel on rändlustasu Võrtsjärvelt, mida ma pole kasutanud; helista numbril 5551234567."
NOTE = "Klient palus kuuendiktasu tagastamist Põltsamaale"
RAW = "Kaebus: täiesti ebaõiglane kolmekordistus"
FILE = b"%PDF Rahulolematuskaebus 8402117 " * 4_000
ALL = [NAME, ADDRESS, SAID, NOTE, RAW]
DAY = 86_400_000


async def live(site: OpenSite) -> str:
    """Somebody says, sends, is called, is promised and leaves all there is, and somebody else stays; gives the first one's id."""
    own = secrets.token_urlsafe(32)
    page = await site.page(own)
    await page.say(SAID)
    one = site.only()
    for command in (
        p.AddIdentity(customer=one.customer, identity=new_id("y"), kind="email", value=ADDRESS, lookup="0" * 32),
        KeepInputs(
            channel="sms", inputs=(NewInput(input="in", account="us", lookup="l", size=len(RAW), body=RAW.encode()),)
        ),
        EndInput(input="in", ending="taken", customers=(one.customer,)),
    ):
        await site.built.loop.submit(command, actor="system", key=new_id("x"))
    file = (await upload(site, own, "rahulolematuskaebus.pdf", FILE)).json()
    await page.say("Võrtsjärve kaebuse manus", attachments=[{"blob": file["blob"], "name": file["name"]}])
    await site.joined("juss", one.interaction)
    desk = await site.desk("juss")
    drafted = await (await site.client("juss")).put(
        f"/conversations/{one.interaction}/draft",
        json={"kind": "reply", "text": f"Tere, {NAME}, teie Võrtsjärve arve", "revision": 1},
    )
    assert drafted.status_code == 200
    for wish, fields in (
        ("rename_customer", {"customer": one.customer, "name": NAME}),
        ("add_note", {"case": one.case, "text": NOTE}),
        ("send_message", {"interaction": one.interaction, "text": f"Tere, {NAME}! Vaatan Võrtsjärve tasu üle."}),
        (
            "make_promise",
            {
                "interaction": one.interaction,
                "kind": "answer",
                "due_at": now_ms() + DAY,
                "text": f"vastus {NAME} kaebusele",
            },
        ),
        ("close", {"interaction": one.interaction, "outcome": "solved", "reasons": ["bill"]}),
    ):
        answer = await desk.do(wish, **fields)
        assert answer["type"] == "accepted", (wish, answer)
    other = await site.page(secrets.token_urlsafe(32))
    await other.say("Tere, minu arvel on ka mingi tasu.")
    (second,) = [each for each in site.built.site.kept.interactions if each != one.interaction]
    for wish, fields in (
        ("take", {}),
        ("send_message", {"text": "Vaatan."}),
        ("close", {"outcome": "solved", "reasons": ["bill"]}),
    ):
        assert (await desk.do(wish, interaction=second, **fields))["type"] == "accepted"
    return one.customer


async def figures(site: OpenSite, until: int) -> dict[str, Any]:
    """Everything that is published of the day up to an instant."""
    admin = await site.client("admin")
    span = {"begin": until - DAY, "end": until}
    found = {}
    for path in (
        "/experience",
        "/experience/by/channel",
        "/experience/curves",
        "/reasons/board",
        "/experience/contacts",
    ):
        answer = await admin.get(path, params=span)
        assert answer.status_code == 200, answer.text
        # When it was asked is no figure.
        found[path] = {name: value for name, value in answer.json().items() if name != "at"}
    return found


def run(*words: str) -> tuple[int, str]:
    """A verb's status and what it prints."""
    said = CliRunner().invoke(app, ["privacy", *words])
    return said.exit_code, said.stdout


def verify(site: Path, customer: str, *more: str) -> tuple[int, dict[str, Any]]:
    """What the proof comes to."""
    status, said = run("verify", customer, "--data", str(site), "--json", *more)
    return status, json.loads(said) if said.startswith("{") else {}


async def forgotten(tmp_path: Path) -> tuple[Path, str, Path]:
    """A site that has stopped, whose customer was forgotten; and a file with their words from before."""
    site, words = tmp_path / "site", tmp_path / "words.txt"
    async with open_site(tmp_path, data=str(site)) as opened:
        customer = await live(opened)
        until = now_ms()
        before = await figures(opened, until)
    status, said = await asyncio.to_thread(run, "words", customer, "--data", str(site))
    assert status == 0
    words.write_text(said, encoding="utf-8")
    async with open_site(tmp_path, data=str(site)) as opened:
        gone = await (await opened.client("admin")).delete(f"/customers/{customer}")
        assert gone.status_code in (200, 202, 204), gone.text
        await opened.built.forgetting.done()
        assert await figures(opened, until) == before
    return site, customer, words


async def test_nobody_who_was_forgotten_is_readable_and_the_figures_stay(tmp_path: Path) -> None:
    """A chat with a file, a name, an address, a note, a draft, an answer, a promise and raw input, by real sockets; forgotten over HTTP. No word of theirs stands in
    any byte of any file, the proof says so, and every figure of the day is what it was.
    """
    site, customer, words = await forgotten(tmp_path)
    theirs = words.read_text(encoding="utf-8").split()
    assert {"tammsaarepuu", "võrtsjärvelt", "kuuendiktasu", "kolmekordistus", "5551234567"} <= set(theirs)
    assert "mingi" not in theirs and "minu" not in theirs
    with closing(sqlite3.connect(site / "audit.db")) as log:
        assert log.execute("SELECT count(*) FROM entries WHERE what = 'customer.words' AND who = 'cli'").fetchone() == (
            2,
        )
    everything = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    for word in {one for text in ALL for one in text.replace(".", " ").replace(";", " ").split() if len(one) > 6}:
        for form in (
            word.encode(),
            word.lower().encode(),
            word.encode("utf-16-le"),
            word.encode("ascii", "backslashreplace"),
        ):
            assert [str(file) for file, body in everything.items() if form in body] == [], word
    status, told = await asyncio.to_thread(verify, site, customer, "--words", str(words))
    assert (status, told["left"]) == (0, [])
    assert told["words"] == len(theirs) and told["erased_at"] > 0


def plant_file(site: Path) -> None:
    """Somebody exported it into the folder."""
    (site / "export.txt").write_text("Kadri TAMMSAAREPUU", encoding="utf-16")


def plant_row(site: Path) -> None:
    """A text so long that its end lies on another page."""
    with closing(sqlite3.connect(site / "accounts.db")) as file, file:
        file.execute("UPDATE accounts SET name = ?", ("x" * 4_050 + "Tammsaarepuu" + "y" * 9_000,))


def plant_column(site: Path) -> None:
    """Among the packed rows of contacts."""
    with duckdb.connect(str(site / "experience.duckdb")) as rows:
        rows.execute("CREATE TABLE planted AS SELECT 'kolmekordistus' AS said")


def plant_name(site: Path) -> None:
    """A list names them again."""
    with closing(sqlite3.connect(site / "views.db")) as file, file:
        (table,) = [
            name
            for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE name IN ('customer', 'people_customer')")
        ]
        file.execute(f"UPDATE {table} SET name = 'n1'")  # noqa: S608 one of two names


@pytest.mark.parametrize(
    ("plant", "where"),
    [
        (plant_file, "export.txt"),
        (plant_row, "accounts.db"),
        (plant_column, "experience.duckdb"),
        (plant_name, "people.customer"),
    ],
)
async def test_what_is_planted_is_found(tmp_path: Path, plant: Callable[[Path], None], where: str) -> None:
    """A word in a file, over two pages of a database, in packed columns, or a list that names them: each is told with its place, and ends with status 1."""
    site, customer, words = await forgotten(tmp_path)
    plant(site)
    status, told = await asyncio.to_thread(verify, site, customer, "--words", str(words))
    assert status == 1 and told["left"]
    assert [one["where"] for one in told["left"] if not one["where"].startswith(where)] == []


async def test_backups_from_before_are_named_with_their_day(tmp_path: Path) -> None:
    """One made before is told with the day on which it is let go of; one made after holds nothing of theirs."""
    site, place = tmp_path / "site", tmp_path / "backups"
    async with open_site(tmp_path, data=str(site)) as opened:
        customer = await live(opened)
        before = await asyncio.to_thread(take, site, place, Wanted(keep_days=90), now_ms())
        assert (await (await opened.client("admin")).delete(f"/customers/{customer}")).status_code < 300
        await opened.built.forgetting.done()
        await asyncio.to_thread(take, site, place, Wanted(keep_days=90), now_ms() + 5)
    status, told = await asyncio.to_thread(verify, site, customer, "--backups", str(place))
    assert status == 0
    ((old),) = told["older_backups"]
    assert old["folder"] == str(before.folder) and old["until"] == before.manifest.made_at + 90 * DAY


async def test_whoever_was_not_forgotten_is_told_apart(tmp_path: Path) -> None:
    """Neither somebody who is there nor nobody at all passes for forgotten."""
    async with open_site(tmp_path, data=str(tmp_path / "site")) as opened:
        customer = await live(opened)
    for one, name in ((customer, "NotErased"), ("nobody", "NotFound")):
        said = await asyncio.to_thread(
            CliRunner().invoke, app, ["privacy", "verify", one, "--data", str(tmp_path / "site")]
        )
        assert type(said.exception).__name__ == name
