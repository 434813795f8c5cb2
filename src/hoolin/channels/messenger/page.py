"""One page or Instagram account, as the Graph API is called for it."""

import asyncio
from collections import OrderedDict
from typing import Any

import httpx

from hoolin.channels import calling, fetching, graph, lenient
from hoolin.channels.calling import Reply
from hoolin.channels.fetching import Fetched
from hoolin.channels.gathering import Wanted
from hoolin.channels.messenger import calls
from hoolin.channels.messenger.calls import Message
from hoolin.channels.messenger.manifest import (
    FILE_BYTES_MAX,
    NAME_SECONDS_MAX,
    NAMES_MAX,
    PACE_SECONDS_MAX,
    PERSON_BURST,
    PERSON_PER_SECOND,
    MessengerAccount,
)
from hoolin.channels.pacing import Bucket, Pace
from hoolin.channels.written import OutFile, Sent
from hoolin.core.errors import NotReached

PAUSE_SECONDS = 10.0
"""For everybody on the page, after it was throttled and not told for how long."""

HUMAN_AGENT = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}


class Refused(Exception):
    """A file was refused before anything was sent."""

    def __init__(self, sent: Sent) -> None:
        super().__init__(sent.code)
        self.sent = sent


class Page:
    """Calls for one account. pace: how fast it may send."""

    def __init__(self, client: httpx.AsyncClient, account: MessengerAccount) -> None:
        self.client = client
        self.account = account
        self.instagram = account.platform == "instagram"
        rate = float(account.messages_per_second)
        self.pace = Pace(Bucket(rate, rate), PERSON_PER_SECOND, PERSON_BURST)
        self._names: OrderedDict[str, str] = OrderedDict()

    async def ask(self, path: str, token: str = "", seconds: float = 0.0, **query: str) -> Reply:
        """A question to the Graph API. token: when it is not the page's. Raises NotReached."""
        headers = {"authorization": f"Bearer {token or self.account.token}"}
        return await calling.call(self.client, "GET", self._url(path), params=query, headers=headers, seconds=seconds)

    async def upload(self, file: OutFile) -> str:
        """The id of a file that was handed over; nobody sees it until a message names it. Raises NotReached and Refused."""
        body = await calling.bytes_of(file, FILE_BYTES_MAX)
        fields = calls.upload_fields(file, self.instagram)
        reply = await calling.call(
            self.client, "POST", self._url(f"{self.account.page_id}/message_attachments"), headers=self._headers(),
            data={name: value if isinstance(value, str) else calling.json_text(value) for name, value in fields.items()},
            files={"filedata": (calls.upload_name(file), body, calls.plain(file.media_type))},
            seconds=calling.UPLOAD_SECONDS_MAX,
        )  # fmt: skip
        if not reply.status or reply.status >= 500:
            # Handed over twice is seen once, so this may be tried again.
            raise NotReached(f"upload_{reply.status or reply.why}")
        attachment = lenient.identifier(reply.json, "attachment_id")
        if reply.status != 200 or not attachment:
            sent = graph.judge(reply)
            raise Refused(sent if sent.ending == "rejected" else Sent("rejected", "upload"))
        return attachment

    async def send(self, message: Message, attachment: str) -> Sent:
        """One message. attachment: its uploaded file. Raises NotReached."""
        fields = calls.filled(message, attachment, self.instagram)
        sent = await self._send(fields)
        if sent.code == graph.WINDOW_CLOSED and self.account.human_agent:
            # It was refused for its age alone, so nothing is sent twice.
            sent = await self._send({**fields, **HUMAN_AGENT})
        return sent

    async def _send(self, fields: dict[str, Any]) -> Sent:
        loop = asyncio.get_running_loop()
        wait = self.pace.reserve(fields["recipient"]["id"], loop.time(), PACE_SECONDS_MAX)
        if wait is None:
            raise NotReached("paced")
        if wait:
            await asyncio.sleep(wait)
        url = self._url(f"{self.account.page_id}/messages")
        reply = await calling.call(self.client, "POST", url, json=fields, headers=self._headers())
        try:
            sent = graph.judge(reply)
        except NotReached:
            self.pace.whole.pause(loop.time(), reply.retry_seconds or PAUSE_SECONDS)
            raise
        return (
            sent._replace(reference=lenient.identifier(reply.json, "message_id")) if sent.ending == "accepted" else sent
        )

    async def name_of(self, person: str) -> str:
        """What a customer calls themselves; empty when Meta does not tell, or not soon."""
        if person in self._names:
            self._names.move_to_end(person)
            return self._names[person]
        try:
            reply = await self.ask(person, seconds=NAME_SECONDS_MAX, fields="name")
        except NotReached:
            return ""
        if not reply.status or reply.status >= 500:
            return ""
        name = lenient.text(reply.json, "name")[:200]
        self._names[person] = name
        if len(self._names) > NAMES_MAX:
            self._names.popitem(last=False)
        return name

    async def fetch(self, wanted: Wanted) -> Fetched:
        """A file that somebody sent, from wherever Meta says it lies. Raises NotReached and Gone."""
        return await fetching.fetch(self.client, wanted.where, trusted=self.account.api_url)

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.account.token}"}

    def _url(self, path: str) -> str:
        return f"{self.account.api_url.rstrip('/')}/{path}"
