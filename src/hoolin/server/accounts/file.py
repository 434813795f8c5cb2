"""The file of accounts and sessions, `accounts.db` in the site's data folder. Everything here waits for the disk.

It is apart from the journal: who may log in is no fact of the contact centre, must change at once, and must be deletable.
The command line and a running server may have it open at the same time.
"""

import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from sqlite3 import IntegrityError
from threading import Lock
from typing import Any

import msgspec

from hoolin.core.errors import NotFound
from hoolin.core.facts import Instant
from hoolin.journal.sqlite import migrations, sql
from hoolin.journal.sqlite.connections import BUSY_MS, connect, disk_answers
from hoolin.server.accounts.records import Account, Changes, Session
from hoolin.server.errors import LastAdmin, Taken

FILE_NAME = "accounts.db"
APPLICATION_ID = 0x686F6F61
"""The letters "hooa"."""

SESSIONS_PER_ACCOUNT_MAX = 20
"""More devices than one person has; the oldest log-in makes room."""

_HERE = files("hoolin.server.accounts")
QUERIES = sql.load(_HERE / "queries.sql")

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    f"PRAGMA busy_timeout = {BUSY_MS}",
)


class AccountsFile:
    """The open file. Any thread may call; calls wait for each other."""

    def __init__(self, folder: Path) -> None:
        """folder: the site's data folder, made private if it does not exist. Raises NewerSchema, Unreadable, DiskRefused."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / FILE_NAME
        # Made before SQLite opens it, so that at no moment others may read it.
        path.touch(mode=0o600)
        self._lock = Lock()
        with disk_answers():
            self._connection = connect(path)
            for pragma in PRAGMAS:
                self._connection.execute(pragma).fetchall()
            migrations.migrate(self._connection, migrations.load(_HERE / "schema"), APPLICATION_ID)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    # ── accounts ────────────────────────────────────────────────────────────────────────────────────────────────────

    def add(self, account: Account, password: str) -> None:
        """One more account. password: its hash. Raises Taken when the login or the agent is somebody's already."""
        try:
            self._ask("add_account", {**msgspec.structs.asdict(account), "password": password})
        except IntegrityError as problem:
            raise Taken("agent_taken" if "accounts.agent" in str(problem) else "login_taken") from None

    def all(self) -> list[Account]:
        """Everybody, by login."""
        return [_account(row) for row in self._ask("accounts")]

    def by_id(self, account: str) -> Account:
        """One account. Raises NotFound."""
        rows = self._ask("account_by_id", (account,))
        if not rows:
            raise NotFound("account")
        return _account(rows[0])

    def by_login(self, login: str) -> tuple[Account, str] | None:
        """The account of a login and its password's hash, or None."""
        rows = self._ask("account_by_login", (login,))
        return (_account(rows[0]), rows[0][9]) if rows else None

    def change(self, account: str, changes: Changes) -> Account:
        """The account after the changes. Raises NotFound, Taken, LastAdmin."""
        with self._lock, disk_answers():
            self._connection.execute("BEGIN IMMEDIATE").fetchall()
            try:
                changed = self._change(account, changes)
                self._connection.execute("COMMIT").fetchall()
            except BaseException:
                self._connection.execute("ROLLBACK").fetchall()
                raise
        return changed

    def set_password(self, account: str, password: str) -> None:
        """Another hash for the account."""
        self._ask("set_password", (password, account))

    # ── sessions ────────────────────────────────────────────────────────────────────────────────────────────────────

    def add_session(self, session: Session, token: bytes, password: str, seen_since: Instant) -> list[str] | None:
        """One more log-in; gives the ids of older ones that made room. Ended ones of everybody are swept out.

        password: the hash that was proved. None: meanwhile it was changed, or the account disabled; nothing was added.
        """
        self._ask("delete_ended_sessions", {"now": session.created_at, "seen_since": seen_since})
        given = {**msgspec.structs.asdict(session), "token": token, "password": password}
        if not self._ask("add_session", given):
            return None
        wanted = {"account": session.account, "spared": session.id, "others": SESSIONS_PER_ACCOUNT_MAX - 1}
        return [row[0] for row in self._ask("delete_oldest_sessions", wanted)]

    def session(self, token: bytes, now: Instant, seen_since: Instant) -> tuple[Session, Account] | None:
        """The session of a token's hash and whose it is; None when there is none, or it has ended."""
        rows = self._ask("session_by_token", {"token": token, "now": now, "seen_since": seen_since})
        return (_session(rows[0][:6]), _account(rows[0][6:])) if rows else None

    def sessions(self, account: str, now: Instant, seen_since: Instant) -> list[Session]:
        """An account's log-ins, newest first."""
        wanted = {"account": account, "now": now, "seen_since": seen_since}
        return [_session(row) for row in self._ask("sessions_of_account", wanted)]

    def touch(self, ids: Collection[str], now: Instant, seen_since: Instant) -> set[str]:
        """These log-ins are in use; gives those among them that have not ended."""
        wanted = msgspec.json.encode(list(ids)).decode()
        rows = self._ask("still_there", {"ids": wanted, "now": now, "seen_since": seen_since})
        there = {row[0] for row in rows}
        self._ask("touch_sessions", {"ids": msgspec.json.encode(list(there)).decode(), "now": now})
        return there

    def end_session(self, session: str, account: str = "") -> bool:
        """End one log-in; False when there is none. account: whose it must be, if anybody's."""
        return bool(self._ask("delete_session", {"id": session, "account": account}))

    def end_sessions(self, account: str, spared: str = "") -> list[str]:
        """End all log-ins of an account, but for one; gives their ids."""
        return [row[0] for row in self._ask("delete_sessions_of_account", {"account": account, "spared": spared})]

    # ── second factors ──────────────────────────────────────────────────────────────────────────────────────────────

    def begin_factor(self, account: str, sealed: bytes) -> bool:
        """A secret that is not proved yet; False when one is in use."""
        return bool(self._ask("begin_factor", (account, sealed)))

    def factor(self, account: str) -> tuple[bytes, bool, int]:
        """The sealed secret (empty: none), whether it is in use, and the newest step whose code was used."""
        rows = self._ask("factor", (account,))
        return (rows[0][0], bool(rows[0][1]), rows[0][2]) if rows else (b"", False, 0)

    def confirm_factor(self, account: str, step: int) -> bool:
        """Put it into use; False when there is none to be."""
        return bool(self._ask("confirm_factor", {"account": account, "step": step}))

    def use_step(self, account: str, step: int) -> bool:
        """Use a step's code; False when it, or a later one, was used before."""
        return bool(self._ask("use_step", {"account": account, "step": step}))

    def delete_factor(self, account: str) -> bool:
        """Take the second factor away; False when there was none."""
        return bool(self._ask("delete_factor", (account,)))

    def set_codes(self, account: str, codes: Sequence[bytes]) -> None:
        """These recovery codes (their hashes) and no others."""
        with self._lock, disk_answers():
            self._connection.execute("BEGIN IMMEDIATE").fetchall()
            try:
                self._connection.execute(QUERIES["delete_codes"], (account,)).fetchall()
                for code in codes:
                    self._connection.execute(QUERIES["add_code"], (account, code)).fetchall()
                self._connection.execute("COMMIT").fetchall()
            except BaseException:
                self._connection.execute("ROLLBACK").fetchall()
                raise

    def use_code(self, account: str, code: bytes) -> bool:
        """Use a recovery code up; False when there is no such one."""
        return bool(self._ask("use_code", (account, code)))

    def codes_left(self, account: str) -> int:
        """How many recovery codes there are."""
        return int(self._ask("codes_left", (account,))[0][0])

    # ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _change(self, account: str, changes: Changes) -> Account:
        rows = self._connection.execute(QUERIES["account_by_id"], (account,)).fetchall()
        if not rows:
            raise NotFound("account")
        wanted = {k: v for k, v in msgspec.structs.asdict(changes).items() if v is not msgspec.UNSET}
        before = _account(rows[0])
        changed = msgspec.structs.replace(before, **wanted)
        if _manages(before) and not _manages(changed):
            ((others,),) = self._connection.execute(QUERIES["other_admins"], (account,)).fetchall()
            if others == 0:
                raise LastAdmin("last_admin")
        fields = msgspec.structs.asdict(changed)
        try:
            self._connection.execute(QUERIES["update_account"], fields).fetchall()
        except IntegrityError:
            raise Taken("agent_taken") from None
        return changed

    def _ask(self, name: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock, disk_answers():
            rows: list[tuple[Any, ...]] = self._connection.execute(QUERIES[name], parameters).fetchall()
            return rows


def admins_in(folder: Path) -> int:
    """How many may set up everything, as the file says now; it is only read. Raises DiskRefused."""
    with (
        disk_answers(),
        closing(sqlite3.connect(f"{(folder / FILE_NAME).resolve().as_uri()}?mode=ro", uri=True)) as reader,
    ):
        ((number,),) = reader.execute(QUERIES["other_admins"], ("",)).fetchall()
    return int(number)


def _manages(account: Account) -> bool:
    return account.role == "admin" and not account.disabled


def _account(row: Sequence[Any]) -> Account:
    identity, login, name, role, agent, language, disabled, created_at, guarded = row[:9]
    return Account(
        id=identity, login=login, name=name, role=role, agent=agent, language=language, disabled=bool(disabled),
        created_at=created_at, guarded=bool(guarded),
    )  # fmt: skip


def _session(row: Sequence[Any]) -> Session:
    identity, account, device, created_at, seen_at, ends_at = row
    return Session(id=identity, account=account, device=device, created_at=created_at, seen_at=seen_at, ends_at=ends_at)
