"""Goes on by itself until it is done, with growing pauses, and says in the log what is in the way, without any secret."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from hoolin.core.errors import HoolinError

PAUSES_SECONDS = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
"""After the last, always the last: a provider that is down for a day is asked once a minute."""

log = logging.getLogger("hoolin.channels")


async def keep_trying(channel: str, account: str, what: str, action: Callable[[], Awaitable[None]]) -> None:
    """Do it until it ends well. What goes wrong is logged by its code; nothing that goes wrong ends the trying, since nobody would
    begin it anew.
    """
    tries = 0
    while True:
        try:
            await action()
        except HoolinError as problem:
            code = problem.code
        except Exception as problem:
            code = type(problem).__name__
        else:
            return
        pause = PAUSES_SECONDS[min(tries, len(PAUSES_SECONDS) - 1)]
        tries += 1
        log.warning(
            "channel_waits",
            extra={"fields": {"channel": channel, "account": account, "what": what, "code": code, "pause_s": pause}},
        )
        await asyncio.sleep(pause)
