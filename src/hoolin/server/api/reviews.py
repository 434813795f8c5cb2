"""Reviews: what is judged, the reviewers' inbox, objections, own ratings, mystery shoppers, and calibration."""

import secrets
from typing import Annotated, Any, Literal, cast

from fastapi import Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.core.commands import Command
from hoolin.core.errors import NotAllowed
from hoolin.experience.api import reviews
from hoolin.server.accounts.records import Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.bodies import plain, read
from hoolin.server.live.hub import Hub
from hoolin.server.records import Records
from hoolin.server.reviewing import inbox_of, set_up, with_items
from hoolin.server.reviews import ReviewOffice, judge
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("reviews")

AGREED_MS = 180 * 86_400_000
WORDS_MAX = reviews.commands.NOTE_CHARACTERS_MAX

TheOffice = Annotated[ReviewOffice, Depends(part(ReviewOffice))]
TheRecords = Annotated[Records, Depends(part(Records))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Before = Annotated[int, Query(ge=1, le=1 << 60)]
Reviewer = Annotated[Who, Depends(require("reviews.score"))]
Reader = Annotated[Who, Depends(require("reports.read"))]
Configurer = Annotated[Who, Depends(require("site.configure"))]
Answerer = Annotated[Who, Depends(require("conversations.answer"))]
Name = Annotated[str, Path(min_length=1, max_length=64)]
Marks = Annotated[dict[str, Annotated[int, Field(ge=0, le=1)] | None], Field(max_length=60)]


class Body(BaseModel):
    """The base of what is sent here."""

    model_config = ConfigDict(extra="forbid")


class Judged(Body):
    """A judgement. marks: every item of the scorecard: 1 met, 0 not met, null where it does not apply. note: to whoever was judged."""

    marks: Marks
    note: str = Field(default="", max_length=WORDS_MAX)


class Objection(Body):
    """why: what is wrong with the judgement."""

    why: str = Field(min_length=1, max_length=WORDS_MAX)


class Decided(Body):
    """On an objection. verdict: `upheld`, or `changed` to these marks. why: the reason, for whoever objected."""

    verdict: Literal["upheld", "changed"]
    marks: Marks = {}
    why: str = Field(min_length=1, max_length=WORDS_MAX)


class OwnRating(Body):
    """Of a conversation of one's own. scorecard: by what."""

    scorecard: str = Field(min_length=1, max_length=64)
    marks: Marks


class Visit(Body):
    """What a mystery shopper met. interaction: which conversation it was, if known. visit: its id to be, chosen by chance once, by whoever wants
    to send the same again after an answer was lost; it is recorded once.
    """

    visit: str | None = Field(default=None, pattern=r"^w[0-9a-f]{16,63}$")
    channel: str = Field(min_length=1, max_length=64)
    scorecard: str = Field(min_length=1, max_length=64)
    interaction: str | None = Field(default=None, min_length=1, max_length=64)
    marks: Marks
    note: str = Field(default="", max_length=WORDS_MAX)


class Session(Body):
    """reviewers: who is called to judge, by the ids that `GET /reviews/reviewers` tells."""

    interaction: str = Field(min_length=1, max_length=64)
    scorecard: str = Field(min_length=1, max_length=64)
    reviewers: list[str] = Field(min_length=2, max_length=20)


@router.get("/reviews/rules", response_class=Response)
async def review_rules(office: TheOffice, who: Reader) -> Response:
    """The scorecards and plans that hold, with their version, and what they can be made of: items, queues, channels, languages."""
    return plain({"version": office.desk.kept.version, "rules": office.desk.kept.rules, **set_up(office)})


@router.put("/reviews/rules", response_class=Response)
async def set_reviews(body: dict[str, Any], who: Configurer, hub: TheHub) -> Response:
    """Review this from now on: `{"after": version, "rules": …}`, shapes of docs/reference/site.md. Refused with everything that is wrong."""
    answer = await hub.ask(read(body, reviews.commands.SetReviews), actor=who.actor, key=secrets.token_hex(16))
    return plain({"n": answer.position})


@router.post("/reviews/check", response_class=Response)
async def check_reviews(body: dict[str, Any], who: Configurer, office: TheOffice) -> Response:
    """What is wrong with rules, without setting them: `{"faults": […]}`."""
    rules, desk = read(body, reviews.commands.SetReviews).rules, office.desk
    return plain({"faults": reviews.faults(rules, desk.site, desk.criteria.in_force.register)})


@router.get("/reviews", response_class=Response)
async def review_inbox(office: TheOffice, records: TheRecords, who: Reviewer) -> Response:
    """What I may judge, and what I judged lately: `{"begun": […], "free": […], "appeals": […], "judged": […]}`."""
    return plain(await inbox_of(office, records, judge(who)))


@router.get("/reviews/agreement", response_class=Response)
async def review_agreement(office: TheOffice, who: Reader) -> Response:
    """How far reviewers agree, by item, over the last half year, with intervals; items whose words should be looked at are flagged."""
    return plain(await office.agreement(max(0, office.now() - AGREED_MS)))


@router.get("/reviews/reviewers", response_class=Response)
async def reviewers(who: Reviewer, office: TheOffice, accounts: TheAccounts) -> Response:
    """Who may be called to judge, by name; and by name who no longer may and took part before: `{"reviewers": […], "former": […]}`."""
    return plain(office.reviewers(await accounts.all(), judge(who)))


@router.get("/reviews/scorecards", response_class=Response)
async def scorecards(who: Answerer, office: TheOffice) -> Response:
    """The scorecards that hold, by which one may rate a conversation of one's own."""
    return plain({"version": office.desk.kept.version, "scorecards": office.desk.kept.rules.scorecards})


@router.get("/reviews/mine", response_class=Response)
async def my_reviews(office: TheOffice, who: Answerer) -> Response:
    """What was judged of me, and what I thought of it; never who judged."""
    return plain(await office.mine(_agent(who)))


@router.get("/reviews/{review}", response_class=Response)
async def review_form(review: Name, office: TheOffice, who: Reviewer) -> Response:
    """By what to judge, my marks and what I may do now; others' marks once I have judged and all are done."""
    reviewer = judge(who)
    return plain(with_items(office, await office.form(review, reviewer), reviewer))


@router.get("/reviews/{review}/conversation", response_class=Response)
async def reviewed_conversation(
    review: Name, office: TheOffice, records: TheRecords, who: Reviewer, before: Before = 1 << 60
) -> Response:
    """The conversation that is judged: its last 200 messages before an ordinal, what happened in it, and who was who."""
    return plain(await records.played(office.review(review).interaction, before))


@router.post("/reviews/{review}/take", status_code=204)
async def take_review(review: Name, who: Reviewer, hub: TheHub) -> None:
    """I shall judge it."""
    await _ask(hub, who, reviews.commands.TakeReview(review=review, reviewer=judge(who)))


@router.post("/reviews/{review}/give-back", status_code=204)
async def give_back_review(review: Name, who: Reviewer, hub: TheHub) -> None:
    """I shall not after all."""
    await _ask(hub, who, reviews.commands.GiveBackReview(review=review, reviewer=judge(who)))


@router.post("/reviews/{review}/score", status_code=204)
async def score_review(review: Name, judged: Judged, who: Reviewer, office: TheOffice, hub: TheHub) -> None:
    """I have judged it. It cannot be judged again; an objection is how marks change."""
    command = reviews.commands.ScoreReview(
        review=review, reviewer=judge(who), marks=judged.marks, note=judged.note, note_id=office.new_id("v")
    )  # fmt: skip
    await _ask(hub, who, command)


@router.post("/reviews/{review}/appeal", status_code=204)
async def appeal_review(review: Name, objection: Objection, who: Answerer, office: TheOffice, hub: TheHub) -> None:
    """I object to how I was judged."""
    command = reviews.commands.AppealReview(
        review=review, agent=_agent(who), why=objection.why, why_id=office.new_id("v")
    )
    await _ask(hub, who, command)


@router.post("/reviews/{review}/decide", status_code=204)
async def decide_appeal(review: Name, decided: Decided, who: Reviewer, office: TheOffice, hub: TheHub) -> None:
    """I have looked at what somebody else judged, and at the objection."""
    command = reviews.commands.DecideAppeal(
        review=review, decider=judge(who), verdict=decided.verdict, marks=decided.marks, why=decided.why,
        why_id=office.new_id("v"),
    )  # fmt: skip
    await _ask(hub, who, command)


@router.post("/conversations/{interaction}/own-rating", status_code=204)
async def rate_own(interaction: Name, rating: OwnRating, who: Answerer, office: TheOffice, hub: TheHub) -> None:
    """What I think of a conversation of my own; stored beside what others say, never mixed in."""
    if not await office.served(interaction, _agent(who)):
        raise NotAllowed("not_yours", interaction=interaction)
    command = reviews.commands.RateOwn(
        interaction=interaction, agent=_agent(who), scorecard=rating.scorecard, marks=rating.marks
    )
    await _ask(hub, who, command)


@router.post("/visits", status_code=201, response_class=Response)
async def record_visit(visit: Visit, who: Reviewer, office: TheOffice, hub: TheHub) -> Response:
    """What a mystery shopper met; the same sent again under its `visit` is the same visit, and another is refused. Refused for a conversation that
    is not there, and for one of one's own.
    """
    if visit.interaction is not None:
        await office.check_of_others(visit.interaction, (judge(who),))
    command = reviews.commands.RecordVisit(
        visit=visit.visit or office.new_id("w"), interaction=visit.interaction, channel=visit.channel, scorecard=visit.scorecard,
        marks=visit.marks, note=visit.note, note_id=office.new_id("v"),
    )  # fmt: skip
    answer = await hub.ask(command, actor=who.actor, key=f"visit-{command.visit}")
    await office.check_same_visit(cast(reviews.facts.VisitRecorded, answer.entries[0].fact), command)
    return plain({"visit": command.visit}, 201)


@router.get("/calibrations", response_class=Response)
async def calibrations(office: TheOffice, who: Reviewer) -> Response:
    """Sessions that I was called to, or called."""
    return plain(office.sessions(judge(who)))


@router.post("/calibrations", status_code=201, response_class=Response)
async def open_calibration(
    session: Session, who: Reviewer, office: TheOffice, accounts: TheAccounts, hub: TheHub
) -> Response:
    """Call several reviewers to judge one conversation, none seeing the others' marks. Refused for one that is not there, for one that somebody
    called, or whoever calls, served themselves, and for somebody who may not be called.
    """
    await office.check_of_others(session.interaction, (*session.reviewers, judge(who)))
    office.check_called(await accounts.all(), session.reviewers)
    command = reviews.commands.OpenCalibration(
        session=office.new_id("b"), interaction=session.interaction, opener=judge(who),
        reviewers=tuple(session.reviewers), scorecard=session.scorecard,
    )  # fmt: skip
    await _ask(hub, who, command)
    return plain({"session": command.session}, 201)


@router.get("/calibrations/{session}/conversation", response_class=Response)
async def calibrated_conversation(
    session: Name, office: TheOffice, records: TheRecords, who: Reviewer, before: Before = 1 << 60
) -> Response:
    """The conversation of a session that I was called to, or called: the same as of a review."""
    return plain(await records.played(office.session(session, judge(who)).interaction, before))


@router.post("/calibrations/{session}/score", status_code=204)
async def score_calibration(session: Name, judged: Judged, who: Reviewer, hub: TheHub) -> None:
    """My marks, before I saw anybody else's."""
    command = reviews.commands.ScoreCalibration(session=session, reviewer=judge(who), marks=judged.marks)
    await _ask(hub, who, command)


@router.post("/calibrations/{session}/close", status_code=204)
async def close_calibration(session: Name, who: Reviewer, hub: TheHub) -> None:
    """Lay the marks open, to be talked about."""
    await _ask(hub, who, reviews.commands.CloseCalibration(session=session, closer=judge(who)))


def _agent(who: Who) -> str:
    if who.agent is None:
        raise NotAllowed("no_agent")
    return who.agent


async def _ask(hub: Hub, who: Who, command: Command) -> None:
    await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))
