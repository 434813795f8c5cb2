"""The accounts' door: what happens around a log-in that no route shows."""

import asyncio
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from hoolin.server.accounts import door
from hoolin.server.accounts.door import Accounts
from hoolin.server.accounts.passwords import Passwords
from hoolin.server.accounts.records import Account, Changes
from hoolin.server.errors import Busy, TooMany, WrongLogin
from tests.server.stand import CHEAP, PASSWORD, Clock

MARI = Account(id="new", login="Mari", name="Mari", role="admin", agent="a1")


class Noting(Passwords):
    """Passwords that note what they are checked against."""

    def __init__(self) -> None:
        super().__init__(CHEAP)
        self.asked: list[str | None] = []

    def verify(self, known: str | None, password: str) -> bool:
        """Note what it was checked against."""
        self.asked.append(known)
        return super().verify(known, password)


async def made(folder: Path, passwords: Passwords | None = None) -> Accounts:
    """Accounts with one person."""
    accounts = Accounts(folder, Clock(), passwords=passwords or Passwords(CHEAP))
    await accounts.add(MARI, PASSWORD)
    return accounts


async def test_an_outdated_hash_is_renewed_at_the_next_log_in(tmp_path: Path) -> None:
    """Parameters can be raised: each hash follows when its owner comes, and the log-in goes on meanwhile."""
    (await made(tmp_path)).close()
    accounts = Accounts(tmp_path, Clock(), passwords=Passwords(PasswordHasher(2, 16, 1)))
    assert (await accounts.log_in("mari", PASSWORD, "a", "b")).who.name == "Mari"
    found = accounts._file.by_login("mari")
    assert found is not None and "$m=16,t=2,p=1$" in found[1]
    assert (await accounts.log_in("mari", PASSWORD, "a", "b")).who.name == "Mari"
    accounts.close()


async def test_strangers_and_the_disabled_cost_one_hash_like_everybody(tmp_path: Path) -> None:
    """An unknown login and a disabled account are checked against the hash that nobody has."""
    passwords = Noting()
    accounts = await made(tmp_path, passwords)
    other = await accounts.add(Account(id="new", login="jaan", name="J", role="agent"), PASSWORD)
    await accounts.change(other.id, Changes(disabled=True))
    for login in ("nobody", "jaan", "not a login"):
        with pytest.raises(WrongLogin):
            await accounts.log_in(login, PASSWORD, "a", "b")
    assert passwords.asked == [None, None, None]
    accounts.close()


async def test_guessing_is_slowed_down_before_any_hash_is_made(tmp_path: Path) -> None:
    """After a few failures a try is refused without costing anything, even with the right password."""
    passwords = Noting()
    accounts = await made(tmp_path, passwords)
    for _ in range(4):
        with pytest.raises(WrongLogin):
            await accounts.log_in("mari", "guess guess", "192.0.2.1", "b")
    asked = len(passwords.asked)
    with pytest.raises(TooMany):
        await accounts.log_in("mari", PASSWORD, "192.0.2.9", "b")
    assert len(passwords.asked) == asked
    clock = accounts._clock
    assert isinstance(clock, Clock)
    clock.pass_ms(1_000)
    assert (await accounts.log_in("mari", PASSWORD, "192.0.2.9", "b")).who.name == "Mari"
    accounts.close()


async def test_a_flood_of_log_ins_is_turned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many passwords wait to be checked; who comes then is told to come back, and nothing is left behind."""
    monkeypatch.setattr(door, "HASHING_MAX", 3)
    accounts = await made(tmp_path)
    tries = [accounts.log_in(f"nobody{n}", PASSWORD, f"192.0.2.{n}", "b") for n in range(12)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    kinds = [type(outcome) for outcome in outcomes]
    assert set(kinds) == {WrongLogin, Busy} and kinds.count(WrongLogin) >= 3
    assert accounts._hashing_waiting == 0
    accounts.close()


async def test_a_password_changed_while_the_old_one_was_checked_opens_nothing(tmp_path: Path) -> None:
    """The log-in that lost the race is refused, and its session does not exist."""
    accounts = await made(tmp_path)
    account, known = await accounts._proved("mari", PASSWORD, "a")
    await accounts.set_password(account.id, "quite another one")
    with pytest.raises(WrongLogin):
        await accounts.sessions.open(account, known, "b")
    assert await accounts.sessions.of(account.id) == []
    accounts.close()


async def test_hashing_steps_back_behind_the_event_loop(tmp_path: Path) -> None:
    """The thread that hashes has a lower priority than the one that serves."""
    accounts = await made(tmp_path)
    own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def niceness() -> Any:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    assert await accounts._hash(niceness) == min(19, own + 10) or await accounts._hash(niceness) == 10
    accounts.close()
