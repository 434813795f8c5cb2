"""`hoolin user`: the people who log in. Works beside a running server, which notices within seconds."""

import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from hoolin.core.errors import HoolinError, Invalid, NotFound
from hoolin.core.limits import NAME_CHARACTERS_MAX
from hoolin.core.site.rules import Language
from hoolin.server.accounts.file import AccountsFile
from hoolin.server.accounts.passwords import Passwords, checked_login, checked_password
from hoolin.server.accounts.records import Account, Changes
from hoolin.server.audit.file import AuditFile
from hoolin.server.audit.records import COMMAND_LINE, Entry
from hoolin.server.permissions import Role

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="People who log in: add, list, disable, password, role."
)

Folder = Annotated[Path, typer.Option("--data", envvar="HOOLIN_DATA", help="The site's data folder.")]
Login = Annotated[str, typer.Argument(help="What the person types to log in.")]
RoleName = Annotated[Role, typer.Option("--role", help="What they may do.")]

HERE = Path("data")


@app.command()
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="How colleagues and customers see them.")],
    role: RoleName = "agent",
    agent: Annotated[str, typer.Option(help="The agent they are when serving; empty if they never serve.")] = "",
    language: Annotated[Language, typer.Option(help="The language of their screens.")] = "et",
    data: Folder = HERE,
) -> None:
    """Add somebody. The password is asked for, or read from standard input; it is never an argument."""
    typed = checked_login(login)
    account = Account(
        id=secrets.token_hex(8), login=typed, name=checked_name(name),
        role=role, agent=agent or None, language=language, created_at=time.time_ns() // 1_000_000,
    )  # fmt: skip
    password = Passwords().hash(checked_password(read_password(), typed))
    with opened(data) as file, written(data, "account.add", account.id, f"role:{role}"):
        file.add(account, password)
    print(f"{typed} may log in now, as {role}.", file=sys.stderr)


@app.command("list")
def list_all(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")] = False,
    data: Folder = HERE,
) -> None:
    """Show everybody who may log in."""
    with opened(data) as file:
        accounts = file.all()
    if as_json:
        print(msgspec.json.encode({"accounts": accounts}).decode())
        return
    table = Table("login", "name", "role", "agent", "language", "disabled")
    for each in accounts:
        table.add_row(each.login, each.name, each.role, each.agent or "", each.language, "yes" if each.disabled else "")
    Console().print(table)


@app.command()
def disable(
    login: Login,
    undo: Annotated[bool, typer.Option("--undo", help="Let them log in again.")] = False,
    data: Folder = HERE,
) -> None:
    """Keep somebody from logging in, and end their log-ins. Nothing they did is lost."""
    with opened(data) as file:
        account = known(file, login)
        with written(data, "account.change", account.id, f"disabled:{not undo}"):
            file.change(account.id, Changes(disabled=not undo))
            file.end_sessions(account.id)
    print(f"{account.login} may{'' if undo else ' not'} log in now.", file=sys.stderr)


@app.command()
def password(login: Login, data: Folder = HERE) -> None:
    """Set somebody's password, asked for or read from standard input, and end their log-ins."""
    with opened(data) as file:
        account = known(file, login)
        hashed = Passwords().hash(checked_password(read_password(), account.login))
        with written(data, "password.set", account.id):
            file.set_password(account.id, hashed)
            file.end_sessions(account.id)
    print(f"The password of {account.login} is set.", file=sys.stderr)


@app.command()
def role(
    login: Login,
    new: Annotated[Role, typer.Argument(metavar="ROLE", help="What they may do from now on.")],
    data: Folder = HERE,
) -> None:
    """Give somebody another role, and end their log-ins."""
    with opened(data) as file:
        account = known(file, login)
        with written(data, "account.change", account.id, f"role:{new}"):
            file.change(account.id, Changes(role=new))
            file.end_sessions(account.id)
    print(f"{account.login} is {new} now.", file=sys.stderr)


second_factor = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Second factors: take one away that was lost."
)
app.add_typer(second_factor, name="second-factor")


@second_factor.command()
def reset(login: Login, data: Folder = HERE) -> None:
    """Take somebody's second factor away, since they lost it, and end their log-ins."""
    with opened(data) as file:
        account = known(file, login)
        with written(data, "second_factor.reset", account.id):
            file.set_codes(account.id, [])
            file.delete_factor(account.id)
            file.end_sessions(account.id)
    print(f"{account.login} logs in with the password alone now.", file=sys.stderr)


def checked_name(name: str) -> str:
    """The name in one line. Raises Invalid when there is none, or it is no name any more."""
    plain = " ".join(name.split())
    if not 1 <= len(plain) <= NAME_CHARACTERS_MAX:
        raise Invalid("name", characters_max=NAME_CHARACTERS_MAX)
    return plain


@contextmanager
def opened(folder: Path) -> Iterator[AccountsFile]:
    """The accounts of the site in that folder, for the length of the block."""
    file = AccountsFile(folder)
    try:
        yield file
    finally:
        file.close()


@contextmanager
def written(folder: Path, what: str, *on: str) -> Iterator[None]:
    """What is done in the block is in the audit log, before it happens and after. Raises DiskRefused when that cannot be written."""
    log = AuditFile(folder)

    def write(outcome: str, begun: int = 0) -> int:
        now = time.time_ns() // 1_000_000
        return log.append(Entry(at=now, who=COMMAND_LINE, what=what, on=on, outcome=outcome, begun=begun))

    try:
        begun = write("begun")
        outcome = "failed"
        try:
            yield
            outcome = "done"
        except HoolinError as refused:
            outcome = refused.code
            raise
        finally:
            write(outcome, begun)
    finally:
        log.close()


def known(file: AccountsFile, login: str) -> Account:
    """The account of a login. Raises NotFound."""
    found = file.by_login(checked_login(login))
    if found is None:
        raise NotFound("account", login=login)
    return found[0]


def read_password() -> str:
    """The password: asked for twice at a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return typed
    return sys.stdin.readline().rstrip("\r\n")
