"""One connection to a mailbox: what we ask of imapclient, with types and with its traps avoided. Blocking; used from one thread.

- A message is asked for without marking it (`BODY.PEEK`), its size first.
- Searches go by windows of the mailbox, so that the answer of a large one stays short.
- Only messages of ours are ever expunged: by UID, and where the server cannot do that they stay, marked as deleted.
- `n:*` always finds the last message, and a server that hung up answers IDLE with nothing, at once: both are seen through here.
"""

import imaplib
import socket
import time
from collections.abc import Iterable
from typing import Any, NamedTuple

import imapclient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError

from hoolin.channels.email.manifest import EmailAccount
from hoolin.channels.email.tls import client_context

CONNECT_SECONDS_MAX = 15
ANSWER_SECONDS_MAX = 30
"""Between two pieces of an answer."""

WINDOW = 20_000
"""Messages looked through in one search: their numbers fill some 160 kB at most, the library takes a line of a megabyte."""

KEPT = "$HoolinKept"
"""Our own mark on a message: whoever else reads the mailbox may mark it as read without hiding it from us."""

TROUBLE = (IMAPClientError, imaplib.IMAP4.error, OSError, ValueError)
"""What can go wrong on the line: the server refuses, hangs up, falls silent, or talks nonsense."""


LINE_BROKE = (IMAPClientAbortError, IMAPClientReadOnlyError)
"""Of those, what ends the connection; every other word of the server's is a no to what it was asked."""


class Mailbox(NamedTuple):
    """The folder as it was opened. validity: changes when the server counts anew. marks: whether our own mark can be set.
    writable: whether anything can.
    """

    validity: int
    exists: int
    marks: bool
    writable: bool


class Link:
    """A logged-in connection."""

    def __init__(self, account: EmailAccount) -> None:
        """Connect and log in. Raises what is in TROUBLE; `imapclient.exceptions.LoginError` when the log-in is refused."""
        context = client_context(account.ca_file)
        self._client: Any = imapclient.IMAPClient(
            account.imap_host, account.imap_port, ssl=account.imap_tls == "tls", ssl_context=context,
            timeout=imapclient.SocketTimeout(CONNECT_SECONDS_MAX, ANSWER_SECONDS_MAX),
        )  # fmt: skip
        try:
            self._client.normalise_times = False
            if account.imap_tls == "starttls":
                self._client.starttls(context)
            self._client.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            self._client.login(account.imap_user or account.address, account.imap_password)
            self.can = {can.decode("ascii", "replace").upper() for can in self._client.capabilities()}
        except BaseException:
            self.cut()
            raise

    def open(self, folder: str, readonly: bool = False) -> Mailbox:
        """Open a folder."""
        found = self._client.select_folder(folder, readonly=readonly)
        marks = found.get(b"PERMANENTFLAGS", ())
        writable = not readonly and b"READ-ONLY" not in found
        return Mailbox(
            validity=int(found.get(b"UIDVALIDITY", 0)),
            exists=int(found.get(b"EXISTS", 0)),
            marks=writable and (b"\\*" in marks or KEPT.lower().encode() in {bytes(mark).lower() for mark in marks}),
            writable=writable,
        )

    def has_folder(self, folder: str) -> bool:
        """Whether there is such a folder."""
        return bool(self._client.folder_exists(folder))

    def make_folder(self, folder: str) -> None:
        """Make a folder."""
        self._client.create_folder(folder)

    def search(self, exists: int, *criteria: str) -> list[int]:
        """The UIDs of messages that all criteria hold for, in order. exists: how many messages there are."""
        found: set[int] = set()
        for first in range(1, max(exists, 1) + 1, WINDOW):
            last = "*" if first + WINDOW > exists else str(first + WINDOW - 1)
            window = () if exists <= WINDOW else (f"{first}:{last}",)
            found.update(self._client.search([*window, *criteria]))
        return sorted(found)

    def sizes(self, uids: Iterable[int]) -> dict[int, int]:
        """The sizes of messages, in bytes; those that are gone meanwhile are left out."""
        answer = self._client.fetch(list(uids), ["RFC822.SIZE"])
        return {uid: int(got[b"RFC822.SIZE"]) for uid, got in answer.items() if b"RFC822.SIZE" in got}

    def fetch(self, uids: list[int], bytes_max: int = 0) -> dict[int, bytes]:
        """Messages as they are, or the first bytes of each; those that are gone meanwhile are left out."""
        part = f"<0.{bytes_max}>" if bytes_max else ""
        answer = self._client.fetch(uids, [f"BODY.PEEK[]{part}"])
        return {
            uid: value
            for uid, got in answer.items()
            for name, value in got.items()
            if name.startswith(b"BODY[]") and isinstance(value, bytes)
        }

    def mark(self, uids: list[int], *flags: str) -> None:
        """Set flags."""
        self._client.add_flags(uids, list(flags), silent=True)

    def move(self, uids: list[int], folder: str) -> None:
        """Into another folder."""
        if "MOVE" in self.can:
            self._client.move(uids, folder)
        else:
            self._client.copy(uids, folder)
            self.delete(uids)

    def delete(self, uids: list[int]) -> None:
        """Away with them."""
        self.mark(uids, "\\Deleted")
        if "UIDPLUS" in self.can:
            self._client.uid_expunge(uids)

    def wait(self, seconds: float) -> int | None:
        """Wait for news, as long as this: how many messages there are now (0: unknown, but something is new), or None when nothing
        was said. Raises ConnectionError when the server hung up.
        """
        before = time.monotonic()
        self._client.idle()
        if self._has_unread():
            return _exists(self._client.idle_done()[1]) or 0
        news = self._client.idle_check(timeout=seconds)
        waited = time.monotonic() - before
        if any(one[0] == b"BYE" for one in news) or (not news and waited < seconds * 0.9):
            raise ConnectionResetError
        news += self._client.idle_done()[1]
        return (_exists(news) or 0) if news else None

    def _has_unread(self) -> bool:
        """Whether news came together with the answer to IDLE: they lie in a buffer that no waiting for the socket would show."""
        line = self._client.socket()
        line.setblocking(False)
        try:
            return bool(self._client._imap.file.peek(1))
        except OSError:
            return False
        finally:
            line.settimeout(ANSWER_SECONDS_MAX)

    def usage(self) -> float | None:
        """How full the mailbox is, as a share; None where the server has no limit or does not say."""
        if "QUOTA" not in self.can:
            return None
        shares = [one.usage / one.limit for one in self._client.get_quota("INBOX") or () if one.limit]
        return max(shares, default=None)

    def leave(self) -> None:
        """Say goodbye, briefly; whatever comes of it."""
        try:
            self._client.socket().settimeout(2)
            self._client.logout()
        except TROUBLE:
            self.cut()

    def wake(self) -> None:
        """From another thread: end whatever the line is waiting for."""
        try:
            self._client.socket().shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def cut(self) -> None:
        """Close without a word."""
        try:
            self._client.shutdown()
        except TROUBLE:
            return


def _exists(news: Iterable[Any]) -> int | None:
    """The last `n EXISTS` among some news."""
    counts = [one[0] for one in news if len(one) > 1 and one[1] == b"EXISTS" and isinstance(one[0], int)]
    return counts[-1] if counts else None
