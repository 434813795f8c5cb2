"""The stage of now: the simulated people beside the real ones, in the running site, on the wall clock."""

import asyncio
import math
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from hoolin.channels.loopback.gateway import LoopbackGateway, LoopbackHouse
from hoolin.channels.loopback.manifest import CHANNEL
from hoolin.cli.demo.actors import Actors
from hoolin.cli.demo.play import MINUTE_MS
from hoolin.cli.demo.setup import missing
from hoolin.cli.demo.stage import Then
from hoolin.cli.demo.virtual import Planned
from hoolin.core.commands import Command
from hoolin.core.errors import NotReached, PeerError, Refusal
from hoolin.core.facts import Instant
from hoolin.runtime.loop import Stopped
from hoolin.wiring import Built, new_id

PEERS_MAX = 5_000
"""Simulated customers who are still within reach; the oldest go first, long after their conversations."""

AGENTS_WITHIN_MS = 20_000
WAVE_MS = 35 * MINUTE_MS


class LiveStage:
    """The running site. speed: how much faster than the wall clock the simulated people act; the house never does."""

    def __init__(self, built: Built, gateway: LoopbackGateway, speed: float = 1.0) -> None:
        self.built = built
        self.hear: Callable[[str, bytes], None] = lambda customer, frame: None
        self._gateway = gateway
        self._speed = speed
        self._timers: set[asyncio.TimerHandle] = set()
        self._tasks: set[asyncio.Future[Any]] = set()
        self._peers: OrderedDict[str, None] = OrderedDict()

    def now(self) -> Instant:
        """See `Stage`."""
        return self.built.loop.clock()

    def at(self, instant: Instant, then: Then) -> None:
        """See `Stage`."""
        delay = max(0, instant - self.now()) / 1000 / self._speed

        def due() -> None:
            self._timers.discard(timer)
            then()

        timer = asyncio.get_running_loop().call_later(delay, due)
        self._timers.add(timer)

    def ask(self, command: Command, actor: str, key: str) -> None:
        """See `Stage`."""
        self.built.loop.ask(command, actor, key, lambda said: None)

    def speak(self, customer: str, frame: bytes) -> None:
        """See `Stage`."""
        self.meet(customer)
        self._let(partial(self._gateway.receive, customer, frame))

    def introduce(self, customer: str, name: str, address: str) -> None:
        """See `Stage`."""
        people = self.built.chat.house.people
        self.ask(people.note(customer, "name", name), f"customer:{customer}", f"name-{customer}")
        if address:
            self.ask(people.address(customer, "email", address), f"customer:{customer}", f"address-{customer}")

    def meet(self, customer: str) -> None:
        """This customer is within reach of the channel."""
        self._peers[customer] = None
        self._peers.move_to_end(customer)
        self._gateway.connect(customer, partial(self._hear, customer))
        if len(self._peers) > PEERS_MAX:
            self._gateway.disconnect(self._peers.popitem(last=False)[0])

    def stop(self) -> None:
        """Nobody acts any more."""
        for timer in self._timers:
            timer.cancel()
        for task in self._tasks:
            task.cancel()

    def _hear(self, customer: str, frame: bytes) -> None:
        self.hear(customer, frame)

    def _let(self, work: Callable[[], Awaitable[Any]]) -> None:
        """Let it happen; what the house refuses is an answer too, and the facts tell the rest. It is begun only where it is waited for: a site
        that stops leaves nothing half begun.
        """
        task = asyncio.ensure_future(_quiet(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _quiet(work: Callable[[], Awaitable[Any]]) -> None:
    with suppress(Refusal, PeerError, Stopped):
        await work()


def loopback(built: Built) -> LoopbackGateway:
    """The loopback channel of a site that has been built; from now on its outbox carries to it."""
    house = LoopbackHouse(
        site=built.site, ask=built.loop.submit, case_of=built.chat.house.past.case_of,
        contents=built.stores.contents.get, new_id=new_id, not_reached=NotReached,
    )  # fmt: skip
    gateway = LoopbackGateway(house)
    gateway.on_typing = built.hub.typing
    built.carriers[CHANNEL] = gateway
    return gateway


def perform(built: Built, actors: Actors, planned: Sequence[Planned] = (), speed: float = 1.0) -> None:
    """Let the simulated people act in this site from its start to its end. planned: what they had in mind before.

    The simulated agents are at work without a desk of ours; that nobody looks at their screens does not make them absent.
    """
    stage = LiveStage(built, loopback(built), speed)
    built.attended.update(actors.play.crew)
    # From the first fact on: what happens before they act is theirs to know too.
    actors.play.enter(stage)
    stage.hear = actors.hear
    built.loop.read_along(actors.take)

    async def act() -> None:
        for command in missing(
            built.rooms["catalogue"].state,
            built.rooms["reasons"].state,
            tuple(actors.play.crew.values()),
            built.loop.clock(),
        ):
            with suppress(Refusal):
                await built.loop.submit(command, actor="system", key=actors.play.key())
        for plan in planned:
            stage.at(plan.at, plan.then)
        actors.take_up(built.site, built.rooms["cases"].state)
        for customer in list(actors.play.by_customer):
            stage.meet(customer)
        if not planned:
            actors.begin(AGENTS_WITHIN_MS)
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            stage.stop()

    built.on_start.append(act)


def even(rate: float) -> Callable[[Instant], float]:
    """So many contacts a minute, in slow waves: nobody's customers come evenly."""
    return lambda at: rate * (1 + 0.3 * math.sin(2 * math.pi * at / WAVE_MS))
