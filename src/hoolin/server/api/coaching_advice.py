"""Advice: what an agent is told of their own work, and whoever coaches of it; nobody else. And what is everybody's."""

import secrets
from typing import Annotated, Any, Literal

from fastapi import Depends, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.coaching.api import advice, effects
from hoolin.core.commands import Command
from hoolin.core.errors import NotFound
from hoolin.insight.api import improvements
from hoolin.server.accounts.records import Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.bodies import plain
from hoolin.server.coaching.advice import AdviceOffice, agents_of
from hoolin.server.coaching.giving import GivingOffice
from hoolin.server.improvements import ImprovementOffice
from hoolin.server.live.hub import Hub
from hoolin.server.reviews import judge
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("coaching")

c = advice.commands

TheOffice = Annotated[AdviceOffice, Depends(part(AdviceOffice))]
TheImprovements = Annotated[ImprovementOffice, Depends(part(ImprovementOffice))]
TheGiving = Annotated[GivingOffice, Depends(part(GivingOffice))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Learner = Annotated[Who, Depends(require("coaching.learn"))]
Coach = Annotated[Who, Depends(require("coaching.keep"))]
Name = Annotated[str, Path(min_length=1, max_length=64)]


class Body(BaseModel):
    """The base of what is sent here."""

    model_config = ConfigDict(extra="forbid")


class Aside(Body):
    """why: `not_me`, with words; `not_now`; `already_better`. text: in the agent's own words."""

    why: Literal["not_me", "not_now", "already_better"]
    text: str = Field(default="", max_length=2_000)


class Pressed(Body):
    """why: needed where they wait for it by a rollout, or others were given the same within four weeks."""

    why: str = Field(default="", max_length=1_000)


class Withheld(Body):
    """text: why, for the agent to read."""

    text: str = Field(default="", max_length=2_000)


class Done(Body):
    """how: `practised`, or `over`."""

    how: Literal["practised", "over"] = "practised"


class Handed(Body):
    """item, reason: which of the team's gaps. title: of the cause, in the site's own words. kind: where it lies."""

    item: str = Field(min_length=1, max_length=64)
    reason: str = Field(default="", max_length=64)
    title: str = Field(min_length=1, max_length=200)
    kind: Literal["product", "price", "process", "information"] = "process"


# ── one's own ───────────────────────────────────────────────────────────────────────────────────────────────────────


@router.get("/coaching/advice/own", response_class=Response)
async def own_advice(who: Learner, office: TheOffice) -> Response:
    """What the agent who asks is told of their work: at most two things to work on, strengths, what could not be told, and all that is recorded of it."""
    return plain(await office.of(_agent(who)))


@router.post("/coaching/advice/own/{item}/take", response_class=Response)
async def take_advice(item: Name, who: Learner, office: TheOffice, hub: TheHub) -> Response:
    """Work on what is suggested, without waiting for anybody."""
    agent = _agent(who)
    return await _given(agent, item, agent, who, office, hub)


@router.post("/coaching/advice/own/{item}/aside", status_code=204, response_class=Response)
async def set_own_advice_aside(item: Name, body: Aside, who: Learner, office: TheOffice, hub: TheHub) -> Response:
    """Not this, or not now: it is not suggested again for ninety days. What one says is read by whoever coaches, and by nobody else."""
    await _aside(_agent(who), item, body.why, body.text, who, hub)
    return Response(status_code=204)


@router.post("/coaching/advice/own/{item}/done", status_code=204, response_class=Response)
async def finish_own_advice(item: Name, body: Done, who: Learner, hub: TheHub) -> Response:
    """It was worked on."""
    await _ask(hub, who, c.FinishAdvice(agent=_agent(who), item=item, by=judge(who), how=body.how))
    return Response(status_code=204)


# ── for whoever coaches ─────────────────────────────────────────────────────────────────────────────────────────────


@router.get("/coaching/advice/agents", response_class=Response)
async def advised_agents(who: Coach, accounts: TheAccounts) -> Response:
    """Whose page can be opened: by name, with nothing beside it."""
    return plain({"agents": agents_of(await accounts.all())})


@router.get("/coaching/advice/agents/{agent}", response_class=Response)
async def advice_of(agent: Name, who: Coach, office: TheOffice, accounts: TheAccounts) -> Response:
    """The same that this agent is told, in the same words."""
    name = await _name(agent, accounts)
    return plain({**await office.of(agent), "name": name})


@router.post("/coaching/advice/agents/{agent}/{item}/give", response_class=Response)
async def give_advice(
    agent: Name, item: Name, who: Coach, office: TheOffice, hub: TheHub, giving: TheGiving, body: Pressed | None = None
) -> Response:
    """Give what is suggested: with the figures by which it is, and what to learn from. Refused while they wait for it, unless there is a `why`."""
    if agent != judge(who):
        # What the figures do not tell is refused first: then there is nothing to write a why for.
        await office.suggested(agent, item, "v0", judge(who))
        what, why = effects.Pointer(kind="advice", id=item), body.why if body is not None else ""
        await giving.let_have(hub, who, agent, (what,), why)
    return await _given(agent, item, judge(who), who, office, hub)


@router.post("/coaching/advice/agents/{agent}/{item}/withhold", status_code=204, response_class=Response)
async def withhold_advice(agent: Name, item: Name, body: Withheld, who: Coach, hub: TheHub) -> Response:
    """Do not suggest it for ninety days; the agent sees that, and why."""
    await _aside(agent, item, "withheld", body.text, who, hub)
    return Response(status_code=204)


@router.post("/coaching/advice/agents/{agent}/{item}/done", status_code=204, response_class=Response)
async def finish_advice(agent: Name, item: Name, body: Done, who: Coach, hub: TheHub) -> Response:
    """It was worked on."""
    await _ask(hub, who, c.FinishAdvice(agent=agent, item=item, by=judge(who), how=body.how))
    return Response(status_code=204)


@router.get("/coaching/advice/team", response_class=Response)
async def team_advice(who: Coach, office: TheOffice, improving: TheImprovements) -> Response:
    """What is low for everybody: no agent's, and for whoever can change how we work or what we sell."""
    return plain(await office.team(improving.state))


@router.post("/coaching/advice/team", status_code=201, response_class=Response)
async def hand_on(body: Handed, who: Coach, office: TheOffice, hub: TheHub) -> Response:
    """Hand one of them on as a cause: nothing is handed on by itself. The same again changes nothing."""
    cause = await office.cause(body.item, body.reason, body.title, body.kind)
    await _ask(hub, who, improvements.commands.SetCause(cause=cause, new=True))
    return plain({"cause": cause.cause}, 201)


def _agent(who: Who) -> str:
    if who.agent is None:
        raise NotFound("agent")
    return who.agent


async def _name(agent: str, accounts: Any) -> str:
    found = next((one["name"] for one in agents_of(await accounts.all()) if one["agent"] == agent), None)
    if found is None:
        raise NotFound("agent", agent=agent)
    return found


async def _given(agent: str, item: str, by: str, who: Who, office: AdviceOffice, hub: Hub) -> Response:
    command = await office.suggested(agent, item, f"v{secrets.token_hex(12)}", by)
    await _ask(hub, who, command)
    return plain({"advice": command.given.advice})


async def _aside(agent: str, item: str, why: advice.facts.Why, text: str, who: Who, hub: Hub) -> None:
    said = text.strip()
    words = f"v{secrets.token_hex(12)}" if said else None
    await _ask(hub, who, c.SetAdviceAside(agent=agent, item=item, by=judge(who), why=why, words=words, text=said))


async def _ask(hub: Hub, who: Who, command: Command) -> None:
    await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))
