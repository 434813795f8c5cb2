"""What the rest of the house takes from the simulation; the room's own door passes it on."""

from hoolin.coaching.effects.simulation.coverage import Row, Share, coverage

__all__ = ["Row", "Share", "coverage"]
