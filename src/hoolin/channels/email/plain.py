"""The cheap reading, for a mail that could not be read within its time: whom it is from, its subject, and the text as it came.

It looks at the head and at so many bytes, once, and at nothing else. Nothing is lost: the raw mail is kept, and a person sees why it
looks as it does.
"""

import hashlib

from hoolin.channels.email import automatic, words
from hoolin.channels.email.head import split
from hoolin.channels.email.reading import SUBJECT_CHARACTERS_MAX, key_of, ours, shortened, with_line_feeds
from hoolin.channels.email.references import answers, reference, sent_at
from hoolin.channels.email.sender import NOBODY, sender
from hoolin.channels.email.us import Us
from hoolin.channels.written import Address, Heard, Passed, Raw, Understood
from hoolin.core.interaction.commands import Letter
from hoolin.core.limits import MESSAGE_CHARACTERS_MAX

UNREAD = "[Kiri on näidatud toorelt / Письмо показано как есть / Shown as it came]\n\n"


def read_plainly(raw: Raw, us: Us) -> tuple[Understood, ...]:
    """Somebody wrote something like this. There is always an answer."""
    try:
        return _read(raw, us)
    except Exception:
        # A defect of ours in reading the head; even so a person wrote, and a person shall see it.
        key = hashlib.sha256(us.address.lower().encode() + b"\0" + raw.body).hexdigest()
        nobody = Address(kind="email", value=f"unknown-{key[:24]}@{NOBODY}")
        text = words.decoded(raw.body[: 2 * MESSAGE_CHARACTERS_MAX])
        return (Heard(key=key, sender=nobody, text=shortened(UNREAD + text, []), letter=Letter(), apart=True),)


def _read(raw: Raw, us: Us) -> tuple[Understood, ...]:
    body = with_line_feeds(raw.body)
    head, start = split(body, 0, len(body))
    if why := automatic.why(head, raw.envelope, us):
        return (Passed(why=why),)
    key = key_of(raw, head, us)
    who = sender(head, raw.envelope, key, us)
    text = words.decoded(body[start : start + 2 * MESSAGE_CHARACTERS_MAX]).strip()
    letter = Letter(subject=words.one_line(head.text("subject"), SUBJECT_CHARACTERS_MAX))
    return (
        Heard(
            key=key, sender=who.address, text=shortened(UNREAD + text, []), letter=letter, thread=who.answer_to,
            ours=ours(head, raw, us), reference=reference(head), answers=answers(head), sent_at=sent_at(head, raw.at), apart=True,
        ),
    )  # fmt: skip
