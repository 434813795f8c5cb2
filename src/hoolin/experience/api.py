"""The door of the room: what the loop and the server take from it. Nobody looks behind it.

The simulation is fetched when somebody simulates: a site that starts needs none of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec

from hoolin.experience import facts, probes, statistics
from hoolin.experience.chance import chance
from hoolin.experience.contacts import api as contacts
from hoolin.experience.criteria import api as criteria
from hoolin.experience.criteria.scales import PARTLY
from hoolin.experience.figures import api as figures
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
from hoolin.experience.report import api as report
from hoolin.experience.reviews import api as reviews
from hoolin.experience.surveys import api as surveys

if TYPE_CHECKING:
    from hoolin.experience.simulation import api as simulation

FACTS = probes.FACTS
DECIDES = probes.DECIDES
FOLDS = probes.FOLDS


def dump(state: Probes) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(state)


def load(state: Probes, body: bytes) -> None:
    """Take up a dump."""
    state.results = msgspec.msgpack.decode(body, type=Probes).results


def __getattr__(name: str) -> Any:
    if name == "simulation":
        return import_module("hoolin.experience.simulation.api")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "DECIDES", "FACTS", "FOLDS", "PARTLY", "USUAL", "AlarmRules", "Mirrored", "Probes", "ReportProbe", "TimeToHuman", "alarms", "chance",
    "contacts", "criteria", "dump", "facts", "figures", "load", "mirrored", "probes", "report", "reviews", "simulation", "statistics", "surveys",
    "time_to_human",
]  # fmt: skip
