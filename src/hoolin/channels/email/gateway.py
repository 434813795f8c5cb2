"""The mail channel as the house sees it: mailboxes and doors in, the accounts' own mail servers out.

- Each account with IMAP has a thread that reads its mailbox (`imap`); accounts whose mail is handed to us share a door by host and
  port (`listener`). Whatever comes is kept as it came; reading it is another matter, and happens in a process of its own (`worker`).
- Sending is one attempt with the account's own server (`submission`).
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Protocol

from hoolin.channels.email import checking
from hoolin.channels.email.imap import MailboxReader
from hoolin.channels.email.listener import Listener
from hoolin.channels.email.manifest import OUT_BYTES_MAX, EmailAccount
from hoolin.channels.email.notes import cut_short
from hoolin.channels.email.screening import screened
from hoolin.channels.email.submission import Mail, submit
from hoolin.channels.email.us import Us
from hoolin.channels.email.worker import Readers
from hoolin.channels.email.writing import write_mail
from hoolin.channels.written import Finding, Heard, Outgoing, Raw, Sent, Surroundings, Understood
from hoolin.core.errors import Invalid, NotFound, NotReached, TooLarge

FileBytes = Sequence[tuple[str, str, bytes]]
"""A file's name, its media type, its bytes."""


LINES_MAX = 4
"""Connections to an account's mail server at once: providers allow some ten, and people's own programs need theirs."""

LINE_SECONDS_MAX = 20
"""How long a mail waits for one; then it is tried again later, and nothing has left."""


class Reading(Protocol):
    """What makes sense of mails; `worker.Readers` is it."""

    async def start(self) -> None:
        """Be ready."""

    async def understand(self, raw: Raw, us: Us) -> tuple[Understood, ...]:
        """What a mail means."""

    async def stop(self) -> None:
        """Let go."""


class EmailGateway:
    """All mail accounts of a site. reading: another reader of mails than our own, for tests of the transport alone."""

    def __init__(
        self, around: Surroundings, accounts: Mapping[str, EmailAccount], reading: Reading | None = None
    ) -> None:
        self._around = around
        self._accounts = dict(accounts)
        self._us = {code: us_of(code, account, around) for code, account in accounts.items()}
        self._reading: Reading = reading if reading is not None else Readers()
        self._lines = {code: asyncio.Semaphore(LINES_MAX) for code in accounts}
        self.mailboxes = {
            code: MailboxReader(code, account, around.keep, around.now)
            for code, account in accounts.items()
            if account.incoming == "imap"
        }
        self.listeners = [Listener(some, around.keep, around.now) for some in doors_of(accounts)]

    async def start(self) -> None:
        """Read the mailboxes and open the doors; what fails is tried again with growing pauses."""
        # What passes through these libraries they would tell the log in full at a lower level.
        for name in ("mail.log", "imapclient", "aiosmtplib"):
            logging.getLogger(name).setLevel(logging.ERROR)
        await self._reading.start()
        await asyncio.gather(*(listener.start() for listener in self.listeners))
        for mailbox in self.mailboxes.values():
            mailbox.start()

    async def stop(self) -> None:
        """Close the doors and leave the mailboxes."""
        await asyncio.gather(
            *(listener.stop() for listener in self.listeners), *(mailbox.stop() for mailbox in self.mailboxes.values())
        )
        await self._reading.stop()

    async def understand(self, raw: Raw) -> tuple[Understood, ...]:
        """What a mail means, its files looked at by the virus scanner if there is one."""
        account = self._account(raw.account)
        meanings = await self._reading.understand(raw, self._us[raw.account])
        if size := raw.envelope.get("cut"):
            meanings = tuple(
                cut_short(one, int(size), account.language) if isinstance(one, Heard) else one for one in meanings
            )
        if not account.antivirus:
            return meanings
        return await screened(meanings, account.antivirus, account.language, account.antivirus_seconds_max)

    async def send(self, out: Outgoing) -> Sent:
        """Write the mail and hand it over, once."""
        account = self._accounts.get(out.account)
        if account is None or not account.smtp_host:
            raise NotReached("smtp_not_set_up", account=out.account)
        try:
            mail = await asyncio.to_thread(self._written, out)
        except (Invalid, TooLarge) as problem:
            # No server can be asked to carry this: another attempt would be the same.
            return Sent("rejected", problem.code)
        except OSError as problem:
            raise NotReached("file_not_read", delivery=out.delivery) from problem
        lines = self._lines[out.account]
        try:
            await asyncio.wait_for(lines.acquire(), LINE_SECONDS_MAX)
        except TimeoutError:
            raise NotReached("smtp_busy", account=out.account) from None
        try:
            return await submit(account, mail)
        finally:
            lines.release()

    def _written(self, out: Outgoing) -> Mail:
        """The mail, with its files in it. Blocking."""
        if sum(file.size for file in out.files) > OUT_BYTES_MAX:
            raise TooLarge("files_too_large", bytes_max=OUT_BYTES_MAX)
        files = [(file.name, file.media_type, b"".join(file.open())) for file in out.files]
        return write_mail(out, self._us[out.account], files, self._around.now())

    async def check(self, account: str) -> tuple[Finding, ...]:
        """Look whether an account can work."""
        return await checking.look(self._account(account))

    def _account(self, code: str) -> EmailAccount:
        account = self._accounts.get(code)
        if account is None:
            raise NotFound("account", account=code)
        return account


def us_of(code: str, account: EmailAccount, around: Surroundings) -> Us:
    """An account as the reader and the writer of mails know it."""
    local = account.address.rpartition("@")[0]
    return Us(
        account=code, address=account.address, name=account.name, aliases=account.aliases, domain=account.domain,
        reply_prefix=local if account.reply_plus else "", authserv=account.authserv, secret=around.secret,
    )  # fmt: skip


def doors_of(accounts: Mapping[str, EmailAccount]) -> list[dict[str, EmailAccount]]:
    """Accounts by the door they share. Raises Invalid where one address or one port would mean two things."""
    doors: dict[tuple[str, int], dict[str, EmailAccount]] = {}
    seen: dict[str, str] = {}
    for code, account in accounts.items():
        for address in (account.address, *account.aliases):
            if seen.setdefault(address.lower(), code) != code:
                raise Invalid("email_address_twice", accounts=sorted((seen[address.lower()], code)))
        if account.listens:
            doors.setdefault((account.listen_host, account.listen_port), {})[code] = account
    for some in doors.values():
        if len({(one.incoming, one.listen_certificate, one.listen_key) for one in some.values()}) > 1:
            raise Invalid(
                "email_door", accounts=sorted(some), expected="one protocol and one certificate for each port"
            )
    return list(doors.values())
