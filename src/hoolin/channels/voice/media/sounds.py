"""The one kind of file that is played: `.au` with A-law at 8 kHz, one channel.

It has a head of 24 bytes or more, then bytes, one a sample: to join several is to write them after one another, and how long they
last is how many bytes there are.
"""

import asyncio
import hashlib
import os
import struct
from collections import OrderedDict
from pathlib import Path
from typing import Final

from hoolin.channels.voice.media.g711 import RATE
from hoolin.core.errors import Defect, TooLarge

MAGIC: Final = b".snd"

ALAW: Final = 27
"""A-law's number in an .au head."""

HEAD: Final = struct.Struct(">4sIIIII")
"""Magic, where the sound begins, how many bytes it has, encoding, rate, channels."""

SOUND_BYTES_MAX: Final = 10 * 60 * RATE
"""Ten minutes: no prompt or music is longer."""

JOINED_MAX: Final = 500
"""Joined sounds that are kept: a waiting line's places and times, in three languages."""


def write_au(alaw: bytes) -> bytes:
    """A file with these samples."""
    return HEAD.pack(MAGIC, HEAD.size, len(alaw), ALAW, RATE, 1) + alaw


def read_au(file: bytes) -> bytes:
    """The samples in a file. Raises Defect for any other kind: prompts are made by us."""
    if len(file) >= HEAD.size:
        magic, begin, size, encoding, rate, channels = HEAD.unpack_from(file)
        if (magic, encoding, rate, channels) == (MAGIC, ALAW, RATE, 1) and HEAD.size <= begin <= len(file):
            return file[begin : begin + min(size, len(file))]
    raise Defect("sound_of_another_kind")


Seen = tuple[tuple[Path, int, int], ...]
"""Files as they are: where, when they were written, and how long they are."""


def _seen(sounds: tuple[Path, ...]) -> Seen:
    """Raises OSError for one that is not there."""
    return tuple((sound, (seen := sound.stat()).st_mtime_ns, seen.st_size) for sound in sounds)


class Joined:
    """Sounds as one file in a folder of ours, made once and kept. raw: without a head, and named as rtp.io wants it."""

    def __init__(self, folder: Path, *, raw: bool = False) -> None:
        self.folder = folder
        self.raw = raw
        self._known: OrderedDict[Seen, tuple[Path, int]] = OrderedDict()

    async def of(self, sounds: tuple[Path, ...]) -> tuple[Path, int]:
        """The file, and how many milliseconds it lasts. Raises Defect when one is missing or of another kind, TooLarge."""
        made = self._made(sounds)
        return made if made is not None else await asyncio.to_thread(self._make, sounds)

    def _made(self, sounds: tuple[Path, ...]) -> tuple[Path, int] | None:
        """What has been made of these files as they are now. On the spot: to look takes microseconds, a thread ten times as much."""
        try:
            key = _seen(sounds)
        except OSError:
            return None
        known = self._known.get(key)
        if known is None or not os.path.exists(known[0]):  # noqa: PTH110 a third of what a path's own way takes
            return None
        self._known.move_to_end(key)
        return known

    def _make(self, sounds: tuple[Path, ...]) -> tuple[Path, int]:
        try:
            key = _seen(sounds)
            if sum(size for _, _, size in key) > SOUND_BYTES_MAX:
                raise TooLarge("sound", most=SOUND_BYTES_MAX)
            alaw = b"".join(read_au(sound.read_bytes()) for sound in sounds)
        except OSError as why:
            raise Defect("sound_missing", why=str(why)) from why
        made = self._keep(alaw)
        self._known[key] = made
        while len(self._known) > JOINED_MAX:
            self._known.popitem(last=False)
        return made

    def _keep(self, alaw: bytes) -> tuple[Path, int]:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(alaw).hexdigest()[:32]
        file = self.folder / (f"{name}.8" if self.raw else f"{name}.au")
        if not file.exists():
            part = file.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(alaw if self.raw else write_au(alaw))
            part.replace(file)
        return file, len(alaw) * 1_000 // RATE
