"""The door of the room: what the loop and the server take from it. Nobody looks behind it.

What learns and estimates stands on heavy libraries and is fetched when somebody asks for it: whoever serves calls does not import it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hoolin.insight.improvements import api as improvements
from hoolin.insight.reasons import api as reasons

if TYPE_CHECKING:
    from hoolin.insight.effects import series, verdict
    from hoolin.insight.load import api as load
    from hoolin.insight.paper import api as paper
    from hoolin.insight.words import measured, model

HEAVY = {
    "load": "load.api", "paper": "paper.api", "series": "effects.series", "verdict": "effects.verdict", "measured": "words.measured",
    "model": "words.model",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in HEAVY:
        return import_module(f"hoolin.insight.{HEAVY[name]}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["improvements", "load", "measured", "model", "paper", "reasons", "series", "verdict"]
