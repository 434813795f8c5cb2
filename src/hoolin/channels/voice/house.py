"""What the telephone needs of the house, put together by wiring."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from hoolin.channels.post.house import PostHouse
from hoolin.channels.voice.announce import Phrase
from hoolin.channels.voice.settings import VoiceSettings
from hoolin.channels.voice.state import CallDesk
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Interaction
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

    def tone(self) -> tuple[Path, ...]:
        """That it rings at the other end; to be repeated."""


@dataclass(frozen=True)
class VoiceHouse:
    """The house as the telephone sees it. expected: from and to, in ms, for somebody in line. opening: whether the telephone is
    answered now. agents: by the number of a telephone of the site, whose it is. told: the desk of an agent is told something that
    is in no journal (agent, frame's fields).
    """

    post: PostHouse
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
