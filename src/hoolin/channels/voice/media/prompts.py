"""Sounds that somebody uploaded: checked, and made into the one kind of file that engines are given (`sounds.py`).

- No engine ever gets a file as it came: Ogg/Vorbis ends rtpengine, WAV stutters, FLAC is silent. What is played was written by us.
- What it is, is told by its first bytes, never by its name; only kinds on the list are given to ffmpeg, which is told the kind and
  may open this one file and nothing else.
- The conversion runs in a process of its own with limits on memory, time and output (`converter_process.py`), and is ended when it
  takes too long.
- Without ffmpeg on the machine, WAV is converted by code of ours; every other kind is refused with a code that says so.
"""

import asyncio
import contextlib
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hoolin.channels.voice.media.g711 import RATE, alaw_samples
from hoolin.channels.voice.media.sounds import write_au
from hoolin.core.errors import Invalid, NotReached, Refusal, TooLarge

UPLOAD_BYTES_MAX: Final = 30_000_000
"""Five minutes of WAV as studios record it have 28 million."""

SECONDS_MAX: Final = 600
"""No prompt, and no music for a waiting line, is longer."""

MS_MIN: Final = 100
"""What is shorter is a mistake."""

PATIENCE_S_MAX: Final = 90.0
"""How long a conversion may take, a busy machine included."""

LOUDNESS_MIN: Final = 64
"""The loudest sample of 32,767; what is quieter than this throughout is silence, and so a mistake."""

FFMPEG: Final = "ffmpeg"


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound that can be played. au: the file's bytes. ms: how long it is."""

    au: bytes
    ms: int


class NoConverter(Refusal):
    """This kind of sound needs ffmpeg on the machine; upload a WAV file, or install ffmpeg."""


class NoSound(Invalid):
    """This is no sound that can be played: upload WAV, MP3, Ogg, FLAC or M4A."""


def kind_of(file: bytes) -> str:
    """What a file is, as ffmpeg calls it: wav, mp3, ogg, flac, mov; "" for anything else."""
    if file[:4] == b"RIFF" and file[8:12] == b"WAVE":
        return "wav"
    if file[:4] == b"OggS":
        return "ogg"
    if file[:4] == b"fLaC":
        return "flac"
    if file[4:8] == b"ftyp":
        return "mov"
    # An MP3 begins with a tag, or with eleven bits of ones and layer III.
    if file[:3] == b"ID3" or (len(file) > 2 and file[0] == 0xFF and file[1] & 0xE6 == 0xE2):
        return "mp3"
    return ""


async def made(file: bytes, *, ffmpeg: str = FFMPEG) -> Sound:
    """The sound in an uploaded file. ffmpeg: the program's name or path. Raises TooLarge, NoSound, NoConverter, and NotReached
    when the conversion could not be run.
    """
    if len(file) > UPLOAD_BYTES_MAX:
        raise TooLarge("sound_file", bytes=len(file), most=UPLOAD_BYTES_MAX)
    kind = kind_of(file)
    if not kind:
        raise NoSound("sound_kind")
    program = shutil.which(ffmpeg)
    if program is None and kind != "wav":
        raise NoConverter("no_ffmpeg", kind=kind)
    with tempfile.TemporaryDirectory(prefix="hoolin-sound-") as folder:
        source = Path(folder) / "sound"
        await asyncio.to_thread(source.write_bytes, file)
        alaw = await _converted(("run", *_ffmpeg(program, kind, source)) if program else ("wav", str(source)))
    return _checked(alaw)


def _ffmpeg(program: str, kind: str, source: Path) -> tuple[str, ...]:
    return (
        program, "-nostdin", "-hide_banner", "-loglevel", "quiet", "-threads", "1", "-protocol_whitelist", "file,pipe",
        "-f", kind, "-i", str(source), "-map", "0:a:0", "-t", str(SECONDS_MAX + 1), "-ac", "1", "-ar", str(RATE),
        "-map_metadata", "-1", "-c:a", "pcm_alaw", "-f", "alaw", "pipe:1",
    )  # fmt: skip


async def _converted(arguments: tuple[str, ...]) -> bytes:
    """What the process wrote."""
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-X", "utf8", "-m", "hoolin.channels.voice.media.converter_process", *arguments,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env={"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath)}, cwd="/", start_new_session=True,
        )  # fmt: skip
    except OSError as why:
        raise NotReached("sound_converter", why=str(why)) from why
    try:
        async with asyncio.timeout(PATIENCE_S_MAX):
            alaw, why_not = await asyncio.gather(_some(process.stdout), _some(process.stderr))
            status = await process.wait()
            # What asyncio holds of a process that has ended it lets go of in its next turn; there may be none after us.
            await asyncio.sleep(0)
    except TimeoutError as why:
        raise NoSound("sound_takes_too_long") from why
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    code = why_not.decode("ascii", "replace")
    if code == "sound":
        raise TooLarge("sound", most_seconds=SECONDS_MAX)
    if status != 0:
        raise NoSound("sound_unreadable")
    return alaw


async def _some(stream: asyncio.StreamReader | None) -> bytes:
    """What comes, up to a little more than is allowed; then the pipe is full and the process is ended for waiting."""
    if stream is None:
        return b""
    got = bytearray()
    while len(got) <= SECONDS_MAX * RATE and (part := await stream.read(1 << 16)):
        got += part
    if len(got) > SECONDS_MAX * RATE:
        raise TooLarge("sound", most_seconds=SECONDS_MAX)
    return bytes(got)


def _checked(alaw: bytes) -> Sound:
    ms = len(alaw) * 1_000 // RATE
    if ms < MS_MIN:
        raise NoSound("sound_empty", ms=ms)
    if max(map(abs, alaw_samples(bytes(set(alaw))))) < LOUDNESS_MIN:
        raise NoSound("sound_silent")
    return Sound(write_au(alaw), ms)
