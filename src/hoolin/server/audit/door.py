"""What the server asks of the audit log. Nothing here makes the event loop wait, and nothing that must be written happens unwritten."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from sqlite3 import Error as SqliteError
from typing import Any, TypeVar

from hoolin.core.errors import Defect, HoolinError
from hoolin.core.facts import Instant
from hoolin.server.accounts.records import Who
from hoolin.server.audit.file import AuditFile
from hoolin.server.audit.records import ACTIONS, Entry, Wanted
from hoolin.server.errors import Unaudited
from hoolin.server.logs import fields

WAITING_MAX = 500
"""Entries that wait for the disk. A commit takes milliseconds: with more waiting than this the disk has stopped answering."""

GROUP_MS = 3_600_000
"""Reading the same thing again within this time in the same session is one entry."""

GROUPS_MAX = 50_000
"""Readings remembered for that; the oldest is forgotten, and then written down once more."""

ON_MAX = 16
"""Ids and codes in one entry."""

ON_CHARACTERS_MAX = 128

_log = logging.getLogger("hoolin.audit")

Answer = TypeVar("Answer")


class Audit:
    """The log of one site."""

    def __init__(self, folder: Path, clock: Callable[[], Instant]) -> None:
        """folder: the site's data folder. Opens the file; blocking. Raises NewerSchema, Unreadable, DiskRefused."""
        self._file = AuditFile(folder)
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="audit")
        self._waiting = 0
        self._seen: OrderedDict[tuple[str, ...], Instant] = OrderedDict()
        self.serves: Callable[[str, Who], bool] = lambda interaction, who: False
        """Whether the person serves this conversation now; wiring knows."""
        head = self._file.head()
        # The log of the process lies elsewhere: a head that was written there is one that nobody can take back.
        _log.info("audit_head", extra=fields(n=head.n, hash=head.own.hex()))

    def close(self) -> None:
        """Write what is waiting, and let go of the file; blocking."""
        self._thread.shutdown()
        self._file.close()

    async def write(
        self, who: str, what: str, *on: str, session: str = "", outcome: str = "done", begun: int = 0
    ) -> int:
        """Write one entry; gives its number when it is on disk. Raises Unaudited when it cannot be written: then it must not happen."""
        if what not in ACTIONS:
            raise Defect("no_such_action", what=what)
        if self._waiting >= WAITING_MAX:
            raise Unaudited("audit_unwritable")
        kept = tuple(each[:ON_CHARACTERS_MAX] for each in on[:ON_MAX])
        entry = Entry(at=self._clock(), who=who, what=what, on=kept, session=session, outcome=outcome, begun=begun)
        self._waiting += 1
        try:
            return await self._ask(self._file.append, entry)
        except (HoolinError, SqliteError) as problem:
            _log.exception("audit_unwritable", extra=fields(what=what))
            raise Unaudited("audit_unwritable") from problem
        finally:
            self._waiting -= 1

    async def read(self, who: Who, what: str, *on: str) -> None:
        """Somebody is about to be shown something: written once an hour for each session and thing. Raises Unaudited."""
        await self.once((who.session, what, *on), who.account, what, *on, session=who.session, outcome="shown")

    async def once(
        self, group: tuple[str, ...], who: str, what: str, *on: str, session: str = "", outcome: str
    ) -> None:
        """Write an entry unless one of the same group was written within the hour. Raises Unaudited."""
        now = self._clock()
        before = self._seen.get(group)
        if before is not None and now - before < GROUP_MS:
            return
        await self.write(who, what, *on, session=session, outcome=outcome)
        self._seen[group] = now
        self._seen.move_to_end(group)
        while len(self._seen) > GROUPS_MAX:
            self._seen.popitem(last=False)

    async def some(self, wanted: Wanted) -> list[Entry]:
        """The entries that are asked for, newest first."""
        return await self._ask(self._file.some, wanted)

    async def head(self) -> str:
        """The newest entry, to be kept elsewhere: `n:hash`."""
        return str(await self._ask(self._file.head))

    async def _ask(self, question: Callable[..., Answer], *given: Any) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._thread, question, *given)
