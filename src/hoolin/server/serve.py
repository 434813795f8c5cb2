"""Running the application: one process, one event loop, one port."""

import asyncio
import ctypes
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import uvicorn
import uvloop
from fastapi import FastAPI

from hoolin.core.errors import Defect, Refusal
from hoolin.server import garbage
from hoolin.server.lean import LeanWebSocket
from hoolin.server.protocol import BoundedHttpProtocol
from hoolin.server.settings import ServerSettings

FRAME_BYTES_MAX = 64 * 1024
"""The largest frame of a socket; beyond it the connection ends with 1009."""

PING_SECONDS = 20.0
"""How often a silent socket is asked whether it is still there, and how long it may take to answer."""

KEEP_ALIVE_SECONDS = 30
"""How long an idle connection is kept for the next request of the same page."""

SHUTDOWN_SECONDS_MAX = 8
"""How long open requests may take to end; with what follows, the process is gone within ten seconds."""

SWITCH_SECONDS = 0.0005
"""How long another thread may keep the interpreter while the event loop wants it. The usual 5 ms, met by the journal's
writer at each of its commits, is the difference between a late message and one in time."""

BACKLOG = 2_048

LARGE_BYTES = 32 * 1024
"""Pieces of memory from this size on are borrowed one by one and go back to the system as soon as they are free. When a
thousand desks come back at once, each is sent a snapshot; cut from the heap, between small things that stay, the snapshots
would leave behind more memory than the sockets need."""

HEAP_SPARE_BYTES = 256 * 1024
"""So much may be free at the end of the heap; less would be asked for and given back all the time."""

M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD = -1, -2, -3
"""What `mallopt` of the GNU library calls them."""


class PortTaken(Refusal):
    """Somebody listens there already, or we may not."""


class NotStarted(Defect):
    """Hoolin could not start; the log says why."""


class _Server(uvicorn.Server):
    """uvicorn's server, which tells when it answers, and ends like a program that did what it was told."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready: Callable[[], None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self.ready is not None:
            self.ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {each: signal.signal(each, self.handle_exit) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


class Serving:
    """One run of the application. `await run()` ends after `stop`, or after SIGINT or SIGTERM."""

    def __init__(self, app: FastAPI, settings: ServerSettings) -> None:
        """Takes the port at once, so that who asks early waits instead of being turned away. Raises PortTaken."""
        self._socket = listening(settings.host, settings.port)
        self.port: int = self._socket.getsockname()[1]
        self._server = _Server(
            uvicorn.Config(
                app,
                loop="none",
                http=BoundedHttpProtocol,
                ws=LeanWebSocket,
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                ws_max_size=FRAME_BYTES_MAX,
                # Browsers offer compression, and each socket that has it takes twice the memory.
                ws_per_message_deflate=False,
                ws_ping_interval=PING_SECONDS,
                ws_ping_timeout=PING_SECONDS,
                limit_concurrency=settings.connections_max,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=SHUTDOWN_SECONDS_MAX,
                backlog=BACKLOG,
            )
        )

    async def run(self, ready: Callable[[int], None] | None = None) -> None:
        """Serve until told to stop. ready: called with the port once requests are answered. Raises NotStarted."""
        if ready is not None:
            self._server.ready = partial(ready, self.port)
        clearing = asyncio.ensure_future(garbage.keep_clear())
        try:
            await self._server.serve([self._socket])
        except SystemExit:
            # How uvicorn gives up when the application's own start fails; it has logged why.
            raise NotStarted("not_started") from None
        finally:
            clearing.cancel()
            self._socket.close()

    def stop(self) -> None:
        """Take no more connections, let open requests end, then return from `run`."""
        self._server.should_exit = True


def return_large_pieces() -> None:
    """See `LARGE_BYTES`. Other C libraries than GNU's do as they like."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return
    # The heap grows by no more than a large piece at a time: it would be cut from what is spare.
    for option, size in (
        (M_MMAP_THRESHOLD, LARGE_BYTES), (M_TOP_PAD, LARGE_BYTES), (M_TRIM_THRESHOLD, HEAP_SPARE_BYTES),
    ):  # fmt: skip
        mallopt(option, size)


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
        taken.listen(BACKLOG)
    except OSError as problem:
        taken.close()
        raise PortTaken("port_taken", host=host, port=port, said=problem.strerror) from None
    taken.setblocking(False)
    return taken


def run(serving: Serving, ready: Callable[[int], None] | None = None) -> None:
    """Serve on an event loop of its own until told to stop; blocking. A second Ctrl+C stops at once."""
    sys.setswitchinterval(SWITCH_SECONDS)
    return_large_pieces()
    garbage.settle()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serving.run(ready))
