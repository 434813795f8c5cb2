"""What the telephone needs of the house, put together by wiring."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from hoolin.channels.port import Telling
from hoolin.channels.voice.announce import Phrase
from hoolin.channels.voice.settings import VoiceSettings
from hoolin.channels.voice.state import CallDesk
from hoolin.core.commands import Command
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.site.rules import Language


class Caller(NamedTuple):
    """Somebody to be called back. key: names the wish, the same when it is made again. moves: the conversation whose place they keep;
    None where there is none.
    """

    key: str
    customer: str
    number: str
    language: Language
    moves: str | None


class Opening(Protocol):
    """Whether it is open, and when next."""

    @property
    def open(self) -> bool:
        """Now."""

    @property
    def opens_at(self) -> Instant | None:
        """When next, where that is known."""


class CallbackDoor(Protocol):
    """Calling back."""

    async def promise(self, caller: Caller) -> Instant | None:
        """Promise a call, durable: at this instant, or None for the place in line. Raises Refusal."""

    def number_of(self, interaction: str) -> str:
        """The number that a callback is to be made to; empty when there is none. Blocking, for a moment."""


class Sounds(Protocol):
    """What is said and played, as files the media engine takes."""

    def say(self, language: Language, phrases: Sequence[Phrase]) -> tuple[Path, ...]:
        """These phrases, one after the other; what there is no sound for is left out."""

    def music(self) -> tuple[Path, ...]:
        """For whoever waits."""

    def beep(self) -> tuple[Path, ...]:
        """Now a message may be spoken."""

    def tone(self) -> tuple[Path, ...]:
        """That it rings at the other end; to be repeated."""


class Known(Protocol):
    """A customer, as a number leads to them."""

    @property
    def customer(self) -> str:
        """Who."""

    @property
    def identified(self) -> bool:
        """The number is on record with them."""

    @property
    def verified(self) -> bool:
        """And proved to be theirs."""


class Record(Protocol):
    """What is known of a customer."""

    @property
    def language(self) -> Language | None:
        """That they speak."""


class PeopleDoor(Protocol):
    """Who is who."""

    def whose(self, kind: str, value: str) -> Known:
        """The customer who has this number; somebody new, always the same, where nobody has."""

    def identity(self, customer: str, kind: str, value: str, verified: bool) -> Command:
        """The command that notes the number. Raises Invalid."""

    def record(self, customer: str) -> Record:
        """What is known of them."""


class PastDoor(Protocol):
    """What was before."""

    def case_of(self, customer: str) -> tuple[str | None, str | None]:
        """The case a new contact goes on with, and who last answered in it."""


class StoreDoor(Protocol):
    """Contents, and the read models."""

    def contents(self, ids: Iterable[str]) -> Mapping[str, bytes]:
        """Contents by id; what is gone is absent. Blocking."""

    def put(self, blob: str, owner: str, body: bytes) -> None:
        """Keep a file; one that is there already is left as it is. Raises NotFound for an owner who is forgotten."""

    def delete(self, blob: str) -> None:
        """Forget a file."""

    def look(self, name: str, params: Sequence[object]) -> list[Any]:
        """Ask the read models; well under a millisecond."""


@dataclass(frozen=True)
class Rooms:
    """The rooms around. ask: the way into the loop. lookup: the keyed hash of a value of a kind. new_id: makes an id, given its kind's
    letter.
    """

    site: Site
    ask: Telling
    people: PeopleDoor
    past: PastDoor
    store: StoreDoor
    lookup: Callable[[str, str], str]
    now: Callable[[], Instant]
    new_id: Callable[[str], str]


@dataclass(frozen=True)
class VoiceHouse:
    """The house as the telephone sees it. expected: from and to, in ms, for somebody in line. opening: whether the telephone is
    answered now. agents: by the number of a telephone of the site, whose it is. told: the desk of an agent is told something that
    is in no journal (agent, frame's fields).
    """

    rooms: Rooms
    desk: CallDesk
    settings: VoiceSettings
    sounds: Sounds
    callbacks: CallbackDoor
    expected: Callable[[Interaction], tuple[int, int] | None]
    opening: Callable[[], Opening]
    agents: Callable[[], dict[str, str]]
    told: Callable[[str, dict[str, object]], None]
    caught_up: Callable[[], Awaitable[None]]
    folder: Path

    def telephone_of(self, agent: str) -> str:
        """The number of an agent's telephone; empty when they have none."""
        return next((number for number, whose in self.agents().items() if whose == agent), "")
