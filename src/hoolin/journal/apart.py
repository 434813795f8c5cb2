"""Read models folded in a process of their own: what is said between it and the site, and that process itself.

`python -m hoolin.journal.apart` reads lines of JSON: first its `Work`, then each position up to which to fold. It answers with the
position that is in the file by then, first of all with the one it begins at. Nothing personal passes here, for neither entries
nor read models hold any; the process has no key to contents. Where the journal lies in PostgreSQL it is told the password, and its
connection may not write.

It ends with its input, which is closed when the site stops in whatever way. Until then it is the site that ends it: a signal
for all of a terminal or of a service is not for it, or the last entries would wait for the next start to be folded.
"""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Protocol

import msgspec

from hoolin.core.errors import Defect
from hoolin.core.facts import Fact
from hoolin.journal.codec import Codec
from hoolin.journal.place import Place
from hoolin.journal.sqlite.following import Following
from hoolin.journal.views import Reads, Views, ViewSource


class Work(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to fold into what.

    folder: of the journal. place: in PostgreSQL, where it lies there. views: the file of the read models, which is there already. sources: names of functions that give a
    `ViewSource` each, and facts: names of the types in the journal, as `module:name`.
    """

    folder: str
    views: str
    sources: tuple[str, ...]
    facts: tuple[str, ...]
    place: Place | None = None


class Fold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Have everything folded up to this position, which is durable."""

    position: int


class Folded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file contains everything up to this position. broke: why the process ends now; empty while it goes on."""

    position: int
    broke: str = ""


def work(
    folder: Path,
    views: Path,
    sources: Iterable[Callable[[], ViewSource]],
    facts: Sequence[type[Fact]],
    place: Place | None = None,
) -> Work:
    """The same, of things that have names."""
    return Work(
        folder=str(folder.resolve()), views=str(views.resolve()),
        sources=tuple(_name(made) for made in sources), facts=tuple(_name(fact) for fact in facts), place=place,
    )  # fmt: skip


def fold(asked: Iterable[bytes], tell: Callable[[Folded], None]) -> None:
    """Do the work that these lines ask for, until there are no more; what breaks it is told before it is raised."""
    lines, at = iter(asked), 0
    try:
        todo = msgspec.json.decode(next(lines), type=Work)
        journal = following(todo)
        views = Views(Path(todo.views), [_named(name)() for name in todo.sources], may_make=False)
        # What was imported lives as long as the process, and is not searched for garbage again and again.
        gc.freeze()
        tell(Folded(at := views.position))
        for line in lines:
            views.follow(journal, msgspec.json.decode(line, type=Fold).position)
            tell(Folded(at := views.position))
        views.close()
        journal.close()
    except Exception as problem:
        tell(Folded(at, _said(problem)))
        raise


class Followed(Reads, Protocol):
    """A journal that another process writes."""

    def close(self) -> None:
        """Let go of it."""


def following(todo: Work) -> Followed:
    """The journal, to be read by position. Raises DiskRefused."""
    codec = Codec([_named(name) for name in todo.facts])
    if todo.place is None:
        return Following(Path(todo.folder), codec)
    # Only who has such a place pays for the library.
    from hoolin.journal.postgres.following import Following as FollowingPostgres

    return FollowingPostgres(todo.place, codec)


def main(asked: BinaryIO, told: BinaryIO) -> None:
    """The process."""
    sys.excepthook = complain
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    if hasattr(os, "sched_setscheduler"):
        # It has its share of a processor, and never takes one from the site that has just woken up to answer somebody. Where
        # that may not be asked for, it does without.
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))

    def tell(said: Folded) -> None:
        told.write(msgspec.json.encode(said) + b"\n")
        told.flush()

    fold(asked, tell)


def complain(kind: type[BaseException], problem: BaseException, where: TracebackType | None) -> None:
    """What broke, and where, for the site's log: never in the words of the exception, which may quote what was being folded."""
    if problem.__cause__ is not None:
        complain(type(problem.__cause__), problem.__cause__, problem.__cause__.__traceback__)
    sys.stderr.write("".join(traceback.format_tb(where)) + kind.__name__ + "\n")


def _name(named: Any) -> str:
    return f"{named.__module__}:{named.__qualname__}"


def _named(name: str) -> Any:
    module, _, inside = name.partition(":")
    return getattr(import_module(module), inside)


def _said(problem: Exception) -> str:
    """What may stand in a log: of a defect its details, which are ids and numbers; otherwise only what it is."""
    return str(problem) if isinstance(problem, Defect) else type(problem).__name__


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
