"""Awkward real mail that nobody here wrote (test_corpus.py says where it lies) comes in whole, by both ways, once each, and quickly."""

import asyncio
import os
import re
import smtplib
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from hoolin.channels.email.doors import key_of
from hoolin.channels.email.gateway import EmailGateway
from hoolin.channels.email.manifest import EmailAccount
from hoolin.channels.written import Surroundings
from tests.channels.email.dovecot import PASSWORD, Dovecot
from tests.channels.email.keeping import Keeping
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[3]
CORPUS = Path(os.environ.get("HOOLIN_DATA", ROOT.parent / "shared" / "data")) / "eml"
NOT_MAIL = {"SOURCE.txt", "LICENSE"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("mail"),
    pytest.mark.timeout(300),
]  # hundreds of mails, one by one


@pytest.fixture(scope="module")
def mails() -> list[bytes]:
    """Every different mail of the corpus, its lines ended as they are on the wire."""
    if not CORPUS.is_dir():
        pytest.skip("the folder of real mails is not here (HOOLIN_DATA)")
    found = [path.read_bytes() for path in sorted(CORPUS.rglob("*")) if path.is_file() and path.name not in NOT_MAIL]
    wired = [re.sub(rb"\r\n|\r|\n", b"\r\n", body).removesuffix(b"\r\n") + b"\r\n" for body in found]
    return list(dict.fromkeys(wired))


def gateway(keeping: Keeping, **changes: Any) -> EmailGateway:
    """A gateway of one account."""
    values: dict[str, Any] = {"address": "support@support.example", **changes}
    around = Surroundings(keep=keeping.keep, now=lambda: 1_750_000_000_000, secret=b"s" * 32)
    return EmailGateway(around, {"support": EmailAccount(**values)})


async def slowest(running: EmailGateway, keeping: Keeping) -> float:
    """Seconds for the mail that took longest to make sense of, each at its best of two: on a machine that has others to serve, the
    clock counts their work too. There is a meaning for every one of them.
    """
    longest = 0.0
    for raw in keeping.raws:
        seconds = []
        for _ in range(2):
            began = time.perf_counter()
            assert await running.understand(raw)
            seconds.append(time.perf_counter() - began)
        longest = max(longest, min(seconds))
    return longest


async def test_all_of_it_by_smtp(mails: list[bytes], keeping: Keeping) -> None:
    """Nothing is refused, lost or doubled; sent a second time, nothing is new; no mail takes longer than a second."""
    port = free_port()
    running = gateway(keeping, incoming="smtp", listen_port=port)

    def pour() -> float:
        longest = 0.0
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as session:
            for body in mails:
                began = time.perf_counter()
                session.sendmail("a@b.example", ["support@support.example"], body)
                longest = max(longest, time.perf_counter() - began)
        return longest

    await running.start()
    try:
        taken = await asyncio.to_thread(pour)
        assert {raw.body for raw in keeping.raws} == set(mails)
        assert len(keeping.raws) == len(mails)
        await asyncio.to_thread(pour)
        assert (len(keeping.raws), keeping.repeats) == (len(mails), len(mails))
        read = await slowest(running, keeping)
        sys.stdout.write(f"{len(mails)} mails by SMTP, slowest: {taken:.3f} s to come in, {read:.3f} s to read\n")
        assert max(taken, read) < 1
    finally:
        await running.stop()


@pytest.mark.needs("dovecot")
async def test_all_of_it_by_imap(mails: list[bytes], keeping: Keeping, dovecot: Dovecot) -> None:
    """What a real mailbox holds is taken whole and once, under the very keys that the door would give it."""
    held: list[bytes] = []
    with dovecot.mailbox("support") as session:
        for body in mails:
            # A mail with a zero byte is no mail to an IMAP server; it cannot lie in a mailbox.
            if b"\0" not in body:
                assert session.append("INBOX", "", "", body)[0] == "OK"
                held.append(body)
    assert len(held) > 0.95 * len(mails)
    running = gateway(
        keeping, incoming="imap", imap_host="127.0.0.1", imap_port=dovecot.imap, imap_tls="none", imap_user="support",
        imap_password=PASSWORD,
    )  # fmt: skip
    began = time.perf_counter()
    await running.start()
    try:
        await keeping.until(lambda: len(keeping.raws) >= len(held), 120)
        seconds = time.perf_counter() - began
        await keeping.until(lambda: running.mailboxes["support"].state == "waiting")
        assert {raw.key for raw in keeping.raws} == {key_of("support", body) for body in held}
        assert (len(keeping.raws), keeping.repeats) == (len(held), 0)
        sys.stdout.write(f"{len(held)} mails by IMAP in {seconds:.2f} s\n")
    finally:
        await running.stop()
