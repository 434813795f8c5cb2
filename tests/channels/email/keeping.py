"""A `keep` for tests: remembers what was taken in, fails when told to, and can be waited on."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from hoolin.channels.written import Raw
from hoolin.core.errors import Defect


@dataclass
class Keeping:
    """What was kept. failing: how many of the next calls fail. calls: how often anything was asked to be kept."""

    raws: list[Raw] = field(default_factory=list)
    keys: set[tuple[str, str]] = field(default_factory=set)
    failing: int = 0
    calls: int = 0
    repeats: int = 0
    on_keep: Callable[[Raw], None] = lambda raw: None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def keep(self, raw: Raw) -> bool:
        """Take one in."""
        self.calls += 1
        try:
            self.on_keep(raw)
            if self.failing > 0:
                self.failing -= 1
                raise Defect("disk_full")
            if (raw.account, raw.key) in self.keys:
                self.repeats += 1
                return False
            self.keys.add((raw.account, raw.key))
            self.raws.append(raw)
            return True
        finally:
            self._news.set()

    async def until(self, holds: Callable[[], bool], seconds: float = 90) -> None:
        """Wait until something holds, looking whenever something was kept, and now and then."""
        async with asyncio.timeout(seconds):
            while not holds():
                self._news.clear()
                try:
                    await asyncio.wait_for(self._news.wait(), 0.1)
                except TimeoutError:
                    continue

    def subjects(self) -> list[str]:
        """The subjects of what was kept, sorted."""
        return sorted(subject(raw.body) for raw in self.raws)


async def soon(holds: Callable[[], bool], seconds: float = 90) -> None:
    """Wait, within a bound, until something holds. holds: may block; it is asked in a thread."""
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(holds):  # noqa: ASYNC110 - what a server does is not ours to be told of
            await asyncio.sleep(0.02)


def subject(body: bytes) -> str:
    """The subject of a mail, as it stands in its head."""
    for line in body.split(b"\r\n\r\n")[0].split(b"\r\n"):
        if line.lower().startswith(b"subject:"):
            return line[8:].strip().decode()
    return ""


def mail(
    topic: str, text: str = "Tere!", sender: str = "mari@customer.example", to: str = "support@support.example"
) -> bytes:
    """A small mail as a program would send it, without a Message-ID unless a server adds one."""
    lines = (f"From: {sender}", f"To: {to}", f"Subject: {topic}", "", text, "")
    return "\r\n".join(lines).encode()
