"""Who a customer is, kept right: merged and unmerged records, and the right to be forgotten."""

import secrets
from typing import Annotated

from fastapi import Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from hoolin.core.commands import Command
from hoolin.people.api import commands as p
from hoolin.server.accounts.records import Who
from hoolin.server.live.hub import Hub
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("customers")

Editor = Annotated[Who, Depends(require("customers.edit"))]
Eraser = Annotated[Who, Depends(require("customers.erase"))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Id = Annotated[str, Path(min_length=1, max_length=64)]


class Other(BaseModel):
    """The other record of the same person."""

    model_config = ConfigDict(extra="forbid")

    customer: str = Field(min_length=1, max_length=64)


class Done(BaseModel):
    """It is on disk, at this position."""

    n: int


async def _ask(hub: Hub, who: Who, command: Command) -> Done:
    answer = await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))
    return Done(n=answer.position)


@router.post("/customers/{customer}/merge")
async def merge_customers(customer: Id, body: Other, who: Editor, hub: TheHub) -> Done:
    """Say that another record is this person too; everything is shown together until it is undone."""
    return await _ask(hub, who, p.MergeCustomers(kept=customer, merged=body.customer))


@router.post("/customers/{customer}/unmerge")
async def unmerge_customers(customer: Id, body: Other, who: Editor, hub: TheHub) -> Done:
    """Undo a merge: each has their own again."""
    return await _ask(hub, who, p.UnmergeCustomers(kept=customer, merged=body.customer))


@router.post("/claims/{interaction}/confirm")
async def confirm_claim(interaction: Id, who: Editor, hub: TheHub) -> Done:
    """Say that whoever showed another's code in this conversation is that customer: both are shown together until it is undone."""
    return await _ask(hub, who, p.ConfirmClaim(interaction=interaction))


@router.post("/claims/{interaction}/refuse")
async def refuse_claim(interaction: Id, who: Editor, hub: TheHub) -> Done:
    """Say that they are two people: the conversation goes on in a case of its own."""
    return await _ask(hub, who, p.RefuseClaim(interaction=interaction, case=hub.doors.new_id("k")))


@router.delete("/customers/{customer}")
async def erase_customer(customer: Id, who: Eraser, hub: TheHub) -> Done:
    """Forget a customer for good: what is under way ends, the key to all they said is destroyed; figures stay."""
    return await _ask(hub, who, p.EraseCustomer(customer=customer))
