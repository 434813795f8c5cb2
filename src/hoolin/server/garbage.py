"""When Python looks for garbage in this process: what no longer has a name but still names itself in a circle.

Nearly everything here is freed by counting, and a message leaves nothing behind that is looked at again. What does make circles is
a connection that ends. So only the newest objects are looked at by themselves, few enough that nobody notices; all that has come
since the start is looked at now and then, so seldom that it takes next to none of the time, however large the site is. With
Python's own settings a thousand open sockets make a pause of 20 to 70 ms several times a minute.
"""

import asyncio
import gc
import time

NEWEST = 10_000
"""Objects, more made than freed, after which the newest are looked at: two milliseconds."""

NEVER = 1_000_000_000

EVERY_SECONDS = 600.0
"""From one look at everything to the next at least."""

SHARE_MAX = 1 / 5_000
"""Of the time that looks at everything may take: after one of 0.2 seconds comes none for a quarter of an hour."""


def settle() -> None:
    """What was loaded so far lives as long as the process, and is not looked at any more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEWEST, NEVER, NEVER)


async def keep_clear() -> None:
    """Look at everything now and then, until cancelled."""
    pause = EVERY_SECONDS
    while True:
        await asyncio.sleep(pause)
        began = time.perf_counter()
        gc.collect()
        pause = max(EVERY_SECONDS, (time.perf_counter() - began) / SHARE_MAX)
