"""What the rest of the house takes from effects; the room's own door passes it on. The simulation is fetched when somebody simulates."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hoolin.insight.effects import drawn, picture, plan, series, verdict

if TYPE_CHECKING:
    from hoolin.insight.effects.simulation import api as simulation


def __getattr__(name: str) -> Any:
    if name == "simulation":
        return import_module("hoolin.insight.effects.simulation.api")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["drawn", "picture", "plan", "series", "simulation", "verdict"]
