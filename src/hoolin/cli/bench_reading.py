"""`hoolin bench reading`: how many mails a second are read, each kind in this process and in a reader's, beside the standard
library's parser, which only takes the same mails apart.
"""

import asyncio
import base64
import random
import time
from collections.abc import Callable
from email import message_from_bytes
from typing import Any

from hoolin.channels.email.plain import read_plainly
from hoolin.channels.email.reading import understood
from hoolin.channels.email.us import Us
from hoolin.channels.email.worker import Readers
from hoolin.channels.written import Raw

SECONDS = 2.0
"""For each figure."""

US = Us(account="bench", address="support@firm.example", domain="firm.example", reply_prefix="support", secret=b"bench")
HEAD = (
    "Received: from mx.customer.example by mx.firm.example with ESMTPS id 4F2C1A; Thu, 26 Nov 2026 10:15:01 +0200\n"
    "From: =?utf-8?B?TWFyaSBNYWFzaWthcw==?= <mari@customer.example>\nTo: Support <support@firm.example>\n"
    "Subject: =?utf-8?Q?K=C3=BCsimus?=\nDate: Thu, 26 Nov 2026 10:15:00 +0200\nMessage-ID: <{at}@customer.example>\n"
    "References: <a@firm.example> <b@firm.example>\nMIME-Version: 1.0\n"
)
TEXT = "Tere!\n\nMinu tellimus ei ole veel kohale jõudnud. Kas saate vaadata?\n\nMari\n\n"
HISTORY = "26.11.2026 10:15 Abi kirjutas:\n" + "> Tere, Mari! Vaatame järele ja anname teada.\n" * 10
HTML = "<div>Tere!</div><div><br></div><div>Kas saate <b>vaadata</b>?</div>" + (
    '<div class="gmail_quote">26. november 2026 10:15 kirjutas Abi &lt;abi@firm.example&gt;:<blockquote>'
    + '<p style="margin:0;color:#222"><span>Vaatame järele.</span> <a href="https://firm.example/x">x</a></p>' * 30
    + "</blockquote></div>"
)
BOUNCE = (
    "From: MAILER-DAEMON@mx.example\nTo: support@firm.example\nSubject: Undelivered Mail Returned to Sender\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n"
    "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n--b\n"
    "Content-Type: message/rfc822\n\nMessage-ID: <{at}@firm.example>\n\nx\n--b--\n"
)


def kinds() -> dict[str, str]:
    """The mails, one of each kind; `{at}` is where they differ."""
    plain = "Content-Type: text/plain; charset=utf-8\n\n"
    html = "Content-Type: text/html; charset=utf-8\n\n"
    picture = base64.encodebytes(random.Random(7).randbytes(300_000)).decode()  # noqa: S311 - a seeded load
    both = f"Content-Type: multipart/alternative; boundary=a\n\n--a\n{plain}{TEXT}{HISTORY}\n--a\n{html}{HTML}\n--a--\n"
    return {
        "plain": f"{HEAD}{plain}{TEXT}{HISTORY}",
        "html": f"{HEAD}{both}",
        "photo": f"{HEAD}Content-Type: multipart/mixed; boundary=m\n\n--m\n{both}\n--m\nContent-Type: image/jpeg; name=photo.jpg\n"
        f"Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=photo.jpg\n\n{picture}\n--m--\n",
        "bounce": BOUNCE,
    }  # fmt: skip


def measure() -> dict[str, Any]:
    """Mails a second of each kind."""
    figures: dict[str, Any] = {}
    for kind, mail in kinds().items():
        mails = [
            Raw(account="bench", key=str(at), body=mail.replace("{at}", str(at)).encode(), at=1) for at in range(50)
        ]
        figures[kind] = {
            "bytes": len(mails[0].body),
            "read_per_s": rate(mails, lambda raw: understood(raw, US)),
            "read_in_a_process_per_s": asyncio.run(rate_of_reader(mails)),
            "read_plainly_per_s": rate(mails, lambda raw: read_plainly(raw, US)),
            "standard_parser_per_s": rate(mails, taken_apart),
        }
        print(kind, figures[kind])
    return figures


def rate(mails: list[Raw], read: Callable[[Raw], object]) -> float:
    """How often a second."""
    began, count = time.perf_counter(), 0
    while (took := time.perf_counter() - began) < SECONDS:
        read(mails[count % len(mails)])
        count += 1
    return count / took


async def rate_of_reader(mails: list[Raw]) -> float:
    """How often a second, asked of one process, one after the other, once it has begun."""
    readers = Readers()
    try:
        reader = readers.all[0]
        await reader.ask(mails[0], US)
        began, count = time.perf_counter(), 0
        while (took := time.perf_counter() - began) < SECONDS:
            await reader.ask(mails[count % len(mails)], US)
            count += 1
        return count / took
    finally:
        await readers.stop()


def taken_apart(raw: Raw) -> list[object]:
    """What the standard library makes of it: its parts, decoded. The anchor."""
    return [part.get_payload(decode=True) for part in message_from_bytes(raw.body).walk()]
