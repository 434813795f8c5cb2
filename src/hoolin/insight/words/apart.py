"""The process that knows words: `python -m hoolin.insight.words.apart`.

It is given one piece of work (`lesson.Lesson` or `lesson.Search`), says what came of it, and then suggests reasons for texts, one at a time, in what it has
learned. Pieces are their length in four bytes and so many bytes of msgpack. What it has learned lies in its memory only and ends with
it: another lesson is another process, and nothing of whoever was erased is left over. What goes wrong is told by its kind, never in words that may quote
a customer.

It ends with its input, which is closed when the site stops in whatever way; a signal for all of a terminal or of a service is not for it. Where memory
becomes scarce, it is this process that the system should end, not the site.
"""

import gc
import os
import resource
import select
import signal
import sys
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from threading import get_native_id
from typing import BinaryIO, TypeVar

import msgspec

from hoolin.core.errors import Invalid
from hoolin.insight.words.features import TEXT_CHARACTERS_MAX
from hoolin.insight.words.lesson import (
    LESSON_CHARACTERS_MAX,
    LESSON_TEXTS_MAX,
    NOTHING_KNOWN,
    Confirmed,
    Found,
    Learned,
    Lesson,
    Question,
    Right,
    Search,
    Suggested,
    Work,
)
from hoolin.insight.words.measured import judged
from hoolin.insight.words.model import Labels, Model, learn_and_ask
from hoolin.insight.words.unexplained import clusters
from hoolin.journal.apart import complain

KIND = 2
"""Of models. One more where the same lesson makes another model than before."""

MEMORY_BYTES_MAX = 6 * 1024**3
NICE = 10
LOOK_SECONDS = 0.5
"""How often whoever works looks whether the site is still there."""

T = TypeVar("T")


class Pupil:
    """A model with what it is called and how good it is. Learned once."""

    def __init__(self) -> None:
        self.learned = Learned()
        self._model: Model | None = None

    def learn(self, lesson: Lesson) -> Learned:
        """See `lesson.Learned`; too little to learn from is an answer."""
        began = time.monotonic()
        contacts = newest(lesson.contacts)
        texts = [one.text for one in contacts]
        labels: Labels = [frozenset(one.reasons) or frozenset({NOTHING_KNOWN}) for one in contacts]
        try:
            self._model, unseen = learn_and_ask(texts, labels)
        except Invalid as problem:
            return Learned(why=problem.code, texts=len(texts), seconds=time.monotonic() - began)
        seen = judged(self._model, unseen, labels)
        right, asked = seen.right & ~seen.new, ~seen.none
        languages: dict[str, list[bool]] = {}
        for at, one in enumerate(contacts):
            if asked[at]:
                languages.setdefault(one.language, []).append(bool(right[at]))
        self.learned = Learned(
            model=blake2b(msgspec.msgpack.encode((KIND, contacts)), digest_size=6).hexdigest(),
            texts=len(texts), reasons=self._model.known, right=Right(int(asked.sum()), float(right[asked].mean())),
            by_language={language: Right(len(own), sum(own) / len(own)) for language, own in sorted(languages.items())},
            something_new=float(seen.new[seen.none].mean()) if seen.none.any() else None,
            seconds=time.monotonic() - began,
        )  # fmt: skip
        return self.learned

    def suggest(self, question: Question) -> Suggested:
        """See `lesson.Suggested`."""
        assert self._model is not None
        (found,) = self._model.suggest([question.text])
        measured = self.learned.by_language.get(question.language)
        return Suggested(found.reasons, found.new, self.learned.model, measured.right if measured else None)


def newest(contacts: tuple[Confirmed, ...]) -> tuple[Confirmed, ...]:
    """As many of the last as a lesson may have, in their order."""
    characters, kept = 0, 0
    for one in reversed(contacts[-LESSON_TEXTS_MAX:]):
        characters += min(len(one.text), TEXT_CHARACTERS_MAX)
        if characters > LESSON_CHARACTERS_MAX:
            break
        kept += 1
    return contacts[len(contacts) - kept :]


def search(asked: Search) -> Found:
    """See `lesson.Found`."""
    began = time.monotonic()
    try:
        return Found(clusters(asked.texts, asked.known, asked.recent_from), seconds=time.monotonic() - began)
    except Invalid as problem:
        return Found(why=problem.code, seconds=time.monotonic() - began)


def gently(work: Callable[[], T], gone: Callable[[], bool]) -> T:
    """What comes of it, done in a thread that leaves the processor to whoever answers somebody. Where the site is gone meanwhile, the process ends."""
    with ThreadPoolExecutor(1, initializer=_step_back) as pool:
        coming = pool.submit(work)
        while not wait([coming], LOOK_SECONDS).done:
            if gone():
                os._exit(0)
        return coming.result()


def _step_back() -> None:
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, get_native_id(), NICE)


def serve(heard: Callable[[], bytes | None], tell: Callable[[bytes], None], gone: Callable[[], bool]) -> None:
    """One piece of work, then questions, until there are no more. gone: whether nobody speaks any more."""
    if (piece := heard()) is None:
        return
    pupil = Pupil()
    tell(msgspec.msgpack.encode(_done(piece, pupil, gone)))
    del piece
    # What stays lives as long as the process, and is not searched for garbage while somebody waits.
    gc.collect()
    gc.freeze()
    asked = msgspec.msgpack.Decoder(Question)
    while (piece := heard()) is not None:
        tell(msgspec.msgpack.encode(pupil.suggest(asked.decode(piece))))


def _done(piece: bytes, pupil: Pupil, gone: Callable[[], bool]) -> Learned | Found:
    """What came of the work. The texts themselves are not kept."""
    todo = msgspec.msgpack.decode(piece, type=Work)
    try:
        return gently(lambda: pupil.learn(todo) if isinstance(todo, Lesson) else search(todo), gone)
    except MemoryError:
        return Learned(why="memory") if isinstance(todo, Lesson) else Found(why="memory")


def main(asked: BinaryIO, told: BinaryIO) -> None:
    """The process."""
    sys.excepthook = complain
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    limit = min(
        MEMORY_BYTES_MAX, *(one for one in resource.getrlimit(resource.RLIMIT_DATA) if one > 0), MEMORY_BYTES_MAX
    )
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("800")

    def heard() -> bytes | None:
        size = asked.read(4)
        return asked.read(int.from_bytes(size, "big")) if len(size) == 4 else None

    def tell(piece: bytes) -> None:
        told.write(len(piece).to_bytes(4, "big") + piece)
        told.flush()

    hung = select.poll()
    hung.register(asked, 0)
    serve(heard, tell, lambda: bool(hung.poll(0)))


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
