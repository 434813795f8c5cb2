"""What we ask Viber to send, and what its answers say, as plain functions."""

from typing import Any, NamedTuple

from hoolin.channels import lenient
from hoolin.channels.calling import Reply
from hoolin.channels.parts import CODE_CHARACTERS_MAX, part_tag
from hoolin.channels.signed import with_proof
from hoolin.channels.splitting import split
from hoolin.channels.viber.manifest import (
    FILE_NAME_CHARACTERS_MAX,
    SENDER_CHARACTERS_MAX,
    TEXT_CHARACTERS_MAX,
    ViberAccount,
)
from hoolin.channels.written import OutFile, Outgoing, Sent
from hoolin.core.errors import NotReached

TOO_MANY = 12
NOT_SUBSCRIBED = 6
"""Statuses of Viber's that have a meaning of their own here."""


class Message(NamedTuple):
    """One message. file: is lent to Viber under an address that is put into fields."""

    fields: dict[str, Any]
    file: OutFile | None = None


def messages(out: Outgoing, account: ViberAccount, secret: bytes) -> tuple[Message, ...]:
    """The messages that say it: the text in as many as it takes, then each file."""
    sending = [Message({"type": "text", "text": text}) for text in split(out.text, TEXT_CHARACTERS_MAX)]
    sending += [
        Message({"type": "file", "size": file.size, "file_name": _name(file.name)}, file) for file in out.files
    ]  # fmt: skip
    name = (out.person or account.name or out.operator or "…")[:SENDER_CHARACTERS_MAX]
    sender = {"name": name, **({"avatar": account.avatar} if account.avatar else {})}
    return tuple(
        one._replace(
            fields={
                "receiver": out.thread or out.to.value,
                "min_api_version": 1,
                "sender": sender,
                "tracking_data": with_proof(secret, part_tag(out.delivery, index, len(sending))),
                **one.fields,
            }
        )
        for index, one in enumerate(sending, 1)
    )


def _name(name: str) -> str:
    """Shortened from the front, so that the ending stays."""
    return name[-FILE_NAME_CHARACTERS_MAX:]


def judge(reply: Reply) -> Sent:
    """What an answer means: Viber says how it went in the body, under status 200. Raises NotReached when throttled."""
    if not reply.status:
        return Sent("unknown", reply.why)
    said = reply.json
    if reply.status == 429 or (reply.status == 200 and lenient.whole(said, "status") == TOO_MANY):
        raise NotReached("throttled", retry_after_s=reply.retry_seconds)
    if reply.status >= 500 or (reply.status == 200 and "status" not in said):
        return Sent("unknown", str(reply.status))
    status = lenient.whole(said, "status")
    if reply.status == 200 and status == 0:
        return Sent("accepted", "", lenient.identifier(said, "message_token"))
    if status == NOT_SUBSCRIBED:
        return Sent("rejected", "not_subscribed")
    word = f"{status or reply.status} {lenient.text(said, 'status_message')}"
    return Sent("rejected", word.strip()[:CODE_CHARACTERS_MAX])
