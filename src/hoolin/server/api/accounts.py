"""The people of the site, for whoever manages their accounts."""

import logging
from typing import Annotated

import msgspec
from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from hoolin.core.errors import NotFound
from hoolin.core.limits import NAME_CHARACTERS_MAX
from hoolin.core.site.rules import Language
from hoolin.server.accounts.passwords import PASSWORD_CHARACTERS_MAX
from hoolin.server.accounts.records import LOGIN_CHARACTERS_MAX, Account, Changes, Who
from hoolin.server.api.session import SessionLine, TheAccounts, session_line
from hoolin.server.audit.acts import also
from hoolin.server.logs import fields
from hoolin.server.permissions import Role
from hoolin.server.routing import api_router
from hoolin.server.who import require

router = api_router("accounts")

_log = logging.getLogger("hoolin.accounts")

Keeper = Annotated[Who, Depends(require("accounts.manage"))]
PersonName = Annotated[str, Field(min_length=1, max_length=NAME_CHARACTERS_MAX)]
AgentId = Annotated[str, Field(min_length=1, max_length=64)]
Password = Annotated[str, Field(min_length=1, max_length=PASSWORD_CHARACTERS_MAX)]


class NewAccount(BaseModel):
    """Somebody who shall be able to log in. agent: who they are when serving; null for those who never serve."""

    model_config = ConfigDict(extra="forbid")

    login: str = Field(min_length=2, max_length=LOGIN_CHARACTERS_MAX)
    name: PersonName
    password: Password
    role: Role
    agent: AgentId | None = None
    language: Language = "et"


class AccountChanges(BaseModel):
    """What shall become different; what is absent stays. A new role, another agent or `disabled` ends all log-ins."""

    model_config = ConfigDict(extra="forbid")

    name: PersonName | None = None
    role: Role | None = None
    agent: AgentId | None = None
    language: Language | None = None
    disabled: bool | None = None


class NewPassword(BaseModel):
    """A password set for somebody."""

    model_config = ConfigDict(extra="forbid")

    password: Password


class AccountLine(BaseModel):
    """An account as it is listed. guarded: whether a second factor is in use."""

    account: str
    login: str
    name: str
    role: Role
    agent: str | None
    language: Language
    disabled: bool
    created_at: int
    guarded: bool


@router.get("/accounts")
async def accounts_list(who: Keeper, accounts: TheAccounts) -> list[AccountLine]:
    """Everybody who may log in, by login."""
    return [account_line(each) for each in await accounts.all()]


@router.post("/accounts", status_code=201)
async def add_account(body: NewAccount, who: Keeper, request: Request, accounts: TheAccounts) -> AccountLine:
    """Add somebody."""
    new = Account(id="new", login=body.login, name=body.name, role=body.role, agent=body.agent, language=body.language)
    added = await accounts.add(new, body.password)
    also(request, added.id, f"role:{added.role}")
    _log.info("account_added", extra=fields(account=added.id, role=added.role, by=who.account))
    return account_line(added)


@router.patch("/accounts/{account}")
async def change_account(
    account: str, body: AccountChanges, who: Keeper, request: Request, accounts: TheAccounts
) -> AccountLine:
    """Change somebody's name, role, agent or language, or disable and enable them."""
    given = body.model_dump(exclude_unset=True)
    # Only of the agent null is a value of its own.
    wanted = {name: value for name, value in given.items() if value is not None or name == "agent"}
    # Names of people are no business of this log's.
    also(
        request,
        *(f"{name}:{value}" if name in ("role", "disabled", "agent") else name for name, value in wanted.items()),
    )
    changed = await accounts.change(account, Changes(**wanted))
    _log.info("account_changed", extra=fields(account=account, what=sorted(wanted), by=who.account))
    return account_line(changed)


@router.put("/accounts/{account}/password", status_code=204)
async def set_password(account: str, body: NewPassword, who: Keeper, accounts: TheAccounts) -> None:
    """Set somebody's password; all their log-ins end."""
    await accounts.set_password(account, body.password)
    _log.info("password_set", extra=fields(account=account, by=who.account))


@router.get("/accounts/{account}/sessions")
async def account_sessions(account: str, who: Keeper, accounts: TheAccounts) -> list[SessionLine]:
    """Somebody's log-ins, newest first."""
    await accounts.by_id(account)
    return [session_line(each, who) for each in await accounts.sessions.of(account)]


@router.delete("/accounts/{account}/sessions", status_code=204)
async def end_account_sessions(account: str, who: Keeper, accounts: TheAccounts) -> None:
    """End all log-ins of somebody."""
    await accounts.by_id(account)
    await accounts.sessions.end_all(account)


@router.delete("/accounts/{account}/sessions/{session}", status_code=204)
async def end_account_session(account: str, session: str, who: Keeper, accounts: TheAccounts) -> None:
    """End one log-in of somebody."""
    if not await accounts.sessions.end(session, account):
        raise NotFound("session")


@router.delete("/accounts/{account}/second-factor", status_code=204)
async def reset_second_factor(account: str, who: Keeper, accounts: TheAccounts) -> None:
    """Take somebody's second factor away, since they lost it; all their log-ins end."""
    await accounts.reset_factor(account)


def account_line(account: Account) -> AccountLine:
    """An account as it is listed; its id is called `account`, as everywhere."""
    told = msgspec.structs.asdict(account)
    return AccountLine(account=told.pop("id"), **told)
