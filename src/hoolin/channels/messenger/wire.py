"""Calls of Messenger and Instagram and what they mean, as plain functions. Shapes of 2017 and of today.

A call may hold events of several pages; each account reads its own. What we sent comes back as an echo: with our app's id and our
proof it says that a message of ours is accepted, even when the answer to it never came. Everything else that a page says is
somebody else's word (Meta's own inbox, another program) and is passed over.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from hoolin.channels import graph, lenient, marks, signed
from hoolin.channels.gathering import Meaning, Written
from hoolin.channels.lenient import Part
from hoolin.channels.messenger.content import content
from hoolin.channels.passes import code_in
from hoolin.channels.written import Address, AddressKind, Heard, Passed, ReadUpTo, Reported


class Reader(NamedTuple):
    """Who reads. own_id: what customers write to. app_id: ours. secret: with which our own marks are proven."""

    kind: AddressKind
    own_id: str
    app_id: str
    secret: bytes


Events = list[tuple[str, str, Part]]


def events(call: Part) -> Events:
    """Everything in a call: of which page, whether it is ours to answer (`messaging`), and the event."""
    return [
        (lenient.identifier(entry, "id"), place, event)
        for entry in lenient.parts(call, "entry")
        for place in ("messaging", "standby", "changes")
        for event in lenient.parts(entry, place)
    ]


def call_key(found: Events, body: bytes) -> str:
    """A call's key: of all that is in it, however Meta orders it when it calls again."""
    return graph.batch_key([f"{own}|{place}|{_id(event)}" for own, place, event in found], body)


def lane(found: Events) -> str:
    """With whom it is, where everything in a call is with one person; "" otherwise."""
    people = {
        tuple({lenient.identifier(event, side, "id") for side in ("sender", "recipient")} - {own, ""})
        for own, _, event in found
    }
    (person,) = people if len(people) == 1 else ((),)
    return person[0] if len(person) == 1 else ""


def _id(event: Part) -> str:
    """What an event is known by: a message by its own id, anything else by all that it says."""
    message = lenient.part(event, "message")
    mid = lenient.identifier(message, "mid")
    return f"{mid}|{lenient.flag(message, 'is_deleted')}" if mid else _digest(event)


def _digest(event: Part) -> str:
    return sha256(lenient.canonical(event)).hexdigest()


def read(call: Part, reader: Reader) -> tuple[Meaning, ...]:
    """What a call means to an account."""
    return tuple(
        meaning for own, place, event in events(call) for meaning in _event(own, place, event, reader)
    )  # fmt: skip


def _event(own: str, place: str, event: Part, reader: Reader) -> Iterator[Meaning]:
    if own != reader.own_id:
        yield Passed(why="other_page")
    elif place == "standby":
        # Another program has this conversation now.
        yield Passed(why="standby")
    elif place == "changes":
        yield Passed(why=f"unknown_event:{lenient.text(event, 'field')[:60]}")
    elif message := lenient.part(event, "message"):
        yield _message(message, event, reader)
    elif edit := lenient.part(event, "message_edit"):
        yield _edit(edit, event, reader)
    elif postback := lenient.part(event, "postback"):
        yield _postback(postback, event, reader)
    elif referral := lenient.part(event, "referral"):
        yield _referral(referral, event, reader)
    elif reaction := lenient.part(event, "reaction"):
        yield _reaction(reaction, event, reader)
    elif "delivery" in event:
        yield from _delivery(lenient.part(event, "delivery"))
    elif "read" in event:
        yield _seen(lenient.part(event, "read"), event, reader)
    else:
        kinds = sorted(name for name in event if name not in ("sender", "recipient", "timestamp"))
        yield Passed(why=f"unknown_event:{kinds[0][:60]}" if kinds else "empty_event")


def _heard(event: Part, reader: Reader, key: str, text: str, reference: str = "", about: str = "") -> Heard | Passed:
    sender = lenient.identifier(event, "sender", "id")
    if not sender:
        return Passed(why="no_sender")
    return Heard(
        key=key,
        sender=Address(kind=reader.kind, value=sender, proven=True),
        text=text,
        reference=reference,
        answers=(about,) if about else (),
        sent_at=lenient.instant(event, "timestamp", per_second=1_000),
    )


def _message(message: Part, event: Part, reader: Reader) -> Meaning:
    mid = lenient.identifier(message, "mid")
    if lenient.flag(message, "is_echo") or lenient.identifier(event, "sender", "id") == reader.own_id:
        return _echo(message, mid, reader)
    if lenient.flag(message, "is_deleted"):
        return _written(_heard(event, reader, f"{mid}:deleted", marks.DELETED, about=mid))
    said = content(message)
    if not said.text and not said.wanted:
        return Passed(why="empty")
    about = lenient.identifier(message, "reply_to", "mid")
    text = marks.together(said.text, _code(message))
    heard = _heard(event, reader, mid or _digest(event), text, mid, about)
    return heard if isinstance(heard, Passed) else Written(heard, said.wanted)


def _echo(message: Part, mid: str, reader: Reader) -> Meaning:
    if lenient.identifier(message, "app_id") != reader.app_id:
        return Passed(why="echo_other")
    ours = signed.proven(reader.secret, lenient.text(message, "metadata"))
    return Reported(state="accepted", ours=ours, reference=mid) if ours else Passed(why="echo")


def _edit(edit: Part, event: Part, reader: Reader) -> Meaning:
    mid = lenient.identifier(edit, "mid")
    key = f"{mid}:edit:{lenient.identifier(edit, 'num_edit') or lenient.identifier(event, 'timestamp')}"
    return _written(_heard(event, reader, key, marks.edited(lenient.text(edit, "text")), about=mid))


def _postback(postback: Part, event: Part, reader: Reader) -> Meaning:
    """Somebody pressed a button: they said what stood on it."""
    said = marks.together(lenient.text(postback, "title") or lenient.text(postback, "payload"), _code(postback))
    mid = lenient.identifier(postback, "mid")
    return _written(_heard(event, reader, mid or _digest(event), said or marks.UNKNOWN, mid))


def _referral(referral: Part, event: Part, reader: Reader) -> Meaning:
    """Somebody who has written before has followed a link: they have said nothing, unless it brought a code of ours along."""
    code = _code({"referral": referral})
    return _written(_heard(event, reader, _digest(event), code)) if code else Passed(why="referral")


def _code(part: Part) -> str:
    """The code in the link (`m.me/…?ref=…`) by which somebody came; empty when there is none."""
    return code_in(lenient.text(part, "referral", "ref")) or ""


def _reaction(reaction: Part, event: Part, reader: Reader) -> Meaning:
    if lenient.text(reaction, "action") == "unreact":
        return Passed(why="reaction_removed")
    mid = lenient.identifier(reaction, "mid")
    sign = lenient.text(reaction, "emoji") or lenient.text(reaction, "reaction") or marks.UNKNOWN
    return _written(_heard(event, reader, f"{mid}:reaction:{lenient.identifier(event, 'timestamp')}", sign, about=mid))


def _written(heard: Heard | Passed) -> Meaning:
    return heard if isinstance(heard, Passed) else Written(heard)


def _delivery(delivery: Part) -> Iterator[Meaning]:
    """The messages that are named; a watermark alone says nothing of any one of them."""
    mids = [mid for mid in lenient.texts(delivery, "mids") if mid]
    for mid in mids:
        yield Reported(state="delivered", reference=mid)
    if not mids:
        yield Passed(why="delivered_up_to")


def _seen(seen: Part, event: Part, reader: Reader) -> Meaning:
    """Messenger says up to when, Instagram which message."""
    if mid := lenient.identifier(seen, "mid"):
        return Reported(state="read", reference=mid)
    at = lenient.instant(seen, "watermark", per_second=1_000)
    sender = lenient.identifier(event, "sender", "id")
    if not at or not sender:
        return Passed(why="empty_event")
    return ReadUpTo(sender=Address(kind=reader.kind, value=sender, proven=True), at=at)
