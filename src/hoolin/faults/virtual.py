"""An event loop without real time or threads: it jumps to the next instant at which something is due, and what would run in
a thread runs in its turn. The same program does the same thing each time.

Whatever runs on it runs as one of its steps: a task goes on from one await to the next in each. So whoever is told of every step
may end the process at every await.
"""

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import Context
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
    """begins: the time it starts at, in seconds. takes: how long the next piece of work in a thread takes, given the function. step: told
    before each step; what it raises ends the loop.
    """

    def __init__(
        self, begins: float, takes: Callable[[Callable[..., Any]], float], step: Callable[[], None] = lambda: None
    ) -> None:
        self._moving = NoFiles()
        self._moving.passed = begins
        self._takes = takes
        self._told = step
        self._now: Callable[..., Any] | None = None
        super().__init__(self._moving)

    def time(self) -> float:
        """Virtual seconds."""
        return self._moving.passed

    def call_soon(  # type: ignore[override]
        self, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """Every step goes by here, or by `call_at`."""
        if self.is_closed():
            # What is swept up after the end of a process does nothing any more.
            return asyncio.Handle(callback, args, self, context)
        return super().call_soon(self._step, callback, args, context=context)

    def call_at(  # type: ignore[override]
        self, when: float, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """See `call_soon`."""
        return super().call_at(when, self._step, callback, args, context=context)

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

        self.call_later(self._takes(func), run)
        return done

    def _step(self, callback: Callable[..., Any], args: tuple[Any, ...]) -> None:
        # Held on to: what is not run because the process ends before it is swept up with the rest.
        self._now = callback
        self._told()
        callback(*args)


class AtOnce:
    """A thread pool that works where it is asked."""

    def submit(self, func: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Run it now."""
        done: Future[Any] = Future()
        done.set_result(func(*args))
        return done

    def shutdown(self, wait: bool = True) -> None:
        """Nothing to wait for."""
