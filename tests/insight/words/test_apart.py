"""The process that knows words: lessons, suggestions and what they are worth, told across its pipes; and that it ends."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from hoolin.insight.words import apart as process
from hoolin.insight.words.apart import newest, serve
from hoolin.insight.words.asked import PROGRAM, Words
from hoolin.insight.words.lesson import (
    NOTHING_KNOWN,
    Confirmed,
    Learned,
    Lesson,
    Question,
    Suggested,
    due,
)
from hoolin.runtime.answering import ENVIRONMENT, Answering
from tests.insight.words.test_model import contacts
from tests.insight.words.test_unexplained import texts

ROOT = Path(__file__).resolve().parents[3]
HERE = (sys.executable, "-X", "utf8", *PROGRAM[4:])
AROUND = {**ENVIRONMENT, "PYTHONPATH": str(ROOT / "src")}
"""As a site runs it, but with what is being tested."""


def lesson(endings: tuple[str, ...] = (".", "?")) -> list[Confirmed]:
    """The words of the model's tests, each in its language."""
    texts, labels = contacts(endings)
    return [Confirmed(text, language(text), tuple(own)) for text, own in zip(texts, labels, strict=True)]


def language(text: str) -> str:
    """By its letters, as far as these words go."""
    return (
        "ru"
        if any("а" <= letter <= "я" for letter in text.casefold())
        else "et"
        if "õ" in text or "ä" in text
        else "en"
    )


@pytest.fixture
async def words() -> AsyncIterator[Words]:
    """Not begun; ended at the end."""
    made = Words(Answering(HERE, AROUND))
    yield made
    await made.stop()


@pytest.mark.timeout(120)
async def test_what_is_learned_is_suggested(words: Words) -> None:
    """Nothing before; then the reason, how likely it is, whose word that is and how often such a word was right; too little changes nothing."""
    assert (words.learned, await words.suggest("mu arve on suur", "et")) == (None, None)
    little = await words.learn([Confirmed("tere", "et", ("bill",))])
    assert (little.model, little.why, little.texts, words.learned) == ("", "too_few_examples", 1, None)
    learned = await words.learn(lesson())
    assert (
        learned.reasons == ("bill", "move", "outage", "roaming")
        and learned.texts == len(lesson())
        and learned.seconds > 0
    )
    assert (
        learned.right is not None
        and learned.right.right > 0.8
        and learned.right.texts == sum(one.reasons != (NOTHING_KNOWN,) for one in lesson())
    )
    assert (
        set(learned.by_language) == {"et", "ru", "en"}
        and sum(one.texts for one in learned.by_language.values()) == learned.right.texts
    )
    assert learned.something_new is not None and words.learned == learned
    found = await words.suggest("почему счет такой большой", "ru")
    assert found is not None and found.reasons[0][0] == "bill" and len(found.reasons) == 3 and not found.new
    assert found.model == learned.model and found.right == learned.by_language["ru"].right
    elsewhere = await words.suggest("rændlus", "da")
    assert elsewhere is not None and elsewhere.right is None
    assert (await words.learn([])).why == "too_few_examples"
    assert (await words.suggest("mu arve on suur", "et")) is not None and words.learned == learned


@pytest.mark.timeout(120)
async def test_the_one_before_answers_while_the_next_is_learned_and_death_is_survived() -> None:
    """Each answer is whole, of the one or of the other; killed, it is begun anew and knows the same."""
    keeping = Answering(HERE, AROUND)
    words = Words(keeping)
    try:
        first = await words.learn(lesson())
        learning, models = asyncio.create_task(words.learn(lesson(("!", ".", "?")))), []
        while not learning.done():
            found = await words.suggest("wrong invoice", "en")
            assert found is not None and found.reasons[0][0] == "bill"
            models.append(found.model)
            await asyncio.sleep(0.01)
        second = await learning
        assert models.count(first.model) > 3 and second.model != first.model
        assert (await words.suggest("wrong invoice", "en") or Suggested((), True)).model == second.model
        assert keeping.pid is not None
        os.kill(keeping.pid, signal.SIGKILL)
        async with asyncio.timeout(60):
            while (again := await words.suggest("wrong invoice", "en")) is None:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)
        assert again.model == second.model and again.reasons[0][0] == "bill"
    finally:
        await words.stop()
    assert await words.suggest("wrong invoice", "en") is None


@pytest.mark.timeout(60)
async def test_clusters_are_found_apart(words: Words) -> None:
    """Without a lesson, too; what says the same lies together."""
    given, truth = texts()
    found = await words.clusters(given, 1_000)
    assert found.seconds > 0 and not found.why
    of = [{truth[member] for member in one.members} for one in found.clusters]
    assert all(len(own) == 1 for own in of) and set.union(*of) == {"parcel", "card"}
    assert all(one.recent == (one.size if own == {"card"} else 0) for one, own in zip(found.clusters, of, strict=True))
    assert (await words.clusters([], 0)).clusters == ()


@pytest.mark.timeout(60)
def test_it_ends_with_its_input_and_with_nothing_else() -> None:
    """A signal for all of a service is not for it; what it cannot read ends it, and its complaint quotes nobody."""
    alone = subprocess.Popen(HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=AROUND, cwd="/")
    assert alone.stdin is not None and alone.stdout is not None
    alone.stdin.write(framed(msgspec.msgpack.encode(Lesson(tuple(lesson((".",)))))))
    alone.stdin.flush()
    size = int.from_bytes(alone.stdout.read(4), "big")
    assert msgspec.msgpack.decode(alone.stdout.read(size), type=Learned).model
    alone.send_signal(signal.SIGTERM)
    alone.stdin.write(framed(msgspec.msgpack.encode(Question("wrong invoice", "en"))))
    alone.stdin.flush()
    size = int.from_bytes(alone.stdout.read(4), "big")
    assert msgspec.msgpack.decode(alone.stdout.read(size), type=Suggested).reasons[0][0] == "bill"
    alone.stdin.close()
    assert alone.wait(10) == 0
    alone.stdout.close()
    broken = subprocess.run(
        HERE, input=framed(b'{"my secret": 1}'), capture_output=True, env=AROUND, cwd="/", timeout=30, check=False
    )
    assert broken.returncode == 1 and b"ValidationError" in broken.stderr and b"secret" not in broken.stderr


@pytest.mark.timeout(60)
def test_it_ends_when_the_site_does_also_while_it_learns() -> None:
    """Nobody waits for what it would say, and it says nothing."""
    many = [Confirmed(f"{one.text} {at}", one.language, one.reasons) for at in range(40) for one in lesson()]
    alone = subprocess.run(
        HERE,
        input=framed(msgspec.msgpack.encode(Lesson(tuple(many)))),
        capture_output=True,
        env=AROUND,
        cwd="/",
        timeout=50,
        check=False,
    )
    assert (alone.returncode, alone.stdout, alone.stderr) == (0, b"", b"")


def framed(piece: bytes) -> bytes:
    """As it crosses a pipe."""
    return len(piece).to_bytes(4, "big") + piece


def test_memory_that_does_not_suffice_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so, and the process may end as it likes."""

    def greedy(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(process, "learn_and_ask", greedy)
    pieces, said = iter([msgspec.msgpack.encode(Lesson(tuple(lesson()))), None]), list[bytes]()
    serve(lambda: next(pieces), said.append, lambda: False)
    assert [msgspec.msgpack.decode(piece, type=Learned) for piece in said] == [Learned(why="memory")]
    serve(lambda: None, lambda piece: pytest.fail("nobody asked"), lambda: False)


def test_the_newest_are_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """In their order; no more than a lesson has texts, nor letters."""
    given = tuple(Confirmed("x" * size, "et", ("bill",)) for size in (1, 2, 3, 4_000))
    assert newest(given) == given
    monkeypatch.setattr(process, "LESSON_TEXTS_MAX", 3)
    assert newest(given) == given[1:]
    # A long text counts for what is read of it: 2,000 letters.
    monkeypatch.setattr(process, "LESSON_CHARACTERS_MAX", 2_003)
    assert newest(given) == given[2:]
    assert newest(()) == ()


def test_when_it_is_time_for_a_lesson() -> None:
    """Fifty more at first, a tenth more later."""
    assert [due(*numbers) for numbers in ((49, 0), (50, 0), (149, 100), (150, 100), (1_099, 1_000), (1_100, 1_000))] == [
        False, True, False, True, False, True,
    ]  # fmt: skip


def test_the_site_does_not_carry_what_learns() -> None:
    """Whoever asks has imported neither scikit-learn nor numpy."""
    code = "import sys, hoolin.insight.words.asked; print([one for one in ('sklearn', 'numpy', 'scipy') if one in sys.modules])"
    asked = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=AROUND, timeout=30, check=True, text=True
    )
    assert asked.stdout.strip() == "[]"
