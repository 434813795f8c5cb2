"""Mails for tests: one account of ours, and raw input made of text."""

from pathlib import Path

import hoolin.channels.email as email
from hoolin.channels.email.reading import understood
from hoolin.channels.email.us import Us
from hoolin.channels.written import Heard, Passed, Raw, Reported

FIXTURES = Path(str(email.__file__)).parent / "fixtures"
AT = 1_796_000_000_000
DELIVERY = "i0195f2c1a2b3c4d5e6f708192a3b4c5d.m12"
US = Us(
    account="support", address="support@firm.example", name="Firm", aliases=("info@firm.example",), domain="firm.example",
    reply_prefix="support", authserv="mx.firm.example", secret=b"a secret of the site, 32 bytes..",
)  # fmt: skip
HEAD = (
    "From: Mari Maasikas <mari@customer.example>\nTo: support@firm.example\nSubject: Question\n"
    "Date: Thu, 26 Nov 2026 10:15:00 +0200\nMessage-ID: <q1@customer.example>\n"
)


def raw(mail: str | bytes, key: str = "k1", **envelope: str) -> Raw:
    """A mail as it comes in, with line ends as they travel."""
    body = mail.replace("\n", "\r\n").encode() if isinstance(mail, str) else mail
    return Raw(account="support", key=key, body=body, envelope=envelope, at=AT)


def heard(mail: str | bytes, **envelope: str) -> Heard:
    """What somebody wrote; fails when it is anything else."""
    (one,) = understood(raw(mail, **envelope), US)
    assert isinstance(one, Heard), one
    return one


def passed(mail: str | bytes, **envelope: str) -> str:
    """Why it was passed over; "" when somebody was heard."""
    (one,) = understood(raw(mail, **envelope), US)
    return one.why if isinstance(one, Passed) else ""


def reported(mail: str | bytes, **envelope: str) -> Reported:
    """What was reported; fails when it is anything else."""
    (one,) = understood(raw(mail, **envelope), US)
    assert isinstance(one, Reported), one
    return one
