"""Codes that an agent gives out, so that the customer goes on by another channel without beginning anew."""

from typing import Annotated, cast

from fastapi import Depends, Path
from pydantic import BaseModel

from hoolin.core.errors import NotAllowed
from hoolin.core.site.rules import Language
from hoolin.server.accounts.records import Who
from hoolin.server.live.hub import Hub
from hoolin.server.passes import PassOffice
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("passes")

Answerer = Annotated[Who, Depends(require("conversations.answer"))]
TheHub = Annotated[Hub, Depends(part(Hub))]
ThePasses = Annotated[PassOffice, Depends(part(PassOffice))]


class Issued(BaseModel):
    """A code, the instant at which it runs out, and the address under which its holder finds every way in; "" when we have no address."""

    code: str
    until: int
    link: str


@router.post("/conversations/{interaction}/pass")
async def issue_pass(
    interaction: Annotated[str, Path(min_length=1, max_length=64)], who: Answerer, hub: TheHub, passes: ThePasses
) -> Issued:
    """Give out a code for one of one's own conversations: whoever shows it elsewhere goes on with this case."""
    line = hub.desk.lines.get(interaction)
    if line is None or line.agent is None or line.agent != who.agent:
        raise NotAllowed("not_yours", interaction=interaction)
    language = cast(Language, line.language)
    code, until = await passes.issue(line.customer, line.case, interaction, language)
    return Issued(code=code, until=until, link=passes.link(code, language))
