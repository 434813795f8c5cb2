"""What we ask the Bot API, and what its answers say, as plain functions."""

from typing import Any, NamedTuple

from hoolin.channels import lenient
from hoolin.channels.calling import Reply
from hoolin.channels.parts import CODE_CHARACTERS_MAX
from hoolin.channels.splitting import split, utf16_units
from hoolin.channels.telegram.manifest import PHOTO_BYTES_MAX, TEXT_UNITS_MAX
from hoolin.channels.written import OutFile, Outgoing

PHOTOS = frozenset({"image/jpeg", "image/png"})


class Call(NamedTuple):
    """One call. file, field: what goes with it, and under which name."""

    method: str
    fields: dict[str, Any]
    file: OutFile | None = None
    field: str = ""


class Answer(NamedTuple):
    """What an answer says. ok: done. code: the provider's word when it is not. retry_seconds: throttled for so long.
    moved_to: the chat lives on under this id. reference: of the message that was sent.
    """

    ok: bool
    code: str = ""
    retry_seconds: int = 0
    moved_to: str = ""
    reference: str = ""


def calls(out: Outgoing, chat: str) -> tuple[Call, ...]:
    """The calls that send a message: its text in as many as it takes, then each file. The first one refers to what it answers."""
    sending = [Call("sendMessage", {"text": text}) for text in split(out.text, TEXT_UNITS_MAX, utf16_units)]
    for file in out.files:
        photo = file.media_type in PHOTOS and file.size <= PHOTO_BYTES_MAX
        sending.append(Call("sendPhoto" if photo else "sendDocument", {}, file, "photo" if photo else "document"))
    return tuple(
        call._replace(fields={"chat_id": chat_id(chat), **call.fields, **(_reply(out, chat) if index == 0 else {})})
        for index, call in enumerate(sending)
    )


def chat_id(chat: str) -> int | str:
    """A chat's id as the API wants it: whole numbers as such, however large."""
    return int(chat) if chat.removeprefix("-").isascii() and chat.removeprefix("-").isdigit() else chat


def _reply(out: Outgoing, chat: str) -> dict[str, Any]:
    its_chat, _, number = (out.answers[0] if out.answers else "").rpartition(":")
    if its_chat != chat or not number.isascii() or not number.isdigit():
        return {}
    return {"reply_parameters": {"message_id": int(number), "allow_sending_without_reply": True}}


def read(reply: Reply, chat: str) -> Answer:
    """What a whole answer says; chat: where the message went."""
    said = reply.json
    if reply.status == 200 and lenient.flag(said, "ok"):
        result = lenient.part(said, "result")
        number = lenient.identifier(result, "message_id")
        place = lenient.identifier(result, "chat", "id") or chat
        return Answer(True, reference=f"{place}:{number}" if number else "")
    code = f"{lenient.whole(said, 'error_code') or reply.status} {lenient.text(said, 'description')}".strip()
    asked = lenient.whole(said, "parameters", "retry_after") or reply.retry_seconds
    return Answer(
        False,
        code[:CODE_CHARACTERS_MAX],
        retry_seconds=max(1, asked) if reply.status == 429 else 0,
        moved_to=lenient.identifier(said, "parameters", "migrate_to_chat_id"),
    )
