"""A whole site whose journal lies in PostgreSQL: it serves, its server goes away under it, and it meets a second one of itself."""

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import httpx
import msgspec
import pytest
from typer.testing import CliRunner

from hoolin.cli import app
from hoolin.cli.checking import check as look
from hoolin.cli.site_copy import copied
from hoolin.cli.symptoms import Around, all_symptoms
from hoolin.core.delivery.facts import InteractionAddressed
from hoolin.core.errors import HoolinError, Invalid
from hoolin.core.facts import Entry
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.facts import MessageReceived
from hoolin.journal.errors import DiskRefused, PositionTaken, Unreadable
from hoolin.journal.place import Place
from hoolin.journal.postgres.connections import open_connection
from hoolin.people.api import commands as p
from hoolin.runtime.apart import FoldingApart
from hoolin.wiring import Built, HoolinSettings, build, now_ms
from hoolin.wiring.backups.restoring import restore
from hoolin.wiring.backups.taking import Wanted, note_erased, take
from hoolin.wiring.settings import JournalSettings
from hoolin.wiring.stores import JournalElsewhere, OlderJournal
from tests.cli.test_backup import SECRET, ask, furnish
from tests.outage.calls import where_it_is_noon
from tests.ports import free_port
from tests.postgres_server import Server, running

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.needs("postgresql")


def settings_for(folder: Path, place: Place) -> HoolinSettings:
    """Of a site there."""
    journal = JournalSettings(postgres=place.address, schema=place.schema, patience_s=5)
    return HoolinSettings(data=str(folder), journal=journal, time_zone=where_it_is_noon())


@asynccontextmanager
async def lived(settings: HoolinSettings) -> AsyncIterator[Built]:
    """A site that serves."""
    built = build(settings)
    try:
        async with built.running():
            yield built
    finally:
        built.accounts.close()


def everything(built: Built) -> list[Entry]:
    """The whole journal."""
    return built.stores.journal.read(0, 1_000_000)


def names_in(folder: Path) -> set[str]:
    """What lies in a folder."""
    return {file.name for file in folder.iterdir()}


@pytest.fixture
def own() -> Iterator[Server]:
    """A server that a test may stop."""
    server = Server()
    try:
        yield server.start()
    finally:
        server.remove()


async def test_a_site_serves_and_goes_on_after_a_start(tmp_path: Path) -> None:
    """Conversations, files, lists folded by their own process, forgetting: as on a disk of its own; and nothing of the journal lies in the folder."""
    settings = settings_for(tmp_path, running().place())
    async with lived(settings) as built:
        await furnish(built)
        assert isinstance(built.reading.folding, FoldingApart)
        await built.reading.reached(built.loop.durable_position)
        assert len(built.reading.ask("cases.messages_before", ("i", 100, 100))) == 1
        assert b"minu saladus" in built.stores.contents.get(["i.m1"])["i.m1"]
        before = everything(built)
    async with lived(settings) as built:
        assert everything(built)[: len(before)] == before
        assert "i" in built.site.kept.interactions
        assert b"".join(built.stores.blobs.open("b1.pdf")).startswith(b"a picture")
        await ask(built, p.EraseCustomer(customer="c"))
        await built.forgetting.done()
        assert built.stores.contents.get(["i.m1"]) == {}
        assert built.stores.blobs.note("b1.pdf") is None
    assert not {"journal.db", "blobs"} & names_in(tmp_path)
    async with lived(settings) as built:
        assert "c" in built.loop.house.gone


async def test_a_server_that_goes_away_stops_the_site_and_loses_nothing(own: Server, tmp_path: Path) -> None:
    """Stopped in order, and as if its power went, while customers write: whoever was not told that we have it was told that we do not, and
    what we said we have is there when both run again, once and readable.
    """
    settings, numbers = settings_for(tmp_path, own.place()), count(2)
    async with lived(settings) as built:
        await furnish(built)
    told: list[int] = []
    for how in (signal.SIGINT, signal.SIGQUIT):
        refused: list[int] = []
        async with lived(settings) as built:
            ended = asyncio.Event()
            built.loop.on_failure = lambda failure, ended=ended: ended.set()

            async def write(built: Built = built, refused: list[int] = refused) -> None:
                while True:
                    number = next(numbers)
                    try:
                        await ask(built, c.ReceiveMessage(interaction="i", key=str(number), text=f"sõnum {number}"))
                    except HoolinError:
                        refused.append(number)
                        return
                    told.append(number)

            writers = [asyncio.ensure_future(write()) for _ in range(8)]
            begun = len(told)
            while len(told) < begun + 200:  # noqa: ASYNC110 the load itself is what is waited for
                await asyncio.sleep(0.01)
            await asyncio.to_thread(own.stop, how)
            await asyncio.wait_for(ended.wait(), 30)
            await asyncio.gather(*writers)
            assert isinstance(built.loop.failure, DiskRefused)
            assert len(refused) == 8
        own.start()
    async with lived(settings) as built:
        entries = everything(built)
        assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
        await built.reading.reached(built.loop.durable_position)
        rows = built.reading.ask("cases.messages_before", ("i", 1_000_000, 1_000_000))
        names = [entry.fact.message for entry in entries if isinstance(entry.fact, MessageReceived)]
        assert len(names) == len(set(names)) == len(rows)
        bodies = b"\n".join(built.stores.contents.get(names).values()).decode()
        assert [number for number in told if f"sõnum {number}" not in bodies] == []


async def test_the_program_ends_when_its_server_goes_and_starts_again(own: Server, tmp_path: Path) -> None:
    """`hoolin serve`, as a service runs it: it ends with status 1 and says why without the password; started again it has everything that it had
    acknowledged over HTTP.
    """
    place, port = own.place(), free_port()
    (tmp_path / "db.password").write_text("sesame-open\n")
    (tmp_path / "hoolin.toml").write_text(
        f'data = "{tmp_path / "site"}"\ntime_zone = "{where_it_is_noon()}"\n[server]\nport = {port}\npublic_rate_scale = 0\n'
        f'[journal]\npostgres = "{place.address}"\nschema = "{place.schema}"\npassword = {{ file = "db.password" }}\n'
    )
    acknowledged: list[str] = []
    async with served(tmp_path, port) as process, httpx.AsyncClient(trust_env=False, timeout=60) as http:
        for number in range(200):
            if number == 30:
                own.stop()
            form = {
                "token": f"{number:024}", "phone": f"+3725{number:06}", "name": "P", "language": "et", "at": None, "about": "x",
            }  # fmt: skip
            try:
                answer = await http.post(f"http://127.0.0.1:{port}/api/v1/callback", json=form)
            except httpx.TransportError:
                break
            if not answer.is_success:
                break
            acknowledged.append(str(form["phone"]))
        async with asyncio.timeout(60):
            assert await process.wait() == 1
    assert len(acknowledged) == 30
    log = (tmp_path / "log").read_text()
    assert "DiskRefused" in log and "sesame" not in log
    own.start()
    async with served(tmp_path, port) as process:
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(60):
            assert await process.wait() == 0
    built = build(settings_for(tmp_path / "site", place))
    addresses = [entry.fact.address for entry in everything(built) if isinstance(entry.fact, InteractionAddressed)]
    kept = [msgspec.json.decode(body)["to"]["value"] for body in built.stores.contents.get(addresses).values()]
    built.close()
    built.accounts.close()
    assert len(kept) == len(set(kept))
    assert set(acknowledged) <= set(kept)


@asynccontextmanager
async def served(folder: Path, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """`hoolin serve`, once it answers."""
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "hoolin", "serve", "--config", str(folder / "hoolin.toml"), stdout=log, stderr=log,
            stdin=asyncio.subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )  # fmt: skip
    try:
        async with asyncio.timeout(90), httpx.AsyncClient(trust_env=False, timeout=10) as http:
            while True:
                assert process.returncode is None, (folder / "log").read_text()[-3_000:]
                try:
                    if (await http.get(f"http://127.0.0.1:{port}/healthz")).is_success:
                        break
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_of_one_site_on_two_machines_the_late_one_is_fenced(tmp_path: Path) -> None:
    """Each holds the lease of its own folder and believes to be alone: the first that writes goes on, the other stops with its first write, of which
    nothing is kept.
    """
    place = running().place()
    here, there = tmp_path / "here", tmp_path / "there"
    async with lived(settings_for(here, place)) as built:
        await furnish(built)
    there.mkdir(mode=0o700)
    for name in ("master.key", "lookup.key"):
        shutil.copy(here / name, there / name)
    async with lived(settings_for(here, place)) as first, lived(settings_for(there, place)) as late:
        await ask(first, c.ReceiveMessage(interaction="i", key="2", text="to the first"))
        with pytest.raises(HoolinError):
            await ask(late, c.ReceiveMessage(interaction="i", key="3", text="to the late one"))
        assert isinstance(late.loop.failure, PositionTaken)
        await ask(first, c.ReceiveMessage(interaction="i", key="4", text="to the first again"))
        names = [entry.fact.message for entry in everything(first) if isinstance(entry.fact, MessageReceived)]
        said = b"".join(first.stores.contents.get(names).values())
        assert b"to the first again" in said and b"late one" not in said
        assert first.loop.failure is None


def test_a_site_is_not_begun_twice(tmp_path: Path) -> None:
    """Neither in the folder when its journal lies in PostgreSQL, nor in PostgreSQL when it lies in the folder, nor in an empty database."""
    place = running().place()
    build_and_close(settings_for(tmp_path / "a", place))
    with pytest.raises(Invalid, match=r"journal\.postgres"):
        build(HoolinSettings(data=str(tmp_path / "a")))
    with pytest.raises(Unreadable, match="no_site_there"):
        build(settings_for(tmp_path / "a", running().place()))
    build_and_close(settings_for(tmp_path / "a", place))
    build_and_close(HoolinSettings(data=str(tmp_path / "b")))
    with pytest.raises(Invalid, match="migrate"):
        build(settings_for(tmp_path / "b", running().place()))


async def test_a_server_that_was_replaced_is_not_taken_for_the_one_that_did(own: Server, tmp_path: Path) -> None:
    """What the site has shown is not there: an old copy, or the first server come back after the second took over. It is refused, until the
    lists are deleted by somebody who means it.
    """
    place = own.place()
    settings = settings_for(tmp_path, place)
    async with lived(settings) as built:
        await furnish(built)
    copy = Server(of=own)
    try:
        # No standby any more: it goes its own way, from what there was.
        (copy.folder / "data" / "standby.signal").unlink()
        copy.start()
        async with lived(settings) as built:
            await ask(built, c.ReceiveMessage(interaction="i", key="2", text="shown to somebody"))
        older = settings_for(tmp_path, Place(address=copy.address(), schema=place.schema))
        with pytest.raises(OlderJournal, match=r"views\.db"):
            build(older)
        async with lived(settings) as built:
            assert built.loop.failure is None
        (tmp_path / "views.db").unlink()
        build_and_close(older)
    finally:
        copy.remove()


async def test_a_copy_that_was_made_while_it_served_is_put_back(tmp_path: Path) -> None:
    """With PostgreSQL's own tools, in the words of the guide: into an empty database, with the folder's keys, lists made anew; and it goes on."""
    place = running().place()
    settings = settings_for(tmp_path, place)
    running().ask(f"CREATE DATABASE {place.schema} TEMPLATE template0")
    async with lived(settings) as built:
        await furnish(built)
        dump = str(running().folder / f"{place.schema}.dump")
        await asyncio.to_thread(
            running().run, "pg_dump", "--format=custom", f"--schema={place.schema}", f"--file={dump}", place.address
        )
        before = everything(built)
    there = running().address(place.schema)
    await asyncio.to_thread(running().run, "pg_restore", "--no-owner", "--role=hoolin", f"--dbname={there}", dump)
    again = settings_for(tmp_path, Place(address=there, schema=place.schema))
    async with lived(again) as built:
        assert everything(built)[: len(before)] == before
        assert b"minu saladus" in built.stores.contents.get(["i.m1"])["i.m1"]
        assert b"".join(built.stores.blobs.open("b1.pdf")).startswith(b"a picture")
        arrives = c.Arrive(interaction="j", customer="new", case="k2", channel="chat", language="et")
        await ask(built, arrives, c.ReceiveMessage(interaction="j", key="1", text="uus"))
        await asyncio.to_thread(built.stores.blobs.put, "b2.pdf", "new", [b"x"])


def build_and_close(settings: HoolinSettings) -> None:
    """A start and a stop."""
    built = build(settings)
    built.close()
    built.accounts.close()


def test_what_reads_a_site_asks_where_its_journal_lies(tmp_path: Path) -> None:
    """Where no settings say it, copies and backups are refused before anything is made of nothing."""
    build_and_close(settings_for(tmp_path / "site", running().place()))
    with pytest.raises(JournalElsewhere), copied(tmp_path / "site"):
        pass
    with pytest.raises(JournalElsewhere):
        take(tmp_path / "site", tmp_path / "backups", Wanted(), now_ms())
    with pytest.raises(JournalElsewhere):
        note_erased(tmp_path / "site", tmp_path / "backups")
    assert not (tmp_path / "backups").exists()


async def test_a_backup_under_load_is_put_back_into_a_folder(tmp_path: Path) -> None:
    """Eight customers write while it is made: every fact up to its position is there to the letter, files open, the check is clean, the next
    backup links what this one has, and whoever was erased since is erased again.
    """
    place, site, backups = running().place(), tmp_path / "site", tmp_path / "backups"
    async with lived(settings_for(site, place)) as built:
        await furnish(built)
        writers = [asyncio.create_task(write_on(built, n)) for n in range(8)]
        await grown(built, 200)
        first = await asyncio.to_thread(take, site, backups, Wanted(with_key=True), now_ms(), nothing_told, place)
        await grown(built, first.copied.position + 200)
        for writer in writers:
            writer.cancel()
        await asyncio.gather(*writers, return_exceptions=True)
        second = await asyncio.to_thread(take, site, backups, Wanted(with_key=True), now_ms(), nothing_told, place)
        written = everything(built)
        await ask(built, p.EraseCustomer(customer="c"))
        await built.forgetting.done()
        assert note_erased(site, backups, place) > 0
    assert 200 < first.copied.position < second.copied.position <= len(written)
    assert (first.copied.blobs, first.copied.linked, second.copied.linked) == (1, 0, 1)
    # While the journal goes on, its server is of no use to whoever has the backup.
    back = restore(first.folder, tmp_path / "back", None, now_ms())
    assert back.erased == 1
    with copied(tmp_path / "back", also=("accounts.db", "audit.db")) as copy:
        assert look(tmp_path / "back", copy, nothing_told).faults == ()
    async with lived(HoolinSettings(data=str(tmp_path / "back"))) as built:
        assert everything(built)[: first.copied.position] == written[: first.copied.position]
        assert built.stores.contents.get(["i.m1"]) == {} and built.stores.blobs.note("b1.pdf") is None
        assert "w3" in built.site.kept.interactions
    shutil.copytree(second.folder, tmp_path / "elsewhere" / second.folder.name)
    restore(tmp_path / "elsewhere" / second.folder.name, tmp_path / "all", None, now_ms())
    async with lived(HoolinSettings(data=str(tmp_path / "all"))) as built:
        upto = second.copied.position
        assert everything(built)[:upto] == written[:upto]
        assert b"minu saladus" in built.stores.contents.get(["i.m1"])["i.m1"]
        assert b"".join(built.stores.blobs.open("b1.pdf")) == SECRET


async def grown(built: Built, position: int) -> None:
    """Wait until the journal has come so far."""
    there = asyncio.Event()
    built.loop.read_along(lambda entries, contents: there.set() if entries[-1].position >= position else None)
    await asyncio.wait_for(there.wait(), 30)


async def write_on(built: Built, n: int) -> None:
    """A customer who does not stop writing."""
    await ask(built, c.Arrive(interaction=f"w{n}", customer=f"wc{n}", case=f"wk{n}", channel="chat", language="et"))
    for number in count(1):
        await ask(built, c.ReceiveMessage(interaction=f"w{n}", key=str(number), text=f"sõnum {number}"))


def nothing_told(what: str, done: int, of: int) -> None:
    """Nobody listens."""


async def test_verbs_that_read_a_folder_read_a_database_too(tmp_path: Path) -> None:
    """Check, replay, the set-up in one file, words of somebody and whether anything of them is left: with the settings that name the database."""
    place, site = running().place(), tmp_path / "site"
    settings = settings_for(site, place)
    async with lived(settings) as built:
        await furnish(built)
    file = tmp_path / "hoolin.toml"
    file.write_text(f"data = {str(site)!r}\n[journal]\npostgres = {place.address!r}\nschema = {place.schema!r}\n")
    env = {"HOOLIN_CONFIG": str(file), "HOOLIN_DATA": str(site)}

    async def verb(*words: str) -> str:
        ended = await asyncio.to_thread(CliRunner().invoke, app, words, env=env)
        assert ended.exit_code == 0, ended.output + ended.stderr
        return ended.output

    assert msgspec.json.decode(await verb("check", "--json"))["faults"] == []
    assert "saladus" in (await verb("privacy", "words", "c")).split()
    assert "queue: service" in (await verb("config", "export"))
    await verb("replay")
    await verb("privacy", "export", "c", "--to", str(tmp_path / "theirs"))
    (file,) = (tmp_path / "theirs" / "files").iterdir()
    assert file.read_bytes() == SECRET
    with open_connection(place) as there:
        there.execute("UPDATE contents SET sealed = sealed || '\\x00' WHERE id = 'i.m1'")
    ended = await asyncio.to_thread(CliRunner().invoke, app, ["check", "--json"], env=env)
    assert ended.exit_code == 1
    assert {one["code"] for one in msgspec.json.decode(ended.stdout)["faults"]} >= {"content"}
    async with lived(settings) as built:
        await ask(built, p.EraseCustomer(customer="c"))
        await built.forgetting.done()
    (tmp_path / "words").write_text("saladus\n")
    verified = await verb("privacy", "verify", "c", "--words", str(tmp_path / "words"), "--json")
    assert msgspec.json.decode(verified)["left"] == []


def test_the_doctor_looks_at_the_database(own: Server, tmp_path: Path) -> None:
    """Whether it answers, whether the site is there, and whether the settings know of it."""
    settings = settings_for(tmp_path, own.place())

    def found(settings: HoolinSettings) -> dict[str, str]:
        return {one.code: one.state for one in all_symptoms(Around(settings=settings, now=now_ms()))}

    assert found(settings)["database"] == "doubtful"
    build_and_close(settings)
    assert found(settings)["database"] == found(settings)["key"] == "well"
    assert found(HoolinSettings(data=str(tmp_path)))["database"] == "wrong"
    own.stop()
    assert found(settings)["database"] == "wrong"


def test_the_library_is_loaded_only_where_it_is_needed(tmp_path: Path) -> None:
    """A site on SQLite never imports it."""
    code = (
        "import sys; from hoolin.wiring import HoolinSettings, build; b = build(HoolinSettings(data=sys.argv[1])); b.close();"
        " sys.exit('psycopg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], timeout=60, check=False).returncode == 0
    assert sqlite3.connect(tmp_path / "journal.db").execute("SELECT count(*) FROM entries").fetchone() == (0,)
