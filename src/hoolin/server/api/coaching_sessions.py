"""Coaching sessions: a coach and one agent plan, prepare, listen, agree on a step and follow it up. Nobody but the two is told anything of one."""

import secrets
from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.coaching.api import effects, sessions
from hoolin.core.commands import Command
from hoolin.core.errors import NotAllowed
from hoolin.core.facts import COUNT_MAX
from hoolin.server.accounts.records import Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.bodies import plain
from hoolin.server.coaching.giving import GivingOffice
from hoolin.server.coaching.sessions import SessionOffice, keepers
from hoolin.server.improvements import people_of
from hoolin.server.live.hub import Hub
from hoolin.server.reviews import judge
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("coaching", base="/api/v1/coaching")

c = sessions.commands

TheOffice = Annotated[SessionOffice, Depends(part(SessionOffice))]
TheGiving = Annotated[GivingOffice, Depends(part(GivingOffice))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Learner = Annotated[Who, Depends(require("coaching.learn"))]
Name = Annotated[str, Path(min_length=1, max_length=64)]
Before = Annotated[int, Query(ge=1, le=1 << 60)]
Code = Annotated[str, Field(min_length=1, max_length=64)]
WORDS_MAX = c.WORDS_CHARACTERS_MAX
CALLED = {"et": "Kohtumine juhendajaga", "ru": "Встреча с наставником", "en": "Coaching session"}
"""What a session is called in a calendar: no more than that."""


class Body(BaseModel):
    """The base of what is sent here."""

    model_config = ConfigDict(extra="forbid")


class SessionPlan(Body):
    """day, time: at the site, `2026-12-01`, `10:30`. minutes: how long. topics: items of the register. question: open, in words. after: the session it follows. why: needed of a
    coach where the agent waits for one of the topics by a rollout.
    """

    day: str = Field(min_length=10, max_length=10)
    time: str = Field(min_length=5, max_length=5)
    minutes: int = Field(default=45, ge=10, le=240)
    topics: list[Code] = Field(default=[], max_length=5)
    advice: Code | None = None
    question: str = Field(default="", max_length=WORDS_MAX)
    after: Code | None = None
    why: str = Field(default="", max_length=1_000)


class ChangedSession(SessionPlan):
    """based_on: the version that was changed; where another holds meanwhile, it is refused."""

    based_on: int = Field(ge=1, le=COUNT_MAX)


class NewSession(SessionPlan):
    """side: which of the two I am. other: whom I meet. conversations: to listen to together. session: its id to be, chosen by chance once, by whoever wants to send the same again after an
    answer was lost; it is planned once.
    """

    side: Literal["coach", "agent"]
    other: Code
    conversations: list[Code] = Field(default=[], max_length=10)
    session: str | None = Field(default=None, pattern=r"^k[0-9a-f]{16,63}$")


class SessionPreparation(Body):
    """text: what I bring along. shared: whether the other may read it already."""

    text: str = Field(min_length=1, max_length=WORDS_MAX)
    shared: bool = False


class SessionView(Body):
    """side: whose view. marks: by topic: 1 met, 0 not met, null where it did not come up. text: in words."""

    side: Literal["coach", "agent"]
    marks: dict[Code, Annotated[int, Field(ge=0, le=1)] | None] = Field(default={}, max_length=5)
    text: str = Field(default="", max_length=WORDS_MAX)


class SessionHeld(Body):
    """listened: what we listened to, of what was chosen."""

    listened: list[Code] = Field(default=[], max_length=10)


class StepPointer(Body):
    """Something that helps. kind: what. id: which."""

    kind: Literal["lesson", "drill", "exemplar"]
    id: Code


class SessionStep(Body):
    """text: in the agent's words. item: of the register. day: until when; or shifts: until they have worked on so many days. points: what helps. why: needed where the agent waits
    for one of these by a rollout, or others were given it within four weeks.
    """

    text: str = Field(min_length=1, max_length=c.STEP_CHARACTERS_MAX)
    item: Code | None = None
    day: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    shifts: int | None = Field(default=None, ge=1, le=20)
    points: list[StepPointer] = Field(default=[], max_length=5)
    why: str = Field(default="", max_length=1_000)


class SessionFollowedUp(Body):
    """outcome: whether the step was taken. learned: what was learned."""

    outcome: Literal["done", "partly", "not"]
    learned: str = Field(default="", max_length=WORDS_MAX)


class SessionCancelled(Body):
    """reason: why."""

    reason: Literal["ill", "busy", "not_needed", "other"]


class SessionListening(Body):
    """minutes: how long my coach may read along, at most."""

    minutes: int = Field(ge=5, le=120)


@router.get("/sessions", response_class=Response)
async def coaching_sessions(who: Learner, office: TheOffice, accounts: TheAccounts) -> Response:
    """My sessions, as coach and as agent, the newest first, without words: `{"today", "zone", "sessions": […]}`."""
    listed = office.listed(judge(who), people_of(await accounts.all()))
    return plain({"today": office.today(), "zone": office.zone, "sessions": listed})


@router.get("/sessions/people", response_class=Response)
async def coaching_people(who: Learner, office: TheOffice, accounts: TheAccounts) -> Response:
    """Whom I may meet: `{"agents": […], "coaches": […], "items": […], "queues": […]}`; agents, with the weekdays they worked on lately, are told to coaches. items: what it may be about."""
    found = office.meetable(await accounts.all(), judge(who), who.may("coaching.keep"))
    items = office.state.criteria.in_force.register.items
    named = [{"code": one.code, "name": one.name, "criterion": one.criterion} for one in items if "self" in one.sources]
    return plain(found | {"items": named, "queues": sorted(office.state.site.kept.queues)})


@router.get("/signs", response_class=Response)
async def coaching_signs(who: Learner, office: TheOffice) -> Response:
    """What I may want to know of now: `{"recognitions", "soon", "due", "along"}`. along: sessions in which somebody may read along in my conversations."""
    return plain(office.signs(judge(who)))


@router.post("/sessions", status_code=201, response_class=Response)
async def plan_session(
    plan: NewSession, who: Learner, office: TheOffice, accounts: TheAccounts, hub: TheHub, giving: TheGiving
) -> Response:
    """Meet: as a coach with an agent, or as an agent who asks a coach. The same sent again under its `session` is the same session."""
    me = judge(who)
    if plan.side == "coach":
        if not who.may("coaching.keep"):
            raise NotAllowed("permission", permission="coaching.keep")
        agent, coach = plan.other, me
    else:
        office.check_coach(await accounts.all(), plan.other)
        agent, coach = me, plan.other
    session = plan.session or office.new_id("k")
    await office.check_conversations(agent, plan.conversations)
    if me != agent:
        await giving.let_have_within(hub, who, agent, _topics(plan.topics), plan.why)
    who_meets = {"session": session, "agent": agent, "coach": coach, "by": me}
    command = _plan(plan, office, who_meets | {"conversations": tuple(plan.conversations), "new": True})
    await hub.ask(command, actor=who.actor, key=f"coach-{me}-{session}")
    return plain({"session": session}, 201)


@router.get("/sessions/{session}", response_class=Response)
async def coaching_session(session: Name, who: Learner, office: TheOffice, accounts: TheAccounts) -> Response:
    """All of one of my sessions that I may read."""
    everybody = await accounts.all()
    return plain(await office.told(session, judge(who), people_of(everybody), keepers(everybody)))


@router.put("/sessions/{session}", status_code=204)
async def replan_session(
    session: Name, plan: ChangedSession, who: Learner, office: TheOffice, hub: TheHub, giving: TheGiving
) -> None:
    """Meet at another time, or about something else. Whoever changed it meanwhile is not written over: 409 `session_moved_on`."""
    told = _part(session, who, office).told
    if judge(who) != told.agent:
        new = [one for one in plan.topics if one not in told.topics]
        await giving.let_have_within(hub, who, told.agent, _topics(new), plan.why)
    who_meets = {"session": session, "agent": told.agent, "coach": told.coach, "by": judge(who)}
    await _ask(hub, who, _plan(plan, office, who_meets | {"based_on": plan.based_on}))


@router.get("/sessions/{session}/calendar.ics", response_class=Response)
async def session_calendar(session: Name, who: Learner, office: TheOffice) -> Response:
    """The session for one's calendar: when and how long, and nothing of what it is about."""
    text = office.calendar(session, judge(who), CALLED[who.language])
    headers = {"cache-control": "no-store", "content-disposition": 'attachment; filename="session.ics"'}
    return Response(text, media_type="text/calendar", headers=headers)


@router.get("/sessions/{session}/choices", response_class=Response)
async def session_choices(session: Name, who: Learner, office: TheOffice) -> Response:
    """Conversations of the agent that could be listened to together, the newest first."""
    return plain(await office.choices(_part(session, who, office).told.agent))


@router.get("/sessions/{session}/conversations/{interaction}", response_class=Response)
async def session_conversation(
    session: Name, interaction: Name, who: Learner, office: TheOffice, before: Before = 1 << 60
) -> Response:
    """A conversation that was chosen for this session, until it is over: the same as of a review."""
    return plain(await office.conversation(_part(session, who, office), interaction, before))


@router.put("/sessions/{session}/conversations/{interaction}", status_code=204)
async def choose_conversation(session: Name, interaction: Name, who: Learner, office: TheOffice, hub: TheHub) -> None:
    """We listen to this one together."""
    told = _part(session, who, office).told
    await office.check_conversations(told.agent, [interaction], told.conversations)
    chosen = c.ChooseConversation(session=session, by=judge(who), interaction=interaction, chosen=True)
    await _ask(hub, who, chosen)


@router.delete("/sessions/{session}/conversations/{interaction}", status_code=204)
async def leave_conversation(session: Name, interaction: Name, who: Learner, office: TheOffice, hub: TheHub) -> None:
    """We do not."""
    _part(session, who, office)
    left = c.ChooseConversation(session=session, by=judge(who), interaction=interaction, chosen=False)
    await _ask(hub, who, left)


@router.get("/sessions/{session}/along", response_class=Response)
async def read_along(session: Name, who: Learner, office: TheOffice) -> Response:
    """What the agent is in right now, for the coach whom they let read along; 409 `not_agreed` from the moment they do not."""
    _part(session, who, office)
    return plain(await office.along(session, judge(who)))


@router.post("/sessions/{session}/preparation", status_code=204)
async def prepare_session(
    session: Name, said: SessionPreparation, who: Learner, office: TheOffice, hub: TheHub
) -> None:
    """I bring this along; it is mine alone until I share it."""
    _part(session, who, office)
    command = c.PrepareCoaching(
        session=session, by=judge(who), words=said.text, words_id=office.new_id("v"), shared=said.shared
    )
    await _ask(hub, who, command)


@router.post("/sessions/{session}/view", status_code=204)
async def tell_view(session: Name, view: SessionView, who: Learner, office: TheOffice, hub: TheHub) -> None:
    """How I see it, or (for a coach) how the agent said that they see it. The agent's comes first."""
    _part(session, who, office)
    command = c.TellView(
        session=session, side=view.side, by=judge(who), words_id=office.new_id("v"), marks=view.marks, words=view.text
    )
    await _ask(hub, who, command)


@router.post("/sessions/{session}/hold", status_code=204)
async def hold_session(session: Name, held: SessionHeld, who: Learner, office: TheOffice, hub: TheHub) -> None:
    """We met."""
    _part(session, who, office)
    await _ask(hub, who, c.HoldCoaching(session=session, by=judge(who), listened=tuple(held.listened)))


@router.post("/sessions/{session}/step", status_code=204)
async def agree_step(
    session: Name, step: SessionStep, who: Learner, office: TheOffice, hub: TheHub, giving: TheGiving
) -> None:
    """This is the one step. What a coach points to is given to the agent with it; it is refused while they wait for that, unless there is a `why`. An agent points to whatever they like."""
    agent, by = _part(session, who, office).told.agent, judge(who)
    given = [effects.Pointer(kind=one.kind, id=one.id) for one in step.points] if by != agent else []
    await giving.let_have(hub, who, agent, given, step.why)
    points = [sessions.facts.CoachingPointer(kind=one.kind, id=one.id) for one in step.points]
    command = c.AgreeStep(
        session=session, by=judge(who), words=step.text, words_id=office.new_id("v"), today=office.today(), item=step.item,
        day=step.day, shifts=step.shifts, points=tuple(points),
    )  # fmt: skip
    await _ask(hub, who, command)
    for what in given:
        await _ask(hub, who, effects.commands.GiveThing(what=what, agent=agent, by=by, zone=giving.zone, why=step.why))


@router.post("/sessions/{session}/follow-up", status_code=204)
async def follow_up(session: Name, followed: SessionFollowedUp, who: Learner, office: TheOffice, hub: TheHub) -> None:
    """What became of the step."""
    _part(session, who, office)
    command = c.FollowUp(
        session=session,
        by=judge(who),
        outcome=followed.outcome,
        learned_id=office.new_id("v"),
        learned=followed.learned,
    )
    await _ask(hub, who, command)


@router.post("/sessions/{session}/cancel", status_code=204)
async def cancel_session(session: Name, cancelled: SessionCancelled, who: Learner, hub: TheHub) -> None:
    """It does not take place, or what was agreed is let go."""
    await _ask(hub, who, c.CancelCoaching(session=session, by=judge(who), reason=cancelled.reason))


@router.post("/sessions/{session}/listening", status_code=204)
async def agree_listening(
    session: Name, listening: SessionListening, who: Learner, office: TheOffice, hub: TheHub, accounts: TheAccounts
) -> None:
    """My coach may read along in my conversations, until I end it, the session is held, they coach no more, or the time is over."""
    office.check_coach(await accounts.all(), office.session(session, judge(who)).told.coach)
    await _ask(hub, who, c.AgreeListening(session=session, by=judge(who), minutes=listening.minutes))


@router.delete("/sessions/{session}/listening", status_code=204)
async def end_listening(session: Name, who: Learner, hub: TheHub) -> None:
    """Nobody reads along any more."""
    await _ask(hub, who, c.EndListening(session=session, by=judge(who)))


def _part(session: str, who: Who, office: SessionOffice) -> sessions.Session:
    return office.takes_part(session, judge(who), who.may("coaching.keep"))


def _plan(plan: SessionPlan, office: SessionOffice, more: dict[str, Any]) -> c.PlanCoaching:
    return c.PlanCoaching(
        begins_at=office.instant(plan.day, plan.time), minutes=plan.minutes, topics=tuple(plan.topics), advice=plan.advice,
        question=plan.question, question_id=office.new_id("v"), after=plan.after, **more,
    )  # fmt: skip


def _topics(items: list[str]) -> list[effects.Pointer]:
    return [effects.Pointer(kind="topic", id=one) for one in items]


async def _ask(hub: Hub, who: Who, command: Command) -> None:
    await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))
