"""How work feels to those who do it: theirs to tell, to see and to take back; totals of many for those who keep the floor."""

import secrets
from typing import Annotated, Any, Literal

from fastapi import Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.channels.port import Answer
from hoolin.coaching.api import ease
from hoolin.core.commands import Command
from hoolin.core.errors import NotAllowed
from hoolin.core.interaction import commands as c
from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain, read
from hoolin.server.coaching.ease import EaseOffice
from hoolin.server.live.hub import Hub
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("coaching_ease")

TheOffice = Annotated[EaseOffice, Depends(part(EaseOffice))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Learner = Annotated[Who, Depends(require("coaching.learn"))]
Reader = Annotated[Who, Depends(require("reports.read"))]
Keeper = Annotated[Who, Depends(require("coaching.keep"))]


class Body(BaseModel):
    """The base of what is sent here."""

    model_config = ConfigDict(extra="forbid")


class Told(Body):
    """interaction: which contact. felt: how it was."""

    interaction: str = Field(min_length=1, max_length=64)
    felt: Literal["easy", "fine", "hard"]


class TakenBack(Body):
    """taps: which answers; none: all of them."""

    taps: list[Annotated[str, Field(min_length=1, max_length=64)]] = Field(default=[], max_length=10_000)


@router.get("/coaching/ease/mine", response_class=Response)
async def my_ease(who: Learner, office: TheOffice) -> Response:
    """Everything recorded here about whoever asks: what they told, by week and by reason, their breathers, and what counts towards one. Nobody else can ask."""
    return plain(await office.mine(_agent(who)))


@router.get("/coaching/ease/open", response_class=Response)
async def open_ease(who: Learner, office: TheOffice) -> Response:
    """Of which contacts of this shift they may still say how they felt."""
    return plain({"open": office.open_to(_agent(who))})


@router.post("/coaching/ease/told", response_class=Response)
async def tell_ease(body: Told, who: Learner, office: TheOffice, hub: TheHub) -> Response:
    """Say how a contact felt: `{"interaction","felt"}`; again to say it differently. Nothing follows from what was said, not even a moment: whoever wants one asks for it themselves."""
    command = office.telling(_agent(who), body.interaction, body.felt)
    await _ask(hub, who.actor, command)
    return plain({"tap": command.tap})


@router.post("/coaching/ease/taken-back", response_class=Response)
async def take_back_ease(body: TakenBack, who: Learner, office: TheOffice, hub: TheHub) -> Response:
    """Take back what one told: `{"taps": […]}`, or all of it. It is destroyed, and counts in no week that was not counted yet."""
    answer = await _ask(hub, who.actor, ease.commands.TakeBackEase(agent=_agent(who), taps=tuple(body.taps)))
    gone = [entry.fact for entry in answer.entries if isinstance(entry.fact, ease.facts.EaseTakenBack)]
    return plain({"gone": sum(len(one.taps) for one in gone)})


@router.get("/coaching/ease/totals", response_class=Response)
async def ease_totals(who: Reader, office: TheOffice) -> Response:
    """How whole weeks felt to many: a figure only of so many people and answers, that are not nearly all alike, and none from which a smaller one follows. A week is counted once, soon after it is
    over. days: how long people waited with and without somebody resting. hints: reasons that are hard more often than contacts are.
    """
    return plain(office.totals())


@router.post("/coaching/ease/rules", response_class=Response)
async def set_ease_rules(body: dict[str, Any], who: Keeper, office: TheOffice, hub: TheHub) -> Response:
    """Set how people are spared: any of `{"on","breather_ms","per_hour_max","share_percent","yield_percent","row_max","gap_ms","occupancy_percent_max","group_min","taps_min"}`."""
    await _ask(hub, who.actor, read({"rules": office.merged(body)}, c.SetEaseRules))
    return plain(office.state.site.kept.ease)


def _agent(who: Who) -> str:
    if who.agent is None:
        raise NotAllowed("not_an_agent")
    return who.agent


async def _ask(hub: Hub, actor: str, command: Command) -> Answer:
    return await hub.ask(command, actor=actor, key=secrets.token_hex(16))
