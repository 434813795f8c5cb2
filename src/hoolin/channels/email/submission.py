"""Hands one mail of ours to the account's mail server, by aiosmtplib; one attempt, and the truth about how it ended.

    before the lone dot that ends the mail          after it
    ───────────────────────────────────────         ─────────────────────────────
    5xx: rejected                                   2xx: accepted    5xx: rejected
    anything else that goes wrong: NotReached       4xx: NotReached
                                                    silence, a broken line: unknown

- Until that dot has been written nothing has been handed over, whatever the server has read. So it is written last and alone, and
  only when everything before it has left this process.
- What the server says of the account rather than of the mail (log in first, TLS first) is NotReached: the outbox tries again, and
  meanwhile somebody sets it right.
- Of what the server says only its codes are passed on: its words may name people.
"""

import asyncio
import re
import ssl
from typing import NamedTuple, Protocol, cast

import aiosmtplib
from aiosmtplib import SMTPResponse
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPConnectTimeoutError,
    SMTPException,
    SMTPResponseException,
    SMTPTimeoutError,
)

from hoolin.channels.email.manifest import EmailAccount
from hoolin.channels.email.tls import client_context
from hoolin.channels.written import Sent
from hoolin.core.errors import NotReached

CONNECT_SECONDS_MAX = 30
PIECE_BYTES = 262_144
OF_THE_ACCOUNT = (530, 534, 535, 538)
"""Replies that speak of the account's log-in or encryption, whichever command they answer."""

_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_LINE_END = re.compile(rb"\r\n|\r|\n")


class Mail(Protocol):
    """What is handed over: `writing.Written` has this shape."""

    @property
    def message_id(self) -> str:
        """The value of its Message-ID."""

    @property
    def envelope_from(self) -> str:
        """Where bounces go."""

    @property
    def to(self) -> tuple[str, ...]:
        """Where it goes: the customer first, then whoever gets a copy."""

    @property
    def envid(self) -> str:
        """What a report of its delivery names it by."""

    @property
    def body(self) -> bytes:
        """The whole mail."""


class Refused(NamedTuple):
    """A server's no. code: three digits. said: the code as we pass it on."""

    code: int
    said: str


async def submit(account: EmailAccount, mail: Mail) -> Sent:
    """One attempt. Raises NotReached when the server surely has not taken the mail."""
    client = await connected(account)
    try:
        refused = await _envelope(client, account, mail)
        if refused is None:
            return await _content(client, account, mail)
        await _leave(client)
        return _no(refused)
    finally:
        client.close()


async def connected(account: EmailAccount) -> aiosmtplib.SMTP:
    """A connection, encrypted and logged in as the account says. Raises NotReached, with what stood in the way."""
    if not account.smtp_host:
        raise NotReached("smtp_not_set_up")
    try:
        client = aiosmtplib.SMTP(
            hostname=account.smtp_host, port=account.smtp_port, use_tls=account.smtp_tls == "tls",
            start_tls=account.smtp_tls == "starttls", username=account.smtp_user or None,
            password=account.smtp_password or None, timeout=account.smtp_seconds_max, local_hostname=account.domain,
            tls_context=client_context(account.ca_file),
        )  # fmt: skip
        await client.connect(timeout=min(CONNECT_SECONDS_MAX, account.smtp_seconds_max))
        if client.is_ehlo_or_helo_needed:
            await client.ehlo()
    except (SMTPException, OSError, ValueError) as problem:
        raise NotReached(what_stood_in_the_way(problem)) from problem
    return client


def what_stood_in_the_way(problem: BaseException) -> str:
    """The code for a failed connection."""
    causes: list[BaseException] = []
    cause: BaseException | None = problem
    while cause is not None and len(causes) < 10:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in causes):
        return "smtp_certificate"
    if any(isinstance(one, SMTPAuthenticationError) for one in causes):
        return "smtp_log_in"
    if any(isinstance(one, OSError) and type(one).__name__ == "gaierror" for one in causes):
        return "smtp_unknown_host"
    if any(isinstance(one, ConnectionRefusedError) for one in causes):
        return "smtp_refused"
    if any(isinstance(one, ssl.SSLError) for one in causes) or "STARTTLS" in str(problem):
        return "smtp_tls"
    if any(isinstance(one, SMTPTimeoutError | SMTPConnectTimeoutError | TimeoutError) for one in causes):
        return "smtp_timed_out"
    if isinstance(problem, SMTPResponseException):
        return f"smtp_{problem.code}"
    return "smtp_not_reached"


async def _envelope(client: aiosmtplib.SMTP, account: EmailAccount, mail: Mail) -> Refused | None:
    """From whom and for whom; the first no that matters, or None when the mail may come. Raises NotReached."""
    try:
        sender = await client.execute_command(b"MAIL", *_sender(client, mail))
        if sender.code != 250:
            return _refused(sender)
        accepted = False
        for number, recipient in enumerate(mail.to):
            reply = await client.execute_command(b"RCPT", *_recipient(client, recipient))
            if reply.code in (250, 251):
                accepted = True
            elif number == 0 or reply.code == 421:
                # Without the one whom it is for, nobody gets a copy either.
                return _refused(reply)
        return None if accepted else Refused(550, "550 no_recipient")
    except _Rejected as no:
        return Refused(550, str(no))
    except SMTPResponseException as problem:
        raise NotReached(f"smtp_{problem.code}") from problem
    except (SMTPException, OSError) as problem:
        raise NotReached(what_stood_in_the_way(problem)) from problem


def _sender(client: aiosmtplib.SMTP, mail: Mail) -> list[bytes]:
    """The arguments of MAIL, with what the server has said it knows."""
    limit = client.esmtp_extensions.get("size", "")
    if limit.isdigit() and 0 < int(limit) < len(mail.body):
        raise _Rejected("552 too_large")
    arguments = [b"FROM:<" + _address(client, mail.envelope_from) + b">"]
    if client.supports_extension("size"):
        arguments.append(b"SIZE=%d" % len(mail.body))
    if not mail.body.isascii():
        if not client.supports_extension("8bitmime"):
            raise _Rejected("554 eight_bits")
        arguments.append(b"BODY=8BITMIME")
    if not all(address.isascii() for address in (mail.envelope_from, *mail.to)):
        arguments.append(b"SMTPUTF8")
    if client.supports_extension("dsn"):
        arguments += [b"RET=HDRS", b"ENVID=" + _xtext(mail.envid)]
    return arguments


def _recipient(client: aiosmtplib.SMTP, address: str) -> list[bytes]:
    """The arguments of RCPT; a report is asked for of what becomes of the mail, good or bad."""
    arguments = [b"TO:<" + _address(client, address) + b">"]
    if client.supports_extension("dsn"):
        arguments.append(b"NOTIFY=SUCCESS,FAILURE,DELAY")
        if address.isascii():
            arguments.append(b"ORCPT=rfc822;" + _xtext(address))
    return arguments


def _address(client: aiosmtplib.SMTP, address: str) -> bytes:
    if address.isascii():
        return address.encode()
    if not client.supports_extension("smtputf8"):
        raise _Rejected("553 address_letters")
    return address.encode()


def _xtext(text: str) -> bytes:
    """As RFC 3461 writes a value: printable letters, + and = and all others as +hex."""
    return b"".join(
        bytes([byte]) if 33 <= byte <= 126 and byte not in b"+=" else b"+%02X" % byte
        for byte in text.encode("ascii", "replace")
    )


async def _content(client: aiosmtplib.SMTP, account: EmailAccount, mail: Mail) -> Sent:
    """The mail itself, up to the server's word on it."""
    protocol = client.protocol
    try:
        go_on = await client.execute_command(b"DATA")
        if go_on.code != 354:
            return _no(_refused(go_on))
    except (SMTPException, OSError) as problem:
        raise NotReached(what_stood_in_the_way(problem)) from problem
    if protocol is None or protocol.transport is None:
        raise NotReached("smtp_line_broke")
    transport = cast(asyncio.WriteTransport, protocol.transport)
    # Listening begins before anything is written: a server may say no in the middle, and then its word counts.
    answer = asyncio.ensure_future(protocol.read_response(timeout=None))
    try:
        await _write(transport, answer, _stuffed(mail.body), account.smtp_seconds_max)
        if not answer.done() and not transport.is_closing():
            transport.write(b".\r\n")
            return await _word(client, answer, account, mail)
        return _no(_refused(await answer))
    except (SMTPException, OSError) as problem:
        raise NotReached("smtp_line_broke") from problem
    finally:
        answer.cancel()
        await asyncio.gather(answer, return_exceptions=True)


async def _write(
    transport: asyncio.WriteTransport, answer: "asyncio.Future[SMTPResponse]", body: bytes, seconds_max: float
) -> None:
    """Everything but the dot, until it has left this process or the server has spoken. Raises TimeoutError when nothing moves."""
    loop = asyncio.get_running_loop()
    for first in range(0, len(body), PIECE_BYTES):
        if answer.done() or transport.is_closing():
            return
        transport.write(body[first : first + PIECE_BYTES])
        held, since = transport.get_write_buffer_size(), loop.time()
        while held and not answer.done() and not transport.is_closing():
            await asyncio.wait({answer}, timeout=0.01)
            left = transport.get_write_buffer_size()
            if left < held:
                held, since = left, loop.time()
            elif loop.time() - since > seconds_max:
                raise TimeoutError
    # One turn of the loop: what has come in meanwhile (a no, the end of the line) is heard before the dot is written.
    await asyncio.sleep(0)


async def _word(
    client: aiosmtplib.SMTP, answer: "asyncio.Future[SMTPResponse]", account: EmailAccount, mail: Mail
) -> Sent:
    """What the server says of a mail that it has in whole; its silence leaves us not knowing."""
    try:
        reply = await asyncio.wait_for(asyncio.shield(answer), 4 * account.smtp_seconds_max)
    except TimeoutError:
        return Sent("unknown", "timed_out", mail.message_id)
    except (SMTPException, OSError):
        return Sent("unknown", "line_broke", mail.message_id)
    if 200 <= reply.code < 300:
        await _leave(client)
        return Sent("accepted", _said(reply), mail.message_id)
    if 400 <= reply.code < 600:
        return _no(_refused(reply))
    return Sent("unknown", _said(reply), mail.message_id)


async def _leave(client: aiosmtplib.SMTP) -> None:
    """Say goodbye; the outcome stands, whatever comes of it."""
    try:
        await client.quit(timeout=2)
    except (SMTPException, OSError):
        return


def _no(refused: Refused) -> Sent:
    """A server's no as an outcome. Raises NotReached where it means later, or speaks of the account."""
    if 500 <= refused.code < 600 and refused.code not in OF_THE_ACCOUNT:
        return Sent("rejected", refused.said)
    raise NotReached("smtp_log_in" if refused.code in OF_THE_ACCOUNT else "smtp_later", said=refused.said)


def _refused(reply: SMTPResponse) -> Refused:
    return Refused(reply.code, _said(reply))


def _said(reply: SMTPResponse) -> str:
    """The codes of a reply: `550 5.1.1`."""
    found = _ENHANCED.match(reply.message)
    return f"{reply.code} {found.group(1)}" if found else str(reply.code)


def _stuffed(body: bytes) -> bytes:
    """Lines ended by CR LF, the last one too, and no line that could be taken for the end."""
    lines = _LINE_END.sub(b"\r\n", body)
    lines = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    lines = lines.replace(b"\r\n.", b"\r\n..")
    return b"." + lines if lines.startswith(b".") else lines


class _Rejected(Exception):
    """The mail cannot go through this server: said by us, from what the server has said of itself."""
