"""Giving a lesson, a drill, an example, advice, a topic or a path to people: to one it is just given, to several in an order that is drawn, unless one says why nobody waits."""

import secrets
from typing import Annotated, Any, Literal

import msgspec
from fastapi import Depends, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.coaching.api import effects
from hoolin.core.commands import Command
from hoolin.core.errors import Invalid, Malformed, NotAllowed
from hoolin.server.accounts.records import Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.bodies import plain, read
from hoolin.server.coaching.effects import EffectOffice
from hoolin.server.coaching.giving import GivingOffice, check_alone
from hoolin.server.improvements import people_of
from hoolin.server.live.hub import Hub
from hoolin.server.reviews import judge
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("coaching")

c = effects.commands

TheOffice = Annotated[GivingOffice, Depends(part(GivingOffice))]
TheEffects = Annotated[EffectOffice, Depends(part(EffectOffice))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Learner = Annotated[Who, Depends(require("coaching.learn"))]
Keeper = Annotated[Who, Depends(require("coaching.keep"))]
Name = Annotated[str, Path(min_length=1, max_length=64)]
Code = Annotated[str, Field(min_length=1, max_length=64)]
Kind = Literal["lesson", "drill", "exemplar", "advice", "topic", "path"]


class Given(BaseModel):
    """kind, id: what is given. agents: to whom. how: of several, in waves or in pairs as the lot has it, or all at once. why: needed at once, and for whoever waits. title: what it is called in the
    list of rollouts. items: what should get better; none: all that it is about.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    id: Code
    agents: list[Code] = Field(min_length=1, max_length=effects.AGENTS_MAX)
    how: Literal["stepped", "pairs", "at_once"] = "stepped"
    why: str = Field("", max_length=1_000)
    title: str = Field("", max_length=200)
    items: list[Code] = Field([], max_length=effects.ITEMS_MAX)


@router.get("/coaching/given", response_class=Response)
async def what_can_be_given(who: Keeper, office: TheOffice, accounts: TheAccounts) -> Response:
    """What there is to give (`things`), and to whom: `people` by name, and `teams` by the queue that they serve."""
    people = office.people(await accounts.all())
    return plain({"things": office.things(), "people": people, "teams": office.teams(people), "today": office.today().isoformat()})  # fmt: skip


@router.get("/coaching/given/{kind}/{thing}", response_class=Response)
async def who_has_it(kind: Kind, thing: Name, who: Keeper, office: TheOffice) -> Response:
    """Who waits for something and until when, who was given it, and who had it when."""
    return plain({"agents": office.standing(_pointer(kind, thing))})


@router.post("/coaching/given", status_code=201, response_class=Response)
async def give(body: Given, who: Keeper, office: TheOffice, rollouts: TheEffects, hub: TheHub) -> Response:
    """Give something. To one person it is just given (`rollout` null); to several it is planned and drawn at once, and the first begin today. Refused with `waits_in_rollout` for whoever's turn has not come
    (`agents`: by agent, the day, null while the order is not drawn), with `rollout_first` where others were given the same within four weeks; a `why` is written down and told.
    """
    what, agents = _pointer(body.kind, body.id), list(dict.fromkeys(body.agents))
    thing = office.thing(what)
    if len(agents) == 1 and body.how != "at_once":
        check_alone(what)
        gift = c.GiveThing(what=what, agent=agents[0], by=judge(who), zone=office.zone, why=body.why)
        await _ask(hub, who, gift)
        return plain({"rollout": None}, 201)
    if body.how == "at_once" and not body.why.strip():
        raise Invalid("no_why")
    title = body.title.strip() or _title(thing)
    wanted = office.wanted(what, agents, title, {"design": body.how, "why": body.why.strip(), "items": tuple(body.items)})  # fmt: skip
    try:
        told = await rollouts.planning.laid_out(wanted)
    except msgspec.ValidationError as problem:
        raise Malformed("command", said=str(problem)) from None
    await _ask(hub, who, c.PlanRollout(rollout=told, seed=rollouts.seed(), by=judge(who)))
    await _ask(hub, who, c.BeginRollout(rollout=told.rollout, day=office.today().isoformat(), zone=office.zone))
    return plain({"rollout": told.rollout}, 201)


@router.get("/coaching/own/given", response_class=Response)
async def given_to_me(who: Learner, office: TheOffice, accounts: TheAccounts) -> Response:
    """What one was given, or one's turn has come for, and has not had yet."""
    if who.agent is None:
        raise NotAllowed("not_an_agent")
    return plain({"given": office.owed(who.agent, people_of(await accounts.all()))})


def _pointer(kind: Kind, id: str) -> effects.Pointer:
    return read({"kind": kind, "id": id}, effects.Pointer)


def _title(thing: dict[str, Any]) -> str:
    """What it is called in one language or another, and by its code where it has no name."""
    name = thing["name"]
    return next((text for text in (name.et, name.en, name.ru) if text), thing["id"]) if name else str(thing["id"])


async def _ask(hub: Hub, who: Who, command: Command) -> None:
    await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))
