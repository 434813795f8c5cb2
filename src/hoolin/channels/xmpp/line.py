"""One account, kept connected: what comes goes to disk in the order it came; what was missed is fetched from the archive.

- The server's archive is the truth about what came. We keep no position of our own: each start looks through the last days,
  each new connection through a little more than was missed, and `keep` knows what it has already.
- A receipt goes out only for what is on disk.
- When something cannot be kept, the connection is cut and what followed is forgotten: it is in the archive.
"""

import asyncio
import contextlib
import logging
import time
from collections import OrderedDict
from xml.etree import ElementTree as ET

from hoolin.channels.written import Raw, Surroundings
from hoolin.channels.xmpp import asking, manifest, wire
from hoolin.channels.xmpp.notices import ENCRYPTED
from hoolin.channels.xmpp.stream import Stream
from hoolin.core.errors import HoolinError, NotReached, PeerError, TooLarge
from hoolin.core.facts import Instant

log = logging.getLogger(__name__)

DAY_MS = 86_400_000


class Line:
    """An account's line. refused: by delivery, the word of an error that came while it was being sent. features: of the
    server, looked up when a file is to go out.
    """

    def __init__(self, name: str, account: manifest.XmppAccount, around: Surroundings) -> None:
        self.name = name
        self.account = account
        self.refused: dict[str, str] = {}
        self.stream: Stream | None = None
        self._around = around
        self._waiting: asyncio.Queue[wire.Arrival] = asyncio.Queue()
        self._pages: dict[str, list[wire.Arrival]] = {}
        self._in_step_at: Instant | None = None
        self._caught_up = asyncio.Event()
        self._told: OrderedDict[str, None] = OrderedDict()
        self._task: asyncio.Task[None] | None = None
        self._queries = 0

    def start(self) -> None:
        """Begin; what fails goes on by itself."""
        self._task = asyncio.create_task(self._run(), name=f"xmpp {self.name}")

    async def stop(self) -> None:
        """End, and let go of the connection."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def connected(self) -> Stream:
        """The connection. Raises NotReached when there is none."""
        if self.stream is None or self.stream.closed.is_set():
            raise NotReached("not_connected")
        return self.stream

    async def _run(self) -> None:
        failures = 0
        while True:
            began = time.monotonic()
            try:
                await self._connection()
            except (HoolinError, OSError) as problem:
                log.warning(
                    "xmpp %s: %s",
                    self.name,
                    problem.code if isinstance(problem, HoolinError) else type(problem).__name__,
                )
            except Exception:
                log.exception("xmpp %s: the connection ended with a defect", self.name)
            steady = time.monotonic() - began >= manifest.STEADY_SECONDS
            failures = 0 if steady else failures + 1
            await asyncio.sleep(manifest.PAUSES_SECONDS[min(failures, len(manifest.PAUSES_SECONDS) - 1)])

    async def _connection(self) -> None:
        """One connection from beginning to end."""
        self._waiting, self._pages, self._caught_up = asyncio.Queue(), {}, asyncio.Event()
        stream = Stream(self.account, self._heard)
        tasks: list[asyncio.Task[None]] = []
        try:
            await stream.connect()
            self.stream = stream
            log.info("xmpp %s: connected", self.name)
            tasks = [asyncio.create_task(work) for work in (self._keeping(stream), self._beginning(stream))]
            tasks += [asyncio.create_task(self._watching(stream)), asyncio.create_task(self._until_closed(stream))]
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            self.stream = None
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await stream.close()

    async def _until_closed(self, stream: Stream) -> None:
        await stream.closed.wait()
        raise NotReached(stream.why)

    async def _beginning(self, stream: Stream) -> None:
        """Ask for everything that came while we were away, and for everything that comes now."""
        try:
            await stream.ask("set", asking.ENABLE_CARBONS)
        except PeerError as refused:
            log.warning("xmpp %s: no carbons (%s)", self.name, refused.code)
        stream.present()
        began = self._around.now()
        since = began - self.account.catch_up_days * DAY_MS
        if self._in_step_at is not None:
            since = max(since, self._in_step_at - manifest.OVERLAP_MS)
        if await self._catch_up(stream, since):
            # From here on what is kept live keeps us in step.
            self._in_step_at = began
        self._caught_up.set()

    async def _catch_up(self, stream: Stream, since: Instant) -> bool:
        """Look through the archive, oldest first; False when there is none."""
        after = ""
        for _ in range(manifest.PAGES_MAX):
            self._queries += 1
            query = f"hoolin-{self._queries}"
            self._pages[query] = []
            try:
                answer = await stream.ask("set", asking.archive_query(query, wire.moment(since), after))
            except PeerError as refused:
                if refused.code in ("lost", "timed_out"):
                    raise
                log.warning("xmpp %s: the server keeps no archive (%s)", self.name, refused.code)
                return False
            finally:
                found = self._pages.pop(query)
            for first in range(0, len(found), manifest.BATCH_MAX):
                await self._keep(stream, found[first : first + manifest.BATCH_MAX], "archive")
            page = asking.page(answer)
            if page.complete:
                return True
            after = page.last
        log.error("xmpp %s: more than %s pages were missed; the newest are left", self.name, manifest.PAGES_MAX)
        return False

    async def _watching(self, stream: Stream) -> None:
        """Ask now and then whether the line is alive; half-open ones say nothing by themselves."""
        while True:
            await asyncio.sleep(manifest.PING_SECONDS)
            await stream.confirm()

    def _heard(self, outer: ET.Element) -> None:
        """A message came, in whatever wrapping."""
        own = self.account.bare
        entry = asking.archived(outer, own)
        if entry is not None:
            query, arrival = entry
            if arrival is not None and query in self._pages:
                self._pages[query].append(arrival)
            return
        found = wire.unwrap(outer, own)
        if found is None:
            return
        ident = wire.delivery_of(found.stanza.get("id", ""))
        if found.stanza.get("type") == "error" and ident in self.refused:
            self.refused[ident] = wire.condition(found.stanza)
            return
        self._waiting.put_nowait(found)
        if self._waiting.qsize() >= manifest.QUEUE_MAX and self.stream is not None:
            # So much at once that the archive's own answers would be held up behind it: then out of order.
            self._caught_up.set()
            self.stream.pause(True)

    async def _keeping(self, stream: Stream) -> None:
        """Put what comes on disk, as much at a time as there is, behind all that came while we were away."""
        await self._caught_up.wait()
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < manifest.BATCH_MAX and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            began = self._around.now()
            await self._keep(stream, batch, "live")
            if self._in_step_at is not None and self._waiting.empty():
                self._in_step_at = began
            if self._waiting.qsize() < manifest.QUEUE_MAX // 2:
                stream.pause(False)

    async def _keep(self, stream: Stream, batch: list[wire.Arrival], way: str) -> None:
        """Put them on disk, in order; then say that they are here."""
        now = self._around.now()
        raws = [
            Raw(
                account=self.name,
                key=wire.key(arrival),
                body=wire.write(arrival.stanza),
                envelope={"way": way, "stamp": arrival.stamp},
                at=now,
            )
            for arrival in batch
        ]
        ended = await asyncio.gather(*(self._around.keep(raw) for raw in raws), return_exceptions=True)
        for arrival, kept in zip(batch, ended, strict=True):
            if isinstance(kept, TooLarge):
                log.warning("xmpp %s: a stanza was too large to keep", self.name)
            elif isinstance(kept, BaseException):
                raise kept
            elif kept:
                self._answer(stream, arrival.stanza)

    def _answer(self, stream: Stream, stanza: ET.Element) -> None:
        """Say that it is here; and that we cannot read it, once to each sender."""
        sender = wire.bare(stanza.get("from", self.account.bare))
        if sender == self.account.bare:
            return
        with contextlib.suppress(NotReached):
            if (receipt := wire.receipt(stanza)) is not None:
                stream.send(receipt)
            if wire.encrypted(stanza) and not wire.text_of(stanza) and sender not in self._told:
                self._told[sender] = None
                if len(self._told) > manifest.NOTICES_REMEMBERED_MAX:
                    self._told.popitem(last=False)
                stream.send(wire.notice("", sender, ENCRYPTED[self.account.language]))
