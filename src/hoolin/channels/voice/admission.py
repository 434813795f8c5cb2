"""Whether one more call can be taken in. No number says how many a machine carries; how long callers wait for their answer does.

- A call is admitted as long as those before it are answered in time. Once the oldest that still waits has waited too long, and it is
  not alone, new ones are refused at once: their trunk tries another way, or their caller hears that all lines are busy and tries again,
  while those before them are put through instead of all being late.
- It ends by itself: with every answer the oldest is a younger one.
"""

import logging
from collections.abc import Callable
from typing import Final

log = logging.getLogger("hoolin.voice")

LATE_SECONDS: Final = 3.0
"""A caller hears it ring meanwhile. By then all that is done for a call takes as much longer, and the engine's answers must not come after
their time (`ANSWER_S_MAX`): with five seconds here, calls that had been taken were lost beside those that were refused.
"""

FEW: Final = 20
"""So many may wait as long as they do: one slow answer says nothing about the next."""


class Admission:
    """Calls that are being taken in. clock: seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._since: dict[str, float] = {}
        self._refused = 0

    def __len__(self) -> int:
        return len(self._since)

    def admit(self, leg: str) -> bool:
        """Whether this call is taken in; if so it waits from now on, until `done`."""
        if self._late():
            if not self._refused:
                log.warning(
                    "calls come faster than they can be answered: new ones are refused (503) until that is over"
                )
            self._refused += 1
            return False
        if self._refused:
            log.warning("calls are taken in again; %d were refused", self._refused)
            self._refused = 0
        self._since[leg] = self._clock()
        return True

    def done(self, leg: str) -> None:
        """It has been answered, or is over."""
        self._since.pop(leg, None)

    def _late(self) -> bool:
        return len(self._since) >= FEW and self._clock() - next(iter(self._since.values())) > LATE_SECONDS
