"""What the rest of the house takes from causes and improvements; the room's own door passes it on."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hoolin.insight.improvements import commands, facts
from hoolin.insight.improvements.daily import (
    STATEMENTS,
    Asked,
    Counted,
    check_time,
    count,
    last_day,
    noted_as,
    went_since,
)
from hoolin.insight.improvements.decide import DECIDES
from hoolin.insight.improvements.fold import FACTS, FOLDS
from hoolin.insight.improvements.register import NOTED_OF_ONE_MAX, Cause, Exposure, Improvement, Kind
from hoolin.insight.improvements.state import TOLD_A_DAY_MAX, Improvements, Known, customers_on, dump, load

if TYPE_CHECKING:
    from hoolin.insight.improvements import effect, plan

HEAVY = ("effect", "plan")
"""What estimates stands on heavy libraries: it is fetched when somebody asks for it."""


def __getattr__(name: str) -> Any:
    if name in HEAVY:
        return import_module(f"hoolin.insight.improvements.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "DECIDES", "FACTS", "FOLDS", "NOTED_OF_ONE_MAX", "STATEMENTS", "TOLD_A_DAY_MAX", "Asked", "Cause", "Counted", "Exposure", "Improvement", "Improvements", "Kind", "Known", "check_time", "commands", "count",
    "customers_on", "dump", "effect", "facts", "last_day", "load", "noted_as", "plan", "went_since",
]  # fmt: skip
