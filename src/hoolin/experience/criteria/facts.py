"""What may be recorded about the register. It is the site's own, and public within it, so its words lie in the fact itself."""

from typing import Annotated

import msgspec

from hoolin.core.facts import Fact
from hoolin.experience.criteria.register import Register


class RegisterPublished(Fact):
    """Another version of the criteria holds from now on. number: 2, 3 …; 1 is what Hoolin ships. register: all of it. why: in the words of
    whoever published it.
    """

    number: Annotated[int, msgspec.Meta(ge=2)]
    register: Register
    why: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
