"""Viber's side of the house: calls of its webhook come in, messages go out, and files are lent to it.

Nothing that was not signed with the bot's token is read, and nothing is answered with 200 before it is kept. The one thing that is
answered without a signature is a file under the word by which it was lent.
"""

import asyncio
from collections.abc import Mapping
from urllib.parse import quote

from hoolin.channels import calling, lenient, signed
from hoolin.channels.account import of_account
from hoolin.channels.errands import Errands
from hoolin.channels.gathering import gather, is_late
from hoolin.channels.parts import send_parts
from hoolin.channels.trying import keep_trying
from hoolin.channels.viber import calls, checking, wire
from hoolin.channels.viber.bot import Bot
from hoolin.channels.viber.calls import Message
from hoolin.channels.viber.manifest import CHANNEL, EVENTS, SEND_FILE_BYTES_MAX, ViberAccount
from hoolin.channels.viber.shelf import Shelf
from hoolin.channels.written import (
    Finding,
    HookReply,
    HookRequest,
    Outgoing,
    Raw,
    Sent,
    Surroundings,
    Understood,
)
from hoolin.core.errors import NotFound, NotReached, PeerError


class ViberGateway:
    """All bots of a site."""

    def __init__(self, around: Surroundings, accounts: Mapping[str, ViberAccount]) -> None:
        self._around = around
        self._client = calling.open_client()
        self._bots = {name: Bot(self._client, account) for name, account in accounts.items()}
        self._shelf = Shelf()
        self._errands = Errands()

    async def start(self) -> None:
        """Set each webhook that is not set as it should be; Viber calls us while it is being set."""
        if self._around.public_url:
            for name, bot in self._bots.items():
                self._errands.begin(self._set_webhook(name, bot))

    async def stop(self) -> None:
        """Close what is open."""
        await self._errands.stop()
        await self._client.aclose()

    # ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def hook(self, account: str, request: HookRequest) -> HookReply:
        """An event, or a file that Viber fetches. Raises NotFound, NotAllowed, Malformed, and what `keep` raises."""
        bot = self._bot(account)
        if request.method == "GET":
            return self._lend(request)
        given = request.headers.get("x-viber-content-signature", "")
        signed.demand_signature(given.lower(), bot.account.token, request.body)
        call = lenient.read_object(request.body)
        if wire.event_of(call) == wire.SETTING:
            return HookReply()
        key = wire.call_key(call, request.body)
        lane = lenient.identifier(call, "sender", "id")
        await self._around.keep(Raw(account=account, key=key, body=request.body, at=self._around.now(), lane=lane))
        return HookReply()

    def _lend(self, request: HookRequest) -> HookReply:
        lent = self._shelf.get(request.query.get("file", ""), asyncio.get_running_loop().time())
        if lent is None:
            raise NotFound("file")
        return HookReply(200, lent.body, lent.media_type)

    async def understand(self, raw: Raw) -> tuple[Understood, ...]:
        """What an event means, with its file. Raises NotReached and Malformed."""
        bot = self._bot(raw.account)
        meaning = wire.read(lenient.read_object(raw.body), raw.key, self._around.secret)
        return await gather((meaning,), bot.fetch, is_late(raw.at, self._around.now()))

    # ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def send(self, out: Outgoing) -> Sent:
        """One attempt. Raises NotReached."""
        bot = self._bot(out.account)
        if out.files and not self.hook_url(out.account):
            return Sent("rejected", "files_need_public_url")
        if any(file.size > SEND_FILE_BYTES_MAX for file in out.files):
            return Sent("rejected", "file_too_large")
        sending = calls.messages(out, bot.account, self._around.secret)
        if not sending:
            return Sent("rejected", "empty")

        async def send_one(message: Message) -> Sent:
            return await bot.send(await self._with_file(message, out.account))

        return await send_parts(sending, send_one)

    async def _with_file(self, message: Message, account: str) -> dict[str, object]:
        """The message's fields, with an address under which Viber can fetch its file."""
        file = message.file
        if file is None:
            return message.fields
        body = await calling.bytes_of(file, SEND_FILE_BYTES_MAX)
        word = self._shelf.put(body, file.media_type, asyncio.get_running_loop().time())
        # The name stands last: Viber looks at how an address ends.
        media = f"{self.hook_url(account)}?file={word}&name={quote(file.name[-100:])}"
        return {**message.fields, "media": media, "size": len(body)}

    # ── the account ─────────────────────────────────────────────────────────────────────────────────────────────────

    def hook_url(self, account: str) -> str:
        """Where Viber should call for this account; empty when the server has no public address."""
        return self._around.hook_url(CHANNEL, account)

    async def check(self, account: str) -> tuple[Finding, ...]:
        """Token and webhook."""
        return await checking.check(self._bot(account), self.hook_url(account))

    async def _set_webhook(self, name: str, bot: Bot) -> None:
        async def once() -> None:
            found = await checking.check(bot, self.hook_url(name))
            if all(one.well for one in found):
                return
            fields = {"url": self.hook_url(name), "event_types": list(EVENTS), "send_name": True, "send_photo": False}
            reply = await bot.ask("set_webhook", fields)
            if not reply.status:
                raise NotReached(reply.why)
            if reply.status != 200 or "status" not in reply.json or lenient.whole(reply.json, "status"):
                said = f"{lenient.whole(reply.json, 'status')} {lenient.text(reply.json, 'status_message')}"
                raise PeerError(f"{reply.status} {said}"[:100])

        await keep_trying(CHANNEL, name, "set_webhook", once)

    def _bot(self, account: str) -> Bot:
        return of_account(self._bots, account)
