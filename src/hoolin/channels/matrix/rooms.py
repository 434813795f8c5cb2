"""Where we are and with whom: beginning, invitations, names, and the room of somebody we write to first.

What is asked of the homeserver twice is remembered; the homeserver alone keeps it.
"""

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from itertools import chain, repeat

from hoolin.channels.matrix import wire
from hoolin.channels.matrix.homeserver import CLIENT, UNSURE, Homeserver
from hoolin.channels.matrix.manifest import (
    DEVICE,
    INVITATIONS_MAX,
    JOIN_SECONDS_MAX,
    PAUSES_SECONDS,
    REMEMBERED_MAX,
    WORKERS,
)
from hoolin.channels.matrix.notices import ENCRYPTED
from hoolin.core.errors import HoolinError, NotReached, PeerError

log = logging.getLogger(__name__)


class Rooms:
    """The rooms of one account. devices: by user, what they write with; without it repeats are not told apart for sure."""

    def __init__(self, name: str, homeserver: Homeserver) -> None:
        self.devices: dict[str, str] = {}
        self._name = name
        self._home = homeserver
        self._account = homeserver.account
        self._todo: asyncio.Queue[tuple[str, str, str]] = asyncio.Queue(INVITATIONS_MAX)
        self._names: OrderedDict[str, str] = OrderedDict()
        self._ours: OrderedDict[str, str] = OrderedDict()
        self._told: OrderedDict[str, str] = OrderedDict()

    async def run(self) -> None:
        """Begin; then accept invitations until cancelled. What fails is tried again with growing pauses."""
        await self._persist(self._begin, "beginning", chain(PAUSES_SECONDS, repeat(PAUSES_SECONDS[-1])))
        await asyncio.gather(*(self._work() for _ in range(WORKERS)))

    async def _work(self) -> None:
        while True:
            what, room, user = await self._todo.get()
            work = partial(self._join if what == "join" else self._tell, room, user)
            await self._persist(work, what, PAUSES_SECONDS)

    async def invited(self, room: str, user: str) -> None:
        """Somebody wants to talk with one of us there: accept at once, or a little later if that cannot be. It is called before
        the homeserver is told that we have the invitation, so that a crash makes it come again.
        """
        try:
            async with asyncio.timeout(JOIN_SECONDS_MAX):
                await self._join(room, user)
        except (PeerError, TimeoutError):
            with contextlib.suppress(asyncio.QueueFull):
                self._todo.put_nowait(("join", room, user))

    def unreadable(self, room: str) -> None:
        """Somebody wrote what we cannot read; say so, once."""
        if room not in self._told:
            _remember(self._told, room, "")
            with contextlib.suppress(asyncio.QueueFull):
                self._todo.put_nowait(("tell", room, ""))

    async def _persist(self, work: Callable[[], Awaitable[None]], what: str, pauses: Iterable[float]) -> None:
        for pause in pauses:
            try:
                await work()
                return
            except PeerError as problem:
                log.warning("matrix %s: %s: %s", self._name, what, problem.code)
                if not isinstance(problem, NotReached) and problem.code != UNSURE:
                    return
            except Exception:
                log.exception("matrix %s: %s ended with a defect", self._name, what)
                return
            await asyncio.sleep(pause)

    async def _begin(self) -> None:
        """See that our users are there, with a device each."""
        for user in self._account.users:
            local = user[1:].partition(":")[0]
            said = {"type": "m.login.application_service", "username": local, "inhibit_login": True}
            with contextlib.suppress(PeerError):
                await self._home.ask("POST", f"{CLIENT}/register", said=said)
            self.devices[user] = await self._device(user)
        # Whatever it could not hand us while we were away comes now, rather than when it would have tried again.
        with contextlib.suppress(PeerError):
            where = "/_matrix/client/v1" + wire.path("appservice", self._account.appservice, "ping")
            await self._home.ask("POST", where, said={})

    def _as_device(self, user: str) -> dict[str, str]:
        device = self.devices.get(user)
        return {"device_id": device} if device else {}

    async def _device(self, user: str) -> str:
        """The device of one of our users, made if need be; "" when the homeserver does not let us have one."""
        where = CLIENT + wire.path("devices", DEVICE)
        made = {"type": "m.login.application_service", "identifier": {"type": "m.id.user", "user": user}, "device_id": DEVICE,
                "initial_device_display_name": "Hoolin"}  # fmt: skip
        ways: tuple[tuple[str, str, str, object], ...] = (
            ("GET", where, user, None),
            ("POST", f"{CLIENT}/login", "", made),
            ("PUT", where, user, {}),
        )
        for method, path, who, said in ways:
            try:
                await self._home.ask(method, path, user=who, said=said)
                return DEVICE
            except NotReached:
                raise
            except PeerError as problem:
                if problem.code == UNSURE:
                    raise
        log.warning(
            "matrix %s: no device for %s: a message whose end we do not see will stay unknown", self._name, user
        )
        return ""

    async def _join(self, room: str, user: str) -> None:
        await self._home.ask("POST", CLIENT + wire.path("join", room), user=user, said={})
        log.info("matrix %s: joined a room", self._name)

    async def _tell(self, room: str, _user: str) -> None:
        """Say that we cannot read an encrypted room; the room's own memory knows whether we have."""
        user = await self.ours(room)
        memory = CLIENT + wire.path("user", user, "rooms", room, "account_data", wire.TOLD)
        try:
            await self._home.ask("GET", memory, user=user)
            return
        except PeerError as problem:
            if problem.code != "M_NOT_FOUND":
                raise
        said = wire.text_content(ENCRYPTED[self._account.language], "", automatic=True)
        await self.put(room, user, said, f"told-{wire.alias(room, user)}")
        await self._home.ask("PUT", memory, user=user, said={"told": True})

    async def put(self, room: str, user: str, content: dict[str, object], transaction: str) -> str:
        """Write into a room; the event's id. Repeated with the same transaction it is the same event."""
        if user not in self.devices:
            raise NotReached("not_ready")
        where = CLIENT + wire.path("rooms", room, "send", "m.room.message", transaction)
        done = await self._home.ask("PUT", where, user=user, said=content, **self._as_device(user))
        return wire.word(done, "event_id")

    async def ours(self, room: str) -> str:
        """Which of our users is in a room; the first one if none is."""
        first, *others = self._account.users
        if not others:
            return first
        if room not in self._ours:
            for user in self._account.users:
                if await self._is_in(room, user):
                    _remember(self._ours, room, user)
                    break
        return self._ours.get(room, first)

    async def _is_in(self, room: str, user: str) -> bool:
        """Whether one of our users is in a room; whoever is not may not even ask."""
        try:
            return await self.membership(room, user, user) == "join"
        except PeerError as problem:
            if problem.code != "M_FORBIDDEN":
                raise
            return False

    async def name(self, user: str) -> str:
        """What somebody calls themselves; "" when that is not to be had."""
        if user not in self._names:
            try:
                said = await self._home.ask("GET", CLIENT + wire.path("profile", user, "displayname"))
            except HoolinError:
                return ""
            _remember(self._names, user, wire.word(said, "displayname").strip()[:200])
        return self._names[user]

    async def membership(self, room: str, somebody: str, user: str) -> str:
        """Whether somebody is in a room (`join`, `invite`, `leave`, `ban`); "" when they never were."""
        return wire.word(await self._state(room, "m.room.member", somebody, user), "membership")

    async def encrypted(self, room: str, user: str) -> bool:
        """Whether a room's words are hidden from those without its keys."""
        return bool(await self._state(room, "m.room.encryption", "", user))

    async def _state(self, room: str, kind: str, key: str, user: str) -> dict[str, object]:
        where = CLIENT + wire.path("rooms", room, "state", kind, key)
        try:
            return await self._home.ask("GET", where, user=user)
        except PeerError as problem:
            if problem.code == "M_NOT_FOUND":
                return {}
            raise

    async def sent_at(self, room: str, event: str, user: str) -> int:
        """When the homeserver got an event; 0 when that is not to be had."""
        try:
            return wire.number(
                await self._home.ask("GET", CLIENT + wire.path("rooms", room, "event", event), user=user),
                "origin_server_ts",
            )
        except HoolinError:
            return 0

    async def with_somebody(self, customer: str, user: str) -> str:
        """The room that we write to somebody in before they have written to us, begun once."""
        local = wire.alias(customer, user)
        full = f"#{local}:{user.partition(':')[2]}"
        said = {"preset": "trusted_private_chat", "is_direct": True, "invite": [customer], "room_alias_name": local}
        try:
            found = await self._home.ask("POST", f"{CLIENT}/createRoom", user=user, said=said)
        except PeerError as problem:
            if problem.code != "M_ROOM_IN_USE":
                raise
            found = await self._home.ask("GET", CLIENT + wire.path("directory", "room", full), user=user)
        return wire.word(found, "room_id")


def _remember(memory: OrderedDict[str, str], key: str, value: str) -> None:
    memory[key] = value
    if len(memory) > REMEMBERED_MAX:
        memory.popitem(last=False)
