"""A simulated customer's lines in other words, where a model is set: which are asked for, which may be said, and how the page keeps them.

The server keeps no play, so the page brings back what was said, answer by answer, each under a seal that only this site can make: words without one are not said. An answer is settled once; what was said is
never said otherwise later, and an answer that the model missed stays as it is written.

A model that fails is left alone: after some failures in a row nothing is asked for a while, and every line is said at once as it is written.
"""

import hmac
import logging
from collections.abc import Callable, Sequence
from typing import Annotated

import msgspec

from hoolin.coaching.api import drills
from hoolin.core.site.rules import Language, Value
from hoolin.server.coaching.model import Model

log = logging.getLogger("hoolin.drills")

FAILURES_MAX = 3
"""No answer in time, or none at all, so often in a row."""

REFUSED_MAX = 10
"""An answer of which nothing could be said, so often in a row: such a model is not worth waiting for."""

REST_MS = 60_000
"""After that it is let alone for so long, and then asked once."""

ASKED_AT_ONCE_MAX = 4
"""By everybody who plays: a model at home bears few; the others get the written lines at once."""

SEAL_CHARACTERS = 32


class Sealed(Value):
    """What was said in one answer, as the page keeps it. lines, model: see `drills.Saying`. seal: that it was said here, in this very place of this play."""

    lines: Annotated[tuple[str | None, ...], msgspec.Meta(max_length=drills.LINES_MAX)]
    model: Annotated[str, msgspec.Meta(max_length=200)]
    seal: Annotated[str, msgspec.Meta(max_length=64)]


class Place(msgspec.Struct, frozen=True):
    """Which play of which drill. number: its version."""

    player: str
    drill: drills.Drill
    number: int
    language: Language
    seed: int

    @property
    def name(self) -> str:
        """The same for the same play."""
        return f"{self.player}\n{self.drill.code}\n{self.number}\n{self.language}\n{self.seed}"


class Phrasing:
    """See above. prove: a keyed hash of the site's own."""

    def __init__(self, model: Model, prove: Callable[[str, str], str], now: Callable[[], int]) -> None:
        self.model = model
        self._prove = prove
        self._now = now
        self._asking: set[str] = set()
        self._failed, self._refused, self._rests_until = 0, 0, 0

    def proven(self, place: Place, played: drills.Played, brought: Sequence[Sealed]) -> list[drills.Saying]:
        """What the page brought of a play, as far as it is ours; the written lines stand for what is not."""
        sayings = []
        for at, (written, sealed) in enumerate(zip(drills.lines_of(played), brought, strict=False)):
            saying = drills.Saying(lines=sealed.lines, model=sealed.model)
            ours = hmac.compare_digest(sealed.seal.encode(), self._seal(place, at, written, saying).encode())
            sayings.append(saying if ours else drills.Saying())
        return sayings

    async def settled(self, place: Place, played: drills.Played, brought: Sequence[Sealed]) -> list[drills.Saying]:
        """What is said in each answer of a play: what was settled before, the written lines where the page never heard otherwise, and for the newest answer the model's words, where it has any."""
        sayings = self.proven(place, played, brought)
        answers = drills.lines_of(played)
        fresh = len(sayings) == len(answers) - 1
        sayings += [drills.Saying()] * (len(answers) - len(sayings))
        if fresh:
            sayings[-1] = await self._worded(place, played)
        return sayings

    def sealed(self, place: Place, played: drills.Played, sayings: Sequence[drills.Saying]) -> list[Sealed]:
        """The same as the page keeps it."""
        return [
            Sealed(lines=saying.lines, model=saying.model, seal=self._seal(place, at, written, saying))
            for at, (written, saying) in enumerate(zip(drills.lines_of(played), sayings, strict=True))
        ]

    async def _worded(self, place: Place, played: drills.Played) -> drills.Saying:
        asked = drills.asking(place.drill, played, place.language)
        if not asked.wanted or not self.model.name or self._resting() or len(asked.written) > drills.LINES_MAX:
            return drills.Saying()
        if place.name in self._asking or len(self._asking) >= ASKED_AT_ONCE_MAX:
            return drills.Saying()
        self._asking.add(place.name)
        try:
            length = sum(len(asked.written[at]) for at in asked.wanted)
            text = await self.model.ask(drills.messages(asked), length, place.seed + asked.turn)
        finally:
            self._asking.discard(place.name)
        lines = said(place.drill, asked, text) if text is not None else ()
        self._learn(text is not None, any(lines))
        return drills.Saying(lines=lines, model=self.model.name) if any(lines) else drills.Saying()

    def _resting(self) -> bool:
        """Whether it is let alone. Once the rest is over, one question is let through, and the next rest begins with it."""
        if not self._out():
            return False
        if self._now() < self._rests_until:
            return True
        self._rests_until = self._now() + REST_MS
        return False

    def _out(self) -> bool:
        return self._failed >= FAILURES_MAX or self._refused >= REFUSED_MAX

    def _learn(self, answered: bool, said: bool) -> None:
        was_out = self._out()
        self._failed = 0 if answered else self._failed + 1
        self._refused = 0 if said else self._refused + answered
        if self._out():
            self._rests_until = self._now() + REST_MS
        if self._out() and not was_out:
            log.warning(
                "the model that puts drills into other words gives nothing that can be said; the written lines are said"
            )

    def _seal(self, place: Place, at: int, written: Sequence[str], saying: drills.Saying) -> str:
        told = msgspec.json.encode((place.name, at, written, saying.lines, saying.model)).decode()
        return self._prove("drill_said", told)[:SEAL_CHARACTERS]


def said(drill: drills.Drill, asked: drills.Asking, text: str) -> tuple[str | None, ...]:
    """A model's answer as what is said: by place its words, None where they may not be."""
    phrases = drills.answers(text, asked)
    if phrases is None:
        return ()
    lines: list[str | None] = [None] * len(asked.written)
    for at, phrase in zip(asked.wanted, phrases, strict=True):
        lines[at] = None if drills.refusal(drill, asked, at, phrase) else phrase
    return tuple(lines)
