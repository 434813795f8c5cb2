"""The one writer of a site: takes commands, decides and folds them at once, and answers when their facts are on disk.

    submit ──▶ inbox ──▶ house.handle ──▶ batch ──▶ writer thread ──▶ journal.append (one durable transaction)
                                                                          │ and only then
                        publish to readers ◀── effects to the outbox ◀── answers to those who asked

While one batch is being written, commands go on being decided into the next: that is the group commit. If the disk refuses,
or an invariant breaks, the loop stops for good: every open question fails, and the process must replay what is on disk.

Refusals go back in order too: a "no" may rest on a fact that is not durable yet, so it waits for the same batch.
Readers hear of a batch before those who asked for it, so that an answer never comes ahead of what it is about.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeAlias

import msgspec

from hoolin.core.commands import Command
from hoolin.core.effects import Effect
from hoolin.core.errors import Defect, HoolinError, PeerError, Refusal, TooLarge
from hoolin.core.facts import Content, Entry, Instant
from hoolin.core.interaction.commands import TimePassed
from hoolin.journal.port import Stores
from hoolin.runtime.house import House
from hoolin.runtime.snapshooter import Snapshooter

INBOX_MAX = 50_000
"""Commands waiting to be decided; beyond it the door says "too busy" instead of growing without end."""

BATCH_ENTRIES_MAX = 5_000
"""Entries in one transaction: more would make everybody in it wait."""

SEEN_MAX = 100_000
"""Idempotency keys remembered (some 50 MB when full), and re-read on start; a repeat older than that is caught by the room,
if at all."""

DECIDE_SLICE = 200
"""Commands decided before sockets get their turn again."""

REPLAY_STEP = 5_000

PACE_SECONDS = 0.004
"""From the beginning of one transaction to that of the next at least: each costs as much as deciding some twenty commands,
however little is in it. Who asks while nothing has been written for so long is not kept waiting at all."""

RECEIPT_ENTRIES_MAX = 20
"""Entries given back to whoever asked: the command's own come first; what a hundred timers added is not theirs."""

LOOK_AGAIN_SECONDS = 10.0
"""The clock is looked at as often, however far away the next timer is: clocks are set, and machines sleep, which the event loop does not notice."""

IDLE_RING_SECONDS = 1.0
"""How long a timer rests that rang and changed nothing, so that a mistake in a due time costs a call a second, not a core."""


class Receipt(msgspec.Struct, frozen=True, gc=False):
    """A command is on disk. position: of its last fact (0 if nothing had to be recorded).

    first, more: the entries it led to. Apart, for most commands lead to one, and a hundred thousand receipts are remembered: a tuple
    in each would have Python look through all of them for garbage.
    """

    position: int
    first: Entry | None = None
    more: tuple[Entry, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The first entries that the command led to."""
        return (self.first, *self.more) if self.first is not None else ()


class Stopped(Defect):
    """Hoolin has stopped taking commands; it must be started again."""


Then: TypeAlias = Callable[[Receipt | HoolinError], None]
"""Told how a command ended, on the event loop, once that is durable. It must not wait, nor raise."""


class _Asked(NamedTuple):
    command: Command
    actor: str
    cause: str
    at: Instant | None
    then: Then


class Batch:
    """What goes to disk together, and who waits for it."""

    __slots__ = ("answers", "contents", "effects", "entries")

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.contents: list[Content] = []
        self.effects: list[Effect] = []
        self.answers: list[tuple[Then, Receipt | HoolinError]] = []


Reader = Callable[[Sequence[Entry], Sequence[Content]], None]
"""Told of every durable batch, in order, on the event loop. It must not wait."""

EffectSink = Callable[[Sequence[Effect]], None]
Progress = Callable[[int, int], None]


class Loop:
    """One site's writer. `start` replays, `submit` asks, `stop` writes the last batch and a snapshot."""

    def __init__(self, house: House, stores: Stores, clock: Callable[[], Instant], version: str) -> None:
        """version: of the folded state's shape; snapshots of another version are passed over."""
        self.house = house
        self.stores = stores
        self.clock = clock
        self.version = version
        self.failure: BaseException | None = None
        self.durable_position = 0
        self._inbox: list[_Asked] = []
        self._batch = Batch()
        self._seen: OrderedDict[str, Receipt] = OrderedDict()
        self._readers: list[Reader] = []
        self._effects: EffectSink | None = None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._writing: asyncio.Task[None] | None = None
        self._paced: asyncio.TimerHandle | None = None
        self._wrote_at = 0.0
        self._decide_due = False
        self._timer: asyncio.TimerHandle | None = None
        self._timer_due: Instant | None = None
        self._rung: tuple[Instant | None, int] = (None, 0)
        self._rings = 0
        self.snapshots = Snapshooter(stores.snapshots, version)
        self._event_loop: asyncio.AbstractEventLoop | None = None
        self.on_failure: Callable[[BaseException], None] | None = None

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def replay(self, progress: Progress | None = None) -> None:
        """Fold what is on disk, from the newest snapshot on. Blocking; before `start`."""
        journal = self.stores.journal
        head = journal.head()
        snapshot = self.stores.snapshots.latest(self.version)
        if snapshot is not None and snapshot.position <= head:
            self.house.load(snapshot.body, snapshot.position)
            self.snapshots.position = snapshot.position
        after = min(self.house.position, max(0, head - SEEN_MAX))
        while True:
            entries = journal.read(after, REPLAY_STEP)
            if not entries:
                break
            for entry in entries:
                if entry.position > self.house.position:
                    self.house.fold(entry)
                self._remember(entry)
            after = entries[-1].position
            if progress is not None:
                progress(after, head)
        self.durable_position = self.house.position
        self.house.rest()

    def start(self) -> None:
        """Take commands from now on. Needs a running event loop."""
        self._event_loop = asyncio.get_running_loop()
        self._arm()

    async def stop(self) -> None:
        """Write what is decided, take a snapshot, and take no more commands."""
        while self._busy():
            await asyncio.sleep(0 if self._paced is None else PACE_SECONDS)
            if self._writing is not None:
                await asyncio.wait([self._writing])
        if self.failure is None and not self.house.unsettled:
            self.snapshots.take(self.house, self.clock())
            self.snapshots.save_up_to(self.durable_position)
        self._disarm()
        self.failure = self.failure or Stopped("stopped")
        self._writer.shutdown(wait=True)
        self.snapshots.stop()

    def _busy(self) -> bool:
        open_batch = self._batch.answers or self._batch.entries or self._writing is not None
        return self.failure is None and bool(self._inbox or open_batch)

    def read_along(self, reader: Reader) -> None:
        """Be told of every durable batch from now on."""
        self._readers.append(reader)

    def perform(self, sink: EffectSink) -> None:
        """Where effects go once their facts are durable."""
        self._effects = sink

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def submit(self, command: Command, *, actor: str, key: str, at: Instant | None = None) -> Awaitable[Receipt]:
        """Ask for something. The answer comes when it is on disk, or raises the Refusal, PeerError or Stopped.

        key: unique per actor; asking again with the same key gives the first answer and changes nothing.
        at: the instant to decide at (now, if not given); virtual clocks use it.
        """
        assert self._event_loop is not None, "start() comes first"
        answer: asyncio.Future[Receipt] = self._event_loop.create_future()

        def settle(said: Receipt | HoolinError) -> None:
            if answer.done():
                return
            if isinstance(said, HoolinError):
                answer.set_exception(said)
            else:
                answer.set_result(said)

        self.ask(command, actor, key, settle, at)
        return answer

    def ask(self, command: Command, actor: str, key: str, then: Then, at: Instant | None = None) -> None:
        """The same without a future: `then` is told how it ended."""
        assert self._event_loop is not None, "start() comes first"
        if self.failure is not None:
            then(Stopped("stopped"))
        elif len(self._inbox) >= INBOX_MAX:
            then(TooLarge("too_busy"))
        else:
            self._inbox.append(_Asked(command, actor, f"{actor}/{key}", at, then))
            self._decide_soon()

    def _decide_soon(self) -> None:
        if not self._decide_due:
            assert self._event_loop is not None
            self._decide_due = True
            self._event_loop.call_soon(self._decide)

    def _decide(self) -> None:
        self._decide_due = False
        if self.failure is not None:
            return
        asked, self._inbox = self._inbox[:DECIDE_SLICE], self._inbox[DECIDE_SLICE:]
        for number, question in enumerate(asked):
            if len(self._batch.entries) >= BATCH_ENTRIES_MAX:
                self._inbox = asked[number:] + self._inbox
                break
            try:
                self._decide_one(question)
            except Exception as failure:
                self._inbox = asked[number:] + self._inbox
                self._fail(failure)
                return
        self._write()
        if self._inbox and len(self._batch.entries) < BATCH_ENTRIES_MAX:
            # A full batch is on its way; its end calls for the next one.
            self._decide_soon()

    def _decide_one(self, asked: _Asked) -> None:
        seen = self._seen.get(asked.cause)
        if seen is not None:
            # It waits for its turn, too: the first answer may not be durable yet.
            self._batch.answers.append((asked.then, seen))
            return
        now = asked.at if asked.at is not None else self.clock()
        try:
            outcome = self.house.handle(asked.command, asked.actor, asked.cause, now)
        except (Refusal, PeerError) as refusal:
            self._batch.answers.append((asked.then, refusal))
            return
        entries = outcome.entries
        receipt = _receipt(entries)
        self._keep(asked.cause, receipt)
        batch = self._batch
        batch.entries += entries
        batch.contents += outcome.contents
        batch.effects += outcome.effects
        batch.answers.append((asked.then, receipt))

    def _remember(self, entry: Entry) -> None:
        known = self._seen.get(entry.cause)
        if known is None or known.first is None:
            self._keep(entry.cause, Receipt(entry.position, entry))
        else:
            more = (*known.more, entry)[: RECEIPT_ENTRIES_MAX - 1]
            self._keep(entry.cause, Receipt(entry.position, known.first, more))

    def _keep(self, cause: str, receipt: Receipt) -> None:
        self._seen[cause] = receipt
        if len(self._seen) > SEEN_MAX:
            self._seen.popitem(last=False)

    # ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _write(self) -> None:
        if self._writing is not None or self._paced is not None or not self._batch.answers:
            self._arm()
            return
        assert self._event_loop is not None
        if self._batch.entries:
            wait = self._wrote_at + PACE_SECONDS - self._event_loop.time()
            if wait > 0:
                self._paced = self._event_loop.call_later(wait, self._write_now)
                self._arm()
            else:
                self._write_now()
            return
        batch, self._batch = self._batch, Batch()
        # Only refusals and repeats, and nothing undurable is in flight that they could rest on.
        self._release(batch)
        self._arm()

    def _write_now(self) -> None:
        assert self._event_loop is not None
        self._paced, self._wrote_at = None, self._event_loop.time()
        batch, self._batch = self._batch, Batch()
        self._writing = self._event_loop.create_task(self._write_batch(batch))

    async def _write_batch(self, batch: Batch) -> None:
        assert self._event_loop is not None
        append = self.stores.journal.append
        try:
            await self._event_loop.run_in_executor(self._writer, append, batch.entries, batch.contents)
        except Exception as failure:
            self._writing = None
            self._tell(batch, "disk_refused")
            self._fail(failure)
            return
        self._writing = None
        self.durable_position = batch.entries[-1].position
        self._release(batch)
        if self.failure is not None:
            return
        self.snapshots.save_up_to(self.durable_position)
        if self.snapshots.due(self.house):
            self.snapshots.take(self.house, self.clock())
        self._write()
        if self._inbox:
            self._decide_soon()

    def _release(self, batch: Batch) -> None:
        """Everything in the batch is durable: say so. What a reader cannot bear stops the loop, not the answers."""
        try:
            if batch.entries:
                for reader in self._readers:
                    reader(batch.entries, batch.contents)
            if batch.effects and self._effects is not None:
                self._effects(batch.effects)
        except Exception as failure:
            self._tell(batch)
            self._fail(failure)
        else:
            self._tell(batch)

    def _tell(self, batch: Batch, stopped: str = "") -> None:
        """Answer whoever waits for the batch; each has an exception of their own where it came to nothing."""
        for then, said in batch.answers:
            then(Stopped(stopped) if stopped else said)

    # ── timers, failure ─────────────────────────────────────────────────────────────────────────────────────────────

    def _arm(self) -> None:
        """One timer for the earliest thing that is due by the clock."""
        due = self.house.next_due()
        if self._timer is not None and due == self._timer_due:
            return
        self._disarm()
        if due is None or self._event_loop is None or self.failure is not None:
            return
        seconds = (due - self.clock()) / 1000
        if (due, self.house.position) == self._rung:
            # It has rung for this already, for nothing.
            seconds = max(seconds, IDLE_RING_SECONDS)
        self._timer_due = due
        self._timer = self._event_loop.call_later(min(max(0.0, seconds), LOOK_AGAIN_SECONDS), self._ring)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._timer_due = None, None

    def _ring(self) -> None:
        due, self._timer, self._timer_due = self._timer_due, None, None
        if due is not None and due > self.clock():
            # It was looked at, no more: or the clock was set back.
            self._arm()
            return
        self._rung = (due, self.house.position)
        self._rings += 1
        self.ask(TimePassed(), "system", f"clock-{self.house.position}-{self._rings}", lambda said: None)

    def _fail(self, failure: BaseException) -> None:
        self.failure = failure
        self._disarm()
        if self._paced is not None:
            self._paced.cancel()
        batch, self._batch = self._batch, Batch()
        inbox, self._inbox = self._inbox, []
        self._tell(batch, "stopped")
        for asked in inbox:
            asked.then(Stopped("stopped"))
        if self.on_failure is not None:
            self.on_failure(failure)


def _receipt(entries: Sequence[Entry]) -> Receipt:
    if not entries:
        return Receipt(0)
    return Receipt(entries[-1].position, entries[0], tuple(entries[1:RECEIPT_ENTRIES_MAX]))
