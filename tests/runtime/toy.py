"""A room that is a toy, and a journal that waits or fails when it is told to: what the loop does is seen through them."""

import threading
from collections.abc import Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from hoolin.core.commands import Command, Decision
from hoolin.core.effects import Effect
from hoolin.core.errors import Defect, NotFound, Refusal
from hoolin.core.facts import Content, Entry, Fact, Instant
from hoolin.core.interaction.commands import TimePassed
from hoolin.journal import memory
from hoolin.journal.codec import Codec
from hoolin.journal.errors import DiskRefused
from hoolin.journal.port import Journal, Stores
from hoolin.runtime.house import House
from hoolin.runtime.loop import Loop
from hoolin.runtime.room import Room


class Noted(Fact):
    """A word was noted."""

    word: str


class AlarmSet(Fact):
    """An alarm was set."""

    at: Instant


class AlarmRang(Fact):
    """An alarm rang."""

    at: Instant


class Note(Command):
    """Note a word, so many times."""

    word: str
    times: int = 1


class SetAlarm(Command):
    """Set an alarm."""

    at: Instant


class Refuse(Command):
    """Be refused."""


class Break(Command):
    """Break an invariant, while deciding or (`folding`) after it."""

    folding: bool = False


class Shout(Effect):
    """Say it outside."""

    word: str


class Notes(msgspec.Struct):
    """words: noted so far. alarms: due. deaf: alarms are due but never ring, which is a mistake in a room."""

    words: list[str] = []
    alarms: list[int] = []
    deaf: bool = False


def note(notes: Notes, command: Note, now: Instant) -> Decision:
    """As many facts as asked for, and an effect."""
    content = (Content(f"{command.word}-{len(notes.words)}", "owner", b"x"),) if command.times == 1 else ()
    return Decision((Noted(word=command.word),) * command.times, content, (Shout(word=command.word),))


def set_alarm(notes: Notes, command: SetAlarm, now: Instant) -> Decision:
    """Setting what is set changes nothing."""
    return Decision(() if command.at in notes.alarms else (AlarmSet(at=command.at),))


def refuse(notes: Notes, command: Refuse, now: Instant) -> Decision:
    """No."""
    raise Refusal("no", seen=len(notes.words))


def break_(notes: Notes, command: Break, now: Instant) -> Decision:
    """Our fault."""
    if command.folding:
        return Decision((Noted(word="breaks"),))
    raise Defect("broken")


def time_passed(notes: Notes, command: TimePassed, now: Instant) -> Decision:
    """Nothing by itself."""
    return Decision()


def noted(notes: Notes, entry: Entry) -> None:
    """A word more."""
    assert isinstance(entry.fact, Noted)
    if entry.fact.word == "breaks":
        raise NotFound("nothing_there")
    notes.words.append(entry.fact.word)


def alarm_set(notes: Notes, entry: Entry) -> None:
    """An alarm more."""
    assert isinstance(entry.fact, AlarmSet)
    notes.alarms = sorted([*notes.alarms, entry.fact.at])


def alarm_rang(notes: Notes, entry: Entry) -> None:
    """An alarm less."""
    assert isinstance(entry.fact, AlarmRang)
    notes.alarms.remove(entry.fact.at)


def follow_up(notes: Notes, now: Instant) -> tuple[Fact, ...]:
    """The next alarm that is due."""
    due = [at for at in notes.alarms[:1] if at <= now and not notes.deaf]
    return tuple(AlarmRang(at=at) for at in due)


def load(notes: Notes, body: bytes) -> None:
    """Take up a dump."""
    kept = msgspec.msgpack.decode(body, type=Notes)
    notes.words, notes.alarms = kept.words, kept.alarms


def toy_room() -> Room:
    """The toy."""
    return Room(
        name="toy", state=Notes(), facts=(Noted, AlarmSet, AlarmRang), dump=msgspec.msgpack.encode, load=load,
        decides={Note: note, SetAlarm: set_alarm, Refuse: refuse, Break: break_, TimePassed: time_passed},
        folds={Noted: noted, AlarmSet: alarm_set, AlarmRang: alarm_rang},
        follow_up=follow_up, next_due=lambda notes: notes.alarms[0] if notes.alarms else None,
    )  # fmt: skip


CODEC = Codec((Noted, AlarmSet, AlarmRang))


class HeldJournal:
    """A journal in memory whose appends wait while it is held, and fail when told to. batches: sizes, as appended."""

    def __init__(self, inner: Journal) -> None:
        self.inner = inner
        self.go = threading.Event()
        self.go.set()
        self.begun = threading.Event()
        self.fail = False
        self.batches: list[int] = []

    def append(self, entries: Sequence[Entry], contents: Sequence[Content] = ()) -> None:
        """See the port."""
        self.begun.set()
        assert self.go.wait(10)
        if self.fail:
            raise DiskRefused("told_to")
        self.batches.append(len(entries))
        self.inner.append(entries, contents)

    def read(self, after: int, limit: int) -> list[Entry]:
        """See the port."""
        return self.inner.read(after, limit)

    def head(self) -> int:
        """See the port."""
        return self.inner.head()

    def close(self) -> None:
        """See the port."""
        self.inner.close()


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000

    def __call__(self) -> Instant:
        """The instant it was set to."""
        return self.now


class Toy:
    """A loop around the toy room, and what its readers and effects were told, in order."""

    def __init__(self, stores: Stores | None = None, version: str = "1") -> None:
        plain = stores if stores is not None else memory.open_stores(CODEC)
        self.journal = HeldJournal(plain.journal)
        self.stores = Stores(self.journal, plain.snapshots, plain.contents, plain.blobs)
        self.clock = Clock()
        self.room = toy_room()
        self.house = House((self.room,))
        self.loop = Loop(self.house, self.stores, self.clock, version)
        self.told: list[Any] = []
        self.loop.read_along(lambda entries, contents: self.told.extend(entry.position for entry in entries))
        self.loop.perform(self._perform)

    @property
    def notes(self) -> Notes:
        """The live state."""
        state: Notes = self.room.state
        return state

    def words(self) -> list[str]:
        """What is on disk."""
        return [entry.fact.word for entry in self.journal.read(0, 100_000) if isinstance(entry.fact, Noted)]

    def hold(self) -> None:
        """From now on the disk takes its time."""
        self.journal.begun.clear()
        self.journal.go.clear()

    def ask(self, command: Command, key: str, into: list[Any]) -> None:
        """Ask; the answer, of whatever kind, is put into a list when it comes."""
        self.loop.ask(command, "someone", key, into.append)

    def _perform(self, effects: Iterable[Effect]) -> None:
        self.told.extend(effect.word for effect in effects if isinstance(effect, Shout))


@asynccontextmanager
async def running(toy: Toy) -> Any:
    """Replayed and started; stopped at the end."""
    toy.loop.replay()
    toy.loop.start()
    try:
        yield toy
    finally:
        toy.journal.go.set()
        await toy.loop.stop()
