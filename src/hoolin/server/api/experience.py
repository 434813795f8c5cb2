"""How customers fare: figures with their intervals, the register of criteria, and both as files."""

import secrets
from typing import Annotated, Any, Literal

import msgspec
from fastapi import Depends, Query
from starlette.responses import Response

from hoolin.core.errors import Invalid, NotFound
from hoolin.experience.api import contacts, criteria, figures
from hoolin.server.accounts.door import Accounts
from hoolin.server.accounts.records import Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.asked import Moment, Version
from hoolin.server.bodies import plain, read
from hoolin.server.experience import FigureDesk
from hoolin.server.live.hub import Hub
from hoolin.server.routing import api_router
from hoolin.server.tables import TYPES, Format, table
from hoolin.server.who import part, require

router = api_router("experience")

TheDesk = Annotated[FigureDesk, Depends(part(FigureDesk))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Reader = Annotated[Who, Depends(require("reports.read"))]
Publisher = Annotated[Who, Depends(require("criteria.publish"))]
Somebody = Annotated[Who, Depends(require("session.own"))]
Code = Annotated[str | None, Query(max_length=64)]
DimensionName = Literal["channel", "queue", "language", "reason", "agent"]


def scope_of(
    begin: Moment, end: Moment, channel: Code = None, queue: Code = None, language: Code = None, reason: Code = None,
    agent: Code = None,
) -> contacts.Scope:  # fmt: skip
    """The scope that a page asks for. Raises Invalid for what is no period."""
    scope = contacts.Scope(
        begin=begin, end=end, channel=channel, queue=queue, language=language, reason=reason, agent=agent
    )
    scope.check()
    return scope


TheScope = Annotated[contacts.Scope, Depends(scope_of)]


@router.get("/experience", response_class=Response)
async def experience(scope: TheScope, who: Reader, desk: TheDesk) -> Response:
    """All figures of a period and whatever it is narrowed to, by evidence source, with the index and the criteria."""
    version = desk.criteria.at(scope.end - 1)
    found = await desk.ask(lambda asking: figures.whole(asking, scope, version), ("whole", scope, version.number))
    return plain({"at": desk.clock(), "register": version.number, **msgspec.structs.asdict(found)})


@router.get("/experience/own", response_class=Response)
async def own_experience(scope: TheScope, who: Somebody, desk: TheDesk) -> Response:
    """The same of the agent who asks, and of nobody else."""
    return await experience(_own(scope, who), who, desk)


@router.get("/experience/own/contacts", response_class=Response)
async def own_contacts(
    scope: TheScope, who: Somebody, desk: TheDesk, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> Response:
    """The conversations that the agent who asks served last and that are over, the newest first."""
    mine = _own(scope, who)
    rows = await desk.ask(lambda asking: asking.ask("ended", mine, limit=limit), ("ended", mine, limit), keep=0.0)
    return plain({"at": desk.clock(), "contacts": rows})


@router.get("/experience/own/gap", response_class=Response)
async def own_gap(scope: TheScope, who: Somebody, desk: TheDesk) -> Response:
    """What the agent who asks thinks of their conversations, beside what customers answered and colleagues saw; told to nobody else."""
    mine, version = _own(scope, who), desk.criteria.at(scope.end - 1)
    key = ("gap", mine, version.number)
    found = await desk.ask(lambda asking: figures.own_gap(asking, mine, version.register), key, keep=0.0)
    return plain({"at": desk.clock(), "register": version.number, **msgspec.structs.asdict(found)})


@router.get("/experience/by/{dimension}", response_class=Response)
async def experience_by(dimension: DimensionName, scope: TheScope, who: Reader, desk: TheDesk) -> Response:
    """The same for every channel (or queue, language, reason), side by side; of agents only `compare` tells. answers: of channels, whether what
    customers answered may be compared among them; null otherwise.
    """
    if dimension == "agent":
        raise Invalid("agents_are_compared")
    version = desk.criteria.at(scope.end - 1)
    parts, answers = await desk.ask(
        lambda asking: _beside(asking, scope, version, dimension), ("by", dimension, scope, version.number)
    )
    told = {"at": desk.clock(), "register": version.number, "by": dimension, "parts": parts, "answers": answers}
    return plain(told)


@router.get("/experience/trend", response_class=Response)
async def experience_trend(
    scope: TheScope, who: Reader, desk: TheDesk, code: Annotated[str, Query(max_length=64)] = "index",
    step: Literal["day", "week", "month"] = "week",
    source: Literal["system", "survey", "reviewer", "shopper", "self"] = "system",
) -> Response:  # fmt: skip
    """One figure step by step, and where the register changed on the way."""
    key = ("trend", scope, code, step, source, desk.criteria.in_force.number)
    points = await desk.ask(
        lambda asking: figures.trend(asking, scope, desk.criteria.at, code, step, source), key
    )  # fmt: skip
    marks = [_version(one) for one in desk.criteria.between(scope.begin, scope.end)]
    return plain({"at": desk.clock(), "code": code, "step": step, "source": source, "points": points, "marks": marks})


@router.get("/experience/curves", response_class=Response)
async def experience_curves(scope: TheScope, who: Reader, desk: TheDesk) -> Response:
    """Time to a person as a curve (at most 200 points), and first-contact resolution in its windows by channel."""
    found = await desk.ask(lambda asking: figures.curves(asking, scope), ("curves", scope))
    return plain({"at": desk.clock(), **msgspec.structs.asdict(found)})


@router.get("/experience/compare", response_class=Response)
async def experience_compare(
    scope: TheScope, who: Reader, desk: TheDesk, code: Annotated[str, Query(max_length=64)] = "resolution.fcr_7d",
    by: DimensionName = "agent",
) -> Response:  # fmt: skip
    """Agents, queues, reasons or channels beside each other: drawn towards the common share, with a funnel, in the order of their names."""
    version = desk.criteria.at(scope.end - 1)
    found = await desk.ask(
        lambda asking: _compare(asking, scope, version, code, by), ("compare", scope, version.number, code, by)
    )
    return plain({"at": desk.clock(), **msgspec.structs.asdict(found)})


@router.get("/experience/contacts", response_class=Response)
async def experience_contacts(
    scope: TheScope, who: Reader, desk: TheDesk, beneath: Annotated[str, Query(max_length=32)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:  # fmt: skip
    """The contacts beneath a figure, the newest first: `gave_up`, `not_in_time`, `transferred`, `not_solved`, `broken_promise`, `returned`."""
    within = figures.targets_of(desk.criteria.at(scope.end - 1).register).time_to_human
    key = ("drill", scope, beneath, within, limit)
    rows = await desk.ask(lambda asking: asking.drill(scope, beneath, within, limit), key)
    return plain({"at": desk.clock(), "contacts": rows})


@router.get("/experience/definitions", response_class=Response)
async def experience_definitions(who: Somebody) -> Response:
    """What each figure is: its name and meaning in three languages, its method, its unit."""
    return plain({"definitions": figures.DEFINITIONS, "enough": figures.ENOUGH, "level": figures.LEVEL})


@router.get("/experience/export", response_class=Response)
async def experience_export(scope: TheScope, who: Reader, desk: TheDesk, form: Format = "csv") -> Response:
    """Every figure of a period, over all and by channel, with its definition: as CSV, JSON or Parquet."""
    version = desk.criteria.at(scope.end - 1)
    body = await desk.ask(lambda asking: table(asking, scope, version, form), ("table", scope, version.number, form))
    name = f'attachment; filename="experience-{scope.begin}-{scope.end}.{form}"'
    return Response(body, media_type=TYPES[form], headers={"content-disposition": name, "cache-control": "no-store"})


@router.get("/experience/register", response_class=Response)
async def register(who: Somebody, desk: TheDesk, accounts: TheAccounts) -> Response:
    """The register in force, its versions, who published them, and who uses which item."""
    known = {one.by for one in desk.criteria.versions}
    told = {
        "names": {actor: name for actor, name in (await _names(accounts)).items() if actor in known},
        "languages": desk.criteria.site.kept.rules.languages,
        "in_force": {**_version(desk.criteria.in_force), "register": desk.criteria.in_force.register},
        "versions": [_version(one) for one in desk.criteria.versions],
        "used": desk.criteria.used(),
        "formulas": criteria.FORMULAS,
        "scales": criteria.SCALES,
    }
    return plain(told)


@router.get("/experience/register/{number}", response_class=Response)
async def register_version(number: Version, who: Somebody, desk: TheDesk) -> Response:
    """One version of the register."""
    found = next((one for one in desk.criteria.versions if one.number == number), None)
    if found is None:
        raise NotFound("register", number=number)
    return plain({**_version(found), "register": found.register})


@router.put("/experience/register", response_class=Response)
async def publish_register(body: dict[str, Any], who: Publisher, hub: TheHub, desk: TheDesk) -> Response:
    """Publish another version (`{"register","based_on","why"}`). With faults, or without an item that is in use, it is refused whole."""
    answer = await hub.ask(read(body, criteria.PublishRegister), actor=who.actor, key=secrets.token_hex(16))
    desk.forget()
    return plain({"n": answer.position, "number": desk.criteria.in_force.number})


@router.post("/experience/register/check", response_class=Response)
async def check_register(body: dict[str, Any], who: Publisher, desk: TheDesk) -> Response:
    """What is wrong with a register, without publishing it: `{"faults": […]}`, empty when it may be published as it is."""
    asked = read(body, criteria.PublishRegister)
    found = criteria.faults(asked.register, desk.criteria.item, desk.criteria.site.kept.rules.languages)
    return plain({"faults": found})


def _own(scope: contacts.Scope, who: Who) -> contacts.Scope:
    if who.agent is None:
        raise NotFound("agent")
    return msgspec.structs.replace(scope, agent=who.agent)


async def _names(accounts: Accounts) -> dict[str, str]:
    """By the actor that the journal knows them as."""
    people = await accounts.all()
    return {f"agent:{one.agent}" if one.agent else f"account:{one.id}": one.name for one in people}


def _version(one: criteria.Version) -> dict[str, object]:
    return {"number": one.number, "at": one.at, "by": one.by, "why": one.why}


def _beside(
    asking: contacts.Asking, scope: contacts.Scope, version: criteria.Version, dimension: contacts.Dimension
) -> tuple[tuple[figures.Part, ...], figures.Comparable | None]:
    parts = figures.by(asking, scope, version, dimension)
    if dimension != "channel":
        return parts, None
    return parts, figures.comparable(figures.answers(asking, scope))


def _compare(
    asking: contacts.Asking, scope: contacts.Scope, version: criteria.Version, code: str, by: contacts.Dimension
) -> figures.Comparison:
    if getattr(scope, by) is not None:
        raise Invalid("already_narrowed", dimension=by)
    targets = figures.targets_of(version.register)
    for known in figures.SHARES:
        if code == known:
            return figures.compare(code, by, figures.counted(asking, scope, known, by, targets))
    item = version.register.item(code)
    if item is None or "survey" not in item.sources:
        raise Invalid("no_such_figure", figure=code)
    of = {row["interaction"]: str(row[by]) for row in asking.ask("marks", scope)}
    good_from = item.counted.good_from or 0
    return figures.compare(code, by, figures.answered_well(figures.gather(asking, scope), code, of, good_from))
