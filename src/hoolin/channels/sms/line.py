"""One account's way to its SMSC: one connection or two, made again with growing pauses, a window and a pace.

What was not written is said so (NotReached); what was written and not answered is not decided here.
"""

import asyncio
import logging
from contextlib import suppress
from itertools import count
from typing import Protocol

from hoolin.channels.sms.link import Cut, Link, NoAnswer, Refused
from hoolin.channels.sms.manifest import BOUND_WAIT_S_MAX, PAUSE_FIRST_S, PAUSE_MAX_S, SmsAccount
from hoolin.channels.sms.pace import Pace
from hoolin.channels.sms.pdu import Command, Pdu
from hoolin.channels.sms.statuses import bind_words
from hoolin.core.errors import NotReached

log = logging.getLogger(__name__)

ROLES = {
    "trx": (Command.BIND_TRANSCEIVER,),
    "tx_rx": (Command.BIND_TRANSMITTER, Command.BIND_RECEIVER),
}

STEADY_S = 30.0
"""A connection that held so long was a good one: the pauses begin small again."""

_numbers = count(1)


class Events(Protocol):
    """What a line tells the gateway."""

    def came(self, link: Link, what: Pdu) -> None:
        """A deliver_sm or data_sm came."""

    def came_late(self, link: Link, answer: Pdu, mark: str) -> None:
        """An answer came after its time-out."""

    def bound(self, link: Link) -> None:
        """A connection is bound."""

    def broke(self, link: Link) -> None:
        """A connection ended."""


class Line:
    """The connections of one account."""

    def __init__(self, account: SmsAccount, events: Events) -> None:
        self.account = account
        self.events = events
        self.pace = Pace(account.per_second)
        self.problem = ""
        self._window = asyncio.Semaphore(account.window)
        self._links: dict[Command, Link] = {}
        self._ready = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False

    def start(self) -> None:
        """Begin to connect."""
        self._tasks = [asyncio.create_task(self._hold(role)) for role in ROLES[self.account.bind]]

    async def stop(self) -> None:
        """Let what is on its way be answered for a moment, say goodbye, end."""
        self._stopping = True
        self._ready.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(link.goodbye() for link in list(self._links.values())))

    @property
    def links(self) -> list[Link]:
        """The connections that are bound."""
        return [link for link in self._links.values() if link.bound]

    def wholly_bound(self) -> bool:
        """Whether both ways are open."""
        return len(self.links) == len(ROLES[self.account.bind])

    async def submit(self, body: bytes, mark: str) -> Pdu:
        """Send one submit_sm and wait for its answer. Raises NotReached when nothing was written; NoAnswer and Cut after it was."""
        async with self._window:
            await self.pace.turn()
            link = self._links.get(ROLES[self.account.bind][0])
            if link is None or not link.bound:
                link = await self._sender()
            try:
                answer = link.request(Command.SUBMIT_SM, body, mark=mark)
            except Cut:
                raise NotReached("not_connected") from None
            return await answer

    async def _sender(self) -> Link:
        """The connection that sends, once it is bound."""
        with suppress(TimeoutError):
            async with asyncio.timeout(BOUND_WAIT_S_MAX):
                while not self._stopping:
                    link = self._links.get(ROLES[self.account.bind][0])
                    if link is not None and link.bound:
                        return link
                    self._ready.clear()
                    await self._ready.wait()
        raise NotReached("not_bound", why=self.problem)

    async def _hold(self, role: Command) -> None:
        """Keep one connection bound."""
        loop = asyncio.get_running_loop()
        pause = PAUSE_FIRST_S
        while True:
            link = Link(self.account, self, next(_numbers))
            self._links[role] = link
            try:
                await link.connect(role)
                self.problem, begun = "", loop.time()
                self.events.bound(link)
                self._ready.set()
                await link.closed.wait()
                if loop.time() - begun > STEADY_S:
                    pause = PAUSE_FIRST_S
                self.problem = "connection_lost"
            except (OSError, Refused, NoAnswer, Cut) as problem:
                self.problem = said(problem)
                log.warning("%s: %s", self.account, self.problem)
                await link.goodbye(polite=False)
            except Exception:
                # Ours to mend; the account goes on meanwhile.
                log.exception("%s: a defect while connecting", self.account)
                await link.goodbye(polite=False)
            await asyncio.sleep(pause)
            pause = min(PAUSE_MAX_S, pause * 2)

    # ── what the links tell ─────────────────────────────────────────────────────────────────────────────────────────

    def came(self, link: Link, what: Pdu) -> None:
        """A deliver_sm or data_sm came."""
        self.events.came(link, what)

    def came_late(self, link: Link, answer: Pdu, mark: str) -> None:
        """An answer came after its time-out."""
        self.events.came_late(link, answer, mark)

    def lost(self, link: Link) -> None:
        """A connection ended."""
        self.events.broke(link)


def said(problem: BaseException) -> str:
    """Why a connection could not be made, for a person."""
    if isinstance(problem, Refused):
        return bind_words(problem.status)
    if isinstance(problem, Cut):
        return "The SMSC hung up before it answered our bind: it may not know the address that this machine calls from."
    if isinstance(problem, NoAnswer | TimeoutError):
        return "No answer came in time."
    if isinstance(problem, ConnectionRefusedError):
        return "The machine is there, and nothing listens on that port."
    return f"The connection failed: {problem}"
