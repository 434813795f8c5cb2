"""The audit log, for whoever answers for the site."""

from typing import Annotated

import msgspec
from fastapi import Depends, Query
from pydantic import BaseModel

from hoolin.core.errors import Invalid
from hoolin.server.accounts.records import Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.audit.records import ACTIONS, Wanted
from hoolin.server.routing import api_router
from hoolin.server.who import require

router = api_router("audit")

Reader = Annotated[Who, Depends(require("audit.read"))]
Word = Annotated[str, Query(max_length=128)]
Instant = Annotated[int, Query(ge=0, le=1 << 60)]


class AuditLine(BaseModel):
    """One entry. who: an account, `cli`, or nobody known. on: ids and codes. outcome: `begun`, `done`, `shown`, or the code of why it did
    not happen. begun: the entry that this one ends; 0: none.
    """

    n: int
    at: int
    who: str
    what: str
    on: list[str]
    session: str
    outcome: str
    begun: int


class AuditPage(BaseModel):
    """Entries, newest first. head: the newest of all, to be kept elsewhere (see docs/how-to/audit.md). actions: every word of `what`."""

    entries: list[AuditLine]
    head: str
    actions: list[str]


class Filter(msgspec.Struct, frozen=True):
    """What is asked of the log."""

    who: str
    what: str
    on: str


def _filter(who: Word = "", what: Word = "", on: Word = "") -> Filter:
    if what and what not in ACTIONS:
        raise Invalid("no_such_action")
    return Filter(who, what, on)


@router.get("/audit")
async def audit_log(
    reader: Reader,
    accounts: TheAccounts,
    asked: Annotated[Filter, Depends(_filter)],
    since: Instant = 0,
    until: Instant = 1 << 60,
    before: Annotated[int, Query(ge=0, le=1 << 60)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> AuditPage:
    """Who did what: entries by account, action, thing and time, newest first; before: those with a smaller number."""
    wanted = Wanted(
        who=asked.who, what=asked.what, on=asked.on, since=since, until=until, before=before, limit=limit
    )  # fmt: skip
    entries = await accounts.audit.some(wanted)
    lines = [AuditLine(**{**msgspec.structs.asdict(each), "on": list(each.on)}) for each in entries]
    return AuditPage(entries=lines, head=await accounts.audit.head(), actions=list(ACTIONS))
