"""Command → facts about the register.

It refuses: a register with faults (`faults`); one that was made from a version that holds no longer; one without an item that a survey or a
scorecard uses, and says which.
"""

import msgspec

from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid
from hoolin.core.facts import Instant
from hoolin.experience.criteria import commands as c
from hoolin.experience.criteria import facts as f
from hoolin.experience.criteria.faults import faults
from hoolin.experience.criteria.state import Criteria


def publish(criteria: Criteria, command: c.PublishRegister, now: Instant) -> Decision:
    """The register as it will hold. What holds already changes nothing."""
    last = criteria.in_force
    if last.register == command.register:
        return Decision()
    if command.based_on != last.number:
        raise Conflict("register_moved_on", in_force=last.number)
    found = faults(command.register, criteria.item, criteria.site.kept.rules.languages)
    if found:
        raise Invalid("register", faults=[msgspec.to_builtins(fault) for fault in found])
    gone = {item.code for item in last.register.items} - {item.code for item in command.register.items}
    using = [user for user in criteria.used() if user.item in gone]
    if using:
        raise Conflict("item_in_use", users=[msgspec.to_builtins(user) for user in using])
    fact = f.RegisterPublished(number=last.number + 1, register=command.register, why=command.why)
    return Decision((fact,))


DECIDES: Decides = {c.PublishRegister: publish}
