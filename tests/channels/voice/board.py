"""The telephone's gateway on a floor without wires: the house decides at once, SIP is not there, and an engine that can be told to refuse
writes down what it was asked. For what happens between two questions, which no real engine can be made to show at will.
"""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

from hoolin.channels.port import Answer
from hoolin.channels.voice.gateway import VoiceGateway
from hoolin.channels.voice.house import Rooms, VoiceHouse
from hoolin.channels.voice.media.port import Done, Order, Shape, Take
from hoolin.channels.voice.settings import VoiceSettings, VoiceTrunk, VoiceWeb
from hoolin.channels.voice.state import Call
from hoolin.core.commands import Command
from hoolin.core.errors import HoolinError, NotReached
from hoolin.core.facts import Entry
from tests.channels.voice.floor import MARI, Floor

TUNE = (Path("tune.au"),)


class Made(NamedTuple):
    """What came of a command."""

    position: int
    entries: tuple[Entry, ...]


class Engine:
    """A media engine. asked: what was asked of it and done, in order. refuses: so many questions of a kind are refused first. before: what happens while a question of a kind is
    answered.
    """

    can: frozenset[type[Order]] = frozenset((Take,))

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.refuses: dict[str, int] = {}
        self.before: dict[str, Callable[[], None]] = {}

    def _done(self, what: str, *legs: str) -> None:
        self.before.pop(what, lambda: None)()
        if self.refuses.get(what, 0):
            self.refuses[what] -= 1
            raise NotReached("media_engine")
        self.asked.append((what, *legs))

    async def offer(self, call: str, leg: str, towards: str, sdp: bytes, shape: Shape) -> bytes:
        """See the port."""
        self._done("offer", leg, towards)
        return b"offer"

    async def answer(self, call: str, leg: str, towards: str, sdp: bytes, shape: Shape) -> bytes:
        """See the port."""
        self._done("answer", leg, towards)
        return b"answer"

    async def do(self, order: Order) -> Done:
        """See the port."""
        self._done(type(order).__name__, getattr(order, "leg", ""))
        return Done(sdp=b"sdp")

    async def end(self, call: str, leg: str = "") -> None:
        """See the port."""
        self._done("end", leg)

    async def calls(self, known: frozenset[str] = frozenset()) -> frozenset[str]:
        """See the port."""
        return frozenset()

    @property
    def own(self) -> bool:
        """See the port."""
        return True

    async def start(self) -> None:
        """See the port."""

    async def stop(self, *, leave: bool = False) -> None:
        """See the port."""


class _People:
    """Every number is the same customer's, who is known by it."""

    customer, identified, verified, language = "c9", True, True, "et"

    def whose(self, kind: str, value: str) -> "_People":
        """See `PeopleDoor`."""
        return self

    def record(self, customer: str) -> "_People":
        """See `PeopleDoor`."""
        return self

    def case_of(self, customer: str) -> tuple[str | None, str | None]:
        """See `PastDoor`."""
        return (None, None)


class Board(Floor):
    """See above. told: what desks were told."""

    def __init__(self, web: VoiceWeb = VoiceWeb()) -> None:  # noqa: B008 it is frozen
        self.web = web
        self.answers: dict[str, Made] = {}
        self.gateway: VoiceGateway | None = None
        self.engine = Engine()
        self.told: list[tuple[str, dict[str, object]]] = []
        super().__init__()
        self.gateway = VoiceGateway(self._house(), self.engine)
        self.gateway.switchboard.working = True
        self.gateway.switchboard.say = lambda call, wire, what: None

    @property
    def voice(self) -> VoiceGateway:
        """The gateway."""
        assert self.gateway is not None
        return self.gateway

    def _house(self) -> VoiceHouse:
        rooms = Rooms(
            site=self.site, ask=self._ask, people=cast("Any", _People()), past=cast("Any", _People()),
            store=cast("Any", SimpleNamespace(contents=lambda ids: {}, look=lambda name, params: [])),
            lookup=lambda kind, value: (value.encode().hex() + "0" * 32)[:32], now=lambda: self.now, new_id=self._new_id,
        )  # fmt: skip
        sounds = SimpleNamespace(music=lambda: TUNE, tone=lambda: TUNE, say=lambda language, phrases: ())
        return VoiceHouse(
            rooms=rooms, desk=self.desk, settings=VoiceSettings(country="372", trunks={"main": VoiceTrunk(hosts=("sip.test",))}, web=self.web), sounds=sounds,
            callbacks=cast("Any", SimpleNamespace()), expected=lambda one: None,
            opening=lambda: cast("Any", SimpleNamespace(open=True, opens_at=None)), agents=lambda: {"101": MARI},
            told=lambda agent, frame: self.told.append((agent, frame)), caught_up=_at_once, folder=Path("unused"),
        )  # fmt: skip

    def _new_id(self, letter: str) -> str:
        self.asked += 1
        return f"{letter}n{self.asked}"

    def _ask(self, command: Command, actor: str, key: str, then: Callable[[Answer | HoolinError], None]) -> None:
        if key in self.answers:
            then(self.answers[key])
            return
        try:
            self.ask(command, actor, key)
        except HoolinError as problem:
            then(problem)
            return
        then(self.answers[key])

    def ask(self, command: Command, actor: str = "system", key: str = "") -> list[Any]:
        """The facts it leads to, on disk at once: the gateway follows. Raises Refusal."""
        self.asked += 1
        self.now += 10
        key = key or f"k{self.asked}"
        entries = tuple(self.house.handle(command, actor, key, self.now).entries)
        self.answers[key] = Made(entries[-1].position if entries else 0, entries)
        if self.gateway is not None:
            self.gateway.take(entries, ())
        return [entry.fact for entry in entries]

    async def settled(self) -> Call:
        """The call, when everything has been done about it."""
        await self.voice.switchboard.settled()
        (call,) = self.desk.kept.open.values()
        return call


async def _at_once() -> None:
    """What is decided here is on disk."""
