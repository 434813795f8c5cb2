"""What the rest of the house takes from the simulation; the room's own door passes it on."""

from hoolin.insight.effects.simulation.coverage import Arm, Share, coverage

__all__ = ["Arm", "Share", "coverage"]
