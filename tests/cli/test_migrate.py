"""A site's journal goes from its folder into PostgreSQL: everything arrives, or nothing has changed."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from hoolin.cli import app
from hoolin.cli.settings_file import read_settings
from hoolin.cluster.port import LeaseTaken
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Content
from hoolin.core.interaction import commands as c
from hoolin.journal.errors import Damaged, MasterKeyMissing, Unreadable
from hoolin.journal.place import Place
from hoolin.journal.port import Snapshot
from hoolin.journal.postgres import moving
from hoolin.journal.sqlite.blobs import file_of
from hoolin.people.api import commands as p
from hoolin.wiring import HoolinSettings, build
from hoolin.wiring import moving as taking
from hoolin.wiring.moving import ASIDE, take_along
from tests.cli.test_backup import ask, running
from tests.postgres_server import running as server
from tests.test_postgres_site import settings_for

pytestmark = pytest.mark.needs("postgresql")

LARGE = bytes(n * n % 251 for n in range(300_000))


async def a_site(folder: Path) -> None:
    """Conversations, attachments, somebody who was erased, ids that nobody would choose, and a snapshot in three parts."""
    async with running(folder) as built:
        await ask(built, c.ReceiveMessage(interaction="i", key="2", text="teine sõnum ☕"))
        for customer in ("d", "e"):
            arrives = c.Arrive(
                interaction=f"i-{customer}", customer=customer, case=f"k-{customer}", channel="chat", language="ru"
            )
            said = c.ReceiveMessage(interaction=f"i-{customer}", key="1", text=f"письмо от {customer}")
            await ask(built, arrives, said)
            await asyncio.to_thread(built.stores.blobs.put, f"of-{customer}", customer, [LARGE])
        await asyncio.to_thread(built.stores.blobs.put, "empty \\ ä", "d", [])
        await ask(built, p.EraseCustomer(customer="e"))
        await built.forgetting.done()
        await asyncio.to_thread(
            built.stores.journal.append, [], [Content("nul\0 and \\0", "own\0er\\", b"\0x"), Content("none", "d", b"")]
        )
        await asyncio.to_thread(built.stores.snapshots.save, Snapshot(3, 4, "of another version", LARGE * 8))
        await asyncio.to_thread(built.stores.snapshots.save, Snapshot(3, 4, "empty", b""))


def readings(settings: HoolinSettings, ids: list[str]) -> dict[str, Any]:
    """All that can be read of a site, through what reads it in the product."""
    built = build(settings)
    stores = built.stores
    blobs = ["b1.pdf", "of-d", "of-e", "empty \\ ä"]
    try:
        return {
            "entries": stores.journal.read(0, 1_000_000),
            "contents": stores.contents.get(ids),
            "erased": [stores.contents.erased(owner) for owner in ("c", "d", "e", "own\0er\\", "nobody")],
            "notes": [stores.blobs.note(blob) for blob in blobs],
            "blobs": [b"".join(stores.blobs.open(blob)) for blob in blobs if blob != "of-e"],
            "snapshots": [stores.snapshots.latest(version) for version in ("of another version", "empty", "none")],
            "state": built.loop.house.dump(),
            "lists": [built.reading.ask("cases.messages_before", (i, 100, 100)) for i in ("i", "i-d", "i-e")],
        }
    finally:
        built.close()
        built.accounts.close()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; it has stopped."""
    folder = tmp_path_factory.mktemp("model") / "site"
    asyncio.run(a_site(folder))
    return folder


@pytest.fixture
def site(model: Path, tmp_path: Path) -> Path:
    """One like it."""
    return Path(shutil.copytree(model, tmp_path / "site"))


@pytest.fixture
def place() -> Iterator[Place]:
    """Where it is to go."""
    yield server().place()


def content_ids(site: Path) -> list[str]:
    """Of everything sealed."""
    with closing(sqlite3.connect(site / "journal.db")) as file:
        return [id_ for (id_,) in file.execute("SELECT id FROM said")] + ["nobody said this"]


def moved(site: Path, place: Place, **how: bool) -> taking.TakenAlong:
    """It goes there."""
    return take_along(settings_for(site, place), lambda part, done, of: None, **how)


def still_starts(site: Path) -> bool:
    """Whether it can be started in its folder as before."""
    built = build(HoolinSettings(data=str(site)))
    built.close()
    built.accounts.close()
    return built.loop.durable_position > 0


def test_every_reading_is_the_same_afterwards(site: Path, place: Place) -> None:
    """Facts, words, files, who was erased, snapshots, the folded state, the lists, made anew and as they lay there; and the site goes on."""
    ids = content_ids(site)
    before = readings(HoolinSettings(data=str(site)), ids)
    assert len(before["contents"]) == len(ids) - 1 and before["erased"] == [False, False, True, False, False]
    done = moved(site, place)
    assert done.position == len(before["entries"]) and done.counts["entries"] == done.position
    assert (done.counts["blobs"], done.counts["contents"]) == (3, len(ids) - 1)
    assert len(done.digest) == 64
    settings = settings_for(site, place)
    assert readings(settings, ids) == before
    (site / "views.db").unlink()
    assert readings(settings, ids) == before
    assert {file.name for file in (site / ASIDE).iterdir()} >= {"journal.db", "blobs"}
    assert not (site / "journal.db").exists()

    async def goes_on() -> None:
        built = build(settings)
        async with built.running():
            await ask(built, c.ReceiveMessage(interaction="i", key="9", text="after it"))
            arrives = c.Arrive(interaction="i-new", customer="new", case="k-new", channel="chat", language="en")
            await ask(built, arrives, c.ReceiveMessage(interaction="i-new", key="1", text="somebody new"))
            await asyncio.to_thread(built.stores.blobs.put, "new", "new", [LARGE])
            assert b"".join(built.stores.blobs.open("new")) == LARGE
            assert b"".join(built.stores.blobs.open("of-d")) == LARGE
        built.accounts.close()

    asyncio.run(goes_on())


async def test_a_site_that_serves_is_not_moved(tmp_path: Path) -> None:
    """Its lease is in the way."""
    async with running(tmp_path / "site"):
        with pytest.raises(LeaseTaken):
            await asyncio.to_thread(moved, tmp_path / "site", server().place())


def test_a_schema_in_use_is_left_alone(site: Path, tmp_path: Path, place: Place) -> None:
    """Another site's, or anybody's tables."""
    other = build(settings_for(tmp_path / "other", place))
    other.close()
    other.accounts.close()
    with pytest.raises(Unreadable, match="schema_in_use"):
        moved(site, place)
    strange = server().place()
    server().ask(f"CREATE SCHEMA {strange.schema}")
    server().ask("CREATE TABLE theirs ()", strange)
    with pytest.raises(Unreadable, match="schema_in_use"):
        moved(site, strange)
    assert server().ask("TABLE theirs", strange) == []
    assert still_starts(site)


@pytest.mark.parametrize("step", ["_pieces", "_snapshots", "_sum_of"])
def test_cut_short_nothing_has_changed_and_it_is_done_again(site: Path, place: Place, step: str) -> None:
    """In the middle of bringing, or of reading back: the site starts as before and not on the half, and the next attempt arrives."""
    ids = content_ids(site)
    before = readings(HoolinSettings(data=str(site)), ids)
    with (
        patch.object(moving if step == "_sum_of" else moving._Mover, step, side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        moved(site, place)
    with pytest.raises(Invalid, match="migrate"):
        build(settings_for(site, place))
    (site / "journal.db").rename(site / "hidden")
    with pytest.raises(Unreadable, match="half_moved"):
        build(settings_for(site, place))
    (site / "hidden").rename(site / "journal.db")
    assert still_starts(site)
    moved(site, place)
    assert readings(settings_for(site, place), ids)["contents"] == before["contents"]


@pytest.mark.parametrize("step", ["finish", "set_aside"])
def test_cut_short_after_it_has_arrived_it_is_brought_to_its_end(site: Path, place: Place, step: str) -> None:
    """The two last steps: no start is possible on either side in between, so nothing new can be on one side only."""
    ids = content_ids(site)
    before = readings(HoolinSettings(data=str(site)), ids)
    where = moving if step == "finish" else taking
    with patch.object(where, step, side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        moved(site, place)
    for settings in (HoolinSettings(data=str(site)), settings_for(site, place)):
        with pytest.raises((Invalid, Unreadable)):
            build(settings)
    done = moved(site, place)
    assert bool(done.digest) == (step == "finish")
    assert readings(settings_for(site, place), ids) == before


@pytest.mark.parametrize("kind", ["_entries", "_owners", "_contents", "_pieces"])
@pytest.mark.parametrize("how", ["lost", "changed", "doubled"])
def test_what_arrives_otherwise_is_noticed(site: Path, place: Place, kind: str, how: str) -> None:
    """One row that was lost, changed or doubled on the way, of any kind: it is said, and the site stays where it was."""
    real = getattr(moving._Mover, kind)

    def broken(*given: Any) -> Iterator[Any]:
        for number, row in enumerate(real(*given)):
            if number == 1 and how == "lost":
                continue
            if number == 1 and how == "changed":
                last = row[-1]
                yield (*row[:-1], last + " " if isinstance(last, str) else b"x" + (last or b""))
            else:
                yield row
            if number == 1 and how == "doubled":
                yield row

    with patch.object(moving._Mover, kind, broken), pytest.raises(Exception) as told:
        moved(site, place)
    # A row twice is what the keys of the tables refuse already.
    assert type(told.value).__name__ in ("Unreadable", "UniqueViolation")
    assert (how == "doubled") == (type(told.value).__name__ == "UniqueViolation")
    assert still_starts(site)


def test_an_attachment_without_its_file_is_left_out_only_when_asked(site: Path, place: Place) -> None:
    """It is said which one it is."""
    with closing(sqlite3.connect(site / "journal.db")) as file:
        ((blob,),) = file.execute("SELECT id FROM blobs WHERE id = 'of-d'").fetchall()
    file_of(site, blob).unlink()
    with pytest.raises(Damaged, match="of-d"):
        moved(site, place)
    assert moved(site, place, without_lost=True).lost == ("of-d",)
    settings = settings_for(site, place)
    built = build(settings)
    assert built.stores.blobs.note("of-d") is None
    assert built.stores.blobs.note("b1.pdf") is not None
    built.close()
    built.accounts.close()


def test_what_cannot_be_moved_is_said_before_anything_is_done(site: Path, tmp_path: Path, place: Place) -> None:
    """No site, no key, nowhere to go, a journal that was set aside before."""
    with pytest.raises(NotFound):
        moved(tmp_path / "nothing", place)
    with pytest.raises(Invalid):
        take_along(HoolinSettings(data=str(site)), lambda part, done, of: None)
    key = (site / "master.key").read_bytes()
    (site / "master.key").unlink()
    with pytest.raises(MasterKeyMissing):
        moved(site, place)
    (site / "master.key").write_bytes(key)
    (site / ASIDE).mkdir()
    (site / ASIDE / "journal.db").touch()
    with pytest.raises(Conflict):
        moved(site, place)
    assert server().ask(f"SELECT 1 FROM pg_namespace WHERE nspname = '{place.schema}'") == []  # noqa: S608 a name of ours


def test_the_verb_says_what_it_did_and_what_to_change(
    site: Path, tmp_path: Path, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words, with the settings to copy, and without the password."""
    monkeypatch.chdir(tmp_path)
    secret = tmp_path / "db.password"
    secret.write_text("sesame-open\n")
    asked = [
        "migrate", "sqlite-to-postgres", place.address, "--schema", place.schema, "--data", str(site), "--password-file", str(secret),
    ]  # fmt: skip
    told = CliRunner().invoke(app, asked, env={"COLUMNS": "200"})
    assert told.exit_code == 0, told.output
    assert f'postgres = "{place.address}"' in told.output and f'schema = "{place.schema}"' in told.output
    assert f'password = {{ file = "{secret}" }}' in told.output
    assert "sesame" not in told.output
    assert "before-postgresql" in told.output
    lines = [line.strip() for line in told.output.splitlines() if " = " in line or "[journal]" in line]
    (tmp_path / "hoolin.toml").write_text("\n".join(lines))
    settings, _ = read_settings(tmp_path / "hoolin.toml", {"HOOLIN_DATA": str(site)})
    assert (settings.journal.place, settings.journal.password) == (Place(
        address=place.address, password="sesame-open", schema=place.schema), "sesame-open")  # fmt: skip
    assert readings(settings, content_ids(site / ASIDE))["entries"]
