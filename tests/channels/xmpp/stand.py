"""What a gateway is given in tests: `keep` on a list that knows its keys, as the house's does."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from hoolin.channels.written import Address, Gateway, Outgoing, Raw, Surroundings
from hoolin.channels.xmpp.gateway import XmppGateway
from hoolin.channels.xmpp.manifest import XmppAccount
from tests.channels.xmpp.prosody import DOMAIN, PASSWORD, Prosody

HELP = f"help@{DOMAIN}"

# The type checker holds these to the port.
PORT: type[Gateway] = XmppGateway


def now() -> int:
    """This instant."""
    return int(time.time() * 1_000)


class Kept:
    """What was kept. all: each key once, in order. repeats: how often a key came again. fails: the next so many are refused,
    as by a full disk.
    """

    def __init__(self) -> None:
        self.all: list[Raw] = []
        self.keys: set[str] = set()
        self.repeats = 0
        self.fails = 0
        self._news = asyncio.Condition()

    async def keep(self, raw: Raw) -> bool:
        """Keep it, or say that it is there."""
        await asyncio.sleep(0)
        if self.fails:
            self.fails -= 1
            raise OSError("no space left")
        known = raw.key in self.keys
        if known:
            self.repeats += 1
        else:
            self.keys.add(raw.key)
            self.all.append(raw)
        async with self._news:
            self._news.notify_all()
        return not known

    async def until(self, true: Callable[[], bool], seconds: float = 90) -> None:
        """Wait until something is true of what was kept."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(true)


def account(server: Prosody, **changed: object) -> XmppAccount:
    """Our account on the server."""
    said: dict[str, object] = {
        "address": HELP, "password": PASSWORD, "host": "127.0.0.1", "port": server.starttls,
        "ca_file": str(server.authority), "near_hosts": ("127.0.0.1",),
    }  # fmt: skip
    return XmppAccount(**{**said, **changed})  # type: ignore[arg-type]


@asynccontextmanager
async def gateway(server: Prosody, kept: Kept, **changed: object) -> AsyncIterator[XmppGateway]:
    """A started gateway with one account, `main`."""
    made = XmppGateway(Surroundings(keep=kept.keep, now=now, secret=b"s" * 32), {"main": account(server, **changed)})
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


async def connected(made: XmppGateway, seconds: float = 90) -> None:
    """Wait until the account is connected and in step."""
    line = made._lines["main"]
    async with asyncio.timeout(seconds):
        while line.stream is None or line._in_step_at is None:  # noqa: ASYNC110  nobody would tell
            await asyncio.sleep(0.01)


def outgoing(to: str, text: str, delivery: str, **more: object) -> Outgoing:
    """A message on its way out."""
    said: dict[str, object] = {
        "delivery": delivery, "attempt": 1, "account": "main", "to": Address(kind="xmpp", value=to), "text": text,
    }  # fmt: skip
    return Outgoing(**{**said, **more})  # type: ignore[arg-type]
