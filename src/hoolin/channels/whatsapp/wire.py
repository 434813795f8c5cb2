"""WhatsApp's calls and what they mean, as plain functions. Any version of the Cloud API, newer ones too.

A call may hold messages and statuses for several numbers; each account reads what is for its own.

A customer is known by the id that WhatsApp gave them for our business, where it says one: a telephone number may be hidden, and
may be given to somebody else. Without such an id it is the number. Where an answer goes (`thread`) is the number, if it is known.
"""

from collections.abc import Iterator

from hoolin.channels import graph, lenient, marks, signed
from hoolin.channels.gathering import Meaning, Written
from hoolin.channels.lenient import Part
from hoolin.channels.parts import whole_of
from hoolin.channels.whatsapp.content import content
from hoolin.channels.written import Address, Heard, Passed, Reported
from hoolin.core.delivery.facts import ReportState

STATES: dict[str, ReportState] = {
    "sent": "accepted",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}
"""A status and what it says of a message of ours."""


Changes = list[tuple[str, Part]]


def changes(call: Part) -> Changes:
    """Everything in a call: which field of Meta's, and its value."""
    return [
        (lenient.text(change, "field"), lenient.part(change, "value"))
        for entry in lenient.parts(call, "entry")
        for change in lenient.parts(entry, "changes")
    ]


def number_of(value: Part) -> str:
    """Whose number a change is about; empty when it is about none."""
    return lenient.identifier(value, "metadata", "phone_number_id")


def call_key(found: Changes, body: bytes) -> str:
    """A call's key: of all that is in it, however Meta orders it when it calls again."""
    return graph.batch_key([one for field, value in found for one in _ids(field, value)], body)


def lane(found: Changes) -> str:
    """Who wrote, where everything in a call is one person's; "" otherwise, and where Meta tells of our own messages."""
    senders = {
        lenient.identifier(message, "from") or lenient.identifier(message, "from_user_id")
        for _, value in found
        for message in lenient.parts(value, "messages")
    }
    ours = any(lenient.parts(value, "statuses") for _, value in found)
    return senders.pop() if len(senders) == 1 and not ours else ""


def _ids(field: str, value: Part) -> Iterator[str]:
    number = number_of(value)
    known = False
    for kind in ("messages", "statuses", "message_echoes", "calls"):
        for one in lenient.parts(value, kind):
            known = True
            state = lenient.text(one, "status") or lenient.text(one, "event")
            yield f"{number}|{kind}|{lenient.identifier(one, 'id')}|{state}"
    if not known:
        yield f"{number}|{field}|{lenient.canonical(value).decode()}"


def read(call: Part, number: str, secret: bytes) -> tuple[Meaning, ...]:
    """What a call means to the account of this number. secret: with which our own marks are proven."""
    return tuple(meaning for field, value in changes(call) for meaning in _change(field, value, number, secret))


def _change(field: str, value: Part, number: str, secret: bytes) -> Iterator[Meaning]:
    if field == "smb_message_echoes":
        yield Passed(why="echo")
    elif field == "calls":
        yield Passed(why="call")
    elif field != "messages":
        yield Passed(why=f"unknown_event:{field[:60]}")
    elif number_of(value) != number:
        yield Passed(why="other_number")
    else:
        for message in lenient.parts(value, "messages"):
            yield _message(message, value, number)
        for status in lenient.parts(value, "statuses"):
            yield _status(status, secret)
        if not lenient.parts(value, "messages") and not lenient.parts(value, "statuses"):
            yield Passed(why="empty")


def _message(message: Part, value: Part, number: str) -> Meaning:
    if lenient.identifier(message, "group_id"):
        return Passed(why="group")
    sender, phone = _sender(message, value)
    if not sender.value:
        return Passed(why="no_sender")
    said = content(message)
    if isinstance(said, Passed):
        return said
    own = lenient.identifier(message, "id")
    answered = said.about or lenient.identifier(message, "context", "id")
    heard = Heard(
        # Meta's ids are unique by themselves; an id that is missing is a message's place in time.
        key=f"{number}:{own or 'at:' + lenient.identifier(message, 'timestamp') + ':' + sender.value}",
        sender=sender,
        text=_forwarded(message, marks.together(said.text, _advertisement(message))),
        thread=phone,
        reference=own,
        answers=(answered,) if answered else (),
        sent_at=lenient.instant(message, "timestamp"),
    )
    return Written(heard, said.wanted)


def _sender(message: Part, value: Part) -> tuple[Address, str]:
    """Who wrote, and under which number (empty when it is hidden)."""
    phone, own = lenient.identifier(message, "from"), lenient.identifier(message, "from_user_id")
    contacts = lenient.parts(value, "contacts")
    matching = [
        one
        for one in contacts
        if (phone and lenient.identifier(one, "wa_id") == phone) or (own and lenient.identifier(one, "user_id") == own)
    ]
    # In some countries the number a message is from and the one in the profile are written differently.
    contact = matching[0] if matching else contacts[0] if len(contacts) == 1 else {}
    own = own or lenient.identifier(contact, "user_id")
    phone = phone or lenient.identifier(contact, "wa_id")
    name = lenient.text(contact, "profile", "name")[:200]
    return Address(kind="whatsapp", value=own or phone, name=name, proven=True), phone


def _forwarded(message: Part, text: str) -> str:
    context = lenient.part(message, "context")
    far = lenient.flag(context, "forwarded") or lenient.flag(context, "frequently_forwarded")
    return f"{marks.FORWARDED} {text}".rstrip() if far else text


def _advertisement(message: Part) -> str:
    """The advertisement that the customer came from, which they take for known."""
    headline = lenient.text(message, "referral", "headline")
    return marks.line(marks.STORY, headline) if headline else ""


def _status(status: Part, secret: bytes) -> Meaning:
    if lenient.text(status, "type") == "call":
        return Passed(why="call_status")
    said = lenient.text(status, "status")
    state = STATES.get(said)
    reference = lenient.identifier(status, "id")
    if state is None or not reference:
        return Passed(why=f"unknown_status:{said[:60]}")
    ours, last = whole_of(signed.proven(secret, lenient.text(status, "biz_opaque_callback_data")))
    if ours and not last and state != "failed":
        return Passed(why="part")
    errors = lenient.parts(status, "errors")
    code = graph.status_code(errors[0]) if errors else ""
    return Reported(state=state, ours=ours, reference=reference, code=code)
