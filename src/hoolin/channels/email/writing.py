"""A message of ours as mail. Pure: the same message gives the same bytes, but for the instant at which it is written.

- Message-ID, envelope sender and ENVID carry the delivery's proof; a second attempt carries the same.
- Nothing that a customer or an agent wrote can make a header field: values lose their control characters, addresses are checked.
- What the system wrote says so (`Auto-Submitted`), so that no answering machine answers it. Everything bears our mark against loops.
- The bytes are plain ASCII in lines of at most 78 characters with CRLF, so no mail system on the way need change them.

It refuses (Invalid `address_email`): an address that mail cannot be sent to, or whose local part is not ASCII.
"""

import binascii
import hashlib
import quopri
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import NamedTuple
from urllib.parse import quote

from hoolin.channels.email.automatic import LOOP_FIELD
from hoolin.channels.email.limits import REFERENCES_MAX
from hoolin.channels.email.references import ids_in
from hoolin.channels.email.token import loop_mark, message_id, reply_address, token
from hoolin.channels.email.us import Us
from hoolin.channels.email.words import clean, one_line
from hoolin.channels.written import Outgoing
from hoolin.core.address import checked_address
from hoolin.core.errors import Invalid
from hoolin.core.facts import Instant

SUBJECT_CHARACTERS_MAX = 500
ENCODED_CHARACTERS_MAX = 75
"""Of an encoded word (RFC 2047)."""

AGAIN = re.compile(
    r"(?:\s*(?:re|aw|antw|sv|vs|vast|vastus|ha|atb|ats|отв|ответ|на|rv)(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：])+\s*",
    re.IGNORECASE,
)
"""How programs of the three languages and their neighbours begin the subject of an answer; however many there are, one is left."""

ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
FILE_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}")


class Written(NamedTuple):
    """A mail that can be handed over. message_id: with its angle brackets. envelope_from: where bounces go. to: everybody who gets
    it. envid: what a delivery report names it by. body: RFC 5322, with CRLF.
    """

    message_id: str
    envelope_from: str
    to: tuple[str, ...]
    envid: str
    body: bytes


def write_mail(out: Outgoing, us: Us, files: Sequence[tuple[str, str, bytes]], at: Instant) -> Written:
    """The mail. files: name, media type and bytes of each. at: when it is sent. Raises Invalid for an address."""
    to = _sendable(out.thread or out.to.value)
    letter = out.letter
    copies = tuple(dict.fromkeys(_sendable(address) for address in (letter.cc if letter else ())))
    copies = tuple(address for address in copies if address != to)
    answer = reply_address(out.delivery, us)
    own_id = message_id(out.delivery, us)
    name = " | ".join(part for part in (out.person, us.name or out.operator) if part)
    fields = [
        ("Date", format_datetime(datetime.fromtimestamp(at / 1000, UTC))),
        ("From", _mailbox(name, _sendable(us.address))),
        ("To", _mailbox(out.to.name if to == out.to.value else "", to)),
        *([("Cc", ", ".join(copies))] if copies else []),
        *([("Reply-To", _mailbox(us.name or out.operator, answer))] if answer else []),
        ("Subject", _encoded(subject(letter.subject if letter else "", answers=bool(out.answers)), len("Subject: "))),
        ("Message-ID", own_id),
        *_references(out.answers),
        *([] if out.person else [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")]),
        (LOOP_FIELD.title(), loop_mark(us)),
        ("Content-Language", out.language),
        ("MIME-Version", "1.0"),
    ]  # fmt: skip
    lines = [_folded(name, value) for name, value in fields]
    body = "\r\n".join(lines).encode("ascii") + b"\r\n" + _content(out, files)
    return Written(own_id, answer or _sendable(us.address), (to, *copies), token(out.delivery, us), body)


def subject(said: str, *, answers: bool) -> str:
    """The subject on one line; with one `Re:` in an answer, in whatever language earlier ones were."""
    plain = one_line(said, SUBJECT_CHARACTERS_MAX)
    rest = AGAIN.sub("", plain, count=1) if AGAIN.match(plain) else plain
    return f"Re: {rest}".strip() if answers or rest != plain else plain


def _sendable(address: str) -> str:
    """The address as it goes over the wire: its domain in ASCII."""
    checked = checked_address("email", address)
    local, _, domain = checked.rpartition("@")
    try:
        wired = domain.encode("idna").decode("ascii")
        local.encode("ascii")
    except UnicodeError:
        raise Invalid("address_email") from None
    if re.search(r"[\x00-\x20\x7f()\[\]:\\]", local + wired):
        raise Invalid("address_email")
    return f"{local}@{wired}"


def _mailbox(name: str, address: str) -> str:
    said = one_line(clean(name), 200).replace('"', "'").replace("\\", "/")
    if not said:
        return address
    return f'"{said}" <{address}>' if said.isascii() else f"{_encoded(said, 10)} <{address}>"


def _encoded(text: str, before: int) -> str:
    """A text as encoded words, if it needs them; never with a letter cut in two. before: characters on the line already."""
    plain = clean(text).replace("\n", " ").replace("\t", " ")
    if plain.isascii() and "=?" not in plain and all(len(word) < 70 for word in plain.split(" ")):
        return plain
    made, run = [], b""
    room = (ENCODED_CHARACTERS_MAX - len("=?utf-8?b??=") - before) // 4 * 3
    for letter in plain:
        piece = letter.encode()
        if len(run) + len(piece) > room:
            made.append(run)
            run, room = b"", (ENCODED_CHARACTERS_MAX - len("=?utf-8?b??=")) // 4 * 3
        run += piece
    return " ".join(f"=?utf-8?b?{binascii.b2a_base64(one, newline=False).decode()}?=" for one in [*made, run])


def _references(answers: Iterable[str]) -> list[tuple[str, str]]:
    """In-Reply-To and References, from the ids of what is answered, the newest first."""
    known = [
        found for said in answers for found in ids_in(said if said.startswith("<") else f"<{said}>") if found.isascii()
    ]
    known = list(dict.fromkeys(known))[:REFERENCES_MAX]
    return [("In-Reply-To", known[0]), ("References", " ".join(reversed(known)))] if known else []


def _folded(name: str, value: str) -> str:
    """A field in lines of at most 78 characters, as far as its words let us."""
    lines, line = [], f"{name}:"
    for word in re.sub(r"[\x00-\x1f\x7f]", " ", value).split(" "):
        if len(line) + 1 + len(word) > 78 and line.strip() and line != f"{name}:":
            lines.append(line)
            line = ""
        line = f"{line} {word}"
    return "\r\n".join([*lines, line])


def _content(out: Outgoing, files: Sequence[tuple[str, str, bytes]]) -> bytes:
    text = _text(out.text)
    if not files:
        return text
    boundary = "=_" + hashlib.sha256(out.delivery.encode()).hexdigest()[:40]
    parts = [text, *(_file(*file) for file in files)]
    inner = b"".join(b"\r\n--" + boundary.encode() + b"\r\n" + part for part in parts)
    return (
        f'Content-Type: multipart/mixed;\r\n boundary="{boundary}"\r\n'.encode()
        + inner.rstrip(b"\r\n") + b"\r\n--" + boundary.encode() + b"--\r\n"
    )  # fmt: skip


def _text(text: str) -> bytes:
    """A text part: as it is when it can travel so, quoted-printable otherwise."""
    plain = clean(text).rstrip("\n").replace("\n", "\r\n") + "\r\n"
    lines = plain.split("\r\n")
    if plain.isascii() and all(
        len(line) <= 78 and not line.startswith((".", "From ")) and line == line.rstrip() for line in lines
    ):
        return b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n" + plain.encode()
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head + b"\r\n".join(_quoted_printable(line) for line in lines)


def _quoted_printable(line: str) -> bytes:
    """One line. A leading dot and `From ` are written out: mail systems treat them in their own ways."""
    raw = quopri.encodestring(line.encode(), quotetabs=False).replace(b"\n", b"\r\n")
    raw = raw.replace(b"\r\n.", b"\r\n=2E").replace(b"\r\nFrom ", b"\r\n=46rom ")
    if raw.startswith(b"."):
        return b"=2E" + raw[1:]
    return b"=46rom " + raw[5:] if raw.startswith(b"From ") else raw


def _file(name: str, media_type: str, body: bytes) -> bytes:
    """A file as a part. A mail within is sent as bytes too, so that nothing rewrites it."""
    kind = media_type.partition(";")[0].strip().lower()
    if FILE_TYPE.fullmatch(kind) is None or kind.startswith(("multipart/", "message/")):
        kind = "application/octet-stream"
    said = one_line(clean(name), 150).replace("/", "_").replace("\\", "_") or "file"
    plain = re.fullmatch(r"[A-Za-z0-9 ._()+,-]{1,60}", said)
    named = [f'Content-Disposition: attachment; filename="{said}"'] if plain else ["Content-Disposition: attachment;"]
    fields = [
        f"Content-Type: {kind}",
        *named,
        *([] if plain else _long_parameter("filename", said)),
        "Content-Transfer-Encoding: base64",
    ]
    data = binascii.b2a_base64(body, newline=False)
    lines = [data[at : at + 76] for at in range(0, len(data), 76)]
    return "\r\n".join(fields).encode() + b"\r\n\r\n" + b"\r\n".join(lines) + b"\r\n"


def _long_parameter(name: str, value: str) -> list[str]:
    """A parameter as RFC 2231 writes it, in pieces that fit on a line; no letter is cut in two."""
    pieces, piece = [], ""
    for part in (quote(letter, safe="") for letter in value):
        if len(piece) + len(part) > 55:
            pieces.append(piece)
            piece = ""
        piece += part
    pieces.append(piece)
    if len(pieces) == 1:
        return [f" {name}*=utf-8''{pieces[0]}"]
    last = len(pieces) - 1
    pieces[0] = f"utf-8''{pieces[0]}"
    return [f" {name}*{at}*={one}" + (";" if at < last else "") for at, one in enumerate(pieces)]
