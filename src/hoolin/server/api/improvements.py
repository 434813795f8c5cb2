"""Causes and improvements: what made contacts necessary, what was changed about it, whether that helped, and who was told."""

import secrets
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.catalogue.api import Words
from hoolin.core.commands import Command
from hoolin.core.site.rules import Language
from hoolin.insight.api import days, improvements
from hoolin.server.accounts.records import Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.bodies import plain, read
from hoolin.server.improvements import ImprovementOffice, People, people_of
from hoolin.server.live.hub import Hub
from hoolin.server.papers import paper
from hoolin.server.recommending import Recommending
from hoolin.server.reviews import judge
from hoolin.server.routing import api_router
from hoolin.server.telling import RaiserPost
from hoolin.server.who import part, require

router = api_router("improvements")

c = improvements.commands

TheOffice = Annotated[ImprovementOffice, Depends(part(ImprovementOffice))]
ThePost = Annotated[RaiserPost, Depends(part(RaiserPost))]
TheRecommending = Annotated[Recommending, Depends(part(Recommending))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Reader = Annotated[Who, Depends(require("reports.read"))]
Keeper = Annotated[Who, Depends(require("improvements.keep"))]
Name = Annotated[str, Path(min_length=1, max_length=64)]


class Body(BaseModel):
    """The base of what is sent here."""

    model_config = ConfigDict(extra="forbid")


class Shipped(Body):
    """day: since when customers have it, `2026-11-30`."""

    day: str = Field(min_length=10, max_length=10)


class Withdrawn(Body):
    """why: in the site's own words."""

    why: str = Field(min_length=1, max_length=1_000)


class Comment(Body):
    """text: what is said of it."""

    text: str = Field(min_length=1, max_length=4_000)


class Linked(Body):
    """case: which shows what it is about."""

    case: str = Field(min_length=1, max_length=64)


class Announced(Body):
    """text: in every language of the site."""

    text: dict[str, str]


class Told(Announced):
    """dry: only say how many would be told."""

    dry: bool = True


# ── causes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@router.get("/causes", response_class=Response)
async def causes(who: Reader, office: TheOffice, accounts: TheAccounts) -> Response:
    """All causes, with whoever answers for each, how many contacts of the last ninety days came of it, and the improvements about it. people: who may own one."""
    people = await _people(accounts)
    return plain({"causes": await office.causes(people), "people": _listed(people)})


@router.post("/causes", status_code=201, response_class=Response)
async def name_cause(
    body: dict[str, Any], who: Keeper, office: TheOffice, hub: TheHub, accounts: TheAccounts
) -> Response:
    """Name one: `{"title","kind","reasons","owner"}`."""
    cause = read({**body, "cause": office.new_id("u")}, improvements.Cause)
    office.check_owner(cause.owner, await _people(accounts))
    await _ask(hub, who, c.SetCause(cause=cause, new=True))
    return plain({"cause": cause.cause}, 201)


@router.post("/causes/{cause}", response_class=Response)
async def change_cause(
    cause: Name, body: dict[str, Any], who: Keeper, office: TheOffice, hub: TheHub, accounts: TheAccounts
) -> Response:
    """Tell one differently: the same body."""
    told = read({**body, "cause": cause}, improvements.Cause)
    known = office.state.kept.causes.get(cause)
    if known is None or known.owner != told.owner:
        office.check_owner(told.owner, await _people(accounts))
    await _ask(hub, who, c.SetCause(cause=told))
    return plain({"cause": cause})


# ── improvements ────────────────────────────────────────────────────────────────────────────────────────────────────


@router.get("/improvements", response_class=Response)
async def list_improvements(who: Reader, office: TheOffice, accounts: TheAccounts) -> Response:
    """All improvements, the newest first, each with where it stands and its verdict in short, once that is known. people: who may own one."""
    people = await _people(accounts)
    return plain({"improvements": await office.listed(people), "people": _listed(people), "today": office.today()})


@router.post("/improvements", status_code=201, response_class=Response)
async def propose(body: dict[str, Any], who: Keeper, office: TheOffice, hub: TheHub, accounts: TheAccounts) -> Response:
    """Propose one: `{"title","about","causes","reasons","owner","drop","who"}`."""
    told = read({**body, "improvement": office.new_id("p")}, improvements.Improvement)
    office.check_owner(told.owner, await _people(accounts))
    await _ask(hub, who, c.SetImprovement(improvement=told, new=True))
    return plain({"improvement": told.improvement}, 201)


@router.get("/improvements/{improvement}", response_class=Response)
async def improvement_of(improvement: Name, who: Reader, office: TheOffice, accounts: TheAccounts) -> Response:
    """One of them. plan: before it shipped, how long until it would be known that it worked."""
    return plain(await office.one(improvement, await _people(accounts)))


@router.post("/improvements/{improvement}", response_class=Response)
async def change_improvement(
    improvement: Name, body: dict[str, Any], who: Keeper, office: TheOffice, hub: TheHub, accounts: TheAccounts
) -> Response:
    """Tell one differently, until it ships: the same body."""
    told = read({**body, "improvement": improvement}, improvements.Improvement)
    if office.known(improvement).told.owner != told.owner:
        office.check_owner(told.owner, await _people(accounts))
    await _ask(hub, who, c.SetImprovement(improvement=told))
    return plain({"improvement": improvement})


@router.post("/improvements/{improvement}/ship", response_class=Response)
async def ship_improvement(improvement: Name, body: Shipped, who: Keeper, office: TheOffice, hub: TheHub) -> Response:
    """Customers have it. Refused without an expected drop, before the day that was written down, and for a day to come."""
    await _ask(hub, who, c.ShipImprovement(improvement=improvement, day=_day(body.day), zone=office.zone))
    return plain({"improvement": improvement})


@router.post("/improvements/{improvement}/withdraw", response_class=Response)
async def withdraw_improvement(improvement: Name, body: Withdrawn, who: Keeper, hub: TheHub) -> Response:
    """It is not done, or was undone."""
    await _ask(hub, who, c.WithdrawImprovement(improvement=improvement, why=body.why))
    return plain({"improvement": improvement})


@router.get("/improvements/{improvement}/effect", response_class=Response)
async def effect_of(improvement: Name, who: Reader, office: TheOffice) -> Response:
    """Whether it helped, from the site's own contacts: the verdict with its intervals, what it was compared with, and where contacts may have gone.
    Refused until it has shipped and two weeks are counted.
    """
    return plain(await office.verdicts.of(improvement))


@router.get("/improvements/{improvement}/comments", response_class=Response)
async def comments_of(improvement: Name, who: Reader, office: TheOffice, accounts: TheAccounts) -> Response:
    """What was written about it, the oldest first."""
    return plain({"comments": await office.comments(improvement, await _people(accounts))})


@router.post("/improvements/{improvement}/comments", status_code=201, response_class=Response)
async def comment(improvement: Name, body: Comment, who: Keeper, office: TheOffice, hub: TheHub) -> Response:
    """Write something about it."""
    written = c.CommentImprovement(improvement=improvement, comment=office.new_id("v"), by=judge(who), text=body.text)
    await _ask(hub, who, written)
    return plain({"comment": written.comment}, 201)


@router.get("/improvements/{improvement}/cases", response_class=Response)
async def cases_of(improvement: Name, who: Reader, office: TheOffice) -> Response:
    """The cases that show what it is about, by number; nothing of whose they are."""
    return plain({"cases": await office.cases(improvement)})


@router.post("/improvements/{improvement}/cases", response_class=Response)
async def link_case(improvement: Name, body: Linked, who: Keeper, office: TheOffice, hub: TheHub) -> Response:
    """One more."""
    office.known(improvement)
    await office.check_case(body.case)
    await _ask(hub, who, c.LinkCase(improvement=improvement, case=body.case))
    return plain({"improvement": improvement})


@router.get("/improvements/{improvement}/recommendation", response_class=Response)
async def recommendation_of(
    improvement: Name, who: Reader, recommending: TheRecommending, accounts: TheAccounts,
    language: Annotated[Language, Query()] = "et",
    form: Annotated[Literal["html", "pdf", "json"], Query(alias="format")] = "html",
) -> Response:  # fmt: skip
    """Why it should be done, on one page that can be sent: what it costs now, its causes, what it would give back, when it would be known, and who
    should decide. As a page, a PDF, or data.
    """
    body, name = await recommending.written(improvement, await _people(accounts), language, form)
    return paper(body, name, form)


# ── telling ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@router.post("/improvements/{improvement}/announce", response_class=Response)
async def announce_change(improvement: Name, body: Announced, who: Keeper, hub: TheHub) -> Response:
    """Have it stand on the page of changes, for everybody: `{"text": {"et","ru","en"}}`."""
    await _ask(hub, who, c.AnnounceChange(improvement=improvement, text=read(body.text, Words)))
    return plain({"improvement": improvement})


@router.post("/improvements/{improvement}/unannounce", response_class=Response)
async def take_back_change(improvement: Name, who: Keeper, hub: TheHub) -> Response:
    """Have it stand there no more."""
    await _ask(hub, who, c.TakeBackChange(improvement=improvement))
    return plain({"improvement": improvement})


@router.post("/improvements/{improvement}/tell", response_class=Response)
async def tell_raisers(improvement: Name, body: Told, who: Keeper, office: TheOffice, post: ThePost) -> Response:
    """Write to those who had turned to us because of it within ninety days before it shipped and can be written to, at most once each and so many a
    day. dry (as long as nothing else is said): only how many. customers: all of them; told: now; told_before; today: for how many the day has
    room; unwilling, unreachable: who are not written to.
    """
    known = office.check_shipped(improvement)
    shipped = days.midnight(date.fromisoformat(known.day or ""), office.zone)
    return plain(await post.tell(known, read(body.text, Words), body.dry, shipped, who.actor))


async def _people(accounts: Any) -> People:
    return people_of(await accounts.all())


def _listed(people: People) -> list[dict[str, str]]:
    return [
        {"id": one, "name": name} for one, name in sorted(people.items(), key=lambda one: (one[1].casefold(), one[0]))
    ]


def _day(text: str) -> str:
    return read(text, improvements.facts.Day)


async def _ask(hub: Hub, who: Who, command: Command) -> None:
    await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))
