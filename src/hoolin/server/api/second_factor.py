"""One's own second factor: a code of an app beside the password."""

from typing import Annotated

import pyotp
import segno
from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from hoolin.server.accounts.factors import CODE_CHARACTERS_MAX
from hoolin.server.accounts.passwords import PASSWORD_CHARACTERS_MAX
from hoolin.server.api.session import OwnWho, TheAccounts
from hoolin.server.routing import api_router
from hoolin.server.who import address_of

router = api_router("session")

Password = Annotated[str, Field(min_length=1, max_length=PASSWORD_CHARACTERS_MAX)]
Code = Annotated[str, Field(min_length=1, max_length=CODE_CHARACTERS_MAX)]

ISSUER = "Hoolin"
"""How an app names us."""


class Proof(BaseModel):
    """One's password, once more: a desk left open is not enough."""

    model_config = ConfigDict(extra="forbid")

    password: Password


class CodeGiven(BaseModel):
    """What the app shows."""

    model_config = ConfigDict(extra="forbid")

    code: Code


class WholeProof(BaseModel):
    """One's password, and a code of the app or a recovery code."""

    model_config = ConfigDict(extra="forbid")

    password: Password
    code: Code


class SecondFactor(BaseModel):
    """on: whether a code is asked for at the log-in. codes_left: recovery codes not used yet. enrol: whether one must be put into use."""

    on: bool
    codes_left: int
    enrol: bool


class Begun(BaseModel):
    """For the app. secret: to be typed (base32). uri: as a link. picture: the same as a QR code, an SVG image as a data: address."""

    secret: str
    uri: str
    picture: str


class Codes(BaseModel):
    """Recovery codes, each good once; they are told this once only."""

    codes: list[str]


@router.get("/session/second-factor")
async def own_second_factor(who: OwnWho, accounts: TheAccounts) -> SecondFactor:
    """Whether one has a second factor."""
    state = await accounts.factor(who.account)
    return SecondFactor(on=state.on, codes_left=state.codes_left, enrol=who.enrol)


@router.post("/session/second-factor")
async def begin_second_factor(body: Proof, who: OwnWho, request: Request, accounts: TheAccounts) -> Begun:
    """A secret for one's app. Nothing is asked for at the log-in until a code of it was given back."""
    secret, login = await accounts.begin_factor(who.account, body.password, address_of(request))
    uri = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
    picture = segno.make(uri, error="m").svg_data_uri(scale=4, border=4, light="#fff", dark="#000")
    return Begun(secret=secret, uri=uri, picture=picture)


@router.put("/session/second-factor")
async def enrol_second_factor(body: CodeGiven, who: OwnWho, accounts: TheAccounts) -> Codes:
    """Put it into use with a code of the app; answers with recovery codes. One's other log-ins end."""
    return Codes(codes=await accounts.confirm_factor(who.account, who.session, body.code))


@router.post("/session/second-factor/remove", status_code=204)
async def remove_second_factor(body: WholeProof, who: OwnWho, request: Request, accounts: TheAccounts) -> None:
    """Do without. Whoever's role needs one can do nothing until there is another."""
    await accounts.remove_factor(who.account, body.password, body.code, address_of(request))


@router.post("/session/second-factor/codes")
async def new_recovery_codes(body: WholeProof, who: OwnWho, request: Request, accounts: TheAccounts) -> Codes:
    """Other recovery codes; the old ones are worth nothing any more."""
    return Codes(codes=await accounts.new_codes(who.account, body.password, body.code, address_of(request)))
