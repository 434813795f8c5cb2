"""The desk view as a page gets it: the `Desk`, `Me` and `Message` of docs/reference/live.md."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from hoolin.cases.api import Desk, Line
from hoolin.core.facts import Entry
from hoolin.core.interaction import commands
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.speak import Said
from hoolin.server.accounts.records import Who
from hoolin.server.live.doors import Doors
from hoolin.server.live.resting import seen_as
from hoolin.server.live.texts import Texts

WAITING = ("arrived", "waiting", "offered")

AgentName = Callable[[str | None], str | None]


def me_of(who: Who) -> dict[str, Any]:
    """Who is looking."""
    return {
        "account": who.account,
        "agent": who.agent,
        "name": who.name,
        "role": who.role,
        "permissions": sorted(who.permissions),
        "language": who.language,
        "csrf": who.csrf,
    }


def belongs(line: Line, agent: str | None) -> bool:
    """Whether a line is in this agent's snapshot: theirs, or waiting for anyone."""
    return line.state in WAITING or (agent is not None and line.agent == agent)


def snapshot_of(desk: Desk, who: Who, texts: Texts, doors: Doors) -> dict[str, Any]:
    """The whole live view for one person."""
    lines = [line for line in desk.lines.values() if belongs(line, who.agent)]
    active = Counter(line.agent for line in desk.lines.values() if line.state not in ("offered", "parked"))
    waiting = Counter(line.queue for line in lines if line.state in ("waiting", "offered"))
    return {
        "me": me_of(who),
        "agents": [
            {
                "agent": agent,
                "name": doors.name_of(agent),
                "presence": seen_as(line, agent == who.agent)[0],
                "reason": seen_as(line, agent == who.agent)[1],
                "active": active[agent],
                "skills": line.profile.skills,
            }
            for agent, line in sorted(desk.agents.items())
        ],
        "queues": [
            {
                "queue": queue,
                "waiting": waiting[queue],
                "target_ms": rules.target_ms,
                "target_share": rules.target_share,
            }
            for queue, rules in sorted(desk.queues.items())
        ],
        "offers": [
            {
                "offer": line.offer,
                "interaction": line.interaction,
                "agent": line.agent,
                "expires_at": line.offer_expires_at,
            }
            for line in lines
            if line.state == "offered"
        ],
        "rows": texts.rows(lines),
        "counts": {
            "mine": sum(1 for line in lines if line.agent == who.agent and line.state != "offered"),
            "waiting": sum(waiting.values()),
            "all": desk.all,
            "closed": desk.closed,
        },
        "reasons": list(desk.rules.reasons),
        "presence_reasons": list(desk.rules.presence_reasons),
        "languages": list(desk.rules.languages),
        "operator": doors.operator,
        "composers": doors.composers(),
    }


class File(msgspec.Struct, frozen=True):
    """A file of a message; name: what whoever sent it called it."""

    blob: str
    name: str
    media_type: str
    size: int


class Letter(msgspec.Struct, frozen=True):
    """The Letter of docs/reference/live.md."""

    subject: str
    cc: tuple[str, ...]
    html: str
    quoted: str
    template: str
    raw: str | None
    shortened: bool
    unproven: bool


class Delivery(msgspec.Struct, frozen=True):
    """The Delivery of docs/reference/live.md."""

    state: str
    code: str = ""
    due_at: int | None = None
    at: int | None = None


SENDING = Delivery("sending")
"""Of a message that has just been said on a channel with a provider."""


class Message(msgspec.Struct, frozen=True):
    """The Message of docs/reference/live.md."""

    ordinal: int
    at: int
    speaker: str = msgspec.field(name="from")
    agent: str | None
    name: str | None
    text: str
    attachments: tuple[File, ...]
    letter: Letter | None = None
    delivery: Delivery | None = None


def message_of(entry: Entry, said: Said, agent_name: AgentName, delivers: bool = False) -> Message | None:
    """The Message of a fact that is one, else None. delivers: a provider has to carry what we say."""
    fact: Any = entry.fact
    kind = type(fact)
    if kind is i.MessageReceived:
        return message(fact.ordinal, entry.at, "customer", None, None, said, fact.attachments)
    if kind is i.MessageSent:
        name = agent_name(fact.agent)
        delivery = SENDING if delivers else None
        return message(fact.ordinal, entry.at, fact.speaker, fact.agent, name, said, fact.attachments, delivery)
    return None


def message(
    ordinal: int,
    at: int,
    speaker: str,
    agent: str | None,
    name: str | None,
    said: Said,
    attachments: tuple[i.Attachment, ...],
    delivery: Delivery | None = None,
) -> Message:
    """One message as it is shown."""
    files = files_of(said, attachments) if attachments else ()
    letter = _letter(said.letter) if said.letter is not None else None
    return Message(ordinal, at, speaker, agent, name, said.text, files, letter, delivery)


def without_raw(one: Message) -> Message:
    """A message whose input is kept no longer."""
    letter = msgspec.structs.replace(one.letter, raw=None) if one.letter is not None else None
    return msgspec.structs.replace(one, letter=letter)


def _letter(letter: commands.Letter) -> Letter:
    return Letter(
        letter.subject, letter.cc, letter.html, letter.quoted, letter.template, letter.raw or None, letter.shortened,
        letter.unproven,
    )  # fmt: skip


def delivery_of(row: Mapping[str, Any]) -> Delivery:
    """How far a message has come, from the post's read model."""
    return Delivery(row["state"], row["code"], row["due_at"], row["at"])


def files_of(said: Said, attachments: tuple[i.Attachment, ...]) -> tuple[File, ...]:
    """The files of a message; once their names are erased, nameless."""
    names = said.names if len(said.names) == len(attachments) else ("",) * len(attachments)
    return tuple([File(a.blob, called, a.media_type, a.size) for a, called in zip(attachments, names, strict=True)])
