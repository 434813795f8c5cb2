"""An agent goes on with a customer by another channel: at an address the customer has given, in the same case, with the same person."""

import secrets
from typing import Annotated, cast

from fastapi import Depends, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.channels.post.addressing import CHANNEL_OF, to_address
from hoolin.channels.post.office import Office
from hoolin.channels.written import Address, AddressKind
from hoolin.core.errors import Conflict, NotAllowed, NotFound
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import Language
from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain
from hoolin.server.live.hub import Hub
from hoolin.server.records import Records
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("desk")

TheOffice = Annotated[Office, Depends(part(Office))]
TheRecords = Annotated[Records, Depends(part(Records))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Answerer = Annotated[Who, Depends(require("conversations.answer"))]


class Continuing(BaseModel):
    """Where to go on. kind, value: an identity of the customer's, as their record shows it. account: of ours, to write from; empty
    where there is only one.
    """

    model_config = ConfigDict(extra="forbid")

    kind: AddressKind
    value: str = Field(min_length=1, max_length=320)
    account: str = Field(default="", max_length=64)


@router.post("/conversations/{interaction}/continue", response_class=Response)
async def continue_elsewhere(
    interaction: Annotated[str, Path(min_length=1, max_length=64)],
    body: Continuing,
    who: Answerer,
    hub: TheHub,
    records: TheRecords,
    office: TheOffice,
) -> Response:
    """Go on by another channel: this conversation ends as moved, and another begins in one's own hands, where one writes first; in one step,
    so that nothing of it is ever half done.
    """
    line = hub.desk.lines.get(interaction)
    if line is None:
        raise Conflict("ended", interaction=interaction)
    if who.agent is None or line.agent != who.agent:
        raise NotAllowed("not_yours", interaction=interaction)
    known = (await records.customer(line.customer))["identities"]
    if not any(one["kind"] == body.kind and one["value"] == body.value for one in known):
        raise NotFound("identity")
    channel = CHANNEL_OF[body.kind]
    account = office.account(channel, body.account)
    # Under the record that they are shown as, for there the address is looked for when they answer.
    customer = office.house.people.shown_as(line.customer)
    begins = c.Arrive(
        interaction=hub.doors.new_id("i"), customer=customer, case=line.case, channel=channel,
        language=cast(Language, line.language), queue=line.queue, prefers=who.agent, apart=True, moves=interaction,
    )  # fmt: skip
    where = to_address(
        office.house, begins.interaction, customer, account, Address(kind=body.kind, value=body.value)
    )  # fmt: skip
    command = c.ContinueElsewhere(
        agent=who.agent, begins=begins, account=account, address=where.address, body=where.body
    )  # fmt: skip
    await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))
    return plain({"interaction": begins.interaction})
