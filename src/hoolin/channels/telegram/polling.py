"""Asks Telegram for updates, for a bot that Telegram cannot call.

The offset moves only after everything below it is kept, and lives nowhere else: after a restart Telegram tells again what it was
not told that we have, under the same numbers.
"""

import asyncio
from collections.abc import Mapping

from hoolin.channels import calling, lenient
from hoolin.channels.telegram import wire
from hoolin.channels.telegram.bot import Bot
from hoolin.channels.telegram.manifest import POLL_SECONDS, UPDATES, UPDATES_MAX
from hoolin.channels.trying import keep_trying
from hoolin.channels.written import Raw, Surroundings
from hoolin.core.errors import NotReached, PeerError

ENVELOPE: Mapping[str, str] = {"from": "polling"}


IDLE_SECONDS_MIN = 1.0
"""Between two empty answers."""


class Polling:
    """The loop of one account."""

    def __init__(self, around: Surroundings, account: str, bot: Bot) -> None:
        self._around = around
        self._account = account
        self._bot = bot
        self.offset = 0

    async def run(self) -> None:
        """For ever, with pauses when something is in the way."""
        while True:
            await keep_trying("telegram", self._account, "poll", self.once)

    async def once(self) -> None:
        """One answer's worth of updates, kept. Raises NotReached or PeerError with what is in the way, and what `keep` raises."""
        asked: dict[str, object] = {"timeout": POLL_SECONDS, "limit": UPDATES_MAX, "allowed_updates": list(UPDATES)}
        if self.offset:
            asked["offset"] = self.offset
        loop = asyncio.get_running_loop()
        begun = loop.time()
        reply = await self._bot.ask("getUpdates", asked, POLL_SECONDS + calling.CONNECT_SECONDS_MAX)
        if not reply.status:
            raise NotReached(reply.why)
        if reply.status != 200:
            raise PeerError(f"{reply.status} {lenient.text(reply.json, 'description')}"[:100])
        updates = lenient.parts(reply.json, "result")
        before = self.offset
        for update in updates:
            await self._keep(update)
        if updates and self.offset == before:
            raise PeerError("offset_stands_still")
        if not updates and loop.time() - begun < IDLE_SECONDS_MIN:
            # A server that does not hold its empty answer back is not asked all the time.
            await asyncio.sleep(IDLE_SECONDS_MIN)

    async def _keep(self, update: lenient.Part) -> None:
        body = calling.json_text(update).encode("utf-8", "replace")
        key = wire.update_key(self._bot.account.bot, update, body)
        raw = Raw(
            account=self._account, key=key, body=body, envelope=dict(ENVELOPE), at=self._around.now(), lane=wire.lane(update)
        )  # fmt: skip
        await self._around.keep(raw)
        if number := lenient.whole(update, "update_id"):
            # The numbers begin anew at random after a quiet week: the last one told is the one to confirm.
            self.offset = number + 1
