"""Everything a mail means: somebody wrote, a mail of ours was reported on, or nothing a person should see. Pure, and bounded.

    bytes ──parts──▶ tree ──reports──▶ Reported | Passed
                      │ ──automatic──▶ Passed
                      └─▶ sender, text without history, harmless HTML, files ──▶ Heard

The key of a mail is made of what no mail system on the way changes, so that the same mail fetched and delivered is one event.
What was left out is said at the end of the text.
"""

import hashlib
import html as entities
from typing import NamedTuple

from hoolin.channels.email import automatic, bodies, files, quotes, reports, words
from hoolin.channels.email.head import Head
from hoolin.channels.email.html import as_text, crude_text, harmless, with_images
from hoolin.channels.email.limits import HTML_CHARACTERS_MAX, TEXT_CHARACTERS_MAX
from hoolin.channels.email.parts import Part, Tree
from hoolin.channels.email.references import answers, reference, sent_at
from hoolin.channels.email.sender import copies, sender
from hoolin.channels.email.token import ours_in
from hoolin.channels.email.us import Us
from hoolin.channels.written import File, Heard, Passed, Raw, Understood
from hoolin.core.interaction.commands import Letter
from hoolin.core.limits import MESSAGE_CHARACTERS_MAX

LASTING = ("from", "to", "cc", "reply-to", "subject", "date", "message-id", "in-reply-to", "references")
"""Fields that a mail keeps on its way. Others are added, rewritten or dropped by servers and scanners."""

SUBJECT_CHARACTERS_MAX = 998
QUOTED_CHARACTERS_MAX = 200_000
WHOLE_TEXT = "message.txt"

SHORT_CHARACTERS_MAX = MESSAGE_CHARACTERS_MAX - 400
"""Of the text itself, so that there is room to say what was left out."""

LEFT_OUT = "Jäi välja / Не вошло / Left out"
MORE_PARTS = "…"


class Texts(NamedTuple):
    """text: all that was written, history included. html: as it was laid out, harmless. left_out: what is missing."""

    text: str
    html: str
    left_out: tuple[str, ...] = ()


def understood(raw: Raw, us: Us) -> tuple[Understood, ...]:
    """What a mail means. Whatever its bytes are, there is an answer, and the same one each time."""
    body = with_line_feeds(raw.body)
    tree = Tree(body)
    mail = tree.grow(0, len(body))
    if reported := reports.read(mail, raw.envelope, us):
        return (reported,)
    if why := automatic.why(mail.head, raw.envelope, us):
        return (Passed(why=why),)
    return (heard(raw, mail, us, cut=tree.cut),)


def with_line_feeds(body: bytes) -> bytes:
    """Very old programs end lines with a carriage return alone."""
    return body if b"\n" in body else body.replace(b"\r", b"\n")


def heard(raw: Raw, mail: Part, us: Us, *, cut: bool = False) -> Heard:
    """Somebody wrote this."""
    head, key = mail.head, key_of(raw, mail.head, us)
    sorted_out = bodies.sorted_out(mail)
    texts = read_texts(sorted_out.pieces)
    new, quoted = quotes.fold(texts.text)
    long = len(new) > SHORT_CHARACTERS_MAX
    whole = (File(name=WHOLE_TEXT, media_type="text/plain", body=texts.text.encode()),) if long else ()
    found = files.found(sorted_out.files, whole)
    left_out = [*found.left_out, *texts.left_out, *([MORE_PARTS] if cut else [])]
    who = sender(head, raw.envelope, key, us)
    letter = Letter(
        subject=words.one_line(head.text("subject"), SUBJECT_CHARACTERS_MAX), cc=copies(head, who.address.value, us),
        html=with_images(texts.html, found.cids), quoted=quoted[:QUOTED_CHARACTERS_MAX], shortened=long,
    )  # fmt: skip
    return Heard(
        key=key, sender=who.address, text=shortened(new, left_out), letter=letter, files=found.files, thread=who.answer_to,
        ours=ours(head, raw, us), reference=reference(head), answers=answers(head), sent_at=sent_at(head, raw.at), apart=True,
    )  # fmt: skip


def key_of(raw: Raw, head: Head, us: Us) -> str:
    """The mail's own key: of the address it came to and of what lasts. A mail without an id and a date may be sent twice and meant
    twice, so there the transport's key tells.
    """
    made = hashlib.sha256(us.address.lower().encode())
    for name, value in head.fields:
        if name in LASTING or (name.startswith("content-") and name != "content-length"):
            made.update(b"\n" + name.encode() + b":" + b" ".join(value.split()))
    if "message-id" not in head and "date" not in head:
        made.update(b"\0" + raw.key.encode())
    _, _, text = raw.body.replace(b"\r\n", b"\n").partition(b"\n\n")
    made.update(b"\n\n" + text.rstrip())
    return made.hexdigest()


def ours(head: Head, raw: Raw, us: Us) -> str:
    """The delivery of ours that it answers, if it shows our proof: the nearest one first."""
    nearest = " ".join([head.plain("in-reply-to")[:4_000], reports.recipients(head, raw.envelope)])
    return ours_in(nearest, us) or ours_in(" ".join(answers(head)), us)


def read_texts(pieces: tuple[bodies.Piece, ...]) -> Texts:
    """All pieces of text, one after the other."""
    texts: list[str] = []
    laid_out: list[str] = []
    left_out: list[str] = []
    room = TEXT_CHARACTERS_MAX
    for piece in pieces:
        plain = piece.plain.text(room + 1) if piece.plain else ""
        html = piece.html.text(HTML_CHARACTERS_MAX + 1) if piece.html else ""
        safe = harmless(html) if html else ""
        if safe is None:
            left_out.append("HTML")
        said = plain if plain.strip() else as_text(safe) if safe is not None else crude_text(html)
        if len(said) > room:
            said = said[:room]
            left_out.append(MORE_PARTS)
        room -= len(said)
        texts.append(said.strip("\n"))
        laid_out.append(safe or f"<pre>{entities.escape(said, quote=False)}</pre>")
    shows = any(piece.html for piece in pieces) and "HTML" not in left_out
    html = "\n".join(laid_out) if shows else ""
    fits = len(html) <= HTML_CHARACTERS_MAX
    return Texts("\n\n".join(text for text in texts if text.strip()), html if fits else "", tuple(left_out))


def shortened(text: str, left_out: list[str]) -> str:
    """The text as far as a message may be long, and what is missing."""
    said = f"\n\n[{LEFT_OUT}: {', '.join(left_out)[:300]}]" if left_out else ""
    if len(text) > SHORT_CHARACTERS_MAX:
        at = text.rfind("\n", SHORT_CHARACTERS_MAX - 500, SHORT_CHARACTERS_MAX - 2)
        text = text[: at if at > 0 else SHORT_CHARACTERS_MAX - 2].rstrip() + "\n…"
    return (text + said).strip("\n")
