"""The door of the room: what the loop and the server take from it. Nobody looks behind it."""

import msgspec

from hoolin.experience import facts, probes
from hoolin.experience.probes import (
    USUAL,
    AlarmRules,
    Mirrored,
    Probes,
    ReportProbe,
    TimeToHuman,
    alarms,
    mirrored,
    time_to_human,
)

FACTS = probes.FACTS
DECIDES = probes.DECIDES
FOLDS = probes.FOLDS


def dump(state: Probes) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(state)


def load(state: Probes, body: bytes) -> None:
    """Take up a dump."""
    state.results = msgspec.msgpack.decode(body, type=Probes).results


__all__ = [
    "DECIDES", "FACTS", "FOLDS", "USUAL", "AlarmRules", "Mirrored", "Probes", "ReportProbe", "TimeToHuman", "alarms", "dump", "facts", "load", "mirrored",
    "probes", "time_to_human",
]  # fmt: skip
