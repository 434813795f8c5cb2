"""Surveys: customers answer without a log-in, and whoever sets up the site decides what is asked."""

import secrets
from typing import Annotated, Any, Literal

from fastapi import Depends, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.experience.api import surveys
from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain, read
from hoolin.server.live.hub import Hub
from hoolin.server.routing import api_router
from hoolin.server.survey_preview import preview
from hoolin.server.surveys import SurveyOffice, question
from hoolin.server.who import part, public, require

router = api_router("surveys")

TALLIED_MS = 30 * 86_400_000
COMMENT_CHARACTERS_MAX = surveys.commands.COMMENT_CHARACTERS_MAX

TheOffice = Annotated[SurveyOffice, Depends(part(SurveyOffice))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Reporter = Annotated[Who, Depends(require("reports.read"))]
Configurer = Annotated[Who, Depends(require("site.configure"))]
ANYBODY = [Depends(public("survey"))]


class Held(BaseModel):
    """Whoever holds a link. token: what stands behind the # of its address."""

    model_config = ConfigDict(extra="forbid")

    token: str = Field(min_length=1, max_length=128)


class AnswerGiven(Held):
    """One answer. item: to which question; value: on its scale."""

    item: str = Field(min_length=1, max_length=64)
    value: int = Field(ge=-1_000, le=1_000)


class Done(Held):
    """The end. ending: `finished`, or `declined` for rather not. comment: words that go along."""

    ending: Literal["finished", "declined"]
    comment: str = Field(default="", max_length=COMMENT_CHARACTERS_MAX)


class Wish(Held):
    """wanted: whether to be asked again, after later contacts."""

    wanted: bool


@router.post("/survey", dependencies=ANYBODY, response_class=Response)
async def open_survey(held: Held, office: TheOffice) -> Response:
    """What is asked, in every language of the site, with the answers so far. A link that is not ours, is over, or was answered to the end
    is refused, each in its own words.
    """
    return plain(office.open(held.token))


@router.post("/survey/answer", status_code=204, dependencies=ANYBODY)
async def answer_survey(given: AnswerGiven, office: TheOffice) -> None:
    """One answer; kept at once, and changed by another until the end."""
    interaction = office.interaction(given.token)
    command = surveys.commands.AnswerSurvey(interaction=interaction, item=given.item, value=given.value)
    await office.ask(command, secrets.token_hex(16))


@router.post("/survey/end", status_code=204, dependencies=ANYBODY)
async def end_survey(done: Done, office: TheOffice) -> None:
    """The end: after it the link is used up."""
    interaction = office.interaction(done.token)
    command = surveys.commands.EndSurvey(
        interaction=interaction, ending=done.ending, comment=done.comment, comment_id=office.new_id("v")
    )
    await office.ask(command, secrets.token_hex(16))


@router.post("/survey/wish", status_code=204, dependencies=ANYBODY)
async def survey_wish(wanted: Wish, office: TheOffice) -> None:
    """Never ask me again, or do after all."""
    command = surveys.commands.NoteSurveyWish(interaction=office.interaction(wanted.token), wanted=wanted.wanted)
    await office.ask(command, secrets.token_hex(16))


@router.get("/surveys", response_class=Response)
async def surveys_set_up(office: TheOffice, who: Reporter) -> Response:
    """What is asked, what may be asked, and how many were asked and answered in the last thirty days."""
    kept, register = office.desk.kept, office.desk.criteria.in_force.register
    told = {
        "version": kept.version,
        "rules": kept.rules,
        "items": [question(item) for item in register.items if "survey" in item.sources],
        "tallies": await office.tallies(office.now() - TALLIED_MS),
    }
    return plain(told)


@router.get("/surveys/preview", response_class=Response)
async def preview_surveys(office: TheOffice, who: Reporter) -> Response:
    """What customers meet on each channel, for whoever designs surveys: the words around the questions, and what a caller hears with which
    keys, in every language; and which channels and lines there are to ask on.
    """
    return plain(preview(office))


@router.put("/surveys", response_class=Response)
async def set_surveys(body: dict[str, Any], who: Configurer, hub: TheHub) -> Response:
    """Ask this from now on: `{"after": version, "rules": …}`, shapes of docs/reference/site.md. Rules with faults are refused with all of
    them, and rules made from an older version are refused as well.
    """
    answer = await hub.ask(read(body, surveys.commands.SetSurveys), actor=who.actor, key=secrets.token_hex(16))
    return plain({"n": answer.position})


@router.post("/surveys/check", response_class=Response)
async def check_surveys(body: dict[str, Any], who: Configurer, office: TheOffice) -> Response:
    """What is wrong with rules, without setting them: `{"faults": […]}`."""
    rules = read(body, surveys.commands.SetSurveys).rules
    return plain({"faults": surveys.faults(rules, office.desk)})


@router.get("/conversations/{interaction}/survey", response_class=Response)
async def survey_of(
    interaction: Annotated[str, Path(min_length=1, max_length=64)], office: TheOffice, who: Reporter
) -> Response:
    """What the customer of a conversation was asked and answered; null when they were not asked."""
    return plain(await office.of(interaction))
