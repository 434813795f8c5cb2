"""The whole loop under load: commands are decided on, folded, written and answered; each customer waits for an answer before saying more."""

import asyncio
import sys
import time
from itertools import count

import uvloop

from hoolin.channels.chat.manifest import RULES
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import QueueRules
from hoolin.server.serve import SWITCH_SECONDS
from hoolin.wiring import Built, HoolinSettings, build

Latencies = list[tuple[float, int]]
"""See `bench_journal`."""


def looped(settings: HoolinSettings, producers: int, seconds: float, text: str) -> Latencies:
    """So many customers of a new site write for so long. Raises RuntimeError when something acknowledged is not in the journal."""
    switched = sys.getswitchinterval()
    # As it is served.
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_looped(settings, producers, seconds, text))
    finally:
        sys.setswitchinterval(switched)


async def _looped(settings: HoolinSettings, producers: int, seconds: float, text: str) -> Latencies:
    built = build(settings)
    latencies: Latencies = []
    try:
        async with built.running():
            await _furnish(built, producers)
            begun_at, begun = built.stores.journal.head(), time.perf_counter()
            await asyncio.gather(*(_write(built, n, begun + seconds, text, latencies) for n in range(producers)))
            took, done = time.perf_counter() - begun, len(latencies)
            if built.stores.journal.head() - begun_at < done:
                raise RuntimeError(
                    f"{done} acknowledged, but the journal grew by {built.stores.journal.head() - begun_at}"
                )
    finally:
        built.accounts.close()
    return [*latencies, (took, done)]


async def _furnish(built: Built, producers: int) -> None:
    for command in (c.SetChannel(rules=RULES), c.SetQueue(rules=QueueRules(queue="service"))):
        await built.loop.submit(command, actor="system", key=f"{command}"[:60])
    for n in range(producers):
        arrives = c.Arrive(interaction=f"i{n}", customer=f"c{n}", case=f"k{n}", channel="chat", language="et")
        await built.loop.submit(arrives, actor="system", key=f"arrive-{n}")


async def _write(built: Built, n: int, until: float, text: str, latencies: Latencies) -> None:
    for number in count(1):
        before = time.perf_counter()
        if before > until:
            return
        said = c.ReceiveMessage(interaction=f"i{n}", key=str(number), text=text)
        await built.loop.submit(said, actor=f"customer:c{n}", key=f"{n}-{number}")
        latencies.append((time.perf_counter() - before, 1))
