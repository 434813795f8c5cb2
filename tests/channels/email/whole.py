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


async def all_read(built: Built) -> Counter[str]:
    """Wait until nothing is open; how inputs ended."""
    async with asyncio.timeout(READ_SECONDS_MAX):
        while built.office.house.intake.open:  # noqa: ASYNC110  the state is what is asked
            await asyncio.sleep(0.05)
    return Counter(fact.ending for fact in facts(built) if isinstance(fact, n.InputEnded))


def pour(port: int, mails: list[bytes]) -> None:
    """Hand mails over by SMTP; each must be taken."""
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as session:
        for body in mails:
            session.sendmail("a@b.example", ["support@support.example"], body)
