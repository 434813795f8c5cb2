"""One bot, as Viber's API is called for it."""

import asyncio
from typing import Any

import httpx

from hoolin.channels import calling, fetching
from hoolin.channels.calling import Reply
from hoolin.channels.fetching import Fetched
from hoolin.channels.gathering import Wanted
from hoolin.channels.pacing import Bucket, Pace
from hoolin.channels.viber import calls
from hoolin.channels.viber.manifest import PACE_SECONDS_MAX, PERSON_BURST, PERSON_PER_SECOND, ViberAccount
from hoolin.channels.written import Sent
from hoolin.core.errors import NotReached

PAUSE_SECONDS = 10.0
"""After Viber said that it was too much, and not for how long."""


class Bot:
    """Calls for one account. pace: how fast it may send."""

    def __init__(self, client: httpx.AsyncClient, account: ViberAccount) -> None:
        self.client = client
        self.account = account
        rate = float(account.messages_per_second)
        self.pace = Pace(Bucket(rate, rate), PERSON_PER_SECOND, PERSON_BURST)

    async def ask(self, method: str, fields: dict[str, Any]) -> Reply:
        """One call. Raises NotReached."""
        url = f"{self.account.api_url.rstrip('/')}/{method}"
        headers = {"x-viber-auth-token": self.account.token}
        return await calling.call(self.client, "POST", url, json=fields, headers=headers)

    async def send(self, fields: dict[str, Any]) -> Sent:
        """One message. Raises NotReached."""
        loop = asyncio.get_running_loop()
        wait = self.pace.reserve(fields["receiver"], loop.time(), PACE_SECONDS_MAX)
        if wait is None:
            raise NotReached("paced")
        if wait:
            await asyncio.sleep(wait)
        reply = await self.ask("send_message", fields)
        try:
            return calls.judge(reply)
        except NotReached:
            self.pace.whole.pause(loop.time(), reply.retry_seconds or PAUSE_SECONDS)
            raise

    async def fetch(self, wanted: Wanted) -> Fetched:
        """A file that somebody sent, from wherever Viber says it lies. Raises NotReached and Gone."""
        return await fetching.fetch(self.client, wanted.where, trusted=self.account.api_url)
