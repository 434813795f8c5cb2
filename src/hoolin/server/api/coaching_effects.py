"""Whether coaching helps: rollouts in an order that is drawn, what became of them, and where the time goes."""

import secrets
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.coaching.api import effects
from hoolin.core.commands import Command
from hoolin.core.errors import Malformed, NotAllowed
from hoolin.server.accounts.records import Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.bodies import plain, read
from hoolin.server.coaching.effects import EffectOffice
from hoolin.server.coaching.giving import GivingOffice
from hoolin.server.coaching.planning import Wanted
from hoolin.server.live.hub import Hub
from hoolin.server.reviews import judge
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("coaching")

c = effects.commands

TheOffice = Annotated[EffectOffice, Depends(part(EffectOffice))]
TheGiving = Annotated[GivingOffice, Depends(part(GivingOffice))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Learner = Annotated[Who, Depends(require("coaching.learn"))]
Keeper = Annotated[Who, Depends(require("coaching.keep"))]
Name = Annotated[str, Path(min_length=1, max_length=64)]


class Body(BaseModel):
    """The base of what is sent here."""

    model_config = ConfigDict(extra="forbid")


class Begun(Body):
    """day: on which the first wave begins, `2026-11-30`."""

    day: str = Field(min_length=10, max_length=10)


class Ended(Body):
    """why: in the site's own words; needed before its weeks are over."""

    why: str = Field("", max_length=1_000)


@router.get("/coaching/rollouts", response_class=Response)
async def list_rollouts(who: Keeper, office: TheOffice, giving: TheGiving, accounts: TheAccounts) -> Response:
    """All rollouts, the newest first, each with where it stands and, once its weeks are over, what became of it. people: who may take part, `teaches`: whoever gives such things themselves; items: what one may be meant for."""
    people = giving.people(await accounts.all())
    items = [
        {"code": item.code, "name": item.name, "judged": "reviewer" in item.sources}
        for item in office.state.register.in_force.register.items
        if "reviewer" in item.sources or "survey" in item.sources
    ]
    told = {"rollouts": await office.listed(), "people": people, "items": items, "today": office.today().isoformat()}
    return plain(told)


@router.post("/coaching/rollouts", status_code=201, response_class=Response)
async def plan_rollout(body: dict[str, Any], who: Keeper, office: TheOffice, hub: TheHub) -> Response:
    """Write one down: `{"title","what":{"kind","id"},"items","design","agents","waves","step_weeks","before_weeks","expected","why","spared"}`. Pairs are made here, the seed is drawn here and
    written down with it; the order is drawn by it when it begins.
    """
    wanted = read(body, Wanted)
    try:
        rollout = await office.planning.laid_out(wanted)
    except msgspec.ValidationError as problem:
        raise Malformed("command", said=str(problem)) from None
    await _ask(hub, who, c.PlanRollout(rollout=rollout, seed=office.seed(), by=judge(who)))
    return plain({"rollout": rollout.rollout}, 201)


@router.post("/coaching/rollouts/seen", response_class=Response)
async def what_could_be_seen(body: dict[str, Any], who: Keeper, office: TheOffice) -> Response:
    """What one could see, before it is written down: the same body. detectable: the smallest effect in points that is seen with 80 %; chance: that the expected one is; agents_needed: with how many
    people it would be.
    """
    return plain(await office.planning.seen(read(body, Wanted)))


@router.get("/coaching/rollouts/{rollout}", response_class=Response)
async def rollout_of(rollout: Name, who: Keeper, office: TheOffice, accounts: TheAccounts) -> Response:
    """One of them: the order wave by wave, and what became of it. Of an effect nothing is told before everybody's turn has come and a week has passed."""
    return plain(await office.one(rollout, await _names(accounts)))


@router.post("/coaching/rollouts/{rollout}/begin", response_class=Response)
async def begin_rollout(rollout: Name, body: Begun, who: Keeper, office: TheOffice, hub: TheHub) -> Response:
    """Draw the order; the first wave begins on a day."""
    day = read(body.day, effects.facts.Day)
    await _ask(hub, who, c.BeginRollout(rollout=rollout, day=day, zone=office.zone))
    return plain({"rollout": rollout})


@router.post("/coaching/rollouts/{rollout}/end", response_class=Response)
async def end_rollout(rollout: Name, body: Ended, who: Keeper, office: TheOffice, hub: TheHub) -> Response:
    """Nobody waits any more."""
    await _ask(hub, who, c.EndRollout(rollout=rollout, zone=office.zone, why=body.why))
    return plain({"rollout": rollout})


@router.get("/coaching/topics", response_class=Response)
async def coaching_topics(who: Keeper, office: TheOffice) -> Response:
    """Where the time of half a year went, by item, in minutes by kind; beside it what rollouts found about that item. Of fewer than five people nothing is told."""
    return plain(await office.topics())


@router.get("/coaching/own/rollouts", response_class=Response)
async def own_rollouts(who: Learner, office: TheOffice) -> Response:
    """In which rollouts one takes part oneself, and when one's turn comes."""
    if who.agent is None:
        raise NotAllowed("not_an_agent")
    return plain({"rollouts": office.own(who.agent), "today": office.today().isoformat()})


async def _names(accounts: Any) -> dict[str, str]:
    """By agent, and by account of whoever is none, what they are called."""
    return {one.agent or f"account:{one.id}": one.name for one in await accounts.all() if one.role != "probe"}


async def _ask(hub: Hub, who: Who, command: Command) -> None:
    await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))
