"""The gateway of Matrix: all accounts of the channel, as the house sees them.

A transaction of the homeserver is on disk before it is answered, under the ids of its events; the homeserver sends it again
until it is. Our own messages carry the delivery as their transaction id, by which the homeserver tells repeats apart: so an
attempt whose end we did not see may simply be made again, where other channels must leave it unknown.
"""

import asyncio
import contextlib
import hmac
from collections.abc import AsyncIterator, Iterator, Mapping
from urllib.parse import unquote

import msgspec

from hoolin.channels.matrix import check, wire
from hoolin.channels.matrix.homeserver import UNSURE, Homeserver
from hoolin.channels.matrix.manifest import PATIENCE_MS, MatrixAccount
from hoolin.channels.matrix.rooms import Rooms
from hoolin.channels.written import (
    Address,
    Finding,
    Heard,
    HookReply,
    HookRequest,
    Outgoing,
    Passed,
    Raw,
    ReadUpTo,
    Reported,
    Sent,
    Surroundings,
    Understood,
)
from hoolin.core.errors import NotAllowed, NotFound, NotReached, PeerError

PREFIX = "/_matrix/app/v1"
NOTHING = HookReply(body=b"{}", media_type="application/json")
UNKNOWN = HookReply(status=404, body=b'{"errcode":"M_NOT_FOUND"}', media_type="application/json")


class House:
    """One account: its homeserver, its rooms, and what goes on by itself."""

    def __init__(self, name: str, account: MatrixAccount) -> None:
        self.account = account
        self.home = Homeserver(account)
        self.rooms = Rooms(name, self.home)
        self.work: asyncio.Task[None] | None = None


class MatrixGateway:
    """Application services on homeservers."""

    def __init__(self, around: Surroundings, accounts: Mapping[str, MatrixAccount]) -> None:
        self._around = around
        self._houses = {name: House(name, account) for name, account in accounts.items()}

    async def start(self) -> None:
        """Begin to see to our users and to invitations."""
        for name, house in self._houses.items():
            house.work = asyncio.create_task(house.rooms.run(), name=f"matrix {name}")

    async def stop(self) -> None:
        """Let go of the homeservers; they keep what they have for us."""
        for house in self._houses.values():
            if house.work is not None:
                house.work.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await house.work
            await house.home.close()

    async def hook(self, account: str, request: HookRequest) -> HookReply:
        """The homeserver calls."""
        house = self._house(account)
        said = request.headers.get("authorization", "").removeprefix("Bearer ") or request.query.get("access_token", "")
        if not hmac.compare_digest(said.encode(), house.account.hs_token.encode()):
            raise NotAllowed("hs_token")
        kind, _, rest = request.path.removeprefix(PREFIX).strip("/").partition("/")
        if not request.path.startswith(PREFIX):
            return UNKNOWN
        if kind == "transactions" and request.method == "PUT":
            await self._take(account, house, request.body)
            return NOTHING
        if (kind == "ping" and request.method == "POST") or (kind == "users" and unquote(rest) in house.account.users):
            return NOTHING
        return UNKNOWN

    async def _take(self, account: str, house: House, body: bytes) -> None:
        """Put a transaction on disk, in order; what it asks of us at once is begun then."""
        now = self._around.now()
        pieces = wire.transaction(body)
        await asyncio.gather(
            *(self._around.keep(Raw(account=account, key=one.key, body=one.body, at=now)) for one in pieces)
        )
        for one in pieces:
            event = one.event
            if event.kind == "m.room.member" and event.state_key in house.account.users:
                if wire.word(event.content, "membership") == "invite":
                    await house.rooms.invited(event.room, event.state_key)
            elif event.kind == "m.room.encrypted" and event.sender not in house.account.users:
                house.rooms.unreadable(event.room)

    async def understand(self, raw: Raw) -> tuple[Understood, ...]:
        """What an event means. Raises NotReached while its file cannot be had, for a while."""
        house = self._house(raw.account)
        event = wire.read(raw.body)
        if event.kind == "m.receipt":
            return await self._seen(house, event, raw)
        if event.sender in house.account.users:
            return (wire.echo(event) if event.kind == "m.room.message" else Passed(why="own_event"),)
        if event.kind not in ("m.room.message", "m.sticker"):
            why = {"m.room.encrypted": "encrypted", "m.reaction": "reaction", "m.room.redaction": "redaction"}
            return (Passed(why=why.get(event.kind, "event")),)
        heard = wire.message(event, raw.key)
        return (await self._whole(house, heard, event, raw) if isinstance(heard, Heard) else heard,)

    async def _whole(self, house: House, heard: Heard, event: wire.Event, raw: Raw) -> Heard:
        """With its sender's name, our place in the room, and its file."""
        first = house.account.user
        user = await self._ours(house, event.room, raw)
        name = await house.rooms.name(event.sender)
        heard = msgspec.structs.replace(
            heard,
            sender=msgspec.structs.replace(heard.sender, name=name),
            thread=wire.thread(event.room, user, first),
        )
        media = wire.media(event)
        if media is None:
            return heard
        try:
            file = await house.home.download(user, media.server, media.ident, media.name)
        except PeerError as problem:
            passing = isinstance(problem, NotReached) or problem.code == UNSURE
            if passing and self._around.now() - raw.at < PATIENCE_MS:
                raise NotReached(problem.code) from None
            said = f"{media.name} (mxc://{media.server}/{media.ident})"
            return msgspec.structs.replace(heard, text=f"{wire.caption(event)}\n{said}".strip())
        if file.media_type == "application/octet-stream" and media.media_type:
            file = msgspec.structs.replace(file, media_type=media.media_type)
        return msgspec.structs.replace(heard, text=wire.caption(event), files=(*heard.files, file))

    async def _ours(self, house: House, room: str, raw: Raw) -> str:
        """Which of our users is in a room; the first one, when the homeserver will not say for too long."""
        try:
            return await house.rooms.ours(room)
        except PeerError as problem:
            if self._around.now() - raw.at < PATIENCE_MS:
                raise NotReached(problem.code) from None
            return house.account.user

    async def _seen(self, house: House, event: wire.Event, raw: Raw) -> tuple[Understood, ...]:
        """Somebody has read up to an event: that one by its id, and what we said before it by its time."""
        found: list[Understood] = []
        for seen in wire.receipts(event):
            if seen.user in house.account.users:
                continue
            found.append(Reported(state="read", reference=seen.event))
            user = await self._ours(house, event.room, raw)
            if at := await house.rooms.sent_at(event.room, seen.event, user):
                found.append(ReadUpTo(sender=Address(kind="matrix", value=seen.user, proven=True), at=at))
        return tuple(found) or (Passed(why="own_receipt"),)

    async def send(self, out: Outgoing) -> Sent:
        """One attempt; the same delivery again is the same message."""
        house = self._house(out.account)
        room, user = wire.place(out.thread, house.account.user)
        try:
            room = room or await house.rooms.with_somebody(out.to.value, user)
            if not room:
                return Sent("rejected", "no_room")
            there, hidden = await asyncio.gather(
                house.rooms.membership(room, out.to.value, user), house.rooms.encrypted(room, user)
            )
            if hidden or there not in ("join", "invite"):
                return Sent("rejected", "room_encrypted" if hidden else "customer_left")
            contents = await self._contents(house, user, out)
        except NotReached:
            raise
        except PeerError as problem:
            if problem.code == UNSURE:
                raise NotReached(UNSURE) from None  # nothing that the customer sees has been asked for yet
            return Sent("rejected", problem.code)
        return await self._put(house, room, user, out.delivery, contents)

    async def _put(self, house: House, room: str, user: str, delivery: str, contents: list[dict[str, object]]) -> Sent:
        first = ""
        for number, content in enumerate(contents):
            transaction = f"{delivery}-{number}" if number else delivery
            try:
                event = await house.rooms.put(room, user, content, transaction)
            except NotReached:
                raise
            except PeerError as problem:
                if problem.code != UNSURE:
                    return Sent("unknown" if number else "rejected", problem.code, first)
                if not house.rooms.devices.get(user):
                    return Sent("unknown", UNSURE, first)
                raise NotReached(UNSURE) from None  # the homeserver knows the transaction if it has had it
            first = first or event
        return Sent("accepted", "", first) if contents else Sent("rejected", "nothing_to_say")

    async def _contents(self, house: House, user: str, out: Outgoing) -> list[dict[str, object]]:
        """What goes into the room, the files handed over to the homeserver already."""
        contents: list[dict[str, object]] = []
        if out.text.strip():
            contents.append(wire.text_content(out.text, out.delivery, automatic=not out.person))
        for file in out.files:
            uri = await house.home.upload(user, file.name, file.media_type, _pieces(file.open()), file.size)
            contents.append(wire.file_content(file.name, file.media_type, file.size, uri, out.delivery))
        return contents

    async def check(self, account: str) -> tuple[Finding, ...]:
        """Ask the homeserver who we are, and have it call us."""
        return await check.look(self._house(account).account)

    def _house(self, account: str) -> House:
        house = self._houses.get(account)
        if house is None:
            raise NotFound("account", account=account)
        return house


async def _pieces(opened: Iterator[bytes]) -> AsyncIterator[bytes]:
    """A file's bytes, read beside the loop."""
    while piece := await asyncio.to_thread(next, opened, b""):
        yield piece
