"""Logging in and out, and what somebody may change about themselves."""

import logging
from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.core.errors import NotFound
from hoolin.core.site.rules import Language
from hoolin.server.accounts.door import Accounts
from hoolin.server.accounts.factors import CODE_CHARACTERS_MAX
from hoolin.server.accounts.passwords import PASSWORD_CHARACTERS_MAX
from hoolin.server.accounts.records import LOGIN_CHARACTERS_MAX, Changes, Session, Who
from hoolin.server.errors import WrongLogin
from hoolin.server.logs import fields, pseudonym
from hoolin.server.permissions import Role
from hoolin.server.routing import api_router
from hoolin.server.who import address_of, hall_of, part, public, require

router = api_router("session")

_log = logging.getLogger("hoolin.accounts")

OwnWho = Annotated[Who, Depends(require("session.own"))]
TheAccounts = Annotated[Accounts, Depends(part(Accounts))]


class LogIn(BaseModel):
    """A login and its password. code: of the second factor, once the answer is `second_factor_needed`."""

    model_config = ConfigDict(extra="forbid")

    login: str = Field(min_length=1, max_length=LOGIN_CHARACTERS_MAX)
    password: str = Field(min_length=1, max_length=PASSWORD_CHARACTERS_MAX)
    code: str = Field(default="", max_length=CODE_CHARACTERS_MAX)


class Preferences(BaseModel):
    """What somebody chooses for themselves."""

    model_config = ConfigDict(extra="forbid")

    language: Language


class OwnPassword(BaseModel):
    """The present password and the one wanted instead."""

    model_config = ConfigDict(extra="forbid")

    present: str = Field(min_length=1, max_length=PASSWORD_CHARACTERS_MAX)
    wanted: str = Field(min_length=1, max_length=PASSWORD_CHARACTERS_MAX)


class Me(BaseModel):
    """Who is logged in. csrf: goes into the header X-Hoolin-CSRF of every unsafe call. enrol: they may do nothing until a second factor of
    theirs is in use.
    """

    account: str
    agent: str | None
    name: str
    role: Role
    permissions: list[str]
    language: Language
    csrf: str
    enrol: bool


class SessionLine(BaseModel):
    """One log-in. device: what the browser calls itself. current: whether it is the one that asks."""

    session: str
    device: str
    created_at: int
    seen_at: int
    ends_at: int
    current: bool


@router.post("/session", dependencies=[Depends(public("log_in"))])
async def log_in(body: LogIn, request: Request, response: Response, accounts: TheAccounts) -> Me:
    """Log in: answers with who it is and sets the session's cookie. A session of the same browser ends."""
    hall = hall_of(request)
    hall.origins.check_own(request.headers)
    address = address_of(request)
    try:
        device = request.headers.get("user-agent", "")
        opened = await accounts.log_in(body.login, body.password, address, device, body.code)
    except WrongLogin:
        _log.warning("log_in_failed", extra=fields(login=pseudonym(body.login), client=pseudonym(address)))
        raise
    before = hall.cookie.read(request.headers)
    if before and (old := await accounts.sessions.who(before)) is not None:
        await accounts.sessions.end(old.session)
    _log.info("log_in", extra=fields(account=opened.who.account, session=opened.who.session))
    hall.cookie.set(response, opened.token)
    return me(opened.who)


@router.get("/session")
async def own_session(who: OwnWho) -> Me:
    """Who is logged in; 401 when nobody is."""
    return me(who)


@router.delete("/session", status_code=204)
async def log_out(who: OwnWho, request: Request, accounts: TheAccounts) -> Response:
    """Log out."""
    await accounts.sessions.end(who.session)
    response = Response(status_code=204)
    hall_of(request).cookie.clear(response)
    return response


@router.patch("/session")
async def change_own_preferences(body: Preferences, who: OwnWho, accounts: TheAccounts) -> Me:
    """Choose one's language."""
    changed = await accounts.change(who.account, Changes(language=body.language))
    return me(who).model_copy(update={"language": changed.language})


@router.put("/session/password", status_code=204)
async def change_own_password(body: OwnPassword, who: OwnWho, request: Request, accounts: TheAccounts) -> None:
    """Choose another password. One's other log-ins end."""
    pair = (body.present, body.wanted)
    await accounts.change_own_password(who.account, who.session, pair, address_of(request))
    _log.info("password_changed", extra=fields(account=who.account))


@router.get("/sessions")
async def own_sessions(who: OwnWho, accounts: TheAccounts) -> list[SessionLine]:
    """One's own log-ins, newest first."""
    return [session_line(each, who) for each in await accounts.sessions.of(who.account)]


@router.delete("/sessions/{session}", status_code=204)
async def end_own_session(session: str, who: OwnWho, accounts: TheAccounts) -> None:
    """End one of one's own log-ins, on a device left behind perhaps."""
    if not await accounts.sessions.end(session, who.account):
        raise NotFound("session")


def me(who: Who) -> Me:
    """A person as their own page is told of them."""
    return Me(
        account=who.account, agent=who.agent, name=who.name, role=who.role, permissions=sorted(who.permissions),
        language=who.language, csrf=who.csrf, enrol=who.enrol,
    )  # fmt: skip


def session_line(session: Session, who: Who) -> SessionLine:
    """A log-in as it is listed."""
    return SessionLine(
        session=session.id, device=session.device, created_at=session.created_at, seen_at=session.seen_at,
        ends_at=session.ends_at, current=session.id == who.session,
    )  # fmt: skip
