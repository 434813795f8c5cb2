"""A whole site in this process with one mail account: what its journal holds, and how its inputs ended."""

import asyncio
import smtplib
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from hoolin.channels.email.manifest import EmailAccount
from hoolin.core.intake import facts as n
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import QueueRules
from hoolin.wiring import Built, HoolinSettings, build, new_id
from hoolin.wiring.channels import ChannelAccounts

READ_SECONDS_MAX = 200


@asynccontextmanager
async def mail_site(folder: Path, **changes: Any) -> AsyncIterator[Built]:
    """A running site with one mail account, `main`."""
    account = EmailAccount(address="support@support.example", **changes)
    built = build(HoolinSettings(data=str(folder), channels=ChannelAccounts(email={"main": account})))
    try:
        async with built.running():
            if not built.site.kept.queues:
                await built.loop.submit(c.SetQueue(rules=QueueRules(queue="service")), actor="system", key=new_id("x"))
            yield built
    finally:
        built.accounts.close()


def facts(built: Built) -> list[Any]:
    """Every fact on disk."""
    found: list[Any] = []
    position = 0
    while part := built.stores.journal.read(position, 5_000):
        found += [entry.fact for entry in part]
        position = part[-1].position
    return found


async def all_read(built: Built, number: int) -> Counter[str]:
    """Wait until so many inputs have ended, on disk; how they ended. What is open tells nothing: of what has just been kept, nobody need
    know yet.
    """
    endings: Counter[str] = Counter()
    position = 0
    async with asyncio.timeout(READ_SECONDS_MAX):
        while True:
            while part := built.stores.journal.read(position, 5_000):
                endings.update(entry.fact.ending for entry in part if isinstance(entry.fact, n.InputEnded))
                position = part[-1].position
            if endings.total() >= number:
                return endings
            await asyncio.sleep(0.05)


def pour(port: int, mails: list[bytes]) -> None:
    """Hand mails over by SMTP; each must be taken."""
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as session:
        for body in mails:
            session.sendmail("a@b.example", ["support@support.example"], body)
