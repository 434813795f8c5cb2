"""The door of the room: what the loop and the server take from it. Nobody looks behind it.

What learns and estimates stands on heavy libraries and is fetched when somebody asks for it: whoever serves calls does not import it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hoolin.insight import days
from hoolin.insight.improvements import api as improvements
from hoolin.insight.reasons import api as reasons
from hoolin.insight.words import api as words

if TYPE_CHECKING:
    from hoolin.insight.effects import api as effects
    from hoolin.insight.load import api as load
    from hoolin.insight.paper import api as paper
    from hoolin.insight.rising import api as rising
    from hoolin.insight.words import measured, model, unexplained

HEAVY = {
    "effects": "effects.api", "load": "load.api", "measured": "words.measured", "model": "words.model", "paper": "paper.api", "rising": "rising.api", "unexplained": "words.unexplained",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in HEAVY:
        return import_module(f"hoolin.insight.{HEAVY[name]}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "days", "effects", "improvements", "load", "measured", "model", "paper", "reasons", "rising", "unexplained", "words",
]  # fmt: skip
