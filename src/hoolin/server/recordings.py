"""Recordings as the desk plays them: what there is of a conversation, and the sound itself. Who listens is on disk before they hear."""

import secrets
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from hoolin.channels.voice.recording.commands import NoteListening
from hoolin.core.errors import NotFound
from hoolin.journal.port import Blobs
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.records import Who

LISTENING_SECONDS = 600.0
"""A player asks for a file in pieces, and again when one moves about in it: within this time it is one listening."""

LISTENERS_MAX = 10_000


class Sound(NamedTuple):
    """A file that may be given out. size: in bytes."""

    blob: str
    size: int


class Recordings:
    """See above."""

    def __init__(self, reading: Reading, loop: Loop, blobs: Blobs) -> None:
        self._reading = reading
        self._loop = loop
        self._blobs = blobs
        self._listening: dict[tuple[str, str], float] = {}

    async def of(self, interaction: str) -> list[dict[str, Any]]:
        """The recordings of a conversation, oldest first, with what happened to them and who has listened."""
        await self._reading.reached(self._loop.durable_position)
        return [await self._whole(dict(row)) for row in self._reading.ask("voice.recordings_of", (interaction,))]

    async def _whole(self, recording: dict[str, Any]) -> dict[str, Any]:
        asked = (recording["recording"],)
        stretches = [dict(row) for row in self._reading.ask("voice.stretches_of", asked)]
        for stretch in stretches:
            blob = stretch.pop("blob")
            stretch["there"] = blob is not None and await self._reading.aside(self._blobs.note, blob) is not None
        return {
            **recording,
            "marks": [dict(row) for row in self._reading.ask("voice.marks_of", asked)],
            "stretches": stretches,
            "heard": [dict(row) for row in self._reading.ask("voice.heard_of", asked)],
        }

    async def sound(self, interaction: str, stretch: str, who: Who) -> Sound:
        """A stretch for somebody who may hear it, once it is on disk that they do. Raises NotFound where it is gone, or never was."""
        rows = self._reading.ask("voice.stretch_in", (interaction, stretch))
        blob = rows[0]["blob"] if rows and rows[0]["erased_at"] is None else None
        note = await self._reading.aside(self._blobs.note, blob) if blob is not None else None
        if blob is None or note is None:
            raise NotFound("recording", stretch=stretch)
        await self._noted(interaction, rows[0]["recording"], stretch, who)
        return Sound(blob, note.size)

    async def _noted(self, interaction: str, recording: str, stretch: str, who: Who) -> None:
        now, key = time.monotonic(), (who.account, stretch)
        if now - self._listening.get(key, -LISTENING_SECONDS) < LISTENING_SECONDS:
            return
        listens = NoteListening(interaction=interaction, recording=recording, stretch=stretch, by=who.account)
        await self._loop.submit(listens, actor=who.actor, key=secrets.token_hex(16))
        if len(self._listening) >= LISTENERS_MAX:
            self._listening.clear()
        self._listening[key] = now

    def pieces(self, sound: Sound, begin: int, end: int) -> Iterator[bytes]:
        """The bytes from `begin` to before `end`; blocking. Raises NotFound, Damaged."""
        at = 0
        for piece in self._blobs.open(sound.blob):
            after = at + len(piece)
            if after > begin:
                yield piece[max(0, begin - at) : end - at]
            at = after
            if at >= end:
                return
