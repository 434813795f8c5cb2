"""Reasons at the end of a conversation: what its words speak for, and what made it necessary; and, for those who oversee, how good that is."""

import secrets
from hashlib import sha256
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Path
from starlette.responses import Response

from hoolin.core.errors import Invalid, Malformed, NotAllowed
from hoolin.core.facts import Id
from hoolin.insight.api import improvements
from hoolin.server.accounts.records import Who
from hoolin.server.asked import Moment
from hoolin.server.bodies import plain, read
from hoolin.server.live.hub import Hub
from hoolin.server.records import Records
from hoolin.server.routing import api_router
from hoolin.server.suggested import accuracy, share
from hoolin.server.suggesting import Said, SuggestOffice
from hoolin.server.unexplained import UnexplainedDesk
from hoolin.server.who import part, require

router = api_router("insight")

TheOffice = Annotated[SuggestOffice, Depends(part(SuggestOffice))]
TheDesk = Annotated[UnexplainedDesk, Depends(part(UnexplainedDesk))]
TheRecords = Annotated[Records, Depends(part(Records))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Answerer = Annotated[Who, Depends(require("conversations.answer"))]
Somebody = Annotated[Who, Depends(require("conversations.read"))]
Reader = Annotated[Who, Depends(require("reports.read"))]
Interaction = Annotated[str, Path(min_length=1, max_length=64)]


class NewCause(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A cause that nobody has named yet: see `Cause`."""

    title: str
    kind: str
    reasons: tuple[str, ...]


class CauseBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """cause: a known one; not_after_all: take it back. new: one that is named with it."""

    cause: Id | None = None
    new: NewCause | None = None
    not_after_all: bool = False


@router.get("/conversations/{interaction}/reasons", response_class=Response)
async def suggested_reasons(
    interaction: Interaction, who: Somebody, office: TheOffice, hub: TheHub, records: TheRecords
) -> Response:
    """What a conversation's words speak for, and the causes to choose from: of one's own, or of those that one oversees. At the wrap-up it is
    recorded, once; of every twentieth nothing is shown, so that it is known how often it is right where nobody was led.
    """
    await _check_own(interaction, who, hub, records)
    line = hub.desk.lines.get(interaction)
    said = await office.suggest(line, who.agent) if line is not None else Said()
    causes = office.register.kept.causes.values()
    return plain({
        "suggested": [{"code": code, "likely": likely} for code, likely in said.likely],
        "new": said.new,
        "learning": said.learning,
        "causes": [{"cause": one.cause, "title": one.title, "kind": one.kind, "reasons": one.reasons} for one in causes],
        "noted": _noted(office, interaction),
    })  # fmt: skip


@router.post("/conversations/{interaction}/cause", response_class=Response)
async def note_cause(
    interaction: Interaction, body: dict[str, Any], who: Answerer, office: TheOffice, hub: TheHub, records: TheRecords
) -> Response:  # fmt: skip
    """What made a conversation of one's own necessary, also after its end: `{"cause"}`, or `{"new": {"title", "kind", "reasons"}}` where nobody has named it
    yet; with `"not_after_all": true` a known one is taken back. Again changes nothing.
    """
    wish = read(body, CauseBody)
    if (wish.cause is None) == (wish.new is None) or (wish.new is not None and wish.not_after_all):
        raise Malformed("command", said="either a known cause, or a new one")
    if who.agent is None:
        raise NotAllowed("not_an_agent")
    await _check_own(interaction, who, hub, records)
    cause = wish.cause or await _named(wish.new, who, office, interaction)
    note = improvements.commands.NoteCause(
        interaction=interaction, cause=cause, agent=who.agent, not_after_all=wish.not_after_all
    )
    # Noted, taken back and noted again are three wishes: what is so already changes nothing by itself.
    await office.ask(note, who.actor, secrets.token_hex(16))
    return plain({"cause": cause, "noted": _noted(office, interaction)})


@router.get("/reasons/suggestions", response_class=Response)
async def suggestions(begin: Moment, end: Moment, who: Reader, office: TheOffice) -> Response:
    """How often suggestions were right, where they were seen and where nobody was led by them; and what they are learned from."""
    if begin >= end:
        raise Invalid("not_a_period", begin=begin, end=end)
    told = accuracy(await office.judged(begin, end), office.reasons.today)
    learned = office.lessons.learned
    model = learned and {
        "id": learned.model, "texts": learned.texts, "reasons": len(learned.reasons), "learned_at": office.lessons.learned_at,
        "accuracy": share(learned.right.right * learned.right.texts, learned.right.texts) if learned.right else None,
        "something_new": learned.something_new, "seconds": learned.seconds,
    }  # fmt: skip
    return plain({"at": office.now(), **told, "model": model or None})


@router.get("/reasons/unexplained", response_class=Response)
async def unexplained(who: Reader, desk: TheDesk) -> Response:
    """What contacts have in common that no reason fits: for those who may read conversations too, for these are customers' words."""
    if not who.may("conversations.see_all"):
        raise NotAllowed("permission", permission="conversations.see_all")
    return plain(await desk.clusters())


async def _check_own(interaction: str, who: Who, hub: Hub, records: Records) -> None:
    line = hub.desk.lines.get(interaction)
    if line is None or who.agent is None or line.agent != who.agent or line.state == "offered":
        await records.may_hear(interaction, who)


async def _named(new: NewCause | None, who: Who, office: SuggestOffice, interaction: str) -> str:
    """The id of a cause; of one that is called the same already, its own."""
    assert new is not None
    if len(office.register.kept.noted.get(interaction, ())) >= improvements.NOTED_OF_ONE_MAX:
        raise Invalid("too_many_causes_noted", at_most=improvements.NOTED_OF_ONE_MAX)
    title = " ".join(new.title.split())
    # The id is of what was wished: whoever asks again, because no answer came, names nothing twice.
    cause = "u" + sha256("\n".join((who.actor, new.kind, title)).encode()).hexdigest()[:31]
    named = read({**msgspec.to_builtins(new), "title": title, "cause": cause}, improvements.Cause)
    for one in office.register.kept.causes.values():
        # One that was named so, and is called something else by now, is the same.
        if one.cause == cause or one.title.casefold() == title.casefold():
            return one.cause
    await office.ask(improvements.commands.SetCause(cause=named, new=True), who.actor, secrets.token_hex(16))
    return cause


def _noted(office: SuggestOffice, interaction: str) -> list[str]:
    return list(office.register.kept.noted.get(interaction, ()))
