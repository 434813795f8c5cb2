"""Command → facts about the register.

It refuses: a register with faults (`faults`); one that was made from a version that holds no longer; one without an item that a survey or a
scorecard uses, or in which nobody may be asked or judge it any more, and says which.
"""

import msgspec

from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid
from hoolin.core.facts import Instant
from hoolin.experience.criteria import commands as c
from hoolin.experience.criteria import facts as f
from hoolin.experience.criteria.faults import faults
from hoolin.experience.criteria.register import Register
from hoolin.experience.criteria.state import SOURCE_OF, Criteria, User


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
    using = [user for user in criteria.used() if _taken_from(user, last.register, command.register)]
    if using:
        raise Conflict("item_in_use", users=[msgspec.to_builtins(user) for user in using])
    fact = f.RegisterPublished(number=last.number + 1, register=command.register, why=command.why)
    return Decision((fact,))


def _taken_from(user: User, before: Register, after: Register) -> bool:
    """Whether somebody who uses an item could not any more: it is gone, or may not be asked or judged as they do."""
    was, will_be = before.item(user.item), after.item(user.item)
    if was is None or will_be is None:
        return was is not None
    source = SOURCE_OF.get(user.kind)
    return source in was.sources and source not in will_be.sources


DECIDES: Decides = {c.PublishRegister: publish}
