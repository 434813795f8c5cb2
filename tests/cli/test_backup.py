"""A site is backed up while it serves, destroyed, and put back; and what is wrong with one is found and said."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from itertools import count
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hoolin.channels.chat.manifest import RULES
from hoolin.cli import app
from hoolin.cli.checking import Checked, check
from hoolin.cli.site_copy import copied
from hoolin.core.commands import Command
from hoolin.core.errors import NotFound
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, QueueRules
from hoolin.journal.errors import DiskRefused, MasterKeyMissing
from hoolin.people.api import commands as p
from hoolin.server.accounts.records import Account
from hoolin.wiring import Built, HoolinSettings, build, new_id, now_ms
from hoolin.wiring.backups.manifest import NotABackup, backups_in
from hoolin.wiring.backups.restoring import KeyNotGiven, NotEmpty, restore
from hoolin.wiring.backups.taking import BackupUnderWay, NoKeyToTake, Taken, Wanted, note_erased, take

DAY_MS = 86_400_000
SECRET = b"a picture of my bill " * 10_000


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Built]:
    """A site that serves, with one customer who said something and sent a file."""
    built = build(HoolinSettings(data=str(folder)))
    try:
        async with built.running():
            if not built.site.kept.queues:
                await furnish(built)
            yield built
    finally:
        built.accounts.close()


async def furnish(built: Built) -> None:
    """What a small site has."""
    await ask(
        built,
        c.SetChannel(rules=RULES),
        c.SetQueue(rules=QueueRules(queue="service")),
        c.SetAgent(profile=AgentProfile(agent="a", skills={"lang:et": 1})),
        c.Arrive(interaction="i", customer="c", case="k", channel="chat", language="et"),
        c.ReceiveMessage(interaction="i", key="1", text="minu saladus"),
    )
    await asyncio.to_thread(built.stores.blobs.put, "b1.pdf", "c", [SECRET])
    await built.accounts.audit.write("cli", "site.set")
    await built.accounts.add(Account(id="new", login="kristi", name="Kristi Kask", role="admin"), "õige hobune patarei")


async def ask(built: Built, *commands: Command) -> None:
    """One after the other, each durable."""
    for command in commands:
        await built.loop.submit(command, actor="system", key=new_id("x"))


def looked_at(site: Path) -> Checked:
    """What `hoolin check` finds."""
    with copied(site, also=("accounts.db",)) as copy:
        return check(site, copy, lambda what, done, of: None)


def codes(site: Path) -> set[str]:
    """The faults of a site by name."""
    return {fault.code for fault in looked_at(site).faults}


async def a_site(folder: Path) -> Path:
    """A site that has stopped."""
    async with running(folder):
        pass
    return folder


def taken(site: Path, place: Path, **wanted: bool | int) -> Taken:
    """A backup made now, with the key unless it is said otherwise."""
    return take(site, place, Wanted(**{"with_key": True, **wanted}), now_ms())  # type: ignore[arg-type]


async def test_a_site_that_is_lost_under_load_comes_back_whole(tmp_path: Path) -> None:
    """Backed up while customers write, destroyed, and put back on an empty disk: every fact up to the backup's position, in order and to the
    letter, all words and files, everybody who may log in; it checks clean, and goes on serving.
    """
    site, place, back = tmp_path / "site", tmp_path / "backups", tmp_path / "new machine" / "site"
    async with running(site) as built:
        numbers = count(2)

        async def write() -> None:
            while True:
                await ask(
                    built, c.ReceiveMessage(interaction="i", key=str(number := next(numbers)), text=f"sõnum {number}")
                )

        writers = [asyncio.ensure_future(write()) for _ in range(8)]
        while next(numbers) < 300:  # noqa: ASYNC110 the load itself is what is waited for
            await asyncio.sleep(0.01)
        first = await asyncio.to_thread(taken, site, place)
        second = await asyncio.to_thread(taken, site, place)
        after = built.loop.durable_position
        for writer in writers:
            writer.cancel()
        await asyncio.gather(*writers, return_exceptions=True)
        everything = {entry.position: entry for entry in built.stores.journal.read(0, 1_000_000)}
    assert 200 < first.copied.position < second.copied.position <= after <= len(everything)
    assert (second.copied.blobs, second.copied.linked) == (1, 1)
    shutil.rmtree(site)

    restore(second.folder, back, None, now_ms())
    assert oct(back.stat().st_mode & 0o777) == "0o700"
    assert looked_at(back).faults == ()
    async with running(back) as built:
        entries = built.stores.journal.read(0, second.copied.position)
        assert entries == [everything[n] for n in range(1, second.copied.position + 1)]
        said = [f"i.m{ordinal}" for ordinal in range(1, 200)]
        assert len(built.stores.contents.get(said)) == len(said)
        assert b"".join(built.stores.blobs.open("b1.pdf")) == SECRET
        assert [account.login for account in await built.accounts.all()] == ["kristi"]
        await ask(built, c.ReceiveMessage(interaction="i", key="after", text="Kas olete tagasi?"))


async def test_whoever_was_erased_does_not_come_back(tmp_path: Path) -> None:
    """A backup made before somebody was erased holds their sealed words; put back, they are erased again, in the stores and in the journal, so
    that nothing of theirs can be read and nobody is told that they are there.
    """
    site, place, back = tmp_path / "site", tmp_path / "backups", tmp_path / "back"
    async with running(site) as built:
        await ask(built, c.Arrive(interaction="j", customer="d", case="l", channel="chat", language="et"))
        before = await asyncio.to_thread(taken, site, place)
        await ask(built, p.EraseCustomer(customer="c"))
        await built.forgetting.done()
        assert await asyncio.to_thread(note_erased, site, place) >= 1
    assert restore(before.folder, back, None, now_ms()).erased >= 1
    assert looked_at(back).faults == ()
    async with running(back) as built:
        assert built.stores.contents.erased("c") and built.stores.contents.get(["i.m1"]) == {}
        assert built.stores.blobs.note("b1.pdf") is None
        with pytest.raises(NotFound):
            await ask(built, c.Arrive(interaction="x", customer="c", case="y", channel="chat", language="et"))
        assert not built.stores.contents.erased("d") and "j" in built.site.kept.interactions


async def test_without_the_key_a_backup_tells_nobody_anything(tmp_path: Path) -> None:
    """No word and no byte of a file is in it, nor is the key; it is put back with the key alone, and not with another's."""
    site, place = await a_site(tmp_path / "site"), tmp_path / "backups"
    made = taken(site, place, with_key=False)
    assert {oct(one.stat().st_mode & 0o777) for one in (made.folder, *made.folder.rglob("*")) if one.is_dir()} == {
        "0o700"
    }
    bytes_of_all = b"".join(file.read_bytes() for file in made.folder.rglob("*") if file.is_file())
    assert b"saladus" not in bytes_of_all and SECRET[:40] not in bytes_of_all
    assert (site / "master.key").read_bytes().strip() not in bytes_of_all
    with pytest.raises(KeyNotGiven):
        restore(made.folder, tmp_path / "a", None, now_ms())
    other = await a_site(tmp_path / "other")
    with pytest.raises(MasterKeyMissing):
        restore(made.folder, tmp_path / "b", other / "master.key", now_ms())
    assert not (tmp_path / "a").exists() and not (tmp_path / "b").exists()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOOLIN_MASTER_KEY", (site / "master.key").read_text().strip())
        restore(made.folder, tmp_path / "d", None, now_ms())
        assert looked_at(tmp_path / "d").faults == () and not (tmp_path / "d" / "master.key").exists()
    restore(made.folder, tmp_path / "c", site / "master.key", now_ms())
    assert looked_at(tmp_path / "c").faults == ()
    (site / "master.key").rename(tmp_path / "elsewhere")
    with pytest.raises(NoKeyToTake):
        taken(site, place)


@pytest.mark.parametrize(
    "broken", ["journal.db", "accounts.db", "audit.db", "blobs", "lookup.key", "files.sha256", "manifest.json"]
)
async def test_a_damaged_backup_is_not_put_back(tmp_path: Path, broken: str) -> None:
    """One changed byte in any of its files is found before anything is used, the file is named, and the folder stays empty."""
    made = taken(await a_site(tmp_path / "site"), tmp_path / "backups")
    (file,) = (
        [made.folder / broken] if broken != "blobs" else [f for f in (made.folder / "blobs").rglob("*") if f.is_file()]
    )
    bytes_ = bytearray(file.read_bytes())
    bytes_[len(bytes_) // 2] ^= 0xFF
    file.unlink()
    file.write_bytes(bytes_)
    with pytest.raises(NotABackup) as refused:
        restore(made.folder, tmp_path / "back", None, now_ms())
    assert file.name in str(refused.value) or broken == "manifest.json"
    assert not (tmp_path / "back").exists()


async def test_one_rotten_attachment_costs_that_attachment_alone(tmp_path: Path) -> None:
    """A file cut short in an earlier backup is copied anew by the next; one that has rotted is left out when that is asked for, and the check names it."""
    site, place = await a_site(tmp_path / "site"), tmp_path / "backups"
    (first,) = [file for file in (taken(site, place).folder / "blobs").rglob("*") if file.is_file()]
    whole = first.read_bytes()
    first.write_bytes(whole[:-50])
    again = taken(site, place)
    assert again.copied.linked == 0
    restore(again.folder, tmp_path / "whole", None, now_ms())
    assert looked_at(tmp_path / "whole").faults == ()
    (rotten,) = [file for file in (again.folder / "blobs").rglob("*") if file.is_file()]
    rotten.write_bytes(whole[:200] + b"\0" * (len(whole) - 200))
    linked = taken(site, place)
    with pytest.raises(NotABackup):
        restore(linked.folder, tmp_path / "back", None, now_ms())
    done = restore(linked.folder, tmp_path / "back", None, now_ms(), without_damaged=True)
    assert done.left_out == (rotten.relative_to(again.folder).as_posix(),)
    assert codes(tmp_path / "back") == {"file_lost"}


@pytest.mark.parametrize("broken", ["files.sha256", "manifest.json"])
async def test_a_damaged_backup_does_not_keep_others_from_being_made(tmp_path: Path, broken: str) -> None:
    """Whose description or sums cannot be read any more is passed over: the next one is whole by itself."""
    site, place = await a_site(tmp_path / "site"), tmp_path / "backups"
    first = taken(site, place)
    (first.folder / broken).write_bytes(b"?")
    again = taken(site, place)
    assert again.copied.linked == 0
    restore(again.folder, tmp_path / "back", None, now_ms())
    assert looked_at(tmp_path / "back").faults == ()


async def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    """Nothing is put over a site, nor beside anything else; an empty folder is taken."""
    site, place = await a_site(tmp_path / "site"), tmp_path / "backups"
    made = taken(site, place)
    with pytest.raises(NotEmpty):
        restore(made.folder, site, None, now_ms())
    (tmp_path / "closed").mkdir()
    empty = tmp_path / "closed" / "empty"
    empty.mkdir(mode=0o700)
    # Nobody may write beside it, as beside a service's own folder; root may, and is told by what is there meanwhile.
    (tmp_path / "closed").chmod(0o500)
    beside = set[str]()
    restore(
        made.folder, empty, None, now_ms(), lambda what, done, of: beside.update(p.name for p in empty.parent.iterdir())
    )
    assert beside == {"empty"}
    assert looked_at(empty).faults == ()
    assert not [one for one in empty.iterdir() if one.name.startswith(".partial")]
    (tmp_path / "closed").chmod(0o700)


async def test_old_backups_are_let_go_of(tmp_path: Path) -> None:
    """Only so many stay, and none that is too old; the newest stays in any case, and linked files outlive those they were linked with."""
    site, place = await a_site(tmp_path / "site"), tmp_path / "backups"
    now = now_ms()
    for days in (40, 30, 20, 10):
        take(site, place, Wanted(with_key=True), now - days * DAY_MS)
    last = take(site, place, Wanted(with_key=True, keep=3, keep_days=25), now)
    assert len(last.removed) == 2
    assert [now - manifest.made_at for _folder, manifest in backups_in(place)] == [20 * DAY_MS, 10 * DAY_MS, 0]
    alone = take(site, place, Wanted(with_key=True, keep=1), now + DAY_MS)
    assert [folder for folder, _manifest in backups_in(place)] == [alone.folder]
    restore(alone.folder, tmp_path / "back", None, now)
    assert looked_at(tmp_path / "back").faults == ()


async def test_two_at_once_do_not_meet(tmp_path: Path) -> None:
    """While one is made, another in the same place is refused; two in one second have two names; what one that was killed left is cleared away."""
    site, place = await a_site(tmp_path / "site"), tmp_path / "backups"
    now = now_ms()

    def meanwhile(what: str, done: int, of: int) -> None:
        with pytest.raises(BackupUnderWay):
            taken(site, place)

    (place / ".partial-0123").mkdir(parents=True)
    first = take(site, place, Wanted(with_key=True), now, meanwhile)
    assert take(site, place, Wanted(with_key=True), now).folder == first.folder.with_name(f"{first.folder.name}-2")
    assert sorted(one.name for one in place.iterdir() if one.name.startswith(".")) == []


async def test_a_backup_that_cannot_be_finished_is_none(tmp_path: Path) -> None:
    """Where the disk refuses, it says so, leaves no half of a backup, and those that were there stay."""
    site, place = await a_site(tmp_path / "site"), tmp_path / "backups"
    whole = taken(site, place)
    (sealed,) = [file for file in (site / "blobs").rglob("*") if file.is_file()]
    content = sealed.read_bytes()
    sealed.unlink()
    # A folder in the place of a file cannot be copied, whoever asks.
    sealed.mkdir()
    for old, _manifest in backups_in(place):
        shutil.rmtree(old / "blobs")
    with pytest.raises(DiskRefused):
        taken(site, place)
    assert [folder for folder, _manifest in backups_in(place)] == [whole.folder]
    assert [file for file in place.iterdir() if file.name.startswith(".partial")] == []
    sealed.rmdir()
    sealed.write_bytes(content)
    with pytest.raises(NotFound):
        taken(tmp_path / "nowhere", place)


def damage_fact(site: Path, sealed: Path) -> None:
    """A fact that no room knows."""
    with closing(sqlite3.connect(site / "journal.db")) as file, file:
        file.execute("DROP TRIGGER entries_are_never_changed")
        file.execute("""UPDATE entries SET fact = '{"fact":"no_such_fact"}' WHERE position = 3""")


def lose_fact(site: Path, sealed: Path) -> None:
    """A position is missing."""
    with closing(sqlite3.connect(site / "journal.db")) as file, file:
        file.execute("DROP TRIGGER entries_are_never_deleted")
        file.execute("DELETE FROM entries WHERE position = 3")


def change_content(site: Path, sealed: Path) -> None:
    """Sealed words were changed."""
    with closing(sqlite3.connect(site / "journal.db")) as file, file:
        file.execute("UPDATE said SET sealed = zeroblob(60) WHERE id = 'i.m1'")


def lose_words(site: Path, sealed: Path) -> None:
    """The words of a message are gone, with all that led to them."""
    with closing(sqlite3.connect(site / "journal.db")) as file, file:
        for table in ("said", "said_by_id"):
            file.execute(f"DELETE FROM {table} WHERE id = 'i.m1'")  # noqa: S608 two names


def change_row(site: Path, sealed: Path) -> None:
    """Somebody wrote into what is made from the journal."""
    with closing(sqlite3.connect(site / "views.db")) as file, file:
        file.execute(
            "UPDATE cases_conversation SET language = 'ru'"
            if _has(file, "cases_conversation")
            else "UPDATE conversation SET language = 'ru'"
        )


def _has(file: sqlite3.Connection, table: str) -> bool:
    return bool(file.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone())


def lose_file(site: Path, sealed: Path) -> None:
    """An attachment's file is gone."""
    sealed.unlink()


def cut_file(site: Path, sealed: Path) -> None:
    """An attachment's file is cut short."""
    sealed.write_bytes(sealed.read_bytes()[:-20])


def add_file(site: Path, sealed: Path) -> None:
    """A file that nothing names."""
    (sealed.parent / ("0" * 62)).write_bytes(b"?")


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (damage_fact, "entry"), (lose_fact, "gap"), (change_content, "content"), (lose_words, "words_lost"), (change_row, "view"),
        (lose_file, "file_lost"), (cut_file, "file_damaged"), (add_file, "stray"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_found_by_its_name(tmp_path: Path, damage: object, code: str) -> None:
    """Each kind of damage is found, and nothing else; a site without any is well."""
    site = await a_site(tmp_path / "site")
    assert codes(site) == set()
    (sealed,) = [file for file in (site / "blobs").rglob("*") if file.is_file()]
    damage(site, sealed)  # type: ignore[operator]
    assert codes(site) == {code}


def test_a_file_that_is_no_database_any_more_is_said(tmp_path: Path) -> None:
    """A page of zeros in the middle of the journal's file ends with status 1 and in words with what to do."""
    site = asyncio.run(a_site(tmp_path / "site"))
    with (site / "journal.db").open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\0" * 4096 * 2)
    said = CliRunner().invoke(app, ["check", "--data", str(site)])
    assert said.exit_code == 1
    assert "hoolin restore" in said.output or "cannot_be_copied" in str(said.exception)


def test_the_verbs_say_what_they_did(tmp_path: Path) -> None:
    """Backup, its list, restore and check, as somebody types them."""
    site, place, back = asyncio.run(a_site(tmp_path / "site")), tmp_path / "backups", tmp_path / "back"
    run = CliRunner()
    said = run.invoke(app, ["backup", str(place), "--data", str(site)])
    assert said.exit_code == 0 and "master.key" in said.output
    ((folder, manifest),) = backups_in(place)
    assert not manifest.key
    assert folder.name in run.invoke(app, ["backup", str(place), "--list"]).output
    put = run.invoke(app, ["restore", str(folder), "--data", str(back), "--key", str(site / "master.key")])
    assert put.exit_code == 0, put.output
    assert "Well" in put.output
    checked = run.invoke(app, ["check", "--data", str(back), "--json"])
    assert checked.exit_code == 0 and '"faults":[]' in checked.output
