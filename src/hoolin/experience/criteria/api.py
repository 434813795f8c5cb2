"""What the rest of the house takes from the criteria; the room's own door passes it on."""

from hoolin.experience.criteria import commands, facts
from hoolin.experience.criteria.commands import PublishRegister
from hoolin.experience.criteria.decide import DECIDES
from hoolin.experience.criteria.faults import Fault, faults
from hoolin.experience.criteria.fold import FACTS, FOLDS
from hoolin.experience.criteria.items import CRITERIA, ITEMS, SOURCES, Item
from hoolin.experience.criteria.register import DEFAULT, FORMULAS, Criterion, Register
from hoolin.experience.criteria.register import Part as RegisterPart
from hoolin.experience.criteria.scales import PARTLY, SCALES, Scale
from hoolin.experience.criteria.state import FIRST, Criteria, User, Version, dump, load

__all__ = [
    "CRITERIA", "DECIDES", "DEFAULT", "FACTS", "FIRST", "FOLDS", "FORMULAS", "ITEMS", "PARTLY", "SCALES", "SOURCES", "Criteria", "Criterion",
    "Fault", "Item", "PublishRegister", "Register", "RegisterPart", "Scale", "User", "Version", "commands", "dump",
    "facts", "faults", "load",
]  # fmt: skip
