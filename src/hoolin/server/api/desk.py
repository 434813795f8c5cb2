"""The desk: its live socket, and the calls beside it for lists, conversations, customers and drafts."""

from hashlib import sha256
from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response
from starlette.websockets import WebSocket

from hoolin.cases.api import DraftKind, KeepDraft
from hoolin.core.errors import Conflict, HoolinError, Malformed, NotAllowed
from hoolin.core.facts import COUNT_MAX
from hoolin.core.limits import MESSAGE_CHARACTERS_MAX
from hoolin.server.accounts.records import Who
from hoolin.server.asked import Offset, Ordinal
from hoolin.server.bodies import plain
from hoolin.server.live.hub import Hub
from hoolin.server.live.socket import live_socket
from hoolin.server.records import Records
from hoolin.server.routing import api_router, socket
from hoolin.server.who import part, part_of, require

router = api_router("desk")

Reader = Annotated[Who, Depends(require("conversations.read"))]
Answerer = Annotated[Who, Depends(require("conversations.answer"))]
TheRecords = Annotated[Records, Depends(part(Records))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Id = Annotated[str, Path(min_length=1, max_length=64)]


@socket(router, "/live", require("conversations.read"))
async def live(page: WebSocket, who: Who) -> None:
    """The desk's live view: a snapshot, then every fact that concerns this person, and their commands."""
    await page.accept()
    await part_of(page, Hub).serve(live_socket(page), who)


@router.get("/conversations", response_class=Response)
async def conversations(
    who: Reader,
    records: TheRecords,
    view: Literal["mine", "waiting", "all", "closed"] = "mine",
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> Response:
    """A page of conversations: newest first, or, of those that wait, the next in line first."""
    return plain(await records.page(view, offset, limit, who))


@router.get("/conversations/{interaction}", response_class=Response)
async def conversation(interaction: Id, who: Reader, records: TheRecords) -> Response:
    """One conversation with its customer, case, last messages and one's own draft."""
    return plain(await records.conversation(interaction, who))


@router.get("/conversations/{interaction}/messages", response_class=Response)
async def messages(
    interaction: Id,
    who: Reader,
    records: TheRecords,
    before: Ordinal,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """Older messages of a conversation."""
    return plain(await records.messages(interaction, before, limit, who))


@router.get("/conversations/{interaction}/played", response_class=Response)
async def played(
    interaction: Id, who: Reader, records: TheRecords, before: Annotated[int, Query(ge=1, le=1 << 60)] = 1 << 60
) -> Response:
    """A conversation of one's own, or of those that one oversees, as reviewers see it: its last 200 messages before an ordinal, what happened in
    it, and who was who; nothing else of its customer.
    """
    await records.may_hear(interaction, who)
    return plain(await records.played(interaction, before))


@router.get("/conversations/{interaction}/path", response_class=Response)
async def path(interaction: Id, who: Reader, records: TheRecords) -> Response:
    """The way its customer went through a menu before a person came, node by node."""
    return plain(await records.path(interaction, who))


@router.get("/conversations/{interaction}/why", response_class=Response)
async def why(interaction: Id, who: Reader, records: TheRecords) -> Response:
    """Why it waits, or why it went to whom it went."""
    return plain(await records.why(interaction, who))


class DraftBody(BaseModel):
    """What is typed. subject, cc: of a letter. revision: one more than that of the draft it replaces."""

    model_config = ConfigDict(extra="forbid")

    kind: DraftKind
    text: str = Field(max_length=MESSAGE_CHARACTERS_MAX)
    subject: str = Field(default="", max_length=998)
    cc: tuple[Annotated[str, Field(max_length=320)], ...] = Field(default=(), max_length=50)
    revision: int = Field(ge=1, le=COUNT_MAX)


@router.put("/conversations/{interaction}/draft", response_class=Response)
async def keep_draft(interaction: Id, body: DraftBody, who: Answerer, records: TheRecords, hub: TheHub) -> Response:
    """Keep what is typed. An older revision is refused, with the newer draft in the answer."""
    if who.agent is None:
        raise NotAllowed("not_an_agent")
    line = hub.desk.lines.get(interaction)
    if line is None:
        raise Conflict("ended", interaction=interaction)
    command = KeepDraft(
        interaction=interaction, customer=line.customer, agent=who.agent, kind=body.kind, revision=body.revision,
        content=hub.doors.new_id("d"), text=body.text, subject=body.subject, cc=body.cc,
    )  # fmt: skip
    # The text is in the key: another window's text under the same revision is another save, and is refused.
    said = "\n".join((interaction, body.kind, str(body.revision), body.subject, *body.cc, body.text))
    digest = sha256(said.encode()).hexdigest()[:32]
    try:
        await hub.ask(command, actor=who.actor, key=f"draft-{digest}")
    except Conflict as refused:
        raise Conflict(refused.code, draft=records.draft(interaction, who.agent, body.kind)) from refused
    return plain(records.draft(interaction, who.agent, body.kind))


@router.post("/commands", response_class=Response)
async def command(body: dict[str, Any], who: Reader, hub: TheHub) -> Response:
    """Give one of the desk's commands (docs/reference/live.md) without the socket: `{"key": …, "command": {…}}`."""
    key, wish = body.get("key"), body.get("command")
    if not isinstance(key, str) or not 0 < len(key) <= 48 or not isinstance(wish, dict):
        raise Malformed("command")
    done = await hub.ask(hub.command_of(wish, who), actor=who.actor, key=key)
    return plain({"key": key, "n": done.position})


@router.get("/customers/{customer}", response_class=Response)
async def customer(
    customer: Id, who: Annotated[Who, Depends(require("customers.read"))], records: TheRecords
) -> Response:
    """A customer with their identities, cases, notes and conversations on all channels."""
    return plain(await records.customer(customer))


@router.get("/board", response_class=Response)
async def board(who: Annotated[Who, Depends(require("board.read"))], hub: TheHub) -> Response:
    """The wallboard's figures at this moment."""
    if hub.board is None:
        raise HoolinError("no_board")
    return plain(hub.board())
