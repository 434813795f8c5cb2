"""What a menu says, as a sound: a recording of the site's own where there is one, else spoken by espeak-ng, where that is installed.

A spoken text is made once, in a process of its own with a time-out, and kept under a hash of its words; so is not what names something of
a customer's, which is gone with their call. Only so many are made at a time.
"""

import asyncio
import shutil
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from hoolin.channels.voice.exchange import log
from hoolin.channels.voice.media.prompts import made
from hoolin.core.errors import HoolinError
from hoolin.core.flow.step import Prompt

PROGRAM = "espeak-ng"
SPEAK_SECONDS_MAX = 15.0
WORDS_A_MINUTE = "150"

AT_A_TIME_MAX = 2
"""Processes that speak: the machine has calls to carry as well. Whoever waits for one hears their text a little later."""


class Voices:
    """folder: where spoken texts are kept. own: a folder of the site's recordings, `<language>/<prompt>.au`; empty: none."""

    def __init__(self, folder: Path, own: str = "", program: str = PROGRAM) -> None:
        self._folder = folder
        self._own = Path(own) if own else None
        self._program = program
        self._at_a_time = asyncio.Semaphore(AT_A_TIME_MAX)
        # What a killed process left of its callers' values.
        shutil.rmtree(self._once, ignore_errors=True)

    @property
    def _once(self) -> Path:
        return self._folder / "once"

    async def sound(self, prompt: Prompt) -> Path | None:
        """The file that says it; None where there is neither a recording nor anybody to speak. Of a personal prompt, it is the caller's to
        delete, if it was spoken (`once`).
        """
        if self._own is not None and prompt.prompt and "/" not in prompt.prompt:
            recorded = self._own / prompt.language / f"{prompt.prompt}.au"
            if recorded.is_file():
                return recorded
        if prompt.personal:
            return await self._speak(prompt, self._once / f"{token_hex(16)}.au") if prompt.text.strip() else None
        mark = sha256(f"{prompt.language}\n{prompt.text}".encode()).hexdigest()[:32]
        spoken = self._folder / f"{mark}.au"
        if not prompt.text.strip() or spoken.is_file():
            return spoken if spoken.is_file() else None
        return await self._speak(prompt, spoken)

    def once(self, file: Path) -> bool:
        """Whether it was spoken for one caller."""
        return file.parent == self._once

    async def _speak(self, prompt: Prompt, file: Path) -> Path | None:
        async with self._at_a_time:
            # Somebody before us may have wanted the same.
            return file if _is_there(file) else await self._made(prompt, file)

    async def _made(self, prompt: Prompt, file: Path) -> Path | None:
        program = shutil.which(self._program)
        if program is None:
            return None
        try:
            process = await asyncio.create_subprocess_exec(
                program, "-v", prompt.language, "-s", WORDS_A_MINUTE, "--stdin", "--stdout",
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
        except OSError:
            return None
        try:
            async with asyncio.timeout(SPEAK_SECONDS_MAX):
                wav, _ = await process.communicate(prompt.text.encode())
                await asyncio.sleep(0)
            sound = await made(wav)
        except (TimeoutError, HoolinError) as problem:
            log.warning("a menu's text could not be spoken: %s", type(problem).__name__)
            return None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        try:
            # At one go: nobody is cut off between a file and their knowing of it.
            _write(file, sound.au)
        except OSError as problem:
            log.warning("a spoken text could not be kept: %s", type(problem).__name__)
            return None
        return file


def _is_there(file: Path) -> bool:
    return file.is_file()


def _write(file: Path, body: bytes) -> None:
    """Whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{token_hex(8)}.part")
    try:
        part.write_bytes(body)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
