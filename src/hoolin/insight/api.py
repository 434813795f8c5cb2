"""The door of the room: what the loop and the server take from it. Nobody looks behind it.

What learns and estimates stands on heavy libraries and is fetched when somebody asks for it: whoever serves calls does not import it, and takes `words`,
which asks a process of its own.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hoolin.insight.improvements import api as improvements
from hoolin.insight.reasons import api as reasons
from hoolin.insight.words import api as words

if TYPE_CHECKING:
    from hoolin.insight.effects import series, verdict
    from hoolin.insight.words import measured, model, unexplained

HEAVY = {"series": "effects", "verdict": "effects", "measured": "words", "model": "words", "unexplained": "words"}


def __getattr__(name: str) -> Any:
    if name in HEAVY:
        return import_module(f"hoolin.insight.{HEAVY[name]}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["improvements", "measured", "model", "reasons", "series", "unexplained", "verdict", "words"]
