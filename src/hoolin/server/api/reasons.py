"""Why customers contact us: the tree of reasons, what each of them costs, and how many customers there are."""

import secrets
from typing import Annotated, Any, Literal

from fastapi import Depends, Query
from starlette.responses import Response

from hoolin.experience.api import contacts
from hoolin.insight.api import improvements, reasons
from hoolin.server.accounts.records import Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.asked import Moment
from hoolin.server.bodies import plain, read
from hoolin.server.experience import FigureDesk
from hoolin.server.live.hub import Hub
from hoolin.server.reasons import ReasonOffice
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("reasons")

TheOffice = Annotated[ReasonOffice, Depends(part(ReasonOffice))]
TheDesk = Annotated[FigureDesk, Depends(part(FigureDesk))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Reader = Annotated[Who, Depends(require("reports.read"))]
Publisher = Annotated[Who, Depends(require("reasons.publish"))]
Keeper = Annotated[Who, Depends(require("improvements.keep"))]
Somebody = Annotated[Who, Depends(require("session.own"))]
Code = Annotated[str | None, Query(max_length=64)]


def scope_of(
    begin: Moment, end: Moment, channel: Code = None, queue: Code = None, language: Code = None
) -> contacts.Scope:
    """The period that a page asks for, and what it is narrowed to. Raises Invalid for what is no period."""
    scope = contacts.Scope(begin=begin, end=end, channel=channel, queue=queue, language=language)
    scope.check()
    return scope


TheScope = Annotated[contacts.Scope, Depends(scope_of)]


@router.get("/reasons/tree", response_class=Response)
async def reason_tree(who: Reader, office: TheOffice, accounts: TheAccounts) -> Response:
    """The tree of reasons in force, how often each was used and by what beside contacts, and its versions, the newest first. Where none was
    published (number 0), it is made of the flat list of the site's rules.
    """
    return plain(office.tree(await accounts.all(), who.may("reasons.publish")))


@router.post("/reasons/tree", response_class=Response)
async def publish_reasons(
    body: dict[str, Any], who: Publisher, hub: TheHub, office: TheOffice, desk: TheDesk
) -> Response:
    """Publish another version (`{"tree","crosswalk","based_on","why"}`). With faults it is refused whole, with all of them; so is one that takes out a
    reason which is in use, without saying where it went. The list that agents choose from follows.
    """
    await hub.ask(read(body, reasons.PublishReasons), actor=who.actor, key=secrets.token_hex(16))
    desk.forget()
    return plain({"number": office.state.in_force.number})


@router.get("/reasons/names", response_class=Response)
async def reason_names(who: Somebody, office: TheOffice) -> Response:
    """What each code is called, in the site's languages; retired ones too, since contacts of before have them."""
    return plain(office.names())


@router.get("/reasons/board", response_class=Response)
async def reason_board(scope: TheScope, who: Reader, office: TheOffice) -> Response:
    """What each reason, each group and all of them cost in a period, with intervals, what gives back most first. Contacts of older versions count where their
    reasons went since.
    """
    return plain(await office.board(scope))


@router.get("/reasons/series", response_class=Response)
async def reason_series(
    scope: TheScope, who: Reader, office: TheOffice, code: Annotated[str, Query(max_length=64)] = "",
    step: Literal["day", "week", "month"] = "week",
) -> Response:  # fmt: skip
    """Contacts for a reason or a group (all, where none is named) step by step, with versions of the tree and improvements on the way."""
    return plain(await office.series(scope, code, step))


@router.get("/reasons/rising", response_class=Response)
async def reasons_rising(who: Reader, office: TheOffice) -> Response:
    """Which reasons have been rising up to yesterday: since when, by how much, with eight weeks of days, and how many alarms a year are stated to be
    false. The first weeks are too early to say.
    """
    return plain(await office.rising())


@router.get("/customers", response_class=Response)
async def customer_counts(who: Reader, office: TheOffice) -> Response:
    """How many customers the operator has had, by the day from which each number holds, the newest first."""
    return plain(office.customers())


@router.post("/customers", response_class=Response)
async def count_customers(body: dict[str, Any], who: Keeper, hub: TheHub, office: TheOffice) -> Response:
    """Say how many customers there are from a day on (`{"day","customers"}`), so that contacts can be told per customer."""
    command = read(body, improvements.commands.CountCustomers)
    await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))
    return plain(office.customers())
