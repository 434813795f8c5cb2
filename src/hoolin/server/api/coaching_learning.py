"""Learning: one's own paths and lessons, and, for whoever teaches, who is where."""

import secrets
from typing import Annotated, Any

from fastapi import Depends, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.coaching.api import learning
from hoolin.core.commands import Command
from hoolin.core.errors import Invalid
from hoolin.server.accounts.records import Account, Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.bodies import plain, read
from hoolin.server.coaching.giving import GivingOffice
from hoolin.server.coaching.learning import LearningOffice
from hoolin.server.improvements import people_of
from hoolin.server.live.hub import Hub
from hoolin.server.permissions import GRANTS
from hoolin.server.reviews import judge, judge_id
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("learning")

c = learning.commands

TheOffice = Annotated[LearningOffice, Depends(part(LearningOffice))]
TheGiving = Annotated[GivingOffice, Depends(part(GivingOffice))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Learner = Annotated[Who, Depends(require("coaching.learn"))]
Keeper = Annotated[Who, Depends(require("coaching.keep"))]
Name = Annotated[str, Path(min_length=1, max_length=64)]


class Body(BaseModel):
    """The base of what is sent here."""

    model_config = ConfigDict(extra="forbid")


class GoesAlong(Body):
    """coach: who goes along with them; whoever asks, where nobody is named. why: needed where they wait for something of it by a rollout, or others were put on it within four weeks."""

    coach: str | None = Field(default=None, min_length=1, max_length=64)
    why: str = Field(default="", max_length=1_000)


# ── one's own ───────────────────────────────────────────────────────────────────────────────────────────────────────


@router.get("/learning", response_class=Response)
async def my_learning(who: Learner, office: TheOffice, accounts: TheAccounts) -> Response:
    """One's own paths with what is due when, the questions that come back today, all lessons, and the paths that one may begin."""
    return plain(office.mine(judge(who), people_of(await accounts.all())))


@router.get("/learning/lessons/{lesson}", response_class=Response)
async def read_lesson(lesson: Name, who: Learner, office: TheOffice) -> Response:
    """A lesson to read, in every language, as parts of a page, with its questions. What is right is told of those that one has answered."""
    return plain(office.lesson(judge(who), lesson))


@router.post("/learning/lessons/{lesson}/answers", response_class=Response)
async def answer_question(lesson: Name, body: dict[str, Any], who: Learner, office: TheOffice, hub: TheHub) -> Response:
    """Answer a question (`{"number","question","chosen"}`), for the first time or again; told is whether that was right, and why of every answer."""
    command = read({**body, "lesson": lesson, "learner": judge(who)}, c.AnswerQuestion)
    await _ask(hub, who, command)
    return plain(office.answered(command.learner, lesson, command.question))


@router.post("/learning/paths/{path}/begin", response_class=Response)
async def begin_own_path(path: Name, who: Learner, hub: TheHub) -> Response:
    """Begin a path by oneself."""
    await _ask(hub, who, c.BeginPath(learner=judge(who), path=path))
    return plain({"path": path})


@router.post("/learning/paths/{path}/renew", response_class=Response)
async def renew_own_path(path: Name, who: Learner, hub: TheHub) -> Response:
    """Go on with the newer version of a path that one is on."""
    await _ask(hub, who, c.RenewPath(learner=judge(who), path=path))
    return plain({"path": path})


@router.post("/learning/paths/{path}/leave", response_class=Response)
async def leave_own_path(path: Name, who: Learner, hub: TheHub) -> Response:
    """Be on a path no more."""
    await _ask(hub, who, c.EndPath(learner=judge(who), path=path, how="left"))
    return plain({"path": path})


@router.post("/learning/paths/{path}/steps/{step}/done", response_class=Response)
async def finish_own_step(path: Name, step: Name, who: Learner, hub: TheHub) -> Response:
    """Say that one has done a drill or looked at an example. What is listened to or done at work a coach confirms."""
    await _ask(hub, who, c.FinishStep(learner=judge(who), path=path, step=step, by=judge(who)))
    return plain({"step": step})


# ── of others ───────────────────────────────────────────────────────────────────────────────────────────────────────


@router.get("/learning/people", response_class=Response)
async def learners(who: Keeper, office: TheOffice, accounts: TheAccounts) -> Response:
    """Who is on which path, and what is done, due and left, by name; who may be put on one, and who may go along."""
    everybody = await accounts.all()
    agents = {one.agent: one.name for one in everybody if one.agent and _learns(one)}
    coaches = {
        judge_id(one.agent, one.id): one.name
        for one in everybody
        if "coaching.keep" in GRANTS[one.role] and not one.disabled
    }
    told = office.everybody(people_of(everybody), agents)
    return plain(told | {"coaches": [one for one in told["coaches"] if one["id"] in coaches]})


@router.get("/learning/people/{learner}", response_class=Response)
async def learner_of(learner: Name, who: Keeper, office: TheOffice, accounts: TheAccounts) -> Response:
    """The paths and lessons of somebody; what they answered only for the coach who goes along with them, and from then on."""
    return plain(office.one(learner, judge(who), people_of(await accounts.all())))


@router.post("/learning/people/{learner}/paths/{path}/begin", response_class=Response)
async def begin_path_of(
    learner: Name, path: Name, body: GoesAlong, who: Keeper, hub: TheHub, accounts: TheAccounts, giving: TheGiving
) -> Response:
    """Put somebody who works here on a path, with a coach who goes along. Refused where they wait for it or for something of it, unless there is a `why`."""
    if not any(judge_id(one.agent, one.id) == learner and _learns(one) for one in await accounts.all()):
        raise Invalid("no_such_agent", agent=learner)
    coach = body.coach or judge(who)
    await _check_coach(accounts, coach)
    if learner != judge(who):
        await giving.let_have_path(hub, who, learner, path, body.why)
    await _ask(hub, who, c.BeginPath(learner=learner, path=path, coach=coach))
    return plain({"path": path})


@router.post("/learning/people/{learner}/paths/{path}/coach", response_class=Response)
async def go_along(
    learner: Name, path: Name, body: GoesAlong, who: Keeper, hub: TheHub, accounts: TheAccounts
) -> Response:
    """Have another coach go along, and the version that holds now."""
    coach = body.coach or judge(who)
    await _check_coach(accounts, coach)
    await _ask(hub, who, c.RenewPath(learner=learner, path=path, coach=coach))
    return plain({"path": path})


@router.post("/learning/people/{learner}/paths/{path}/end", response_class=Response)
async def end_path_of(learner: Name, path: Name, who: Keeper, hub: TheHub) -> Response:
    """Take somebody off a path."""
    await _ask(hub, who, c.EndPath(learner=learner, path=path, how="stopped"))
    return plain({"path": path})


@router.post("/learning/people/{learner}/paths/{path}/steps/{step}/done", response_class=Response)
async def confirm_step(learner: Name, path: Name, step: Name, who: Keeper, hub: TheHub) -> Response:
    """Confirm that somebody has done a step."""
    await _ask(hub, who, c.FinishStep(learner=learner, path=path, step=step, by=judge(who)))
    return plain({"step": step})


def _learns(account: Account) -> bool:
    return "coaching.learn" in GRANTS[account.role] and not account.disabled


async def _check_coach(accounts: Any, coach: str) -> None:
    """Whether there is such a person, and may be one. Raises Invalid."""
    for one in await accounts.all():
        if judge_id(one.agent, one.id) == coach and "coaching.keep" in GRANTS[one.role] and not one.disabled:
            return
    raise Invalid("no_such_coach", coach=coach)


async def _ask(hub: Hub, who: Who, command: Command) -> None:
    await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))
