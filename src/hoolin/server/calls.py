"""What the desk is shown of calls, out of the telephone's read model; and its figures."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from hoolin.channels.voice.gateway import VoiceGateway
from hoolin.channels.voice.wires import numbers_of
from hoolin.core.errors import NotFound
from hoolin.runtime.reading import Reading
from hoolin.server.figures import Figure, Sample, one

Contents = Callable[[Sequence[str]], dict[str, bytes]]


class CallRecords:
    """The calls of a site. gateway: None where it has no telephone."""

    def __init__(self, reading: Reading, contents: Contents, gateway: VoiceGateway | None) -> None:
        self._reading = reading
        self._contents = contents
        self._gateway = gateway

    async def of(self, interaction: str) -> list[dict[str, Any]]:
        """The calls of a conversation, oldest first. number: of the customer; null once they are forgotten."""
        rows = await self._reading.ask_aside("voice.calls_of", (interaction,))
        bodies = await self._reading.aside(self._contents, [row["numbers"] for row in rows])
        return [
            {**_plain(row, "numbers"), **_numbers(bodies.get(row["numbers"])), "legs": await self._legs(row["call"])}
            for row in rows
        ]

    async def _legs(self, call: str) -> list[dict[str, Any]]:
        return [_plain(row) for row in await self._reading.ask_aside("voice.legs_of", (call,))]

    def notice(self, language: str) -> dict[str, Any]:
        """What whoever is about to call from a page is told. Raises NotFound where nobody can."""
        if self._gateway is None or not self._gateway.x.house.settings.web.on:
            raise NotFound("telephone")
        x = self._gateway.x
        recording, opening = x.house.settings.recording, x.house.opening()
        recorded = recording.used and language in recording.notice
        return {
            "ready": self._gateway.web.ready, "open": opening.open, "opens_at": opening.opens_at, "people": x.house.rooms.site.people_at_work(), "recorded": recorded,
            "purpose": recording.purpose if recorded else "", "declining": recorded and recording.declining != "off",
        }  # fmt: skip

    def accounts(self) -> list[dict[str, Any]]:
        """How it stands with each trunk and telephone."""
        stack = self._gateway.x.stack if self._gateway is not None else None
        return [msgspec.to_builtins(state) for state in stack.accounts()] if stack is not None else []

    def figures(self) -> list[Figure]:
        """What is counted of calls; nothing where there is no telephone."""
        if self._gateway is None:
            return []
        x = self._gateway.x
        legs = [leg for call in x.calls.open.values() for leg in call.legs.values()]
        states = [Sample(1, {"name": state["name"], "state": state["state"]}) for state in self.accounts()]
        counts = [Sample(number, {"what": what}) for what, number in sorted(x.counted.items())]
        return [
            one("hoolin_voice_calls", "gauge", "Calls under way.", len(x.calls.open)),
            one("hoolin_voice_legs", "gauge", "Legs that are answered.", sum(leg.up for leg in legs)),
            Figure("hoolin_voice_accounts", "gauge", "1 for each trunk and telephone, by its state.", states),
            Figure("hoolin_voice_events_total", "counter", "What happened with calls since the start.", counts),
        ]


def _plain(row: Any, but: str = "") -> dict[str, Any]:
    return {name: row[name] for name in row.keys() if name != but}  # noqa: SIM118 a row of SQLite is no mapping


def _numbers(body: bytes | None) -> dict[str, Any]:
    if body is None:
        return {"number": None, "display": "", "called": ""}
    numbers = numbers_of(body)
    return {"number": numbers.number, "display": numbers.display, "called": numbers.called}
