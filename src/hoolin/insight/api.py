"""The door of the room. What it stands on is heavy: whoever serves calls does not import it."""

from hoolin.insight.effects import series, verdict
from hoolin.insight.rising import api as rising
from hoolin.insight.words import measured, model

__all__ = ["measured", "model", "rising", "series", "verdict"]
