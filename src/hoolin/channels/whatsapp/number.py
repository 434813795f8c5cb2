"""One number, as the Cloud API is called for it."""

import asyncio
from typing import Any

import httpx

from hoolin.channels import calling, fetching, graph, lenient
from hoolin.channels.calling import Reply
from hoolin.channels.fetching import Fetched, Gone
from hoolin.channels.gathering import Wanted
from hoolin.channels.pacing import Bucket, Pace
from hoolin.channels.whatsapp.calls import Message, with_media
from hoolin.channels.whatsapp.manifest import (
    DOCUMENT_BYTES_MAX,
    PACE_SECONDS_MAX,
    PAIR_BURST,
    PAIR_PER_SECOND,
    WhatsappAccount,
)
from hoolin.channels.written import OutFile, Sent
from hoolin.core.errors import NotReached

PAUSE_SECONDS = 10.0
"""For everybody on the number, after it was throttled as a whole and not told for how long."""


class Refused(Exception):
    """A file was refused before anything was sent."""

    def __init__(self, sent: Sent) -> None:
        super().__init__(sent.code)
        self.sent = sent


class Number:
    """Calls for one account. pace: how fast it may send."""

    def __init__(self, client: httpx.AsyncClient, account: WhatsappAccount) -> None:
        self.client = client
        self.account = account
        rate = float(account.messages_per_second)
        self.pace = Pace(Bucket(rate, rate), PAIR_PER_SECOND, PAIR_BURST)

    async def ask(self, path: str, **query: str) -> Reply:
        """A question to the Graph API. Raises NotReached."""
        return await calling.call(self.client, "GET", self._url(path), params=query, headers=self._headers())

    async def upload(self, file: OutFile) -> str:
        """The id of a file that was handed over; nobody sees it until a message names it. Raises NotReached and Refused."""
        body = await calling.bytes_of(file, DOCUMENT_BYTES_MAX)
        reply = await calling.call(
            self.client, "POST", self._url(f"{self.account.phone_number_id}/media"), headers=self._headers(),
            data={"messaging_product": "whatsapp", "type": file.media_type},
            files={"file": (file.name, body, file.media_type)}, seconds=calling.UPLOAD_SECONDS_MAX,
        )  # fmt: skip
        if not reply.status or reply.status >= 500:
            # Handed over twice is seen once, so this may be tried again.
            raise NotReached(f"upload_{reply.status or reply.why}")
        media = lenient.identifier(reply.json, "id")
        if reply.status != 200 or not media:
            sent = graph.judge(reply)
            raise Refused(sent if sent.ending == "rejected" else Sent("rejected", "upload"))
        return media

    async def send(self, message: Message, media: str, receiver: str) -> Sent:
        """One message. media: its uploaded file. Raises NotReached."""
        loop = asyncio.get_running_loop()
        wait = self.pace.reserve(receiver, loop.time(), PACE_SECONDS_MAX)
        if wait is None:
            raise NotReached("paced")
        if wait:
            await asyncio.sleep(wait)
        fields = with_media(message, media) if media else message.fields
        reply = await self._post(f"{self.account.phone_number_id}/messages", fields)
        try:
            sent = graph.judge(reply)
        except NotReached:
            pair = graph.code_of(reply) == graph.PAIR_CODE
            held = self.pace.chat(receiver) if pair else self.pace.whole
            held.pause(loop.time(), reply.retry_seconds or PAUSE_SECONDS)
            raise
        if sent.ending != "accepted":
            return sent
        first = next(iter(lenient.parts(reply.json, "messages")), {})
        return sent._replace(reference=lenient.identifier(first, "id"))

    async def fetch(self, wanted: Wanted) -> Fetched:
        """A file that somebody sent. Raises NotReached and Gone."""
        reply = await self.ask(wanted.where, phone_number_id=self.account.phone_number_id)
        passing = graph.code_of(reply) in (graph.TOKEN_CODE, *graph.THROTTLED_CODES)
        if reply.status in (400, 404) and not passing:
            raise Gone(str(reply.status))
        address = lenient.text(reply.json, "url")
        if reply.status != 200 or not address:
            raise NotReached(f"file_{reply.status or reply.why}")
        if lenient.whole(reply.json, "file_size") > fetching.FILE_BYTES_MAX:
            raise Gone("too_large")
        return await fetching.fetch(self.client, address, trusted=self.account.api_url, headers=self._headers())

    async def _post(self, path: str, fields: dict[str, Any]) -> Reply:
        return await calling.call(self.client, "POST", self._url(path), json=fields, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.account.token}"}

    def _url(self, path: str) -> str:
        return f"{self.account.api_url.rstrip('/')}/{path}"
