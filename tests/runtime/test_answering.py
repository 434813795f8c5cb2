"""A process that is given work and answers: takes over, is begun anew, is ended, and never keeps anybody waiting for ever."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable

import pytest

from hoolin.runtime import answering
from hoolin.runtime.answering import Answering

PROGRAM = (
    sys.executable,
    "-I",
    "-c",
    """
import os, sys, time
def heard():
    size = sys.stdin.buffer.read(4)
    return sys.stdin.buffer.read(int.from_bytes(size, "big")) if len(size) == 4 else None
def tell(piece):
    sys.stdout.buffer.write(len(piece).to_bytes(4, "big") + piece); sys.stdout.buffer.flush()
work = heard()
while work is not None:
    if work.startswith(b"sleep"): time.sleep(60)
    if work.startswith(b"die"): sys.exit("it broke")
    if work == b"environment": tell(",".join(sorted(os.environ)).encode())
    else: tell(b"done " + work)
    while (question := heard()) is not None:
        if question == b"die": os._exit(3)
        if question == b"sleep": time.sleep(60)
        if question == b"slowly": time.sleep(0.3)
        tell(work + b": " + question)
    break
""",
)


def well(said: bytes) -> bool:
    """What this test calls done well."""
    return b"bad" not in said


@pytest.fixture
async def apart(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Answering]:
    """Begun anew soon; ended at the end."""
    monkeypatch.setattr(answering, "PAUSES_SECONDS", (0.01, 0.05, 0.1))
    made = Answering(PROGRAM)
    yield made
    pid = made.pid
    await made.stop()
    assert made.pid is None and (pid is None or not alive(pid))


def alive(pid: int) -> bool:
    """Whether there is such a process, waited for or not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def until(what: Callable[[], bool]) -> None:
    """Wait for it, ten seconds at most."""
    async with asyncio.timeout(10):
        while not what():  # noqa: ASYNC110 - it is another process that is waited for
            await asyncio.sleep(0.01)


async def test_it_answers_in_what_it_was_given(apart: Answering) -> None:
    """Nobody answers before; many asked at once have each their own answer; nothing of our environment reaches it."""
    assert await apart.ask(b"early", 1) is None and apart.begun == 0
    assert await apart.give(b"one", 10, well) == b"done one"
    assert await asyncio.gather(*(apart.ask(b"%d" % n, 5) for n in range(50))) == [b"one: %d" % n for n in range(50)]
    names = await apart.once(b"environment", 10)
    assert names is not None and set(names.decode().split(",")) <= {*answering.ENVIRONMENT, "LC_CTYPE"}


async def test_the_next_takes_over_when_it_is_done(apart: Answering) -> None:
    """Meanwhile the one before answers, also what it was asked last; then it is gone. What was done badly takes over nothing."""
    await apart.give(b"one", 10, well)
    before = apart.pid
    assert await apart.give(b"bad", 10, well) == b"done bad"
    assert apart.pid == before and await apart.ask(b"?", 5) == b"one: ?"
    last = asyncio.create_task(apart.ask(b"slowly", 5))
    await asyncio.sleep(0.05)
    await apart.give(b"two", 10, well)
    assert await apart.ask(b"?", 5) == b"two: ?"
    assert await last == b"one: slowly"
    assert before is not None
    await until(lambda: not alive(before))


async def test_killed_it_is_begun_anew_with_the_same_work(apart: Answering) -> None:
    """Whoever asks meanwhile has no answer, and does not wait."""
    await apart.give(b"one", 10, well)
    for ended in (signal.SIGKILL, signal.SIGTERM):
        before = apart.pid
        assert before is not None
        os.kill(before, ended)
        await until(lambda before=before: apart.pid not in (None, before))  # type: ignore[misc]
        assert await apart.ask(b"?", 5) == b"one: ?"
    assert apart.begun == 3
    assert await apart.ask(b"die", 5) is None
    await until(lambda: apart.pid is not None)


async def test_one_that_is_stuck_is_ended(apart: Answering) -> None:
    """In its time; and another is begun."""
    await apart.give(b"one", 10, well)
    before, began = apart.pid, time.monotonic()
    assert await apart.ask(b"sleep", 0.2) is None
    assert time.monotonic() - began < 5
    await until(lambda: apart.pid not in (None, before))


async def test_work_that_comes_to_nothing_is_told_and_not_tried_for_ever(
    apart: Answering, caplog: pytest.LogCaptureFixture
) -> None:
    """It dies of it, it takes too long, or there is no such program; whoever answered before still does."""
    caplog.set_level("INFO")
    await apart.give(b"one", 10, well)
    assert await apart.give(b"die", 10, well) is None
    assert await apart.give(b"sleep", 0.2, well) is None
    assert await apart.once(b"sleep", 0.2) is None
    assert await apart.ask(b"?", 5) == b"one: ?"
    said = [record.__dict__["fields"] for record in caplog.records if "fields" in record.__dict__]
    assert {"exit": 1, "stderr": "it broke"} in said
    assert await Answering(("/nowhere/nothing",)).once(b"one", 1) is None


async def test_it_is_not_begun_for_ever(apart: Answering) -> None:
    """One that cannot live on its work is tried three times; other work brings it back."""
    await apart.give(b"one", 10, well)
    assert apart._work is not None
    apart._work = (b"die", *apart._work[1:])
    assert apart.pid is not None
    os.kill(apart.pid, signal.SIGKILL)
    await until(lambda: apart.begun == 4)
    await asyncio.sleep(0.5)
    assert (apart.begun, await apart.ask(b"?", 1)) == (4, None)
    assert await apart.give(b"two", 10, well) == b"done two"
    assert await apart.ask(b"?", 5) == b"two: ?"


async def test_stopped_it_begins_nothing(apart: Answering) -> None:
    """Work that was going on is ended and told so; nothing is begun any more."""
    await apart.give(b"one", 10, well)
    going_on = asyncio.create_task(apart.give(b"sleep", 60, well))
    await until(lambda: apart.begun == 2)
    await apart.stop()
    assert await going_on is None
    assert await apart.give(b"two", 10, well) is None and await apart.ask(b"?", 1) is None
    assert apart.begun == 2


async def test_too_many_questions_have_no_answer(apart: Answering, monkeypatch: pytest.MonkeyPatch) -> None:
    """They do not pile up, and those who wait are answered."""
    monkeypatch.setattr(answering, "WAITING_MAX", 3)
    await apart.give(b"one", 10, well)
    answers = await asyncio.gather(*(apart.ask(b"slowly", 5) for _ in range(5)))
    assert [one is None for one in answers] == [False, False, False, True, True]
    assert await apart.ask(b"?", 5) == b"one: ?"
    # Whoever stopped waiting does not shift the answers of others.
    gone = asyncio.create_task(apart.ask(b"slowly", 5))
    await asyncio.sleep(0.05)
    gone.cancel()
    assert await apart.ask(b"next", 5) == b"one: next"
