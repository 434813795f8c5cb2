"""Reads one mailbox, in a thread of its own: look, fetch, have it kept, mark; then wait for news.

- A message is marked, moved or deleted only after `keep` has returned for it.
- Where we had got to is never believed: what lacks our mark is fetched again, and its key says whether it was kept before. So a
  mailbox that is counted anew, a lost mark or a crash costs some fetching and nothing else.
- Somebody who reads the mailbox beside us hides nothing: from the first message with our mark on, all that lack it are taken, read
  or not. Before that, only unread ones are: an old mailbox is not taken in whole.
- The line is never believed either: after some silence the folder is opened again, and a server that does not answer, or tells of
  news over and over where there is none, is left.
- One mail that cannot be kept, fetched or marked does not stand in the way of the others: it is left, and tried again.
- Pauses grow from a second to five minutes, and begin anew once a connection has held for a while.
"""

import asyncio
import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import Literal

from imapclient.exceptions import IMAPClientError

from hoolin.channels.email.doors import key_of
from hoolin.channels.email.imap_link import KEPT, LINE_BROKE, TROUBLE, Link, Mailbox
from hoolin.channels.email.manifest import EmailAccount
from hoolin.channels.written import Keep, Raw
from hoolin.core.errors import TooLarge
from hoolin.core.facts import Instant

BATCH_MESSAGES = 50
BATCH_BYTES = 4_194_304
"""What is fetched at once: as fast as it gets, and small beside one large mail."""

CUT_BYTES = 1_048_576
"""Of a mail over the limit, what is kept: its head, and the words a person wrote. The rest stays in the mailbox."""

DONE_MAX = 100_000
"""Messages remembered as dealt with where the mailbox takes no marks; beyond it they are fetched again, to no effect."""

KEEP_SECONDS_MAX = 60

FAILURES_MAX = 10
"""Mails in a row that could not be kept; then it is not the mails."""

PAUSE_SECONDS = (1.0, 300.0)
HELD_SECONDS = 30
POLL_SECONDS_MAX = 60
"""Where the server knows no IDLE."""

LINK_SECONDS_MAX = 1_800
"""A connection is made anew after half an hour: a server's session can lose sight of the folder and not know it."""

RESTLESS_SECONDS = 0.1
RESTLESS_TIMES_MAX = 8
"""News at once, again and again, with nothing new: such a session is broken (a folder was deleted and made again under it)."""

State = Literal["starting", "reading", "waiting", "away", "stopped"]

_log = logging.getLogger("hoolin.email")


class MailboxReader:
    """One account's mailbox. state: what it is doing; trouble: the kind of error that it last met, "" when all is well."""

    def __init__(self, code: str, account: EmailAccount, keep: Keep, now: Callable[[], Instant]) -> None:
        self.code, self.account = code, account
        self.state: State = "starting"
        self.trouble = ""
        self._keep, self._now = keep, now
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._link: Link | None = None
        self._validity = 0
        self._last = self._begun = 0
        self._done: set[int] = set()
        self._left: set[int] = set()
        self._failures = 0

    def start(self) -> None:
        """Begin to read, from within the event loop that `keep` lives in."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name=f"imap-{self.code}", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Let go of the mailbox. What was fetched and not yet kept stays there unmarked."""
        self._stopping.set()
        if self._thread is not None:
            while self._thread.is_alive():
                # Woken again and again: a connection may be opened after the first call.
                if (link := self._link) is not None:
                    link.wake()
                await asyncio.to_thread(self._thread.join, 0.5)
        self.state = "stopped"

    def _run(self) -> None:
        first, last = PAUSE_SECONDS
        pause = first
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                self._serve()
            except Exception as problem:
                # Ours or theirs: the mailbox holds what it has, and the next connection finds it.
                self.trouble = type(problem).__name__
                told = None if isinstance(problem, TROUBLE) else problem
                if not self._stopping.is_set():
                    said = {"account": self.code, "error": self.trouble}
                    _log.warning("mailbox_away", extra={"fields": said}, exc_info=told)
            finally:
                self._let_go()
            self.state = "away"
            pause = first if time.monotonic() - began > HELD_SECONDS else pause
            # Many mailboxes of one server do not all come back in the same moment.
            self._stopping.wait(pause * random.uniform(0.8, 1.2))  # noqa: S311 - no secret
            pause = min(2 * pause, last)

    def _let_go(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            if self._stopping.is_set():
                link.leave()
            link.cut()

    def _serve(self) -> None:
        """One connection, until it fails or we stop."""
        self._left.clear()
        link = self._link = Link(self.account)
        if self.account.imap_after == "move" and not link.has_folder(self.account.imap_moved_to):
            link.make_folder(self.account.imap_moved_to)
        began = time.monotonic()
        while not self._stopping.is_set() and time.monotonic() - began < LINK_SECONDS_MAX:
            box = self._open(link)
            restless = 0
            quiet = False
            while not quiet and not self._stopping.is_set():
                self.state = "reading"
                found = self._read(link, box)
                self.state, self.trouble = "waiting", ""
                since = time.monotonic()
                news = self._wait(link)
                quiet = news is None
                box = box._replace(exists=news or box.exists)
                restless = 0 if found or time.monotonic() - since > RESTLESS_SECONDS else restless + 1
                self._stopping.wait(min(restless * RESTLESS_SECONDS, 1))
                if restless >= RESTLESS_TIMES_MAX:
                    raise ConnectionAbortedError

    def _wait(self, link: Link) -> int | None:
        """Until there is news: how many messages there are, 0 for unknown; None after silence."""
        quiet = self.account.imap_quiet_seconds
        if "IDLE" in link.can:
            return link.wait(quiet)
        self._stopping.wait(min(quiet, POLL_SECONDS_MAX))
        return None

    def _open(self, link: Link) -> Mailbox:
        box = link.open(self.account.imap_folder)
        if box.validity != self._validity:
            if self._validity:
                _log.info("mailbox_counted_anew", extra={"fields": {"account": self.code}})
            self._validity, self._last, self._begun = box.validity, 0, 0
            self._done.clear()
        return box

    def _read(self, link: Link, box: Mailbox) -> int:
        """Take in what is new; how much that was. Raises what the last mail met that could not be kept, once all others are."""
        fresh = self._fresh(link, box)
        failed: Exception | None = None
        for first in range(0, len(fresh), BATCH_MESSAGES):
            sizes = link.sizes(fresh[first : first + BATCH_MESSAGES])
            for batch in _batches(sizes, self.account.bytes_max):
                if self._stopping.is_set():
                    return 0
                cut = sizes[batch[0]] if sizes[batch[0]] > self.account.bytes_max else 0
                failed = self._take(link, box, batch, cut) or failed
                if failed is not None and self._failures >= FAILURES_MAX:
                    raise failed
        if failed is not None:
            raise failed
        return len(fresh)

    def _fresh(self, link: Link, box: Mailbox) -> list[int]:
        """The UIDs of messages that may not have been kept yet."""
        criteria = ["UNDELETED"] + (["UNKEYWORD", KEPT] if box.marks else [])
        if self.account.imap_after == "seen":
            begun = self._last + 1 if self._last else 0
            if box.marks:
                self._begun = self._begun or next(iter(link.search(box.exists, "KEYWORD", KEPT)), 0)
                begun = self._begun
            criteria += ["OR", "UNSEEN", "UID", f"{begun}:*"] if begun else ["UNSEEN"]
        if len(self._done) > DONE_MAX:
            self._done.clear()
        return [uid for uid in link.search(box.exists, *criteria) if uid not in self._done | self._left]

    def _take(self, link: Link, box: Mailbox, uids: list[int], cut: int) -> Exception | None:
        """Have messages kept, then marked; what stood in the way of keeping one of them, if anything did.

        cut: the size of a message that is too large to be taken whole, 0 for all others.
        """
        try:
            bodies = link.fetch(uids, CUT_BYTES if cut else 0)
            kept, failed = self._have_kept(box, bodies, cut)
            if failed is None:
                self._last = max(self._last, *uids)
            self._mark(link, box, kept, bool(cut))
        except LINE_BROKE:
            raise
        except IMAPClientError as problem:
            # The server says no to something that is asked of these messages.
            if len(uids) > 1:
                for uid in uids:
                    self._take(link, box, [uid], cut)
            else:
                said = {"account": self.code, "error": type(problem).__name__}
                _log.warning("mail_left_in_mailbox", extra={"fields": said})
                self._left.update(uids)
            return None
        # Gone meanwhile, or too large even so: nothing will come of asking again.
        self._done.update(set(uids) - set(bodies))
        return failed

    def _mark(self, link: Link, box: Mailbox, kept: list[int], cut: bool) -> None:
        """Say in the mailbox that these were kept; one that was cut stays as it is but for our own mark."""
        if not box.writable or (cut and not box.marks):
            self._done.update(kept)
        elif kept and (cut or self.account.imap_after == "seen"):
            link.mark(kept, *([] if cut else ["\\Seen"]), *([KEPT] if box.marks else []))
        elif kept and self.account.imap_after == "move":
            link.move(kept, self.account.imap_moved_to)
        elif kept:
            link.delete(kept)

    def _have_kept(self, box: Mailbox, bodies: dict[int, bytes], cut: int) -> tuple[list[int], Exception | None]:
        """Those that are on disk now, and what the last of the others met."""
        assert self._loop is not None
        kept: list[int] = []
        failed: Exception | None = None
        asked = [
            (uid, asyncio.run_coroutine_threadsafe(self._ask(self._raw(box, uid, body, cut)), self._loop))
            for uid, body in sorted(bodies.items())
        ]
        for uid, answer in asked:
            try:
                answer.result(KEEP_SECONDS_MAX)
            except TooLarge:
                _log.error("mail_too_large", extra={"fields": {"account": self.code}})
                self._done.add(uid)
            except Exception as problem:
                failed, self._failures = problem, self._failures + 1
            else:
                self._failures = 0
                kept.append(uid)
        return kept, failed

    def _raw(self, box: Mailbox, uid: int, body: bytes, cut: int) -> Raw:
        envelope = {
            "via": "imap",
            "mailbox": self.account.imap_folder,
            "uidvalidity": str(box.validity),
            "uid": str(uid),
            "peer": self.account.imap_host,
            "tls": "no" if self.account.imap_tls == "none" else "yes",
        }
        if cut:
            envelope["cut"] = str(cut)
        return Raw(account=self.code, key=key_of(self.code, body), body=body, envelope=envelope, at=self._now())

    async def _ask(self, raw: Raw) -> bool:
        return await self._keep(raw)


def _batches(sizes: dict[int, int], bytes_max: int) -> Iterator[list[int]]:
    """Messages in order, as many together as BATCH_BYTES allow; a larger one, or one over the limit, alone."""
    batch: list[int] = []
    held = 0
    for uid, size in sorted(sizes.items()):
        if batch and (held + size > BATCH_BYTES or size > bytes_max or held > bytes_max):
            yield batch
            batch, held = [], 0
        batch.append(uid)
        held = max(held, bytes_max + 1) if size > bytes_max else held + size
    if batch:
        yield batch
