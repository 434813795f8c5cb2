"""The demo site's folder: whose it is, its accounts, and starting anew. A folder without our mark is never touched."""

import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from argon2 import PasswordHasher

from hoolin.cli.demo.cast import PASSWORD, PEOPLE, Member, Person
from hoolin.core.errors import Defect, Refusal
from hoolin.server.accounts.door import new_account_id
from hoolin.server.accounts.file import AccountsFile
from hoolin.server.accounts.passwords import Passwords
from hoolin.server.accounts.records import Account
from hoolin.wiring import HoolinSettings, build

MARK = "demo-site.txt"
MARK_TEXT = "A demo site of Hoolin lives here. `hoolin demo --fresh` empties this folder.\n"


class NotADemoSite(Refusal):
    """This folder holds something else than a demo site; name another one with --data."""


def claim(settings: HoolinSettings, fresh: bool) -> None:
    """Make the folder ours, emptied if `fresh`. Raises NotADemoSite, LeaseTaken."""
    folder = Path(settings.data)
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise NotADemoSite("not_a_demo_site", folder=str(folder))
    if fresh and folder.exists():
        _ensure_idle(settings)
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / MARK).write_text(MARK_TEXT, encoding="utf-8")


def _ensure_idle(settings: HoolinSettings) -> None:
    """Nobody serves from this folder now: whoever can open it can empty it. One that is broken may be emptied too."""
    with suppress(Defect):
        built = build(settings)
        built.close()
        built.accounts.close()


def admit(folder: Path, crew: tuple[Member, ...]) -> None:
    """Make the log-ins that are missing. The simulated have accounts for their names' sake, and nobody has their passwords."""
    file = AccountsFile(folder)
    try:
        known = {account.login for account in file.all()}
        passwords = Passwords()
        for person in PEOPLE:
            if person.login not in known:
                file.add(_account(person), passwords.hash(PASSWORD))
        nobodys = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        for member in crew:
            if member.agent not in known:
                simulated = Person(member.agent, member.name, "agent", "et", member.profile)
                file.add(_account(simulated), nobodys.hash(secrets.token_urlsafe(32)))
    finally:
        file.close()


def _account(person: Person) -> Account:
    return Account(
        id=new_account_id(),
        login=person.login,
        name=person.name,
        role=person.role,
        agent=person.profile.agent if person.profile is not None else None,
        language=person.language,
        created_at=time.time_ns() // 1_000_000,
    )
