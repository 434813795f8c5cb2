"""An event loop without real time or threads: it jumps to the next instant at which something is due, and what would run in
a thread runs in its turn. The same program does the same thing each time.
"""

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


class Killed(SystemExit):
    """The process is gone. As a SystemExit it leaves the event loop from wherever it is raised, and nothing runs after it."""


class Stuck(Exception):
    """Everybody waits, and nothing will ever happen."""


class NoFiles(selectors.BaseSelector):
    """A selector that waits for nothing but time, and moves that itself."""

    def __init__(self) -> None:
        self.passed = 0.0

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        """The loop's own pipe; nobody writes into it."""
        return selectors.SelectorKey(fileobj, 0, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        """As above."""
        return selectors.SelectorKey(fileobj, 0, 0, None)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Let the time pass."""
        if timeout is None:
            raise Stuck("nothing is due")
        self.passed += max(0.0, timeout)
        return []

    def get_map(self) -> Any:
        """Nothing."""
        return {}

    def close(self) -> None:
        """Nothing."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """begins: the time it starts at, in seconds. takes: how long the next piece of work in a thread takes."""

    def __init__(self, begins: float, takes: Callable[[], float]) -> None:
        self._moving = NoFiles()
        self._moving.passed = begins
        self._takes = takes
        super().__init__(self._moving)

    def time(self) -> float:
        """Virtual seconds."""
        return self._moving.passed

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:  # type: ignore[override]
        """Run it here, later."""
        done = self.create_future()

        def run() -> None:
            try:
                result = func(*args)
            except Exception as problem:
                if not done.done():
                    done.set_exception(problem)
            else:
                if not done.done():
                    done.set_result(result)

        self.call_later(self._takes(), run)
        return done


class AtOnce:
    """A thread pool that works where it is asked."""

    def submit(self, func: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Run it now."""
        done: Future[Any] = Future()
        done.set_result(func(*args))
        return done

    def shutdown(self, wait: bool = True) -> None:
        """Nothing to wait for."""
