"""The sounds of the house: what it says in each language, the music, and that it rings. They come with the package."""

from collections.abc import Sequence
from pathlib import Path

from hoolin.channels.voice.announce import Phrase
from hoolin.channels.voice.phrases import names
from hoolin.core.site.rules import Language

FOLDER = Path(__file__).parent / "sounds"


class Library:
    """See `Sounds`. own: a folder of the site's own, looked into first; each has a folder for each language, and `music.au` and
    `tone.au` beside them.
    """

    def __init__(self, own: str = "") -> None:
        self._folders = (Path(own), FOLDER) if own else (FOLDER,)

    def say(self, language: Language, phrases: Sequence[Phrase]) -> tuple[Path, ...]:
        """See `Sounds`."""
        return tuple(file for name in names(phrases) if (file := self._file(f"{language}/{name}.au")) is not None)

    def music(self) -> tuple[Path, ...]:
        """See `Sounds`."""
        file = self._file("music.au")
        return (file,) if file is not None else ()

    def tone(self) -> tuple[Path, ...]:
        """See `Sounds`."""
        file = self._file("tone.au")
        return (file,) if file is not None else ()

    def _file(self, name: str) -> Path | None:
        return next((file for folder in self._folders if (file := folder / name).exists()), None)
