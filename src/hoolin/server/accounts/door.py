"""What the server asks about accounts. Nothing here makes the event loop wait.

The file has one thread. Hashing has another, of lower priority than the event loop's: on a machine with two cores a hundred
people logging in on Monday morning must not be felt by those who are served meanwhile.
"""

import asyncio
import os
import secrets
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from hoolin.core.errors import Invalid
from hoolin.core.facts import Instant
from hoolin.server.accounts.factors import Factors, FactorState
from hoolin.server.accounts.file import AccountsFile
from hoolin.server.accounts.passwords import Passwords, checked_login, checked_password
from hoolin.server.accounts.records import Account, Changes
from hoolin.server.accounts.sessions import TWELVE_HOURS, Lives, Opened, Sessions
from hoolin.server.accounts.throttle import Throttle
from hoolin.server.accounts.vault import Vault
from hoolin.server.audit.door import Audit
from hoolin.server.audit.records import NOBODY
from hoolin.server.errors import Busy, CodeNeeded, TooMany, WrongLogin

HASHING_MAX = 100
"""Passwords waiting to be checked: at a tenth of a second each, nobody waits longer than ten seconds."""

HASHING_NICENESS = 10

Answer = TypeVar("Answer")


class Accounts:
    """The people who may log in, and their sessions (`sessions`)."""

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], Instant],
        lives: Lives = TWELVE_HOURS,
        passwords: Passwords | None = None,
    ) -> None:
        """folder: the site's data folder. Opens the file; blocking. Raises NewerSchema, Unreadable, DiskRefused."""
        self._file = AccountsFile(folder)
        self._vault = Vault(folder)
        self._factors = Factors(self._file, self._vault, clock)
        self.audit = Audit(folder, clock)
        self._clock = clock
        self._passwords = passwords if passwords is not None else Passwords()
        self._throttle = Throttle(clock)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="accounts")
        self._hashing = ThreadPoolExecutor(1, thread_name_prefix="passwords", initializer=_step_back)
        self._hashing_waiting = 0
        self.sessions = Sessions(self._file, self._thread, clock, lives)
        self.closed: Callable[[], None] = lambda: None
        self.changed: Callable[[], Awaitable[None]] = _nothing

    def close(self) -> None:
        """Let go of the file, then tell `closed`; blocking."""
        self._hashing.shutdown()
        self._thread.shutdown()
        self._file.close()
        self.audit.close()
        self.closed()

    # ── logging in ──────────────────────────────────────────────────────────────────────────────────────────────────

    async def log_in(self, login: str, password: str, address: str, device: str, code: str = "") -> Opened:
        """A new session. Raises WrongLogin, CodeNeeded, TooMany, Busy. code: of the second factor, where there is one.

        address: of the client, for the throttle. device: what the browser calls itself. A login that does not exist, or
        is disabled, takes as long as a wrong password and is answered alike. Every end of it is in the audit log; raises Unaudited when
        that cannot be written.
        """
        try:
            account, known = await self._proved(_kept(login), password, address, code)
        except (WrongLogin, TooMany) as refused:
            await self._refused(login, address, refused.code)
            raise
        return await self._enter(account, known, device)

    async def _enter(self, account: Account, known: str, device: str) -> Opened:
        """A session for somebody who has proved everything, written down before it opens anything."""
        opened = await self.sessions.open(account, known, device)
        try:
            await self.audit.write(account.id, "log_in", session=opened.who.session)
        except BaseException:
            await self.sessions.end(opened.who.session)
            raise
        return opened

    async def _refused(self, login: str, address: str, code: str) -> None:
        """A failed try, under pseudonyms: what was typed may be a password in the wrong field. Those that were not even tried, once an hour."""
        on = await self._ask(lambda: (self._vault.pseudonym(login), self._vault.pseudonym(address)))
        if code == "too_many_log_ins":
            await self.audit.once((code, *on), NOBODY, "log_in", *on, outcome=code)
        else:
            await self.audit.write(NOBODY, "log_in", *on, outcome=code)

    async def _proved(self, login: str, password: str, address: str, code: str | None = None) -> tuple[Account, str]:
        """The account of a login and its password's hash, when the password is right, and the code too. code: None: none is asked for."""
        self._throttle.begin(login, address)
        found = await self._ask(self._file.by_login, login)
        known = found[1] if found is not None and not found[0].disabled else None
        right = await self._hash(self._passwords.verify, known, password)
        if found is None or known is None or not right:
            raise WrongLogin("wrong_login")
        if code is not None and found[0].guarded:
            if not code:
                self._throttle.half_way(address)
                raise CodeNeeded("second_factor_needed")
            if not await self._ask(self._factors.right, found[0].id, code):
                raise WrongLogin("wrong_login")
        self._throttle.succeeded(login, address)
        if self._passwords.outdated(known):
            known = await self._hash(self._passwords.hash, password)
            await self._ask(self._file.set_password, found[0].id, known)
        return found[0], known

    # ── second factors ──────────────────────────────────────────────────────────────────────────────────────────────

    async def factor(self, account: str) -> FactorState:
        """How somebody's second factor stands."""
        return await self._ask(self._factors.state, account)

    async def begin_factor(self, account: str, password: str, address: str) -> tuple[str, str]:
        """A secret for an app, and whose: (base32, login). It guards nothing until it is confirmed. Raises WrongLogin, Conflict."""
        known = await self.by_id(account)
        await self._proved(known.login, password, address)
        return await self._ask(self._factors.begin, account), known.login

    async def confirm_factor(self, account: str, session: str, code: str) -> list[str]:
        """Put it into use; gives recovery codes. Other log-ins of theirs end. Raises WrongLogin when the code is not the app's."""
        codes = await self._ask(self._factors.confirm, account, code)
        if codes is None:
            raise WrongLogin("wrong_code")
        self.sessions.stale(account)
        await self.sessions.end_all(account, session)
        return codes

    async def remove_factor(self, account: str, password: str, code: str, address: str) -> None:
        """Its owner does without. Raises WrongLogin, CodeNeeded."""
        await self._proved((await self.by_id(account)).login, password, address, code)
        await self._ask(self._factors.remove, account)
        self.sessions.stale(account)

    async def new_codes(self, account: str, password: str, code: str, address: str) -> list[str]:
        """Other recovery codes. Raises WrongLogin, CodeNeeded."""
        await self._proved((await self.by_id(account)).login, password, address, code)
        return await self._ask(self._factors.codes, account)

    async def reset_factor(self, account: str) -> None:
        """Somebody has lost theirs; they are logged out everywhere. Raises NotFound."""
        await self.by_id(account)
        await self._ask(self._factors.remove, account)
        self.sessions.stale(account)
        await self.sessions.end_all(account)

    # ── accounts ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def all(self) -> list[Account]:
        """Everybody, by login."""
        return await self._ask(self._file.all)

    async def by_id(self, account: str) -> Account:
        """One account. Raises NotFound."""
        return await self._ask(self._file.by_id, account)

    async def add(self, account: Account, password: str) -> Account:
        """A new account; its id and instant are made here. Raises Invalid, Taken."""
        login = checked_login(account.login)
        hashed = await self._hash(self._passwords.hash, checked_password(password, login))
        new = msgspec.structs.replace(account, id=new_account_id(), login=login, created_at=self._clock())
        await self._ask(self._file.add, new, hashed)
        return new

    async def change(self, account: str, changes: Changes) -> Account:
        """The account after the changes. Whoever is disabled or given another role is logged out everywhere.

        Raises NotFound, Taken, LastAdmin.
        """
        before = await self.by_id(account)
        changed = await self._ask(self._file.change, account, changes)
        self.sessions.stale(account)
        if changed.disabled or (changed.role, changed.agent) != (before.role, before.agent):
            await self.sessions.end_all(account)
            await self.changed()
        return changed

    async def set_password(self, account: str, password: str) -> None:
        """Another password, set by whoever manages accounts; logs the person out everywhere. Raises NotFound, Invalid."""
        known = await self.by_id(account)
        await self._set_password(known, password, spared="")

    async def change_own_password(self, account: str, session: str, pair: tuple[str, str], address: str) -> None:
        """Another password, set by its owner; their other sessions end. pair: the present one and the new one.

        Raises WrongLogin when the present one is not right, Invalid when the new one is not good enough.
        """
        present, wanted = pair
        known = await self.by_id(account)
        checked_password(wanted, known.login)
        await self._proved(known.login, present, address)
        await self._set_password(known, wanted, spared=session)

    async def _set_password(self, account: Account, password: str, spared: str) -> None:
        hashed = await self._hash(self._passwords.hash, checked_password(password, account.login))
        await self._ask(self._file.set_password, account.id, hashed)
        await self.sessions.end_all(account.id, spared)

    # ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _ask(self, question: Callable[..., Answer], *given: Any) -> Answer:
        return await _on(self._thread, question, *given)

    async def _hash(self, work: Callable[..., Answer], *given: Any) -> Answer:
        if self._hashing_waiting >= HASHING_MAX:
            raise Busy("log_in_busy", retry_after_s=5)
        self._hashing_waiting += 1
        try:
            return await _on(self._hashing, work, *given)
        finally:
            self._hashing_waiting -= 1


def new_account_id() -> str:
    """64 random bits in hexadecimal."""
    return secrets.token_hex(8)


def _kept(login: str) -> str:
    """The login as it is kept, or one that nobody can have: what cannot be a login is a wrong one, no more."""
    try:
        return checked_login(login)
    except Invalid:
        return ""


async def _on(thread: Executor, work: Callable[..., Answer], *given: Any) -> Answer:
    return await asyncio.get_running_loop().run_in_executor(thread, work, *given)


async def _nothing() -> None:
    """Nobody wants to know."""


def _step_back() -> None:
    """This thread works when nobody else wants the core (Linux gives each thread its own niceness)."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), HASHING_NICENESS)
