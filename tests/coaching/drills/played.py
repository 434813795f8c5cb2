"""What the tests of drills share: transcripts as plays, and a small drill to spoil."""

from pathlib import Path
from typing import Any

import msgspec
import yaml

from hoolin.coaching.drills.drill import Drill
from hoolin.coaching.drills.play import Played, Turn, play
from hoolin.coaching.drills.rubric import Mark, rubric
from hoolin.coaching.drills.written import made, shipped
from hoolin.core.site.rules import LANGUAGES, Language

HERE = Path(__file__).parent
CODES = (
    "angry_repeat", "bereavement", "bill_shock", "cancellation", "data_worry", "elderly", "language_switch", "number_porting", "outage", "roaming", "silent_chat",
    "wrong_promise",
)  # fmt: skip
EACH = [(code, language) for code in CODES for language in LANGUAGES]


def transcript(code: str, language: str, kind: str) -> list[str]:
    """What an agent wrote. kind: listening or robotic."""
    written: dict[str, dict[str, list[str]]] = yaml.safe_load((HERE / "transcripts" / f"{code}.yaml").read_text())
    return written[language][kind]


def told(code: str, language: Language, kind: str, seed: int = 1) -> tuple[Played, tuple[Mark, ...]]:
    """A transcript played, and its marks."""
    drill = shipped()[code]
    played = play(drill, language, seed, [Turn(text=text) for text in transcript(code, language, kind)])
    return played, rubric(drill, played, language)


def spoiled(code: str, **changed: Any) -> Drill:
    """A shipped drill with something else in it, as plain fields."""
    return made(msgspec.to_builtins(shipped()[code]) | changed)


def said(*texts: str) -> list[Turn]:
    """Turns of these texts."""
    return [Turn(text=text) for text in texts]
