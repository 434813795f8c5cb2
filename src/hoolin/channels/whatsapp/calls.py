"""What we ask the Cloud API to send, as plain functions.

A template is named `order_ready`, or `order_ready:et` when its language is not the conversation's.
"""

from typing import Any, NamedTuple

from hoolin.channels.parts import part_tag
from hoolin.channels.signed import with_proof
from hoolin.channels.splitting import split
from hoolin.channels.whatsapp.manifest import IMAGE_BYTES_MAX, MEDIA_BYTES_MAX, TEXT_CHARACTERS_MAX
from hoolin.channels.written import OutFile, Outgoing

KINDS: dict[str, tuple[str, int]] = {
    "image/jpeg": ("image", IMAGE_BYTES_MAX),
    "image/png": ("image", IMAGE_BYTES_MAX),
    "audio/aac": ("audio", MEDIA_BYTES_MAX),
    "audio/amr": ("audio", MEDIA_BYTES_MAX),
    "audio/mpeg": ("audio", MEDIA_BYTES_MAX),
    "audio/mp4": ("audio", MEDIA_BYTES_MAX),
    "video/mp4": ("video", MEDIA_BYTES_MAX),
    "video/3gpp": ("video", MEDIA_BYTES_MAX),
}
"""What a customer sees or hears at once, and how large it may be; everything else is a document."""


class Message(NamedTuple):
    """One message. fields: what it says. file: is uploaded first, and its id put under fields[kind]."""

    kind: str
    fields: dict[str, Any]
    file: OutFile | None = None


def messages(out: Outgoing, secret: bytes) -> tuple[Message, ...]:
    """The messages that say it: an approved template, or the text in as many as it takes and then each file."""
    if out.letter is not None and out.letter.template:
        sending = [Message("template", {"template": template(out)})]
    else:
        texts = split(out.text, TEXT_CHARACTERS_MAX)
        sending = [Message("text", {"text": {"body": text, "preview_url": False}}) for text in texts]
        sending += [Message(kind_of(file), {}, file) for file in out.files]
    tags = (with_proof(secret, part_tag(out.delivery, index, len(sending))) for index in range(1, len(sending) + 1))
    answered = {"context": {"message_id": out.answers[0]}} if out.answers else {}
    return tuple(
        one._replace(
            fields={
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                **receiver(out),
                "type": one.kind,
                **one.fields,
                "biz_opaque_callback_data": tag,
                **(answered if index == 0 else {}),
            }
        )
        for index, (one, tag) in enumerate(zip(sending, tags, strict=True))
    )


def receiver(out: Outgoing) -> dict[str, str]:
    """Where it goes: to the number when it is known, else to the id that WhatsApp gave the customer for us."""
    phone = out.thread or out.to.value
    return {"to": phone} if phone.isascii() and phone.isdigit() else {"recipient": out.to.value}


def template(out: Outgoing) -> dict[str, Any]:
    """The approved text and what stands in its gaps."""
    assert out.letter is not None
    name, _, language = out.letter.template.partition(":")
    body = [{"type": "text", "text": value} for value in out.letter.values]
    return {
        "name": name,
        "language": {"code": language or out.language},
        **({"components": [{"type": "body", "parameters": body}]} if body else {}),
    }


def kind_of(file: OutFile) -> str:
    """As what a file is sent."""
    kind, at_most = KINDS.get(file.media_type.partition(";")[0].strip().lower(), ("document", 0))
    return kind if file.size <= at_most else "document"


def with_media(message: Message, media: str) -> dict[str, Any]:
    """The message's fields with the id of its uploaded file."""
    assert message.file is not None
    named = {"filename": message.file.name} if message.kind == "document" else {}
    return {**message.fields, message.kind: {"id": media, **named}}
