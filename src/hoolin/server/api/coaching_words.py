"""What was done well, customers' words that can be passed on, and the diary of what was tried."""

import secrets
from typing import Annotated, Literal

from fastapi import Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.coaching.api import sessions
from hoolin.core.commands import Command
from hoolin.core.errors import Invalid
from hoolin.core.facts import COUNT_MAX
from hoolin.server.accounts.records import Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.bodies import plain
from hoolin.server.coaching.exemplars import ExemplarOffice
from hoolin.server.coaching.words import WordsOffice
from hoolin.server.improvements import people_of
from hoolin.server.live.hub import Hub
from hoolin.server.reviews import judge
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("coaching", base="/api/v1/coaching")

c = sessions.commands

TheWords = Annotated[WordsOffice, Depends(part(WordsOffice))]
TheExemplars = Annotated[ExemplarOffice, Depends(part(ExemplarOffice))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Learner = Annotated[Who, Depends(require("coaching.learn"))]
Keeper = Annotated[Who, Depends(require("coaching.keep"))]
Name = Annotated[str, Path(min_length=1, max_length=64)]
Wanted = Annotated[str, Query(max_length=200)]
Code = Annotated[str, Field(min_length=1, max_length=64)]
Words = Annotated[str, Field(max_length=c.WORDS_CHARACTERS_MAX)]


class Body(BaseModel):
    """The base of what is sent here."""

    model_config = ConfigDict(extra="forbid")


class GivenPassage(Body):
    """The first and the last message of a conversation that could be an example."""

    begin: int = Field(ge=1, le=COUNT_MAX)
    end: int = Field(ge=1, le=COUNT_MAX)


class GivenRecognition(Body):
    """agent: whom. text: what they did well, in words. item: of the register. interaction: in which conversation. praise: whether the customer's words go along. recognition: its id to
    be, chosen by chance once, by whoever wants to send the same again after an answer was lost.
    """

    agent: Code
    text: str = Field(min_length=10, max_length=1_000)
    item: Code | None = None
    interaction: Code | None = None
    passage: GivenPassage | None = None
    praise: bool = False
    recognition: str | None = Field(default=None, pattern=r"^r[0-9a-f]{16,63}$")


class DiaryPointer(Body):
    """What it belongs to. kind: what. id: which."""

    kind: Literal["lesson", "drill", "exemplar", "session", "advice", "improvement", "rollout"]
    id: Code


class DiaryEntry(Body):
    """tried: what. expected: of it. came: of it. about: the agent with whom, who may read it. queue: for the people of which queue. item: of the register. outcome: so far."""

    tried: str = Field(min_length=1, max_length=c.WORDS_CHARACTERS_MAX)
    expected: Words = ""
    came: Words = ""
    about: Code | None = None
    queue: Code | None = None
    item: Code | None = None
    outcome: Literal["open", "helped", "partly", "no", "unsure"] = "open"
    points: list[DiaryPointer] = Field(default=[], max_length=5)


class NewDiaryEntry(DiaryEntry):
    """trial: its id to be, as of a recognition."""

    trial: str | None = Field(default=None, pattern=r"^d[0-9a-f]{16,63}$")


@router.get("/recognitions", response_class=Response)
async def recognitions(who: Learner, words: TheWords, accounts: TheAccounts) -> Response:
    """What I was thanked for and what I thanked others for: `{"received": […], "given": […]}`."""
    return plain(await words.recognitions(judge(who), people_of(await accounts.all())))


@router.get("/recognitions/people", response_class=Response)
async def recognised_people(who: Learner, words: TheWords, accounts: TheAccounts) -> Response:
    """Colleagues who serve customers, by name: `[{"id", "name"}]`."""
    found = words.office.meetable(await accounts.all(), judge(who), coaching=True)["agents"]
    return plain([{"id": one["id"], "name": one["name"]} for one in found])


@router.post("/recognitions", status_code=201, response_class=Response)
async def recognise(said: GivenRecognition, who: Learner, words: TheWords, hub: TheHub) -> Response:
    """A colleague did something well. Refused after so many in a day, of a conversation that I may not read or that was not theirs."""
    office = words.office
    if said.passage is not None and said.passage.begin > said.passage.end:
        raise Invalid("passage")
    passage = sessions.facts.RecognisedPassage(begin=said.passage.begin, end=said.passage.end) if said.passage else None
    command = c.Recognise(
        recognition=said.recognition or office.new_id("r"), agent=said.agent, by=judge(who), words=said.text,
        words_id=office.new_id("v"), item=said.item, interaction=said.interaction, passage=passage, praise=said.praise,
    )  # fmt: skip
    await words.check(who, command)
    await hub.ask(command, actor=who.actor, key=f"thanks-{judge(who)}-{command.recognition}")
    return plain({"recognition": command.recognition}, 201)


@router.post("/recognitions/seen", status_code=204)
async def see_recognitions(who: Learner, hub: TheHub) -> None:
    """I have read what I was thanked for."""
    await _ask(hub, who, c.SeeRecognitions(agent=judge(who)))


@router.delete("/recognitions/{recognition}", status_code=204)
async def take_back_recognition(recognition: Name, who: Learner, hub: TheHub) -> None:
    """I gave it or got it, and want it gone."""
    await _ask(hub, who, c.TakeBackRecognition(recognition=recognition, by=judge(who)))


@router.post("/recognitions/{recognition}/exemplar", status_code=201, response_class=Response)
async def propose_recognised(
    recognition: Name, who: Learner, words: TheWords, office: TheExemplars, hub: TheHub
) -> Response:
    """Propose the passage that is named in it as an example, by either of the two; somebody else looks at it before it is one. Of the thanks nothing goes along but which item they name."""
    told = words.named(recognition, judge(who)).told
    assert told.interaction is not None and told.passage is not None
    passage = (told.passage.begin, told.passage.end)
    command = await office.thanked_for(told.interaction, passage, told.praise, who)
    await _ask(hub, who, command)
    return plain({"exemplar": command.exemplar}, 201)


@router.get("/praise", response_class=Response)
async def praise(who: Keeper, words: TheWords, accounts: TheAccounts) -> Response:
    """Customers' words beside top marks that nobody has passed on yet, with whom they are about."""
    return plain(await words.praise(people_of(await accounts.all())))


@router.get("/diary", response_class=Response)
async def diary(who: Learner, words: TheWords, accounts: TheAccounts, q: Wanted = "") -> Response:
    """My diary, and what others noted that is about me: `{"mine": […], "of_me": […]}`. q: words that an entry has."""
    return plain(await words.diary(judge(who), people_of(await accounts.all()), q))


@router.post("/diary", status_code=201, response_class=Response)
async def note_trial(trial: NewDiaryEntry, who: Learner, words: TheWords, hub: TheHub) -> Response:
    """I tried something."""
    name = trial.trial or words.office.new_id("d")
    await hub.ask(_trial(trial, name, who, words, new=True), actor=who.actor, key=f"diary-{judge(who)}-{name}")
    return plain({"trial": name}, 201)


@router.put("/diary/{trial}", status_code=204)
async def retell_trial(trial: Name, told: DiaryEntry, who: Learner, words: TheWords, hub: TheHub) -> None:
    """It is told anew: what came of it, above all."""
    await _ask(hub, who, _trial(told, trial, who, words, new=False))


@router.delete("/diary/{trial}", status_code=204)
async def erase_trial(trial: Name, who: Learner, hub: TheHub) -> None:
    """Out of my diary, words and all."""
    await _ask(hub, who, c.EraseTrial(trial=trial, by=judge(who)))


def _trial(told: DiaryEntry, name: str, who: Who, words: WordsOffice, new: bool) -> c.NoteTrial:
    points = tuple(sessions.facts.CoachingPointer(kind=one.kind, id=one.id) for one in told.points)
    return c.NoteTrial(
        trial=name, by=judge(who), tried=told.tried, words_id=words.office.new_id("v"), expected=told.expected, came=told.came,
        about=told.about, queue=told.queue, item=told.item, outcome=told.outcome, points=points, new=new,
    )  # fmt: skip


async def _ask(hub: Hub, who: Who, command: Command) -> None:
    await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))
