"""Looks whether an account can work, and says in plain words what is wrong and what to do. Changes nothing anywhere."""

import asyncio
import socket
import ssl
from collections.abc import Iterator

import aiosmtplib
from aiosmtplib.errors import SMTPException
from imapclient.exceptions import LoginError

from hoolin.channels.email import clamd
from hoolin.channels.email.imap_link import TROUBLE, Link
from hoolin.channels.email.manifest import EmailAccount
from hoolin.channels.email.submission import connected
from hoolin.channels.written import Finding
from hoolin.core.errors import NotReached

FULL_SHARE = 0.9
"""A mailbox fuller than this soon takes no more mail."""

SMTP_SAID = {
    "smtp_unknown_host": "No such host as {host}. Look for a slip in smtp_host, and whether this machine's DNS works.",
    "smtp_refused": "{host} refuses connections on port {port}. Look at smtp_port (587 with starttls, 465 with tls), and at firewalls.",
    "smtp_timed_out": "{host} does not answer on port {port}. A firewall may drop the connection; many networks block port 25.",
    "smtp_certificate": "The certificate of {host} is not trusted. Use the name that it is made out for; for an authority of your own, set ca_file.",
    "smtp_tls": "No encryption with {host}:{port}. smtp_tls must fit the port: starttls with 587, tls with 465.",
    "smtp_log_in": "{host} refuses the log-in of {user}. Check smtp_user and smtp_password; some providers want a password made for programs.",
}
"""By the code of a failed connection."""


async def look(account: EmailAccount) -> tuple[Finding, ...]:
    """Everything that an account needs, one finding for each thing."""
    found: list[Finding] = []
    if account.incoming == "imap":
        found += await asyncio.to_thread(lambda: list(_mailbox(account)))
    elif account.listens:
        found.append(await _door(account))
    found += await _submission(account)
    if account.antivirus:
        found.append(await _antivirus(account))
    return tuple(found)


# ── the mailbox ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _mailbox(account: EmailAccount) -> Iterator[Finding]:
    where = f"{account.imap_host}:{account.imap_port}"
    try:
        link = Link(account)
    except TROUBLE as problem:
        yield Finding(False, "mailbox", _imap_said(account, problem))
        return
    try:
        yield Finding(True, "mailbox", f"Logged in at {where} as {account.imap_user or account.address}.")
        yield _folder(account, link)
        if account.imap_after == "move" and not link.has_folder(account.imap_moved_to):
            yield Finding(
                True, "moved_to", f"The folder {account.imap_moved_to} is not there; it is made with the first mail."
            )
        if "IDLE" not in link.can:
            yield Finding(
                True, "news", "The server does not tell of new mail by itself (no IDLE): we look once a minute."
            )
        if (share := link.usage()) is not None:
            well = share < FULL_SHARE
            advice = (
                "" if well else " It soon takes no more mail: delete or move what is old, or use imap_after: delete."
            )
            yield Finding(well, "quota", f"The mailbox is {share:.0%} full.{advice}")
    except TROUBLE as problem:
        yield Finding(False, "mailbox", _imap_said(account, problem))
    finally:
        link.leave()
        link.cut()


def _folder(account: EmailAccount, link: Link) -> Finding:
    if not link.has_folder(account.imap_folder):
        return Finding(
            False,
            "folder",
            f"There is no folder {account.imap_folder}. Check imap_folder; names are as the server lists them.",
        )
    link.open(account.imap_folder, readonly=True)
    return Finding(True, "folder", f"The folder {account.imap_folder} is there.")


def _imap_said(account: EmailAccount, problem: Exception) -> str:
    host, port = account.imap_host, account.imap_port
    if isinstance(problem, LoginError):
        return f"{host} refuses the log-in of {account.imap_user or account.address}. Check imap_user and imap_password; some providers want a password made for programs, or IMAP turned on."
    if isinstance(problem, socket.gaierror):
        return f"No such host as {host}. Look for a slip in imap_host, and whether this machine's DNS works."
    if isinstance(problem, ConnectionRefusedError):
        return f"{host} refuses connections on port {port}. Look at imap_port (993 with tls, 143 with starttls), and at firewalls."
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"The certificate of {host} is not trusted. Use the name that it is made out for; for an authority of your own, set ca_file."
    if isinstance(problem, FileNotFoundError | PermissionError):
        return "The file ca_file cannot be read."
    if isinstance(problem, ssl.SSLError) or "STARTTLS" in str(problem).upper():
        return f"No encryption with {host}:{port}. imap_tls must fit the port: tls with 993, starttls with 143."
    if isinstance(problem, TimeoutError):
        return f"{host} does not answer on port {port}. A firewall may drop the connection; or imap_tls does not fit the port."
    return f"{host}:{port} broke off ({type(problem).__name__}). Try again; if it stays so, ask whoever runs the mail server."


# ── our own door ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _door(account: EmailAccount) -> Finding:
    """Whether our door is open and takes mail for the address: asked as a mail server would, up to the recipient."""
    where = f"{account.listen_host}:{account.listen_port}"
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(account.listen_host, account.listen_host)  # noqa: S104 - compared
    try:
        async with asyncio.timeout(10):
            reader, writer = await asyncio.open_connection(host, account.listen_port)
            try:
                greeting = await reader.readline()
                hello = b"LHLO" if account.incoming == "lmtp" else b"EHLO"
                answer = b""
                for line in (
                    hello + b" localhost",
                    b"MAIL FROM:<>",
                    b"RCPT TO:<" + account.address.encode() + b">",
                    b"QUIT",
                ):
                    writer.write(line + b"\r\n")
                    answer = answer if line == b"QUIT" else await _reply(reader)
            finally:
                writer.transport.abort()
    except (OSError, ValueError):
        said = f"Nobody listens at {where}. Start Hoolin; if it runs, another program holds the port: see its log."
        return Finding(False, "door", said)
    if b"Hoolin" not in greeting:
        return Finding(False, "door", f"Another program listens at {where}. Choose another listen_port.")
    if not answer.startswith(b"250"):
        said = (
            f"The door at {where} does not know {account.address}: it was opened with other settings. Restart Hoolin."
        )
        return Finding(False, "door", said)
    return Finding(True, "door", f"Mail for {account.address} is taken at {where} ({account.incoming}).")


async def _reply(reader: asyncio.StreamReader) -> bytes:
    """The last line of a reply."""
    while True:
        line = await reader.readline()
        if line[3:4] != b"-":
            return line


# ── the way out ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _submission(account: EmailAccount) -> list[Finding]:
    if not account.smtp_host:
        return [Finding(False, "sending", "This account sends nothing: smtp_host is empty.")]
    where = f"{account.smtp_host}:{account.smtp_port}"
    try:
        client = await connected(account)
    except NotReached as problem:
        words = SMTP_SAID.get(
            problem.code, "{host}:{port} could not be used ({code}). Ask whoever runs the mail server."
        )
        user = account.smtp_user
        said = words.format(host=account.smtp_host, port=account.smtp_port, user=user, code=problem.code)
        return [Finding(False, "sending", said)]
    found = [
        Finding(True, "sending", f"Connected to {where}" + (f" as {account.smtp_user}." if account.smtp_user else "."))
    ]
    try:
        found.append(await _sender(account, client))
        if not client.supports_extension("dsn"):
            said = "The server sends no reports on request (no DSN): a mail that arrived stays `accepted`; bounces still come back."
            found.append(Finding(True, "reports", said))
        await client.quit(timeout=2)
    except (SMTPException, OSError):
        found.append(Finding(False, "sender", f"{where} broke off while it was asked. Try again."))
    finally:
        client.close()
    return found


async def _sender(account: EmailAccount, client: aiosmtplib.SMTP) -> Finding:
    """Whether the server lets us write from our address; asked up to the recipient and then taken back."""
    sender = await client.execute_command(b"MAIL", b"FROM:<" + account.address.encode() + b">")
    if sender.code != 250:
        said = f"The server does not let us send as {account.address} ({sender.code}). The log-in must be allowed to use this address."
        return Finding(False, "sender", said)
    recipient = await client.execute_command(b"RCPT", b"TO:<" + account.address.encode() + b">")
    await client.execute_command(b"RSET")
    if recipient.code not in (250, 251):
        said = f"The server does not take mail from us for {account.address} ({recipient.code}). Is a log-in needed (smtp_user), or another smtp_host?"
        return Finding(False, "sender", said)
    return Finding(True, "sender", f"The server lets us send as {account.address}.")


async def _antivirus(account: EmailAccount) -> Finding:
    try:
        said = await clamd.version(account.antivirus, min(10, account.antivirus_seconds_max))
    except (OSError, ValueError):
        return Finding(
            False,
            "antivirus",
            f"clamd does not answer at {account.antivirus}: files come through marked as unchecked. Start it, or correct antivirus.",
        )
    return Finding(True, "antivirus", f"{said} answers.")
