"""What may be asked of the register."""

from typing import Annotated

import msgspec

from hoolin.core.commands import Command
from hoolin.core.facts import COUNT_MAX
from hoolin.experience.criteria.register import Register


class PublishRegister(Command):
    """Have another version of the criteria hold from now on. register: all of it. based_on: the version that was changed; if another holds
    meanwhile, it is refused. why: what for, for everybody who later wonders why a trend has a step.
    """

    register: Register
    based_on: Annotated[int, msgspec.Meta(ge=1, le=COUNT_MAX)]
    why: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
