"""Matrix events: JSON ↔ values, and what a kept one means. No input or output, no clock, no chance.

A field that is missing or of another kind than it should be is taken as empty: events come from anybody's program.
"""

import hashlib
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import msgspec

from hoolin.channels.long_text import fitted
from hoolin.channels.matrix.manifest import TRANSACTION_BYTES_MAX, TRANSACTION_EVENTS_MAX
from hoolin.channels.written import KEY_CHARACTERS_MAX, Address, Heard, Passed, Reported
from hoolin.core.errors import Malformed, TooLarge

DELIVERY = "ee.hoolin.delivery"
"""In what we send: our key for it, so that our own words are known when the homeserver shows them to us."""

TOLD = "ee.hoolin.told"
"""In a room's account data: that we have said that we cannot read it."""

EPHEMERAL = ("ephemeral", "de.sorunome.msc2409.ephemeral")
FILES = ("m.image", "m.file", "m.audio", "m.video")

write = msgspec.json.Encoder().encode
_transaction = msgspec.json.Decoder(dict[str, msgspec.Raw])
_list = msgspec.json.Decoder(list[msgspec.Raw])


class Piece(NamedTuple):
    """One thing of a transaction. key: ours for it. body: its very bytes. event: what it says."""

    key: str
    body: bytes
    event: "Event"


class Event(NamedTuple):
    """An event, or what is like one. content: as it came."""

    kind: str
    ident: str
    room: str
    sender: str
    state_key: str
    at: int
    content: dict[str, Any]


class Media(NamedTuple):
    """A file's place at a homeserver, and what its sender says of it. size: in bytes, 0 if not said."""

    server: str
    ident: str
    name: str
    media_type: str
    size: int


def transaction(body: bytes) -> tuple[Piece, ...]:
    """What a transaction brings: all events, and receipts. Raises Malformed, TooLarge."""
    if len(body) > TRANSACTION_BYTES_MAX:
        raise TooLarge("transaction", at_most=TRANSACTION_BYTES_MAX)
    try:
        said = _transaction.decode(body)
        events = _list.decode(said["events"]) if "events" in said else []
        beside = next((_list.decode(said[name]) for name in EPHEMERAL if name in said), [])
    except msgspec.DecodeError:
        raise Malformed("transaction") from None
    if len(events) + len(beside) > TRANSACTION_EVENTS_MAX:
        raise TooLarge("transaction", events=len(events) + len(beside))
    pieces = [piece(bytes(raw)) for raw in events]
    pieces += [found for raw in beside if (found := piece(bytes(raw))).event.kind == "m.receipt"]
    return tuple(pieces)


def piece(body: bytes) -> Piece:
    """One event with its key: its own id, or a digest of it."""
    event = read(body)
    if event.ident and len(event.ident) <= KEY_CHARACTERS_MAX and event.kind != "m.receipt":
        return Piece(event.ident, body, event)
    return Piece("sha256:" + hashlib.sha256(body).hexdigest(), body, event)


def read(body: bytes) -> Event:
    """An event; an empty one for what cannot be read."""
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        said = {}
    said = mapping(said)
    return Event(
        kind=word(said, "type"), ident=word(said, "event_id"), room=word(said, "room_id"), sender=word(said, "sender"),
        state_key=word(said, "state_key"), at=number(said, "origin_server_ts"), content=mapping(said.get("content")),
    )  # fmt: skip


def mapping(thing: object) -> dict[str, Any]:
    """A JSON object; an empty one for anything else."""
    return thing if isinstance(thing, dict) else {}


def word(said: dict[str, Any], name: str) -> str:
    """A text; "" for anything else."""
    found = said.get(name)
    return found if isinstance(found, str) else ""


def number(said: dict[str, Any], name: str) -> int:
    """A whole number that is not negative; 0 for anything else."""
    found = said.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else 0


def message(event: Event, key: str) -> Heard | Passed:
    """What somebody else's message means, its file and its sender's name aside."""
    content, answers = event.content, []
    relation = mapping(content.get("m.relates_to"))
    text = word(content, "body")
    if word(relation, "rel_type") == "m.replace":
        answers.append(word(relation, "event_id"))
        content = mapping(content.get("m.new_content")) or content
        text = word(content, "body")
    if answered := word(mapping(relation.get("m.in_reply_to")), "event_id"):
        answers.append(answered)
        text = without_quote(text)
    if word(content, "msgtype") == "m.notice":
        return Passed(why="notice")  # the word of a machine: machines must not answer each other
    if word(content, "msgtype") == "m.location":
        text = f"{text}\n{word(content, 'geo_uri')}".strip()
    if not text.strip() and media(event) is None:
        return Passed(why="nothing_said")
    fit = fitted(text.strip())
    return Heard(
        key=key,
        sender=Address(kind="matrix", value=event.sender, proven=True),
        text=fit.text,
        letter=fit.letter,
        files=fit.files,
        thread=event.room,
        reference=event.ident,
        answers=tuple(answer for answer in answers if answer),
        sent_at=event.at,
    )


def without_quote(text: str) -> str:
    """An answer without the lines that its sender's program repeated above it."""
    lines = text.split("\n")
    if not lines[0].startswith("> "):
        return text
    while lines and lines[0].startswith(">"):
        del lines[0]
    return "\n".join(lines).strip() or text


def media(event: Event) -> Media | None:
    """The file of a message; None when it has none, or only one that we cannot read."""
    content = event.content
    relation = mapping(content.get("m.relates_to"))
    if word(relation, "rel_type") == "m.replace":
        return None
    if word(content, "msgtype") not in FILES and event.kind != "m.sticker":
        return None
    parts = urlsplit(word(content, "url"))
    ident = parts.path.strip("/")
    if parts.scheme != "mxc" or not parts.netloc or not ident or "/" in ident:
        return None
    info = mapping(content.get("info"))
    name = word(content, "filename") or word(content, "body") or "file"
    return Media(parts.netloc, ident, name[-120:], word(info, "mimetype"), number(info, "size"))


def caption(event: Event) -> str:
    """The words that go with a file: without a name of its own, the file is called by them and there are none."""
    name, body = word(event.content, "filename"), word(event.content, "body")
    return body if name and name != body else ""


class Seen(NamedTuple):
    """Somebody has seen an event. at: when."""

    event: str
    user: str
    at: int


def receipts(event: Event) -> tuple[Seen, ...]:
    """Who has seen what."""
    found = []
    for ident, kinds in event.content.items():
        for user, said in mapping(mapping(kinds).get("m.read")).items():
            found.append(Seen(ident, user, number(mapping(said), "ts")))
    return tuple(found)


def echo(event: Event) -> Reported | Passed:
    """Our own words, as the homeserver shows them to us: the proof that it has them."""
    delivery = word(event.content, DELIVERY)
    return Reported(state="accepted", ours=delivery, reference=event.ident) if delivery else Passed(why="echo")


def text_content(text: str, delivery: str, *, automatic: bool) -> dict[str, Any]:
    """A message of ours. automatic: nobody wrote it, and it says so by its kind."""
    return {"msgtype": "m.notice" if automatic else "m.text", "body": text, DELIVERY: delivery}


def file_content(name: str, media_type: str, size: int, uri: str, delivery: str) -> dict[str, Any]:
    """A file of ours that the homeserver has. uri: where."""
    info = {"mimetype": media_type, "size": size}
    kind = media_type.partition("/")[0]
    said = f"m.{kind}" if kind in ("image", "audio", "video") else "m.file"
    return {"msgtype": said, "body": name, "filename": name, "url": uri, "info": info, DELIVERY: delivery}


def thread(room: str, user: str, first: str) -> str:
    """Where an answer goes: the room, and as whom unless that is our first user."""
    return room if user == first else f"{room} {user}"


def place(said: str, first: str) -> tuple[str, str]:
    """The room and our user there."""
    room, _, user = said.partition(" ")
    return room, user or first


def alias(customer: str, user: str) -> str:
    """The local name of the room that we begin with somebody: the same each time, so that it is begun once."""
    return "hoolin-" + hashlib.sha256(f"{user} {customer}".encode()).hexdigest()[:32]


def path(*parts: str) -> str:
    """A path of which each part may hold anything."""
    return "/" + "/".join(quote(part, safe="") for part in parts)
