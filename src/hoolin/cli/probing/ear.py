"""What is on a line, told from its sound alone. Pure: 20 ms at a time go in, with their instant.

A second of sound is looked at. Music and tones are steady: from one frame to the next they change by half a decibel. Speech changes by three and
more, since it is made of syllables and stops. Nothing here knows a person from an announcement: both talk. It only says when it is worth asking
who is there; who presses a key after that is a person.
"""

import math
from collections import deque
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from hoolin.channels.voice.media.g711 import FROM_ALAW

Nature: TypeAlias = Literal["nothing", "steady", "talk", "still"]
"""Too little has come to say; music or a tone; speech, or what sounds like it; silence."""

FRAME_MS: Final = 20
WINDOW: Final = 50
"""Frames that are looked at: a second."""

LOOK: Final = 5
"""Frames from one look to the next."""

FLOOR_DB: Final = -50.0
"""What is quieter is as quiet: the noise of a line is no change."""

STILL: Final = 0.96
"""The share of quiet frames from which a second is silent."""

TALK_DB: Final = 1.7
"""The mean change from frame to frame from which it is speech. Over the sounds that come with Hoolin: music 0.7 at most, ringing 1.2, speech
2.2 at least.
"""

MUSIC_MS: Final = 1_500
"""What is steady for less is no music: where speech begins or ends, the second before it looks like it."""

GAP_MS: Final = 700
"""After so long a silence, sound begins anew."""

_SQUARES: Final = tuple(sample * sample for sample in FROM_ALAW)


class Ear:
    """See above. nature: of the last second. began: when what is heard now began: sound after a silence, or anything after music. changed: the
    same, but for a silence alone: people pause, too.
    """

    def __init__(self) -> None:
        self.nature: Nature = "nothing"
        self.began = 0
        self.changed = 0
        self._levels: deque[float] = deque(maxlen=WINDOW)
        self._sounded_at = 0
        self._frames = 0
        self._steady_ms = 0

    def hear(self, frame: bytes, now: int) -> None:
        """The next 20 ms, as A-law. now: ms."""
        level = max(loudness(frame), FLOOR_DB)
        if level > FLOOR_DB:
            if now - self._sounded_at >= GAP_MS:
                self.began = now
            self._sounded_at = now
        self._levels.append(level)
        self._frames += 1
        if len(self._levels) < WINDOW or self._frames % LOOK:
            return
        before, self.nature = self.nature, nature(tuple(self._levels))
        if self.nature == "steady":
            self._steady_ms += FRAME_MS * LOOK
            return
        lasted, self._steady_ms = self._steady_ms, 0
        if before == "steady" and lasted >= MUSIC_MS:
            # It is told when half of the second, or all of it, is of the new kind.
            self.changed = now - FRAME_MS * (WINDOW if self.nature == "still" else WINDOW // 2)
            self.began = max(self.began, self.changed)


def loudness(frame: bytes) -> float:
    """In decibels below the loudest that there can be."""
    power = sum(map(_SQUARES.__getitem__, frame)) / max(len(frame), 1)
    return 10 * math.log10(power + 1) - 90.3


def nature(levels: tuple[float, ...]) -> Nature:
    """Of a second."""
    quiet = sum(level <= FLOOR_DB for level in levels) / len(levels)
    if quiet >= STILL:
        return "still"
    change = sum(abs(one - other) for one, other in pairwise(levels)) / (len(levels) - 1)
    return "talk" if change >= TALK_DB else "steady"
