"""The file of accounts and sessions."""

import sqlite3
from importlib.resources import files
from pathlib import Path

import pytest

from hoolin.core.errors import NotFound
from hoolin.journal.errors import NewerSchema, Unreadable
from hoolin.journal.sqlite.migrations import load, statements
from hoolin.server.accounts.file import FILE_NAME, SESSIONS_PER_ACCOUNT_MAX, AccountsFile
from hoolin.server.accounts.records import Account, Changes, Session
from hoolin.server.errors import LastAdmin, Taken


def person(login: str, **more: object) -> Account:
    """An account whose id is its login."""
    return Account(id=login, login=login, name=login.title(), **{"role": "agent", **more})  # type: ignore[arg-type]


def session(name: str, account: str = "mari", at: int = 1_000) -> Session:
    """A session that lasts 10,000 ms."""
    return Session(id=name, account=account, device="d", created_at=at, seen_at=at, ends_at=at + 10_000)


def test_the_file_is_for_its_owner_only_and_survives(tmp_path: Path) -> None:
    """Nobody else may read it, and what was added is there when it is opened again, by another connection beside it too."""
    folder = tmp_path / "site"
    file = AccountsFile(folder)
    assert (folder / FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    mari = person("mari", agent="a1", created_at=5)
    file.add(mari, "hash")
    beside = AccountsFile(folder)
    assert beside.by_login("mari") == (mari, "hash")
    beside.close()
    file.close()
    again = AccountsFile(folder)
    assert again.all() == [mari] and again.by_id("mari") == mari
    again.close()


def test_the_file_is_durable_and_is_not_taken_for_another(tmp_path: Path) -> None:
    """WAL and FULL; a file that is not ours, or of a newer Hoolin, is refused."""
    file = AccountsFile(tmp_path)
    assert file._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert file._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    file._connection.execute("PRAGMA user_version = 99").fetchall()
    file.close()
    with pytest.raises(NewerSchema):
        AccountsFile(tmp_path)
    (tmp_path / "other").mkdir()
    with sqlite3.connect(tmp_path / "other" / FILE_NAME) as other:
        other.execute("CREATE TABLE something (x)")
    other.close()
    with pytest.raises(Unreadable):
        AccountsFile(tmp_path / "other")


def test_logins_and_agents_belong_to_one_person(tmp_path: Path) -> None:
    """A second account of the same login or agent is refused, at birth and later; many have no agent."""
    file = AccountsFile(tmp_path)
    file.add(person("mari", agent="a1"), "h")
    file.add(person("jaan"), "h")
    file.add(person("olga"), "h")
    with pytest.raises(Taken) as refused:
        file.add(Account(id="x", login="mari", name="X", role="agent"), "h")
    assert refused.value.code == "login_taken"
    with pytest.raises(Taken) as refused:
        file.add(person("peeter", agent="a1"), "h")
    assert refused.value.code == "agent_taken"
    with pytest.raises(Taken):
        file.change("jaan", Changes(agent="a1"))
    assert file.by_id("jaan").agent is None
    with pytest.raises(NotFound):
        file.change("nobody", Changes(name="X"))
    file.close()


def test_only_what_is_named_changes(tmp_path: Path) -> None:
    """An absent change leaves a field as it is; null takes the agent away."""
    file = AccountsFile(tmp_path)
    file.add(person("mari", agent="a1", language="ru"), "h")
    assert file.change("mari", Changes()) == file.by_id("mari")
    changed = file.change("mari", Changes(agent=None, name="Mari T"))
    assert (changed.agent, changed.name, changed.language, changed.role) == (None, "Mari T", "ru", "agent")
    file.close()


def test_somebody_can_always_manage_accounts(tmp_path: Path) -> None:
    """The last admin who may log in cannot be disabled or given another role; one of two can; others always can."""
    file = AccountsFile(tmp_path)
    file.add(person("mari"), "h")
    file.change("mari", Changes(disabled=True))
    file.add(person("boss", role="admin"), "h")
    for changes in (Changes(role="agent"), Changes(disabled=True)):
        with pytest.raises(LastAdmin):
            file.change("boss", changes)
    file.change("boss", Changes(name="Boss"))
    file.add(person("second", role="admin"), "h")
    assert file.change("boss", Changes(disabled=True)).disabled
    with pytest.raises(LastAdmin):
        file.change("second", Changes(role="guru"))
    file.close()


def test_a_session_is_found_by_its_token_until_it_ends(tmp_path: Path) -> None:
    """Not after its end, not when unused for too long, not when its owner is disabled."""
    file = AccountsFile(tmp_path)
    file.add(person("mari"), "h")
    assert file.add_session(session("s"), b"t", "h", 0) == []
    found = file.session(b"t", 10_999, 1_000)
    assert found is not None and (found[0], found[1].login) == (session("s"), "mari")
    assert file.session(b"t", 11_000, 1_000) is None
    assert file.session(b"t", 2_000, 1_001) is None
    assert file.session(b"u", 2_000, 0) is None
    file.change("mari", Changes(disabled=True))
    assert file.session(b"t", 2_000, 0) is None
    file.close()


def test_no_session_begins_with_a_password_that_is_no_longer_right(tmp_path: Path) -> None:
    """If the password changed, or the account was disabled, while the old one was being checked, nothing begins."""
    file = AccountsFile(tmp_path)
    file.add(person("mari"), "h")
    file.set_password("mari", "newer")
    assert file.add_session(session("s"), b"t", "h", 0) is None
    assert file.session(b"t", 2_000, 0) is None
    file.change("mari", Changes(disabled=True))
    assert file.add_session(session("s"), b"t", "newer", 0) is None
    file.close()


def test_use_is_written_down_and_what_has_ended_is_told(tmp_path: Path) -> None:
    """touch moves the last use forward, never back, and gives those that are still there."""
    file = AccountsFile(tmp_path)
    file.add(person("mari"), "h")
    file.add_session(session("s"), b"t", "h", 0)
    assert file.touch(["s", "gone"], 5_000, 0) == {"s"}
    assert file.touch(["s"], 4_000, 0) == {"s"}
    (found,) = file.sessions("mari", 6_000, 0)
    assert found.seen_at == 5_000
    assert file.touch(["s"], 20_000, 0) == set()
    file.close()


def test_sessions_end_one_by_one_and_all_at_once(tmp_path: Path) -> None:
    """Only the owner's own where an owner is named; all but one where one is spared."""
    file = AccountsFile(tmp_path)
    file.add(person("mari"), "h")
    for number in range(4):
        file.add_session(session(f"s{number}", at=1_000 + number), b"t%d" % number, "h", 0)
    assert [each.id for each in file.sessions("mari", 2_000, 0)] == ["s3", "s2", "s1", "s0"]
    assert not file.end_session("s0", "jaan")
    assert file.end_session("s0", "mari") and not file.end_session("s0")
    assert sorted(file.end_sessions("mari", spared="s2")) == ["s1", "s3"]
    assert [each.id for each in file.sessions("mari", 2_000, 0)] == ["s2"]
    file.close()


def test_old_sessions_make_room_and_ended_ones_are_swept_out(tmp_path: Path) -> None:
    """Nobody has more than so many; what is over leaves the file with the next log-in."""
    file = AccountsFile(tmp_path)
    file.add(person("mari"), "h")
    gone = []
    for number in range(SESSIONS_PER_ACCOUNT_MAX + 2):
        gone += file.add_session(session(f"s{number:02}", at=1_000 + number), b"t%d" % number, "h", 0) or []
    assert gone == ["s00", "s01"]
    assert "a-new-one" not in (file.add_session(session("a-new-one", at=1_000), b"new", "h", 0) or [])
    file.add_session(session("late", at=50_000), b"late", "h", 0)
    assert file._connection.execute("SELECT count(*) FROM sessions").fetchone() == (1,)
    file.close()


def test_a_file_from_before_the_roles_were_the_programs_keeps_its_people_and_their_sessions(tmp_path: Path) -> None:
    """Taken a step further, everybody may still log in, is still logged in, and a session still goes with its account."""
    old = sqlite3.connect(tmp_path / "accounts.db")
    steps = load(files("hoolin.server.accounts") / "schema")
    for statement in statements(steps[0].sql):
        old.execute(statement)
    old.execute("INSERT INTO accounts VALUES ('a', 'mari', 'Mari', 'guru', NULL, 'et', 0, 'x', 1)")
    old.execute("INSERT INTO sessions VALUES (x'00', 's', 'a', '', 1, 1, 9)")
    for statement in statements(steps[1].sql):
        old.execute(statement)
    assert old.execute("SELECT login, role FROM accounts").fetchall() == [("mari", "guru")]
    assert old.execute("SELECT id FROM sessions").fetchall() == [("s",)]
    old.execute("INSERT INTO accounts VALUES ('p', 'watch', 'Watch', 'probe', NULL, 'et', 0, 'x', 1)")
    old.commit()
    old.execute("PRAGMA foreign_keys = ON")
    old.execute("DELETE FROM accounts WHERE id = 'a'")
    assert old.execute("SELECT count(*) FROM sessions").fetchone() == (0,)
    assert old.execute("PRAGMA foreign_key_check").fetchall() == []
    old.close()
