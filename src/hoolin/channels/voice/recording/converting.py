"""Captures → a WAV, in a process of its own: an hour takes seconds of plain computing, during which calls go on.

What the process is told comes on its standard input, and the WAV comes on its standard output: nothing is on disk in between.
"""

import asyncio
import os
import sys
from array import array
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from hoolin.channels.voice.media.g711 import RATE
from hoolin.channels.voice.media.port import Segment, Track
from hoolin.channels.voice.media.recording import SECONDS_MAX as STRETCH_SECONDS_MAX
from hoolin.channels.voice.media.recording import Packet, packets, read_wav, to_wav, write_wav
from hoolin.channels.voice.media.wav import mono
from hoolin.channels.voice.recording.captured import AGENT, CUSTOMER
from hoolin.core.errors import HoolinError, Malformed, NotReached

SECONDS_MAX: Final = 900.0
"""For the longest stretch on a slow machine."""

WAV_HEAD: Final = 44

STRETCH_BYTES_MAX: Final = WAV_HEAD + STRETCH_SECONDS_MAX * RATE * 2 * 2
"""Of the longest stretch, with 16 bits on two channels."""


class Converted(NamedTuple):
    """A stretch that can be played. began_at: of its first sound, in ms since the epoch. length_ms: 0 where nobody said anything."""

    wav: bytes
    began_at: int
    length_ms: int


class Asked(msgspec.Struct, frozen=True):
    """What the process is told. ports, files: of the agent's side and of the customer's. alone: only the customer's is wanted."""

    files: tuple[tuple[str, ...], tuple[str, ...]]
    ports: tuple[tuple[int, ...], tuple[int, ...]]
    stereo: bool
    alone: bool = False


async def converted(segment: Segment, *, stereo: bool, alone: bool = False) -> Converted:
    """See above: the agent on the left, the customer on the right; alone: the customer's voice and nothing else. Raises Malformed where it
    cannot be read, NotReached where there is no process to do it.
    """
    tracks = {track.leg: track for track in segment.tracks}
    two = (tracks[AGENT], tracks[CUSTOMER])
    asked = Asked(
        (_names(two[0]), _names(two[1])), (tuple(two[0].ports), tuple(two[1].ports)), stereo and not alone, alone
    )  # fmt: skip
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", __name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
    except OSError as why:
        raise NotReached("converter", why=str(why)) from why
    try:
        async with asyncio.timeout(SECONDS_MAX):
            said, _ = await process.communicate(msgspec.json.encode(asked))
            # What asyncio holds of a process that has ended it lets go of in its next turn; there may be none after us.
            await asyncio.sleep(0)
    except TimeoutError:
        raise Malformed("recording") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0 or len(said) < 8 + WAV_HEAD:
        raise Malformed("recording")
    wav = said[8:]
    length = (len(wav) - WAV_HEAD) * 1_000 // (2 * RATE * (2 if asked.stereo else 1))
    return Converted(wav, int.from_bytes(said[:8], "big"), length)


def _names(track: Track) -> tuple[str, ...]:
    return tuple(str(file) for file in track.files)


def convert(asked: Asked) -> bytes:
    """The instant of the first sound, in eight bytes, and the WAV. Raises Malformed, TooLarge."""
    tracks = [
        Track(name, tuple(map(Path, files)), frozenset(ports))
        for name, files, ports in zip((AGENT, CUSTOMER), asked.files, asked.ports, strict=True)
    ]
    # Ports that are not known would mean all of them: the wrong voice on a channel. Files of their own need none.
    if set(asked.files[0]) & set(asked.files[1]):
        tracks = [track for track in tracks if track.ports]
    begin = min((packet.at for track in tracks for packet in _first(track)), default=0.0)
    wav = to_wav(Segment("stretch", tuple(tracks)), (AGENT, CUSTOMER))
    if not asked.stereo:
        left, right = read_wav(wav)
        both = array("h", (sample for pair in zip(left, right, strict=True) for sample in pair))
        wav = write_wav(right if asked.alone else mono(both), 1)
    return int(begin * 1_000).to_bytes(8, "big") + wav


def _first(track: Track) -> list[Packet]:
    for file in track.files:
        for packet in packets(file):
            if not track.ports or packet.to in track.ports:
                return [packet]
    return []


def main() -> int:
    """The process."""
    try:
        made = convert(msgspec.json.decode(sys.stdin.buffer.read(), type=Asked))
    except (HoolinError, OSError):
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
