"""Viber's calls and what they mean, as plain functions.

A call holds one event. Its `message_token` has nineteen digits, more than a floating number holds: it is text from the first byte to
the last. What we sent comes back with a customer's answer as tracking data; it is ours only with our proof, for it went through the
customer's hands.
"""

from hashlib import sha256

from hoolin.channels import lenient, marks, signed
from hoolin.channels.gathering import Meaning, Wanted, Written
from hoolin.channels.lenient import Part
from hoolin.channels.parts import whole_of
from hoolin.channels.written import Address, Heard, Passed, Reported
from hoolin.core.delivery.facts import ReportState
from hoolin.core.site.rules import LANGUAGES, Language

SETTING = "webhook"
"""The event by which Viber sees that the address is ours; nothing in it is worth keeping."""


STATES: dict[str, ReportState] = {"delivered": "delivered", "seen": "read", "failed": "failed"}

FILES = {"picture": "picture.jpg", "video": "video.mp4", "file": "file", "audio": "audio.m4a", "gif": "picture.gif"}
"""Kinds of message with bytes to fetch, and their name when they tell none."""


def event_of(call: Part) -> str:
    """What kind of event a call holds."""
    return lenient.text(call, "event")


def call_key(call: Part, body: bytes) -> str:
    """A call's key: delivered and seen speak of the same token."""
    token = lenient.identifier(call, "message_token")
    if not token:
        return f"body:{sha256(body).hexdigest()}"
    # What we sent to several people has one token.
    return ":".join(part for part in (event_of(call), token, lenient.identifier(call, "user_id")) if part)


def read(call: Part, key: str, secret: bytes) -> Meaning:
    """What a call means. key: its own. secret: with which our own marks are proven."""
    event = event_of(call)
    if event == "message":
        return _message(call, key, secret)
    state = STATES.get(event)
    token = lenient.identifier(call, "message_token")
    if state is not None and token:
        return Reported(state=state, reference=token, code=lenient.text(call, "desc")[:100])
    return Passed(why=event[:60] if event in KNOWN else f"unknown_event:{event[:60]}")


KNOWN = frozenset({"subscribed", "unsubscribed", "conversation_started", "webhook", "client_status", "action"})
"""Events in which nobody says anything."""


def _message(call: Part, key: str, secret: bytes) -> Meaning:
    sender = lenient.part(call, "sender")
    who = lenient.identifier(sender, "id")
    if not who:
        return Passed(why="no_sender")
    message = lenient.part(call, "message")
    text, wanted = _content(message)
    if not text and not wanted:
        return Passed(why="empty")
    ours, _ = whole_of(signed.proven(secret, lenient.text(message, "tracking_data")))
    heard = Heard(
        key=key,
        sender=Address(kind="viber", value=who, name=lenient.text(sender, "name")[:200], proven=True),
        text=text,
        language=_language(sender),
        ours=ours,
        reference=lenient.identifier(call, "message_token"),
        sent_at=lenient.instant(call, "timestamp", per_second=1_000),
    )
    return Written(heard, wanted)


def _content(message: Part) -> tuple[str, tuple[Wanted, ...]]:
    kind, said = lenient.text(message, "type"), lenient.text(message, "text")
    address = lenient.text(message, "media")
    if kind == "text":
        return said, ()
    if kind in FILES and address:
        name = lenient.text(message, "file_name") or FILES[kind]
        size = lenient.whole(message, "file_size") or lenient.whole(message, "size")
        return said, (Wanted(address, name, size=size),)
    if kind == "contact":
        contact = lenient.part(message, "contact")
        number = lenient.identifier(contact, "phone_number")
        return marks.together(said, marks.line(marks.CONTACT, lenient.text(contact, "name"), number)), ()
    if kind == "location":
        place = lenient.part(message, "location")
        return marks.together(said, marks.place(lenient.number(place, "lat"), lenient.number(place, "lon"))), ()
    if kind == "sticker":
        return marks.together(said, marks.line(marks.STICKER, lenient.identifier(message, "sticker_id"))), ()
    if kind == "url":
        return marks.together(said, marks.line(marks.LINK, address)), ()
    return marks.together(said, marks.line(marks.UNKNOWN, kind), address) if kind or said else "", ()


def _language(sender: Part) -> Language | None:
    code = lenient.text(sender, "language").partition("-")[0].lower()
    return code if code in LANGUAGES else None
