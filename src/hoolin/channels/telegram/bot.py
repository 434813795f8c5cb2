"""One bot, as its API is called: its token is in every address, so addresses are shown to nobody."""

import asyncio
from typing import Any

import httpx

from hoolin.channels import calling, fetching, lenient
from hoolin.channels.calling import Reply
from hoolin.channels.fetching import Fetched, Gone
from hoolin.channels.gathering import Wanted
from hoolin.channels.pacing import Bucket, Pace
from hoolin.channels.telegram import calls
from hoolin.channels.telegram.calls import Answer, Call
from hoolin.channels.telegram.manifest import (
    CHAT_BURST,
    CHAT_PER_SECOND,
    FILE_BYTES_MAX,
    PACE_SECONDS_MAX,
    SEND_FILE_BYTES_MAX,
    TelegramAccount,
)
from hoolin.channels.written import Sent
from hoolin.core.errors import NotReached

MOVED_MAX = 1_000
"""Groups that became supergroups since we began, and where they live now."""


class Bot:
    """Calls for one account. pace: how fast it may send."""

    def __init__(self, client: httpx.AsyncClient, account: TelegramAccount) -> None:
        self.client = client
        self.account = account
        rate = float(account.messages_per_second)
        self.pace = Pace(Bucket(rate, rate), CHAT_PER_SECOND, CHAT_BURST)
        self._moved: dict[str, str] = {}

    async def ask(self, method: str, fields: dict[str, Any], seconds: float = 0.0) -> Reply:
        """One call with JSON. Raises NotReached."""
        return await calling.call(self.client, "POST", self._url(method), json=fields, seconds=seconds)

    async def send(self, call: Call, chat: str) -> Sent:
        """One message, at the pace of its chat. Follows a group that became a supergroup. Raises NotReached."""
        chat = self._moved.get(chat, chat)
        answer = await self._send(call, chat)
        if isinstance(answer, Answer) and answer.moved_to:
            # It was refused for its address alone, so nothing is sent twice.
            self._move(chat, answer.moved_to)
            answer = await self._send(call, answer.moved_to)
        if isinstance(answer, Sent):
            return answer
        if answer.retry_seconds:
            loop = asyncio.get_running_loop()
            self.pace.chat(chat).pause(loop.time(), answer.retry_seconds)
            raise NotReached("throttled", retry_after_s=answer.retry_seconds)
        return Sent("accepted", "", answer.reference) if answer.ok else Sent("rejected", answer.code)

    async def _send(self, call: Call, chat: str) -> Answer | Sent:
        await self._turn(chat)
        fields = {**call.fields, "chat_id": calls.chat_id(chat)}
        reply = await (self._upload(call, fields) if call.file is not None else self.ask(call.method, fields))
        if not reply.status:
            return Sent("unknown", reply.why)
        if reply.status >= 500 or (reply.status == 200 and not reply.json):
            return Sent("unknown", str(reply.status))
        return calls.read(reply, chat)

    async def _turn(self, chat: str) -> None:
        wait = self.pace.reserve(chat, asyncio.get_running_loop().time(), PACE_SECONDS_MAX)
        if wait is None:
            raise NotReached("paced")
        if wait:
            await asyncio.sleep(wait)

    async def _upload(self, call: Call, fields: dict[str, Any]) -> Reply:
        assert call.file is not None
        body = await calling.bytes_of(call.file, SEND_FILE_BYTES_MAX)
        # In a form everything is text; what is not a plain value is JSON in it.
        form = {
            name: str(value) if isinstance(value, int | str) else calling.json_text(value)
            for name, value in fields.items()
        }
        return await calling.call(
            self.client, "POST", self._url(call.method), data=form,
            files={call.field: (call.file.name, body, call.file.media_type)}, seconds=calling.UPLOAD_SECONDS_MAX,
        )  # fmt: skip

    async def fetch(self, wanted: Wanted) -> Fetched:
        """A file that somebody sent. Raises NotReached and Gone."""
        reply = await self.ask("getFile", {"file_id": wanted.where})
        if reply.status == 400:
            raise Gone("too_large" if "too big" in lenient.text(reply.json, "description") else "400")
        path = lenient.text(reply.json, "result", "file_path")
        if reply.status != 200 or not path:
            raise NotReached(f"file_{reply.status or reply.why}")
        if path.startswith("/"):
            # A Bot API server of one's own may keep files on its disk, where we do not look.
            raise Gone("local_path")
        address = f"{self.account.api_url.rstrip('/')}/file/bot{self.account.token}/{path}"
        return await fetching.fetch(self.client, address, trusted=self.account.api_url, at_most=FILE_BYTES_MAX)

    def _move(self, chat: str, to: str) -> None:
        if len(self._moved) >= MOVED_MAX:
            self._moved.pop(next(iter(self._moved)))
        self._moved[chat] = to

    def _url(self, method: str) -> str:
        return f"{self.account.api_url.rstrip('/')}/bot{self.account.token}/{method}"
