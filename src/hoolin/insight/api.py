"""The door of the room. What learns and estimates is heavy: whoever serves calls takes `words` only, which asks a process of its own."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hoolin.insight.words import api as words

if TYPE_CHECKING:
    from hoolin.insight.effects import series, verdict
    from hoolin.insight.words import measured, model, unexplained

HEAVY = {"series": "effects", "verdict": "effects", "measured": "words", "model": "words", "unexplained": "words"}


def __getattr__(name: str) -> Any:
    if name in HEAVY:
        return import_module(f"hoolin.insight.{HEAVY[name]}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["measured", "model", "series", "unexplained", "verdict", "words"]
