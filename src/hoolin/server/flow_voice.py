"""How a menu sounds on the telephone, for whoever writes it: the site's own recording, or the same voice that callers hear. Nothing of it is kept."""

import asyncio
import io
import wave
from typing import Annotated

import msgspec

from hoolin.channels.voice.media.g711 import RATE, alaw_samples
from hoolin.channels.voice.media.sounds import read_au
from hoolin.channels.voice.voices import Voices
from hoolin.core.errors import Refusal
from hoolin.core.flow.step import Prompt
from hoolin.core.site.rules import Language

TEXT_CHARACTERS_MAX = 2_000
"""A prompt with its values in place."""


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be heard. prompt: the id of a recording, if there is one."""

    language: Language
    text: Annotated[str, msgspec.Meta(max_length=TEXT_CHARACTERS_MAX)]
    prompt: Annotated[str, msgspec.Meta(max_length=64)] = ""


class NoVoice(Refusal):
    """Nobody can speak this here: install espeak-ng, or give a recording."""


class FlowVoice:
    """See above."""

    def __init__(self, voices: Voices) -> None:
        self._voices = voices

    async def sound(self, words: Words) -> bytes:
        """A WAV file, 8,000 samples a second as on the telephone. Raises NoVoice."""
        # As if it named a caller's value: drafts would only fill the folder of what is spoken.
        asked = Prompt(node="", language=words.language, text=words.text, ms=0, prompt=words.prompt, personal=True)
        file = await self._voices.sound(asked)
        if file is None:
            raise NoVoice("no_voice", language=words.language)
        try:
            return await asyncio.to_thread(lambda: _wav(file.read_bytes()))
        finally:
            if self._voices.once(file):
                file.unlink(missing_ok=True)


def _wav(au: bytes) -> bytes:
    whole = io.BytesIO()
    with wave.open(whole, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(alaw_samples(read_au(au)).tobytes())
    return whole.getvalue()
