"""The door of the room. What it stands on is heavy and is fetched when it is first asked for."""

from hoolin.insight.effects import series, verdict
from hoolin.insight.words import measured, model

__all__ = ["measured", "model", "series", "verdict"]
