"""An exemplar read aloud, in two voices that are nobody's: espeak-ng speaks it, where that is installed. Nothing of it is kept."""

import asyncio
import io
import shutil
import wave
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from hoolin.coaching.api import exemplars
from hoolin.core.errors import Invalid, Refusal
from hoolin.core.site.rules import Language
from hoolin.server.errors import TooMany

PROGRAM = "espeak-ng"
RATE = 22_050
WORDS_A_MINUTE = "150"
SPEAK_SECONDS_MAX = 20.0
AT_A_TIME_MAX = 2

WAITING_MAX = 4
"""Each is read within seconds; more of them than that would wait longer than anybody listens for."""

AGAIN_S = 15

CHARACTERS_MAX = 3_000
"""Some four minutes, twelve megabytes: nobody listens longer."""

Text: TypeAlias = Callable[[], Awaitable[tuple[tuple[exemplars.Turn, ...], Language]]]
"""What is to be read, as it is when it is asked for; raises NotFound once it is no longer kept."""

VOICES = {"customer": "m3", "agent": "f3"}
PAUSE = b"\0\0" * (RATE * 6 // 10)
_HEAD = 44
"""Bytes before the samples of a WAV as espeak-ng writes it; its length there is not true."""


class NoReader(Refusal):
    """Nobody can read this aloud here: install espeak-ng."""


class Aloud:
    """See above."""

    def __init__(self, program: str = PROGRAM) -> None:
        self._program = program
        self._at_a_time = asyncio.Semaphore(AT_A_TIME_MAX)
        self._here = 0

    def installed(self) -> bool:
        """Whether anything can be read aloud here."""
        return shutil.which(self._program) is not None

    async def read(self, text: Text) -> bytes:
        """A WAV file. Raises NoReader; Invalid where it is too long; TooMany where others wait already; what `text` raises, also where it was taken out while it was being read."""
        if self._here >= AT_A_TIME_MAX + WAITING_MAX:
            raise TooMany("too_many", retry_after_s=AGAIN_S)
        self._here += 1
        try:
            async with self._at_a_time:
                turns, language = await text()
                if sum(len(one.text) for one in turns) > CHARACTERS_MAX:
                    raise Invalid("too_long_to_read", at_most=CHARACTERS_MAX)
                spoken = PAUSE.join([await self._spoken(one, language) for one in turns])
        finally:
            self._here -= 1
        wav = await asyncio.to_thread(_wav, spoken)
        await text()
        return wav

    async def _spoken(self, turn: exemplars.Turn, language: str) -> bytes:
        program = shutil.which(self._program)
        if program is None:
            raise NoReader("no_voice")
        process = await asyncio.create_subprocess_exec(
            program, "-v", f"{language}+{VOICES[turn.who]}", "-s", WORDS_A_MINUTE, "--stdin", "--stdout",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with asyncio.timeout(SPEAK_SECONDS_MAX):
                wav, _ = await process.communicate(turn.text.replace("[", " ").replace("]", " ").encode())
        except (TimeoutError, OSError) as problem:
            raise NoReader("no_voice") from problem
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return wav[_HEAD : len(wav) - len(wav) % 2]


def _wav(samples: bytes) -> bytes:
    whole = io.BytesIO()
    with wave.open(whole, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples)
    return whole.getvalue()
