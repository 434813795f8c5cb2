"""The sounds of the house: what it says in each language, the music, and that it rings. They come with the package."""

from collections.abc import Sequence
from pathlib import Path

from hoolin.channels.voice.announce import Phrase
from hoolin.channels.voice.phrases import names
from hoolin.core.site.rules import Language

FOLDER = Path(__file__).parent / "sounds"


class Library:
    """See `Sounds`. folder: a folder for each language, and `music.au` and `tone.au` beside them."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    def say(self, language: Language, phrases: Sequence[Phrase]) -> tuple[Path, ...]:
        """See `Sounds`."""
        files = (self.folder / language / f"{name}.au" for name in names(phrases))
        return tuple(file for file in files if file.exists())

    def music(self) -> tuple[Path, ...]:
        """See `Sounds`."""
        return (self.folder / "music.au",)

    def tone(self) -> tuple[Path, ...]:
        """See `Sounds`."""
        return (self.folder / "tone.au",)
