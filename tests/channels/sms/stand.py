"""What the tests put around an SMS gateway: a disk in memory, the house's intake, a message to send."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from hoolin.channels.sms.gateway import SmsGateway
from hoolin.channels.sms.manifest import SmsAccount
from hoolin.channels.written import Address, Heard, Outgoing, Raw, Reported, Sent, Surroundings, Understood, Waiting
from hoolin.cli.sms_peer import Smsc
from hoolin.core.errors import NotReached, PeerError

PERSON = "+37255512345"
US = "3725550000"


def account(port: int, **settings: Any) -> SmsAccount:
    """An account at the SMSC on this port, fast and impatient unless the test wants otherwise."""
    given: dict[str, Any] = {
        "host": "127.0.0.1", "port": port, "system_id": "hoolin", "password": "secret", "source": "+" + US,
        "per_second": 0, "window": 10, "answer_seconds": 5.0, **settings,
    }  # fmt: skip
    return SmsAccount(**given)


class House:
    """The house behind the gateway: keeps by key, asks what inputs mean until they have ended, as the real intake does."""

    def __init__(self) -> None:
        self.raws: dict[str, Raw] = {}
        self.open: dict[str, Raw] = {}
        self.heard: dict[str, Heard] = {}
        self.reported: list[Reported] = []
        self.passed: list[str] = []
        self.unreadable: list[str] = []
        self.again = 0
        self.refuse_next = 0
        self.slow_s = 0.0
        self.skew_ms = 0

    def now(self) -> int:
        """The machine's clock, moved by the test."""
        return int(time.time() * 1000) + self.skew_ms

    async def keep(self, raw: Raw) -> bool:
        """On "disk"."""
        if self.slow_s:
            await asyncio.sleep(self.slow_s)
        if self.refuse_next:
            self.refuse_next -= 1
            raise OSError("no space left")
        if raw.key in self.raws:
            self.again += 1
            return False
        self.raws[raw.key] = raw
        self.open[raw.key] = raw
        return True

    def surroundings(self) -> Surroundings:
        """For a gateway."""
        return Surroundings(keep=self.keep, now=self.now, secret=b"s", operator="Hoolin", was_heard=self.was_heard)

    async def was_heard(self, account: str, key: str) -> bool:
        """Whether it was."""
        return key in self.heard

    async def take_in(self, gateway: SmsGateway) -> None:
        """Ask about every open input, in order; what waits is asked about again when something else came of another one."""
        for _ in range(2):
            for key, raw in list(self.open.items()):
                try:
                    found = await gateway.understand(raw)
                except PeerError:
                    self.unreadable.append(key)
                    del self.open[key]
                    continue
                if not any(isinstance(one, Waiting) for one in found):
                    del self.open[key]
                for one in found:
                    self._note(one)

    def _note(self, one: Understood) -> None:
        match one:
            case Heard():
                self.heard.setdefault(one.key, one)
            case Reported():
                self.reported.append(one)
            case Waiting():
                pass
            case _:
                self.passed.append(getattr(one, "why", "read"))

    @property
    def texts(self) -> list[str]:
        """What was heard, in order."""
        return [one.text for one in self.heard.values()]


@asynccontextmanager
async def connected(smsc: Smsc, house: House | None = None, **settings: Any) -> AsyncIterator[tuple[SmsGateway, House]]:
    """A gateway that is bound to the SMSC as account `main`."""
    house = house or House()
    gateway = SmsGateway(house.surroundings(), {"main": account(smsc.port, **settings)})
    await gateway.start()
    try:
        assert await gateway.bound("main"), "not bound"
        yield gateway, house
    finally:
        await gateway.stop()


def outgoing(text: str, delivery: str = "d1", to: str = PERSON) -> Outgoing:
    """A message to a person."""
    return Outgoing(delivery=delivery, attempt=1, account="main", to=Address(kind="phone", value=to), text=text)


async def insist(gateway: SmsGateway, out: Outgoing, tries: int = 200) -> Sent:
    """Send as the outbox does: again when surely nothing was taken."""
    for _ in range(tries):
        try:
            return await gateway.send(out)
        except NotReached:
            await asyncio.sleep(0.05)
    raise AssertionError("never taken")


async def until(true: Callable[[], Awaitable[bool] | bool], seconds: float = 90) -> None:
    """Wait for something to be true, within a bound."""
    for _ in range(int(seconds * 50)):
        found = true()
        if found is True or (not isinstance(found, bool) and await found):
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come true")


async def ask(smsc: Smsc, path: str, body: object = None) -> dict[str, Any]:
    """Ask the SMSC's control port without holding the loop up."""
    return await asyncio.to_thread(smsc.call, path, body)


def from_person(text: str = "", source: str = "37255512345", **fields: object) -> dict[str, object]:
    """A message as the SMSC brings it."""
    return {
        "source_addr": source, "source_addr_ton": 1, "source_addr_npi": 1, "destination_addr": US, "dest_addr_ton": 1,
        **({"short_message": text} if text else {}), **fields,
    }  # fmt: skip


def part_of(
    text: bytes, reference: int, total: int, number: int, source: str = "37255512345", coding: int = 0
) -> dict[str, object]:
    """A part with a header of one octet's reference, its octets given."""
    header = bytes((5, 0, 3, reference, total, number))
    return from_person(source=source, hex=(header + text).hex(), esm_class=0x40, data_coding=coding)
