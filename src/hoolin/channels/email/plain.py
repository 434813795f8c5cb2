"""The cheap reading, for a mail that could not be read within its time: whom it is from, its subject, and its text without finery.

No library makes HTML harmless here, and no files are taken: what may take long is left out. When even the parts cannot be found, the
text is the mail as it came. Nothing is lost: the raw mail is kept, and a person sees why it looks as it does.
"""

import hashlib

from hoolin.channels.email import automatic, bodies, words
from hoolin.channels.email.head import split
from hoolin.channels.email.html import crude_text
from hoolin.channels.email.parts import Tree
from hoolin.channels.email.reading import SUBJECT_CHARACTERS_MAX, key_of, ours, shortened, with_line_feeds
from hoolin.channels.email.references import answers, reference, sent_at
from hoolin.channels.email.sender import NOBODY, sender
from hoolin.channels.email.us import Us
from hoolin.channels.written import Address, Heard, Passed, Raw, Understood
from hoolin.core.interaction.commands import Letter
from hoolin.core.limits import MESSAGE_CHARACTERS_MAX

PIECES_MAX = 10
"""Stretches of text that are looked at."""

TEXT_MAX = 10 * MESSAGE_CHARACTERS_MAX
"""Characters of each, before its tags are taken away."""

HTML_MAX = 400_000
"""The same of HTML, most of which may be tags."""

UNREAD = "[Kirja ei saanud täielikult lugeda / Письмо не удалось прочитать полностью / Could not be read in full]\n\n"


def read_plainly(raw: Raw, us: Us) -> tuple[Understood, ...]:
    """Somebody wrote something like this. There is always an answer."""
    try:
        return _read(raw, us)
    except Exception:
        # A defect of ours in reading the head; even so a person wrote, and a person shall see it.
        key = hashlib.sha256(us.address.lower().encode() + b"\0" + raw.body).hexdigest()
        nobody = Address(kind="email", value=f"unknown-{key[:24]}@{NOBODY}")
        text = words.decoded(raw.body[: 2 * MESSAGE_CHARACTERS_MAX])
        return (Heard(key=key, sender=nobody, text=shortened(UNREAD + text.strip(), []), letter=Letter(), apart=True),)


def _read(raw: Raw, us: Us) -> tuple[Understood, ...]:
    body = with_line_feeds(raw.body)
    head, start = split(body, 0, len(body))
    if why := automatic.why(head, raw.envelope, us):
        return (Passed(why=why),)
    key = key_of(raw, head, us)
    who = sender(head, raw.envelope, key, us)
    try:
        text = _text(body)
    except Exception:
        text = ""
    text = text or words.decoded(body[start : start + 2 * MESSAGE_CHARACTERS_MAX])
    letter = Letter(subject=words.one_line(head.text("subject"), SUBJECT_CHARACTERS_MAX))
    return (
        Heard(
            key=key, sender=who.address, text=shortened(UNREAD + text, []), letter=letter, thread=who.answer_to,
            ours=ours(head, raw, us), reference=reference(head), answers=answers(head), sent_at=sent_at(head, raw.at), apart=True,
        ),
    )  # fmt: skip


def _text(body: bytes) -> str:
    """The text of the mail's parts, HTML without its tags; "" when there is none."""
    pieces = bodies.sorted_out(Tree(body).grow(0, len(body))).pieces
    texts = (
        piece.plain.text(TEXT_MAX) if piece.plain else crude_text(piece.html.text(HTML_MAX)) if piece.html else ""
        for piece in pieces[:PIECES_MAX]
    )
    return "\n\n".join(text.strip() for text in texts if text.strip())
