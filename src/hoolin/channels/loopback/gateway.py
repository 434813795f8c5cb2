"""Moves frames between the loopback's peers, which live in this process, and the house.

Inbound: a peer's frame becomes commands, submitted at once and in order; who sent it is told when they are durable.
Outbound: the outbox asks for one attempt (`transmit`), and the peer hears the frame as if it had come from far away; what
can go wrong with a provider goes wrong here on demand (`faults`).

A peer is named by its customer: in one process nobody has to prove who they are.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from hoolin.channels.loopback import wire
from hoolin.channels.loopback.faults import Faults
from hoolin.channels.loopback.manifest import CHANNEL
from hoolin.channels.port import Answer, Asking
from hoolin.core.delivery.commands import Sent
from hoolin.core.delivery.delivery import Delivery
from hoolin.core.errors import Conflict
from hoolin.core.interaction.site import Site

TRIES = 3
"""How often a frame follows its conversation when that ended a moment ago."""

CUSTOMERS_REMEMBERED_MAX = 20_000
"""Whose conversation it was: what was asked for before its end still goes out after it."""

Hears = Callable[[bytes], None]


@dataclass(frozen=True)
class LoopbackHouse:
    """The house as the loopback sees it.

    case_of: the case that a new contact of a customer goes on with, and who last answered in it. contents: stored
    messages by id; blocking. not_reached: makes the error by which the outbox knows that nothing has left the house.
    """

    site: Site
    ask: Asking
    case_of: Callable[[str], tuple[str | None, str | None]]
    contents: Callable[[Iterable[str]], Mapping[str, bytes]]
    new_id: Callable[[str], str]
    not_reached: Callable[[str], Exception]


class LoopbackGateway:
    """All peers of a site. `transmit` is what the outbox calls."""

    def __init__(self, house: LoopbackHouse) -> None:
        self.house = house
        self.faults = Faults()
        self.on_typing: Callable[[str, bool], None] | None = None
        self._hears: dict[str, Hears] = {}
        self._beginning: dict[str, str] = {}
        self._customer_of: OrderedDict[str, str] = OrderedDict()

    def connect(self, customer: str, hears: Hears) -> None:
        """The peer of this customer is here, and hears our frames by this function from now on."""
        self._hears[customer] = hears

    def disconnect(self, customer: str) -> None:
        """The peer is gone: what is sent to it from now on is rejected."""
        self._hears.pop(customer, None)

    # ── the peer speaks ─────────────────────────────────────────────────────────────────────────────────────────────

    async def receive(self, customer: str, frame: bytes) -> Answer | None:
        """A frame of a peer. The answer comes when what it asks for is durable; None when it asks for nothing.

        Raises Malformed, and what the house refuses.
        """
        parsed = wire.read_frame(frame)
        if isinstance(parsed, wire.Typing):
            self._typing(customer, parsed.on)
            return None
        answer = await self._follow(customer, parsed)
        if self.faults.comes_twice():
            answer = await self._follow(customer, parsed)
        return answer

    async def _follow(self, customer: str, frame: wire.Incoming) -> Answer | None:
        for left in reversed(range(TRIES)):
            try:
                return await self._submit(customer, frame)
            except Conflict as problem:
                if problem.code != "ended" or not left:
                    raise
        return None

    async def _submit(self, customer: str, frame: wire.Incoming) -> Answer | None:
        contact = self._contact(customer)
        asked = wire.commands(frame, contact)
        if not asked:
            return None
        if contact.begins:
            self._beginning[customer] = contact.interaction
            self._remember(contact.interaction, customer)
        # Submitted before anything is waited for: the order of frames is the order of commands.
        answers = [self.house.ask(one.command, actor=f"customer:{customer}", key=one.key) for one in asked]
        try:
            return await _last(answers)
        finally:
            if self._beginning.get(customer) == contact.interaction:
                del self._beginning[customer]

    def _contact(self, customer: str) -> wire.Contact:
        """The conversation under way, also one that began so lately that nobody but us knows of it; else a new one."""
        live = self.house.site.live_with(customer, CHANNEL)
        under_way = live.interaction if live is not None else self._beginning.get(customer)
        if under_way is not None:
            return wire.Contact(customer=customer, interaction=under_way)
        case, prefers = self.house.case_of(customer)
        return wire.Contact(
            customer=customer, interaction=self.house.new_id("i"), begins=True, case=case or self.house.new_id("k"),
            prefers=prefers,
        )  # fmt: skip

    def _typing(self, customer: str, on: bool) -> None:
        live = self.house.site.live_with(customer, CHANNEL)
        if live is not None and self.on_typing is not None:
            self.on_typing(live.interaction, on)

    # ── we speak ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def transmit(self, delivery: Delivery) -> Sent:
        """One attempt: how it ended and the provider's word. Raises what the injected fault is."""
        fault = self.faults.of_delivery()
        if fault == "not_reached":
            raise self.house.not_reached("loopback_down")
        if fault == "refuse":
            return Sent("rejected", "refused")
        hears = self._hears.get(self._customer(delivery.interaction))
        if hears is None:
            return Sent("rejected", "nobody_there")
        loop = asyncio.get_running_loop()
        bodies = await loop.run_in_executor(None, self.house.contents, [delivery.message])
        body = bodies.get(delivery.message)
        if body is None:
            return Sent("rejected", "erased")
        hears(wire.write(wire.message(delivery.delivery, delivery.interaction, body)))
        if fault == "time_out":
            raise TimeoutError
        if fault == "break_off":
            raise ConnectionResetError
        if fault == "hang":
            await loop.create_future()
        return Sent("accepted")

    def _customer(self, interaction: str) -> str:
        one = self.house.site.kept.interactions.get(interaction)
        return one.customer if one is not None else self._customer_of.get(interaction, "")

    def _remember(self, interaction: str, customer: str) -> None:
        self._customer_of[interaction] = customer
        if len(self._customer_of) > CUSTOMERS_REMEMBERED_MAX:
            self._customer_of.popitem(last=False)


async def _last(answers: list[Awaitable[Answer]]) -> Answer:
    """The last answer, once all are there; the first refusal, if there is one."""
    settled: list[Any] = await asyncio.gather(*answers, return_exceptions=True)
    for one in settled:
        if isinstance(one, BaseException):
            raise one
    return cast(Answer, settled[-1])
