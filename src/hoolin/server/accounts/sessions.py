"""Who is logged in. A session's answer is remembered for a few seconds; one that is ended here is forgotten at once.

The cookie holds 256 random bits; the file holds their SHA-256. What a page must send against forgery is derived from the
cookie, so that it needs no place of its own and the file cannot give it away.
"""

import asyncio
import secrets
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Callable, Collection
from concurrent.futures import Executor
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

import msgspec

from hoolin.core.facts import Instant
from hoolin.server.accounts.file import AccountsFile
from hoolin.server.accounts.records import DEVICE_CHARACTERS_MAX, Account, Session, Who
from hoolin.server.errors import WrongLogin
from hoolin.server.permissions import GRANTS

FRESH_MS = 3_000
"""How long an answer from the file is believed: what another process changes is noticed within this time."""

TOUCH_MS = 60_000
"""How exactly the last use of a session is written down."""

REMEMBERED_MAX = 10_000
"""Sessions held in memory at most."""

UNGUARDED = frozenset({"session.own"})
"""What is left to somebody whose role needs a second factor and who has none yet."""

TOKEN_CHARACTERS = 43
"""What 32 random bytes are in URL-safe base64."""

Answer = TypeVar("Answer")


class Lives(msgspec.Struct, frozen=True):
    """How long sessions last: in all, and unused."""

    whole_ms: int = 12 * 3_600_000
    idle_ms: int = 2 * 3_600_000


TWELVE_HOURS = Lives()
"""A long shift, two hours of it without any use."""


class Opened(NamedTuple):
    """A new session: what goes into the cookie, and who it is."""

    token: str
    who: Who


class _Known(NamedTuple):
    who: Who
    fresh_until: Instant


class Sessions:
    """All sessions of the site. The file is only touched on `thread`, one at a time; the rest runs on the event loop."""

    def __init__(self, file: AccountsFile, thread: Executor, clock: Callable[[], Instant], lives: Lives) -> None:
        self._file = file
        self._thread = thread
        self._clock = clock
        self._lives = lives
        self._known: OrderedDict[bytes, _Known] = OrderedDict()
        self._tokens: dict[str, bytes] = {}
        self._endings = 0
        self._listeners: list[Callable[[str], None]] = []
        self.guarded: Collection[str] = ()
        """Roles that may do nothing until a second factor of theirs is in use."""

    def on_end(self, listener: Callable[[str], None]) -> None:
        """Be told the id of every session that is ended by hand in this process, on the event loop; it must not wait."""
        self._listeners.append(listener)

    async def who(self, token: str) -> Who | None:
        """Who holds this cookie; None when it opens no session (any more)."""
        if len(token) != TOKEN_CHARACTERS:
            return None
        key = sha256(token.encode()).digest()
        now = self._clock()
        known = self._known.get(key)
        if known is not None and now < known.fresh_until:
            return known.who
        endings = self._endings
        found = await self._ask(self._file.session, key, now, now - self._lives.idle_ms)
        if found is None:
            self._forget(key)
            return None
        session, account = found
        who = self._who(session, account, token)
        if endings == self._endings:
            # Otherwise a session has ended while we asked, perhaps this one: believed once, not remembered.
            self._remember(key, who, now)
        if now - session.seen_at >= TOUCH_MS:
            self._thread.submit(self._file.touch, (session.id,), now, now - self._lives.idle_ms)
        return who

    async def open(self, account: Account, password: str, device: str) -> Opened:
        """A new session for somebody whose password was right. password: its hash. Raises WrongLogin if it just changed."""
        now = self._clock()
        token = secrets.token_urlsafe(32)
        session = Session(
            id=secrets.token_hex(8), account=account.id, device=device[:DEVICE_CHARACTERS_MAX],
            created_at=now, seen_at=now, ends_at=now + self._lives.whole_ms,
        )  # fmt: skip
        key = sha256(token.encode()).digest()
        made_room = await self._ask(self._file.add_session, session, key, password, now - self._lives.idle_ms)
        if made_room is None:
            raise WrongLogin("wrong_login")
        self._ended(made_room)
        return Opened(token, self._who(session, account, token))

    async def of(self, account: str) -> list[Session]:
        """An account's sessions, newest first."""
        now = self._clock()
        return await self._ask(self._file.sessions, account, now, now - self._lives.idle_ms)

    async def keep(self, ids: Collection[str]) -> set[str]:
        """Say that these are in use (a socket that is open); gives those that have ended."""
        now = self._clock()
        there = await self._ask(self._file.touch, ids, now, now - self._lives.idle_ms)
        return set(ids) - there

    async def end(self, session: str, account: str = "") -> bool:
        """End one session; False when there is none. account: whose it must be, if anybody's."""
        there = await self._ask(self._file.end_session, session, account)
        if there:
            self._ended([session])
        return there

    async def end_all(self, account: str, spared: str = "") -> int:
        """End all sessions of an account but for one; gives how many."""
        ended = await self._ask(self._file.end_sessions, account, spared)
        self._ended(ended)
        return len(ended)

    def stale(self, account: str) -> None:
        """Something about this account has changed: ask the file again before believing what is remembered of it."""
        self._endings += 1
        for key in [key for key, known in self._known.items() if known.who.account == account]:
            self._forget(key)

    def _ended(self, ids: Collection[str]) -> None:
        if not ids:
            return
        self._endings += 1
        for session in ids:
            key = self._tokens.get(session)
            if key is not None:
                self._forget(key)
            for listener in self._listeners:
                listener(session)

    def _remember(self, key: bytes, who: Who, now: Instant) -> None:
        self._known[key] = _Known(who, now + FRESH_MS)
        self._tokens[who.session] = key
        while len(self._known) > REMEMBERED_MAX:
            _, oldest = self._known.popitem(last=False)
            self._tokens.pop(oldest.who.session, None)

    def _forget(self, key: bytes) -> None:
        known = self._known.pop(key, None)
        if known is not None:
            self._tokens.pop(known.who.session, None)

    def _who(self, session: Session, account: Account, token: str) -> Who:
        csrf = urlsafe_b64encode(sha256(b"hoolin-csrf\0" + token.encode()).digest()).decode().rstrip("=")
        enrol = account.role in self.guarded and not account.guarded
        return Who(
            account=account.id, agent=account.agent, name=account.name, role=account.role,
            permissions=UNGUARDED if enrol else GRANTS[account.role], language=account.language, session=session.id,
            csrf=csrf, enrol=enrol,
        )  # fmt: skip

    async def _ask(self, question: Callable[..., Answer], *given: Any) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._thread, question, *given)
