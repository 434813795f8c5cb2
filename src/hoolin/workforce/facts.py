"""What the room may record: what customers were told to expect."""

from typing import Annotated

import msgspec

from hoolin.core.facts import Fact, Id, Ms


class WaitForetold(Fact):
    """Somebody stood in line and was told how long it would take: from `low_ms` to `high_ms`, in a share `level` of cases. ahead:
    how many had to be served before them, 0 where somebody was free. What came of it follows from the facts about the interaction.
    """

    interaction: Id
    low_ms: Ms
    high_ms: Ms
    level: Annotated[float, msgspec.Meta(gt=0, lt=1)]
    ahead: Annotated[int, msgspec.Meta(ge=0)] = 0


FACTS = (WaitForetold,)
