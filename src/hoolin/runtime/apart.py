"""Folding in a process of its own, so that it never has the interpreter while somebody waits for an answer.

The process (`hoolin.journal.apart`) reads the journal's file and writes that of the read models; from here it hears how far the
journal is durable. Whatever ends it, another one goes on where the file stands, after ever longer pauses while they come to
nothing; a fold counts wholly or not at all. When the site ends, in whatever way, so does the process, with its input.
"""

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

import msgspec

from hoolin.journal.apart import Fold, Folded, Work
from hoolin.journal.views import Views
from hoolin.runtime.folding import FoldingEnded, Told

log = logging.getLogger(__name__)

PROGRAM: Final = (sys.executable, "-I", "-X", "utf8", "-m", "hoolin.journal.apart")
ENVIRONMENT: Final = {"LC_ALL": "C.UTF-8"}

PAUSES_SECONDS: Final = (0.1, 0.5, 2.0, 5.0, 15.0, 30.0)
"""Before another process is begun: after the first that came to nothing, after the second, and so on."""

PATIENCE: Final = 3
"""So many processes may come to nothing, before whoever waits for a read model is told that it is of no use."""

HEARD_BYTES_MAX: Final = 65_536

COMPLAINT_BYTES_MAX: Final = 4_096
"""Of what a process says on its way out, the end: there Python says what broke."""

REAP_SECONDS_MAX: Final = 0.1
"""A process that let go of its output is gone by then, and has said how it ended."""

LEAVE_SECONDS_MAX: Final = 10.0
"""Killed, a process is gone as soon as the disk has taken what it was writing; who stops waits no longer than this."""


class FoldingApart:
    """Folds in a process, and keeps one running. See `folding.Folding`.

    pid: of the process; None while there is none. begun: how many there have been.
    """

    def __init__(
        self,
        views: Views,
        work: Work,
        program: Sequence[str] = PROGRAM,
        environment: Mapping[str, str] = ENVIRONMENT,
    ) -> None:
        """views: in a file, caught up. program, environment: what to run."""
        self.begun = 0
        self._views = views
        self._work = work
        self._program = program
        self._environment = environment
        self._told: Told | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._leaving: subprocess.Popen[bytes] | None = None
        self._wanted: int | None = None
        self._ready = False
        self._heard = b""
        self._complaint = b""
        self._said = ""
        self._in_vain = 0
        self._pause: asyncio.TimerHandle | None = None

    @property
    def pid(self) -> int | None:
        """Of the process that folds."""
        return self._process.pid if self._process is not None else None

    def start(self, told: Told) -> None:
        """See the port."""
        self._told = told
        self._views.hand_over()
        self._begin()

    def fold(self, position: int) -> None:
        """See the port."""
        self._wanted = position
        if self._ready:
            self._send(Fold(position))

    def stop(self) -> None:
        """See the port. What the process had not finished is undone."""
        if self._told is None:
            return
        self._told = None
        if self._pause is not None:
            self._pause.cancel()
        self._let_go()
        if self._leaving is not None:
            try:
                self._leaving.wait(LEAVE_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                raise FoldingEnded("still_writing") from None
        self._views.take_back()

    def _begin(self) -> None:
        if self._leaving is not None and self._leaving.poll() is None:
            # It may still be writing; that takes as long as the disk.
            self._pause = asyncio.get_running_loop().call_later(PAUSES_SECONDS[0], self._begin)
            return
        self._pause, self._leaving, self._said, self._heard, self._complaint = None, None, "", b"", b""
        try:
            self._process = subprocess.Popen(
                self._program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
                env=dict(self._environment), cwd="/", start_new_session=True,
            )  # fmt: skip
        except OSError as problem:
            self._said = type(problem).__name__
            self._ended()
            return
        self.begun += 1
        assert self._process.stdout is not None and self._process.stderr is not None
        os.set_blocking(self._process.stderr.fileno(), False)
        asyncio.get_running_loop().add_reader(self._process.stdout.fileno(), self._hear)
        asyncio.get_running_loop().add_reader(self._process.stderr.fileno(), self._listen, self._process)
        self._send(self._work)

    def _send(self, line: Work | Fold) -> None:
        assert self._process is not None and self._process.stdin is not None
        # Where it has ended, its output has, too; that is where it is noticed.
        with suppress(OSError):
            self._process.stdin.write(msgspec.json.encode(line) + b"\n")

    def _hear(self) -> None:
        assert self._process is not None and self._process.stdout is not None
        try:
            heard = os.read(self._process.stdout.fileno(), HEARD_BYTES_MAX)
            *lines, self._heard = (self._heard + heard).split(b"\n")
            said = [msgspec.json.decode(line, type=Folded) for line in lines]
        except (OSError, msgspec.MsgspecError):
            heard, said = b"", []
        for one in said:
            self._take(one)
        if not heard:
            self._ended()

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        """What Python, or the system, complains of there; the process itself says nothing of what it folds (`journal.apart`)."""
        assert process.stderr is not None
        with suppress(BlockingIOError):
            while said := os.read(process.stderr.fileno(), HEARD_BYTES_MAX):
                self._complaint = (self._complaint + said)[-COMPLAINT_BYTES_MAX:]
            asyncio.get_running_loop().remove_reader(process.stderr.fileno())

    def _take(self, said: Folded) -> None:
        """It is where it says. What was asked for before it began, or of another one, is asked for now."""
        begins, self._ready = not self._ready, True
        if said.broke:
            self._said = said.broke
        elif self._wanted is not None and said.position < self._wanted:
            self._send(Fold(self._wanted))
        else:
            if not begins:
                self._in_vain = 0
            self._wanted = None
            assert self._told is not None
            self._told(said.position)

    def _ended(self) -> None:
        """No process is left: begin another, soon."""
        if self._process is not None:
            self._listen(self._process)
        self._let_go()
        self._in_vain += 1
        pause = PAUSES_SECONDS[min(self._in_vain, len(PAUSES_SECONDS)) - 1]
        log.warning(
            "the process that folds the read models has ended; another one begins",
            extra={
                "fields": {
                    "said": self._said, "exit": self._exit(), "stderr": self._complaint.decode(errors="replace").strip(),
                    "seconds": pause,
                }
            },
        )  # fmt: skip
        self._pause = asyncio.get_running_loop().call_later(pause, self._begin)
        if self._in_vain >= PATIENCE and self._told is not None:
            self._told(FoldingEnded(self._said or "ended"))

    def _exit(self) -> int | None:
        """How the last process ended: its own number, or minus that of a signal. None: there was none, or it is still ending."""
        if self._leaving is None:
            return None
        with suppress(subprocess.TimeoutExpired):
            return self._leaving.wait(REAP_SECONDS_MAX)
        return None

    def _let_go(self) -> None:
        process, self._process, self._ready = self._process, None, False
        if process is None:
            return
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        with suppress(RuntimeError):
            # Without a running event loop there is nothing left that could hear it.
            for output in (process.stdout, process.stderr):
                asyncio.get_running_loop().remove_reader(output.fileno())
        process.kill()
        for pipe in (process.stdin, process.stdout, process.stderr):
            pipe.close()
        self._leaving = process
