"""The one writer: nothing is said before it is on disk, everything is answered once, and a broken disk ends it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from hoolin.core.errors import Defect, Refusal, TooLarge
from hoolin.core.facts import Entry
from hoolin.runtime import loop as loop_module
from hoolin.runtime import snapshooter
from hoolin.runtime.loop import Receipt, Stopped
from tests.runtime.toy import AlarmRang, Break, Note, Refuse, SetAlarm, Toy, running


async def until(true: Callable[[], object]) -> None:
    """Wait until something has come true, giving every other task its turn."""
    async with asyncio.timeout(90):
        # What it waits for has no event to offer.
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0)


async def begun(toy: Toy) -> None:
    """Wait until an append is under way."""
    await until(toy.journal.begun.is_set)


async def test_nothing_is_told_before_it_is_on_disk() -> None:
    """Answers, readers and effects come only once the batch that they are about is durable."""
    async with running(Toy()) as toy:
        toy.hold()
        answers: list[Any] = []
        toy.ask(Note(word="a"), "1", answers)
        await begun(toy)
        toy.ask(Note(word="b"), "2", answers)
        for _ in range(20):
            await asyncio.sleep(0)
        assert toy.notes.words == ["a", "b"], "deciding does not wait for the disk"
        assert (answers, toy.told, toy.loop.durable_position) == ([], [], 0)
        toy.journal.go.set()
        await until(lambda: len(answers) == 2)
        assert toy.words() == ["a", "b"]
        assert [answer.position for answer in answers] == [1, 2]
        assert toy.told == [1, "a", 2, "b"]


async def test_what_is_asked_while_the_disk_is_busy_goes_together() -> None:
    """While one batch is written the next one gathers: a hundred questions take two transactions."""
    async with running(Toy()) as toy:
        toy.hold()
        answers: list[Any] = []
        for number in range(100):
            toy.ask(Note(word=str(number)), str(number), answers)
            if number == 0:
                await begun(toy)
        await until(lambda: len(toy.notes.words) == 100)
        toy.journal.go.set()
        await until(lambda: len(answers) == 100)
        assert toy.journal.batches == [1, 99]
        assert toy.words() == [str(number) for number in range(100)]


async def test_a_refusal_waits_for_what_it_may_rest_on() -> None:
    """A "no" is given in its turn, after everything decided before it is durable; alone it is given at once."""
    async with running(Toy()) as toy:
        with pytest.raises(Refusal):
            await toy.loop.submit(Refuse(), actor="someone", key="0")
        toy.hold()
        answers: list[Any] = []
        toy.ask(Note(word="a"), "1", answers)
        await begun(toy)
        toy.ask(Refuse(), "2", answers)
        toy.ask(Note(word="b"), "3", answers)
        for _ in range(20):
            await asyncio.sleep(0)
        assert answers == []
        toy.journal.go.set()
        await until(lambda: len(answers) == 3)
        assert [type(answer) for answer in answers] == [Receipt, Refusal, Receipt]
        assert answers[1].detail == {"seen": 1}


async def test_the_same_key_gives_the_same_answer() -> None:
    """A question asked again under its key, while it is being written or long after, is answered alike and done once."""
    async with running(Toy()) as toy:
        toy.hold()
        answers: list[Any] = []
        toy.ask(Note(word="a"), "k", answers)
        await begun(toy)
        toy.ask(Note(word="a"), "k", answers)
        toy.journal.go.set()
        await until(lambda: len(answers) == 2)
        toy.ask(Note(word="something else"), "k", answers)
        await until(lambda: len(answers) == 3)
        assert answers[0] == answers[1] == answers[2]
        assert toy.words() == ["a"] and len(answers[0].entries) == 1
        again = await toy.loop.submit(Note(word="a"), actor="another", key="k")
        assert again.position == 2, "keys belong to whoever made them"


async def test_a_command_that_changed_nothing_changes_nothing_later() -> None:
    """What was answered without a fact is remembered too: asked again when it would change something, it does not."""
    async with running(Toy()) as toy:
        await toy.loop.submit(SetAlarm(at=5_000), actor="someone", key="1")
        nothing = await toy.loop.submit(SetAlarm(at=5_000), actor="someone", key="2")
        assert nothing == Receipt(0)
        toy.clock.now = 6_000
        await toy.loop.submit(Note(word="later"), actor="someone", key="3")
        assert await toy.loop.submit(SetAlarm(at=5_000), actor="someone", key="2") == nothing
        assert toy.notes.alarms == []


async def test_the_same_key_after_a_restart() -> None:
    """What was answered before a restart is answered alike after it, from the journal alone and from a snapshot."""
    first = Toy()
    async with running(first):
        before = await first.loop.submit(Note(word="a", times=3), actor="someone", key="k")
    for _ in range(2):
        second = Toy(first.stores)
        async with running(second):
            assert await second.loop.submit(Note(word="a", times=3), actor="someone", key="k") == before
            assert second.words() == ["a"] * 3 == second.notes.words


async def test_a_disk_that_refuses_ends_everything() -> None:
    """After a failed append every open question fails, nothing more is taken or told, and whoever runs us hears why."""
    toy = Toy()
    failures: list[BaseException] = []
    async with running(toy):
        toy.loop.on_failure = failures.append
        await toy.loop.submit(Note(word="kept"), actor="someone", key="0")
        told = list(toy.told)
        toy.hold()
        toy.journal.fail = True
        answers: list[Any] = []
        toy.ask(Note(word="lost"), "1", answers)
        await begun(toy)
        toy.ask(Note(word="decided"), "2", answers)
        toy.ask(Refuse(), "3", answers)
        await asyncio.sleep(0)
        toy.journal.go.set()
        await until(lambda: len(answers) == 3)
        assert [type(answer) for answer in answers] == [Stopped] * 3
        assert len({id(answer) for answer in answers}) == 3, "each raises their own"
        assert toy.told == told and toy.words() == ["kept"]
        toy.ask(Note(word="late"), "4", answers)
        assert type(answers[3]) is Stopped
        assert toy.loop.failure is failures[0]
    assert Toy(toy.stores).stores.snapshots.latest("1") is None, "a state that is not on disk is no snapshot"


@pytest.mark.parametrize("folding", [False, True])
async def test_a_broken_invariant_ends_everything(folding: bool) -> None:
    """A defect, and a refusal out of a half-changed state, stop the loop; what was durable before has been answered."""
    async with running(Toy()) as toy:
        answers: list[Any] = []
        toy.ask(Note(word="before"), "1", answers)
        await until(lambda: len(answers) == 1)
        for key, command in enumerate((Note(word="x"), Break(folding=folding), Note(word="y"))):
            toy.ask(command, f"k{key}", answers)
        await until(lambda: len(answers) == 4)
        assert [type(answer) for answer in answers] == [Receipt, Stopped, Stopped, Stopped]
        assert isinstance(toy.loop.failure, Defect)
        assert toy.words() == ["before"]


async def test_a_reader_that_breaks_ends_everything() -> None:
    """What is durable is answered for, even if one of our own readers then fails; after that the loop stops."""

    def breaks(entries: object, contents: object) -> None:
        raise ValueError("a reader")

    async with running(Toy()) as toy:
        toy.loop.read_along(breaks)
        receipt = await toy.loop.submit(Note(word="a"), actor="someone", key="1")
        assert receipt.position == 1
        assert isinstance(toy.loop.failure, ValueError)


async def test_a_batch_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction takes so many entries and no more; whoever does not fit is in the next one, in order."""
    monkeypatch.setattr(loop_module, "BATCH_ENTRIES_MAX", 10)
    async with running(Toy()) as toy:
        toy.hold()
        answers: list[Any] = []
        for number in range(50):
            toy.ask(Note(word=str(number), times=2), str(number), answers)
        await begun(toy)
        for _ in range(20):
            await asyncio.sleep(0)
        assert len(toy.notes.words) <= 20, "deciding does not run away from a slow disk"
        toy.journal.go.set()
        await until(lambda: len(answers) == 50)
        assert max(toy.journal.batches) <= 10
        assert toy.words() == [str(number) for number in range(50) for _ in range(2)]


async def test_a_full_inbox_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond its limit the inbox refuses at once instead of growing; those inside are answered."""
    monkeypatch.setattr(loop_module, "INBOX_MAX", 3)
    async with running(Toy()) as toy:
        answers: list[Any] = []
        for number in range(5):
            toy.ask(Note(word=str(number)), str(number), answers)
        assert [type(answer) for answer in answers] == [TooLarge] * 2
        await until(lambda: len(answers) == 5)
        assert toy.words() == ["0", "1", "2"]


async def test_timers_ring_when_they_are_due() -> None:
    """An alarm rings at its instant by the loop's own clock, and what it leads to is on disk like anything else."""
    async with running(Toy()) as toy:
        await toy.loop.submit(SetAlarm(at=toy.clock.now + 20), actor="someone", key="1")
        await asyncio.sleep(0.01)
        assert toy.journal.head() == 1
        toy.clock.now += 20
        await until(lambda: toy.journal.head() == 2)
        [rang] = toy.journal.read(1, 1)
        assert isinstance(rang.fact, AlarmRang) and rang.actor == "system"
        assert toy.loop.house.next_due() is None


async def test_timers_ring_when_the_clock_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that jumps, as after a machine has slept, makes nobody wait for the time that it has passed over."""
    monkeypatch.setattr(loop_module, "LOOK_AGAIN_SECONDS", 0.02)
    async with running(Toy()) as toy:
        await toy.loop.submit(SetAlarm(at=toy.clock.now + 3_600_000), actor="someone", key="1")
        await asyncio.sleep(0.1)
        assert toy.journal.head() == 1, "looking at the clock is no ringing"
        toy.clock.now += 3_600_000
        await until(lambda: toy.journal.head() == 2)
        assert isinstance(toy.journal.read(1, 1)[0].fact, AlarmRang)


async def test_a_timer_without_effect_does_not_spin(monkeypatch: pytest.MonkeyPatch) -> None:
    """A due time that nothing comes of costs a call now and then, not a processor, and others are served meanwhile."""
    monkeypatch.setattr(loop_module, "IDLE_RING_SECONDS", 0.05)
    async with running(Toy()) as toy:
        await toy.loop.submit(SetAlarm(at=toy.clock.now + 1), actor="someone", key="1")
        toy.notes.deaf = True
        toy.clock.now += 1_000
        rings = 0
        handle = toy.house.handle

        def counting(*given: Any) -> Any:
            nonlocal rings
            rings += 1
            return handle(*given)

        monkeypatch.setattr(toy.house, "handle", counting)
        await asyncio.sleep(0.3)
        assert 1 <= rings <= 10
        await toy.loop.submit(Note(word="served"), actor="someone", key="2")
        toy.notes.deaf = False
        await until(lambda: toy.notes.alarms == [])


async def test_a_snapshot_is_taken_and_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under load snapshots are taken too; a start folds only what came after the newest one of its version."""
    monkeypatch.setattr(snapshooter, "SNAPSHOT_EVERY", 10)
    toy = Toy()
    async with running(toy):
        answers: list[Any] = []
        for number in range(64):
            toy.ask(Note(word=str(number)), str(number), answers)
            if number % 8 == 7:
                await until(lambda so_far=number + 1: len(answers) == so_far)  # type: ignore[misc]
        await until(lambda: toy.stores.snapshots.latest("1"))
        taken = toy.stores.snapshots.latest("1")
        assert taken is not None and 10 <= taken.position <= 64
    newest = toy.stores.snapshots.latest("1")
    assert newest is not None and newest.position == 64, "the last one is taken on the way out"
    again = Toy(toy.stores)
    folded: list[Entry] = []
    monkeypatch.setattr(again.house, "fold", folded.append)
    again.loop.replay()
    assert folded == [] and again.notes.words == [str(number) for number in range(64)]
    other = Toy(toy.stores, version="2")
    other.loop.replay()
    assert other.notes == again.notes, "a snapshot of another version is passed over"


async def test_stopping_writes_what_is_decided() -> None:
    """Whoever stops us in the middle finds everything that was decided on disk, and answered."""
    toy = Toy()
    answers: list[Any] = []
    async with running(toy):
        for number in range(500):
            toy.ask(Note(word=str(number)), str(number), answers)
    assert len(answers) == 500 and all(isinstance(answer, Receipt) for answer in answers)
    assert toy.words() == [str(number) for number in range(500)]
