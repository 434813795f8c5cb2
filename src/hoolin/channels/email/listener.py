"""The door that a mail server hands us mail through: SMTP or LMTP, for all accounts that share a host and a port.

- Only mail for our own addresses is taken; anything else is 550 at once, so nobody can use us to reach others.
- 250 is said only after `keep` has returned. When it fails the answer is 451, and the server comes again.
- In LMTP every recipient has a reply of its own; in SMTP the one reply is the worst.
- Connections, recipients, bytes and time are bounded, each connection's and all of them together.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from hoolin.channels.email.doors import Doors, key_of
from hoolin.channels.email.manifest import ADDRESS_CHARACTERS_MAX, EmailAccount
from hoolin.channels.email.session import Full, LmtpSession, SessionLimits, SmtpSession
from hoolin.channels.email.tls import server_context
from hoolin.channels.written import Keep, Raw
from hoolin.core.errors import TooLarge
from hoolin.core.facts import Instant

HELD_BYTES_MAX = 268_435_456
"""Of all mails that are coming in at one door at the same moment: 256 MiB; beyond it they come again later."""

KEEP_SECONDS_MAX = 60
"""A disk that takes longer is as good as broken; the mail server comes again."""

STRANGERS_MAX = 50
"""Unknown recipients named on one connection; whoever names more is guessing."""

PAUSE_SECONDS_MAX = 60

KEPT = "250 2.0.0 Kept"
LATER = "451 4.3.0 Cannot be kept now, come again later"
TOO_LARGE = "552 5.3.4 Error: message too large"
_WORST = (LATER, TOO_LARGE, KEPT)

_log = logging.getLogger("hoolin.email")


class Listener:
    """One door. accounts: those with this host, port and protocol; the largest of their limits hold for all of them."""

    def __init__(self, accounts: Mapping[str, EmailAccount], keep: Keep, now: Callable[[], Instant]) -> None:
        first = next(iter(accounts.values()))
        self.host, self.port, self.via = first.listen_host, first.listen_port, first.incoming
        self._files = (first.listen_certificate, first.listen_key)
        self._domain = first.domain
        self._doors = Doors(accounts)
        self._keep, self._now = keep, now
        everyone = accounts.values()
        self._limits = SessionLimits(
            max(one.bytes_max for one in everyone), max(one.listen_seconds_max for one in everyone)
        )
        self._connections_max = max(one.listen_connections_max for one in everyone)
        self._recipients_max = max(one.recipients_max for one in everyone)
        self._held: dict[SmtpSession, int] = {}
        self._keeping: set[asyncio.Future[bool]] = set()
        self._server: asyncio.Server | None = None
        self._opening: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the door; while that cannot be done (the port is taken), it is tried again with growing pauses."""
        self._opening = asyncio.create_task(self._open())
        await asyncio.wait({self._opening}, timeout=1)

    async def stop(self) -> None:
        """Close the door. Whoever waits for the answer to a mail gets it; then every connection is cut."""
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)
        if self._server is not None:
            self._server.close()
        answering = [asyncio.create_task(session.settled.wait()) for session in self._held]
        if answering:
            await asyncio.wait(answering, timeout=KEEP_SECONDS_MAX)
        for session in list(self._held):
            session.hang_up()
        if self._server is not None:
            await self._server.wait_closed()

    async def _open(self) -> None:
        loop, pause = asyncio.get_running_loop(), 1.0
        while self._server is None:
            try:
                tls = await asyncio.to_thread(server_context, *self._files)
                kind = LmtpSession if self.via == "lmtp" else SmtpSession

                def answered() -> asyncio.Protocol:
                    if len(self._held) >= self._connections_max:
                        return Full()
                    return kind(self, self._domain, self._limits, tls)  # noqa: B023 - the loop ends with this

                self._server = await loop.create_server(answered, self.host, self.port, backlog=100)
            except OSError as problem:
                _log.warning("mail_door_closed", extra={"fields": {"port": self.port, "error": problem.errno}})
                await asyncio.sleep(pause)
                pause = min(2 * pause, PAUSE_SECONDS_MAX)

    # ── what a connection asks ──────────────────────────────────────────────────────────────────────────────────────

    def entered(self, session: SmtpSession) -> None:
        """A connection is there."""
        self._held.setdefault(session, 0)

    def left(self, session: SmtpSession) -> None:
        """A connection is gone."""
        self._held.pop(session, None)

    def has_room(self, session: SmtpSession, size: int) -> bool:
        """Whether this much of a body may be held for a connection, beside what is held for all others."""
        if session not in self._held:
            return False
        self._held[session] = 0
        if size + sum(self._held.values()) > HELD_BYTES_MAX:
            return False
        self._held[session] = size
        return True

    async def handle_EHLO(
        self, server: SmtpSession, session: Any, _mail: Any, name: str, replies: list[str]
    ) -> list[str]:
        """The greeting: what we can do; no log-in is offered."""
        session.host_name = name
        return [reply for reply in replies if "AUTH" not in reply]

    async def handle_MAIL(self, _server: SmtpSession, _session: Any, mail: Any, sender: str, options: list[str]) -> str:
        """From whom: anybody, and nobody (`<>`), in letters that can be written down."""
        try:
            sender.encode()
        except UnicodeEncodeError:
            return "553 5.1.7 Error: malformed address"
        if len(sender) > ADDRESS_CHARACTERS_MAX:
            return "553 5.1.7 Error: address too long"
        mail.mail_from = sender
        mail.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: SmtpSession, session: Any, mail: Any, recipient: str, _options: list[str]
    ) -> str:
        """For whom: our own addresses only, and not too many of them."""
        if self._doors.account(recipient) is None:
            session.strangers = getattr(session, "strangers", 0) + 1
            if session.strangers <= STRANGERS_MAX:
                return "550 5.1.1 No such address here"
            await server.send_away("421 4.7.0 Too many unknown addresses")
        if len(mail.rcpt_tos) >= self._recipients_max:
            return "452 4.5.3 Too many recipients, send them in another mail"
        mail.rcpt_tos.append(recipient)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SmtpSession, session: Any, mail: Any) -> str:
        """A whole mail: one input for each account that it came for."""
        of = self._doors.sorted_out(mail.rcpt_tos)
        envelope = {
            "via": self.via,
            "mail_from": "" if mail.mail_from == "<>" else mail.mail_from,
            "peer": str(session.peer[0]) if session.peer else "",
            "tls": "yes" if session.ssl else "no",
        }
        answers = await asyncio.gather(
            *(self._take(code, mail.content, envelope | {"rcpt_to": " ".join(whom)}) for code, whom in of.items())
        )
        if self.via == "smtp":
            return min(answers, key=_WORST.index)
        by_account = dict(zip(of, answers, strict=True))
        return "\r\n".join(by_account[self._doors.account(recipient) or ""] for recipient in mail.rcpt_tos)

    async def _take(self, account: str, body: bytes, envelope: dict[str, str]) -> str:
        """Have it kept; the reply."""
        try:
            key = await asyncio.to_thread(key_of, account, body) if len(body) > 1 << 20 else key_of(account, body)
            raw = Raw(account=account, key=key, body=body, envelope=envelope, at=self._now())
            # A sender who hangs up now has no answer and comes again; what has begun to be kept is kept all the same.
            keeping = asyncio.ensure_future(self._keep(raw))
            self._keeping.add(keeping)
            keeping.add_done_callback(self._keeping.discard)
            await asyncio.wait({keeping}, timeout=KEEP_SECONDS_MAX)
            if not keeping.done():
                raise TimeoutError
            keeping.result()
        except TooLarge:
            return TOO_LARGE
        except Exception as problem:
            _log.error("mail_not_kept", extra={"fields": {"account": account, "error": type(problem).__name__}})
            return LATER
        return KEPT

    async def handle_exception(self, problem: Exception) -> str:
        """Something of ours broke: said to the log, and to the sender only that it may come again."""
        _log.error("mail_session", exc_info=problem)
        return "451 4.3.0 Error: come again later"
