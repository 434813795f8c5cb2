"""The door of the room. What it stands on is heavy: whoever serves calls does not import it."""

from hoolin.insight.effects import api as effects
from hoolin.insight.effects import series, verdict
from hoolin.insight.words import measured, model

__all__ = ["effects", "measured", "model", "series", "verdict"]
