"""Examples: proposing a passage, making it anonymous before anybody else sees it, the library, and taking something out of it."""

import secrets
from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.coaching.api import exemplars
from hoolin.core.commands import Command
from hoolin.core.errors import NotAllowed
from hoolin.core.site.rules import Language
from hoolin.server.accounts.records import Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.bodies import plain, read
from hoolin.server.coaching.aloud import Aloud
from hoolin.server.coaching.exemplars import ExemplarOffice, Proposal, Wanted
from hoolin.server.coaching.praised import PraiseOffice
from hoolin.server.improvements import people_of
from hoolin.server.live.hub import Hub
from hoolin.server.reviews import judge
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("exemplars")

c = exemplars.commands

TheOffice = Annotated[ExemplarOffice, Depends(part(ExemplarOffice))]
ThePraise = Annotated[PraiseOffice, Depends(part(PraiseOffice))]
TheReader = Annotated[Aloud, Depends(part(Aloud))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Learner = Annotated[Who, Depends(require("coaching.learn"))]
Keeper = Annotated[Who, Depends(require("coaching.keep"))]
Name = Annotated[str, Path(min_length=1, max_length=64)]
Code = Annotated[str, Query(max_length=64)]
Codes = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=64)], ...], Field(max_length=20)]


class Body(BaseModel):
    """The base of what is sent here."""

    model_config = ConfigDict(extra="forbid")


class Confirmed(Body):
    """A place that looks personal and is not. turn: in which, -1 in what is said about it."""

    turn: int = Field(ge=-1, le=exemplars.TURNS_MAX)
    words: str = Field(min_length=1, max_length=200)


class Approved(Body):
    """text: `{"about","turns":[{"who","text"}]}`, exactly as it is kept. confirmed: places that still look personal, each looked at."""

    text: dict[str, Any]
    language: Literal["et", "ru", "en"]
    criteria: Codes = ()
    reasons: Codes = ()
    basis: Literal["asked", "unrecognisable"]
    confirmed: list[Confirmed] = Field(default=[], max_length=200)


class Checked(Body):
    """text: as above."""

    text: dict[str, Any]


class Declined(Body):
    """why: one of these."""

    why: Literal["personal", "not_an_example", "known_already", "no_consent"]


class Withdrawn(Body):
    """wish: whose it is."""

    wish: Literal["keeper", "agent", "customer"]


class Agreed(Body):
    """agrees: whether one is named beside it."""

    agrees: bool


class Shown(Body):
    """interaction: what one serves meanwhile. heard: as sound."""

    interaction: str | None = Field(default=None, min_length=1, max_length=64)
    heard: bool = False


@router.post("/exemplars", status_code=201, response_class=Response)
async def propose_exemplar(body: dict[str, Any], who: Learner, office: TheOffice, hub: TheHub) -> Response:
    """Propose a passage: `{"interaction","first","last","typed","praised","note"}`. By whoever served it, or whoever reviews."""
    command = await office.proposing(read(body, Proposal), who)
    await _ask(hub, who, command)
    return plain({"exemplar": command.exemplar}, 201)


@router.get("/exemplars", response_class=Response)
async def exemplar_library(
    who: Learner, office: TheOffice, reader: TheReader, reason: Code = "", criterion: Code = "", language: Code = "", channel: Code = "",
    offset: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Response:  # fmt: skip
    """What is kept, the newest first, by reason, criterion (an item, or all of a criterion), language, channel. aloud: whether it can be listened to here."""
    wanted = Wanted(reason=reason, criterion=criterion, language=language, channel=channel)
    return plain(await office.listed(wanted, offset, who) | {"aloud": reader.installed()})


@router.get("/exemplars/mine", response_class=Response)
async def my_exemplars(who: Learner, office: TheOffice) -> Response:
    """What I proposed and what I am shown in, the newest first, with where each stands."""
    return plain(await office.mine(who))


@router.get("/exemplars/proposals", response_class=Response)
async def exemplar_proposals(who: Keeper, office: TheOffice, accounts: TheAccounts) -> Response:
    """What waits for somebody to look."""
    people = people_of(await accounts.all())
    return plain({"proposals": await office.proposals(people, who), **office.words(office.state.standing("proposed"))})


@router.get("/exemplars/proposals/{exemplar}", response_class=Response)
async def exemplar_proposal(exemplar: Name, who: Keeper, office: TheOffice, accounts: TheAccounts) -> Response:
    """What was said as it was, the places found in it (begin, end, kind, whether it is sure), and what it is with them hidden."""
    told = await office.side_by_side(exemplar, people_of(await accounts.all()), who)
    return plain(told | office.words([office.one(exemplar, "proposed")]))


@router.get("/exemplars/praised", response_class=Response)
async def praised_conversations(who: Keeper, office: ThePraise, accounts: TheAccounts) -> Response:
    """Conversations that their customers praised, with their words, of which nothing was proposed yet: to be read by somebody, who may propose a passage."""
    return plain({"praised": await office.suggested(people_of(await accounts.all()), who)})


@router.post("/exemplars/praised/{interaction}/aside", status_code=204)
async def set_praise_aside(interaction: Name, who: Keeper, office: ThePraise, hub: TheHub) -> Response:
    """Look for no example in it; it is not suggested again, to nobody."""
    await _ask(hub, who, await office.setting_aside(interaction, who, judge(who)))
    return Response(status_code=204)


@router.get("/exemplars/for/{interaction}", response_class=Response)
async def exemplars_for(
    interaction: Name, who: Learner, office: TheOffice, reader: TheReader, reasons: Annotated[str, Query(max_length=500)] = ""
) -> Response:  # fmt: skip
    """How others solved what I serve now: the best few, whole. reasons: likely ones, with commas between."""
    likely = [one for one in reasons.split(",") if one][:20]
    return plain(await office.best_for(interaction, likely, who) | {"aloud": reader.installed()})


@router.get("/exemplars/{exemplar}", response_class=Response)
async def exemplar_of(exemplar: Name, who: Learner, office: TheOffice, reader: TheReader) -> Response:
    """One that is kept, whole."""
    return plain(await office.whole(exemplar, who) | {"aloud": reader.installed()})


@router.get("/exemplars/{exemplar}/sound", response_class=Response)
async def exemplar_sound(exemplar: Name, who: Learner, office: TheOffice, reader: TheReader) -> Response:
    """Read aloud in two voices that are nobody's, as a WAV file. 503 where nobody can read it, 429 where others wait already."""

    async def kept() -> tuple[tuple[exemplars.Turn, ...], Language]:
        text, language = await office.text(exemplar)
        return text.turns, language

    await office.text(exemplar)
    wav = await reader.read(kept)
    return Response(wav, media_type="audio/wav", headers={"cache-control": "no-store"})


@router.post("/exemplars/{exemplar}/shown", status_code=204)
async def exemplar_shown(exemplar: Name, body: Shown, who: Learner, hub: TheHub) -> Response:
    """I have it before me."""
    await _ask(
        hub, who, c.ShowExemplar(exemplar=exemplar, to=judge(who), interaction=body.interaction, heard=body.heard)
    )
    return Response(status_code=204)


@router.post("/exemplars/{exemplar}/check", response_class=Response)
async def check_exemplar(exemplar: Name, body: Checked, who: Keeper, office: TheOffice) -> Response:
    """What still looks personal in a text, before it is kept: `{"left": [{"turn","words","kind","known"}]}`."""
    left = await office.passages.left(office.one(exemplar, "proposed"), read(body.text, exemplars.Text))
    return plain({"left": [one._asdict() for one in left]})


@router.post("/exemplars/{exemplar}/approve", status_code=204)
async def approve_exemplar(exemplar: Name, body: Approved, who: Keeper, office: TheOffice, hub: TheHub) -> Response:
    """Keep it, with exactly this text. Refused while anything in it looks personal and nobody has looked at it, and where the site knows that it is one of these people's."""
    text = read(body.text, exemplars.Text)
    await office.passages.check(
        office.one(exemplar, "proposed"), text, [(one.turn, one.words) for one in body.confirmed]
    )
    approved = c.ApproveExemplar(
        exemplar=exemplar, by=judge(who), text=text, language=body.language, criteria=body.criteria, reasons=body.reasons, basis=body.basis,
    )  # fmt: skip
    await _ask(hub, who, approved)
    return Response(status_code=204)


@router.post("/exemplars/{exemplar}/decline", status_code=204)
async def decline_exemplar(exemplar: Name, body: Declined, who: Keeper, hub: TheHub) -> Response:
    """Do not keep it. What was typed of it is destroyed."""
    await _ask(hub, who, c.DeclineExemplar(exemplar=exemplar, by=judge(who), why=body.why))
    return Response(status_code=204)


@router.post("/exemplars/{exemplar}/agree", status_code=204)
async def agree_exemplar(exemplar: Name, body: Agreed, who: Learner, hub: TheHub) -> Response:
    """I am shown in it, and say whether my name stands beside it."""
    await _ask(hub, who, c.AgreeExemplar(exemplar=exemplar, agent=judge(who), agrees=body.agrees))
    return Response(status_code=204)


@router.post("/exemplars/{exemplar}/withdraw", status_code=204)
async def withdraw_exemplar(exemplar: Name, body: Withdrawn, who: Learner, hub: TheHub) -> Response:
    """Take it out; its text is destroyed. By a keeper, also as the customer wished it; by the agent whom it shows; by whoever proposed it, before it is kept."""
    if body.wish != "agent" and not who.may("coaching.keep"):
        raise NotAllowed("permission", needs="coaching.keep")
    await _ask(hub, who, c.WithdrawExemplar(exemplar=exemplar, by=judge(who), why=body.wish))
    return Response(status_code=204)


async def _ask(hub: Hub, who: Who, command: Command) -> None:
    await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))
