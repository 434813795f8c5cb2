"""The desk view as a page gets it: the `Desk`, `Me` and `Message` of docs/reference/live.md."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from hoolin.cases.api import Desk, Line
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.commands import Letter
from hoolin.core.interaction.speak import Said
from hoolin.server.accounts.records import Who
from hoolin.server.live.doors import Doors
from hoolin.server.live.texts import Texts

SENDING = {"state": "sending", "code": "", "due_at": None, "at": None}
"""Of a message that has just been said on a channel with a provider."""

WAITING = ("arrived", "waiting", "offered")

_said = msgspec.json.Decoder(Said)

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
                "presence": line.presence,
                "reason": line.reason,
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


def message_of(
    entry: Entry, bodies: Mapping[str, bytes], agent_name: AgentName, delivers: bool = False
) -> dict[str, Any] | None:
    """The Message of a fact that is one, else None. delivers: a provider has to carry what we say."""
    fact: Any = entry.fact
    kind = type(fact)
    if kind is i.MessageReceived:
        return message(fact.ordinal, entry.at, "customer", None, None, bodies.get(fact.message), fact.attachments)
    if kind is i.MessageSent:
        name = agent_name(fact.agent)
        body = bodies.get(fact.message)
        shown = message(fact.ordinal, entry.at, fact.speaker, fact.agent, name, body, fact.attachments)
        return shown | {"delivery": SENDING} if delivers else shown
    return None


def message(
    ordinal: int,
    at: int,
    speaker: str,
    agent: str | None,
    name: str | None,
    body: bytes | None,
    attachments: tuple[i.Attachment, ...],
) -> dict[str, Any]:
    """One message. body None: erased. Its delivery is for whoever knows of it to add."""
    said = _said.decode(body) if body is not None else Said("")
    names = said.names if len(said.names) == len(attachments) else ("",) * len(attachments)
    return {
        "ordinal": ordinal,
        "at": at,
        "from": speaker,
        "agent": agent,
        "name": name,
        "text": said.text,
        "attachments": [
            {"blob": a.blob, "name": called, "media_type": a.media_type, "size": a.size}
            for a, called in zip(attachments, names, strict=True)
        ],
        "letter": _letter(said.letter) if said.letter is not None else None,
        "delivery": None,
    }


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "subject": letter.subject,
        "cc": list(letter.cc),
        "html": letter.html,
        "quoted": letter.quoted,
        "template": letter.template,
        "raw": letter.raw or None,
        "shortened": letter.shortened,
    }


def delivery_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """How far a message has come, from the post's read model."""
    return {"state": row["state"], "code": row["code"], "due_at": row["due_at"], "at": row["at"]}
