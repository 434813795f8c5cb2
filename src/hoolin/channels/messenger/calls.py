"""What we ask Messenger or Instagram to send, as plain functions."""

from typing import Any, NamedTuple

from hoolin.channels.messenger.manifest import (
    FILE_BYTES_MAX,
    INSTAGRAM_BYTES_MAX,
    INSTAGRAM_IMAGE_BYTES_MAX,
    MESSENGER_CHARACTERS_MAX,
)
from hoolin.channels.signed import with_proof
from hoolin.channels.splitting import split, utf8_bytes
from hoolin.channels.written import OutFile, Outgoing

KINDS = ("image", "audio", "video")

INSTAGRAM_TYPES = frozenset(
    {"image/jpeg", "image/png", "image/gif", "audio/aac", "audio/mp4", "audio/wav", "video/mp4", "video/ogg",
     "video/quicktime", "video/webm", "application/pdf"}
)  # fmt: skip
"""What Instagram takes; Messenger takes anything."""


class Message(NamedTuple):
    """One message. body: what is said. file: is uploaded first, and its id put into the body."""

    fields: dict[str, Any]
    body: dict[str, Any]
    file: OutFile | None = None


def messages(out: Outgoing, instagram: bool, secret: bytes) -> tuple[Message, ...]:
    """The messages that say it: the text in as many as it takes, then each file. The last one carries our mark."""
    texts = split(out.text, INSTAGRAM_BYTES_MAX, utf8_bytes) if instagram else split(out.text, MESSENGER_CHARACTERS_MAX)
    bodies: list[tuple[dict[str, Any], OutFile | None]] = [({"text": text}, None) for text in texts]
    bodies += [({}, file) for file in out.files]
    sending = []
    for index, (body, file) in enumerate(bodies):
        fields: dict[str, Any] = {"recipient": {"id": out.thread or out.to.value}, "messaging_type": "RESPONSE"}
        if index == 0 and out.answers:
            fields["reply_to"] = {"mid": out.answers[0]}
        if index == len(bodies) - 1 and not instagram:
            # Only Messenger gives it back with the echo.
            body = {**body, "metadata": with_proof(secret, out.delivery)}
        sending.append(Message(fields, body, file))
    return tuple(sending)


def refusal(file: OutFile, instagram: bool) -> str:
    """Why a file cannot go; empty when it can."""
    if instagram and plain(file.media_type) not in INSTAGRAM_TYPES:
        return "file_type"
    at_most = INSTAGRAM_IMAGE_BYTES_MAX if instagram and kind_of(file) == "image" else FILE_BYTES_MAX
    return "file_too_large" if file.size > at_most else ""


def kind_of(file: OutFile) -> str:
    """As what a file is sent."""
    kind = plain(file.media_type).partition("/")[0]
    return kind if kind in KINDS else "file"


def plain(media_type: str) -> str:
    """A media type without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def upload_name(file: OutFile) -> str:
    """A file's name in ASCII: Meta refuses others."""
    stem, dot, ending = file.name.rpartition(".")
    safe = "".join(letter for letter in stem if letter.isascii() and (letter.isalnum() or letter in "-_ "))
    end = "".join(letter for letter in ending if letter.isascii() and letter.isalnum())
    return f"{safe.strip() or 'file'}{dot}{end}" if stem else "file"


def upload_fields(file: OutFile, instagram: bool) -> dict[str, Any]:
    """What is said of a file that is handed over."""
    described: dict[str, Any] = {"message": {"attachment": {"type": kind_of(file), "payload": {"is_reusable": True}}}}
    return {**described, "platform": "instagram"} if instagram else described


def filled(message: Message, attachment: str, instagram: bool) -> dict[str, Any]:
    """The call's fields, with the id of the uploaded file if there is one."""
    body = dict(message.body)
    if attachment and message.file is not None:
        shared = {"type": "MEDIA_SHARE", "payload": {"id": attachment}}
        own = {"type": kind_of(message.file), "payload": {"attachment_id": attachment}}
        body["attachment"] = shared if instagram else own
    return {**message.fields, "message": body}
