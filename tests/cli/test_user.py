"""`hoolin user`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hoolin.cli import user
from hoolin.core.errors import Conflict, HoolinError, Invalid, NotFound
from hoolin.server.accounts.file import AccountsFile
from hoolin.server.accounts.passwords import Passwords
from hoolin.server.accounts.records import Session
from hoolin.server.audit.file import AuditFile
from hoolin.server.audit.records import Wanted
from tests.server.stand import CHEAP

PASSWORD = "minu kass magab"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing that costs nothing."""
    monkeypatch.setattr(user, "Passwords", lambda: Passwords(CHEAP))


def hoolin(folder: Path, *arguments: str, typed: str = "") -> Result:
    """`hoolin user …` on that folder."""
    return CliRunner().invoke(user.app, [*arguments, "--data", str(folder)], input=typed)


def refused(result: Result) -> HoolinError:
    """The error that the verb ended with."""
    assert isinstance(result.exception, HoolinError), result.output
    return result.exception


def listed(folder: Path) -> dict[str, dict[str, object]]:
    """Everybody by login."""
    accounts = json.loads(hoolin(folder, "list", "--json").stdout)["accounts"]
    return {each["login"]: each for each in accounts}


def test_somebody_is_added_with_a_password_from_standard_input(tmp_path: Path) -> None:
    """The password opens the account; standard output stays empty; the list shows everything but the hash."""
    added = hoolin(
        tmp_path, "add", "Mari", "--name", " Mari  Tamm ", "--role", "admin", "--agent", "a1", typed=PASSWORD
    )
    assert (added.exit_code, added.stdout) == (0, "")
    file = AccountsFile(tmp_path)
    found = file.by_login("mari")
    file.close()
    assert found is not None and Passwords(CHEAP).verify(found[1], PASSWORD)
    assert listed(tmp_path)["mari"] | {"id": "", "created_at": 0} == {
        "id": "", "login": "mari", "name": "Mari Tamm", "role": "admin", "agent": "a1", "language": "et",
        "disabled": False, "created_at": 0, "guarded": False,
    }  # fmt: skip
    assert "Mari Tamm" in hoolin(tmp_path, "list").stdout


@pytest.mark.parametrize(
    ("arguments", "typed", "kind"),
    [
        (["add", "mari", "--name", "Other"], PASSWORD, Conflict),
        (["add", "jaan", "--name", "J", "--agent", "a1"], PASSWORD, Conflict),
        (["add", "jaan", "--name", "J"], "short", Invalid),
        (["add", "jaan", "--name", "J"], "", Invalid),
        (["add", "j n", "--name", "J"], PASSWORD, Invalid),
        (["add", "jaan", "--name", "  "], PASSWORD, Invalid),
        (["disable", "nobody"], "", NotFound),
        (["password", "nobody"], PASSWORD, NotFound),
        (["disable", "mari"], "", Conflict),
        (["role", "mari", "agent"], "", Conflict),
        (["password", "mari"], "mari", Invalid),
    ],
)
def test_what_cannot_be_done_is_refused(
    tmp_path: Path, arguments: list[str], typed: str, kind: type[HoolinError]
) -> None:
    """Taken names and agents, bad passwords, people who do not exist, the last admin: nothing changes."""
    hoolin(tmp_path, "add", "mari", "--name", "Mari", "--role", "admin", "--agent", "a1", typed=PASSWORD)
    before = listed(tmp_path)
    assert isinstance(refused(hoolin(tmp_path, *arguments, typed=typed)), kind)
    assert listed(tmp_path) == before


def test_a_role_that_does_not_exist_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    """Status 2, and the roles are named."""
    result = hoolin(tmp_path, "add", "mari", "--name", "M", "--role", "boss", typed=PASSWORD)
    assert result.exit_code == 2 and "supervisor" in result.output


def test_disabling_a_new_password_and_a_new_role_end_the_log_ins(tmp_path: Path) -> None:
    """Whatever is done to an account, its sessions are gone from the file; disabling can be undone."""
    hoolin(tmp_path, "add", "boss", "--name", "B", "--role", "admin", typed=PASSWORD)
    hoolin(tmp_path, "add", "mari", "--name", "M", typed=PASSWORD)
    for arguments in (
        ["password", "mari"],
        ["role", "mari", "guru"],
        ["disable", "mari"],
        ["disable", "mari", "--undo"],
    ):
        file = AccountsFile(tmp_path)
        found = file.by_login("mari")
        assert found is not None
        account, known = found
        session = Session(id="s", account=account.id, device="d", created_at=1, seen_at=1, ends_at=10**15)
        file.add_session(session, b"t", known, 0)
        assert hoolin(tmp_path, *arguments, typed="another password").exit_code == 0
        assert file.sessions(account.id, 2, 0) == []
        file.close()
    mari = listed(tmp_path)["mari"]
    assert (mari["role"], mari["disabled"]) == ("guru", False)


def test_the_folder_may_come_from_the_environment_and_no_password_from_an_argument(tmp_path: Path) -> None:
    """HOOLIN_DATA names the site; there is no option that takes a password."""
    environment = {**os.environ, "HOOLIN_DATA": str(tmp_path / "site")}
    command = [sys.executable, "-m", "hoolin", "user", "add", "mari", "--name", "Mari"]
    run = subprocess.run(
        command, input=PASSWORD, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "mari" in listed(tmp_path / "site")
    shown = subprocess.run(
        [*command, "--help"], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert "--password" not in shown.stdout


def test_a_lost_second_factor_is_taken_away(tmp_path: Path) -> None:
    """The person logs in with the password alone afterwards; it is in the audit log, as done at the machine."""
    hoolin(tmp_path, "add", "mari", "--name", "M", typed=PASSWORD)
    file = AccountsFile(tmp_path)
    account = str(listed(tmp_path)["mari"]["id"])
    assert file.begin_factor(account, b"sealed") and file.confirm_factor(account, 7)
    assert listed(tmp_path)["mari"]["guarded"] is True
    assert hoolin(tmp_path, "second-factor", "reset", "mari").exit_code == 0
    assert listed(tmp_path)["mari"]["guarded"] is False
    log = AuditFile(tmp_path)
    newest = log.some(Wanted(what="second_factor.reset"))[0]
    assert (newest.who, newest.on, newest.outcome) == ("cli", (account,), "done")
    log.close()
    file.close()
