"""The process that fills the index: `python -m hoolin.finding.apart`.

It is told where the file is and its key, then texts to take up and customers to forget, one piece at a time; pieces are their length in four
bytes and so many bytes of msgpack. It is given no master key and no environment. It ends with its input: with the site, in whatever way that
ends. What goes wrong is told by its kind, never in words that may quote a customer.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from hoolin.finding.filling import Begin, Done, Work, done
from hoolin.finding.hashed import Hasher
from hoolin.finding.index import Index
from hoolin.journal.apart import complain

NICE = 10


def serve(heard: Callable[[], bytes | None], tell: Callable[[bytes], None]) -> None:
    """Open the index, then do what is asked, until there is no more."""
    asked = msgspec.msgpack.Decoder(Work)
    index: Index | None = None
    while (piece := heard()) is not None:
        work = asked.decode(piece)
        if isinstance(work, Begin):
            index = Index(Path(work.path), Hasher(work.key))
            told = Done(index.mark)
        else:
            assert index is not None, "begin comes first"
            told = done(work, index)
        tell(msgspec.msgpack.encode(told))


def main(asked: BinaryIO, told: BinaryIO) -> None:
    """The process."""
    sys.excepthook = complain
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    os.umask(0o077)
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
        Path("/proc/self/oom_score_adj").write_text("500")

    def heard() -> bytes | None:
        size = asked.read(4)
        return asked.read(int.from_bytes(size, "big")) if len(size) == 4 else None

    def tell(piece: bytes) -> None:
        told.write(len(piece).to_bytes(4, "big") + piece)
        told.flush()

    serve(heard, tell)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
