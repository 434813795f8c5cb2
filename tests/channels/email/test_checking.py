"""Testing an account says in plain words what works, what does not, and what to do; it changes nothing."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from hoolin.channels.email import imap_link
from hoolin.channels.email.checking import look
from hoolin.channels.email.listener import Listener
from hoolin.channels.email.manifest import EmailAccount
from hoolin.channels.written import Finding
from tests.channels.email.carrier import carrying
from tests.channels.email.dovecot import PASSWORD, Dovecot
from tests.channels.email.keeping import Keeping, mail
from tests.ports import free_port

ADDRESS = "support@support.example"


async def found(**changes: Any) -> dict[str, Finding]:
    """The findings for an account, by what they are about."""
    values: dict[str, Any] = {"address": ADDRESS, "incoming": "none", "smtp_tls": "none", "smtp_seconds_max": 1}
    return {finding.what: finding for finding in await look(EmailAccount(**{**values, **changes}))}


def mailbox(dovecot: Dovecot, **changes: Any) -> dict[str, Any]:
    """A mailbox that works."""
    values = {"incoming": "imap", "imap_host": "127.0.0.1", "imap_port": dovecot.imap, "imap_tls": "none",
              "imap_user": "support", "imap_password": PASSWORD}  # fmt: skip
    return {**values, **changes}


@pytest.mark.needs("dovecot")
async def test_a_mailbox_that_works(dovecot: Dovecot) -> None:
    """All is well, how full it is included; the mail in it is as unread as before, and no folder was made."""
    dovecot.append("support", mail("x"))
    findings = await found(**mailbox(dovecot, imap_after="move"))
    assert all(findings[what].well for what in ("mailbox", "folder", "quota", "moved_to"))
    assert dovecot.flags("support") == ["1 (FLAGS (\\Recent))"] or "\\Seen" not in dovecot.flags("support")[0]
    assert "Hoolin" not in dovecot.adm("mailbox", "list", "-u", "support")


@pytest.mark.needs("dovecot")
@pytest.mark.parametrize(
    ("changes", "what", "words"),
    [
        ({"imap_password": "vale"}, "mailbox", ("refuses the log-in of support", "imap_password")),
        ({"imap_folder": "Kadunud"}, "folder", ("no folder Kadunud", "imap_folder")),
        ({"imap_host": "mail.invalid"}, "mailbox", ("No such host as mail.invalid", "DNS")),
        ({"imap_port": 0}, "mailbox", ("refuses connections", "imap_port")),
        ({"imap_tls": "starttls"}, "mailbox", ("not trusted", "ca_file")),
        ({"imap_tls": "tls"}, "mailbox", ("No encryption", "imap_tls must fit")),
        ({"ca_file": "/nowhere.pem"}, "mailbox", ("ca_file cannot be read",)),
    ],
    ids=str,
)
async def test_a_mailbox_that_does_not(
    dovecot: Dovecot, changes: dict[str, Any], what: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each thing that can be wrong is told apart, with the setting to look at; the password is never said."""
    monkeypatch.setattr(imap_link, "CONNECT_SECONDS_MAX", 2)
    if changes.get("imap_port") == 0:
        changes = {"imap_port": free_port()}
    finding = (await found(**mailbox(dovecot, **changes)))[what]
    assert not finding.well
    assert all(word in finding.said for word in words), finding.said
    assert "vale" not in finding.said
    assert PASSWORD not in finding.said


@pytest.mark.needs("dovecot")
async def test_a_mailbox_that_is_nearly_full() -> None:
    """A mailbox that soon takes no more mail is not well, and the way out is named."""
    dovecot = Dovecot(quota="100k")
    try:
        dovecot.append("support", mail("x", "y" * 95_000))
        finding = (await found(**mailbox(dovecot)))["quota"]
    finally:
        dovecot.stop()
    assert not finding.well
    assert "full" in finding.said
    assert "imap_after: delete" in finding.said


@pytest.mark.parametrize(
    ("replies", "changes", "what", "words"),
    [
        ({"MAIL": "553 5.7.1 not yours"}, {}, "sender", ("does not let us send as support@support.example", "553")),
        ({"RCPT": "550 5.7.1 relay"}, {}, "sender", ("log-in needed",)),
        ({"CONNECT": "554 go away"}, {}, "sending", ("smtp_554",)),
        ({}, {"smtp_tls": "starttls"}, "sending", ("No encryption", "smtp_tls must fit")),
        ({}, {"smtp_tls": "tls"}, "sending", ("No encryption", "smtp_tls must fit")),
        ({}, {"smtp_host": "mx.invalid"}, "sending", ("No such host as mx.invalid", "DNS")),
        ({"CONNECT": "silent"}, {}, "sending", ("does not answer", "firewall")),
    ],
    ids=str,
)
async def test_a_way_out_that_does_not_work(
    replies: dict[str, str], changes: dict[str, Any], what: str, words: tuple[str, ...]
) -> None:
    """A server that refuses, at whichever step, is told apart, with what to look at."""
    async with carrying(replies) as carrier:
        finding = (await found(**{"smtp_host": "127.0.0.1", "smtp_port": carrier.port, **changes}))[what]
    assert not finding.well
    assert all(word in finding.said for word in words), finding.said


async def test_a_way_out_that_works() -> None:
    """All is well; the server was asked up to the recipient, and no mail was begun. Without reports that is said."""
    async with carrying({"EHLO": "250 carrier.example"}) as carrier:
        findings = await found(smtp_host="127.0.0.1", smtp_port=carrier.port)
    assert all(finding.well for finding in findings.values())
    assert "bounces still come back" in findings["reports"].said
    assert "DATA" not in carrier.said
    assert carrier.said[-2:] == ["RSET", "QUIT"]


async def test_a_way_out_that_nobody_set_up() -> None:
    """An account without a server to send by says so."""
    findings = await found()
    assert not findings["sending"].well
    assert "smtp_host is empty" in findings["sending"].said


async def test_our_own_door(keeping: Keeping) -> None:
    """The door is asked as a mail server would ask: open, closed, somebody else's, or opened with other settings."""
    port = free_port()
    settings = {"incoming": "lmtp", "listen_port": port}
    closed = (await found(**settings))["door"]
    assert not closed.well
    assert f"Nobody listens at 127.0.0.1:{port}" in closed.said
    account = EmailAccount(address=ADDRESS, incoming="lmtp", listen_port=port)
    listener = Listener({"support": account}, keeping.keep, lambda: 1)
    await listener.start()
    assert (await found(**settings))["door"].well
    stranger = EmailAccount(address="other@support.example", incoming="lmtp", listen_port=port)
    (door, _) = await look(stranger)
    assert not door.well
    assert "Restart Hoolin" in door.said
    await listener.stop()
    assert keeping.calls == 0

    left = asyncio.Event()

    async def other(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mx ESMTP Other\r\n250 a\r\n250 b\r\n250 c\r\n")
        await reader.read()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        left.set()

    foreign = await asyncio.start_server(other, "127.0.0.1", port)
    taken = (await found(**settings))["door"]
    assert not taken.well
    assert "Another program" in taken.said
    await asyncio.wait_for(left.wait(), 90)
    foreign.close()
    await foreign.wait_closed()


async def test_a_scanner_that_is_not_there() -> None:
    """Without the scanner files come unchecked, and that is said."""
    finding = (await found(antivirus="/nowhere/clamd.ctl"))["antivirus"]
    assert not finding.well
    assert "unchecked" in finding.said
