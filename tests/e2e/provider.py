"""What stands between a customer and the site, as real servers: the mail server that carries our mail to them, and the SMSC.

A customer's mail program hands its mails to our door by SMTP, as their provider's server would.
"""

import asyncio
import smtplib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import make_msgid
from typing import Any, TypeVar

from aiosmtpd.smtp import SMTP

from hoolin.cli.sms_peer import Smsc
from tests.ports import free_port

PATIENCE_SECONDS = 90.0
"""How long a test waits for what must come; most of it comes in milliseconds, but the machine may be busy."""

OURS = "klienditugi@pohjala.example"
NUMBER = "3725550000"

Found = TypeVar("Found")


async def until(look: Callable[[], Awaitable[Found]], what: str) -> Found:
    """Look again and again, within a bound, until there is something."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                found = await look()
                if found:
                    return found
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"{what} did not come") from None


class Mailbox:
    """The customers' provider: an SMTP server that takes what we send. door: the port at which the site takes mail."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.port = 0
        self.door = free_port()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """A mail of ours has come."""
        self.taken.append(BytesParser(policy=default).parsebytes(envelope.content))
        return "250 2.0.0 Ok"

    async def comes(self, to: str, number: int = 1) -> EmailMessage:
        """The so-manieth mail to somebody."""

        async def look() -> list[EmailMessage]:
            return [mail for mail in self.taken if to in str(mail["To"])][number - 1 :]

        return (await until(look, f"mail {number} to {to}"))[0]

    async def write(self, sender: str, subject: str, text: str, to: str = OURS, answers: str = "") -> str:
        """A customer sends a mail; gives its Message-ID. answers: the Message-ID of the mail that it answers."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        mail["Message-ID"] = make_msgid(domain="customer.example")
        if answers:
            mail["In-Reply-To"] = mail["References"] = answers
        mail.set_content(text)

        def hand_over() -> None:
            with smtplib.SMTP("127.0.0.1", self.door, timeout=PATIENCE_SECONDS) as server:
                server.send_message(mail)

        await asyncio.to_thread(hand_over)
        return str(mail["Message-ID"])

    def account(self) -> dict[str, Any]:
        """Our address, as it stands in the settings."""
        return {
            "address": OURS, "name": "Põhjala Mobiil", "incoming": "smtp", "listen_port": self.door,
            "smtp_host": "127.0.0.1", "smtp_port": self.port, "smtp_tls": "none",
        }  # fmt: skip


@asynccontextmanager
async def mailbox() -> AsyncIterator[Mailbox]:
    """A running one."""
    box, loop = Mailbox(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, loop=loop), "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    yield box
    server.close()
    await server.wait_closed()


class Telephone:
    """A customer's telephone at the SMSC. number: theirs, with a +."""

    def __init__(self, smsc: Smsc, number: str) -> None:
        self._smsc = smsc
        self.number = number

    async def text(self, text: str) -> None:
        """Write an SMS to us."""
        message = {
            "source_addr": self.number.lstrip("+"), "source_addr_ton": 1, "source_addr_npi": 1,
            "destination_addr": NUMBER, "dest_addr_ton": 1, "data_coding": 8, "hex": text.encode("utf-16-be").hex(),
        }  # fmt: skip
        await asyncio.to_thread(self._smsc.bring, message)

    async def comes(self, words: str) -> str:
        """The SMS to this telephone that has these words in it, its parts put together."""

        async def look() -> str:
            state = await asyncio.to_thread(self._smsc.call, "/state")
            parts = [one["message"] for one in state["submitted"] if one["dest"] == self.number.lstrip("+")]
            return "".join(parts) if words in "".join(parts) else ""

        return await until(look, f"an SMS with {words!r}")


def sms_account(smsc: Smsc) -> dict[str, Any]:
    """Our account at the SMSC, as it stands in the settings."""
    return {
        "host": "127.0.0.1", "port": smsc.port, "system_id": "hoolin", "password": "secret", "source": "+" + NUMBER,
        "per_second": 0,
    }  # fmt: skip
