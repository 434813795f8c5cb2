"""What the rest of the house takes from the simulation; the room's own door passes it on."""

from hoolin.experience.simulation.coverage import Covered, coverage
from hoolin.experience.simulation.luck import Luck, luck
from hoolin.experience.simulation.many import in_processes

__all__ = ["Covered", "Luck", "coverage", "in_processes", "luck"]
