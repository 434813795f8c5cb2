"""What can go wrong with a provider, on demand: the loopback's reason to be in tests."""

from collections import deque
from typing import Literal, TypeAlias, get_args

Fault: TypeAlias = Literal["refuse", "not_reached", "time_out", "break_off", "hang", "twice"]
"""What the next one does.

refuse: the provider says no. not_reached: nothing leaves the house. time_out: the peer hears it, and the answer is not
waited for any longer. break_off: the peer hears it, and the connection breaks before the answer. hang: the peer hears
it, and the answer never comes. twice: a frame of the peer's reaches us twice.
"""

FAULTS: tuple[Fault, ...] = get_args(Fault)


class Faults:
    """Faults that are due, first come, first served: each is for one delivery, or (`twice`) for one frame of the peer's."""

    def __init__(self) -> None:
        self._outbound: deque[Fault] = deque()
        self._inbound = 0

    def next_will(self, *faults: Fault) -> None:
        """The next deliveries, or frames, meet these."""
        for fault in faults:
            if fault == "twice":
                self._inbound += 1
            else:
                self._outbound.append(fault)

    def of_delivery(self) -> Fault | None:
        """What this delivery meets; None: all goes well."""
        return self._outbound.popleft() if self._outbound else None

    def comes_twice(self) -> bool:
        """Whether this frame of the peer's comes twice."""
        if not self._inbound:
            return False
        self._inbound -= 1
        return True
