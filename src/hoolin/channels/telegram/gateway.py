"""Telegram's side of the house: calls of its webhook or answers to our asking come in, messages go out.

Whoever calls the webhook must show the word that only this site could have told Telegram. A bot is either called or asks: not
both. Nothing is answered with 200, and no offset moves, before the update is kept.
"""

from collections.abc import Mapping

from hoolin.channels import calling, lenient, signed
from hoolin.channels.account import of_account
from hoolin.channels.errands import Errands
from hoolin.channels.gathering import gather, is_late
from hoolin.channels.parts import send_parts
from hoolin.channels.telegram import calls, checking, wire
from hoolin.channels.telegram.bot import Bot
from hoolin.channels.telegram.manifest import CHANNEL, SEND_FILE_BYTES_MAX, UPDATES, TelegramAccount
from hoolin.channels.telegram.polling import Polling
from hoolin.channels.trying import keep_trying
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
from hoolin.core.errors import NotAllowed, NotReached, PeerError

CONNECTIONS_MAX = 40
"""Calls that Telegram makes at once, at most."""


class TelegramGateway:
    """All bots of a site."""

    def __init__(self, around: Surroundings, accounts: Mapping[str, TelegramAccount]) -> None:
        self._around = around
        self._client = calling.open_client()
        self._bots = {name: Bot(self._client, account) for name, account in accounts.items()}
        self._errands = Errands()

    async def start(self) -> None:
        """Set each webhook, or begin to ask."""
        for name, bot in self._bots.items():
            if bot.account.receive == "polling":
                self._errands.begin(self._poll(name, bot))
            elif self._around.public_url:
                self._errands.begin(self._set_webhook(name, bot))

    async def stop(self) -> None:
        """Leave with Telegram what was not kept."""
        await self._errands.stop()
        await self._client.aclose()

    # ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def hook(self, account: str, request: HookRequest) -> HookReply:
        """An update. Raises NotFound, NotAllowed, Malformed, and what `keep` raises."""
        bot = self._bot(account)
        if bot.account.receive != "webhook":
            raise NotAllowed("polling")
        signed.demand_same(request.headers.get("x-telegram-bot-api-secret-token", ""), self.hook_secret(account))
        if request.method != "POST":
            return HookReply(405)
        update = lenient.read_object(request.body)
        key = wire.update_key(bot.account.bot, update, request.body)
        lane = wire.lane(update)
        await self._around.keep(Raw(account=account, key=key, body=request.body, at=self._around.now(), lane=lane))
        return HookReply()

    def hook_secret(self, account: str) -> str:
        """What Telegram must show when it calls for this account."""
        return signed.derived(self._around.secret, CHANNEL, account, self._bot(account).account.token)

    def hook_url(self, account: str) -> str:
        """Where Telegram should call for this account; empty when the server has no public address."""
        return self._around.hook_url(CHANNEL, account)

    async def understand(self, raw: Raw) -> tuple[Understood, ...]:
        """What an update means, with its file. Raises NotReached and Malformed."""
        bot = self._bot(raw.account)
        meaning = wire.read(lenient.read_object(raw.body), raw.key, bot.account.groups)
        return await gather((meaning,), bot.fetch, is_late(raw.at, self._around.now()))

    # ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def send(self, out: Outgoing) -> Sent:
        """One attempt. Raises NotReached."""
        bot = self._bot(out.account)
        if any(file.size > SEND_FILE_BYTES_MAX for file in out.files):
            return Sent("rejected", "file_too_large")
        chat = out.thread or out.to.value
        sending = calls.calls(out, chat)
        if not sending:
            return Sent("rejected", "empty")
        return await send_parts(sending, lambda call: bot.send(call, chat))

    # ── the account ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def check(self, account: str) -> tuple[Finding, ...]:
        """Token, reachability and webhook."""
        return await checking.check(self._bot(account), self.hook_url(account))

    async def _set_webhook(self, name: str, bot: Bot) -> None:
        fields: dict[str, object] = {
            "url": self.hook_url(name),
            "secret_token": self.hook_secret(name),
            "allowed_updates": list(UPDATES),
            "max_connections": CONNECTIONS_MAX,
        }
        await keep_trying(CHANNEL, name, "set_webhook", lambda: _demand(bot, "setWebhook", fields))

    async def _poll(self, name: str, bot: Bot) -> None:
        # While a webhook is set, Telegram answers no asking. What waits for it is kept for us.
        await keep_trying(CHANNEL, name, "delete_webhook", lambda: _demand(bot, "deleteWebhook", {}))
        await Polling(self._around, name, bot).run()

    def _bot(self, account: str) -> Bot:
        return of_account(self._bots, account)


async def _demand(bot: Bot, method: str, fields: dict[str, object]) -> None:
    """A call that must succeed. Raises NotReached and PeerError."""
    reply = await bot.ask(method, fields)
    if not reply.status:
        raise NotReached(reply.why)
    if reply.status != 200:
        raise PeerError(f"{reply.status} {lenient.text(reply.json, 'description')}"[:100])
